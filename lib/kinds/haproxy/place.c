#include "kinds/haproxy/place.h"

#include "base/buf.h"

/* What settle needs of the config. */
struct limits {
    struct haproxy_inventory inventory;                  /* its sizing holds what is known of the settings below too */
    struct value maxconn, threads, ulimit_n, hard_limit; /* null: not set; hard_limit: fd-hard-limit */
    struct value for_files, for_memory;                  /* null; else unknown: a setting that the sum hangs on */
    int64_t thread_groups;
    struct span header; /* where a setting of global would stand */
    bool chosen;        /* somebody set what memory hangs on */
};

static struct value derived(struct arena *a, struct value v, struct span at, struct str steps)
{
    return value_with_origin(v, origin_new(a, ORIGIN_DERIVED, at, steps));
}

/* ---- settings ---- */

/* A number of global into the sizing; an unknown one into *doubt. */
static void take(struct kind_job *job, const char *name, int64_t *into, struct value *doubt)
{
    struct value v;
    if (!haproxy_global(job, name, &v))
        return;
    if (v.type == VALUE_LIST && v.n)
        v = v.as.items[0];
    if (value_is_unknown(v))
        *doubt = value_unknown_both(job->a, *doubt, v);
    else
        *into = haproxy_number(v);
}

static void take_memory(struct kind_job *job, struct limits *l)
{
    struct haproxy_sizing *s = &l->inventory.sizing;
    struct value v;
    int64_t zlib = 0;
    s->bufsize = 16384;
    s->ssl_cache = 20000;
    take(job, "tune.bufsize", &s->bufsize, &l->for_memory);
    take(job, "tune.ssl.cachesize", &s->ssl_cache, &l->for_memory);
    take(job, "maxzlibmem", &zlib, &l->for_memory);
    s->zlib_bytes = zlib * 1048576;
    s->bufsize = (s->bufsize + 15) & -16; /* cfgparse-global.c rounds it to two pointers */
    l->chosen = haproxy_global(job, "tune.bufsize", &v) || l->maxconn.type == VALUE_INT;
}

static void take_files(struct kind_job *job, struct limits *l)
{
    struct haproxy_sizing *s = &l->inventory.sizing;
    struct value v;
    take(job, "maxpipes", &s->maxpipes, &l->for_files);
    take(job, "ulimit-n", &s->ulimit_n, &l->for_files);
    take(job, "fd-hard-limit", &s->fd_hard_limit, &l->for_files);
    take(job, "maxsslconn", &s->maxsslconn, &l->for_memory);
    take(job, "thread-groups", &l->thread_groups, &l->for_files);
    haproxy_global(job, "fd-hard-limit", &l->hard_limit);
    if (haproxy_global(job, "ssl-mode-async", &v))
        l->for_files = value_unknown_both(job->a, l->for_files, value_unknown(job->a, STR("asynchronous TLS engines")));
}

static struct span header_of(struct node *root)
{
    struct node *global = node_find(root, STR("global"));
    struct node_iter it = node_entries(root);
    struct node *first = global ? global : node_next_entry(&it);
    return first ? first->name_at : root->at;
}

/* A file without "global" that nobody can connect to is a part of a configuration whose limits stand elsewhere. */
static bool is_part(struct kind_job *job, const struct haproxy_inventory *x)
{
    return x->open_frontends == 0 && x->accepts.type == VALUE_NULL && !node_find(job->root, STR("global"));
}

static struct limits *limits_of(struct kind_job *job)
{
    struct limits *l = arena_new(job->a, struct limits);
    *l = (struct limits){.header = header_of(job->root)};
    haproxy_take_inventory(job, &l->inventory);
    l->inventory.sizing.version = job->target;
    l->for_files = l->inventory.unknown;
    l->for_memory = l->inventory.unknown_cache;
    haproxy_global(job, "nbthread", &l->threads);
    haproxy_global(job, "ulimit-n", &l->ulimit_n);
    /* 0 asks for the automatic one. */
    if (haproxy_global(job, "maxconn", &l->maxconn) && value_is_known(l->maxconn) && l->maxconn.as.i <= 0)
        l->maxconn = value_null();
    if (is_part(job, &l->inventory))
        l->maxconn = l->threads = value_unknown(job->a, STR("section global (it is in no file here)"));
    take_memory(job, l);
    take_files(job, l);
    l->inventory.sizing.maxconn = haproxy_number(l->maxconn);
    return l;
}

/* ---- on a host ---- */

