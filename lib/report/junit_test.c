#include "report/fixture.h"

#include <string.h>

START_TEST(findings_are_failed_tests_of_their_file)
{
    uint32_t conf = source("nginx/a.conf", "x;\nworkers 8;\n");
    struct finding *f = found(SEV_WARNING, "capacity/x", at(conf, "8"), "8 workers on \"2\" CPUs");
    diag_label(&fx.sink, f, "too <many>");
    diag_note(&fx.sink, f, "2 CPUs");
    diag_related(&fx.sink, f, at(conf, "x"), "the other");
    diag_help(&fx.sink, f, "use 2 & no more");
    judged("nginx/a.conf");
    ck_assert_str_eq(written("junit"),
                     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<testsuites name=\"loadline\" tests=\"1\" failures=\"1\" errors=\"0\">\n"
                     "  <testsuite name=\"loadline\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\">\n"
                     "    <testcase classname=\"nginx/a.conf\" name=\"capacity/x:2:9\">"
                     "<failure type=\"warning\" message=\"8 workers on &quot;2&quot; CPUs\">nginx/a.conf:2:9\n"
                     "8 workers on &quot;2&quot; CPUs\n"
                     "too &lt;many&gt;\n"
                     "see nginx/a.conf:1:1: the other\n"
                     "note: 2 CPUs\n"
                     "help: use 2 &amp; no more</failure></testcase>\n"
                     "  </testsuite>\n"
                     "</testsuites>\n");
}
END_TEST

START_TEST(each_outcome_has_its_own_form)
{
    uint32_t conf = source("a.conf", "x;\n");
    found(SEV_ERROR, "x/error", at(conf, "x"), "m");
    found(SEV_NOTE, "x/note", at(conf, "x"), "m");
    found(SEV_ERROR, "x/suppressed", at(conf, "x"), "m")->status = FINDING_SUPPRESSED;
    found(SEV_ERROR, "meta/rule-failed", SPAN_NONE, "m")->status = FINDING_FAILED;
    not_analysed("b.conf", 12, 13, "include matches no file: x");
    not_analysed("c.conf", 0, 0, "permission denied");
    not_run("capacity/fds", "host.nofile", 3);
    judged("a.conf");
    judged("clean.conf");
    const char *text = written("junit");
    static const char *const expect[] = {
        "<testsuite name=\"loadline\" tests=\"8\" failures=\"1\" errors=\"3\" skipped=\"2\">",
        "classname=\"a.conf\" name=\"x/error:1:1\"><failure type=\"error\" message=\"m\">a.conf:1:1\nm</failure>",
        "classname=\"a.conf\" name=\"x/note:1:1\"><system-out>a.conf:1:1\nm</system-out></testcase>",
        "classname=\"a.conf\" name=\"x/suppressed:1:1\"><skipped type=\"error\" message=\"m\">",
        "classname=\"loadline\" name=\"meta/rule-failed:0:0\"><error type=\"error\" message=\"m\">m</error>",
        "classname=\"b.conf\" name=\"not analysed:12:13\"><error type=\"not analysed\" "
        "message=\"include matches no file: x\">include matches no file: x</error>",
        "classname=\"c.conf\" name=\"not analysed\"><error type=\"not analysed\" message=\"permission denied\">",
        "classname=\"loadline\" name=\"capacity/fds\"><skipped type=\"not run\" "
        "message=\"host.nofile unknown\">host.nofile unknown</skipped>",
        "    <testcase classname=\"clean.conf\" name=\"no findings\"></testcase>\n",
    };
    for (size_t i = 0; i < sizeof(expect) / sizeof(expect[0]); i++)
        ck_assert_msg(strstr(text, expect[i]) != NULL, "%s", expect[i]);
    ck_assert_ptr_null(strstr(text, "classname=\"a.conf\" name=\"no findings\""));
}
END_TEST

START_TEST(tests_of_the_same_name_are_told_apart)
{
    uint32_t conf = source("a.conf", "x;\n"), other = source("b.conf", "x;\n");
    for (int i = 0; i < 3; i++)
        found(SEV_ERROR, "x/y", at(conf, "x"), "m");
    found(SEV_ERROR, "x/y", at(other, "x"), "m");
    const char *text = written("junit");
    ck_assert_ptr_nonnull(strstr(text, "classname=\"a.conf\" name=\"x/y:1:1\""));
    ck_assert_ptr_nonnull(strstr(text, "classname=\"a.conf\" name=\"x/y:1:1 (2)\""));
    ck_assert_ptr_nonnull(strstr(text, "classname=\"a.conf\" name=\"x/y:1:1 (3)\""));
    ck_assert_ptr_nonnull(strstr(text, "classname=\"b.conf\" name=\"x/y:1:1\""));
}
END_TEST

START_TEST(an_empty_run_is_an_empty_suite)
{
    ck_assert_ptr_nonnull(strstr(written("junit"),
                                 "  <testsuite name=\"loadline\" tests=\"0\" failures=\"0\" errors=\"0\" "
                                 "skipped=\"0\">\n  </testsuite>\n"));
}
END_TEST

START_TEST(no_input_breaks_the_document)
{
    const char *evil = "]]></failure><x a=\"'\x1b[0m\n\xff\xef\xbf\xbf&#0;";
    uint32_t conf = source(evil, "x;\n");
    struct finding *f = found(SEV_ERROR, evil, at(conf, "x"), evil);
    f->label = str_from(evil);
    not_analysed(evil, 0, 0, evil);
    not_run(evil, evil, 1);
    judged("a.conf");
    const char *text = written("junit");
    assert_harmless(text);
    ck_assert_ptr_null(strstr(text, "]]>"));
    ck_assert_ptr_null(strstr(text, "<x"));
}
END_TEST

Suite *junit_suite(void)
{
    Suite *s = suite_create("junit");
    TCase *t = tcase_create("junit");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, findings_are_failed_tests_of_their_file);
    tcase_add_test(t, each_outcome_has_its_own_form);
    tcase_add_test(t, tests_of_the_same_name_are_told_apart);
    tcase_add_test(t, an_empty_run_is_an_empty_suite);
    tcase_add_test(t, no_input_breaks_the_document);
    suite_add_tcase(s, t);
    return s;
}
