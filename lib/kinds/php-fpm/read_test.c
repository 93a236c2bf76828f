#include "kinds/php-fpm/cases.h"
#include "kinds/php-fpm/php_fpm.h"
#include "kinds/text_fixture.h"

Suite *read_suite(void);

extern const struct kind kind_php_fpm;

enum { GLOBAL, POOL };

START_TEST(what_php_fpm_refuses_is_found)
{
    const struct config_case *c = &config_cases[_i];
    fixture_read(&kind_php_fpm, "php-fpm.conf", c->text);
    ck_assert_msg(strcmp(fixture_found(), c->found) == 0, "of\n%s\nfound\n%s", c->text, fixture_found());
}
END_TEST

START_TEST(a_file_of_pools_alone_lacks_nothing_that_another_may_say)
{
    fixture_read(&kind_php_fpm, "zz-docker.conf", "[global]\ndaemonize = no\n[www]\nlisten = 9000\n");
    ck_assert_str_eq(fixture_found(), "");
    fixture_read(&kind_php_fpm, "pool.d/more.conf", "[www]\npm.max_children = 20\n");
    ck_assert_str_eq(fixture_found(), "");
    fixture_read(&kind_php_fpm, "pool.d/common.inc", "pm.max_requests = 500\nphp_admin_value[memory_limit] = 64M\n");
    ck_assert_str_eq(fixture_found(), "");
}
END_TEST

START_TEST(included_files_go_on_in_the_section_of_their_include)
{
    fixture_file("php-fpm.conf", "[global]\ninclude = pool.d/*.conf\n");
    fixture_file("pool.d/a.conf", "[a]\nlisten = 9000\nuser = x\npm = static\ninclude = ../common.inc\n");
    fixture_file("pool.d/b.conf", "[b]\nlisten = 9001\nuser = x\npm = static\npm.max_children = 2\n");
    fixture_file("common.inc", "pm.max_children = 7\n");
    fixture_read_file(&kind_php_fpm, "php-fpm.conf");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_uint_eq(fx.job.included.n, 3);
    ck_assert_str_eq(fixture_get(POOL, "pm.max_children"), "7");
    ck_assert_uint_eq(fx.said.services.n, 2);
}
END_TEST

START_TEST(what_an_include_that_is_not_here_may_set_is_unknown)
{
    fixture_file("php-fpm.conf", "[global]\ninclude = /etc/php/8.2/fpm/pool.d/*.conf\n");
    fixture_read_file(&kind_php_fpm, "php-fpm.conf");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_uint_eq(fx.sink.not_analysed.n, 1);
    ck_assert_str_eq(fixture_get(GLOBAL, "log_limit"), "unknown");
}
END_TEST

START_TEST(a_file_that_includes_itself_ends)
{
    fixture_file("php-fpm.conf", "[w]\nlisten = 9000\npm = static\npm.max_children = 1\ninclude = php-fpm.conf\n");
    fixture_read_file(&kind_php_fpm, "php-fpm.conf");
    ck_assert_ptr_nonnull(strstr(fixture_found(), "includes itself"));
}
END_TEST

START_TEST(settings_have_defaults_and_the_last_one_counts)
{
    fixture_read(&kind_php_fpm, "www.conf", W "pm.max_children = 9\nrequest_terminate_timeout = 2m\n");
    ck_assert_str_eq(fixture_get(POOL, "pm.max_children"), "9");
    ck_assert_str_eq(fixture_get(POOL, "request_terminate_timeout"), "2m");
    ck_assert_str_eq(fixture_get(POOL, "pm.max_requests"), "0");
    ck_assert_str_eq(fixture_get(POOL, "php_admin_value[memory_limit]"), "null");
    ck_assert_str_eq(fixture_get(POOL, "daemonize"), "none");
}
END_TEST

START_TEST(variables_of_the_environment_are_unknown)
{
    fixture_read(&kind_php_fpm, "www.conf", "[w]\nlisten = ${LISTEN}\nuser = x\npm = static\npm.max_children = ${N}\n");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(fixture_get(POOL, "pm.max_children"), "unknown");
    ck_assert_str_eq(fixture_get(POOL, "listen"), "unknown");
}
END_TEST

Suite *read_suite(void)
{
    Suite *s = suite_create("read");
    TCase *t = tcase_create("read");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, what_php_fpm_refuses_is_found, 0, CONFIG_CASES);
    tcase_add_test(t, a_file_of_pools_alone_lacks_nothing_that_another_may_say);
    tcase_add_test(t, included_files_go_on_in_the_section_of_their_include);
    tcase_add_test(t, what_an_include_that_is_not_here_may_set_is_unknown);
    tcase_add_test(t, a_file_that_includes_itself_ends);
    tcase_add_test(t, settings_have_defaults_and_the_last_one_counts);
    tcase_add_test(t, variables_of_the_environment_are_unknown);
    suite_add_tcase(s, t);
    return s;
}
