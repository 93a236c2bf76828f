#include "regex/regex.h"

#include "base/buf.h"

#include <check.h>
#include <pthread.h>
#include <string.h>

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, NULL);
}

static void teardown(void)
{
    arena_free(&arena);
}

static const struct regex *compiled(const char *pattern, unsigned flags)
{
    struct regex_error e = {0};
    const struct regex *re = regex_compile(&arena, str_from(pattern), flags, &e);
    ck_assert_msg(re != NULL, "%s: %.*s", pattern, STR_ARG(e.message));
    return re;
}

enum { CEL = REGEX_UTF | REGEX_DOLLAR_ENDONLY };

static const struct {
    const char *pattern;
    unsigned flags;
    const char *subject;
    enum regex_result result;
} matches[] = {
    {"^/api/", 0, "/api/x", REGEX_MATCH},
    {"^/api/", 0, "/API/x", REGEX_NO_MATCH},
    {"^/api/", REGEX_CASELESS, "/API/x", REGEX_MATCH},
    {"\\.(php|html)$", 0, "a.php", REGEX_MATCH},
    {"a$", 0, "a\n", REGEX_MATCH},
    {"a$", CEL, "a\n", REGEX_NO_MATCH},
    {"^.$", 0, "\xC3\xA9", REGEX_NO_MATCH},
    {"^.$", CEL, "\xC3\xA9", REGEX_MATCH},
    {"^.$", 0, "\xFF", REGEX_MATCH},
    {"^.$", CEL, "\xFF", REGEX_BAD_SUBJECT},
    {"(*UTF8)^.$", 0, "\xC3\xA9", REGEX_MATCH},
    {"", 0, "", REGEX_MATCH},
    {"^$", 0, "", REGEX_MATCH},
    {"(?<=a)b", 0, "ab", REGEX_MATCH},
    {"(a+)+$", 0, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", REGEX_LIMIT},
    {"(x+x+)+y", 0, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", REGEX_NO_MATCH},
};

START_TEST(patterns_match_as_their_flags_say)
{
    struct regex_matcher *m = regex_matcher_new(&arena);
    const struct regex *re = compiled(matches[_i].pattern, matches[_i].flags);
    ck_assert_msg(regex_match(re, m, str_from(matches[_i].subject), 0) == matches[_i].result, "%s",
                  matches[_i].pattern);
}
END_TEST

static const struct {
    const char *pattern;
    uint32_t off;
    const char *message;
} errors[] = {
    {"a(b", 3, "missing closing parenthesis"},
    {"a)b", 1, "unmatched closing parenthesis"},
    {"[a", 2, "missing terminating ] for character class"},
    {"*a", 0, "quantifier does not follow a repeatable item"},
    {"a\\", 2, "\\ at end of pattern"},
    {"(?<n>a)(?<n>b)", 12, "two named subpatterns have the same name (PCRE2_DUPNAMES not set)"},
    {"a{3,2}", 5, "numbers out of order in {} quantifier"},
};

START_TEST(refused_patterns_say_why_and_where)
{
    struct regex_error e = {0};
    ck_assert_ptr_null(regex_compile(&arena, str_from(errors[_i].pattern), 0, &e));
    ck_assert_str_eq(str_dup(&arena, e.message).p, errors[_i].message);
    ck_assert_uint_eq(e.off, errors[_i].off);
    ck_assert_ptr_null(regex_compile(&arena, str_from(errors[_i].pattern), 0, NULL));
}
END_TEST

START_TEST(groups_and_names_are_counted)
{
    const struct regex *re = compiled("(?<zeta>a)(b)(?:c)(?P<alpha>d)", 0);
    ck_assert_uint_eq(re->n_groups, 3);
    ck_assert_uint_eq(re->n_names, 2);
    ck_assert(str_eq(re->names[0].name, STR("alpha")));
    ck_assert_uint_eq(re->names[0].group, 3);
    ck_assert(str_eq(re->names[1].name, STR("zeta")));
    ck_assert_uint_eq(re->names[1].group, 1);
    ck_assert_uint_eq(compiled("(a)(?<n>b)", REGEX_NO_CAPTURE)->n_groups, 1);
}
END_TEST

START_TEST(groups_tell_what_they_matched)
{
    struct regex_matcher *m = regex_matcher_new(&arena);
    const struct regex *re = compiled("(a)|(b)(c)?", 0);
    struct str s = {0};
    ck_assert_int_eq(regex_match(re, m, STR("xxb"), 0), REGEX_MATCH);
    ck_assert(regex_group(m, 0, &s) && str_eq(s, STR("b")));
    ck_assert(!regex_group(m, 1, &s));
    ck_assert(regex_group(m, 2, &s) && str_eq(s, STR("b")));
    ck_assert(!regex_group(m, 3, &s));
    ck_assert(!regex_group(m, 4, &s));
    ck_assert_int_eq(regex_match(re, m, STR("xxb"), 3), REGEX_NO_MATCH);
    ck_assert(!regex_group(m, 0, &s));
    ck_assert_int_eq(regex_match(re, m, STR("xxb"), 4), REGEX_NO_MATCH);
}
END_TEST

START_TEST(a_matcher_makes_room_for_many_groups)
{
    struct buf b = {.a = &arena};
    for (int i = 0; i < 100; i++)
        buf_put(&b, STR("(a)"));
    struct regex_matcher *m = regex_matcher_new(&arena);
    const struct regex *re = regex_compile(&arena, buf_str(&b), 0, NULL);
    buf_clear(&b);
    buf_pad(&b, 'a', 100);
    struct str s;
    ck_assert_int_eq(regex_match(re, m, buf_str(&b), 0), REGEX_MATCH);
    ck_assert(regex_group(m, 100, &s) && s.n == 1);
}
END_TEST

START_TEST(matching_again_and_again_takes_no_more_memory)
{
    struct mem_budget budget = {.max = SIZE_MAX};
    struct arena own;
    arena_init(&own, &budget);
    struct regex_matcher *m = regex_matcher_new(&own);
    const struct regex *re = compiled("(a|aa)+$", 0);
    struct str subject =
        STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab");
    ck_assert_int_eq(regex_match(re, m, subject, 0), REGEX_LIMIT);
    size_t after_one = budget.used;
    for (int i = 0; i < 20; i++)
        ck_assert_int_eq(regex_match(re, m, subject, 0), REGEX_LIMIT);
    ck_assert_uint_eq(budget.used, after_one);
    ck_assert_uint_lt(after_one, 32u << 20);
    arena_free(&own);
}
END_TEST

static void *match_often(void *re)
{
    struct arena own;
    arena_init(&own, NULL);
    struct regex_matcher *m = regex_matcher_new(&own);
    uintptr_t hits = 0;
    for (int i = 0; i < 1000; i++)
        hits += regex_match(re, m, i % 2 ? STR("abcd") : STR("abd"), 0) == REGEX_MATCH;
    arena_free(&own);
    return (void *)hits;
}

START_TEST(threads_share_a_compiled_pattern)
{
    const struct regex *re = compiled("^a(b)(c)d$", 0);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, match_often, (void *)(uintptr_t)re), 0);
    for (int i = 0; i < 4; i++) {
        void *hits;
        pthread_join(threads[i], &hits);
        ck_assert_uint_eq((uintptr_t)hits, 500);
    }
}
END_TEST

