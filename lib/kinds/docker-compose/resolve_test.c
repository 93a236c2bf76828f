#include "kinds/docker-compose/fixture.h"

Suite *resolve_suite(void);

/* -1: refused. */
static const struct {
    const char *text;
    int64_t bytes;
} sizes[] = {
    {"512m", 512ll << 20},
    {"1.5gb", 3ll << 29},
    {"2GiB", 2ll << 30},
    {"1024", 1024},
    {"10 mb", 10ll << 20},
    {"5b", 5},
    {"5gg", -1},
    {"", -1},
    {"m", -1},
    {"-1", -1},
    {"1e3", -1},
    {"99999999p", -1},
};

START_TEST(sizes_are_read_as_docker_does)
{
    int64_t bytes = -1;
    bool ok = compose_parse_size(str_from(sizes[_i].text), &bytes);
    ck_assert_int_eq(ok, sizes[_i].bytes >= 0);
    ck_assert_int_eq(bytes, sizes[_i].bytes);
}
END_TEST

/* A service's entries, a setting and its value. */
static const struct {
    const char *service, *name, *value;
} settings[] = {
    {"restart: no", "restart", "no"},
    {"image: x", "restart", "no"},
    {"image: x", "stop_grace_period", "10s"},
    {"image: x", "mem_limit", "null"},
    {"ulimits: {nofile: 1024}", "ulimits.nofile", "1024"},
    {"ulimits: {nofile: {soft: 1, hard: 2}}", "ulimits.nofile", "1"},
    {"ulimits: {nofile: {soft: 1, hard: 2}}", "ulimits.nofile.hard", "2"},
    {"ulimits: {nofile: 1024}", "ulimits.nofile.hard", "1024"},
    {"image: x", "log_size", "unlimited"},
    {"logging: {options: {max-size: 10m, max-file: \"3\"}}", "log_size", "30MiB"},
    {"logging: {options: {max-size: -1}}", "log_size", "unlimited"},
    {"logging: {driver: local}", "log_size", "0B"},
    {"logging: {driver: \"${D}\"}", "log_size", "unknown"},
    {"healthcheck: {test: a}", "healthcheck", "true"},
    {"cpus: 1.5", "cpus", "1.5"},
    {"cpus: \"0.5\"", "cpus", "0.5"},
};

START_TEST(settings_have_dockers_defaults)
{
    struct value v = value_null();
    fixture_read(str_printf(&fx.a, "services:\n  a:\n    %s\n    build: .\n", settings[_i].service).p);
    ck_assert(compose_setting(&fx.job, compose_next_block(&fx.job, 0, NULL), str_from(settings[_i].name), &v));
    ck_assert_str_eq(str_dup(&fx.a, value_format(&fx.a, v)).p, settings[_i].value);
    ck_assert(!compose_setting(&fx.job, compose_next_block(&fx.job, 0, NULL), STR("nothing"), &v));
}
END_TEST

START_TEST(daemon_json_bounds_logs)
{
    struct value v;
    fixture_file("compose.yaml", "services:\n  a: {image: x}\n");
    fixture_file("daemon.json", "{\"log-opts\": {\"max-size\": \"10m\"}}\n");
    fixture_read_file("compose.yaml");
    ck_assert(compose_setting(&fx.job, compose_next_block(&fx.job, 0, NULL), STR("log_size"), &v));
    ck_assert_str_eq(str_dup(&fx.a, value_format(&fx.a, v)).p, "0B");
}
END_TEST

START_TEST(every_setting_has_a_type)
{
    struct str name;
    uint32_t n = 0;
    while ((name = compose_setting_name(0, n)).n > 0) {
        ck_assert_ptr_nonnull(compose_setting_type(0, name));
        n++;
    }
    ck_assert_uint_gt(n, 40);
    ck_assert_ptr_null(compose_setting_type(0, STR("nothing")));
}
END_TEST

Suite *resolve_suite(void)
{
    Suite *s = suite_create("resolve");
    TCase *t = tcase_create("resolve");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, sizes_are_read_as_docker_does, 0, sizeof sizes / sizeof *sizes);
    tcase_add_loop_test(t, settings_have_dockers_defaults, 0, sizeof settings / sizeof *settings);
    tcase_add_test(t, daemon_json_bounds_logs);
    tcase_add_test(t, every_setting_has_a_type);
    suite_add_tcase(s, t);
    return s;
}
