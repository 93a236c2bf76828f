/* An app's settings, and how their values read: pm2 7, lib/API/schema.json and lib/tools/Config.js. */
#include "base/num.h"
#include "kinds/pm2/pm2.h"

/* clang-format off */
#define ROW(name, deflt, type) {STR_INIT(name), {0}, STR_INIT(deflt), {0}, OPTION_##type, 0, 0, 0}
static const struct option_row rows[] = {
    ROW("args",                      "",      STRING),
    ROW("autorestart",               "true",  BOOL),
    ROW("cron_restart",              "",      STRING),
    ROW("cwd",                       "",      STRING),
    ROW("exec_interpreter",          "",      STRING),
    ROW("exec_mode",                 "",      STRING),
    ROW("exp_backoff_restart_delay", "0",     TIME),
    ROW("instances",                 "1",     STRING),
    ROW("kill_timeout",              "1600",  TIME),
    ROW("listen_timeout",            "3000",  TIME),
    ROW("max_memory_restart",        "",      SIZE),
    ROW("max_restarts",              "16",    INT),
    ROW("min_uptime",                "1000",  TIME),
    ROW("name",                      "",      STRING),
    ROW("node_args",                 "",      STRING),
    ROW("port",                      "",      INT),
    ROW("restart_delay",             "0",     TIME),
    ROW("script",                    "",      STRING),
    ROW("wait_ready",                "false", BOOL),
    ROW("watch",                     "false", STRING),
};
#undef ROW

/* Other names of those. */
static const struct {
    struct str alias, name;
} aliases[] = {
    {STR_INIT("cron"),             STR_INIT("cron_restart")},
    {STR_INIT("exec"),             STR_INIT("script")},
    {STR_INIT("interpreter"),      STR_INIT("exec_interpreter")},
    {STR_INIT("interpreterArgs"),  STR_INIT("node_args")},
    {STR_INIT("interpreter_args"), STR_INIT("node_args")},
};
/* clang-format on */

static struct str canonical(struct str name)
{
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (str_eq(name, aliases[i].alias))
            return aliases[i].name;
    return name;
}

static bool same(struct str x, struct str y)
{
    return str_eq(canonical(x), canonical(y));
}

/* Digits and one of the units, 1024-based; bytes without one. */
static bool read_size(struct str text, int64_t *ret)
{
    static const char units[] = "KMG";
    char last = text.n ? text.p[text.n - 1] : '\0';
    const char *unit = last ? strchr(units, last) : NULL;
    int64_t n;
    if (!num_parse_int(str_slice(text, 0, text.n - (unit != NULL)), &n) || n < 0)
        return false;
    return num_mul(n, unit ? (int64_t)1 << (10 * (unit - units + 1)) : 1, ret);
}

/* Milliseconds, or with one of s, m, h. */
static bool read_time(struct str text, int64_t *ret)
{
    static const int64_t factors[] = {1000, 60000, 3600000};
    static const char units[] = "smh";
    char last = text.n ? text.p[text.n - 1] : '\0';
    const char *unit = last ? strchr(units, last) : NULL;
    int64_t n;
    if (!num_parse_int(str_slice(text, 0, text.n - (unit != NULL)), &n))
        return false;
    return num_mul(n, unit ? factors[unit - units] : 1, &n) && num_mul(n, 1000000, ret);
}

static bool read_value(const struct option_row *row, struct str text, struct arena *a, struct value *ret)
{
    int64_t n = 0;
    bool ok;
    (void)a;
    if (row->type == OPTION_BOOL) {
        *ret = value_bool(str_eq(text, STR("true")));
        return str_eq(text, STR("true")) || str_eq(text, STR("false"));
    }
    if (row->type == OPTION_SIZE) {
        ok = read_size(text, &n);
        *ret = value_size(n);
    } else if (row->type == OPTION_TIME) {
        ok = read_time(text, &n);
        *ret = value_duration(n);
    } else {
        ok = num_parse_int(text, &n);
        *ret = value_int(n);
    }
    return ok;
}

const struct option_table pm2_table = {rows, sizeof rows / sizeof *rows, STR_INIT("PM2"), read_value, same};