/* What RE2 has not, and where; NULL: it has it. */
static const struct {
    const char *pattern;
    int off;
    const char *message;
} linear[] = {
    {"^a.b*c+?d{2,3}?[x-z]$", 0, NULL},
    {"(?i)a(?:b|c)(?P<n>d)(?<m>e)(?s-m:f)", 0, NULL},
    {"\\d\\D\\s\\S\\w\\W\\b\\B\\A\\z\\a\\f\\t\\n\\r\\x41\\x{1F600}\\pL\\p{Greek}\\.\\\\\\+\\012", 0, NULL},
    {"[]a^[:alpha:]\\]+*?+]", 0, NULL},
    {"[^]+*]x", 0, NULL},
    {"\\Qa++(?=\\E", 0, NULL},
    {"a{,2}+", -1, NULL},
    {"\\++", 0, NULL},
    {"a(?=b)", 1, "lookahead is not supported here"},
    {"a(?!b)", 1, "lookahead is not supported here"},
    {"(?<=b)", 0, "lookbehind is not supported here"},
    {"(?<!b)", 0, "lookbehind is not supported here"},
    {"(?>b)", 0, "atomic groups are not supported here"},
    {"(a)\\1", 3, "back references are not supported here"},
    {"(?P<n>a)(?P=n)", 8, "back references are not supported here"},
    {"\\k<n>", 0, "back references are not supported here"},
    {"a++", 2, "possessive quantifiers are not supported here"},
    {"a*+", 2, "possessive quantifiers are not supported here"},
    {"a?+", 2, "possessive quantifiers are not supported here"},
    {"a{2}+", 4, "possessive quantifiers are not supported here"},
    {"(?R)", 0, "this kind of group is not supported here"},
    {"(?|a)", 0, "this kind of group is not supported here"},
    {"(?x)a b", 0, "this kind of group is not supported here"},
    {"(?(1)a)", 0, "conditions are not supported here"},
    {"(*UTF8)a", 0, "verbs like (*UTF) are not supported here"},
    {"a\\Kb", 1, "this escape is not supported here"},
    {"[\\K]", 1, "this escape is not supported here"},
    {"\\C", 0, "this escape is not supported here"},
};

START_TEST(what_cel_does_not_have_is_refused)
{
    struct regex_error e = {0};
    bool fine = regex_check_linear(str_from(linear[_i].pattern), &e);
    ck_assert_msg(fine == (linear[_i].message == NULL), "%s", linear[_i].pattern);
    if (linear[_i].message) {
        ck_assert_str_eq(str_dup(&arena, e.message).p, linear[_i].message);
        ck_assert_int_eq((int)e.off, linear[_i].off);
        ck_assert(!regex_check_linear(str_from(linear[_i].pattern), NULL));
    } else if (linear[_i].off == 0) {
        compiled(linear[_i].pattern, CEL);
    }
}
END_TEST

Suite *regex_suite(void)
{
    Suite *s = suite_create("regex");
    TCase *c = tcase_create("regex");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_loop_test(c, patterns_match_as_their_flags_say, 0, sizeof(matches) / sizeof(matches[0]));
    tcase_add_loop_test(c, refused_patterns_say_why_and_where, 0, sizeof(errors) / sizeof(errors[0]));
    tcase_add_test(c, groups_and_names_are_counted);
    tcase_add_test(c, groups_tell_what_they_matched);
    tcase_add_test(c, a_matcher_makes_room_for_many_groups);
    tcase_add_test(c, matching_again_and_again_takes_no_more_memory);
    tcase_add_test(c, threads_share_a_compiled_pattern);
    tcase_add_loop_test(c, what_cel_does_not_have_is_refused, 0, sizeof(linear) / sizeof(linear[0]));
    suite_add_tcase(s, c);
    return s;
}
