#include "kinds/haproxy/place.h"

#include "base/buf.h"
#include "kinds/haproxy/form.h"
#include "kinds/haproxy/lines.h"
#include "kinds/haproxy/server_options.h"
#include "kinds/haproxy/setting_value.h"
#include "kinds/haproxy/units.h"

enum { MAX_PORTS = 64 }; /* of a range, as listens of their own; the rest is counted, but nobody is looked for there */

/* ---- settings ---- */

static bool is_written(struct value v)
{
    return value_is_unknown(v) || (v.origin && (v.origin->kind == ORIGIN_SET || v.origin->kind == ORIGIN_INHERITED));
}

bool haproxy_stated(struct kind_job *job, struct node *block, const char *name, struct value *ret)
{
    bool there = haproxy_setting(job, block, str_from(name), ret) && is_written(*ret) && ret->type != VALUE_NULL;
    if (!there)
        *ret = value_null();
    return there;
}

struct value haproxy_flag(struct kind_job *job, struct node *block, const char *name)
{
    struct value v;
    return haproxy_setting(job, block, str_from(name), &v) && v.type != VALUE_NULL ? v : value_bool(false);
}

/* The first word of a setting, or an empty text. */
static struct str first_word(struct value v)
{
    struct value w = v.type != VALUE_LIST ? v : v.n ? v.as.items[0] : value_null();
    return w.type == VALUE_STRING ? (struct str){w.as.s, w.n} : (struct str){0};
}

static struct value set_at(struct kind_job *job, const struct node *word, struct value v)
{
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .at = word->at, .written = word->text};
    return value_with_origin(v, o);
}

static struct value default_at(struct kind_job *job, struct span at, const char *what, struct value v)
{
    return value_with_origin(v, origin_new(job->a, ORIGIN_DEFAULT, at, str_from(what)));
}

/* ---- addresses ---- */

/* "80", "8000-8009", "+1000". */
static void take_port(struct str text, struct haproxy_where *w)
{
    uint32_t dash = str_find_byte(text, '-');
    w->relative = text.n > 0 && (text.p[0] == '+' || text.p[0] == '-');
    w->has_port = text.n > 0 && !w->relative;
    w->port = w->last = haproxy_atoi(text);
    if (w->has_port && dash < text.n)
        w->last = haproxy_atoi(str_slice(text, dash + 1, text.n));
}

/* The last colon is the port's, also in an IPv6 address without brackets: str2sa_range(). */
bool haproxy_where(struct str text, struct haproxy_where *ret)
{
    struct str s = text;
    char family = haproxy_take_family(&s);
    *ret = (struct haproxy_where){0};
    if (family == 'u') {
        ret->path = str_starts(text, STR("abns")) ? text : s;
        return true;
    }
    if (family != 'i')
        return false;
    uint32_t k = s.n;
    while (k > 0 && s.p[k - 1] != ']' && s.p[k - 1] != ':')
        k--;
    bool colon = k > 0 && s.p[k - 1] == ':';
    struct str host = colon ? str_slice(s, 0, k - 1) : s;
    if (colon)
        take_port(str_slice(s, k, s.n), ret);
    ret->host = host.n > 1 && host.p[0] == '[' ? str_slice(host, 1, host.n - 1) : host;
    return true;
}

/* ---- what is listened on ---- */

struct placing {
    struct kind_job *job;
    struct service *s;
    const struct haproxy_state *state;
    struct haproxy_server_rows rows;
    struct map backends; /* name of a section that may have servers -> struct haproxy_proxy */
    struct map pools;    /* the same -> struct pool, of those that have any */
};

static void fill_listen(struct kind_job *job, struct listen *l, struct node *proxy, struct node *bind)
{
    struct value v;
    l->field[LISTEN_TLS] = haproxy_flag(job, bind, "ssl");
    if (haproxy_stated(job, bind, "backlog", &v) || haproxy_stated(job, proxy, "backlog", &v))
        l->field[LISTEN_BACKLOG] = v;
    if (haproxy_stated(job, proxy, "maxconn", &v))
        l->field[LISTEN_MAXCONN] = v;
}

