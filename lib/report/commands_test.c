#include "report/fixture.h"

#include <string.h>

/* What a pull request may put into a config, to be read by the runner that prints the report. */
#define EVIL "x\n::stop-commands::evil\n  ::stop-commands::evil\r\n\xc2\xa0::stop-commands::evil ##[error]evil"

/* The runner drops white space of Unicode in front of a line, too. */
static bool starts_command(const char *line)
{
    while (*line == ' ' || *line == '\t' || *line == '\r' || (unsigned char)*line >= 0x80)
        line++;
    return strncmp(line, "::stop-commands", 15) == 0;
}

static const char *line_behind(const char *p)
{
    const char *end = strpbrk(p, "\n\r");
    return end ? end + 1 : NULL;
}

START_TEST(no_input_starts_a_command_of_a_ci_runner)
{
    uint32_t n;
    const struct report_format *format = &report_formats(&n)[_i];
    uint32_t conf = source("::stop-commands::evil##[x].conf", EVIL);
    struct finding *f = found(SEV_ERROR, "syntax/not-parsed", at(conf, "::stop-commands::evil"), EVIL);
    diag_label(&fx.sink, f, "%s", EVIL);
    diag_note(&fx.sink, f, "%s", EVIL);
    diag_help(&fx.sink, f, "%s", EVIL);
    diag_related(&fx.sink, f, at(conf, "evil"), "%s", EVIL);
    diag_fix(&fx.sink, f, FIX_SAFE, at(conf, "evil"), STR(EVIL));
    not_analysed("::stop-commands::evil", 1, 1, EVIL);
    host(EVIL, "2", "2GiB", "facts.yaml");
    const char *text = written(format->name);
    ck_assert_msg(strstr(text, "evil") != NULL, "%s: the input is not there", format->name);
    ck_assert_msg(strstr(text, "##[") == NULL, "%s:\n%s", format->name, text);
    for (const char *line = text; line; line = line_behind(line))
        ck_assert_msg(!starts_command(line), "%s: %s", format->name, line);
}
END_TEST

Suite *commands_suite(void);
Suite *commands_suite(void)
{
    uint32_t n;
    report_formats(&n);
    Suite *s = suite_create("commands");
    TCase *t = tcase_create("commands");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, no_input_starts_a_command_of_a_ci_runner, 0, (int)n);
    suite_add_tcase(s, t);
    return s;
}
