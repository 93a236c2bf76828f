#include "kinds/postgresql/cases.h"
#include "kinds/postgresql/fixture.h"

Suite *postgresql_suite(void);

START_TEST(what_postgresql_refuses_is_found)
{
    fixture_read(pg_cases[_i].text);
    ck_assert_str_eq(fixture_found(), pg_cases[_i].found);
}
END_TEST

START_TEST(numbers_have_the_unit_of_their_setting)
{
    fixture_read("shared_buffers = 1000\nwork_mem = 1000\nstatement_timeout = 30\ncheckpoint_timeout = 30\n");
    ck_assert_str_eq(fixture_get("shared_buffers"), "7.81MiB");
    ck_assert_str_eq(fixture_get("work_mem"), "0.98MiB");
    ck_assert_str_eq(fixture_get("statement_timeout"), "30ms");
    ck_assert_str_eq(fixture_get("checkpoint_timeout"), "30s");
    ck_assert_str_eq(fixture_get("autovacuum_work_mem"), "-1");
    ck_assert_str_eq(fixture_get("max_connections"), "100");
}
END_TEST

START_TEST(the_last_one_counts_whatever_its_letters)
{
    fixture_read("Max_Connections = 10\nmax_connections 20\nport = 1\n");
    ck_assert_str_eq(fixture_get("max_connections"), "20");
}
END_TEST

START_TEST(every_row_is_found_by_its_name)
{
    for (uint32_t i = 0; i < pg_table.n; i++)
        ck_assert_int_eq(pg_row(pg_table.rows[i].name), (int)i);
    ck_assert_int_eq(pg_row(STR("datestyle")), pg_row(STR("DateStyle")));
}
END_TEST

START_TEST(a_default_hangs_on_the_release)
{
    fixture_read("port = 1\n");
    ck_assert_str_eq(fixture_get("hash_mem_multiplier"), "2");
    fx.job.target = VERSION(14, 0, 0);
    ck_assert_str_eq(fixture_get("hash_mem_multiplier"), "1");
}
END_TEST

START_TEST(an_include_that_is_missing_hides_what_it_may_set)
{
    fixture_read("work_mem = 1GB\ninclude 'tuned.conf'\nport = 5433\n");
    ck_assert_str_eq(fixture_get("work_mem"), "unknown");
    ck_assert_str_eq(fixture_get("max_connections"), "unknown");
    ck_assert_str_eq(fixture_get("port"), "5433");
}
END_TEST

START_TEST(the_directory_that_debian_ships_empty_hides_nothing)
{
    fixture_read("work_mem = 1GB\ninclude_dir = 'conf.d'\n");
    ck_assert_str_eq(fixture_get("work_mem"), "1GiB");
    ck_assert_uint_eq(fx.sink.not_analysed.n, 0);
}
END_TEST

START_TEST(memory_is_buffers_and_a_grant_for_each_connection)
{
    fixture_read("max_connections = 150\nshared_buffers = 16GB\nwork_mem = 1GB\nhash_mem_multiplier = 1.0\n"
                 "autovacuum_work_mem = 512MB\nautovacuum_max_workers = 4\nlisten_addresses = '10.0.0.1, localhost'\n");
    const struct service *s = fixture_place();
    ck_assert_str_eq(fixture_field(s, SERVICE_MEMORY_REST), "16GiB");
    ck_assert_str_eq(fixture_field(s, SERVICE_MEMORY_SLOT), "1GiB");
    ck_assert_str_eq(fixture_field(s, SERVICE_MEMORY_WORST), "168GiB"); /* 16 + 150 + 2 */
    ck_assert_str_eq(fixture_field(s, SERVICE_SLOTS), "150");
    ck_assert_str_eq(fixture_field(s, SERVICE_CLIENTS), "147"); /* 3 are for superusers */
    ck_assert_uint_eq(s->listens.n, 2);
    ck_assert(service_unstated(s, SERVICE_TIMEOUT_REQUEST));
}
END_TEST

