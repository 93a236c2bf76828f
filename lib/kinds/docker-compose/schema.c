/* What docker refuses by the compose specification's schema. */
#include "kinds/docker-compose/docker-compose.h"

#include "diag/closest.h"
#include "formats/yaml.h"

struct rule {
    const char *context, *key, *types, *map, *values, *items, *item;
};

static const struct rule rules[] = {
#define X(context, key, types, map, values, items, item) {context, key, types, map, values, items, item},
#include "kinds/docker-compose/schema.def"
#undef X
};

enum { N_RULES = sizeof rules / sizeof *rules };

/* Contexts in which further keys may stand. */
static bool is_open(const char *context)
{
    return !strcmp(context, "gpus") || !strcmp(context, "secret_external") || !strcmp(context, "config_external");
}

static const struct rule *find(const char *context, struct str key)
{
    for (uint32_t i = 0; i < N_RULES; i++)
        if (!strcmp(rules[i].context, context) && str_eq(str_from(rules[i].key), key))
            return &rules[i];
    return NULL;
}

/* ---- types ---- */

static char type_of(const struct node *v)
{
    if (v->kind == NODE_MAP)
        return 'M';
    if (v->kind == NODE_LIST)
        return 'L';
    switch (yaml_scalar_type(v, YAML_SCHEMA_CORE)) {
    case YAML_SCALAR_NULL:
        return '0';
    case YAML_SCALAR_BOOL:
        return 'B';
    case YAML_SCALAR_INT:
    case YAML_SCALAR_FLOAT:
        return 'N';
    default:
        return 'S';
    }
}

static const char *json_type(char type)
{
    return type == 'M'   ? "a mapping"
           : type == 'L' ? "a list"
           : type == 'B' ? "a boolean"
           : type == 'N' ? "a number"
                         : "a string";
}

static void say_type(struct kind_job *job, const struct node *v, struct str name, const char *types)
{
    struct str wanted = {0};
    for (const char *t = types; *t; t++)
        if (*t != '0')
            wanted =
                wanted.n ? str_printf(job->a, "%.*s or %s", STR_ARG(wanted), json_type(*t)) : str_from(json_type(*t));
    struct finding *f = diag_syntax(job->sink, SYNTAX_VALUE, v->at, "\"%.*s\" is %s; docker takes %.*s",
                                    STR_ARG(diag_quote(job->a, name)), json_type(type_of(v)), STR_ARG(wanted));
    bool quotable = v->kind == NODE_WORD && strchr(types, 'S');
    diag_label(job->sink, f, quotable ? "in quotes it is a string" : "%.*s", STR_ARG(wanted));
}

/* Null is left alone: docker passes over most of what has no value. A number or boolean that ${} makes is a string to no one. */
static bool fits(struct kind_job *job, const struct node *v, struct str name, const char *types)
{
    bool opaque = v->flags & (NODE_UNKNOWN | NODE_FAULTY | NODE_TAINTED | NODE_TAGGED);
    char type = type_of(v);
    if (opaque || type == '0' || !*types || strchr(types, type))
        return true;
    say_type(job, v, name, types);
    return false;
}

/* ---- keys ---- */

static void say_unknown(struct kind_job *job, const char *context, const struct node *e)
{
    struct closest c = closest_start(e->text);
    for (uint32_t i = 0; i < N_RULES; i++)
        if (!strcmp(rules[i].context, context))
            closest_offer(&c, str_from(rules[i].key), 0);
    struct str key = diag_quote(job->a, e->text);
    const char *where = !strcmp(context, "root") ? "at the top of a compose file" : "here";
    struct finding *f =
        diag_syntax(job->sink, SYNTAX_UNKNOWN, e->name_at, "unknown key \"%.*s\" %s", STR_ARG(key), where);
    diag_label(job->sink, f, "docker refuses the file");
    if (c.best.n)
        diag_help(job->sink, f, "did you mean \"%.*s\"?", STR_ARG(c.best));
}

static void check_map(struct kind_job *job, struct node *map, const char *context);

static void check_values(struct kind_job *job, struct node *map, const struct rule *r)
{
    struct node_iter it = node_entries(map);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        struct node *v = node_value(e);
        if (v && !str_starts(e->text, STR("x-")) && fits(job, v, e->text, r->values) && v->kind == NODE_MAP && *r->map)
            check_map(job, v, r->map);
    }
}

static void check_items(struct kind_job *job, struct node *list, const struct rule *r)
{
    for (struct node *v = list->first; v; v = v->next)
        if (v->kind != NODE_COMMENT && v->kind != NODE_BAD && fits(job, v, str_from(r->key), r->items) &&
            v->kind == NODE_MAP && *r->item)
            check_map(job, v, r->item);
}

static void check_value(struct kind_job *job, struct node *e, const struct rule *r)
{
    struct node *v = node_value(e);
    if (!v || !fits(job, v, e->text, r->types))
        return;
    if (v->kind == NODE_MAP && *r->values)
        check_values(job, v, r);
    else if (v->kind == NODE_MAP && *r->map)
        check_map(job, v, r->map);
    else if (v->kind == NODE_LIST)
        check_items(job, v, r);
}

static void check_map(struct kind_job *job, struct node *map, const char *context)
{
    struct node_iter it = node_entries(map);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        const struct rule *r = find(context, e->text);
        if (e->flags & (NODE_UNKNOWN | NODE_FAULTY) || str_starts(e->text, STR("x-")))
            continue;
        if (r)
            check_value(job, e, r);
        else if (!is_open(context))
            say_unknown(job, context, e);
    }
}

void compose_check_schema(struct kind_job *job, struct node *top)
{
    check_map(job, top, "root");
}
