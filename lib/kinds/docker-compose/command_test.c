#include "kinds/docker-compose/fixture.h"

Suite *command_suite(void);

/* What stands in a service, and the program with its words; empty where it is not certain. */
static const struct {
    const char *service, *words;
} cases[] = {
    {"image: nginx:1.26", "nginx: nginx"},
    {"image: registry.example:5000/library/redis:7@sha256:0a", "redis-server: redis-server"},
    {"{image: redis, command: --maxmemory 1gb}", "redis-server: redis-server --maxmemory 1gb"},
    {"{image: redis, command: [redis-server, /etc/redis.conf]}", "redis-server: redis-server /etc/redis.conf"},
    {"{image: postgres:15, command: \"postgres -c 'max_connections=120'\"}",
     "postgres: postgres -c max_connections=120"},
    {"{build: ., command: gunicorn -w 4 app:app}", "gunicorn: gunicorn -w 4 app:app"},
    {"{build: ., entrypoint: [tini, --], command: [python, -m, gunicorn, app]}", "gunicorn: gunicorn app"},
    {"{build: ., command: sh -c \"exec gunicorn app\"}", "gunicorn: gunicorn app"},
    {"{build: ., command: sh -c \"migrate && gunicorn app\"}", ""},
    {"{build: ., command: [bundle, exec, puma, -w, \"3\"]}", "puma: puma -w 3"},
    {"{build: ., command: env A=1 node server.js}", "node: node server.js"},
    {"{build: ., command: python manage.py runserver}", "python: python manage.py runserver"},
    {"{build: ., command: \"${CMD}\"}", ""},
    {"{build: ., command: [gunicorn, -w, \"${WORKERS}\"]}", "gunicorn: gunicorn -w $"},
    {"{image: app, environment: {JAVA_OPTS: -Xmx1g}}", "java: java"},
    {"{image: app, environment: [NODE_OPTIONS=--max-old-space-size=512]}", "node: node"},
    {"image: app", ""},
    {"image: php:8.2-fpm-alpine", "php-fpm: php-fpm"},
    {"{image: mariadb, command: [--max-connections=500]}", "mysqld: mysqld --max-connections=500"},
};

START_TEST(each_service_has_its_command)
{
    struct buf b = {.a = &fx.a};
    struct container_command c;
    const char *open = cases[_i].service[0] == '{' ? "" : "{", *close = *open ? "}" : "";
    fixture_read(str_printf(&fx.a, "services:\n  a: %s%s%s\n", open, cases[_i].service, close).p);
    compose_command_of(&fx.job, compose_next_block(&fx.job, 0, NULL), &c);
    buf_printf(&b, "%.*s%s", STR_ARG(c.program), c.words.n ? ":" : "");
    for (uint32_t i = 0; i < c.words.n; i++)
        buf_printf(&b, " %.*s", STR_ARG(c.words.p[i].text));
    buf_putc(&b, '\0');
    ck_assert_str_eq(b.p, cases[_i].words);
}
END_TEST

START_TEST(words_have_their_places)
{
    struct container_command c;
    fixture_read("services:\n  a:\n    build: .\n    command: gunicorn -w 4\n");
    compose_command_of(&fx.job, compose_next_block(&fx.job, 0, NULL), &c);
    ck_assert_uint_eq(c.words.n, 3);
    ck_assert(str_eq(source_text(&fx.sources, c.words.p[2].at), STR("4")));
}
END_TEST

Suite *command_suite(void)
{
    Suite *s = suite_create("command");
    TCase *t = tcase_create("command");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, each_service_has_its_command, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, words_have_their_places);
    suite_add_tcase(s, t);
    return s;
}
