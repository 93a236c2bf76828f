#include "stack/partners.h"

#include "base/path.h"

/* The configs of one program on one host; a command line that no config joins is one. */
struct program_configs {
    VEC(struct placed_service *) all;
};

struct pairing {
    struct stack *s;
    struct map programs; /* host and program -> struct program_configs */
    struct map
        commands; /* host, program, path of the file it stands in and name of what runs it -> the service of a command line */
};

/* Hosts are told apart by where their record is; one of which nothing is known stands for a document alone, and is nobody else's. */
static struct str named_key(struct arena *a, const struct placed_service *p, struct str program)
{
    return str_concat(a, (struct str){(const char *)&p->host, sizeof p->host}, program);
}

static struct str program_key(struct arena *a, const struct placed_service *p)
{
    return named_key(a, p, p->service.program);
}

/* A file with several containers of one program has a command line of each. */
static struct str command_key(struct arena *a, const struct placed_service *p, bool named)
{
    struct value name = p->service.field[SERVICE_NAME];
    struct str runs = named && name.type == VALUE_STRING ? (struct str){name.as.s, name.n} : (struct str){0};
    return str_concat(a, program_key(a, p), str_printf(a, "\n%.*s\n%.*s", STR_ARG(p->service.path), STR_ARG(runs)));
}

static bool may_pair(const struct placed_service *p)
{
    return p->host && p->service.program.n;
}

static void add_under(struct pairing *x, struct placed_service *p, struct str program)
{
    struct map_entry *e = map_put(&x->programs, named_key(x->s->a, p, program), NULL, NULL);
    e->value = e->value ? e->value : arena_new(x->s->a, struct program_configs);
    struct program_configs *configs = e->value;
    vec_push(x->s->a, &configs->all, p);
}

static void add_program(struct pairing *x, struct placed_service *p)
{
    add_under(x, p, p->service.program);
    if (p->service.alias.n)
        add_under(x, p, p->service.alias);
}

static const struct program_configs *configs_for(struct pairing *x, const struct placed_service *p)
{
    static const struct program_configs none;
    const struct program_configs *found = may_pair(p) ? map_get(&x->programs, program_key(x->s->a, p)) : NULL;
    return found ? found : &none;
}

static void join_to(struct pairing *x, struct placed_service *p, struct placed_service *to)
{
    vec_push(x->s->a, &to->runners, p);
    p->joined = to;
}

/* ---- what one leaves to another ---- */

/* Nobody stated it, or it is none as far as the config tells: null that stands nowhere. */
static bool is_open(const struct service *s, enum service_field f)
{
    return service_unstated(s, f) || (s->field[f].type == VALUE_NULL && !s->field[f].origin);
}

/* What the program's own config states goes before what runs it: nginx raises its limit of files by itself. */
static void take_from_runner(struct placed_service *to, const struct placed_service *runner)
{
    to->service.spread |= runner->service.spread && is_open(&to->service, SERVICE_COPIES);
    to->service.workload = to->service.workload.n ? to->service.workload : runner->service.workload;
    if (!to->service.environment)
        to->service.environment = runner->service.environment;
    to->service.more_listens |= runner->service.more_listens; /* a container may publish ports that are not known */
    for (uint32_t f = 0; f < SERVICE_FIELD_COUNT; f++) {
        struct value v = runner->service.field[f];
        bool says = !service_unstated(&runner->service, f) || v.origin;
        if (f != SERVICE_KIND && f != SERVICE_NAME && says && is_open(&to->service, f))
            to->service.field[f] = v;
    }
}

/* ---- command lines ---- */

/* How many parts two paths have in common at their ends. */
static uint32_t common_end(struct str x, struct str y)
{
    uint32_t n = 0;
    while (x.n && y.n && str_eq(path_base(x), path_base(y))) {
        n++;
        x = path_dir(x);
        y = path_dir(y);
        if (str_eq(x, STR("/")) || str_eq(y, STR("/")) || str_eq(x, STR(".")) || str_eq(y, STR(".")))
            break;
    }
    return n;
}

