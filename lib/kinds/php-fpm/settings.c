/* Settings: fpm_conf.c of PHP 8.2 (ini_fpm_global_options, ini_fpm_pool_options) and its changes since 7.4; php-fpm -t was asked for the forms of values. */
#include "base/num.h"
#include "kinds/php-fpm/php_fpm.h"
#include "kinds/php_value.h"

/* clang-format off */
#define G STR_INIT("global")
#define P STR_INIT("pool")
#define ROW(name, section, deflt, type, since) {STR_INIT(name), section, STR_INIT(deflt), {0}, OPTION_##type, 0, since, 0}
static const struct option_row rows[] = {
    ROW("access.format",                            P, "",        STRING, 0),
    ROW("access.log",                               P, "",        STRING, 0),
    ROW("apparmor_hat",                             P, "",        STRING, 0),
    ROW("catch_workers_output",                     P, "no",      BOOL,   0),
    ROW("chdir",                                    P, "",        STRING, 0),
    ROW("chroot",                                   P, "",        STRING, 0),
    ROW("clear_env",                                P, "yes",     BOOL,   0),
    ROW("daemonize",                                G, "yes",     BOOL,   0),
    ROW("decorate_workers_output",                  P, "yes",     BOOL,   0),
    ROW("emergency_restart_interval",               G, "0",       TIME,   0),
    ROW("emergency_restart_threshold",              G, "0",       INT,    0),
    ROW("error_log",                                G, "",        STRING, 0),
    ROW("events.mechanism",                         G, "",        STRING, 0),
    ROW("group",                                    P, "",        STRING, 0),
    ROW("listen",                                   P, "",        STRING, 0),
    ROW("listen.acl_groups",                        P, "",        STRING, 0),
    ROW("listen.acl_users",                         P, "",        STRING, 0),
    ROW("listen.allowed_clients",                   P, "",        STRING, 0),
    ROW("listen.backlog",                           P, "511",     INT,    0),
    ROW("listen.group",                             P, "",        STRING, 0),
    ROW("listen.mode",                              P, "",        STRING, 0),
    ROW("listen.owner",                             P, "",        STRING, 0),
    ROW("listen.setfib",                            P, "",        INT,    VERSION(8, 2, 0)),
    ROW("log_buffering",                            G, "yes",     BOOL,   0),
    ROW("log_level",                                G, "notice",  STRING, 0),
    ROW("log_limit",                                G, "1024",    INT,    0),
    ROW("pid",                                      G, "",        STRING, 0),
    ROW("ping.path",                                P, "",        STRING, 0),
    ROW("ping.response",                            P, "pong",    STRING, 0),
    ROW("pm",                                       P, "",        STRING, 0),
    ROW("pm.max_children",                          P, "",        INT,    0),
    ROW("pm.max_requests",                          P, "0",       INT,    0),
    ROW("pm.max_spare_servers",                     P, "0",       INT,    0),
    ROW("pm.max_spawn_rate",                        P, "32",      INT,    VERSION(8, 1, 0)),
    ROW("pm.min_spare_servers",                     P, "0",       INT,    0),
    ROW("pm.process_idle_timeout",                  P, "10s",     TIME,   0),
    ROW("pm.start_servers",                         P, "0",       INT,    0),
    ROW("pm.status_listen",                         P, "",        STRING, VERSION(8, 0, 0)),
    ROW("pm.status_path",                           P, "",        STRING, 0),
    ROW("prefix",                                   P, "",        STRING, 0),
    ROW("process.dumpable",                         P, "no",      BOOL,   0),
    ROW("process.max",                              G, "0",       INT,    0),
    ROW("process.priority",                         {0}, "",      INT,    0),
    ROW("process_control_timeout",                  G, "0",       TIME,   0),
    ROW("request_slowlog_timeout",                  P, "0",       TIME,   0),
    ROW("request_slowlog_trace_depth",              P, "20",      INT,    0),
    ROW("request_terminate_timeout",                P, "0",       TIME,   0),
    ROW("request_terminate_timeout_track_finished", P, "no",      BOOL,   0),
    ROW("rlimit_core",                              {0}, "",      STRING, 0),
    ROW("rlimit_files",                             {0}, "",      INT,    0),
    ROW("security.limit_extensions",                P, ".php .phar", STRING, 0),
    ROW("slowlog",                                  P, "",        STRING, 0),
    ROW("syslog.facility",                          G, "",        STRING, 0),
    ROW("syslog.ident",                             G, "php-fpm", STRING, 0),
    ROW("systemd_interval",                         G, "10s",     TIME,   0),
    ROW("user",                                     P, "",        STRING, 0),
};
#undef ROW
#undef P
#undef G
/* clang-format on */

/* Digits, after a minus or none (fpm_conf_set_integer). An empty one is 0, as atoi has it. */
static bool read_int(struct str text, int64_t *ret)
{
    bool minus = text.n > 1 && text.p[0] == '-';
    for (uint32_t i = minus; i < text.n; i++)
        if (!ch_is_digit(text.p[i]))
            return false;
    *ret = 0;
    return text.n == 0 || num_parse_int(text, ret);
}

