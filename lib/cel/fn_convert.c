/* Conversions between types, and what is known of a value's size and type. */
#include "base/num.h"
#include "base/utf8.h"
#include "cel/functions.h"
#include "cel/literal.h"
#include "diag/sink.h"
#include "value/time.h"

#include <math.h>

struct value fn_same(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return args[0];
}

struct value fn_type(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return value_type(type_of_value(c->a, args[0]));
}

struct value fn_size(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return value_int(args[0].type == VALUE_MAP ? args[0].as.map->n : args[0].n);
}

static struct value range_error(struct cel_call *c, const char *type)
{
    return cel_fail(c, "range error: the value does not fit into %s", type);
}

static struct value text_error(struct cel_call *c, struct value v, const char *type)
{
    struct str s = diag_quote(c->a, text_of(v));
    return cel_fail(c, "type conversion error: '%.*s' is not %s", STR_ARG(s), type);
}

/* A number keeps what is said of it when its type changes. */
static struct value as_before(struct value r, struct value from)
{
    r.unit = from.unit;
    r.flags = from.flags & (VALUE_ESTIMATE | VALUE_MEASURED);
    return r;
}

/* The spellings of strconv.ParseBool in Go, which the specification's tests ask for. */
struct value fn_bool_string(struct cel_call *c, const struct value *args, uint32_t n)
{
    static const char *const spellings[2][5] = {{"0", "f", "false", "FALSE", "False"},
                                                {"1", "t", "true", "TRUE", "True"}};
    (void)n;
    for (int b = 0; b < 2; b++)
        for (int i = 0; i < 5; i++)
            if (str_eq(text_of(args[0]), str_from(spellings[b][i])))
                return value_bool(b);
    return text_error(c, args[0], "a bool");
}

struct value fn_int_uint(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return args[0].as.u <= INT64_MAX ? as_before(value_int((int64_t)args[0].as.u), args[0]) : range_error(c, "an int");
}

/* Both ends are left out: as doubles they can't be told from what lies beyond. */
struct value fn_int_double(struct cel_call *c, const struct value *args, uint32_t n)
{
    double d = args[0].as.d;
    (void)n;
    return d > -0x1p63 && d < 0x1p63 ? as_before(value_int((int64_t)d), args[0]) : range_error(c, "an int");
}

struct value fn_int_string(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct str s = text_of(args[0]);
    int64_t i;
    (void)n;
    if (str_starts(s, STR("+")) && !str_starts(s, STR("+-")))
        s = str_slice(s, 1, s.n);
    return cel_spend(c, s.n) && num_parse_int(s, &i) ? value_int(i) : text_error(c, args[0], "an int");
}

struct value fn_int_timestamp(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return value_int(args[0].as.i);
}

struct value fn_uint_int(struct cel_call *c, const struct value *args, uint32_t n)
{
    bool fits = args[0].as.i >= 0 && !(args[0].flags & VALUE_UNLIMITED);
    (void)n;
    return fits ? as_before(value_uint((uint64_t)args[0].as.i), args[0]) : range_error(c, "a uint");
}

struct value fn_uint_double(struct cel_call *c, const struct value *args, uint32_t n)
{
    double d = args[0].as.d;
    (void)n;
    return d >= 0 && d < 0x1p64 ? as_before(value_uint((uint64_t)d), args[0]) : range_error(c, "a uint");
}

struct value fn_uint_string(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct str s = text_of(args[0]);
    uint64_t u;
    (void)n;
    bool decimal = s.n > 0 && !str_starts(s, STR("0x")) && !str_starts(s, STR("0X"));
    return cel_spend(c, s.n) && decimal && literal_parse_uint(s, &u) ? value_uint(u) : text_error(c, args[0], "a uint");
}

struct value fn_double_number(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return as_before(value_double(args[0].flags & VALUE_UNLIMITED ? INFINITY : value_as_double(args[0])), args[0]);
}

struct value fn_double_string(struct cel_call *c, const struct value *args, uint32_t n)
{
    double d;
    (void)n;
    bool fits = args[0].n <= 1000; /* more digits than any double needs */
    return fits && literal_parse_double(c->a, text_of(args[0]), &d) ? value_double(d)
                                                                    : text_error(c, args[0], "a double");
}

/* Finding the shortest digits takes a few tries. */
enum { DOUBLE_COST = 100 };

/* Integers without units and with all digits: value_format is for people. */
struct str scalar_text(struct cel_call *c, struct value v)
{
    struct arena *a = c->a;
    switch ((enum value_type)v.type) {
    case VALUE_INT:
        return v.flags & VALUE_UNLIMITED ? STR("unlimited") : str_printf(a, "%lld", (long long)v.as.i);
    case VALUE_UINT:
        return str_printf(a, "%llu", (unsigned long long)v.as.u);
    case VALUE_DOUBLE:
        meter_spend(c->meter, DOUBLE_COST);
        return isinf(v.as.d) ? double_text(c, v.as.d) : num_format_double(a, v.as.d);
    case VALUE_DURATION:
        return duration_format(a, v.as.i);
    default:
        return value_format(a, v);
    }
}

struct value fn_string_scalar(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return meter_take(c->meter, 64) ? value_string(scalar_text(c, args[0])) : cel_over(c);
}

struct value fn_string_bytes(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct str s = text_of(args[0]);
    (void)n;
    if (!cel_spend(c, s.n))
        return cel_over(c);
    return utf8_first_invalid(s) == s.n ? value_string(s) : cel_fail(c, "invalid UTF-8 in bytes");
}

struct value fn_bytes_string(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return value_bytes(text_of(args[0]));
}

struct value fn_duration_string(struct cel_call *c, const struct value *args, uint32_t n)
{
    int64_t ns;
    (void)n;
    return cel_spend(c, args[0].n) && duration_parse(text_of(args[0]), &ns)
               ? value_duration(ns)
               : text_error(c, args[0], "a duration in range");
}

struct value fn_timestamp_string(struct cel_call *c, const struct value *args, uint32_t n)
{
    int64_t seconds;
    uint32_t ns;
    (void)n;
    if (!cel_spend(c, args[0].n) || !time_parse(text_of(args[0]), &seconds, &ns))
        return text_error(c, args[0], "a timestamp in range");
    return value_timestamp(seconds, ns);
}

struct value fn_timestamp_int(struct cel_call *c, const struct value *args, uint32_t n)
{
    int64_t seconds = args[0].as.i;
    (void)n;
    return seconds >= TIME_FIRST && seconds <= TIME_LAST ? value_timestamp(seconds, 0) : range_error(c, "a timestamp");
}
