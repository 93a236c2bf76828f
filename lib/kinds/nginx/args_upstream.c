/* upstream, of http and stream, and what stands in it but sticky. */
#include "kinds/nginx/args.h"
#include "kinds/nginx/post.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/upstreams.h"
#include "kinds/nginx/variables.h"
#include "kinds/nginx/zones.h"

#include "diag/closest.h"

enum { MIN_ZONE = 8 * 4096, MAX_ROUTE = 32 };

static bool from_version(const struct nginx_reader *r, version_number v)
{
    return r->job->target == 0 || r->job->target >= v;
}

void nginx_check_upstream(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str name;
    (void)row;
    if (nginx_known(entry, 0, &name) && !r->conditional)
        nginx_upstream_declare(r, entry);
}

/* What stands in an upstream block, for what must stand there. */
struct contents {
    bool any, primary; /* a server; one that is no backup */
    bool resolve;      /* one whose name is resolved while nginx runs */
    bool zone, resolver;
    bool unsure; /* something that may add servers, or change what they are */
};

static bool has_word(const struct node *entry, struct str word)
{
    const struct node *w = node_word(entry, 1);
    for (; w && w->kind == NODE_WORD; w = w->next)
        if (str_eq(nginx_c_string(w->text), word))
            return true;
    return false;
}

static bool is_literal(const struct node *entry)
{
    struct nginx_url url;
    const struct node *word = node_word(entry, 0);
    return !nginx_url_parse(word->text, 0, 1, &url) || url.family != NGINX_FAMILY_NAME;
}

static void note_server(struct contents *c, const struct node *entry)
{
    c->unsure |= (entry->flags & NODE_FAULTY) != 0;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next)
        c->unsure |= !node_is_known(w);
    c->any = true;
    c->primary |= !has_word(entry, STR("backup"));
    if (node_word(entry, 0) && has_word(entry, STR("resolve")) && !is_literal(entry))
        c->resolve = true;
}

/* The block's "}" may be missing, and with it what was to stand before. */
static bool is_closed(const struct nginx_reader *r, const struct node *block)
{
    return str_ends(source_text(r->job->sources, block->at), STR("}"));
}

static struct contents contents_of(const struct nginx_reader *r, struct node *block)
{
    struct contents c = {.unsure = (block->flags & NODE_TAINTED) || !is_closed(r, block)};
    struct node_iter it = node_entries(block);
    for (const struct node *e; (e = node_next_entry(&it)) != NULL;) {
        const struct nginx_word *w = &nginx_words[e->word];
        c.unsure |= !e->word || !nginx_word_is_builtin(w) || (e->flags & NODE_CONDITIONAL);
        if (e->word && w->type == NGINX_TYPE_UPSTREAM_SERVER)
            note_server(&c, e);
        c.zone |= e->word && w->type == NGINX_TYPE_UPSTREAM_ZONE;
        c.resolver |= e->word && w->type == NGINX_TYPE_RESOLVER;
    }
    return c;
}

void nginx_close_upstream(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct contents c = contents_of(r, entry);
    (void)row;
    if (!c.any && !c.unsure && node_word(entry, 0))
        nginx_fault(r, SYNTAX_MISSING, nginx_word_span(node_word(entry, 0)), "no servers are inside upstream");
}

/* Parameters of server in upstream: ngx_http_upstream_server and ngx_stream_upstream_server of 1.18.0 to 1.31.4. */
enum server_value { VALUE_NONE, VALUE_WEIGHT, VALUE_NUM, VALUE_SEC, VALUE_TEXT };

/* clang-format off */
static const struct {
    struct str name;
    uint8_t value;
    bool http_only;
    version_number since; /* NGINX_VERSION_NEVER: only commercial nginx has it, as it has the others before that version */
} params[] = {
    {STR_INIT("weight="),       VALUE_WEIGHT, false, 0},
    {STR_INIT("max_conns="),    VALUE_NUM,    false, 0},
    {STR_INIT("max_fails="),    VALUE_NUM,    false, 0},
    {STR_INIT("fail_timeout="), VALUE_SEC,    false, 0},
    {STR_INIT("backup"),        VALUE_NONE,   false, 0},
    {STR_INIT("down"),          VALUE_NONE,   false, 0},
    {STR_INIT("drain"),         VALUE_NONE,   true,  VERSION(1, 29, 6)},
    {STR_INIT("route="),        VALUE_TEXT,   true,  VERSION(1, 29, 6)},
    {STR_INIT("resolve"),       VALUE_NONE,   false, VERSION(1, 27, 3)},
    {STR_INIT("service="),      VALUE_TEXT,   false, VERSION(1, 27, 3)},
    {STR_INIT("slow_start="),   VALUE_SEC,    false, NGINX_VERSION_NEVER},
};
/* clang-format on */
enum { N_PARAMS = sizeof params / sizeof *params };

