/* Lines that HAProxy takes and then ignores (warnifnotcap, check_config_validity of src/cfgparse.c; proxy_cfg_ensure_no_http of proxy.c, v2.6.0). */
#include "base/buf.h"
#include "checks/checks.h"
#include "checks/haproxy_conditions.h"

/* ---- keywords of the other side ---- */

/* What a proxy must be for a line to count: the words table's column, and what it does not have as a column because the same word counts on both sides
 * in later versions, or is several. */
static uint8_t caps_of(const struct node *e)
{
    static const struct {
        struct str keyword;
        uint8_t caps;
    } others[] = {
        {STR_INIT("timeout client"), HAPROXY_CAP_FE},      {STR_INIT("timeout client-fin"), HAPROXY_CAP_FE},
        {STR_INIT("timeout client-hs"), HAPROXY_CAP_FE},   {STR_INIT("timeout server"), HAPROXY_CAP_BE},
        {STR_INIT("timeout server-fin"), HAPROXY_CAP_BE},  {STR_INIT("timeout connect"), HAPROXY_CAP_BE},
        {STR_INIT("timeout check"), HAPROXY_CAP_BE},       {STR_INIT("timeout queue"), HAPROXY_CAP_BE},
        {STR_INIT("timeout tunnel"), HAPROXY_CAP_BE},      {STR_INIT("option httpchk"), HAPROXY_CAP_BE},
        {STR_INIT("option ldap-check"), HAPROXY_CAP_BE},   {STR_INIT("option mysql-check"), HAPROXY_CAP_BE},
        {STR_INIT("option pgsql-check"), HAPROXY_CAP_BE},  {STR_INIT("option redis-check"), HAPROXY_CAP_BE},
        {STR_INIT("option smtpchk"), HAPROXY_CAP_BE},      {STR_INIT("option spop-check"), HAPROXY_CAP_BE},
        {STR_INIT("option tcp-check"), HAPROXY_CAP_BE},    {STR_INIT("option ssl-hello-chk"), HAPROXY_CAP_BE},
        {STR_INIT("option redispatch"), HAPROXY_CAP_BE},   {STR_INIT("option external-check"), HAPROXY_CAP_BE},
        {STR_INIT("max-keep-alive-queue"), HAPROXY_CAP_BE}};
    uint8_t caps = haproxy_words[e->word].caps;
    if (str_starts(e->text, STR("http-check ")) || str_starts(e->text, STR("tcp-check ")) ||
        str_starts(e->text, STR("srvtcpka-")))
        return HAPROXY_CAP_BE;
    if (str_starts(e->text, STR("clitcpka-")))
        return HAPROXY_CAP_FE;
    for (size_t i = 0; i < sizeof others / sizeof *others && !caps; i++)
        if (str_eq(e->text, others[i].keyword))
            caps = others[i].caps;
    return caps;
}

/* HAProxy calls an option by its name, a timeout by both words and anything else by its first one. */
static struct str called(const struct node *e)
{
    struct str text = e->text;
    if (str_starts(text, STR("option ")))
        return str_slice(text, 7, text.n);
    return str_starts(text, STR("timeout ")) ? text : str_slice(text, 0, str_find_byte(text, ' '));
}

static void help_other_side(const struct check_input *in, struct finding *f, const struct node *e)
{
    if (line_is(e, "maxconn"))
        diag_help(in->sink, f,
                  "limit a backend with maxconn on its server lines; fullconn is what its dynamic limits start from");
    else if (line_is(e, "fullconn"))
        diag_help(in->sink, f, "maybe you want 'maxconn' instead");
    else
        diag_help(in->sink, f, "move it to where it counts, or drop it");
}

static void judge_side(const struct check_input *in, const struct haproxy_proxy *p, const struct node *e)
{
    bool server = line_is(e, "server") || line_is(e, "server-template") || line_is(e, "default-server");
    uint8_t caps = server ? 0 : caps_of(e);
    if (!caps || (caps & p->caps) || (e->flags & (NODE_FAULTY | NODE_CONDITIONAL)) || !line_is_on(e))
        return;
    struct finding *f =
        diag_add(in->sink, in->rule, e->name_at, "'%.*s' ignored because %s has no %s capability", STR_ARG(called(e)),
                 proxy_title(in->a, p), caps & HAPROXY_CAP_FE ? "frontend" : "backend");
    diag_label(in->sink, f, "without effect here");
    help_other_side(in, f, e);
}

