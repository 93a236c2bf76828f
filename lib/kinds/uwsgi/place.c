/* What a config says of the service. */
#include "base/num.h"
#include "kinds/uwsgi/uwsgi.h"
#include "stack/stack.h"

static struct value get(struct kind_job *job, const char *name)
{
    struct value v = value_null();
    uwsgi_setting(job, NULL, str_from(name), &v);
    return v;
}

static bool is_set(struct value v)
{
    return v.origin && v.origin->kind == ORIGIN_SET;
}

/* ---- addresses ---- */

/* "127.0.0.1:3031", ":3031", "[::1]:3031", "/run/app.sock"; "@name" and "fd://3" are told by none of the fields. */
static void add_address(struct kind_job *job, struct service *s, const struct node *word, bool tls)
{
    struct str text = str_slice(word->text, 0, str_find_byte(word->text, ','));
    uint32_t colon = str_rfind_byte(text, ':');
    int64_t port;
    bool path = text.n && text.p[0] == '/', digits = colon + 1 < text.n;
    for (uint32_t i = colon + 1; i < text.n; i++)
        digits &= ch_is_digit(text.p[i]);
    s->more_listens |= !path && (!digits || !num_parse_int(str_slice(text, colon + 1, text.n), &port));
    if (!path && (!digits || !num_parse_int(str_slice(text, colon + 1, text.n), &port)))
        return;
    struct listen *l = service_add_listen(job->a, s, word->at);
    const struct origin *o = origin_new(job->a, ORIGIN_SET, word->at, (struct str){0});
    struct str host = str_slice(text, 0, colon);
    if (host.n > 2 && host.p[0] == '[')
        host = str_slice(host, 1, host.n - 1);
    bool all = host.n == 0 || str_eq(host, STR("0.0.0.0")) || str_eq(host, STR("::"));
    if (path) {
        l->field[LISTEN_PATH] = value_with_origin(value_string(text), o);
    } else {
        l->field[LISTEN_ADDRESS] = value_with_origin(value_string(all ? STR("*") : host), o);
        l->field[LISTEN_PORT] = value_with_origin(value_int(port), o);
    }
    l->field[LISTEN_BACKLOG] = get(job, "listen");
    l->field[LISTEN_BACKLOG_STRICT] = value_bool(true);
    l->field[LISTEN_TLS] = value_bool(tls);
}

static void put_listens(struct kind_job *job, struct service *s)
{
    const struct uwsgi_state *state = job->state;
    struct node *block = state->block;
    struct node_iter it = node_entries(block);
    s->more_listens = block->flags & NODE_TAINTED;
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        bool tls = str_starts(e->text, STR("https"));
        bool plain =
            str_eq(e->text, STR("socket")) || str_eq(e->text, STR("http")) || str_eq(e->text, STR("http-socket"));
        const struct node *word = node_word(e, 0);
        if (!plain && !tls)
            continue;
        if (word && node_is_known(word) && !(e->flags & NODE_CONDITIONAL))
            add_address(job, s, word, tls);
        else
            s->more_listens = true;
    }
}

/* ---- workers ---- */

static bool is_event(const struct service *s)
{
    struct value model = s->field[SERVICE_WORKER_MODEL];
    return model.type == VALUE_STRING && model.origin;
}

/* gevent and async serve as many requests in each thread as they say; else each thread serves one, which is settled when a command line and its config are one. */
static void put_workers(struct kind_job *job, struct service *s)
{
    struct value gevent = get(job, "gevent"), async = get(job, "async");
    struct value cores = gevent.type == VALUE_NULL ? async : gevent;
    s->field[SERVICE_PROCESSES] = get(job, "processes");
    s->field[SERVICE_THREADS] = get(job, "threads");
    s->field[SERVICE_WORKER_MODEL] = value_string(STR("process"));
    s->field[SERVICE_SLOTS_PROCESS] = value_null();
    if (cores.type == VALUE_NULL)
        return;
    s->field[SERVICE_SLOTS_PROCESS] = cores;
    s->field[SERVICE_WORKER_MODEL] =
        value_is_unknown(cores) ? cores : value_with_origin(value_string(STR("event")), cores.origin);
}

static struct value product_of(struct arena *a, struct value processes, struct value slots)
{
    if (value_is_unknown(processes) || value_is_unknown(slots))
        return value_is_unknown(processes) ? processes : slots;
    struct str steps =
        str_printf(a, "%lld processes, %lld requests each", (long long)processes.as.i, (long long)slots.as.i);
    return value_with_origin(value_int(processes.as.i * slots.as.i),
                             origin_new(a, ORIGIN_DERIVED, value_at(is_set(processes) ? processes : slots), steps));
}

