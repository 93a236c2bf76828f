/* + - * / % and the two negations. */
#include "base/buf.h"
#include "base/limits.h"
#include "cel/meter.h"
#include "cel/operate.h"
#include "value/time.h"

#include <string.h>

bool operate_absorbed(struct cel_call *c, const struct value *args, uint32_t n, struct value *ret)
{
    const struct value *error = NULL;
    bool unknown = false;
    struct value all = {0};
    for (uint32_t i = 0; i < n; i++) {
        if (args[i].type == VALUE_UNKNOWN) {
            all = unknown ? value_unknown_both(c->a, all, args[i]) : args[i];
            unknown = true;
        } else if (args[i].type == VALUE_ERROR && !error) {
            error = &args[i];
        }
    }
    if (unknown || error)
        *ret = unknown ? all : *error;
    return unknown || error;
}

struct value operate_no_overload(struct cel_call *c, struct str name, const struct value *args, uint32_t n)
{
    struct buf b = {.a = c->a};
    for (uint32_t i = 0; i < n && i < 8; i++) {
        buf_put(&b, i ? STR(", ") : STR(""));
        buf_put(&b, type_name(type_of_value(c->a, args[i])));
    }
    struct str types = buf_str(&b);
    return cel_fail(c, "no such overload: '%.*s' does not take (%.*s)", STR_ARG(name), STR_ARG(types));
}

static struct value overflow(struct cel_call *c, const char *type)
{
    return cel_fail(c, "%s overflow", type);
}

/* An amount per amount of the same unit is a plain number; otherwise the unit of the operand that has one stays. */
static struct value with_unit(struct value r, enum cel_op op, struct value x, struct value y)
{
    bool ratio = op == OP_DIV && x.unit == y.unit;
    r.unit = ratio ? UNIT_NONE : x.unit || op == OP_DIV || op == OP_MOD ? x.unit : y.unit;
    r.flags = (uint8_t)(r.flags | ((x.flags | y.flags) & VALUE_ESTIMATE));
    return r;
}

/* Unlimited is no number, but what is sensible to say of it stays: unlimited + 1, unlimited / 2, 1 / unlimited. */
static struct value unlimited_arithmetic(struct cel_call *c, enum cel_op op, struct value x, struct value y)
{
    bool ux = x.flags & VALUE_UNLIMITED, uy = y.flags & VALUE_UNLIMITED;
    struct value other = ux ? y : x;
    if (op == OP_ADD || (op == OP_SUB && !uy) || (op == OP_DIV && !uy && y.as.i > 0))
        return with_unit(value_unlimited(), op, x, y);
    if (op == OP_MUL && (ux ? uy || other.as.i >= 0 : other.as.i >= 0))
        return with_unit(other.as.i == 0 ? value_int(0) : value_unlimited(), op, x, y);
    if (op == OP_DIV && !ux)
        return with_unit(value_int(0), op, x, y);
    return cel_fail(c, "'%.*s' is not defined for an unlimited value", STR_ARG(op_written(op)));
}

static struct value int_arithmetic(struct cel_call *c, enum cel_op op, struct value x, struct value y)
{
    int64_t r = 0;
    bool over = false;
    if ((x.flags | y.flags) & VALUE_UNLIMITED)
        return unlimited_arithmetic(c, op, x, y);
    if ((op == OP_DIV || op == OP_MOD) && y.as.i == 0)
        return cel_fail(c, op == OP_DIV ? "divide by zero" : "modulus by zero");
    switch (op) {
    case OP_ADD:
        over = __builtin_add_overflow(x.as.i, y.as.i, &r);
        break;
    case OP_SUB:
        over = __builtin_sub_overflow(x.as.i, y.as.i, &r);
        break;
    case OP_MUL:
        over = __builtin_mul_overflow(x.as.i, y.as.i, &r);
        break;
    default:
        over = x.as.i == INT64_MIN && y.as.i == -1;
        if (!over)
            r = op == OP_DIV ? x.as.i / y.as.i : x.as.i % y.as.i;
    }
    return over ? overflow(c, "int") : with_unit(value_int(r), op, x, y);
}

