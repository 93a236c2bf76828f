#include "kinds/systemd/fixture.h"
#include "stack/stack.h"

Suite *place_suite(void);

static struct contributions said;

static const struct service *placed_as(const char *name, const char *text)
{
    said = (struct contributions){.a = &fx.a};
    fixture_read_as(name, str_from(text));
    systemd_place(&fx.job, &said);
    ck_assert_uint_eq(said.services.n, 1);
    return said.services.p[0];
}

static const struct service *placed(const char *text)
{
    return placed_as("web.service", text);
}

static const char *field(const struct service *s, enum service_field f)
{
    return str_dup(&fx.a, value_format(&fx.a, service_get(s, f))).p;
}

/* On a host with 8 GiB, 4096 files for a service, and fs.nr_open of 65536. */
static const struct service *settled(const struct service *s)
{
    struct host *h = arena_new(&fx.a, struct host);
    struct service *copy = arena_new(&fx.a, struct service);
    struct value_map *kernel = value_map_new(&fx.a, 1);
    value_map_put(&fx.a, kernel, value_string(STR("fs.nr_open")), value_int(65536));
    h->kernel = value_map(kernel);
    h->memory = value_size(8ll << 30);
    h->nofile = value_int(4096);
    *copy = *s;
    copy->settle(copy, h, &fx.a);
    return copy;
}

START_TEST(a_unit_says_what_bounds_its_service)
{
    const struct service *s = placed(
        "[Unit]\nStartLimitBurst=3\n[Service]\nExecStart=/srv/venv/bin/gunicorn app\nMemoryMax=4G\nMemorySwapMax=0\n"
        "LimitNOFILE=8192:16384\nTasksMax=512\nRestart=on-failure\nTimeoutStopSec=100\n");
    ck_assert_str_eq(str_dup(&fx.a, s->program).p, "gunicorn");
    ck_assert_str_eq(field(s, SERVICE_KIND), "systemd");
    ck_assert_str_eq(field(s, SERVICE_NAME), "web.service");
    ck_assert_str_eq(field(s, SERVICE_WORKER_MODEL), "process");
    ck_assert_str_eq(field(s, SERVICE_MEMORY_LIMIT), "4GiB");
    ck_assert_str_eq(field(s, SERVICE_SWAP_LIMIT), "0B");
    ck_assert_str_eq(field(s, SERVICE_FDS_LIMIT), "8192");
    ck_assert_str_eq(field(s, SERVICE_TASKS_LIMIT), "512");
    ck_assert_str_eq(field(s, SERVICE_RESTART), "on-failure");
    ck_assert_str_eq(field(s, SERVICE_START_LIMIT), "3 in 10s");
    ck_assert_str_eq(field(s, SERVICE_GRACE), "1m40s");
    ck_assert(s->runner);
}
END_TEST

START_TEST(a_unit_without_limits_has_systemds_defaults)
{
    const struct service *s = placed("[Service]\nExecStart=/usr/sbin/nginx\n");
    ck_assert_str_eq(field(s, SERVICE_MEMORY_LIMIT), "unlimited");
    ck_assert_int_eq(service_get(s, SERVICE_MEMORY_LIMIT).origin->kind, ORIGIN_DEFAULT);
    ck_assert_str_eq(field(s, SERVICE_RESTART), "no");
    ck_assert_str_eq(field(s, SERVICE_GRACE), "1m30s");
    ck_assert(service_unstated(s, SERVICE_FDS_LIMIT)); /* the host's facts tell */
    ck_assert(value_is_unknown(service_get(s, SERVICE_TASKS_LIMIT)));
}
END_TEST

START_TEST(a_drop_in_says_what_it_sets)
{
    const struct service *s = placed_as("haproxy.service.d/limits.conf", "[Service]\nLimitNOFILE=4096\n");
    ck_assert_str_eq(str_dup(&fx.a, s->program).p, "haproxy");
    ck_assert_str_eq(field(s, SERVICE_NAME), "haproxy.service");
    ck_assert_str_eq(field(s, SERVICE_FDS_LIMIT), "4096");
    ck_assert_str_eq(field(s, SERVICE_MEMORY_LIMIT), "unlimited");
    ck_assert(service_unstated(s, SERVICE_RESTART) && service_unstated(s, SERVICE_GRACE));
    s = placed_as("haproxy.service.d/env.conf", "[Service]\nEnvironment=A=b\n");
    ck_assert(service_unstated(s, SERVICE_MEMORY_LIMIT));
}
END_TEST

START_TEST(shares_are_of_the_host)
{
    const struct service *s =
        settled(placed("[Service]\nExecStart=/usr/sbin/nginx\nMemoryMax=75%\nMemorySwapMax=12.5%\n"));
    ck_assert_str_eq(field(s, SERVICE_MEMORY_LIMIT), "6GiB");
    ck_assert_str_eq(str_dup(&fx.a, service_get(s, SERVICE_MEMORY_LIMIT).origin->text).p, "75% of 8GiB");
    ck_assert_str_eq(field(s, SERVICE_SWAP_LIMIT), "1GiB");
}
END_TEST

