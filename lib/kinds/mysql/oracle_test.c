/* The table of cases against the MariaDB of this machine: where one of 10.11 is installed. */
#include "kinds/mysql/cases.h"

#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

Suite *oracle_suite(void);

static bool have_oracle(void)
{
    char line[256] = "";
    FILE *p = popen("mariadbd --no-defaults --version 2>&1", "r");
    bool ok = p && fgets(line, sizeof line, p) && strstr(line, "Ver 10.11.");
    if (p)
        pclose(p);
    return ok;
}

/* --help ends before anything starts; what it cannot read it says as an error. */
START_TEST(mariadb_accepts_and_refuses_the_same)
{
    char path[] = "/tmp/loadline-mysql-XXXXXX", command[256];
    const struct config_case *c = &config_cases[_i];
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, c->text, strlen(c->text)), (ssize_t)strlen(c->text));
    close(fd);
    snprintf(command, sizeof command,
             "! mariadbd --defaults-file=%s --user=root --datadir=/tmp --help --verbose 2>&1 >/dev/null |"
             " grep -Eq '\\[ERROR\\]|^error:|^Fatal error'",
             path);
    int rc = system(command);
    unlink(path);
    ck_assert_msg((rc == 0) == (*c->found == '\0'), "of\n%s\nmariadbd ends with %d", c->text, rc);
}
END_TEST

START_TEST(mariadb_is_not_here)
{
    printf("# SKIP: no mariadbd 10.11 on this machine to hold the cases against\n");
}
END_TEST

Suite *oracle_suite(void)
{
    Suite *s = suite_create("oracle");
    TCase *t = tcase_create("oracle");
    if (have_oracle())
        tcase_add_loop_test(t, mariadb_accepts_and_refuses_the_same, 0, CONFIG_CASES);
    else
        tcase_add_test(t, mariadb_is_not_here);
    suite_add_tcase(s, t);
    return s;
}
