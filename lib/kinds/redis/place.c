/* What a config, or a command line, says of the service. */
#include "kinds/embed.h"
#include "kinds/redis/redis.h"
#include "stack/stack.h"

static struct value get(struct kind_job *job, const char *name)
{
    struct value v = value_null();
    redis_setting(job, job->root, str_from(name), &v);
    return v;
}

static bool is_set(struct value v)
{
    return v.origin && v.origin->kind == ORIGIN_SET;
}

static struct str text_of(struct value v)
{
    return v.type == VALUE_STRING ? (struct str){v.as.s, v.n} : (struct str){0};
}

/* ---- memory ---- */

/* One sum, step by step: law 1. */
struct sum {
    struct arena *a;
    struct value v;
    struct buf steps;
};

static void add(struct sum *s, struct value v, const char *what)
{
    struct str shown = value_show(s->a, v);
    s->v = value_add(s->a, s->v, v);
    if (s->steps.n)
        buf_putc(&s->steps, '\n');
    buf_printf(&s->steps, "%s: %.*s", what, STR_ARG(shown));
}

/* Without maxmemory the data grows as long as somebody writes. */
static void no_bound(struct kind_job *job, struct service *s, struct value maxmemory)
{
    struct value v = value_unlimited();
    v.unit = UNIT_BYTES;
    v.flags |= is_set(maxmemory) ? 0 : VALUE_FROM_DEFAULTS;
    const char *why = is_set(maxmemory) ? "maxmemory is 0: no bound" : "maxmemory is not set: no bound";
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_DERIVED, .at = value_at(maxmemory), .text = str_from(why)};
    o->setting = is_set(maxmemory) ? (struct str){0} : STR("maxmemory");
    s->field[SERVICE_MEMORY_WORST] = value_with_origin(v, o);
}

/* What forks for a copy of the data: snapshots, rewrites of the append-only file, replicas that start from nothing. NULL: nothing does. Unknown settings: *ret_unknown. */
static const char *forks(struct kind_job *job, struct value *ret_unknown)
{
    struct value points = get(job, "save points"), aof = get(job, "appendonly"),
                 growth = get(job, "auto-aof-rewrite-percentage");
    *ret_unknown = value_is_unknown(points) ? points : value_is_unknown(aof) ? aof : value_null();
    if (points.type == VALUE_INT && points.as.i > 0)
        return "snapshots (save)";
    if (aof.type == VALUE_BOOL && aof.as.b && !(growth.type == VALUE_INT && growth.as.i == 0))
        return "rewrites of the append-only file";
    return NULL;
}

/* Up to twice the data while a copy is being written: redis.io, persistence and FAQ ("background saving"). What replicas are sent, and the backlog, come on top of maxmemory
 * (redis.conf, maxmemory: output buffers of replicas do not count). */
static void put_memory(struct kind_job *job, struct service *s)
{
    struct arena *a = job->a;
    struct value maxmemory = get(job, "maxmemory"), unknown;
    struct value buffer = get(job, "client-output-buffer-limit replica"), replicated = get(job, "replicated");
    const char *why = forks(job, &unknown);
    struct sum sum = {a, value_size(0), {.a = a}};
    if (maxmemory.type != VALUE_INT)
        return;
    if (maxmemory.as.i == 0) {
        no_bound(job, s, maxmemory);
        return;
    }
    s->field[SERVICE_MEMORY_REST] = maxmemory;
    add(&sum, maxmemory, "data (maxmemory)");
    if (why) {
        struct str steps = str_printf(a, "as much again for a copy of it: %s", why);
        s->field[SERVICE_MEMORY_FORK] =
            value_with_origin(maxmemory, origin_new(a, ORIGIN_DERIVED, value_at(maxmemory), steps));
        add(&sum, maxmemory, steps.p);
    } else if (value_is_unknown(unknown)) {
        s->field[SERVICE_MEMORY_FORK] = unknown;
        s->field[SERVICE_MEMORY_WORST] = unknown;
        return;
    }
    if (replicated.type == VALUE_BOOL && replicated.as.b) {
        add(&sum, get(job, "repl-backlog-size"), "backlog for replicas (repl-backlog-size)");
        if (buffer.type == VALUE_INT && !(buffer.flags & VALUE_UNLIMITED))
            add(&sum, buffer, "output buffer of one replica (client-output-buffer-limit)");
    }
    s->field[SERVICE_MEMORY_WORST] =
        value_with_origin(sum.v, origin_new(a, ORIGIN_DERIVED, value_at(maxmemory), buf_str(&sum.steps)));
}