START_TEST(defaults_alone_are_marked)
{
    fixture_read("port = 5432\n");
    const struct service *s = fixture_place();
    ck_assert(service_get(s, SERVICE_MEMORY_WORST).flags & VALUE_FROM_DEFAULTS);
}
END_TEST

START_TEST(a_command_line_states_what_it_sets)
{
    fixture_read_command("postgres -c max_connections=120 --work-mem=8MB -N130 -B 2000 -p 5433 -D /var/lib/pg");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(fixture_get("max_connections"), "130");
    ck_assert_str_eq(fixture_get("work_mem"), "8MiB");
    ck_assert_str_eq(fixture_get("shared_buffers"), "15.6MiB");
    const struct service *s = fixture_place();
    ck_assert(s->command);
    ck_assert_str_eq(fixture_field(s, SERVICE_SLOTS), "130");
    ck_assert_str_eq(fixture_field(s, SERVICE_MEMORY_WORST), "unknown");
}
END_TEST

START_TEST(faults_of_a_command_line_lead_to_its_container)
{
    fixture_read_command("postgres -c work_mem=1gb");
    ck_assert_str_eq(fixture_found(), "1 syntax/invalid-value [1gb]\n");
    struct place p = source_place(&fx.sources, fx.sink.findings.p[0]->at);
    ck_assert_uint_eq(p.off, 21);
}
END_TEST

START_TEST(files_are_told_by_name_or_content)
{
    static const struct {
        const char *path, *head;
        bool ours, part;
    } rows[] = {{"etc/postgresql/15/main/postgresql.conf", "# nothing set\n", true, false},
                {"nginx/conf.d/postgresql.conf", "upstream db {\n    server a:5432;\n}\n", false, false},
                {"15/main/conf.d/10-memory.conf", "shared_buffers = 1GB\nwork_mem = 8MB\n", true, true},
                {"dwh.conf", "max_connections = 150\nwork_mem = '1GB' # x\nport = 5432\n", true, false},
                {"postgresql.auto.conf", "work_mem = '1GB'\n", true, true},
                {"pg_hba.conf", "local all postgres peer\nhost all all 127.0.0.1/32 md5\n", false, false},
                {"recovery.done", "", false, false},
                {"nginx.conf", "user www;\nevents {\n}\n", false, false},
                {"sysctl.conf", "vm.overcommit_memory = 1\nnet.core.somaxconn = 1024\n", false, false},
                {"my.cnf", "[mysqld]\nmax_connections = 10\nport = 3306\n", false, false},
                {"pgbouncer.ini", "max_client_conn = 10\n", false, false},
                {"gunicorn.conf", "bind = 'x'\nworker_class = 'sync'\n", false, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str path = str_from(rows[i].path), head = str_from(rows[i].head);
        ck_assert_msg((pg_claims(path, head) > 0) == rows[i].ours, "%s", rows[i].path);
        ck_assert_msg((pg_role(path, head) == DOCUMENT_FRAGMENT) == rows[i].part, "%s", rows[i].path);
    }
}
END_TEST

Suite *postgresql_suite(void)
{
    Suite *s = suite_create("postgresql");
    TCase *t = tcase_create("postgresql");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, what_postgresql_refuses_is_found, 0, PG_CASES);
    tcase_add_test(t, numbers_have_the_unit_of_their_setting);
    tcase_add_test(t, the_last_one_counts_whatever_its_letters);
    tcase_add_test(t, every_row_is_found_by_its_name);
    tcase_add_test(t, a_default_hangs_on_the_release);
    tcase_add_test(t, an_include_that_is_missing_hides_what_it_may_set);
    tcase_add_test(t, the_directory_that_debian_ships_empty_hides_nothing);
    tcase_add_test(t, memory_is_buffers_and_a_grant_for_each_connection);
    tcase_add_test(t, defaults_alone_are_marked);
    tcase_add_test(t, a_command_line_states_what_it_sets);
    tcase_add_test(t, faults_of_a_command_line_lead_to_its_container);
    tcase_add_test(t, files_are_told_by_name_or_content);
    suite_add_tcase(s, t);
    return s;
}
