#include "kinds/app_map.h"

#include "base/num.h"

enum { MOST_NUMBER = 40 };

/* number and unit side by side, in a buffer that holds every number there is. */
static struct str with_unit(char *room, struct str number, struct str unit)
{
    if (number.n + unit.n > MOST_NUMBER)
        return number;
    memcpy(room, number.p, number.n);
    if (unit.n)
        memcpy(room + number.n, unit.p, unit.n);
    return (struct str){room, number.n + unit.n};
}

static bool is_number(struct str text)
{
    double d;
    return num_parse_double(text, &d);
}

/* 512Mi is Kubernetes' way to write 512MiB. */
static bool read_size(struct str text, int64_t *ret)
{
    char room[MOST_NUMBER];
    return num_parse_size(text, ret) ||
           (str_byte(text, text.n - 1) == 'i' && num_parse_size(with_unit(room, text, STR("B")), ret));
}

static bool read_bool(struct str text, bool *ret)
{
    *ret = str_eq_nocase(text, STR("true"));
    return *ret || str_eq_nocase(text, STR("false"));
}

bool app_unit(enum app_type type, struct str unit)
{
    char room[MOST_NUMBER];
    int64_t n;
    struct str one = with_unit(room, STR("1"), unit);
    return type == APP_SIZE ? read_size(one, &n) : type == APP_TIME && num_parse_time(one, &n);
}

/* A number alone is no quantity: "30" may be seconds or milliseconds, and only who wrote the app knows. 0 is. */
static bool read_quantity(enum app_type type, struct str text, struct str unit, struct value *ret,
                          const char **ret_wanted)
{
    char room[MOST_NUMBER];
    int64_t n;
    bool bare = is_number(text);
    if (bare && unit.n == 0 && !str_eq(text, STR("0"))) {
        *ret_wanted = type == APP_SIZE ? "a size with a unit; `unit: MiB` beside the path says what it is counted in"
                                       : "a time with a unit; `unit: ms` beside the path says what it is counted in";
        return false;
    }
    struct str whole = bare ? with_unit(room, text, unit) : text;
    *ret_wanted = type == APP_SIZE ? "a size" : "a time";
    if (!(type == APP_SIZE ? read_size(whole, &n) : num_parse_time(whole, &n)))
        return false;
    *ret = type == APP_SIZE ? value_size(n) : value_duration(n);
    return true;
}

bool app_value(enum app_type type, struct str text, struct str unit, struct value *ret, const char **ret_wanted)
{
    int64_t n = 0;
    bool on = false, ok = true;
    if (type == APP_SIZE || type == APP_TIME)
        return read_quantity(type, text, unit, ret, ret_wanted);
    if (type == APP_COUNT) {
        *ret_wanted = "a whole number, 0 or more";
        ok = num_parse_int(text, &n) && n >= 0;
        *ret = ok ? value_int(n) : *ret;
    } else if (type == APP_BOOL) {
        *ret_wanted = "true or false";
        ok = read_bool(text, &on);
        *ret = ok ? value_bool(on) : *ret;
    } else {
        *ret = value_string(text);
    }
    return ok;
}
