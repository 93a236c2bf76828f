#include "base/num.h"

#include "base/buf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool num_add(int64_t a, int64_t b, int64_t *ret)
{
    int64_t r;
    if (__builtin_add_overflow(a, b, &r))
        return false;
    *ret = r;
    return true;
}

bool num_mul(int64_t a, int64_t b, int64_t *ret)
{
    int64_t r;
    if (__builtin_mul_overflow(a, b, &r))
        return false;
    *ret = r;
    return true;
}

bool num_parse_int(struct str s, int64_t *ret)
{
    bool minus = s.n > 0 && s.p[0] == '-';
    if (minus)
        s = str_slice(s, 1, s.n);
    if (s.n == 0)
        return false;
    int64_t v = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        if (!ch_is_digit(s.p[i]) || !num_mul(v, 10, &v))
            return false;
        int64_t digit = s.p[i] - '0';
        if (!num_add(v, minus ? -digit : digit, &v))
            return false;
    }
    *ret = v;
    return true;
}

/* The length of "12", "12.5", "12.5e-3" at the start of s; 0 when s starts otherwise. */
static uint32_t decimal_length(struct str s, bool exponent)
{
    uint32_t i = 0, digits = 0;
    while (i < s.n && ch_is_digit(s.p[i]))
        i++, digits++;
    if (i < s.n && s.p[i] == '.') {
        i++;
        while (i < s.n && ch_is_digit(s.p[i]))
            i++, digits++;
    }
    if (digits == 0)
        return 0;
    if (!exponent || i >= s.n || (s.p[i] != 'e' && s.p[i] != 'E'))
        return i;
    uint32_t e = i + 1;
    if (e < s.n && (s.p[e] == '+' || s.p[e] == '-'))
        e++;
    if (e >= s.n || !ch_is_digit(s.p[e]))
        return i;
    while (e < s.n && ch_is_digit(s.p[e]))
        e++;
    return e;
}

/* strtod on a bounded copy. The program never calls setlocale for LC_NUMERIC, so '.' is the radix. */
static bool to_double(struct str s, double *ret)
{
    char z[64];
    if (s.n >= sizeof(z))
        return false;
    memcpy(z, s.p, s.n);
    z[s.n] = '\0';
    *ret = strtod(z, NULL);
    return isfinite(*ret);
}

bool num_parse_double(struct str s, double *ret)
{
    bool minus = s.n > 0 && s.p[0] == '-';
    struct str body = str_slice(s, minus ? 1 : 0, s.n);
    double d;
    if (body.n == 0 || decimal_length(body, true) != body.n || !to_double(body, &d))
        return false;
    *ret = minus ? -d : d;
    return true;
}

/* number * factor, exact for integers; false on overflow. */
static bool scaled(struct str number, int64_t factor, int64_t *ret)
{
    int64_t whole;
    if (num_parse_int(number, &whole))
        return num_mul(whole, factor, ret);
    double d;
    if (!num_parse_double(number, &d))
        return false;
    d *= (double)factor;
    if (d < 0 || d >= 9.2e18)
        return false;
    *ret = (int64_t)llround(d);
    return true;
}

static bool size_unit(struct str unit, int64_t *ret)
{
    static const char letters[] = "kmgt";
    *ret = 1;
    if (unit.n == 0 || str_eq_nocase(unit, STR("b")))
        return true;
    const char *hit = strchr(letters, ch_lower(unit.p[0]));
    if (!hit || *hit == '\0')
        return false;
    struct str rest = str_slice(unit, 1, unit.n);
    *ret = (int64_t)1 << (10 * (hit - letters + 1));
    return rest.n == 0 || str_eq_nocase(rest, STR("b")) || str_eq_nocase(rest, STR("ib")) ||
           str_eq_nocase(rest, STR("i"));
}

