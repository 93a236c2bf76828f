/* What the settings say of the application. */
#include "base/path.h"
#include "kinds/database_url.h"
#include "kinds/jvm_memory.h"
#include "kinds/spring-boot/spring_boot.h"
#include "stack/stack.h"
#include "text/marks.h"

static struct value get(struct kind_job *job, const char *name)
{
    const struct spring_state *s = job->state;
    struct value v = value_null();
    spring_setting(job, s->all, str_from(name), &v);
    return v;
}

static bool is_set(struct value v)
{
    return v.origin && v.origin->kind == ORIGIN_SET;
}

static bool is_default(struct value v)
{
    return v.origin && v.origin->kind == ORIGIN_DEFAULT;
}

static struct str text_of(struct value v)
{
    return v.type == VALUE_STRING ? (struct str){v.as.s, v.n} : (struct str){0};
}

static bool is_on(struct value v)
{
    return v.type == VALUE_BOOL && v.as.b;
}

/* ---- threads ---- */

static bool has_any(struct kind_job *job, const char *prefix)
{
    const struct spring_state *s = job->state;
    for (const struct node *e = s->all->first; e; e = e->next)
        if (str_starts(e->text, str_from(prefix)))
            return true;
    return false;
}

/* The server that is in the application: its jar decides, its settings show. */
static bool is_tomcat(struct kind_job *job)
{
    return !has_any(job, "server.jetty.") && !has_any(job, "server.undertow.") && !has_any(job, "server.netty.");
}

static struct value threads_of(struct kind_job *job)
{
    static const char *const names[] = {"server.jetty.threads.max", "server.undertow.threads.worker",
                                        "server.tomcat.max-threads", NULL};
    struct value virtual = get(job, "spring.threads.virtual.enabled"), v = get(job, "server.tomcat.threads.max");
    for (int i = 0; names[i] && !is_set(v); i++)
        if (is_set(get(job, names[i])))
            v = get(job, names[i]);
    if (value_is_unknown(virtual) || is_on(virtual)) /* as many as there are requests, none of them the kernel's */
        return value_with_origin(value_unknown(job->a, STR("virtual threads")), virtual.origin);
    return is_set(v) || is_tomcat(job) ? v : value_unknown(job->a, STR("service.threads"));
}

static void put_workers(struct kind_job *job, struct service *s)
{
    bool reactive = str_eq_nocase(text_of(get(job, "spring.main.web-application-type")), STR("reactive"));
    s->field[SERVICE_WORKER_MODEL] = value_string(reactive ? STR("event") : STR("thread"));
    s->field[SERVICE_PROCESSES] = value_with_origin(
        value_int(1), origin_new(job->a, ORIGIN_DEFAULT, (struct span){job->source, 0, 0}, STR("one process")));
    if (!reactive)
        s->field[SERVICE_THREADS] = threads_of(job);
}

/* ---- timeouts ---- */

/* Tomcat keeps a connection for connectionTimeout where keepAliveTimeout is not set. */
static void put_times(struct kind_job *job, struct service *s)
{
    struct value keep = get(job, "server.tomcat.keep-alive-timeout"),
                 connection = get(job, "server.tomcat.connection-timeout");
    struct value phase = get(job, "spring.lifecycle.timeout-per-shutdown-phase"),
                 shutdown = get(job, "server.shutdown");
    if (is_tomcat(job))
        s->field[SERVICE_TIMEOUT_IDLE] = is_set(keep) ? keep : connection;
    if (str_eq_nocase(text_of(shutdown), STR("graceful")))
        s->field[SERVICE_GRACE] = phase;
}

/* ---- what it listens on ---- */

