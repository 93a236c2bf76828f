#include "kinds/nginx/units.h"

#include <stddef.h>

/* The number in [0, n) of s; false unless all of it is digits and it fits. */
static bool digits(struct str s, int64_t *ret)
{
    int64_t v = 0;
    if (s.n == 0)
        return false;
    for (uint32_t i = 0; i < s.n; i++)
        if (!ch_is_digit(s.p[i]) || __builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, s.p[i] - '0', &v))
            return false;
    *ret = v;
    return true;
}

bool nginx_parse_num(struct str s, int64_t *ret)
{
    return digits(s, ret);
}

bool nginx_parse_fixed(struct str s, uint32_t places, int64_t *ret)
{
    int64_t v = 0;
    bool point = false;
    for (uint32_t i = 0; i < s.n; i++) {
        if (places == 0 || (s.p[i] == '.' && point))
            return false;
        if (s.p[i] == '.') {
            point = true;
            continue;
        }
        if (!ch_is_digit(s.p[i]) || __builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, s.p[i] - '0', &v))
            return false;
        places -= point;
    }
    while (places-- > 0)
        if (__builtin_mul_overflow(v, 10, &v))
            return false;
    *ret = v;
    return s.n > 0;
}

static int64_t size_unit(char c)
{
    switch (ch_lower(c)) {
    case 'k':
        return 1 << 10;
    case 'm':
        return 1 << 20;
    case 'g':
        return 1 << 30;
    default:
        return 1;
    }
}

bool nginx_parse_offset(struct str s, int64_t *ret)
{
    int64_t v, unit = s.n ? size_unit(s.p[s.n - 1]) : 1;
    if (!digits(str_slice(s, 0, s.n - (unit != 1)), &v) || __builtin_mul_overflow(v, unit, &v))
        return false;
    *ret = v;
    return true;
}

bool nginx_parse_size(struct str s, int64_t *ret)
{
    return !(s.n && ch_lower(s.p[s.n - 1]) == 'g') && nginx_parse_offset(s, ret);
}

/* Units in the order in which they may follow each other. */
enum time_step {
    TIME_START,
    TIME_YEAR,
    TIME_MONTH,
    TIME_WEEK,
    TIME_DAY,
    TIME_HOUR,
    TIME_MIN,
    TIME_SEC,
    TIME_MSEC,
    TIME_LAST
};

struct time_unit {
    char letter;
    enum time_step step;
    int64_t seconds;
};

static const struct time_unit *time_unit(char letter)
{
    /* clang-format off */
    static const struct time_unit units[] = {
        {'y', TIME_YEAR,  60L * 60 * 24 * 365},
        {'M', TIME_MONTH, 60L * 60 * 24 * 30},
        {'w', TIME_WEEK,  60L * 60 * 24 * 7},
        {'d', TIME_DAY,   60L * 60 * 24},
        {'h', TIME_HOUR,  60L * 60},
        {'m', TIME_MIN,   60},
        {'s', TIME_SEC,   1},
        {' ', TIME_LAST,  1}, /* a number without a unit counts seconds, and none may follow it */
    };
    /* clang-format on */
    for (uint32_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i].letter == letter)
            return &units[i];
    return NULL;
}

struct time_reader {
    struct str text;
    uint32_t at;
    bool in_seconds;
    enum time_step step;
    int64_t value, total;
    bool valid;
};

static bool time_add(struct time_reader *t, int64_t factor)
{
    int64_t part;
    if (__builtin_mul_overflow(t->value, factor, &part) || __builtin_add_overflow(t->total, part, &t->total))
        return false;
    t->value = 0;
    return true;
}

static bool time_take_unit(struct time_reader *t)
{
    const struct time_unit *u = time_unit(t->text.p[t->at++]);
    if (!u)
        return false;
    enum time_step limit = u->step == TIME_LAST ? TIME_SEC : u->step;
    enum time_step step = u->step;
    int64_t factor = t->in_seconds ? u->seconds : u->seconds * 1000;
    if (step == TIME_MIN && t->at < t->text.n && t->text.p[t->at] == 's') {
        if (t->in_seconds)
            return false;
        t->at++;
        limit = step = TIME_MSEC;
        factor = 1;
    }
    if (t->step >= limit || !time_add(t, factor))
        return false;
    t->step = step;
    while (t->at < t->text.n && t->text.p[t->at] == ' ')
        t->at++;
    return true;
}

static bool parse_time(struct str s, bool in_seconds, int64_t *ret)
{
    struct time_reader t = {.text = s, .in_seconds = in_seconds, .step = in_seconds ? TIME_START : TIME_MONTH};
    while (t.at < s.n) {
        uint32_t from = t.at;
        while (t.at < s.n && ch_is_digit(s.p[t.at]))
            t.at++;
        if (t.at > from && !digits(str_slice(s, from, t.at), &t.value))
            return false;
        t.valid |= t.at > from;
        if (t.at < s.n && !time_take_unit(&t))
            return false;
    }
    if (!t.valid || !time_add(&t, in_seconds ? 1 : 1000))
        return false;
    *ret = t.total;
    return true;
}

bool nginx_parse_msec(struct str s, int64_t *ret)
{
    return parse_time(s, false, ret);
}

bool nginx_parse_sec(struct str s, int64_t *ret)
{
    return parse_time(s, true, ret);
}
