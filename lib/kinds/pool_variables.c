#include "kinds/pool_variables.h"

#include "base/num.h"
#include "kinds/database_url.h"

/* ---- names ---- */

/* Where variables say that a database is. engine: the one that tells which it is, for its port. */
struct place_names {
    const char *url, *host, *port, *engine;
    int64_t standard;         /* port, where none is written */
    const char *const *sizes; /* variables of the pool's size; NULL: those that everybody uses */
    int64_t size;             /* without any of them; 0: not known */
    bool overrides;           /* goes before what a config of the program says */
};

static const char *const spring_sizes[] = {"SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE",
                                           "SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE", NULL};
static const char *const keycloak_sizes[] = {"KC_DB_POOL_MAX_SIZE", NULL};
static const char *const postgrest_sizes[] = {"PGRST_DB_POOL", NULL};
static const char *const n8n_sizes[] = {"DB_POSTGRESDB_POOL_SIZE", NULL};
static const char *const metabase_sizes[] = {"MB_APPLICATION_DB_MAX_CONNECTION_POOL_SIZE", NULL};

/* Spring Boot: "Externalized Configuration" (relaxed binding of variables), HikariCP's README (10). Keycloak: "Configuring the database", db-pool-max-size (100). PostgREST: "Configuration", db-pool (10).
 * n8n: "Database environment variables" (2). Metabase: "Environment variables" (15). libpq: "Environment Variables" (PGHOST). The rest are the names that frameworks generate or document:
 * Laravel's DB_HOST, DB_CONNECTION; Rails', Phoenix' and Heroku's DATABASE_URL. */
/* clang-format off */
static const struct place_names places[] = {
    {"SPRING_DATASOURCE_URL", NULL,                 NULL,                 NULL,            0,    spring_sizes,    10,  true},
    {"KC_DB_URL",             "KC_DB_URL_HOST",     "KC_DB_URL_PORT",     "KC_DB",         0,    keycloak_sizes,  100, true},
    {"PGRST_DB_URI",          NULL,                 NULL,                 NULL,            0,    postgrest_sizes, 10,  true},
    {NULL,                    "DB_POSTGRESDB_HOST", "DB_POSTGRESDB_PORT", NULL,            5432, n8n_sizes,       0,   true},
    {"MB_DB_CONNECTION_URI",  "MB_DB_HOST",         "MB_DB_PORT",         "MB_DB_TYPE",    0,    metabase_sizes,  15,  true},
    {"DATABASE_URL",          "DATABASE_HOST",      "DATABASE_PORT",      "DATABASE_TYPE", 0,    NULL,            0,   false},
    {"DB_URL",                "DB_HOST",            "DB_PORT",            NULL,            0,    NULL,            0,   false},
    {"POSTGRES_URL",          "POSTGRES_HOST",      "POSTGRES_PORT",      NULL,            5432, NULL,            0,   false},
    {"MYSQL_URL",             "MYSQL_HOST",         "MYSQL_PORT",         NULL,            3306, NULL,            0,   false},
    {NULL,                    "PGHOST",             "PGPORT",             NULL,            5432, NULL,            0,   false},
};
/* clang-format on */

/* What says pool, or what only a client has: max_connections may be meant for the server beside it. */
static const char *const prefixes[] = {"DB_", "DATABASE_", "POSTGRES_", "PG_", "PG", "MYSQL_", "SQLALCHEMY_"};
static const char *const suffixes[] = {
    "POOL",      "POOL_SIZE", "POOL_MAX",       "MAX_POOL_SIZE",        "POOL_MAX_SIZE",        "POOL_SIZE_MAX",
    "MAX_POOL",  "POOLSIZE",  "MAX_OPEN_CONNS", "MAX_OPEN_CONNECTIONS", "CONNECTION_POOL_SIZE", "CONNECTION_LIMIT",
    "POOL_LIMIT"};
static const char *const overflows[] = {"MAX_OVERFLOW", "POOL_OVERFLOW", "POOL_MAX_OVERFLOW"};
static const char *const engines[] = {"DB_CONNECTION", "DB_ENGINE", "DB_ADAPTER", "DB_TYPE",
                                      "DB_DRIVER",     "DB_CLIENT", "DB_DIALECT"};

/* ---- variables ---- */

struct variables {
    struct arena *a;
    const struct environment *of;
};

static const struct env_variable *find(const struct variables *env, struct str name)
{
    return environment_find(env->of, name);
}

static const struct env_variable *find_named(const struct variables *env, const char *name)
{
    return name ? find(env, str_from(name)) : NULL;
}

static const struct env_variable *find_known(const struct variables *env, const char *name)
{
    const struct env_variable *v = find_named(env, name);
    return v && v->known && v->value.n ? v : NULL;
}

static const struct origin *origin_of(struct arena *a, const struct env_variable *v)
{
    struct origin *o = arena_new(a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .at = v->at, .written = str_dup(a, v->value)};
    return o;
}

/* A variable as a number; unknown where it is set to something that is none. */
static struct value number_of(struct arena *a, const struct env_variable *v)
{
    int64_t n;
    bool ok = v->known && num_parse_int(str_trim(v->value), &n) && n >= 0;
    return value_with_origin(ok ? value_int(n) : value_unknown(a, str_concat(a, STR("variable "), v->name)),
                             origin_of(a, v));
}

