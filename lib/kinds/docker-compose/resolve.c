/* Settings of services: by their path in the service, with docker's defaults. */
#include "base/num.h"
#include "formats/yaml.h"
#include "kinds/docker-compose/docker-compose.h"

enum form {
    FORM_TEXT,
    FORM_FLAG,
    FORM_NUMBER,
    FORM_CPUS,
    FORM_SIZE,
    FORM_TIME,
    FORM_LINE,
    FORM_PRESENT,
    FORM_LOG,
    FORM_AWAITED
};

struct row {
    const char *path, *deflt; /* deflt "": none */
    enum form form;
};

/* Sources: compose-spec, 05-services.md and deploy.md; docs.docker.com, "Resource constraints", "JSON File logging driver". */
/* clang-format off */
static const struct row rows[] = {
    {"awaited",                               "",            FORM_AWAITED}, /* others wait for it to be healthy */
    {"build",                                 "",            FORM_PRESENT}, /* is set */
    {"command",                               "",            FORM_LINE},
    {"container_name",                        "",            FORM_TEXT},
    {"cpus",                                  "",            FORM_CPUS},
    {"depends_on",                            "",            FORM_PRESENT},
    {"deploy.mode",                           "replicated",  FORM_TEXT},
    {"deploy.replicas",                       "",            FORM_NUMBER},
    {"deploy.resources.limits.cpus",          "",            FORM_CPUS},
    {"deploy.resources.limits.memory",        "",            FORM_SIZE},
    {"deploy.resources.limits.pids",          "",            FORM_NUMBER},
    {"deploy.resources.reservations.memory",  "",            FORM_SIZE},
    {"deploy.restart_policy.condition",       "",            FORM_TEXT},
    {"entrypoint",                            "",            FORM_LINE},
    {"healthcheck",                           "",            FORM_PRESENT},
    {"healthcheck.disable",                   "false",       FORM_FLAG},
    {"healthcheck.interval",                  "30s",         FORM_TIME},
    {"healthcheck.retries",                   "3",           FORM_NUMBER},
    {"healthcheck.start_period",              "0s",          FORM_TIME},
    {"healthcheck.timeout",                   "30s",         FORM_TIME},
    {"image",                                 "",            FORM_TEXT},
    {"init",                                  "",            FORM_FLAG},
    {"log_size",                              "",            FORM_LOG},  /* what the log on the host's disk may grow to */
    {"logging.driver",                        "",            FORM_TEXT},
    {"logging.options.max-file",              "",            FORM_NUMBER},
    {"logging.options.max-size",              "",            FORM_SIZE},
    {"mem_limit",                             "",            FORM_SIZE},
    {"mem_reservation",                       "",            FORM_SIZE},
    {"memswap_limit",                         "",            FORM_SIZE},
    {"network_mode",                          "",            FORM_TEXT},
    {"oom_kill_disable",                      "false",       FORM_FLAG},
    {"pids_limit",                            "",            FORM_NUMBER},
    {"ports",                                 "",            FORM_PRESENT},
    {"privileged",                            "false",       FORM_FLAG},
    {"profiles",                              "",            FORM_PRESENT},
    {"restart",                               "no",          FORM_TEXT},
    {"scale",                                 "",            FORM_NUMBER},
    {"shm_size",                              "64m",         FORM_SIZE},
    {"stop_grace_period",                     "10s",         FORM_TIME},
    {"ulimits.nofile",                        "",            FORM_NUMBER}, /* the soft one */
    {"ulimits.nofile.hard",                   "",            FORM_NUMBER},
};
/* clang-format on */

enum { N_ROWS = sizeof rows / sizeof *rows };

static const struct row *find_row(struct str name)
{
    for (uint32_t i = 0; i < N_ROWS; i++)
        if (str_eq(str_from(rows[i].path), name))
            return &rows[i];
    return NULL;
}

/* ---- scopes ---- */

const struct kind_scope compose_scopes[] = {
    {STR_INIT("service"), STR_INIT("a service with what is merged into it")},
    {{NULL, 0}, {NULL, 0}},
};

struct node *compose_next_block(struct kind_job *job, uint32_t scope, struct node *after)
{
    const struct compose_state *s = job->state;
    struct node *services = s->top ? compose_get(s->top, "services") : NULL;
    (void)scope;
    if (!services || services->kind != NODE_MAP)
        return NULL;
    for (struct node *e = after ? after->next : services->first; e; e = e->next)
        if (e->kind == NODE_ENTRY && node_value(e) && node_value(e)->kind == NODE_MAP &&
            !str_starts(e->text, STR("x-")))
            return e;
    return NULL;
}