static void add_listen(struct kind_job *job, struct service *s, struct value port, bool main)
{
    struct value address = get(job, "server.address"), store = get(job, "server.ssl.key-store"),
                 enabled = get(job, "server.ssl.enabled");
    bool wild =
        address.type != VALUE_STRING || str_eq(text_of(address), STR("0.0.0.0")) || str_eq(text_of(address), STR("::"));
    if (port.type != VALUE_INT || port.as.i <= 0) /* 0: any free one; -1: none */
        return;
    struct listen *l = service_add_listen(job->a, s, value_at(port));
    l->field[LISTEN_PORT] = port;
    if (!value_is_unknown(address))
        l->field[LISTEN_ADDRESS] = wild ? value_with_origin(value_string(STR("*")), port.origin) : address;
    if (main && is_tomcat(job))
        l->field[LISTEN_BACKLOG] = get(job, "server.tomcat.accept-count");
    if (main && !value_is_unknown(store) && !value_is_unknown(enabled))
        l->field[LISTEN_TLS] = value_bool(store.type == VALUE_STRING && (enabled.type != VALUE_BOOL || enabled.as.b));
}

static void add_listens(struct kind_job *job, struct service *s)
{
    struct value port = get(job, "server.port"), management = get(job, "management.server.port");
    bool written =
        is_set(port) && port.type == VALUE_INT && str_find_byte(port.origin->written, '$') == port.origin->written.n;
    s->more_listens = !written; /* the environment (SERVER_PORT) may say another */
    if (!(s->command && is_default(port)))
        add_listen(job, s, port, true);
    if (is_set(management))
        add_listen(job, s, management, false);
}

/* ---- its database ---- */

/* How long HikariCP lets a connection stand idle: up to keepaliveTime, where it has one; else up to maxLifetime, for minimumIdle connections are kept that long, and it is as many as the
 * pool has unless it is set; with minimumIdle 0 up to idleTimeout. HikariCP 5 README; since 6.2 keepaliveTime is 2 minutes by default. */
static struct value idle_of(struct kind_job *job)
{
    struct value probe = get(job, "spring.datasource.hikari.keepalive-time"),
                 life = get(job, "spring.datasource.hikari.max-lifetime"),
                 idle = get(job, "spring.datasource.hikari.idle-timeout"),
                 least = get(job, "spring.datasource.hikari.minimum-idle");
    if (value_is_unknown(probe) || value_is_unknown(least))
        return value_is_unknown(probe) ? probe : least;
    if (probe.type == VALUE_DURATION && probe.as.i > 0)
        return probe;
    if (least.type == VALUE_INT && least.as.i == 0 && idle.type == VALUE_DURATION && idle.as.i > 0)
        return idle;
    return life;
}

static void add_database(struct kind_job *job, struct service *s)
{
    struct value url = get(job, "spring.datasource.hikari.jdbc-url");
    struct database_place place;
    uint32_t at = 0;
    if (!is_set(url))
        url = get(job, "spring.datasource.url");
    struct pool *pool = NULL;
    while (database_url_next(text_of(url), &at, &place)) {
        if (!pool)
            pool = service_add_pool(job->a, s, STR("datasource"), value_at(url));
        pool_add_endpoint(job->a, pool, place.host, place.port, url.origin);
    }
    if (!pool)
        return;
    pool->field[POOL_IDLE] = idle_of(job);
    pool->field[POOL_CONNECTIONS] = get(job, "spring.datasource.hikari.maximum-pool-size");
}

/* ---- its Redis ---- */

/* Since 3.0 the names start with spring.data.redis; before, and as long as both are read, with spring.redis. */
static struct value get_redis(struct kind_job *job, const char *name)
{
    struct value v = get(job, str_printf(job->a, "spring.data.redis.%s", name).p);
    return is_set(v) ? v : get(job, str_printf(job->a, "spring.redis.%s", name).p);
}

static bool has_redis(struct kind_job *job, const char *name)
{
    return has_any(job, str_printf(job->a, "spring.data.redis.%s", name).p) ||
           has_any(job, str_printf(job->a, "spring.redis.%s", name).p);
}

