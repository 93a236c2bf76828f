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

/* ngx_thread_pool_init_conf: pools that are used, and none is defined. "default" is there always. */
void nginx_post_thread_pools(struct nginx_reader *r, struct node *block)
{
    (void)block;
    if (nginx_may_hide(r, NGINX_IN_MAIN))
        return;
    for (uint32_t i = 0; i < r->names.uses.n; i++) {
        const struct nginx_use *u = &r->names.uses.p[i];
        if (u->kind != NGINX_NAME_THREAD_POOL || str_eq(u->name, STR("default")) ||
            nginx_name_find(r, NGINX_NAME_THREAD_POOL, NGINX_CLASS_CORE, u->name) ||
            nginx_name_in_doubt(r, NGINX_NAME_THREAD_POOL, NGINX_CLASS_CORE, u->name))
            continue;
        r->line = u->line;
        nginx_fault(r, SYNTAX_UNRESOLVED, u->at, "unknown thread pool \"%s\"", nginx_quoted(r, u->name));
    }
}