/* Whole seconds, minutes, hours or days; what stands behind the digits, as ".5" in "5.5s", is dropped (fpm_conf_set_time). */
static bool read_time(struct str text, int64_t *ret_ns)
{
    char last = text.n ? text.p[text.n - 1] : '\0';
    int64_t scale = last == 'm' ? 60 : last == 'h' ? 3600 : last == 'd' ? 86400 : 1, n = 0;
    uint32_t digits = 0;
    if (!text.n || (!ch_is_digit(last) && last != 's' && scale == 1))
        return false;
    while (digits < text.n && ch_is_digit(text.p[digits]))
        digits++;
    if (digits && !num_parse_int(str_slice(text, 0, digits), &n))
        return false;
    return num_mul(n, scale * 1000000000, ret_ns);
}

static bool read_value(const struct option_row *row, struct str text, struct arena *a, struct value *ret)
{
    int64_t n = 0;
    bool on = false, ok;
    (void)a;
    if (row->type == OPTION_BOOL) {
        ok = php_bool(text, &on);
        *ret = value_bool(on);
    } else if (row->type == OPTION_TIME) {
        ok = read_time(text, &n);
        *ret = value_duration(n);
    } else {
        ok = read_int(text, &n);
        *ret = value_int(n);
    }
    return ok;
}

const struct option_table fpm_options = {rows, sizeof rows / sizeof *rows, STR_INIT("PHP-FPM"), read_value, NULL};

bool fpm_is_array(struct str name)
{
    static const char *const names[] = {"env",      "php_value",      "php_admin_value",
                                        "php_flag", "php_admin_flag", "access.suppress_path"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_from(names[i])))
            return true;
    return false;
}

bool fpm_array_key(struct str key, struct str *ret_name, struct str *ret_index)
{
    uint32_t open = str_find_byte(key, '[');
    if (open >= key.n || key.p[key.n - 1] != ']')
        return false;
    *ret_name = str_trim(str_slice(key, 0, open));
    *ret_index = str_trim(str_slice(key, open + 1, key.n - 1));
    return true;
}

bool fpm_has_variable(struct str text)
{
    return str_find(text, STR("${")) < text.n;
}

static bool is_global(const struct kind_job *job, const struct node *block)
{
    const struct fpm_state *s = job->state;
    return block == s->global;
}

struct value fpm_get(struct kind_job *job, struct node *block, const char *name)
{
    struct value v = option_get(job, &fpm_options, block, is_global(job, block) ? FPM_GLOBAL : FPM_POOL, name);
    bool text = v.type == VALUE_STRING && fpm_has_variable((struct str){v.as.s, v.n});
    return text ? value_with_origin(value_unknown(job->a, str_printf(job->a, "%s (an environment variable)", name)),
                                    v.origin)
                : v;
}

/* ---- for rules ---- */

enum { SCOPE_GLOBAL, SCOPE_POOL };

const struct kind_scope fpm_scopes[] = {
    {STR_INIT("global"), STR_INIT("[global] of php-fpm.conf")},
    {STR_INIT("pool"), STR_INIT("a pool, all that is said of it")},
    {{0}, {0}},
};

struct node *fpm_next_block(struct kind_job *job, uint32_t scope, struct node *after)
{
    const struct fpm_state *s = job->state;
    if (scope == SCOPE_GLOBAL)
        return !after && (s->has_global || s->is_main) ? s->global : NULL;
    for (uint32_t i = 0; i < s->pools.n; i++)
        if (!after || (i > 0 && s->pools.p[i - 1] == after))
            return s->pools.p[i];
    return NULL;
}

static struct str section_of(uint32_t scope)
{
    return scope == SCOPE_GLOBAL ? FPM_GLOBAL : FPM_POOL;
}

/* php_value and the like are strings, as they stand. */
const struct type *fpm_setting_type(uint32_t scope, struct str name)
{
    struct str array, index;
    const struct option_row *row = option_find(&fpm_options, 0, section_of(scope), name);
    if (scope == SCOPE_POOL && fpm_array_key(name, &array, &index))
        return fpm_is_array(array) ? &type_string : NULL;
    return row ? option_type_of(row) : NULL;
}

struct str fpm_setting_name(uint32_t scope, uint32_t i)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < fpm_options.n; k++)
        if (!rows[k].section.n || str_eq(rows[k].section, section_of(scope)))
            if (n++ == i)
                return rows[k].name;
    return (struct str){0};
}

bool fpm_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    struct str array, index;
    if (fpm_array_key(name, &array, &index)) {
        const struct option_row row = {.name = name, .type = OPTION_STRING};
        *ret = option_value(job, &fpm_options, block, &row);
        return fpm_is_array(array) && !is_global(job, block);
    }
    struct str section = is_global(job, block) ? FPM_GLOBAL : FPM_POOL;
    if (!option_find(&fpm_options, job->target, section, name))
        return false;
    *ret = fpm_get(job, block, str_dup(job->a, name).p);
    return true;
}

struct str fpm_block_title(struct kind_job *job, const struct node *block)
{
    return is_global(job, block) ? STR("[global]") : str_printf(job->a, "pool %.*s", STR_ARG(block->text));
}
