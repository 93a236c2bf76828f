/* loadline traffic for people: a table a pool, then what is left with each server gone. */
#include "page.h"
#include "traffic.h"

#include "base/utf8.h"
#include "report/summary.h"

#include <inttypes.h>

enum {
    NAMES = 42, /* columns of a row for the names of server and host, and for both bars */
    BAR = 10,   /* columns of a bar; less where names are long, but not below the next */
    BAR_MIN = 6,
    HOST_MIN = 8,     /* a host's name is cut down to this before that of the server is */
    GROUPS_NAMED = 8, /* of one state */
};

/* A load from here on is marked: the server has half as much again to do as the pool's average CPU. */
static const double MARKED_LOAD = 1.5;

/* What would be shown as 100%. */
static const double ALL_BUSY = 0.9995;

static bool is_true(struct value v)
{
    return value_is_known(v) && v.as.b;
}

static bool is_limited(struct value v)
{
    return value_is_known(v) && !(v.flags & VALUE_UNLIMITED);
}

/* ---- one pool ---- */

/* A pool while it is drawn. */
struct picture {
    struct report_out *o;
    struct arena *a; /* until the pool is done */
    const struct traffic_pool *shown;
    const struct failover *f;
    bool no_hosts; /* the run knows of none at all */
    uint32_t name_columns, host_columns, bar;
};

static struct str line_name(struct picture *p, const struct server *s, uint32_t columns)
{
    struct value n = s->field[SERVER_COUNT];
    struct str name = traffic_server_name(p->a, s);
    if (value_is_known(n) && n.as.i == 1)
        return page_fit(p->a, name, columns);
    return page_fit(p->a, str_printf(p->a, "%.*s x%.*s", STR_ARG(name), STR_ARG(value_format(p->a, n))), columns);
}

/* "web1, web2 or web3", "web1, web2, web3 and 4 more". */
static void put_names(struct picture *p, struct buf *b, const struct server_group *g, const char *last)
{
    for (uint32_t i = 0; i < g->lines.n && i < PAGE_NAMED; i++) {
        bool ends = i > 0 && i + 1 == g->lines.n;
        buf_printf(b, "%s", i == 0 ? "" : ends ? last : ", ");
        buf_put(b, line_name(p, g->lines.p[i], PAGE_NAME));
    }
    if (g->lines.n > PAGE_NAMED)
        buf_printf(b, "%s%" PRIu32 " more", last, g->lines.n - PAGE_NAMED);
}

/* ---- its table ---- */

static struct str host_name(struct picture *p, const struct server *s, uint32_t columns)
{
    if (s->hosts.n == 0)
        return STR("?");
    if (traffic_is_own_host(p->shown, s) && p->shown->hosts.n > 1)
        return STR("itself");
    struct str name = value_format(p->a, s->hosts.p[0]->name);
    if (s->hosts.n == 1)
        return page_fit(p->a, name, columns);
    struct str more = str_printf(p->a, "+%" PRIu32, s->hosts.n - 1);
    return str_concat(p->a, page_fit(p->a, name, columns > more.n + 5 ? columns - more.n : 5), more);
}

static uint32_t larger(uint32_t x, uint32_t y)
{
    return x > y ? x : y;
}

static uint32_t smaller(uint32_t x, uint32_t y)
{
    return x < y ? x : y;
}

/* Names get room from the bars first; then hosts are cut, then servers: their names are what the lines below the table speak of. */
static void measure(struct picture *p)
{
    uint32_t name = 6, host = 4, most = NAMES - 2 * BAR_MIN;
    for (uint32_t i = 0; i < p->shown->pool->servers.n; i++) {
        const struct server *s = p->shown->pool->servers.p[i];
        name = larger(name, utf8_columns(line_name(p, s, most)));
        host = larger(host, utf8_columns(host_name(p, s, most)));
    }
    if (name + host > most)
        host = smaller(host, larger(HOST_MIN, most - name));
    name = smaller(name, most - host);
    p->name_columns = name;
    p->host_columns = host;
    p->bar = smaller(BAR, (NAMES - name - host) / 2);
}

