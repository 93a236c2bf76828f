#include "checks/haproxy_settings.h"

#include "kinds/haproxy/lines.h"
#include "kinds/haproxy/resolve.h"

#include <stdlib.h>
#include <string.h>

/* ---- shared by the checks of settings ---- */

struct node *haproxy_next_section(const struct check_input *in, uint32_t contexts, struct node *after)
{
    bool ours = in->job && in->job->kind->read == haproxy_read;
    struct node *n = !ours ? NULL : after ? after->next : in->job->root->first;
    while (n && !(haproxy_section_context(in->job, n) & contexts))
        n = n->next;
    return n;
}

struct value haproxy_ask(const struct check_input *in, struct node *block, const char *name)
{
    struct value v;
    return haproxy_setting(in->job, block, str_from(name), &v) ? v : value_null();
}

struct node *haproxy_next_line(const struct node *section, const char *keyword, struct node *after)
{
    struct str text = str_from(keyword);
    struct node *n = after ? after->next : section->first;
    while (n && !haproxy_line_is(n, text))
        n = n->next;
    return n;
}

bool haproxy_is_set(struct value v)
{
    bool stands = v.origin && (v.origin->kind == ORIGIN_SET || v.origin->kind == ORIGIN_INHERITED);
    return stands && v.type != VALUE_NULL && !value_is_unknown(v);
}

struct span haproxy_name_at(const struct node *section)
{
    const struct node *name = node_word(section, 0);
    return name ? name->at : section->name_at;
}

const char *haproxy_title(const struct check_input *in, const struct node *block)
{
    return str_printf(in->a, "%.*s", STR_ARG(haproxy_block_title(in->job, block))).p;
}

static bool is_on(struct value v)
{
    return v.type == VALUE_BOOL && v.as.b;
}

static struct str text_of(struct value v)
{
    return v.type == VALUE_STRING ? (struct str){v.as.s, v.n} : (struct str){0};
}

static bool any_word(const struct node *line, bool (*fits)(struct str word))
{
    for (const struct node *w = line->first; w && w->kind == NODE_WORD; w = w->next)
        if (fits(w->text))
            return true;
    return false;
}

static const char *shown(const struct check_input *in, struct value v)
{
    return str_printf(in->a, "%.*s", STR_ARG(value_show(in->a, v))).p;
}

/* ---- missing-tunnel-timeout ---- */

/* One search for backends that websockets go to. */
struct tunnels {
    const struct check_input *in;
    struct map backends; /* name -> section */
    struct map judged;   /* the same, of those that were looked at */
};

static bool is_websocket(struct str word)
{
    return str_eq_nocase(word, STR("websocket"));
}

static struct map websocket_acls(const struct check_input *in, const struct node *section)
{
    struct map names = {.a = in->a};
    bool any = haproxy_lines_of(in->job, section, STR("acl")) != NULL;
    for (struct node *n = NULL; any && (n = haproxy_next_line(section, "acl", n)) != NULL;)
        if (any_word(n, is_websocket) && node_word(n, 0))
            map_put(&names, node_word(n, 0)->text, n, NULL);
    return names;
}

/* The line that tells websockets, when a rule's condition holds for them; NULL for another. */
static const struct node *websocket_reason(const struct node *rule, const struct map *acls)
{
    bool unless = false;
    for (const struct node *w = rule->first; w && w->kind == NODE_WORD; w = w->next) {
        const struct node *acl = map_get(acls, w->text);
        unless |= str_eq(w->text, STR("unless"));
        if (acl || is_websocket(w->text))
            return unless ? NULL : acl ? acl : rule;
    }
    return NULL;
}

/* Whether one of the words that '-', '_' and the like make of the name means websockets. */
static bool is_named_for_websockets(struct str name)
{
    uint32_t from = 0;
    for (uint32_t i = 0; i <= name.n; i++) {
        if (i < name.n && name.p[i] != '-' && name.p[i] != '_' && name.p[i] != '.' && name.p[i] != ':')
            continue;
        struct str word = str_slice(name, from, i);
        if (is_websocket(word) || str_eq_nocase(word, STR("websockets")) || str_eq_nocase(word, STR("ws")) ||
            str_eq_nocase(word, STR("wss")))
            return true;
        from = i + 1;
    }
    return false;
}