/* Log formats are the frontend's. */
static void judge_log_format(const struct check_input *in, const struct haproxy_proxy *p, const struct node *e)
{
    static const char *const words[] = {"option httplog", "option tcplog", "option httpslog",
                                        "log-format",     "log-format-sd", "error-log-format"};
    bool found = false;
    for (size_t i = 0; i < sizeof words / sizeof *words && !(p->caps & HAPROXY_CAP_FE); i++)
        found |= line_is(e, words[i]);
    if (!found || (e->flags & (NODE_FAULTY | NODE_CONDITIONAL)))
        return;
    struct finding *f = diag_add(in->sink, in->rule, e->name_at, "%s: '%.*s' directive is ignored in backends",
                                 proxy_title(in->a, p), STR_ARG(e->text));
    diag_label(in->sink, f, "the frontend's format is what is logged");
    diag_help(in->sink, f, "move it to the frontends that lead here, or drop it");
}

/* ---- what needs HTTP mode ---- */

/* What HAProxy says about keywords that begin so, in a proxy that is not in HTTP mode: before its name and behind it. */
/* clang-format off */
static const struct family {
    struct str prefix;
    const char *before, *behind;
    uint8_t caps; /* of a proxy that it is said of */
} families[] = {
    {STR_INIT("stats "), "'stats' statement ignored for", "as it requires HTTP mode", 3},
    {STR_INIT("capture "), "'capture' statement ignored for", "as it requires HTTP mode", HAPROXY_CAP_FE},
    {STR_INIT("http-request "), "'http-request' rules ignored for", "as they require HTTP mode", 3},
    {STR_INIT("http-response "), "'http-response' rules ignored for", "as they require HTTP mode", 3},
    {STR_INIT("http-after-response "), "'http-after-response' rules ignored for", "as they require HTTP mode", 3},
    {STR_INIT("redirect"), "'redirect' rules ignored for", "as they require HTTP mode", 3},
    {STR_INIT("cookie"), "cookie will be ignored for", "(needs 'mode http')", HAPROXY_CAP_BE},
    {STR_INIT("monitor-uri"), "monitor-uri will be ignored for", "(needs 'mode http')", HAPROXY_CAP_FE},
    {STR_INIT("option httplog"), "'option httplog' not usable with", "(needs 'mode http')", HAPROXY_CAP_FE},
    {STR_INIT("option httpslog"), "'option httpslog' not usable with", "(needs 'mode http')", HAPROXY_CAP_FE},
    {STR_INIT("option forwardfor"), "'option forwardfor' ignored for", "as it requires HTTP mode", 3},
    {STR_INIT("option originalto"), "'option originalto' ignored for", "as it requires HTTP mode", 3},
    {STR_INIT("option checkcache"), "'option checkcache' ignored for", "as it requires HTTP mode", HAPROXY_CAP_BE},
    {STR_INIT("option http-buffer-request"), "'option http-buffer-request' ignored for", "as it requires HTTP mode", 3},
    {STR_INIT("option http-ignore-probes"), "'option http-ignore-probes' ignored for", "as it requires HTTP mode", HAPROXY_CAP_FE},
    {STR_INIT("option http-use-proxy-header"), "'option http-use-proxy-header' ignored for", "as it requires HTTP mode", HAPROXY_CAP_FE},
    {STR_INIT("option http-pretend-keepalive"), "'option http-pretend-keepalive' ignored for", "as it requires HTTP mode", HAPROXY_CAP_BE},
    {STR_INIT("option http-no-delay"), "'option http-no-delay' ignored for", "as it requires HTTP mode", 3},
    {STR_INIT("option idle-close-on-response"), "'option idle-close-on-response' ignored for", "as it requires HTTP mode", HAPROXY_CAP_FE},
    {STR_INIT("option accept-invalid-http-request"), "'option accept-invalid-http-request' ignored for", "as it requires HTTP mode", HAPROXY_CAP_FE},
    {STR_INIT("option accept-invalid-http-response"), "'option accept-invalid-http-response' ignored for", "as it requires HTTP mode", HAPROXY_CAP_BE},
};
/* clang-format on */
enum { FAMILIES = sizeof families / sizeof *families };

