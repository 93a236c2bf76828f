/* Services, what they listen on, pools, servers and routes as objects. Their fields are the rows of stack/schema.h, and what belongs to each other. */
#include "ruleset/scope_object.h"

#include "base/buf.h"

static const struct type type_listen, type_pool, type_server, type_route;
static const struct type list_listen = {.kind = TYPE_LIST, .param = {&type_listen}};
static const struct type list_pool = {.kind = TYPE_LIST, .param = {&type_pool}};
static const struct type list_server = {.kind = TYPE_LIST, .param = {&type_server}};
static const struct type list_route = {.kind = TYPE_LIST, .param = {&type_route}};
static const struct type type_service;
static const struct type list_service = {.kind = TYPE_LIST, .param = {&type_service}};
static const struct type list_host = {.kind = TYPE_LIST, .param = {&scope_host_type}};

/* ---- what belongs to what ---- */

static struct value child(struct arena *a, enum stack_scope scope, const void *item, const struct scope_object *up)
{
    struct scope_object *o = arena_new(a, struct scope_object);
    *o = (struct scope_object){scope, item, up};
    return scope_stack_object(a, o);
}

static const struct service *service_of(const struct scope_object *o)
{
    return &((const struct placed_service *)o->item)->service;
}

static const struct pool *pool_of(const struct scope_object *o)
{
    return o->item;
}

#define CHILDREN(function, self, member, SCOPE)                                                                        \
    static struct value function(const struct scope_object *o, struct arena *a)                                        \
    {                                                                                                                  \
        const struct self *x = self##_of(o);                                                                           \
        struct value *items = arena_array(a, struct value, x->member.n + 1);                                           \
        for (uint32_t i = 0; i < x->member.n; i++)                                                                     \
            items[i] = child(a, SCOPE, x->member.p[i], o);                                                             \
        return value_list(items, x->member.n);                                                                         \
    }
CHILDREN(service_listens, service, listens, STACK_LISTEN)
CHILDREN(service_pools, service, pools, STACK_POOL)
CHILDREN(service_routes, service, routes, STACK_ROUTE)
CHILDREN(pool_servers, pool, servers, STACK_SERVER)
#undef CHILDREN

static struct value server_hosts(const struct scope_object *o, struct arena *a)
{
    const struct server *s = o->item;
    struct value *items = arena_array(a, struct value, s->hosts.n + 1);
    for (uint32_t i = 0; i < s->hosts.n; i++)
        items[i] = scope_host(a, s->hosts.p[i]);
    return value_list(items, s->hosts.n);
}

static struct value placed_list(struct arena *a, const struct placed_service *const *p, uint32_t n)
{
    struct value *items = arena_array(a, struct value, n + 1);
    for (uint32_t i = 0; i < n; i++)
        items[i] = child(a, STACK_SERVICE, p[i], NULL);
    return value_list(items, n);
}

static struct value server_services(const struct scope_object *o, struct arena *a)
{
    const struct server *s = o->item;
    return placed_list(a, s->services.p, s->services.n);
}

static struct value service_runners(const struct scope_object *o, struct arena *a)
{
    const struct placed_service *p = o->item;
    return placed_list(a, p->runners.p, p->runners.n);
}

static struct value service_neighbours(const struct scope_object *o, struct arena *a)
{
    const struct placed_service *self = o->item;
    uint32_t n = self->on ? self->on->services.n : 0, found = 0;
    struct value *items = arena_array(a, struct value, n + 1);
    for (uint32_t i = 0; i < n; i++)
        if (self->on->services.p[i] != self && !self->on->services.p[i]->joined)
            items[found++] = child(a, STACK_SERVICE, self->on->services.p[i], NULL);
    return value_list(items, found);
}

static struct value service_senders(const struct scope_object *o, struct arena *a)
{
    const struct placed_service *p = o->item;
    struct value *items = arena_array(a, struct value, p->senders.n + 1);
    for (uint32_t i = 0; i < p->senders.n; i++) {
        const struct sender *from = &p->senders.p[i];
        struct scope_object *service = arena_new(a, struct scope_object), *pool = arena_new(a, struct scope_object);
        *service = (struct scope_object){STACK_SERVICE, from->service, NULL};
        *pool = (struct scope_object){STACK_POOL, from->pool, service};
        items[i] = child(a, STACK_SERVER, from->server, pool);
    }
    return value_list(items, p->senders.n);
}