static void put_part(struct picture *p, struct value part)
{
    bool known = value_is_known(part) && part.type == VALUE_DOUBLE;
    out_put(p->o, STR("  "));
    page_cell(p->o, known ? page_percent(p->a, part.as.d) : value_is_unknown(part) ? STR("?") : STR("-"), 6, true);
    out_putc(p->o, ' ');
    out_pad(p->o, ' ', p->bar - page_bar(p->o, known ? part.as.d : 0, p->bar));
}

/* What stands in the last column: the load, or why there is none. */
static struct str load_cell(struct picture *p, const struct server *s, const struct group_load *l)
{
    if (is_true(s->field[SERVER_DOWN]))
        return STR("down");
    if (l->load.type == VALUE_NULL && is_true(s->field[SERVER_BACKUP]))
        return STR("backup");
    if (!value_is_known(l->load))
        return STR("?");
    if (l->load.type == VALUE_NULL)
        return STR("-");
    return str_printf(p->a, "%.*s%s", STR_ARG(page_factor(p->a, l->load.as.d)),
                      l->load.as.d >= MARKED_LOAD ? " !" : "");
}

static void put_row(struct picture *p, const struct server *s, uint32_t group)
{
    const struct group_load *l = &p->f->all_up.loads[group];
    struct value weight = s->field[SERVER_WEIGHT];
    out_put(p->o, STR("  "));
    page_cell(p->o, line_name(p, s, p->name_columns), p->name_columns, false);
    out_put(p->o, STR("  "));
    page_cell(p->o, value_is_known(weight) ? value_format(p->a, weight) : STR("?"), 6, true);
    out_put(p->o, STR("  "));
    page_cell(p->o, host_name(p, s, p->host_columns), p->host_columns, false);
    put_part(p, l->share);
    put_part(p, failover_capacity_share(p->f, group));
    out_put(p->o, STR("  "));
    out_put(p->o, load_cell(p, s, l));
    out_putc(p->o, '\n');
}

static void put_table(struct picture *p)
{
    const struct pool *pool = p->shown->pool;
    uint32_t *group = arena_array(p->a, uint32_t, pool->servers.n + 1);
    failover_index(p->f, group);
    measure(p);
    out_put(p->o, STR("\n  "));
    page_cell(p->o, STR("server"), p->name_columns, false);
    out_put(p->o, STR("  weight  "));
    page_cell(p->o, STR("host"), p->host_columns, false);
    out_put(p->o, STR("  "));
    page_cell(p->o, STR("share"), 7 + p->bar, false);
    out_put(p->o, STR("  "));
    page_cell(p->o, STR("capacity"), 7 + p->bar, false);
    out_put(p->o, STR("  load\n"));
    for (uint32_t i = 0; i < pool->servers.n; i++)
        put_row(p, pool->servers.p[i], group[i]);
    out_putc(p->o, '\n');
}

/* ---- its states ---- */

static uint32_t group_index(const struct failover *f, const struct server_group *g)
{
    uint32_t i = 0;
    while (f->groups.p[i] != g)
        i++;
    return i;
}

static bool is_sent(const struct group_load *l)
{
    return is_true(l->sent);
}

/* Whom a share is of: those of the group that are left. */
static void put_left(struct picture *p, struct buf *b, const struct pool_state *s, uint32_t i)
{
    const struct server_group *g = p->f->groups.p[i];
    bool lost_one = g == s->lost;
    if (is_true(g->lines.p[0]->field[SERVER_BACKUP]))
        buf_put(b, STR("backup "));
    if (lost_one)
        buf_put(b, s->loads[i].left.as.i == 1 ? STR("the other") : STR("the others"));
    else
        put_names(p, b, g, " and ");
}

static void put_share(struct picture *p, struct buf *b, const struct pool_state *s, uint32_t i)
{
    const struct group_load *l = &s->loads[i];
    put_left(p, b, s, i);
    if (value_is_known(l->share))
        buf_printf(b, " %s%s", page_percent_short(p->a, l->share.as.d).p, l->left.as.i > 1 ? " each" : "");
    if (value_is_known(l->load))
        buf_printf(b, " (load %.*s)", STR_ARG(page_factor(p->a, l->load.as.d)));
}

