#include "cel/zone.h"

#include "base/limits.h"
#include "value/time.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A day of a year on which clocks change, as POSIX TZ strings write it. */
struct zone_day {
    enum { DAY_JULIAN, DAY_ZERO, DAY_MONTH } kind; /* Jn: 1..365 without leap days; n: 0..365; Mm.w.d */
    int month, week, day;
    int64_t time; /* seconds from midnight; may be negative or above a day */
};

/* The rule for moments after the last transition: one offset, or two that alternate. */
struct zone_rule {
    int64_t standard, summer;
    bool has_summer;
    struct zone_day start, end; /* of summer time */
};

struct zone {
    const unsigned char *times, *types; /* n transitions: 64-bit moments and indices of what begins there */
    const unsigned char *infos;         /* 6 bytes each: offset, is_dst, name */
    uint32_t n, n_infos;
    bool has_rule;
    struct zone_rule rule; /* fixed zones have nothing else */
};

/* ---- the TZ string behind the table ---- */

static bool take(struct str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = str_slice(*s, 1, s->n);
    return true;
}

/* Up to three digits. */
static bool take_number(struct str *s, int64_t *ret)
{
    uint32_t n = 0;
    for (*ret = 0; n < s->n && n < 3 && ch_is_digit(s->p[n]); n++)
        *ret = *ret * 10 + (s->p[n] - '0');
    *s = str_slice(*s, n, s->n);
    return n > 0;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool take_time(struct str *s, int64_t *ret)
{
    int64_t hours, minutes = 0, seconds = 0;
    bool minus = take(s, '-');
    if (!minus)
        take(s, '+');
    if (!take_number(s, &hours) || (take(s, ':') && !take_number(s, &minutes)) ||
        (take(s, ':') && !take_number(s, &seconds)))
        return false;
    *ret = hours * 3600 + minutes * 60 + seconds;
    *ret = minus ? -*ret : *ret;
    return true;
}

/* A zone's abbreviation: letters, or anything between < and >. */
static bool take_abbreviation(struct str *s)
{
    uint32_t n = 0;
    if (take(s, '<')) {
        n = str_find_byte(*s, '>');
        *s = str_slice(*s, n, s->n);
        return take(s, '>') && n > 0;
    }
    while (n < s->n && ch_is_alpha(s->p[n]))
        n++;
    *s = str_slice(*s, n, s->n);
    return n > 0;
}

static bool take_day(struct str *s, struct zone_day *ret)
{
    int64_t a, b = 0, c = 0;
    ret->kind = take(s, 'M') ? DAY_MONTH : take(s, 'J') ? DAY_JULIAN : DAY_ZERO;
    ret->time = 7200;
    if (!take_number(s, &a))
        return false;
    if (ret->kind == DAY_MONTH && (!take(s, '.') || !take_number(s, &b) || !take(s, '.') || !take_number(s, &c)))
        return false;
    if (ret->kind == DAY_MONTH && (a < 1 || a > 12 || b < 1 || b > 5 || c > 6))
        return false;
    ret->month = (int)a - 1;
    ret->week = (int)b;
    ret->day = ret->kind == DAY_MONTH ? (int)c : (int)a;
    return a <= 366 && (!take(s, '/') || take_time(s, &ret->time));
}

/* "CET-1CEST,M3.5.0,M10.5.0/3". Offsets there count westward. */
static bool parse_rule(struct str s, struct zone_rule *r)
{
    if (!take_abbreviation(&s) || !take_time(&s, &r->standard))
        return false;
    r->standard = -r->standard;
    r->has_summer = s.n > 0;
    if (!r->has_summer)
        return true;
    if (!take_abbreviation(&s))
        return false;
    r->summer = r->standard + 3600;
    if (s.n > 0 && s.p[0] != ',') {
        if (!take_time(&s, &r->summer))
            return false;
        r->summer = -r->summer;
    }
    return take(&s, ',') && take_day(&s, &r->start) && take(&s, ',') && take_day(&s, &r->end) && s.n == 0;
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_of(int64_t year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month] + (month == 1 && is_leap(year));
}

/* Seconds since 1970, in local time without an offset, when the day begins a change in a year. */
static int64_t day_in_year(const struct zone_day *d, int64_t year)
{
    int64_t first = time_seconds((struct civil){.year = year, .month = d->kind == DAY_MONTH ? d->month : 0, .day = 1});
    int64_t days = d->day;
    if (d->kind == DAY_JULIAN)
        days = d->day - 1 + (is_leap(year) && d->day >= 60);
    if (d->kind == DAY_MONTH) {
        days = (d->day - time_civil(first).weekday + 7) % 7 + (d->week - 1) * 7;
        if (days >= days_of(year, d->month)) /* week 5 is the last one */
            days -= 7;
    }
    return first + days * 86400 + d->time;
}

static int64_t rule_offset(const struct zone_rule *r, int64_t seconds)
{
    if (!r->has_summer)
        return r->standard;
    int64_t year = time_civil(seconds + r->standard).year;
    int64_t start = day_in_year(&r->start, year) - r->standard, end = day_in_year(&r->end, year) - r->summer;
    bool summer = start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end;
    return summer ? r->summer : r->standard;
}

/* ---- the table (RFC 8536) ---- */

static uint32_t be32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t be64(const unsigned char *p)
{
    return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

enum { HEADER = 44 };

/* The counts of a header: isut, isstd, leap, time, type, char. */
struct tz_counts {
    uint32_t isut, isstd, leap, time, type, chars;
};

static bool read_header(struct str s, struct tz_counts *c)
{
    const unsigned char *p = (const unsigned char *)s.p;
    if (s.n < HEADER || memcmp(p, "TZif", 4) != 0)
        return false;
    *c = (struct tz_counts){be32(p + 20), be32(p + 24), be32(p + 28), be32(p + 32), be32(p + 36), be32(p + 40)};
    uint32_t most = LIMIT_ZONE_BYTES;
    return c->isut <= most && c->isstd <= most && c->leap <= most && c->time <= most && c->type <= 256 &&
           c->chars <= most;
}

static uint32_t data_size(const struct tz_counts *c, uint32_t width)
{
    return c->time * (width + 1) + c->type * 6 + c->chars + c->leap * (width + 4) + c->isstd + c->isut;
}

static bool types_are_valid(const struct zone *z)
{
    for (uint32_t i = 0; i < z->n; i++)
        if (z->types[i] >= z->n_infos)
            return false;
    return z->n_infos > 0;
}

const struct zone *zone_parse(struct arena *a, struct str bytes)
{
    struct tz_counts c;
    if (!read_header(bytes, &c) || bytes.p[4] < '2')
        return NULL;
    struct str second = str_slice(bytes, HEADER + data_size(&c, 4), bytes.n); /* the same again with 64 bits */
    if (!read_header(second, &c) || second.n - HEADER < data_size(&c, 8))
        return NULL;
    struct zone *z = arena_new(a, struct zone);
    z->n = c.time;
    z->n_infos = c.type;
    z->times = (const unsigned char *)second.p + HEADER;
    z->types = z->times + (size_t)c.time * 8;
    z->infos = z->types + c.time;
    struct str footer = str_slice(second, HEADER + data_size(&c, 8), second.n);
    if (take(&footer, '\n')) {
        struct str rule = str_slice(footer, 0, str_find_byte(footer, '\n'));
        z->has_rule = rule.n > 0 && parse_rule(rule, &z->rule);
    }
    return types_are_valid(z) ? z : NULL;
}

int64_t zone_offset(const struct zone *z, int64_t seconds)
{
    uint32_t low = 0, high = z->n; /* transitions before low are at or before the moment */
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (be64(z->times + (size_t)mid * 8) <= seconds)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == z->n && z->has_rule)
        return rule_offset(&z->rule, seconds);
    uint32_t info = low > 0 ? z->types[low - 1] : 0;
    return (int32_t)be32(z->infos + (size_t)info * 6);
}

/* ---- names ---- */

static const struct zone *fixed(struct arena *a, int64_t offset)
{
    struct zone *z = arena_new(a, struct zone);
    z->has_rule = true;
    z->rule.standard = offset;
    return z;
}

/* [+-]hh:mm */
static bool fixed_offset(struct str s, int64_t *ret)
{
    bool minus = take(&s, '-');
    if (!minus)
        take(&s, '+');
    if (s.n != 5 || !ch_is_digit(s.p[0]) || !ch_is_digit(s.p[1]) || s.p[2] != ':' || !ch_is_digit(s.p[3]) ||
        !ch_is_digit(s.p[4]))
        return false;
    int64_t hours = (s.p[0] - '0') * 10 + s.p[1] - '0', minutes = (s.p[3] - '0') * 10 + s.p[4] - '0';
    *ret = (hours * 60 + minutes) * (minus ? -60 : 60);
    return hours < 24 && minutes < 60;
}

/* Letters, digits, and _ + - / between them: nothing that leads out of the folder. */
static bool is_zone_name(struct str s)
{
    if (s.n == 0 || s.n > 64 || s.p[0] == '/')
        return false;
    for (uint32_t i = 0; i < s.n; i++)
        if (!ch_is_alpha(s.p[i]) && !ch_is_digit(s.p[i]) && !memchr("_+-/", s.p[i], 4))
            return false;
    return true;
}

static struct str read_zone_file(struct arena *a, struct str name)
{
    struct str path = str_printf(a, "/usr/share/zoneinfo/%.*s", STR_ARG(name)), bytes = {0};
    int fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;
    if (fd < 0)
        return bytes;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= LIMIT_ZONE_BYTES) {
        char *p = arena_alloc(a, (size_t)st.st_size, 1);
        ssize_t n = read(fd, p, (size_t)st.st_size);
        bytes = (struct str){p, n > 0 ? (uint32_t)n : 0};
    }
    close(fd);
    return bytes;
}

const struct zone *zone_find(struct arena *a, struct str name)
{
    int64_t offset;
    if (str_eq(name, STR("UTC")))
        return fixed(a, 0);
    if (fixed_offset(name, &offset))
        return fixed(a, offset);
    return is_zone_name(name) ? zone_parse(a, read_zone_file(a, name)) : NULL;
}
