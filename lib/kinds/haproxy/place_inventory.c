#include "kinds/haproxy/place.h"

#include "base/buf.h"
#include "kinds/haproxy/lines.h"
#include "kinds/haproxy/options.h"
#include "kinds/haproxy/server_options.h"
#include "kinds/haproxy/setting_value.h"
#include "kinds/haproxy/units.h"

/* The walk over all sections. */
struct counting {
    struct kind_job *job;
    struct haproxy_inventory *out;
    struct haproxy_server_rows rows;
    struct buf table_steps;
    int64_t largest_table, largest_frontend;
    bool stats;    /* a stats socket, or a limit for one */
    bool splicing; /* an option for it was seen; defaults stand before those that inherit from them */
    uint32_t n_proxies;
    int64_t cli;
};

int64_t haproxy_number(struct value v)
{
    if (v.type == VALUE_LIST)
        return v.n ? haproxy_number(v.as.items[0]) : 0;
    if (v.type == VALUE_STRING)
        return haproxy_atol((struct str){v.as.s, v.n}, NULL);
    return v.type == VALUE_INT ? v.as.i : 0;
}

bool haproxy_global(struct kind_job *job, const char *name, struct value *ret)
{
    struct value v;
    bool found = false;
    *ret = value_null();
    struct node_iter it = node_entries(job->root);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        if ((e->flags & NODE_BLOCK) && str_eq(e->text, STR("global")) && haproxy_stated(job, e, name, &v)) {
            *ret = v;
            found = true;
        }
    return found;
}

static void doubt(struct counting *c, struct value why)
{
    c->out->unknown = value_unknown_both(c->job->a, c->out->unknown, why);
}

/* ---- listeners ---- */

/* Sockets of one word: each address, each port of a range. One that holds a variable counts as one. */
static int64_t sockets_of(const struct node *word)
{
    struct str list = word->text;
    int64_t n = 0;
    if (!node_is_known(word))
        return 1;
    while (list.n) {
        struct haproxy_where w;
        struct str one = str_cut(&list, ',');
        n += haproxy_where(one, &w) && w.last > w.port ? w.last - w.port + 1 : one.n > 0;
    }
    return n;
}

static void count_bind(struct counting *c, struct node *line)
{
    const struct node *word = node_word(line, 0);
    struct value shards;
    int64_t copies = 1;
    if (!word)
        return;
    if (haproxy_stated(c->job, line, "shards", &shards))
        copies = haproxy_number(shards) > 1 ? haproxy_number(shards) : 1;
    c->out->sizing.reserved.listeners += copies * sockets_of(word);
    if (haproxy_is_on(haproxy_flag(c->job, line, "ssl")))
        c->out->sizing.ssl_sides |= 1;
}

/* ---- servers ---- */

/* "port" and "agent-port" are counted where they are read, in lines of defaults too. */
static void count_ports(struct counting *c, struct node *line)
{
    const struct haproxy_options *o = haproxy_options_of(c->job, line);
    for (uint32_t i = 0; i < o->options.n; i++) {
        struct str name = o->options.p[i].name->text;
        c->out->sizing.reserved.ports += str_eq(name, STR("port")) || str_eq(name, STR("agent-port"));
    }
}

static bool says(const struct haproxy_server_options *o, enum haproxy_server_option option)
{
    return o->said[option].name && !o->said[option].off;
}

