#include "kinds/nginx/place_pools.h"

#include "kinds/nginx/nginx.h"
#include "kinds/nginx/resolve.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/url.h"
#include "kinds/nginx/words.h"

/* The settings that go with a directive which sends requests on. */
enum pass_setting {
    PASS_CONNECT_TIMEOUT,
    PASS_SEND_TIMEOUT,
    PASS_READ_TIMEOUT,
    PASS_NEXT_UPSTREAM,
    PASS_NEXT_UPSTREAM_TRIES,
    PASS_SETTINGS
};

/* Those directives. ngx_http_*_module.c, ngx_stream_proxy_module.c. Names stand whole: building them for each route costs more than all the rest. */
#define PASS(prefix, port)                                                                                             \
    {                                                                                                                  \
        STR_INIT(prefix "_pass"),                                                                                      \
            {STR_INIT(prefix "_connect_timeout"), STR_INIT(prefix "_send_timeout"), STR_INIT(prefix "_read_timeout"),  \
             STR_INIT(prefix "_next_upstream"), STR_INIT(prefix "_next_upstream_tries")},                              \
            port                                                                                                       \
    }

static const struct pass_row {
    struct str name, settings[PASS_SETTINGS];
    uint32_t port; /* when none is given; 0: one must be */
} pass_rows[] = {
    PASS("proxy", 80), PASS("fastcgi", 0), PASS("uwsgi", 0), PASS("scgi", 0), PASS("grpc", 80), PASS("memcached", 0),
};
enum pass_index { PASS_PROXY, PASS_FASTCGI, PASS_UWSGI, PASS_SCGI, PASS_GRPC, PASS_MEMCACHED };

static const struct pass_row *pass_row_of(struct str name)
{
    /* Most entries are none: they end otherwise. */
    if (name.n < 9 || !str_eq(str_slice(name, name.n - 5, name.n), STR("_pass")))
        return NULL;
    for (size_t i = 0; i < sizeof pass_rows / sizeof *pass_rows; i++)
        if (str_eq(pass_rows[i].name, name))
            return &pass_rows[i];
    return NULL;
}

/* The server block around an entry; NULL for none. */
static struct node *server_around(struct kind_job *job, const struct node *entry)
{
    for (struct node *b = node_block(entry); b; b = node_block(b))
        if (nginx_context(job, b) & (NGINX_IN_SERVER | NGINX_IN_STREAM_SERVER))
            return b;
    return NULL;
}

uint32_t nginx_front(struct kind_job *job, struct nginx_passes *p, const struct node *entry)
{
    const struct node *server = server_around(job, entry);
    if (!server)
        return 0;
    if (server != p->server)
        p->n_fronts++;
    p->server = server;
    return p->n_fronts;
}

void nginx_note_pass(struct kind_job *job, struct nginx_passes *to, struct node *entry)
{
    if (pass_row_of(entry->text))
        vec_push(job->a, &to->passes, ((struct nginx_pass){entry, nginx_front(job, to, entry)}));
    else if ((entry->flags & NODE_BLOCK) && str_eq(entry->text, STR("upstream")))
        vec_push(job->a, &to->upstreams, entry);
}

/* ---- values ---- */

static struct value set_at(struct kind_job *job, const struct node *word, struct str written, struct value v)
{
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .at = word->at, .written = written};
    return value_with_origin(v, o);
}

static struct value default_at(struct kind_job *job, struct span at, struct str what, struct value v)
{
    return value_with_origin(v, origin_new(job->a, ORIGIN_DEFAULT, at, what));
}

static struct value setting(struct kind_job *job, struct node *block, struct str name)
{
    struct value v;
    return nginx_setting(job, block, name, &v) && v.type != VALUE_NULL ? v : value_unknown(job->a, name);
}

/* ---- servers ---- */

/* A text without the brackets of an IPv6 literal. */
static struct str without_brackets(struct str host)
{
    return host.n > 1 && host.p[0] == '[' ? str_slice(host, 1, host.n - 1) : host;
}

