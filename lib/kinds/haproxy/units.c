#include "kinds/haproxy/units.h"

int64_t haproxy_atol(struct str s, uint32_t *ret_end)
{
    uint32_t i = 0;
    while (i < s.n && (s.p[i] == ' ' || (s.p[i] >= '\t' && s.p[i] <= '\r')))
        i++;
    bool negative = i < s.n && s.p[i] == '-';
    i += i < s.n && (s.p[i] == '-' || s.p[i] == '+');
    uint32_t digits = i;
    uint64_t value = 0;
    for (; i < s.n && ch_is_digit(s.p[i]); i++)
        value = value > (uint64_t)INT64_MAX / 10 - 1 ? (uint64_t)INT64_MAX : value * 10 + (uint64_t)(s.p[i] - '0');
    if (value > (uint64_t)INT64_MAX)
        value = (uint64_t)INT64_MAX;
    if (ret_end)
        *ret_end = i > digits ? i : 0;
    if (negative)
        return value == (uint64_t)INT64_MAX ? INT64_MIN : -(int64_t)value;
    return (int64_t)value;
}

int32_t haproxy_atoi(struct str s)
{
    return (int32_t)(uint32_t)(uint64_t)haproxy_atol(s, NULL);
}

/* Nanoseconds of the unit at s[i], 0 for none; *ret_n is its length. */
static int64_t unit_of(struct str s, uint32_t i, uint32_t *ret_n)
{
    bool second = i + 1 < s.n && s.p[i + 1] == 's';
    *ret_n = 1;
    switch (s.p[i]) {
    case 'd':
        return 86400 * INT64_C(1000000000);
    case 'h':
        return 3600 * INT64_C(1000000000);
    case 'm':
        *ret_n = second ? 2 : 1;
        return second ? 1000000 : 60 * INT64_C(1000000000);
    case 's':
        return 1000000000;
    case 'u':
        *ret_n = second ? 2 : 1;
        return second ? 1000 : 0;
    default:
        return 0;
    }
}

enum haproxy_unit_fault haproxy_parse_time(struct str s, uint32_t unit_ms, int64_t *ret_ns, uint32_t *ret_off)
{
    uint32_t i = 0, n = 0;
    int64_t value = 0, unit = (int64_t)unit_ms * 1000000;
    for (; i < s.n && ch_is_digit(s.p[i]); i++)
        if ((value = value * 10 + (s.p[i] - '0')) > INT32_MAX)
            return HAPROXY_UNIT_OVERFLOW;
    if (i < s.n)
        unit = unit_of(s, i, &n);
    *ret_off = i;
    if (unit == 0)
        return HAPROXY_UNIT_CHARACTER;
    /* What follows the unit ("30sec") is ignored with a warning. */
    /* What is kept is a number of the default unit that fits an int; it is rounded up. */
    int64_t base = (int64_t)unit_ms * 1000000;
    if (unit > base ? value > INT32_MAX / (unit / base) : value / (base / unit) > INT32_MAX)
        return HAPROXY_UNIT_OVERFLOW;
    *ret_ns = value * unit;
    return HAPROXY_UNIT_OK;
}

enum haproxy_unit_fault haproxy_parse_size(struct str s, int64_t *ret_bytes, uint32_t *ret_off)
{
    int64_t value = 0;
    uint32_t i = 0;
    for (; i < s.n && ch_is_digit(s.p[i]); i++)
        if ((value = value * 10 + (s.p[i] - '0')) > UINT32_MAX)
            return HAPROXY_UNIT_OVERFLOW;
    if (i < s.n) {
        char c = ch_lower(s.p[i]);
        int shift = c == 'k' ? 10 : c == 'm' ? 20 : c == 'g' ? 30 : 0;
        *ret_off = i;
        if (!shift || i == 0)
            return HAPROXY_UNIT_CHARACTER;
        if (value > (INT64_C(1) << 32 >> shift) - 1)
            return HAPROXY_UNIT_OVERFLOW;
        value <<= shift;
        *ret_off = ++i;
    }
    if (i < s.n)
        return HAPROXY_UNIT_CHARACTER;
    *ret_bytes = value;
    return HAPROXY_UNIT_OK;
}