/* The config that a command line means; NULL: none of those that were read, or more than one may be meant. */
static struct placed_service *meant_by(const struct program_configs *configs, const struct service *command)
{
    struct placed_service *best = NULL;
    uint32_t most = 0, ties = 0;
    if (command->command && command->alone)
        return NULL;
    if (command->config.n == 0)
        return configs->all.n == 1 ? configs->all.p[0] : NULL;
    for (uint32_t i = 0; i < configs->all.n; i++) {
        const struct service *config = &configs->all.p[i]->service;
        uint32_t n = common_end(command->config, config->deployed.n ? config->deployed : config->path);
        ties = n > most ? 1 : ties + (n == most && n > 0);
        best = n > most ? configs->all.p[i] : best;
        most = n > most ? n : most;
    }
    return ties == 1 ? best : NULL;
}

/* A command states what it sets, even to something that is not known; not what it leaves to a default. */
static bool states(struct value v)
{
    return v.origin && v.origin->kind != ORIGIN_DEFAULT;
}

static bool states_listens(const struct service *command)
{
    for (uint32_t i = 0; i < command->listens.n; i++)
        for (uint32_t f = 0; f < LISTEN_FIELD_COUNT; f++)
            if (states(command->listens.p[i]->field[f]))
                return true;
    return false;
}

/* What a command sets before it reads its config. */
static void fill_early(struct service *config, const struct service *early)
{
    for (uint32_t f = 0; f < SERVICE_FIELD_COUNT; f++) {
        const struct origin *o = config->field[f].origin;
        bool open = config->field[f].type == VALUE_NULL || (o && o->kind == ORIGIN_DEFAULT);
        if (f != SERVICE_KIND && f != SERVICE_NAME && open && states(early->field[f]))
            config->field[f] = early->field[f];
    }
}

/* Copies of a config on several hosts have one list in common: it gets one of its own. */
static void add_listens(struct arena *a, struct service *config, const struct service *command)
{
    uint32_t n = config->listens.n + command->listens.n;
    struct listen **all = arena_array(a, struct listen *, n + 1);
    for (uint32_t i = 0; i < n; i++)
        all[i] = i < config->listens.n ? config->listens.p[i] : command->listens.p[i - config->listens.n];
    config->listens.p = all;
    config->listens.n = config->listens.cap = n;
}

static void override(struct arena *a, struct placed_service *config, const struct placed_service *command)
{
    struct service *s = &config->service;
    if (command->service.early)
        fill_early(s, command->service.early);
    for (uint32_t f = 0; f < SERVICE_FIELD_COUNT; f++)
        if (f != SERVICE_KIND && f != SERVICE_NAME && states(command->service.field[f]))
            s->field[f] = command->service.field[f];
    if (command->service.adds_listens) {
        add_listens(a, s, &command->service);
    } else if (states_listens(&command->service) || (command->service.listens.n && !s->listens.n)) {
        s->listens.p = command->service.listens.p;
        s->listens.n = s->listens.cap = command->service.listens.n;
    }
}

/* Of a config that several command lines share each is a service of its own: what it does not state, the config does. */
static void fill_from_shared(struct placed_service *command, struct placed_service *config)
{
    struct service *s = &command->service;
    take_from_runner(command, config);
    if (!s->listens.n) {
        s->listens.p = config->service.listens.p;
        s->listens.n = s->listens.cap = config->service.listens.n;
    }
    if (!s->settle) {
        s->settle = config->service.settle;
        s->state = config->service.state;
    }
    config->joined = config->joined ? config->joined : command;
}

static void count_command(struct pairing *x, struct placed_service *p)
{
    struct placed_service *config = meant_by(configs_for(x, p), &p->service);
    if (config)
        config->commands++;
}

static void join_command(struct pairing *x, struct placed_service *p)
{
    struct placed_service *config = meant_by(configs_for(x, p), &p->service);
    if (config && config->service.shared && config->commands > 1) {
        fill_from_shared(p, config);
    } else if (config) {
        override(x->s->a, config, p);
        join_to(x, p, config);
    }
    struct str in_file = command_key(x->s->a, p, false);
    map_put(&x->commands, command_key(x->s->a, p, true), p, NULL);
    map_put(&x->commands, in_file, map_has(&x->commands, in_file) ? NULL : p, NULL);
}

/* ---- runners ---- */

