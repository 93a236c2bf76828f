/* Lines of servers and listeners: an address and options that the words table knows. */
#include "kinds/haproxy/form.h"

#include "base/buf.h"
#include "kinds/haproxy/units.h"

static bool unknown_option(struct haproxy_args *x, struct str line, enum haproxy_class class)
{
    struct str name = haproxy_arg(x, 0);
    struct finding *f = haproxy_fault(x->r, SYNTAX_UNKNOWN, haproxy_arg_at(x, 0), "'%.*s' : unknown keyword '%s'",
                                      STR_ARG(line), haproxy_quoted(x->r, name));
    haproxy_suggest(x->r, f, name, class, 0);
    return false;
}

/* The option at hand, if it is one that is asked for later. */
static void note_option(struct haproxy_args *x)
{
    struct haproxy_proxy *p = x->r->proxy;
    struct str name = haproxy_arg(x, 0), value = haproxy_arg(x, 1);
    bool open = haproxy_has(x, 1) && x->t[x->pos + 1].open;
    if (str_eq(name, STR("backup")))
        p->server_marks |= HAPROXY_MARK_BACKUP;
    else if (str_eq(name, STR("track")))
        p->server_marks |= HAPROXY_MARK_TRACK;
    else if (str_eq(name, STR("weight")) && (open || haproxy_atoi(value) == 0))
        p->server_marks |= HAPROXY_MARK_WEIGHT_0;
    else if (str_eq(name, STR("fall")) && (open || haproxy_atoi(value) == 1))
        p->server_marks |= HAPROXY_MARK_FALL_1;
}

/* An option of a server; x is behind its name. */
static void note_tls(const struct haproxy_args *x, struct haproxy_tls *t)
{
    if (str_eq(x->kw, STR("ssl")) || str_eq(x->kw, STR("check-ssl")))
        t->used = true;
    else if (str_eq(x->kw, STR("no-ssl")) || str_eq(x->kw, STR("no-check-ssl")))
        t->off = true;
    else if (str_eq(x->kw, STR("ca-file")))
        t->ca = true;
    else if (str_eq(x->kw, STR("verify")))
        t->required = !(t->none = !haproxy_is(x, 0, "required"));
}

/* Options up to the end of the line; each one's word takes its row, so that nobody has to look for it again. tls: of a server's, else NULL. */
static bool read_options(struct haproxy_args *x, enum haproxy_class class, struct haproxy_tls *tls)
{
    struct str line = x->kw;
    while (haproxy_has(x, 0)) {
        struct str name = haproxy_arg(x, 0);
        uint32_t row;
        enum haproxy_fit fit = haproxy_word_pick(name, class, 0, x->r->job->target, &row);
        if (fit != HAPROXY_FIT_OK)
            return unknown_option(x, line, class);
        x->t[x->pos].node->word = row;
        if (class == HAPROXY_CLASS_SERVER && x->r->proxy)
            note_option(x);
        x->kw = name;
        x->pos++;
        if (tls)
            note_tls(x, tls);
        enum haproxy_formed formed = haproxy_form(x, haproxy_word_str(haproxy_words[row].form));
        if (formed != HAPROXY_FORM_DONE) {
            /* What stands behind it was not looked at. */
            if (x->r->proxy)
                x->r->proxy->server_marks = HAPROXY_MARK_ANY;
            if (tls)
                tls->unsure = true;
            return formed == HAPROXY_FORM_OPEN;
        }
    }
    x->kw = line;
    return true;
}

/* TLS as the "default-server" lines of the section have it; unsure as soon as something of the line at hand is. */
static struct haproxy_tls start_tls(const struct haproxy_args *x)
{
    struct haproxy_tls t = x->r->proxy ? x->r->proxy->server_tls : (struct haproxy_tls){.unsure = true};
    t.unsure |= (x->entry->flags & NODE_CONDITIONAL) != 0;
    for (uint32_t i = 0; i < x->n; i++)
        t.unsure |= x->t[i].open;
    return t;
}