/* One address of a line, with a listen for each of its ports. */
static void add_listens(struct placing *x, uint32_t front, struct node *bind, struct str address)
{
    const struct node *word = node_word(bind, 0);
    struct haproxy_where w;
    if (!haproxy_where(address, &w))
        return;
    for (int64_t port = w.port; port <= w.last && port - w.port < MAX_PORTS; port++) {
        struct listen *l = service_add_listen(x->job->a, x->s, word->at);
        l->front = front;
        fill_listen(x->job, l, x->state->proxies.p[front]->section, bind);
        if (w.path.n) {
            l->field[LISTEN_PATH] = set_at(x->job, word, value_string(w.path));
            continue;
        }
        l->field[LISTEN_ADDRESS] = set_at(x->job, word, value_string(w.host.n ? w.host : STR("*")));
        if (w.has_port)
            l->field[LISTEN_PORT] = set_at(x->job, word, value_int(port));
    }
}

static void add_bind(struct placing *x, uint32_t front, struct node *bind)
{
    const struct node *word = node_word(bind, 0);
    if (!word || (bind->flags & (NODE_CONDITIONAL | NODE_FAULTY)))
        return;
    if (!node_is_known(word)) {
        struct listen *l = service_add_listen(x->job->a, x->s, word->at);
        l->front = front;
        fill_listen(x->job, l, x->state->proxies.p[front]->section, bind);
        l->field[LISTEN_ADDRESS] = l->field[LISTEN_PORT] = haproxy_unknown_at(x->job, HAPROXY_UNFILLED, word->at);
        return;
    }
    struct str list = word->text;
    while (list.n)
        add_listens(x, front, bind, str_cut(&list, ','));
}

/* ---- servers ---- */

/* 0 is no limit; minconn above maxconn raises it (cfgparse.c, check_config_validity). */
static struct value maxconn_of(struct kind_job *job, const struct haproxy_server_options *o)
{
    struct value max = haproxy_server_number(job, o, HAPROXY_SERVER_MAXCONN, value_unlimited());
    if (max.type == VALUE_INT && max.as.i == 0)
        max = value_with_origin(value_unlimited(), max.origin);
    if (!o->said[HAPROXY_SERVER_MINCONN].name)
        return max;
    struct value min = haproxy_server_number(job, o, HAPROXY_SERVER_MINCONN, value_int(0));
    if (max.type != VALUE_INT || min.type != VALUE_INT)
        return value_unknown_both(job->a, max, min);
    bool raised = max.flags & VALUE_UNLIMITED || min.as.i > max.as.i;
    return raised && min.as.i > 0 ? min : max;
}

/* By checks of its own, of an agent, or of the server that it tracks. */
static struct value check_of(struct kind_job *job, const struct haproxy_server_options *o)
{
    struct value check = haproxy_server_flag(job, o, HAPROXY_SERVER_CHECK);
    bool agent = o->said[HAPROXY_SERVER_AGENT_CHECK].name && !o->said[HAPROXY_SERVER_AGENT_CHECK].off;
    if (!haproxy_is_on(check) && agent)
        return haproxy_server_flag(job, o, HAPROXY_SERVER_AGENT_CHECK);
    return !haproxy_is_on(check) && o->said[HAPROXY_SERVER_TRACK].name
               ? haproxy_server_flag(job, o, HAPROXY_SERVER_TRACK)
               : check;
}

static void set_address(struct kind_job *job, struct server *s, const struct node *word)
{
    struct haproxy_where w;
    if (!node_is_known(word)) {
        s->field[SERVER_ADDRESS] = s->field[SERVER_PORT] = haproxy_unknown_at(job, HAPROXY_UNFILLED, word->at);
        return;
    }
    if (!haproxy_where(word->text, &w))
        return;
    if (w.path.n) {
        s->field[SERVER_PATH] = set_at(job, word, value_string(w.path));
        return;
    }
    s->field[SERVER_ADDRESS] = set_at(job, word, value_string(w.host));
    if (w.has_port)
        s->field[SERVER_PORT] = value_with_origin(value_int(w.port), s->field[SERVER_ADDRESS].origin);
}

static void set_count(struct kind_job *job, struct server *s, struct node *line)
{
    struct value v;
    const struct node *word = node_word(line, 1);
    if (haproxy_setting(job, line, STR("count"), &v) && value_is_known(v))
        s->field[SERVER_COUNT] = set_at(job, word, v);
    else
        s->field[SERVER_COUNT] = haproxy_unknown_at(job, HAPROXY_UNFILLED, word->at);
}

static void all_unknown(struct kind_job *job, struct server *s, const struct node *line)
{
    enum haproxy_doubt why = line->flags & NODE_FAULTY ? HAPROXY_FAULTY : HAPROXY_UNDECIDED;
    for (uint32_t i = 0; i < SERVER_FIELD_COUNT; i++)
        s->field[i] = haproxy_unknown_at(job, why, line->name_at);
}

