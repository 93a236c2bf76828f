/* Equality, order, membership, fields and indices. */
#include "base/limits.h"
#include "cel/meter.h"
#include "cel/operate.h"
#include "diag/sink.h"

#include <string.h>

static bool is_number(struct value v)
{
    return v.type == VALUE_INT || v.type == VALUE_UINT || v.type == VALUE_DOUBLE;
}

static enum value_order order_bytes(struct value x, struct value y)
{
    uint32_t n = x.n < y.n ? x.n : y.n;
    int d = n ? memcmp(x.as.s, y.as.s, n) : 0;
    if (d == 0)
        d = (x.n > y.n) - (x.n < y.n);
    return d < 0 ? VALUE_LESS : d > 0 ? VALUE_GREATER : VALUE_SAME;
}

static enum value_order order_ints(int64_t x, int64_t y)
{
    return x < y ? VALUE_LESS : x > y ? VALUE_GREATER : VALUE_SAME;
}

static enum value_order order_times(struct value x, struct value y)
{
    return x.as.i != y.as.i ? order_ints(x.as.i, y.as.i) : order_ints(x.n, y.n);
}

static bool has_order(struct value x, struct value y)
{
    if (is_number(x) && is_number(y))
        return true;
    return x.type == y.type && (x.type == VALUE_STRING || x.type == VALUE_BYTES || x.type == VALUE_BOOL ||
                                x.type == VALUE_DURATION || x.type == VALUE_TIMESTAMP);
}

enum value_order operate_order(struct value x, struct value y)
{
    if (is_number(x) && is_number(y))
        return value_order_numbers(x, y);
    if (x.type != y.type)
        return VALUE_UNORDERED;
    switch ((enum value_type)x.type) {
    case VALUE_STRING:
    case VALUE_BYTES:
        return order_bytes(x, y);
    case VALUE_BOOL:
        return order_ints(x.as.b, y.as.b);
    case VALUE_DURATION:
        return order_ints(x.as.i, y.as.i);
    case VALUE_TIMESTAMP:
        return order_times(x, y);
    default:
        return VALUE_UNORDERED;
    }
}

/* What comparing two values costs beside their bytes. */
enum { EQUAL_COST = 2 };

static struct value equal(struct cel_call *c, struct value x, struct value y, int depth);

/* Collects the outcomes of the parts: false settles it, unknown is kept. False when it is settled. */
static bool still_equal(struct cel_call *c, struct value *so_far, struct value part)
{
    if (part.type == VALUE_BOOL && part.as.b)
        return true;
    if (part.type == VALUE_UNKNOWN)
        *so_far = so_far->type == VALUE_UNKNOWN ? value_unknown_both(c->a, *so_far, part) : part;
    else
        *so_far = part;
    return part.type == VALUE_UNKNOWN;
}

static struct value equal_lists(struct cel_call *c, struct value x, struct value y, int depth)
{
    struct value r = value_bool(x.n == y.n);
    for (uint32_t i = 0; i < x.n && x.n == y.n && !c->meter->over; i++)
        if (!still_equal(c, &r, equal(c, x.as.items[i], y.as.items[i], depth)))
            break;
    return r;
}

static struct value equal_maps(struct cel_call *c, const struct value_map *x, const struct value_map *y, int depth)
{
    struct value r = value_bool(x->n == y->n);
    for (uint32_t i = 0; i < x->n && x->n == y->n && !c->meter->over; i++) {
        const struct value *other = value_map_get(y, x->keys[i]);
        struct value part = other ? equal(c, x->values[i], *other, depth) : value_bool(false);
        if (!still_equal(c, &r, part))
            break;
    }
    return r;
}

static struct value equal_optionals(struct cel_call *c, struct value x, struct value y, int depth)
{
    if (!x.as.some || !y.as.some)
        return value_bool(x.as.some == y.as.some);
    return equal(c, *x.as.some, *y.as.some, depth);
}

static bool equal_nets(struct value x, struct value y)
{
    const struct value_net *a = x.as.net, *b = y.as.net;
    return a->family == b->family && memcmp(a->bytes, b->bytes, a->family == 4 ? 4 : 16) == 0 &&
           (x.type == VALUE_IP || a->prefix == b->prefix);
}

/* Both of one type that holds no other values. */
static bool equal_scalars(struct cel_call *c, struct value x, struct value y)
{
    switch ((enum value_type)x.type) {
    case VALUE_NULL:
        return true;
    case VALUE_STRING:
    case VALUE_BYTES:
        return x.n == y.n && cel_spend(c, x.n) && (x.n == 0 || memcmp(x.as.s, y.as.s, x.n) == 0);
    case VALUE_TYPE:
        return type_same(x.as.type_of, y.as.type_of);
    case VALUE_OBJECT:
        return x.as.object->cls == y.as.object->cls && x.as.object->object == y.as.object->object;
    case VALUE_IP:
    case VALUE_CIDR:
        return equal_nets(x, y);
    default:
        return operate_order(x, y) == VALUE_SAME;
    }
}

