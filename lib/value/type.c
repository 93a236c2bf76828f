#include "value/type.h"

#include "base/buf.h"

#define BASIC(var, k) const struct type var = {.kind = (k)}
BASIC(type_dyn, TYPE_DYN);
BASIC(type_null, TYPE_NULL);
BASIC(type_bool, TYPE_BOOL);
BASIC(type_int, TYPE_INT);
BASIC(type_uint, TYPE_UINT);
BASIC(type_double, TYPE_DOUBLE);
BASIC(type_string, TYPE_STRING);
BASIC(type_bytes, TYPE_BYTES);
BASIC(type_type, TYPE_TYPE);
BASIC(type_duration, TYPE_DURATION);
BASIC(type_timestamp, TYPE_TIMESTAMP);
BASIC(type_ip, TYPE_IP);
BASIC(type_cidr, TYPE_CIDR);
#undef BASIC

const struct type type_list_dyn = {.kind = TYPE_LIST, .param = {&type_dyn, NULL}};
const struct type type_list_string = {.kind = TYPE_LIST, .param = {&type_string, NULL}};
const struct type type_map_dyn = {.kind = TYPE_MAP, .param = {&type_dyn, &type_dyn}};
const struct type type_optional_dyn = {.kind = TYPE_OPTIONAL, .param = {&type_dyn, NULL}};

static const struct type *type_new(struct arena *a, struct type t)
{
    struct type *p = arena_new(a, struct type);
    *p = t;
    return p;
}

const struct type *type_list(struct arena *a, const struct type *item)
{
    return type_new(a, (struct type){.kind = TYPE_LIST, .param = {item, NULL}});
}

const struct type *type_map(struct arena *a, const struct type *key, const struct type *value)
{
    return type_new(a, (struct type){.kind = TYPE_MAP, .param = {key, value}});
}

const struct type *type_optional(struct arena *a, const struct type *some)
{
    return type_new(a, (struct type){.kind = TYPE_OPTIONAL, .param = {some, NULL}});
}

const struct type *type_object(struct arena *a, const struct object_fields *fields)
{
    return type_new(a, (struct type){.kind = TYPE_OBJECT, .fields = fields, .name = fields->name});
}

const struct type *type_basic(enum value_type type)
{
    /* clang-format off */
    static const struct type *const by_value[] = {
        [VALUE_UNKNOWN]   = &type_dyn,      [VALUE_ERROR]    = &type_dyn,          [VALUE_NULL]   = &type_null,
        [VALUE_BOOL]      = &type_bool,     [VALUE_INT]      = &type_int,          [VALUE_UINT]   = &type_uint,
        [VALUE_DOUBLE]    = &type_double,   [VALUE_STRING]   = &type_string,       [VALUE_BYTES]  = &type_bytes,
        [VALUE_LIST]      = &type_list_dyn, [VALUE_MAP]      = &type_map_dyn,      [VALUE_TYPE]   = &type_type,
        [VALUE_DURATION]  = &type_duration, [VALUE_OPTIONAL] = &type_optional_dyn, [VALUE_OBJECT] = &type_dyn,
        [VALUE_TIMESTAMP] = &type_timestamp, [VALUE_IP]      = &type_ip,           [VALUE_CIDR]   = &type_cidr,
    };
    /* clang-format on */
    return by_value[type];
}

const struct type *type_of_value(struct arena *a, struct value v)
{
    if (v.type == VALUE_OBJECT)
        return type_new(a, (struct type){.kind = TYPE_OBJECT, .name = v.as.object->cls->name});
    return type_basic((enum value_type)v.type);
}

struct value value_type(const struct type *t)
{
    return (struct value){.type = VALUE_TYPE, .as.type_of = t};
}

bool type_same(const struct type *x, const struct type *y)
{
    return x == y || (x->kind == y->kind && x->id == y->id && str_eq(type_name(x), type_name(y)));
}

bool type_equal(const struct type *x, const struct type *y)
{
    if (x == y)
        return true;
    if (!type_same(x, y) || x->fields != y->fields)
        return false;
    for (int i = 0; i < 2; i++) {
        if (!x->param[i] != !y->param[i])
            return false;
        if (x->param[i] && !type_equal(x->param[i], y->param[i]))
            return false;
    }
    return true;
}

struct str type_name(const struct type *t)
{
    /* clang-format off */
    static const struct str names[] = {
        [TYPE_DYN]       = STR_INIT("dyn"),       [TYPE_NULL]     = STR_INIT("null_type"),
        [TYPE_BOOL]      = STR_INIT("bool"),      [TYPE_INT]      = STR_INIT("int"),
        [TYPE_UINT]      = STR_INIT("uint"),      [TYPE_DOUBLE]   = STR_INIT("double"),
        [TYPE_STRING]    = STR_INIT("string"),    [TYPE_BYTES]    = STR_INIT("bytes"),
        [TYPE_LIST]      = STR_INIT("list"),      [TYPE_MAP]      = STR_INIT("map"),
        [TYPE_TYPE]      = STR_INIT("type"),      [TYPE_DURATION] = STR_INIT("google.protobuf.Duration"),
        [TYPE_TIMESTAMP] = STR_INIT("google.protobuf.Timestamp"),
        [TYPE_OPTIONAL]  = STR_INIT("optional_type"),
        [TYPE_IP]        = STR_INIT("net.IP"),    [TYPE_CIDR]     = STR_INIT("net.CIDR"),
        [TYPE_OBJECT]    = STR_INIT("object"),    [TYPE_PARAM]    = STR_INIT("A"),
    };
    /* clang-format on */
    return t->kind == TYPE_OBJECT ? t->name : names[t->kind];
}

/* How deep a shown type goes: types come from nested literals, which nest as deep as an expression may. */
enum { SHOWN_DEPTH = 8 };

static void show(struct buf *b, const struct type *t, int depth)
{
    if (t->kind == TYPE_PARAM) {
        buf_putc(b, (char)('A' + t->id % 26));
        return;
    }
    buf_put(b, type_name(t));
    if (!t->param[0])
        return;
    buf_putc(b, '(');
    for (int i = 0; i < 2 && t->param[i]; i++) {
        buf_put(b, i ? STR(", ") : STR(""));
        if (depth < SHOWN_DEPTH)
            show(b, t->param[i], depth + 1);
        else
            buf_put(b, STR("..."));
    }
    buf_putc(b, ')');
}

struct str type_show(struct arena *a, const struct type *t)
{
    struct buf b = {.a = a};
    show(&b, t, 0);
    return buf_str(&b);
}
