#include "base/str.h"

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

static void is(struct str s, const char *text)
{
    ck_assert_msg(str_eq(s, str_from(text)), "'%.*s' is not '%s'", STR_ARG(s), text);
}

/* Not const: what a compiler knows to be NULL it warns about on paths that are never taken. */
static struct str none;

static void nothing(void)
{
    none = (struct str){NULL, 0};
}

START_TEST(slices_are_clamped)
{
    struct str s = STR("abcdef");
    is(str_slice(s, 0, 6), "abcdef");
    is(str_slice(s, 2, 4), "cd");
    is(str_slice(s, 4, 100), "ef");
    is(str_slice(s, 4, 2), "");
    is(str_slice(s, 100, 200), "");
    is(str_slice(none, 0, 10), "");
    is(str_from(NULL), "");
    ck_assert_int_eq(str_byte(s, 5), 'f');
    ck_assert_int_eq(str_byte(s, 6), '\0');
    ck_assert_int_eq(str_byte(none, 0), '\0');
}
END_TEST

START_TEST(equality_looks_at_bytes_and_length)
{
    ck_assert(str_eq(STR("a\0b"), STR("a\0b")));
    ck_assert(!str_eq(STR("a\0b"), STR("a\0c")));
    ck_assert(!str_eq(STR("ab"), STR("abc")));
    ck_assert(str_eq(none, STR("")));
    ck_assert(str_eq_nocase(STR("AbC-1"), STR("aBc-1")));
    ck_assert(!str_eq_nocase(STR("[abc"), STR("{abc")));
    ck_assert(!str_eq_nocase(STR("\xC4"), STR("\xE4")));
}
END_TEST

START_TEST(order_is_bytewise_and_the_shorter_first)
{
    static const struct str sorted[] = {STR_INIT(""),   STR_INIT("A"), STR_INIT("a"),   STR_INIT("a\0"),
                                        STR_INIT("ab"), STR_INIT("b"), STR_INIT("\xFF")};
    for (int i = 0; i < 7; i++)
        for (int k = 0; k < 7; k++) {
            int c = str_cmp(sorted[i], sorted[k]);
            ck_assert_int_eq((c > 0) - (c < 0), (i > k) - (i < k));
        }
}
END_TEST

START_TEST(beginnings_and_ends_are_told)
{
    ck_assert(str_starts(STR("abc"), STR("ab")) && str_starts(STR("abc"), none) && !str_starts(STR("a"), STR("ab")));
    ck_assert(str_ends(STR("abc"), STR("bc")) && str_ends(STR("abc"), none) && !str_ends(STR("c"), STR("bc")));
    ck_assert(str_starts(none, none) && str_ends(none, none));
}
END_TEST

START_TEST(searching_gives_the_length_when_nothing_is_there)
{
    struct str s = STR("a.b.c");
    ck_assert_uint_eq(str_find_byte(s, '.'), 1);
    ck_assert_uint_eq(str_rfind_byte(s, '.'), 3);
    ck_assert_uint_eq(str_find_byte(s, 'x'), 5);
    ck_assert_uint_eq(str_rfind_byte(s, 'x'), 5);
    ck_assert_uint_eq(str_find(s, STR("b.c")), 2);
    ck_assert_uint_eq(str_find(s, STR("b.d")), 5);
    ck_assert_uint_eq(str_find(s, STR("a.b.c.d")), 5);
    ck_assert_uint_eq(str_find(s, none), 0);
    ck_assert_uint_eq(str_find_byte(none, 'x'), 0);
    ck_assert_uint_eq(str_rfind_byte(none, 'x'), 0);
    ck_assert_uint_eq(str_find(none, STR("x")), 0);
}
END_TEST

START_TEST(trimming_takes_white_space_at_both_ends_only)
{
    is(str_trim(STR(" \t\r\na b\n ")), "a b");
    is(str_trim(STR(" \n")), "");
    is(str_trim(none), "");
    is(str_trim(STR("\va\f")), "\va\f");
}
END_TEST

START_TEST(cutting_leaves_the_rest)
{
    struct str s = STR("a,,b");
    is(str_cut(&s, ','), "a");
    is(s, ",b");
    is(str_cut(&s, ','), "");
    is(str_cut(&s, ','), "b");
    is(s, "");
    is(str_cut(&s, ','), "");
    s = STR("a,");
    is(str_cut(&s, ','), "a");
    is(s, "");
}
END_TEST

START_TEST(copies_end_with_a_nul)
{
    struct str source = {"abc", 2};
    struct str copy = str_dup(&a, source);
    ck_assert_str_eq(copy.p, "ab");
    ck_assert_ptr_ne(copy.p, source.p);
    ck_assert_str_eq(str_dup(&a, none).p, "");
    struct str joined = str_concat(&a, STR("ab"), STR("cd"));
    ck_assert_str_eq(joined.p, "abcd");
    ck_assert_uint_eq(joined.n, 4);
    ck_assert_str_eq(str_concat(&a, none, none).p, "");
    struct str printed = str_printf(&a, "%d-%.*s-%s", 7, STR_ARG(source), "x");
    ck_assert_str_eq(printed.p, "7-ab-x");
    ck_assert_uint_eq(printed.n, 6);
    ck_assert_str_eq(str_printf(&a, "%.*s", STR_ARG(none)).p, "");
}
END_TEST

START_TEST(the_hash_is_fnv_1a)
{
    /* test vectors of the algorithm's authors: isthe.com/chongo/tech/comp/fnv */
    ck_assert_uint_eq(str_hash(STR("")), 0xcbf29ce484222325u);
    ck_assert_uint_eq(str_hash(STR("a")), 0xaf63dc4c8601ec8cu);
    ck_assert_uint_eq(str_hash(STR("foobar")), 0x85944171f73967e8u);
}
END_TEST

Suite *str_suite(void)
{
    Suite *s = suite_create("str");
    TCase *c = tcase_create("str");
    tcase_add_checked_fixture(c, nothing, NULL);
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, slices_are_clamped);
    tcase_add_test(c, equality_looks_at_bytes_and_length);
    tcase_add_test(c, order_is_bytewise_and_the_shorter_first);
    tcase_add_test(c, beginnings_and_ends_are_told);
    tcase_add_test(c, searching_gives_the_length_when_nothing_is_there);
    tcase_add_test(c, trimming_takes_white_space_at_both_ends_only);
    tcase_add_test(c, cutting_leaves_the_rest);
    tcase_add_test(c, copies_end_with_a_nul);
    tcase_add_test(c, the_hash_is_fnv_1a);
    suite_add_tcase(s, c);
    return s;
}