static struct value equal(struct cel_call *c, struct value x, struct value y, int depth)
{
    struct value sides[] = {x, y}, r;
    if (!value_is_known(x) || !value_is_known(y)) {
        operate_absorbed(c, sides, 2, &r);
        return r;
    }
    if (!meter_spend(c->meter, EQUAL_COST) || depth > LIMIT_CEL_DEPTH)
        return cel_fail(c, "the values nest too deep to be compared");
    if (is_number(x) && is_number(y))
        return value_bool(value_order_numbers(x, y) == VALUE_SAME);
    if (x.type != y.type)
        return value_bool(false);
    if (x.type == VALUE_LIST)
        return equal_lists(c, x, y, depth + 1);
    if (x.type == VALUE_MAP)
        return equal_maps(c, x.as.map, y.as.map, depth + 1);
    if (x.type == VALUE_OPTIONAL)
        return equal_optionals(c, x, y, depth + 1);
    return value_bool(equal_scalars(c, x, y));
}

struct value operate_equal(struct cel_call *c, struct value x, struct value y)
{
    struct value r = equal(c, x, y, 0);
    if (r.type == VALUE_BOOL)
        r.flags = (uint8_t)((x.flags | y.flags) & VALUE_ESTIMATE);
    return r;
}

static struct value ordered(struct cel_call *c, enum cel_op op, struct value x, struct value y)
{
    struct value sides[] = {x, y};
    if (!has_order(x, y))
        return operate_no_overload(c, op_written(op), sides, 2);
    if ((x.type == VALUE_STRING || x.type == VALUE_BYTES) && !cel_spend(c, x.n))
        return cel_over(c);
    enum value_order o = operate_order(x, y);
    bool holds = op == OP_LT   ? o == VALUE_LESS
                 : op == OP_LE ? o == VALUE_LESS || o == VALUE_SAME
                 : op == OP_GT ? o == VALUE_GREATER
                               : o == VALUE_GREATER || o == VALUE_SAME;
    struct value r = value_bool(holds);
    r.flags = (uint8_t)((x.flags | y.flags) & VALUE_ESTIMATE);
    return r;
}

struct value operate_compare(struct cel_call *c, enum cel_op op, struct value x, struct value y)
{
    struct value sides[] = {x, y}, r;
    if (operate_absorbed(c, sides, 2, &r))
        return r;
    if (op != OP_EQ && op != OP_NE)
        return ordered(c, op, x, y);
    r = operate_equal(c, x, y);
    if (r.type == VALUE_BOOL)
        r.as.b = r.as.b == (op == OP_EQ);
    return r;
}

/* An item that is equal settles it; one that might be leaves it unknown. */
static struct value in_list(struct cel_call *c, struct value x, struct value list)
{
    struct value r = value_bool(false);
    for (uint32_t i = 0; i < list.n && !c->meter->over; i++) {
        struct value same = operate_equal(c, x, list.as.items[i]);
        if (same.type == VALUE_BOOL && same.as.b)
            return same;
        if (same.type == VALUE_UNKNOWN)
            r = r.type == VALUE_UNKNOWN ? value_unknown_both(c->a, r, same) : same;
        else if (same.type == VALUE_ERROR && r.type != VALUE_UNKNOWN)
            r = same;
    }
    return r;
}

struct value operate_in(struct cel_call *c, struct value x, struct value y)
{
    struct value sides[] = {x, y}, r;
    if (operate_absorbed(c, sides, 2, &r))
        return r;
    if (y.type == VALUE_LIST)
        return in_list(c, x, y);
    if (y.type == VALUE_MAP && cel_spend(c, x.type == VALUE_STRING ? x.n : 0))
        return value_bool(value_map_get(y.as.map, x) != NULL);
    return operate_no_overload(c, STR("in"), sides, 2);
}

/* An index as a number of an item; false when it is none. A double counts when it is whole. */
static bool index_number(struct value index, int64_t *ret)
{
    if (index.type == VALUE_DOUBLE) {
        bool whole = index.as.d > -0x1p53 && index.as.d < 0x1p53 && (double)(int64_t)index.as.d == index.as.d;
        *ret = whole ? (int64_t)index.as.d : 0;
        return whole;
    }
    *ret = index.as.i;
    return index.type == VALUE_INT || (index.type == VALUE_UINT && index.as.u <= INT64_MAX);
}

