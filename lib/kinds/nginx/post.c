#include "kinds/nginx/post.h"

static const struct {
    uint32_t context;
    nginx_post_check *run;
} checks[] = {
#define X(context, function) {context, function},
    NGINX_POST_CHECKS(X)
#undef X
};

void nginx_post(struct nginx_reader *r, struct node *block, uint32_t context)
{
    for (uint32_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (checks[i].context == context)
            checks[i].run(r, block);
}

/* The structure of the text is in doubt: what seems missing may be there, misread. */
static bool is_garbled(const struct nginx_reader *r, const struct node *block)
{
    const uint32_t *n = r->sink->n_syntax;
    if (n[SYNTAX_UNTERMINATED] || n[SYNTAX_UNEXPECTED_TOKEN] || n[SYNTAX_TOO_LONG])
        return true;
    for (const struct node *e = block->first; e; e = e->next)
        if (e->kind == NODE_BAD || (e->kind == NODE_ENTRY && !e->word && (e->flags & NODE_BLOCK)))
            return true;
    return false;
}

/* ngx_event_init_conf: the one block without which nginx does not start. */
void nginx_post_events(struct nginx_reader *r, struct node *block)
{
    if (nginx_may_hide(r, NGINX_IN_MAIN) || node_find(block, STR("events")) || is_garbled(r, block))
        return;
    struct span at = {block->at.src, 0, 0};
    struct finding *f = nginx_fault(r, SYNTAX_MISSING, at, "no \"events\" section in configuration");
    diag_help(r->sink, f, "an empty one will do: events { }");
}

/* How a use is reported whose name nobody defines, and where its definition could stand. No text: nginx does not look it up. */
static const struct {
    const char *text;
    uint32_t contexts;
} unresolved[NGINX_NAME_KINDS] = {
    [NGINX_NAME_LOG_FORMAT] = {"unknown log format \"%s\"", NGINX_IN_HTTP | NGINX_IN_STREAM},
    [NGINX_NAME_CACHE_ZONE] = {"cache zone \"%s\" is unknown", NGINX_IN_HTTP},
    [NGINX_NAME_LIMIT_REQ_ZONE] = {"zero size shared memory zone \"%s\"", NGINX_IN_HTTP},
    [NGINX_NAME_LIMIT_CONN_ZONE] = {"zero size shared memory zone \"%s\"", NGINX_IN_HTTP | NGINX_IN_STREAM},
    [NGINX_NAME_THREAD_POOL] = {"unknown thread pool \"%s\"", NGINX_IN_MAIN},
};

void nginx_post_names(struct nginx_reader *r, struct node *block)
{
    (void)block;
    for (uint32_t i = 0; i < r->names.uses.n; i++) {
        const struct nginx_use *u = &r->names.uses.p[i];
        const char *text = unresolved[u->kind].text;
        if (!text || nginx_may_hide(r, unresolved[u->kind].contexts) || nginx_name_find(r, u->kind, u->class, u->name))
            continue;
        r->line = u->line;
        nginx_fault(r, SYNTAX_UNRESOLVED, u->at, text, nginx_quoted(r, u->name));
    }
}
