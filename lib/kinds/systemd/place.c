/* What a unit says of its service. */
#include "base/path.h"
#include "kinds/container.h"
#include "kinds/pool_variables.h"
#include "kinds/systemd/systemd.h"
#include "kinds/systemd/values.h"
#include "stack/stack.h"

/* What settle needs of the unit. */
struct placing {
    int64_t memory_share, swap_share; /* of the host's memory, in hundredths of a percent; 0: no share */
};

/* One unit being placed. */
struct unit {
    struct kind_job *job;
    const struct systemd_state *s;
    struct node *section;
    struct service *service;
    struct placing *p;
};

static struct value setting(const struct unit *u, const char *name)
{
    struct value v = value_null();
    systemd_setting(u->job, u->section, str_from(name), &v);
    return v;
}

static bool is_set(struct value v)
{
    return v.origin && v.origin->kind == ORIGIN_SET;
}

static bool is_text(struct value v, const char *text)
{
    return v.type == VALUE_STRING && str_eq((struct str){v.as.s, v.n}, str_from(text));
}

/* ---- limits ---- */

static int64_t share_of(struct value v)
{
    int64_t share;
    return v.origin && systemd_parse_percent(v.origin->written, true, &share) ? share : 0;
}

/* Of a drop-in whose unit is not here nothing is known but what it sets; one that sets limits or the restart policy is where the others would be set too. */
static bool is_about_limits(const struct unit *u)
{
    static const char *const names[] = {"LimitNOFILE", "LimitDATA",  "LimitAS",       "LimitRSS",  "LimitNPROC",
                                        "TasksMax",    "MemoryHigh", "MemorySwapMax", "MemoryMax", "CPUQuota",
                                        "Restart",     "OOMPolicy",  "OOMScoreAdjust"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_set(setting(u, names[i])))
            return true;
    return u->s->has_unit;
}

static void put_memory(struct unit *u)
{
    struct value max = setting(u, "MemoryMax"), old = setting(u, "MemoryLimit"), swap = setting(u, "MemorySwapMax");
    if (!is_set(max) && is_set(old)) /* of cgroup v1; systemd takes it for both */
        max = old;
    u->p->memory_share = share_of(max);
    u->p->swap_share = share_of(swap);
    bool in_slice = is_set(setting(u, "Slice")); /* which may have a limit of its own */
    if (is_set(max) || (is_about_limits(u) && !in_slice))
        u->service->field[SERVICE_MEMORY_LIMIT] = max;
    if (is_set(swap) || u->s->has_unit)
        u->service->field[SERVICE_SWAP_LIMIT] = swap;
}

static void put_counts(struct unit *u)
{
    struct value files = setting(u, "LimitNOFILE"), tasks = setting(u, "TasksMax"), cpus = setting(u, "CPUQuota");
    if (is_set(cpus))
        u->service->field[SERVICE_CPUS] = cpus;
    if (is_set(files))
        u->service->field[SERVICE_FDS_LIMIT] = files;
    if (is_set(tasks) || u->s->has_unit)
        u->service->field[SERVICE_TASKS_LIMIT] = tasks;
}

/* limits.conf holds for sessions: whether one of its items reaches the service hangs on these. */
static void put_user(struct unit *u)
{
    static const struct {
        const char *setting, *item;
    } rows[] = {{"LimitNOFILE", "nofile"}, {"LimitNPROC", "nproc"}, {"LimitMEMLOCK", "memlock"}};
    struct value user = setting(u, "User"), session = setting(u, "PAMName");
    u->service->user = is_set(user) ? user : value_null();
    u->service->opens_session = is_set(session);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (is_set(setting(u, rows[i].setting)))
            vec_push(u->job->a, &u->service->own_limits, str_from(rows[i].item));
}

/* ---- restarts ---- */

/* Whether a socket unit starts the service again with the next connection. */
static bool has_socket(const struct unit *u)
{
    static const char *const names[] = {"Requires", "Wants", "BindsTo", "After"};
    struct value sockets = setting(u, "Sockets"), v;
    struct node *unit = systemd_section(u->job, SYSTEMD_IN_UNIT);
    for (size_t i = 0; unit && i < sizeof names / sizeof *names; i++)
        if (systemd_setting(u->job, unit, str_from(names[i]), &v) && v.type == VALUE_LIST)
            for (uint32_t k = 0; k < v.n; k++)
                if (str_ends((struct str){v.as.items[k].as.s, v.as.items[k].n}, STR(".socket")))
                    return true;
    return sockets.type == VALUE_LIST && sockets.n > 0;
}

static void put_restart(struct unit *u)
{
    struct arena *a = u->job->a;
    struct value restart = setting(u, "Restart"), burst = setting(u, "StartLimitBurst"),
                 interval = setting(u, "StartLimitIntervalSec");
    struct node *unit = systemd_section(u->job, SYSTEMD_IN_UNIT);
    if (unit)
        systemd_setting(u->job, unit, STR("StartLimitIntervalSec"), &interval);
    else
        interval = setting(u, "StartLimitInterval");
    if (u->s->has_unit)
        u->service->field[SERVICE_RESTART_DELAY] = setting(u, "RestartSec");
    if (is_set(restart))
        u->service->field[SERVICE_RESTART] = restart;
    else if (u->s->has_unit && has_socket(u))
        u->service->field[SERVICE_RESTART] = value_with_origin(
            restart, origin_new(a, ORIGIN_DERIVED, value_at(restart), STR("its socket unit starts it again")));
    else if (u->s->has_unit)
        u->service->field[SERVICE_RESTART] = restart;
    if (!u->s->has_unit && !is_set(burst) && !is_set(interval))
        return;
    if (burst.type != VALUE_INT || interval.type != VALUE_DURATION)
        return;
    struct str text =
        str_printf(a, "%.*s in %.*s", STR_ARG(value_format(a, burst)), STR_ARG(value_format(a, interval)));
    u->service->field[SERVICE_START_LIMIT] =
        value_with_origin(value_string(text), is_set(burst) ? burst.origin : interval.origin);
}

