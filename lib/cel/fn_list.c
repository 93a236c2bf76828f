/* Functions of lists, and of lists taken as sets. */
#include "base/limits.h"
#include "cel/functions.h"

#include <string.h>

/* Room for n items, charged; NULL over a limit. */
static struct value *new_items(struct cel_call *c, uint64_t n)
{
    return n <= LIMIT_CEL_LIST ? cel_alloc(c, n * sizeof(struct value)) : NULL;
}

static struct value no_items(struct cel_call *c)
{
    return c->meter->over ? cel_over(c) : cel_fail(c, "the list would have more than %u items", LIMIT_CEL_LIST);
}

struct value fn_slice(struct cel_call *c, const struct value *args, uint32_t n)
{
    int64_t from = args[1].as.i, to = args[2].as.i, size = args[0].n;
    (void)n;
    if (from < 0 || to < from || to > size)
        return cel_fail(c, "no slice (%lld, %lld) of a list of %lld items", (long long)from, (long long)to,
                        (long long)size);
    return value_list(from == to ? NULL : args[0].as.items + from, (uint32_t)(to - from));
}

/* A list being flattened: a position for each list inside a list. */
struct level {
    struct value list;
    uint32_t at;
};

typedef VEC(struct value) value_vec;

/* Items of v up to `depth` lists deep, in order, into *ret. A stack of levels in place of recursion; false over a
 * limit. */
static bool flatten(struct cel_call *c, struct value v, int64_t depth, value_vec *ret)
{
    VEC(struct level) stack = {0};
    struct level outermost = {v, 0};
    vec_push(c->a, &stack, outermost);
    while (stack.n > 0) {
        struct level *top = &stack.p[stack.n - 1];
        if (top->at == top->list.n) {
            stack.n--;
            continue;
        }
        struct value item = top->list.as.items[top->at++];
        if (!meter_spend(c->meter, 1) || ret->n > LIMIT_CEL_LIST || !meter_take(c->meter, 2 * sizeof(struct value)))
            return false;
        if (item.type == VALUE_LIST && (int64_t)stack.n <= depth) {
            struct level inner = {item, 0};
            vec_push(c->a, &stack, inner);
        } else {
            vec_push(c->a, ret, item);
        }
    }
    return true;
}

struct value fn_flatten(struct cel_call *c, const struct value *args, uint32_t n)
{
    int64_t depth = n == 2 ? args[1].as.i : 1;
    value_vec items = {0};
    if (depth < 0)
        return cel_fail(c, "level must be non-negative");
    return flatten(c, args[0], depth, &items) ? value_list(items.p, items.n) : no_items(c);
}

/* ---- order ---- */

/* Whether all keys are of one type that has an order; *ret says otherwise. */
static bool sortable(struct cel_call *c, struct value keys, struct value *ret)
{
    if (operate_absorbed(c, keys.as.items, keys.n, ret))
        return false;
    for (uint32_t i = 0; i < keys.n; i++) {
        struct value pair[] = {keys.as.items[0], keys.as.items[i]};
        bool nan = pair[1].type == VALUE_DOUBLE && pair[1].as.d != pair[1].as.d;
        if (pair[0].type != pair[1].type || (!nan && operate_order(pair[1], pair[1]) != VALUE_SAME)) {
            *ret = operate_no_overload(c, STR("sort"), pair, 2);
            return false;
        }
    }
    return true;
}

/* Merges the sorted runs [from, mid) and [mid, to) of indices from a into b. */
static void merge(struct cel_call *c, const struct value *keys, const uint32_t *a, uint32_t *b, uint32_t from,
                  uint32_t mid, uint32_t to)
{
    uint32_t i = from, j = mid;
    for (uint32_t k = from; k < to; k++) {
        bool left = j == to || (i < mid && operate_order(keys[a[i]], keys[a[j]]) != VALUE_GREATER);
        b[k] = left ? a[i++] : a[j++];
        cel_spend(c, keys[b[k]].type == VALUE_STRING || keys[b[k]].type == VALUE_BYTES ? keys[b[k]].n : 0);
    }
}

