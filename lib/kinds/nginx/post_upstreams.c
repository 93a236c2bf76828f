/* What an upstream must hold, and where what sends to none of them lacks a port (ngx_http_upstream, ngx_http_upstream_init_round_robin, and those of stream). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/post.h"
#include "kinds/nginx/upstreams.h"

static bool has_word(const struct node *entry, struct str word)
{
    const struct node *w = node_word(entry, 1);
    for (; w && w->kind == NODE_WORD; w = w->next)
        if (nginx_word_is(w, word))
            return true;
    return false;
}

static bool is_literal(const struct node *entry)
{
    struct nginx_url url;
    const struct node *word = node_word(entry, 0);
    return !nginx_url_parse(word->text, 0, 1, &url) || url.family != NGINX_FAMILY_NAME;
}

static void note_server(struct nginx_upstream_contents *c, const struct node *entry)
{
    c->unsure |= (entry->flags & NODE_FAULTY) != 0;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next)
        c->unsure |= !node_is_known(w);
    c->any = true;
    c->primary |= !has_word(entry, STR("backup"));
    if (node_word(entry, 0) && has_word(entry, STR("resolve")) && !is_literal(entry))
        c->resolve = true;
}

/* The block's "}" may be missing, and with it what was to stand before. */
static bool is_closed(const struct nginx_reader *r, const struct node *block)
{
    return str_ends(source_text(r->job->sources, block->at), STR("}"));
}

static struct nginx_upstream_contents contents_of(const struct nginx_reader *r, struct node *block)
{
    struct nginx_upstream_contents c = {.unsure = (block->flags & NODE_TAINTED) || !is_closed(r, block)};
    struct node_iter it = node_entries(block);
    for (const struct node *e; (e = node_next_entry(&it)) != NULL;) {
        const struct nginx_word *w = &nginx_words[e->word];
        c.unsure |= !e->word || !nginx_word_is_builtin(w) || (e->flags & NODE_CONDITIONAL);
        if (e->word && w->type == NGINX_TYPE_UPSTREAM_SERVER)
            note_server(&c, e);
        c.zone |= e->word && w->type == NGINX_TYPE_UPSTREAM_ZONE;
        c.resolver |= e->word && w->type == NGINX_TYPE_RESOLVER;
    }
    return c;
}

void nginx_close_upstream(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct nginx_upstream_contents c = contents_of(r, entry);
    (void)row;
    nginx_upstream_closed(r, entry, c);
    if (!c.any && !c.unsure && node_word(entry, 0))
        nginx_fault(r, SYNTAX_MISSING, nginx_word_span(node_word(entry, 0)), "no servers are inside upstream");
}

static void no_servers(struct nginx_reader *r, const struct nginx_upstream *u)
{
    struct finding *f = nginx_fault(r, SYNTAX_MISSING, nginx_word_span(node_word(u->block, 0)),
                                    "no servers in upstream \"%s\"", nginx_quoted(r, u->host));
    diag_label(r->sink, f, "all of its servers are backups");
}

/* A server with "resolve" needs shared memory and a resolver, of the upstream or of the block around it. */
static void check_resolve(struct nginx_reader *r, const struct nginx_upstream *u, bool resolver)
{
    struct span at = nginx_word_span(node_word(u->block, 0));
    const char *name = nginx_quoted(r, u->host);
    if (!u->contents.zone)
        nginx_fault(r, SYNTAX_MISSING, at,
                    "resolving names at run time requires upstream \"%s\" to be in shared memory", name);
    else if (!u->contents.resolver && !resolver)
        nginx_fault(r, SYNTAX_MISSING, at, "no resolver defined to resolve names at run time in upstream \"%s\"", name);
}

static void no_port(struct nginx_reader *r, const struct nginx_upstream *u)
{
    struct finding *f = nginx_fault(r, SYNTAX_VALUE, u->at, "no port in upstream \"%s\"", nginx_quoted(r, u->host));
    diag_help(r->sink, f, "name a port, or an upstream that is declared");
}

static void judge_upstream(struct nginx_reader *r, struct nginx_upstream *u, bool resolver, bool hidden)
{
    struct nginx_upstream_contents *c = &u->contents;
    if (u->block && r->reopened)
        *c = contents_of(r, u->block);
    bool sound = !u->block || c->unsure || !c->any || (c->primary && !c->resolve);
    bool port = u->block || u->literal || u->port || hidden;
    if (sound && port)
        return;
    /* Only now: the first line that is asked for takes a look at the whole text. */
    r->line = nginx_entry_line(r, u->first);
    if (!port)
        no_port(r, u);
    if (!sound && c->resolve)
        check_resolve(r, u, resolver);
    if (!sound && !c->primary)
        no_servers(r, u);
}

/* ngx_http_upstream_init_main_conf: each upstream in the order of first mention. */
static void judge_upstreams(struct nginx_reader *r, struct node *block, uint32_t class, uint32_t context)
{
    uint32_t line = r->line;
    bool hidden = nginx_may_hide(r, context),
         resolver = hidden || (nginx_has_read(r, STR("resolver")) && node_find(block, STR("resolver")));
    for (uint32_t i = 0; r->upstreams && i < r->upstreams->all[class].n; i++)
        judge_upstream(r, r->upstreams->all[class].p[i], resolver, hidden);
    r->line = line;
    nginx_upstreams_forget(r, class);
}

void nginx_post_upstreams(struct nginx_reader *r, struct node *block)
{
    judge_upstreams(r, block, NGINX_CLASS_HTTP, NGINX_IN_HTTP);
}

void nginx_post_stream_upstreams(struct nginx_reader *r, struct node *block)
{
    judge_upstreams(r, block, NGINX_CLASS_STREAM, NGINX_IN_STREAM);
}
