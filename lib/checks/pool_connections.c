#include "checks/checks.h"

#include "base/buf.h"
#include "base/num.h"

enum {
    MAX_PROXIES = 4,  /* one behind the other, between a pool and its database */
    MAX_STEPS = 10000 /* looks at a sender; what is beyond is not known */
};

/* A pool that leads to the service: processes x size of it may be open at once. */
struct user {
    const struct placed_service *service;
    const struct pool *pool;
    int64_t copies;    /* of the service, on all machines of its host, or in its cluster */
    int64_t processes; /* of one copy; 1 where it is not known: at least */
    int64_t size;      /* of the pool in one process; 0: not known */
    int64_t all;
};

struct users {
    const struct check_input *in;
    VEC(struct user) all;
    int64_t sum;
    uint32_t steps;
    struct value unknown; /* what the sum lacks; null: nothing */
};

/* ---- who connects ---- */

static bool is_counted(const struct users *u, const struct placed_service *p, const struct pool *pool)
{
    for (uint32_t i = 0; i < u->all.n; i++) {
        const struct user *known = &u->all.p[i];
        bool same_config =
            p->service.spread && known->pool->at.src == pool->at.src && known->pool->at.off == pool->at.off;
        if (known->pool == pool || same_config) /* copies of a cluster stand on several hosts, and are counted once */
            return true;
    }
    return false;
}

/* A number that is at least `least`, where it is not known. */
static int64_t number_or(struct users *u, struct value v, int64_t least)
{
    if (value_is_unknown(v))
        u->unknown = value_unknown_both(u->in->a, u->unknown, v);
    return v.type == VALUE_INT && v.as.i >= 0 ? v.as.i : least;
}

static int64_t copies_of(struct users *u, const struct placed_service *p)
{
    const struct service *s = &p->service;
    struct value copies = s->field[SERVICE_COPIES], machines = p->host ? p->host->count : value_null();
    int64_t n = service_unstated(s, SERVICE_COPIES) ? 1 : number_or(u, copies, 1), all;
    int64_t times = !s->spread && machines.type == VALUE_INT ? machines.as.i : 1;
    return num_mul(n, times, &all) ? all : n;
}

/* A pool of which each thread holds one connection opens no more than there are threads. */
static struct value size_of(const struct placed_service *p, const struct pool *pool)
{
    struct value size = pool->field[POOL_CONNECTIONS], each = pool->field[POOL_PER_THREAD],
                 threads = p->service.field[SERVICE_THREADS];
    bool bounded = each.type == VALUE_BOOL && each.as.b && size.type == VALUE_INT;
    if (!bounded || (threads.type == VALUE_INT && threads.as.i >= size.as.i))
        return size;
    return threads.type == VALUE_INT ? threads
                                     : value_with_origin(value_is_unknown(threads) ? threads : size, size.origin);
}

static void add_user(struct users *u, const struct placed_service *p, const struct pool *pool)
{
    struct value size = size_of(p, pool);
    struct user user = {p, pool, copies_of(u, p), number_or(u, p->service.field[SERVICE_PROCESSES], 1), 0, 0};
    bool bounded = !(size.flags & VALUE_UNLIMITED);
    user.size = number_or(u, bounded ? size : value_unknown(u->in->a, STR("a bound of the pool")), 0);
    if (!num_mul(user.copies, user.processes, &user.all) || !num_mul(user.all, user.size, &user.all))
        user.all = INT64_MAX / 4;
    u->sum = u->sum > INT64_MAX / 2 - user.all ? INT64_MAX / 2 : u->sum + user.all;
    vec_push(u->in->a, &u->all, user);
}

/* ---- through proxies ---- */

static bool same_port(const struct server *server, const struct listen *l)
{
    struct value port = server->field[SERVER_PORT], own = l->field[LISTEN_PORT];
    return port.type == VALUE_INT && own.type == VALUE_INT && port.as.i == own.as.i;
}

