#include "kinds/gunicorn/cases.h"
#include "kinds/gunicorn/fixture.h"

Suite *read_suite(void);

START_TEST(what_is_wrong_is_told_at_its_place)
{
    const struct config_case *c = &config_cases[_i];
    fixture_read(c->text);
    ck_assert_msg(strcmp(fixture_found(), c->found) == 0, "of\n%s\nfound\n%s\nnot\n%s", c->text, fixture_found(),
                  c->found);
}
END_TEST

START_TEST(constants_are_folded)
{
    const struct value_case *c = &value_cases[_i];
    fixture_read(c->text);
    struct value v;
    ck_assert(kind_gunicorn.setting(&fx.job, fx.job.root, str_from(c->name), &v));
    struct value shown = v.type == VALUE_DURATION ? value_int(v.as.i / 1000000000) : v;
    const char *text = str_dup(&fx.a, value_format(&fx.a, shown)).p;
    if (v.type != VALUE_LIST && v.type != VALUE_BOOL)
        ck_assert_msg(strcmp(text, c->value) == 0, "%s: %s", c->text, text);
    else
        ck_assert_msg(value_is_known(v), "%s: %s", c->text, text);
    ck_assert_str_eq(fixture_found(), "");
}
END_TEST

START_TEST(lists_hold_their_strings)
{
    fixture_read("port = 81\nbind = ['127.0.0.1:' + str(port), 'unix:/a']\n");
    ck_assert_str_eq(fixture_get("bind"), "127.0.0.1:81, unix:/a");
    fixture_read("bind = 'a:80'\n");
    ck_assert_str_eq(fixture_get("bind"), "a:80");
    fixture_read("");
    ck_assert_str_eq(fixture_get("bind"), "127.0.0.1:8000");
}
END_TEST

START_TEST(what_cannot_be_folded_is_unknown)
{
    const struct value_case *c = &unknown_cases[_i];
    fixture_read(c->text);
    ck_assert_msg(strcmp(fixture_get(c->name), c->value) == 0, "%s: %s", c->text, fixture_get(c->name));
}
END_TEST

START_TEST(a_template_is_read_around_its_marks)
{
    fixture_read_as("gunicorn.conf.py.j2", STR("{% set x = 1 %}\nbind = \"{{ host }}:8000\"\nworkers = {{ workers }}\n"
                                               "{% if slow %}\ntimeout = 300\n{% endif %}\nthreads = 4\n"));
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(fixture_get("bind"), "unknown: a template's expression");
    ck_assert_str_eq(fixture_get("workers"), "unknown: a template's expression");
    ck_assert_str_eq(fixture_get("timeout"), "unknown: a condition");
    ck_assert_str_eq(fixture_get("threads"), "4");
}
END_TEST

START_TEST(a_bracket_left_open_hides_nothing_behind_it)
{
    fixture_read("bind = ['127.0.0.1:8000'\nworkers = 4\n");
    ck_assert_str_eq(fixture_get("workers"), "4");
    ck_assert_str_eq(fixture_get("bind"), "unknown: a fault");
}
END_TEST

START_TEST(deep_and_wide_texts_end)
{
    struct buf deep = {.a = &fx.a}, wide = {.a = &fx.a};
    buf_put(&deep, STR("workers = "));
    buf_pad(&deep, '(', 100000);
    fixture_read_as("gunicorn.conf.py", buf_str(&deep));
    ck_assert_str_eq(fixture_get("workers"), "unknown: a fault");
    buf_put(&wide, STR("import os\nx = os.cpu_count()\ny = 'ab'\n"));
    for (int i = 0; i < 64; i++)
        buf_put(&wide, STR("x = x + x\ny = y + y\n"));
    buf_put(&wide, STR("workers = x\nloglevel = y\n"));
    fixture_read_as("gunicorn.conf.py", buf_str(&wide));
    ck_assert_str_eq(fixture_get("workers"), "unknown: an expression");
    ck_assert_str_eq(fixture_get("loglevel"), "unknown: an expression");
}
END_TEST

Suite *read_suite(void)
{
    Suite *s = suite_create("read");
    TCase *t = tcase_create("read");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, what_is_wrong_is_told_at_its_place, 0, CONFIG_CASES);
    tcase_add_loop_test(t, constants_are_folded, 0, VALUE_CASES);
    tcase_add_loop_test(t, what_cannot_be_folded_is_unknown, 0, UNKNOWN_CASES);
    tcase_add_test(t, lists_hold_their_strings);
    tcase_add_test(t, a_template_is_read_around_its_marks);
    tcase_add_test(t, a_bracket_left_open_hides_nothing_behind_it);
    tcase_add_test(t, deep_and_wide_texts_end);
    suite_add_tcase(s, t);
    return s;
}