static struct value uint_arithmetic(struct cel_call *c, enum cel_op op, struct value x, struct value y)
{
    uint64_t r = 0;
    bool over = false;
    if ((op == OP_DIV || op == OP_MOD) && y.as.u == 0)
        return cel_fail(c, op == OP_DIV ? "divide by zero" : "modulus by zero");
    switch (op) {
    case OP_ADD:
        over = __builtin_add_overflow(x.as.u, y.as.u, &r);
        break;
    case OP_SUB:
        over = __builtin_sub_overflow(x.as.u, y.as.u, &r);
        break;
    case OP_MUL:
        over = __builtin_mul_overflow(x.as.u, y.as.u, &r);
        break;
    default:
        r = op == OP_DIV ? x.as.u / y.as.u : x.as.u % y.as.u;
    }
    return over ? overflow(c, "uint") : with_unit(value_uint(r), op, x, y);
}

static struct value double_arithmetic(enum cel_op op, struct value x, struct value y)
{
    double r = op == OP_ADD   ? x.as.d + y.as.d
               : op == OP_SUB ? x.as.d - y.as.d
               : op == OP_MUL ? x.as.d * y.as.d
                              : x.as.d / y.as.d;
    return with_unit(value_double(r), op, x, y);
}

static struct value concat_strings(struct cel_call *c, struct value x, struct value y)
{
    uint64_t n = (uint64_t)x.n + y.n;
    if (n > LIMIT_CEL_STRING)
        return cel_fail(c, "the string would be longer than %u bytes", LIMIT_CEL_STRING);
    char *p = cel_alloc(c, n);
    if (!p)
        return cel_over(c);
    if (x.n)
        memcpy(p, x.as.s, x.n);
    if (y.n)
        memcpy(p + x.n, y.as.s, y.n);
    struct str s = {p, (uint32_t)n};
    return x.type == VALUE_STRING ? value_string(s) : value_bytes(s);
}

static struct value concat_lists(struct cel_call *c, struct value x, struct value y)
{
    uint64_t n = (uint64_t)x.n + y.n;
    if (x.n == 0 || y.n == 0)
        return x.n ? x : y;
    if (n > LIMIT_CEL_LIST)
        return cel_fail(c, "the list would have more than %u items", LIMIT_CEL_LIST);
    struct value *p = cel_alloc(c, n * sizeof(*p));
    if (!p)
        return cel_over(c);
    memcpy(p, x.as.items, x.n * sizeof(*p));
    memcpy(p + x.n, y.as.items, y.n * sizeof(*p));
    return value_list(p, (uint32_t)n);
}

static struct value duration_arithmetic(struct cel_call *c, enum cel_op op, struct value x, struct value y)
{
    int64_t r;
    bool over = op == OP_ADD ? __builtin_add_overflow(x.as.i, y.as.i, &r) : __builtin_sub_overflow(x.as.i, y.as.i, &r);
    return over ? overflow(c, "duration") : value_duration(r);
}

static struct value shift_timestamp(struct cel_call *c, struct value t, int64_t ns, int sign)
{
    int64_t seconds = t.as.i + sign * (ns / 1000000000), rest = (int64_t)t.n + sign * (ns % 1000000000);
    seconds += rest >= 1000000000 ? 1 : rest < 0 ? -1 : 0;
    rest += rest >= 1000000000 ? -1000000000 : rest < 0 ? 1000000000 : 0;
    if (seconds < TIME_FIRST || seconds > TIME_LAST)
        return cel_fail(c, "timestamp out of range");
    return value_timestamp(seconds, (uint32_t)rest);
}

static struct value timestamp_difference(struct cel_call *c, struct value x, struct value y)
{
    int64_t r;
    if (__builtin_mul_overflow(x.as.i - y.as.i, (int64_t)1000000000, &r) ||
        __builtin_add_overflow(r, (int64_t)x.n - (int64_t)y.n, &r))
        return overflow(c, "duration");
    return value_duration(r);
}

