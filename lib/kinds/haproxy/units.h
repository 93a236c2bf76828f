/* Numbers, times and sizes as HAProxy reads them. */
#ifndef LOADLINE_KINDS_HAPROXY_UNITS_H
#define LOADLINE_KINDS_HAPROXY_UNITS_H

#include "base/str.h"

/* atol(3): white space, a sign, digits, and whatever follows is ignored; saturates. *ret_end (may be NULL) is where the digits end. */
int64_t haproxy_atol(struct str s, uint32_t *ret_end);

/* The same, as it is kept in a C int: the low 32 bits. */
int32_t haproxy_atoi(struct str s);

enum haproxy_unit_fault { HAPROXY_UNIT_OK, HAPROXY_UNIT_CHARACTER, HAPROXY_UNIT_OVERFLOW };

/* parse_time_err() of src/tools.c: digits and us, ms, s, m, h or d. unit_ms: of a number without one, 1 or 1000. ret in nanoseconds, as written. What
 * follows the unit is ignored ("30sec"; HAProxy warns). On CHARACTER *ret_off is the byte that is wrong. */
enum haproxy_unit_fault haproxy_parse_time(struct str s, uint32_t unit_ms, int64_t *ret_ns, uint32_t *ret_off);

/* parse_size_err(): digits and k, m or g in any case, below 4 GiB. ret in bytes. */
enum haproxy_unit_fault haproxy_parse_size(struct str s, int64_t *ret_bytes, uint32_t *ret_off);

#endif
