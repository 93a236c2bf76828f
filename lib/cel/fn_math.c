/* Functions of numbers. */
#include "cel/functions.h"

#include <math.h>

static bool is_number(struct value v)
{
    return v.type == VALUE_INT || v.type == VALUE_UINT || v.type == VALUE_DOUBLE;
}

/* The first of the items that no other one goes beyond; it keeps its type, unit and origin. */
static struct value extreme(struct cel_call *c, struct value list, enum value_order beyond)
{
    struct value best, r;
    if (operate_absorbed(c, list.as.items, list.n, &r))
        return r;
    if (list.n == 0)
        return cel_fail(c, "an empty list has no greatest or least item");
    if (!cel_spend(c, 16 * (uint64_t)list.n))
        return cel_over(c);
    for (uint32_t i = 0; i < list.n; i++) {
        struct value v = list.as.items[i];
        if (!is_number(v))
            return operate_no_overload(c, beyond == VALUE_GREATER ? STR("math.greatest") : STR("math.least"), &v, 1);
        if (i == 0 || value_order_numbers(v, best) == beyond)
            best = v;
    }
    return best;
}

struct value fn_greatest(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return extreme(c, args[0], VALUE_GREATER);
}

struct value fn_least(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return extreme(c, args[0], VALUE_LESS);
}

/* 64 bits as a value of the type of v. */
static struct value bits(struct value v, uint64_t u)
{
    return v.type == VALUE_INT ? value_int((int64_t)u) : value_uint(u);
}

struct value fn_bit_and(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return bits(args[0], args[0].as.u & args[1].as.u);
}

struct value fn_bit_or(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return bits(args[0], args[0].as.u | args[1].as.u);
}

struct value fn_bit_xor(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return bits(args[0], args[0].as.u ^ args[1].as.u);
}

struct value fn_bit_not(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return bits(args[0], ~args[0].as.u);
}

struct value fn_bit_shift_left(struct cel_call *c, const struct value *args, uint32_t n)
{
    int64_t by = args[1].as.i;
    (void)n;
    if (by < 0)
        return cel_fail(c, "math.bitShiftLeft() negative offset: %lld", (long long)by);
    return bits(args[0], by > 63 ? 0 : args[0].as.u << by);
}

/* The sign is no bit of its own: zeros come in from the left. */
struct value fn_bit_shift_right(struct cel_call *c, const struct value *args, uint32_t n)
{
    int64_t by = args[1].as.i;
    (void)n;
    if (by < 0)
        return cel_fail(c, "math.bitShiftRight() negative offset: %lld", (long long)by);
    return bits(args[0], by > 63 ? 0 : args[0].as.u >> by);
}

/* v with another double in it: unit and estimate stay. */
static struct value with_double(struct value v, double d)
{
    v.as.d = d;
    v.origin = NULL;
    return v;
}

struct value fn_ceil(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return with_double(args[0], ceil(args[0].as.d));
}

struct value fn_floor(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return with_double(args[0], floor(args[0].as.d));
}

struct value fn_round(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return with_double(args[0], round(args[0].as.d));
}

struct value fn_trunc(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return with_double(args[0], trunc(args[0].as.d));
}

struct value fn_abs(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct value v = args[0];
    (void)n;
    if (v.type == VALUE_DOUBLE)
        return with_double(v, fabs(v.as.d));
    return v.type == VALUE_INT && v.as.i < 0 ? operate_negate(c, v) : v;
}

struct value fn_sign(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct value v = args[0];
    (void)c;
    (void)n;
    if (v.type == VALUE_DOUBLE)
        return value_double(isnan(v.as.d) ? v.as.d : (v.as.d > 0) - (v.as.d < 0));
    return v.type == VALUE_UINT ? value_uint(v.as.u > 0) : value_int((v.as.i > 0) - (v.as.i < 0));
}

struct value fn_sqrt(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return value_double(sqrt(value_as_double(args[0])));
}

struct value fn_is_inf(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return value_bool(isinf(args[0].as.d));
}

struct value fn_is_nan(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return value_bool(isnan(args[0].as.d));
}

struct value fn_is_finite(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return value_bool(isfinite(args[0].as.d));
}
