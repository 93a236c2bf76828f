/* Requests that are sent again although a server may have executed them. */
#include "checks/nginx.h"

/* The modules that pass requests on: what hands to a server, and what decides on the next one. */
static const struct {
    struct str pass, next, tries;
} families[] = {
    {STR_INIT("proxy_pass"), STR_INIT("proxy_next_upstream"), STR_INIT("proxy_next_upstream_tries")},
    {STR_INIT("fastcgi_pass"), STR_INIT("fastcgi_next_upstream"), STR_INIT("fastcgi_next_upstream_tries")},
    {STR_INIT("uwsgi_pass"), STR_INIT("uwsgi_next_upstream"), STR_INIT("uwsgi_next_upstream_tries")},
    {STR_INIT("scgi_pass"), STR_INIT("scgi_next_upstream"), STR_INIT("scgi_next_upstream_tries")},
    {STR_INIT("grpc_pass"), STR_INIT("grpc_next_upstream"), STR_INIT("grpc_next_upstream_tries")},
};
enum { N_FAMILIES = sizeof families / sizeof *families };

struct retrying {
    const struct check_input *in;
    const struct nginx_upstream_blocks *upstreams;
};

/* Servers that a request can go to: 0: not known, else at least that many. */
static uint32_t count_servers(const struct retrying *r, const struct nginx_target *t)
{
    uint32_t n = 0;
    if (t->is_literal)
        return 1;
    const struct node *block = nginx_upstream_block(r->upstreams, t->host, t->in_stream);
    if (!block)
        return 0;
    for (struct node *s = nginx_first(r->in->job, block, STR("server")); s; s = nginx_next(r->in->job, s))
        n += !nginx_has_word(s, 1, STR("down"));
    return n < 2 && (block->flags & NODE_TAINTED) ? 0 : n;
}

/* "limit_except GET" keeps out what is not idempotent. */
static bool only_gets(struct kind_job *job, const struct node *location)
{
    struct node *limit = location ? nginx_first(job, location, STR("limit_except")) : NULL;
    return limit && !nginx_has_word(limit, 0, STR("POST")) && !nginx_has_word(limit, 0, STR("PATCH")) &&
           !nginx_has_word(limit, 0, STR("LOCK"));
}

/* The word that asks for it, in the block or one around it. */
static const struct node *asking_word(const struct retrying *r, const struct node *block, struct str next)
{
    for (; block; block = node_block(block)) {
        struct node *e = nginx_first(r->in->job, block, next);
        for (struct node *d = e; d; d = nginx_next(r->in->job, d))
            for (const struct node *w = d->first; w && w->kind == NODE_WORD; w = w->next)
                if (node_is_known(w) && str_eq_nocase(w->text, STR("non_idempotent")))
                    return w;
        if (e)
            return NULL;
    }
    return NULL;
}

static bool tries_once(const struct retrying *r, struct node *block, uint32_t family)
{
    struct value v;
    return nginx_setting(r->in->job, block, families[family].tries, &v) && v.type == VALUE_INT && v.as.i == 1;
}

/* Takes a word out of a directive with the blank beside it; of the only one the default is made. */
static void leave_out(const struct check_input *in, struct finding *f, const struct node *word)
{
    const struct node *before = NULL, *behind = word->next && word->next->kind == NODE_WORD ? word->next : NULL;
    for (const struct node *w = word->parent->first; w != word; w = w->next)
        before = w;
    struct span at = word->at;
    if (before)
        at = (struct span){at.src, span_end(before->at), span_end(at) - span_end(before->at)};
    else if (behind)
        at = (struct span){at.src, at.off, behind->at.off - at.off};
    diag_fix(in->sink, f, FIX_UNSAFE, at, before || behind ? STR("") : STR("error timeout"));
}

static void report(const struct retrying *r, const struct nginx_target *t, const struct node *word, uint32_t family,
                   uint32_t n)
{
    const struct check_input *in = r->in;
    struct finding *f = diag_add(in->sink, in->rule, word->at, "%s with non_idempotent sends a POST to a second server",
                                 families[family].next.p);
    diag_label(in->sink, f, "requests are repeated that the first server may have executed");
    diag_related(in->sink, f, nginx_words_span(t->entry), "passed to %s, one of %u servers", nginx_shown(in, t->host),
                 n);
    diag_note(in->sink, f, "without it POST, LOCK and PATCH are not repeated once they were sent");
    diag_help(in->sink, f, "leave non_idempotent out; where requests are idempotent all the same, say so here");
    leave_out(in, f, word);
}

static void judge(const struct retrying *r, struct node *pass, uint32_t family)
{
    struct nginx_target t;
    struct node *block = node_block(pass);
    const struct node *word = asking_word(r, block, families[family].next);
    if (!word || tries_once(r, block, family) || only_gets(r->in->job, nginx_location_around(r->in->job, pass)))
        return;
    uint32_t n = nginx_target_of(r->in->job, pass, &t) && !t.has_variables ? count_servers(r, &t) : 0;
    if (n > 1)
        report(r, &t, word, family, n);
    else if (n == 0)
        nginx_not_run(r->in, word->at, STR("how many servers requests are passed to"));
}

void check_nginx_retry(const struct check_input *in)
{
    struct retrying r = {.in = in};
    if (!nginx_is_checked(in))
        return;
    r.upstreams = nginx_upstream_blocks_of(in);
    for (uint32_t i = 0; i < N_FAMILIES; i++) {
        struct nginx_named it = nginx_named(in, families[i].next);
        if (!nginx_next_named(&it))
            continue;
        it = nginx_named(in, families[i].pass);
        for (struct node *e; (e = nginx_next_named(&it)) != NULL;)
            if (nginx_context(in->job, node_block(e)) & (NGINX_IN_LOCATION | NGINX_IN_IF_IN_LOCATION))
                judge(&r, e, i);
    }
}
