#include "kinds/embed.h"
#include "kinds/mysql/cases.h"
#include "kinds/mysql/mysql.h"
#include "kinds/text_fixture.h"

Suite *read_suite(void);

extern const struct kind kind_mysql;

START_TEST(what_the_server_refuses_is_found)
{
    const struct config_case *c = &config_cases[_i];
    fixture_read(&kind_mysql, "my.cnf", c->text);
    ck_assert_msg(strcmp(fixture_found(), c->found) == 0, "of\n%s\nfound\n%s", c->text, fixture_found());
}
END_TEST

START_TEST(options_of_mysql_alone_are_known)
{
    fixture_read(
        &kind_mysql, "my.cnf",
        "[mysqld]\nsuper_read_only = ON\ngtid_mode = ON\nreplica_parallel_workers = 8\nvalidate_password.policy = LOW\n");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(fixture_get(0, "sort_buffer_size"), "256KiB");
    ck_assert_str_eq(fixture_get(0, "sync_binlog"), "1");
    fixture_read(&kind_mysql, "my.cnf", "[mariadb]\n");
    ck_assert_str_eq(fixture_get(0, "sort_buffer_size"), "2MiB");
}
END_TEST

START_TEST(the_last_of_all_groups_of_the_server_counts)
{
    fixture_read(
        &kind_mysql, "my.cnf",
        "[mysqld]\nmax-connections = 10\n[client]\nport = 1\n[mariadb-10.11]\nmax_connections = 20\n[server]\nport = 3307\n");
    ck_assert_str_eq(fixture_get(0, "max_connections"), "20");
    ck_assert_str_eq(fixture_get(0, "port"), "3307");
}
END_TEST

START_TEST(prefixes_switch_off_and_on)
{
    fixture_read(&kind_mysql, "my.cnf",
                 "[mysqld]\nlog_bin = x\nskip-log-bin\nloose_read_only = 1\nskip_slow_query_log\n");
    ck_assert_str_eq(fixture_get(0, "log_bin"), "OFF");
    ck_assert_str_eq(fixture_get(0, "read_only"), "true");
    ck_assert_str_eq(fixture_get(0, "slow_query_log"), "false");
}
END_TEST

START_TEST(included_files_are_read_in_the_order_of_their_names)
{
    fixture_file("my.cnf", "[mysqld]\nport = 1\n!includedir conf.d\nwait_timeout = 60\n");
    fixture_file("conf.d/b.cnf", "[mysqld]\nmax_connections = 2\n");
    fixture_file("conf.d/a.cnf", "[mysqld]\nmax_connections = 1\n");
    fixture_file("conf.d/c.txt", "[mysqld]\nmax_connections = 3\n");
    fixture_read_file(&kind_mysql, "my.cnf");
    ck_assert_str_eq(fixture_get(0, "max_connections"), "2");
    ck_assert_str_eq(fixture_get(0, "wait_timeout"), "1m");
    ck_assert_uint_eq(fx.job.included.n, 2);
}
END_TEST

START_TEST(the_files_of_a_directory_are_read_together)
{
    fixture_file("conf.d/b.cnf", "[mysqld]\nmax_connections = 2\n");
    fixture_file("conf.d/a.cnf", "[mysqld]\nport = 3308\n");
    fixture_read_file(&kind_mysql, "conf.d/a.cnf");
    ck_assert_str_eq(fixture_get(0, "max_connections"), "2");
    ck_assert_uint_eq(fx.job.included.n, 1);
    fixture_read_file(&kind_mysql, "conf.d/b.cnf");
    ck_assert_uint_eq(fx.job.included.n, 0);
}
END_TEST

START_TEST(what_an_include_that_is_not_here_may_set_is_unknown)
{
    fixture_file("my.cnf", "[mysqld]\nport = 1\n!includedir /etc/mysql/conf.d/\n");
    fixture_read_file(&kind_mysql, "my.cnf");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_uint_eq(fx.sink.not_analysed.n, 1);
    ck_assert_str_eq(fixture_get(0, "max_connections"), "unknown");
}
END_TEST

