#include "value/value.h"

#include "base/num.h"
#include "base/vec.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

struct value value_null(void)
{
    return (struct value){.type = VALUE_NULL};
}

struct value value_bool(bool b)
{
    return (struct value){.type = VALUE_BOOL, .as.b = b};
}

struct value value_int(int64_t i)
{
    return (struct value){.type = VALUE_INT, .as.i = i};
}

struct value value_uint(uint64_t u)
{
    return (struct value){.type = VALUE_UINT, .as.u = u};
}

struct value value_double(double d)
{
    return (struct value){.type = VALUE_DOUBLE, .as.d = d};
}

struct value value_string(struct str s)
{
    return (struct value){.type = VALUE_STRING, .n = s.n, .as.s = s.p};
}

struct value value_bytes(struct str s)
{
    return (struct value){.type = VALUE_BYTES, .n = s.n, .as.s = s.p};
}

struct value value_list(const struct value *items, uint32_t n)
{
    return (struct value){.type = VALUE_LIST, .n = n, .as.items = items};
}

struct value value_duration(int64_t ns)
{
    return (struct value){.type = VALUE_DURATION, .as.i = ns};
}

struct value value_map(const struct value_map *m)
{
    return (struct value){.type = VALUE_MAP, .n = m->n, .as.map = m};
}

struct value value_timestamp(int64_t seconds, uint32_t ns)
{
    return (struct value){.type = VALUE_TIMESTAMP, .n = ns, .as.i = seconds};
}

struct value value_some(struct arena *a, struct value some)
{
    struct value *p = arena_new(a, struct value);
    *p = some;
    return (struct value){.type = VALUE_OPTIONAL, .as.some = p};
}

struct value value_none(void)
{
    return (struct value){.type = VALUE_OPTIONAL};
}

struct value value_object(struct arena *a, const struct object_class *cls, const void *object)
{
    struct object_ref *ref = arena_new(a, struct object_ref);
    *ref = (struct object_ref){cls, object};
    return (struct value){.type = VALUE_OBJECT, .as.object = ref};
}

struct value value_error(struct arena *a, struct span at, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    char text[512];
    int n = vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    uint32_t len = n < 0 ? 0 : n < (int)sizeof(text) ? (uint32_t)n : (uint32_t)sizeof(text) - 1;
    struct value_error *e = arena_new(a, struct value_error);
    *e = (struct value_error){str_dup(a, (struct str){text, len}), at};
    return (struct value){.type = VALUE_ERROR, .as.error = e};
}

struct value value_size(int64_t bytes)
{
    return (struct value){.type = VALUE_INT, .unit = UNIT_BYTES, .as.i = bytes};
}

struct value value_unlimited(void)
{
    return (struct value){.type = VALUE_INT, .flags = VALUE_UNLIMITED, .as.i = INT64_MAX};
}

struct value value_unknown(struct arena *a, struct str reason)
{
    struct reasons *r = arena_new(a, struct reasons);
    struct str *p = arena_new(a, struct str);
    *p = reason;
    *r = (struct reasons){p, 1};
    return (struct value){.type = VALUE_UNKNOWN, .as.reasons = r};
}

static struct reasons reasons_of(struct value v)
{
    return value_is_unknown(v) && v.as.reasons ? *v.as.reasons : (struct reasons){0};
}

/* Merges sorted sets into p, if there is one; returns how many there are. */
static uint32_t reasons_merge(struct reasons x, struct reasons y, struct str *p)
{
    uint32_t n = 0;
    for (uint32_t i = 0, j = 0; i < x.n || j < y.n; n++) {
        int c = i == x.n ? 1 : j == y.n ? -1 : str_cmp(x.p[i], y.p[j]);
        if (p)
            p[n] = c <= 0 ? x.p[i] : y.p[j];
        i += c <= 0;
        j += c >= 0;
    }
    return n;
}

/* Nothing new is made when one set holds the other: loops merge the same reasons again and again. */
struct value value_unknown_both(struct arena *a, struct value x, struct value y)
{
    struct reasons rx = reasons_of(x), ry = reasons_of(y);
    if (ry.n == 0 || rx.p == ry.p)
        return value_is_unknown(x) ? x : y;
    if (rx.n == 0)
        return value_is_unknown(y) ? y : x;
    uint32_t n = reasons_merge(rx, ry, NULL);
    if (n == rx.n || n == ry.n)
        return n == rx.n ? x : y;
    struct reasons *r = arena_new(a, struct reasons);
    struct str *p = arena_array(a, struct str, n);
    *r = (struct reasons){p, reasons_merge(rx, ry, p)};
    return (struct value){.type = VALUE_UNKNOWN, .as.reasons = r};
}

struct value value_with_origin(struct value v, const struct origin *origin)
{
    v.origin = origin;
    return v;
}

