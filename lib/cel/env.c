#include "cel/env.h"

#include "base/map.h"
#include "diag/closest.h"

struct variable {
    struct str name;
    const struct type *type;
};

struct cel_env {
    struct arena *a;
    const struct cel_env *base; /* asked for constants and functions that are not here; NULL: none */
    struct str container;
    struct map by_name;   /* variables: index + 1 as a pointer */
    struct map constants; /* struct value */
    struct map groups;    /* struct cel_group */
    VEC(struct variable) variables;
};

/* Names of types are constants whose value is the type. dyn is no type that a value could have. */
static void add_types(struct cel_env *e)
{
    static const struct type *const types[] = {
        &type_null,     &type_bool,      &type_int,      &type_uint, &type_double,
        &type_string,   &type_bytes,     &type_list_dyn, &type_type, &type_map_dyn,
        &type_duration, &type_timestamp, &type_ip,       &type_cidr, &type_optional_dyn,
    };
    for (uint32_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        cel_env_constant(e, type_name(types[i]), value_type(types[i]));
}

struct cel_env *cel_env_new(struct arena *a)
{
    struct cel_env *e = arena_new(a, struct cel_env);
    *e = (struct cel_env){.a = a, .by_name = {.a = a}, .constants = {.a = a}, .groups = {.a = a}};
    for (uint32_t i = 0; i < cel_library_count; i++)
        cel_env_function(e, &cel_library[i]);
    add_types(e);
    return e;
}

struct cel_env *cel_env_over(struct arena *a, const struct cel_env *base)
{
    struct cel_env *e = arena_new(a, struct cel_env);
    *e = (struct cel_env){.a = a,
                          .base = base,
                          .container = base->container,
                          .by_name = {.a = a},
                          .constants = {.a = a},
                          .groups = {.a = a}};
    return e;
}

/* Variables are never those of the base: their numbers are an environment's own. */
static const struct value *find_constant(const struct cel_env *e, struct str name)
{
    const struct value *v = map_get(&e->constants, name);
    return v || !e->base ? v : find_constant(e->base, name);
}

static const struct cel_group *find_group(const struct cel_env *e, struct str name)
{
    const struct cel_group *g = map_get(&e->groups, name);
    return g || !e->base ? g : find_group(e->base, name);
}

uint32_t cel_env_variable(struct cel_env *e, struct str name, const struct type *type)
{
    bool is_new;
    struct map_entry *entry = map_put(&e->by_name, name, NULL, &is_new);
    if (is_new) {
        struct variable v = {name, type};
        vec_push(e->a, &e->variables, v);
        entry->value = (void *)(uintptr_t)e->variables.n;
    }
    return (uint32_t)(uintptr_t)entry->value - 1;
}

void cel_env_constant(struct cel_env *e, struct str name, struct value v)
{
    struct value *p = arena_new(e->a, struct value);
    *p = v;
    map_put(&e->constants, name, NULL, NULL)->value = p;
}

void cel_env_container(struct cel_env *e, struct str name)
{
    e->container = name;
}

void cel_env_function(struct cel_env *e, const struct cel_function *f)
{
    struct cel_group *g = map_get(&e->groups, f->name);
    if (!g) {
        g = arena_new(e->a, struct cel_group);
        g->name = f->name;
        map_put(&e->groups, f->name, g, NULL);
    }
    vec_push(e->a, &g->overloads, f);
}

uint32_t env_variable_count(const struct cel_env *e)
{
    return e->variables.n;
}

uint32_t function_arity(const struct cel_function *f)
{
    uint32_t n = 0;
    while (n < CEL_MAX_ARGS && f->args[n])
        n++;
    return n;
}

static struct env_name lookup_exact(const struct cel_env *e, struct str name)
{
    uintptr_t index = (uintptr_t)map_get(&e->by_name, name);
    if (index)
        return (struct env_name){
            .kind = ENV_VARIABLE, .index = (uint32_t)index - 1, .type = e->variables.p[index - 1].type};
    const struct value *v = find_constant(e, name);
    return v ? (struct env_name){.kind = ENV_CONSTANT, .constant = *v} : (struct env_name){0};
}

/* The container without its last part: "a.b" to "a", "a" to "". */
static struct str outer(struct str container)
{
    uint32_t dot = str_rfind_byte(container, '.');
    return dot < container.n ? str_slice(container, 0, dot) : (struct str){0};
}

static struct str in_container(struct arena *a, struct str container, struct str name)
{
    return container.n ? str_printf(a, "%.*s.%.*s", STR_ARG(container), STR_ARG(name)) : name;
}

struct env_name env_lookup(const struct cel_env *e, struct arena *a, struct str name, bool rooted)
{
    for (struct str c = rooted ? STR("") : e->container;; c = outer(c)) {
        struct env_name found = lookup_exact(e, in_container(a, c, name));
        if (found.kind != ENV_NOTHING || c.n == 0)
            return found;
    }
}

static bool has_style(const struct cel_group *g, enum cel_style style)
{
    for (uint32_t i = 0; i < g->overloads.n; i++)
        if (g->overloads.p[i]->style == style)
            return true;
    return false;
}

const struct cel_group *env_function(const struct cel_env *e, struct arena *a, struct str name, enum cel_style style,
                                     bool rooted)
{
    for (struct str c = rooted || style == CEL_MEMBER ? STR("") : e->container;; c = outer(c)) {
        const struct cel_group *g = find_group(e, in_container(a, c, name));
        if (g && has_style(g, style))
            return g;
        if (c.n == 0)
            return NULL;
    }
}

struct str env_nearest_name(const struct cel_env *e, struct str name)
{
    struct closest c = closest_start(name);
    for (uint32_t i = 0; i < e->variables.n; i++)
        closest_offer(&c, e->variables.p[i].name, 0);
    for (const struct cel_env *at = e; at; at = at->base)
        for (uint32_t i = 0; i < at->constants.n; i++)
            closest_offer(&c, at->constants.entries[i].key, 1);
    return c.best;
}

/* Operators have names that nobody writes. */
static bool is_written(struct str name)
{
    return name.n > 0 && ch_is_alpha(name.p[0]);
}

struct str env_nearest_function(const struct cel_env *e, struct str name, enum cel_style style)
{
    struct closest c = closest_start(name);
    for (const struct cel_env *at = e; at; at = at->base)
        for (uint32_t i = 0; i < at->groups.n; i++)
            if (is_written(at->groups.entries[i].key) && has_style(at->groups.entries[i].value, style))
                closest_offer(&c, at->groups.entries[i].key, 0);
    return c.best;
}