static struct value service_host(const struct scope_object *o, struct arena *a)
{
    return scope_host(a, ((const struct placed_service *)o->item)->host);
}

/* The server with the largest share beside its share of capacity, or beside an equal share where capacity is not known; of several the first. */
static const struct server *hottest_of(const struct pool *p)
{
    const struct server *hottest = NULL;
    double most = 0;
    for (uint32_t i = 0; i < p->servers.n; i++) {
        struct value share = p->servers.p[i]->field[SERVER_SHARE],
                     capacity = p->servers.p[i]->field[SERVER_CAPACITY_SHARE];
        if (!value_is_known(share) || share.as.d <= 0)
            continue;
        double heat = value_is_known(capacity) && capacity.as.d > 0 ? share.as.d / capacity.as.d : share.as.d;
        if (heat > most + 1e-9) {
            most = heat;
            hottest = p->servers.p[i];
        }
    }
    return hottest;
}

static struct value pool_hottest(const struct scope_object *o, struct arena *a)
{
    const struct server *s = hottest_of(o->item);
    return s ? child(a, STACK_SERVER, s, o) : value_unknown(a, STR("server.share"));
}

/* The first server that is not down and whose health nobody watches. Unknown states make it unknown. */
static struct value pool_unwatched(const struct scope_object *o, struct arena *a)
{
    const struct pool *p = o->item;
    for (uint32_t i = 0; i < p->servers.n; i++) {
        struct value down = p->servers.p[i]->field[SERVER_DOWN], check = p->servers.p[i]->field[SERVER_CHECK];
        if (value_is_unknown(down) || value_is_unknown(check))
            return value_is_unknown(down) ? down : check;
        if (!down.as.b && !check.as.b)
            return child(a, STACK_SERVER, p->servers.p[i], o);
    }
    return value_unknown(a, STR("server.check"));
}

static struct value owner(const struct scope_object *o, struct arena *a)
{
    return o->up ? scope_stack_object(a, o->up) : value_null();
}

static struct value owner_of_pool(const struct scope_object *o, struct arena *a)
{
    return o->up ? owner(o->up, a) : value_null();
}

static struct value route_pool(const struct scope_object *o, struct arena *a)
{
    const struct route *r = o->item;
    return r->pool ? child(a, STACK_POOL, r->pool, o->up) : value_unknown(a, STR("route.pool"));
}

static bool holds(const struct placed_service *const *p, uint32_t n, const struct placed_service *x)
{
    for (uint32_t i = 0; i < n; i++)
        if (p[i] == x)
            return true;
    return false;
}

/* Each service once, though several servers may lead to it. */
static struct value route_services(const struct scope_object *o, struct arena *a)
{
    const struct pool *pool = ((const struct route *)o->item)->pool;
    VEC(const struct placed_service *) all = {0};
    for (uint32_t i = 0; pool && i < pool->servers.n; i++)
        for (uint32_t k = 0; k < pool->servers.p[i]->services.n; k++)
            if (!holds(all.p, all.n, pool->servers.p[i]->services.p[k]))
                vec_push(a, &all, pool->servers.p[i]->services.p[k]);
    return placed_list(a, all.p, all.n);
}

