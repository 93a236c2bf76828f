#include "kinds/database_url.h"
#include "kinds/spring-boot/fixture.h"

Suite *spring_boot_suite(void);

static struct node *all(void)
{
    return ((struct spring_state *)fx.job.state)->all;
}

/* clang-format off */
static const struct { const char *path, *text, *name, *value; } cases[] = {
    {"application.yml", "server:\n  tomcat:\n    threads:\n      max: 50\n", "server.tomcat.threads.max", "50"},
    {"application.yml", "server.tomcat.threads:\n  max: 50\n", "server.tomcat.threads.max", "50"},
    {"application.properties", "server.tomcat.threads.max = 50\n", "server.tomcat.threads.max", "50"},
    {"application.yml", "", "server.port", "8080"},
    {"application.yml", "server:\n  port: ${PORT:9000}\n", "server.port", "9000"},
    {"application.yml", "server:\n  port: ${PORT}\n", "server.port", "unknown"},
    {"application.yml", "my:\n  port: 9001\nserver:\n  port: ${my.port:9000}\n", "server.port", "9001"},
    {"application.yml", "server:\n  port: ${A:${B:9002}}\n", "server.port", "9002"},
    {"application.yml", "a: ${b}\nb: ${a}\nserver:\n  port: ${a}\n", "server.port", "unknown"},
    {"application.properties", "spring.datasource.hikari.maxLifetime=60000\n", "spring.datasource.hikari.max-lifetime", "1m"},
    {"application.properties", "spring.datasource.hikari.max_lifetime=60000\n", "spring.datasource.hikari.max-lifetime", "1m"},
    {"application.yml", "server:\n  tomcat:\n    keep-alive-timeout: PT75S\n", "server.tomcat.keep-alive-timeout", "1m15s"},
    {"application.yml", "server:\n  tomcat:\n    keep-alive-timeout: 75000\n", "server.tomcat.keep-alive-timeout", "1m15s"},
    {"application.yml", "server:\n  port: 1\n---\nserver:\n  port: 2\n", "server.port", "2"},
    {"application.yml", "server:\n  port: 1\n---\nspring:\n  config:\n    activate:\n      on-profile: x\nserver:\n  port: 2\n", "server.port", "unknown"},
    {"application.yml", "spring:\n  profiles:\n    active: a,x\nserver:\n  port: 1\n---\nspring.config.activate.on-profile: x\nserver:\n  port: 2\n", "server.port", "2"},
    {"application.yml", "spring:\n  profiles:\n    active: a\nserver:\n  port: 1\n---\nspring.config.activate.on-profile: x\nserver:\n  port: 2\n", "server.port", "1"},
    {"application.yml", "spring:\n  profiles:\n    active: a\nserver:\n  port: 1\n---\nspring.config.activate.on-profile: \"!x\"\nserver:\n  port: 2\n", "server.port", "unknown"},
};
/* clang-format on */

START_TEST(settings_are_found_whatever_the_form)
{
    fixture_read(cases[_i].path, cases[_i].text);
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(fixture_get(all(), cases[_i].name), cases[_i].value);
}
END_TEST

START_TEST(what_spring_does_not_bind_is_told)
{
    fixture_read("application.yml", "server:\n  port: web\nspring.datasource.hikari.max-lifetime: 30m\n");
    ck_assert_str_eq(fixture_found(), "[web] invalid value web of server.port\n"
                                      "[30m] invalid value 30m of spring.datasource.hikari.max-lifetime\n");
}
END_TEST

START_TEST(what_maven_fills_in_is_no_fault)
{
    fixture_read("application.yml", "server:\n  port: 1\ninfo:\n  version: @project.version@\n");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_uint_eq(fx.sink.not_analysed.n, 1);
}
END_TEST

/* ---- the stack ---- */

