/* What a process file says of its apps: each is a service. */
#include "base/num.h"
#include "base/path.h"
#include "kinds/pm2/pm2.h"
#include "kinds/pool_variables.h"
#include "stack/stack.h"

/* What settle needs of an app. */
struct placing {
    bool by_cpus;       /* instances are counted in CPUs */
    int64_t more;       /* and these beside them: -1 */
    struct str program; /* what was measured under: the app's name */
};

static struct value get(struct kind_job *job, struct node *app, const char *name)
{
    struct value v = value_null();
    pm2_setting(job, app, str_from(name), &v);
    return v;
}

static struct str text_of(struct value v)
{
    return v.type == VALUE_STRING ? (struct str){v.as.s, v.n} : (struct str){0};
}

/* ---- processes ---- */

/* "max", 0 and every text that is no number are all CPUs, a negative number so many less: lib/God/... and lib/Common.js of pm2 7. */
static void put_processes(struct kind_job *job, struct node *app, struct service *s, struct placing *p)
{
    struct value v = get(job, app, "instances");
    struct str text = text_of(v);
    int64_t n = 0;
    if (value_is_unknown(v)) {
        struct str written = v.origin ? v.origin->written : (struct str){0};
        p->by_cpus = str_ends(written, STR("cpus().length"));
        s->field[SERVICE_PROCESSES] = v;
        return;
    }
    if (num_parse_int(text, &n) && n > 0) {
        s->field[SERVICE_PROCESSES] = value_with_origin(value_int(n), v.origin);
        return;
    }
    p->by_cpus = true;
    p->more = n < 0 ? n : 0;
    s->field[SERVICE_PROCESSES] = value_with_origin(value_unknown(job->a, STR("host.cpus_online")), v.origin);
}

/* os.cpus() counts what is online, whatever a cgroup grants. */
static void settle_processes(struct service *s, const struct host *host, struct arena *a)
{
    const struct placing *p = s->state;
    struct value *v = &s->field[SERVICE_PROCESSES];
    if (!p->by_cpus || !value_is_unknown(*v) || !host || host->cpus_online.type != VALUE_INT)
        return;
    int64_t n = host->cpus_online.as.i + p->more;
    struct origin *o = arena_new(a, struct origin);
    *o = (struct origin){.kind = ORIGIN_DERIVED, .at = value_at(*v)};
    o->written = v->origin ? v->origin->written : (struct str){0};
    o->text = str_printf(a, "%.*s, with %lld CPUs online", STR_ARG(o->written), (long long)host->cpus_online.as.i);
    *v = value_with_origin(value_int(n < 1 ? 1 : n), o);
}

/* Measured under the app's own name, or node's. */
static void settle_measured(struct service *s, const struct host *host, struct arena *a)
{
    const struct placing *p = s->state;
    struct str names[] = {p->program, STR("node-worker"), STR("node")};
    for (size_t i = 0; host && i < sizeof names / sizeof *names && !value_is_known(s->field[SERVICE_MEMORY_PROCESS]);
         i++) {
        struct value v = host_map_value(a, host, HOST_process_memory, names[i]);
        if (value_is_known(v))
            s->field[SERVICE_MEMORY_PROCESS] = v;
    }
}

static void settle(struct service *s, const struct host *host, struct arena *a)
{
    settle_processes(s, host, a);
    settle_measured(s, host, a);
}

/* ---- memory ---- */

/* --max-old-space-size counts in MiB. What else a process holds (young generation, buffers, code) comes on top. */
static void put_heap(struct kind_job *job, struct node *app, struct service *s)
{
    struct pm2_flag flag;
    int64_t n;
    if (!pm2_node_flag(job, app, STR("max-old-space-size"), &flag))
        return;
    struct str text = flag.text, number;
    str_cut(&text, '=');
    number = text;
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .at = flag.at, .written = flag.text};
    bool ok = num_parse_int(number, &n) && n > 0 && num_mul(n, 1 << 20, &n);
    struct value v = ok ? value_size(n) : value_unknown(job->a, STR("max-old-space-size"));
    s->field[SERVICE_HEAP] = value_with_origin(v, o);
}

/* ---- addresses ---- */

static void add_listen(struct kind_job *job, struct service *s, const struct node *port)
{
    int64_t n;
    if (port->kind != NODE_WORD || !node_is_known(port) || !num_parse_int(port->text, &n) || n <= 0 || n > 65535)
        return;
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .at = port->at, .written = source_text(job->sources, port->at)};
    struct listen *l = service_add_listen(job->a, s, port->at);
    l->field[LISTEN_PORT] = value_with_origin(value_int(n), o);
    l->field[LISTEN_ADDRESS] = value_with_origin(value_string(STR("*")), o);
}

