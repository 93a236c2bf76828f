#include "checks/checks.h"

#include "base/num.h"

/* What closes an idle connection of a pool behind a server of it. */
struct closing {
    struct value after;
    const struct placed_service *by;
};

static bool is_shorter(struct value x, struct value than)
{
    return x.type == VALUE_DURATION && x.as.i > 0 && (than.type != VALUE_DURATION || x.as.i < than.as.i);
}

/* The fronts of a service that a server leads to: those that listen on its port. */
static bool leads_to(const struct server *server, const struct listen *l)
{
    struct value port = server->field[SERVER_PORT], own = l->field[LISTEN_PORT];
    return port.type == VALUE_INT && own.type == VALUE_INT && port.as.i == own.as.i;
}

/* Idle timeouts of the routes behind a front. False: it has none, the service itself answers. */
static bool look_at_front(const struct placed_service *to, uint32_t front, struct closing *ret)
{
    bool any = false;
    for (uint32_t i = 0; i < to->service.routes.n; i++) {
        const struct route *r = to->service.routes.p[i];
        if (r->front != front)
            continue;
        any = true;
        if (is_shorter(r->field[ROUTE_TIMEOUT_IDLE], ret->after))
            *ret = (struct closing){r->field[ROUTE_TIMEOUT_IDLE], to};
    }
    return any;
}

static void look_at_service(const struct server *server, const struct placed_service *to, struct closing *ret)
{
    struct value own = to->service.field[SERVICE_TIMEOUT_IDLE];
    for (uint32_t i = 0; i < to->service.listens.n; i++) {
        const struct listen *l = to->service.listens.p[i];
        if (leads_to(server, l) && !look_at_front(to, l->front, ret) && is_shorter(own, ret->after))
            *ret = (struct closing){own, to};
    }
}

static void tell(const struct check_input *in, const struct pool *pool, const struct closing *c)
{
    struct value idle = pool->field[POOL_IDLE];
    struct str kept = value_show(in->a, idle), after = value_show(in->a, c->after),
               by = value_format(in->a, c->by->service.field[SERVICE_NAME]);
    bool in_ms = kept.n > 0 && ch_is_digit(kept.p[kept.n - 1]);
    if (in_ms)
        kept = str_printf(in->a, "%.*s ms", STR_ARG(kept));
    struct finding *f =
        diag_add(in->sink, in->rule, value_at(c->after),
                 "%.*s closes idle connections after %.*s, a pool that leads through it keeps them for %.*s",
                 STR_ARG(diag_quote(in->a, by)), STR_ARG(after), STR_ARG(kept));
    diag_label(in->sink, f, "closed after %.*s of silence", STR_ARG(after));
    struct str plain = num_format_time(in->a, idle.as.i);
    if (str_eq(kept, plain))
        diag_related(in->sink, f, value_at(idle), "the pool keeps them for %.*s", STR_ARG(kept));
    else
        diag_related(in->sink, f, value_at(idle), "the pool keeps them for %.*s, %.*s", STR_ARG(kept), STR_ARG(plain));
    diag_related(in->sink, f, pool->servers.p[0]->at, "and leads there");
    diag_help(in->sink, f, "let the pool close or probe its connections before %.*s, or raise the timeout above %.*s",
              STR_ARG(num_format_time(in->a, c->after.as.i)), STR_ARG(num_format_time(in->a, idle.as.i)));
    if (in->host)
        vec_push(in->sink->a, &f->hosts, str_dup(in->sink->a, value_format(in->a, in->host->name)));
}

static void judge(const struct check_input *in, const struct pool *pool)
{
    struct value idle = pool->field[POOL_IDLE];
    struct closing c = {0};
    for (uint32_t i = 0; i < pool->servers.n; i++)
        for (uint32_t k = 0; k < pool->servers.p[i]->services.n; k++)
            look_at_service(pool->servers.p[i], pool->servers.p[i]->services.p[k], &c);
    if (!c.by || !check_needs(in, &idle, 1, pool->at) || idle.type != VALUE_DURATION)
        return;
    /* 0: for as long as they live */
    if (idle.as.i == 0 || c.after.as.i < idle.as.i)
        tell(in, pool, &c);
}

static bool keeps_connections(const struct pool *p)
{
    struct value idle = p->field[POOL_IDLE];
    return idle.origin != NULL;
}

void check_pool_idle(const struct check_input *in)
{
    const struct service *s = &in->service->service;
    for (uint32_t i = 0; i < s->pools.n; i++)
        if (keeps_connections(s->pools.p[i]))
            judge(in, s->pools.p[i]);
}