static void count_server(struct counting *c, struct node *line, const struct haproxy_server_options *o, bool live)
{
    struct value n;
    if (says(o, HAPROXY_SERVER_SSL) || says(o, HAPROXY_SERVER_CHECK_SSL))
        c->out->sizing.ssl_sides |= 2;
    if (!live)
        return;
    int64_t servers = 1;
    if (str_eq(line->text, STR("server-template")) && haproxy_setting(c->job, line, STR("count"), &n)) {
        servers = haproxy_number(n);
        if (value_is_unknown(n))
            doubt(c, n);
    }
    if (o->vague && !(o->said[HAPROXY_SERVER_CHECK].name && o->said[HAPROXY_SERVER_AGENT_CHECK].name))
        doubt(c, haproxy_unknown_at(c->job, o->why, o->vague->at));
    c->out->sizing.reserved.checks += says(o, HAPROXY_SERVER_CHECK) ? servers : 0;
    c->out->sizing.reserved.agents += says(o, HAPROXY_SERVER_AGENT_CHECK) ? servers : 0;
}

/* The server lines of a section. */
static void count_servers(struct counting *c, const struct haproxy_proxy *p, bool live)
{
    struct haproxy_server_options defaults, own;
    haproxy_server_options_init(c->job, c->rows, p, &defaults);
    struct node_iter it = node_entries(p->section);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        bool server = str_eq(e->text, STR("server")) || str_eq(e->text, STR("server-template"));
        if ((!server && !str_eq(e->text, STR("default-server"))) || (e->flags & NODE_CONDITIONAL))
            continue;
        count_ports(c, e);
        own = defaults;
        haproxy_server_options_read(c->job, c->rows, e, server ? &own : &defaults);
        if (server)
            count_server(c, e, &own, live);
    }
}

/* ---- stick tables ---- */

/* Whether the words of a table are known; its facts, and the word of its size. */
static bool read_table(const struct node *first, struct haproxy_table *t, const struct node **ret_size)
{
    uint32_t off;
    *t = (struct haproxy_table){0};
    for (const struct node *w = first; w && w->kind == NODE_WORD; w = w->next) {
        const struct node *next = w->next;
        if (!node_is_known(w) || (next && next->kind == NODE_WORD && !node_is_known(next)))
            return false;
        if (!next)
            break;
        if (str_eq(w->text, STR("type"))) {
            bool sized = next->next && str_eq(next->next->text, STR("len")) && next->next->next;
            haproxy_table_key_bytes(next->text, sized ? haproxy_atol(next->next->next->text, NULL) : 0, &t->key_bytes);
        } else if (str_eq(w->text, STR("size"))) {
            haproxy_parse_size(next->text, &t->entries, &off);
            *ret_size = next;
        } else if (str_eq(w->text, STR("store"))) {
            t->data_bytes += haproxy_table_data_bytes(next->text);
        }
    }
    return t->entries > 0 && t->key_bytes > 0;
}

static void count_table(struct counting *c, struct node *line, const struct node *first)
{
    struct haproxy_table t;
    const struct node *size = NULL;
    struct value *sum = &c->out->tables;
    if ((line->flags & (NODE_CONDITIONAL | NODE_FAULTY)) || !read_table(first, &t, &size)) {
        *sum = value_unknown_both(c->job->a, *sum, haproxy_unknown_at(c->job, HAPROXY_UNFILLED, line->name_at));
        return;
    }
    int64_t each = haproxy_table_entry_bytes(c->job->target, &t), bytes = t.entries * each;
    struct str text = value_format(c->job->a, value_size(bytes));
    buf_printf(&c->table_steps, "%sa stick table: %lld entries x %lldB = %.*s", c->table_steps.n ? "\n" : "",
               (long long)t.entries, (long long)each, STR_ARG(text));
    if (value_is_unknown(*sum))
        return;
    int64_t so_far = sum->type == VALUE_INT ? sum->as.i : 0;
    const struct origin *at = sum->origin;
    if (bytes > c->largest_table) {
        c->largest_table = bytes;
        at = origin_new(c->job->a, ORIGIN_DERIVED, size->at, (struct str){0});
    }
    *sum = value_with_origin(value_size(so_far + bytes), at);
}

/* ---- sections ---- */

