/* Hosts as objects. Their fields are the rows of facts/host.h. */
#include "ruleset/scope_object.h"

static const struct type map_sizes = {.kind = TYPE_MAP, .param = {&type_string, &type_int}};
static const struct type map_dyn = {.kind = TYPE_MAP, .param = {&type_string, &type_dyn}};

static const struct type *fact_type_of(enum fact_type type)
{
    static const struct type *const types[] = {
        [FACT_NAME] = &type_string,
        [FACT_TEXT] = &type_string,
        [FACT_COUNT] = &type_int,
        [FACT_MACHINES] = &type_int,
        [FACT_LIMIT] = &type_int,
        [FACT_CPUS] = &type_double,
        [FACT_RATE] = &type_double,
        [FACT_SIZE] = &type_int,
        [FACT_ADDRESSES] = &type_list_string,
        [FACT_KERNEL] = &map_dyn,
        [FACT_PATTERNS] = &type_list_string,
        [FACT_SIZES] = &map_sizes,
        [FACT_MEASURED] = &map_sizes,
        [FACT_ALLOCATABLE] = &map_dyn,
    };
    return types[type];
}

static const struct type *field_type(const void *ctx, struct str name)
{
    enum host_field_id id = host_field_find(name);
    (void)ctx;
    return id == HOST_FIELD_COUNT ? NULL : fact_type_of(host_field_info(id)->type);
}

static struct str field_name(const void *ctx, uint32_t i)
{
    (void)ctx;
    return i < HOST_FIELD_COUNT ? host_field_info((enum host_field_id)i)->name : (struct str){0};
}

static const struct object_fields fields = {STR_INIT("host"), NULL, field_type, field_name};
const struct type scope_host_type = {.kind = TYPE_OBJECT, .fields = &fields, .name = STR_INIT("host")};

bool scope_host_field_at(struct arena *a, uint32_t i, struct scope_field *ret)
{
    if (i >= HOST_FIELD_COUNT)
        return false;
    const struct host_field_info *info = host_field_info((enum host_field_id)i);
    *ret = (struct scope_field){info->name, type_show(a, fact_type_of(info->type)), info->meaning};
    return true;
}

/* object NULL: a host of which nothing is known. */
static bool get(const void *object, struct str field, struct arena *a, struct value *ret)
{
    if (object)
        return host_field(object, field, ret);
    if (host_field_find(field) == HOST_FIELD_COUNT)
        return false;
    *ret = value_unknown(a, str_printf(a, "host.%.*s", STR_ARG(field)));
    return true;
}

static bool has(const void *object, struct str field, struct value *ret)
{
    if (host_field_find(field) == HOST_FIELD_COUNT)
        return false;
    *ret = value_bool(object && host_has(object, field));
    return true;
}

static const struct object_class class = {STR_INIT("host"), get, has};

struct value scope_host(struct arena *a, const struct host *h)
{
    return value_object(a, &class, h);
}

bool scope_is_nameless(const struct host *h)
{
    return str_eq(h->source, STR("command line"));
}

bool scope_host_title(struct arena *a, struct value v, struct str *ret)
{
    const struct host *h = v.as.object->object;
    if (v.as.object->cls != &class)
        return false;
    *ret = h && !scope_is_nameless(h) ? str_printf(a, "host %.*s", STR_ARG(value_format(a, h->name))) : STR("the host");
    return true;
}