/* Address and port, or socket, from what nginx takes apart. */
static void set_address(struct kind_job *job, struct server *s, const struct node *word, const struct nginx_url *u)
{
    struct str host = without_brackets(u->host);
    if (u->family == NGINX_FAMILY_UNIX) {
        s->field[SERVER_PATH] = set_at(job, word, u->text, value_string(u->host));
        return;
    }
    s->field[SERVER_ADDRESS] = set_at(job, word, host, value_string(host));
    s->field[SERVER_PORT] = set_at(job, word, u->text, value_int(u->port));
}

static struct value address_unknown(struct kind_job *job)
{
    return value_unknown(job->a, STR("a template's expression"));
}

/* The place of a part of a word, where it stands in the file as it is. */
static struct span part_at(const struct node *word, struct str part)
{
    bool plain = word->name_at.len == word->text.n;
    uint32_t off = (uint32_t)(part.p - word->text.p);
    return plain ? (struct span){word->name_at.src, word->name_at.off + off, part.n} : word->at;
}

/* "weight=" and its kin: the number behind the sign. */
static bool number_param(struct kind_job *job, const struct node *word, struct str name, struct value *ret)
{
    int64_t n;
    if (!str_starts(word->text, name))
        return false;
    struct str text = str_slice(word->text, name.n, word->text.n);
    struct node number = {.at = part_at(word, text)};
    *ret = nginx_parse_num(text, &n) ? set_at(job, &number, text, value_int(n)) : value_unknown(job->a, name);
    return true;
}

static void take_param(struct kind_job *job, struct server *s, const struct node *word)
{
    struct value fails;
    if (!node_is_known(word)) {
        /* It may be any parameter. */
        s->field[SERVER_WEIGHT] = s->field[SERVER_BACKUP] = s->field[SERVER_DOWN] = address_unknown(job);
        return;
    }
    if (str_eq(word->text, STR("backup")))
        s->field[SERVER_BACKUP] = set_at(job, word, word->text, value_bool(true));
    else if (str_eq(word->text, STR("down")))
        s->field[SERVER_DOWN] = set_at(job, word, word->text, value_bool(true));
    else if (number_param(job, word, STR("max_fails="), &fails))
        s->field[SERVER_CHECK] =
            value_is_known(fails) ? value_with_origin(value_bool(fails.as.i != 0), fails.origin) : fails;
    else if (!number_param(job, word, STR("weight="), &s->field[SERVER_WEIGHT]))
        number_param(job, word, STR("max_conns="), &s->field[SERVER_MAXCONN]);
}

/* One origin for all that a server line leaves out: a config has thousands of them. */
static void set_defaults(struct kind_job *job, struct server *s)
{
    const struct origin *o = origin_new(job->a, ORIGIN_DEFAULT, s->at, STR("default of nginx"));
    s->field[SERVER_WEIGHT] = value_with_origin(value_int(1), o);
    s->field[SERVER_MAXCONN] = value_with_origin(value_unlimited(), o);
    s->field[SERVER_CHECK] = value_with_origin(value_bool(true), o); /* max_fails=1 */
    s->field[SERVER_BACKUP] = value_with_origin(value_bool(false), o);
    s->field[SERVER_DOWN] = value_with_origin(value_bool(false), o);
}

static void add_server(struct kind_job *job, struct pool *p, struct node *entry)
{
    const struct node *word = node_word(entry, 0);
    struct nginx_url u;
    if (!word)
        return;
    struct server *s = pool_add_server(job->a, p, word->at);
    set_defaults(job, s);
    if (node_is_known(word) && nginx_url_parse(word->text, 0, 80, &u))
        set_address(job, s, word, &u);
    s->field[SERVER_NAME] = set_at(job, word, word->text, value_string(word->text));
    for (const struct node *w = word->next; w && w->kind == NODE_WORD; w = w->next)
        take_param(job, s, w);
    /* A template's condition may leave it out. */
    if (entry->flags & NODE_CONDITIONAL)
        s->field[SERVER_DOWN] = address_unknown(job);
}

