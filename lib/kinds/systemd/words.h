/* The settings of systemd units: where each may stand, how its value reads, its default. The table is words.tsv beside this file (its head says where the facts
 * come from); lib/kinds/words.py makes it C. */
#ifndef LOADLINE_KINDS_SYSTEMD_WORDS_H
#define LOADLINE_KINDS_SYSTEMD_WORDS_H

#include "kinds/word_index.h"

#include <stdbool.h>
#include <stdint.h>

/* Sections, one bit each. */
enum systemd_section {
    SYSTEMD_IN_UNIT = 1 << 0,
    SYSTEMD_IN_SERVICE = 1 << 1,
    SYSTEMD_IN_SOCKET = 1 << 2,
    SYSTEMD_IN_MOUNT = 1 << 3,
    SYSTEMD_IN_AUTOMOUNT = 1 << 4,
    SYSTEMD_IN_SWAP = 1 << 5,
    SYSTEMD_IN_TIMER = 1 << 6,
    SYSTEMD_IN_PATH = 1 << 7,
    SYSTEMD_IN_SLICE = 1 << 8,
    SYSTEMD_IN_SCOPE = 1 << 9,
    SYSTEMD_IN_INSTALL = 1 << 10
};
enum { SYSTEMD_SECTIONS = 11 };

/* How a value reads: the head of words.tsv. */
enum systemd_type {
    SYSTEMD_TYPE_STRING,
    SYSTEMD_TYPE_BOOL,
    SYSTEMD_TYPE_SEC,
    SYSTEMD_TYPE_MEMORY,
    SYSTEMD_TYPE_TASKS,
    SYSTEMD_TYPE_CPU_QUOTA,
    SYSTEMD_TYPE_RLIMIT,
    SYSTEMD_TYPE_RLIMIT_SIZE,
    SYSTEMD_TYPE_RLIMIT_SEC,
    SYSTEMD_TYPE_RLIMIT_USEC,
    SYSTEMD_TYPE_RLIMIT_NICE,
    SYSTEMD_TYPE_SIZE,
    SYSTEMD_TYPE_UNSIGNED,
    SYSTEMD_TYPE_NICE,
    SYSTEMD_TYPE_OOM_SCORE,
    SYSTEMD_TYPE_RESTART,
    SYSTEMD_TYPE_SERVICE_TYPE,
    SYSTEMD_TYPE_KILL_MODE,
    SYSTEMD_TYPE_OOM_POLICY,
    SYSTEMD_TYPE_EXEC,
    SYSTEMD_TYPE_ENVIRON,
    SYSTEMD_TYPE_STRINGS,
    SYSTEMD_TYPE_UNITS,
    SYSTEMD_TYPE_LINES
};

/* until of a row that still holds. Versions from 256 on are greater: it is no bound to compare with. */
#define SYSTEMD_VERSION_NEVER 0xffffffu

/* A row. Texts are offsets into systemd_word_text, 0 where there is none. */
struct systemd_word {
    uint16_t name, deflt, origin;
    uint16_t contexts; /* sections */
    uint32_t since, until;
    uint8_t type;
};

extern const char systemd_word_text[];
extern const struct systemd_word systemd_words[]; /* row 0 is empty */
extern const uint32_t systemd_words_n;
extern const struct word_index systemd_word_index;

enum systemd_fit {
    SYSTEMD_FIT_OK,
    SYSTEMD_FIT_UNKNOWN,   /* no release knows the name */
    SYSTEMD_FIT_MISPLACED, /* only in other sections */
    SYSTEMD_FIT_LATER,     /* not yet in the version judged for */
    SYSTEMD_FIT_REMOVED    /* gone in the version judged for */
};

/* The text of a row's column. */
struct str systemd_word_str(uint16_t offset);

/* The row of a name in a section, for a target version; without one (0) any release will do. *ret_row is the row that came nearest, 0 for none. */
enum systemd_fit systemd_word_pick(struct str name, uint32_t section, uint32_t target, uint32_t *ret_row);

/* The known name of a section nearest to one that is not, or an empty text. */
struct str systemd_word_nearest(struct str name, uint32_t section, uint32_t target);

/* A section by its name, as it stands between brackets ("Service"); 0: no such section. And back, for one bit. */
uint32_t systemd_section_of(struct str name);
struct str systemd_section_name(uint32_t section);
/* The section whose name is nearest to an unknown one, or an empty text. */
struct str systemd_section_nearest(struct str name);

#endif
