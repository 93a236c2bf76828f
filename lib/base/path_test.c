#include "base/path.h"

#include "base/arena.h"
#include "base/buf.h"

#include <check.h>
#include <fnmatch.h>

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

START_TEST(joining_keeps_what_is_absolute)
{
    is(path_join(&a, STR("a"), STR("b")), "a/b");
    is(path_join(&a, STR("a/"), STR("b")), "a/b");
    is(path_join(&a, STR("/"), STR("b")), "/b");
    is(path_join(&a, STR("a"), STR("/b")), "/b");
    is(path_join(&a, STR(""), STR("b")), "b");
    is(path_join(&a, STR("."), STR("b")), "b");
    is(path_join(&a, STR("a"), STR("")), "a/");
}
END_TEST

START_TEST(normalizing_is_done_by_text_alone)
{
    static const char *const rows[][2] = {
        {"", "."},
        {".", "."},
        {"/", "/"},
        {"//", "/"},
        {"a//b/", "a/b"},
        {"./a/./b", "a/b"},
        {"a/..", "."},
        {"a/../b", "b"},
        {"../a", "../a"},
        {"a/../..", ".."},
        {"../../a/..", "../.."},
        {"/..", "/"},
        {"/../a", "/a"},
        {"/a/b/../../..", "/"},
        {"...", "..."},
        {"a/.../b", "a/.../b"},
        {"/a/./", "/a"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        is(path_normalize(&a, str_from(rows[i][0])), rows[i][1]);
}
END_TEST

START_TEST(a_path_is_seen_from_a_directory)
{
    static const char *const rows[][3] = {
        {"/a/b", "/a", "b"},  {"/a/b/c", "/a", "b/c"},   {"/a", "/a", "."},
        {"/a", "/a/b", ".."}, {"/c", "/a/b", "../../c"}, {"/ab", "/a", "../ab"},
        {"/a", "/", "a"},     {"/", "/", "."},           {"/", "/a", ".."},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        is(path_relative(&a, str_from(rows[i][0]), str_from(rows[i][1])), rows[i][2]);
}
END_TEST

START_TEST(what_is_below_a_directory_is_told_by_parts)
{
    static const struct {
        const char *path, *dir;
        bool below;
    } rows[] = {
        {"/a/b", "/a", true}, {"/a", "/a", true}, {"/ab", "/a", false}, {"/a", "/", true},
        {"a", "/", false},    {"a/b", "a", true}, {"a", ".", true},     {"..", ".", false},
        {"../a", ".", false}, {"..a", ".", true}, {"/a", ".", false},   {"/a", "/a/b", false},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_msg(path_is_below(str_from(rows[i].path), str_from(rows[i].dir)) == rows[i].below, "%s in %s",
                      rows[i].path, rows[i].dir);
}
END_TEST

START_TEST(the_parts_of_a_name)
{
    static const struct {
        const char *path, *dir, *base, *ext;
    } rows[] = {
        {"/etc/nginx/nginx.conf", "/etc/nginx", "nginx.conf", ".conf"},
        {"nginx.conf.j2", ".", "nginx.conf.j2", ".j2"},
        {"/a", "/", "a", ""},
        {"a/.env", "a", ".env", ""},
        {"a.d/b", "a.d", "b", ""},
        {"x.", ".", "x.", "."},
        {"", ".", "", ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        is(path_dir(str_from(rows[i].path)), rows[i].dir);
        is(path_base(str_from(rows[i].path)), rows[i].base);
        is(path_ext(str_from(rows[i].path)), rows[i].ext);
    }
}
END_TEST

static const struct {
    const char *pattern, *path;
    bool matches;
} globs[] = {
    {"*.conf", "a.conf", true},
    {"*.conf", "a.conf.bak", false},
    {"*.conf", "d/a.conf", false},
    {"*.conf", ".a.conf", false},
    {".*.conf", ".a.conf", true},
    {"?.conf", "a.conf", true},
    {"?.conf", ".conf", false},
    {"?", ".", false},
    {"", "", true},
    {"*", "", true},
    {"", "a", false},
    {"a*", "a", true},
    {"a**c", "abc", true},
    {"*a*b*c", "xxaxxbxxc", true},
    {"*a*b*c", "xxbxxaxxc", false},
    {"[abc].conf", "b.conf", true},
    {"[a-c].conf", "b.conf", true},
    {"[a-c].conf", "d.conf", false},
    {"[!a-c].conf", "d.conf", true},
    {"[!a-c].conf", "b.conf", false},
    {"[^a].conf", "b.conf", true},
    {"[]x].conf", "].conf", true},
    {"[]-]", "-", true},
    {"[a-]", "-", true},
    {"[", "[", true},
    {"a[b", "a[b", true},
    {"[!", "[!", true},
    {"\\*", "*", true},
    {"\\*", "a", false},
    {"[\\]]", "]", true},
    {"\\", "\\", true},
    {"conf.d/*.conf", "conf.d/a.conf", true},
    {"conf.d/*.conf", "conf.d/x/a.conf", false},
    {"*/x", "a/x", true},
    {"*/x", "a/b/x", false},
    {"**/x", "x", true},
    {"**/x", "a/b/x", true},
    {"a/**/x", "a/x", true},
    {"a/**/x", "a/b/c/x", true},
    {"a/**", "a/b/c", true},
    {"a/**", "b/c", false},
    {"**", "a/b", true},
    {"**/a/**/b", "x/a/y/a/z/b", true},
    {"**/a/**/b", "x/b/y/a", false},
    {"/etc/*/x", "/etc/a/x", true},
    {"a/b", "a", false},
    {"a", "a/b", false},
    {"\xC3\xA9*", "\xC3\xA9t\xC3\xA9", true},
};

START_TEST(globs_match_as_in_a_shell)
{
    ck_assert_msg(path_match(str_from(globs[_i].pattern), str_from(globs[_i].path), true) == globs[_i].matches,
                  "%s against %s", globs[_i].pattern, globs[_i].path);
}
END_TEST

/* fnmatch is the oracle where it knows the same language: one part, no "**". */
START_TEST(globs_agree_with_fnmatch)
{
    static const char alphabet[] = "ab*?[]-!\\.";
    static const char *const names[] = {"", "a", "b", "ab", "ba", "-", "]", "[", ".a", "a.b", "!", "aab"};
    char pattern[6] = "";
    for (uint32_t code = 0; code < 100000; code++) {
        uint32_t rest = code, n = 0;
        for (; rest > 0; rest /= 10)
            pattern[n++] = alphabet[rest % 10];
        pattern[n] = '\0';
        bool differs = str_find(str_from(pattern), STR("**")) < n || str_find_byte(str_from(pattern), '[') < n ||
                       pattern[n ? n - 1 : 0] == '\\';
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !differs; i++) {
            bool ours = path_match(str_from(pattern), str_from(names[i]), true);
            ck_assert_msg(ours == (fnmatch(pattern, names[i], FNM_PATHNAME | FNM_PERIOD) == 0), "'%s' against '%s'",
                          pattern, names[i]);
        }
    }
}
END_TEST

START_TEST(a_leading_dot_may_be_let_through)
{
    ck_assert(path_match(STR("*"), STR(".env"), false));
    ck_assert(!path_match(STR("*"), STR(".env"), true));
    ck_assert(path_match(STR("a/*"), STR("a/.b"), false));
    ck_assert(!path_match(STR("a/*"), STR("a/.b"), true));
}
END_TEST

START_TEST(only_some_bytes_make_a_glob)
{
    ck_assert(path_has_glob(STR("a*")) && path_has_glob(STR("a?")) && path_has_glob(STR("[a")));
    ck_assert(!path_has_glob(STR("a]{}\\!")) && !path_has_glob(STR("")));
}
END_TEST

static struct str repeated(const char *part, int n)
{
    struct buf b = {.a = &a};
    while (n-- > 0)
        buf_put(&b, str_from(part));
    return buf_str(&b);
}

/* Each of these takes exponential, or at least cubic, time in a careless matcher. */
START_TEST(hostile_globs_end_in_time)
{
    ck_assert(!path_match(str_concat(&a, repeated("*a", 2000), STR("b")), repeated("a", 4000), true));
    ck_assert(!path_match(str_concat(&a, repeated("**/a/", 1000), STR("b")), repeated("a/", 2000), true));
    ck_assert(!path_match(str_concat(&a, STR("*"), str_concat(&a, repeated("[", 2000), STR("b"))), repeated("[", 4000),
                          true));
    ck_assert(!path_match(str_concat(&a, STR("*"), str_concat(&a, repeated("[", 2000), STR("\\]"))),
                          repeated("[", 4000), true));
    ck_assert(!path_match(str_concat(&a, repeated("**/*a", 500), STR("b")), repeated("aaaa/", 800), true));
}
END_TEST

Suite *path_suite(void)
{
    Suite *s = suite_create("path");
    TCase *c = tcase_create("path");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, joining_keeps_what_is_absolute);
    tcase_add_test(c, normalizing_is_done_by_text_alone);
    tcase_add_test(c, a_path_is_seen_from_a_directory);
    tcase_add_test(c, what_is_below_a_directory_is_told_by_parts);
    tcase_add_test(c, the_parts_of_a_name);
    tcase_add_loop_test(c, globs_match_as_in_a_shell, 0, sizeof(globs) / sizeof(globs[0]));
    tcase_add_test(c, globs_agree_with_fnmatch);
    tcase_add_test(c, a_leading_dot_may_be_let_through);
    tcase_add_test(c, only_some_bytes_make_a_glob);
    tcase_add_test(c, hostile_globs_end_in_time);
    suite_add_tcase(s, c);
    return s;
}