/* Open files that it may have: it raises its soft limit to the hard one by itself (apply_nofile_limit). What a unit says is both. */
static struct value files_at_start(const struct service *s, const struct host *host, struct arena *a)
{
    struct value files = s->field[SERVICE_FDS_LIMIT];
    bool of_host = value_is_unknown(files) || (files.origin && files.origin->kind == ORIGIN_FACT);
    if (!host || !of_host || !value_is_known(host->nofile_hard) || (host->nofile_hard.flags & VALUE_ESTIMATE))
        return files;
    return value_is_known(files) ? value_max(a, files, host->nofile_hard) : host->nofile_hard;
}

static struct value threads_on(const struct limits *l, const struct host *host, struct arena *a)
{
    if (l->threads.type != VALUE_NULL)
        return l->threads;
    struct value cpus = host ? host->cpus_online : value_unknown(a, STR("host.cpus_online"));
    if (!value_is_known(cpus))
        return cpus;
    int64_t n = haproxy_auto_threads(l->inventory.sizing.version, cpus.as.i, l->thread_groups);
    return derived(a, value_int(n), l->header, STR("a thread for each CPU that may be used"));
}

/* Numbers of the host, in a sizing of its own. */
struct settled {
    struct haproxy_sizing sizing;
    struct value files, threads;
    struct value doubt; /* null; else why the arithmetic of files is unknown */
};

static struct settled settle_host(const struct service *s, const struct limits *l, const struct host *host,
                                  struct arena *a)
{
    struct settled x = {l->inventory.sizing, files_at_start(s, host, a), threads_on(l, host, a), l->for_files};
    x.sizing.threads = value_is_known(x.threads) ? x.threads.as.i : 0;
    x.sizing.nofile = value_is_known(x.files) ? x.files.as.i : 0;
    if (x.sizing.nofile > INT32_MAX)
        x.sizing.nofile = INT32_MAX;
    if (value_is_unknown(x.threads))
        x.doubt = value_unknown_both(a, x.doubt, x.threads);
    return x;
}

/* A limit that nobody set stands where it would be set; behind fd-hard-limit somebody did think of it. */
static struct value slots_of(const struct limits *l, const struct settled *x, struct arena *a)
{
    if (l->maxconn.type != VALUE_NULL)
        return l->maxconn;
    if (value_is_unknown(x->doubt) || value_is_unknown(x->files)) {
        struct value v = value_unknown_both(a, x->doubt, x->files);
        return l->hard_limit.origin ? value_with_origin(v, l->hard_limit.origin)
                                    : derived(a, v, l->header, (struct str){0});
    }
    return derived(a, value_int(haproxy_maxconn(&x->sizing)),
                   l->hard_limit.origin ? value_at(l->hard_limit) : l->header, haproxy_maxconn_steps(a, &x->sizing));
}

/* A limit of its own. Where what it may have is not known, it tells only if it is too low by itself. */
static void lower_limit(struct service *s, struct value own, int64_t need, struct arena *a)
{
    struct value *limit = &s->field[SERVICE_FDS_LIMIT];
    if (own.type != VALUE_INT || own.as.i <= 0)
        return;
    if (value_is_known(*limit))
        *limit = value_min(a, own, *limit);
    else if (own.as.i < need)
        *limit = own;
}

static void settle_files(struct service *s, const struct limits *l, const struct settled *x, struct arena *a)
{
    struct value slots = s->field[SERVICE_SLOTS_PROCESS];
    s->field[SERVICE_FDS_LIMIT] = x->files;
    s->field[SERVICE_FDS_NEED] = value_unknown_both(a, slots, x->doubt);
    if (!value_is_known(slots) || value_is_unknown(x->doubt))
        return;
    int64_t need = haproxy_maxsock(&x->sizing, slots.as.i);
    s->field[SERVICE_FDS_NEED] =
        derived(a, value_int(need), value_at(slots), haproxy_maxsock_steps(a, &x->sizing, slots.as.i));
    lower_limit(s, l->hard_limit, need, a);
    if (x->sizing.ulimit_n < need)
        lower_limit(s, l->ulimit_n, need, a);
}

/* One step a line. */
static struct str memory_steps(const struct limits *l, const struct settled *x, int64_t slots, int64_t rest,
                               struct value all, struct arena *a)
{
    struct buf b = {.a = a};
    int64_t each = haproxy_connection_bytes(&x->sizing);
    struct str each_text = value_format(a, value_size(each)), rest_text = value_format(a, value_size(rest)),
               all_text = value_format(a, all);
    buf_put(&b, haproxy_connection_steps(a, &x->sizing));
    if (l->inventory.tables.type == VALUE_INT)
        buf_printf(&b, "\n%.*s", STR_ARG(l->inventory.tables.origin->text));
    buf_printf(&b, "\n%lld connections x %.*s + %.*s for tables of files, caches and sessions = %.*s", (long long)slots,
               STR_ARG(each_text), STR_ARG(rest_text), STR_ARG(all_text));
    return buf_str(&b);
}