/* Whether what arrives at a proxy through a server of somebody's pool goes on to this pool of the proxy. */
static bool goes_on(const struct service *proxy, const struct server *through, const struct pool *to)
{
    for (uint32_t i = 0; i < proxy->listens.n; i++)
        for (uint32_t k = 0; same_port(through, proxy->listens.p[i]) && k < proxy->routes.n; k++)
            if (proxy->routes.p[k]->front == proxy->listens.p[i]->front && proxy->routes.p[k]->pool == to)
                return true;
    return false;
}

static void add_senders(struct users *u, const struct placed_service *to, const struct placed_service *proxy,
                        const struct pool *behind, int depth)
{
    for (uint32_t i = 0; i < to->senders.n; i++) {
        const struct sender *from = &to->senders.p[i];
        if (++u->steps > MAX_STEPS) {
            u->unknown = value_unknown(u->in->a, STR("the end of a long list of senders"));
            return;
        }
        if (proxy && !goes_on(&proxy->service, from->server, behind))
            continue;
        struct value serving = from->pool->field[POOL_SERVING];
        bool backup = from->server->field[SERVER_BACKUP].type == VALUE_BOOL && from->server->field[SERVER_BACKUP].as.b;
        if (from->pool->field[POOL_CONNECTIONS].origin) {
            if (!is_counted(u, from->service, from->pool))
                add_user(u, from->service, from->pool);
        } else if (depth < MAX_PROXIES && serving.type == VALUE_INT && serving.as.i == 1 && !backup) {
            /* All go to the one server that serves. Of several each has a share that hangs on when its connections were opened. */
            add_senders(u, from->service, from->service, from->pool, depth + 1);
        }
    }
}

/* ---- the finding ---- */

static struct str name_of(struct arena *a, const struct placed_service *p)
{
    return diag_quote(a, value_format(a, p->service.field[SERVICE_NAME]));
}

static const struct user *largest(const struct users *u)
{
    const struct user *most = &u->all.p[0];
    for (uint32_t i = 1; i < u->all.n; i++)
        most = u->all.p[i].all > most->all ? &u->all.p[i] : most;
    return most;
}

/* "15 copies x 4 processes x 50", without what is one. */
static struct str product_of(struct arena *a, const struct user *x)
{
    struct buf b = {.a = a};
    if (x->copies > 1)
        buf_printf(&b, "%lld copies x ", (long long)x->copies);
    if (x->processes > 1)
        buf_printf(&b, "%lld processes x ", (long long)x->processes);
    buf_printf(&b, "%lld", (long long)x->size);
    return buf_str(&b);
}

static bool is_set(struct value v)
{
    return v.origin && v.origin->kind != ORIGIN_DEFAULT && !span_is_none(v.origin->at);
}

/* Where somebody chose a number: the size, else the copies; else where the pool is. */
static struct span place_of(const struct user *x)
{
    struct value size = size_of(x->service, x->pool), copies = x->service->service.field[SERVICE_COPIES];
    if (is_set(size))
        return value_at(size);
    return is_set(copies) && x->copies > 1 ? value_at(copies) : x->pool->at;
}

static void note_user(const struct check_input *in, struct finding *f, const struct user *x)
{
    struct str name = name_of(in->a, x->service);
    if (x->all == x->size)
        diag_note(in->sink, f, "%.*s: %lld", STR_ARG(name), (long long)x->all);
    else
        diag_note(in->sink, f, "%.*s: %.*s = %lld", STR_ARG(name), STR_ARG(product_of(in->a, x)), (long long)x->all);
}

