#include "stack/addresses.h"
#include "stack/budget.h"
#include "stack/partners.h"
#include "stack/shares.h"
#include "stack/stack.h"

/* ---- copies: every host has its own ---- */

static struct route *copy_route(struct arena *a, const struct route *from, const struct service *s)
{
    struct route *r = arena_new(a, struct route);
    *r = *from;
    r->pool = from->pool ? s->pools.p[from->pool->index] : NULL;
    return r;
}

struct placed_service *stack_place_last(struct stack *s, struct service *service, const struct host *host)
{
    struct placed_service *p = arena_new(s->a, struct placed_service);
    p->service = *service;
    p->host = host;
    vec_push(s->a, &s->services, p);
    return p;
}

struct placed_service *stack_place(struct stack *s, const struct service *service, const struct host *host)
{
    struct service copy = *service;
    copy.pools.p = arena_array(s->a, struct pool *, service->pools.n + 1);
    copy.routes.p = arena_array(s->a, struct route *, service->routes.n + 1);
    copy.pools.cap = service->pools.n + 1;
    copy.routes.cap = service->routes.n + 1;
    for (uint32_t i = 0; i < service->pools.n; i++)
        copy.pools.p[i] = pool_copy(s->a, service->pools.p[i]);
    for (uint32_t i = 0; i < service->routes.n; i++)
        copy.routes.p[i] = copy_route(s->a, service->routes.p[i], &copy);
    return stack_place_last(s, &copy, host);
}

/* ---- facts ---- */

/* What was measured of one process: under "<program>-worker", else under the program's own name. */
static struct value measured_memory(struct arena *a, const struct host *host, struct str program)
{
    struct value v = host_map_value(a, host, HOST_process_memory, str_printf(a, "%.*s-worker", STR_ARG(program)));
    if (value_is_known(v))
        return v;
    struct value plain = host_map_value(a, host, HOST_process_memory, program);
    return value_is_known(plain) ? plain : v;
}

static struct value measured_under(struct arena *a, const struct host *host, const struct service *s)
{
    struct value v = measured_memory(a, host, s->program);
    struct value other = s->alias.n && value_is_unknown(v) ? measured_memory(a, host, s->alias) : v;
    return value_is_known(other) ? other : v;
}

/* What a service gets on the host. The limit of the process that asked (facts "local") says nothing of a service's. */
static struct value file_limit(struct arena *a, const struct host *host)
{
    return !host || host->nofile.flags & VALUE_ESTIMATE ? value_unknown(a, STR("host.nofile")) : host->nofile;
}

/* A quota binds where it is smaller than the host. */
static struct value usable_cpus(struct arena *a, const struct host *host, const struct service *s)
{
    struct value quota = s->field[SERVICE_CPUS], all = host ? host->cpus : value_unknown(a, STR("host.cpus"));
    if (service_unstated(s, SERVICE_CPUS))
        return all;
    return value_is_known(all) && value_is_known(quota) ? value_min(a, quota, all) : quota;
}

/* Facts fill what no config says. */
static void take_facts(struct arena *a, struct placed_service *p)
{
    struct service *s = &p->service;
    if (p->host && s->program.n && service_unstated(s, SERVICE_MEMORY_PROCESS))
        s->field[SERVICE_MEMORY_PROCESS] = measured_under(a, p->host, s);
    if (service_unstated(s, SERVICE_FDS_LIMIT))
        s->field[SERVICE_FDS_LIMIT] = file_limit(a, p->host);
    s->field[SERVICE_CPUS] = usable_cpus(a, p->host, s);
}

/* ---- who sends to whom ---- */

struct joining {
    struct stack *stack;
    struct address_book book;
    struct map listeners;  /* host and port, or host and path -> struct listener_list */
    struct map containers; /* host, file and name of what runs there -> struct placed_service */
};

struct listener {
    struct placed_service *service;
    const struct listen *listen;
};

struct listener_list {
    VEC(struct listener) all;
};

static struct str text_of(struct value v)
{
    return v.type == VALUE_STRING ? (struct str){v.as.s, v.n} : (struct str){0};
}

/* Host and port, or host and path, as bytes. Hosts are told apart by where their record is. Empty: neither is known. */
static struct str place_key(struct arena *a, const struct host *h, struct value port, struct value path)
{
    struct str text = text_of(path);
    if (!text.n && port.type == VALUE_INT)
        text = (struct str){(const char *)&port.as.i, sizeof port.as.i};
    return text.n ? str_concat(a, (struct str){(const char *)&h, sizeof h}, text) : text;
}