/* Where a policy would stand that nobody has chosen, for data that is never full. */
static void never_full(struct kind_job *job, struct service *s, struct value policy)
{
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_DEFAULT, .at = value_at(policy), .setting = STR("maxmemory-policy")};
    if (!is_set(policy))
        s->field[SERVICE_EVICTS] = value_with_origin(value_bool(true), o);
}

/* noeviction is the only policy that drops nothing. Without maxmemory the data is never full. */
static void put_eviction(struct kind_job *job, struct service *s)
{
    struct value maxmemory = get(job, "maxmemory"), policy = get(job, "maxmemory-policy");
    if (value_is_known(maxmemory) && (maxmemory.type != VALUE_INT || maxmemory.as.i == 0)) {
        never_full(job, s, policy);
        return;
    }
    struct value unknown = value_is_unknown(maxmemory) ? maxmemory : policy;
    if (unknown.type != VALUE_STRING) {
        s->field[SERVICE_EVICTS] = unknown;
        return;
    }
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = is_set(policy) ? ORIGIN_SET : ORIGIN_DERIVED,
                         .at = value_at(policy),
                         .text = STR("the default policy"),
                         .written = text_of(policy),
                         .setting = is_set(policy) ? (struct str){0} : STR("maxmemory-policy")};
    s->field[SERVICE_EVICTS] = value_with_origin(value_bool(!str_eq(text_of(policy), STR("noeviction"))), o);
}

static void put_persistence(struct kind_job *job, struct service *s)
{
    struct value points = get(job, "save points"), aof = get(job, "appendonly"), replicated = get(job, "replicated");
    struct value any = value_unknown_both(job->a, value_unknown_both(job->a, points, aof), replicated);
    bool kept = (points.type == VALUE_INT && points.as.i > 0) || (aof.type == VALUE_BOOL && aof.as.b) ||
                (replicated.type == VALUE_BOOL && replicated.as.b);
    bool known = value_is_known(points) && value_is_known(aof) && value_is_known(replicated);
    s->field[SERVICE_PERSISTENT] = kept || known ? value_bool(kept) : any;
}

/* ---- files ---- */

/* Beside its clients it keeps 32 for itself, raises its limit as far as it may, and serves fewer clients where that does not suffice: server.c, adjustOpenFilesLimit. */
static void put_files(struct kind_job *job, struct service *s)
{
    struct value clients = get(job, "maxclients");
    s->field[SERVICE_SLOTS] = s->field[SERVICE_SLOTS_PROCESS] = s->field[SERVICE_CLIENTS] = clients;
    struct value need = value_add(job->a, clients, value_int(32));
    if (clients.type == VALUE_INT)
        s->field[SERVICE_FDS_NEED] =
            value_with_origin(need, origin_new(job->a, ORIGIN_DERIVED, value_at(clients),
                                               str_printf(job->a, "maxclients %lld + 32", (long long)clients.as.i)));
    s->field[SERVICE_FDS_STRICT] = value_bool(false);
}

/* Its own limit it raises to the hard one. */
static void settle(struct service *s, const struct host *host, struct arena *a)
{
    struct value limit = s->field[SERVICE_FDS_LIMIT];
    bool of_unit = is_set(limit);
    if (of_unit || !value_is_known(limit))
        return;
    s->field[SERVICE_FDS_LIMIT] = host && value_is_known(host->nofile_hard) ? value_max(a, limit, host->nofile_hard)
                                                                            : value_unknown(a, STR("host.nofile_hard"));
}

/* ---- addresses ---- */

static void add_port(struct kind_job *job, struct service *s, struct str address, struct span at, const char *port,
                     bool tls)
{
    struct value number = get(job, port);
    s->more_listens |= number.type != VALUE_INT;
    if (number.type != VALUE_INT || number.as.i == 0)
        return;
    struct listen *l = service_add_listen(job->a, s, at);
    bool all = str_eq(address, STR("*")) || str_eq(address, STR("0.0.0.0")) || str_eq(address, STR("::"));
    l->field[LISTEN_ADDRESS] = value_string(all ? STR("*") : address);
    l->field[LISTEN_PORT] = number;
    l->field[LISTEN_BACKLOG] = get(job, "tcp-backlog");
    l->field[LISTEN_TLS] = value_bool(tls);
}