/* clang-format off */
static const struct { const char *text, *model, *threads, *idle, *grace; } services[] = {
    {"", "thread", "200", "1m", "unknown"},
    {"server:\n  shutdown: graceful\n  tomcat:\n    threads:\n      max: 20\n    connection-timeout: 10s\n", "thread", "20", "10s", "30s"},
    {"server:\n  tomcat:\n    max-threads: 30\n    keep-alive-timeout: 5s\n", "thread", "30", "5s", "unknown"},
    {"spring:\n  threads:\n    virtual:\n      enabled: true\n", "thread", "unknown", "1m", "unknown"},
    {"server:\n  jetty:\n    threads:\n      max: 40\n", "thread", "40", "unknown", "unknown"},
    {"spring:\n  main:\n    web-application-type: reactive\n", "event", "unknown", "1m", "unknown"},
};
/* clang-format on */

START_TEST(an_application_is_a_service)
{
    fixture_read("application.yml", services[_i].text);
    const struct placed_service *p = fixture_placed(0);
    ck_assert_str_eq(fixture_field(p, SERVICE_WORKER_MODEL), services[_i].model);
    ck_assert_str_eq(fixture_field(p, SERVICE_THREADS), services[_i].threads);
    ck_assert_str_eq(fixture_field(p, SERVICE_TIMEOUT_IDLE), services[_i].idle);
    ck_assert_str_eq(fixture_field(p, SERVICE_GRACE), services[_i].grace);
}
END_TEST

/* clang-format off */
static const struct { const char *hikari, *idle; } pools[] = {
    {"", "30m"},
    {"max-lifetime: 900000", "15m"},
    {"idle-timeout: 60000", "30m"}, /* of those beyond minimum-idle, which is all of them by default */
    {"idle-timeout: 60000\n      minimum-idle: 0", "1m"},
    {"keepalive-time: 120000", "2m"},
    {"keepalive-time: ${K}", "unknown"},
};
/* clang-format on */

START_TEST(a_pool_keeps_idle_connections)
{
    struct str text =
        str_printf(&fx.a, "spring:\n  datasource:\n    url: jdbc:postgresql://db:5432/x\n    hikari:\n      %s\n",
                   pools[_i].hikari);
    fixture_read("application.yml", text.p);
    const struct service *s = &fixture_placed(0)->service;
    ck_assert_uint_eq(s->pools.n, 1);
    ck_assert_str_eq(str_dup(&fx.a, value_format(&fx.a, s->pools.p[0]->field[POOL_IDLE])).p, pools[_i].idle);
}
END_TEST

/* The place, the size and the use of the pool; empty: none. */
/* clang-format off */
static const struct { const char *text, *pool; } redis[] = {
    {"spring.cache.type=redis\nspring.data.redis.host=10.0.0.1\n", "10.0.0.1:6379 unknown cache"},
    {"spring.cache.type=redis\n", "localhost:6379 unknown cache"},
    {"spring.redis.port=6380\nspring.redis.lettuce.pool.max-active=20\n", "localhost:6380 20 unknown"},
    {"spring.data.redis.url=rediss://u:s@cache:7000\nspring.data.redis.host=x\n", "cache:7000 unknown unknown"},
    {"spring.cache.type=redis\nspring.session.store-type=redis\nspring.redis.host=r\n", "r:6379 unknown sessions"},
    {"spring.cache.type=redis\nspring.data.redis.host=${CACHE}\n", ""},
    {"spring.cache.type=redis\nspring.data.redis.cluster.nodes=a:1,b:1\n", ""},
    {"spring.cache.type=caffeine\n", ""},
};
/* clang-format on */

START_TEST(a_redis_is_a_pool)
{
    struct buf b = {.a = &fx.a};
    fixture_read("application.properties", redis[_i].text);
    const struct service *s = &fixture_placed(0)->service;
    const struct pool *p = s->pools.n ? s->pools.p[0] : NULL;
    if (p)
        buf_printf(&b, "%.*s:%.*s %.*s %.*s", STR_ARG(value_format(&fx.a, p->servers.p[0]->field[SERVER_ADDRESS])),
                   STR_ARG(value_format(&fx.a, p->servers.p[0]->field[SERVER_PORT])),
                   STR_ARG(value_format(&fx.a, p->field[POOL_CONNECTIONS])),
                   STR_ARG(value_format(&fx.a, p->field[POOL_USE])));
    buf_putc(&b, '\0');
    ck_assert_str_eq(b.p, redis[_i].pool);
}
END_TEST

