#include "base/buf.h"
#include "kinds/mysql/mysql.h"

/* A sum of options while it is made. */
struct sum {
    struct kind_job *job;
    struct value total;
    struct buf terms;   /* "innodb_buffer_pool_size 1G + ..." */
    struct value first; /* that somebody chose: where a finding points */
    bool chosen;
};

/* Somebody set it, maybe to something that is not known. */
static bool is_set(struct value v)
{
    return v.origin && v.origin->kind != ORIGIN_DEFAULT;
}

static void add(struct sum *s, const char *name, struct value v)
{
    struct arena *a = s->job->a;
    if (v.type == VALUE_NULL || (v.type == VALUE_INT && v.as.i == 0))
        return;
    if (value_is_known(v))
        buf_printf(&s->terms, "%s%s %.*s", s->terms.n ? " + " : "", name, STR_ARG(value_show(a, v)));
    if (is_set(v) && !s->chosen) {
        s->first = v;
        s->chosen = true;
    }
    s->total = value_add(a, s->total, v);
}

static void add_option(struct sum *s, const char *name)
{
    add(s, name, mysql_get(s->job, name));
}

static struct sum start(struct kind_job *job)
{
    return (struct sum){.job = job, .total = value_size(0), .terms = {.a = job->a}};
}

/* InnoDB takes a part of the host's memory by itself. */
static struct value buffer_pool(struct kind_job *job)
{
    struct value own = mysql_get(job, "innodb_dedicated_server");
    if (own.type == VALUE_BOOL && own.as.b && !mysql_sets(job, "innodb_buffer_pool_size"))
        return value_with_origin(value_unknown(job->a, STR("innodb_dedicated_server")), own.origin);
    return mysql_get(job, "innodb_buffer_pool_size");
}

static struct sum server_buffers(struct kind_job *job)
{
    struct sum s = start(job);
    add(&s, "innodb_buffer_pool_size", buffer_pool(job));
    add_option(&s, "innodb_log_buffer_size");
    add_option(&s, "key_buffer_size");
    add_option(&s, "aria_pagecache_buffer_size");
    if (mysql_sets(job, "query_cache_size"))
        add_option(&s, "query_cache_size");
    return s;
}

/* A temporary table in memory ends at the smaller of both sizes. Few queries make one, so that only sizes which somebody chose count. */
static void add_temporary_table(struct sum *s)
{
    struct value tmp = mysql_get(s->job, "tmp_table_size"), heap = mysql_get(s->job, "max_heap_table_size");
    if (!is_set(tmp) || !value_is_known(tmp) || !value_is_known(heap))
        return;
    bool bounded = heap.as.i < tmp.as.i;
    add(s, bounded ? "max_heap_table_size" : "tmp_table_size", bounded ? heap : tmp);
}

static struct sum connection_buffers(struct kind_job *job)
{
    static const char *const names[] = {"sort_buffer_size", "join_buffer_size", "read_buffer_size",
                                        "read_rnd_buffer_size", "thread_stack"};
    struct sum s = start(job);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        add_option(&s, names[i]);
    if (mysql_sets(job, "log_bin"))
        add_option(&s, "binlog_cache_size");
    add_temporary_table(&s);
    return s;
}

static struct value derived(struct sum *s, struct value v, struct span at, bool chosen, struct str steps)
{
    if (!value_is_known(v))
        return v;
    v.unit = UNIT_BYTES;
    v = value_with_origin(v, origin_new(s->job->a, ORIGIN_DERIVED, at, steps));
    v.flags |= chosen ? 0 : VALUE_FROM_DEFAULTS;
    return v;
}

struct mysql_memory mysql_memory_of(struct kind_job *job)
{
    struct arena *a = job->a;
    struct sum server = server_buffers(job), one = connection_buffers(job);
    struct value connections = mysql_get(job, "max_connections");
    struct value all = value_mul(a, connections, one.total), worst = value_add(a, server.total, all);
    bool chosen = server.chosen || one.chosen || is_set(connections);
    struct mysql_memory m = {server.total, worst, chosen};
    struct span at = value_at(server.chosen ? server.first : one.chosen ? one.first : connections);
    if (!value_is_known(worst))
        return m;
    all.unit = worst.unit = UNIT_BYTES;
    struct str rest =
        str_printf(a, "%.*s = %.*s", STR_ARG(buf_str(&server.terms)), STR_ARG(value_format(a, server.total)));
    struct str steps = str_printf(a, "%.*s\n%.*s connections x (%.*s) = %.*s\ntogether %.*s", STR_ARG(rest),
                                  STR_ARG(value_show(a, connections)), STR_ARG(buf_str(&one.terms)),
                                  STR_ARG(value_format(a, all)), STR_ARG(value_format(a, worst)));
    m.rest = derived(&server, server.total, at, server.chosen, rest);
    m.worst = derived(&server, worst, at, chosen, steps);
    return m;
}
