/* server, of upstreams in http and stream. */
#include "kinds/nginx/args.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/url.h"

enum { MAX_ROUTE = 32 };

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

static bool unknown_param(const struct server *s, const struct node *word, uint32_t i)
{
    struct finding *f = nginx_invalid_parameter(s->r, word);
    struct str names[N_PARAMS];
    uint32_t n = 0;
    if (i < N_PARAMS) {
        diag_label(s->r->sink, f, "only commercial nginx has it%s",
                   params[i].since == NGINX_VERSION_NEVER ? "" : " in this version");
        return false;
    }
    for (i = 0; i < N_PARAMS; i++)
        if ((s->http || !params[i].http_only) && nginx_since(s->r, params[i].since))
            names[n++] = params[i].name;
    nginx_help_parameter(s->r, f, word->text, names, n);
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
    if (i == N_PARAMS || !nginx_since(s->r, params[i].since))
        return unknown_param(s, word, i);
    struct str v = str_slice(word->text, params[i].name.n, word->text.n);
    if (!value_is_right(params[i].value, v)) {
        nginx_invalid_parameter(s->r, word);
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
