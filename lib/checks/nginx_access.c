/* Who may see what: rules of access that let everybody in, that come too late, or that are missing. */
#include "checks/nginx.h"

/* "off", as a word or the first of several; what is not known, too. */
static bool is_off(struct value v)
{
    if (v.type == VALUE_LIST)
        return v.n == 0 || is_off(v.as.items[0]);
    return v.type != VALUE_STRING || str_eq_nocase((struct str){v.as.s, v.n}, STR("off"));
}

/* What else keeps clients out of a block. */
static bool asks_for_login(struct kind_job *job, struct node *block)
{
    static const struct str names[] = {STR_INIT("auth_basic"), STR_INIT("auth_request"), STR_INIT("auth_jwt"),
                                       STR_INIT("ssl_verify_client")};
    struct value v;
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nginx_setting(job, block, names[i], &v) && !is_off(v))
            return true;
    return false;
}

/* ---- allow without deny ---- */

static bool satisfies_any(struct kind_job *job, struct node *block)
{
    struct value v;
    return nginx_setting(job, block, STR("satisfy"), &v) &&
           (value_is_unknown(v) || (v.type == VALUE_STRING && str_eq_nocase((struct str){v.as.s, v.n}, STR("any"))));
}

/* Behind the last of the rules, as these are indented: the first that matches decides. */
static void deny_the_rest(const struct check_input *in, struct finding *f, struct node *allow)
{
    struct node *last = allow;
    for (struct node *e = allow; e; e = nginx_next(in->job, e))
        last = e;
    struct str text = source_get(in->sources, last->at.src)->text, blank;
    uint32_t from = last->name_at.off;
    while (from > 0 && (text.p[from - 1] == ' ' || text.p[from - 1] == '\t'))
        from--;
    blank = str_slice(text, from, last->name_at.off);
    bool own_line = from == 0 || text.p[from - 1] == '\n';
    diag_fix(in->sink, f, FIX_UNSAFE, (struct span){last->at.src, span_end(last->at), 0},
             str_printf(in->a, "%s%.*sdeny all;", own_line ? "\n" : " ", STR_ARG(own_line ? blank : (struct str){0})));
}

static void judge_allow(const struct check_input *in, struct node *block)
{
    struct node *allow = nginx_first(in->job, block, STR("allow"));
    if (!allow || nginx_first(in->job, block, STR("deny")))
        return;
    for (struct node *e = allow; e; e = nginx_next(in->job, e))
        if (nginx_has_word(e, 0, STR("all")))
            return;
    if (block->flags & NODE_TAINTED) {
        nginx_not_run(in, allow->name_at, STR("a missing include"));
        return;
    }
    if (satisfies_any(in->job, block))
        return;
    struct str address;
    struct finding *f =
        diag_add(in->sink, in->rule, nginx_words_span(allow), "allow %s without a deny: every address is allowed",
                 nginx_text_of(allow, 0, &address) ? nginx_shown(in, address) : "");
    diag_label(in->sink, f, "an address that no rule matches is let in");
    diag_help(in->sink, f, "deny all; behind it");
    deny_the_rest(in, f, allow);
}

void check_nginx_allow(const struct check_input *in)
{
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, STR("allow"));
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;)
        if (nginx_first(in->job, node_block(e), STR("allow")) == e)
            judge_allow(in, node_block(e));
}

/* ---- return before access ---- */

static bool gives_something(const struct node *e)
{
    struct str code;
    if (!nginx_text_of(e, 0, &code))
        return false;
    bool refuses = code.n == 3 && (code.p[0] == '4' || code.p[0] == '5');
    return !refuses;
}

/* A redirect gives away where something is, and no more. */
static bool only_redirects(const struct node *e)
{
    struct str code;
    return nginx_text_of(e, 0, &code) && !(code.n == 3 && code.p[0] == '2');
}

/* The directive in the same block that a person would think of as guarding it. */
static const struct node *guard_of(struct kind_job *job, const struct node *block)
{
    struct node *e = nginx_first(job, block, STR("deny"));
    if (!e)
        e = nginx_first(job, block, STR("auth_request"));
    if (!e && (e = nginx_first(job, block, STR("auth_basic"))) != NULL && nginx_has_word(e, 0, STR("off")))
        e = NULL;
    return e;
}

void check_nginx_return(const struct check_input *in)
{
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, STR("return"));
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;) {
        const struct node *block = node_block(e);
        bool whole = nginx_context(in->job, block) & (NGINX_IN_SERVER | NGINX_IN_LOCATION);
        const struct node *guard = whole && gives_something(e) ? guard_of(in->job, block) : NULL;
        if (!guard)
            continue;
        struct finding *f = diag_add(in->sink, in->rule, e->name_at, "return answers before %s is looked at",
                                     nginx_shown(in, guard->text));
        diag_label(in->sink, f, "every request gets this answer");
        if (only_redirects(e))
            nginx_lower(f, SEV_NOTE);
        diag_related(in->sink, f, nginx_words_span(guard), "never in force");
        diag_note(in->sink, f, "return belongs to the rewrite phase, which comes before the access phase");
        diag_help(in->sink, f,
                  "return from a named location that this one goes to behind the check: try_files /none @name;");
    }
}

/* ---- status pages ---- */

/* Every address that the server listens on is one of this machine, and there is one. */
static bool listens_within(struct kind_job *job, const struct node *location)
{
    const struct node *server = location;
    while (server && nginx_context(job, server) != NGINX_IN_SERVER)
        server = node_block(server);
    struct node *listen = server ? nginx_first(job, server, STR("listen")) : NULL;
    for (struct node *e = listen; e; e = nginx_next(job, e)) {
        struct str text;
        if (!nginx_text_of(e, 0, &text) || !(str_starts(text, STR("127.")) || str_starts(text, STR("localhost")) ||
                                             str_starts(text, STR("[::1]")) || str_starts(text, STR("unix:"))))
            return false;
    }
    return listen != NULL;
}

static void judge_status(const struct check_input *in, struct node *e)
{
    struct value deny;
    struct node *location = nginx_location_around(in->job, e);
    if (!location || nginx_is_internal(in->job, location) || asks_for_login(in->job, location) ||
        listens_within(in->job, location) || !nginx_setting(in->job, location, STR("deny"), &deny))
        return;
    if (!check_needs(in, &deny, 1, e->name_at) || (deny.type == VALUE_LIST && deny.n > 0))
        return;
    struct finding *f = diag_add(in->sink, in->rule, e->name_at, "%s for every client", nginx_shown(in, e->text));
    diag_label(in->sink, f, "no allow and deny, no login, and not for this machine alone");
    diag_help(in->sink, f, "allow the addresses that collect it, and deny all");
}

void check_nginx_status(const struct check_input *in)
{
    static const struct str names[] = {STR_INIT("stub_status"), STR_INIT("vhost_traffic_status_display"),
                                       STR_INIT("check_status"), STR_INIT("api"), STR_INIT("rtmp_stat")};
    for (uint32_t i = 0; nginx_is_checked(in) && i < sizeof names / sizeof *names; i++) {
        struct nginx_named it = nginx_named(in, names[i]);
        for (struct node *e; (e = nginx_next_named(&it)) != NULL;)
            judge_status(in, e);
    }
}
