#include "kinds/php-fpm/php_fpm.h"

#include <check.h>

Suite *detect_suite(void);

/* Heads of files, written for this test, and whether they are PHP-FPM's. */
static const struct {
    const char *path, *head;
    bool ours;
} cases[] = {
    {"php-fpm.conf", "", true},
    {"etc/php/8.2/fpm/php-fpm.conf", "[global]\npid = /run/php-fpm.pid\ninclude=/etc/php/8.2/fpm/pool.d/*.conf\n",
     true},
    {"pool.d/www.conf", "[www]\nuser = www-data\nlisten = /run/php.sock\npm = dynamic\npm.max_children = 5\n", true},
    {"docker/php/www.conf", "[www]\npm.max_children = 5\n", true},
    {"zz-docker.conf", "[global]\ndaemonize = no\n[www]\nlisten = 9000\nclear_env = no\n", false},
    {"php-fpm.d/zz-docker.conf", "[global]\ndaemonize = no\n\n[www]\nlisten = 9000\n", true},
    {"conf/pool.ini", "; pool\n[shop]\nphp_admin_value[memory_limit] = 64M\n", true},
    {"php-fpm/www.conf", "[www]\nfoo = bar\nuser = x\n", false},
    {"php.ini", "[PHP]\nmemory_limit = 128M\n", false},
    {"my.cnf", "[mysqld]\nport = 3306\nuser = mysql\n", false},
    {"supervisord.conf", "[program:php]\ncommand = php-fpm\nuser = www-data\n", false},
    {"nginx.conf", "events {}\nhttp { server { listen 80; } }\n", false},
    {"uwsgi.ini", "[uwsgi]\nsocket = :9000\nprocesses = 4\n", false},
    {"www.md", "pm.max_children = 5\n", false},
    {"app.conf", "", false},
};

START_TEST(files_are_told_by_name_and_content)
{
    int score = fpm_claims(str_from(cases[_i].path), str_from(cases[_i].head));
    ck_assert_msg((score > 0) == cases[_i].ours, "%s: %d", cases[_i].path, score);
}
END_TEST

Suite *detect_suite(void)
{
    Suite *s = suite_create("detect");
    TCase *t = tcase_create("detect");
    tcase_add_loop_test(t, files_are_told_by_name_and_content, 0, (int)(sizeof cases / sizeof *cases));
    suite_add_tcase(s, t);
    return s;
}
