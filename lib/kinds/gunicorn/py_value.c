/* What Python computes with numbers, truth and text. */
#include "kinds/gunicorn/python.h"

#include "base/buf.h"
#include "base/num.h"

#include <math.h>

enum {
    MAX_OPERATIONS = 1000, /* in one value that hangs on the host: each is done anew for each host */
    MAX_TEXT = 65536,      /* of strings put together: x = x + x doubles them */
};

struct py_value py_unknown(struct arena *a, struct str why)
{
    return (struct py_value){.kind = PY_UNKNOWN, .why = value_unknown(a, why)};
}

static bool is_number(const struct py_value *v)
{
    return v->kind == PY_INT || v->kind == PY_FLOAT || v->kind == PY_BOOL;
}

/* True and False are 1 and 0. */
static int64_t int_of(const struct py_value *v)
{
    return v->kind == PY_BOOL ? v->b : v->i;
}

static double float_of(const struct py_value *v)
{
    return v->kind == PY_FLOAT ? v->f : (double)int_of(v);
}

static struct py_value of_int(int64_t i)
{
    return (struct py_value){.kind = PY_INT, .i = i};
}

static struct py_value of_float(double f)
{
    return (struct py_value){.kind = PY_FLOAT, .f = f};
}

bool py_truth(const struct py_value *v, bool *ret)
{
    if (v->kind == PY_UNKNOWN || v->kind == PY_HOST)
        return false;
    *ret = v->kind == PY_STR    ? v->s.n > 0
           : v->kind == PY_LIST ? v->n > 0
           : is_number(v)       ? float_of(v) != 0
                                : v->kind != PY_NONE;
    return true;
}

/* ---- known operands ---- */

static bool floor_div(int64_t x, int64_t y, int64_t *ret_div, int64_t *ret_mod)
{
    if (y == 0 || (x == INT64_MIN && y == -1))
        return false;
    int64_t d = x / y, r = x % y;
    bool down = r != 0 && (r < 0) != (y < 0);
    *ret_div = down ? d - 1 : d;
    *ret_mod = down ? r + y : r;
    return true;
}

static bool operate_ints(enum py_op op, int64_t x, int64_t y, int64_t *ret)
{
    int64_t other;
    switch (op) {
    case PY_ADD:
        return num_add(x, y, ret);
    case PY_SUB:
        return y != INT64_MIN && num_add(x, -y, ret);
    case PY_MUL:
        return num_mul(x, y, ret);
    case PY_FLOOR:
        return floor_div(x, y, ret, &other);
    case PY_MOD:
        return floor_div(x, y, &other, ret);
    default:
        return false;
    }
}

static bool operate_floats(enum py_op op, double x, double y, double *ret)
{
    if ((op == PY_DIV || op == PY_FLOOR || op == PY_MOD) && y == 0)
        return false;
    switch (op) {
    case PY_ADD:
        *ret = x + y;
        break;
    case PY_SUB:
        *ret = x - y;
        break;
    case PY_MUL:
        *ret = x * y;
        break;
    case PY_DIV:
        *ret = x / y;
        break;
    case PY_FLOOR:
        *ret = floor(x / y);
        break;
    case PY_MOD:
        *ret = x - floor(x / y) * y;
        break;
    default:
        return false;
    }
    return isfinite(*ret);
}

static struct py_value binary(struct arena *a, enum py_op op, const struct py_value *x, const struct py_value *y)
{
    int64_t i;
    double f;
    bool floats = x->kind == PY_FLOAT || y->kind == PY_FLOAT || op == PY_DIV;
    if (op == PY_ADD && x->kind == PY_STR && y->kind == PY_STR && (uint64_t)x->s.n + y->s.n <= MAX_TEXT)
        return (struct py_value){.kind = PY_STR, .s = str_concat(a, x->s, y->s)};
    if (!is_number(x) || !is_number(y))
        return py_unknown(a, STR("an expression"));
    if (floats)
        return operate_floats(op, float_of(x), float_of(y), &f) ? of_float(f) : py_unknown(a, STR("an expression"));
    return operate_ints(op, int_of(x), int_of(y), &i) ? of_int(i) : py_unknown(a, STR("an expression"));
}

/* min() and max() of numbers: the first of equals, as it is. */
static struct py_value extreme(struct arena *a, enum py_op op, const struct py_value *args, uint32_t n)
{
    const struct py_value *best = NULL;
    if (n == 1 && args[0].kind == PY_LIST) {
        n = args[0].n;
        args = args[0].items;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!is_number(&args[i]))
            return py_unknown(a, STR("an expression"));
        double x = float_of(&args[i]);
        if (!best || (op == PY_MIN ? x < float_of(best) : x > float_of(best)))
            best = &args[i];
    }
    return best ? *best : py_unknown(a, STR("an expression"));
}