static void add_listener(struct joining *j, struct placed_service *p, const struct listen *l)
{
    struct arena *a = j->stack->a;
    struct str key = place_key(a, p->host, l->field[LISTEN_PORT], l->field[LISTEN_PATH]);
    if (!key.n)
        return;
    struct map_entry *e = map_put(&j->listeners, key, NULL, NULL);
    e->value = e->value ? e->value : arena_new(a, struct listener_list);
    struct listener_list *list = e->value;
    vec_push(
        a, &list->all,
        ((struct listener){p->joined ? p->joined : p, l})); /* the ports that a container publishes are its program's */
}

static void index_listeners(struct joining *j)
{
    for (uint32_t i = 0; i < j->stack->services.n; i++) {
        struct placed_service *p = j->stack->services.p[i];
        for (uint32_t k = 0; p->host && k < p->service.listens.n; k++)
            add_listener(j, p, p->service.listens.p[k]);
    }
}

/* Whether what is sent to an address of the host arrives at a socket bound to another text. Names of the host may be any of its addresses, but not a loopback one. */
static bool reaches(struct str to, struct str bound)
{
    if (address_is_wildcard(bound) || address_same(to, bound))
        return true;
    return !address_is_literal(to) && address_is_loopback(to) == address_is_loopback(bound);
}

static void connect(struct joining *j, struct placed_service *from, const struct pool *pool, struct server *server,
                    struct placed_service *to)
{
    struct arena *a = j->stack->a;
    for (uint32_t i = 0; i < server->services.n; i++)
        if (server->services.p[i] == to)
            return;
    vec_push(a, &server->services, to);
    vec_push(a, &to->senders, ((struct sender){from, pool, server}));
}

static void find_services(struct joining *j, struct placed_service *from, const struct pool *pool,
                          struct server *server)
{
    struct value path = server->field[SERVER_PATH];
    for (uint32_t i = 0; i < server->hosts.n; i++) {
        struct str key = place_key(j->stack->a, server->hosts.p[i], server->field[SERVER_PORT], path);
        const struct listener_list *list = key.n ? map_get(&j->listeners, key) : NULL;
        for (uint32_t k = 0; list && k < list->all.n; k++) {
            const struct listener *l = &list->all.p[k];
            if (path.type == VALUE_STRING ||
                reaches(text_of(server->field[SERVER_ADDRESS]), text_of(l->listen->field[LISTEN_ADDRESS])))
                connect(j, from, pool, server, l->service);
        }
    }
}

/* The driver of a client that states no port has that of its database: the only one that listens on such a port there is meant. */
static void find_database(struct joining *j, struct placed_service *from, const struct pool *pool,
                          struct server *server)
{
    static const int64_t ports[] = {3306, 5432};
    const struct listener_list *only = NULL;
    uint32_t n = 0;
    for (uint32_t i = 0; i < server->hosts.n; i++)
        for (size_t k = 0; k < sizeof ports / sizeof *ports; k++) {
            struct str key = place_key(j->stack->a, server->hosts.p[i], value_int(ports[k]), value_null());
            const struct listener_list *list = map_get(&j->listeners, key);
            only = list ? list : only;
            n += list ? list->all.n : 0;
        }
    if (n == 1)
        connect(j, from, pool, server, only->all.p[0].service);
}

static void find_hosts(struct joining *j, const struct placed_service *from, struct server *server)
{
    struct str address = text_of(server->field[SERVER_ADDRESS]);
    if (server->field[SERVER_PATH].type == VALUE_STRING || address_is_loopback(address)) {
        if (from->host)
            vec_push(j->stack->a, &server->hosts, from->host);
        return;
    }
    const struct address_entry *e = address.n ? address_hosts(&j->book, address) : NULL;
    for (uint32_t i = 0; e && i < e->hosts.n; i++)
        vec_push(j->stack->a, &server->hosts, e->hosts.p[i]);
}

/* ---- names that the containers of one file have for each other ---- */

static struct str container_key(struct arena *a, const struct placed_service *p, struct str name)
{
    return str_concat(a, (struct str){(const char *)&p->host, sizeof p->host},
                      str_printf(a, "%.*s\n%.*s", STR_ARG(p->service.path), STR_ARG(name)));
}

static void index_containers(struct joining *j)
{
    for (uint32_t i = 0; i < j->stack->services.n; i++) {
        struct placed_service *p = j->stack->services.p[i];
        if (p->service.runner && p->host && p->service.field[SERVICE_CONTAINER].origin)
            map_put(&j->containers, container_key(j->stack->a, p, text_of(p->service.field[SERVICE_NAME])), p, NULL);
    }
}

