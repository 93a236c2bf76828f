/* What pools say of services: each is one. */
#include "base/num.h"
#include "kinds/php-fpm/php_fpm.h"
#include "kinds/php_value.h"
#include "stack/stack.h"

/* Documented defaults of PHP 8.2 (main/main.c), and of the php.ini that it ships. */
#define DEFAULT_MEMORY_LIMIT ((int64_t)128 << 20)
#define DEFAULT_POST_SIZE ((int64_t)8 << 20)

/* What settle needs of a pool. */
struct placing {
    struct span at; /* the pool's header */
    struct value children;
};

/* ---- what php.ini would say, said by the pool ---- */

/* php_admin_value goes before php_value, whichever stands first: it cannot be changed. */
static struct node *php_entry(struct kind_job *job, struct node *pool, const char *name)
{
    static const char *const forms[] = {"php_admin_value", "php_value"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct str key = str_printf(job->a, "%s[%s]", forms[i], name);
        struct node *e = option_entry(&fpm_options, pool, key);
        if (e)
            return e;
    }
    return NULL;
}

/* Leaves the field alone when the pool does not say it: a php.ini may. */
static void take_php_size(struct kind_job *job, struct node *pool, const char *name, bool zero_is_none,
                          struct value *field)
{
    struct node *e = php_entry(job, pool, name);
    const struct node *word = e ? node_word(e, 0) : NULL;
    struct value v;
    if (!word && !(pool->flags & NODE_TAINTED))
        return;
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){
        .kind = ORIGIN_SET, .at = word ? word->at : pool->name_at, .written = word ? word->text : (struct str){0}};
    bool known =
        word && node_is_known(word) && !(e->flags & NODE_CONDITIONAL) && php_size(word->text, zero_is_none, &v);
    *field = value_with_origin(known ? v : value_unknown(job->a, str_printf(job->a, "%s of the pool", name)), o);
}

/* ---- memory ---- */

static struct value defaulted(struct arena *a, struct value v, const struct service *s, struct span at,
                              const char *what)
{
    (void)s;
    return value_with_origin(v, origin_new(a, ORIGIN_DEFAULT, at, str_from(what)));
}

/* Each child may use all of memory_limit. */
static void settle_memory(struct service *s, const struct placing *p, struct arena *a)
{
    struct value limit = s->field[SERVICE_MEMORY_PROCESS_LIMIT];
    struct value worst = value_mul(a, limit, p->children);
    if (!value_is_known(worst))
        return;
    worst.unit = UNIT_BYTES;
    bool chosen = limit.origin && limit.origin->kind != ORIGIN_DEFAULT;
    struct str steps = str_printf(a, "%.*s children x memory_limit %.*s = %.*s", STR_ARG(value_show(a, p->children)),
                                  STR_ARG(value_show(a, limit)), STR_ARG(value_format(a, worst)));
    s->field[SERVICE_MEMORY_WORST] =
        value_with_origin(worst, origin_new(a, ORIGIN_DERIVED, value_at(p->children), steps));
    s->field[SERVICE_MEMORY_WORST].flags |= chosen ? 0 : VALUE_FROM_DEFAULTS;
}

/* What neither the pool nor a php.ini of the host says is as PHP has it. */
static void settle(struct service *s, const struct host *host, struct arena *a)
{
    const struct placing *p = s->state;
    (void)host;
    if (service_unstated(s, SERVICE_MEMORY_PROCESS_LIMIT))
        s->field[SERVICE_MEMORY_PROCESS_LIMIT] =
            defaulted(a, value_size(DEFAULT_MEMORY_LIMIT), s, p->at, "default of PHP: memory_limit 128M");
    if (service_unstated(s, SERVICE_BODY_LIMIT))
        s->field[SERVICE_BODY_LIMIT] =
            defaulted(a, value_size(DEFAULT_POST_SIZE), s, p->at, "default of PHP: post_max_size 8M");
    settle_memory(s, p, a);
}

/* ---- where it listens ---- */

static bool all_digits(struct str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (!ch_is_digit(s.p[i]))
            return false;
    return s.n > 0;
}

/* "$pool" is the name of the pool (fpm_conf_expand_pool_name). */
static struct str with_pool_name(struct arena *a, struct str text, struct str name)
{
    uint32_t at = str_find(text, STR("$pool"));
    if (at >= text.n)
        return text;
    return str_concat(a, str_slice(text, 0, at), str_concat(a, name, str_slice(text, at + 5, text.n)));
}