/* Whether that is refused hangs on the "global" section, which may come later. */
static void end_tls(struct haproxy_args *x, const struct haproxy_tls *t, struct str name, struct span at)
{
    struct haproxy_unverified u = {x->r->proxy, name, at, x->r->line, t->required};
    if (t->used && !t->off && !t->none && !t->ca && !t->unsure)
        vec_push(x->r->a, &x->r->unverified, u);
}

static bool check_name(struct haproxy_args *x)
{
    struct str name = haproxy_arg(x, 0);
    uint32_t bad = haproxy_bad_name(name);
    if (bad == name.n)
        return true;
    haproxy_fault(x->r, SYNTAX_VALUE, haproxy_part_at(x, 0, bad, 1),
                  "character '%s' is not permitted in %.*s name '%s'",
                  haproxy_quoted(x->r, str_slice(name, bad, bad + 1)), STR_ARG(x->kw), haproxy_quoted(x->r, name));
    return false;
}

/* Two servers of one name in a proxy are refused when everything has been read; templates make their names then. */
static bool define_server(struct haproxy_args *x, struct str name, struct span at)
{
    struct haproxy_reader *r = x->r;
    bool fresh;
    if (!r->proxy || r->proxy->context == HAPROXY_IN_DEFAULTS || (x->entry->flags & NODE_CONDITIONAL))
        return true;
    r->proxy->servers.a = r->a;
    struct map_entry *e = map_put(&r->proxy->servers, name, x->entry, &fresh);
    if (fresh)
        return true;
    const struct node *first = e->value;
    struct finding *f = haproxy_fault(
        r, SYNTAX_DUPLICATE, at, "%s '%s', another server named '%s' was already defined, please use distinct names",
        haproxy_context_name(r->proxy->context), haproxy_quoted(r, r->proxy->name), haproxy_quoted(r, name));
    diag_related(r->sink, f, first->name_at, "the first one");
    return false;
}

static bool range_of(struct str s, int64_t *low, int64_t *high)
{
    uint32_t end, dash = str_find_byte(s, '-');
    struct str first = str_slice(s, 0, dash), last = str_slice(s, dash + 1, s.n);
    *low = haproxy_atol(first, &end);
    if (end != first.n)
        return false;
    *high = dash < s.n ? haproxy_atol(last, &end) : *low;
    if (dash == s.n)
        *low = 1;
    else if (end != last.n)
        return false;
    return *low >= 0 && *high >= *low && *high > 0;
}

static bool define_template(struct haproxy_args *x, struct str prefix, int64_t low, int64_t high, struct span at)
{
    enum { MOST = 10000 };
    for (int64_t i = low; i <= high && i < low + MOST; i++)
        if (!define_server(x, str_printf(x->r->a, "%.*s%lld", STR_ARG(prefix), (long long)i), at))
            return false;
    return true;
}

bool haproxy_read_server(struct haproxy_args *x, struct str rest)
{
    bool template = str_eq(x->kw, STR("server-template")), plain = str_eq(x->kw, STR("default-server"));
    int64_t low = 1, high = 0;
    (void)rest;
    struct haproxy_tls tls = start_tls(x);
    if (plain) {
        bool ok = read_options(x, HAPROXY_CLASS_SERVER, &tls);
        if (x->r->proxy)
            x->r->proxy->server_tls = tls;
        return ok;
    }
    if (x->r->proxy && x->r->proxy->context == HAPROXY_IN_DEFAULTS)
        return haproxy_bad(x, SYNTAX_MISPLACED, 0, "'%.*s' not allowed in 'defaults' section", STR_ARG(x->kw)), false;
    struct span at = haproxy_arg_at(x, 0);
    if (x->r->context == HAPROXY_IN_PEERS && !haproxy_has(x, 1)) {
        /* The local peer, whose address is on the "bind" line. */
        x->pos = x->n;
        return true;
    }
    if (!haproxy_has(x, template ? 2 : 1))
        return haproxy_bad(x, SYNTAX_COUNT, 0,
                           template ? "'%.*s' expects <prefix> <nb | range> <addr>[:<port>] as arguments"
                                    : "'%.*s' expects <name> and <addr>[:<port>] as arguments",
                           STR_ARG(x->kw));
    if (!check_name(x))
        return false;
    struct str name = haproxy_arg(x, 0);
    x->pos++;
    if (template) {
        if (!range_of(haproxy_arg(x, 0), &low, &high))
            return haproxy_bad(x, SYNTAX_VALUE, 0, "wrong %.*s number or range arg '%s'", STR_ARG(x->kw),
                               haproxy_quoted(x->r, haproxy_arg(x, 0)));
        x->pos++;
    }
    struct str kw = x->kw;
    if (!haproxy_read_address(x, 0, haproxy_arg(x, 0), HAPROXY_PORT_OK | HAPROXY_PORT_OFFSET))
        return false;
    x->pos++;
    x->kw = haproxy_joined(x->r, kw, name);
    if (!read_options(x, HAPROXY_CLASS_SERVER, &tls))
        return false;
    end_tls(x, &tls, name, at);
    return template ? define_template(x, name, low, high, at) : define_server(x, name, at);
}

