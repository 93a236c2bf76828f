/* Directives that do something else than what they seem to. */
#include "base/buf.h"
#include "checks/nginx_patterns.h"
#include "regex/reach.h"
#include "regex/regex.h"
#include "regex/walk.h"

/* ---- error_log off ---- */

void check_nginx_error_log(const struct check_input *in)
{
    struct str to;
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, STR("error_log"));
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;) {
        if (!nginx_text_of(e, 0, &to) || !str_eq(to, STR("off")))
            continue;
        struct finding *f =
            diag_add(in->sink, in->rule, node_word(e, 0)->at, "error_log off writes to a file named \"off\"");
        diag_label(in->sink, f, "no keyword here, as it is in access_log");
        diag_help(in->sink, f, "error_log /dev/null crit; if nothing is to be logged");
        diag_fix(in->sink, f, FIX_UNSAFE, node_word(e, 0)->at,
                 node_word(e, 1) ? STR("/dev/null") : STR("/dev/null crit"));
    }
}

/* ---- Host as the client sent it ---- */

void check_nginx_host(const struct check_input *in)
{
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, STR("proxy_set_header"));
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;) {
        struct str name, value;
        if (!nginx_text_of(e, 0, &name) || !nginx_text_of(e, 1, &value) || !str_eq_nocase(name, STR("Host")) ||
            !(str_eq_nocase(value, STR("$http_host")) || str_eq_nocase(value, STR("${http_host}"))))
            continue;
        struct finding *f = diag_add(in->sink, in->rule, node_word(e, 1)->at,
                                     "Host is passed on as the client sent it: $http_host, not $host");
        diag_label(in->sink, f, "may differ from the name that chose this server");
        diag_note(in->sink, f, "with \"GET http://a/ HTTP/1.1\" and \"Host: b\" nginx serves a, and $http_host is b");
        diag_help(in->sink, f, "$host, or $host:$server_port where the application needs the port");
        diag_fix(in->sink, f, FIX_UNSAFE, node_word(e, 1)->at, STR("$host"));
    }
}

/* ---- if in a location ---- */

/* What does what it says within an if: the rewrite module's own, and logs. */
static bool is_sound_in_if(struct str name)
{
    static const struct str names[] = {STR_INIT("return"),      STR_INIT("rewrite"),         STR_INIT("set"),
                                       STR_INIT("break"),       STR_INIT("access_log"),      STR_INIT("limit_rate"),
                                       STR_INIT("rewrite_log"), STR_INIT("limit_rate_after")};
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, names[i]))
            return true;
    return false;
}

/* The request leaves the block before another directive counts. */
static bool leaves(struct kind_job *job, const struct node *block)
{
    if (nginx_first(job, block, STR("return")))
        return true;
    for (struct node *e = nginx_first(job, block, STR("rewrite")); e; e = nginx_next(job, e))
        if (node_word(e, 2))
            return true;
    return false;
}

void check_nginx_if(const struct check_input *in)
{
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, STR("if"));
    for (struct node *b; (b = nginx_next_named(&it)) != NULL;) {
        if (nginx_context(in->job, b) != NGINX_IN_IF_IN_LOCATION)
            continue;
        struct node_iter entries = node_entries(b);
        struct node *e = node_next_entry(&entries);
        while (e && (is_sound_in_if(e->text) || !e->word))
            e = node_next_entry(&entries);
        if (!e || leaves(in->job, b))
            continue;
        struct finding *f =
            diag_add(in->sink, in->rule, e->name_at, "%s in an if within a location", nginx_shown(in, e->text));
        diag_label(in->sink, f, "the if is a location of its own: of several, only the last that is true counts");
        diag_related(in->sink, f, b->name_at, "the if");
        diag_help(in->sink, f, "a map for the value, or return and rewrite to another location");
    }
}

/* ---- extensions that are not anchored ---- */

/* "\.php" also matches "/a.phpx": the pattern ends with a name behind a dot, and nothing ends it. */
static bool matches_longer(const struct check_input *in, const struct nginx_pattern *p, struct str *ret)
{
    struct regex_tree tree;
    struct str why;
    struct buf b = {.a = in->a};
    unsigned flags = p->caseless ? REGEX_CASELESS : 0;
    const struct regex *re = regex_compile(in->a, p->text, flags, NULL);
    if (!re || !regex_tree_parse(in->a, p->text, flags, &tree, &why) || regex_anchored_at_end(&tree))
        return false;
    regex_sample(tree.root, &b);
    struct str sample = buf_str(&b);
    uint32_t dot = str_rfind_byte(sample, '.');
    if (dot >= sample.n || sample.n - dot < 3 || str_find_byte(str_slice(sample, dot, sample.n), '/') < sample.n - dot)
        return false;
    *ret = str_printf(in->a, "%s%.*sx", str_starts(sample, STR("/")) ? "" : "/a", STR_ARG(sample));
    return regex_match(re, regex_matcher_new(in->a), *ret, 0) == REGEX_MATCH;
}