/* Which of several configs of a program a runner runs is not known: nor is then what it would fill. */
static void doubt(struct pairing *x, const struct program_configs *configs, const struct placed_service *runner)
{
    struct arena *a = x->s->a;
    for (uint32_t i = 0; i < configs->all.n; i++) {
        struct service *s = &configs->all.p[i]->service;
        for (uint32_t f = 0; f < SERVICE_FIELD_COUNT; f++)
            if (service_unstated(s, f) && !service_unstated(&runner->service, f))
                s->field[f] = value_unknown(a, str_printf(a, "which config of %.*s is run", STR_ARG(s->program)));
    }
}

static bool are_all_run(const struct program_configs *configs)
{
    for (uint32_t i = 0; i < configs->all.n; i++)
        if (!configs->all.p[i]->service.one_of_many)
            return false;
    return configs->all.n > 0;
}

/* One runner of a program runs all of its pools; of two (php8.1-fpm and php8.2-fpm) each runs some. */
static bool is_only_runner(const struct pairing *x, const struct placed_service *runner)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->s->services.n; i++) {
        const struct placed_service *p = x->s->services.p[i];
        n += p->service.runner && p->host == runner->host && str_eq(p->service.program, runner->service.program);
    }
    return n == 1;
}

/* Limits that hold for all that is run together. */
static void take_limits(struct placed_service *to, const struct placed_service *runner)
{
    static const enum service_field limits[] = {SERVICE_MEMORY_LIMIT, SERVICE_FDS_LIMIT, SERVICE_TASKS_LIMIT};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct value v = runner->service.field[limits[i]];
        bool bounds = v.origin ? v.origin->kind != ORIGIN_DEFAULT : !service_unstated(&runner->service, limits[i]);
        if (bounds && !(v.flags & VALUE_UNLIMITED) && service_unstated(&to->service, limits[i]))
            to->service.field[limits[i]] = v;
    }
}

/* The first one stands for what the runner says, or leaves unsaid, so that it is told once. */
static void join_to_all(struct pairing *x, const struct program_configs *configs, struct placed_service *runner)
{
    for (uint32_t i = configs->all.n; i-- > 0;) {
        if (i == 0)
            take_from_runner(configs->all.p[i], runner);
        else
            take_limits(configs->all.p[i], runner);
        join_to(x, runner, configs->all.p[i]);
    }
}

/* The service of the command line that a runner states; NULL: there is none. */
static struct placed_service *commanded_by(struct pairing *x, const struct placed_service *runner)
{
    struct placed_service *command = NULL;
    if (runner->service.program.n)
        command = map_get(&x->commands, command_key(x->s->a, runner, true));
    if (!command && runner->service.program.n)
        command = map_get(&x->commands, command_key(x->s->a, runner, false));
    return command && command->joined ? command->joined : command;
}

static void join_runner(struct pairing *x, struct placed_service *runner)
{
    const struct program_configs *configs = configs_for(x, runner);
    struct placed_service *to = commanded_by(x, runner);
    if (!to)
        to = meant_by(configs, &runner->service);
    if (!to && configs->all.n == 1)
        to = configs->all.p[0];
    if (to) {
        take_from_runner(to, runner);
        join_to(x, runner, to);
    } else if (configs->all.n > 1 && are_all_run(configs) && is_only_runner(x, runner)) {
        join_to_all(x, configs, runner);
    } else if (configs->all.n > 1) {
        doubt(x, configs, runner);
    }
}

/* ---- settings that services of a program share ---- */

/* An application's folder, of a config below it: "shop" of shop/config/database.yml. */
static bool is_of_application(const struct placed_service *p, const struct placed_service *supplement)
{
    struct str root = path_dir(path_dir(supplement->service.path)), path = p->service.path;
    bool below = str_starts(path, root) && str_byte(path, root.n) == '/';
    return below || str_eq(root, STR("."));
}

/* Two of one kind on a host are those of two applications. */
static bool is_only_one(const struct pairing *x, const struct placed_service *supplement)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->s->services.n; i++) {
        const struct placed_service *p = x->s->services.p[i];
        n += p->service.supplement == supplement->service.supplement && p->host == supplement->host &&
             str_eq(p->service.program, supplement->service.program);
    }
    return n == 1;
}

static void take_own_pools(struct pairing *x, struct placed_service *to, const struct placed_service *supplement)
{
    for (uint32_t i = 0; i < supplement->service.pools.n; i++) {
        struct pool *p = pool_copy(x->s->a, supplement->service.pools.p[i]);
        p->index = to->service.pools.n;
        vec_push(x->s->a, &to->service.pools, p);
    }
}

