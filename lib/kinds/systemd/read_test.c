#include "kinds/systemd/cases.h"
#include "kinds/systemd/fixture.h"

Suite *read_suite(void);

START_TEST(each_case_is_found)
{
    fixture_read(unit_cases[_i].text);
    ck_assert_msg(strcmp(fixture_found(), unit_cases[_i].found) == 0, "of\n%s\nexpected\n%s\nfound\n%s",
                  unit_cases[_i].text, unit_cases[_i].found, fixture_found());
}
END_TEST

START_TEST(command_lines_are_words_with_their_bytes)
{
    struct node *root =
        fixture_read("[Service]\nExecStart=-/usr/bin/env \\\n  # four\n  A='b c' gunicorn \\\n  -w 4\n");
    const struct node *e = root->first->first, *w = e->first;
    const char *expected[][2] = {
        {"-/usr/bin/env", "-/usr/bin/env"}, {"A=b c", "A='b c'"}, {"gunicorn", "gunicorn"}, {"-w", "-w"}, {"4", "4"}};
    ck_assert_uint_eq(node_word_count(e), 5);
    for (int i = 0; i < 5; i++, w = w->next) {
        ck_assert_str_eq(str_dup(&fx.a, w->text).p, expected[i][0]);
        ck_assert_str_eq(str_dup(&fx.a, source_text(&fx.sources, w->at)).p, expected[i][1]);
    }
    ck_assert_int_eq(w->kind, NODE_COMMENT);
    ck_assert_ptr_eq(e->last, w);
}
END_TEST

START_TEST(a_shells_operators_are_arguments)
{
    fixture_read(
        "[Service]\nExecStart=/bin/a >> /log 2>&1\nExecStop=/bin/a || true\nExecReload=/bin/a '>' x>y >=1 -o>z\n");
    ck_assert_str_eq(fixture_found(), "2 systemd/shell-syntax [>>] \">>\" in ExecStart, which no shell reads\n"
                                      "3 systemd/shell-syntax [||] \"||\" in ExecStop, which no shell reads\n");
}
END_TEST

START_TEST(what_a_template_leaves_open_is_not_judged)
{
    fixture_read_as("web.service.j2",
                    STR("[Service]\n{% if exec %}\nExecStart={{ venv }}/gunicorn\n{% endif %}\nMemoryMax={{ max }}\n"
                        "{{ limits }}\nRestart={{ a }}lways\n"));
    ck_assert_str_eq(fixture_found(), "");
}
END_TEST

START_TEST(without_a_name_a_text_that_starts_nothing_is_a_drop_in)
{
    fixture_read_as("stdin", STR("[Service]\nMemoryMax=2G\n"));
    ck_assert_str_eq(fixture_found(), "");
    fixture_read_as("stdin", STR("[Service]\nExecStop=/bin/true\nType=simple\n"));
    ck_assert_str_eq(fixture_found(), "");
}
END_TEST

START_TEST(a_drop_in_that_adds_a_second_command_is_told_in_its_file)
{
    fixture_file("web.service", "[Service]\nExecStart=/bin/true\n");
    fixture_file("web.service.d/a.conf", "[Service]\nExecStart=/bin/false\n");
    fixture_read_file("web.service");
    ck_assert_str_eq(
        fixture_found(),
        "a.conf:2 syntax/conflict [/bin/false] more than one ExecStart= setting in a service that is not of Type=oneshot\n");
    ck_assert_uint_eq(fx.job.included.n, 1);
}
END_TEST

START_TEST(sockets_and_timers_must_wait_for_something)
{
    fixture_read_as("web.socket", STR("[Socket]\nAccept=no\n"));
    ck_assert_str_eq(
        fixture_found(),
        "web.socket:1 syntax/missing-directive [[Socket]] socket has no Listen setting (ListenStream=, ListenDatagram=, "
        "ListenFIFO=, ...)\n");
    fixture_read_as("web.timer", STR("[Timer]\nPersistent=yes\n"));
    ck_assert_str_eq(
        fixture_found(),
        "web.timer:1 syntax/missing-directive [[Timer]] timer has no setting of when it elapses (OnCalendar=, "
        "OnBootSec=, ...)\n");
    fixture_read_as("web.socket", STR("[Socket]\nListenFIFO=/run/web\n"));
    ck_assert_str_eq(fixture_found(), "");
    fixture_read_as("web.timer", STR("[Timer]\nOnClockChange=yes\n"));
    ck_assert_str_eq(fixture_found(), "");
}
END_TEST

START_TEST(an_empty_file_masks_its_unit)
{
    fixture_read("");
    ck_assert_str_eq(fixture_found(), "");
}
END_TEST

START_TEST(findings_are_bounded)
{
    struct buf b = {.a = &fx.a};
    buf_put(&b, STR("[Service]\nExecStart=/bin/true\n"));
    for (int i = 0; i < 3000; i++)
        buf_put(&b, STR("Foo=bar\n"));
    fixture_read_as("web.service", buf_str(&b));
    ck_assert_uint_eq(fx.sink.findings.n, LIMIT_FINDINGS_PER_RULE_FILE);
    ck_assert_uint_eq(fx.sink.n_dropped, 2000);
}
END_TEST

Suite *read_suite(void)
{
    Suite *s = suite_create("read");
    TCase *t = tcase_create("read");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, each_case_is_found, 0, UNIT_CASES);
    tcase_add_test(t, command_lines_are_words_with_their_bytes);
    tcase_add_test(t, a_shells_operators_are_arguments);
    tcase_add_test(t, what_a_template_leaves_open_is_not_judged);
    tcase_add_test(t, without_a_name_a_text_that_starts_nothing_is_a_drop_in);
    tcase_add_test(t, a_drop_in_that_adds_a_second_command_is_told_in_its_file);
    tcase_add_test(t, sockets_and_timers_must_wait_for_something);
    tcase_add_test(t, an_empty_file_masks_its_unit);
    tcase_add_test(t, findings_are_bounded);
    suite_add_tcase(s, t);
    return s;
}
