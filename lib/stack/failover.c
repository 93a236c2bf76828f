#include "stack/failover.h"

#include "base/buf.h"
#include "base/map.h"
#include "stack/shares.h"

#include <math.h>

/* ---- arrivals ---- */

static uint32_t pools_with_servers(const struct service *s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->pools.n; i++)
        n += s->pools.p[i]->servers.n > 0;
    return n;
}

struct value pool_arrivals(struct arena *a, const struct placed_service *service)
{
    uint32_t n = pools_with_servers(&service->service);
    struct value peak = service->host ? service->host->peak_clients : value_unknown(a, STR("host.peak_clients"));
    struct value accepts = service_get(&service->service, SERVICE_ACCEPTS);
    if (!value_is_known(accepts))
        accepts = service_get(&service->service, SERVICE_CLIENTS);
    if (n > 1)
        return value_unknown(a, str_printf(a, "how clients divide among %u pools", n));
    if (value_is_known(peak) && value_is_known(accepts))
        return value_min(a, peak, accepts);
    return value_is_known(accepts) ? accepts : value_is_known(peak) ? peak : value_unknown_both(a, peak, accepts);
}

/* ---- groups ---- */

static bool is_true(struct value v)
{
    return value_is_known(v) && v.as.b;
}

static struct value maxconn_of(struct arena *a, const struct server *s)
{
    struct value v = s->field[SERVER_MAXCONN];
    return value_is_unknown(v) && !v.as.reasons ? value_unknown(a, STR("server.maxconn")) : v;
}

/* Of backups that serve one at a time the place counts: the first takes over from the servers, the second from the first. */
static uint32_t rank_of(const struct pool *p, const struct server *s, uint32_t *n_backups)
{
    struct value weight = s->field[SERVER_WEIGHT];
    bool could = !is_true(s->field[SERVER_DOWN]) && !(value_is_known(weight) && weight.as.i == 0);
    if (!is_true(s->field[SERVER_BACKUP]) || is_true(p->field[POOL_ALL_BACKUPS]) || !could)
        return 0;
    return *n_backups < 2 ? ++*n_backups : 3;
}

/* CPUs behind a server: of the least host, when several hold its address. */
static struct value cpus_of(struct arena *a, const struct server *s)
{
    struct value least = value_unknown(a, STR("host.addresses"));
    for (uint32_t i = 0; i < s->hosts.n; i++)
        least = i == 0 ? s->hosts.p[i]->cpus : value_min(a, least, s->hosts.p[i]->cpus);
    return least;
}

/* The machine that a server runs on, where it is one: not an entry of the facts that stands for several. NULL: not known, or several hold its address. */
static const struct host *machine_of(const struct server *s)
{
    const struct host *h = s->hosts.n == 1 ? s->hosts.p[0] : NULL;
    return h && value_is_known(h->count) && h->count.as.i == 1 ? h : NULL;
}

static struct str host_key(const struct host *const *h)
{
    return (struct str){(const char *)h, sizeof *h};
}

/* While groups are made. */
struct grouping {
    struct failover *f;
    struct arena *a;
    const struct pool *pool;
    struct map hosts;  /* machines with more than one server -> their number + 1 */
    struct map groups; /* group_key -> struct server_group */
    uint32_t n_backups;
};

/* Numbers the machines that several servers of the pool run on. */
static void number_hosts(struct grouping *q)
{
    struct map seen = {.a = q->a};
    for (uint32_t i = 0; i < q->pool->servers.n; i++) {
        const struct server *s = q->pool->servers.p[i];
        const struct host **h = arena_new(q->a, const struct host *);
        struct value n = s->field[SERVER_COUNT];
        bool is_new = true;
        *h = machine_of(s);
        if (!*h)
            continue;
        map_put(&seen, host_key(h), NULL, &is_new);
        bool several = !is_new || !value_is_known(n) || n.as.i > 1;
        if (several && !map_has(&q->hosts, host_key(h)))
            map_put(&q->hosts, host_key(h), (void *)(uintptr_t)++q->f->n_hosts, NULL);
    }
}

