#include "options.h"

#include <check.h>
#include <string.h>

enum { OPT_FORMAT = 1, OPT_QUIET, OPT_VERBOSE };

static const struct option table[] = {
    {OPT_FORMAT, 'F', "format", "FMT", "text json", "how to report"},
    {OPT_QUIET, 'q', "quiet", NULL, NULL, "findings only"},
    {OPT_VERBOSE, 'v', "verbose", NULL, NULL, "more"},
};

/* What a line of words gives, one "id:value" after the other. */
static const char *parsed(struct arena *a, const char *line)
{
    char *argv[16] = {(char *)"loadline"};
    int argc = 1;
    struct str rest = str_from(line);
    while (rest.n > 0)
        argv[argc++] = (char *)(uintptr_t)str_dup(a, str_cut(&rest, ' ')).p;
    struct option_parser p = {.options = table, .n_options = 3, .argc = argc, .argv = argv, .a = a};
    struct str out = STR("");
    for (int id; (id = option_next(&p)) != OPTION_END;) {
        struct str value = id == OPT_QUIET || id == OPT_VERBOSE ? STR("") : p.value;
        out = str_printf(a, "%s[%d %.*s]", out.p, id, STR_ARG(value));
        if (id == OPTION_ERROR)
            break;
    }
    return out.p;
}

START_TEST(options_and_words_are_told_apart)
{
    static const struct {
        const char *line, *want;
    } cases[] = {
        {"--format json a.conf", "[1 json][-1 a.conf]"},
        {"a.conf --format=json", "[-1 a.conf][1 json]"},
        {"-Fjson -q", "[1 json][2 ]"},
        {"-F json", "[1 json]"},
        {"-qv x", "[2 ][3 ][-1 x]"},
        {"-qFjson", "[2 ][1 json]"},
        {"--format= x", "[1 ][-1 x]"},
        {"- x", "[-1 -][-1 x]"},
        {"-- --format -q", "[-1 --format][-1 -q]"},
        {"--format", "[-2 option `--format` needs FMT]"},
        {"-qF", "[2 ][-2 option `--format` needs FMT]"},
        {"--quiet=yes", "[-2 option `--quiet` takes no value]"},
        {"--formt json", "[-2 unknown option `--formt`; an option with a similar name is `--format`]"},
        {"--zzzzzzzz", "[-2 unknown option `--zzzzzzzz`]"},
        {"-x", "[-2 unknown option `-x`]"},
    };
    struct arena a;
    arena_init(&a, NULL);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        ck_assert_msg(strcmp(parsed(&a, cases[i].line), cases[i].want) == 0, "%s: got %s", cases[i].line,
                      parsed(&a, cases[i].line));
    arena_free(&a);
}
END_TEST

Suite *options_suite(void);
Suite *options_suite(void)
{
    Suite *s = suite_create("options");
    TCase *t = tcase_create("options");
    tcase_add_test(t, options_and_words_are_told_apart);
    suite_add_tcase(s, t);
    return s;
}