START_TEST(the_kernel_bounds_files)
{
    ck_assert_str_eq(field(settled(placed("[Service]\nExecStart=/bin/a\nLimitNOFILE=65536\n")), SERVICE_FDS_LIMIT),
                     "65536");
    ck_assert_str_eq(field(settled(placed("[Service]\nExecStart=/bin/a\nLimitNOFILE=65537\n")), SERVICE_FDS_LIMIT),
                     "4096");
    ck_assert_str_eq(field(settled(placed("[Service]\nExecStart=/bin/a\nLimitNOFILE=infinity\n")), SERVICE_FDS_LIMIT),
                     "65536");
}
END_TEST

START_TEST(what_runs_once_serves_nothing)
{
    ck_assert_str_eq(
        field(placed("[Service]\nType=oneshot\nExecStart=/usr/bin/node migrate.js\n"), SERVICE_WORKER_MODEL), "null");
    ck_assert_str_eq(field(placed("[Service]\nExecStart=/usr/bin/rsync\n"), SERVICE_WORKER_MODEL), "null");
}
END_TEST

START_TEST(a_socket_starts_its_service_again)
{
    const struct service *s =
        placed("[Unit]\nAfter=network.target web.socket\n[Service]\nExecStart=/usr/bin/gunicorn a\n");
    ck_assert_int_eq(service_get(s, SERVICE_RESTART).origin->kind, ORIGIN_DERIVED);
}
END_TEST

START_TEST(a_slice_may_bound_memory)
{
    ck_assert(
        service_unstated(placed("[Service]\nExecStart=/usr/bin/gunicorn a\nSlice=web.slice\n"), SERVICE_MEMORY_LIMIT));
}
END_TEST

START_TEST(other_units_are_no_services)
{
    said = (struct contributions){.a = &fx.a};
    fixture_read_as("web.socket", STR("[Socket]\nListenStream=80\n"));
    systemd_place(&fx.job, &said);
    fixture_read_as("service.d/all.conf", STR("[Service]\nMemoryMax=1G\n"));
    systemd_place(&fx.job, &said);
    ck_assert_uint_eq(said.services.n, 0);
}
END_TEST

/* The program of a command line; empty where it is not certain. */
static const struct {
    const char *line, *program;
} programs[] = {
    {"/usr/sbin/nginx -g 'daemon off;'", "nginx"},
    {"-@+/usr/sbin/haproxy haproxy -Ws", "haproxy"},
    {"/usr/bin/env PORT=80 node server.js", "node"},
    {"/usr/bin/python3 -m gunicorn app", "gunicorn"},
    {"/srv/venv/bin/python3.11 -u /srv/venv/bin/uvicorn app:app", "uvicorn"},
    {"/usr/bin/python3 /srv/app/serve.py", "python"},
    {"/bin/sh -c 'exec gunicorn -w 4 app'", "gunicorn"},
    {"/bin/bash -lc \"FOO=1 exec /usr/bin/java -jar a.jar\"", "java"},
    {"/bin/sh -c 'cd /srv && exec gunicorn app'", ""},
    {"/bin/sh -c 'gunicorn $OPTS'", ""},
    {"/bin/sh /srv/start.sh", "start.sh"},
    {"/usr/sbin/php-fpm8.2 --nodaemonize", "php-fpm"},
    {"/usr/sbin/apachectl start", "apache2"},
    {"/usr/bin/nice -n 5 node x", ""},
    {"/usr/bin/tini -- node x", "node"},
    {"/usr/bin/poetry run gunicorn app", "gunicorn"},
    {"bundle exec puma -C config/puma.rb", "puma"},
    {"$APP", ""},
    {"/srv/off/scripts/worker.pl minion", "worker.pl"},
};

START_TEST(each_command_line_has_its_program)
{
    fixture_read(str_printf(&fx.a, "[Service]\nExecStart=%s\n", programs[_i].line).p);
    struct str program = systemd_program(&fx.a, fx.job.root->first->first);
    ck_assert_str_eq(str_dup(&fx.a, program).p, programs[_i].program);
}
END_TEST

Suite *place_suite(void)
{
    Suite *s = suite_create("place");
    TCase *t = tcase_create("place");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, a_unit_says_what_bounds_its_service);
    tcase_add_test(t, a_unit_without_limits_has_systemds_defaults);
    tcase_add_test(t, a_drop_in_says_what_it_sets);
    tcase_add_test(t, shares_are_of_the_host);
    tcase_add_test(t, the_kernel_bounds_files);
    tcase_add_test(t, what_runs_once_serves_nothing);
    tcase_add_test(t, a_socket_starts_its_service_again);
    tcase_add_test(t, a_slice_may_bound_memory);
    tcase_add_test(t, other_units_are_no_services);
    tcase_add_loop_test(t, each_command_line_has_its_program, 0, sizeof programs / sizeof *programs);
    suite_add_tcase(s, t);
    return s;
}