static uint32_t shared_host(const struct grouping *q, const struct server *s)
{
    const struct host *h = machine_of(s);
    return h ? (uint32_t)(uintptr_t)map_get(&q->hosts, host_key(&h)) - 1 : UINT32_MAX;
}

static struct str group_key(struct arena *a, const struct server *s, const struct server_group *g, uint32_t rank)
{
    struct value of[] = {s->field[SERVER_COUNT],
                         s->field[SERVER_WEIGHT],
                         s->field[SERVER_BACKUP],
                         s->field[SERVER_DOWN],
                         g->maxconn,
                         g->cpus};
    struct buf key = {.a = a};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        buf_put(&key, value_format(a, of[i]));
        buf_putc(&key, ' ');
    }
    buf_printf(&key, "%u %u", rank, g->host);
    return buf_str(&key);
}

static struct server_group *group_of(struct grouping *q, const struct server *s)
{
    struct server_group g = {
        .n = value_int(0), .cpus = cpus_of(q->a, s), .maxconn = maxconn_of(q->a, s), .host = shared_host(q, s)};
    struct str key = group_key(q->a, s, &g, rank_of(q->pool, s, &q->n_backups));
    struct map_entry *e = map_put(&q->groups, key, NULL, NULL);
    if (!e->value) {
        struct server_group *kept = e->value = arena_new(q->a, struct server_group);
        *kept = g;
        vec_push(q->a, &q->f->groups, kept);
    }
    return e->value;
}

static void make_groups(struct failover *f, struct arena *a, const struct pool *pool)
{
    struct grouping q = {.f = f, .a = a, .pool = pool, .hosts = {.a = a}, .groups = {.a = a}};
    number_hosts(&q);
    for (uint32_t i = 0; i < pool->servers.n; i++) {
        const struct server *s = pool->servers.p[i];
        struct server_group *g = group_of(&q, s);
        vec_push(a, &g->lines, s);
        vec_push(a, &g->places, i);
        g->n = value_add(a, g->n, s->field[SERVER_COUNT]);
    }
}

void failover_index(const struct failover *f, uint32_t *ret)
{
    for (uint32_t g = 0; g < f->groups.n; g++)
        for (uint32_t i = 0; i < f->groups.p[g]->places.n; i++)
            ret[f->groups.p[g]->places.p[i]] = g;
}

/* ---- one state ---- */

/* What all states of a pool have in common. */
struct working {
    struct arena *a;
    const struct pool *pool;
    struct failover *f;
};

static struct value quotient(struct arena *a, struct value x, struct value y)
{
    if (!value_is_known(x) || !value_is_known(y))
        return value_unknown_both(a, x, y);
    return value_double(value_as_double(x) / value_as_double(y));
}

/* As many whole connections as a part of them comes to. 1/3 of 120 must not be 41 for the last bit of a double. */
static struct value rounded_up(struct value v)
{
    bool whole = value_is_known(v) && v.type == VALUE_DOUBLE;
    return whole ? value_int((int64_t)ceil(v.as.d * (1 - 1e-12))) : v;
}

static struct value exceeds(struct arena *a, struct value x, struct value y)
{
    if (!value_is_known(x) || !value_is_known(y))
        return value_unknown_both(a, x, y);
    return value_bool(value_compare_numbers(x, y) > 0);
}

static bool is_sent(const struct group_load *l)
{
    return is_true(l->sent);
}

static void put_beside_limits(const struct working *w, const struct server_group *g, struct group_load *l)
{
    if (value_is_known(l->sent) && !l->sent.as.b) {
        l->connections = l->over = l->load = value_null();
        return;
    }
    l->connections = rounded_up(value_mul(w->a, w->f->arrivals, l->share));
    l->over = exceeds(w->a, l->connections, g->maxconn);
}