static void show_users(const struct check_input *in, struct finding *f, const struct users *u)
{
    const struct user *most = largest(u);
    for (uint32_t i = 0; i < u->all.n; i++) {
        const struct user *x = &u->all.p[i];
        struct value copies = x->service->service.field[SERVICE_COPIES],
                     processes = x->service->service.field[SERVICE_PROCESSES];
        if (x->all == 0)
            continue;
        note_user(in, f, x);
        if (x != most)
            diag_related(in->sink, f, place_of(x), "and %lld of %.*s", (long long)x->all,
                         STR_ARG(name_of(in->a, x->service)));
        if (x->copies > 1 && is_set(copies))
            diag_related(in->sink, f, value_at(copies), "%lld copies of %.*s", (long long)x->copies,
                         STR_ARG(name_of(in->a, x->service)));
        if (x->processes > 1 && is_set(processes))
            diag_related(in->sink, f, value_at(processes), "%lld processes each", (long long)x->processes);
    }
}

static void advise(const struct check_input *in, struct finding *f, const struct users *u, int64_t limit)
{
    const struct user *most = largest(u);
    int64_t others = u->sum - most->all, pools = most->size > 0 ? most->all / most->size : 1;
    int64_t fits = limit > others && pools > 0 ? (limit - others) / pools : 0;
    if (fits > 0)
        diag_help(in->sink, f, "a pool of %lld would fit; or fewer copies, or a pooler in front of the server",
                  (long long)fits);
    else
        diag_help(in->sink, f, "smaller pools, fewer copies, or a pooler in front of the server");
}

static void tell(const struct users *u, struct value limit, struct value slots)
{
    const struct check_input *in = u->in;
    const struct user *most = largest(u);
    struct str server = name_of(in->a, in->service), client = name_of(in->a, most->service);
    struct str who = u->all.n == 1 ? str_printf(in->a, "the pool of %.*s", STR_ARG(client))
                                   : str_printf(in->a, "%u pools", u->all.n);
    struct finding *f =
        diag_add(in->sink, in->rule, place_of(most), "%.*s may open %lld connections to %.*s, which takes %lld",
                 STR_ARG(who), (long long)u->sum, STR_ARG(server), (long long)limit.as.i);
    if (slots.type == VALUE_INT && u->sum <= slots.as.i) { /* the rest is kept for some roles, which these may have */
        f->severity_set = true;
        f->severity = SEV_WARNING;
    }
    if (most->all == most->size)
        diag_label(in->sink, f, "%lld", (long long)most->all);
    else
        diag_label(in->sink, f, "%.*s = %lld", STR_ARG(product_of(in->a, most)), (long long)most->all);
    show_users(in, f, u);
    diag_related(in->sink, f, value_at(limit), "%.*s takes %lld", STR_ARG(server), (long long)limit.as.i);
    if (limit.origin && limit.origin->kind == ORIGIN_DERIVED && limit.origin->text.n)
        diag_note(in->sink, f, "%.*s takes %.*s", STR_ARG(server), STR_ARG(limit.origin->text));
    else if (limit.origin && limit.origin->kind == ORIGIN_DEFAULT)
        diag_note(in->sink, f, "%lld is the default", (long long)limit.as.i);
    advise(in, f, u, limit.as.i);
    if (in->host)
        vec_push(in->sink->a, &f->hosts, str_dup(in->sink->a, value_format(in->a, in->host->name)));
}

/* Identical machines behind one address share the connections in a way that nothing here tells. */
static bool is_one_machine(const struct host *h)
{
    return !h || h->count.type != VALUE_INT || h->count.as.i == 1;
}

void check_pool_connections(const struct check_input *in)
{
    struct users u = {.in = in, .unknown = value_null()};
    struct value limit = in->service->service.field[SERVICE_CLIENTS];
    add_senders(&u, in->service, NULL, NULL, 0);
    if (u.all.n == 0)
        return;
    if (!is_one_machine(in->host))
        limit = value_unknown(in->a, STR("which of the machines behind one address they reach"));
    if (!check_needs(in, &limit, 1, in->service->service.at) || limit.type != VALUE_INT ||
        limit.flags & VALUE_UNLIMITED)
        return;
    if (u.sum > limit.as.i)
        tell(&u, limit, in->service->service.field[SERVICE_SLOTS]);
    else
        check_needs(in, &u.unknown, 1, u.all.p[0].pool->at);
}