/* clang-format off */
static const struct scope_link service_links[] = {
    {STR_INIT("listens"), &list_listen,  STR_INIT("what it listens on"),                    service_listens},
    {STR_INIT("pools"),   &list_pool,    STR_INIT("the pools it sends to"),                 service_pools},
    {STR_INIT("routes"),  &list_route,   STR_INIT("how requests go on from it"),            service_routes},
    {STR_INIT("senders"), &list_server,  STR_INIT("servers of other services' pools that lead to it"), service_senders},
    {STR_INIT("runners"), &list_service, STR_INIT("units and containers that run it"),      service_runners},
    {STR_INIT("neighbours"), &list_service, STR_INIT("other services on its host"),         service_neighbours},
    {STR_INIT("host"),    &scope_host_type, STR_INIT("the host it runs on"),                service_host},
};
static const struct scope_link listen_links[] = {
    {STR_INIT("service"), &type_service, STR_INIT("the service that listens"),              owner},
};
static const struct scope_link pool_links[] = {
    {STR_INIT("servers"), &list_server,  STR_INIT("its servers"),                           pool_servers},
    {STR_INIT("hottest"), &type_server,  STR_INIT("the server with the largest share beside its share of capacity"), pool_hottest},
    {STR_INIT("unwatched"), &type_server, STR_INIT("the first server that is up and whose health is not watched"), pool_unwatched},
    {STR_INIT("service"), &type_service, STR_INIT("the service that sends to it"),          owner},
};
static const struct scope_link server_links[] = {
    {STR_INIT("pool"),    &type_pool,    STR_INIT("the pool it is in"),                     owner},
    {STR_INIT("hosts"),   &list_host,    STR_INIT("the hosts of the facts that hold its address"), server_hosts},
    {STR_INIT("services"), &list_service, STR_INIT("what listens there, as far as configs were read"), server_services},
    {STR_INIT("service"), &type_service, STR_INIT("the service that sends to it"),          owner_of_pool},
};
static const struct scope_link route_links[] = {
    {STR_INIT("pool"),    &type_pool,    STR_INIT("the pool it leads to, of the same config"), route_pool},
    {STR_INIT("services"), &list_service, STR_INIT("what listens on the pool's servers, as far as configs were read"), route_services},
    {STR_INIT("service"), &type_service, STR_INIT("the service it leads from"),             owner},
};
/* clang-format on */

#define LINKS(x) x, sizeof(x) / sizeof((x)[0])
static const struct scope_table tables[] = {
    [STACK_SERVICE] = {STACK_SERVICE, STR_INIT("service"), LINKS(service_links)},
    [STACK_LISTEN] = {STACK_LISTEN, STR_INIT("listen"), LINKS(listen_links)},
    [STACK_POOL] = {STACK_POOL, STR_INIT("pool"), LINKS(pool_links)},
    [STACK_SERVER] = {STACK_SERVER, STR_INIT("server"), LINKS(server_links)},
    [STACK_ROUTE] = {STACK_ROUTE, STR_INIT("route"), LINKS(route_links)},
};

/* ---- for the checker ---- */

static const struct scope_link *find_link(const struct scope_table *t, struct str name)
{
    for (uint32_t i = 0; i < t->n_links; i++)
        if (str_eq(t->links[i].name, name))
            return &t->links[i];
    return NULL;
}

static const struct type *field_type(const void *ctx, struct str name)
{
    const struct scope_table *t = ctx;
    uint32_t n;
    int i = stack_field_index(t->scope, name);
    const struct scope_link *link = find_link(t, name);
    if (i >= 0)
        return type_basic(stack_fields(t->scope, &n)[i].type);
    return link ? link->type : NULL;
}

static struct str field_name(const void *ctx, uint32_t i)
{
    const struct scope_table *t = ctx;
    uint32_t n;
    const struct stack_field *rows = stack_fields(t->scope, &n);
    if (i < n)
        return rows[i].name;
    return i - n < t->n_links ? t->links[i - n].name : (struct str){0};
}

#define SCOPE_TYPE(lower, SCOPE)                                                                                       \
    static const struct object_fields lower##_fields = {STR_INIT(#lower), &tables[SCOPE], field_type, field_name};     \
    static const struct type type_##lower = {.kind = TYPE_OBJECT, .fields = &lower##_fields, .name = STR_INIT(#lower)};
SCOPE_TYPE(service, STACK_SERVICE)
SCOPE_TYPE(listen, STACK_LISTEN)
SCOPE_TYPE(pool, STACK_POOL)
SCOPE_TYPE(server, STACK_SERVER)
SCOPE_TYPE(route, STACK_ROUTE)
#undef SCOPE_TYPE

const struct type *scope_stack_type(enum stack_scope scope)
{
    static const struct type *const types[] = {
        [STACK_HOST] = &scope_host_type, [STACK_SERVICE] = &type_service, [STACK_LISTEN] = &type_listen,
        [STACK_POOL] = &type_pool,       [STACK_SERVER] = &type_server,   [STACK_ROUTE] = &type_route,
    };
    return types[scope];
}

bool scope_field_at(struct arena *a, enum stack_scope scope, uint32_t i, struct scope_field *ret)
{
    uint32_t n;
    if (scope == STACK_HOST)
        return scope_host_field_at(a, i, ret);
    const struct scope_table *t = &tables[scope];
    const struct stack_field *rows = stack_fields(scope, &n);
    if (i < n)
        *ret = (struct scope_field){rows[i].name, type_show(a, type_basic(rows[i].type)), rows[i].meaning};
    else if (i - n < t->n_links)
        *ret = (struct scope_field){t->links[i - n].name, type_show(a, t->links[i - n].type), t->links[i - n].meaning};
    return i < n + t->n_links;
}