/* ---- sizes ---- */

static const struct env_variable *first_of(const struct variables *env, const char *const *names)
{
    const struct env_variable *v = NULL;
    for (; *names && !v; names++)
        v = find(env, str_from(*names));
    return v;
}

static const struct env_variable *with_affixes(const struct variables *env, const char *const *ends, size_t n)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        for (size_t k = 0; k < n; k++) {
            const struct env_variable *v = find(env, str_concat(env->a, str_from(prefixes[i]), str_from(ends[k])));
            if (v)
                return v;
        }
    return NULL;
}

/* Parameters of URLs that set it: Rails "pool", Prisma "connection_limit", Ecto and asyncpg "pool_size", pgx "pool_max_conns". */
static struct value size_in_url(struct arena *a, const struct env_variable *url)
{
    static const char *const names[] = {"pool", "connection_limit", "pool_size", "pool_max_conns"};
    struct str text;
    int64_t n;
    for (size_t i = 0; url && i < sizeof names / sizeof *names; i++)
        if (database_url_parameter(url->value, names[i], &text) && num_parse_int(text, &n) && n > 0)
            return value_with_origin(value_int(n), origin_of(a, url));
    return value_null();
}

/* SQLAlchemy's pool grows beyond its size by max_overflow. */
static struct value with_overflow(const struct variables *env, struct value size)
{
    const struct env_variable *v = with_affixes(env, overflows, sizeof overflows / sizeof *overflows);
    if (!v || size.type != VALUE_INT)
        return size;
    struct value over = number_of(env->a, v), sum = value_add(env->a, size, over);
    struct str steps = str_printf(env->a, "pool %lld + overflow %.*s", (long long)size.as.i, STR_ARG(v->value));
    return value_with_origin(sum, origin_new(env->a, ORIGIN_DERIVED, value_at(size), steps));
}

static struct value size_of(const struct variables *env, const struct place_names *names,
                            const struct env_variable *url)
{
    const struct env_variable *v =
        names->sizes ? first_of(env, names->sizes) : with_affixes(env, suffixes, sizeof suffixes / sizeof *suffixes);
    struct value in_url = names->sizes ? value_null() : size_in_url(env->a, url);
    if (in_url.type == VALUE_INT)
        return in_url;
    if (!v && !names->sizes)
        v = find(env, STR("POOL_SIZE")); /* Phoenix */
    return v ? with_overflow(env, number_of(env->a, v)) : value_null();
}

/* ---- places ---- */

static int64_t port_by_engine(const struct variables *env, const struct place_names *names)
{
    static const char *const families[] = {"postgres", "pgsql", "mysql", "mariadb"};
    const struct env_variable *v = find_known(env, names->engine);
    for (size_t i = 0; !v && i < sizeof engines / sizeof *engines; i++)
        v = find_known(env, engines[i]);
    for (size_t i = 0; v && i < sizeof families / sizeof *families; i++)
        if (str_find(v->value, str_from(families[i])) < v->value.n)
            return database_port(str_from(families[i]));
    return names->standard;
}

static int64_t port_of(const struct variables *env, const struct place_names *names)
{
    const struct env_variable *v = find_named(env, names->port);
    int64_t port;
    if (!v)
        return port_by_engine(env, names);
    return v->known && num_parse_int(str_trim(v->value), &port) && port > 0 && port < 65536 ? port : 0;
}

static void add_endpoints(const struct variables *env, struct pool *pool, const struct place_names *names,
                          const struct env_variable *url, const struct env_variable *host)
{
    struct arena *a = env->a;
    struct database_place place;
    uint32_t at = 0;
    while (url && database_url_next(url->value, &at, &place))
        pool_add_endpoint(a, pool, str_dup(a, place.host), place.port, origin_of(a, url));
    if (!url)
        pool_add_endpoint(a, pool, str_dup(a, host->value), port_of(env, names), origin_of(a, host));
}

static bool add_pool(const struct variables *env, struct service *s, const struct place_names *names)
{
    const struct env_variable *url = find_known(env, names->url), *host = find_known(env, names->host);
    struct database_place place;
    uint32_t at = 0;
    if (url && !database_url_next(url->value, &at, &place))
        url = NULL;
    struct value size = url || host ? size_of(env, names, url) : value_null();
    const struct env_variable *where = url ? url : host;
    if (!where || (size.type == VALUE_NULL && names->size == 0))
        return false;
    struct pool *pool = service_add_pool(env->a, s, str_dup(env->a, where->name), where->at);
    if (size.type == VALUE_NULL)
        size = value_with_origin(value_int(names->size),
                                 origin_new(env->a, ORIGIN_DEFAULT, where->at, STR("the program's default")));
    pool->field[POOL_CONNECTIONS] = size;
    pool->overrides = names->overrides && size.origin->kind != ORIGIN_DEFAULT;
    add_endpoints(env, pool, names, url, host);
    return true;
}

/* One size means one pool: the first place that is named has it. */
void pool_variables_add(struct arena *a, struct service *s, const struct environment *env)
{
    const struct variables all = {a, env};
    bool found = false;
    for (size_t i = 0; env->all.n > 0 && i < sizeof places / sizeof *places && !found; i++)
        found = add_pool(&all, s, &places[i]);
}