/* Reads the words of a line, one blank between them, as those of a container's command. */
static void read_command(const char *line)
{
    uint32_t container =
        source_add(&fx.sources, file_from_bytes(&fx.files, STR("compose.yaml"), str_from(line)), SPAN_NONE);
    struct command_text c = {.text = {.a = &fx.a}};
    struct str rest = str_from(line);
    fixture_read(&kind_mysql, "my.cnf", "");
    for (uint32_t at = 0; rest.n;) {
        struct str word = str_cut(&rest, ' ');
        command_add(&c, word, (struct span){container, at, word.n});
        at += word.n + 1;
    }
    struct embedded *e = command_embed(&fx.job, &c, &kind_mysql, SPAN_NONE);
    e->name = STR("db");
    fx.job.source = source_add_embedded(&fx.sources, e->text, e->map, (struct span){container, 0, 0});
    fx.job.container = e;
    fx.job.target = 0;
    fx.job.root = kind_mysql.read(&fx.job);
    kind_mysql.place(&fx.job, &fx.said);
}

START_TEST(command_lines_are_options)
{
    read_command("mysqld --max-connections=500 --innodb_buffer_pool_size=1G --skip-log-bin --port 3307 --read-only");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(fixture_get(0, "max_connections"), "500");
    ck_assert_str_eq(fixture_get(0, "innodb_buffer_pool_size"), "1GiB");
    ck_assert_str_eq(fixture_get(0, "port"), "3307");
    ck_assert_str_eq(fixture_get(0, "log_bin"), "OFF");
    ck_assert_str_eq(fixture_get(0, "read_only"), "true");
    ck_assert_uint_eq(fx.said.services.n, 1);
    ck_assert(fx.said.services.p[0]->command);
    ck_assert_str_eq(fixture_field(fx.said.services.p[0], SERVICE_NAME), "db");
    ck_assert_str_eq(fixture_field(fx.said.services.p[0], SERVICE_SLOTS), "500");
}
END_TEST

START_TEST(what_is_wrong_with_an_argument_is_told_there)
{
    read_command("mariadbd --max-connections=many --innodb-bufer-pool-size=1G");
    ck_assert_str_eq(fixture_found(), "1 [many] \"many\" is no value of \"max_connections\"\n"
                                      "1 [innodb-bufer-pool-size] unknown variable \"innodb-bufer-pool-size\"\n");
}
END_TEST

START_TEST(arguments_that_are_not_known_may_be_anything)
{
    read_command("mariadbd $MYSQLD_OPTS --port=${PORT}");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert(value_is_unknown(mysql_get(&fx.job, "max_connections")) && value_is_unknown(mysql_get(&fx.job, "port")));
    ck_assert_ptr_null(kind_mysql.next_block(&fx.job, 0, NULL));
    ck_assert(service_unstated(fx.said.services.p[0], SERVICE_MEMORY_WORST));
}
END_TEST

Suite *read_suite(void)
{
    Suite *s = suite_create("read");
    TCase *t = tcase_create("read");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, what_the_server_refuses_is_found, 0, CONFIG_CASES);
    tcase_add_test(t, options_of_mysql_alone_are_known);
    tcase_add_test(t, the_last_of_all_groups_of_the_server_counts);
    tcase_add_test(t, prefixes_switch_off_and_on);
    tcase_add_test(t, included_files_are_read_in_the_order_of_their_names);
    tcase_add_test(t, the_files_of_a_directory_are_read_together);
    tcase_add_test(t, command_lines_are_options);
    tcase_add_test(t, what_is_wrong_with_an_argument_is_told_there);
    tcase_add_test(t, arguments_that_are_not_known_may_be_anything);
    tcase_add_test(t, what_an_include_that_is_not_here_may_set_is_unknown);
    suite_add_tcase(s, t);
    return s;
}
