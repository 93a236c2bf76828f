#include "stack/stack.h"

/* A reason that names the field: "service.processes" tells what a rule lacked. */
static struct value unknown_field(struct arena *a, struct str scope, struct str field)
{
    return value_unknown(a, str_printf(a, "%.*s.%.*s", STR_ARG(scope), STR_ARG(field)));
}

struct service *contribute_service(struct contributions *c, struct str kind, struct str name, struct span at)
{
    struct service *s = arena_new(c->a, struct service);
    uint32_t n;
    const struct stack_field *rows = stack_fields(STACK_SERVICE, &n);
    for (uint32_t i = 0; i < n; i++)
        s->field[i] = unknown_field(c->a, STR("service"), rows[i].name);
    s->at = at;
    s->field[SERVICE_KIND] = value_string(kind);
    s->field[SERVICE_NAME] = value_string(name);
    vec_push(c->a, &c->services, s);
    return s;
}

struct value service_get(const struct service *s, enum service_field f)
{
    return s->field[f];
}

/* What was measured of one process: under "<program>-worker", else under the program's own name. */
static struct value measured_memory(struct arena *a, const struct host *host, struct str program)
{
    struct value v = host_map_value(a, host, HOST_process_memory, str_printf(a, "%.*s-worker", STR_ARG(program)));
    if (value_is_known(v))
        return v;
    struct value plain = host_map_value(a, host, HOST_process_memory, program);
    return value_is_known(plain) ? plain : v;
}

/* What a service gets on the host. The limit of the process that asked (facts "local") says nothing of a service's. */
static struct value file_limit(struct arena *a, const struct host *host)
{
    return host->nofile.flags & VALUE_ESTIMATE ? value_unknown(a, STR("host.nofile")) : host->nofile;
}

/* Facts fill what no config says. */
static void take_facts(struct arena *a, struct service *s, const struct host *host)
{
    if (value_is_unknown(s->field[SERVICE_MEMORY_PROCESS]))
        s->field[SERVICE_MEMORY_PROCESS] = measured_memory(a, host, s->program);
    if (value_is_unknown(s->field[SERVICE_FDS_LIMIT]))
        s->field[SERVICE_FDS_LIMIT] = file_limit(a, host);
}

struct placed_service *stack_place(struct stack *s, const struct service *service, const struct host *host)
{
    struct placed_service *p = arena_new(s->a, struct placed_service);
    p->service = *service;
    p->host = host;
    if (p->service.settle)
        p->service.settle(&p->service, host, s->a);
    if (host)
        take_facts(s->a, &p->service, host);
    else if (value_is_unknown(p->service.field[SERVICE_FDS_LIMIT]))
        p->service.field[SERVICE_FDS_LIMIT] = value_unknown(s->a, STR("host.nofile")); /* the fact that would tell */
    vec_push(s->a, &s->services, p);
    return p;
}
