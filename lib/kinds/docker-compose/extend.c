/* Services that extend others. Source: compose-spec, 05-services.md, extends. */
#include "kinds/docker-compose/docker-compose.h"

#include "base/limits.h"
#include "formats/yaml_alias.h"

/* node->word of a service's entry: how far it is. */
enum { EXTENDING = 1, EXTENDED = 2 };

enum { MAX_COPIED = 100000 };

static void extend_service(struct kind_job *job, struct node *top, struct str dir, struct node *service,
                           uint32_t depth);

static void not_extended(struct kind_job *job, struct node *service, const struct node *at, const char *why)
{
    struct node *map = node_value(service);
    diag_not_analysed(job->sink, at->at, service->text, "extends: %s", why);
    map->flags |= NODE_TAINTED;
}

/* Puts a copy of what is extended below what the service says itself. */
static void bring(struct kind_job *job, struct node *service, struct node *from)
{
    uint32_t budget = MAX_COPIED;
    struct node *own = node_value(service), *map = node_value(from);
    struct node *copy = map && map->kind == NODE_MAP ? yaml_copy(job->a, map, LIMIT_NESTING, &budget) : NULL;
    struct node *extends = copy ? node_find(copy, STR("extends")) : NULL;
    if (!copy)
        return;
    if (extends)
        extends->text = STR("x-extends");
    copy->flags |= map->flags & NODE_TAINTED;
    compose_merge(job, copy, own);
    service->first = service->last = NULL;
    node_add(service, copy);
}

static void follow(struct kind_job *job, struct node *top, struct str dir, struct node *service, struct node *extends,
                   uint32_t depth)
{
    struct node *name = extends->kind == NODE_WORD ? extends : compose_get(extends, "service");
    struct node *file = extends->kind == NODE_MAP ? compose_get(extends, "file") : NULL;
    const char *why = "its name is not known";
    bool known = name && name->kind == NODE_WORD && node_is_known(name) && (!file || node_is_known(file));
    struct node *there = !known ? NULL : file ? compose_file(job, dir, file->text, file->at, &why) : top;
    struct node *services = compose_get(there, "services");
    struct node *from = services && services->kind == NODE_MAP ? node_find(services, name->text) : NULL;
    if (!there) {
        not_extended(job, service, extends, why);
    } else if (!from || !node_value(from)) {
        diag_syntax(job->sink, SYNTAX_UNRESOLVED, name->at, "service \"%.*s\" extends \"%.*s\", which is not there",
                    STR_ARG(diag_quote(job->a, service->text)), STR_ARG(diag_quote(job->a, name->text)));
        node_value(service)->flags |= NODE_TAINTED;
    } else {
        extend_service(job, there, dir, from, depth + 1);
        bring(job, service, from);
    }
}

static void extend_service(struct kind_job *job, struct node *top, struct str dir, struct node *service, uint32_t depth)
{
    struct node *map = node_value(service), *extends = compose_get(map, "extends");
    if (!extends || service->word == EXTENDED || map->kind != NODE_MAP)
        return;
    if (service->word == EXTENDING || depth > LIMIT_INCLUDE_DEPTH) {
        diag_syntax(job->sink, SYNTAX_INCLUDE, extends->at, "service \"%.*s\" extends itself",
                    STR_ARG(diag_quote(job->a, service->text)));
        return;
    }
    service->word = EXTENDING;
    follow(job, top, dir, service, extends, depth);
    service->word = EXTENDED;
}

void compose_extend(struct kind_job *job)
{
    const struct compose_state *s = job->state;
    struct node *services = compose_get(s->top, "services");
    struct node_iter it = node_entries(services ? services : s->top);
    for (struct node *e; services && services->kind == NODE_MAP && (e = node_next_entry(&it)) != NULL;)
        extend_service(job, s->top, s->dir, e, 0);
}
