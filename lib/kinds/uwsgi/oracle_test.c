/* The tables of cases against the uWSGI of this machine: where one of 2.0 is installed that reads YAML with libyaml. It shows what it made of a config, and ends over
 * a clock that it does not have before it opens a socket. */
#include "kinds/uwsgi/cases.h"
#include "kinds/uwsgi/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

Suite *oracle_suite(void);

/* What a command prints, its end. */
static const char *output_of(const char *command)
{
    struct buf b = {.a = &a};
    FILE *p = popen(command, "r");
    ck_assert_ptr_nonnull(p);
    for (int c; (c = fgetc(p)) != EOF;)
        buf_putc(&b, (char)c);
    pclose(p);
    buf_putc(&b, '\0');
    return b.p;
}

static bool have_oracle(void)
{
    return system("uwsgi --version 2>/dev/null | grep -q '^2\\.0\\.' && ldd $(command -v uwsgi) | grep -q libyaml") ==
           0;
}

/* The settings between the lines that show them and those of the command line; NULL: it refuses the config. */
static const char *shown(const char *file, const char *text)
{
    char dir[] = "/tmp/loadline-uwsgi-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(dir));
    char path[128], command[512];
    snprintf(path, sizeof path, "%s/%s", dir, file);
    FILE *f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    fclose(f);
    snprintf(command, sizeof command, "cd %s && timeout 20 uwsgi --show-config --clock none %s 2>&1; rm -r %s", dir,
             file, dir);
    const char *all = output_of(command), *from = strstr(all, "clock = none\n"), *end = strstr(all, ";end of config");
    return from && end ? str_dup(&a, (struct str){from + 13, (uint32_t)(end - from - 13)}).p : NULL;
}

/* As the tables have it, whose names are ours. */
START_TEST(uwsgi_takes_the_same)
{
    const struct uwsgi_case *c = &uwsgi_cases[_i];
    const char *got = shown(c->file, c->text);
    bool same = got && (strchr(c->set, '?') || strcmp(got, c->set) == 0);
    ck_assert_msg(got ? same : *c->found != '\0', "of\n%s\nuWSGI takes\n%s", c->text, got ? got : "nothing");
}
END_TEST

/* A line of it shows what it was given, flags as true; the variables and the two options that make it show and end stand in front. */
START_TEST(uwsgi_takes_the_same_arguments)
{
    const struct uwsgi_command_case *c = &uwsgi_command_cases[_i];
    char command[512];
    snprintf(command, sizeof command,
             "cd /tmp && env %s timeout 20 uwsgi --show-config --clock none %s 2>&1 | sed 's/ = true$/ = /'", c->env,
             c->line);
    const char *all = output_of(command), *end = strstr(all, ";end of config");
    struct buf got = {.a = &a};
    for (const char *l = strstr(all, "[uwsgi]\n"); l && end && (l = strchr(l, '\n') + 1) < end;)
        if (strncmp(l, "show-config", 11) != 0 && strncmp(l, "clock", 5) != 0)
            buf_put(&got, (struct str){l, (uint32_t)(strchr(l, '\n') - l + 1)});
    buf_putc(&got, '\0');
    if (strchr(c->set, '?') || strstr(c->line, "-- "))
        return;
    ck_assert_msg(end ? strcmp(got.p, c->set) == 0 : *c->found != '\0', "of %s\nuWSGI takes\n%s", c->line,
                  end ? got.p : "nothing");
}
END_TEST

START_TEST(uwsgi_is_not_here)
{
    printf("# SKIP: no uWSGI 2.0 with libyaml on this machine to hold the cases against\n");
}
END_TEST

Suite *oracle_suite(void)
{
    Suite *s = suite_create("oracle");
    TCase *t = tcase_create("oracle");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    if (have_oracle()) {
        tcase_add_loop_test(t, uwsgi_takes_the_same, 0, UWSGI_CASES);
        tcase_add_loop_test(t, uwsgi_takes_the_same_arguments, 0, UWSGI_COMMAND_CASES);
    } else {
        tcase_add_test(t, uwsgi_is_not_here);
    }
    suite_add_tcase(s, t);
    return s;
}