static void count_frontend(struct counting *c, const struct haproxy_proxy *p)
{
    struct value v, *sum = &c->out->accepts;
    if (!haproxy_stated(c->job, p->section, "maxconn", &v) || (value_is_known(v) && v.as.i <= 0)) {
        c->out->open_frontends++;
        return;
    }
    if (value_is_unknown(v) || value_is_unknown(*sum)) {
        *sum = value_unknown_both(c->job->a, *sum, v);
        return;
    }
    int64_t so_far = sum->type == VALUE_INT ? sum->as.i : 0;
    const struct origin *at = sum->origin;
    if (v.as.i > c->largest_frontend) {
        c->largest_frontend = v.as.i;
        at = v.origin;
    }
    *sum = value_with_origin(value_int(so_far + v.as.i), at);
}

static bool is_live(struct kind_job *job, const struct haproxy_proxy *p)
{
    bool runs = p->context != HAPROXY_IN_DEFAULTS && !(p->section->flags & NODE_CONDITIONAL);
    return runs && node_word(p->section, 0) && !haproxy_is_on(haproxy_flag(job, p->section, "disabled"));
}

static bool splices(struct kind_job *job, const struct haproxy_proxy *p)
{
    static const char *const names[] = {"option splice-auto", "option splice-request", "option splice-response"};
    bool any = false;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        any |= haproxy_is_on(haproxy_flag(job, p->section, names[i]));
    return any;
}

static void count_splicing(struct counting *c, const struct haproxy_proxy *p)
{
    struct haproxy_sizing *s = &c->out->sizing;
    struct value v;
    if (!splices(c->job, p))
        return;
    if (p->caps & HAPROXY_CAP_FE) {
        int64_t n = haproxy_stated(c->job, p->section, "maxconn", &v) ? haproxy_number(v) : 0;
        s->splice_frontends += n;
        s->splice_unlimited |= n == 0;
    }
    if (p->caps & HAPROXY_CAP_BE) {
        int64_t n = haproxy_stated(c->job, p->section, "fullconn", &v) ? haproxy_number(v) : 0;
        s->splice_backends += n;
        s->splice_default += n == 0;
    }
}

static void count_proxy_line(struct counting *c, const struct haproxy_proxy *p, struct node *e)
{
    if (str_eq(e->text, STR("bind")) && (p->caps & HAPROXY_CAP_FE))
        count_bind(c, e);
    else if (str_eq(e->text, STR("stick-table")))
        count_table(c, e, e->first);
}

static void count_global_line(struct counting *c, struct node *e)
{
    const struct node *word = node_word(e, 0);
    if (str_eq(e->text, STR("stats socket"))) {
        count_bind(c, e);
    } else if (str_eq(e->text, STR("stats maxconn")) && word) {
        c->cli = haproxy_atol(word->text, NULL);
        if (!node_is_known(word))
            doubt(c, haproxy_unknown_at(c->job, HAPROXY_UNFILLED, word->at));
    } else if (str_eq(e->text, STR("master-worker"))) {
        c->out->sizing.reserved.master = 1;
    }
    c->stats |= str_starts(e->text, STR("stats ")) || str_eq(e->text, STR("master-worker"));
}

static void count_cache(struct counting *c, const struct node *word)
{
    if (word && node_is_known(word))
        c->out->cache_bytes += haproxy_atol(word->text, NULL) * 1048576;
    else if (word)
        c->out->unknown_cache = value_unknown_both(c->job->a, c->out->unknown_cache,
                                                   haproxy_unknown_at(c->job, HAPROXY_UNFILLED, word->at));
}

static void count_other_line(struct counting *c, const struct node *section, struct node *e)
{
    struct haproxy_reserved *r = &c->out->sizing.reserved;
    bool peers = str_eq(section->text, STR("peers"));
    if (peers && (str_eq(e->text, STR("peer")) || str_eq(e->text, STR("server"))))
        r->peers += 3;
    else if (peers && str_eq(e->text, STR("table")))
        count_table(c, e, e->first ? e->first->next : NULL);
    else if ((str_eq(e->text, STR("bind")) || str_eq(e->text, STR("dgram-bind"))) && node_word(e, 0))
        r->listeners += sockets_of(node_word(e, 0));
    else if (str_eq(section->text, STR("cache")) && str_eq(e->text, STR("total-max-size")))
        count_cache(c, node_word(e, 0));
}

