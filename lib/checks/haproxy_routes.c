/* Who is sent to: backends that nothing names, frontends that send nowhere. */
#include "checks/checks.h"
#include "checks/haproxy_conditions.h"
#include "checks/haproxy_names.h"

/* ---- backends that nothing names ---- */

static bool has_frontend(const struct haproxy_state *s)
{
    for (uint32_t i = 0; i < s->proxies.n; i++)
        if (s->proxies.p[i]->context == HAPROXY_IN_FRONTEND || s->proxies.p[i]->context == HAPROXY_IN_LISTEN)
            return true;
    return false;
}

static void judge_backend(const struct check_input *in, const struct haproxy_names *n, const struct haproxy_proxy *p)
{
    if (p->context != HAPROXY_IN_BACKEND || !proxy_counts(p) || (p->section->flags & NODE_CONDITIONAL) ||
        haproxy_named(n, p->name))
        return;
    struct str missing = STR("the backends that a SPOE configuration names");
    if (n->unknown) {
        line_not_run(in, n->unknown);
        return;
    }
    if (n->spoe) {
        diag_not_run(in->sink, in->rule, &missing, 1, proxy_at(p), (struct str){0});
        return;
    }
    struct finding *f = diag_add(in->sink, in->rule, proxy_at(p), "nothing sends to %s", proxy_title(in->a, p));
    diag_label(in->sink, f, "no use_backend, default_backend, table or fetch names it");
    diag_help(in->sink, f, "drop it, or look for the rule that was meant to send there");
}

void check_haproxy_unused_backend(const struct check_input *in)
{
    const struct haproxy_state *s = haproxy_state_of(in);
    if (!s || in->job->role == DOCUMENT_FRAGMENT || !has_frontend(s))
        return;
    const struct haproxy_names *n = haproxy_names_of(in);
    for (uint32_t i = 0; i < s->proxies.n && !n->dynamic; i++)
        judge_backend(in, n, s->proxies.p[i]);
}

/* ---- frontends that send nowhere ---- */

/* Whether a line sends somewhere, or answers itself, be it only sometimes. Error pages count in the section only: everybody inherits them. */
static bool leads_on(const struct node *e, bool inherited)
{
    static const char *const words[] = {"default_backend", "use_backend", "monitor-uri",  "stats enable",
                                        "stats uri",       "stats auth",  "use-fcgi-app", "http_proxy"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (line_is(e, words[i]))
            return true;
    /* Lua may answer; the other end of a reversed connection is a server. */
    if (str_find(e->text, STR(" lua.")) < e->text.n || str_ends(e->text, STR(" attach-srv")) || haproxy_answers(e))
        return true;
    /* What HAProxy says for want of a backend may be a page of its own: then it is meant. */
    bool page = line_is(e, "errorfile") || str_starts(e->text, STR("errorloc")) || line_is(e, "http-error");
    return page && !inherited && (str_eq(line_word(e, 0), STR("503")) || str_eq(line_word(e, 1), STR("503")));
}

void check_haproxy_frontend_without_backend(const struct check_input *in)
{
    const struct haproxy_state *s = haproxy_state_of(in);
    if (!s || in->job->role == DOCUMENT_FRAGMENT)
        return;
    struct proxy_search q = proxy_search(in->a, s, leads_on);
    for (uint32_t i = 0; i < s->proxies.n; i++) {
        const struct haproxy_proxy *p = s->proxies.p[i];
        struct proxy_found found = proxy_search_in(&q, p);
        if (p->context != HAPROXY_IN_FRONTEND || !proxy_counts(p) || found.sure)
            continue;
        const struct node *doubt = p->section->flags & NODE_CONDITIONAL ? p->section : found.doubt;
        if (doubt || !p->mode_known) {
            line_not_run(in, doubt ? doubt : p->section);
            continue;
        }
        bool http = p->mode == HAPROXY_MODE_HTTP;
        struct finding *f = diag_add(in->sink, in->rule, proxy_at(p), "%s sends nowhere", proxy_title(in->a, p));
        diag_label(in->sink, f, http ? "each request gets 503" : "each connection is closed");
        diag_note(in->sink, f,
                  "looked for default_backend, use_backend, stats, and rules that answer, here and in its defaults");
        diag_help(in->sink, f, "add a default_backend");
    }
}
