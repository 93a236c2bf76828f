/* Telling units from the other files called *.service, *.socket or *.conf. */
#include "kinds/systemd/systemd.h"

#include "text/marks.h"

enum { SURE = 100, LIKELY = 90, POSSIBLE = 70, MAX_LINES = 400 };

/* What the lines of a text look like. */
struct look {
    uint32_t sections; /* of systemd */
    uint32_t known;    /* settings of theirs */
    uint32_t other;
};

static void look_at_line(struct str line, uint32_t *section, struct look *look)
{
    struct str rest = str_trim(line), key = str_trim(str_cut(&rest, '='));
    uint32_t row;
    if (key.n == 0 || key.p[0] == '#' || key.p[0] == ';' || str_starts(key, STR("{")))
        return;
    if (key.p[0] == '[') {
        *section = str_ends(key, STR("]")) ? systemd_section_of(str_slice(key, 1, key.n - 1)) : 0;
        look->sections += *section != 0;
        look->other += *section == 0;
    } else if (*section && systemd_word_pick(key, *section, 0, &row) == SYSTEMD_FIT_OK) {
        look->known++;
    } else {
        look->other++;
    }
}

static struct look look_at(struct str head)
{
    struct look look = {0};
    uint32_t section = 0;
    for (uint32_t i = 0; i < MAX_LINES && head.n > 0; i++) {
        struct str line = str_cut(&head, '\n');
        bool joined = str_ends(line, STR("\\"));
        look_at_line(line, &section, &look);
        while (joined && head.n > 0)
            joined = str_ends(str_cut(&head, '\n'), STR("\\"));
    }
    return look;
}

/* D-Bus and Avahi have files called *.service as well; one of those has no section of systemd's. */
int systemd_claims(struct str path, struct str head)
{
    struct unit_name unit = unit_name_of(path);
    bool ours = unit.section && (unit.is_drop_in || unit.section == SYSTEMD_IN_SERVICE);
    if (head.n == 0)
        return unit.is_drop_in && unit.section ? SURE : ours ? LIKELY : 0;
    struct look look = look_at(head);
    if (look.sections == 0)
        return unit.is_drop_in && unit.section ? LIKELY : ours && look.other == 0 ? LIKELY : 0;
    if (unit.section)
        return LIKELY;
    return look.known >= 3 && look.known > look.other ? POSSIBLE : 0;
}
