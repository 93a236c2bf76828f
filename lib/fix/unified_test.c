#include "fix/unified.h"

#include "base/arena.h"

#include <check.h>
#include <stdlib.h>
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

static const char *diff_of(const char *path, struct str before, struct str after)
{
    struct buf out = {.a = &a};
    unified_diff(&out, str_from(path), before, after);
    buf_putc(&out, '\0');
    return buf_str(&out).p;
}

static const struct {
    const char *before, *after, *hunks;
} pairs[] = {
    {"a\nb\n", "a\nb\n", ""},
    {"", "", ""},
    {"a\n", "b\n", "@@ -1 +1 @@\n-a\n+b\n"},
    {"", "a\n", "@@ -0,0 +1 @@\n+a\n"},
    {"a\n", "", "@@ -1 +0,0 @@\n-a\n"},
    {"a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"},
    {"a\nb", "x\nb", "@@ -1,2 +1,2 @@\n-a\n+x\n b\n\\ No newline at end of file\n"},
    {"a\r\nb\r\n", "a\r\nc\r\n", "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n"},
    {"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n", "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"},
    /* Six lines between them: one hunk; seven: two. */
    {"1\n2\n3\n4\n5\n6\n7\n8\n", "x\n2\n3\n4\n5\n6\n7\ny\n",
     "@@ -1,8 +1,8 @@\n-1\n+x\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+y\n"},
    {"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "x\n2\n3\n4\n5\n6\n7\n8\ny\n",
     "@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n"},
    {"a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n", "@@ -1,7 +1,6 @@\n-a\n-b\n c\n+b\n a\n b\n-b\n a\n+c\n"},
};

START_TEST(hunks_are_those_of_diff)
{
    const char *got = diff_of("f", str_from(pairs[_i].before), str_from(pairs[_i].after));
    struct str head = STR("--- a/f\n+++ b/f\n");
    if (pairs[_i].hunks[0] == '\0')
        ck_assert_str_eq(got, "");
    else {
        ck_assert(str_starts(str_from(got), head));
        ck_assert_str_eq(got + head.n, pairs[_i].hunks);
    }
}
END_TEST

START_TEST(names_that_break_a_header_are_quoted)
{
    ck_assert(str_starts(str_from(diff_of("a\nb\"", STR("x\n"), STR("y\n"))),
                         STR("--- \"a/a\\012b\\\"\"\n+++ \"b/a\\012b\\\"\"\n@@")));
    ck_assert(str_starts(str_from(diff_of("a b", STR("x\n"), STR("y\n"))), STR("--- a/a b\t\n+++ b/a b\t\n@@")));
}
END_TEST

/* Beyond the bound the whole middle is one hunk, and still right. */
START_TEST(texts_that_have_nothing_in_common)
{
    struct buf x = {.a = &a}, y = {.a = &a};
    for (int i = 0; i < 3000; i++) {
        buf_printf(&x, "x%d\n", i);
        buf_printf(&y, "y%d\n", i);
    }
    const char *got = diff_of("f", buf_str(&x), buf_str(&y));
    ck_assert_ptr_nonnull(strstr(got, "@@ -1,3000 +1,3000 @@\n-x0\n"));
    ck_assert_ptr_nonnull(strstr(got, "+y2999\n"));
}
END_TEST

Suite *unified_suite(void)
{
    Suite *s = suite_create("unified");
    TCase *t = tcase_create("unified");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, hunks_are_those_of_diff, 0, (int)(sizeof(pairs) / sizeof(pairs[0])));
    tcase_add_test(t, names_that_break_a_header_are_quoted);
    tcase_add_test(t, texts_that_have_nothing_in_common);
    suite_add_tcase(s, t);
    return s;
}