/* Without a line that tells websockets only the name speaks for them, and "ws" may be a web server: a note. */
static void tell_reason(const struct check_input *in, struct finding *f, const struct node *reason)
{
    if (reason) {
        diag_related(in->sink, f, reason->at, "websockets are told here");
        return;
    }
    diag_note(in->sink, f, "taken for websockets by its name");
    f->severity_set = true;
    f->severity = SEV_NOTE;
}

static void judge_tunnel(struct tunnels *t, struct node *backend, const struct node *reason)
{
    const struct check_input *in = t->in;
    bool fresh;
    struct span name = haproxy_name_at(backend);
    map_put(&t->judged, source_text(in->sources, name), backend, &fresh);
    struct value mode = haproxy_ask(in, backend, "mode"), tunnel = haproxy_ask(in, backend, "timeout tunnel");
    struct value server = haproxy_ask(in, backend, "timeout server"), needs[] = {mode, tunnel, server};
    if (!fresh || !check_needs(in, needs, 3, backend->name_at) || !str_eq(text_of(mode), STR("http")))
        return;
    bool has_tunnel = haproxy_is_set(tunnel) && tunnel.as.i > 0;
    if (has_tunnel || !haproxy_is_set(server) || server.as.i == 0 || server.as.i >= in->params[0].as.i)
        return;
    struct finding *f =
        diag_add(in->sink, in->rule, name, "websockets through %s end after %s of silence: timeout tunnel is not set",
                 haproxy_title(in, backend), shown(in, server));
    diag_label(in->sink, f, "timeout server %s holds for tunnels too", shown(in, server));
    tell_reason(in, f, reason);
    diag_related(in->sink, f, server.origin->at, "timeout server");
    diag_help(in->sink, f, "set timeout tunnel, an hour for example");
    diag_fix_set(in->sink, f, FIX_UNSAFE, backend->name_at, STR("timeout tunnel"), STR("1h"));
}

/* A listen section has servers of its own, which get what no rule sends elsewhere. */
static void judge_routes(struct tunnels *t, struct node *section)
{
    struct map acls = websocket_acls(t->in, section);
    bool routes = haproxy_lines_of(t->in->job, section, STR("use_backend")) != NULL;
    for (struct node *n = NULL; routes && (n = haproxy_next_line(section, "use_backend", n)) != NULL;) {
        const struct node *reason = websocket_reason(n, &acls), *to = node_word(n, 0);
        struct node *backend = reason && to ? map_get(&t->backends, to->text) : NULL;
        if (backend)
            judge_tunnel(t, backend, reason);
    }
    if (acls.n > 0 && !haproxy_next_line(section, "use_backend", NULL) &&
        (haproxy_next_line(section, "server", NULL) || haproxy_next_line(section, "server-template", NULL)))
        judge_tunnel(t, section, acls.entries[0].value);
}

void haproxy_missing_tunnel_timeout(const struct check_input *in)
{
    struct tunnels t = {in, {.a = in->a}, {.a = in->a}};
    for (struct node *s = NULL; (s = haproxy_next_section(in, HAPROXY_IN_BACKEND | HAPROXY_IN_LISTEN, s)) != NULL;)
        if (node_word(s, 0))
            map_put(&t.backends, node_word(s, 0)->text, s, NULL);
    uint32_t proxies = HAPROXY_IN_FRONTEND | HAPROXY_IN_LISTEN | HAPROXY_IN_BACKEND;
    for (struct node *s = NULL; (s = haproxy_next_section(in, proxies, s)) != NULL;)
        judge_routes(&t, s);
    for (struct node *s = NULL; (s = haproxy_next_section(in, HAPROXY_IN_BACKEND | HAPROXY_IN_LISTEN, s)) != NULL;)
        if (node_word(s, 0) && is_named_for_websockets(node_word(s, 0)->text))
            judge_tunnel(&t, s, NULL);
}

/* ---- retry-non-idempotent ---- */

/* Failures after which the server may have carried the request out. 503 and 401, 403, 404, 425 say that it has not; 0rtt-rejected too. */
static bool may_have_run(struct str word)
{
    static const struct str words[] = {STR_INIT("all-retryable-errors"),
                                       STR_INIT("empty-response"),
                                       STR_INIT("junk-response"),
                                       STR_INIT("response-timeout"),
                                       STR_INIT("500"),
                                       STR_INIT("502"),
                                       STR_INIT("504")};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_eq(word, words[i]))
            return true;
    return false;
}

