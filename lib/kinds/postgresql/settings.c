#include "kinds/postgresql/postgresql.h"

#include "base/num.h"

#define X(name, type, deflt, unit, min, max, flags, words)                                                             \
    {STR_INIT(name), {0}, STR_INIT(deflt), STR_INIT(unit), type, flags, 0, 0},
static const struct option_row rows[] = {
#include "kinds/postgresql/settings.def"
};
#undef X

#define X(name, type, deflt, unit, min, max, flags, words) {min, max, STR_INIT(words)},
const struct pg_range pg_ranges[] = {
#include "kinds/postgresql/settings.def"
};
#undef X

enum { ROWS = sizeof rows / sizeof *rows };

/* Order of bytes, letters as small ones: that of the rows whose names have no capitals. */
static int compare(struct str name, struct str row)
{
    for (uint32_t i = 0; i < name.n && i < row.n; i++)
        if (ch_lower(name.p[i]) != row.p[i])
            return (unsigned char)ch_lower(name.p[i]) < (unsigned char)row.p[i] ? -1 : 1;
    return name.n < row.n ? -1 : name.n > row.n;
}

/* Names in any letters, and those of old that guc.c still maps. */
int pg_row(struct str name)
{
    static const struct {
        struct str old, name;
    } old_names[] = {{STR_INIT("sort_mem"), STR_INIT("work_mem")},
                     {STR_INIT("vacuum_mem"), STR_INIT("maintenance_work_mem")}};
    int low = 0, high = ROWS - 1;
    for (size_t i = 0; i < sizeof old_names / sizeof *old_names; i++)
        if (str_eq_nocase(old_names[i].old, name))
            name = old_names[i].name;
    for (; rows[low].name.p[0] < 'a'; low++) /* DateStyle and the few others stand in front */
        if (str_eq_nocase(rows[low].name, name))
            return low;
    while (low <= high) {
        int middle = (low + high) / 2, order = compare(name, rows[middle].name);
        if (order == 0)
            return middle;
        low = order < 0 ? low : middle + 1;
        high = order < 0 ? middle - 1 : high;
    }
    return -1;
}

/* ---- numbers ---- */

/* In bytes, or in nanoseconds. */
static const struct unit {
    const char *name;
    double base;
    bool is_time;
} units[] = {
    {"B", 1, false},
    {"kB", 1024, false},
    {"MB", 1048576, false},
    {"GB", 1073741824, false},
    {"TB", 1099511627776, false},
    {"8kB", 8192, false},
    {"us", 1e3, true},
    {"ms", 1e6, true},
    {"s", 1e9, true},
    {"min", 6e10, true},
    {"h", 3.6e12, true},
    {"d", 8.64e13, true},
};

static const struct unit *unit_of(struct str name)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_eq(name, str_from(units[i].name)))
            return &units[i];
    return NULL;
}

/* Digits as strtol takes them with base 0. */
static bool parse_based(struct str s, double *ret)
{
    static const char digits[] = "0123456789abcdef";
    bool negative = s.n > 0 && s.p[0] == '-';
    uint32_t i = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+');
    bool hex = i + 2 < s.n && s.p[i] == '0' && ch_lower(s.p[i + 1]) == 'x', octal = i + 1 < s.n && s.p[i] == '0';
    int radix = hex ? 16 : octal ? 8 : 10;
    double v = 0;
    for (i += hex ? 2 : 0; i < s.n; i++) {
        const char *d = strchr(digits, ch_lower(s.p[i]));
        if (!d || s.p[i] == '\0' || d - digits >= radix)
            return false;
        v = v * radix + (double)(d - digits);
    }
    *ret = negative ? -v : v;
    return s.n > 0;
}

