#include "kinds/php-ini/php_ini.h"
#include "kinds/text_fixture.h"

Suite *php_ini_suite(void);

extern const struct kind kind_php_ini;

static const struct {
    const char *path, *head;
    bool ours;
} claims[] = {
    {"php.ini", "", true},
    {"php.ini-production", "", true},
    {"conf.d/90-site.ini", "; uploads\nupload_max_filesize = 20M\npost_max_size = 24M\n", true},
    {"docker/opcache.ini", "[opcache]\nopcache.enable=1\nopcache.memory_consumption=128\n", true},
    {"uwsgi.ini", "[uwsgi]\nprocesses = 4\n", false},
    {"setup.ini", "[app]\nname = x\n", false},
    {"my.ini", "[mysqld]\nmax_connections = 5\n", false},
    {"www.conf", "memory_limit = 128M\n", false},
};

START_TEST(files_are_told_by_name_and_content)
{
    int score = php_ini_claims(str_from(claims[_i].path), str_from(claims[_i].head));
    ck_assert_msg((score > 0) == claims[_i].ours, "%s: %d", claims[_i].path, score);
}
END_TEST

START_TEST(sections_are_nothing_but_those_of_paths_and_hosts)
{
    fixture_read(&kind_php_ini, "php.ini",
                 "[PHP]\nmemory_limit = 64M\n[Session]\npost_max_size = 20M\n[PATH=/srv/x]\nmemory_limit = 1G\n");
    ck_assert_str_eq(fixture_get(0, "memory_limit"), "64MiB");
    ck_assert_str_eq(fixture_get(0, "post_max_size"), "20MiB");
    ck_assert_str_eq(fixture_get(0, "upload_max_filesize"), "2MiB");
    ck_assert_str_eq(fixture_get(0, "expose_php"), "true");
}
END_TEST

START_TEST(it_says_what_pools_leave_unsaid)
{
    fixture_read(&kind_php_ini, "etc/php/8.2/fpm/php.ini", "memory_limit = 64M\n");
    ck_assert_uint_eq(fx.said.services.n, 1);
    ck_assert_int_eq(fx.said.services.p[0]->supplement, SUPPLEMENT_BASE);
    ck_assert_str_eq(fixture_field(fx.said.services.p[0], SERVICE_MEMORY_PROCESS_LIMIT), "64MiB");
    ck_assert(service_unstated(fx.said.services.p[0], SERVICE_BODY_LIMIT));
    fixture_read(&kind_php_ini, "conf.d/90-x.ini", "post_max_size = 64M\n");
    ck_assert_int_eq(fx.said.services.p[0]->supplement, SUPPLEMENT_LATER);
}
END_TEST

START_TEST(settings_of_another_way_to_run_php_are_not_of_pools)
{
    fixture_read(&kind_php_ini, "etc/php/8.2/cli/php.ini", "memory_limit = -1\n");
    ck_assert_uint_eq(fx.said.services.n, 0);
    fixture_read(&kind_php_ini, "php.ini", "expose_php = off\n");
    ck_assert_uint_eq(fx.said.services.n, 0);
}
END_TEST

START_TEST(variables_of_the_environment_are_unknown)
{
    fixture_read(&kind_php_ini, "php.ini", "memory_limit = ${PHP_MEMORY_LIMIT}\n");
    ck_assert_str_eq(fixture_get(0, "memory_limit"), "unknown");
}
END_TEST

Suite *php_ini_suite(void)
{
    Suite *s = suite_create("php_ini");
    TCase *t = tcase_create("php_ini");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, files_are_told_by_name_and_content, 0, (int)(sizeof claims / sizeof *claims));
    tcase_add_test(t, sections_are_nothing_but_those_of_paths_and_hosts);
    tcase_add_test(t, it_says_what_pools_leave_unsaid);
    tcase_add_test(t, settings_of_another_way_to_run_php_are_not_of_pools);
    tcase_add_test(t, variables_of_the_environment_are_unknown);
    suite_add_tcase(s, t);
    return s;
}
