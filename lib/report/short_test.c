#include "report/fixture.h"

#include <string.h>

START_TEST(each_finding_is_one_line)
{
    uint32_t conf = source("nginx/nginx.conf", "user www;\nworker_processes 8;\nlisen 80;\n");
    struct finding *f = found(SEV_WARNING, "capacity/x", at(conf, "8"), "8 worker processes on a host with 2 CPUs");
    diag_label(&fx.sink, f, "label");
    diag_note(&fx.sink, f, "note");
    found(SEV_ERROR, "syntax/unknown-directive", at(conf, "lisen"), "unknown directive `lisen`");
    found(SEV_NOTE, "x/y", at(conf, "user"), "hm");
    found(SEV_ERROR, "x/y", at(conf, "user"), "suppressed")->status = FINDING_SUPPRESSED;
    judged("nginx/nginx.conf");
    fx.r.n_errors = 1;
    ck_assert_str_eq(written("short"),
                     "nginx/nginx.conf:2:18: warning: 8 worker processes on a host with 2 CPUs [capacity/x]\n"
                     "nginx/nginx.conf:3:1: error: unknown directive `lisen` [syntax/unknown-directive]\n"
                     "nginx/nginx.conf:1:1: note: hm [x/y]\n"
                     "1 error, 1 warning, 1 note in 1 file without host facts\n");
}
END_TEST

START_TEST(without_a_place_the_file_or_the_program_is_named)
{
    found(SEV_WARNING, "x/y", SPAN_NONE, "m")->path = STR("a.service");
    found(SEV_ERROR, "x/y", SPAN_NONE, "m");
    ck_assert_str_eq(written_with("short", (struct report_options){.quiet = true}).p,
                     "a.service:1:1: warning: m [x/y]\n"
                     "loadline: error: m [x/y]\n");
}
END_TEST

START_TEST(what_was_not_analysed_is_a_line_too)
{
    not_analysed("a.conf", 12, 3, "include matches no file: x");
    not_analysed("b.conf", 0, 0, "permission denied");
    ck_assert_str_eq(written("short"), "a.conf:12:3: note: not analysed: include matches no file: x\n"
                                       "b.conf:1:1: note: not analysed: permission denied\n"
                                       "no files judged; 2 not analysed\n");
}
END_TEST

struct row {
    const char *path, *starts;
};

/* clang-format off */
static const struct row rows[] = {
    {"::error::x.conf",              "./::error::x.conf:1:1: error: "},
    {"  ::error::x.conf",            "./  ::error::x.conf:1:1: "},
    {"\xc2\xa0::error::x.conf",      "./\xc2\xa0::error::x.conf:1:1: "},     /* no-break space is trimmed too */
    {"\xe3\x80\x80 ::error::x",      "./\xe3\x80\x80 ::error::x:1:1: "},     /* and so is the ideographic one */
    {"a/::error::x.conf",            "a/::error::x.conf:1:1: "},
    {":x.conf",                      ":x.conf:1:1: "},
    {"\n::error::x.conf",            "\\n::error::x.conf:1:1: "},
    {"\xc3\xbc""ber.conf",           "\xc3\xbc""ber.conf:1:1: "},
    {"",                             "loadline: error: m"},
};
/* clang-format on */

START_TEST(no_file_name_makes_the_line_a_command)
{
    found(SEV_ERROR, "x/y", SPAN_NONE, "m")->path = str_from(rows[_i].path);
    const char *text = written("short");
    ck_assert_msg(str_starts(str_from(text), str_from(rows[_i].starts)), "%s", text);
}
END_TEST

START_TEST(messages_stay_on_their_line)
{
    uint32_t conf = source("a\nb.conf", "x;\n");
    found(SEV_ERROR, "x/y", at(conf, "x"), "one\ntwo\r\x1b[2J\xe2\x80\xae##[group]");
    ck_assert_str_eq(written_with("short", (struct report_options){.quiet = true}).p,
                     "a\\nb.conf:1:1: error: one\\ntwo\\r\\x1b[2J\\u{202e}\\x23#[group] [x/y]\n");
}
END_TEST

START_TEST(only_severities_are_colored)
{
    uint32_t conf = source("a.conf", "x;\n");
    found(SEV_ERROR, "x/y", at(conf, "x"), "m");
    ck_assert_str_eq(written_with("short", (struct report_options){.quiet = true, .color = true}).p,
                     "a.conf:1:1: \x1b[1;31merror\x1b[0m: m [x/y]\n");
}
END_TEST

Suite *short_suite(void)
{
    Suite *s = suite_create("short");
    TCase *t = tcase_create("short");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, each_finding_is_one_line);
    tcase_add_test(t, without_a_place_the_file_or_the_program_is_named);
    tcase_add_test(t, what_was_not_analysed_is_a_line_too);
    tcase_add_loop_test(t, no_file_name_makes_the_line_a_command, 0, (int)(sizeof(rows) / sizeof(rows[0])));
    tcase_add_test(t, messages_stay_on_their_line);
    tcase_add_test(t, only_severities_are_colored);
    suite_add_tcase(s, t);
    return s;
}
