#include "value/time.h"

#include "base/num.h"

enum { DAY = 86400, NS = 1000000000 };

/* Days before each month of a year that begins in March, so that the leap day is its last one. */
static int64_t days_from_civil(int64_t year, int month, int day)
{
    int64_t y = month < 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t in_era = y - era * 400;
    int64_t from_march = (month + 10) % 12;
    int64_t in_year = (153 * from_march + 2) / 5 + day - 1;
    return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

static void civil_from_days(int64_t days, struct civil *c)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t in_era = z - era * 146097;
    int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    int64_t from_march = (5 * in_year + 2) / 153;
    c->day = (int)(in_year - (153 * from_march + 2) / 5 + 1);
    c->month = (int)((from_march + 2) % 12);
    c->year = year + era * 400 + (c->month < 2);
}

struct civil time_civil(int64_t seconds)
{
    int64_t days = seconds / DAY, rest = seconds % DAY;
    if (rest < 0) {
        rest += DAY;
        days--;
    }
    struct civil c = {.hour = (int)(rest / 3600), .minute = (int)(rest / 60 % 60), .second = (int)(rest % 60)};
    civil_from_days(days, &c);
    c.weekday = (int)(((days % 7) + 11) % 7); /* 1970-01-01 was a Thursday */
    c.yearday = (int)(days - days_from_civil(c.year, 0, 1));
    return c;
}

int64_t time_seconds(struct civil c)
{
    return days_from_civil(c.year, c.month, c.day) * DAY + c.hour * INT64_C(3600) + c.minute * INT64_C(60) + c.second;
}

/* n digits at *s as a number up to max; *s moves behind them. */
static bool digits(struct str *s, uint32_t n, int max, int *ret)
{
    int v = 0;
    if (s->n < n)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        if (!ch_is_digit(s->p[i]))
            return false;
        v = v * 10 + (s->p[i] - '0');
    }
    *s = str_slice(*s, n, s->n);
    *ret = v;
    return v <= max;
}

static bool byte(struct str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = str_slice(*s, 1, s->n);
    return true;
}

static int days_in_month(int64_t year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month] + (month == 1 && leap);
}

static bool parse_date(struct str *s, struct civil *c)
{
    int year, month, day;
    if (!digits(s, 4, 9999, &year) || !byte(s, '-') || !digits(s, 2, 12, &month) || month == 0 || !byte(s, '-') ||
        !digits(s, 2, 31, &day))
        return false;
    c->year = year;
    c->month = month - 1;
    c->day = day;
    return year > 0 && day > 0 && day <= days_in_month(year, month - 1);
}

static bool parse_clock(struct str *s, struct civil *c)
{
    return digits(s, 2, 23, &c->hour) && byte(s, ':') && digits(s, 2, 59, &c->minute) && byte(s, ':') &&
           digits(s, 2, 59, &c->second);
}

/* ".5" as nanoseconds; nothing there is 0. */
static bool parse_fraction(struct str *s, uint32_t *ret_ns)
{
    *ret_ns = 0;
    if (!byte(s, '.'))
        return true;
    uint32_t n = 0, scale = NS / 10;
    for (; n < s->n && ch_is_digit(s->p[n]); n++, scale /= 10)
        *ret_ns += (uint32_t)(s->p[n] - '0') * scale;
    *s = str_slice(*s, n, s->n);
    return n > 0;
}

static bool parse_offset(struct str *s, int64_t *ret_seconds)
{
    *ret_seconds = 0;
    if (byte(s, 'Z'))
        return true;
    bool minus = byte(s, '-');
    int hours, minutes;
    if ((!minus && !byte(s, '+')) || !digits(s, 2, 23, &hours) || !byte(s, ':') || !digits(s, 2, 59, &minutes))
        return false;
    int64_t offset = hours * 3600 + minutes * 60;
    *ret_seconds = minus ? -offset : offset;
    return true;
}