static void judge_extension(void *ctx, const struct nginx_pattern *p)
{
    const struct check_input *in = ctx;
    struct str longer;
    /* "\.php$" is what most have: no need to look at it */
    if (str_ends(p->text, STR("$")) && str_find_byte(p->text, '|') == p->text.n)
        return;
    if (!str_eq(p->entry->text, STR("location")) || !nginx_first(in->job, p->entry, STR("fastcgi_pass")) ||
        !matches_longer(in, p, &longer))
        return;
    struct finding *f =
        diag_add(in->sink, in->rule, p->at, "location passes \"%s\" to FastCGI as well", nginx_shown(in, longer));
    diag_label(in->sink, f, "nothing ends the extension");
    diag_help(in->sink, f, "$ at the end, or (/|$) where a path may follow");
    bool as_written = str_eq(source_text(in->sources, p->at), p->text);
    if (as_written && str_find_byte(p->text, '|') == p->text.n)
        diag_fix(in->sink, f, FIX_UNSAFE, (struct span){p->at.src, span_end(p->at), 0}, STR("$"));
}

void check_nginx_extension(const struct check_input *in)
{
    if (nginx_is_checked(in))
        nginx_each_pattern(in, judge_extension, (void *)(uintptr_t)in);
}

/* ---- versions told ---- */

/* The first listen with TLS: such a server is meant for everybody. */
static const struct node *listens_with_tls(const struct check_input *in)
{
    struct nginx_named it = nginx_named(in, STR("listen"));
    for (const struct node *e; (e = nginx_next_named(&it)) != NULL;)
        if (nginx_context(in->job, node_block(e)) == NGINX_IN_SERVER &&
            (nginx_has_word(e, 1, STR("ssl")) || nginx_has_word(e, 1, STR("quic"))))
            return e;
    return NULL;
}

static bool any_off(const struct check_input *in)
{
    struct nginx_named it = nginx_named(in, STR("server_tokens"));
    for (const struct node *e; (e = nginx_next_named(&it)) != NULL;)
        if (nginx_has_word(e, 0, STR("off")) || nginx_has_word(e, 0, STR("")))
            return true;
    return false;
}

/* Written nowhere, and a server with TLS. */
static void judge_default_tokens(const struct check_input *in, struct node *http)
{
    struct value v;
    const struct node *tls = listens_with_tls(in);
    if (!tls || !nginx_setting(in->job, http, STR("server_tokens"), &v) || !check_needs(in, &v, 1, http->name_at) ||
        nginx_first(in->job, http, STR("server_tokens")) || any_off(in))
        return;
    struct finding *f = diag_add(in->sink, in->rule, http->name_at, "responses tell the version of nginx");
    diag_label(in->sink, f, "server_tokens is on by default");
    diag_related(in->sink, f, nginx_words_span(tls), "served with TLS");
    diag_help(in->sink, f, "server_tokens off;");
    diag_fix_set(in->sink, f, FIX_UNSAFE, http->name_at, STR("server_tokens"), STR("off"));
}

void check_nginx_tokens(const struct check_input *in)
{
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, STR("server_tokens"));
    for (const struct node *e; (e = nginx_next_named(&it)) != NULL;) {
        if (!nginx_has_word(e, 0, STR("on")) && !nginx_has_word(e, 0, STR("build")))
            continue;
        struct finding *f = diag_add(in->sink, in->rule, node_word(e, 0)->at, "responses tell the version of nginx");
        diag_label(in->sink, f, "server_tokens is %s", nginx_shown(in, node_word(e, 0)->text));
        diag_help(in->sink, f, "server_tokens off;");
        diag_fix(in->sink, f, FIX_UNSAFE, node_word(e, 0)->at, STR("off"));
    }
    struct node *http = node_find(in->job->root, STR("http"));
    if (http && !(http->flags & NODE_FAULTY))
        judge_default_tokens(in, http);
}
