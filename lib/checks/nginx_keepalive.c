/* Connections to servers that are meant to be kept, and are closed after each request. */
#include "checks/nginx.h"
#include "kinds/nginx/variables.h"

struct keeping {
    const struct check_input *in;
    const struct nginx_upstream_blocks *upstreams;
    struct map told; /* upstream blocks, by address */
};

/* The Connection header that is sent to the server: as text, or NULL for nginx's own "close". */
static const struct node *connection_header(struct kind_job *job, const struct node *block)
{
    for (; block; block = node_block(block)) {
        struct node *first = nginx_first(job, block, STR("proxy_set_header"));
        for (struct node *e = first; e; e = nginx_next(job, e))
            if (node_word(e, 0) && str_eq_nocase(node_word(e, 0)->text, STR("Connection")))
                return e;
        if (first)
            return NULL;
    }
    return NULL;
}

/* Why no connection is kept; NULL: it may be. */
static const char *reason(struct kind_job *job, struct node *block, struct value version)
{
    struct str text = {version.as.s, version.n}, sent;
    const struct node *header = connection_header(job, block);
    if (version.type != VALUE_STRING || str_eq(text, STR("2")))
        return NULL;
    if (str_eq(text, STR("1.0")))
        return "requests are sent with HTTP/1.0";
    if (!header)
        return "requests are sent with Connection: close";
    bool closes = nginx_text_of(header, 1, &sent) && str_eq_nocase(sent, STR("close"));
    return closes ? "requests are sent with Connection: close" : NULL;
}

/* HTTP/1.1 without nginx's own "Connection: close", in the block that passes requests on. Not where a header set there would hide those set around it. */
static void keep(struct keeping *k, struct finding *f, const struct nginx_target *t, const struct value *set)
{
    const struct check_input *in = k->in;
    const struct node *block = node_block(t->entry);
    bool headers = set[1].type == VALUE_LIST && set[1].n > 0;
    bool own = nginx_first(in->job, block, STR("proxy_set_header")) != NULL;
    bool by_default = set[0].origin && set[0].origin->kind == ORIGIN_DEFAULT;
    if (connection_header(in->job, block) || (headers && !own))
        return;
    struct edit header = {.at = block->name_at, .setting = STR("proxy_set_header"), .text = STR("Connection \"\"")};
    struct edit version = {.at = block->name_at, .setting = STR("proxy_http_version"), .text = STR("1.1")};
    struct str text = {set[0].as.s, set[0].n};
    if (str_eq(text, STR("1.0")) && !by_default)
        return;
    diag_fix_edit(in->sink, f, FIX_UNSAFE, header);
    if (by_default)
        diag_fix_more(in->sink, f, version);
}

static void report(struct keeping *k, const struct nginx_target *t, const struct node *keepalive, const char *why,
                   const struct value *set)
{
    const struct check_input *in = k->in;
    struct finding *f = diag_add(in->sink, in->rule, nginx_words_span(keepalive),
                                 "keepalive in upstream %s keeps no connection", nginx_shown(in, t->host));
    diag_label(in->sink, f, "%s", why);
    diag_related(in->sink, f, nginx_words_span(t->entry), "requests from here");
    diag_note(in->sink, f, "before nginx 1.29.7 HTTP/1.0 and Connection: close are what is sent by default");
    diag_help(in->sink, f,
              "proxy_http_version 1.1; and proxy_set_header Connection \"\"; where requests are passed on");
    keep(k, f, t, set);
}

static void judge(void *ctx, const struct nginx_target *t)
{
    struct keeping *k = ctx;
    struct kind_job *job = k->in->job;
    struct node *block = node_block(t->entry);
    struct value needed[2];
    if (t->in_stream || t->has_variables || !str_eq(t->entry->text, STR("proxy_pass")))
        return;
    const struct node *upstream = nginx_upstream_block(k->upstreams, t->host, false);
    struct node *keepalive = upstream ? nginx_first(job, upstream, STR("keepalive")) : NULL;
    if (!keepalive || nginx_has_word(keepalive, 0, STR("0")) ||
        !nginx_setting(job, block, STR("proxy_http_version"), &needed[0]) ||
        !nginx_setting(job, block, STR("proxy_set_header"), &needed[1]))
        return;
    if (!check_needs(k->in, needed, 2, keepalive->name_at))
        return;
    const char *why = reason(job, block, needed[0]);
    bool is_new = false;
    if (why)
        map_put(&k->told, str_dup(k->in->a, (struct str){(const char *)&keepalive, sizeof keepalive}), NULL, &is_new);
    if (is_new)
        report(k, t, keepalive, why, needed);
}

void check_nginx_kept(const struct check_input *in)
{
    struct keeping k = {.in = in, .told = {.a = in->a}};
    if (!nginx_is_checked(in) || in->job->target >= VERSION(1, 29, 7))
        return;
    k.upstreams = nginx_upstream_blocks_of(in);
    nginx_each_target(in, judge, &k);
}
