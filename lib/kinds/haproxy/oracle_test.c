/* The table of cases against the HAProxy of this machine: where one of 2.6 is installed. */
#include "kinds/haproxy/cases.h"
#include "kinds/haproxy/fixture.h"

#include <unistd.h>

Suite *oracle_suite(void);

static bool have_oracle(void)
{
    char line[256] = "";
    FILE *p = popen("haproxy -v 2>&1", "r");
    bool ok = p && fgets(line, sizeof line, p) && strstr(line, "version 2.6.");
    if (p)
        pclose(p);
    return ok;
}

START_TEST(haproxy_accepts_and_refuses_the_same)
{
    char path[] = "/tmp/loadline-haproxy-XXXXXX", command[256];
    const struct config_case *c = &config_cases[_i];
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, c->text, strlen(c->text)), (ssize_t)strlen(c->text));
    close(fd);
    snprintf(command, sizeof command, "haproxy -c -dr -f %s >/dev/null 2>&1", path);
    int rc = system(command);
    unlink(path);
    ck_assert_msg((rc == 0) == (*c->found == '\0'), "of\n%s\nhaproxy ends with %d", c->text, rc);
}
END_TEST

START_TEST(haproxy_is_not_here)
{
    printf("# SKIP: no haproxy 2.6 on this machine to hold the cases against\n");
}
END_TEST

Suite *oracle_suite(void)
{
    Suite *s = suite_create("oracle");
    TCase *t = tcase_create("oracle");
    if (have_oracle())
        tcase_add_loop_test(t, haproxy_accepts_and_refuses_the_same, 0, CONFIG_CASES);
    else
        tcase_add_test(t, haproxy_is_not_here);
    suite_add_tcase(s, t);
    return s;
}