/* The cache, unless sessions are kept there as well. What an application does with it by itself no setting tells. */
static struct value redis_use(struct kind_job *job)
{
    struct value cache = get(job, "spring.cache.type"), sessions = get(job, "spring.session.store-type");
    if (has_any(job, "spring.session.redis.") || str_eq_nocase(text_of(sessions), STR("redis")))
        return value_with_origin(value_string(STR("sessions")), sessions.origin);
    return str_eq_nocase(text_of(cache), STR("redis")) ? value_with_origin(value_string(STR("cache")), cache.origin)
                                                       : value_unknown(job->a, STR("pool.use"));
}

/* url goes before host and port, which are localhost and 6379 (RedisProperties). */
static bool redis_place(struct kind_job *job, struct database_place *ret, const struct origin **ret_origin)
{
    struct value url = get_redis(job, "url"), host = get_redis(job, "host"), port = get_redis(job, "port");
    uint32_t at = 0;
    if (value_is_unknown(url) || value_is_unknown(host) || value_is_unknown(port))
        return false;
    struct value named = is_set(host) ? host : is_set(port) ? port : get(job, "spring.cache.type");
    *ret = (struct database_place){is_set(host) ? text_of(host) : STR("localhost"), is_set(port) ? port.as.i : 6379};
    *ret_origin = is_set(url) ? url.origin : named.origin;
    return is_set(url) ? database_url_next(text_of(url), &at, ret) : is_set(named);
}

/* Without a pool Lettuce shares one connection. Sentinels tell where the server is, and of a cluster each has a part. */
static void add_redis(struct kind_job *job, struct service *s)
{
    struct database_place place;
    const struct origin *origin;
    struct value use = redis_use(job), most = get_redis(job, "lettuce.pool.max-active"),
                 jedis = get_redis(job, "jedis.pool.max-active");
    if ((!has_redis(job, "") && value_is_unknown(use)) || has_redis(job, "sentinel.") || has_redis(job, "cluster.") ||
        !redis_place(job, &place, &origin))
        return;
    struct pool *pool = service_add_pool(job->a, s, STR("redis"), origin->at);
    pool_add_endpoint(job->a, pool, place.host, place.port, origin);
    pool->field[POOL_USE] = use;
    if (is_set(most) || is_set(jedis))
        pool->field[POOL_CONNECTIONS] = is_set(most) ? most : jedis;
}

/* ---- the service ---- */

static void settle(struct service *s, const struct host *host, struct arena *a)
{
    struct value threads = s->field[SERVICE_THREADS];
    if (service_unstated(s, SERVICE_SLOTS) && threads.type == VALUE_INT) {
        s->field[SERVICE_SLOTS_PROCESS] = threads;
        s->field[SERVICE_SLOTS] = threads;
    }
    jvm_settle(s, host, a);
}

/* Profiles that no server runs. */
static bool is_for_developers(struct str profile)
{
    static const char *const names[] = {"dev", "development", "local",       "test",  "tests",
                                        "it",  "ci",          "integration", "docker"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_nocase(profile, str_from(names[i])))
            return true;
    return false;
}

void spring_place(struct kind_job *job, struct contributions *out)
{
    const struct spring_state *state = job->state;
    const struct file *file = source_get(job->sources, job->source)->file;
    struct value name = get(job, "spring.application.name");
    if (is_for_developers(state->profile))
        return;
    struct service *s = contribute_service(
        out, STR("spring-boot"), name.type == VALUE_STRING ? text_of(name) : STR("spring-boot"), job->root->at);
    s->program = STR("java");
    s->path = file->path;
    s->settle = settle;
    if (state->profile.n) { /* goes before what application.yml beside it says */
        s->command = s->partial = true;
        s->config = path_join(job->a, path_dir(file->path),
                              str_concat(job->a, STR("application"), path_ext(marks_plain_name(file->path))));
    }
    put_workers(job, s);
    put_times(job, s);
    add_listens(job, s);
    add_database(job, s);
    add_redis(job, s);
}
