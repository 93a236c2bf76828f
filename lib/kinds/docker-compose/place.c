/* What a compose file says of the services that it runs. */
#include "base/num.h"
#include "base/path.h"
#include "formats/yaml.h"
#include "kinds/docker-compose/docker-compose.h"
#include "kinds/pool_variables.h"
#include "stack/stack.h"

enum { MAX_PORTS = 64 }; /* of one range; what is beyond is not listed */

/* What settle needs of the service. */
struct placing {
    struct value memory, restart, log; /* defaults that are judged where the host is known; unknown: none */
};

/* What services of the file have: where others have a guard, the lack of it in one is no habit of the file's. */
struct habits {
    uint32_t limited, restarted;
    struct map jobs; /* names of services that others wait for to end */
};

struct placed {
    struct kind_job *job;
    const struct habits *habits;
    struct node *entry; /* of the service */
    struct node *map;
    struct service *service;
    struct placing *p;
    bool resident;
};

static struct value setting(struct kind_job *job, struct node *entry, const char *name)
{
    struct value v = value_null();
    compose_setting(job, entry, str_from(name), &v);
    return v;
}

static struct value get(const struct placed *x, const char *name)
{
    return setting(x->job, x->entry, name);
}

static bool is_set(struct value v)
{
    return v.origin && v.origin->kind == ORIGIN_SET;
}

static bool is_text(struct value v, const char *text)
{
    return v.type == VALUE_STRING && str_eq((struct str){v.as.s, v.n}, str_from(text));
}

static struct str known_text(const struct node *w)
{
    return w && w->kind == NODE_WORD && node_is_known(w) ? w->text : (struct str){0};
}

/* ---- what is judged ---- */

static struct value restart_of(struct kind_job *job, struct node *entry)
{
    static const char *const names[][2] = {{"none", "no"}, {"any", "always"}, {"on-failure", "on-failure"}};
    struct value deploy = setting(job, entry, "deploy.restart_policy.condition"),
                 plain = setting(job, entry, "restart");
    const struct node *policy = compose_path(node_value(entry), STR("deploy.restart_policy"));
    if (policy && !is_set(deploy)) /* any is its default */
        return value_with_origin(value_string(STR("always")),
                                 origin_new(job->a, ORIGIN_SET, policy->at, (struct str){0}));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_text(deploy, names[i][0]))
            return value_with_origin(value_string(str_from(names[i][1])), deploy.origin);
    if (deploy.type == VALUE_UNKNOWN && is_set(deploy))
        return deploy;
    if (plain.type != VALUE_STRING)
        return plain;
    struct str all = {plain.as.s, plain.n};
    return value_with_origin(value_string(str_cut(&all, ':')), plain.origin);
}

static bool is_started_again(struct kind_job *job, struct node *entry)
{
    struct value v = restart_of(job, entry);
    return is_text(v, "always") || is_text(v, "unless-stopped");
}

static bool is_limited(struct kind_job *job, struct node *entry)
{
    return is_set(setting(job, entry, "mem_limit")) || is_set(setting(job, entry, "deploy.resources.limits.memory"));
}

static void note_jobs(struct habits *h, struct node *entry)
{
    struct node *on = compose_get(node_value(entry), "depends_on");
    for (struct node *e = on && on->kind == NODE_MAP ? on->first : NULL; e; e = e->next) {
        struct node *v = e->kind == NODE_ENTRY ? node_value(e) : NULL;
        if (v && str_eq(known_text(compose_get(v, "condition")), STR("service_completed_successfully")))
            map_put(&h->jobs, e->text, entry, NULL);
    }
}

/* Files for trying things out bound nothing and start nothing again. A missing guard is told where others of the file have it, or the host is known on which it
 * is to run. */
static void note_habits(struct kind_job *job, struct habits *h)
{
    h->jobs.a = job->a;
    for (struct node *e = NULL; (e = compose_next_block(job, 0, e)) != NULL;) {
        h->limited += is_limited(job, e);
        h->restarted += is_started_again(job, e);
        note_jobs(h, e);
    }
}

