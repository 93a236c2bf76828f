/* loadline traffic: who is sent how much of each pool's requests, beside what its host has, and what is left with one server gone. */
#include "traffic.h"

#include "commands.h"
#include "faults.h"
#include "options.h"
#include "output_file.h"

#include "base/buf.h"
#include "base/jobs.h"
#include "base/limits.h"
#include "base/map.h"
#include "diag/closest.h"
#include "diag/sink.h"

#include <stdio.h>
#include <unistd.h>

/* clang-format off */
enum {
    OPT_FACTS = 1, OPT_HOST, OPT_CPUS, OPT_MEMORY, OPT_POOL, OPT_FORMAT, OPT_OUTPUT, OPT_KIND, OPT_TARGET, OPT_PATH, OPT_NO_CONFIG, OPT_HELP,
};

static const struct option table[] = {
    {OPT_FACTS,     'f', "facts",     "FILE|DIR|local", "FILE",          "hosts and their facts; repeatable"},
    {OPT_HOST,      0,   "host",      "NAME",           NULL,            "only pools on this host of the facts; repeatable"},
    {OPT_CPUS,      0,   "cpus",      "N",              NULL,            "CPUs of one nameless host"},
    {OPT_MEMORY,    0,   "memory",    "SIZE",           NULL,            "memory of one nameless host"},
    {OPT_POOL,      0,   "pool",      "NAME",           NULL,            "only the pool of this name; repeatable"},
    {OPT_FORMAT,    'F', "format",    "FMT",            "text json",     "text (default) or json"},
    {OPT_OUTPUT,    'o', "output",    "FILE",           "FILE",          "where to write it; '-' is stdout"},
    {OPT_KIND,      0,   "kind",      "KIND",           "nginx haproxy", "take files named outright for this kind"},
    {OPT_TARGET,    0,   "target",    "KIND=VERSION",   NULL,            "as that version reads it: haproxy=2.6"},
    {OPT_PATH,      0,   "path",      "FROM=TO",        NULL,            "a deployed path and where it is here; repeatable"},
    {OPT_NO_CONFIG, 0,   "no-config", NULL,             NULL,            "do not look for loadline.yaml"},
    {OPT_HELP,      'h', "help",      NULL,             NULL,            "this text"},
};
/* clang-format on */

enum { N_OPTIONS = sizeof(table) / sizeof(table[0]) };

struct traffic_options {
    struct run_options run;
    VEC(struct str) pools; /* --pool */
    struct str output;
    bool json, help;
};

static int usage_fault(struct str message)
{
    fprintf(stderr, "loadline traffic: %.*s\n", STR_ARG(message));
    return EXIT_USAGE;
}

/* ---- options ---- */

/* These return the empty text, or what is wrong. */

static struct str add_path(struct traffic_options *o, struct arena *a, struct str value)
{
    if (str_eq(value, STR("-")))
        return STR("does not read standard input: name a file");
    vec_push(a, &o->run.paths, value);
    return (struct str){0};
}

static struct str set_format(struct traffic_options *o, struct arena *a, struct str value)
{
    o->json = str_eq(value, STR("json"));
    return o->json || str_eq(value, STR("text"))
               ? (struct str){0}
               : str_printf(a, "`--format` takes text or json, not `%s`", diag_quote(a, value).p);
}

static struct str set_kind(struct traffic_options *o, struct arena *a, struct str value)
{
    o->run.kind = kind_find(value);
    return o->run.kind ? (struct str){0} : str_printf(a, "no kind is called `%s`", diag_quote(a, value).p);
}

static struct str add_target(struct traffic_options *o, struct arena *a, struct str value)
{
    struct run_target t;
    struct str version = value, name = str_cut(&version, '=');
    t.kind = kind_find(name);
    if (!t.kind || !version_parse(version, &t.version))
        return str_printf(a, "`%s` is no KIND=VERSION", diag_quote(a, value).p);
    vec_push(a, &o->run.targets, t);
    return (struct str){0};
}

static struct str take_option(struct traffic_options *o, struct arena *a, int id, struct str value)
{
    /* clang-format off */
    switch (id) {
    case OPTION_POSITIONAL: return add_path(o, a, value);
    case OPT_FORMAT: return set_format(o, a, value);
    case OPT_KIND: return set_kind(o, a, value);
    case OPT_TARGET: return add_target(o, a, value);
    case OPT_FACTS: vec_push(a, &o->run.facts, value); break;
    case OPT_HOST: vec_push(a, &o->run.hosts, value); break;
    case OPT_PATH: vec_push(a, &o->run.path_maps, value); break;
    case OPT_POOL: vec_push(a, &o->pools, value); break;
    case OPT_CPUS: o->run.cpus = value; break;
    case OPT_MEMORY: o->run.memory = value; break;
    case OPT_OUTPUT: o->output = value; break;
    case OPT_NO_CONFIG: o->run.no_config = true; break;
    case OPT_HELP: o->help = true; break;
    default: return value;
    }
    /* clang-format on */
    return (struct str){0};
}

