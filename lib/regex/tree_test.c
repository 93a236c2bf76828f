#include "regex/regex.h"
#include "regex/walk.h"

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

/* A pattern of one place, and what it matches there. */
static const struct {
    const char *pattern;
    unsigned flags;
    const char *has, *has_not;
} sets[] = {
    {"a", 0, "a", "Ab"},
    {"a", REGEX_CASELESS, "aA", "b"},
    {"(?i:a)", 0, "aA", "b"},
    {".", 0, "a/\r", "\n"},
    {"(?s:.)", 0, "a\n", ""},
    {"[^/]", 0, "a\n", "/"},
    {"[a-c-e]", 0, "abc-e", "d"},
    {"[]a]", 0, "]a", "b"},
    {"[^]a]", 0, "b", "]a"},
    {"[\\w.-]", 0, "aZ9_.-", "/"},
    {"[[:digit:]x]", 0, "0x", "a:"},
    {"[[:^digit:]]", 0, "a", "5"},
    {"[\\x41-\\x43]", 0, "ABC", "D"},
    {"\\x2f", 0, "/", "x2"},
    {"\\x{2e}", 0, ".", "x"},
    {"\\056", 0, ".", "0"},
    {"\\d", 0, "5", "a"},
    {"\\D", 0, "a", "5"},
    {"\\S", 0, "a", " \n"},
    {"\\.", 0, ".", "a"},
    {"[\\b]", 0, "\b", "b"},
    {"[^a]", REGEX_CASELESS, "b", "aA"},
    {"\\N", 0, "a", "\n"},
    {"{", 0, "{", "a"},
};

/* The one SET of a tree. */
static bool find_set(void *ctx, const struct regex_path *path)
{
    if (path->node->kind == REGEX_SET)
        *(const struct regex_node **)ctx = path->node;
    return true;
}

START_TEST(a_place_matches_the_bytes_that_pcre_matches)
{
    struct regex_tree t;
    struct str why;
    const struct regex_node *set = NULL;
    ck_assert(regex_tree_parse(&arena, str_from(sets[_i].pattern), sets[_i].flags, &t, &why));
    regex_walk(t.root, find_set, &set);
    ck_assert_ptr_nonnull(set);
    for (const char *c = sets[_i].has; *c; c++)
        ck_assert_msg(set_has(&set->set, (uint8_t)*c), "%s lacks %d", sets[_i].pattern, *c);
    for (const char *c = sets[_i].has_not; *c; c++)
        ck_assert_msg(!set_has(&set->set, (uint8_t)*c), "%s has %d", sets[_i].pattern, *c);
}
END_TEST

/* PCRE2 itself is asked about every byte. */
START_TEST(every_byte_is_as_pcre_has_it)
{
    struct regex_tree t;
    struct str why;
    const struct regex_node *set = NULL;
    const struct regex *re = regex_compile(&arena, str_from(sets[_i].pattern), sets[_i].flags, NULL);
    struct regex_matcher *m = regex_matcher_new(&arena);
    ck_assert_ptr_nonnull(re);
    ck_assert(regex_tree_parse(&arena, str_from(sets[_i].pattern), sets[_i].flags, &t, &why));
    regex_walk(t.root, find_set, &set);
    for (unsigned b = 0; b < 256; b++) {
        char c = (char)b;
        bool matches = regex_match(re, m, (struct str){&c, 1}, 0) == REGEX_MATCH;
        ck_assert_msg(matches == set_has(&set->set, (uint8_t)b), "%s and byte %u", sets[_i].pattern, b);
    }
}
END_TEST

/* Patterns, and a text that each matches, as the tree says it. */
static const struct {
    const char *pattern, *text;
} samples[] = {
    {"^/a/b$", "/a/b"},
    {"/(?:x|y){2}z?", "/xx"},
    {"a{3}b+", "aaab"},
    {"\\Qa.b\\E+c", "a.bc"},
    {"(?<name>a)(?P<other>b)(?'third'c)", "abc"},
    {"(?#words)a(?i)B(?-i)c", "abc"},
    {"a(?=b)b", "ab"},
    {"(?>a+)b", "ab"},
    {"a++b", "ab"},
    {"x{,", NULL},
    {"a{1,b", "a{1,b"},
    {"(a)\\1", NULL},
    {"\\p{L}", NULL},
    {"(?R)?", NULL},
    {"(?x) a", NULL},
    {"(*UTF)a", NULL},
    {"(?|(a)|(b))", NULL},
};

START_TEST(a_sample_matches_or_the_pattern_is_not_analysed)
{
    struct regex_tree t;
    struct str why = {0};
    struct buf b = {.a = &arena};
    bool parsed = regex_tree_parse(&arena, str_from(samples[_i].pattern), 0, &t, &why);
    ck_assert_msg(parsed == (samples[_i].text != NULL), "%s", samples[_i].pattern);
    if (!parsed) {
        ck_assert_uint_gt(why.n, 0);
        return;
    }
    regex_sample(t.root, &b);
    ck_assert_str_eq(str_dup(&arena, buf_str(&b)).p, samples[_i].text);
    const struct regex *re = regex_compile(&arena, str_from(samples[_i].pattern), 0, NULL);
    ck_assert_ptr_nonnull(re);
    ck_assert_int_eq(regex_match(re, regex_matcher_new(&arena), buf_str(&b), 0), REGEX_MATCH);
}
END_TEST

START_TEST(deep_and_long_patterns_are_not_analysed)
{
    struct regex_tree t;
    struct str why;
    struct buf b = {.a = &arena};
    buf_pad(&b, '(', 1000);
    buf_pad(&b, ')', 1000);
    ck_assert(!regex_tree_parse(&arena, buf_str(&b), 0, &t, &why));
    buf_clear(&b);
    buf_pad(&b, 'a', 5000);
    ck_assert(!regex_tree_parse(&arena, buf_str(&b), 0, &t, &why));
}
END_TEST

Suite *tree_suite(void)
{
    Suite *s = suite_create("tree");
    TCase *c = tcase_create("tree");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_loop_test(c, a_place_matches_the_bytes_that_pcre_matches, 0, sizeof(sets) / sizeof(sets[0]));
    tcase_add_loop_test(c, every_byte_is_as_pcre_has_it, 0, sizeof(sets) / sizeof(sets[0]));
    tcase_add_loop_test(c, a_sample_matches_or_the_pattern_is_not_analysed, 0, sizeof(samples) / sizeof(samples[0]));
    tcase_add_test(c, deep_and_long_patterns_are_not_analysed);
    suite_add_tcase(s, c);
    return s;
}
