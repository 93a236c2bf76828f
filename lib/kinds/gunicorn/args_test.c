#include "kinds/gunicorn/cases.h"
#include "kinds/gunicorn/fixture.h"

Suite *args_suite(void);

START_TEST(what_is_wrong_is_told_at_its_flag)
{
    const struct config_case *c = &command_cases[_i];
    fixture_command(str_printf(&fx.a, "/venv/bin/gunicorn app:app %s", c->text).p, NULL);
    ck_assert_msg(strcmp(fixture_found(), c->found) == 0, "of\n%s\nfound\n%s", c->text, fixture_found());
}
END_TEST

START_TEST(flags_are_settings)
{
    fixture_command("gunicorn -c /etc/app.py -w4 --threads=2 -b a:80 --bind b:81 --no-sendfile --preload app:app",
                    NULL);
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(fixture_get("workers"), "4");
    ck_assert_str_eq(fixture_get("threads"), "2");
    ck_assert_str_eq(fixture_get("bind"), "a:80, b:81");
    ck_assert_str_eq(fixture_get("config"), "/etc/app.py");
    ck_assert_str_eq(fixture_get("sendfile"), "false");
    ck_assert_str_eq(fixture_get("preload_app"), "true");
    ck_assert_str_eq(fixture_get("wsgi_app"), "app:app");
    ck_assert_str_eq(fixture_get("timeout"), "30s");
}
END_TEST

START_TEST(the_command_line_goes_before_the_environment)
{
    fixture_command("gunicorn -w 4 -b c:82 app:app", "--workers 2 --timeout '60' -b a:80 -b \"b:81\"");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(fixture_get("workers"), "4");
    ck_assert_str_eq(fixture_get("timeout"), "1m");
    ck_assert_str_eq(fixture_get("bind"), "c:82");
}
END_TEST

START_TEST(places_lead_into_the_container)
{
    struct value v;
    fixture_command("gunicorn app:app", "--workers 2 --timeout sixty");
    ck_assert_str_eq(fixture_found(), "2 [sixty] timeout is sixty: gunicorn takes a whole number, 0 or more\n");
    fixture_command("gunicorn --workers=12 app:app", NULL);
    kind_gunicorn.setting(&fx.job, fx.job.root, STR("workers"), &v);
    ck_assert_uint_eq(source_place(&fx.sources, value_at(v)).off, 19);
    ck_assert_uint_eq(source_place(&fx.sources, value_at(v)).len, 2);
}
END_TEST

START_TEST(what_a_shell_puts_there_is_not_known)
{
    fixture_command("gunicorn -w 2 $OPTIONS -t 5 --threads ${N} app:app", NULL);
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(fixture_get("workers"), "unknown: arguments by way of $OPTIONS");
    ck_assert_str_eq(fixture_get("max_requests"), "unknown: arguments by way of $OPTIONS");
    ck_assert_str_eq(fixture_get("timeout"), "5s");
    ck_assert_str_eq(fixture_get("threads"), "unknown: threads (an expression)");
}
END_TEST

Suite *args_suite(void)
{
    Suite *s = suite_create("args");
    TCase *t = tcase_create("args");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, what_is_wrong_is_told_at_its_flag, 0, COMMAND_CASES);
    tcase_add_test(t, flags_are_settings);
    tcase_add_test(t, the_command_line_goes_before_the_environment);
    tcase_add_test(t, places_lead_into_the_container);
    tcase_add_test(t, what_a_shell_puts_there_is_not_known);
    suite_add_tcase(s, t);
    return s;
}
