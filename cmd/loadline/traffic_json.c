/* loadline traffic for programs: version 1 of what loadline(1) describes. What is not known is null, and `unknown` says for lack of what. */
#include "traffic.h"
#include "values_json.h"

/* One pool while its object is built. */
struct building {
    struct report_out *o;
    const struct traffic_pool *shown;
    const struct failover *f;
};

static json_t *group_names(struct report_out *o, const struct server_group *g)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < g->lines.n; i++)
        js_push(o, list, js_text(o, traffic_server_name(&o->scratch, g->lines.p[i])));
    return list;
}

/* ---- servers ---- */

static json_t *server_json(struct building *b, struct source_store *sources, const struct server *s, uint32_t group)
{
    struct report_out *o = b->o;
    const struct group_load *l = &b->f->all_up.loads[group];
    json_t *server = json_object();
    js_put(o, server, "name", js_text(o, traffic_server_name(&o->scratch, s)));
    put_place(o, server, sources, s->at);
    js_put(o, server, "address", js_text_or_null(o, traffic_server_address(&o->scratch, s)));
    js_put(o, server, "hosts",
           traffic_is_own_host(b->shown, s) ? host_names_json(o, b->shown->hosts.p, b->shown->hosts.n)
                                            : host_names_json(o, s->hosts.p, s->hosts.n));
    put_value(o, server, "count", s->field[SERVER_COUNT]);
    put_value(o, server, "weight", s->field[SERVER_WEIGHT]);
    put_value(o, server, "backup", s->field[SERVER_BACKUP]);
    put_value(o, server, "down", s->field[SERVER_DOWN]);
    put_value(o, server, "maxconn", b->f->groups.p[group]->maxconn);
    put_value(o, server, "cpus", b->f->groups.p[group]->cpus);
    put_value(o, server, "share", l->share);
    put_value(o, server, "capacityShare", failover_capacity_share(b->f, group));
    put_value(o, server, "load", l->load);
    return server;
}

static json_t *servers_json(struct building *b, struct source_store *sources)
{
    const struct pool *pool = b->shown->pool;
    json_t *list = json_array();
    uint32_t *group = arena_array(&b->o->scratch, uint32_t, pool->servers.n + 1);
    failover_index(b->f, group);
    for (uint32_t i = 0; i < pool->servers.n; i++)
        js_push(b->o, list, server_json(b, sources, pool->servers.p[i], group[i]));
    return list;
}

/* ---- states ---- */

static json_t *load_json(struct building *b, const struct server_group *g, const struct group_load *l)
{
    struct report_out *o = b->o;
    json_t *object = json_object();
    js_put(o, object, "servers", group_names(o, g));
    put_value(o, object, "left", l->left);
    put_value(o, object, "share", l->share);
    put_value(o, object, "load", l->load);
    put_value(o, object, "connections", l->connections);
    put_value(o, object, "maxconn", g->maxconn);
    put_value(o, object, "overMaxconn", l->over);
    return object;
}

static json_t *state_json(struct building *b, const struct pool_state *s)
{
    struct report_out *o = b->o;
    json_t *state = json_object(), *sent = json_array();
    if (s->lost)
        js_put(o, state, "without", group_names(o, s->lost));
    put_value(o, state, "serves", s->serves);
    put_value(o, state, "connectionsAtMost", s->room);
    put_value(o, state, "waiting", s->waiting);
    put_value(o, state, "fullAt", s->full_at);
    js_put(o, state, "full", s->fullest ? group_names(o, s->fullest) : json_array());
    for (uint32_t i = 0; i < b->f->groups.n; i++) {
        const struct group_load *l = &s->loads[i];
        if (value_is_known(l->sent) && l->sent.as.b)
            js_push(o, sent, load_json(b, b->f->groups.p[i], l));
    }
    js_put(o, state, "sent", sent);
    return state;
}

/* ---- pools ---- */

static json_t *unknown_json(struct building *b)
{
    const struct failover *f = b->f;
    json_t *unknown = json_object();
    struct value share = value_null(), capacity = value_null();
    for (uint32_t g = 0; g < f->groups.n; g++) {
        share = value_unknown_both(&b->o->scratch, share, f->all_up.loads[g].share);
        capacity = value_unknown_both(&b->o->scratch, capacity, failover_capacity_share(f, g));
    }
    put_unknown(b->o, unknown, "share", share);
    put_unknown(b->o, unknown, "capacityShare", capacity);
    put_unknown(b->o, unknown, "arrivals", f->arrivals);
    put_unknown(b->o, unknown, "connectionsAtMost", f->all_up.room);
    return unknown;
}

static json_t *pool_json(struct building *b, struct source_store *sources)
{
    const struct traffic_pool *t = b->shown;
    struct report_out *o = b->o;
    json_t *pool = json_object(), *gone = json_array();
    js_put(o, pool, "name", js_text(o, traffic_pool_name(t->pool)));
    put_place(o, pool, sources, t->pool->at);
    put_value(o, pool, "kind", service_get(&t->service->service, SERVICE_KIND));
    put_value(o, pool, "service", service_get(&t->service->service, SERVICE_NAME));
    js_put(o, pool, "hosts", host_names_json(o, t->hosts.p, t->hosts.n));
    put_value(o, pool, "algorithm", t->pool->field[POOL_ALGORITHM]);
    put_value(o, pool, "hash", t->pool->field[POOL_HASH]);
    put_value(o, pool, "allBackups", t->pool->field[POOL_ALL_BACKUPS]);
    put_value(o, pool, "arrivals", b->f->arrivals);
    js_put(o, pool, "servers", servers_json(b, sources));
    js_put(o, pool, "allUp", state_json(b, &b->f->all_up));
    for (uint32_t i = 0; i < b->f->lost.n; i++)
        js_push(o, gone, state_json(b, b->f->lost.p[i]));
    js_put(o, pool, "oneGone", gone);
    js_put(o, pool, "notLookedAt", json_integer(b->f->n_left_out));
    js_put(o, pool, "unknown", unknown_json(b));
    return pool;
}

static json_t *item_json(const struct view *v, uint32_t i, struct report_out *o)
{
    const struct traffic *t = v->shown;
    struct building b = {o, t->pools.p[i], &t->pools.p[i]->failover};
    return pool_json(&b, &v->run->sources);
}

void traffic_json(const struct view *v, struct report_out *o)
{
    const struct traffic *t = v->shown;
    view_json(v, &(struct view_json){"pools", t->pools.n, item_json, NULL}, o);
}
