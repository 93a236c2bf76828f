#include "kinds/haproxy/words.h"

#include "diag/closest.h"

/* Releases judged for when no target is given: 2.6 to 3.4 and what is to be 3.5. */
enum { OLDEST = 0x020600, NEWEST = 0x0305ff };
enum { LONGEST_NAME = 60, FARTHEST = 4 };

bool haproxy_word_holds(const struct haproxy_word *w, uint32_t target)
{
    return target ? w->since <= target && w->until > target : w->since <= NEWEST && w->until > OLDEST;
}

bool haproxy_word_is_group(struct str word)
{
    static const struct str groups[] = {
        STR_INIT("option"),      STR_INIT("timeout"),   STR_INIT("stats"),       STR_INIT("capture"),
        STR_INIT("http-check"),  STR_INIT("tcp-check"), STR_INIT("tcp-request"), STR_INIT("tcp-response"),
        STR_INIT("compression"), STR_INIT("stick"),     STR_INIT("email-alert"), STR_INIT("monitor"),
        STR_INIT("rate-limit"),  STR_INIT("persist"),   STR_INIT("declare"),     STR_INIT("external-check")};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (str_eq(word, groups[i]))
            return true;
    return false;
}

/* Of two reasons why a word does not fit, the one that tells more is the greater. */
static enum haproxy_fit fit_of(const struct haproxy_word *w, uint32_t context, uint32_t target)
{
    if (context && w->contexts && !(w->contexts & context))
        return HAPROXY_FIT_MISPLACED;
    if (haproxy_word_holds(w, target))
        return HAPROXY_FIT_OK;
    return w->since > (target ? target : NEWEST) ? HAPROXY_FIT_LATER : HAPROXY_FIT_REMOVED;
}

enum haproxy_fit haproxy_word_pick(struct str name, enum haproxy_class class, uint32_t context, uint32_t target,
                                   uint32_t *ret_row)
{
    const struct word_slot *slot = word_index_find(&haproxy_word_index, name);
    enum haproxy_fit best = HAPROXY_FIT_UNKNOWN;
    *ret_row = 0;
    for (uint32_t row = slot ? slot->first : 1; slot && row < (uint32_t)slot->first + slot->n; row++) {
        const struct haproxy_word *w = &haproxy_words[row];
        if (w->class != class)
            continue;
        enum haproxy_fit fit = fit_of(w, context, target);
        /* Without a target the oldest row that holds is taken: what it says is the worst case. */
        if (best == HAPROXY_FIT_UNKNOWN || (best != HAPROXY_FIT_OK && (fit == HAPROXY_FIT_OK || fit > best))) {
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

struct str haproxy_word_nearest(struct str name, enum haproxy_class class, uint32_t context, uint32_t target)
{
    struct closest near = closest_start(name);
    uint32_t letters = letters_of(name);
    if (near.distance > FARTHEST)
        near.distance = FARTHEST;
    if (name.n > LONGEST_NAME)
        return (struct str){0};
    for (uint32_t i = 1; i < haproxy_words_n; i++) {
        const struct haproxy_word *w = &haproxy_words[i];
        if (w->class != class || (context && !(w->contexts & context)) || !haproxy_word_holds(w, target))
            continue;
        struct str known = haproxy_word_str(w->name);
        /* One edit changes at most two letters of the set: most names need no closer look. */
        if ((uint32_t)__builtin_popcount(letters ^ letters_of(known)) <= 2 * near.distance)
            closest_offer(&near, known, 0);
    }
    return near.best;
}

const char *haproxy_context_name(uint32_t context)
{
    static const char *const names[] = {"global",
                                        "defaults",
                                        "frontend",
                                        "listen",
                                        "backend",
                                        "userlist",
                                        "peers",
                                        "mailers",
                                        "resolvers",
                                        "cache",
                                        "program",
                                        "fcgi-app",
                                        "http-errors",
                                        "ring",
                                        "log-forward",
                                        "crt-store",
                                        "traces",
                                        "log-profile",
                                        "acme",
                                        "healthcheck",
                                        "tcp-request connection",
                                        "tcp-request session",
                                        "tcp-request content",
                                        "tcp-response content",
                                        "http-request",
                                        "http-response",
                                        "http-after-response",
                                        "quic-initial"};
    return context ? names[__builtin_ctz(context)] : "";
}
