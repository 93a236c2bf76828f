/* What a config, or a command line, says of the service. */
#include "base/path.h"
#include "kinds/gunicorn/gunicorn.h"
#include "stack/stack.h"

/* What settle needs of the document. */
struct placing {
    struct py_value workers, threads; /* where they hang on the host */
    const struct origin *workers_origin, *threads_origin;
    struct value idle, request; /* keepalive and timeout, whatever the workers */
    bool command;
};

static struct value get(struct kind_job *job, const char *name)
{
    struct value v = value_null();
    gunicorn_setting(job, job->root, str_from(name), &v);
    return v;
}

static bool is_default(struct value v)
{
    return v.origin && v.origin->kind == ORIGIN_DEFAULT;
}

static struct str text_of(struct value v)
{
    return v.type == VALUE_STRING ? (struct str){v.as.s, v.n} : (struct str){0};
}

/* ---- workers ---- */

/* By the names of gunicorn/workers/__init__.py, 20.1 to 26.1, and the classes of other packages that are used most. Of others it is not stated: a unit says what it knows of gunicorn. */
static struct value model_of(struct kind_job *job, struct value worker_class)
{
    static const struct {
        const char *part, *model;
    } rows[] = {
        {"gthread", "thread"}, {"ThreadWorker", "thread"}, {"sync", "process"},   {"SyncWorker", "process"},
        {"gevent", "event"},   {"Gevent", "event"},        {"eventlet", "event"}, {"Eventlet", "event"},
        {"tornado", "event"},  {"Tornado", "event"},       {"asgi", "event"},     {"ASGIWorker", "event"},
        {"uvicorn", "event"},  {"Uvicorn", "event"},       {"aiohttp", "event"},  {"hypercorn", "event"},
    };
    struct str name = text_of(worker_class), last = path_base(name);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str part = str_from(rows[i].part);
        bool whole = str_eq(part, STR("sync")); /* a part of "async" */
        if (whole ? str_eq(last, part) : str_find(last, part) < last.n)
            return value_with_origin(value_string(str_from(rows[i].model)), worker_class.origin);
    }
    return value_unknown(job->a, STR("service.worker_model"));
}

/* Connections of one worker: worker_connections, which workers of other packages do not heed. */
static struct value connections_of(struct kind_job *job, struct value worker_class)
{
    static const char *const unbounded[] = {"uvicorn", "Uvicorn", "aiohttp", "hypercorn"};
    struct str name = text_of(worker_class);
    for (size_t i = 0; i < sizeof unbounded / sizeof *unbounded; i++)
        if (str_find(name, str_from(unbounded[i])) < name.n)
            return value_with_origin(value_unknown(job->a, STR("connections of such a worker")), worker_class.origin);
    return get(job, "worker_connections");
}

static bool is_model(const struct service *s, const char *model)
{
    return str_eq(text_of(s->field[SERVICE_WORKER_MODEL]), str_from(model));
}

static struct value derived(struct arena *a, struct value v, struct span at, struct str steps)
{
    return value_is_known(v) ? value_with_origin(v, origin_new(a, ORIGIN_DERIVED, at, steps)) : v;
}

/* A formula with the CPUs of the host. */
static struct value on_host(struct arena *a, struct value v, const struct py_value *formula,
                            const struct origin *origin, const struct host *host)
{
    if (formula->kind != PY_HOST || v.origin != origin || !host || host->cpus_online.type != VALUE_INT)
        return v;
    struct py_value n = py_settle(a, formula, host->cpus_online.as.i);
    if (n.kind != PY_INT || n.i < 0)
        return value_with_origin(value_unknown(a, STR("an expression")), origin);
    struct str steps =
        str_printf(a, "%.*s, with %lld CPUs online", STR_ARG(origin->written), (long long)host->cpus_online.as.i);
    return derived(a, value_int(n.i), origin->at, steps);
}

/* ---- what hangs on the kind of worker ---- */

/* Unknown when it is not known which kind of worker serves: of a class that nobody knows a unit has said "process", which has no origin, and sync with threads is gthread
 * (gunicorn/config.py, worker_class). Else null. */
static struct value doubt_of(struct arena *a, const struct service *s)
{
    struct value model = s->field[SERVICE_WORKER_MODEL], threads = s->field[SERVICE_THREADS];
    if (value_is_unknown(model) || !model.origin)
        return value_unknown(a, STR("worker_class"));
    return is_model(s, "process") && value_is_unknown(threads) ? threads : value_null();
}

static void settle_model(struct service *s, struct arena *a)
{
    struct value threads = s->field[SERVICE_THREADS], *model = &s->field[SERVICE_WORKER_MODEL];
    if (is_model(s, "process") && model->origin && threads.type == VALUE_INT && threads.as.i > 1)
        *model = derived(a, value_string(STR("thread")), value_at(threads), STR("sync with threads is gthread"));
}