/* What a lookup gives: the value, or what its absence means. */
static struct value found(struct cel_call *c, const struct value *v, bool optional)
{
    if (!v)
        return value_none();
    return optional && value_is_known(*v) ? value_some(c->a, *v) : *v;
}

static struct value index_list(struct cel_call *c, struct value list, struct value index, bool optional)
{
    int64_t i;
    if (!index_number(index, &i))
        return cel_fail(c, "a list has no index of that kind");
    bool inside = i >= 0 && i < (int64_t)list.n;
    if (inside || optional)
        return found(c, inside ? &list.as.items[i] : NULL, optional);
    return cel_fail(c, "index out of bounds: %lld", (long long)i);
}

static struct value no_such_key(struct cel_call *c, struct value key)
{
    if (key.type != VALUE_STRING)
        return cel_fail(c, "no such key");
    struct str name = diag_quote(c->a, (struct str){key.as.s, key.n});
    return cel_fail(c, "no such key: '%.*s'", STR_ARG(name));
}

static struct value index_map(struct cel_call *c, struct value map, struct value key, bool optional)
{
    if (!cel_spend(c, key.type == VALUE_STRING ? key.n : 0))
        return cel_over(c);
    const struct value *v = value_map_get(map.as.map, key);
    return v || optional ? found(c, v, optional) : no_such_key(c, key);
}

/* Looking into an optional is looking into what it holds, with an optional outcome. False: it holds nothing. */
static bool look_inside(struct value *of, bool *optional)
{
    while (of->type == VALUE_OPTIONAL && of->as.some) {
        *of = *of->as.some;
        *optional = true;
    }
    return of->type != VALUE_OPTIONAL;
}

struct value operate_index(struct cel_call *c, struct value of, struct value index, bool optional)
{
    struct value args[] = {of, index}, r;
    if (operate_absorbed(c, args, 2, &r))
        return r;
    if (!look_inside(&of, &optional))
        return of;
    if (of.type == VALUE_LIST)
        return index_list(c, of, index, optional);
    if (of.type == VALUE_MAP)
        return index_map(c, of, index, optional);
    return operate_no_overload(c, STR("[]"), args, 2);
}

static struct value no_such_field(struct cel_call *c, struct value of, struct str field)
{
    struct str type = type_name(type_of_value(c->a, of));
    return cel_fail(c, "no such field: %.*s has no '%.*s'", STR_ARG(type), STR_ARG(field));
}

/* An unknown field without a reason gets its name as one. */
static struct value with_reason(struct cel_call *c, struct value v, struct value of, struct str field)
{
    if (v.type != VALUE_UNKNOWN || v.as.reasons)
        return v;
    struct str cls = of.as.object->cls->name;
    struct value u = value_unknown(c->a, str_printf(c->a, "%.*s.%.*s", STR_ARG(cls), STR_ARG(field)));
    u.origin = v.origin;
    return u;
}

static struct value object_has(struct cel_call *c, struct value of, struct str field)
{
    struct value r;
    const struct object_ref *ref = of.as.object;
    if (!ref->cls->has(ref->object, field, &r))
        return no_such_field(c, of, field);
    return with_reason(c, r, of, field);
}

static struct value object_get(struct cel_call *c, struct value of, struct str field, bool optional)
{
    struct value r;
    const struct object_ref *ref = of.as.object;
    if (optional) {
        r = object_has(c, of, field);
        if (r.type != VALUE_BOOL)
            return r;
        if (!r.as.b)
            return value_none();
    }
    if (!ref->cls->get(ref->object, field, c->a, &r))
        return no_such_field(c, of, field);
    r = with_reason(c, r, of, field);
    return found(c, &r, optional);
}

struct value operate_select(struct cel_call *c, struct value of, struct str field, bool optional)
{
    if (!value_is_known(of) || !look_inside(&of, &optional) || !value_is_known(of))
        return of;
    if (of.type == VALUE_OBJECT)
        return object_get(c, of, field, optional);
    if (of.type == VALUE_MAP)
        return index_map(c, of, value_string(field), optional);
    return no_such_field(c, of, field);
}

struct value operate_has(struct cel_call *c, struct value of, struct str field)
{
    bool optional;
    if (!value_is_known(of))
        return of;
    if (!look_inside(&of, &optional))
        return value_bool(false);
    if (of.type == VALUE_OBJECT)
        return object_has(c, of, field);
    if (of.type == VALUE_MAP)
        return value_bool(value_map_get(of.as.map, value_string(field)) != NULL);
    return no_such_field(c, of, field);
}