/* Shares of what runs on each shared host together. */
static struct value *shares_of_hosts(const struct working *w, const struct pool_state *s)
{
    struct value *sum = arena_array(w->a, struct value, w->f->n_hosts + 1);
    for (uint32_t i = 0; i < w->f->n_hosts; i++)
        sum[i] = value_double(0);
    for (uint32_t i = 0; i < w->f->groups.n; i++) {
        const struct server_group *g = w->f->groups.p[i];
        if (g->host != UINT32_MAX)
            sum[g->host] = value_add(w->a, sum[g->host], value_mul(w->a, s->loads[i].share, s->loads[i].left));
    }
    return sum;
}

static void find_loads(const struct working *w, struct pool_state *s)
{
    const struct value *sum = shares_of_hosts(w, s);
    for (uint32_t i = 0; i < w->f->groups.n; i++) {
        const struct server_group *g = w->f->groups.p[i];
        struct group_load *l = &s->loads[i];
        struct value share = g->host == UINT32_MAX ? l->share : sum[g->host];
        if (value_is_unknown(l->sent) || is_sent(l))
            l->load = quotient(w->a, value_mul(w->a, share, w->f->cpus), g->cpus);
    }
}

/* Who takes part under an algorithm that hangs on the load is who would take part in turn. */
static struct pool in_turn(const struct pool *p)
{
    struct pool turned = *p;
    turned.field[POOL_ALGORITHM] = value_string(STR("roundrobin"));
    return turned;
}

/* Of the group that lost one, the first line is the one without: another tells what they are sent. */
static void find_shares(const struct working *w, struct pool_state *s)
{
    const struct server *without = s->lost ? s->lost->lines.p[0] : NULL;
    struct pool turned = in_turn(w->pool);
    struct arena_mark mark = arena_mark(w->a);
    struct value *share = arena_array(w->a, struct value, w->pool->servers.n + 1),
                 *part = arena_array(w->a, struct value, w->pool->servers.n + 1);
    pool_shares(w->a, w->pool, without, share);
    pool_shares(w->a, &turned, without, part);
    for (uint32_t i = 0; i < w->f->groups.n; i++) {
        const struct server_group *g = w->f->groups.p[i];
        uint32_t at = g->places.p[g == s->lost && g->lines.n > 1];
        s->loads[i].share = share[at];
        s->loads[i].sent = value_is_known(part[at]) ? value_bool(part[at].as.d > 0) : part[at];
        if (value_is_known(part[at]) && part[at].as.d <= 0)
            s->loads[i].share = value_double(0);
    }
    /* Parts are known or unknown all together; the reasons of unknown ones stay. */
    if (!value_is_unknown(share[0]))
        arena_pop(w->a, mark);
}

/* How far x is above y; 0 when it is not. */
static struct value excess(struct arena *a, struct value x, struct value y)
{
    struct value above = exceeds(a, x, y);
    if (!is_true(above))
        return value_is_known(above) ? value_int(0) : above;
    return x.flags & VALUE_UNLIMITED ? x : value_int(x.as.i - y.as.i);
}

static void find_room(const struct working *w, struct pool_state *s)
{
    s->serves = value_bool(false);
    s->room = value_int(0);
    for (uint32_t i = 0; i < w->f->groups.n; i++) {
        struct group_load *l = &s->loads[i];
        if (value_is_unknown(l->sent))
            s->serves = s->room = l->sent;
        if (!is_sent(l))
            continue;
        s->serves = value_bool(true);
        s->room = value_add(w->a, s->room, value_mul(w->a, w->f->groups.p[i]->maxconn, l->left));
    }
    s->waiting = excess(w->a, w->f->arrivals, s->room);
}

static void find_fullest(const struct working *w, struct pool_state *s)
{
    struct value highest = value_double(0);
    for (uint32_t i = 0; i < w->f->groups.n; i++) {
        if (!is_sent(&s->loads[i]))
            continue;
        struct value load = s->loads[i].load;
        if (value_is_known(load) && value_is_known(highest) && load.as.d > highest.as.d)
            s->fullest = w->f->groups.p[i];
        highest = value_max(w->a, highest, load);
    }
    if (!value_is_known(s->serves) || !value_is_known(highest)) {
        s->full_at = value_unknown_both(w->a, s->serves, highest);
        s->fullest = NULL;
    } else {
        s->full_at = value_double(s->serves.as.b ? fmin(1, 1 / highest.as.d) : 0);
    }
}

