#include "kinds/nginx/place.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/num.h"
#include "kinds/nginx/memory.h"
#include "kinds/nginx/place_pools.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/url.h"
#include "kinds/nginx/words.h"

enum { CONNECTION_BYTES = 432 };

/* What settle needs of the config. */
struct placing {
    struct value processes; /* unknown with `automatic`: hangs on the host */
    bool automatic;
    const struct origin *automatic_at;
    struct value connections; /* of one worker */
    struct nginx_memory memory;
};

static struct value default_of(struct kind_job *job, struct str name, uint32_t context, struct span block)
{
    uint32_t row;
    int64_t n;
    if (nginx_word_pick(name, context, job->target, &row) != NGINX_FIT_OK)
        return value_unknown(job->a, name);
    struct str text = nginx_word_str(nginx_words[row].deflt);
    if (!nginx_parse_num(text, &n))
        return value_unknown(job->a, name);
    struct str why = str_printf(job->a, "default of nginx: %.*s %.*s", STR_ARG(name), STR_ARG(text));
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_DEFAULT, .at = block, .text = why, .setting = name};
    return value_with_origin(value_int(n), o);
}

static struct value set_here(struct kind_job *job, const struct node *word, struct value v)
{
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .at = word->at, .written = word->text};
    return value_with_origin(v, o);
}

/* A number of main or events: set, default, or unknown. */
static struct value number_of(struct kind_job *job, struct node *block, struct str name, uint32_t context,
                              struct span at)
{
    struct node *e = block ? node_find(block, name) : NULL;
    if (!e && block && (block->flags & NODE_TAINTED))
        return value_unknown(job->a, str_printf(job->a, "%.*s (an include is missing)", STR_ARG(name)));
    if (!e)
        return default_of(job, name, context, at);
    const struct node *word = node_word(e, 0);
    int64_t n;
    if (!word || !node_is_known(word) || (e->flags & NODE_CONDITIONAL) || !nginx_parse_num(word->text, &n))
        return value_unknown(job->a, name);
    return set_here(job, word, value_int(n));
}

static struct placing *placing_of(struct kind_job *job, struct node *root)
{
    struct placing *p = arena_new(job->a, struct placing);
    struct node *e = node_find(root, STR("worker_processes"));
    const struct node *word = e ? node_word(e, 0) : NULL;
    struct node *events = node_find(root, STR("events"));
    if (word && node_is_known(word) && str_eq(word->text, STR("auto"))) {
        p->automatic = true;
        p->automatic_at = set_here(job, word, value_null()).origin;
        p->processes = value_with_origin(value_unknown(job->a, STR("host.cpus_online")), p->automatic_at);
    } else {
        p->processes = number_of(job, root, STR("worker_processes"), NGINX_IN_MAIN, root->at);
    }
    p->connections =
        number_of(job, events, STR("worker_connections"), NGINX_IN_EVENTS, events ? events->name_at : SPAN_NONE);
    nginx_memory_of(job, root, &p->memory);
    return p;
}

/* Clients of one worker at the same time. */
static struct value clients_of(const struct placing *p)
{
    struct value n = p->connections;
    return value_is_known(n) && p->memory.proxies ? value_int(n.as.i / 2) : n;
}

static struct value derived(struct arena *a, struct value v, struct span at, struct str steps)
{
    if (!value_is_known(v))
        return v;
    return value_with_origin(v, origin_new(a, ORIGIN_DERIVED, at, steps));
}

static const char *size_text(struct arena *a, struct value v)
{
    return str_dup(a, value_format(a, v)).p;
}

/* One step a line, for notes and for budget --why. */
static struct str memory_steps(struct arena *a, const struct placing *p, struct value clients, struct value worker,
                               struct value all)
{
    struct buf b = {.a = a};
    buf_printf(&b, "a client can hold %s: %.*s\n", size_text(a, p->memory.client), STR_ARG(p->memory.client_text));
    if (p->memory.proxies)
        buf_printf(&b, "half of %s connections are clients, the other half go to servers: %lld\n",
                   size_text(a, p->connections), (long long)clients.as.i);
    buf_printf(&b, "a worker: %lld clients x %s + %s connections x %dB = %s\n", (long long)clients.as.i,
               size_text(a, p->memory.client), size_text(a, p->connections), CONNECTION_BYTES, size_text(a, worker));
    buf_printf(&b, "%s workers x %s", size_text(a, p->processes), size_text(a, worker));
    if (p->memory.zones.as.i > 0)
        buf_printf(&b, " + %s in zones", size_text(a, p->memory.zones));
    buf_printf(&b, " = %s", size_text(a, all));
    return buf_str(&b);
}

