#include "regex/reach.h"
#include "regex/regex.h"

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

static struct regex_tree tree_of(const char *pattern)
{
    struct regex_tree t;
    struct str why;
    ck_assert(regex_tree_parse(&arena, str_from(pattern), 0, &t, &why));
    return t;
}

static const struct {
    const char *pattern;
    bool start, end;
    const char *only;
} anchors[] = {
    {"^/a$", true, true, "/a"},       {"^/a", true, false, NULL},       {"/a$", false, true, NULL},
    {"(^/a$)", true, true, "/a"},     {"^/a|/b$", false, false, NULL},  {"^(?:/a|/b)$", true, true, NULL},
    {"^/a\\.b$", true, true, "/a.b"}, {"^/a.b$", true, true, NULL},     {"\\A/(x){2}\\z", true, true, "/xx"},
    {"^/ab?$", true, true, NULL},     {"(?:^a|^b)", true, false, NULL}, {"(?:^)?a", false, false, NULL},
};

START_TEST(anchors_hold_in_every_alternative)
{
    struct regex_tree t = tree_of(anchors[_i].pattern);
    struct str only = {0};
    ck_assert_msg(regex_anchored_at_start(&t) == anchors[_i].start, "%s", anchors[_i].pattern);
    ck_assert_msg(regex_anchored_at_end(&t) == anchors[_i].end, "%s", anchors[_i].pattern);
    ck_assert_msg(regex_only_text(&arena, &t, &only) == (anchors[_i].only != NULL), "%s", anchors[_i].pattern);
    if (anchors[_i].only)
        ck_assert_str_eq(only.p, anchors[_i].only);
}
END_TEST

static const struct {
    const char *pattern;
    uint32_t group;
    const char *has, *has_not;
} groups[] = {
    {"^/(.*)$", 1, "a/.\r", "\n"},
    {"^/([^/]*)$", 1, "a.\n", "/"},
    {"^/(\\w+)/(?<n>[a-z.]+)$", 1, "a_", ".\n/"},
    {"^/(\\w+)/(?<n>[a-z.]+)$", 2, "a.", "/\n1"},
    {"^((a)|b(?=c))", 1, "ab", "c"},
    {"^/x(y)", 0, "/xy", "z"},
    {"^/x(y)", 2, "", "/xy"},
    {"(?:[\\s\\S]*)(z)", 1, "z", "\n"},
};

START_TEST(a_group_holds_what_stands_in_it)
{
    struct regex_tree t = tree_of(groups[_i].pattern);
    struct byte_set s = regex_group_bytes(&t, groups[_i].group);
    for (const char *c = groups[_i].has; *c; c++)
        ck_assert_msg(set_has(&s, (uint8_t)*c), "%s lacks %d", groups[_i].pattern, *c);
    for (const char *c = groups[_i].has_not; *c; c++)
        ck_assert_msg(!set_has(&s, (uint8_t)*c), "%s has %d", groups[_i].pattern, *c);
}
END_TEST

START_TEST(a_run_is_what_is_repeated_without_end_in_the_group)
{
    struct regex_tree t = tree_of("^/([^.])([^/]+x)(?:(y)\\d)*$");
    struct byte_set one = regex_group_run_bytes(&t, 1), run = regex_group_run_bytes(&t, 2),
                    around = regex_group_run_bytes(&t, 3);
    ck_assert(set_is_empty(&one));
    ck_assert(set_has(&run, '\n') && set_has(&run, 'x') && !set_has(&run, '/'));
    ck_assert(set_is_empty(&around));
}
END_TEST

Suite *reach_suite(void)
{
    Suite *s = suite_create("reach");
    TCase *c = tcase_create("reach");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_loop_test(c, anchors_hold_in_every_alternative, 0, sizeof(anchors) / sizeof(anchors[0]));
    tcase_add_loop_test(c, a_group_holds_what_stands_in_it, 0, sizeof(groups) / sizeof(groups[0]));
    tcase_add_test(c, a_run_is_what_is_repeated_without_end_in_the_group);
    suite_add_tcase(s, c);
    return s;
}
