/* A proxy that gives up on an answer before the application does. */
#include "checks/checks.h"

#include "base/num.h"

/* The application behind a pool that may work longest on a request. */
struct slowest {
    const struct placed_service *service;
    struct value limit;
    struct value doubt; /* unknown: the limit of another one is */
};

/* 300s, and as written beside it where that is something else: "5m". */
static struct str seconds(struct arena *a, struct value v)
{
    struct str text = value_show(a, v);
    bool whole = v.as.i % 1000000000 == 0;
    struct str plain = whole ? str_printf(a, "%llds", (long long)(v.as.i / 1000000000)) : num_format_time(a, v.as.i);
    bool same = str_eq(text, plain) || str_eq(str_concat(a, text, STR("s")), plain) || v.origin == NULL;
    return same || str_eq(text, value_format(a, v)) ? plain
                                                    : str_printf(a, "%.*s (%.*s)", STR_ARG(plain), STR_ARG(text));
}

/* A limit that somebody set: what a request of this application may take. A default says nothing of what its requests do take. */
static bool is_chosen(struct value v)
{
    return v.origin && v.origin->kind != ORIGIN_DEFAULT;
}

static void take_service(struct slowest *s, const struct placed_service *p)
{
    struct value limit = service_get(&p->service, SERVICE_TIMEOUT_REQUEST);
    if (value_is_unknown(limit) && !service_unstated(&p->service, SERVICE_TIMEOUT_REQUEST))
        s->doubt = limit;
    if (limit.type != VALUE_DURATION || limit.as.i == 0 || !is_chosen(limit))
        return;
    if (s->service && s->limit.as.i >= limit.as.i)
        return;
    s->service = p;
    s->limit = limit;
}

static struct slowest slowest_behind(const struct pool *pool)
{
    struct slowest s = {.doubt = value_null()};
    for (uint32_t i = 0; i < pool->servers.n; i++)
        for (uint32_t k = 0; k < pool->servers.p[i]->services.n; k++)
            take_service(&s, pool->servers.p[i]->services.p[k]);
    return s;
}

/* The route to a pool that waits longest: shorter ones are meant for what answers fast. NULL: one waits for ever, or none leads there; *ret_doubt is unknown when it may be another one. */
static const struct route *most_patient(const struct service *s, const struct pool *pool, struct value *ret_doubt)
{
    const struct route *best = NULL;
    *ret_doubt = value_null();
    for (uint32_t i = 0; i < s->routes.n; i++) {
        const struct route *r = s->routes.p[i];
        struct value wait = r->field[ROUTE_TIMEOUT_READ];
        if (r->pool != pool)
            continue;
        if (value_is_unknown(wait))
            *ret_doubt = wait;
        else if (wait.type != VALUE_DURATION || wait.as.i <= 0)
            return NULL;
        else if (!best || wait.as.i > best->field[ROUTE_TIMEOUT_READ].as.i)
            best = r;
    }
    return best;
}

static void tell(const struct check_input *in, const struct pool *pool, const struct route *r, const struct slowest *s)
{
    struct value wait = r->field[ROUTE_TIMEOUT_READ];
    struct arena *a = in->a;
    struct str proxy = value_format(a, in->service->service.field[SERVICE_KIND]),
               app = value_format(a, s->service->service.field[SERVICE_KIND]), shorter = seconds(a, wait),
               longer = seconds(a, s->limit), name = diag_quote(a, value_format(a, pool->field[POOL_NAME]));
    bool is_default = wait.origin && wait.origin->kind == ORIGIN_DEFAULT;
    struct span at = span_is_none(value_at(wait)) ? r->at : value_at(wait);
    struct finding *f = diag_add(in->sink, in->rule, at,
                                 "%.*s waits %.*s for an answer from %.*s, where %.*s may work on a request for %.*s",
                                 STR_ARG(proxy), STR_ARG(shorter), STR_ARG(name), STR_ARG(app), STR_ARG(longer));
    diag_label(in->sink, f, is_default ? "no timeout is set here: the default is %.*s" : "gives up after %.*s",
               STR_ARG(shorter));
    diag_related(in->sink, f, value_at(s->limit), "%.*s lets a request run for %.*s", STR_ARG(app), STR_ARG(longer));
    diag_note(in->sink, f, "a request that takes longer fails with 504 while the application goes on with it");
    diag_help(in->sink, f, "let %.*s wait longer than %.*s, or end requests earlier in %.*s", STR_ARG(proxy),
              STR_ARG(longer), STR_ARG(app));
    if (in->host)
        vec_push(in->sink->a, &f->hosts, str_dup(in->sink->a, value_format(a, in->host->name)));
}

static void judge_pool(const struct check_input *in, const struct pool *pool)
{
    struct slowest s = slowest_behind(pool);
    struct value doubt;
    if (!s.service && !value_is_unknown(s.doubt))
        return;
    /* Every route is looked at for it: not for each of thousands of pools that nothing is known behind. */
    const struct route *r = most_patient(&in->service->service, pool, &doubt);
    if (!r && !value_is_unknown(doubt))
        return;
    if (value_is_unknown(doubt) || !s.service) {
        struct value unknown[2] = {doubt, s.service ? value_null() : s.doubt};
        check_needs(in, unknown, 2, r ? r->at : pool->at);
    } else if (r->field[ROUTE_TIMEOUT_READ].as.i < s.limit.as.i) {
        tell(in, pool, r, &s);
    }
}

void check_timeout_order(const struct check_input *in)
{
    const struct service *s = &in->service->service;
    for (uint32_t i = 0; i < s->pools.n; i++)
        judge_pool(in, s->pools.p[i]);
}