/* ---- the host ---- */

static struct value part_of(struct arena *a, struct value limit, const struct host *host, int64_t share)
{
    struct value all = host ? host->memory : value_unknown(a, STR("host.memory"));
    if (!value_is_known(all))
        return value_with_origin(value_unknown(a, STR("host.memory")), limit.origin);
    struct value v = value_size((int64_t)((double)all.as.i * (double)share / 10000));
    struct str steps = str_printf(a, "%.*s of %.*s", STR_ARG(limit.origin->written), STR_ARG(value_format(a, all)));
    return value_with_origin(v, origin_new(a, ORIGIN_DERIVED, value_at(limit), steps));
}

/* The kernel grants no process more files than fs.nr_open. What is above it is not applied as written: the service keeps what it would have got without it;
 * "infinity" is as much as there may be. */
static struct value files_on(struct arena *a, struct value files, const struct host *host)
{
    struct value most = host ? host_map_value(a, host, HOST_kernel, STR("fs.nr_open"))
                             : value_unknown(a, STR("host.kernel.fs.nr_open"));
    bool infinite = files.flags & VALUE_UNLIMITED;
    if (files.type != VALUE_INT || most.type != VALUE_INT)
        return infinite ? value_with_origin(value_unknown(a, STR("host.kernel.fs.nr_open")), files.origin) : files;
    if (infinite)
        return value_with_origin(most, files.origin);
    return files.as.i > most.as.i ? host->nofile : files;
}

static void settle(struct service *s, const struct host *host, struct arena *a)
{
    const struct placing *p = s->state;
    if (p->memory_share)
        s->field[SERVICE_MEMORY_LIMIT] = part_of(a, s->field[SERVICE_MEMORY_LIMIT], host, p->memory_share);
    if (p->swap_share)
        s->field[SERVICE_SWAP_LIMIT] = part_of(a, s->field[SERVICE_SWAP_LIMIT], host, p->swap_share);
    if (is_set(s->field[SERVICE_FDS_LIMIT]))
        s->field[SERVICE_FDS_LIMIT] = files_on(a, s->field[SERVICE_FDS_LIMIT], host);
}

/* ---- the service ---- */

/* The line of the command that stays: the last ExecStart= in force. */
static const struct node *command_of(const struct unit *u)
{
    const struct node *found = NULL;
    struct node_iter it = node_entries(u->job->root);
    for (struct node *s; (s = node_next_entry(&it)) != NULL;)
        for (const struct node *e = systemd_section_of(s->text) == SYSTEMD_IN_SERVICE ? s->first : NULL; e; e = e->next)
            if (e->kind == NODE_ENTRY && str_eq(e->text, STR("ExecStart")) && !(e->flags & NODE_FAULTY))
                found = e->first && e->first->text.n > 0 ? e : NULL;
    return found;
}

/* nginx of nginx.service, web of web@blue.service. */
static struct str stem_of(struct str name)
{
    struct str stem = str_slice(name, 0, name.n - path_ext(name).n);
    return str_slice(stem, 0, str_find_byte(stem, '@'));
}

static struct str program_of(const struct unit *u)
{
    const struct node *command = command_of(u);
    if (command)
        return command->flags & NODE_CONDITIONAL ? (struct str){0} : systemd_program(u->job->a, command);
    return u->s->has_unit ? (struct str){0} : systemd_program_of_name(u->job->a, stem_of(u->s->unit.name));
}

/* A unit says nothing of how requests are served; that its program does is known of some. What runs once serves none, and of a drop-in that is about something else nobody
 * asks. */
static struct value worker_model_of(const struct unit *u)
{
    struct str model = systemd_worker_model(u->service->program);
    bool once = is_text(setting(u, "Type"), "oneshot");
    return model.n > 0 && !once && is_about_limits(u) ? value_string(model) : value_null();
}

void systemd_place(struct kind_job *job, struct contributions *out)
{
    const struct systemd_state *s = job->state;
    struct unit u = {.job = job,
                     .s = s,
                     .section = systemd_section(job, SYSTEMD_IN_SERVICE),
                     .p = arena_new(job->a, struct placing)};
    if (!u.section || s->unit.section != SYSTEMD_IN_SERVICE || s->unit.is_of_several)
        return;
    u.service = contribute_service(out, STR("systemd"), s->unit.name, systemd_header_at(u.section));
    u.service->program = program_of(&u);
    u.service->path = source_get(job->sources, job->source)->file->path;
    u.service->runner = true;
    u.service->state = u.p;
    u.service->settle = settle;
    u.service->field[SERVICE_WORKER_MODEL] = worker_model_of(&u);
    if (u.service->field[SERVICE_WORKER_MODEL].type == VALUE_STRING) /* whatever its own config leaves unknown */
        u.service->field[SERVICE_RESIDENT] = value_bool(true);
    put_memory(&u);
    put_counts(&u);
    put_user(&u);
    put_restart(&u);
    struct value grace = setting(&u, "TimeoutStopSec");
    if (is_set(grace) || s->has_unit)
        u.service->field[SERVICE_GRACE] = grace;
    const struct environment *env = systemd_environment(job);
    u.service->environment = env;
    if (!container_is_database(u.service->program))
        pool_variables_add(job->a, u.service, env);
    const struct node *command = command_of(&u);
    if (command && !(command->flags & NODE_CONDITIONAL))
        systemd_embed(job, command);
}