static void add_server(struct kind_job *job, struct pool *p, struct node *line, struct haproxy_server_options *o)
{
    bool template = str_eq(line->text, STR("server-template"));
    const struct node *name = node_word(line, 0), *address = node_word(line, template ? 2 : 1);
    if (!name || !address)
        return;
    struct server *s = pool_add_server(job->a, p, name->at);
    if (line->flags & (NODE_CONDITIONAL | NODE_FAULTY)) {
        all_unknown(job, s, line);
        return;
    }
    if (template)
        set_count(job, s, line);
    if (node_is_known(name))
        s->field[SERVER_NAME] = set_at(job, name, value_string(name->text));
    set_address(job, s, address);
    o->unsaid = origin_new(job->a, ORIGIN_DEFAULT, name->at, STR("default of HAProxy"));
    s->field[SERVER_WEIGHT] = haproxy_server_number(job, o, HAPROXY_SERVER_WEIGHT, value_int(1));
    s->field[SERVER_MAXCONN] = maxconn_of(job, o);
    s->field[SERVER_CHECK] = check_of(job, o);
    s->field[SERVER_BACKUP] = haproxy_server_flag(job, o, HAPROXY_SERVER_BACKUP);
    s->field[SERVER_DOWN] = haproxy_server_flag(job, o, HAPROXY_SERVER_DISABLED);
}

/* ---- pools ---- */

/* What is hashed, of "uri depth 2" only the first word: it says enough. */
static void set_algorithm(struct kind_job *job, struct pool *p, const struct haproxy_proxy *proxy)
{
    struct value v, name;
    if (!haproxy_stated(job, proxy->section, "balance", &v)) {
        bool random = job->target >= VERSION(3, 3, 0);
        p->field[POOL_ALGORITHM] =
            default_at(job, proxy->section->name_at, "default of HAProxy: roundrobin up to 3.2, random since 3.3",
                       value_string(random ? STR("random") : STR("roundrobin")));
        return;
    }
    struct str word = first_word(v);
    if (!word.n) {
        p->field[POOL_ALGORITHM] = v.type == VALUE_LIST && v.n ? v.as.items[0] : v;
        return;
    }
    bool same = str_eq(word, STR("roundrobin")) || str_eq(word, STR("leastconn")) || str_eq(word, STR("first"));
    bool random = str_starts(word, STR("random")), turns = same || random || str_eq(word, STR("static-rr"));
    name = value_string(same ? word : random ? STR("random") : turns ? STR("roundrobin") : STR("hash"));
    p->field[POOL_ALGORITHM] = value_with_origin(name, v.origin);
    if (!turns)
        p->field[POOL_HASH] = value_with_origin(value_string(word), v.origin);
}

/* Only HTTP connections are used again (http-reuse, mux_h1.c), and those that are not closed after each response: 0, unknown, or as many as each server keeps, which is added. */
static struct value keepalive_of(struct kind_job *job, const struct haproxy_proxy *proxy)
{
    struct node *section = proxy->section;
    struct value reuse;
    bool closes = haproxy_is_on(haproxy_flag(job, section, "option httpclose")) ||
                  haproxy_is_on(haproxy_flag(job, section, "option http-server-close"));
    bool stated = haproxy_stated(job, section, "http-reuse", &reuse);
    if (!proxy->mode_known)
        return value_unknown(job->a, STR("pool.keepalive"));
    if (proxy->mode != HAPROXY_MODE_HTTP || closes || (stated && str_eq(first_word(reuse), STR("never"))))
        return default_at(job, section->name_at, "no connection to a server is used again", value_int(0));
    return stated && value_is_unknown(reuse) ? reuse : value_null();
}

/* Adds the idle connections that may be kept to one server line. */
static void add_kept(struct kind_job *job, struct pool *p, const struct haproxy_server_options *o)
{
    struct value v = haproxy_server_number(job, o, HAPROXY_SERVER_POOL_MAX_CONN, value_unlimited());
    if (v.type == VALUE_INT && v.as.i < 0)
        v = value_unlimited();
    struct value *sum = &p->field[POOL_KEEPALIVE];
    *sum = sum->type == VALUE_NULL ? v : value_add(job->a, *sum, v);
}