bool haproxy_read_peer(struct haproxy_args *x, struct str rest)
{
    return haproxy_read_server(x, rest);
}

/* Addresses with commas between them. */
static bool read_addresses(struct haproxy_args *x)
{
    struct str all = haproxy_arg(x, 0), rest = all;
    while (rest.n) {
        struct str one = str_cut(&rest, ',');
        if (one.n && !haproxy_read_address(
                         x, 0, one, HAPROXY_PORT_OK | HAPROXY_PORT_NEEDED | HAPROXY_PORT_RANGE | HAPROXY_ADDR_RESOLVED))
            return false;
    }
    x->pos++;
    return true;
}

bool haproxy_read_bind(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (!haproxy_has(x, 0) && x->r->context == HAPROXY_IN_PEERS && x->r->peers_listen != x->r->block)
        return true; /* not looked at there */
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0,
                           "'%.*s' expects {<path>|[addr1]:port1[-end1]}{,[addr]:port[-end]}... as arguments",
                           STR_ARG(x->kw));
    if (x->r->proxy && x->r->proxy->context == HAPROXY_IN_DEFAULTS)
        return haproxy_bad(x, SYNTAX_MISPLACED, 0, "'bind' not allowed in 'defaults' section");
    if (x->r->context == HAPROXY_IN_PEERS && x->r->peers_listen == x->r->block)
        return haproxy_bad(x, SYNTAX_DUPLICATE, 0,
                           "one listener per 'peers' section is authorized but another is already configured");
    x->r->peers_listen = x->r->block;
    struct str address = haproxy_arg(x, 0), kw = x->kw;
    if (!read_addresses(x))
        return false;
    x->kw = str_printf(x->r->a, "%.*s %s", STR_ARG(kw), haproxy_quoted(x->r, address));
    return read_options(x, HAPROXY_CLASS_BIND, NULL);
}

bool haproxy_read_default_bind(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    return read_options(x, HAPROXY_CLASS_BIND, NULL);
}

bool haproxy_read_stats_socket(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0,
                           "'stats socket' in global section expects an address or a path to a UNIX socket");
    return haproxy_read_bind(x, rest);
}

bool haproxy_read_mux(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    static const struct str names[] = {STR_INIT("h1"),   STR_INIT("h2"),   STR_INIT("fcgi"),
                                       STR_INIT("none"), STR_INIT("quic"), STR_INIT("spop")};
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' : missing value", STR_ARG(x->kw));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(haproxy_arg(x, 0), names[i])) {
            x->pos++;
            return true;
        }
    return haproxy_bad(x, SYNTAX_VALUE, 0, "'%.*s' : unknown MUX protocol '%s'", STR_ARG(x->kw),
                       haproxy_quoted(x->r, haproxy_arg(x, 0)));
}