static void settle_memory(struct service *s, const struct limits *l, const struct settled *x, struct arena *a)
{
    struct value need = s->field[SERVICE_FDS_NEED], slots = s->field[SERVICE_SLOTS_PROCESS],
                 tables = l->inventory.tables, doubt = value_unknown_both(a, need, l->for_memory);
    s->field[SERVICE_MEMORY_REST] = s->field[SERVICE_MEMORY_WORST] = doubt;
    if (!value_is_known(need) || value_is_unknown(l->for_memory))
        return;
    int64_t rest = haproxy_rest_bytes(&x->sizing, need.as.i) + l->inventory.cache_bytes;
    s->field[SERVICE_MEMORY_REST] =
        derived(a, value_size(rest), value_at(slots), STR("tables of file descriptors, and caches"));
    s->field[SERVICE_MEMORY_WORST] = tables;
    if (value_is_unknown(tables))
        return;
    rest += tables.type == VALUE_INT ? tables.as.i : 0;
    struct value all = value_size(slots.as.i * haproxy_connection_bytes(&x->sizing) + rest);
    struct value worst = derived(a, all, value_at(slots), memory_steps(l, x, slots.as.i, rest, all, a));
    worst.flags |= l->chosen ? 0 : VALUE_FROM_DEFAULTS;
    s->field[SERVICE_MEMORY_WORST] = worst;
}

/* Frontends without a limit of their own take that of the process. */
static struct value accepts_of(const struct limits *l, struct value slots, struct arena *a)
{
    struct value own = l->inventory.accepts;
    if (l->inventory.open_frontends == 0)
        return own.type == VALUE_NULL ? value_unknown(a, STR("service.accepts")) : own;
    if (value_is_unknown(own) || value_is_unknown(slots))
        return value_unknown_both(a, own, slots);
    int64_t n = haproxy_number(own) + l->inventory.open_frontends * slots.as.i;
    return derived(a, value_int(n), value_at(slots), STR("frontends without maxconn accept as many as the process"));
}

static void settle_clients(struct service *s, const struct limits *l, struct arena *a)
{
    struct value slots = s->field[SERVICE_SLOTS_PROCESS], accepts = accepts_of(l, slots, a);
    s->field[SERVICE_ACCEPTS] = accepts;
    s->field[SERVICE_CLIENTS] = value_is_known(accepts) ? value_min(a, slots, accepts) : slots;
}

/* The part of the service that hangs on the host. */
static void settle(struct service *s, const struct host *host, struct arena *a)
{
    const struct limits *l = s->state;
    struct settled x = settle_host(s, l, host, a);
    s->field[SERVICE_THREADS] = x.threads;
    s->field[SERVICE_SLOTS] = s->field[SERVICE_SLOTS_PROCESS] = slots_of(l, &x, a);
    settle_files(s, l, &x, a);
    settle_memory(s, l, &x, a);
    settle_clients(s, l, a);
    if (l->inventory.tables.type != VALUE_NULL)
        s->field[SERVICE_MEMORY_TABLES] = l->inventory.tables;
}

/* On since 2.3; "no strict-limits" takes it back. */
static struct value strict_of(struct kind_job *job)
{
    struct value v;
    return haproxy_global(job, "strict-limits", &v) ? v : value_bool(true);
}

void haproxy_place(struct kind_job *job, struct contributions *out)
{
    struct limits *l = limits_of(job);
    struct service *s = contribute_service(out, STR("haproxy"), STR("haproxy"), l->header);
    struct value v;
    s->program = STR("haproxy");
    s->path = source_get(job->sources, job->source)->file->path;
    s->state = l;
    s->settle = settle;
    s->field[SERVICE_WORKER_MODEL] = value_string(STR("event"));
    s->field[SERVICE_PROCESSES] = derived(job->a, value_int(1), l->header, STR("one process with threads"));
    s->field[SERVICE_FDS_STRICT] = strict_of(job);
    if (haproxy_global(job, "hard-stop-after", &v))
        s->field[SERVICE_GRACE] = v;
    haproxy_place_pools(job, s, l->inventory.live);
}