static void put_shares(struct picture *p, struct buf *b, const struct pool_state *s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->f->groups.n; i++) {
        if (!is_sent(&s->loads[i]) || ++n > GROUPS_NAMED)
            continue;
        buf_put(b, n > 1 ? STR("; ") : STR(""));
        put_share(p, b, s, i);
    }
    if (n > GROUPS_NAMED)
        buf_printf(b, "; %" PRIu32 " more", n - GROUPS_NAMED);
    if (value_is_unknown(s->serves)) {
        buf_put(b, STR("not known ("));
        page_reasons(b, s->serves);
        buf_putc(b, ')');
    } else if (n == 0) {
        buf_put(b, STR("no server is left"));
    }
}

/* Servers of a group that would have more connections than they take. */
static void put_over(struct picture *p, const struct pool_state *s, uint32_t i)
{
    const struct group_load *l = &s->loads[i];
    struct buf b = {.a = p->a};
    buf_printf(&b, "over the limit of %.*s connections: ", STR_ARG(value_format(p->a, p->f->groups.p[i]->maxconn)));
    put_left(p, &b, s, i);
    buf_printf(&b, ", up to %.*s%s", STR_ARG(value_format(p->a, l->connections)), l->left.as.i > 1 ? " each" : "");
    page_paragraph(p->o, 4, &b);
}

static void put_limits(struct picture *p, const struct pool_state *s)
{
    struct buf b = {.a = p->a};
    for (uint32_t i = 0, n = 0; i < p->f->groups.n && n < GROUPS_NAMED; i++) {
        if (!is_true(s->loads[i].over))
            continue;
        put_over(p, s, i);
        n++;
    }
    if (!is_true(s->serves) || !value_is_known(s->waiting) || s->waiting.as.i == 0)
        return;
    buf_printf(&b, "up to %.*s of %.*s connections wait or are refused", STR_ARG(value_format(p->a, s->waiting)),
               STR_ARG(value_format(p->a, p->f->arrivals)));
    page_paragraph(p->o, 4, &b);
}

static void put_lost(struct picture *p, const struct pool_state *s)
{
    struct buf b = {.a = p->a};
    bool several = s->lost->lines.n == 1 && value_is_known(s->lost->n) && s->lost->n.as.i > 1;
    buf_put(&b, several ? STR("without one of ") : STR("without "));
    put_names(p, &b, s->lost, " or ");
    buf_put(&b, STR(": "));
    put_shares(p, &b, s);
    if (is_limited(s->room) && is_true(s->serves))
        buf_printf(&b, "; at most %.*s connections", STR_ARG(value_format(p->a, s->room)));
    page_paragraph(p->o, 2, &b);
    put_limits(p, s);
}

/* ---- the pool as a whole ---- */

/* "web1 is full when 40% of the pool's CPUs are busy". */
static void put_full(struct picture *p, struct buf *b, const struct pool_state *s)
{
    if (s->full_at.as.d >= ALL_BUSY) {
        buf_put(b, STR("no server is full before all of the pool's CPUs are busy"));
        return;
    }
    put_left(p, b, s, group_index(p->f, s->fullest));
    buf_printf(b, " %s full when %s of the pool's CPUs are busy",
               s->loads[group_index(p->f, s->fullest)].left.as.i > 1 ? "are" : "is",
               page_percent_short(p->a, s->full_at.as.d).p);
}

static void put_all_up(struct picture *p)
{
    const struct pool_state *s = &p->f->all_up;
    struct buf b = {.a = p->a};
    if (value_is_known(s->serves) && !s->serves.as.b)
        buf_put(&b, STR("no server is sent requests"));
    if (is_limited(s->room) && is_true(s->serves))
        buf_printf(&b, "at most %.*s connections", STR_ARG(value_format(p->a, s->room)));
    if (value_is_known(s->full_at) && is_true(s->serves)) {
        buf_put(&b, b.n ? STR("; ") : STR(""));
        put_full(p, &b, s);
    }
    if (b.n == 0)
        return;
    struct buf line = {.a = p->a};
    buf_put(&line, STR("all up: "));
    buf_put(&line, buf_str(&b));
    page_paragraph(p->o, 2, &line);
    put_limits(p, s);
}