/* A server while its words are read. */
struct server {
    struct nginx_reader *r;
    struct node *entry;
    const struct node *address;
    bool http, resolve;
    struct str service;
};

static uint32_t find_param(const struct server *s, struct str word)
{
    struct str z = nginx_c_string(word);
    for (uint32_t i = 0; i < N_PARAMS; i++)
        if ((s->http || !params[i].http_only) &&
            (params[i].value == VALUE_NONE ? str_eq(z, params[i].name) : str_starts(z, params[i].name)))
            return i;
    return N_PARAMS;
}

static struct finding *invalid_param(struct nginx_reader *r, const struct node *word)
{
    return nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "invalid parameter \"%s\"", nginx_quoted(r, word->text));
}

static bool unknown_param(const struct server *s, const struct node *word, uint32_t i)
{
    struct finding *f = invalid_param(s->r, word);
    struct closest near = closest_start(word->text);
    if (i < N_PARAMS) {
        diag_label(s->r->sink, f, "only commercial nginx has it%s",
                   params[i].since == NGINX_VERSION_NEVER ? "" : " in this version");
        return false;
    }
    for (i = 0; i < N_PARAMS; i++)
        if ((s->http || !params[i].http_only) && from_version(s->r, params[i].since))
            closest_offer(&near, params[i].name, 0);
    if (near.best.n)
        diag_help(s->r->sink, f, "the nearest parameter is \"%.*s\"", STR_ARG(near.best));
    return false;
}

/* The methods that know no backups; one that stands below the server does not count. */
static const struct node *method_without_backup(const struct nginx_reader *r)
{
    const struct node *method = r->frame->own;
    if (!method || str_eq(method->text, STR("least_conn")) || str_eq(method->text, STR("least_time")))
        return NULL;
    return method;
}

static bool check_backup(const struct server *s, const struct node *word)
{
    struct nginx_reader *r = s->r;
    const struct node *method = method_without_backup(r);
    if (!method)
        return true;
    struct finding *f = nginx_fault(r, SYNTAX_CONFLICT, nginx_word_span(word),
                                    "balancing method does not support parameter \"backup\"");
    diag_related(r->sink, f, method->name_at, "the method");
    return false;
}

static bool check_text(struct server *s, const struct node *word, struct str name, struct str v)
{
    struct nginx_reader *r = s->r;
    bool route = str_eq(name, STR("route="));
    if (v.n == 0)
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "%s is empty", route ? "route" : "service");
    else if (route && v.n > MAX_ROUTE)
        nginx_fault(r, SYNTAX_VALUE, nginx_part(word, name.n, v.n), "route is longer than %d", MAX_ROUTE);
    else if (!route)
        s->service = v;
    return v.n && (!route || v.n <= MAX_ROUTE);
}

static bool value_is_right(uint32_t kind, struct str v)
{
    int64_t n;
    switch (kind) {
    case VALUE_WEIGHT:
        return nginx_parse_num(v, &n) && n != 0;
    case VALUE_NUM:
        return nginx_parse_num(v, &n);
    case VALUE_SEC:
        return nginx_parse_sec(v, &n);
    default:
        return true;
    }
}

static bool check_param(struct server *s, const struct node *word)
{
    uint32_t i = find_param(s, word->text);
    if (i == N_PARAMS || !from_version(s->r, params[i].since))
        return unknown_param(s, word, i);
    struct str v = str_slice(word->text, params[i].name.n, word->text.n);
    if (!value_is_right(params[i].value, v)) {
        invalid_param(s->r, word);
        return false;
    }
    if (params[i].value == VALUE_TEXT)
        return check_text(s, word, params[i].name, v);
    s->resolve |= str_eq(params[i].name, STR("resolve"));
    return !str_eq(params[i].name, STR("backup")) || check_backup(s, word);
}