/* ---- upstreams ---- */

struct method_row {
    struct str directive, algorithm;
};

static void set_method(struct kind_job *job, struct pool *p, struct node *e)
{
    static const struct method_row rows[] = {
        {STR_INIT("ip_hash"), STR_INIT("hash")},          {STR_INIT("hash"), STR_INIT("hash")},
        {STR_INIT("random"), STR_INIT("random")},         {STR_INIT("least_conn"), STR_INIT("leastconn")},
        {STR_INIT("least_time"), STR_INIT("least_time")},
    };
    struct str none = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!str_eq(rows[i].directive, e->text))
            continue;
        struct node at = {.at = e->name_at};
        const struct node *key = node_word(e, 0);
        p->field[POOL_ALGORITHM] = set_at(job, &at, e->text, value_string(rows[i].algorithm));
        if (i == 0)
            p->field[POOL_HASH] = set_at(job, &at, e->text, value_string(STR("source")));
        else if (i == 1 && key)
            p->field[POOL_HASH] =
                node_is_known(key) ? set_at(job, key, none, value_string(key->text)) : address_unknown(job);
    }
}

/* What a missing include may bring: servers of which nothing is known, and a method. */
static void add_hidden(struct kind_job *job, struct pool *p, struct node *block)
{
    struct value why = value_unknown(job->a, str_printf(job->a, "upstream %.*s (an include is missing)",
                                                        STR_ARG(value_format(job->a, p->field[POOL_NAME]))));
    struct server *s = pool_add_server(job->a, p, block->name_at);
    for (uint32_t i = 0; i < SERVER_FIELD_COUNT; i++)
        s->field[i] = why;
    p->field[POOL_ALGORITHM] = why;
}

static void fill_upstream(struct kind_job *job, struct pool *p, struct node *block)
{
    struct node_iter it = node_entries(block);
    p->field[POOL_ALGORITHM] =
        default_at(job, block->name_at, STR("default of nginx: round robin"), value_string(STR("roundrobin")));
    p->field[POOL_ALL_BACKUPS] =
        value_bool(true); /* ngx_http_upstream_round_robin.c: the backups are a second round of their own */
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        if (str_eq(e->text, STR("server")))
            add_server(job, p, e);
        else
            set_method(job, p, e);
    }
    if (block->flags & NODE_TAINTED)
        add_hidden(job, p, block);
}

/* Idle connections that a block `upstream` keeps: 0 before 1.29.7 unless it says so. */
static struct value keepalive_of(struct kind_job *job, struct node *block)
{
    struct node *e = nginx_first(job, block, STR("keepalive"));
    const struct node *word = e ? node_word(e, 0) : NULL;
    int64_t n;
    if (!e && job->target >= VERSION(1, 29, 7))
        return default_at(job, block->name_at, STR("default of nginx: keepalive 32"), value_int(32));
    if (!e && !(block->flags & NODE_TAINTED))
        return default_at(job, block->name_at, STR("default of nginx: no keepalive before 1.29.7"), value_int(0));
    if (!word || !node_is_known(word) || !nginx_parse_num(word->text, &n))
        return value_unknown(job->a, STR("keepalive"));
    return set_at(job, word, word->text, value_int(n));
}