static struct pool *add_pool(struct placing *x, const struct haproxy_proxy *proxy)
{
    struct kind_job *job = x->job;
    struct value v;
    const struct node *name = node_word(proxy->section, 0);
    struct pool *p = service_add_pool(job->a, x->s, proxy->name, name->at);
    p->field[POOL_NAME] = set_at(job, name, value_string(proxy->name));
    p->field[POOL_ALL_BACKUPS] = haproxy_flag(job, proxy->section, "option allbackups");
    p->field[POOL_KEEPALIVE] = keepalive_of(job, proxy);
    p->field[POOL_RETRIES] = haproxy_stated(job, proxy->section, "retries", &v)
                                 ? v
                                 : default_at(job, proxy->section->name_at, "default of HAProxy", value_int(3));
    set_algorithm(job, p, proxy);
    map_put(&x->pools, proxy->name, p, NULL);
    return p;
}

static bool is_server(const struct node *e)
{
    return str_eq(e->text, STR("server")) || str_eq(e->text, STR("server-template"));
}

/* The servers of a section, with a pool for the first of them. */
static void add_servers(struct placing *x, const struct haproxy_proxy *proxy)
{
    struct haproxy_server_options defaults, own;
    struct pool *p = NULL;
    bool keeps = false;
    struct node_iter it = node_entries(proxy->section);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        bool server = is_server(e);
        if (!server && !str_eq(e->text, STR("default-server")))
            continue;
        if (!p) {
            haproxy_server_options_init(x->job, x->rows, proxy, &defaults);
            p = add_pool(x, proxy);
            keeps = p->field[POOL_KEEPALIVE].type == VALUE_NULL;
        }
        own = defaults;
        haproxy_server_options_read(x->job, x->rows, e, server ? &own : &defaults);
        if (server)
            add_server(x->job, p, e, &own);
        if (server && keeps)
            add_kept(x->job, p, &own);
    }
}

static void add_proxy(struct placing *x, uint32_t front)
{
    const struct haproxy_proxy *proxy = x->state->proxies.p[front];
    const struct haproxy_lines *binds = haproxy_lines_of(x->job, proxy->section, STR("bind"));
    for (uint32_t i = 0; binds && i < binds->n && (proxy->caps & HAPROXY_CAP_FE); i++)
        add_bind(x, front, binds->p[i]);
    bool servers = haproxy_lines_of(x->job, proxy->section, STR("server")) ||
                   haproxy_lines_of(x->job, proxy->section, STR("server-template"));
    if (servers && (proxy->caps & HAPROXY_CAP_BE))
        add_servers(x, proxy);
}

/* ---- routes ---- */

static void set_time(struct kind_job *job, struct value *field, struct node *section, const char *name)
{
    struct value v;
    if (haproxy_stated(job, section, name, &v))
        *field = v;
}

/* How long a connection of TCP may be idle: "timeout tunnel" replaces both others once both sides are connected (backend.c, back_establish). */
static struct value tcp_idle(struct kind_job *job, const struct haproxy_proxy *front, const struct haproxy_proxy *back)
{
    struct value tunnel, client, server;
    if (haproxy_stated(job, back->section, "timeout tunnel", &tunnel))
        return tunnel;
    bool of_client = haproxy_stated(job, front->section, "timeout client", &client);
    bool both = haproxy_stated(job, back->section, "timeout server", &server) && of_client;
    if (!both || client.type != VALUE_DURATION || server.type != VALUE_DURATION)
        return value_unknown(job->a, STR("route.timeout_idle"));
    return client.as.i < server.as.i ? client : server;
}

static void set_times(struct placing *x, struct route *r, const struct haproxy_proxy *front,
                      const struct haproxy_proxy *back)
{
    struct kind_job *job = x->job;
    struct node *section = back->section;
    set_time(job, &r->field[ROUTE_TIMEOUT_CONNECT], section, "timeout connect");
    set_time(job, &r->field[ROUTE_TIMEOUT_SEND], section, "timeout server");
    set_time(job, &r->field[ROUTE_TIMEOUT_READ], section, "timeout server");
    set_time(job, &r->field[ROUTE_TIMEOUT_QUEUE], section, "timeout queue");
    if (front->mode_known && front->mode == HAPROXY_MODE_TCP)
        r->field[ROUTE_TIMEOUT_IDLE] = tcp_idle(job, front, back);
}

/* A way from a proxy to a section of that name; at is where that stands. */
static struct route *add_route(struct placing *x, uint32_t front, struct str name, struct span at)
{
    const struct haproxy_proxy *from = x->state->proxies.p[front], *back = map_get(&x->backends, name);
    struct route *r = service_add_route(x->job->a, x->s, at);
    r->front = front;
    r->pool = map_get(&x->pools, name);
    r->field[ROUTE_FROM] = set_at(x->job, node_word(from->section, 0), value_string(from->name));
    r->field[ROUTE_TO] = value_with_origin(value_string(name), origin_new(x->job->a, ORIGIN_SET, at, (struct str){0}));
    if (r->pool)
        r->field[ROUTE_RETRIES] = r->pool->field[POOL_RETRIES];
    if (back)
        set_times(x, r, from, back);
    return r;
}

