/* The tables of cases against the gunicorn of this machine: where one of 20.1 is installed. Its options and settings are read with --check-config and --print-config, which load an
 * application and serve nothing. */
#include "kinds/gunicorn/cases.h"
#include "kinds/gunicorn/fixture.h"

#include <unistd.h>

Suite *oracle_suite(void);

static char dir[] = "/tmp/loadline-gunicorn-XXXXXX";

static bool have_oracle(void)
{
    char line[256] = "";
    FILE *p = popen("gunicorn --version 2>&1", "r");
    bool ok = p && fgets(line, sizeof line, p) && strstr(line, "version 20.1.");
    if (p)
        pclose(p);
    return ok;
}

static void write_file(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    fclose(f);
}

static void open_dir(void)
{
    fixture_open();
    strcpy(dir, "/tmp/loadline-gunicorn-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    write_file("app.py", "def app(environ, start):\n    return []\n");
}

static void close_dir(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    ck_assert_int_eq(system(command), 0);
    fixture_close();
}

START_TEST(gunicorn_accepts_and_refuses_the_same)
{
    const struct config_case *c = &config_cases[_i];
    char command[256];
    bool refused = *c->found && !strstr(c->found, "passes over");
    write_file("c.py", c->text);
    snprintf(command, sizeof command, "cd %s && gunicorn --check-config -c c.py app:app >/dev/null 2>&1", dir);
    int rc = system(command);
    ck_assert_msg((rc != 0) == refused, "of\n%s\ngunicorn ends with %d", c->text, rc);
}
END_TEST

START_TEST(gunicorn_takes_and_refuses_the_same_arguments)
{
    const struct config_case *c = &command_cases[_i];
    char command[256];
    snprintf(command, sizeof command, "cd %s && gunicorn app:app %s --check-config >/dev/null 2>&1", dir, c->text);
    int rc = system(command);
    ck_assert_msg((rc != 0) == (*c->found != '\0'), "%s: gunicorn ends with %d", c->text, rc);
}
END_TEST

START_TEST(gunicorn_has_the_same_values)
{
    const struct value_case *c = &value_cases[_i];
    char command[256], line[512] = "";
    write_file("c.py", c->text);
    snprintf(command, sizeof command,
             "cd %s && env -u WEB_CONCURRENCY gunicorn --print-config -c c.py app:app 2>&1 | sed -n 's/^%s  *= //p'",
             dir, c->name);
    FILE *p = popen(command, "r");
    ck_assert_ptr_nonnull(p);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, p));
    pclose(p);
    line[strcspn(line, "\n")] = '\0';
    ck_assert_msg(strcmp(line, c->value) == 0, "%s: gunicorn has %s", c->text, line);
}
END_TEST

START_TEST(gunicorn_is_not_here)
{
    printf("# SKIP: no gunicorn 20.1 on this machine to hold the cases against\n");
}
END_TEST

Suite *oracle_suite(void)
{
    Suite *s = suite_create("oracle");
    TCase *t = tcase_create("oracle");
    tcase_add_checked_fixture(t, open_dir, close_dir);
    if (have_oracle()) {
        tcase_add_loop_test(t, gunicorn_accepts_and_refuses_the_same, 0, CONFIG_CASES);
        tcase_add_loop_test(t, gunicorn_takes_and_refuses_the_same_arguments, 0, COMMAND_CASES);
        tcase_add_loop_test(t, gunicorn_has_the_same_values, 0, VALUE_CASES);
    } else {
        tcase_add_test(t, gunicorn_is_not_here);
    }
    suite_add_tcase(s, t);
    return s;
}
