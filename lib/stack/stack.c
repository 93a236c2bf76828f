#include "stack/stack.h"

/* Why a field is unknown: the field itself, "service.processes", tells what a rule lacked. */
static const struct str service_names[] = {
#define X(field, name, ...) STR_INIT("service." name),
    SERVICE_FIELDS(X)
#undef X
};
static const struct reasons service_reasons[] = {
#define X(field, ...) {&service_names[SERVICE_##field], 1},
    SERVICE_FIELDS(X)
#undef X
};

struct service *contribute_service(struct contributions *c, struct str kind, struct str name, struct span at)
{
    struct service *s = arena_new(c->a, struct service);
    for (uint32_t i = 0; i < SERVICE_FIELD_COUNT; i++)
        s->field[i] = (struct value){.type = VALUE_UNKNOWN, .as.reasons = &service_reasons[i]};
    s->at = at;
    s->field[SERVICE_KIND] = value_string(kind);
    s->field[SERVICE_NAME] = value_string(name);
    vec_push(c->a, &c->services, s);
    return s;
}

void contribute_kernel_setting(struct contributions *c, struct str path, struct kernel_setting setting)
{
    setting.path = path;
    vec_push(c->a, &c->kernel, setting);
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

struct server *pool_add_endpoint(struct arena *a, struct pool *p, struct str host, int64_t port,
                                 const struct origin *origin)
{
    struct server *s = pool_add_server(a, p, p->at);
    s->field[SERVER_COUNT] = value_int(0);
    s->field[SERVER_WEIGHT] = value_int(1);
    s->field[SERVER_BACKUP] = s->field[SERVER_DOWN] = value_bool(false);
    s->field[SERVER_CHECK] = value_bool(true);
    s->field[SERVER_NAME] = value_string(host);
    s->field[SERVER_ADDRESS] = value_with_origin(value_string(host), origin);
    if (port > 0)
        s->field[SERVER_PORT] = value_with_origin(value_int(port), origin);
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

static struct server *copy_server(struct arena *a, const struct server *from)
{
    struct server *s = arena_new(a, struct server);
    *s = *from;
    return s;
}

struct pool *pool_copy(struct arena *a, const struct pool *from)
{
    struct pool *p = arena_new(a, struct pool);
    *p = *from;
    p->servers.p = arena_array(a, struct server *, from->servers.n + 1);
    for (uint32_t i = 0; i < from->servers.n; i++)
        p->servers.p[i] = copy_server(a, from->servers.p[i]);
    return p;
}
