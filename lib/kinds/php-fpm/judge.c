/* What PHP-FPM refuses, as php-fpm -t says it (fpm_conf.c, 8.2). */
#include "kinds/php-fpm/php_fpm.h"
#include "kinds/php_value.h"

static void fault(struct node *entry)
{
    entry->flags |= NODE_FAULTY;
}

/* ---- one entry ---- */

static bool is_one_of(struct str text, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(text, str_from(words[i])))
            return true;
    return false;
}

static const char *const managers[] = {"static", "dynamic", "ondemand"};
static const char *const levels[] = {"alert", "error", "warning", "notice", "debug"};
#define COUNT(x) (sizeof(x) / sizeof *(x))

/* What is wrong with a value; NULL: nothing. */
static const char *wrong(struct kind_job *job, const struct option_row *row, struct str text)
{
    struct value v;
    if (str_eq(row->name, STR("pm")))
        return is_one_of(text, managers, COUNT(managers)) ? NULL : "a process manager (static, dynamic or ondemand)";
    if (str_eq(row->name, STR("log_level")))
        return is_one_of(text, levels, COUNT(levels)) ? NULL : "a log level (alert, error, warning, notice or debug)";
    if (row->type == OPTION_STRING || fpm_options.read(row, text, job->a, &v))
        return NULL;
    return row->type == OPTION_TIME   ? "a time (a number and s, m, h or d)"
           : row->type == OPTION_BOOL ? "a boolean (yes or no)"
                                      : "a whole number";
}

static void unknown_key(struct kind_job *job, struct str section, struct node *entry)
{
    struct str shown = diag_quote(job->a, entry->text), near = option_nearest(&fpm_options, entry->text);
    bool elsewhere = option_find(&fpm_options, job->target, (struct str){0}, entry->text) != NULL;
    fault(entry);
    if (elsewhere) {
        diag_syntax(job->sink, SYNTAX_MISPLACED, entry->name_at, "\"%.*s\" is not allowed in %s", STR_ARG(shown),
                    str_eq(section, FPM_POOL) ? "a pool: it is of [global]" : "[global]: it is of a pool");
        return;
    }
    struct finding *f =
        diag_syntax(job->sink, SYNTAX_UNKNOWN, entry->name_at, "unknown entry \"%.*s\"", STR_ARG(shown));
    if (near.n) {
        diag_help(job->sink, f, "the nearest one is \"%.*s\"", STR_ARG(near));
        diag_fix(job->sink, f, FIX_DISPLAY, entry->name_at, near);
    }
}

static void check_array(struct kind_job *job, struct str section, struct node *entry, struct str name, struct str index)
{
    if (fpm_is_array(name) && !str_eq(section, FPM_GLOBAL)) {
        php_check_size(job->sink, index, node_word(entry, 0));
        return;
    }
    fault(entry);
    if (fpm_is_array(name))
        diag_syntax(job->sink, SYNTAX_MISPLACED, entry->name_at, "\"%.*s\" is not allowed in [global]: it is of a pool",
                    STR_ARG(diag_quote(job->a, entry->text)));
    else
        diag_syntax(job->sink, SYNTAX_UNKNOWN, entry->name_at, "unknown directive \"%.*s\"",
                    STR_ARG(diag_quote(job->a, name)));
}

static void check_value(struct kind_job *job, const struct option_row *row, struct node *entry)
{
    const struct node *word = node_word(entry, 0);
    if (!node_is_known(word) || (word->flags & NODE_FAULTY) || fpm_has_variable(word->text))
        return;
    const char *what = wrong(job, row, word->text);
    if (!what)
        return;
    fault(entry);
    diag_syntax(job->sink, SYNTAX_VALUE, word->at.len ? word->at : entry->name_at, "\"%.*s\" takes %s, not \"%.*s\"",
                STR_ARG(row->name), what, STR_ARG(diag_quote(job->a, word->text)));
}

