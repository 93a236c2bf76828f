#include "engine/subjects.h"

/* What is walked over. */
struct walking {
    struct arena *a;
    const struct host *host;
    struct str service;
    struct span otherwise; /* place of what has none */
    subject_fn *fn;
    void *ctx;
};

static void visit(struct walking *w, struct value self, struct span at)
{
    struct subject s = {self, w->host, span_is_none(at) ? w->otherwise : at, w->service};
    w->fn(w->ctx, &s);
}

static void visit_object(struct walking *w, enum stack_scope scope, const void *item, struct span at,
                         const struct scope_object *up)
{
    struct scope_object *o = arena_new(w->a, struct scope_object);
    *o = (struct scope_object){scope, item, up};
    visit(w, scope_stack_object(w->a, o), at);
}

static void visit_pools(struct walking *w, enum stack_scope scope, const struct service *s,
                        const struct scope_object *up)
{
    for (uint32_t i = 0; i < s->pools.n; i++) {
        const struct pool *pool = s->pools.p[i];
        struct scope_object *o = arena_new(w->a, struct scope_object);
        *o = (struct scope_object){STACK_POOL, pool, up};
        if (scope == STACK_POOL)
            visit(w, scope_stack_object(w->a, o), pool->at);
        for (uint32_t k = 0; scope == STACK_SERVER && k < pool->servers.n; k++)
            visit_object(w, STACK_SERVER, pool->servers.p[k], pool->servers.p[k]->at, o);
    }
}

/* A whole file makes no caret: its start stands for it. */
static struct span start_of(struct span at)
{
    return (struct span){at.src, at.off, 0};
}

void subjects_of_service(struct arena *a, enum stack_scope scope, const struct placed_service *service, subject_fn *fn,
                         void *ctx)
{
    const struct service *s = &service->service;
    struct walking w = {a, service->host, value_format(a, s->field[SERVICE_NAME]), start_of(s->at), fn, ctx};
    struct scope_object *up = arena_new(a, struct scope_object);
    *up = (struct scope_object){STACK_SERVICE, service, NULL};
    if (scope == STACK_SERVICE)
        visit(&w, scope_stack_object(a, up), SPAN_NONE);
    for (uint32_t i = 0; scope == STACK_LISTEN && i < s->listens.n; i++)
        visit_object(&w, scope, s->listens.p[i], s->listens.p[i]->at, up);
    for (uint32_t i = 0; scope == STACK_ROUTE && i < s->routes.n; i++)
        visit_object(&w, scope, s->routes.p[i], s->routes.p[i]->at, up);
    if (scope == STACK_POOL || scope == STACK_SERVER)
        visit_pools(&w, scope, s, up);
}

void subjects_of_document(struct arena *a, const struct rule_scope *scope, struct kind_job *job,
                          const struct host *host, subject_fn *fn, void *ctx)
{
    struct walking w = {a, host, {0}, {job->source, 0, 0}, fn, ctx};
    if (scope->family == SCOPE_DOCUMENT)
        visit(&w, scope_document_object(a, job), SPAN_NONE);
    if (scope->family != SCOPE_BLOCK || scope->kind != job->kind)
        return;
    for (struct node *b = NULL; (b = job->kind->next_block(job, scope->index, b)) != NULL;)
        visit(&w, scope_block_object(a, job, b), b->parent ? b->name_at : SPAN_NONE);
}

void subjects_of_host(struct arena *a, const struct host *host, subject_fn *fn, void *ctx)
{
    struct walking w = {a, host, {0}, value_at(host->name), fn, ctx};
    visit(&w, scope_host(a, host), SPAN_NONE);
}
