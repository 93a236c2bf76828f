#include "kinds/launcher.h"

#include <check.h>

Suite *launcher_suite(void);

/* A command line by single blanks, and how many of its words are a launcher's. */
static const struct {
    const char *name, *line;
    uint32_t n;
} cases[] = {
    {"env", "env A=1 B=/x gunicorn app", 3},     {"env", "env /opt/a=b/run", 1},
    {"tini", "/sbin/tini -g -- nginx", 3},       {"nohup", "nohup node x.js", 1},
    {"python", "python3 -u -m gunicorn app", 3}, {"python", "python /venv/bin/gunicorn app", 1},
    {"python", "python manage.py", 0},           {"python", "python -m", 0},
    {"poetry", "poetry run uvicorn", 2},         {"poetry", "poetry install", 0},
    {"bundle", "bundle exec puma", 2},           {"sh", "sh -c x", 0},
    {"gunicorn", "gunicorn env A=1", 0},
};

START_TEST(the_words_of_a_launcher_are_counted)
{
    struct str words[8], rest = str_from(cases[_i].line);
    uint32_t n = 0;
    while (rest.n)
        words[n++] = str_cut(&rest, ' ');
    ck_assert_uint_eq(launcher_words(str_from(cases[_i].name), words, n), cases[_i].n);
}
END_TEST

START_TEST(a_simple_command_is_no_script)
{
    ck_assert(!launcher_is_script(STR("exec gunicorn -w 4 app:app")));
    ck_assert(launcher_is_script(STR("a && b")));
    ck_assert(launcher_is_script(STR("gunicorn -w $N")));
    ck_assert(launcher_is_shell(STR("ash")) && !launcher_is_shell(STR("node")));
}
END_TEST

Suite *launcher_suite(void)
{
    Suite *s = suite_create("launcher");
    TCase *t = tcase_create("launcher");
    tcase_add_loop_test(t, the_words_of_a_launcher_are_counted, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, a_simple_command_is_no_script);
    suite_add_tcase(s, t);
    return s;
}
