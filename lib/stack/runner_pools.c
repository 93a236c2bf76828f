/* Pools that the variables of a runner tell of. */
#include "stack/partners.h"

static bool same_field(struct value x, struct value y)
{
    if (x.type != y.type)
        return false;
    return x.type == VALUE_INT ? x.as.i == y.as.i
                               : x.type == VALUE_STRING && str_eq((struct str){x.as.s, x.n}, (struct str){y.as.s, y.n});
}

/* A place whose port one of them leaves to its driver may be the other's. */
static bool same_port(struct value x, struct value y)
{
    return !x.origin || !y.origin || same_field(x, y);
}

/* Whether two pools of connections lead to one place. */
static bool same_target(const struct pool *x, const struct pool *y)
{
    for (uint32_t i = 0; i < x->servers.n; i++)
        for (uint32_t k = 0; k < y->servers.n; k++) {
            const struct value *f = x->servers.p[i]->field, *g = y->servers.p[k]->field;
            if (same_field(f[SERVER_ADDRESS], g[SERVER_ADDRESS]) && same_port(f[SERVER_PORT], g[SERVER_PORT]))
                return true;
        }
    return false;
}

static struct pool *pool_like(const struct service *s, const struct pool *like)
{
    for (uint32_t i = 0; i < s->pools.n; i++)
        if (same_target(s->pools.p[i], like))
            return s->pools.p[i];
    return NULL;
}

/* Whether the size in a config gives way to that of a variable. */
static bool yields(const struct pool *own, const struct pool *variable)
{
    const struct origin *o = own->field[POOL_CONNECTIONS].origin;
    return !o || o->kind == ORIGIN_DEFAULT || variable->overrides;
}

void stack_take_pools(struct arena *a, struct service *to, struct service *runner)
{
    for (uint32_t i = 0; i < runner->pools.n; i++) {
        struct pool *p = runner->pools.p[i], *own = pool_like(to, p);
        if (own && yields(own, p)) {
            own->field[POOL_CONNECTIONS] = p->field[POOL_CONNECTIONS];
        } else if (!own) {
            p->index = to->pools.n;
            vec_push(a, &to->pools, p);
        }
    }
    runner->pools.n = 0;
}
