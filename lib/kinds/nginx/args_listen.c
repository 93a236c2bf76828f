/* listen, of http, stream and mail. */
#include "kinds/nginx/args.h"
#include "kinds/nginx/listens.h"
#include "kinds/nginx/units.h"

/* What parameters are told apart for: which of them exclude each other. */
enum listen_param {
    PARAM_PLAIN,
    PARAM_DEFAULT,
    PARAM_UDP,
    PARAM_QUIC,
    PARAM_FASTOPEN,
    PARAM_BACKLOG,
    PARAM_DEFERRED,
    PARAM_MULTIPATH,
    PARAM_SSL,
    PARAM_HTTP2,
    PARAM_SO_KEEPALIVE,
    PARAM_PROXY_PROTOCOL,
    PARAMS
};

enum param_value {
    VALUE_NONE, /* the word itself */
    VALUE_ANY,
    VALUE_NUM,
    VALUE_POSITIVE,
    VALUE_SIZE,
    VALUE_IPV6ONLY,
    VALUE_KEEPALIVE
};

enum { MAX_HOST = 255 }; /* of a name: longer ones do not resolve */
enum { HTTP = 1 << NGINX_CLASS_HTTP, STREAM = 1 << NGINX_CLASS_STREAM, MAIL = 1 << NGINX_CLASS_MAIL };

/* ngx_http_core_listen, ngx_stream_core_listen, ngx_mail_core_listen of 1.18.0 to 1.31.4. A name with "=" begins the word, another one is all of it. set: the socket
 * then has options. setfib= is FreeBSD's, and accept_filter= without effect elsewhere: whether they are options is not known. */
/* clang-format off */
static const struct {
    struct str name;
    uint8_t param, value, classes;
    bool set;
    version_number since, until;
} params[] = {
    {STR_INIT("default_server"), PARAM_DEFAULT,        VALUE_NONE,      HTTP,                 false, 0,                  0},
    {STR_INIT("default_server"), PARAM_DEFAULT,        VALUE_NONE,      STREAM,               false, VERSION(1, 25, 5),  0},
    {STR_INIT("default"),        PARAM_DEFAULT,        VALUE_NONE,      HTTP,                 false, 0,                  0},
    {STR_INIT("udp"),            PARAM_UDP,            VALUE_NONE,      STREAM,               false, 0,                  0},
    {STR_INIT("bind"),           PARAM_PLAIN,          VALUE_NONE,      HTTP | STREAM | MAIL, true,  0,                  0},
    {STR_INIT("setfib="),        PARAM_PLAIN,          VALUE_NUM,       HTTP,                 false, 0,                  0},
    {STR_INIT("setfib="),        PARAM_PLAIN,          VALUE_NUM,       STREAM,               false, VERSION(1, 25, 5),  0},
    {STR_INIT("fastopen="),      PARAM_FASTOPEN,       VALUE_NUM,       HTTP,                 true,  0,                  0},
    {STR_INIT("fastopen="),      PARAM_FASTOPEN,       VALUE_NUM,       STREAM,               true,  VERSION(1, 21, 0),  0},
    {STR_INIT("backlog="),       PARAM_BACKLOG,        VALUE_POSITIVE,  HTTP | STREAM | MAIL, true,  0,                  0},
    {STR_INIT("rcvbuf="),        PARAM_PLAIN,          VALUE_SIZE,      HTTP | STREAM | MAIL, true,  0,                  0},
    {STR_INIT("sndbuf="),        PARAM_PLAIN,          VALUE_SIZE,      HTTP | STREAM | MAIL, true,  0,                  0},
    {STR_INIT("accept_filter="), PARAM_PLAIN,          VALUE_ANY,       HTTP,                 false, 0,                  0},
    {STR_INIT("accept_filter="), PARAM_PLAIN,          VALUE_ANY,       STREAM,               false, VERSION(1, 25, 5),  0},
    {STR_INIT("deferred"),       PARAM_DEFERRED,       VALUE_NONE,      HTTP,                 true,  0,                  0},
    {STR_INIT("deferred"),       PARAM_DEFERRED,       VALUE_NONE,      STREAM,               true,  VERSION(1, 25, 5),  0},
    {STR_INIT("ipv6only="),      PARAM_PLAIN,          VALUE_IPV6ONLY,  HTTP | STREAM | MAIL, true,  0,                  0},
    {STR_INIT("reuseport"),      PARAM_PLAIN,          VALUE_NONE,      HTTP | STREAM,        true,  0,                  0},
    {STR_INIT("multipath"),      PARAM_MULTIPATH,      VALUE_NONE,      HTTP | STREAM | MAIL, true,  VERSION(1, 29, 7),  0},
    {STR_INIT("ssl"),            PARAM_SSL,            VALUE_NONE,      HTTP | STREAM | MAIL, false, 0,                  0},
    {STR_INIT("http2"),          PARAM_HTTP2,          VALUE_NONE,      HTTP,                 false, 0,                  0},
    {STR_INIT("spdy"),           PARAM_PLAIN,          VALUE_NONE,      HTTP,                 false, 0, VERSION(1, 19, 7)},
    {STR_INIT("quic"),           PARAM_QUIC,           VALUE_NONE,      HTTP,                 false, VERSION(1, 25, 0),  0},
    {STR_INIT("so_keepalive="),  PARAM_SO_KEEPALIVE,   VALUE_KEEPALIVE, HTTP | STREAM | MAIL, true,  0,                  0},
    {STR_INIT("proxy_protocol"), PARAM_PROXY_PROTOCOL, VALUE_NONE,      HTTP | STREAM,        false, 0,                  0},
    {STR_INIT("proxy_protocol"), PARAM_PROXY_PROTOCOL, VALUE_NONE,      MAIL,                 false, VERSION(1, 19, 8),  0},
};
/* clang-format on */
enum { N_PARAMS = sizeof params / sizeof *params };

