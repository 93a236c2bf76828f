/* Functions of optionals; or, orValue, optMap and optFlatMap are instructions. */
#include "cel/functions.h"

struct value fn_optional_of(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return meter_take(c->meter, sizeof(struct value)) ? value_some(c->a, args[0]) : cel_over(c);
}

/* Zero, empty, false, null: what a field of that type has when it is not set. */
static bool is_zero(struct value v)
{
    switch ((enum value_type)v.type) {
    case VALUE_NULL:
        return true;
    case VALUE_BOOL:
        return !v.as.b;
    case VALUE_INT:
    case VALUE_UINT:
    case VALUE_DURATION:
        return v.as.i == 0;
    case VALUE_DOUBLE:
        return v.as.d == 0;
    case VALUE_STRING:
    case VALUE_BYTES:
    case VALUE_LIST:
        return v.n == 0;
    case VALUE_MAP:
        return v.as.map->n == 0;
    case VALUE_OPTIONAL:
        return !v.as.some;
    default:
        return false;
    }
}

struct value fn_optional_of_non_zero(struct cel_call *c, const struct value *args, uint32_t n)
{
    return is_zero(args[0]) ? value_none() : fn_optional_of(c, args, n);
}

struct value fn_optional_none(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)args;
    (void)n;
    return value_none();
}

struct value fn_optional_has_value(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return value_bool(args[0].as.some != NULL);
}

struct value fn_optional_value(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return args[0].as.some ? *args[0].as.some : cel_fail(c, "optional.none() dereference");
}

struct value fn_optional_unwrap(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct value *items = cel_alloc(c, args[0].n * sizeof(*items)), r;
    uint32_t kept = 0;
    (void)n;
    if (!items)
        return cel_over(c);
    if (operate_absorbed(c, args[0].as.items, args[0].n, &r))
        return r;
    for (uint32_t i = 0; i < args[0].n; i++) {
        struct value v = args[0].as.items[i];
        if (v.type != VALUE_OPTIONAL)
            return operate_no_overload(c, STR("unwrap"), &v, 1);
        if (v.as.some)
            items[kept++] = *v.as.some;
    }
    return value_list(items, kept);
}