/* ---- for the machine ---- */

static const struct value *fields_of(const struct scope_object *o)
{
    switch (o->scope) {
    case STACK_SERVICE:
        return service_of(o)->field;
    case STACK_LISTEN:
        return ((const struct listen *)o->item)->field;
    case STACK_POOL:
        return pool_of(o)->field;
    case STACK_SERVER:
        return ((const struct server *)o->item)->field;
    case STACK_ROUTE:
        return ((const struct route *)o->item)->field;
    case STACK_HOST:
        break;
    }
    return NULL;
}

/* A field that no kind fills has no reason of its own. */
static struct value with_reason(struct arena *a, struct value v, struct str scope, struct str field)
{
    if (!value_is_unknown(v) || v.as.reasons)
        return v;
    struct value u = value_unknown(a, str_printf(a, "%.*s.%.*s", STR_ARG(scope), STR_ARG(field)));
    u.origin = v.origin;
    return u;
}

static bool get(const void *object, struct str field, struct arena *a, struct value *ret)
{
    const struct scope_object *o = object;
    const struct scope_table *t = &tables[o->scope];
    int i = stack_field_index(o->scope, field);
    const struct scope_link *link = i < 0 ? find_link(t, field) : NULL;
    if (i >= 0)
        *ret = with_reason(a, fields_of(o)[i], t->name, field);
    else if (link)
        *ret = link->get(o, a);
    return i >= 0 || link;
}

/* Nobody stated it: neither a config, nor the facts. */
static bool is_unstated(struct value v, struct str scope)
{
    for (uint32_t i = 0; v.as.reasons && i < v.as.reasons->n; i++) {
        struct str reason = v.as.reasons->p[i];
        bool own = str_starts(reason, scope) && reason.n > scope.n && reason.p[scope.n] == '.';
        if (!own && !str_starts(reason, STR("host.")))
            return false;
    }
    return true;
}

struct value scope_has(struct value v, struct str scope)
{
    bool is_default = v.origin && v.origin->kind == ORIGIN_DEFAULT;
    bool stands = v.origin && (v.origin->kind == ORIGIN_SET || v.origin->kind == ORIGIN_INHERITED);
    if (value_is_unknown(v) && !stands)
        return is_unstated(v, scope) ? value_bool(false) : v;
    return value_bool(!is_default);
}

static bool has(const void *object, struct str field, struct value *ret)
{
    const struct scope_object *o = object;
    const struct scope_table *t = &tables[o->scope];
    int i = stack_field_index(o->scope, field);
    if (i < 0 && !find_link(t, field))
        return false;
    *ret = i < 0 ? value_bool(true) : scope_has(fields_of(o)[i], t->name);
    return true;
}

static const struct object_class classes[] = {
    [STACK_SERVICE] = {STR_INIT("service"), get, has}, [STACK_LISTEN] = {STR_INIT("listen"), get, has},
    [STACK_POOL] = {STR_INIT("pool"), get, has},       [STACK_SERVER] = {STR_INIT("server"), get, has},
    [STACK_ROUTE] = {STR_INIT("route"), get, has},
};

struct value scope_stack_object(struct arena *a, const struct scope_object *object)
{
    return value_object(a, &classes[object->scope], object);
}

/* The field that tells one from another. */
static struct value name_of(const struct scope_object *o)
{
    static const uint8_t names[] = {
        [STACK_SERVICE] = SERVICE_NAME,  [STACK_LISTEN] = LISTEN_PORT, [STACK_POOL] = POOL_NAME,
        [STACK_SERVER] = SERVER_ADDRESS, [STACK_ROUTE] = ROUTE_TO,
    };
    return fields_of(o)[names[o->scope]];
}

bool scope_stack_title(struct arena *a, struct value v, struct str *ret)
{
    const struct object_class *cls = v.as.object->cls;
    if (cls < classes || cls >= classes + sizeof(classes) / sizeof(classes[0]))
        return false;
    struct value name = name_of(v.as.object->object);
    *ret = value_is_known(name) ? str_printf(a, "%.*s %.*s", STR_ARG(cls->name), STR_ARG(value_format(a, name)))
                                : cls->name;
    return true;
}