/* Lines that count, and may not be there. */
static bool is_doubtful(const struct node *e)
{
    static const struct str names[] = {STR_INIT("bind"),
                                       STR_INIT("server"),
                                       STR_INIT("server-template"),
                                       STR_INIT("default-server"),
                                       STR_INIT("stats socket"),
                                       STR_INIT("stats maxconn"),
                                       STR_INIT("peer")};
    for (size_t i = 0; (e->flags & NODE_CONDITIONAL) && i < sizeof(names) / sizeof(names[0]); i++)
        if (str_eq(e->text, names[i]))
            return true;
    return false;
}

/* Proxies and their sections stand in one order. */
static void note_live(struct counting *c, const struct haproxy_proxy *p, bool live)
{
    const struct haproxy_state *state = c->job->state;
    while (c->n_proxies < state->proxies.n && state->proxies.p[c->n_proxies] != p)
        c->n_proxies++;
    if (c->n_proxies < state->proxies.n)
        c->out->live[c->n_proxies++] = live;
}

static void count_section(struct counting *c, struct node *section)
{
    const struct haproxy_proxy *p = haproxy_proxy_of(c->job, section);
    bool global = str_eq(section->text, STR("global")), live = p && is_live(c->job, p), binds = false;
    int64_t peers = c->out->sizing.reserved.peers, listeners = c->out->sizing.reserved.listeners;
    struct node_iter it = node_entries(section);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        binds |= str_eq(e->text, STR("bind"));
        c->splicing |= str_starts(e->text, STR("option splice-"));
        if (is_doubtful(e))
            doubt(c, haproxy_unknown_at(c->job, HAPROXY_UNDECIDED, e->name_at));
        else if (p)
            count_proxy_line(c, p, e);
        else if (global)
            count_global_line(c, e);
        else
            count_other_line(c, section, e);
    }
    /* Without a bind line the local peer's own line makes the listener. */
    if (c->out->sizing.reserved.peers > peers && c->out->sizing.reserved.listeners == listeners)
        c->out->sizing.reserved.listeners++;
    if (p)
        count_servers(c, p, live);
    if (p && p->context != HAPROXY_IN_DEFAULTS && c->splicing)
        count_splicing(c, p);
    if (live && binds && (p->caps & HAPROXY_CAP_FE))
        count_frontend(c, p);
    if (p)
        note_live(c, p, live);
}

void haproxy_take_inventory(struct kind_job *job, struct haproxy_inventory *ret)
{
    enum { CLI_DEFAULT = 10 };
    *ret = (struct haproxy_inventory){
        .unknown = value_null(), .tables = value_null(), .accepts = value_null(), .unknown_cache = value_null()};
    struct counting c = {
        .job = job, .out = ret, .rows = haproxy_server_rows(job->a), .table_steps = {.a = job->a}, .cli = CLI_DEFAULT};
    const struct haproxy_state *state = job->state;
    ret->live = arena_array(job->a, bool, state->proxies.n + 1);
    struct node_iter it = node_entries(job->root);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        if (e->flags & NODE_BLOCK)
            count_section(&c, e);
    ret->sizing.reserved.cli = c.stats ? c.cli : 0;
    ret->sizing.ssl_sides = (ret->sizing.ssl_sides & 1) + (ret->sizing.ssl_sides >> 1);
    if (ret->tables.type == VALUE_INT)
        ret->tables.origin = origin_new(job->a, ORIGIN_DERIVED, value_at(ret->tables), buf_str(&c.table_steps));
}