/* Whether it ends by itself: another one waits for that, or a profile starts it on demand. */
static bool is_job(const struct placed *x)
{
    return is_set(get(x, "profiles")) || map_has(&x->habits->jobs, x->entry->text);
}

static bool stays(const struct placed *x)
{
    bool watched = is_set(get(x, "healthcheck")) && !is_set(get(x, "healthcheck.disable"));
    return !is_job(x) && (container_serves(x->service->program) || is_set(get(x, "ports")) || watched ||
                          is_started_again(x->job, x->entry));
}

/* ---- limits ---- */

/* Of several containers the limit is that of each: together they may take it as often. */
static struct value times(const struct placed *x, struct value limit, struct value copies)
{
    if (limit.type != VALUE_INT || limit.flags & VALUE_UNLIMITED || copies.type != VALUE_INT || copies.as.i < 2)
        return limit;
    struct arena *a = x->job->a;
    struct str steps = str_printf(a, "%lld containers x %.*s", (long long)copies.as.i, STR_ARG(value_show(a, limit)));
    struct value v = value_mul(a, value_size(limit.as.i), copies);
    return value_with_origin(v, origin_new(a, ORIGIN_DERIVED, value_at(limit), steps));
}

static struct value copies_of(const struct placed *x)
{
    struct value replicas = get(x, "deploy.replicas");
    return is_set(replicas) ? replicas : get(x, "scale");
}

static struct value by_default(const struct placed *x, struct value v, const char *setting, const char *why)
{
    struct origin *o = arena_new(x->job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_DEFAULT, .at = x->entry->name_at, .text = str_from(why)};
    o->setting = str_from(setting);
    return value_with_origin(v, o);
}

/* memswap_limit counts memory and swap together; without it a container may have as much swap as memory (docs.docker.com, "Resource constraints"). */
static struct value swap_of(const struct placed *x, struct value limit)
{
    struct value both = get(x, "memswap_limit");
    if (is_set(both) && both.type != VALUE_INT)
        return both;
    if (limit.type != VALUE_INT || limit.flags & VALUE_UNLIMITED)
        return value_unknown(x->job->a, STR("service.swap_limit"));
    if (!is_set(both) || both.as.i == 0)
        return by_default(x, value_size(limit.as.i), "memswap_limit", "default of docker: as much swap as memory");
    if (both.flags & VALUE_UNLIMITED)
        return both;
    int64_t swap = both.as.i > limit.as.i ? both.as.i - limit.as.i : 0;
    struct str steps = str_printf(x->job->a, "memswap_limit %.*s - mem_limit %.*s",
                                  STR_ARG(value_show(x->job->a, both)), STR_ARG(value_show(x->job->a, limit)));
    return value_with_origin(value_size(swap), origin_new(x->job->a, ORIGIN_DERIVED, value_at(both), steps));
}

static void put_memory(struct placed *x)
{
    struct value plain = get(x, "mem_limit"), deploy = get(x, "deploy.resources.limits.memory");
    struct value limit = is_set(deploy) ? deploy : plain;
    if (is_set(limit) && limit.type == VALUE_INT && limit.as.i == 0)
        limit = value_with_origin(value_unlimited(), limit.origin);
    if (is_set(limit)) {
        x->service->field[SERVICE_MEMORY_LIMIT] = times(x, limit, copies_of(x));
        x->service->field[SERVICE_SWAP_LIMIT] = times(x, swap_of(x, limit), copies_of(x));
    } else if (limit.type == VALUE_UNKNOWN) {
        x->service->field[SERVICE_MEMORY_LIMIT] = limit;
    } else if (x->resident) {
        x->p->memory = by_default(x, value_unlimited(), "mem_limit", "default of docker: no mem_limit");
        x->service->field[SERVICE_SWAP_LIMIT] =
            by_default(x, value_unlimited(), "memswap_limit", "default of docker: no memswap_limit");
        if (x->habits->limited)
            x->service->field[SERVICE_MEMORY_LIMIT] = x->p->memory;
    }
}