/* What service= and resolve ask of the address. */
static bool check_service(const struct server *s, const struct nginx_url *url)
{
    struct nginx_reader *r = s->r;
    const char *text = NULL;
    if (!s->service.n)
        return true;
    if (!s->resolve)
        text = "service upstream \"%s\" requires \"resolve\" parameter";
    else if (url && !url->no_port)
        text = "service upstream \"%s\" may not have port";
    else if (url && url->family != NGINX_FAMILY_NAME)
        text = "service upstream \"%s\" requires domain name";
    if (text)
        nginx_fault(r, SYNTAX_CONFLICT, nginx_word_span(s->address), text, nginx_quoted(r, s->address->text));
    return !text;
}

static void check_address(const struct server *s)
{
    struct nginx_reader *r = s->r;
    struct nginx_url url;
    const struct node *word = s->address;
    if (!s->resolve && !check_service(s, NULL))
        return;
    if (!nginx_url_parse(word->text, 0, s->http ? 80 : 0, &url)) {
        nginx_fault(r, SYNTAX_VALUE, nginx_part(word, url.err_off, url.err_n), "%s in upstream \"%s\"", url.err,
                    nginx_quoted(r, word->text));
        return;
    }
    if (!s->resolve && url.family == NGINX_FAMILY_NAME && str_find_byte(url.host, '$') < url.host.n) {
        struct finding *f = nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "host not found in upstream \"%s\"",
                                        nginx_quoted(r, word->text));
        diag_help(r->sink, f, "a server of an upstream takes no variables");
        return;
    }
    if (!s->http && url.no_port && !s->service.n) {
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "no port in upstream \"%s\"", nginx_quoted(r, word->text));
        return;
    }
    check_service(s, &url);
}

void nginx_check_upstream_server(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct server s = {.r = r, .entry = entry, .address = node_word(entry, 0), .http = row->class == NGINX_CLASS_HTTP};
    bool sure = true;
    for (const struct node *w = node_word(entry, 1); w && w->kind == NODE_WORD; w = w->next) {
        if (node_is_known(w) && !check_param(&s, w))
            return;
        sure &= node_is_known(w);
    }
    if (sure && s.address && node_is_known(s.address))
        check_address(&s);
}

void nginx_check_upstream_method(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    r->frame->own = r->conditional ? NULL : entry;
}

/* The i-th word is the one that may stand there. */
static bool check_only(struct nginx_reader *r, const struct node *entry, uint32_t i, struct str only)
{
    struct str s;
    if (!nginx_known(entry, i, &s) || str_eq(nginx_c_string(s), only))
        return true;
    struct finding *f = invalid_param(r, node_word(entry, i));
    diag_help(r->sink, f, "only \"%.*s\" may stand here", STR_ARG(only));
    return false;
}

void nginx_check_upstream_hash(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    nginx_check_upstream_method(r, entry, row);
    const struct node *key = node_word(entry, 0);
    if (key && nginx_check_variables(r, entry, key))
        check_only(r, entry, 1, STR("consistent"));
}

/* random two least_time=header is commercial. */
void nginx_check_upstream_random(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str s;
    nginx_check_upstream_method(r, entry, row);
    if (!check_only(r, entry, 0, STR("two")))
        return;
    if (!r->job->target && nginx_known(entry, 1, &s) && str_starts(s, STR("least_time=")))
        return;
    check_only(r, entry, 1, STR("least_conn"));
}

void nginx_check_upstream_least_time(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    static const struct str http[] = {STR_INIT("header"), STR_INIT("last_byte")};
    static const struct str stream[] = {STR_INIT("connect"), STR_INIT("first_byte"), STR_INIT("last_byte")};
    bool is_http = row->class == NGINX_CLASS_HTTP;
    const struct str *values = is_http ? http : stream;
    struct str s;
    nginx_check_upstream_method(r, entry, row);
    if (!check_only(r, entry, 1, STR("inflight")) || !nginx_known(entry, 0, &s))
        return;
    for (uint32_t i = 0; i < (is_http ? 2u : 3u); i++)
        if (str_eq_nocase(s, values[i]))
            return;
    struct finding *f = nginx_invalid_value(r, node_word(entry, 0));
    struct str near = closest_of(s, values, is_http ? 2 : 3);
    if (near.n)
        diag_help(r->sink, f, "the nearest value is \"%.*s\"", STR_ARG(near));
}