static void settle_slots(struct service *s, struct arena *a, struct value doubt)
{
    struct value one = s->field[SERVICE_SLOTS_PROCESS], processes = s->field[SERVICE_PROCESSES];
    if (value_is_unknown(doubt))
        one = doubt;
    else if (is_model(s, "process"))
        one = derived(a, value_int(1), value_at(processes), STR("a sync worker serves one request at a time"));
    else if (is_model(s, "thread"))
        one = derived(a, s->field[SERVICE_THREADS], value_at(s->field[SERVICE_THREADS]), STR("a thread for each"));
    s->field[SERVICE_SLOTS_PROCESS] = one;
    s->field[SERVICE_SLOTS] =
        derived(a, value_mul(a, processes, one), value_at(processes), STR("workers x what each serves at a time"));
}

/* sync closes each connection behind its answer, and so do the others with keepalive = 0: nothing is kept that could be closed. */
static void settle_idle(struct service *s, struct value doubt)
{
    struct value *idle = &s->field[SERVICE_TIMEOUT_IDLE];
    if (value_is_unknown(*idle))
        return;
    if (idle->type == VALUE_DURATION && idle->as.i == 0)
        *idle = value_with_origin(value_null(), idle->origin);
    else if (value_is_unknown(doubt))
        *idle = value_with_origin(doubt, idle->origin);
    else if (is_model(s, "process"))
        *idle = value_with_origin(value_null(), s->field[SERVICE_WORKER_MODEL].origin);
}

/* Only a sync worker is killed over a request: the others answer the master while they serve. Where somebody has set it, it is what a request is meant to take at most; the
 * default says nothing of theirs. */
static void settle_request(struct service *s, struct value doubt)
{
    struct value *request = &s->field[SERVICE_TIMEOUT_REQUEST];
    if (!is_default(*request))
        return;
    if (value_is_unknown(doubt))
        *request = value_with_origin(doubt, request->origin);
    else if (!is_model(s, "process"))
        *request = value_with_origin(value_duration(0), request->origin);
}

/* What gunicorn's settings say of the service. */
static const struct {
    enum service_field field;
    const char *name;
} own[] = {
    {SERVICE_PROCESSES, "workers"},       {SERVICE_THREADS, "threads"},
    {SERVICE_RECYCLING, "max_requests"},  {SERVICE_RECYCLING_JITTER, "max_requests_jitter"},
    {SERVICE_TIMEOUT_REQUEST, "timeout"}, {SERVICE_TIMEOUT_IDLE, "keepalive"},
    {SERVICE_GRACE, "graceful_timeout"},
};

enum { N_OWN = sizeof own / sizeof *own };

/* What a command line leaves to a default, a config that was not read may say; what a unit or container leaves to one, it does not. How workers serve is then not stated at all: a unit says what it knows of gunicorn. */
static void doubt_defaults(struct service *s, struct arena *a, struct str config)
{
    for (size_t i = 0; i < N_OWN; i++)
        if (is_default(s->field[own[i].field]))
            s->field[own[i].field] = value_unknown(a, config);
    if (is_default(s->field[SERVICE_SLOTS_PROCESS]))
        s->field[SERVICE_SLOTS_PROCESS] = value_unknown(a, config);
    if (is_default(s->field[SERVICE_WORKER_MODEL]))
        s->field[SERVICE_WORKER_MODEL] = value_unknown(a, STR("service.worker_model"));
}

static void settle(struct service *s, const struct host *host, struct arena *a)
{
    const struct placing *p = s->state;
    struct value *field = s->field;
    if (p->command && !host)
        doubt_defaults(s, a, STR("gunicorn.conf.py of the working directory"));
    field[SERVICE_PROCESSES] = on_host(a, field[SERVICE_PROCESSES], &p->workers, p->workers_origin, host);
    field[SERVICE_THREADS] = on_host(a, field[SERVICE_THREADS], &p->threads, p->threads_origin, host);
    settle_model(s, a);
    struct value doubt = doubt_of(a, s);
    settle_slots(s, a, doubt);
    settle_idle(s, doubt);
    settle_request(s, doubt);
}

/* ---- addresses ---- */

static struct value set_from(struct kind_job *job, struct value v, struct span at, struct str written)
{
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .at = at, .written = written};
    return value_with_origin(v, o);
}

static bool is_wildcard(struct str host)
{
    return host.n == 0 || str_eq(host, STR("0.0.0.0")) || str_eq(host, STR("::")) || str_eq(host, STR("*"));
}