/* How long those are kept: keepalive_timeout of the upstream, since 1.15.3. The default is written as the documentation has it. */
static struct value keepalive_timeout_of(struct kind_job *job, struct node *block)
{
    struct node *e = nginx_first(job, block, STR("keepalive_timeout"));
    const struct node *word = e ? node_word(e, 0) : NULL;
    int64_t ms;
    if (!e && !(block->flags & NODE_TAINTED)) {
        struct origin *o = arena_new(job->a, struct origin);
        *o = (struct origin){.kind = ORIGIN_DEFAULT, .at = block->name_at, .written = STR("60s")};
        o->setting = STR("keepalive_timeout");
        o->text = STR("default of nginx: keepalive_timeout 60s");
        return value_with_origin(value_duration(INT64_C(60000000000)), o);
    }
    if (!word || !node_is_known(word) || !nginx_parse_msec(word->text, &ms))
        return value_unknown(job->a, STR("keepalive_timeout"));
    return set_at(job, word, word->text, value_duration(ms * 1000000));
}

/* ---- routes ---- */

struct placing_pools {
    struct kind_job *job;
    struct service *s;
    struct map by_name; /* class and name of an upstream, or class, address and port -> struct pool */
};

static bool is_stream(struct kind_job *job, const struct node *entry)
{
    for (struct node *b = node_block(entry); b; b = node_block(b))
        if (nginx_context(job, b) & (NGINX_IN_STREAM | NGINX_IN_STREAM_SERVER))
            return true;
    return false;
}

static struct str pool_key(struct arena *a, bool stream, struct str name)
{
    struct str key = str_concat(a, stream ? STR("s") : STR("h"), name);
    for (uint32_t i = 0; i < key.n; i++)
        ((char *)key.p)[i] = ch_lower(key.p[i]);
    return key;
}

static void add_upstream(struct placing_pools *x, struct node *block)
{
    const struct node *name = node_word(block, 0);
    if (!name || !node_is_known(name))
        return;
    struct pool *p = service_add_pool(x->job->a, x->s, name->text, block->name_at);
    struct node at = {.at = name->at};
    p->field[POOL_NAME] = set_at(x->job, &at, name->text, value_string(name->text));
    fill_upstream(x->job, p, block);
    p->field[POOL_KEEPALIVE] = keepalive_of(x->job, block);
    p->field[POOL_KEEPALIVE_TIMEOUT] = keepalive_timeout_of(x->job, block);
    map_put(&x->by_name, pool_key(x->job->a, is_stream(x->job, block), name->text), p, NULL);
}

/* "http://app:8080/api" -> "app:8080/api", and the port that the scheme stands for. */
static struct str without_scheme(struct str text, uint32_t *port)
{
    static const struct {
        struct str sign;
        uint32_t port;
    } schemes[] = {
        {STR_INIT("http://"), 80}, {STR_INIT("https://"), 443}, {STR_INIT("grpc://"), 80}, {STR_INIT("grpcs://"), 443}};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (str_starts(text, schemes[i].sign)) {
            *port = schemes[i].port;
            return str_slice(text, schemes[i].sign.n, text.n);
        }
    return text;
}

/* A pool of one server, for a destination that no upstream declares. */
static struct pool *implicit_pool(struct placing_pools *x, const struct node *word, const struct nginx_url *u,
                                  struct str shown)
{
    struct node at = {.at = part_at(word, shown)};
    struct pool *p = service_add_pool(x->job->a, x->s, shown, at.at);
    p->field[POOL_ALGORITHM] =
        default_at(x->job, at.at, STR("default of nginx: round robin"), value_string(STR("roundrobin")));
    p->field[POOL_ALL_BACKUPS] = value_bool(true);
    p->field[POOL_KEEPALIVE] =
        default_at(x->job, at.at, STR("default of nginx: no keepalive without an upstream block"), value_int(0));
    struct server *s = pool_add_server(x->job->a, p, at.at);
    set_defaults(x->job, s);
    set_address(x->job, s, &at, u);
    s->field[SERVER_NAME] = set_at(x->job, &at, shown, value_string(shown));
    return p;
}

