#include "run_options.h"

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

START_TEST(kinds_to_choose_from_are_those_of_the_registry)
{
    static const struct option kind = RUN_ROW_KIND, host = RUN_ROW_HOST,
                               format = {1, 0, "format", "FMT", "text json", ""};
    struct arena a;
    arena_init(&a, NULL);
    struct str names = option_values(&a, &kind);
    for (uint32_t i = 0; i < kinds_count; i++)
        ck_assert(str_eq(str_cut(&names, ' '), kinds_all[i]->name));
    ck_assert_uint_eq(names.n, 0);
    ck_assert_uint_eq(option_values(&a, &host).n, 0);
    ck_assert(str_eq(option_values(&a, &format), STR("text json")));
    arena_free(&a);
}
END_TEST

START_TEST(options_of_a_run_are_taken_or_refused)
{
    static const struct {
        int id;
        const char *value, *error;
    } cases[] = {
        {RUN_OPTION_KIND, "nginx", ""},
        {RUN_OPTION_KIND, "ngnix", "no kind is called `ngnix`; the nearest is `nginx`"},
        {RUN_OPTION_KIND, "", "no kind is called ``"},
        {RUN_OPTION_TARGET, "haproxy=2.6", ""},
        {RUN_OPTION_TARGET, "haproxy", "`--target` takes KIND=VERSION, not `haproxy`"},
        {RUN_OPTION_TARGET, "haproxi=2.6", "no kind is called `haproxi`; the nearest is `haproxy`"},
        {RUN_OPTION_TARGET, "haproxy=new", "`new` is not a version"},
        {RUN_OPTION_FACTS, "local", ""},
    };
    struct arena a;
    struct run_options o = {0};
    struct str error;
    arena_init(&a, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert(run_option_take(&o, &a, cases[i].id, str_from(cases[i].value), &error));
        ck_assert_msg(str_eq(error, str_from(cases[i].error)), "%s: %.*s", cases[i].value, STR_ARG(error));
    }
    ck_assert_uint_eq(o.targets.n, 1);
    ck_assert_uint_eq(o.facts.n, 1);
    ck_assert(!run_option_take(&o, &a, 1, STR("mine"), &error));
    arena_free(&a);
}
END_TEST

Suite *options_suite(void);
Suite *options_suite(void)
{
    Suite *s = suite_create("options");
    TCase *t = tcase_create("options");
    tcase_add_test(t, options_and_words_are_told_apart);
    tcase_add_test(t, kinds_to_choose_from_are_those_of_the_registry);
    tcase_add_test(t, options_of_a_run_are_taken_or_refused);
    suite_add_tcase(s, t);
    return s;
}