bool num_parse_size(struct str s, int64_t *ret)
{
    uint32_t n = decimal_length(s, false);
    int64_t factor;
    if (n == 0 || !size_unit(str_trim(str_slice(s, n, s.n)), &factor))
        return false;
    return scaled(str_slice(s, 0, n), factor, ret);
}

static bool time_unit(struct str unit, int64_t *ret)
{
    static const struct {
        struct str name;
        int64_t ns;
    } units[] = {
        {STR_INIT("us"), 1000},          {STR_INIT("ms"), 1000000},        {STR_INIT("s"), 1000000000},
        {STR_INIT("m"), 60000000000},    {STR_INIT("min"), 60000000000},   {STR_INIT("h"), 3600000000000},
        {STR_INIT("d"), 86400000000000}, {STR_INIT("w"), 604800000000000},
    };
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (str_eq(unit, units[i].name)) {
            *ret = units[i].ns;
            return true;
        }
    return false;
}

bool num_parse_time(struct str s, int64_t *ret)
{
    if (str_eq(s, STR("0"))) {
        *ret = 0;
        return true;
    }
    int64_t sum = 0;
    if (s.n == 0)
        return false;
    while (s.n > 0) {
        uint32_t n = decimal_length(s, false), u = n;
        while (u < s.n && ch_is_alpha(s.p[u]))
            u++;
        int64_t factor, part;
        if (n == 0 || !time_unit(str_slice(s, n, u), &factor) || !scaled(str_slice(s, 0, n), factor, &part) ||
            !num_add(sum, part, &sum))
            return false;
        s = str_trim(str_slice(s, u, s.n));
    }
    *ret = sum;
    return true;
}

/* Without the zeros that end a fraction: "4.50" is "4.5", "4.00" is "4". */
static struct str drop_zeros(struct str s)
{
    if (str_find_byte(s, '.') == s.n)
        return s;
    while (s.n > 0 && s.p[s.n - 1] == '0')
        s.n--;
    if (s.n > 0 && s.p[s.n - 1] == '.')
        s.n--;
    return s;
}

struct str num_format_size(struct arena *a, int64_t bytes)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double v = fabs((double)bytes);
    size_t u = 0;
    /* 999.5 would print as "1000": such a number takes the next unit */
    while (v >= 999.5 && u + 1 < sizeof(units) / sizeof(units[0])) {
        v /= 1024;
        u++;
    }
    int decimals = u == 0 || v >= 99.95 ? 0 : v >= 9.995 ? 1 : 2;
    struct str number = drop_zeros(num_format_fixed(a, v, decimals));
    return str_printf(a, "%s%.*s%s", bytes < 0 ? "-" : "", STR_ARG(number), units[u]);
}

struct str num_format_time(struct arena *a, int64_t ns)
{
    static const struct {
        const char *name;
        int64_t ns;
    } units[] = {{"d", 86400000000000}, {"h", 3600000000000}, {"m", 60000000000}, {"s", 1000000000},
                 {"ms", 1000000},       {"us", 1000},         {"ns", 1}};
    if (ns == 0)
        return STR("0s");
    struct buf b = {.a = a};
    if (ns < 0)
        buf_putc(&b, '-');
    uint64_t left = ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns;
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        uint64_t unit = (uint64_t)units[i].ns;
        if (left / unit == 0)
            continue;
        buf_printf(&b, "%llu%s", (unsigned long long)(left / unit), units[i].name);
        left %= unit;
    }
    return buf_str(&b);
}

struct str num_format_double(struct arena *a, double d)
{
    if (isnan(d))
        return STR("NaN");
    if (isinf(d))
        return d < 0 ? STR("-Infinity") : STR("+Infinity");
    char z[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(z, sizeof(z), "%.*g", digits, d);
        if (strtod(z, NULL) == d)
            break;
    }
    return str_dup(a, str_from(z));
}

struct str num_format_fixed(struct arena *a, double d, int decimals)
{
    return str_printf(a, "%.*f", decimals, d);
}
