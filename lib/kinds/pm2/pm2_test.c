#include "kinds/pm2/fixture.h"

Suite *pm2_suite(void);

/* clang-format off */
static const struct { const char *app, *processes, *heap, *at, *restart_at; } apps[] = {
    {"script: 'a.js'", "1", "unknown", "-", "null"},
    {"script: 'a.js', instances: 3", "3", "unknown", "-", "null"},
    {"script: 'a.js', instances: 'max'", "4", "unknown", "-", "null"},
    {"script: 'a.js', instances: 0", "4", "unknown", "-", "null"},
    {"script: 'a.js', instances: -1", "3", "unknown", "-", "null"},
    {"script: 'a.js', instances: -9", "1", "unknown", "-", "null"},
    {"script: 'a.js', instances: os.cpus().length", "4", "unknown", "-", "null"},
    {"script: 'a.js', instances: process.env.N || 2", "unknown", "unknown", "-", "null"},
    {"script: 'a.js', node_args: '--max-old-space-size=2048'", "1", "2GiB", "--max-old-space-size=2048", "null"},
    {"script: 'a.js', interpreter_args: ['-r', 'x', '--max_old_space_size=512']", "1", "512MiB", "--max_old_space_size=512", "null"},
    {"script: 'a.js', env: {NODE_OPTIONS: '--trace-warnings --max-old-space-size=1024'}", "1", "1GiB", "--max-old-space-size=1024", "null"},
    {"script: 'a.js', node_args: '--max-old-space-size=lots'", "1", "unknown", "--max-old-space-size=lots", "null"},
    {"script: 'a.js', max_memory_restart: '600M'", "1", "unknown", "-", "600MiB"},
    {"script: 'a.js', max_memory_restart: 1048576", "1", "unknown", "-", "1MiB"},
    {"script: 'a.js', max_memory_restart: process.env.M", "1", "unknown", "-", "unknown"},
    {"script: 'report.py', interpreter: 'python3', node_args: '--max-old-space-size=2048'", "1", "unknown", "-", "null"},
};
/* clang-format on */

START_TEST(an_app_is_a_service)
{
    struct str text = str_printf(&fx.a, "const os = require('os');\nmodule.exports = {apps: [{%s}]};\n", apps[_i].app);
    fixture_read("ecosystem.config.js", text.p);
    const struct placed_service *p = fixture_placed(0);
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(fixture_field(p, SERVICE_PROCESSES), apps[_i].processes);
    ck_assert_str_eq(fixture_field(p, SERVICE_HEAP), apps[_i].heap);
    ck_assert_str_eq(fixture_at(p, SERVICE_HEAP), apps[_i].at);
    ck_assert_str_eq(fixture_field(p, SERVICE_RECYCLING_MEMORY), apps[_i].restart_at);
}
END_TEST

/* clang-format off */
static const struct { const char *path, *text; uint32_t n; const char *name; } files[] = {
    {"ecosystem.config.js", "module.exports = {apps: [{name: 'a', script: 'a.js'}, {script: 'dist/b.js'}]};", 2, "b"},
    {"pm2.json", "{\"apps\": {\"name\": \"x\", \"script\": \"a.js\"}}", 1, "x"},
    {"process.json", "[{\"script\": \"a.js\"}, {\"name\": \"y\", \"script\": \"b.js\"}]", 2, "y"},
    {"process.json", "{\"name\": \"z\", \"exec\": \"a.js\"}", 1, "z"},
    {"pm2.yml", "apps:\n  - script: a.js\n    instances: 4\n  - name: w\n    script: b.js\n", 2, "w"},
};
/* clang-format on */

START_TEST(apps_are_found_in_each_form)
{
    fixture_read(files[_i].path, files[_i].text);
    const struct placed_service *last = fixture_placed(files[_i].n - 1);
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_ptr_nonnull(last);
    ck_assert_ptr_null(fixture_placed(files[_i].n));
    ck_assert_str_eq(fixture_field(last, SERVICE_NAME), files[_i].name);
}
END_TEST

START_TEST(a_size_that_pm2_refuses_is_told)
{
    fixture_read("ecosystem.config.js", "module.exports = {apps: [{script: 'a.js', max_memory_restart: '1GB'}]};");
    ck_assert_str_eq(fixture_found(), "['1GB'] invalid value 1GB of max_memory_restart\n");
}
END_TEST

START_TEST(ports_are_a_custom)
{
    fixture_read("ecosystem.config.js",
                 "module.exports = {apps: [{script: 'a.js', env: {PORT: 3000}, env_production: {PORT: '8080'}}]};");
    const struct service *s = &fixture_placed(0)->service;
    ck_assert(s->more_listens);
    ck_assert_uint_eq(s->listens.n, 2);
    ck_assert_int_eq(s->listens.p[1]->field[LISTEN_PORT].as.i, 8080);
}
END_TEST

/* clang-format off */
static const struct { const char *path, *text; bool ours; } claims[] = {
    {"ecosystem.config.js", "module.exports = { apps : [{ name: 'a', script: 'a.js' }] }", true},
    {"api/ecosystem.config.json", "{\n  \"apps\": [\n    {\"script\": \"a.js\"}\n  ]\n}\n", true},
    {"deploy/prod.json", "{\"apps\": [{\"script\": \"a.js\", \"instances\": 2}]}", true},
    {"package.json", "{\"name\": \"x\", \"scripts\": {\"start\": \"node a.js\"}}", false},
    {"webpack.config.js", "module.exports = { entry: './a.js', mode: 'production' }", false},
    {"process.json", "{\"pid\": 1}", false},
    {"docker-compose.yml", "services:\n  apps:\n    image: x\n", false},
    {"k8s.yml", "apiVersion: apps/v1\nkind: Deployment\napps:\n  script: x\n", false},
};
/* clang-format on */

START_TEST(a_process_file_has_apps_with_scripts)
{
    int score = pm2_claims(str_from(claims[_i].path), str_from(claims[_i].text));
    ck_assert_int_eq(score > 0, claims[_i].ours);
}
END_TEST

Suite *pm2_suite(void)
{
    Suite *s = suite_create("pm2");
    TCase *t = tcase_create("pm2");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, an_app_is_a_service, 0, sizeof apps / sizeof *apps);
    tcase_add_loop_test(t, apps_are_found_in_each_form, 0, sizeof files / sizeof *files);
    tcase_add_test(t, a_size_that_pm2_refuses_is_told);
    tcase_add_test(t, ports_are_a_custom);
    tcase_add_loop_test(t, a_process_file_has_apps_with_scripts, 0, sizeof claims / sizeof *claims);
    suite_add_tcase(s, t);
    return s;
}