/* PORT is a custom: which one the program reads, and on which address it listens, it alone knows. */
static void add_listens(struct kind_job *job, struct node *app, struct service *s)
{
    const struct node *port;
    struct node *own = option_entry(&pm2_table, app, STR("port"));
    s->more_listens = true;
    if (own && node_value(own))
        add_listen(job, s, node_value(own));
    for (uint32_t i = 0; (port = pm2_env(app, STR("PORT"), i)) != NULL; i++)
        add_listen(job, s, port);
}

/* ---- its database ---- */

static void take_variables(struct kind_job *job, const struct node *block, struct environment *env)
{
    const struct node *map = node_value(block);
    for (const struct node *e = map && map->kind == NODE_MAP ? map->first : NULL; e; e = e->next) {
        const struct node *w = e->kind == NODE_ENTRY ? node_value(e) : NULL;
        if (w && w->kind == NODE_WORD)
            vec_push(job->a, &env->all, ((struct env_variable){e->text, w->text, w->at, node_is_known(w)}));
    }
}

/* env, and what a deploy for production puts over it. */
static void add_pools(struct kind_job *job, struct node *app, struct service *s)
{
    static const char *const blocks[] = {"env", "env_production"};
    struct environment env = {0};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        const struct node *block = node_find(app, str_from(blocks[i]));
        if (block)
            take_variables(job, block, &env);
    }
    pool_variables_add(job->a, s, &env);
}

/* ---- the service ---- */

static struct str name_of(struct kind_job *job, struct node *app)
{
    struct str name = text_of(get(job, app, "name")), script = path_base(text_of(get(job, app, "script")));
    return name.n ? name : str_slice(script, 0, script.n - path_ext(script).n);
}

/* Another interpreter, or none, runs something else. */
static bool is_node(struct kind_job *job, struct node *app, struct value interpreter)
{
    struct str script = text_of(get(job, app, "script")), ext = path_ext(script);
    bool script_is = str_eq(ext, STR(".js")) || str_eq(ext, STR(".cjs")) || str_eq(ext, STR(".mjs")) || ext.n == 0;
    return interpreter.type == VALUE_STRING ? str_eq(path_base(text_of(interpreter)), STR("node"))
                                            : interpreter.type == VALUE_NULL && script_is;
}

/* Node's loop bounds no connections, so what counts is its processes: see systemd_worker_model. */
static void put_model(struct kind_job *job, struct node *app, struct service *s)
{
    struct value interpreter = get(job, app, "exec_interpreter");
    bool node = is_node(job, app, interpreter), unknown = value_is_unknown(interpreter);
    s->field[SERVICE_WORKER_MODEL] = node ? value_string(STR("process")) : unknown ? interpreter : value_null();
    if (node || unknown)
        put_heap(job, app, s);
}

static void put_guards(struct kind_job *job, struct node *app, struct service *s)
{
    struct value again = get(job, app, "autorestart");
    s->field[SERVICE_RECYCLING_MEMORY] = get(job, app, "max_memory_restart");
    s->field[SERVICE_GRACE] = get(job, app, "kill_timeout");
    if (again.type == VALUE_BOOL)
        s->field[SERVICE_RESTART] =
            value_with_origin(value_string(again.as.b ? STR("always") : STR("no")), again.origin);
    else
        s->field[SERVICE_RESTART] = again;
}

static void place_app(struct kind_job *job, struct node *app, struct contributions *out)
{
    struct placing *p = arena_new(job->a, struct placing);
    struct str name = name_of(job, app);
    struct service *s = contribute_service(out, STR("pm2"), name.n ? name : STR("app"), app->name_at);
    p->program = name;
    s->program = STR("pm2"); /* what a unit runs; all apps of one daemon share what that grants */
    s->one_of_many = true;
    s->path = source_get(job->sources, job->source)->file->path;
    s->state = p;
    s->settle = settle;
    put_model(job, app, s);
    put_processes(job, app, s, p);
    put_guards(job, app, s);
    add_listens(job, app, s);
    add_pools(job, app, s);
}

void pm2_place(struct kind_job *job, struct contributions *out)
{
    const struct pm2_state *s = job->state;
    for (uint32_t i = 0; i < s->apps.n; i++)
        place_app(job, s->apps.p[i], out);
}
