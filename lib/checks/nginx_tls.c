/* TLS: versions and suites that are broken, and stapling that cannot ask; keep-alive that ends too soon. Judged where they stand, so that a part of a configuration is
 * judged too. */
#include "base/buf.h"
#include "checks/nginx.h"
#include "kinds/nginx/units.h"

static struct str listed(const struct check_input *in, struct buf *b, struct str item)
{
    buf_printf(b, "%s%s", b->n ? " and " : "", nginx_shown(in, item));
    return buf_str(b);
}

/* ---- versions ---- */

static bool is_old(struct str version)
{
    static const struct str old[] = {STR_INIT("SSLv2"), STR_INIT("SSLv3"), STR_INIT("TLSv1"), STR_INIT("TLSv1.1")};
    for (uint32_t i = 0; i < sizeof old / sizeof *old; i++)
        if (str_eq_nocase(old[i], version))
            return true;
    return false;
}

void check_nginx_tls_version(const struct check_input *in)
{
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, STR("ssl_protocols"));
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;) {
        struct buf b = {.a = in->a};
        struct str old = {0};
        for (const struct node *w = e->first; w && w->kind == NODE_WORD; w = w->next)
            if (node_is_known(w) && is_old(w->text))
                old = listed(in, &b, w->text);
        if (old.n == 0)
            continue;
        struct finding *f =
            diag_add(in->sink, in->rule, nginx_words_span(e), "ssl_protocols allows %.*s", STR_ARG(old));
        diag_label(in->sink, f, "deprecated, and a client can be made to use them");
        diag_help(in->sink, f, "ssl_protocols TLSv1.2 TLSv1.3;");
        diag_fix(in->sink, f, FIX_UNSAFE, nginx_words_span(e), STR("TLSv1.2 TLSv1.3"));
    }
}

/* ---- suites ---- */

/* Parts of the names of suites that are broken, between the signs that OpenSSL puts between parts. */
static const struct str broken[] = {
    STR_INIT("RC4"), STR_INIT("NULL"),   STR_INIT("eNULL"),    STR_INIT("aNULL"),
    STR_INIT("EXP"), STR_INIT("EXPORT"), STR_INIT("EXPORT40"), STR_INIT("EXPORT56"),
    STR_INIT("MD5"), STR_INIT("ADH"),    STR_INIT("AECDH"),    STR_INIT("LOW"),
};

/* The broken part that a suite names; empty: none. */
static struct str broken_part(struct str suite)
{
    for (struct str rest = suite; rest.n;) {
        uint32_t minus = str_find_byte(rest, '-'), plus = str_find_byte(rest, '+');
        struct str part = str_cut(&rest, minus < plus ? '-' : '+');
        for (uint32_t i = 0; i < sizeof broken / sizeof *broken; i++)
            if (str_eq(part, broken[i]))
                return part;
    }
    return (struct str){0};
}

static struct str next_suite(struct str *list)
{
    uint32_t i = 0;
    while (i < list->n && list->p[i] != ':' && list->p[i] != ',' && list->p[i] != ' ')
        i++;
    struct str suite = str_slice(*list, 0, i);
    *list = str_slice(*list, i + 1, list->n);
    return suite;
}

static bool is_excluded(struct str list, struct str part)
{
    while (list.n) {
        struct str suite = next_suite(&list);
        if (str_starts(suite, STR("!")) && str_eq(str_slice(suite, 1, suite.n), part))
            return true;
    }
    return false;
}

void check_nginx_ciphers(const struct check_input *in)
{
    struct str list, rest;
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, STR("ssl_ciphers"));
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;) {
        struct buf b = {.a = in->a};
        struct str found = {0};
        if (!nginx_text_of(e, 0, &list))
            continue;
        for (rest = list; rest.n;) {
            struct str suite = next_suite(&rest), part = broken_part(suite);
            if (part.n && suite.p[0] != '!' && suite.p[0] != '-' && suite.p[0] != '+' && !is_excluded(list, part))
                found = listed(in, &b, suite);
        }
        if (found.n == 0)
            continue;
        struct finding *f =
            diag_add(in->sink, in->rule, node_word(e, 0)->at, "ssl_ciphers asks for %.*s", STR_ARG(found));
        diag_label(in->sink, f, "broken");
        diag_help(in->sink, f, "leave them out, or the whole directive, whose default is HIGH:!aNULL:!MD5");
    }
}

/* ---- stapling ---- */

void check_nginx_stapling(const struct check_input *in)
{
    struct value resolver;
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, STR("ssl_stapling"));
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;) {
        struct node *block = node_block(e);
        if (!nginx_has_word(e, 0, STR("on")) || nginx_first(in->job, block, STR("ssl_stapling_file")) ||
            !nginx_setting(in->job, block, STR("resolver"), &resolver))
            continue;
        if (!check_needs(in, &resolver, 1, e->name_at))
            continue;
        if (resolver.type == VALUE_LIST ? resolver.n > 0 : resolver.type != VALUE_NULL)
            continue;
        struct finding *f = diag_add(in->sink, in->rule, nginx_words_span(e), "ssl_stapling without a resolver");
        diag_label(in->sink, f, "the responder's name is looked up at start alone");
        diag_help(in->sink, f, "a resolver directive in the http block");
    }
}

/* ---- keep-alive ---- */

void check_nginx_keepalive(const struct check_input *in)
{
    int64_t n;
    struct str text;
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, STR("keepalive_requests"));
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;) {
        if (!nginx_text_of(e, 0, &text) || !nginx_parse_num(text, &n) || n >= in->params[0].as.i ||
            (nginx_context(in->job, node_block(e)) & NGINX_IN_UPSTREAM))
            continue;
        struct finding *f =
            diag_add(in->sink, in->rule, node_word(e, 0)->at, "keepalive_requests is %s", nginx_shown(in, text));
        diag_label(in->sink, f, n ? "clients need a new connection after so many requests" : "no connection is kept");
        if (n > 0) /* the default since 1.19.10 */
            diag_fix(in->sink, f, FIX_UNSAFE, node_word(e, 0)->at, STR("1000"));
    }
}
