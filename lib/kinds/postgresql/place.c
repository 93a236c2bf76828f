/* What a config, or a command line, says of the service. */
#include "base/path.h"
#include "kinds/postgresql/postgresql.h"
#include "stack/stack.h"

static struct value get(struct kind_job *job, const char *name)
{
    struct value v = value_null();
    pg_setting(job, job->root, str_from(name), &v);
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

/* The settings that its memory hangs on. */
struct needs {
    struct value shared, connections, work, multiplier, workers, maintenance;
};

static struct needs needs_of(struct kind_job *job)
{
    struct needs n = {
        get(job, "shared_buffers"),      get(job, "max_connections"),        get(job, "work_mem"),
        get(job, "hash_mem_multiplier"), get(job, "autovacuum_max_workers"), get(job, "autovacuum_work_mem")};
    if (n.maintenance.type == VALUE_INT && n.maintenance.as.i < 0)
        n.maintenance = get(job, "maintenance_work_mem");
    return n;
}

/* The setting to point at: of those that somebody chose the one that weighs most. */
static struct value heaviest(const struct needs *n)
{
    if (is_set(n->work))
        return n->work;
    return is_set(n->connections) ? n->connections : n->shared;
}

static bool is_chosen(const struct needs *n)
{
    return is_set(n->work) || is_set(n->connections) || is_set(n->shared) || is_set(n->maintenance);
}

static struct str steps_of(struct arena *a, const struct needs *n)
{
    return str_printf(a,
                      "shared_buffers: %.*s\n"
                      "max_connections x work_mem x hash_mem_multiplier: %.*s x %.*s x %.*s\n"
                      "autovacuum workers x memory of each: %.*s x %.*s",
                      STR_ARG(value_format(a, n->shared)), STR_ARG(value_format(a, n->connections)),
                      STR_ARG(value_format(a, n->work)), STR_ARG(value_format(a, n->multiplier)),
                      STR_ARG(value_format(a, n->workers)), STR_ARG(value_format(a, n->maintenance)));
}

/* At rest the shared buffers. With every connection in one sort or hash, and all autovacuum workers at work, that and one work_mem for each, which
 * a hash may exceed by its multiplier. A query may have several of those, and each of its parallel workers too: the true worst case is far beyond.
 * Source: PostgreSQL 15 documentation, 20.4.1 (work_mem, hash_mem_multiplier, maintenance_work_mem, autovacuum_work_mem). */
static void put_memory(struct kind_job *job, struct service *s)
{
    struct arena *a = job->a;
    struct needs n = needs_of(job);
    struct value each = n.multiplier.type == VALUE_DOUBLE && n.work.type == VALUE_INT
                            ? value_size((int64_t)((double)n.work.as.i * n.multiplier.as.d))
                            : value_unknown_both(a, n.multiplier, n.work);
    struct value worst = value_add(a, n.shared, value_mul(a, n.connections, each));
    worst = value_add(a, worst, value_mul(a, n.workers, n.maintenance));
    s->field[SERVICE_MEMORY_REST] = n.shared;
    s->field[SERVICE_MEMORY_SLOT] = n.work;
    if (s->command) /* what it leaves out, the config sets */
        worst = is_chosen(&n) ? value_with_origin(value_unknown(a, STR("postgresql.conf")), heaviest(&n).origin)
                              : value_unknown(a, STR("postgresql.conf"));
    if (!value_is_known(worst)) {
        s->field[SERVICE_MEMORY_WORST] = worst;
        return;
    }
    worst.unit = UNIT_BYTES;
    worst.flags = is_chosen(&n) ? 0 : VALUE_FROM_DEFAULTS;
    s->field[SERVICE_MEMORY_WORST] =
        value_with_origin(worst, origin_new(a, ORIGIN_DERIVED, value_at(heaviest(&n)), steps_of(a, &n)));
}

/* ---- addresses ---- */

static struct value socket_path(struct kind_job *job, struct str dir, struct value port, struct span at)
{
    struct str path = str_printf(job->a, "%.*s/.s.PGSQL.%lld", STR_ARG(dir), (long long)port.as.i);
    return value_with_origin(value_string(path), origin_new(job->a, ORIGIN_SET, at, (struct str){0}));
}

static void add_tcp(struct kind_job *job, struct service *s, struct str address, struct value port, struct span at)
{
    struct listen *l = service_add_listen(job->a, s, at);
    bool all = str_eq(address, STR("*")) || str_eq(address, STR("0.0.0.0")) || str_eq(address, STR("::"));
    l->field[LISTEN_ADDRESS] = value_string(all ? STR("*") : address);
    l->field[LISTEN_PORT] = port;
    l->field[LISTEN_TLS] = get(job, "ssl");
}

/* Names with commas between. */
static void put_listens(struct kind_job *job, struct service *s)
{
    struct value addresses = get(job, "listen_addresses"), port = get(job, "port"),
                 dirs = get(job, "unix_socket_directories");
    struct span at = is_set(addresses) ? value_at(addresses) : is_set(port) ? value_at(port) : value_at(addresses);
    s->more_listens = addresses.type != VALUE_STRING || port.type != VALUE_INT || dirs.type != VALUE_STRING;
    for (struct str rest = port.type == VALUE_INT ? text_of(addresses) : (struct str){0}; rest.n;) {
        struct str one = str_trim(str_cut(&rest, ','));
        if (one.n)
            add_tcp(job, s, one, port, at);
    }
    for (struct str rest = port.type == VALUE_INT && is_set(dirs) ? text_of(dirs) : (struct str){0}; rest.n;) {
        struct str one = str_trim(str_cut(&rest, ','));
        if (one.n)
            service_add_listen(job->a, s, value_at(dirs))->field[LISTEN_PATH] =
                socket_path(job, one, port, value_at(dirs));
    }
}

/* ---- connections ---- */

/* Of all connections some are kept for superusers, and since 16 for roles that may use pg_use_reserved_connections. */
static void put_connections(struct kind_job *job, struct service *s)
{
    struct value all = get(job, "max_connections"), kept = get(job, "superuser_reserved_connections"),
                 reserved = get(job, "reserved_connections");
    s->field[SERVICE_SLOTS] = s->field[SERVICE_CLIENTS] = all;
    if (all.type != VALUE_INT || kept.type != VALUE_INT || reserved.type != VALUE_INT)
        return;
    struct str steps = str_printf(job->a, "max_connections %lld - %lld reserved", (long long)all.as.i,
                                  (long long)(kept.as.i + reserved.as.i));
    const struct origin *o = is_set(all) ? origin_new(job->a, ORIGIN_DERIVED, value_at(all), steps) : all.origin;
    s->field[SERVICE_CLIENTS] = value_with_origin(value_int(all.as.i - kept.as.i - reserved.as.i), o);
}

/* ---- the service ---- */

static void doubt_defaults(struct kind_job *job, struct service *s)
{
    for (uint32_t f = 0; f < SERVICE_FIELD_COUNT; f++)
        if (s->field[f].origin && s->field[f].origin->kind == ORIGIN_DEFAULT)
            s->field[f] = value_unknown(job->a, STR("postgresql.conf of the data directory"));
}

/* A process for each connection. Those that a command line does not set, the config of its data directory does, which it need not name. */
void pg_place(struct kind_job *job, struct contributions *out)
{
    bool command = job->container && job->container->form == EMBEDDED_COMMAND;
    struct str name = job->container && job->container->name.n ? job->container->name : STR("postgresql");
    struct span start = {job->root->at.src, 0, 0};
    struct service *s = contribute_service(out, STR("postgresql"), name, command ? job->root->at : start);
    s->program = STR("postgres");
    s->path = source_get(job->sources, job->source)->file->path;
    s->command = command;
    s->config = command && is_set(get(job, "config_file")) ? text_of(get(job, "config_file")) : (struct str){0};
    s->field[SERVICE_WORKER_MODEL] = value_string(STR("process"));
    put_connections(job, s);
    s->field[SERVICE_SLOTS_PROCESS] = value_with_origin(
        value_int(1), origin_new(job->a, ORIGIN_DEFAULT, start, STR("a process for each connection")));
    struct value statement = get(job, "statement_timeout");
    if (is_set(statement) &&
        !(statement.type == VALUE_DURATION && statement.as.i == 0)) /* 0: roles and clients set their own */
        s->field[SERVICE_TIMEOUT_REQUEST] = statement;
    put_memory(job, s);
    put_listens(job, s);
    if (command)
        doubt_defaults(job, s);
}