/* ---- names ---- */

static struct str text_of(struct value v)
{
    return v.type == VALUE_STRING ? (struct str){v.as.s, v.n} : (struct str){0};
}

struct str traffic_pool_name(const struct pool *p)
{
    struct str name = text_of(p->field[POOL_NAME]);
    return name.n ? name : STR("(unnamed)");
}

struct str traffic_server_address(struct arena *a, const struct server *s)
{
    struct str path = text_of(s->field[SERVER_PATH]), address = text_of(s->field[SERVER_ADDRESS]);
    struct value port = s->field[SERVER_PORT];
    if (path.n || port.type != VALUE_INT || !address.n)
        return path.n ? path : address;
    bool bare = str_find_byte(address, ':') < address.n && str_byte(address, 0) != '[';
    return str_printf(a, bare ? "[%.*s]:%lld" : "%.*s:%lld", STR_ARG(address), (long long)port.as.i);
}

struct str traffic_server_name(struct arena *a, const struct server *s)
{
    struct str name = text_of(s->field[SERVER_NAME]), address = traffic_server_address(a, s);
    return name.n ? name : address.n ? address : STR("(unnamed)");
}

bool traffic_is_own_host(const struct traffic_pool *t, const struct server *s)
{
    return s->hosts.n == 1 && s->hosts.p[0] == t->service->host;
}

/* ---- pools ---- */

static void put_key(struct buf *key, struct value v)
{
    buf_put(key, value_is_unknown(v) ? STR("?") : value_format(key->a, v));
    for (uint32_t i = 0; value_is_unknown(v) && v.as.reasons && i < v.as.reasons->n; i++) {
        buf_putc(key, ' ');
        buf_put(key, v.as.reasons->p[i]);
    }
    buf_putc(key, '\n');
}

/* All that a pool's picture is made of, but for the host that sends. */
static struct str pool_key(struct arena *a, const struct placed_service *service, const struct pool *p, struct place at)
{
    struct buf key = {.a = a};
    buf_printf(&key, "%p %u\n", (const void *)at.file, at.off);
    put_key(&key, pool_arrivals(a, service));
    for (int f = 0; f < POOL_FIELD_COUNT; f++)
        put_key(&key, p->field[f]);
    for (uint32_t i = 0; i < p->servers.n; i++) {
        const struct server *s = p->servers.p[i];
        for (int f = 0; f < SERVER_FIELD_COUNT; f++)
            put_key(&key, s->field[f]);
        bool own = s->hosts.n == 1 && s->hosts.p[0] == service->host;
        for (uint32_t k = 0; k < s->hosts.n && !own; k++)
            buf_printf(&key, "%p ", (const void *)s->hosts.p[k]);
        put_key(&key, own ? service->host->cpus : value_null());
    }
    return buf_str(&key);
}

/* While pools are gathered. */
struct gathering {
    struct traffic *t;
    const struct traffic_options *options;
    struct map seen; /* pool_key -> struct traffic_pool */
};

static bool is_wanted(const struct traffic_options *o, const struct pool *p)
{
    struct str name = traffic_pool_name(p);
    for (uint32_t i = 0; i < o->pools.n; i++)
        if (str_eq(o->pools.p[i], name))
            return true;
    return o->pools.n == 0 && p->servers.n > 0; /* a backend that only holds a stick table sends nothing to anybody */
}

static void add_pool(struct gathering *g, const struct placed_service *service, const struct pool *p)
{
    struct arena *a = g->t->a;
    struct place at = source_place(&g->t->run->sources, p->at);
    struct map_entry *e = map_put(&g->seen, pool_key(a, service, p, at), NULL, NULL);
    struct traffic_pool *shown = e->value;
    if (!shown) {
        shown = e->value = arena_new(a, struct traffic_pool);
        *shown = (struct traffic_pool){.service = service, .pool = p, .at = at};
        failover_make(&shown->failover, a, service, p);
        vec_push(a, &g->t->pools, shown);
    }
    if (service->host)
        vec_push(a, &shown->hosts, service->host);
}

static void gather_pools(struct gathering *g)
{
    const struct stack *stack = &g->t->run->stack;
    for (uint32_t i = 0; i < stack->services.n; i++) {
        const struct placed_service *s = stack->services.p[i];
        for (uint32_t k = 0; !s->joined && k < s->service.pools.n; k++)
            if (is_wanted(g->options, s->service.pools.p[k]))
                add_pool(g, s, s->service.pools.p[k]);
    }
}