bool haproxy_read_source(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(
            x, SYNTAX_COUNT, 0,
            "'%.*s' expects <addr>[:<port>[-<port>]], and optionally 'usesrc' <addr>, and 'interface' <name> as argument",
            STR_ARG(x->kw));
    if (!haproxy_read_address(x, 0, haproxy_arg(x, 0), HAPROXY_PORT_OK | HAPROXY_PORT_RANGE))
        return false;
    x->pos++;
    while (haproxy_is(x, 0, "usesrc") || haproxy_is(x, 0, "interface")) {
        if (!haproxy_has(x, 1))
            return haproxy_bad(x, SYNTAX_COUNT, 0, "'%s' expects an argument", haproxy_quoted(x->r, haproxy_arg(x, 0)));
        x->pos += 2;
    }
    return true;
}

bool haproxy_read_track(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'track' expects [<proxy>/]<server> as argument");
    haproxy_use_name(x, HAPROXY_USE_TRACK, haproxy_arg(x, 0), haproxy_arg_at(x, 0), x->kw);
    x->pos++;
    return true;
}

bool haproxy_read_resolvers(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'resolvers' expects a name");
    haproxy_use_name(x, HAPROXY_USE_RESOLVERS, haproxy_arg(x, 0), haproxy_arg_at(x, 0), x->kw);
    x->pos++;
    return true;
}

bool haproxy_read_init_addr(struct haproxy_args *x, struct str rest)
{
    struct str list = haproxy_arg(x, 0);
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'init-addr' expects 'last', 'libc', 'none' or an address");
    while (list.n) {
        struct str one = str_cut(&list, ',');
        bool number = one.n && (ch_is_digit(one.p[0]) || str_find_byte(one, ':') < one.n);
        if (!number && !str_eq(one, STR("last")) && !str_eq(one, STR("libc")) && !str_eq(one, STR("none")))
            return haproxy_bad(x, SYNTAX_VALUE, 0, "'init-addr' : unknown init-addr method '%s'",
                               haproxy_quoted(x->r, one));
    }
    x->pos++;
    return true;
}

bool haproxy_read_sni(struct haproxy_args *x, struct str rest)
{
    uint32_t end;
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'sni' : missing sni expression argument");
    if (!haproxy_read_expression_in(x, haproxy_arg(x, 0), 0, &end, NULL, NULL))
        return false;
    x->pos++;
    return true;
}

static bool ssl_options(struct haproxy_args *x, const struct str *words, size_t n)
{
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' : missing argument", STR_ARG(x->kw));
    for (; haproxy_has(x, 0); x->pos++) {
        bool found = false;
        for (size_t i = 0; i < n && !found; i++)
            found = str_eq(haproxy_arg(x, 0), words[i]);
        bool version = haproxy_is(x, 0, "ssl-min-ver") || haproxy_is(x, 0, "ssl-max-ver");
        if (version && !haproxy_has(x, 1))
            return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' : missing argument of '%s'", STR_ARG(x->kw),
                               haproxy_quoted(x->r, haproxy_arg(x, 0)));
        if (!found && !version)
            return haproxy_bad(x, SYNTAX_VALUE, 0, "unknown option '%s' on global statement '%.*s'",
                               haproxy_quoted(x->r, haproxy_arg(x, 0)), STR_ARG(x->kw));
        x->pos += version;
    }
    return true;
}

static const struct str ssl_words[] = {
    STR_INIT("no-sslv3"),       STR_INIT("no-tlsv10"),
    STR_INIT("no-tlsv11"),      STR_INIT("no-tlsv12"),
    STR_INIT("no-tlsv13"),      STR_INIT("force-sslv3"),
    STR_INIT("force-tlsv10"),   STR_INIT("force-tlsv11"),
    STR_INIT("force-tlsv12"),   STR_INIT("force-tlsv13"),
    STR_INIT("no-tls-tickets"), STR_INIT("tls-tickets"),
    STR_INIT("allow-0rtt"),     STR_INIT("prefer-client-ciphers"),
    STR_INIT("strict-sni"),     STR_INIT("no-strict-sni"),
    STR_INIT("no-alpn"),
};

bool haproxy_read_ssl_bind_options(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    return ssl_options(x, ssl_words, sizeof ssl_words / sizeof *ssl_words);
}

bool haproxy_read_ssl_server_options(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    return ssl_options(x, ssl_words, sizeof ssl_words / sizeof *ssl_words);
}