static void add_address(struct kind_job *job, struct service *s, struct str word, struct span at)
{
    struct str address = str_starts(word, STR("-")) ? str_slice(word, 1, word.n) : word; /* "-": may be missing */
    if (address.n == 0)
        return;
    add_port(job, s, address, at, "port", false);
    add_port(job, s, address, at, "tls-port", true);
}

static void put_listens(struct kind_job *job, struct service *s)
{
    struct node *bind = option_entry(&redis_table, job->root, STR("bind"));
    struct value words = get(job, "bind"), path = get(job, "unixsocket");
    struct span start = {job->root->at.src, 0, 0};
    s->more_listens = value_is_unknown(words) || value_is_unknown(path) ||
                      (job->container && job->container->form == EMBEDDED_COMMAND);
    if (!value_is_unknown(words) && !bind)
        add_address(job, s, STR("*"), is_set(get(job, "port")) ? value_at(get(job, "port")) : start);
    for (const struct node *w = bind && !value_is_unknown(words) ? bind->first : NULL; w; w = w->next)
        if (w->kind == NODE_WORD)
            add_address(job, s, w->text, w->at);
    if (text_of(path).n == 0)
        return;
    struct listen *l = service_add_listen(job->a, s, value_at(path));
    l->field[LISTEN_PATH] = path;
    l->field[LISTEN_BACKLOG] = get(job, "tcp-backlog");
    l->field[LISTEN_TLS] = value_bool(false);
}

/* ---- the service ---- */

/* What a command line leaves to a default, the config that it names may set; so what is computed of both is not known. */
static void doubt_defaults(struct kind_job *job, struct service *s)
{
    struct value maxmemory = get(job, "maxmemory"), unknown = value_unknown(job->a, s->config);
    unknown.origin = is_set(maxmemory) ? maxmemory.origin : NULL;
    s->field[SERVICE_MEMORY_WORST] = s->field[SERVICE_MEMORY_FORK] = unknown;
    s->field[SERVICE_PERSISTENT] = value_unknown(job->a, s->config);
    if (!is_set(get(job, "maxmemory-policy")))
        s->field[SERVICE_EVICTS] = value_unknown(job->a, s->config);
    for (uint32_t f = 0; f < SERVICE_FIELD_COUNT; f++)
        if (s->field[f].origin && s->field[f].origin->kind == ORIGIN_DEFAULT)
            s->field[f] = value_unknown(job->a, s->config);
}

/* The config that a command line names: its first word, unless that is an option. */
static struct str config_path(struct kind_job *job)
{
    struct str text = source_get(job->sources, job->source)->text, word;
    uint32_t off = 0;
    if (!command_next(text, &off, &word) || !command_next(text, &off, &word))
        return (struct str){0};
    return str_starts(word, STR("-")) ? (struct str){0} : word;
}

/* Commands run in one thread: that is none of the models by which workers are counted. */
void redis_place(struct kind_job *job, struct contributions *out)
{
    bool command = job->container && job->container->form == EMBEDDED_COMMAND;
    struct str name = job->container && job->container->name.n ? job->container->name : STR("redis");
    struct value idle = get(job, "timeout");
    struct span start = {job->root->at.src, 0, 0};
    struct service *s = contribute_service(out, STR("redis"), name, command ? job->root->at : start);
    s->program = STR("redis-server");
    s->path = source_get(job->sources, job->source)->file->path;
    s->command = command;
    s->config = command ? config_path(job) : (struct str){0};
    s->settle = settle;
    s->field[SERVICE_WORKER_MODEL] = value_null();
    s->field[SERVICE_PROCESSES] =
        value_with_origin(value_int(1), origin_new(job->a, ORIGIN_DERIVED, start, STR("Redis is one process")));
    s->field[SERVICE_THREADS] = get(job, "io-threads");
    s->field[SERVICE_TIMEOUT_IDLE] =
        idle.type == VALUE_DURATION && idle.as.i == 0 ? value_with_origin(value_null(), idle.origin) : idle;
    put_memory(job, s);
    put_eviction(job, s);
    put_persistence(job, s);
    put_files(job, s);
    put_listens(job, s);
    if (s->config.n)
        doubt_defaults(job, s);
}