static void settle_memory(struct service *s, const struct placing *p, struct arena *a)
{
    struct value slots = value_mul(a, p->connections, value_size(CONNECTION_BYTES));
    /* sizes stand on the left: a product has the unit of its left side */
    struct value rest = value_add(a, value_mul(a, slots, p->processes), p->memory.zones);
    struct value clients = clients_of(p);
    struct value worker = value_add(a, value_mul(a, p->memory.client, clients), slots);
    struct value worst = value_add(a, value_mul(a, worker, p->processes), p->memory.zones);
    struct span at = value_at(p->processes);
    s->field[SERVICE_MEMORY_REST] = derived(a, rest, at, STR("432B a connection, and the zones"));
    s->field[SERVICE_MEMORY_WORST] = worst;
    if (!value_is_known(worst))
        return;
    s->field[SERVICE_MEMORY_WORST] = derived(a, worst, at, memory_steps(a, p, clients, worker, worst));
    s->field[SERVICE_MEMORY_WORST].flags |= p->memory.chosen ? 0 : VALUE_FROM_DEFAULTS;
}

/* The part of the service that hangs on the host. */
static void settle(struct service *s, const struct host *host, struct arena *a)
{
    struct placing p = *(const struct placing *)s->state;
    if (p.automatic && host)
        p.processes = value_with_origin(host->cpus_online, p.automatic_at);
    s->field[SERVICE_PROCESSES] = p.processes;
    s->field[SERVICE_SLOTS] = derived(a, value_mul(a, p.processes, p.connections), value_at(p.connections),
                                      STR("worker_processes x worker_connections"));
    /* Half even where the memory of a client is worst without a proxy: whoever is passed on takes two connections. */
    bool proxies = p.memory.proxies || s->routes.n > 0;
    struct value clients = proxies && value_is_known(p.connections) ? value_int(p.connections.as.i / 2) : p.connections;
    s->field[SERVICE_CLIENTS] = derived(
        a, value_mul(a, p.processes, clients), value_at(p.connections),
        proxies ? STR("worker_processes x worker_connections / 2: each client of a proxy takes a second connection")
                : STR("worker_processes x worker_connections"));
    settle_memory(s, &p, a);
}

/* Counting what a worker holds open beside its connections. */
struct open_files {
    struct map sockets, logs;
};

static void note_file(struct map *m, struct str name)
{
    map_put(m, name, NULL, NULL);
}

static bool is_log_file(struct str first)
{
    return first.n > 0 && !str_eq(first, STR("off")) && !str_eq(first, STR("stderr")) &&
           !str_starts(first, STR("syslog:")) && !str_starts(first, STR("memory:")) &&
           str_find_byte(first, '$') == first.n;
}

static void count_entry(struct open_files *o, const struct node *e)
{
    const struct node *word = node_word(e, 0);
    if (!word)
        return;
    if (str_eq(e->text, STR("listen")))
        note_file(&o->sockets, word->text);
    else if ((str_eq(e->text, STR("access_log")) || str_eq(e->text, STR("error_log"))) && is_log_file(word->text))
        note_file(&o->logs, word->text);
}

static void set_need(struct kind_job *job, const struct open_files *o, struct service *s, struct value connections)
{
    uint32_t sockets = o->sockets.n ? o->sockets.n : 1, logs = o->logs.n ? o->logs.n : 1;
    struct value need = value_add(job->a, connections, value_int((int64_t)sockets + logs));
    const char *at_least = job->root->flags & NODE_TAINTED ? "at least " : "";
    struct str steps = str_printf(job->a, "a worker holds %s connections, %s%u listening socket%s and %u log file%s",
                                  size_text(job->a, connections), at_least, sockets, sockets == 1 ? "" : "s", logs,
                                  logs == 1 ? "" : "s");
    s->field[SERVICE_FDS_NEED] = derived(job->a, need, value_at(connections), steps);
}

static struct value grace_of(struct kind_job *job, struct node *root)
{
    struct node *e = node_find(root, STR("worker_shutdown_timeout"));
    const struct node *word = e ? node_word(e, 0) : NULL;
    int64_t ms;
    if (!word || !node_is_known(word) || !nginx_parse_msec(word->text, &ms))
        return value_unknown(job->a, STR("service.grace"));
    return set_here(job, word, value_duration(ms * 1000000));
}