/* Memory or age bounds what leaks as a number of requests does, whichever of a command and its config sets it. */
static void settle(struct service *s, const struct host *host, struct arena *a)
{
    struct value threads = s->field[SERVICE_THREADS], model = s->field[SERVICE_WORKER_MODEL];
    (void)host;
    if (!is_event(s) && !value_is_unknown(model)) {
        bool one = threads.type == VALUE_INT && threads.as.i <= 1;
        s->field[SERVICE_WORKER_MODEL] =
            value_is_unknown(threads) ? threads : value_string(one ? STR("process") : STR("thread"));
        s->field[SERVICE_SLOTS_PROCESS] = threads;
    }
    s->field[SERVICE_SLOTS] = product_of(a, s->field[SERVICE_PROCESSES], s->field[SERVICE_SLOTS_PROCESS]);
    struct value memory = s->field[SERVICE_RECYCLING_MEMORY], requests = s->field[SERVICE_RECYCLING];
    if (is_set(memory) && requests.origin && requests.origin->kind == ORIGIN_DEFAULT)
        s->field[SERVICE_RECYCLING] = value_unknown(a, STR("service.recycling"));
}

/* Memory or age at which a worker is replaced bounds what it leaks as a number of requests does. A jitter is stated by who sets one: 2.0 knows none. */
static void put_recycling(struct kind_job *job, struct service *s)
{
    static const char *const bounds[] = {"reload-on-rss", "evil-reload-on-rss", "reload-on-as", "max-worker-lifetime",
                                         "limit-as"};
    struct value requests = get(job, "max-requests"), delta = get(job, "max-requests-delta");
    bool bounded = false;
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        struct value v = get(job, bounds[i]);
        bool known = i < 3 && v.type == VALUE_INT && v.as.i > 0;
        bounded |= is_set(v);
        if (known && service_unstated(s, SERVICE_RECYCLING_MEMORY))
            s->field[SERVICE_RECYCLING_MEMORY] = v;
    }
    if (is_set(requests) || value_is_unknown(requests) || !bounded)
        s->field[SERVICE_RECYCLING] = requests;
    if (is_set(delta))
        s->field[SERVICE_RECYCLING_JITTER] = delta;
}

static void put_fields(struct kind_job *job, struct service *s)
{
    s->field[SERVICE_TIMEOUT_REQUEST] = get(job, "harakiri");
    put_workers(job, s);
    put_recycling(job, s);
}

/* What a command sets, as if nothing came of its configs: what stands before one holds where that leaves a default. NULL: other options may set it, too. */
static const struct service *set_early(struct kind_job *job)
{
    struct uwsgi_state *state = job->state;
    struct contributions own = {.a = job->a};
    struct node *all = state->block;
    if (!state->command || !state->reads_config || state->hidden)
        return NULL;
    state->block = option_block(job->a, job->root, NULL);
    for (const struct node *e = all->first; e; e = e->next)
        if (!(e->flags & NODE_INCLUDE))
            option_block_add(job->a, state->block, e);
    struct service *s = contribute_service(&own, STR("uwsgi"), STR("uwsgi"), job->root->at);
    put_fields(job, s);
    state->block = all;
    return s;
}

/* An emperor that listens nowhere only starts others. */
void uwsgi_place(struct kind_job *job, struct contributions *out)
{
    const struct uwsgi_state *state = job->state;
    struct node *block = state->block;
    struct span start = {job->root->at.src, 0, 0};
    struct str name = job->container && job->container->name.n ? job->container->name : STR("uwsgi");
    if (option_entry(&uwsgi_table, block, STR("emperor")) && !option_entry(&uwsgi_table, block, STR("socket")))
        return;
    struct service *s = contribute_service(out, STR("uwsgi"), name,
                                           state->command  ? job->root->at
                                           : block->parent ? block->name_at
                                                           : start);
    s->program = STR("uwsgi");
    s->path = source_get(job->sources, job->source)->file->path;
    s->one_of_many = true;
    s->command = state->command;
    s->config = state->config;
    s->alone = state->command && !state->reads_config && !state->hidden;
    s->adds_listens = state->command;
    s->early = set_early(job);
    s->settle = settle;
    put_fields(job, s);
    put_listens(job, s);
}