void nginx_check_upstream_keepalive(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str s;
    int64_t n;
    (void)row;
    if (nginx_known(entry, 0, &s) && (!nginx_parse_num(s, &n) || (n == 0 && !from_version(r, VERSION(1, 29, 7))))) {
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(node_word(entry, 0)), "invalid value \"%s\" in \"%s\" directive",
                    nginx_quoted(r, s), nginx_quoted(r, entry->text));
        return;
    }
    check_only(r, entry, 1, STR("local"));
}

void nginx_check_upstream_zone(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str name, s;
    int64_t size = 0;
    if (!nginx_known(entry, 0, &name))
        return;
    const struct node *word = node_word(entry, 0), *given = node_word(entry, 1);
    if (name.n == 0) {
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "invalid zone name \"\"");
        return;
    }
    if (nginx_known(entry, 1, &s) && !nginx_parse_size(s, &size)) {
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(given), "invalid zone size \"%s\"", nginx_quoted(r, s));
        return;
    }
    if (given && node_is_known(given) && size < MIN_ZONE) {
        struct finding *f =
            nginx_fault(r, SYNTAX_VALUE, nginx_word_span(given), "zone \"%s\" is too small", nginx_quoted(r, name));
        diag_help(r->sink, f, "the smallest zone is 32k");
        return;
    }
    if (given && !node_is_known(given))
        size = NGINX_ZONE_SIZE_UNKNOWN;
    nginx_zone_add(r, entry, nginx_word_span(word), name, size, nginx_zone_purpose(row, 0));
}

static void no_servers(struct nginx_reader *r, const struct nginx_upstream *u)
{
    struct finding *f = nginx_fault(r, SYNTAX_MISSING, nginx_word_span(node_word(u->block, 0)),
                                    "no servers in upstream \"%s\"", nginx_quoted(r, u->host));
    diag_label(r->sink, f, "all of its servers are backups");
}

/* A server with "resolve" needs shared memory and a resolver, of the upstream or of the block around it. */
static void check_resolve(struct nginx_reader *r, const struct nginx_upstream *u, const struct contents *c,
                          bool resolver)
{
    struct span at = nginx_word_span(node_word(u->block, 0));
    const char *name = nginx_quoted(r, u->host);
    if (!c->zone)
        nginx_fault(r, SYNTAX_MISSING, at,
                    "resolving names at run time requires upstream \"%s\" to be in shared memory", name);
    else if (!c->resolver && !resolver)
        nginx_fault(r, SYNTAX_MISSING, at, "no resolver defined to resolve names at run time in upstream \"%s\"", name);
}

static void judge_upstream(struct nginx_reader *r, const struct nginx_upstream *u, bool resolver, bool hidden)
{
    r->line = nginx_entry_line(r, u->first);
    if (u->block) {
        struct contents c = contents_of(r, u->block);
        if (c.unsure || !c.any)
            return;
        if (c.resolve)
            check_resolve(r, u, &c, resolver);
        if (!c.primary)
            no_servers(r, u);
    } else if (!u->literal && u->port == 0 && !hidden) {
        struct finding *f = nginx_fault(r, SYNTAX_VALUE, u->at, "no port in upstream \"%s\"", nginx_quoted(r, u->host));
        diag_help(r->sink, f, "name a port, or an upstream that is declared");
    }
}

/* ngx_http_upstream_init_main_conf: each upstream in the order of first mention. */
static void judge_upstreams(struct nginx_reader *r, struct node *block, uint32_t class, uint32_t context)
{
    uint32_t line = r->line;
    bool hidden = nginx_may_hide(r, context), resolver = hidden || node_find(block, STR("resolver"));
    for (uint32_t i = 0; r->upstreams && i < r->upstreams->all[class].n; i++)
        judge_upstream(r, r->upstreams->all[class].p[i], resolver, hidden);
    r->line = line;
    nginx_upstreams_forget(r, class);
}

void nginx_post_upstreams(struct nginx_reader *r, struct node *block)
{
    judge_upstreams(r, block, NGINX_CLASS_HTTP, NGINX_IN_HTTP);
}

void nginx_post_stream_upstreams(struct nginx_reader *r, struct node *block)
{
    judge_upstreams(r, block, NGINX_CLASS_STREAM, NGINX_IN_STREAM);
}