static void put_restart(struct placed *x)
{
    struct value restart = restart_of(x->job, x->entry);
    if (is_set(restart) || restart.type != VALUE_STRING) {
        x->service->field[SERVICE_RESTART] = restart;
    } else if (x->resident) {
        x->p->restart = restart;
        if (x->habits->restarted)
            x->service->field[SERVICE_RESTART] = restart;
    }
}

static void put_counts(struct placed *x)
{
    struct value files = get(x, "ulimits.nofile"), tasks = get(x, "pids_limit"),
                 deploy = get(x, "deploy.resources.limits.pids"), copies = copies_of(x), plain = get(x, "cpus"),
                 cpus = get(x, "deploy.resources.limits.cpus");
    cpus = is_set(cpus) ? cpus : plain;
    if (is_set(cpus) && value_is_known(cpus) && value_as_double(cpus) > 0) /* 0: as many as there are */
        x->service->field[SERVICE_CPUS] = cpus;
    tasks = is_set(deploy) ? deploy : tasks;
    if (is_set(files))
        x->service->field[SERVICE_FDS_LIMIT] =
            files.type == VALUE_INT && files.as.i < 0 ? value_with_origin(value_unlimited(), files.origin) : files;
    if (is_set(tasks))
        x->service->field[SERVICE_TASKS_LIMIT] =
            tasks.type == VALUE_INT && tasks.as.i <= 0 ? value_with_origin(value_unlimited(), tasks.origin) : tasks;
    if (copies.type == VALUE_INT && copies.as.i > 1)
        x->service->field[SERVICE_COPIES] = copies;
}

/* Bounded or of a driver that is not known: said; without a bound: where the host is known. */
static void put_log(struct placed *x)
{
    struct value log = get(x, "log_size");
    if (is_job(x))
        return;
    if (log.origin && log.origin->kind == ORIGIN_DEFAULT)
        x->p->log = log;
    else
        x->service->field[SERVICE_LOG_LIMIT] = log;
}

static void settle(struct service *s, const struct host *host, struct arena *a)
{
    const struct placing *p = s->state;
    (void)a;
    /* This machine, which nobody named, may be anybody's desk. */
    if (!host || host->nofile.flags & VALUE_ESTIMATE)
        return;
    if (service_unstated(s, SERVICE_LOG_LIMIT) && !value_is_unknown(p->log))
        s->field[SERVICE_LOG_LIMIT] = p->log;
    if (service_unstated(s, SERVICE_MEMORY_LIMIT) && !value_is_unknown(p->memory))
        s->field[SERVICE_MEMORY_LIMIT] = p->memory;
    if (service_unstated(s, SERVICE_RESTART) && !value_is_unknown(p->restart))
        s->field[SERVICE_RESTART] = p->restart;
}

/* ---- ports ---- */

/* "80" or "80-89". */
static bool read_range(struct str text, int64_t *ret_first, int64_t *ret_last)
{
    struct str first = str_cut(&text, '-');
    bool one = text.n == 0;
    return num_parse_int(first, ret_first) && num_parse_int(one ? first : text, ret_last) && *ret_first <= *ret_last;
}

static void add_ports(struct placed *x, struct str address, struct str ports, struct span at)
{
    int64_t first, last;
    if (!read_range(ports, &first, &last) || last - first >= MAX_PORTS) {
        x->service->more_listens = true;
        return;
    }
    const struct origin *o = origin_new(x->job->a, ORIGIN_SET, at, (struct str){0});
    for (int64_t port = first; port <= last; port++) {
        struct listen *l = service_add_listen(x->job->a, x->service, at);
        l->field[LISTEN_ADDRESS] = value_with_origin(value_string(address.n ? address : STR("*")), o);
        l->field[LISTEN_PORT] = value_with_origin(value_int(port), o);
    }
}