static struct value at_listen(struct value v, const struct value *listen)
{
    return value_with_origin(v, listen->origin);
}

/* "9000", "127.0.0.1:9000", "[::1]:9000", "/run/php.sock". False for what cannot be told: a path below `prefix`. */
static bool set_address(struct listen *l, struct str text, const struct value *listen)
{
    uint32_t colon = str_rfind_byte(text, ':');
    int64_t port;
    if (text.n && text.p[0] == '/') {
        l->field[LISTEN_PATH] = at_listen(value_string(text), listen);
        return true;
    }
    struct str digits = colon < text.n ? str_slice(text, colon + 1, text.n) : text;
    struct str host = colon < text.n ? str_slice(text, 0, colon) : STR("*");
    if (!all_digits(digits) || !num_parse_int(digits, &port))
        return false;
    if (host.n > 2 && host.p[0] == '[')
        host = str_slice(host, 1, host.n - 1);
    l->field[LISTEN_ADDRESS] = at_listen(value_string(host), listen);
    l->field[LISTEN_PORT] = at_listen(value_int(port), listen);
    return true;
}

static void place_listen(struct kind_job *job, struct node *pool, struct service *s)
{
    struct value v = fpm_get(job, pool, "listen");
    if (v.type != VALUE_STRING) {
        s->more_listens = true;
        return;
    }
    struct str text = with_pool_name(job->a, (struct str){v.as.s, v.n}, pool->text);
    struct listen *l = service_add_listen(job->a, s, value_at(v));
    if (!set_address(l, text, &v)) {
        s->listens.n--;
        s->more_listens = true;
        return;
    }
    l->field[LISTEN_BACKLOG] = fpm_get(job, pool, "listen.backlog");
    l->field[LISTEN_TLS] = value_bool(false);
}

/* ---- the service ---- */

/* A number that is set, or has a default; else the field stays unknown. */
static void take(struct value *field, struct value v)
{
    if (value_is_unknown(v) || v.type == VALUE_INT || v.type == VALUE_DURATION)
        *field = v;
}

static void place_limits(struct kind_job *job, struct node *pool, struct service *s)
{
    const struct fpm_state *state = job->state;
    struct value files = fpm_get(job, pool, "rlimit_files");
    if (files.type == VALUE_NULL)
        files = fpm_get(job, state->global, "rlimit_files");
    take(&s->field[SERVICE_FDS_LIMIT], files);
    /* PHP gives back what a request took, and memory_limit bounds that: its default of never recycling is no leak's open door. One that is set counts. */
    if (option_entry(&fpm_options, pool, STR("pm.max_requests")))
        take(&s->field[SERVICE_RECYCLING], fpm_get(job, pool, "pm.max_requests"));
    /* Nor is the default of its master's clock: PHP ends a script by max_execution_time itself. */
    if (option_entry(&fpm_options, pool, STR("request_terminate_timeout")))
        take(&s->field[SERVICE_TIMEOUT_REQUEST], fpm_get(job, pool, "request_terminate_timeout"));
    take_php_size(job, pool, "memory_limit", false, &s->field[SERVICE_MEMORY_PROCESS_LIMIT]);
    take_php_size(job, pool, "post_max_size", true, &s->field[SERVICE_BODY_LIMIT]);
}

static void place_pool(struct kind_job *job, struct node *pool, struct contributions *out)
{
    struct placing *p = arena_new(job->a, struct placing);
    struct service *s = contribute_service(out, STR("php-fpm"), pool->text, pool->name_at);
    p->at = pool->name_at;
    p->children = fpm_get(job, pool, "pm.max_children");
    if (p->children.type != VALUE_INT)
        p->children = value_with_origin(value_unknown(job->a, STR("pm.max_children")), p->children.origin);
    s->program = STR("php-fpm");
    s->one_of_many = true;
    s->path = source_get(job->sources, job->source)->file->path;
    s->state = p;
    s->settle = settle;
    s->field[SERVICE_WORKER_MODEL] = value_string(STR("process"));
    s->field[SERVICE_PROCESSES] = s->field[SERVICE_SLOTS] = p->children;
    s->field[SERVICE_THREADS] = s->field[SERVICE_SLOTS_PROCESS] = value_int(1);
    place_limits(job, pool, s);
    place_listen(job, pool, s);
}

void fpm_place(struct kind_job *job, struct contributions *out)
{
    const struct fpm_state *s = job->state;
    for (uint32_t i = 0; i < s->pools.n; i++)
        place_pool(job, s->pools.p[i], out);
}