static struct value cpus_serving(const struct working *w, const struct pool_state *s)
{
    struct value sum = value_int(0);
    bool *counted = arena_array(w->a, bool, w->f->n_hosts + 1);
    for (uint32_t i = 0; i < w->f->groups.n; i++) {
        const struct server_group *g = w->f->groups.p[i];
        bool shared = g->host != UINT32_MAX;
        if (!is_sent(&s->loads[i]) || (shared && counted[g->host]))
            continue;
        sum = value_add(w->a, sum, shared ? g->cpus : value_mul(w->a, g->cpus, g->n));
        if (shared)
            counted[g->host] = true;
    }
    return sum;
}

static void make_state(const struct working *w, struct pool_state *s, const struct server_group *lost)
{
    uint32_t n = w->f->groups.n;
    s->lost = lost;
    s->loads = arena_array(w->a, struct group_load, n + 1);
    if (n > 0)
        find_shares(w, s);
    if (!lost)
        w->f->cpus = cpus_serving(w, s);
    for (uint32_t i = 0; i < n; i++) {
        const struct server_group *g = w->f->groups.p[i];
        s->loads[i].left = g == lost ? value_add(w->a, g->n, value_int(-1)) : g->n;
        put_beside_limits(w, g, &s->loads[i]);
    }
    find_loads(w, s);
    find_room(w, s);
    find_fullest(w, s);
}

/* ---- all of them ---- */

static void find_least(struct failover *f, struct arena *a)
{
    f->least = f->lost.n ? f->lost.p[0] : NULL;
    f->least_room = f->lost.n ? f->lost.p[0]->room : f->all_up.room;
    for (uint32_t i = 0; i < f->lost.n; i++) {
        const struct pool_state *s = f->lost.p[i];
        f->least_room = value_min(a, f->least_room, s->room);
        if (f->least && !value_is_known(s->full_at))
            f->least = NULL;
        else if (f->least && s->full_at.as.d < f->least->full_at.as.d)
            f->least = s;
    }
    if (f->n_left_out)
        f->least_room = value_unknown(a, STR("servers that were not looked at"));
    if (f->n_left_out)
        f->least = NULL;
}

static uint32_t most_states(const struct failover *f)
{
    uint32_t fit = f->groups.n ? FAILOVER_LOADS / f->groups.n : 0;
    return fit > FAILOVER_STATES ? FAILOVER_STATES : fit ? fit : 1;
}

void failover_make(struct failover *f, struct arena *a, const struct placed_service *service, const struct pool *pool)
{
    *f = (struct failover){.arrivals = pool_arrivals(a, service)};
    struct working w = {a, pool, f};
    make_groups(f, a, pool);
    make_state(&w, &f->all_up, NULL);
    uint32_t most = most_states(f);
    for (uint32_t i = 0; i < f->groups.n; i++) {
        if (!is_sent(&f->all_up.loads[i]))
            continue;
        if (f->lost.n == most) {
            f->n_left_out++;
            continue;
        }
        struct pool_state *s = arena_new(a, struct pool_state);
        make_state(&w, s, f->groups.p[i]);
        vec_push(a, &f->lost, s);
    }
    find_least(f, a);
}

struct value failover_capacity_share(const struct failover *f, uint32_t group)
{
    const struct server_group *g = f->groups.p[group];
    const struct group_load *l = &f->all_up.loads[group];
    if (value_is_known(l->sent) && !l->sent.as.b)
        return value_null();
    if (is_sent(l) && g->host == UINT32_MAX && value_is_known(f->cpus))
        return value_double(value_as_double(g->cpus) / value_as_double(f->cpus));
    if (is_sent(l) && value_is_known(l->share))
        return value_is_known(l->load) ? value_double(l->share.as.d / l->load.as.d) : l->load;
    return g->lines.p[0]->field[SERVER_CAPACITY_SHARE];
}
