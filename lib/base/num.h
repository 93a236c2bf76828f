/* Numbers as text, without locale: integers, sizes in bytes, times, doubles. */
#ifndef LOADLINE_BASE_NUM_H
#define LOADLINE_BASE_NUM_H

#include "base/str.h"

/* Decimal digits with an optional '-'; the whole of s. False on anything else and on overflow. */
bool num_parse_int(struct str s, int64_t *ret);
/* A decimal number with optional fraction and exponent ("0.5", "2e3"); the whole of s; finite. False otherwise. */
bool num_parse_double(struct str s, double *ret);

/* A size as people write it in facts and loadline.yaml: an integer or decimal fraction and a unit: none or B (bytes), k K KB KiB,
 * m M MB MiB, g G GB GiB, t T TB TiB, with an optional space before it; all powers of 1024, as in CLI.md.
 * ret in bytes. False on anything else, on a negative size and on overflow. */
bool num_parse_size(struct str s, int64_t *ret);

/* A time: an integer or decimal fraction and us, ms, s, m, h, d, w; several units may follow each other ("1h30m").
 * ret in nanoseconds. False without a unit (except "0"), on anything else and on overflow. */
bool num_parse_time(struct str s, int64_t *ret);

/* a + b and a * b; false on overflow, *ret untouched. */
bool num_add(int64_t a, int64_t b, int64_t *ret);
bool num_mul(int64_t a, int64_t b, int64_t *ret);

/* Bytes in the largest binary unit that keeps three digits ("4GiB", "4.5GiB", "576MiB", "1.43MiB", "512B"). */
struct str num_format_size(struct arena *a, int64_t bytes);
/* Nanoseconds in the largest unit without a remainder, or joined ("90s" is "1m30s"). */
struct str num_format_time(struct arena *a, int64_t ns);
/* The shortest text that reads back as d; "4" for 4.0, "NaN", "+Infinity". */
struct str num_format_double(struct arena *a, double d);
/* d with the given number of decimals, rounded half to even as printf does, always with '.'. */
struct str num_format_fixed(struct arena *a, double d, int decimals);

#endif