bool time_parse(struct str s, int64_t *ret_seconds, uint32_t *ret_ns)
{
    struct civil c = {0};
    uint32_t ns;
    int64_t offset;
    if (!parse_date(&s, &c) || !byte(&s, 'T') || !parse_clock(&s, &c) || !parse_fraction(&s, &ns) ||
        !parse_offset(&s, &offset) || s.n > 0)
        return false;
    int64_t seconds = time_seconds(c) - offset;
    if (seconds < TIME_FIRST || seconds > TIME_LAST)
        return false;
    *ret_seconds = seconds;
    *ret_ns = ns;
    return true;
}

/* ".5" for 500,000,000; nothing for 0. z holds 11 bytes. */
static const char *fraction_text(uint32_t ns, char z[11])
{
    int n = 10;
    z[0] = '.';
    for (int i = 9; i > 0; i--, ns /= 10)
        z[i] = (char)('0' + ns % 10);
    while (n > 1 && z[n - 1] == '0')
        n--;
    z[n == 1 ? 0 : n] = '\0';
    return z;
}

struct str time_format(struct arena *a, int64_t seconds, uint32_t ns)
{
    char z[11];
    struct civil c = time_civil(seconds);
    return str_printf(a, "%04lld-%02d-%02dT%02d:%02d:%02d%sZ", (long long)c.year, c.month + 1, c.day, c.hour, c.minute,
                      c.second, fraction_text(ns, z));
}

static bool duration_unit(struct str *s, int64_t *ret_ns)
{
    static const struct {
        struct str name;
        int64_t ns;
    } units[] = {
        /* two letters before one: "ms" is no "m" */
        {STR_INIT("ns"), 1},           {STR_INIT("us"), 1000},         {STR_INIT("\xc2\xb5s"), 1000},
        {STR_INIT("\xce\xbcs"), 1000}, {STR_INIT("ms"), 1000000},      {STR_INIT("s"), NS},
        {STR_INIT("m"), 60000000000},  {STR_INIT("h"), 3600000000000},
    };
    for (uint32_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (str_starts(*s, units[i].name)) {
            *s = str_slice(*s, units[i].name.n, s->n);
            *ret_ns = units[i].ns;
            return true;
        }
    return false;
}

/* The fraction's digits times unit, in nanoseconds cut off. From the last digit to the first, nothing overflows and
 * every cut is exact. */
static int64_t fraction_ns(struct str fraction, int64_t unit)
{
    int64_t ns = 0;
    for (uint32_t i = fraction.n; i > 0; i--)
        ns = ((fraction.p[i - 1] - '0') * unit + ns) / 10;
    return ns;
}

static uint32_t digit_count(struct str s)
{
    uint32_t n = 0;
    while (n < s.n && ch_is_digit(s.p[n]))
        n++;
    return n;
}

/* One number with its unit, added to *sum; everything is summed below zero, where there is room for INT64_MIN. */
static bool parse_part(struct str *s, int64_t *sum)
{
    uint32_t n = digit_count(*s);
    struct str whole = str_slice(*s, 0, n), fraction = {0};
    *s = str_slice(*s, n, s->n);
    if (byte(s, '.')) {
        fraction = str_slice(*s, 0, digit_count(*s));
        *s = str_slice(*s, fraction.n, s->n);
    }
    int64_t count = 0, unit, ns;
    if (whole.n + fraction.n == 0 || (whole.n && !num_parse_int(whole, &count)) || !duration_unit(s, &unit))
        return false;
    return num_mul(-count, unit, &ns) && num_add(ns, -fraction_ns(fraction, unit), &ns) && num_add(*sum, ns, sum);
}

bool duration_parse(struct str s, int64_t *ret_ns)
{
    bool minus = byte(&s, '-');
    if (!minus)
        byte(&s, '+');
    int64_t sum = 0;
    if (s.n == 0)
        return false;
    if (!str_eq(s, STR("0")))
        while (s.n > 0)
            if (!parse_part(&s, &sum))
                return false;
    if (!minus && sum == INT64_MIN)
        return false;
    *ret_ns = minus ? sum : -sum;
    return true;
}

struct str duration_format(struct arena *a, int64_t ns)
{
    char z[11];
    uint64_t u = ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns;
    return str_printf(a, "%s%llu%ss", ns < 0 ? "-" : "", (unsigned long long)(u / NS),
                      fraction_text((uint32_t)(u % NS), z));
}
