#include "kinds/mysql/mysql.h"

#include <check.h>

Suite *detect_suite(void);

/* Heads of files, written for this test, and whether they are option files of MySQL. */
static const struct {
    const char *path, *head;
    bool ours;
} cases[] = {
    {"my.cnf", "", true},
    {"etc/mysql/mariadb.conf.d/50-server.cnf", "[server]\n[mysqld]\nuser = mysql\n", true},
    {"db/primary.cnf", "# ledger\n[mysqld]\nserver_id = 1\n", true},
    {"galera.cnf", "[galera]\nwsrep_on = ON\n", true},
    {"client.cnf", "[client-server]\nport = 3306\n", true},
    {"openssl.cnf", "[ req ]\ndistinguished_name = dn\n", false},
    {"app.cnf", "[server]\nport = 8080\n", false},
    {"php.ini", "[MySQL]\nmysql.default_port = 3306\n", false},
    {"mysql.md", "[mysqld]\nport = 1\n", false},
    {"www.conf", "[www]\npm = static\n", false},
};

START_TEST(files_are_told_by_name_and_groups)
{
    int score = mysql_claims(str_from(cases[_i].path), str_from(cases[_i].head));
    ck_assert_msg((score > 0) == cases[_i].ours, "%s: %d", cases[_i].path, score);
}
END_TEST

Suite *detect_suite(void)
{
    Suite *s = suite_create("detect");
    TCase *t = tcase_create("detect");
    tcase_add_loop_test(t, files_are_told_by_name_and_groups, 0, (int)(sizeof cases / sizeof *cases));
    suite_add_tcase(s, t);
    return s;
}