/* Merge sort from runs of one up: stable, never quadratic. Returns the indices in order, or NULL over a limit. */
static const uint32_t *sorted_indices(struct cel_call *c, const struct value *keys, uint32_t n)
{
    uint32_t *a = cel_alloc(c, n * sizeof(*a)), *b = cel_alloc(c, n * sizeof(*b));
    if (!a || !b)
        return NULL;
    for (uint32_t i = 0; i < n; i++)
        a[i] = i;
    for (uint32_t width = 1; width < n && !c->meter->over; width *= 2) {
        for (uint32_t from = 0; from < n && !c->meter->over; from += 2 * width) {
            uint32_t mid = from + width < n ? from + width : n, to = mid + width < n ? mid + width : n;
            merge(c, keys, a, b, from, mid, to);
        }
        uint32_t *t = a;
        a = b;
        b = t;
    }
    return c->meter->over ? NULL : a;
}

struct value cel_sort(struct cel_call *c, struct value list, struct value keys)
{
    struct value r;
    if (!sortable(c, keys, &r))
        return r;
    struct value *items = new_items(c, list.n);
    const uint32_t *order = items ? sorted_indices(c, keys.as.items, list.n) : NULL;
    if (!order)
        return no_items(c);
    for (uint32_t i = 0; i < list.n; i++)
        items[i] = list.as.items[order[i]];
    return value_list(items, list.n);
}

struct value fn_sort(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return cel_sort(c, args[0], args[0]);
}

struct value fn_reverse_list(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct value *items = new_items(c, args[0].n);
    (void)n;
    if (!items)
        return no_items(c);
    for (uint32_t i = 0; i < args[0].n; i++)
        items[i] = args[0].as.items[args[0].n - 1 - i];
    return value_list(items, args[0].n);
}

struct value fn_range(struct cel_call *c, const struct value *args, uint32_t n)
{
    int64_t count = args[0].as.i < 0 ? 0 : args[0].as.i;
    struct value *items = new_items(c, (uint64_t)count);
    (void)n;
    if (!items)
        return no_items(c);
    for (int64_t i = 0; i < count; i++)
        items[i] = value_int(i);
    return value_list(items, (uint32_t)count);
}

struct value fn_first(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return args[0].n ? operate_index(c, args[0], value_int(0), true) : value_none();
}

struct value fn_last(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return args[0].n ? operate_index(c, args[0], value_int((int64_t)args[0].n - 1), true) : value_none();
}

/* ---- sets: what `in` says of each item; the cost is that of all comparisons ---- */

struct value fn_distinct(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct value *items = new_items(c, args[0].n);
    uint32_t kept = 0;
    (void)n;
    for (uint32_t i = 0; items && i < args[0].n && !c->meter->over; i++) {
        struct value is_there = operate_in(c, args[0].as.items[i], value_list(items, kept));
        if (is_there.type != VALUE_BOOL)
            return is_there;
        if (!is_there.as.b)
            items[kept++] = args[0].as.items[i];
    }
    return items && !c->meter->over ? value_list(items, kept) : no_items(c);
}

/* Whether all (or, with `any`, one) of the items of x are in y. */
static struct value members(struct cel_call *c, struct value x, struct value y, bool any)
{
    struct value r = value_bool(!any);
    for (uint32_t i = 0; i < x.n && !c->meter->over; i++) {
        struct value in = operate_in(c, x.as.items[i], y);
        r = any ? operate_or(c, r, in) : operate_and(c, r, in);
        if (r.type == VALUE_BOOL && r.as.b == any)
            break;
    }
    return r;
}

struct value fn_sets_contains(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return members(c, args[1], args[0], false);
}

struct value fn_sets_equivalent(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return operate_and(c, members(c, args[0], args[1], false), members(c, args[1], args[0], false));
}

struct value fn_sets_intersects(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return members(c, args[0], args[1], true);
}