/* The worst that one loss makes of the pool. */
static void put_spare(struct picture *p)
{
    const struct pool_state *s = p->f->least;
    struct buf b = {.a = p->a};
    if (p->f->lost.n == 0 || !s || !is_true(s->serves))
        return;
    buf_put(&b, STR("with one gone: "));
    if (is_limited(p->f->least_room))
        buf_printf(&b, "at most %.*s connections; ", STR_ARG(value_format(p->a, p->f->least_room)));
    put_full(p, &b, s);
    if (p->f->lost.n > 1 && s->full_at.as.d < ALL_BUSY) {
        buf_put(&b, STR(" (without "));
        put_names(p, &b, s->lost, " or ");
        buf_putc(&b, ')');
    }
    page_paragraph(p->o, 2, &b);
}

/* Addresses that no host of the facts holds, of servers that are sent requests. */
static void put_homeless(struct picture *p, struct buf *b)
{
    uint32_t n = 0, *group = arena_array(p->a, uint32_t, p->shown->pool->servers.n + 1);
    failover_index(p->f, group);
    for (uint32_t i = 0; i < p->shown->pool->servers.n; i++) {
        const struct server *s = p->shown->pool->servers.p[i];
        struct str address = traffic_server_address(p->a, s);
        struct value sent = p->f->all_up.loads[group[i]].sent;
        bool idle = value_is_known(sent) && !sent.as.b;
        if (idle || s->hosts.n > 0 || ++n > PAGE_NAMED)
            continue;
        buf_put(b, n > 1 ? STR(", ") : STR("no host of the facts holds "));
        buf_put(b, page_fit(p->a, address.n ? address : STR("an unknown address"), PAGE_NAME));
    }
    if (n > PAGE_NAMED)
        buf_printf(b, " and %" PRIu32 " more", n - PAGE_NAMED);
}

static bool is_addresses_alone(struct value v)
{
    return v.as.reasons && v.as.reasons->n == 1 && str_eq(v.as.reasons->p[0], STR("host.addresses"));
}

/* Adds "capacity (host.cpus)". */
static void put_missing(struct picture *p, struct buf *b, const char *what, struct value v)
{
    if (!value_is_unknown(v))
        return;
    buf_printf(b, "%s%s (", b->n ? "; " : "not known: ", what);
    if (is_addresses_alone(v) && p->no_hosts)
        buf_put(b, STR("no host is known"));
    else if (is_addresses_alone(v))
        put_homeless(p, b);
    else
        page_reasons(b, v);
    buf_putc(b, ')');
}

static void put_unknown(struct picture *p)
{
    struct buf b = {.a = p->a};
    const struct failover *f = p->f;
    struct value share = value_null(), capacity = value_null();
    for (uint32_t g = 0; g < f->groups.n; g++) {
        share = value_unknown_both(p->a, share, f->all_up.loads[g].share);
        capacity = value_unknown_both(p->a, capacity, failover_capacity_share(f, g));
    }
    put_missing(p, &b, "shares", share);
    put_missing(p, &b, "capacity", capacity);
    put_missing(p, &b, "arrivals", f->arrivals);
    if (!value_is_unknown(f->all_up.serves))
        put_missing(p, &b, "limit of connections", f->all_up.room);
    if (b.n)
        page_paragraph(p->o, 2, &b);
    if (f->n_left_out)
        out_printf(p->o, "  not looked at: the loss of servers of %" PRIu32 " more groups\n", f->n_left_out);
}

static void put_title(struct picture *p)
{
    const struct traffic_pool *t = p->shown;
    page_title(p->o, traffic_pool_name(t->pool), view_place(p->a, t->at));
}

