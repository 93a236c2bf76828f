/* Servers that are the frontend they are reached through. */
#include "base/buf.h"
#include "checks/haproxy_address.h"
#include "checks/checks.h"
#include "checks/haproxy_conditions.h"

/* A line and an address of it. */
struct line_address {
    const struct node *line;
    struct haproxy_address address;
};

/* What of a proxy matters here, found once. */
struct loop_end {
    struct map binds;                 /* address and port -> struct line_address; also at port 0, for any of them */
    VEC(struct line_address) ranges;  /* binds of several ports */
    VEC(struct line_address) servers; /* only those at an address and a port that somebody binds */
    bool moves;                       /* rules set where a connection goes to */
};

struct looping {
    const struct check_input *in;
    struct map ends;          /* proxy (its address) -> struct loop_end */
    struct map backends;      /* name -> struct haproxy_proxy */
    struct map bound;         /* addresses that are bound */
    uint8_t ports[65536 / 8]; /* and ports, one bit each */
};

static bool in_force(const struct haproxy_proxy *p)
{
    return proxy_counts(p) && !(p->section->flags & NODE_CONDITIONAL);
}

static struct loop_end *end_of(struct looping *l, const struct haproxy_proxy *p)
{
    bool fresh;
    struct map_entry *e = map_put(&l->ends, (struct str){(const char *)&p->section, sizeof p->section}, NULL, &fresh);
    if (fresh)
        e->value = arena_new(l->in->a, struct loop_end);
    return e->value;
}

static struct str key_of(struct arena *a, const struct haproxy_address *x, int32_t port)
{
    struct buf b = {.a = a};
    buf_putc(&b, x->family);
    buf_putc(&b, x->udp ? 'u' : 't');
    buf_put(&b, (struct str){(const char *)x->ip, 16});
    buf_printf(&b, "%d", port);
    return buf_str(&b);
}

/* ---- what is bound ---- */

static void keep_bind(struct looping *l, struct loop_end *end, const struct line_address *b)
{
    struct arena *a = l->in->a;
    map_put(&l->bound, key_of(a, &b->address, 0), NULL, NULL);
    if (b->address.low != b->address.high) {
        vec_push(a, &end->ranges, *b);
        return;
    }
    struct line_address *kept = arena_new(a, struct line_address);
    *kept = *b;
    end->binds.a = a;
    map_put(&end->binds, key_of(a, &b->address, b->address.low), kept, NULL);
    map_put(&end->binds, key_of(a, &b->address, 0), kept, NULL);
}

static void add_binds(struct looping *l, struct loop_end *end, const struct node *e)
{
    const struct node *word = line_at(e, 0);
    if (!word || !line_is_whole(e) || !node_is_known(word))
        return;
    for (struct str rest = word->text; rest.n;) {
        struct line_address b = {.line = e};
        if (!haproxy_address_parse(str_cut(&rest, ','), &b.address) || b.address.low < 1 || b.address.high > 65535)
            continue;
        keep_bind(l, end, &b);
        for (int32_t port = b.address.low; port <= b.address.high; port++)
            l->ports[port / 8] = (uint8_t)(l->ports[port / 8] | 1u << port % 8);
    }
}

/* "http-request set-dst", "tcp-request content set-dst-port". */
static bool sets_destination(const struct node *e)
{
    return haproxy_list_of(e) < HAPROXY_LISTS && str_starts(haproxy_action_of(e), STR("set-dst"));
}

static void find_binds(struct looping *l, const struct haproxy_proxy *p)
{
    struct loop_end *end = end_of(l, p);
    for (uint32_t k = 0; k < p->lines.n; k++) {
        const struct node *e = p->lines.p[k];
        if (line_is(e, "bind"))
            add_binds(l, end, e);
        end->moves |= sets_destination(e);
    }
}

/* ---- servers that may be on this host ---- */

static bool is_candidate(const struct looping *l, const struct haproxy_address *a)
{
    bool port = a->low == 0 || (a->low < 65536 && (l->ports[a->low / 8] >> a->low % 8 & 1));
    return a->family != 'n' && port && (haproxy_address_is_loopback(a) || map_has(&l->bound, key_of(l->in->a, a, 0)));
}

static void find_servers(struct looping *l, const struct haproxy_proxy *p)
{
    struct loop_end *end = end_of(l, p);
    for (uint32_t k = 0; k < p->server_lines.n; k++) {
        const struct node *e = p->server_lines.p[k], *word = line_is(e, "server") ? line_at(e, 1) : NULL;
        struct line_address s = {.line = e};
        if (word && node_is_known(word) && haproxy_address_parse(word->text, &s.address) &&
            is_candidate(l, &s.address) && line_is_whole(e))
            vec_push(l->in->a, &end->servers, s);
    }
    for (uint32_t k = 0; k < p->lines.n; k++)
        end->moves |= sets_destination(p->lines.p[k]);
}

