#include "regex/cost.h"
#include "regex/regex.h"

#include "base/buf.h"

#include <check.h>
#include <stdlib.h>

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, NULL);
}

static void teardown(void)
{
    arena_free(&arena);
}

static struct byte_set printable(void)
{
    struct byte_set s = {{0}};
    set_add_range(&s, ' ', '~');
    return s;
}

static const struct {
    const char *pattern;
    enum regex_cost_kind kind;
} costs[] = {
    /* loops within loops over the same bytes */
    {"^(a+)+$", REGEX_COST_EXPONENTIAL},
    {"^(?:a*)*$", REGEX_COST_EXPONENTIAL},
    {"^(?:[a-z0-9_.]+[+|&]?)+==?[0-9a-z]*$", REGEX_COST_EXPONENTIAL},
    {"^(\\w+\\s?)*$", REGEX_COST_EXPONENTIAL},
    {"(?:\\w+\\.?)+@", REGEX_COST_EXPONENTIAL},
    {"^(a|aa)+$", REGEX_COST_EXPONENTIAL},
    {"^(?:a|ab|b)*c$", REGEX_COST_EXPONENTIAL},
    {"^(?:.*/)*x$", REGEX_COST_EXPONENTIAL},
    {"^(?:a?b?)*c$", REGEX_COST_EXPONENTIAL},
    {"^(?:[a-z]{1,20})+$", REGEX_COST_EXPONENTIAL},
    {"(?=(?:a+)+b)", REGEX_COST_EXPONENTIAL},
    {"(?:(?:a+)+b)*", REGEX_COST_EXPONENTIAL},
    /* the same shapes that are sound */
    {"^(?:a+b)+$", REGEX_COST_LOW},
    {"^(/[^/]+)+$", REGEX_COST_LOW},
    {"^(?:[a-z]+/)*[a-z]+$", REGEX_COST_LOW},
    {"(a+)+", REGEX_COST_LOW},
    {"^(?:a|b|cd)*$", REGEX_COST_LOW},
    {"^(?:ab?c)+$", REGEX_COST_LOW},
    {"\\.php$", REGEX_COST_LOW},
    {"^(.+\\.php)(/.+)$", REGEX_COST_LOW},
    {"^/(.*)/(.*)$", REGEX_COST_LOW},
    {"^(?>(?:a+)+)b$", REGEX_COST_LOW},
    {"\\.(?:jpg|jpeg|gif|png|css|js|ico)$", REGEX_COST_LOW},
    /* repeats side by side */
    {"x.*.*.*=[0-9]", REGEX_COST_CUBIC},
    {"^.*a.*a.*a.*b$", REGEX_COST_CUBIC},
    {"^(.*)a(.*)b[0-9]$", REGEX_COST_SQUARE},
    {"^[^b]*a.*b[0-9]$", REGEX_COST_SQUARE},
    {"^[^/]*/[^/]*/x$", REGEX_COST_LOW},
    /* not analysed */
    {"(a)\\1+", REGEX_COST_UNKNOWN},
};

START_TEST(cost_is_as_the_matcher_shows_it)
{
    struct byte_set bytes = printable();
    struct str pattern = str_from(costs[_i].pattern);
    struct regex_cost c = regex_cost_of(&arena, pattern, 0, &bytes);
    ck_assert_msg(c.kind == costs[_i].kind, "%s: %d, %.*s", costs[_i].pattern, (int)c.kind, STR_ARG(c.why));
    if (c.kind == REGEX_COST_EXPONENTIAL)
        ck_assert_uint_lt(str_find(pattern, c.part), pattern.n);
    ck_assert(c.kind != REGEX_COST_UNKNOWN || c.why.n > 0);
}
END_TEST

START_TEST(the_text_that_is_named_takes_the_steps)
{
    struct byte_set bytes = printable();
    struct str pattern = STR("^(?:[a-z0-9_.]+[+|&]?)+==?[0-9a-z]*$");
    struct regex_cost c = regex_cost_of(&arena, pattern, REGEX_CASELESS, &bytes);
    struct regex_matcher *m = regex_matcher_new(&arena);
    regex_matcher_limit(m, REGEX_COST_STEPS, 65536);
    ck_assert_uint_lt(c.text.n, 100);
    ck_assert_int_eq(regex_match(regex_compile(&arena, pattern, REGEX_CASELESS, NULL), m, c.text, 0), REGEX_LIMIT);
}
END_TEST

START_TEST(a_text_that_cannot_be_sent_proves_nothing)
{
    struct byte_set bytes = printable(), any = {{0}};
    set_negate(&any);
    ck_assert_int_eq(regex_cost_of(&arena, STR("^(?:.+)+$"), 0, &any).kind, REGEX_COST_EXPONENTIAL);
    ck_assert_int_eq(regex_cost_of(&arena, STR("^(?:.+)+$"), 0, &bytes).kind, REGEX_COST_UNKNOWN);
}
END_TEST

START_TEST(a_loop_of_many_places_is_not_analysed)
{
    struct buf b = {.a = &arena};
    struct byte_set bytes = printable();
    buf_put(&b, STR("^(?:"));
    for (int i = 0; i < 300; i++)
        buf_printf(&b, "%sx%d", i ? "|" : "", i);
    buf_put(&b, STR(")+$"));
    struct regex_cost c = regex_cost_of(&arena, buf_str(&b), 0, &bytes);
    ck_assert_int_eq(c.kind, REGEX_COST_UNKNOWN);
    ck_assert_str_eq(c.why.p, "a loop too large to analyse");
}
END_TEST

Suite *cost_suite(void)
{
    Suite *s = suite_create("cost");
    TCase *c = tcase_create("cost");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_loop_test(c, cost_is_as_the_matcher_shows_it, 0, sizeof(costs) / sizeof(costs[0]));
    tcase_add_test(c, the_text_that_is_named_takes_the_steps);
    tcase_add_test(c, a_text_that_cannot_be_sent_proves_nothing);
    tcase_add_test(c, a_loop_of_many_places_is_not_analysed);
    suite_add_tcase(s, c);
    return s;
}