const struct type *compose_setting_type(uint32_t scope, struct str name)
{
    static const struct type *const types[] = {
        [FORM_TEXT] = &type_string,  [FORM_FLAG] = &type_bool,    [FORM_NUMBER] = &type_int,
        [FORM_CPUS] = &type_double,  [FORM_SIZE] = &type_int,     [FORM_TIME] = &type_duration,
        [FORM_LINE] = &type_dyn,     [FORM_PRESENT] = &type_bool, [FORM_LOG] = &type_int,
        [FORM_AWAITED] = &type_bool,
    };
    const struct row *row = find_row(name);
    (void)scope;
    return str_eq(name, STR("name")) ? &type_string : row ? types[row->form] : NULL;
}

struct str compose_setting_name(uint32_t scope, uint32_t i)
{
    (void)scope;
    return i < N_ROWS ? str_from(rows[i].path) : i == N_ROWS ? STR("name") : (struct str){0};
}

struct str compose_block_title(struct kind_job *job, const struct node *block)
{
    return str_printf(job->a, "service %.*s", STR_ARG(diag_quote(job->a, block->text)));
}

/* ---- texts as values ---- */

/* docker/go-units, RAMInBytes: units of 1024, whatever their case, with or without "b" or "ib" behind. */
bool compose_parse_size(struct str text, int64_t *ret)
{
    static const char units[] = "kmgtp";
    struct str s = str_trim(text);
    double number, factor = 1;
    if (s.n > 1 && ch_lower(s.p[s.n - 1]) == 'b') {
        s.n--;
        if (s.n > 2 && ch_lower(s.p[s.n - 1]) == 'i')
            s.n--;
    }
    const char *unit = s.n > 0 && ch_is_alpha(s.p[s.n - 1]) ? strchr(units, ch_lower(s.p[s.n - 1])) : NULL;
    for (long i = unit ? unit - units + 1 : 0; i > 0; i--)
        factor *= 1024;
    s.n -= unit != NULL;
    while (s.n > 0 && s.p[s.n - 1] == ' ')
        s.n--;
    if (s.n == 0 || !ch_is_digit(s.p[0]) || str_find_byte(s, 'e') < s.n || !num_parse_double(s, &number) ||
        number * factor >= 9.2e18)
        return false;
    *ret = (int64_t)(number * factor);
    return true;
}

static bool read_text(enum form form, struct str text, struct value *ret)
{
    int64_t i;
    double d;
    if (form == FORM_SIZE && compose_parse_size(text, &i))
        *ret = value_size(i);
    else if (form == FORM_TIME && num_parse_time(text, &i))
        *ret = value_duration(i);
    else if (form == FORM_NUMBER && num_parse_int(text, &i))
        *ret = value_int(i);
    else if (form == FORM_CPUS && num_parse_double(text, &d))
        *ret = value_double(d);
    else if (form == FORM_FLAG && (str_eq(text, STR("true")) || str_eq(text, STR("false"))))
        *ret = value_bool(str_eq(text, STR("true")));
    else if (form == FORM_SIZE && str_eq(text, STR("-1")))
        *ret = value_unlimited();
    else if (form == FORM_TEXT)
        *ret = value_string(text);
    else
        return false;
    return true;
}

/* ---- one setting ---- */

static struct value unknown(struct kind_job *job, const struct row *row, const char *why)
{
    return value_unknown(job->a, str_printf(job->a, "%s (%s)", row->path, why));
}

static struct value with_default(struct kind_job *job, const struct node *block, struct value v, struct str why,
                                 struct str setting)
{
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_DEFAULT, .at = block->name_at, .text = why, .setting = setting};
    return value_with_origin(v, o);
}

static struct value default_of(struct kind_job *job, const struct node *block, const struct row *row)
{
    struct compose_state *s = job->state;
    struct value v = value_null();
    if (s->partial)
        return unknown(job, row, "another compose file may set it");
    if (node_value(block)->flags & NODE_TAINTED)
        return unknown(job, row, "what the service extends is missing");
    if (*row->deflt)
        read_text(row->form, str_from(row->deflt), &v);
    return with_default(job, block, v, str_printf(job->a, "default of docker: %s %s", row->path, row->deflt),
                        str_from(row->path));
}

static struct value set_at(struct kind_job *job, struct value v, const struct node *w)
{
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .at = w->at};
    o->written = w->kind == NODE_WORD && value_is_known(v) ? w->text : (struct str){0};
    return value_with_origin(v, o);
}

static struct value value_of(struct kind_job *job, const struct row *row, const struct node *w)
{
    struct value v = value_null();
    if (row->form == FORM_PRESENT)
        return set_at(job, value_bool(true), w);
    if (w->kind == NODE_WORD && !node_is_known(w))
        return set_at(job, unknown(job, row, "a variable"), w);
    if (row->form == FORM_LINE)
        return set_at(job, w->kind == NODE_WORD ? value_string(w->text) : value_null(), w);
    if (w->kind != NODE_WORD || !read_text(row->form, w->text, &v))
        return set_at(job, unknown(job, row, "a fault"), w);
    return set_at(job, v, w);
}

