/* What the figures say of a service. */
#include "kinds/app/app.h"

#include "kinds/app_address.h"
#include "stack/addresses.h"

/* Figures that are fields of the service as they are. */
static const struct {
    enum app_figure_id figure;
    enum service_field field;
} plain[] = {
    {FIGURE_COPIES, SERVICE_COPIES},
    {FIGURE_WORKERS, SERVICE_PROCESSES},
    {FIGURE_THREADS, SERVICE_THREADS},
    {FIGURE_CONNECTIONS, SERVICE_SLOTS_PROCESS},
    {FIGURE_MEMORY, SERVICE_MEMORY_LIMIT},
    {FIGURE_HEAP, SERVICE_HEAP},
    {FIGURE_RESTART_MEMORY, SERVICE_RECYCLING_MEMORY},
    {FIGURE_MAX_REQUESTS, SERVICE_RECYCLING},
    {FIGURE_JITTER, SERVICE_RECYCLING_JITTER},
    {FIGURE_BODY_LIMIT, SERVICE_BODY_LIMIT},
    {FIGURE_TIMEOUT, SERVICE_TIMEOUT_REQUEST},
    {FIGURE_IDLE_TIMEOUT, SERVICE_TIMEOUT_IDLE},
    {FIGURE_GRACE, SERVICE_GRACE},
};

static struct value figure(const struct app_reading *r, enum app_figure_id id)
{
    return app_figure_value(r, &r->map->figure[id]);
}

/* ---- counts and memory ---- */

/* 0 workers or threads stand for something that the application knows: as many as there are CPUs, or none. */
static struct value counted(const struct app_reading *r, enum app_figure_id id, struct value v)
{
    bool of_workers = id == FIGURE_COPIES || id == FIGURE_WORKERS || id == FIGURE_THREADS || id == FIGURE_CONNECTIONS;
    if (!of_workers || v.type != VALUE_INT || v.as.i > 0)
        return v;
    return value_with_origin(
        value_unknown(r->job->a, str_printf(r->job->a, "what 0 means for %.*s of %.*s",
                                            STR_ARG(r->map->figure[id].written), STR_ARG(r->map->name))),
        v.origin);
}

static void put_plain(const struct app_reading *r, struct service *s)
{
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (r->map->figure[plain[i].figure].given)
            s->field[plain[i].field] = counted(r, plain[i].figure, figure(r, plain[i].figure));
}

static void put_model(const struct app_reading *r, struct service *s)
{
    const struct app_map *m = r->map;
    struct str model = m->model.n                        ? m->model
                       : m->figure[FIGURE_WORKERS].given ? STR("process")
                       : m->figure[FIGURE_THREADS].given ? STR("thread")
                                                         : (struct str){0};
    if (model.n)
        s->field[SERVICE_WORKER_MODEL] = value_string(model);
}

/* A thread serves one request at a time, unless the entry says how many connections there are. */
static void put_slots(const struct app_reading *r, struct service *s)
{
    struct value of_process =
        r->map->figure[FIGURE_CONNECTIONS].given ? s->field[SERVICE_SLOTS_PROCESS] : s->field[SERVICE_THREADS];
    if (service_unstated(s, SERVICE_SLOTS_PROCESS))
        s->field[SERVICE_SLOTS_PROCESS] = of_process;
    if (value_is_known(of_process))
        s->field[SERVICE_SLOTS] =
            value_with_origin(value_mul(r->job->a, s->field[SERVICE_PROCESSES], of_process), of_process.origin);
}

/* What each worker may take, times the workers. */
static void put_memory(const struct app_reading *r, struct service *s)
{
    struct arena *a = r->job->a;
    struct value each = figure(r, FIGURE_WORKER_MEMORY), workers = s->field[SERVICE_PROCESSES];
    if (!r->map->figure[FIGURE_WORKER_MEMORY].given)
        return;
    struct value all = value_mul(a, each, workers);
    struct str steps = str_printf(a, "%.*s x %.*s", STR_ARG(value_format(a, workers)), STR_ARG(value_format(a, each)));
    s->field[SERVICE_MEMORY_WORST] = value_with_origin(all, origin_new(a, ORIGIN_DERIVED, value_at(workers), steps));
}

/* ---- what it listens on ---- */

static struct value address_value(struct str host, const struct origin *origin)
{
    return value_with_origin(value_string(address_is_wildcard(host) ? STR("*") : host), origin);
}