/* A directive while its words are read. */
struct listening {
    struct nginx_reader *r;
    struct nginx_listen l;
    uint32_t class;
    const struct node *seen[PARAMS];
    int64_t keepalive[3]; /* of so_keepalive=: what a second one leaves out is that of the first */
    bool unsure;          /* a word is not known */
};

static bool holds(const struct listening *s, uint32_t i)
{
    return (params[i].classes >> s->class & 1) && nginx_since(s->r, params[i].since) &&
           (!params[i].until || s->r->job->target < params[i].until);
}

/* The row of a parameter; N_PARAMS for none. */
static uint32_t find_param(const struct listening *s, struct str word)
{
    struct str z = nginx_c_string(word);
    for (uint32_t i = 0; i < N_PARAMS; i++)
        if (holds(s, i) && (params[i].value == VALUE_NONE ? str_eq(z, params[i].name) : str_starts(z, params[i].name)))
            return i;
    return N_PARAMS;
}

static void help_with(struct listening *s, struct finding *f, struct str word)
{
    struct str names[N_PARAMS];
    uint32_t n = 0;
    if (str_starts(word, STR("ipv6only="))) {
        diag_help(s->r->sink, f, "ipv6only is on or off");
        return;
    }
    for (uint32_t i = 0; i < N_PARAMS; i++)
        if (holds(s, i))
            names[n++] = params[i].name;
    nginx_help_parameter(s->r, f, word, names, n);
}

static void unknown_param(struct listening *s, const struct node *word)
{
    struct nginx_reader *r = s->r;
    bool old = s->class != NGINX_CLASS_HTTP && !nginx_since(r, VERSION(1, 25, 5));
    struct finding *f =
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word),
                    old ? "the invalid \"%s\" parameter" : "invalid parameter \"%s\"", nginx_quoted(r, word->text));
    help_with(s, f, word->text);
}

