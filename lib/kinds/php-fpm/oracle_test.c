/* The table of cases against the PHP-FPM of this machine: where one of 8.2 is installed. */
#include "kinds/php-fpm/cases.h"

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
    FILE *p = popen("php-fpm8.2 -v 2>&1", "r");
    bool ok = p && fgets(line, sizeof line, p) && strstr(line, "PHP 8.2.");
    if (p)
        pclose(p);
    return ok;
}

START_TEST(php_fpm_accepts_and_refuses_the_same)
{
    char path[] = "/tmp/loadline-php-fpm-XXXXXX", command[256];
    const struct config_case *c = &config_cases[_i];
    int fd = mkstemp(path);
    FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
    ck_assert_ptr_nonnull(f);
    /* Its own log may not be ours to write. */
    fprintf(f, "%s[global]\nerror_log = %s.log\n", c->text, path);
    fclose(f);
    snprintf(command, sizeof command, "php-fpm8.2 -t -y %s >/dev/null 2>&1", path);
    int rc = system(command);
    unlink(path);
    snprintf(command, sizeof command, "%s.log", path);
    unlink(command);
    ck_assert_msg((rc == 0) == (*c->found == '\0'), "of\n%s\nphp-fpm ends with %d", c->text, rc);
}
END_TEST

START_TEST(php_fpm_is_not_here)
{
    printf("# SKIP: no php-fpm 8.2 on this machine to hold the cases against\n");
}
END_TEST

Suite *oracle_suite(void)
{
    Suite *s = suite_create("oracle");
    TCase *t = tcase_create("oracle");
    if (have_oracle())
        tcase_add_loop_test(t, php_fpm_accepts_and_refuses_the_same, 0, CONFIG_CASES);
    else
        tcase_add_test(t, php_fpm_is_not_here);
    suite_add_tcase(s, t);
    return s;
}