void fpm_check_entry(struct kind_job *job, struct str section, struct node *entry)
{
    struct str name, index;
    if (!node_word(entry, 0)) {
        fault(entry);
        diag_syntax(job->sink, SYNTAX_COUNT, entry->name_at, "\"%.*s\" has no value",
                    STR_ARG(diag_quote(job->a, entry->text)));
        return;
    }
    if (fpm_array_key(entry->text, &name, &index)) {
        check_array(job, section, entry, name, index);
        return;
    }
    const struct option_row *row = option_find(&fpm_options, job->target, section, entry->text);
    if (row)
        check_value(job, row, entry);
    else
        unknown_key(job, section, entry);
}

/* ---- a pool ---- */

static bool is_set(struct node *pool, const char *name)
{
    return option_entry(&fpm_options, pool, str_from(name)) != NULL;
}

/* Nothing below asks for more than it knows: a pool of its own states a socket and something of its processes. */
bool fpm_pool_is_whole(struct kind_job *job, struct node *pool)
{
    const struct fpm_state *s = job->state;
    if (pool->flags & (NODE_TAINTED | NODE_CONDITIONAL))
        return false;
    return (s->is_main && !s->something_missing) ||
           (is_set(pool, "listen") && (is_set(pool, "user") || is_set(pool, "pm.max_children") || is_set(pool, "pm")));
}

struct pool_check {
    struct kind_job *job;
    struct node *pool;
    struct str name;
};

static struct value number(const struct pool_check *c, const char *name)
{
    return fpm_get(c->job, c->pool, name);
}

static bool both_known(struct value x, struct value y)
{
    return value_is_known(x) && value_is_known(y) && x.type == y.type &&
           (x.type == VALUE_INT || x.type == VALUE_DURATION);
}

static void missing(const struct pool_check *c, const char *what)
{
    diag_syntax(c->job->sink, SYNTAX_MISSING, c->pool->name_at, "pool \"%.*s\" has no \"%s\"", STR_ARG(c->name), what);
}

/* A number that must be positive: set to less, or left to a default of 0. */
static bool check_positive(const struct pool_check *c, const char *name)
{
    struct value v = number(c, name);
    if (!value_is_known(v) || (v.type == VALUE_INT && v.as.i > 0))
        return true;
    if (is_set(c->pool, name))
        diag_syntax(c->job->sink, SYNTAX_VALUE, value_at(v), "\"%s\" of pool \"%.*s\" must be positive", name,
                    STR_ARG(c->name));
    else
        missing(c, name);
    return false;
}

/* x may not be above y. */
static void check_order(const struct pool_check *c, const char *x_name, const char *y_name, enum syntax_rule rule)
{
    struct value x = number(c, x_name), y = number(c, y_name);
    if (!both_known(x, y) || x.as.i <= y.as.i)
        return;
    struct finding *f =
        diag_syntax(c->job->sink, rule, value_at(x), "\"%s\" (%.*s) is greater than \"%s\" (%.*s)", x_name,
                    STR_ARG(value_show(c->job->a, x)), y_name, STR_ARG(value_show(c->job->a, y)));
    diag_related(c->job->sink, f, value_at(y), "%s", y_name);
}

/* start_servers 0 is half way between the spare ones. */
static void check_dynamic(const struct pool_check *c)
{
    struct value start = number(c, "pm.start_servers");
    if (!check_positive(c, "pm.min_spare_servers") || !check_positive(c, "pm.max_spare_servers"))
        return;
    check_order(c, "pm.min_spare_servers", "pm.max_children", SYNTAX_CONFLICT);
    check_order(c, "pm.max_spare_servers", "pm.max_children", SYNTAX_CONFLICT);
    check_order(c, "pm.min_spare_servers", "pm.max_spare_servers", SYNTAX_CONFLICT);
    if (!value_is_known(start) || start.as.i == 0)
        return;
    check_order(c, "pm.min_spare_servers", "pm.start_servers", SYNTAX_CONFLICT);
    check_order(c, "pm.start_servers", "pm.max_spare_servers", SYNTAX_CONFLICT);
}

static void check_ondemand(const struct pool_check *c)
{
    struct value idle = number(c, "pm.process_idle_timeout");
    if (value_is_known(idle) && idle.as.i < 1000000000)
        diag_syntax(c->job->sink, SYNTAX_VALUE, value_at(idle), "\"pm.process_idle_timeout\" must be greater than 0s");
}

