#include "ruleset/suppress_table.h"

#include "ruleset/suppress.h"

#include <check.h>

/* Test state: Check gives a fixture no argument to keep it in. */
static struct arena arena;
static struct suppress_table table;
static bool used[8];
static int64_t until;

static void setup(void)
{
    arena_init(&arena, NULL);
    table = (struct suppress_table){.a = &arena};
    for (int i = 0; i < 8; i++)
        used[i] = false;
}

static void teardown(void)
{
    arena_free(&arena);
}

static void add(uint32_t line, const char *name, int64_t last, int i)
{
    suppress_table_add(&table, line, str_from(name), last, &used[i]);
}

static bool match(uint32_t line, const char *id)
{
    return suppress_table_match(&table, line, str_from(id), &until);
}

START_TEST(an_empty_table_holds_nothing)
{
    suppress_table_seal(&table);
    ck_assert(!match(1, "a/b"));
    suppress_table_settle(&table);
}
END_TEST

START_TEST(a_rule_is_matched_on_its_line_alone)
{
    add(3, "a/b", SUPPRESS_EVER, 0);
    suppress_table_seal(&table);
    ck_assert(match(3, "a/b"));
    ck_assert_int_eq(until, SUPPRESS_EVER);
    ck_assert(!match(2, "a/b"));
    ck_assert(!match(4, "a/b"));
    ck_assert(!match(3, "a/c"));
    ck_assert(!match(0, "a/b"));
}
END_TEST

START_TEST(packs_and_all_match_too)
{
    add(3, "a", SUPPRESS_EVER, 0);
    add(4, "all", SUPPRESS_EVER, 1);
    suppress_table_seal(&table);
    ck_assert(match(3, "a/b") && match(3, "a/c") && !match(3, "b/a") && match(4, "b/a"));
}
END_TEST

START_TEST(line_0_holds_for_every_line_and_for_none)
{
    add(0, "a/b", SUPPRESS_EVER, 0);
    suppress_table_seal(&table);
    ck_assert(match(0, "a/b") && match(1, "a/b") && match(UINT32_MAX, "a/b") && !match(1, "a/c"));
}
END_TEST

START_TEST(the_one_that_holds_longest_counts)
{
    add(3, "a/b", 10, 0);
    add(3, "a/b", 12, 1);
    add(3, "a/b", 11, 2);
    add(0, "a", 20, 3);
    add(4, "a/b", 10, 4);
    suppress_table_seal(&table);
    ck_assert(match(3, "a/b"));
    ck_assert_int_eq(until, 20);
    ck_assert(match(3, "a/c"));
    ck_assert_int_eq(until, 20);
}
END_TEST

START_TEST(all_that_match_are_used_and_nothing_else)
{
    add(5, "b/x", SUPPRESS_EVER, 0);
    add(3, "a/b", 10, 1);
    add(3, "a/b", 12, 2);
    add(0, "a", 20, 3);
    add(3, "a/c", SUPPRESS_EVER, 4);
    add(2, "a/b", SUPPRESS_EVER, 5);
    suppress_table_seal(&table);
    ck_assert(match(3, "a/b") && !match(3, "b/x"));
    ck_assert(!used[1]);
    suppress_table_settle(&table);
    ck_assert(!used[0] && used[1] && used[2] && used[3] && !used[4] && !used[5]);
}
END_TEST

Suite *suppress_table_suite(void);
Suite *suppress_table_suite(void)
{
    Suite *s = suite_create("suppress_table");
    TCase *t = tcase_create("suppress_table");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, an_empty_table_holds_nothing);
    tcase_add_test(t, a_rule_is_matched_on_its_line_alone);
    tcase_add_test(t, packs_and_all_match_too);
    tcase_add_test(t, line_0_holds_for_every_line_and_for_none);
    tcase_add_test(t, the_one_that_holds_longest_counts);
    tcase_add_test(t, all_that_match_are_used_and_nothing_else);
    suite_add_tcase(s, t);
    return s;
}
