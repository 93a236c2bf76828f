#include "kinds/systemd/words.h"

#include "diag/closest.h"

enum { LONGEST_NAME = 64 };

static const struct str sections[SYSTEMD_SECTIONS] = {
    STR_INIT("Unit"),      STR_INIT("Service"), STR_INIT("Socket"),  STR_INIT("Mount"),
    STR_INIT("Automount"), STR_INIT("Swap"),    STR_INIT("Timer"),   STR_INIT("Path"),
    STR_INIT("Slice"),     STR_INIT("Scope"),   STR_INIT("Install"),
};

uint32_t systemd_section_of(struct str name)
{
    for (uint32_t i = 0; i < SYSTEMD_SECTIONS; i++)
        if (str_eq(name, sections[i]))
            return 1u << i;
    return 0;
}

struct str systemd_section_name(uint32_t section)
{
    return section ? sections[__builtin_ctz(section)] : (struct str){0};
}

struct str systemd_section_nearest(struct str name)
{
    return closest_of(name, sections, SYSTEMD_SECTIONS);
}

struct str systemd_word_str(uint16_t offset)
{
    return word_text_at(systemd_word_text, offset);
}

/* Of two reasons why a row does not fit, the one that tells more is the greater. */
static enum systemd_fit fit_of(const struct systemd_word *w, uint32_t section, uint32_t target)
{
    if (!(w->contexts & section))
        return SYSTEMD_FIT_MISPLACED;
    if (target && w->since > target)
        return SYSTEMD_FIT_LATER;
    return target && w->until != SYSTEMD_VERSION_NEVER && w->until <= target ? SYSTEMD_FIT_REMOVED : SYSTEMD_FIT_OK;
}

enum systemd_fit systemd_word_pick(struct str name, uint32_t section, uint32_t target, uint32_t *ret_row)
{
    const struct word_slot *slot = word_index_find(&systemd_word_index, name);
    enum systemd_fit best = SYSTEMD_FIT_UNKNOWN;
    *ret_row = 0;
    for (uint32_t row = slot ? slot->first : 1; slot && row < (uint32_t)slot->first + slot->n; row++) {
        enum systemd_fit fit = fit_of(&systemd_words[row], section, target);
        if (best == SYSTEMD_FIT_UNKNOWN || fit == SYSTEMD_FIT_OK || (best != SYSTEMD_FIT_OK && fit > best)) {
            best = fit;
            *ret_row = row;
        }
    }
    return best;
}

/* The letters that a name has, one bit each, whatever their case. */
static uint32_t letters_of(struct str s)
{
    uint32_t set = 0;
    for (uint32_t i = 0; i < s.n; i++)
        set |= 1u << (s.p[i] & 31);
    return set;
}

struct str systemd_word_nearest(struct str name, uint32_t section, uint32_t target)
{
    struct closest near = closest_start(name);
    uint32_t letters = letters_of(name);
    for (uint32_t i = 1; name.n <= LONGEST_NAME && i < systemd_words_n; i++) {
        struct str known = systemd_word_str(systemd_words[i].name);
        /* One edit changes at most two letters of the set: most names need no closer look. */
        if ((uint32_t)__builtin_popcount(letters ^ letters_of(known)) <= 2 * near.distance &&
            fit_of(&systemd_words[i], section, target) == SYSTEMD_FIT_OK)
            closest_offer(&near, known, 0);
    }
    return near.best;
}