static void check_processes(const struct pool_check *c)
{
    struct value pm = number(c, "pm");
    if (pm.type != VALUE_STRING) {
        if (value_is_known(pm) && !is_set(c->pool, "pm"))
            missing(c, "pm");
        return;
    }
    struct str how = {pm.as.s, pm.n};
    if (!check_positive(c, "pm.max_children"))
        return;
    if (str_eq_nocase(how, STR("dynamic")))
        check_dynamic(c);
    else if (str_eq_nocase(how, STR("ondemand")))
        check_ondemand(c);
}

static void check_slowlog(const struct pool_check *c)
{
    struct value slow = number(c, "request_slowlog_timeout"), end = number(c, "request_terminate_timeout");
    if (!value_is_known(slow) || slow.type != VALUE_DURATION || slow.as.i == 0)
        return;
    if (!is_set(c->pool, "slowlog"))
        diag_syntax(c->job->sink, SYNTAX_MISSING, value_at(slow),
                    "\"slowlog\" must be given with \"request_slowlog_timeout\"");
    if (value_is_known(end) && end.as.i > 0)
        check_order(c, "request_slowlog_timeout", "request_terminate_timeout", SYNTAX_CONFLICT);
}

/* Paths of the status and ping pages, and the priority. */
static void check_forms(const struct pool_check *c)
{
    static const char *const paths[] = {"pm.status_path", "ping.path"};
    for (size_t i = 0; i < COUNT(paths); i++) {
        struct value v = number(c, paths[i]);
        if (v.type == VALUE_STRING && (v.n == 0 || v.as.s[0] != '/'))
            diag_syntax(c->job->sink, SYNTAX_VALUE, value_at(v), "\"%s\" must start with a \"/\"", paths[i]);
    }
    struct value nice = number(c, "process.priority");
    if (nice.type == VALUE_INT && (nice.as.i < -19 || nice.as.i > 20))
        diag_syntax(c->job->sink, SYNTAX_VALUE, value_at(nice), "\"process.priority\" is from -19 to 20");
}

static struct value socket_of(struct kind_job *job, struct node *pool)
{
    return fpm_get(job, pool, "listen");
}

static bool same_text(struct value x, struct value y)
{
    return x.type == VALUE_STRING && y.type == VALUE_STRING && x.n == y.n &&
           str_find((struct str){x.as.s, x.n}, STR("$")) == x.n &&
           str_eq((struct str){x.as.s, x.n}, (struct str){y.as.s, y.n});
}

static void check_sockets(struct kind_job *job)
{
    const struct fpm_state *s = job->state;
    for (uint32_t i = 0; i < s->pools.n; i++)
        for (uint32_t k = 0; k < i; k++) {
            struct value x = socket_of(job, s->pools.p[k]), y = socket_of(job, s->pools.p[i]);
            if (!same_text(x, y))
                continue;
            struct finding *f = diag_syntax(
                job->sink, SYNTAX_CONFLICT, value_at(y), "pool \"%.*s\" listens on \"%.*s\", as pool \"%.*s\" does",
                STR_ARG(s->pools.p[i]->text), STR_ARG(value_format(job->a, y)), STR_ARG(s->pools.p[k]->text));
            diag_related(job->sink, f, value_at(x), "the first one");
            break;
        }
}

void fpm_check_pools(struct kind_job *job)
{
    const struct fpm_state *s = job->state;
    if (s->is_main && !s->something_missing && s->pools.n == 0 && !(s->global->flags & NODE_TAINTED) &&
        !(job->root->flags & NODE_TAINTED))
        diag_syntax(job->sink, SYNTAX_MISSING,
                    s->global->parent ? s->global->name_at : (struct span){job->source, 0, 0}, "no pool is defined");
    for (uint32_t i = 0; i < s->pools.n; i++) {
        struct pool_check c = {job, s->pools.p[i], diag_quote(job->a, s->pools.p[i]->text)};
        if (!fpm_pool_is_whole(job, c.pool))
            continue;
        if (!is_set(c.pool, "listen"))
            missing(&c, "listen");
        check_processes(&c);
        check_slowlog(&c);
        check_forms(&c);
    }
    check_sockets(job);
}
