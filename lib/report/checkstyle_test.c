#include "report/fixture.h"

#include <string.h>

START_TEST(errors_stand_in_their_files)
{
    uint32_t a = source("nginx/a.conf", "\xe6\xbc\xa2 8;\nb;\n"), b = source("b.conf", "c;\n");
    found(SEV_WARNING, "capacity/workers-exceed-cpus", at(a, "8"), "8 worker processes & \"more\" <than> 2");
    found(SEV_ERROR, "syntax/x", at(a, "b"), "second");
    found(SEV_NOTE, "nginx/y", at(b, "c"), "third");
    found(SEV_ERROR, "nginx/y", at(b, "c"), "fourth")->status = FINDING_SUPPRESSED;
    ck_assert_str_eq(
        written("checkstyle"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n"
        "  <file name=\"nginx/a.conf\">\n"
        "    <error line=\"1\" column=\"3\" severity=\"warning\" "
        "message=\"8 worker processes &amp; &quot;more&quot; &lt;than&gt; 2\" "
        "source=\"loadline.capacity.workers-exceed-cpus\"/>\n"
        "    <error line=\"2\" column=\"1\" severity=\"error\" message=\"second\" source=\"loadline.syntax.x\"/>\n"
        "  </file>\n"
        "  <file name=\"b.conf\">\n"
        "    <error line=\"1\" column=\"1\" severity=\"info\" message=\"third\" source=\"loadline.nginx.y\"/>\n"
        "  </file>\n"
        "</checkstyle>\n");
}
END_TEST

START_TEST(nothing_found_is_an_empty_list)
{
    ck_assert_str_eq(written("checkstyle"), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                            "<checkstyle version=\"4.3\">\n</checkstyle>\n");
}
END_TEST

START_TEST(what_was_not_analysed_is_told)
{
    not_analysed("a.conf", 12, 13, "include matches no file: x");
    not_analysed("", 0, 0, "no such thing");
    const char *text = written("checkstyle");
    ck_assert_ptr_nonnull(strstr(text,
                                 "  <file name=\"a.conf\">\n    <error line=\"12\" column=\"13\" severity=\"info\" "
                                 "message=\"not analysed: include matches no file: x\" "
                                 "source=\"loadline.not-analysed\"/>\n  </file>\n"));
    ck_assert_ptr_nonnull(strstr(text, "  <file name=\".\">\n    <error line=\"1\" column=\"1\""));
}
END_TEST

START_TEST(findings_without_a_span_are_on_the_first_line)
{
    found(SEV_ERROR, "x/y", SPAN_NONE, "m")->path = STR("a.service");
    found(SEV_ERROR, "x/y", SPAN_NONE, "m");
    const char *text = written("checkstyle");
    ck_assert_ptr_nonnull(strstr(text, "<file name=\"a.service\">\n    <error line=\"1\" column=\"1\""));
    ck_assert_ptr_nonnull(strstr(text, "<file name=\".\">\n    <error line=\"1\" column=\"1\""));
}
END_TEST

START_TEST(no_input_breaks_the_document)
{
    const char *evil = "\"/><x a='\x1b[0m\n\xff\xef\xbf\xbe]]>&#0;-->";
    uint32_t conf = source(evil, "x;\n");
    found(SEV_ERROR, evil, at(conf, "x"), evil);
    not_analysed(evil, 1, 1, evil);
    const char *text = written("checkstyle");
    ck_assert_ptr_nonnull(strstr(text, "name=\"&quot;/&gt;&lt;x a='\\x1b[0m\\n\\xff\\u{fffe}]]&gt;&amp;#0;--&gt;\""));
    assert_harmless(text);
    int opened = 0;
    for (const char *p = text; (p = strchr(p, '<')); p++)
        opened++;
    ck_assert_int_eq(opened, 7); /* prolog, checkstyle, file, error, error, and two ends */
}
END_TEST

Suite *checkstyle_suite(void)
{
    Suite *s = suite_create("checkstyle");
    TCase *t = tcase_create("checkstyle");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, errors_stand_in_their_files);
    tcase_add_test(t, nothing_found_is_an_empty_list);
    tcase_add_test(t, what_was_not_analysed_is_told);
    tcase_add_test(t, findings_without_a_span_are_on_the_first_line);
    tcase_add_test(t, no_input_breaks_the_document);
    suite_add_tcase(s, t);
    return s;
}