/* One listen: "ssl" and "quic" encrypt, backlog= is the queue, 511 where it is not given (ngx_connection.h, NGX_LISTEN_BACKLOG). */
static void take_listen_options(struct kind_job *job, struct listen *l, const struct node *word)
{
    int64_t n;
    l->field[LISTEN_TLS] = value_bool(false);
    l->field[LISTEN_BACKLOG] = value_with_origin(
        value_int(511), origin_new(job->a, ORIGIN_DEFAULT, word->at, STR("default of nginx: backlog=511")));
    for (const struct node *w = word->next; w && w->kind == NODE_WORD; w = w->next) {
        struct str text = w->text;
        if (str_eq(text, STR("ssl")) || str_eq(text, STR("quic")))
            l->field[LISTEN_TLS] = set_here(job, w, value_bool(true));
        else if (str_starts(text, STR("backlog=")))
            l->field[LISTEN_BACKLOG] = nginx_parse_num(str_slice(text, 8, text.n), &n)
                                           ? set_here(job, w, value_int(n))
                                           : value_unknown(job->a, STR("backlog"));
    }
}

static void add_listen(struct kind_job *job, struct service *s, const struct node *e, uint32_t front)
{
    const struct node *word = node_word(e, 0);
    struct nginx_url u;
    bool known = word && node_is_known(word) && nginx_url_parse(word->text, NGINX_URL_LISTEN, 80, &u);
    s->more_listens |= !known || u.last_port;
    if (!known)
        return;
    struct listen *l = service_add_listen(job->a, s, word->at);
    l->front = front;
    take_listen_options(job, l, word);
    if (u.family == NGINX_FAMILY_UNIX) {
        l->field[LISTEN_PATH] = set_here(job, word, value_string(u.host));
        return;
    }
    struct str host = u.host.n > 1 && u.host.p[0] == '[' ? str_slice(u.host, 1, u.host.n - 1) : u.host;
    l->field[LISTEN_ADDRESS] = set_here(job, word, value_string(u.wildcard || !host.n ? STR("*") : host));
    l->field[LISTEN_PORT] = set_here(job, word, value_int(u.port));
}

/* Sockets, logs, upstreams and passes, wherever they stand. */
static void take_entries(struct kind_job *job, struct node *root, struct service *s)
{
    struct open_files o = {.sockets = {.a = job->scratch}, .logs = {.a = job->scratch}};
    struct nginx_passes passes = {0};
    for (struct node *n = root; n; n = node_walk(root, n)) {
        if (n->kind != NODE_ENTRY)
            continue;
        count_entry(&o, n);
        s->more_listens |= (n->flags & NODE_TAINTED) != 0;
        nginx_note_pass(job, &passes, n);
        if (str_eq(n->text, STR("listen")))
            add_listen(job, s, n, nginx_front(job, &passes, n));
    }
    s->more_listens |= (root->flags & NODE_TAINTED) != 0;
    set_need(job, &o, s, s->field[SERVICE_SLOTS_PROCESS]);
    nginx_place_pools(job, s, &passes);
}

void nginx_place(struct kind_job *job, struct contributions *out)
{
    struct node *root = job->root;
    struct placing *p = placing_of(job, root);
    struct service *s = contribute_service(out, STR("nginx"), STR("nginx"), root->at);
    struct value files = number_of(job, root, STR("worker_rlimit_nofile"), NGINX_IN_MAIN, SPAN_NONE);
    s->program = STR("nginx");
    s->path = source_get(job->sources, job->source)->file->path;
    s->state = p;
    s->settle = settle;
    s->field[SERVICE_WORKER_MODEL] = value_string(STR("event"));
    s->field[SERVICE_SLOTS_PROCESS] = p->connections;
    s->field[SERVICE_GRACE] = grace_of(job, root);
    s->field[SERVICE_FDS_STRICT] = value_bool(false);
    s->field[SERVICE_THREADS] = value_int(1);
    s->field[SERVICE_PROCESSES_PER_CPU] = value_double(1); /* docs, worker_processes: the number of CPUs, or auto */
    if (value_is_known(files))
        s->field[SERVICE_FDS_LIMIT] = files;
    take_entries(job, root, s);
}