/* "[ADDRESS:]HOST:CONTAINER[/PROTOCOL]"; without HOST docker picks a port. */
static void add_short(struct placed *x, const struct node *w)
{
    struct str text = w->text, map = str_cut(&text, '/');
    uint32_t container = str_rfind_byte(map, ':');
    if (str_eq(text, STR("udp")) || str_eq(text, STR("sctp")))
        return;
    x->service->more_listens |= container >= map.n;
    if (container >= map.n)
        return;
    struct str left = str_slice(map, 0, container);
    uint32_t host = str_rfind_byte(left, ':');
    struct str address = host < left.n ? str_slice(left, 0, host) : (struct str){0};
    struct str port = host < left.n ? str_slice(left, host + 1, left.n) : left;
    if (str_starts(address, STR("[")) && str_ends(address, STR("]")))
        address = str_slice(address, 1, address.n - 1);
    add_ports(x, address, port, w->at);
}

static void put_ports(struct placed *x)
{
    struct node *list = compose_get(x->map, "ports");
    struct value mode = get(x, "network_mode"); /* "host": its program's own ports are the host's */
    x->service->more_listens = is_set(mode) && !is_text(mode, "host");
    for (struct node *v = list && list->kind == NODE_LIST ? list->first : NULL; v; v = v->next) {
        struct node *port = v->kind == NODE_MAP ? compose_get(v, "published") : v;
        struct str protocol = v->kind == NODE_MAP ? known_text(compose_get(v, "protocol")) : (struct str){0};
        if (v->kind == NODE_COMMENT || str_eq(protocol, STR("udp")))
            continue;
        if (!port || port->kind != NODE_WORD || !node_is_known(port))
            x->service->more_listens = true;
        else if (v->kind == NODE_WORD)
            add_short(x, v);
        else
            add_ports(x, known_text(compose_get(v, "host_ip")), port->text, port->at);
    }
}

/* ---- files of the host ---- */

/* Where on the host a bind mount's file is, "./nginx.conf:/etc/nginx/nginx.conf:ro"; empty: it is no file of the host. */
static struct str source_of(const struct node *v)
{
    struct str text = v->kind == NODE_MAP ? known_text(compose_get((struct node *)v, "source")) : known_text(v);
    struct str source = str_cut(&text, ':');
    return source.n > 1 && (source.p[0] == '.' || source.p[0] == '/') ? source : (struct str){0};
}

/* The config that the program gets from the host: of several mounts the one called after it, or the only one that is a config by its name. */
static struct str config_of(const struct placed *x)
{
    struct node *list = compose_get(x->map, "volumes");
    struct str program = x->service->program, found = {0};
    uint32_t n = 0;
    for (struct node *v = list && list->kind == NODE_LIST ? list->first : NULL; v; v = v->next) {
        struct str source = v->kind == NODE_COMMENT ? (struct str){0} : source_of(v), base = path_base(source);
        bool config = str_ends(base, STR(".conf")) || str_ends(base, STR(".cfg")) || str_ends(base, STR(".cnf"));
        if (config && program.n && str_starts(base, str_slice(program, 0, str_find_byte(program, '-'))))
            return source;
        found = config ? source : found;
        n += config;
    }
    return n == 1 ? found : (struct str){0};
}

/* ---- the command line ---- */

void compose_command_of(struct kind_job *job, struct node *service, struct container_command *ret)
{
    struct node *map = node_value(service), *image = compose_get(map, "image"), *env = compose_get(map, "environment");
    struct container c = {.image = compose_get(map, "build") ? NULL : image,
                          .entrypoint = compose_get(map, "entrypoint"),
                          .command = compose_get(map, "command"),
                          .at = (image ? image : service)->at};
    for (struct node *n = env && env->kind != NODE_WORD ? env->first : NULL; n && !c.by_environment.n; n = n->next)
        c.by_environment = container_program_of_variable(str_slice(n->text, 0, str_find_byte(n->text, '=')));
    container_command_of(job, &c, ret);
}

static void add_variable(struct kind_job *job, struct environment *env, const struct node *n)
{
    const struct node *w = n->kind == NODE_ENTRY ? node_value(n) : n;
    uint32_t eq = n->kind == NODE_ENTRY ? n->text.n : str_find_byte(n->text, '=');
    struct str value = n->kind == NODE_ENTRY ? (w && w->kind == NODE_WORD ? w->text : (struct str){0})
                                             : str_slice(n->text, eq + 1, n->text.n);
    bool known =
        w && w->kind == NODE_WORD && node_is_known(w) && (n->kind == NODE_ENTRY ? w->text.n > 0 : eq < n->text.n);
    struct span at = w ? w->at : n->at;
    if (w && w->name_at.len == w->text.n)
        at = n->kind == NODE_ENTRY ? w->name_at
                                   : span_part(w->name_at, eq + 1 < w->text.n ? eq + 1 : w->text.n, value.n);
    vec_push(job->a, &env->all, ((struct env_variable){str_slice(n->text, 0, eq), value, at, known}));
}

