#include "report/fixture.h"

#include <string.h>

START_TEST(each_outcome_is_a_point)
{
    uint32_t conf = source("a.conf", "x;\nworkers 8;\n");
    struct finding *f = found(SEV_WARNING, "capacity/x", at(conf, "8"), "8 \"workers\"");
    diag_label(&fx.sink, f, "too many");
    diag_note(&fx.sink, f, "one \\ two");
    diag_help(&fx.sink, f, "use 2");
    found(SEV_NOTE, "x/note", at(conf, "x"), "issue #1");
    found(SEV_ERROR, "x/s", at(conf, "x"), "m")->status = FINDING_SUPPRESSED;
    found(SEV_ERROR, "meta/rule-failed", SPAN_NONE, "m")->status = FINDING_FAILED;
    not_analysed("b.conf", 12, 13, "include matches no file: x");
    not_run("capacity/fds", "host.nofile", 3);
    judged("a.conf");
    judged("clean.conf");
    ck_assert_str_eq(written("tap"), "TAP version 14\n1..7\n"
                                     "not ok 1 - a.conf:2:9: 8 \"workers\" [capacity/x]\n"
                                     "  ---\n"
                                     "  severity: \"warning\"\n"
                                     "  rule: \"capacity/x\"\n"
                                     "  message: \"8 \\\"workers\\\"\"\n"
                                     "  at: \"a.conf:2:9\"\n"
                                     "  label: \"too many\"\n"
                                     "  notes:\n"
                                     "    - \"one \\\\ two\"\n"
                                     "  help: \"use 2\"\n"
                                     "  ...\n"
                                     "ok 2 - a.conf:1:1: issue \\#1 [x/note]\n"
                                     "  ---\n"
                                     "  severity: \"note\"\n"
                                     "  rule: \"x/note\"\n"
                                     "  message: \"issue #1\"\n"
                                     "  at: \"a.conf:1:1\"\n"
                                     "  ...\n"
                                     "ok 3 - a.conf:1:1: m [x/s] # SKIP suppressed\n"
                                     "  ---\n"
                                     "  severity: \"error\"\n"
                                     "  rule: \"x/s\"\n"
                                     "  message: \"m\"\n"
                                     "  at: \"a.conf:1:1\"\n"
                                     "  ...\n"
                                     "not ok 4 - m [meta/rule-failed]\n"
                                     "  ---\n"
                                     "  severity: \"error\"\n"
                                     "  rule: \"meta/rule-failed\"\n"
                                     "  message: \"m\"\n"
                                     "  ...\n"
                                     "not ok 5 - b.conf:12:13: not analysed: include matches no file: x\n"
                                     "ok 6 - capacity/fds # SKIP host.nofile unknown\n"
                                     "ok 7 - clean.conf: no findings\n");
}
END_TEST

START_TEST(an_empty_run_is_a_skipped_plan)
{
    ck_assert_str_eq(written("tap"), "TAP version 14\n1..0 # SKIP no files judged\n");
}
END_TEST

/* No line but ours is a point, a plan, a directive or a bail out. */
START_TEST(no_input_becomes_a_line_of_its_own)
{
    const char *evil = "x\nok 2 - forged\nBail out!\r\n1..1 # SKIP \x1b[0m\xff \\# TODO";
    uint32_t conf = source(evil, "x;\n");
    struct finding *f = found(SEV_ERROR, evil, at(conf, "x"), evil);
    f->label = f->help = str_from(evil);
    vec_push(&fx.a, &f->notes, str_from(evil));
    not_analysed(evil, 1, 1, evil);
    not_run(evil, evil, 1);
    judged(evil);
    const char *text = written("tap");
    assert_harmless(text);
    ck_assert_ptr_null(strstr(text, "\nBail"));
    ck_assert_ptr_nonnull(strstr(text, "1..3\n"));
    int points = 0;
    for (const char *p = text; (p = strchr(p, '\n')) && p[1]; p++)
        points += strncmp(p + 1, "ok ", 3) == 0 || strncmp(p + 1, "not ok ", 7) == 0;
    ck_assert_int_eq(points, 3);
    ck_assert_ptr_nonnull(strstr(text, "\nnot ok 1 - x\\\\nok 2 - forged"));
    ck_assert_ptr_nonnull(strstr(text, "\\\\\\# TODO"));
}
END_TEST

Suite *tap_suite(void)
{
    Suite *s = suite_create("tap");
    TCase *t = tcase_create("tap");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, each_outcome_is_a_point);
    tcase_add_test(t, an_empty_run_is_a_skipped_plan);
    tcase_add_test(t, no_input_becomes_a_line_of_its_own);
    suite_add_tcase(s, t);
    return s;
}