static const struct family *family_of(const struct haproxy_proxy *p, const struct node *e)
{
    for (size_t i = 0; i < FAMILIES; i++) {
        struct str k = families[i].prefix;
        bool whole = k.p[k.n - 1] != ' ';
        if ((whole ? str_eq(e->text, k) : str_starts(e->text, k)) && (families[i].caps & p->caps))
            return &families[i];
    }
    return NULL;
}

/* The line that sets the mode, the proxy's own or an inherited one; without one it is tcp. */
static void relate_mode(const struct check_input *in, struct finding *f, const struct haproxy_proxy *p)
{
    const struct node *mode = proxy_line_inherited(p, STR("mode"));
    if (mode)
        diag_related(in->sink, f, line_span(mode), "the mode");
    else
        diag_note(in->sink, f, "no 'mode' here nor in its defaults: it is tcp");
}

static bool balances_by_http(const struct node *e)
{
    struct str how = line_word(e, 0);
    return line_is(e, "balance") &&
           (str_eq(how, STR("uri")) || str_eq(how, STR("url_param")) || str_starts(how, STR("hdr(")));
}

static void judge_mode_line(const struct check_input *in, const struct haproxy_proxy *p, const struct node *e,
                            bool *told)
{
    const struct family *m = family_of(p, e);
    bool balance = !m && balances_by_http(e) && (p->caps & HAPROXY_CAP_BE);
    if ((!m && !balance) || (e->flags & (NODE_FAULTY | NODE_CONDITIONAL)) || (m && told[m - families]))
        return;
    const char *title = proxy_title(in->a, p);
    struct finding *f;
    if (balance) {
        f = diag_add(in->sink, in->rule, line_span(e), "Layer 7 hash not possible for %s (needs 'mode http')", title);
        diag_label(in->sink, f, "falls back to round robin");
    } else {
        f = diag_add(in->sink, in->rule, e->name_at, "%s %s %s", m->before, title, m->behind);
        bool log = str_starts(e->text, STR("option http")) && str_ends(e->text, STR("log"));
        diag_label(in->sink, f, log ? "falls back to 'option tcplog'" : "without effect in this mode");
        told[m - families] = true;
    }
    relate_mode(in, f, p);
    diag_help(in->sink, f, "set 'mode http', or drop it");
}

/* A log format is overridden by one that comes later; what is on by a line is off by another. */
static bool is_in_force(const struct haproxy_proxy *p, const struct node *e)
{
    static const char *const formats[] = {"option httplog", "option httpslog", "option tcplog", "log-format"};
    bool log = line_is(e, "option httplog") || line_is(e, "option httpslog");
    if (!log)
        return proxy_line_inherited(p, e->text) == e;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        const struct node *other = proxy_line_inherited(p, str_from(formats[i]));
        bool own = other && other->parent == p->section;
        if (other && other != e && line_is_on(other) &&
            (own || (other->parent == e->parent && other->at.off > e->at.off)))
            return false;
    }
    return true;
}

/* What a proxy in TCP mode takes from defaults that are made for HTTP: nothing is lost, so it is a note, and one for all of them. */
static void judge_inherited(const struct check_input *in, const struct haproxy_proxy *p)
{
    struct buf b = {.a = in->a};
    uint32_t n = 0;
    const struct node *first = NULL;
    for (size_t i = 0; i < FAMILIES; i++) {
        const struct family *m = &families[i];
        const struct node *e = (m->caps & p->caps) ? proxy_line(p->from, m->prefix) : NULL;
        if (!e || !line_is_on(e) || (e->flags & (NODE_FAULTY | NODE_CONDITIONAL)) || !is_in_force(p, e))
            continue;
        first = first ? first : e;
        buf_printf(&b, "%s'%.*s'", n++ ? ", " : "", STR_ARG(e->text));
    }
    if (!first)
        return;
    const struct node *mode = proxy_line(p, STR("mode"));
    struct finding *f = diag_add(in->sink, in->rule, mode ? line_span(mode) : proxy_at(p),
                                 "%.*s of the defaults ignored for %s as %s HTTP mode", STR_ARG(buf_str(&b)),
                                 proxy_title(in->a, p), n > 1 ? "they require" : "it requires");
    f->severity = SEV_NOTE;
    f->severity_set = true;
    diag_label(in->sink, f, "HAProxy warns of it at each start");
    diag_related(in->sink, f, first->name_at, n > 1 ? "the first of them" : "set here");
    diag_help(in->sink, f, "keep defaults for HTTP and for TCP apart, by name");
}