/* One entry of env_file. What it holds stands at its name: the place that a deploy changes is that file. */
static void take_env_file(const struct placed *x, struct environment *all, struct node *item)
{
    const struct compose_state *s = x->job->state;
    const struct node *w = item->kind == NODE_MAP ? compose_get(item, "path") : item;
    const struct map *vars = NULL;
    if (w && w->kind == NODE_WORD && node_is_known(w) && s->dir.n)
        vars = compose_env_file(x->job, path_join(x->job->a, s->dir, w->text));
    all->partial |= !vars;
    for (uint32_t i = 0; vars && i < vars->n; i++) {
        const struct str *value = vars->entries[i].value;
        vec_push(x->job->a, &all->all, ((struct env_variable){vars->entries[i].key, *value, w->at, true}));
    }
}

/* env_file first: environment goes before it. */
static void take_environment(const struct placed *x, struct environment *all)
{
    struct node *files = compose_get(x->map, "env_file");
    if (files && files->kind == NODE_LIST)
        for (struct node *n = files->first; n; n = n->next)
            take_env_file(x, all, n);
    else if (files)
        take_env_file(x, all, files);
    struct node *entry = node_find(x->map, STR("environment"));
    for (struct node *env = entry ? entry->first : NULL; env; env = env->next)
        for (struct node *n = env->kind == NODE_MAP || env->kind == NODE_LIST ? env->first : NULL; n; n = n->next)
            if (n->kind == NODE_ENTRY || n->kind == NODE_WORD)
                add_variable(x->job, all, n);
}

static void put_environment(const struct placed *x, const struct container_command *c)
{
    struct environment *env = arena_new(x->job->a, struct environment);
    take_environment(x, env);
    x->service->environment = env;
    if (!container_is_database(c->program))
        pool_variables_add(x->job->a, x->service, env);
    container_embed(x->job, c, x->entry->text, x->entry->name_at, env->all.p, env->all.n);
}

/* ---- the service ---- */

static void place_service(struct kind_job *job, const struct habits *h, struct contributions *out, struct node *entry)
{
    struct container_command command;
    struct placed x = {
        .job = job, .habits = h, .entry = entry, .map = node_value(entry), .p = arena_new(job->a, struct placing)};
    compose_command_of(job, entry, &command);
    x.service = contribute_service(out, STR("docker-compose"), entry->text, entry->name_at);
    x.service->program = command.program;
    x.service->path = source_get(job->sources, job->source)->file->path;
    x.service->runner = true;
    x.service->state = x.p;
    x.service->settle = settle;
    x.service->config = config_of(&x);
    x.resident = stays(&x);
    x.service->field[SERVICE_WORKER_MODEL] = value_null(); /* the config or command line of the program tells */
    x.service->field[SERVICE_CONTAINER] = get(&x, "name");
    x.service->field[SERVICE_RESIDENT] = value_with_origin(
        value_bool(x.resident), origin_new(job->a, ORIGIN_DERIVED, entry->name_at, STR("by what its entry says")));
    put_memory(&x);
    put_restart(&x);
    put_log(&x);
    put_counts(&x);
    put_ports(&x);
    x.service->field[SERVICE_GRACE] = get(&x, "stop_grace_period");
    put_environment(&x, &command);
}

/* Of one of several files it is not known what the others change. */
void compose_place(struct kind_job *job, struct contributions *out)
{
    const struct compose_state *s = job->state;
    struct habits h = {0};
    if (s->partial)
        return;
    note_habits(job, &h);
    for (struct node *e = NULL; (e = compose_next_block(job, 0, e)) != NULL;)
        place_service(job, &h, out, e);
}