/* Of a pool of connections only: which port a proxy is sent to in a container is not what that publishes. */
static void find_container(struct joining *j, struct placed_service *from, const struct pool *pool,
                           struct server *server, const struct placed_service *runner)
{
    struct str name = text_of(server->field[SERVER_ADDRESS]);
    struct placed_service *to = runner->service.runner && runner->host && name.n
                                    ? map_get(&j->containers, container_key(j->stack->a, runner, name))
                                    : NULL;
    if (to)
        connect(j, from, pool, server, to->joined ? to->joined : to);
}

static void find_containers(struct joining *j, struct placed_service *from, const struct pool *pool,
                            struct server *server)
{
    find_container(j, from, pool, server, from);
    for (uint32_t i = 0; i < from->runners.n; i++)
        find_container(j, from, pool, server, from->runners.p[i]);
}

static void join_pool(struct joining *j, struct placed_service *from, struct pool *pool)
{
    struct arena *a = j->stack->a;
    struct value *share = arena_array(a, struct value, pool->servers.n + 1),
                 *capacity = arena_array(a, struct value, pool->servers.n + 1);
    for (uint32_t i = 0; i < pool->servers.n; i++) {
        find_hosts(j, from, pool->servers.p[i]);
        const struct value *field = pool->servers.p[i]->field;
        if (pool->field[POOL_CONNECTIONS].origin && !pool->servers.p[i]->hosts.n)
            find_containers(j, from, pool, pool->servers.p[i]);
        if (pool->field[POOL_CONNECTIONS].origin && !field[SERVER_PORT].origin && !field[SERVER_PATH].origin)
            find_database(j, from, pool, pool->servers.p[i]);
        else
            find_services(j, from, pool, pool->servers.p[i]);
    }
    pool_count(a, pool);
    pool_shares(a, pool, NULL, share);
    pool_capacity_shares(a, pool, capacity);
    for (uint32_t i = 0; i < pool->servers.n; i++) {
        struct value *field = pool->servers.p[i]->field;
        field[SERVER_SHARE] = value_with_origin(share[i], field[SERVER_WEIGHT].origin);
        field[SERVER_CAPACITY_SHARE] = capacity[i];
    }
}

/* ---- who is on a host ---- */

static void add_to_host(struct stack *s, struct map *by_host, struct placed_service *p)
{
    struct map_entry *e = map_put(by_host, (struct str){(const char *)&p->host, sizeof p->host}, NULL, NULL);
    if (!e->value) {
        struct stack_host *h = arena_new(s->a, struct stack_host);
        h->host = p->host;
        vec_push(s->a, &s->hosts, h);
        e->value = h;
    }
    struct stack_host *on = e->value;
    vec_push(s->a, &on->services, p);
    p->on = on;
}

static void gather_hosts(struct stack *s)
{
    struct map by_host = {.a = s->a};
    for (uint32_t i = 0; i < s->services.n; i++)
        if (s->services.p[i]->host)
            add_to_host(s, &by_host, s->services.p[i]);
}

/* Sizes and places that hang on the environment, and then the pools that its variables tell of. */
static void settle_pools(struct stack *s)
{
    for (uint32_t i = 0; i < s->services.n; i++) {
        struct placed_service *p = s->services.p[i];
        for (uint32_t k = 0; k < p->service.pools.n; k++)
            if (p->service.pools.p[k]->settle)
                p->service.pools.p[k]->settle(p->service.pools.p[k], &p->service, s->a);
    }
    for (uint32_t i = 0; i < s->services.n; i++)
        if (s->services.p[i]->service.runner && s->services.p[i]->joined)
            stack_take_pools(s->a, &s->services.p[i]->joined->service, &s->services.p[i]->service);
}

void stack_join(struct stack *s, const struct host *const *hosts, uint32_t n_hosts)
{
    struct joining j = {.stack = s, .listeners = {.a = s->a}, .containers = {.a = s->a}};
    enum budget_basis basis;
    stack_join_partners(s);
    for (uint32_t i = 0; i < s->services.n; i++) {
        struct placed_service *p = s->services.p[i];
        take_facts(s->a, p);
        if (!p->service.runner && p->service.settle)
            p->service.settle(&p->service, p->host, s->a);
        p->service.field[SERVICE_MEMORY_NEED] = budget_need(s->a, &p->service, &basis);
    }
    settle_pools(s);
    gather_hosts(s);
    address_book_make(&j.book, s->a, hosts, n_hosts);
    index_listeners(&j);
    index_containers(&j);
    for (uint32_t i = 0; i < s->services.n; i++)
        for (uint32_t k = 0; k < s->services.p[i]->service.pools.n; k++)
            join_pool(&j, s->services.p[i], s->services.p[i]->service.pools.p[k]);
}
