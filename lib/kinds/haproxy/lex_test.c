#include "kinds/haproxy/lex.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *lex_suite(void);

/* A line's words with '|' between them; an unknown one ends in '?'. */
START_TEST(a_line_is_cut_as_haproxy_cuts_it)
{
    static const struct {
        const char *text, *words;
        enum haproxy_lex_fault fault;
    } cases[] = {
        {"  a  b\tc ", "a|b|c", HAPROXY_LEX_OK},
        {"a#x b", "a", HAPROXY_LEX_OK},
        {"a\\#x '#'\"#\"", "a#x|##", HAPROXY_LEX_OK},
        {"'a b'c\"d e\"", "a bcd e", HAPROXY_LEX_OK},
        {"a\\ b \\\\ \\x41 \\q", "a b|\\|A|\\q", HAPROXY_LEX_OK},
        {"$A '$B' \"\\$C\"", "$A|$B|$C", HAPROXY_LEX_OK},
        {"\"$A\"x \"${B-y}\"", "x?|y", HAPROXY_LEX_OK},
        {"\"${.LINE}\"", "?", HAPROXY_LEX_OK},
        {"a\r", "a", HAPROXY_LEX_OK},
        {"'a", "a", HAPROXY_LEX_QUOTE},
        {"\"${A\"", "", HAPROXY_LEX_BRACE},
        {"\"$1\"", "", HAPROXY_LEX_VARIABLE},
        {"\"${A[x]}\"", "", HAPROXY_LEX_EXPAND},
        {"\\x4", "", HAPROXY_LEX_HEX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a;
        struct haproxy_line line = {0};
        char words[256] = "";
        size_t n = 0;
        arena_init(&a, NULL);
        haproxy_lex_line(&a, str_from(cases[i].text), 0, NULL, NULL, &line);
        for (uint32_t k = 0; k < line.tokens.n; k++)
            n += (size_t)snprintf(words + n, sizeof words - n, "%s%.*s%s", k ? "|" : "", STR_ARG(line.tokens.p[k].text),
                                  line.tokens.p[k].unknown ? "?" : "");
        ck_assert_str_eq(words, cases[i].words);
        ck_assert_int_eq(line.fault, cases[i].fault);
        arena_free(&a);
    }
}
END_TEST

START_TEST(variables_of_the_environment_that_are_known_are_put_in)
{
    static const struct {
        const char *text, *word;
    } cases[] = {
        {"\"$N\"", "4"},     {"\"x${N}y\"", "x4y"}, {"\"${N-8}\"", "4"},
        {"\"${O-8}\"", "8"}, {"\"$O\"", "?"},       {"\"${N[*]}\"", "?"},
    };
    struct str four = STR("4");
    struct arena a;
    arena_init(&a, NULL);
    struct map env = {.a = &a};
    map_put(&env, STR("N"), &four, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct haproxy_line line = {0};
        haproxy_lex_line(&a, str_from(cases[i].text), 0, &env, NULL, &line);
        ck_assert_uint_eq(line.tokens.n, 1);
        struct str text = line.tokens.p[0].unknown ? STR("?") : line.tokens.p[0].text;
        ck_assert(str_eq(text, str_from(cases[i].word)));
    }
    arena_free(&a);
}
END_TEST

START_TEST(a_line_has_at_most_64_words)
{
    struct arena a;
    struct haproxy_line line = {0};
    char text[256] = "";
    arena_init(&a, NULL);
    for (int i = 0; i < 64; i++)
        strcat(text, " x");
    haproxy_lex_line(&a, str_from(text), 0, NULL, NULL, &line);
    ck_assert_int_eq(line.fault, HAPROXY_LEX_OK);
    ck_assert_uint_eq(line.tokens.n, 64);
    strcat(text, " ");
    haproxy_lex_line(&a, str_from(text), 0, NULL, NULL, &line);
    ck_assert_int_eq(line.fault, HAPROXY_LEX_WORDS);
    ck_assert_uint_eq(line.fault_off, 128);
    strcat(text, "x");
    haproxy_lex_line(&a, str_from(text), 0, NULL, NULL, &line);
    ck_assert_int_eq(line.fault, HAPROXY_LEX_WORDS);
    ck_assert_uint_eq(line.fault_off, 129);
    arena_free(&a);
}
END_TEST

Suite *lex_suite(void)
{
    Suite *s = suite_create("lex");
    TCase *t = tcase_create("lex");
    tcase_add_test(t, a_line_is_cut_as_haproxy_cuts_it);
    tcase_add_test(t, variables_of_the_environment_that_are_known_are_put_in);
    tcase_add_test(t, a_line_has_at_most_64_words);
    suite_add_tcase(s, t);
    return s;
}
