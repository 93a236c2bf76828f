#include "checks/checks.h"

#include "base/buf.h"

/* A service of the same config as one that the pool's other servers reach, on the host of this server: NULL when there is none. */
static const struct placed_service *same_config_on(const struct stack *stack, const struct placed_service *like,
                                                   const struct host *host)
{
    for (uint32_t i = 0; i < stack->services.n; i++) {
        const struct placed_service *p = stack->services.p[i];
        if (p->host == host && p->service.listens.n && str_eq(p->service.path, like->service.path))
            return p;
    }
    return NULL;
}

/* What should have answered at a server: the config that the others of its pool reach, on its host, listening on other ports only. */
static const struct placed_service *expected_at(const struct stack *stack, const struct pool *pool,
                                                const struct server *s)
{
    for (uint32_t i = 0; i < pool->servers.n; i++) {
        const struct server *other = pool->servers.p[i];
        const struct placed_service *there =
            other->services.n ? same_config_on(stack, other->services.p[0], s->hosts.p[0]) : NULL;
        if (there)
            return there;
    }
    return NULL;
}

static struct str ports_of(struct arena *a, const struct service *s)
{
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < s->listens.n && i < 8; i++) {
        struct value port = s->listens.p[i]->field[LISTEN_PORT], path = s->listens.p[i]->field[LISTEN_PATH];
        buf_printf(&b, "%s%.*s", i ? ", " : "", STR_ARG(value_format(a, value_is_known(port) ? port : path)));
    }
    return buf_str(&b);
}

static void tell(const struct check_input *in, const struct pool *pool, const struct server *s,
                 const struct placed_service *there)
{
    struct value port = s->field[SERVER_PORT], name = s->field[SERVER_NAME];
    struct str host = value_format(in->a, s->hosts.p[0]->name),
               kind = value_format(in->a, there->service.field[SERVICE_KIND]);
    struct str ports = ports_of(in->a, &there->service);
    struct finding *f = diag_add(in->sink, in->rule, s->at,
                                 "nothing on host %.*s listens on port %lld of server %.*s: %.*s there listens on %.*s",
                                 STR_ARG(host), (long long)port.as.i,
                                 STR_ARG(diag_quote(in->a, value_format(in->a, name))), STR_ARG(kind), STR_ARG(ports));
    diag_label(in->sink, f, "port %lld", (long long)port.as.i);
    if (there->service.listens.n)
        diag_related(in->sink, f, there->service.listens.p[0]->at, "%.*s on %.*s listens here", STR_ARG(kind),
                     STR_ARG(host));
    diag_note(in->sink, f, "other servers of pool %.*s reach %.*s",
              STR_ARG(diag_quote(in->a, value_format(in->a, pool->field[POOL_NAME]))), STR_ARG(there->service.path));
    diag_help(in->sink, f, "send to the port that %.*s listens on, or let it listen on %lld", STR_ARG(kind),
              (long long)port.as.i);
    if (in->host)
        vec_push(in->sink->a, &f->hosts, str_dup(in->sink->a, value_format(in->a, in->host->name)));
}

static void judge_server(const struct check_input *in, const struct pool *pool, const struct server *s)
{
    bool named = s->hosts.n == 1 && s->services.n == 0 && s->field[SERVER_PORT].type == VALUE_INT;
    const struct placed_service *there = named ? expected_at(in->stack, pool, s) : NULL;
    struct value unknown = value_unknown(in->a, STR("what it listens on (an include is missing)"));
    if (!there)
        return;
    if (there->service.more_listens)
        check_needs(in, &unknown, 1, s->at);
    else
        tell(in, pool, s, there);
}

void check_nobody_listens(const struct check_input *in)
{
    const struct service *s = &in->service->service;
    for (uint32_t i = 0; i < s->pools.n; i++)
        for (uint32_t k = 0; k < s->pools.p[i]->servers.n; k++)
            judge_server(in, s->pools.p[i], s->pools.p[i]->servers.p[k]);
}