/* "on", "off", or up to three fields between ":", of which one at least is not 0: idle and interval in seconds, and a count. */
static bool read_keepalive(struct str v, int64_t field[3])
{
    struct str rest = v;
    if (str_eq(nginx_c_string(v), STR("on")) || str_eq(nginx_c_string(v), STR("off")))
        return true;
    for (uint32_t i = 0; i < 2; i++) {
        struct str part = str_cut(&rest, ':');
        if (part.n && !nginx_parse_sec(part, &field[i]))
            return false;
    }
    if (rest.n && !nginx_parse_num(rest, &field[2]))
        return false;
    return field[0] || field[1] || field[2];
}

static bool value_is_right(struct listening *s, enum param_value kind, struct str v)
{
    int64_t n;
    switch (kind) {
    case VALUE_NUM:
        return nginx_parse_num(v, &n);
    case VALUE_POSITIVE:
        return nginx_parse_num(v, &n) && n != 0;
    case VALUE_SIZE:
        return nginx_parse_size(v, &n);
    case VALUE_IPV6ONLY:
        return str_eq(nginx_c_string(v), STR("on")) || str_eq(nginx_c_string(v), STR("off"));
    case VALUE_KEEPALIVE:
        return read_keepalive(v, s->keepalive);
    default:
        return true;
    }
}

static void wrong_value(struct listening *s, const struct node *word, uint32_t i)
{
    struct nginx_reader *r = s->r;
    struct str name = params[i].name, v = str_slice(word->text, name.n, word->text.n);
    struct span at = nginx_part(word, name.n, v.n);
    const char *shown = nginx_quoted(r, nginx_c_string(v));
    if (params[i].value == VALUE_KEEPALIVE)
        nginx_fault(r, SYNTAX_VALUE, at, "invalid so_keepalive value: \"%s\"", shown);
    else if (params[i].value == VALUE_IPV6ONLY)
        nginx_fault(r, SYNTAX_VALUE, at, "invalid ipv6only flags \"%s\"", shown);
    else
        nginx_fault(r, SYNTAX_VALUE, at, "invalid %.*s \"%s\"", (int)name.n - 1, name.p, nginx_quoted(r, word->text));
}

/* "ipv6only=yes" is no such parameter for nginx: it looks for the "o" as well. */
static bool is_ipv6only(struct str word)
{
    return str_starts(word, STR("ipv6only=o"));
}

static bool check_param(struct listening *s, const struct node *word)
{
    if (!node_is_known(word)) {
        s->unsure = true;
        return true;
    }
    uint32_t i = find_param(s, word->text);
    if (i == N_PARAMS || (params[i].value == VALUE_IPV6ONLY && !is_ipv6only(word->text))) {
        unknown_param(s, word);
        return false;
    }
    if (!value_is_right(s, (enum param_value)params[i].value, str_slice(word->text, params[i].name.n, word->text.n))) {
        wrong_value(s, word, i);
        return false;
    }
    s->seen[params[i].param] = word;
    if (params[i].set && span_is_none(s->l.options))
        s->l.options = nginx_word_span(word);
    return true;
}

/* What a datagram socket does not have, in the order in which nginx looks. */
static const struct {
    const char *name;
    enum listen_param param;
} not_with_udp[] = {
    {"fastopen", PARAM_FASTOPEN},
    {"backlog", PARAM_BACKLOG},
    {"deferred", PARAM_DEFERRED},
    {"multipath", PARAM_MULTIPATH},
    {"ssl", PARAM_SSL},
    {"http2", PARAM_HTTP2},
    {"so_keepalive", PARAM_SO_KEEPALIVE},
    {"proxy_protocol", PARAM_PROXY_PROTOCOL},
};

/* The order of stream before 1.25.5: fastopen comes last. */
static const uint8_t old_udp_order[] = {1, 4, 6, 7, 0};
/* What quic excluded before 1.25.4. */
static const uint8_t old_quic_order[] = {4, 5, 7};
static const uint8_t order[] = {0, 1, 2, 3, 4, 5, 6, 7};