/* Sinks of documents hold what their readers found, whatever is selected. */
static void gather_faults(struct traffic *t)
{
    for (uint32_t i = 0; i < t->run->documents.n; i++) {
        const struct document *d = t->run->documents.p[i];
        struct traffic_fault fault = {.path = d->path};
        for (uint32_t k = 0; !d->included && k < d->sink.findings.n; k++)
            fault.errors += d->sink.findings.p[k]->severity == SEV_ERROR;
        if (fault.errors)
            vec_push(t->a, &t->faults, fault);
    }
}

/* ---- the command ---- */

/* Asked for by name and not there. */
static int no_such_pool(struct traffic *t, struct str name)
{
    struct closest c = closest_start(name);
    for (uint32_t i = 0; i < t->run->stack.services.n; i++) {
        const struct service *s = &t->run->stack.services.p[i]->service;
        for (uint32_t k = 0; k < s->pools.n; k++)
            closest_offer(&c, traffic_pool_name(s->pools.p[k]), 0);
    }
    const char *hint = c.best.n ? str_printf(t->a, "; the nearest is `%s`", diag_quote(t->a, c.best).p).p : "";
    return usage_fault(str_printf(t->a, "no pool is called `%s`%s", diag_quote(t->a, name).p, hint));
}

static bool has_pool(const struct traffic *t, struct str name)
{
    for (uint32_t i = 0; i < t->pools.n; i++)
        if (str_eq(traffic_pool_name(t->pools.p[i]->pool), name))
            return true;
    return false;
}

struct writing {
    const struct traffic *traffic;
    bool json;
};

/* 0, or the errno of the failure. */
static int write_traffic(const void *ctx, int fd)
{
    static struct report_out out; /* its buffer is large */
    const struct writing *w = ctx;
    out_open(&out, fd, (struct report_options){0});
    if (w->json)
        traffic_json(w->traffic, &out);
    else
        traffic_text(w->traffic, &out);
    return out_close(&out);
}

static int show(const struct traffic_options *o, struct run *run, struct str cwd)
{
    struct traffic t = {.run = run, .a = &run->arena};
    struct gathering g = {.t = &t, .options = o, .seen = {.a = &run->arena}};
    struct writing w = {&t, o->json};
    if (!run_open(run, &o->run, cwd) || !run_check(run)) {
        faults_print(&run->faults, &run->files, &run->sources);
        return EXIT_USAGE;
    }
    gather_pools(&g);
    gather_faults(&t);
    for (uint32_t i = 0; i < o->pools.n; i++)
        if (!has_pool(&t, o->pools.p[i]))
            return no_such_pool(&t, o->pools.p[i]);
    if (t.pools.n == 0)
        fputs("loadline: warning: no pool of servers was found\n", stderr);
    return output_write(o->output, write_traffic, &w) ? EXIT_CLEAN : EXIT_INTERNAL;
}

static int show_here(struct traffic_options *o, struct arena *a)
{
    static struct run run; /* too large for a small stack */
    char cwd[LIMIT_PATH_BYTES];
    struct rule_choice none = {STR("all"), false};
    if (!getcwd(cwd, sizeof(cwd)))
        return usage_fault(STR("cannot tell the working directory"));
    vec_push(a, &o->run.choices, none); /* nothing is judged */
    o->run.in_ci = options_in_ci();
    int code = show(o, &run, str_from(cwd));
    run_close(&run);
    return code;
}

int cmd_traffic(int argc, char **argv)
{
    struct arena a;
    struct str error = {0};
    struct traffic_options o = {
        .output = STR("-"),
        .run = {.jobs = jobs_default_workers(), .max_file_size = LIMIT_FILE_BYTES, .max_memory = LIMIT_RUN_BYTES}};
    arena_init(&a, NULL);
    struct option_parser p = {.options = table, .n_options = N_OPTIONS, .argc = argc, .argv = argv, .a = &a};
    for (int id; error.n == 0 && (id = option_next(&p)) != OPTION_END;)
        error = take_option(&o, &a, id, p.value);
    int code = EXIT_CLEAN;
    if (error.n) {
        code = usage_fault(error);
    } else if (o.help) {
        puts(
            "usage: loadline traffic [OPTIONS] [PATH...]\n\n"
            "Each pool: what its servers are sent beside what their hosts have, and what is left with one server gone.\n");
        options_print(table, N_OPTIONS);
    } else {
        code = show_here(&o, &a);
    }
    arena_free(&a);
    return code;
}
