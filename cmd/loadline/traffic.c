/* loadline traffic: who is sent how much of each pool's requests, beside what its host has, and what is left with one server gone. */
#include "traffic.h"

#include "commands.h"

#include "base/buf.h"
#include "base/map.h"
#include "diag/closest.h"
#include "diag/sink.h"

#include <stdio.h>

enum { OPT_POOL = 1 };

/* clang-format off */
static const struct option table[] = {
    {OPT_POOL, 0, "pool", "NAME", NULL, "only the pool of this name; repeatable"},
    VIEW_ROWS,
};
/* clang-format on */

enum { N_OPTIONS = sizeof(table) / sizeof(table[0]) };

const struct option_table traffic_table = {table, N_OPTIONS};

/* The command while it runs. */
struct showing {
    struct traffic traffic;
    VEC(struct str) pools; /* --pool */
    struct map seen;       /* pool_key -> struct traffic_pool */
};

static void take_option(void *own, struct arena *a, int id, struct str value)
{
    struct showing *s = own;
    if (id == OPT_POOL)
        vec_push(a, &s->pools, value);
}

/* ---- names ---- */

static struct str text_of(struct value v)
{
    return v.type == VALUE_STRING ? (struct str){v.as.s, v.n} : (struct str){0};
}

struct str traffic_pool_name(const struct pool *p)
{
    struct str name = text_of(p->field[POOL_NAME]);
    return name.n ? name : STR("(unnamed)");
}

struct str traffic_server_address(struct arena *a, const struct server *s)
{
    struct str path = text_of(s->field[SERVER_PATH]), address = text_of(s->field[SERVER_ADDRESS]);
    struct value port = s->field[SERVER_PORT];
    if (path.n || port.type != VALUE_INT || !address.n)
        return path.n ? path : address;
    bool bare = str_find_byte(address, ':') < address.n && str_byte(address, 0) != '[';
    return str_printf(a, bare ? "[%.*s]:%lld" : "%.*s:%lld", STR_ARG(address), (long long)port.as.i);
}

struct str traffic_server_name(struct arena *a, const struct server *s)
{
    struct str name = text_of(s->field[SERVER_NAME]), address = traffic_server_address(a, s);
    return name.n ? name : address.n ? address : STR("(unnamed)");
}

bool traffic_is_own_host(const struct traffic_pool *t, const struct server *s)
{
    return s->hosts.n == 1 && s->hosts.p[0] == t->service->host;
}

/* ---- pools ---- */

/* All that a pool's picture is made of, but for the host that sends. */
static struct str pool_key(struct arena *a, const struct placed_service *service, const struct pool *p, struct place at)
{
    struct buf key = {.a = a};
    buf_printf(&key, "%p %u\n", (const void *)at.file, at.off);
    view_key(&key, pool_arrivals(a, service));
    for (int f = 0; f < POOL_FIELD_COUNT; f++)
        view_key(&key, p->field[f]);
    for (uint32_t i = 0; i < p->servers.n; i++) {
        const struct server *s = p->servers.p[i];
        for (int f = 0; f < SERVER_FIELD_COUNT; f++)
            view_key(&key, s->field[f]);
        bool own = s->hosts.n == 1 && s->hosts.p[0] == service->host;
        for (uint32_t k = 0; k < s->hosts.n && !own; k++)
            buf_printf(&key, "%p ", (const void *)s->hosts.p[k]);
        view_key(&key, own ? service->host->cpus : value_null());
    }
    return buf_str(&key);
}

static bool is_wanted(const struct showing *o, const struct pool *p)
{
    struct str name = traffic_pool_name(p);
    for (uint32_t i = 0; i < o->pools.n; i++)
        if (str_eq(o->pools.p[i], name))
            return true;
    struct value size = p->field[POOL_SIZE]; /* 0: an application's own connections, nothing is balanced */
    bool balanced = p->servers.n > 0 && !(size.type == VALUE_INT && size.as.i == 0);
    return o->pools.n == 0 && balanced; /* a backend that only holds a stick table sends nothing to anybody */
}

static void add_pool(struct showing *g, const struct placed_service *service, const struct pool *p)
{
    struct arena *a = g->traffic.view->a;
    struct place at = source_place(&g->traffic.view->run->sources, p->at);
    struct map_entry *e = map_put(&g->seen, pool_key(a, service, p, at), NULL, NULL);
    struct traffic_pool *shown = e->value;
    if (!shown) {
        shown = e->value = arena_new(a, struct traffic_pool);
        *shown = (struct traffic_pool){.service = service, .pool = p, .at = at};
        failover_make(&shown->failover, a, service, p);
        vec_push(a, &g->traffic.pools, shown);
    }
    if (service->host)
        vec_push(a, &shown->hosts, service->host);
}

static void gather_pools(struct showing *g)
{
    const struct stack *stack = &g->traffic.view->run->stack;
    for (uint32_t i = 0; i < stack->services.n; i++) {
        const struct placed_service *s = stack->services.p[i];
        for (uint32_t k = 0; !s->joined && k < s->service.pools.n; k++)
            if (is_wanted(g, s->service.pools.p[k]))
                add_pool(g, s, s->service.pools.p[k]);
    }
}

/* ---- the command ---- */

/* Asked for by name and not there. */
static struct str no_such_pool(const struct view *v, struct str name)
{
    struct closest c = closest_start(name);
    for (uint32_t i = 0; i < v->run->stack.services.n; i++) {
        const struct service *s = &v->run->stack.services.p[i]->service;
        for (uint32_t k = 0; k < s->pools.n; k++)
            closest_offer(&c, traffic_pool_name(s->pools.p[k]), 0);
    }
    const char *hint = c.best.n ? str_printf(v->a, "; the nearest is `%s`", diag_quote(v->a, c.best).p).p : "";
    return str_printf(v->a, "no pool is called `%s`%s", diag_quote(v->a, name).p, hint);
}

static bool has_pool(const struct traffic *t, struct str name)
{
    for (uint32_t i = 0; i < t->pools.n; i++)
        if (str_eq(traffic_pool_name(t->pools.p[i]->pool), name))
            return true;
    return false;
}

static struct str gather(void *own, struct view *v)
{
    struct showing *s = own;
    s->traffic.view = v;
    v->shown = &s->traffic;
    s->seen.a = v->a;
    gather_pools(s);
    for (uint32_t i = 0; i < s->pools.n; i++)
        if (!has_pool(&s->traffic, s->pools.p[i]))
            return no_such_pool(v, s->pools.p[i]);
    if (s->traffic.pools.n == 0)
        fputs("loadline: warning: no pool of servers was found\n", stderr);
    return (struct str){0};
}

int cmd_traffic(int argc, char **argv)
{
    static const char usage[] = "usage: loadline traffic [OPTIONS] [PATH...]\n\n"
                                "Each pool: what its servers are sent beside what their hosts have, and what\n"
                                "is left with one server gone.\n";
    static const struct view_command command = {"traffic",   usage,  table,        N_OPTIONS,
                                                take_option, gather, traffic_text, traffic_json};
    struct showing s = {0};
    return view_main(&command, &s, argc, argv);
}
