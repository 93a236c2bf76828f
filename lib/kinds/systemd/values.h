/* Values as systemd's parsers take them: src/basic/parse-util.c, time-util.c, rlimit-util.c, percent-util.c, src/core/load-fragment.c of 252. */
#ifndef LOADLINE_KINDS_SYSTEMD_VALUES_H
#define LOADLINE_KINDS_SYSTEMD_VALUES_H

#include "kinds/systemd/words.h"
#include "value/type.h"

/* A time span in nanoseconds: "90", "5min 20s", "1.5h"; "infinity" and what is longer than 292 years are INT64_MAX. */
bool systemd_parse_sec(struct str text, int64_t *ret);

/* Bytes: "1.5G", "1G 512M"; powers of 1024, units in capitals, from the largest to the smallest. */
bool systemd_parse_size(struct str text, int64_t *ret);

/* A percentage in hundredths of a percent ("80%", "12.5%"), at most 100% where `bounded`. */
bool systemd_parse_percent(struct str text, bool bounded, int64_t *ret);

/* The value that an assignment of a row gives: bool, duration, int (bytes or a count; unlimited for infinity), double (CPUs, of cpu_quota), string, list of
 * strings (exec, environ, strings: words; lines: one). A share of what the host has is unknown, its reason the fact that would tell. Of "soft:hard" the soft limit. False: systemd
 * ignores the assignment with a message, or takes none of it. */
bool systemd_value_of(struct arena *a, const struct systemd_word *w, struct str text, struct value *ret);

/* What the value of a type is called in messages: "a time span". */
const char *systemd_type_text(enum systemd_type type);

/* The type of the values of a row. */
const struct type *systemd_type_of(const struct systemd_word *w);

/* Whether each assignment adds to those before it, and an empty one clears them. */
bool systemd_is_list(const struct systemd_word *w);

#endif
