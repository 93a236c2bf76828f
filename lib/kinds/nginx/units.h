/* Numbers, sizes and times as nginx writes them (ngx_string.c, ngx_parse.c). */
#ifndef LOADLINE_KINDS_NGINX_UNITS_H
#define LOADLINE_KINDS_NGINX_UNITS_H

#include "base/str.h"

/* Decimal digits and nothing else, at least one, up to 2^63-1 (ngx_atoi). */
bool nginx_parse_num(struct str s, int64_t *ret);

/* A size in bytes: digits and k, K, m, M or nothing (ngx_parse_size). */
bool nginx_parse_size(struct str s, int64_t *ret);

/* The same and g, G (ngx_parse_offset). */
bool nginx_parse_offset(struct str s, int64_t *ret);

/* A time in milliseconds: parts in falling units, each unit once, spaces between parts, a last number without a unit counting seconds.
 * Units w d h m s, and ms (ngx_parse_time with is_sec 0). */
bool nginx_parse_msec(struct str s, int64_t *ret);

/* A time in seconds: units y M w d h m s (ngx_parse_time with is_sec 1). */
bool nginx_parse_sec(struct str s, int64_t *ret);

/* A decimal number with at most `places` digits behind its point, times 10^places (ngx_atofp). */
bool nginx_parse_fixed(struct str s, uint32_t places, int64_t *ret);

#endif