/* A socket that somebody else opened (fd://) may be any. */
static void add_listen(struct kind_job *job, struct service *s, struct str text, struct span at)
{
    struct str host;
    int64_t port;
    bool known = gunicorn_parse_address(str_trim(text), &host, &port) && port > -2;
    struct value certificate = get(job, "certfile");
    s->more_listens |= !known;
    if (!known)
        return;
    struct listen *l = service_add_listen(job->a, s, at);
    l->field[LISTEN_BACKLOG] = get(job, "backlog");
    l->field[LISTEN_TLS] = value_is_unknown(certificate) ? certificate : value_bool(certificate.type == VALUE_STRING);
    if (port < 0) {
        l->field[LISTEN_PATH] = set_from(job, value_string(host), at, host);
        return;
    }
    l->field[LISTEN_ADDRESS] = set_from(job, value_string(is_wildcard(host) ? STR("*") : host), at, text);
    l->field[LISTEN_PORT] = set_from(job, value_int(port), at, text);
}

/* The addresses of `bind`. What a config leaves out, $PORT and a command line may say. */
static void add_listens(struct kind_job *job, struct service *s)
{
    const struct gunicorn_state *state = job->state;
    struct value bind = get(job, "bind");
    struct node *e = option_entry(&gunicorn_table, job->root, STR("bind"));
    bool sure = e && !value_is_unknown(state->hidden) && !(e->flags & (NODE_CONDITIONAL | NODE_FAULTY));
    s->more_listens |= bind.type != VALUE_LIST || is_default(bind);
    if (is_default(bind) && !s->command)
        add_listen(job, s, STR("127.0.0.1:8000"), value_at(bind));
    for (const struct node *w = e && (sure || bind.type == VALUE_LIST) ? e->first : NULL; w; w = w->next)
        if (w->kind == NODE_WORD && node_is_known(w)) /* of a list some may be known */
            add_listen(job, s, w->text, w->at);
}

/* ---- the service ---- */

/* The config that a command names: a path, or a module. */
static struct str config_path(struct kind_job *job)
{
    struct str path = text_of(get(job, "config"));
    if (is_default(get(job, "config")))
        return (struct str){0};
    if (!str_starts(path, STR("python:")))
        return str_starts(path, STR("file:")) ? str_slice(path, 5, path.n) : path;
    struct str module = str_concat(job->a, str_slice(path, 7, path.n), STR(".py"));
    for (uint32_t i = 0; i + 3 < module.n; i++)
        if (module.p[i] == '.')
            ((char *)module.p)[i] = '/';
    return module;
}

static void put_fields(struct kind_job *job, struct service *s)
{
    s->field[SERVICE_WORKER_MODEL] = model_of(job, get(job, "worker_class"));
    s->field[SERVICE_SLOTS_PROCESS] = connections_of(job, get(job, "worker_class"));
    for (size_t i = 0; i < N_OWN; i++)
        s->field[own[i].field] = get(job, own[i].name);
    if (s->command && s->config.n)
        doubt_defaults(s, job->a, s->config);
}

/* The number of workers where nothing else sets it. */
static void take_web_concurrency(struct kind_job *job, struct service *s)
{
    struct value v;
    const struct option_row *row = &gunicorn_table.rows[gunicorn_row(STR("workers"))];
    for (uint32_t i = 0; i < job->container->env.n; i++) {
        const struct env_variable *e = &job->container->env.p[i];
        if (!str_eq(e->name, STR("WEB_CONCURRENCY")) || !is_default(s->field[SERVICE_PROCESSES]))
            continue;
        if (!e->known || !gunicorn_table.read(row, e->value, job->a, &v))
            v = value_unknown(job->a, STR("environment variable WEB_CONCURRENCY"));
        s->field[SERVICE_PROCESSES] =
            value_with_origin(v, origin_new(job->a, ORIGIN_DEFAULT, e->at, STR("WEB_CONCURRENCY")));
    }
}

void gunicorn_place(struct kind_job *job, struct contributions *out)
{
    const struct gunicorn_state *state = job->state;
    struct placing *p = arena_new(job->a, struct placing);
    const struct py_value *workers = gunicorn_bound(job, STR("workers")),
                          *threads = gunicorn_bound(job, STR("threads"));
    struct str name = job->container && job->container->name.n ? job->container->name : STR("gunicorn");
    struct service *s = contribute_service(out, STR("gunicorn"), name, job->root->at);
    s->program = STR("gunicorn");
    s->path = source_get(job->sources, job->source)->file->path;
    s->command = p->command = state->command;
    s->config = state->command ? config_path(job) : (struct str){0};
    s->state = p;
    s->settle = settle;
    put_fields(job, s);
    if (state->command && s->config.n == 0)
        take_web_concurrency(job, s);
    p->workers = workers ? *workers : (struct py_value){0};
    p->threads = threads ? *threads : (struct py_value){0};
    p->workers_origin = s->field[SERVICE_PROCESSES].origin;
    p->threads_origin = s->field[SERVICE_THREADS].origin;
    add_listens(job, s);
}
