/* Settings that loadline reads, with their defaults. MariaDB 10.11: mariadbd --help --verbose; MySQL 8.0: its manual, "Server System Variables", "InnoDB
 * Startup Options". Where the version is not known the row of MariaDB, which stands first, has the larger buffers. */
#include "base/num.h"
#include "base/map.h"
#include "diag/closest.h"
#include "kinds/mysql/mysql.h"

/* clang-format off */
#define BOTH(name, deflt, type)     {STR_INIT(name), {0}, STR_INIT(deflt), {0}, OPTION_##type, 0, 0, 0}
#define TWO(name, maria, my, type)  {STR_INIT(name), {0}, STR_INIT(maria), {0}, OPTION_##type, 0, MARIADB, 0}, \
                                    {STR_INIT(name), {0}, STR_INIT(my),    {0}, OPTION_##type, 0, 0, MARIADB}
static const struct option_row rows[] = {
    TWO ("aria_pagecache_buffer_size",     "128M", "0",    SIZE),
    BOTH("back_log",                       "",     INT),
    BOTH("bind_address",                   "*",    STRING),
    BOTH("binlog_cache_size",              "32K",  SIZE),
    TWO ("binlog_format",                  "MIXED", "ROW", STRING),
    BOTH("character_set_server",           "",     STRING),
    BOTH("datadir",                        "",     STRING),
    BOTH("defaults_file",                  "",     STRING),
    BOTH("general_log",                    "OFF",  BOOL),
    BOTH("gtid_mode",                      "OFF",  STRING),
    BOTH("innodb_buffer_pool_size",        "128M", SIZE),
    BOTH("innodb_dedicated_server",        "OFF",  BOOL),
    BOTH("innodb_doublewrite",             "ON",   STRING),
    BOTH("innodb_flush_log_at_trx_commit", "1",    INT),
    BOTH("innodb_flush_method",            "",     STRING),
    BOTH("innodb_log_buffer_size",         "16M",  SIZE),
    BOTH("innodb_log_file_size",           "",     SIZE),
    BOTH("interactive_timeout",            "28800", TIME),
    BOTH("join_buffer_size",               "256K", SIZE),
    TWO ("key_buffer_size",                "128M", "8M",   SIZE),
    BOTH("local_infile",                   "",     BOOL),
    BOTH("log_bin",                        "",     STRING),
    TWO ("max_allowed_packet",             "16M",  "64M",  SIZE),
    BOTH("max_connections",                "151",  INT),
    BOTH("max_heap_table_size",            "16M",  SIZE),
    BOTH("open_files_limit",               "",     INT),
    BOTH("port",                           "3306", INT),
    BOTH("query_cache_size",               "",     SIZE),
    BOTH("query_cache_type",               "OFF",  STRING),
    BOTH("read_buffer_size",               "128K", SIZE),
    BOTH("read_only",                      "OFF",  BOOL),
    BOTH("read_rnd_buffer_size",           "256K", SIZE),
    BOTH("server_id",                      "1",    INT),
    BOTH("skip_grant_tables",              "OFF",  BOOL),
    BOTH("skip_networking",                "OFF",  BOOL),
    BOTH("slow_query_log",                 "OFF",  BOOL),
    BOTH("socket",                         "",     STRING),
    TWO ("sort_buffer_size",               "2M",   "256K", SIZE),
    BOTH("super_read_only",                "OFF",  BOOL),
    TWO ("sync_binlog",                    "0",    "1",    INT),
    TWO ("table_open_cache",               "2000", "4000", INT),
    BOTH("thread_handling",                "one-thread-per-connection", STRING),
    TWO ("thread_stack",                   "299008", "1M", SIZE),
    BOTH("tmp_table_size",                 "16M",  SIZE),
    BOTH("wait_timeout",                   "28800", TIME),
    BOTH("wsrep_on",                       "OFF",  BOOL),
};
#undef BOTH
#undef TWO
/* clang-format on */

/* Digits and K, M, G, T, P or E, 1024-based (eval_num_suffix). An empty one is 0. */
static bool read_number(struct str text, int64_t *ret)
{
    static const char suffixes[] = "kmgtpe";
    int64_t n = 0, scale = 1;
    bool negative = text.n > 0 && text.p[0] == '-';
    for (int i = 0; text.n > 1 && suffixes[i]; i++)
        if (ch_lower(text.p[text.n - 1]) == suffixes[i])
            scale = (int64_t)1 << (10 * (i + 1));
    if (scale > 1)
        text = str_slice(text, 0, text.n - 1);
    for (uint32_t i = negative; i < text.n; i++)
        if (!ch_is_digit(text.p[i]))
            return false;
    *ret = 0;
    return text.n == 0 || (num_parse_int(text, &n) && num_mul(n, scale, ret));
}

/* What is none of these words is off, with a warning of the server; a bare one is on. */
static bool read_bool(struct str text)
{
    return text.n == 0 || str_eq_nocase(text, STR("on")) || str_eq_nocase(text, STR("true")) || str_eq(text, STR("1"));
}

static bool read_value(const struct option_row *row, struct str text, struct arena *a, struct value *ret)
{
    int64_t n;
    (void)a;
    if (row->type == OPTION_BOOL) {
        *ret = value_bool(read_bool(text));
        return true;
    }
    if (!read_number(text, &n))
        return false;
    *ret = row->type == OPTION_SIZE ? value_size(n) : value_int(n);
    if (row->type != OPTION_TIME)
        return true;
    if (!num_mul(n, 1000000000, &n))
        return false;
    *ret = value_duration(n);
    return true;
}

static char plain(char c)
{
    return c == '-' ? '_' : ch_lower(c);
}

static bool same(struct str x, struct str y)
{
    for (uint32_t i = 0; x.n == y.n && i < x.n; i++)
        if (plain(x.p[i]) != plain(y.p[i]))
            return false;
    return x.n == y.n;
}

const struct option_table mysql_options = {rows, sizeof rows / sizeof *rows, STR_INIT("the server"), read_value, same};

/* ---- all names ---- */

struct str mysql_plain_name(struct arena *a, struct str name)
{
    char *p = arena_array(a, char, name.n + 1);
    for (uint32_t i = 0; i < name.n; i++)
        p[i] = plain(name.p[i]);
    return (struct str){p, name.n};
}

/* The first name that is not before this one. */
static uint32_t lower_bound(struct str name)
{
    uint32_t from = 0, to = mysql_names_n;
    while (from < to) {
        uint32_t mid = from + (to - from) / 2;
        if (str_cmp(mysql_names[mid], name) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

bool mysql_knows(struct str name)
{
    uint32_t i = lower_bound(name);
    return i < mysql_names_n && str_starts(mysql_names[i], name);
}

struct str mysql_nearest(struct arena *a, struct str name)
{
    struct closest c = closest_start(mysql_plain_name(a, name));
    for (uint32_t i = 0; i < mysql_names_n; i++)
        closest_offer(&c, mysql_names[i], 0);
    return c.distance <= 2 ? c.best : (struct str){0};
}

/* ---- values ---- */

struct value mysql_get(struct kind_job *job, const char *name)
{
    const struct mysql_state *s = job->state;
    return option_get(job, &mysql_options, s->server, (struct str){0}, name);
}

bool mysql_sets(struct kind_job *job, const char *name)
{
    const struct mysql_state *s = job->state;
    return option_entry(&mysql_options, s->server, str_from(name)) != NULL;
}

/* ---- for rules ---- */

const struct kind_scope mysql_scopes[] = {
    {STR_INIT("server"), STR_INIT("what the server reads of option files: [mysqld], [server], [mariadb] ...")},
    {{0}, {0}},
};

struct node *mysql_next_block(struct kind_job *job, uint32_t scope, struct node *after)
{
    const struct mysql_state *s = job->state;
    (void)scope;
    /* Debian's unit ends in $MYSQLD_OPTS: that such a line may say anything is no news of its server. */
    bool nothing_known = s->is_command && s->missing;
    return after || !s->has_server || nothing_known ? NULL : s->server;
}

const struct type *mysql_setting_type(uint32_t scope, struct str name)
{
    const struct option_row *row = option_find(&mysql_options, 0, (struct str){0}, name);
    (void)scope;
    return row ? option_type_of(row) : NULL;
}

struct str mysql_setting_name(uint32_t scope, uint32_t i)
{
    (void)scope;
    return i < mysql_options.n ? rows[i].name : (struct str){0};
}

bool mysql_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    const struct option_row *row = option_find(&mysql_options, job->target, (struct str){0}, name);
    if (row)
        *ret = option_value(job, &mysql_options, block, row);
    return row != NULL;
}

struct str mysql_block_title(struct kind_job *job, const struct node *block)
{
    return block->text.n ? str_printf(job->a, "[%.*s]", STR_ARG(block->text)) : STR("the server's options");
}