static bool names_method(struct str word)
{
    return str_starts(word, STR("METH_")) || str_starts(word, STR("!METH_")) || str_eq(word, STR("method"));
}

/* Whether a section takes requests out of retries, or turns methods away. */
static bool is_careful(const struct node *section)
{
    for (const struct node *n = section->first; n; n = n->next) {
        bool rule = n->kind == NODE_ENTRY && !(n->flags & NODE_FAULTY);
        if (rule && str_eq(n->text, STR("http-request disable-l7-retry")))
            return true;
        if (rule && str_eq(n->text, STR("http-request deny")) && any_word(n, names_method))
            return true;
    }
    return false;
}

static void judge_retries(const struct check_input *in, struct node *backend)
{
    struct value on = haproxy_ask(in, backend, "retry-on"), retries = haproxy_ask(in, backend, "retries");
    struct value mode = haproxy_ask(in, backend, "mode"), needs[] = {on, retries, mode};
    if (!check_needs(in, needs, 3, backend->name_at) || !haproxy_is_set(on) || !str_eq(text_of(mode), STR("http")) ||
        retries.as.i <= 0)
        return;
    for (uint32_t i = 0; i < on.n; i++) {
        if (!may_have_run(text_of(on.as.items[i])))
            continue;
        struct finding *f =
            diag_add(in->sink, in->rule, value_at(on.as.items[i]),
                     "retry-on %s sends a POST again that the server may have carried out", shown(in, on.as.items[i]));
        diag_label(in->sink, f, "up to %lld times, whatever the method", (long long)retries.as.i);
        diag_note(in->sink, f, "no http-request disable-l7-retry in the section nor in a frontend");
        diag_help(in->sink, f, "add http-request disable-l7-retry unless METH_GET, or retry on conn-failure alone");
        diag_fix_set(in->sink, f, FIX_UNSAFE, backend->name_at, STR("http-request"),
                     STR("disable-l7-retry unless METH_GET"));
        return;
    }
}

void haproxy_retry_non_idempotent(const struct check_input *in)
{
    for (struct node *s = NULL; (s = haproxy_next_section(in, HAPROXY_IN_FRONTEND | HAPROXY_IN_DEFAULTS, s)) != NULL;)
        if (is_careful(s))
            return;
    for (struct node *s = NULL; (s = haproxy_next_section(in, HAPROXY_IN_BACKEND | HAPROXY_IN_LISTEN, s)) != NULL;)
        if (!is_careful(s))
            judge_retries(in, s);
}

/* ---- reload-keeps-old-workers ---- */

struct longest {
    struct value value;
    const char *name;
};

/* The longest time that an idle connection of the document may live; value stays null where none is set. Unknown ones cannot shorten it. */
static struct longest longest_timeout(const struct check_input *in)
{
    static const char *const names[] = {"timeout tunnel", "timeout client", "timeout server"};
    struct longest found = {value_null(), ""};
    uint32_t proxies = HAPROXY_IN_FRONTEND | HAPROXY_IN_LISTEN | HAPROXY_IN_BACKEND;
    for (struct node *s = NULL; (s = haproxy_next_section(in, proxies, s)) != NULL;)
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
            struct value v = haproxy_ask(in, s, names[i]);
            if (haproxy_is_set(v) && (found.value.type == VALUE_NULL || v.as.i > found.value.as.i))
                found = (struct longest){v, names[i]};
        }
    return found;
}

/* A time that the configuration itself makes long makes the worker's end a question of hours: only then a warning. */
static void report_reload(const struct check_input *in, struct node *section)
{
    struct longest l = longest_timeout(in);
    bool is_long = l.value.type == VALUE_DURATION && l.value.as.i >= in->params[0].as.i;
    struct finding *f =
        diag_add(in->sink, in->rule, section->name_at,
                 "hard-stop-after is not set: after a reload the old worker stays until its last connection ends");
    f->severity_set = !is_long;
    f->severity = is_long ? SEV_WARNING : SEV_NOTE;
    diag_label(in->sink, f,
               haproxy_section_context(in->job, section) == HAPROXY_IN_GLOBAL ? "no limit here"
                                                                              : "there is no global section");
    if (is_long)
        diag_related(in->sink, f, l.value.origin->at, "%s lets a connection be silent for %s", l.name,
                     shown(in, l.value));
    diag_note(in->sink, f, "each reload leaves one more process, with its memory and its connections to servers");
    diag_help(in->sink, f, "set hard-stop-after to some minutes");
    if (haproxy_section_context(in->job, section) == HAPROXY_IN_GLOBAL)
        diag_fix_set(in->sink, f, FIX_UNSAFE, section->name_at, STR("hard-stop-after"), STR("5m"));
}