static struct pool *pool_of(struct placing_pools *x, const struct node *entry, const struct node *word,
                            const struct pass_row *row, struct str *ret_to)
{
    struct nginx_url u;
    uint32_t port = row->port;
    struct str text = without_scheme(word->text, &port);
    bool stream = is_stream(x->job, entry), parsed = nginx_url_parse(text, NGINX_URL_URI, port, &u);
    *ret_to = text;
    if (!parsed)
        return NULL;
    *ret_to = str_slice(text, 0, text.n - u.uri.n);
    struct pool *named =
        u.family == NGINX_FAMILY_UNIX ? NULL : map_get(&x->by_name, pool_key(x->job->a, stream, u.host));
    if (named && u.no_port)
        return named;
    struct str key = pool_key(x->job->a, stream, nginx_url_show(x->job->a, &u, u.port));
    struct map_entry *e = map_put(&x->by_name, key, NULL, NULL);
    if (!e->value) {
        struct pool *p = implicit_pool(x, word, &u, *ret_to);
        map_put(&x->by_name, key, NULL, NULL)->value = p;
        return p;
    }
    return e->value;
}

/* Whether a route leaves its connection to be used again. ngx_http_upstream_keepalive_module: HTTP/1.1 and an empty Connection; of the others fastcgi_keep_conn; grpc and memcached always. Unknown
 * where a variable decides. */
static struct value keeps_connection(struct kind_job *job, struct node *block, const struct pass_row *row)
{
    if (row == &pass_rows[PASS_FASTCGI])
        return setting(job, block, STR("fastcgi_keep_conn"));
    if (row != &pass_rows[PASS_PROXY])
        return value_bool(row == &pass_rows[PASS_GRPC] || row == &pass_rows[PASS_MEMCACHED]);
    struct value version = setting(job, block, STR("proxy_http_version")),
                 headers = setting(job, block, STR("proxy_set_header"));
    if (value_is_unknown(version) || value_is_unknown(headers))
        return value_is_unknown(version) ? version : headers;
    if (str_eq((struct str){version.as.s, version.n}, STR("1.0")))
        return value_bool(false);
    for (uint32_t i = 0; i < headers.n; i++) {
        struct value header = headers.as.items[i];
        if (header.type != VALUE_LIST || header.n < 2 ||
            !str_eq_nocase((struct str){header.as.items[0].as.s, header.as.items[0].n}, STR("Connection")))
            continue;
        struct str text = {header.as.items[1].as.s, header.as.items[1].n};
        bool variable = str_find_byte(text, '$') < text.n;
        return variable ? value_unknown(job->a, STR("a variable in the header Connection"))
                        : value_bool(text.n == 0 || str_eq_nocase(text, STR("keep-alive")));
    }
    return value_bool(job->target >= VERSION(1, 29, 7));
}

/* A pool keeps connections only as far as each route to it lets it. */
static void restrict_keepalive(struct placing_pools *x, struct pool *p, struct value keeps, const struct node *entry)
{
    struct value kept = p->field[POOL_KEEPALIVE];
    if (!value_is_known(kept) || kept.as.i == 0)
        return;
    if (value_is_unknown(keeps))
        p->field[POOL_KEEPALIVE] = value_unknown_both(x->job->a, kept, keeps);
    else if (!keeps.as.b)
        p->field[POOL_KEEPALIVE] = value_with_origin(
            value_int(0),
            origin_new(
                x->job->a, ORIGIN_DERIVED, entry->name_at,
                STR("keepalive needs HTTP/1.1 and an empty header Connection in each location that sends here")));
}

static struct value from_of(struct kind_job *job, struct node *server)
{
    const struct node *name = NULL;
    static const struct str entries[] = {STR_INIT("server_name"), STR_INIT("listen")};
    for (size_t i = 0; server && !name && i < sizeof entries / sizeof *entries; i++) {
        struct node *e = nginx_first(job, server, entries[i]);
        name = e ? node_word(e, 0) : NULL;
    }
    if (!name)
        return value_string(STR("server"));
    return node_is_known(name) ? set_at(job, name, name->text, value_string(name->text)) : address_unknown(job);
}

