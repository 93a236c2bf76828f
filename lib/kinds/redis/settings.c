#include "kinds/redis/redis.h"

#include "base/num.h"

#define X(name, type, deflt, unit, min, max, flags, words)                                                             \
    {STR_INIT(name), {0}, STR_INIT(deflt), STR_INIT(unit), type, flags, 0, 0},
static const struct option_row rows[] = {
#include "kinds/redis/settings.def"
};
#undef X

#define X(name, type, deflt, unit, min, max, flags, words) {min, max, STR_INIT(words)},
const struct redis_range redis_ranges[] = {
#include "kinds/redis/settings.def"
};
#undef X

static const struct {
    struct str old, name;
} aliases[] = {
#define X(name, type, deflt, unit, min, max, flags, words)
#define ALIAS(old, name) {STR_INIT(old), STR_INIT(name)},
#include "kinds/redis/settings.def"
#undef ALIAS
#undef X
};

enum { ROWS = sizeof rows / sizeof *rows };

/* Order of bytes, letters as small ones: that of the rows. */
static int compare(struct str name, struct str row)
{
    for (uint32_t i = 0; i < name.n && i < row.n; i++)
        if (ch_lower(name.p[i]) != row.p[i])
            return (unsigned char)ch_lower(name.p[i]) < (unsigned char)row.p[i] ? -1 : 1;
    return name.n < row.n ? -1 : name.n > row.n;
}

static int exact_row(struct str name)
{
    int low = 0, high = ROWS - 1;
    while (low <= high) {
        int middle = (low + high) / 2, order = compare(name, rows[middle].name);
        if (order == 0)
            return middle;
        low = order < 0 ? low : middle + 1;
        high = order < 0 ? middle - 1 : high;
    }
    return -1;
}

int redis_row(struct str name)
{
    int row = exact_row(name);
    for (size_t i = 0; row < 0 && i < sizeof aliases / sizeof *aliases; i++)
        if (str_eq_nocase(aliases[i].old, name))
            return exact_row(aliases[i].name);
    return row;
}

bool redis_parse_size(struct str text, int64_t *ret)
{
    static const struct {
        const char *unit;
        int64_t bytes;
    } units[] = {{"", 1},        {"b", 1},        {"k", 1000},       {"kb", 1 << 10},
                 {"m", 1000000}, {"mb", 1 << 20}, {"g", 1000000000}, {"gb", 1 << 30}};
    uint32_t n = 0;
    int64_t number = 0;
    while (n < text.n && ch_is_digit(text.p[n]))
        n++;
    if (n == 0 || !num_parse_int(str_slice(text, 0, n), &number))
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_eq_nocase(str_slice(text, n, text.n), str_from(units[i].unit)))
            return num_mul(number, units[i].bytes, ret);
    return false;
}

/* util.c, string2ll: no zeros in front. */
static bool parse_int(struct str text, int64_t *ret)
{
    uint32_t sign = text.n > 0 && text.p[0] == '-';
    return !(text.n > 1 && str_byte(text, sign) == '0') && num_parse_int(text, ret);
}

/* config.c: yesnotoi, string2ll and memtoull; times are whole numbers. */
static bool read_value(const struct option_row *row, struct str text, struct arena *a, struct value *ret)
{
    int64_t n, ns;
    (void)a;
    if (row->type == OPTION_BOOL) {
        *ret = value_bool(str_eq_nocase(text, STR("yes")));
        return ret->as.b || str_eq_nocase(text, STR("no"));
    }
    if (!(row->type == OPTION_SIZE ? redis_parse_size(text, &n) : parse_int(text, &n)))
        return false;
    if (row->type == OPTION_TIME && !num_mul(n, str_eq(row->unit, STR("ms")) ? 1000000 : 1000000000, &ns))
        return false;
    *ret = row->type == OPTION_TIME ? value_duration(ns) : row->type == OPTION_SIZE ? value_size(n) : value_int(n);
    return true;
}

const struct option_table redis_table = {rows, ROWS, STR_INIT("Redis"), read_value, str_eq_nocase};
