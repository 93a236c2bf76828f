/* UTF-8: reading, checking, and counting in the units that output formats want. */
#ifndef LOADLINE_BASE_UTF8_H
#define LOADLINE_BASE_UTF8_H

#include "base/str.h"

/* The code point at the start of s; *ret_len (1..4) bytes long. An invalid sequence (overlong, surrogate, above U+10FFFF, cut off)
 * gives U+FFFD and length 1. s must not be empty. */
uint32_t utf8_decode(struct str s, uint32_t *ret_len);

/* Writes the encoding of a code point (<= U+10FFFF) to out, returns its length. */
uint32_t utf8_put(uint32_t cp, char out[4]);

/* Offset of the first byte that is not part of valid UTF-8; s.n when all is. */
uint32_t utf8_first_invalid(struct str s);

/* How many code points, UTF-16 units and terminal columns s takes; an invalid byte counts as one of each.
 * Columns: 0 for combining marks, 2 for wide East Asian ranges, 1 otherwise; a tab counts as 1. */
uint32_t utf8_code_points(struct str s);
uint32_t utf8_utf16_units(struct str s);
uint32_t utf8_columns(struct str s);

#endif