/* "tcp-request content switch-mode http" makes it HTTP later. */
static bool switches_mode(const struct node *e, bool inherited)
{
    (void)inherited;
    return line_is(e, "tcp-request content switch-mode");
}

static bool is_tcp(const struct haproxy_proxy *p, const struct proxy_search *switches)
{
    bool tcp = p->mode_known && p->mode == HAPROXY_MODE_TCP;
    return tcp && !proxy_search_in(switches, p).doubt;
}

static void judge_mode(const struct check_input *in, const struct haproxy_proxy *p)
{
    bool told[FAMILIES] = {false};
    for (uint32_t k = 0; k < p->lines.n; k++) {
        const struct node *e = p->lines.p[k];
        judge_mode_line(in, p, e, told);
    }
    if (p->from)
        judge_inherited(in, p);
}

/* ---- rules of a check that is not made ---- */

/* The kind of check in force: the last option about one. NULL: a plain connection. */
static const struct node *check_option(const struct haproxy_proxy *p)
{
    static const char *const words[] = {
        "option httpchk", "option ldap-check", "option mysql-check", "option pgsql-check",   "option redis-check",
        "option smtpchk", "option spop-check", "option tcp-check",   "option ssl-hello-chk", "option external-check"};
    enum { MAX_DEPTH = 64 };
    const struct node *last = NULL;
    for (int depth = 0; p && !last && depth < MAX_DEPTH; depth++, p = p->from)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            const struct node *e = proxy_line(p, str_from(words[i]));
            last = e && line_is_on(e) && (!last || e->at.off > last->at.off) ? e : last;
        }
    return last;
}

static void judge_check_rules(const struct check_input *in, const struct haproxy_proxy *p, const char *keyword,
                              const char *needs)
{
    const struct node *first = NULL, *option = NULL;
    for (uint32_t k = 0; k < p->lines.n && !first; k++) {
        const struct node *e = p->lines.p[k];
        if (str_starts(e->text, str_from(keyword)) && !(e->flags & (NODE_FAULTY | NODE_CONDITIONAL)))
            first = e;
    }
    if (!first || (p->section->flags & NODE_CONDITIONAL))
        return;
    option = check_option(p);
    if (option && (line_is(option, needs) || (option->flags & NODE_CONDITIONAL)))
        return;
    struct finding *f =
        diag_add(in->sink, in->rule, first->name_at, "%s uses %srules without '%s', so the rules are ignored",
                 proxy_title(in->a, p), keyword, needs);
    if (option)
        diag_related(in->sink, f, option->name_at, "the check that is made");
    diag_label(in->sink, f, option ? "no part of the check that is made" : "the check only opens a connection");
    diag_help(in->sink, f, "add '%s', or drop them", needs);
}

void check_haproxy_ignored_directive(const struct check_input *in)
{
    const struct haproxy_state *s = haproxy_state_of(in);
    if (!s)
        return;
    struct proxy_search switches = proxy_search(in->a, s, switches_mode);
    for (uint32_t i = 0; i < s->proxies.n; i++) {
        const struct haproxy_proxy *p = s->proxies.p[i];
        if (!proxy_counts(p) || (p->section->flags & NODE_CONDITIONAL))
            continue;
        for (uint32_t k = 0; k < p->lines.n; k++) {
            const struct node *e = p->lines.p[k];
            judge_side(in, p, e);
            judge_log_format(in, p, e);
        }
        bool defaults_known = in->job->role == DOCUMENT_ROOT;
        if (defaults_known && is_tcp(p, &switches))
            judge_mode(in, p);
        if (defaults_known && (p->caps & HAPROXY_CAP_BE)) {
            judge_check_rules(in, p, "http-check ", "option httpchk");
            judge_check_rules(in, p, "tcp-check ", "option tcp-check");
        }
    }
}
