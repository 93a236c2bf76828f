#include "base/arena.h"

#include <check.h>
#include <string.h>

static struct arena a;

static void setup(void)
{
    arena_init(&a, NULL);
}

static void teardown(void)
{
    arena_free(&a);
}

static bool is_zero(const char *p, size_t n)
{
    while (n > 0 && p[n - 1] == 0)
        n--;
    return n == 0;
}

START_TEST(memory_is_zeroed_and_aligned)
{
    for (size_t align = 1; align <= 64; align *= 2)
        for (size_t size = 1; size < 300; size += 37) {
            char *p = arena_alloc(&a, size, align);
            ck_assert_uint_eq((uintptr_t)p % align, 0);
            ck_assert(is_zero(p, size));
            memset(p, 0xAA, size);
        }
}
END_TEST

START_TEST(pieces_do_not_overlap)
{
    unsigned char *p[200];
    for (unsigned i = 0; i < 200; i++) {
        p[i] = arena_alloc(&a, 100, 8);
        memset(p[i], (int)i, 100);
    }
    for (unsigned i = 0; i < 200; i++)
        for (int k = 0; k < 100; k++)
            ck_assert_uint_eq(p[i][k], i);
}
END_TEST

START_TEST(a_piece_larger_than_any_block_is_had)
{
    char *p = arena_alloc(&a, 5 << 20, 16);
    p[0] = p[(5 << 20) - 1] = 'x';
    char *q = arena_alloc(&a, 8, 8);
    ck_assert(q < p || q >= p + (5 << 20));
}
END_TEST

START_TEST(what_came_after_a_mark_is_gone_after_the_pop)
{
    char *before = arena_alloc(&a, 10, 1);
    memcpy(before, "unchanged", 10);
    struct arena_mark outer = arena_mark(&a);
    char *first = arena_alloc(&a, 100, 1);
    struct arena_mark inner = arena_mark(&a);
    memset(arena_alloc(&a, 100000, 1), 'x', 100000);
    arena_pop(&a, inner);
    memset(first, 'y', 100);
    arena_pop(&a, outer);
    char *again = arena_alloc(&a, 100, 1);
    ck_assert_ptr_eq(again, first);
    ck_assert(is_zero(again, 100));
    ck_assert_str_eq(before, "unchanged");
}
END_TEST

/* A large block is not cleared anew where it was never handed out: what was must be. */
START_TEST(what_was_used_in_a_large_block_is_zero_again)
{
    arena_alloc(&a, 3 << 20, 1);
    char *small = arena_alloc(&a, 100, 1);
    struct arena_mark mark = arena_mark(&a);
    for (size_t n = 1000; n <= 64000; n *= 2) {
        char *first = arena_alloc(&a, n, 1);
        ck_assert(is_zero(first, n));
        memset(first, 'x', n);
        char *second = arena_alloc(&a, 3 * n, 1);
        ck_assert(is_zero(second, 3 * n));
        memset(second, 'y', 2 * n);
        arena_pop(&a, mark);
    }
    ck_assert(is_zero(small, 100));
    ck_assert(is_zero(arena_alloc(&a, 1 << 20, 1), 1 << 20));
}
END_TEST

START_TEST(only_what_came_last_is_extended)
{
    char *first = arena_alloc(&a, 10, 1);
    memcpy(first, "unchanged", 10);
    ck_assert(arena_extend(&a, first, 10, 1000));
    ck_assert_str_eq(first, "unchanged");
    ck_assert(is_zero(first + 10, 990));
    char *second = arena_alloc(&a, 1, 1);
    ck_assert(second >= first + 1000);
    ck_assert(!arena_extend(&a, first, 1000, 1001));
    ck_assert(!arena_extend(&a, second, 1, 100 << 20));
    ck_assert(arena_extend(&a, second, 1, 2));
    ck_assert(!arena_extend(&a, NULL, 0, 1));
}
END_TEST

START_TEST(an_extension_is_zero_where_it_was_used_before)
{
    char *first = arena_alloc(&a, 100, 1);
    struct arena_mark mark = arena_mark(&a);
    memset(arena_alloc(&a, 500, 1), 'x', 500);
    arena_pop(&a, mark);
    ck_assert(arena_extend(&a, first, 100, 600));
    ck_assert(is_zero(first, 600));
}
END_TEST

START_TEST(a_mark_of_an_empty_arena_empties_it)
{
    struct mem_budget budget = {.max = SIZE_MAX};
    struct arena own;
    arena_init(&own, &budget);
    struct arena_mark mark = arena_mark(&own);
    arena_alloc(&own, 10000, 8);
    arena_pop(&own, mark);
    ck_assert_uint_eq(budget.used, 0);
    arena_free(&own);
}
END_TEST

START_TEST(blocks_do_not_grow_by_being_popped)
{
    struct mem_budget budget = {.max = SIZE_MAX};
    struct arena own;
    arena_init(&own, &budget);
    for (int i = 0; i < 100; i++) {
        struct arena_mark mark = arena_mark(&own);
        arena_alloc(&own, 3000, 1);
        arena_alloc(&own, 3000, 1);
        ck_assert_uint_lt(budget.used, 20000);
        arena_pop(&own, mark);
    }
    arena_free(&own);
}
END_TEST

START_TEST(blocks_are_charged_to_the_budget_and_given_back)
{
    struct mem_budget budget = {.max = 100000};
    struct arena own, other;
    arena_init(&own, &budget);
    arena_init(&other, &budget);
    arena_alloc(&own, 60000, 1);
    ck_assert_uint_ge(budget.used, 60000);
    ck_assert(!arena_exhausted(&own));
    char *p = arena_alloc(&other, 60000, 1);
    p[59999] = 'x'; /* over the budget, and still there */
    ck_assert(arena_exhausted(&other));
    ck_assert(!arena_exhausted(&own));
    arena_free(&other);
    ck_assert(!arena_exhausted(&other));
    arena_alloc(&other, 10000, 1);
    ck_assert(!arena_exhausted(&other));
    arena_free(&other);
    arena_free(&own);
    ck_assert_uint_eq(budget.used, 0);
}
END_TEST

Suite *arena_suite(void)
{
    Suite *s = suite_create("arena");
    TCase *c = tcase_create("arena");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, memory_is_zeroed_and_aligned);
    tcase_add_test(c, pieces_do_not_overlap);
    tcase_add_test(c, a_piece_larger_than_any_block_is_had);
    tcase_add_test(c, what_came_after_a_mark_is_gone_after_the_pop);
    tcase_add_test(c, what_was_used_in_a_large_block_is_zero_again);
    tcase_add_test(c, only_what_came_last_is_extended);
    tcase_add_test(c, an_extension_is_zero_where_it_was_used_before);
    tcase_add_test(c, a_mark_of_an_empty_arena_empties_it);
    tcase_add_test(c, blocks_do_not_grow_by_being_popped);
    tcase_add_test(c, blocks_are_charged_to_the_budget_and_given_back);
    suite_add_tcase(s, c);
    return s;
}