static struct value other_arithmetic(struct cel_call *c, enum cel_op op, struct value x, struct value y)
{
    struct value args[] = {x, y};
    bool same = x.type == y.type, add = op == OP_ADD, sub = op == OP_SUB;
    if (add && same && (x.type == VALUE_STRING || x.type == VALUE_BYTES))
        return concat_strings(c, x, y);
    if (add && same && x.type == VALUE_LIST)
        return concat_lists(c, x, y);
    if ((add || sub) && same && x.type == VALUE_DURATION)
        return duration_arithmetic(c, op, x, y);
    if ((add || sub) && x.type == VALUE_TIMESTAMP && y.type == VALUE_DURATION)
        return shift_timestamp(c, x, y.as.i, add ? 1 : -1);
    if (add && x.type == VALUE_DURATION && y.type == VALUE_TIMESTAMP)
        return shift_timestamp(c, y, x.as.i, 1);
    if (sub && same && x.type == VALUE_TIMESTAMP)
        return timestamp_difference(c, x, y);
    return operate_no_overload(c, op_written(op), args, 2);
}

struct value operate_arithmetic(struct cel_call *c, enum cel_op op, struct value x, struct value y)
{
    struct value args[] = {x, y}, r;
    if (x.type == VALUE_INT && y.type == VALUE_INT)
        return int_arithmetic(c, op, x, y);
    if (x.type == VALUE_DOUBLE && y.type == VALUE_DOUBLE && op != OP_MOD)
        return double_arithmetic(op, x, y);
    if (x.type == VALUE_UINT && y.type == VALUE_UINT)
        return uint_arithmetic(c, op, x, y);
    return operate_absorbed(c, args, 2, &r) ? r : other_arithmetic(c, op, x, y);
}

struct value operate_negate(struct cel_call *c, struct value x)
{
    struct value r = x;
    if (!value_is_known(x))
        return x;
    r.origin = NULL;
    if (x.type == VALUE_DOUBLE) {
        r.as.d = -x.as.d;
        return r;
    }
    if (x.type != VALUE_INT)
        return operate_no_overload(c, STR("-"), &x, 1);
    if (x.flags & VALUE_UNLIMITED)
        return cel_fail(c, "'-' is not defined for an unlimited value");
    if (x.as.i == INT64_MIN)
        return overflow(c, "int");
    r.as.i = -x.as.i;
    return r;
}

struct value operate_not(struct cel_call *c, struct value x)
{
    if (!value_is_known(x))
        return x;
    if (x.type != VALUE_BOOL)
        return operate_no_overload(c, STR("!"), &x, 1);
    x.as.b = !x.as.b;
    x.origin = NULL;
    return x;
}

/* One side of && or ||: decided is what settles it alone. */
static struct value join(struct cel_call *c, struct value x, struct value y, bool decided, struct str name)
{
    struct value sides[] = {x, y}, r;
    for (int i = 0; i < 2; i++)
        if (sides[i].type == VALUE_BOOL && sides[i].as.b == decided)
            return sides[i];
    if (x.type == VALUE_BOOL && y.type == VALUE_BOOL) {
        y.flags |= x.flags & VALUE_ESTIMATE;
        y.origin = NULL;
        return y;
    }
    if (operate_absorbed(c, sides, 2, &r) && r.type == VALUE_UNKNOWN)
        return r;
    for (int i = 0; i < 2; i++)
        if (sides[i].type == VALUE_ERROR)
            return sides[i];
    return operate_no_overload(c, name, sides, 2);
}

struct value operate_and(struct cel_call *c, struct value x, struct value y)
{
    return join(c, x, y, false, STR("&&"));
}

struct value operate_or(struct cel_call *c, struct value x, struct value y)
{
    return join(c, x, y, true, STR("||"));
}