void haproxy_reload_keeps_old_workers(const struct check_input *in)
{
    struct node *first = NULL;
    for (struct node *s = NULL; (s = haproxy_next_section(in, HAPROXY_IN_GLOBAL, s)) != NULL;) {
        struct value stop = haproxy_ask(in, s, "hard-stop-after");
        if (haproxy_is_set(stop) || !check_needs(in, &stop, 1, s->name_at))
            return;
        first = first ? first : s;
    }
    struct node *serves = haproxy_next_section(in, HAPROXY_IN_FRONTEND | HAPROXY_IN_LISTEN, NULL);
    if (serves && in->job->role == DOCUMENT_ROOT)
        report_reload(in, first ? first : serves);
}

/* ---- health-check-too-aggressive ---- */

/* A path that was made for checks answers without work; any other is a page of the application. */
static bool is_page(struct value httpchk)
{
    static const char *const parts[] = {"health", "status", "ping",  "alive",   "live",
                                        "ready",  "check",  "probe", "monitor", "up"};
    struct str uri = STR("/");
    for (uint32_t i = 0; httpchk.type == VALUE_LIST && i < httpchk.n; i++)
        if (text_of(httpchk.as.items[i]).n && text_of(httpchk.as.items[i]).p[0] == '/')
            uri = text_of(httpchk.as.items[i]);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (str_find(uri, str_from(parts[i])) < uri.n)
            return false;
    return true;
}

/* Whether one late answer takes the server down; then the time it has in *ret: timeout check where it is set, else inter. */
static bool is_hasty(const struct check_input *in, struct node *server, struct value limit, struct value *ret)
{
    struct value fall = haproxy_ask(in, server, "fall");
    if (fall.type == VALUE_INT && fall.as.i != 1)
        return false;
    struct value check = haproxy_ask(in, server, "check");
    struct value patience = limit.type == VALUE_NULL ? haproxy_ask(in, server, "inter") : limit;
    struct value needs[] = {check, fall, patience};
    if (!check_needs(in, needs, 3, server->name_at))
        return false;
    *ret = patience;
    return is_on(check) && patience.type == VALUE_DURATION && patience.as.i < in->params[0].as.i;
}

static void report_hasty(const struct check_input *in, struct node *backend, struct node *server, struct value patience,
                         struct value httpchk)
{
    bool set = haproxy_is_set(haproxy_ask(in, backend, "timeout check"));
    const char *what = set ? "timeout check" : "inter";
    struct span at = haproxy_is_set(patience) ? value_at(patience) : server->name_at;
    struct finding *f =
        diag_add(in->sink, in->rule, at, "%s %s with fall 1: one answer that takes longer removes a server of %s", what,
                 shown(in, patience), haproxy_title(in, backend));
    struct value fall = haproxy_ask(in, server, "fall");
    if (!is_page(httpchk)) {
        f->severity_set = true;
        f->severity = SEV_WARNING;
    }
    diag_label(in->sink, f, "all the time that option httpchk %s gets", shown(in, httpchk));
    diag_related(in->sink, f, value_at(fall), "a single failure is enough");
    diag_note(in->sink, f, "under load all servers answer later at once, and all of them are removed");
    diag_help(in->sink, f, "ask for a page that costs nothing, set fall to 3 and timeout check to some seconds");
    if (haproxy_is_set(fall))
        diag_fix(in->sink, f, FIX_UNSAFE, value_at(fall), STR("3"));
}

void haproxy_health_check_too_aggressive(const struct check_input *in)
{
    for (struct node *s = NULL; (s = haproxy_next_section(in, HAPROXY_IN_BACKEND | HAPROXY_IN_LISTEN, s)) != NULL;) {
        struct value httpchk = haproxy_ask(in, s, "option httpchk"), patience;
        if (!check_needs(in, &httpchk, 1, s->name_at) || !haproxy_is_set(httpchk))
            continue;
        struct value limit = haproxy_ask(in, s, "timeout check");
        struct node *n = NULL;
        while ((n = haproxy_next_line(s, "server", n)) != NULL && !is_hasty(in, n, limit, &patience))
            ;
        if (n)
            report_hasty(in, s, n, patience, httpchk);
    }
}