static void join_supplement(struct pairing *x, struct placed_service *supplement)
{
    const struct program_configs *configs = configs_for(x, supplement);
    bool has_pools = supplement->service.pools.n > 0, for_all = !has_pools || is_only_one(x, supplement);
    supplement->joined = supplement;
    for (uint32_t i = 0; i < configs->all.n; i++) {
        if (!for_all && !is_of_application(configs->all.p[i], supplement))
            continue;
        supplement->joined = supplement->joined == supplement ? configs->all.p[i] : supplement->joined;
        take_from_runner(configs->all.p[i], supplement);
        take_own_pools(x, configs->all.p[i], supplement);
    }
    if (supplement->joined != supplement)
        supplement->service.pools.n = 0; /* they are those of its services now */
}

/* The last of the later ones goes before all others, then what is in the base. */
static void join_supplements(struct pairing *x)
{
    struct placed_service **all = x->s->services.p;
    for (uint32_t i = x->s->services.n; i-- > 0;)
        if (all[i]->service.supplement == SUPPLEMENT_LATER)
            join_supplement(x, all[i]);
    for (uint32_t i = x->s->services.n; i-- > 0;)
        if (all[i]->service.supplement == SUPPLEMENT_BASE)
            join_supplement(x, all[i]);
}

/* ---- autoscalers ---- */

/* One of which no host is known may be meant for any. */
static bool scales(const struct placed_service *scaler, const struct placed_service *p)
{
    return p != scaler && p->service.workload.n && str_eq(p->service.workload, scaler->service.workload) &&
           (!p->host || !scaler->host || p->host == scaler->host);
}

static void join_scalers(struct stack *s)
{
    for (uint32_t i = 0; i < s->services.n; i++) {
        struct placed_service *scaler = s->services.p[i];
        if (scaler->service.supplement != SUPPLEMENT_SCALER)
            continue;
        scaler->joined = scaler;
        for (uint32_t k = 0; k < s->services.n; k++)
            if (scales(scaler, s->services.p[k]))
                s->services.p[k]->service.field[SERVICE_COPIES] = scaler->service.field[SERVICE_COPIES];
    }
}

static bool is_config(const struct service *s)
{
    return !s->runner && !s->command && !s->supplement;
}

/* What a part of a command line says fills the only command line that no config joins. */
static void join_partial(struct pairing *x, struct placed_service *p)
{
    const struct program_configs *configs = configs_for(x, p);
    if (configs->all.n == 1 && configs->all.p[0]->service.command && !configs->all.p[0]->service.partial) {
        take_from_runner(configs->all.p[0], p);
        join_to(x, p, configs->all.p[0]);
    } else {
        add_program(x, p);
    }
}

/* Parts first: whole command lines state before them. */
static void join_commands(struct pairing *x, uint32_t n)
{
    struct placed_service **all = x->s->services.p;
    for (uint32_t i = 0; i < n; i++)
        if (may_pair(all[i]) && all[i]->service.command)
            count_command(x, all[i]);
    for (int whole = 0; whole < 2; whole++)
        for (uint32_t i = 0; i < n; i++)
            if (all[i]->service.program.n && all[i]->service.command && all[i]->service.partial == !whole)
                join_command(x, all[i]);
    for (uint32_t i = 0; i < n; i++)
        if (all[i]->service.command && may_pair(all[i]) && !all[i]->joined && !all[i]->service.partial)
            add_program(x, all[i]);
    for (uint32_t i = 0; i < n; i++)
        if (all[i]->service.command && may_pair(all[i]) && !all[i]->joined && all[i]->service.partial)
            join_partial(x, all[i]);
}

void stack_join_partners(struct stack *s)
{
    struct pairing x = {s, {.a = s->a}, {.a = s->a}};
    uint32_t n = s->services.n;
    struct placed_service **all = s->services.p;
    for (uint32_t i = 0; i < n; i++)
        if (may_pair(all[i]) && is_config(&all[i]->service))
            add_program(&x, all[i]);
    join_commands(&x, n);
    join_supplements(&x);
    for (uint32_t i = 0; i < n; i++) {
        if (!all[i]->service.runner)
            continue;
        if (all[i]->service.settle)
            all[i]->service.settle(&all[i]->service, all[i]->host, s->a);
        join_runner(&x, all[i]);
    }
    join_scalers(s);
}