static void listen_on(const struct app_reading *r, struct service *s, const struct app_place *p,
                      const struct origin *origin)
{
    struct listen *l = service_add_listen(r->job->a, s, origin->at);
    if (p->path.n) {
        l->field[LISTEN_PATH] = value_with_origin(value_string(p->path), origin);
        return;
    }
    l->field[LISTEN_ADDRESS] = address_value(p->host, origin);
    if (p->port > 0)
        l->field[LISTEN_PORT] = value_with_origin(value_int(p->port), origin);
    else
        s->more_listens = true;
}

/* `port`, with `address` beside it or on all addresses. */
static void listen_on_port(const struct app_reading *r, struct service *s)
{
    const struct app_figure *of_address = &r->map->figure[FIGURE_ADDRESS];
    struct value port = figure(r, FIGURE_PORT), address = figure(r, FIGURE_ADDRESS);
    if (port.type != VALUE_INT || port.as.i <= 0 || value_is_unknown(address)) {
        s->more_listens = true;
        return;
    }
    struct listen *l = service_add_listen(r->job->a, s, value_at(port));
    l->field[LISTEN_PORT] = port;
    l->field[LISTEN_ADDRESS] = of_address->given ? address_value((struct str){address.as.s, address.n}, address.origin)
                                                 : address_value((struct str){0}, port.origin);
}

/* What holds for all sockets. */
static void put_of_all(const struct app_reading *r, struct service *s)
{
    struct value backlog = figure(r, FIGURE_BACKLOG), tls = figure(r, FIGURE_TLS);
    for (uint32_t i = 0; i < s->listens.n; i++) {
        if (r->map->figure[FIGURE_BACKLOG].given)
            s->listens.p[i]->field[LISTEN_BACKLOG] = backlog;
        if (r->map->figure[FIGURE_TLS].given)
            s->listens.p[i]->field[LISTEN_TLS] = tls;
    }
}

static void put_listens(const struct app_reading *r, struct service *s)
{
    const struct app_figure *listen = &r->map->figure[FIGURE_LISTEN];
    struct app_texts texts;
    struct app_place place;
    app_figure_texts(r, listen, &texts);
    for (uint32_t i = 0; i < texts.all.n; i++) {
        uint32_t at = 0, n = s->listens.n;
        while (app_place_next(texts.all.p[i].text, &at, &place))
            listen_on(r, s, &place, texts.all.p[i].origin);
        if (s->listens.n == n) {
            app_tell_no_place(r, listen, &texts.all.p[i]);
            s->more_listens = true;
        }
    }
    s->more_listens |= texts.unknown || !(listen->given || r->map->figure[FIGURE_PORT].given);
    if (r->map->figure[FIGURE_PORT].given)
        listen_on_port(r, s);
    put_of_all(r, s);
}

/* ---- what it connects to ---- */

static struct value link_figure(const struct app_reading *r, const struct app_link *link, enum app_link_id id)
{
    return app_figure_value(r, &link->figure[id]);
}

static void connect_to(const struct app_reading *r, struct pool *pool, const struct app_place *p,
                       const struct origin *origin)
{
    struct str host = p->path.n ? p->path : p->host.n ? p->host : STR("localhost");
    struct server *server = pool_add_endpoint(r->job->a, pool, host, p->port, origin);
    server->at = origin->at;
    if (!p->path.n)
        return;
    server->field[SERVER_PATH] = value_with_origin(value_string(p->path), origin);
    server->field[SERVER_ADDRESS] = value_null();
}

static void connect_to_texts(const struct app_reading *r, const struct app_link *link, struct pool *pool)
{
    struct app_texts texts;
    struct app_place place;
    app_figure_texts(r, &link->figure[LINK_TO], &texts);
    for (uint32_t i = 0; i < texts.all.n; i++) {
        uint32_t at = 0, n = pool->servers.n;
        while (app_place_next(texts.all.p[i].text, &at, &place))
            connect_to(r, pool, &place, texts.all.p[i].origin);
        if (pool->servers.n == n)
            app_tell_no_place(r, &link->figure[LINK_TO], &texts.all.p[i]);
    }
}