/* `nofile: 1024`, or {soft, hard}. */
static struct node *find_value(struct node *service, const struct row *row)
{
    struct node *v = compose_path(service, str_from(row->path));
    bool limit = !strncmp(row->path, "ulimits.nofile", 14);
    if (limit && !v && strlen(row->path) > 14) {
        v = compose_path(service, STR("ulimits.nofile"));
        return v && v->kind == NODE_WORD ? v : NULL;
    }
    if (limit && v && v->kind == NODE_MAP)
        v = compose_get(v, "soft");
    return v;
}

static bool is_empty(const struct node *v)
{
    return !v || (v->kind == NODE_WORD && v->text.n == 0 && node_is_known(v));
}

/* What the log of one container may take of the host's disk: 0 where its driver keeps none there, or bounds it. json-file is the daemon's own choice where nothing
 * else is said, and keeps all without max-size; local and journald bound themselves. */
static struct value log_size(struct kind_job *job, struct node *block)
{
    struct compose_state *s = job->state;
    struct value driver, size, files;
    compose_setting(job, block, STR("logging.driver"), &driver);
    compose_setting(job, block, STR("logging.options.max-size"), &size);
    compose_setting(job, block, STR("logging.options.max-file"), &files);
    if (value_is_unknown(driver) || value_is_unknown(size))
        return value_unknown_both(job->a, driver, size);
    bool json = driver.type == VALUE_NULL || str_eq((struct str){driver.as.s, driver.n}, STR("json-file"));
    if (!json || (driver.type == VALUE_NULL && size.type == VALUE_NULL && s->no_log_growth))
        return value_with_origin(value_size(0), origin_new(job->a, ORIGIN_DERIVED, block->name_at,
                                                           STR("the driver, or the daemon, bounds it")));
    if (size.type != VALUE_INT || size.flags & VALUE_UNLIMITED)
        return with_default(job, block, value_unlimited(), STR("default of docker: max-size -1"),
                            STR("logging.options.max-size"));
    int64_t n = files.type == VALUE_INT && files.as.i > 0 ? files.as.i : 1, all;
    struct value v = num_mul(size.as.i, n, &all) ? value_size(all) : value_unlimited();
    return value_with_origin(v, origin_new(job->a, ORIGIN_DERIVED, value_at(size), STR("max-file x max-size")));
}

static bool is_awaited(struct kind_job *job, const struct node *block)
{
    for (struct node *e = NULL; (e = compose_next_block(job, 0, e)) != NULL;) {
        struct node *on = compose_get(node_value(e), "depends_on");
        struct node *mine = on && on->kind == NODE_MAP ? node_find(on, block->text) : NULL;
        struct node *condition = mine && node_value(mine) ? compose_get(node_value(mine), "condition") : NULL;
        if (condition && str_eq(condition->text, STR("service_healthy")))
            return true;
    }
    return false;
}

bool compose_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    const struct row *row = find_row(name);
    if (str_eq(name, STR("name"))) {
        struct value v = value_string(block->text);
        *ret = value_with_origin(v, origin_new(job->a, ORIGIN_SET, block->name_at, (struct str){0}));
        return true;
    }
    if (!row)
        return false;
    struct node *v = find_value(node_value(block), row);
    if (row->form == FORM_AWAITED)
        *ret = value_bool(is_awaited(job, block));
    else if (row->form == FORM_LOG)
        *ret = log_size(job, block);
    else
        *ret = is_empty(v) ? default_of(job, block, row) : value_of(job, row, v);
    return true;
}

/* ---- what docker cannot read ---- */

static const char *wanted(enum form form)
{
    return form == FORM_SIZE   ? "a size, as 512m or 2g"
           : form == FORM_TIME ? "a time with its unit, as 10s or 1m30s"
                               : "a number";
}

/* cpus and flags are left to the schema; numbers may be written in more ways than ours. */
void compose_check_values(struct kind_job *job, struct node *service)
{
    for (uint32_t i = 0; i < N_ROWS; i++) {
        struct node *v = find_value(node_value(service), &rows[i]);
        struct value read;
        bool judged = rows[i].form == FORM_SIZE || rows[i].form == FORM_TIME;
        if (!judged || is_empty(v) || v->kind != NODE_WORD || !node_is_known(v) ||
            read_text(rows[i].form, v->text, &read))
            continue;
        if (yaml_scalar_type(v, YAML_SCHEMA_CORE) != YAML_SCALAR_STRING && rows[i].form == FORM_TIME)
            continue; /* not a string: told by the schema */
        struct finding *f = diag_syntax(job->sink, SYNTAX_VALUE, v->at, "invalid %s \"%.*s\"", rows[i].path,
                                        STR_ARG(diag_quote(job->a, v->text)));
        diag_label(job->sink, f, "docker takes %s", wanted(rows[i].form));
    }
}
