#include "stack/kernel.h"

#include "base/map.h"
#include "base/path.h"
#include "text/marks.h"

#include <stdlib.h>

/* A setting with what orders it among those of other files. */
struct ordered {
    const struct kernel_setting *setting;
    struct str name; /* of the file */
    struct str dir;
    uint32_t rank;  /* of the directory, 0 before 1 */
    uint32_t index; /* as they were given: within a file from top to bottom */
};

static struct str name_in_order(struct str path)
{
    struct str base = path_base(marks_plain_name(path));
    return str_eq(base, STR("sysctl.conf")) ? STR("99-sysctl.conf") : base;
}

static uint32_t rank_of(struct str path)
{
    static const char *const below[] = {"run", "usr/local/lib", "usr/lib", "lib"};
    struct str dir = path_dir(path), top = path_dir(dir);
    if (!str_eq(path_base(dir), STR("sysctl.d")))
        return 0;
    for (uint32_t i = 0; i < sizeof below / sizeof *below; i++) {
        struct str end = str_from(below[i]);
        if (str_ends(top, end) && (top.n == end.n || top.p[top.n - end.n - 1] == '/'))
            return i + 1;
    }
    return 0;
}

static int by_order(const void *x, const void *y)
{
    const struct ordered *a = x, *b = y;
    int c = str_cmp(a->name, b->name);
    if (c == 0 && a->rank != b->rank)
        c = a->rank < b->rank ? 1 : -1;
    return c ? c : a->index < b->index ? -1 : 1;
}

/* The settings that are read, in order: those of masked files are dropped. Returns how many. */
static uint32_t put_in_order(struct arena *a, const struct kernel_setting *settings, uint32_t n, struct ordered **ret)
{
    struct ordered *all = arena_array(a, struct ordered, n);
    struct map best = {.a = a}; /* name -> the lowest rank + 1 */
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct str path = settings[i].path;
        all[i] = (struct ordered){&settings[i], name_in_order(path), path_dir(path), rank_of(path), i};
        struct map_entry *e = map_put(&best, all[i].name, NULL, NULL);
        if (!e->value || all[i].rank < ((struct ordered *)e->value)->rank)
            e->value = &all[i];
    }
    struct ordered *read = arena_array(a, struct ordered, n);
    for (uint32_t i = 0; i < n; i++)
        if (all[i].rank == ((struct ordered *)map_get(&best, all[i].name))->rank)
            read[kept++] = all[i];
    if (kept > 1)
        qsort(read, kept, sizeof *read, by_order);
    *ret = read;
    return kept;
}

/* What holds of a key so far. */
struct in_force {
    const struct ordered *from;
    struct value value;
};

static bool is_same(struct arena *a, struct value x, struct value y)
{
    return value_is_known(x) && value_is_known(y) && str_eq(value_format(a, x), value_format(a, y));
}

static void set_key(struct stack *s, const struct host *host, struct map *keys, const struct ordered *o)
{
    struct map_entry *e = map_put(keys, o->setting->key, NULL, NULL);
    struct in_force *held = e->value;
    if (!held)
        e->value = held = arena_new(s->a, struct in_force);
    const struct ordered *before = held->from;
    held->from = o;
    struct value old = held->value;
    held->value = o->setting->value;
    if (!before || str_eq(before->setting->path, o->setting->path) || is_same(s->a, old, held->value))
        return;
    if (str_eq(before->name, o->name)) {
        struct str why = str_printf(s->a, "which of %.*s and %.*s sets %.*s", STR_ARG(before->setting->path),
                                    STR_ARG(o->setting->path), STR_ARG(o->setting->key));
        held->value = value_with_origin(value_unknown(s->a, why), o->setting->value.origin);
    } else if (before->rank == o->rank && old.type != VALUE_NULL && held->value.type != VALUE_NULL) {
        vec_push(s->a, &s->clashes, ((struct kernel_clash){host, *before->setting, *o->setting}));
    }
}

/* "net.core.somaxconn is 128 by the facts of web-1 and 4096 as it is to be deployed, which counts" */
static struct value over_fact(struct arena *a, const struct host *host, struct str key, struct value v)
{
    const struct value *fact =
        host->kernel.type == VALUE_MAP ? value_map_get(host->kernel.as.map, value_string(key)) : NULL;
    if (!fact || !value_is_known(v) || !value_is_known(*fact) || is_same(a, *fact, v))
        return v;
    struct origin *o = arena_new(a, struct origin);
    *o = v.origin ? *v.origin : (struct origin){0};
    o->kind = ORIGIN_DERIVED;
    o->text = str_printf(a, "%.*s is %.*s by the facts of the host and %.*s in the file to be deployed, which counts",
                         STR_ARG(key), STR_ARG(value_format(a, *fact)), STR_ARG(value_format(a, v)));
    return value_with_origin(v, o);
}

struct str kernel_key_swapped(struct arena *a, struct str key)
{
    char *p = arena_array(a, char, key.n + 1);
    for (uint32_t i = 0; i < key.n; i++)
        p[i] = (char)(key.p[i] == '.' ? '/' : key.p[i] == '/' ? '.' : key.p[i]);
    return (struct str){p, key.n};
}

/* Keys of the facts that a pattern matches, and that no file names. Which others there are only the host knows. */
static void apply_pattern(struct stack *s, const struct host *host, struct map *keys, const struct ordered *o)
{
    const struct value_map *facts = host->kernel.type == VALUE_MAP ? host->kernel.as.map : NULL;
    struct str pattern = kernel_key_swapped(s->a, o->setting->key);
    for (uint32_t i = 0; facts && i < facts->n; i++) {
        struct str key = {facts->keys[i].as.s, facts->keys[i].n};
        struct in_force *held = map_get(keys, key);
        if ((held && !held->from->setting->pattern) || !path_match(pattern, kernel_key_swapped(s->a, key), true))
            continue;
        if (!held) {
            held = arena_new(s->a, struct in_force);
            map_put(keys, key, held, NULL);
        }
        *held = (struct in_force){o, o->setting->value};
    }
}

void stack_set_kernel(struct stack *s, struct host *host, const struct kernel_setting *settings, uint32_t n)
{
    struct map keys = {.a = s->a};
    struct ordered *read;
    vec_push(s->a, &s->kernels, host);
    n = put_in_order(s->a, settings, n, &read);
    for (uint32_t i = 0; i < n; i++)
        if (!read[i].setting->pattern)
            set_key(s, host, &keys, &read[i]);
    for (uint32_t i = 0; i < n; i++)
        if (read[i].setting->pattern)
            apply_pattern(s, host, &keys, &read[i]);
    const struct value_map *facts = host->kernel.type == VALUE_MAP ? host->kernel.as.map : NULL;
    struct value_map *both = value_map_new(s->a, keys.n + (facts ? facts->n : 0));
    for (uint32_t i = 0; i < keys.n; i++) {
        struct value v = ((struct in_force *)keys.entries[i].value)->value;
        if (v.type != VALUE_NULL)
            value_map_put(s->a, both, value_string(keys.entries[i].key), over_fact(s->a, host, keys.entries[i].key, v));
    }
    for (uint32_t i = 0; facts && i < facts->n; i++)
        value_map_put(s->a, both, facts->keys[i], facts->values[i]);
    if (both->n)
        host->kernel = value_with_origin(value_map(both), host->kernel.origin);
}
