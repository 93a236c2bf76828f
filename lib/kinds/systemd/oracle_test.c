/* The table of cases against the systemd of this machine: where 252 is installed. */
#include "kinds/systemd/cases.h"
#include "kinds/systemd/fixture.h"

Suite *oracle_suite(void);

static bool have_oracle(void)
{
    char line[256] = "";
    FILE *p = popen("systemd-analyze --version 2>&1", "r");
    bool ok = p && fgets(line, sizeof line, p) && strstr(line, "systemd 252");
    if (p)
        pclose(p);
    return ok;
}

/* verify ends with a failure where the unit is refused, and prints a line where one is ignored. */
START_TEST(systemd_says_something_of_the_same_units_and_refuses_the_same)
{
    const struct unit_case *c = &unit_cases[_i];
    char command[512], line[1024] = "";
    fixture_open();
    fixture_file("web.service", c->text);
    snprintf(command, sizeof command, "cd '%s' && systemd-analyze verify --man=no ./web.service 2>&1", fx.dir);
    FILE *p = popen(command, "r");
    ck_assert_ptr_nonnull(p);
    bool speaks = fgets(line, sizeof line, p);
    while (fgets(line, sizeof line, p))
        ;
    int rc = pclose(p);
    ck_assert_msg(speaks == (*c->found != '\0'), "of\n%s\nsystemd says %s\n", c->text, line);
    ck_assert_msg((rc != 0) == (strstr(c->found, " syntax/") != NULL), "of\n%s\nsystemd ends with %d: %s", c->text, rc,
                  line);
    fixture_close();
}
END_TEST

START_TEST(systemd_is_not_here)
{
    printf("# SKIP: no systemd 252 on this machine to hold the cases against\n");
}
END_TEST

Suite *oracle_suite(void)
{
    Suite *s = suite_create("oracle");
    TCase *t = tcase_create("oracle");
    if (have_oracle())
        tcase_add_loop_test(t, systemd_says_something_of_the_same_units_and_refuses_the_same, 0, UNIT_CASES);
    else
        tcase_add_test(t, systemd_is_not_here);
    suite_add_tcase(s, t);
    return s;
}