/* proxy_next_upstream_tries counts the first one too, and 0 means each server once. */
static struct value retries_of(struct kind_job *job, struct node *block, const struct pass_row *row,
                               const struct pool *p)
{
    struct value when = setting(job, block, row->settings[PASS_NEXT_UPSTREAM]),
                 tries = setting(job, block, row->settings[PASS_NEXT_UPSTREAM_TRIES]);
    for (uint32_t i = 0; when.type == VALUE_LIST && i < when.n; i++)
        if (when.as.items[i].type == VALUE_STRING &&
            str_eq((struct str){when.as.items[i].as.s, when.as.items[i].n}, STR("off")))
            return value_with_origin(value_int(0), when.origin);
    if (tries.type != VALUE_INT)
        return tries;
    int64_t servers = p && p->servers.n ? (int64_t)p->servers.n : 1;
    return value_with_origin(value_int(tries.as.i == 0 || tries.as.i > servers ? servers - 1 : tries.as.i - 1),
                             tries.origin);
}

/* 0 switches the check off. */
static struct value body_limit(struct kind_job *job, struct node *block)
{
    struct value v = setting(job, block, STR("client_max_body_size"));
    return v.type == VALUE_INT && v.as.i == 0 ? value_with_origin(value_unlimited(), v.origin) : v;
}

static void set_timeouts(struct kind_job *job, struct route *r, struct node *block, const struct pass_row *row,
                         bool stream)
{
    r->field[ROUTE_TIMEOUT_CONNECT] = setting(job, block, row->settings[PASS_CONNECT_TIMEOUT]);
    if (stream) {
        /* Between two successive operations in either direction: ngx_stream_proxy_module, proxy_timeout. */
        r->field[ROUTE_TIMEOUT_READ] = r->field[ROUTE_TIMEOUT_SEND] = r->field[ROUTE_TIMEOUT_IDLE] =
            setting(job, block, STR("proxy_timeout"));
        return;
    }
    r->field[ROUTE_TIMEOUT_SEND] = setting(job, block, row->settings[PASS_SEND_TIMEOUT]);
    r->field[ROUTE_TIMEOUT_READ] = setting(job, block, row->settings[PASS_READ_TIMEOUT]);
    r->field[ROUTE_BODY_LIMIT] = body_limit(job, block);
}

static void add_route(struct placing_pools *x, const struct nginx_pass *pass)
{
    struct kind_job *job = x->job;
    struct node *entry = pass->entry;
    const struct node *word = node_word(entry, 0);
    struct node *block = node_block(entry), *server = server_around(job, entry);
    const struct pass_row *row = pass_row_of(entry->text);
    if (!word || !block)
        return;
    struct route *r = service_add_route(job->a, x->s, entry->name_at);
    bool known = node_is_known(word), variable = known && str_find_byte(word->text, '$') < word->text.n,
         stream = is_stream(job, entry);
    struct str to = word->text;
    r->front = pass->front;
    r->pool = known && !variable ? pool_of(x, entry, word, row, &to) : NULL;
    r->field[ROUTE_TO] = known ? set_at(job, word, word->text, value_string(to)) : address_unknown(job);
    r->field[ROUTE_FROM] = from_of(job, server);
    r->field[ROUTE_CONDITION] = value_string(nginx_block_title(job, block));
    r->field[ROUTE_RETRIES] = retries_of(job, block, row, r->pool);
    set_timeouts(job, r, block, row, stream);
    if (r->pool && !stream)
        restrict_keepalive(x, r->pool, keeps_connection(job, block, row), entry);
}

void nginx_place_pools(struct kind_job *job, struct service *s, const struct nginx_passes *from)
{
    struct placing_pools x = {.job = job, .s = s, .by_name = {.a = job->a}};
    for (uint32_t i = 0; i < from->upstreams.n; i++)
        add_upstream(&x, from->upstreams.p[i]);
    for (uint32_t i = 0; i < from->passes.n; i++)
        add_route(&x, &from->passes.p[i]);
}
