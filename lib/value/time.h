/* Points in time and lengths of time as text and as calendar fields. No locale, no environment, no system call. */
#ifndef LOADLINE_VALUE_TIME_H
#define LOADLINE_VALUE_TIME_H

#include "base/str.h"

/* First and last second a timestamp may have: 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, as RFC 3339 can write. */
#define TIME_FIRST INT64_C(-62135596800)
#define TIME_LAST INT64_C(253402300799)

/* The fields of a moment in the proleptic Gregorian calendar; all from 0 but year, and day from 1. */
struct civil {
    int64_t year;
    int month, day;       /* 0..11, 1..31 */
    int weekday, yearday; /* 0 is Sunday; 0 is January 1 */
    int hour, minute, second;
};

/* Fields of a second count since 1970 UTC; add a zone's offset before to have its local time. */
struct civil time_civil(int64_t seconds);
/* Seconds since 1970 of a UTC date and time; the fields must be in range (weekday and yearday are not read). */
int64_t time_seconds(struct civil c);

/* RFC 3339 ("2009-02-13T23:31:30.5+01:00"), all of s. False on anything else, on a date that does not exist and out
 * of TIME_FIRST..TIME_LAST. Digits of a fraction beyond the ninth are dropped. */
bool time_parse(struct str s, int64_t *ret_seconds, uint32_t *ret_ns);
/* "2009-02-13T23:31:30.5Z": UTC, the fraction without zeros at its end. */
struct str time_format(struct arena *a, int64_t seconds, uint32_t ns);

/* "1h30m", "-1.5h", "0", "250ms": an optional sign, then numbers with h, m, s, ms, us or ns; all of s. ret in
 * nanoseconds. False on anything else and on overflow. Unlike num_parse_time: no days or weeks, a sign, and
 * fractions are exact. */
bool duration_parse(struct str s, int64_t *ret_ns);
/* Seconds with what fraction there is: "5400s", "-0.25s". */
struct str duration_format(struct arena *a, int64_t ns);

#endif
