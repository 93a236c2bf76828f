/* The settings that tell of load, and how their values read. Spring Boot 3.2: "Common Application Properties"; HikariCP's README; Tomcat 10.1, "The HTTP Connector". */
#include "base/num.h"
#include "kinds/spring-boot/spring_boot.h"

/* A number without a unit is ms; "number": HikariCP's are plain longs, which the binder takes no unit for. */
/* clang-format off */
#define ROW(name, deflt, unit, type) {STR_INIT(name), {0}, STR_INIT(deflt), STR_INIT(unit), OPTION_##type, 0, 0, 0}
static const struct option_row rows[] = {
    ROW("management.server.port",                       "",        "",       INT),
    ROW("server.address",                               "",        "",       STRING),
    ROW("server.jetty.threads.max",                     "",        "",       INT),
    ROW("server.port",                                  "8080",    "",       INT),
    ROW("server.shutdown",                              "",        "",       STRING),
    ROW("server.ssl.enabled",                           "",        "",       BOOL),
    ROW("server.ssl.key-store",                         "",        "",       STRING),
    ROW("server.tomcat.accept-count",                   "100",     "",       INT),
    ROW("server.tomcat.connection-timeout",             "60s",     "ms",     TIME),
    ROW("server.tomcat.keep-alive-timeout",             "",        "ms",     TIME),
    ROW("server.tomcat.max-connections",                "8192",    "",       INT),
    ROW("server.tomcat.max-threads",                    "",        "",       INT),
    ROW("server.tomcat.threads.max",                    "200",     "",       INT),
    ROW("server.undertow.threads.worker",               "",        "",       INT),
    ROW("spring.application.name",                      "",        "",       STRING),
    ROW("spring.cache.type",                            "",        "",       STRING),
    ROW("spring.data.redis.host",                       "",        "",       STRING),
    ROW("spring.data.redis.jedis.pool.max-active",      "",        "",       INT),
    ROW("spring.data.redis.lettuce.pool.max-active",    "",        "",       INT),
    ROW("spring.data.redis.port",                       "",        "",       INT),
    ROW("spring.data.redis.url",                        "",        "",       STRING),
    ROW("spring.datasource.hikari.connection-timeout",  "30000",   "number", TIME),
    ROW("spring.datasource.hikari.idle-timeout",        "600000",  "number", TIME),
    ROW("spring.datasource.hikari.jdbc-url",            "",        "",       STRING),
    ROW("spring.datasource.hikari.keepalive-time",      "0",       "number", TIME),
    ROW("spring.datasource.hikari.max-lifetime",        "1800000", "number", TIME),
    ROW("spring.datasource.hikari.maximum-pool-size",   "10",      "",       INT),
    ROW("spring.datasource.hikari.minimum-idle",        "",        "",       INT),
    ROW("spring.datasource.url",                        "",        "",       STRING),
    ROW("spring.lifecycle.timeout-per-shutdown-phase",  "30s",     "ms",     TIME),
    ROW("spring.main.web-application-type",             "",        "",       STRING),
    ROW("spring.redis.host",                            "",        "",       STRING),
    ROW("spring.redis.jedis.pool.max-active",           "",        "",       INT),
    ROW("spring.redis.lettuce.pool.max-active",         "",        "",       INT),
    ROW("spring.redis.port",                            "",        "",       INT),
    ROW("spring.redis.url",                             "",        "",       STRING),
    ROW("spring.session.store-type",                    "",        "",       STRING),
    ROW("spring.threads.virtual.enabled",               "false",   "",       BOOL),
};
#undef ROW
/* clang-format on */

static bool is_dash(char c)
{
    return c == '-' || c == '_';
}

bool spring_same(struct str x, struct str y)
{
    uint32_t i = 0, k = 0;
    for (;;) {
        while (is_dash(str_byte(x, i)))
            i++;
        while (is_dash(str_byte(y, k)))
            k++;
        if (i >= x.n || k >= y.n)
            return i >= x.n && k >= y.n;
        if (ch_lower(x.p[i++]) != ch_lower(y.p[k++]))
            return false;
    }
}

/* DurationStyle: SIMPLE ("10s", a number alone in the row's unit) and ISO8601 ("PT10S"). */
static bool read_time(const struct option_row *row, struct str text, int64_t *ret)
{
    static const struct {
        const char *suffix;
        int64_t ns;
    } units[] = {
        {"ns", 1},          {"us", 1000},         {"ms", 1000000},       {"s", 1000000000},
        {"m", 60000000000}, {"h", 3600000000000}, {"d", 86400000000000},
    };
    int64_t n;
    if (num_parse_int(text, &n))
        return num_mul(n, 1000000, ret);
    if (str_eq(row->unit, STR("number")))
        return false;
    bool iso = str_starts(text, STR("PT")) || str_starts(text, STR("pt"));
    struct str simple = iso ? str_slice(text, 2, text.n) : text;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct str suffix = str_from(units[i].suffix);
        struct str end = str_slice(simple, simple.n < suffix.n ? 0 : simple.n - suffix.n, simple.n);
        if (str_eq_nocase(end, suffix) && num_parse_int(str_slice(simple, 0, simple.n - suffix.n), &n))
            return num_mul(n, units[i].ns, ret);
    }
    return false;
}

static bool read_bool(struct str text, bool *ret)
{
    static const char *const yes[] = {"true", "on", "yes", "1"}, *const no[] = {"false", "off", "no", "0"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        *ret = str_eq_nocase(text, str_from(yes[i]));
        if (*ret || str_eq_nocase(text, str_from(no[i])))
            return true;
    }
    return false;
}

static bool read_value(const struct option_row *row, struct str text, struct arena *a, struct value *ret)
{
    int64_t n = 0;
    bool on = false, ok;
    (void)a;
    if (row->type == OPTION_BOOL) {
        ok = read_bool(text, &on);
        *ret = value_bool(on);
    } else if (row->type == OPTION_TIME) {
        ok = read_time(row, text, &n);
        *ret = value_duration(n);
    } else {
        ok = num_parse_int(text, &n);
        *ret = value_int(n);
    }
    return ok;
}

const struct option_table spring_table = {rows, sizeof rows / sizeof *rows, STR_INIT("Spring Boot"), read_value,
                                          spring_same};