/* clang-format off */
static const struct { const char *url, *places; } urls[] = {
    {"jdbc:mariadb://127.0.0.1:6033/pf", "127.0.0.1 6033\n"},
    {"jdbc:postgresql://a,b:5433/x?ssl=true", "a 5432\nb 5433\n"},
    {"jdbc:mysql://[::1]:3307/x", "::1 3307\n"},
    {"jdbc:sqlserver://h:1444;databaseName=x", "h 1444\n"},
    {"jdbc:oracle:thin:@//h:1521/x", "h 1521\n"},
    {"jdbc:mysql:loadbalance://h1,h2/x", "h1 3306\nh2 3306\n"},
    {"jdbc:mysql://u:p@h/x", "h 3306\n"},
    {"jdbc:h2:mem:x", ""},
    {"http://h:80/", ""},
    {"", ""},
};
/* clang-format on */

START_TEST(a_url_names_places)
{
    struct buf b = {.a = &fx.a};
    struct database_place place;
    uint32_t at = 0;
    while (database_url_next(str_from(urls[_i].url), &at, &place))
        buf_printf(&b, "%.*s %lld\n", STR_ARG(place.host), (long long)place.port);
    buf_putc(&b, '\0');
    ck_assert_str_eq(b.p, urls[_i].places);
}
END_TEST

START_TEST(a_profile_of_developers_runs_nowhere)
{
    fixture_read("application-dev.yml", "server:\n  port: 1\n");
    ck_assert_ptr_null(fixture_placed(0));
    fixture_read("application-prod.yml", "server:\n  port: 1\n");
    ck_assert(fixture_placed(0)->service.partial);
}
END_TEST

/* clang-format off */
static const struct { const char *path, *text; bool ours; } claims[] = {
    {"src/main/resources/application.yml", "server:\n  port: 8080\n", true},
    {"application-prod.properties", "spring.datasource.url=jdbc:h2:mem:x\n", true},
    {"etc/portal.yml", "server:\n  port: 8086\n  tomcat:\n    threads:\n      max: 800\nspring:\n  threads:\n    virtual:\n      enabled: false\n", true},
    {"application.yml", "foo:\n  bar: 1\n", false},
    {"config.yml", "server:\n  port: 8080\nlogging:\n  level: info\n", false},
    {"docker-compose.yml", "services:\n  spring:\n    application: x\n", false},
    {"k8s.yml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  application.yml: |\n    spring:\n      application: x\n", false},
    {"log4j.properties", "log4j.rootLogger=INFO\n", false},
};
/* clang-format on */

START_TEST(a_file_is_told_by_settings_that_only_spring_has)
{
    int score = spring_claims(str_from(claims[_i].path), str_from(claims[_i].text));
    ck_assert_int_eq(score > 0, claims[_i].ours);
}
END_TEST

Suite *spring_boot_suite(void)
{
    Suite *s = suite_create("spring-boot");
    TCase *t = tcase_create("spring-boot");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, settings_are_found_whatever_the_form, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, what_spring_does_not_bind_is_told);
    tcase_add_test(t, what_maven_fills_in_is_no_fault);
    tcase_add_loop_test(t, an_application_is_a_service, 0, sizeof services / sizeof *services);
    tcase_add_loop_test(t, a_pool_keeps_idle_connections, 0, sizeof pools / sizeof *pools);
    tcase_add_loop_test(t, a_redis_is_a_pool, 0, sizeof redis / sizeof *redis);
    tcase_add_loop_test(t, a_url_names_places, 0, sizeof urls / sizeof *urls);
    tcase_add_test(t, a_profile_of_developers_runs_nowhere);
    tcase_add_loop_test(t, a_file_is_told_by_settings_that_only_spring_has, 0, sizeof claims / sizeof *claims);
    suite_add_tcase(s, t);
    return s;
}
