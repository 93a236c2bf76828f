#include "facts/host.h"

#include "base/path.h"
#include "diag/closest.h"

enum { SMALLEST_RESERVE = 256 << 20, RESERVE_DIVISOR = 20 /* 5% */ };

static const struct host_field_info fields[] = {
#define X(field, type, meaning) {STR_INIT(#field), type, STR_INIT(meaning)},
    HOST_FIELDS(X)
#undef X
};

/* "host.nofile": what an absent field is unknown for. */
static const struct str reasons[] = {
#define X(field, type, meaning) STR_INIT("host." #field),
    HOST_FIELDS(X)
#undef X
};

const struct host_field_info *host_field_info(enum host_field_id id)
{
    return &fields[id];
}

enum host_field_id host_field_find(struct str name)
{
    int id = 0;
    while (id < HOST_FIELD_COUNT && !str_eq(fields[id].name, name))
        id++;
    return (enum host_field_id)id;
}

struct str host_field_nearest(struct str name)
{
    struct closest c = closest_start(name);
    for (int id = 0; id < HOST_FIELD_COUNT; id++)
        closest_offer(&c, fields[id].name, 0);
    return c.best;
}

static const struct value *field_of(const struct host *h, enum host_field_id id)
{
    switch (id) {
#define X(field, type, meaning)                                                                                        \
    case HOST_##field:                                                                                                 \
        return &h->field;
        HOST_FIELDS(X)
#undef X
    case HOST_FIELD_COUNT:
        break;
    }
    return NULL;
}

struct value *host_value(struct host *h, enum host_field_id id)
{
    return (struct value *)field_of(h, id);
}

bool host_field(const struct host *h, struct str name, struct value *ret)
{
    const struct value *v = field_of(h, host_field_find(name));
    if (v)
        *ret = *v;
    return v != NULL;
}

bool host_has(const struct host *h, struct str name)
{
    const struct value *v = field_of(h, host_field_find(name));
    return v && value_is_known(*v) && !(v->origin && v->origin->kind == ORIGIN_DEFAULT);
}

static bool class_get(const void *object, struct str field, struct arena *a, struct value *ret)
{
    (void)a;
    return host_field(object, field, ret);
}

static bool class_has(const void *object, struct str field, struct value *ret)
{
    if (host_field_find(field) == HOST_FIELD_COUNT)
        return false;
    *ret = value_bool(host_has(object, field));
    return true;
}

const struct object_class host_class = {STR_INIT("host"), class_get, class_has};

struct value host_map_value(struct arena *a, const struct host *h, enum host_field_id id, struct str key)
{
    const struct value *v = field_of(h, id);
    const struct value *found = v->type == VALUE_MAP ? value_map_get(v->as.map, value_string(key)) : NULL;
    if (found)
        return *found;
    return value_unknown(a, str_printf(a, "%.*s.%.*s", STR_ARG(reasons[id]), STR_ARG(key)));
}

static struct value defaulted(struct arena *a, struct value v, struct span at, struct str text)
{
    return value_with_origin(v, origin_new(a, ORIGIN_DEFAULT, at, text));
}

static void default_reserve(struct arena *a, struct host *h)
{
    if (value_is_unknown(h->memory)) {
        h->reserve = value_unknown(a, reasons[HOST_memory]);
        return;
    }
    int64_t share = h->memory.as.i / RESERVE_DIVISOR;
    h->reserve = defaulted(a, value_size(share > SMALLEST_RESERVE ? share : SMALLEST_RESERVE), value_at(h->memory),
                           STR("default: the larger of 256MiB and 5% of memory"));
}

/* A whole number of CPUs is taken for a machine's own; a fraction can only be a quota, behind which any number may be online. */
static void default_cpus_online(struct arena *a, struct host *h)
{
    if (h->cpus.type != VALUE_DOUBLE || h->cpus.as.d != (double)(int64_t)h->cpus.as.d)
        return;
    struct value v = value_int((int64_t)h->cpus.as.d);
    v.unit = UNIT_COUNT;
    h->cpus_online = defaulted(a, v, value_at(h->cpus), STR("default: as many as cpus"));
}

void host_finish(struct arena *a, struct host *h)
{
    if (value_is_unknown(h->name))
        h->name = value_string(STR("unnamed"));
    if (value_is_unknown(h->count))
        h->count = defaulted(a, value_int(1), value_at(h->name), STR("default: one machine"));
    if (value_is_unknown(h->cpus_online))
        default_cpus_online(a, h);
    if (value_is_unknown(h->reserve))
        default_reserve(a, h);
    for (int id = 0; id < HOST_FIELD_COUNT; id++) {
        struct value *v = host_value(h, (enum host_field_id)id);
        if (value_is_unknown(*v) && !v->as.reasons)
            *v = value_unknown(a, reasons[id]);
    }
}

void host_add_pattern(struct arena *a, struct host *h, struct str dir, struct str pattern, struct span at)
{
    struct host_pattern p = {.dir = dir, .pattern = path_normalize(a, pattern), .at = at};
    while (str_eq(p.pattern, STR("..")) || str_starts(p.pattern, STR("../"))) {
        str_cut(&p.pattern, '/');
        p.dir = path_dir(p.dir);
    }
    if (path_is_absolute(p.pattern)) {
        p.dir = STR("/");
        p.pattern = str_slice(p.pattern, 1, p.pattern.n);
    }
    if (p.pattern.n == 0)
        p.pattern = STR(".");
    vec_push(a, &h->patterns, p);
}

/* The pattern against the path and each directory above it. */
static bool pattern_covers(struct str pattern, struct str path)
{
    if (str_eq(pattern, STR(".")))
        return true;
    while (path.n > 0) {
        if (path_match(pattern, path, true))
            return true;
        uint32_t slash = str_rfind_byte(path, '/');
        path = str_slice(path, 0, slash == path.n ? 0 : slash);
    }
    return false;
}

/* The part of path below dir; empty when it is not below. */
static struct str below(struct str path, struct str dir)
{
    if (!path_is_below(path, dir))
        return (struct str){0};
    return str_slice(path, str_eq(dir, STR("/")) ? 1 : dir.n + 1, path.n);
}

bool host_lists_file(const struct host *h, struct str real)
{
    for (uint32_t i = 0; i < h->patterns.n; i++) {
        struct str rest = below(real, h->patterns.p[i].dir);
        if (rest.n > 0 && pattern_covers(h->patterns.p[i].pattern, rest))
            return true;
    }
    return false;
}

struct str host_summary(struct arena *a, const struct host *h)
{
    struct str cpus = value_show(a, h->cpus), memory = value_show(a, h->memory);
    bool one = str_eq(cpus, STR("1"));
    return str_printf(a, "%.*s (%.*s CPU%s, %s%.*s, %.*s)", (int)h->name.n, h->name.as.s, STR_ARG(cpus), one ? "" : "s",
                      value_is_unknown(h->memory) ? "memory " : "", STR_ARG(memory), STR_ARG(h->source));
}