const struct origin *origin_new(struct arena *a, enum origin_kind kind, struct span at, struct str text)
{
    struct origin *o = arena_new(a, struct origin);
    *o = (struct origin){.kind = kind, .at = at, .text = text};
    return o;
}

struct span value_at(struct value v)
{
    return v.origin ? v.origin->at : SPAN_NONE;
}

static bool is_number(struct value v)
{
    return v.type == VALUE_INT || v.type == VALUE_DOUBLE;
}

/* What an operation on x and y must give before any arithmetic: unknown, or an unlimited operand. False: both are
 * plain numbers. */
static bool settled(struct arena *a, struct value x, struct value y, struct value *ret)
{
    if (is_number(x) && is_number(y)) {
        if (!((x.flags | y.flags) & VALUE_UNLIMITED))
            return false;
        *ret = x.flags & VALUE_UNLIMITED ? x : y;
        return true;
    }
    bool reason = value_is_unknown(x) || value_is_unknown(y);
    *ret = reason ? value_unknown_both(a, x, y) : value_unknown(a, STR("not a number"));
    return true;
}

static struct value finish(struct arena *a, bool fits, struct value r, struct value x, struct value y)
{
    if (!fits)
        return value_unknown(a, STR("overflow"));
    r.unit = x.unit ? x.unit : y.unit;
    r.flags = (uint8_t)((x.flags | y.flags) & VALUE_ESTIMATE);
    return r;
}

struct value value_add(struct arena *a, struct value x, struct value y)
{
    struct value r;
    if (settled(a, x, y, &r))
        return r;
    if (x.type == VALUE_DOUBLE || y.type == VALUE_DOUBLE)
        return finish(a, true, value_double(value_as_double(x) + value_as_double(y)), x, y);
    r = value_int(0);
    bool fits = num_add(x.as.i, y.as.i, &r.as.i);
    return finish(a, fits, r, x, y);
}

struct value value_mul(struct arena *a, struct value x, struct value y)
{
    struct value r;
    if (settled(a, x, y, &r))
        return r;
    if (x.type == VALUE_DOUBLE || y.type == VALUE_DOUBLE)
        return finish(a, true, value_double(value_as_double(x) * value_as_double(y)), x, y);
    r = value_int(0);
    bool fits = num_mul(x.as.i, y.as.i, &r.as.i);
    return finish(a, fits, r, x, y);
}

/* Unlimited is INT64_MAX, so comparison needs no case of its own. */
static struct value pick(struct arena *a, struct value x, struct value y, int sign)
{
    if (!is_number(x) || !is_number(y))
        return value_is_known(x) && value_is_known(y) ? value_unknown(a, STR("not a number"))
                                                      : value_unknown_both(a, x, y);
    return value_compare_numbers(x, y) * sign <= 0 ? x : y;
}

struct value value_min(struct arena *a, struct value x, struct value y)
{
    return pick(a, x, y, 1);
}

struct value value_max(struct arena *a, struct value x, struct value y)
{
    return pick(a, x, y, -1);
}

double value_as_double(struct value v)
{
    return v.type == VALUE_DOUBLE ? v.as.d : v.type == VALUE_UINT ? (double)v.as.u : (double)v.as.i;
}

static enum value_order order_of(bool less, bool greater)
{
    return less ? VALUE_LESS : greater ? VALUE_GREATER : VALUE_SAME;
}

static enum value_order order_doubles(double x, double y)
{
    return isnan(x) || isnan(y) ? VALUE_UNORDERED : order_of(y > x, x > y);
}

static enum value_order reversed(enum value_order o)
{
    return o == VALUE_UNORDERED ? o : (enum value_order)(-(int)o);
}

static enum value_order order_int_any(int64_t i, struct value y)
{
    if (y.type == VALUE_INT)
        return order_of(i<y.as.i, i> y.as.i);
    if (y.type == VALUE_DOUBLE)
        return order_doubles((double)i, y.as.d);
    return i < 0 ? VALUE_LESS : order_of((uint64_t)i<y.as.u, (uint64_t)i> y.as.u);
}

enum value_order value_order_numbers(struct value x, struct value y)
{
    if (x.type == VALUE_INT)
        return order_int_any(x.as.i, y);
    if (y.type == VALUE_INT)
        return reversed(order_int_any(y.as.i, x));
    if (x.type == VALUE_DOUBLE || y.type == VALUE_DOUBLE)
        return order_doubles(value_as_double(x), value_as_double(y));
    return order_of(x.as.u<y.as.u, x.as.u> y.as.u);
}

int value_compare_numbers(struct value x, struct value y)
{
    enum value_order o = value_order_numbers(x, y);
    return o == VALUE_UNORDERED ? 0 : (int)o;
}
