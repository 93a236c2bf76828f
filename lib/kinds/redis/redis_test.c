#include "kinds/redis/cases.h"
#include "kinds/redis/fixture.h"

Suite *redis_suite(void);

START_TEST(what_redis_refuses_is_found)
{
    fixture_read(redis_cases[_i].text);
    ck_assert_str_eq(fixture_found(), redis_cases[_i].found);
}
END_TEST

/* redis-cli CONFIG GET of 7.0.15 says the same. */
START_TEST(k_is_a_thousand_and_kb_is_1024)
{
    static const struct {
        const char *text, *size;
    } rows[] = {{"maxmemory 100\n", "100B"},  {"maxmemory 10k\n", "9.77KiB"}, {"maxmemory 10kb\n", "10KiB"},
                {"maxmemory 1M\n", "977KiB"}, {"maxmemory 1mB\n", "1MiB"},    {"maxmemory 1gb\n", "1GiB"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture_read(rows[i].text);
        ck_assert_str_eq(fixture_get("maxmemory"), rows[i].size);
    }
}
END_TEST

START_TEST(the_last_line_counts_and_old_names_are_the_same)
{
    fixture_read("timeout 10\nTimeout 20\nslave-read-only no\nlua-time-limit 100\n");
    ck_assert_str_eq(fixture_get("timeout"), "20s");
    ck_assert_str_eq(fixture_get("replica-read-only"), "false");
    ck_assert_str_eq(fixture_get("busy-reply-threshold"), "100ms");
    ck_assert_str_eq(fixture_get("maxclients"), "10000");
}
END_TEST

START_TEST(every_row_is_found_by_its_name)
{
    for (uint32_t i = 0; i < redis_table.n; i++)
        ck_assert_int_eq(redis_row(redis_table.rows[i].name), (int)i);
}
END_TEST

START_TEST(save_lines_add_up_behind_the_first)
{
    static const struct {
        const char *text, *points;
    } rows[] = {{"port 1\n", "3"},
                {"save 900 1\nsave 300 10 60 10000\n", "3"},
                {"save 900 1\nsave \"\"\n", "0"},
                {"save \"\"\nsave 900 1\n", "1"},
                {"save \"900 1 300 10\"\n", "2"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture_read(rows[i].text);
        ck_assert_str_eq(fixture_get("save points"), rows[i].points);
    }
}
END_TEST

START_TEST(the_last_limit_of_a_class_counts)
{
    fixture_read(
        "client-output-buffer-limit slave 1gb 64mb 60 pubsub 0 0 0\nclient-output-buffer-limit replica 2gb 1gb 60\n");
    ck_assert_str_eq(fixture_get("client-output-buffer-limit replica"), "2GiB");
    ck_assert_str_eq(fixture_get("client-output-buffer-limit pubsub"), "unlimited");
    ck_assert_str_eq(fixture_get("client-output-buffer-limit normal"), "unlimited");
    fixture_read("port 1\n");
    ck_assert_str_eq(fixture_get("client-output-buffer-limit replica"), "256MiB");
}
END_TEST

START_TEST(an_include_that_is_missing_hides_what_it_may_set)
{
    fixture_read("maxmemory 1gb\ninclude /nowhere/local.conf\ntimeout 5\n");
    ck_assert_str_eq(fixture_get("maxmemory"), "unknown");
    ck_assert_str_eq(fixture_get("appendonly"), "unknown");
    ck_assert_str_eq(fixture_get("timeout"), "5s");
    ck_assert_uint_eq(fx.sink.not_analysed.n, 1);
}
END_TEST

START_TEST(a_copy_for_snapshots_doubles_the_data)
{
    fixture_read("maxmemory 3gb\nbind 10.0.0.1 -::1\ntls-port 6380\nmaxclients 500\n");
    const struct service *s = fixture_place();
    ck_assert_str_eq(fixture_field(s, SERVICE_MEMORY_REST), "3GiB");
    ck_assert_str_eq(fixture_field(s, SERVICE_MEMORY_FORK), "3GiB");
    ck_assert_str_eq(fixture_field(s, SERVICE_MEMORY_WORST), "6GiB");
    ck_assert_str_eq(fixture_field(s, SERVICE_SLOTS), "500");
    ck_assert_str_eq(fixture_field(s, SERVICE_FDS_NEED), "532");
    ck_assert_uint_eq(s->listens.n, 4);
    ck_assert_str_eq(str_dup(&fx.a, value_format(&fx.a, s->listens.p[2]->field[LISTEN_ADDRESS])).p, "::1");
    ck_assert(!s->command);
}
END_TEST

START_TEST(replicas_come_on_top_and_nothing_saved_needs_no_copy)
{
    fixture_read("maxmemory 3gb\nsave \"\"\nrepl-backlog-size 1gb\n");
    const struct service *s = fixture_place();
    ck_assert_str_eq(fixture_field(s, SERVICE_MEMORY_FORK), "unknown");
    ck_assert_str_eq(fixture_field(s, SERVICE_MEMORY_WORST), "4.25GiB");
}
END_TEST

/* clang-format off */
static const struct { const char *text, *evicts, *persistent; } full[] = {
    {"maxmemory 1gb\n", "false", "true"},
    {"maxmemory 1gb\nmaxmemory-policy allkeys-lru\nsave \"\"\n", "true", "false"},
    {"maxmemory 1gb\nmaxmemory-policy volatile-ttl\nsave \"\"\nappendonly yes\n", "true", "true"},
    {"maxmemory 1gb\nsave \"\"\nreplicaof 10.0.0.1 6379\n", "false", "true"},
    {"save \"\"\n", "true", "false"}, /* never full: nothing is refused */
    {"maxmemory 1gb\ninclude /nowhere/local.conf\n", "unknown", "unknown"},
};
/* clang-format on */

START_TEST(what_is_full_drops_old_data_or_refuses_new)
{
    fixture_read(full[_i].text);
    const struct service *s = fixture_place();
    ck_assert_str_eq(fixture_field(s, SERVICE_EVICTS), full[_i].evicts);
    ck_assert_str_eq(fixture_field(s, SERVICE_PERSISTENT), full[_i].persistent);
}
END_TEST

START_TEST(a_command_line_states_what_it_sets)
{
    fixture_read_command("/usr/bin/redis-server /etc/redis.conf --maxmemory 2gb --save 900 1 --port 7000");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(fixture_get("save points"), "1");
    const struct service *s = fixture_place();
    ck_assert(s->command);
    ck_assert(str_eq(s->config, STR("/etc/redis.conf")));
    ck_assert_str_eq(fixture_field(s, SERVICE_MEMORY_REST), "2GiB");
    ck_assert_str_eq(fixture_field(s, SERVICE_MEMORY_WORST), "unknown");
    ck_assert_str_eq(fixture_field(s, SERVICE_SLOTS), "unknown");
    ck_assert_uint_eq(s->listens.n, 1);
}
END_TEST

START_TEST(faults_of_a_command_line_lead_to_its_container)
{
    fixture_read_command("redis-server --maxmemory 1t");
    ck_assert_str_eq(fixture_found(), "1 syntax/invalid-value [1t]\n");
    struct place p = source_place(&fx.sources, fx.sink.findings.p[0]->at);
    ck_assert_uint_eq(p.off, 25);
}
END_TEST

START_TEST(files_are_told_by_name_or_content)
{
    static const struct {
        const char *path, *head;
        bool ours;
    } rows[] = {{"etc/redis/redis.conf", "# nothing set\n", true},
                {"conf.d/redis.conf", "upstream redis {\n    server a:6379;\n}\n", false},
                {"redis-cache.conf", "port 6379\nmaxmemory 1gb\n", true},
                {"cache.conf", "# cache\nport 7000\nmaxmemory 1gb\nmaxmemory-policy allkeys-lru\n", true},
                {"redis.conf.j2", "port {{ port }}\n", true},
                {"sentinel.conf", "port 26379\nsentinel monitor m 127.0.0.1 6379 2\nprotected-mode no\n", false},
                {"nginx.conf", "user www;\nevents {\n}\n", false},
                {"haproxy.cfg", "global\n    maxconn 100\n", false},
                {"sysctl.conf", "vm.overcommit_memory = 1\n", false},
                {"postgresql.conf", "port = 5432\nmax_connections = 10\n", false},
                {"redis.yml", "maxmemory: 1gb\n", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg((redis_claims(str_from(rows[i].path), str_from(rows[i].head)) > 0) == rows[i].ours, "%s",
                      rows[i].path);
}
END_TEST

Suite *redis_suite(void)
{
    Suite *s = suite_create("redis");
    TCase *t = tcase_create("redis");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, what_redis_refuses_is_found, 0, REDIS_CASES);
    tcase_add_test(t, k_is_a_thousand_and_kb_is_1024);
    tcase_add_test(t, the_last_line_counts_and_old_names_are_the_same);
    tcase_add_test(t, every_row_is_found_by_its_name);
    tcase_add_test(t, save_lines_add_up_behind_the_first);
    tcase_add_test(t, the_last_limit_of_a_class_counts);
    tcase_add_test(t, an_include_that_is_missing_hides_what_it_may_set);
    tcase_add_test(t, a_copy_for_snapshots_doubles_the_data);
    tcase_add_test(t, replicas_come_on_top_and_nothing_saved_needs_no_copy);
    tcase_add_loop_test(t, what_is_full_drops_old_data_or_refuses_new, 0, sizeof full / sizeof *full);
    tcase_add_test(t, a_command_line_states_what_it_sets);
    tcase_add_test(t, faults_of_a_command_line_lead_to_its_container);
    tcase_add_test(t, files_are_told_by_name_or_content);
    suite_add_tcase(s, t);
    return s;
}