/* Where the number ends and its unit begins. */
static uint32_t number_length(struct str s)
{
    bool hex = s.n > 2 && s.p[0] == '0' && ch_lower(s.p[1]) == 'x';
    uint32_t i = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+');
    if (hex)
        for (i = 2; i < s.n && (ch_is_digit(s.p[i]) || (ch_lower(s.p[i]) >= 'a' && ch_lower(s.p[i]) <= 'f'));)
            i++;
    else
        while (i < s.n && (ch_is_digit(s.p[i]) || s.p[i] == '.'))
            i++;
    if (!hex && i > 0 && i + 1 < s.n && ch_lower(s.p[i]) == 'e' && (ch_is_digit(s.p[i + 1]) || s.p[i + 1] == '-'))
        for (i += 2; i < s.n && ch_is_digit(s.p[i]);)
            i++;
    return i;
}

static bool parse_digits(struct str s, double *ret)
{
    struct str plain = s.n > 0 && s.p[0] == '+' ? str_slice(s, 1, s.n) : s;
    struct str from = plain.n > 0 && plain.p[plain.n - 1] == '.' ? str_slice(plain, 0, plain.n - 1) : plain;
    bool octal = plain.n > 1 && plain.p[0] == '0' && str_find_byte(plain, '.') == plain.n;
    return octal ? parse_based(plain, ret) : num_parse_double(from, ret) || parse_based(plain, ret);
}

bool pg_parse_number(const struct option_row *row, struct str text, double *ret)
{
    struct str s = str_trim(text);
    uint32_t n = number_length(s);
    struct str name = str_trim(str_slice(s, n, s.n));
    const struct unit *own = row->unit.n ? unit_of(row->unit) : NULL, *given = name.n ? unit_of(name) : NULL;
    double v;
    if (n == 0 || !parse_digits(str_slice(s, 0, n), &v))
        return false;
    if (name.n > 0 && (!own || !given || own->is_time != given->is_time || str_eq(name, STR("8kB"))))
        return false;
    if (given)
        v = v * given->base / own->base;
    bool whole = row->type != OPTION_DOUBLE;
    if (whole && str_find(row->name, STR("cost_delay")) == row->name.n) /* those are real numbers */
        v = v < 0 ? -(double)(int64_t)(0.5 - v) : v > 9e18 ? 9e18 : (double)(int64_t)(v + 0.5);
    *ret = v;
    return true;
}

/* ---- values ---- */

/* parse_bool: on, off and what true, false, yes, no begin with, 1, 0. */
static bool read_bool(struct str text, bool *ret)
{
    static const struct {
        struct str word;
        uint32_t least;
        bool value;
    } words[] = {{STR_INIT("true"), 1, true}, {STR_INIT("false"), 1, false}, {STR_INIT("yes"), 1, true},
                 {STR_INIT("no"), 1, false},  {STR_INIT("on"), 2, true},     {STR_INIT("off"), 2, false},
                 {STR_INIT("1"), 1, true},    {STR_INIT("0"), 1, false}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text.n >= words[i].least && str_eq_nocase(text, str_slice(words[i].word, 0, text.n)) &&
            text.n <= words[i].word.n) {
            *ret = words[i].value;
            return true;
        }
    return false;
}

static bool fits(double v)
{
    return v > -9e18 && v < 9e18;
}

/* Sizes in bytes and times in nanoseconds; -1, which means "as another setting" or "off", stays -1. */
static bool read_value(const struct option_row *row, struct str text, struct arena *a, struct value *ret)
{
    double v;
    bool b;
    (void)a;
    if (row->type == OPTION_BOOL) {
        if (!read_bool(text, &b))
            return false;
        *ret = value_bool(b);
        return true;
    }
    if (!pg_parse_number(row, text, &v))
        return false;
    double scaled = row->unit.n && v >= 0 ? v * unit_of(row->unit)->base : v;
    if (row->type != OPTION_DOUBLE && !fits(scaled))
        return false;
    *ret = row->type == OPTION_DOUBLE                ? value_double(v)
           : row->type == OPTION_TIME                ? value_duration((int64_t)scaled)
           : row->type == OPTION_SIZE && scaled >= 0 ? value_size((int64_t)scaled)
                                                     : value_int((int64_t)scaled);
    return true;
}

const struct option_table pg_table = {rows, ROWS, STR_INIT("PostgreSQL"), read_value, str_eq_nocase};