static bool check_datagram(struct listening *s, const struct node *entry)
{
    bool quic = s->seen[PARAM_QUIC] != NULL;
    const uint8_t *look = order;
    uint32_t n = sizeof order;
    if (quic && !nginx_since(s->r, VERSION(1, 25, 4))) {
        look = old_quic_order;
        n = sizeof old_quic_order;
    } else if (!quic && !nginx_since(s->r, VERSION(1, 25, 5))) {
        look = old_udp_order;
        n = sizeof old_udp_order;
    }
    for (uint32_t i = 0; i < n; i++) {
        const struct node *word = s->seen[not_with_udp[look[i]].param];
        if (!word)
            continue;
        struct span at = nginx_word_span(word);
        struct finding *f =
            nginx_fault(s->r, SYNTAX_CONFLICT, at, "\"%s\" directive \"%s\" parameter is incompatible with \"%s\"",
                        nginx_quoted(s->r, entry->text), not_with_udp[look[i]].name, quic ? "quic" : "udp");
        diag_related(s->r->sink, f, nginx_word_span(s->seen[quic ? PARAM_QUIC : PARAM_UDP]), "a datagram socket");
        return false;
    }
    return true;
}

/* The address. False with a fault, and where it is not known: then only the parameters count. */
static bool check_address(struct listening *s, const struct node *word, uint32_t default_port)
{
    struct nginx_reader *r = s->r;
    const char *shown = nginx_quoted(r, word->text);
    if (!nginx_url_parse(word->text, NGINX_URL_LISTEN, default_port, &s->l.url)) {
        nginx_fault(r, SYNTAX_VALUE, nginx_part(word, s->l.url.err_off, s->l.url.err_n),
                    "%s in \"%s\" of the \"listen\" directive", s->l.url.err, shown);
        return false;
    }
    if (s->l.url.family == NGINX_FAMILY_NAME && str_find_byte(s->l.url.host, '$') < s->l.url.host.n) {
        struct finding *f = nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word),
                                        "host not found in \"%s\" of the \"listen\" directive", shown);
        diag_help(r->sink, f, "listen takes no variables");
        return false;
    }
    return true;
}

static void check_listen(struct nginx_reader *r, struct node *entry, uint32_t class, uint32_t default_port)
{
    struct listening s = {.r = r, .class = class};
    const struct node *word = node_word(entry, 0);
    s.l = (struct nginx_listen){
        .server = nginx_server_of(r, r->frame->block), .options = SPAN_NONE, .dflt = SPAN_NONE, .tls = SPAN_NONE};
    r->listens->n_read++;
    if (!word)
        return;
    bool known = node_is_known(word);
    if (known && !check_address(&s, word, default_port))
        return;
    for (const struct node *w = word->next; w && w->kind == NODE_WORD; w = w->next)
        if (!check_param(&s, w))
            return;
    s.l.datagram = s.seen[PARAM_UDP] || s.seen[PARAM_QUIC];
    if (s.l.datagram && !check_datagram(&s, entry))
        return;
    /* What a template decides is not compared: it may be another address, or datagrams. */
    if (!known || s.unsure || r->conditional || s.l.url.host.n > MAX_HOST)
        return;
    s.l.at = nginx_word_span(word);
    s.l.once = class == NGINX_CLASS_MAIL || (class == NGINX_CLASS_STREAM && !nginx_since(r, VERSION(1, 25, 5)));
    if (s.seen[PARAM_DEFAULT])
        s.l.dflt = nginx_word_span(s.seen[PARAM_DEFAULT]);
    const struct node *tls = s.seen[PARAM_QUIC] ? s.seen[PARAM_QUIC] : s.seen[PARAM_SSL];
    if (tls)
        s.l.tls = nginx_word_span(tls);
    r->listens->n_taken++;
    nginx_listens_add(r, &s.l);
}

void nginx_check_listen_http(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    check_listen(r, entry, NGINX_CLASS_HTTP, 80);
}

void nginx_check_listen_stream(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    check_listen(r, entry, NGINX_CLASS_STREAM, 0);
}

void nginx_check_listen_mail(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    check_listen(r, entry, NGINX_CLASS_MAIL, 0);
}