/* "use_backend NAME if ...". A name that is made of the request leads to no pool that is known. */
static void add_use_backend(struct placing *x, uint32_t front, struct node *line)
{
    struct kind_job *job = x->job;
    const struct node *to = node_word(line, 0), *cond = node_word(line, 1);
    if (!to || (line->flags & (NODE_CONDITIONAL | NODE_FAULTY)))
        return;
    bool known = node_is_known(to), dynamic = !known || str_find_byte(to->text, '%') < to->text.n;
    struct route *r = add_route(x, front, dynamic ? (struct str){0} : to->text, to->at);
    if (dynamic)
        r->field[ROUTE_TO] = known ? value_unknown(job->a, STR("a name made of the request"))
                                   : haproxy_unknown_at(job, HAPROXY_UNFILLED, to->at);
    if (!cond)
        return;
    struct span at = cond->at;
    for (const struct node *w = cond; w && w->kind == NODE_WORD; w = w->next)
        at = span_join(at, w->at);
    r->field[ROUTE_CONDITION] = value_with_origin(value_string(source_text(job->sources, at)),
                                                  origin_new(job->a, ORIGIN_SET, at, (struct str){0}));
}

/* Rules in their order, then the default, then a listen section's own servers. */
static void add_routes(struct placing *x, uint32_t front)
{
    const struct haproxy_proxy *p = x->state->proxies.p[front];
    const struct haproxy_use *use = p->default_backend;
    struct node_iter it = node_entries(p->section);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        if (str_eq(e->text, STR("use_backend")))
            add_use_backend(x, front, e);
    if (use && !use->unsure)
        add_route(x, front, use->name, use->at);
    else if (!use && (p->caps & HAPROXY_CAP_BE) && map_get(&x->pools, p->name))
        add_route(x, front, p->name, node_word(p->section, 0)->at);
}

/* ---- ports that servers take from their clients' connection ---- */

/* The only port that the fronts of a pool's routes listen on; unknown if there are several. */
static struct value client_port(const struct placing *x, const struct pool *p)
{
    struct value port = value_null();
    for (uint32_t i = 0; i < x->s->routes.n; i++) {
        const struct route *r = x->s->routes.p[i];
        for (uint32_t k = 0; r->pool == p && k < x->s->listens.n; k++) {
            const struct listen *l = x->s->listens.p[k];
            if (l->front != r->front)
                continue;
            struct value v = l->field[LISTEN_PORT];
            if (v.type != VALUE_INT || (port.type == VALUE_INT && port.as.i != v.as.i))
                return value_null();
            port = v;
        }
    }
    return port;
}

/* "server s 10.0.0.1" and "server s 10.0.0.1:+1000". */
static void complete_ports(struct placing *x, struct pool *p)
{
    struct value port = value_null();
    bool asked = false;
    for (uint32_t i = 0; i < p->servers.n; i++) {
        struct server *s = p->servers.p[i];
        struct value address = s->field[SERVER_ADDRESS];
        struct haproxy_where w;
        if (address.type != VALUE_STRING || value_is_known(s->field[SERVER_PORT]) ||
            !haproxy_where(address.origin->written, &w))
            continue;
        if (!asked)
            port = client_port(x, p);
        asked = true;
        if (port.type == VALUE_INT)
            s->field[SERVER_PORT] = value_with_origin(value_int(port.as.i + (w.relative ? w.port : 0)), address.origin);
    }
}

void haproxy_place_pools(struct kind_job *job, struct service *s, const bool *live)
{
    struct placing x = {job, s, job->state, haproxy_server_rows(job->a), {.a = job->a}, {.a = job->a}};
    uint32_t n = x.state->proxies.n;
    for (uint32_t i = 0; i < n; i++) {
        struct haproxy_proxy *p = x.state->proxies.p[i];
        if (live[i] && (p->caps & HAPROXY_CAP_BE))
            map_put(&x.backends, p->name, p, NULL);
        if (live[i])
            add_proxy(&x, i);
    }
    for (uint32_t i = 0; i < n; i++)
        if (live[i] && (x.state->proxies.p[i]->caps & HAPROXY_CAP_FE))
            add_routes(&x, i);
    for (uint32_t i = 0; i < s->pools.n; i++)
        complete_ports(&x, s->pools.p[i]);
}