/* int(): cuts off what a float has behind the point; reads decimal digits. */
static struct py_value to_int(struct arena *a, const struct py_value *v)
{
    int64_t i;
    if (v->kind == PY_INT || v->kind == PY_BOOL)
        return of_int(int_of(v));
    if (v->kind == PY_FLOAT && fabs(v->f) < 9e15)
        return of_int((int64_t)v->f);
    if (v->kind == PY_STR && num_parse_int(str_trim(v->s), &i))
        return of_int(i);
    return py_unknown(a, STR("an expression"));
}

static struct py_value to_float(struct arena *a, const struct py_value *v)
{
    double f;
    if (is_number(v))
        return of_float(float_of(v));
    if (v->kind == PY_STR && num_parse_double(str_trim(v->s), &f))
        return of_float(f);
    return py_unknown(a, STR("an expression"));
}

static struct py_value to_str(struct arena *a, const struct py_value *v)
{
    struct py_value s = {.kind = PY_STR};
    if (v->kind == PY_STR)
        s.s = v->s;
    else if (v->kind == PY_INT)
        s.s = str_printf(a, "%lld", (long long)v->i);
    else if (v->kind == PY_BOOL)
        s.s = v->b ? STR("True") : STR("False");
    else
        return py_unknown(a, STR("an expression"));
    return s;
}

/* round() of one number: half goes to the even one. */
static struct py_value rounded(struct arena *a, const struct py_value *v)
{
    struct py_value f = {.kind = PY_FLOAT, .f = v->kind == PY_FLOAT ? nearbyint(v->f) : 0};
    return v->kind == PY_FLOAT ? to_int(a, &f) : to_int(a, v);
}

static struct py_value unary(struct arena *a, enum py_op op, const struct py_value *v)
{
    int64_t i;
    if (op == PY_TO_INT)
        return to_int(a, v);
    if (op == PY_TO_FLOAT)
        return to_float(a, v);
    if (op == PY_TO_STR)
        return to_str(a, v);
    if (!is_number(v))
        return py_unknown(a, STR("an expression"));
    if (op == PY_ROUND)
        return rounded(a, v);
    if (op == PY_ABS && float_of(v) >= 0)
        return v->kind == PY_BOOL ? of_int(v->b) : *v;
    if (v->kind == PY_FLOAT)
        return of_float(-v->f);
    return operate_ints(PY_SUB, 0, int_of(v), &i) ? of_int(i) : py_unknown(a, STR("an expression"));
}

static struct py_value compute(struct arena *a, enum py_op op, const struct py_value *args, uint32_t n)
{
    if (op == PY_MIN || op == PY_MAX)
        return extreme(a, op, args, n);
    if (n == 2 && op >= PY_ADD && op <= PY_MOD)
        return binary(a, op, &args[0], &args[1]);
    return n == 1 ? unary(a, op, &args[0]) : py_unknown(a, STR("an expression"));
}

/* ---- unknown ones, and those that hang on the host ---- */

struct py_value py_operate(struct arena *a, enum py_op op, const struct py_value *args, uint32_t n)
{
    struct py_value v = {.kind = PY_HOST, .op = (uint8_t)op, .n = n, .size = 1, .why = value_null()};
    bool host = op == PY_CPUS;
    for (uint32_t i = 0; i < n; i++) {
        host |= args[i].kind == PY_HOST;
        v.size += args[i].kind == PY_HOST ? args[i].size : 0;
        if (args[i].kind == PY_UNKNOWN)
            v.why = value_is_unknown(v.why) ? value_unknown_both(a, v.why, args[i].why) : args[i].why;
    }
    if (value_is_unknown(v.why) || op == PY_OTHER || v.size > MAX_OPERATIONS) {
        v.kind = PY_UNKNOWN;
        v.why = value_is_unknown(v.why) ? v.why : value_unknown(a, STR("an expression"));
        return v;
    }
    if (!host)
        return compute(a, op, args, n);
    struct py_value *items = arena_array(a, struct py_value, n + 1);
    if (n)
        memcpy(items, args, n * sizeof *items);
    v.items = items;
    return v;
}

struct py_value py_settle(struct arena *a, const struct py_value *v, int64_t cpus)
{
    if (v->kind != PY_HOST)
        return *v;
    if (v->op == PY_CPUS)
        return of_int(cpus);
    struct py_value *args = arena_array(a, struct py_value, v->n + 1);
    for (uint32_t i = 0; i < v->n; i++)
        args[i] = py_settle(a, &v->items[i], cpus);
    return compute(a, v->op, args, v->n);
}