/* ---- the two held against each other ---- */

/* The line that binds the server's address: the address itself or, on this host, all of them. A server without a port is reached at the one that the client asked for,
 * and 0.0.0.0 is where the client connected to. */
static const struct node *bind_of(struct looping *l, const struct loop_end *end, const struct haproxy_address *server,
                                  bool moves)
{
    struct haproxy_address any = {.family = server->family, .udp = server->udp};
    bool local = haproxy_address_is_loopback(server);
    if (haproxy_address_is_any(server) || (server->low == 0 && (server->offset || moves)))
        return NULL;
    const struct line_address *b = map_get(&end->binds, key_of(l->in->a, server, server->low));
    if (!b && local)
        b = map_get(&end->binds, key_of(l->in->a, &any, server->low));
    for (uint32_t i = 0; i < end->ranges.n && !b; i++) {
        const struct line_address *r = &end->ranges.p[i];
        bool same = haproxy_address_same(server, &r->address) || (local && haproxy_address_same(&any, &r->address));
        if (same && r->address.udp == server->udp && server->low >= r->address.low && server->low <= r->address.high)
            b = r;
    }
    return b ? b->line : NULL;
}

static void report_loop(struct looping *l, const struct haproxy_proxy *fe, const struct node *server,
                        const struct node *bind, const struct node *route)
{
    const struct check_input *in = l->in;
    struct finding *f = diag_add(in->sink, in->rule, line_at(server, 1)->at, "server '%.*s' is %s, which sends to it",
                                 STR_ARG(diag_quote(in->a, line_word(server, 0))), proxy_title(in->a, fe));
    diag_label(in->sink, f, "each connection comes back until maxconn is reached");
    diag_related(in->sink, f, line_at(bind, 0)->at, "bound here");
    if (route)
        diag_related(in->sink, f, route->at, "sent from here");
    diag_help(in->sink, f, "give the server the address and port of the program that is meant");
}

static void judge_pair(struct looping *l, const struct haproxy_proxy *fe, struct str name, const struct node *route)
{
    const struct haproxy_proxy *be = map_get(&l->backends, name);
    const struct loop_end *from = end_of(l, fe), *to = be ? end_of(l, be) : NULL;
    for (uint32_t i = 0; to && i < to->servers.n; i++) {
        const struct node *bind = bind_of(l, from, &to->servers.p[i].address, from->moves || to->moves);
        if (bind)
            report_loop(l, fe, to->servers.p[i].line, bind, route);
    }
}

static void judge_frontend(struct looping *l, const struct haproxy_proxy *fe)
{
    struct map done = {.a = l->in->a};
    if (fe->caps & HAPROXY_CAP_BE)
        judge_pair(l, fe, fe->name, NULL);
    for (uint32_t k = 0; k < fe->lines.n; k++) {
        const struct node *e = fe->lines.p[k];
        bool fresh, route = line_is(e, "use_backend") || line_is(e, "default_backend");
        const struct node *word = route ? line_at(e, 0) : NULL;
        if (!word || (e->flags & (NODE_CONDITIONAL | NODE_FAULTY)) || !node_is_known(word))
            continue;
        map_put(&done, word->text, NULL, &fresh);
        if (fresh)
            judge_pair(l, fe, word->text, word);
    }
    const struct haproxy_use *inherited = fe->default_backend;
    if (inherited && !inherited->unsure && !map_has(&done, inherited->name))
        judge_pair(l, fe, inherited->name, NULL);
}

void check_haproxy_server_is_own_frontend(const struct check_input *in)
{
    const struct haproxy_state *s = haproxy_state_of(in);
    if (!s)
        return;
    struct looping *l = arena_new(in->a, struct looping);
    *l = (struct looping){.in = in, .ends = {.a = in->a}, .backends = {.a = in->a}, .bound = {.a = in->a}};
    for (uint32_t i = 0; i < s->proxies.n; i++)
        if ((s->proxies.p[i]->caps & HAPROXY_CAP_FE) && in_force(s->proxies.p[i]))
            find_binds(l, s->proxies.p[i]);
    for (uint32_t i = 0; i < s->proxies.n; i++)
        if ((s->proxies.p[i]->caps & HAPROXY_CAP_BE) && in_force(s->proxies.p[i])) {
            find_servers(l, s->proxies.p[i]);
            map_put(&l->backends, s->proxies.p[i]->name, s->proxies.p[i], NULL);
        }
    for (uint32_t i = 0; i < s->proxies.n; i++)
        if ((s->proxies.p[i]->caps & HAPROXY_CAP_FE) && in_force(s->proxies.p[i]))
            judge_frontend(l, s->proxies.p[i]);
}
