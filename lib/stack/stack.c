#include "stack/stack.h"

/* All fields of a scope unknown, with a reason that names the field: "service.processes" tells what a rule lacked. */
static void set_unknown(struct arena *a, struct value *fields, enum stack_scope scope, const char *name)
{
    uint32_t n;
    const struct stack_field *rows = stack_fields(scope, &n);
    for (uint32_t i = 0; i < n; i++)
        fields[i] = value_unknown(a, str_printf(a, "%s.%.*s", name, STR_ARG(rows[i].name)));
}

struct service *contribute_service(struct contributions *c, struct str kind, struct str name, struct span at)
{
    struct service *s = arena_new(c->a, struct service);
    set_unknown(c->a, s->field, STACK_SERVICE, "service");
    s->at = at;
    s->field[SERVICE_KIND] = value_string(kind);
    s->field[SERVICE_NAME] = value_string(name);
    vec_push(c->a, &c->services, s);
    return s;
}

struct listen *service_add_listen(struct arena *a, struct service *s, struct span at)
{
    struct listen *l = arena_new(a, struct listen);
    l->at = at;
    vec_push(a, &s->listens, l);
    return l;
}

struct pool *service_add_pool(struct arena *a, struct service *s, struct str name, struct span at)
{
    struct pool *p = arena_new(a, struct pool);
    p->at = at;
    p->index = s->pools.n;
    p->field[POOL_NAME] = value_string(name);
    vec_push(a, &s->pools, p);
    return p;
}

struct server *pool_add_server(struct arena *a, struct pool *p, struct span at)
{
    struct server *s = arena_new(a, struct server);
    s->at = at;
    s->field[SERVER_COUNT] = value_int(1);
    vec_push(a, &p->servers, s);
    return s;
}

struct route *service_add_route(struct arena *a, struct service *s, struct span at)
{
    struct route *r = arena_new(a, struct route);
    r->at = at;
    vec_push(a, &s->routes, r);
    return r;
}

struct value service_get(const struct service *s, enum service_field f)
{
    return s->field[f];
}

bool service_unstated(const struct service *s, enum service_field f)
{
    uint32_t n;
    struct value v = s->field[f];
    const struct reasons *r = v.as.reasons;
    if (!value_is_unknown(v))
        return false;
    struct str name = stack_fields(STACK_SERVICE, &n)[f].name, prefix = STR("service.");
    return !r || (r->n == 1 && str_starts(r->p[0], prefix) && str_eq(str_slice(r->p[0], prefix.n, r->p[0].n), name));
}