static void connect_to_address(const struct app_reading *r, const struct app_link *link, struct pool *pool)
{
    struct value address = link_figure(r, link, LINK_ADDRESS), port = link_figure(r, link, LINK_PORT);
    if (address.type != VALUE_STRING)
        return;
    struct server *server =
        pool_add_endpoint(r->job->a, pool, (struct str){address.as.s, address.n}, 0, address.origin);
    server->at = value_at(address);
    if (port.type != VALUE_NULL)
        server->field[SERVER_PORT] = port;
}

static void put_limits(const struct app_reading *r, const struct app_link *link, struct pool *pool)
{
    static const struct {
        enum app_link_id figure;
        enum pool_field field;
    } rows[] = {
        {LINK_KEEPALIVE, POOL_KEEPALIVE},
        {LINK_KEEPALIVE_TIMEOUT, POOL_KEEPALIVE_TIMEOUT},
        {LINK_IDLE_TIMEOUT, POOL_IDLE},
        {LINK_POOL, POOL_CONNECTIONS},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (link->figure[rows[i].figure].given)
            pool->field[rows[i].field] = link_figure(r, link, rows[i].figure);
}

static void put_route(const struct app_reading *r, const struct app_link *link, struct service *s, struct pool *pool)
{
    static const struct {
        enum app_link_id figure;
        enum route_field field;
    } rows[] = {
        {LINK_CONNECT_TIMEOUT, ROUTE_TIMEOUT_CONNECT},
        {LINK_TIMEOUT, ROUTE_TIMEOUT_READ},
        {LINK_RETRIES, ROUTE_RETRIES},
    };
    struct route *route = service_add_route(r->job->a, s, link->at);
    route->pool = pool;
    route->field[ROUTE_FROM] = value_string(r->map->name);
    route->field[ROUTE_TO] = pool->field[POOL_NAME];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (link->figure[rows[i].figure].given)
            route->field[rows[i].field] = link_figure(r, link, rows[i].figure);
    if (link->figure[LINK_RETRIES].given)
        pool->field[POOL_RETRIES] = route->field[ROUTE_RETRIES];
}

static void put_link(const struct app_reading *r, const struct app_link *link, struct service *s)
{
    struct pool *pool = service_add_pool(r->job->a, s, link->name, link->at);
    if (link->figure[LINK_TO].given)
        connect_to_texts(r, link, pool);
    if (link->figure[LINK_ADDRESS].given)
        connect_to_address(r, link, pool);
    put_limits(r, link, pool);
    put_route(r, link, s, pool);
}

/* ---- the service ---- */

/* Measured under the app's own name, before what holds for its program (python3) on that host. */
static void settle(struct service *s, const struct host *host, struct arena *a)
{
    const struct app_map *map = s->state;
    struct str names[] = {str_concat(a, map->name, STR("-worker")), map->name};
    for (size_t i = 0; host && i < sizeof names / sizeof *names; i++) {
        struct value v = host_map_value(a, host, HOST_process_memory, names[i]);
        if (value_is_known(v)) {
            s->field[SERVICE_MEMORY_PROCESS] = v;
            return;
        }
    }
}

static const struct node *top_of(const struct app_reading *r)
{
    const struct node *top = NULL;
    uint32_t n = 0;
    for (const struct node *c = r->job->root->first; c; c = c->next)
        if (c->kind == NODE_MAP || c->kind == NODE_LIST || c->kind == NODE_WORD) {
            top = top ? top : c;
            n++;
        }
    if (n > 1)
        diag_not_analysed(r->job->sink, top->at, (struct str){0},
                          "apps: the file holds %u documents; which of them the application reads is not known", n);
    return n == 1 ? top : NULL;
}

void app_place(struct kind_job *job, struct contributions *out)
{
    struct app_reading r = {.job = job};
    r.top = job->n_apps ? top_of(&r) : NULL;
    for (uint32_t i = 0; i < job->n_apps; i++) {
        r.map = job->apps[i];
        struct service *s = contribute_service(out, r.map->name, r.map->name, (struct span){job->source, 0, 0});
        s->settle = settle;
        s->state = r.map;
        s->program = r.map->program;
        s->path = source_get(job->sources, job->source)->file->path;
        put_model(&r, s);
        put_plain(&r, s);
        put_slots(&r, s);
        put_memory(&r, s);
        put_listens(&r, s);
        for (uint32_t k = 0; k < r.map->links.n; k++)
            put_link(&r, &r.map->links.p[k], s);
    }
}