/* "roundrobin; haproxy on hosts lb1, lb2; at most 18000 connections arrive". */
static void put_about(struct picture *p)
{
    const struct traffic_pool *t = p->shown;
    struct value algorithm = t->pool->field[POOL_ALGORITHM], hash = t->pool->field[POOL_HASH];
    struct buf b = {.a = p->a};
    buf_put(&b, value_is_known(algorithm) ? page_fit(p->a, value_format(p->a, algorithm), PAGE_NAME)
                                          : STR("algorithm unknown"));
    if (hash.type == VALUE_STRING && hash.n)
        buf_printf(&b, " of %s", page_fit(p->a, value_format(p->a, hash), PAGE_NAME).p);
    buf_printf(&b, "; %s",
               page_fit(p->a, value_format(p->a, service_get(&t->service->service, SERVICE_KIND)), PAGE_NAME).p);
    buf_put(&b, t->hosts.n > 1 ? STR(" on hosts ") : t->hosts.n ? STR(" on host ") : STR(" on no known host"));
    for (uint32_t i = 0; i < t->hosts.n; i++) {
        buf_put(&b, i ? STR(", ") : STR(""));
        buf_put(&b, page_fit(p->a, value_format(p->a, t->hosts.p[i]->name), PAGE_NAME));
    }
    if (value_is_known(p->f->arrivals))
        buf_printf(&b, "; at most %.*s connections arrive", STR_ARG(value_format(p->a, p->f->arrivals)));
    page_paragraph(p->o, 2, &b);
}

/* A pool of one server divides nothing: a table would say 100% twice. */
static void put_only_server(struct picture *p)
{
    const struct server *s = p->shown->pool->servers.p[0];
    struct buf b = {.a = p->a};
    buf_printf(&b, "one server: %s", line_name(p, s, PAGE_NAME).p);
    if (s->hosts.n > 0)
        buf_printf(&b, " on %s", host_name(p, s, PAGE_NAME).p);
    if (is_limited(p->f->all_up.room))
        buf_printf(&b, ", at most %.*s connections", STR_ARG(value_format(p->a, p->f->all_up.room)));
    buf_put(&b, STR("; without it no server is left"));
    page_paragraph(p->o, 2, &b);
    put_limits(p, &p->f->all_up);
}

static void put_servers(struct picture *p)
{
    put_table(p);
    put_all_up(p);
    put_spare(p);
    for (uint32_t i = 0; i < p->f->lost.n; i++)
        put_lost(p, p->f->lost.p[i]);
    put_unknown(p);
}

static bool is_only_server(const struct pool *pool, const struct failover *f)
{
    struct value n = pool->servers.n == 1 ? pool->servers.p[0]->field[SERVER_COUNT] : value_null();
    return n.type == VALUE_INT && n.as.i == 1 && is_true(f->all_up.serves);
}

static void put_pool(struct picture *p)
{
    put_title(p);
    put_about(p);
    if (p->shown->pool->servers.n == 0)
        out_put(p->o, STR("  no servers\n"));
    else if (is_only_server(p->shown->pool, p->f))
        put_only_server(p);
    else
        put_servers(p);
    out_putc(p->o, '\n');
}

/* ---- the report ---- */

/* How the load of the tables is meant; once, and only where one is known. */
static void put_legend(const struct traffic *t, struct report_out *o)
{
    for (uint32_t i = 0; i < t->pools.n; i++) {
        const struct failover *f = &t->pools.p[i]->failover;
        if (!f->all_up.fullest || is_only_server(t->pools.p[i]->pool, f))
            continue;
        out_put(o, STR("load: requests for each CPU, 1 being the pool's average with all servers up;\n"
                       "a ! marks 1.5 and more\n"));
        return;
    }
}

static bool sends(const struct view *v, const struct host *h)
{
    const struct traffic *t = v->shown;
    for (uint32_t i = 0; i < t->pools.n; i++)
        for (uint32_t k = 0; k < t->pools.p[i]->hosts.n; k++)
            if (t->pools.p[i]->hosts.p[k] == h)
                return true;
    return false;
}

void traffic_text(const struct view *v, struct report_out *o)
{
    const struct traffic *t = v->shown;
    for (uint32_t i = 0; i < t->pools.n; i++) {
        struct arena_mark mark = arena_mark(&o->scratch);
        struct picture p = {.o = o,
                            .a = &o->scratch,
                            .shown = t->pools.p[i],
                            .f = &t->pools.p[i]->failover,
                            .no_hosts = t->view->run->hosts.facts.hosts.n == 0};
        put_pool(&p);
        arena_pop(&o->scratch, mark);
    }
    put_legend(t, o);
    view_gaps(v, o);
    struct buf b = {.a = &o->scratch};
    summary_count(&b, t->pools.n, "pool");
    out_put(o, buf_str(&b));
    view_footer(v, o, sends);
}
