#include "engine/gitignore.h"

#include "base/buf.h"
#include "base/num.h"
#include "base/path.h"
#include "base/vec.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static struct arena arena;

static void set_up(void)
{
    arena_init(&arena, NULL);
}

static void tear_down(void)
{
    arena_free(&arena);
}

struct row {
    const char *patterns, *path;
    uint32_t line; /* of the pattern that decides; 0: none */
};

/* A path that ends in '/' is a directory. */
static void expect(const struct row *row)
{
    struct gitignore *list = gitignore_parse(&arena, str_from(row->patterns), STR(".gitignore"));
    struct str path = str_from(row->path);
    bool is_dir = str_ends(path, STR("/"));
    path.n -= is_dir;
    uint64_t work = 0;
    const struct gitignore_pattern *pat = gitignore_match(list, path, is_dir, &work);
    ck_assert_msg((pat ? pat->line : 0) == row->line, "patterns \"%s\", path %s: line %u decides, expected %u",
                  row->patterns, row->path, pat ? pat->line : 0, row->line);
}

/* clang-format off */
static const struct row manual_rows[] = {
    {"foo",             "a/b/foo",      1}, /* no slash: at any depth */
    {"foo",             "foobar",       0},
    {"/foo",            "foo",          1}, /* a slash in front: only here */
    {"/foo",            "a/foo",        0},
    {"a/foo",           "a/foo",        1}, /* a slash within: only here */
    {"a/foo",           "x/a/foo",      0},
    {"foo/",            "a/foo/",       1}, /* a slash behind: directories only */
    {"foo/",            "foo",          0},
    {"*.conf",          "x/y.conf",     1},
    {"*.conf",          ".conf",        1}, /* a star may take nothing, and a leading dot is an ordinary byte */
    {"a/*.conf",        "a/b/c.conf",   0}, /* with a slash the star stays in its part */
    {"a?c",             "abc",          1},
    {"/a?c",            "a/c",          0},
    {"[a-c]x",          "bx",           1},
    {"[!a-c]x",         "bx",           0},
    {"[^a-c]x",         "dx",           1},
    {"[]-]x",           "]x",           1},
    {"[]-]x",           "-x",           1},
    {"[\\]]x",          "]x",           1},
    {"[[:digit:]]x",    "7x",           1},
    {"[[:digit:]a]x",   "ax",           1},
    {"[[:nothing:]]x",  "nx",           0}, /* an unknown class: the pattern matches nothing */
    {"[a",              "[a",           0}, /* so does a bracket that stays open */
    {"\\[a",            "[a",           1},
    {"a\\",             "a\\",          0},
    {"**/foo",          "foo",          1},
    {"**/foo",          "a/b/foo",      1},
    {"a/**",            "a/b/c",        1},
    {"a/**",            "a",            0},
    {"a/**/b",          "a/b",          1},
    {"a/**/b",          "a/x/y/b",      1},
    {"a/**/b",          "a/xb",         0},
    {"a**b/c",          "axxb/c",       1}, /* beside other text two stars are one */
    {"a**b/c",          "ax/xb/c",      0},
    {"foo**/bar",       "foox/y/bar",   1}, /* but behind literal text that starts the pattern they count as a part */
    {"*\n!foo",         "foo",          2}, /* the last one decides */
    {"!foo\n*",         "foo",          2},
    {"# c\n\nfoo",      "foo",          3},
    {"\\#foo",          "#foo",         1},
    {"\\!foo",          "!foo",         1},
    {"foo  ",           "foo",          1}, /* spaces at the end are dropped */
    {"foo\\ ",          "foo ",         1}, /* unless protected */
    {"foo\\  ",         "foo ",         1},
    {"foo\t",           "foo",          0}, /* tabs stay */
    {"foo\r\nbar\r\n",  "bar",          2},
    {"\xef\xbb\xbf""foo", "foo",        1}, /* a byte order mark is skipped */
    {"/",               "a/",           0},
    {"!",               "a",            0},
};
/* clang-format on */

START_TEST(patterns_mean_what_the_manual_says)
{
    expect(&manual_rows[_i]);
}
END_TEST

START_TEST(single_patterns_are_numbered)
{
    const struct str patterns[] = {STR_INIT("vendor/"), STR_INIT("*.bak"), STR_INIT("!keep.bak")};
    struct gitignore *list = gitignore_from_patterns(&arena, patterns, 3, (struct str){0});
    uint64_t work = 0;
    ck_assert_uint_eq(gitignore_match(list, STR("a/x.bak"), false, &work)->line, 2);
    ck_assert(gitignore_match(list, STR("keep.bak"), false, &work)->negated);
    ck_assert_ptr_null(gitignore_match(list, STR("vendor"), false, &work));
    ck_assert_ptr_nonnull(gitignore_match(list, STR("vendor"), true, &work));
}
END_TEST

/* Patterns that make a backtracking matcher take longer than the universe has: the steps must stay below ops x bytes. */
START_TEST(hostile_patterns_take_linear_time)
{
    static const char *const parts[] = {"*a", "**/", "*/", "[ab]*", "?*", "**\\/*a"};
    for (uint32_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++) {
        struct buf pattern = {.a = &arena}, path = {.a = &arena};
        for (int i = 0; i < 500; i++)
            buf_put(&pattern, str_from(parts[k]));
        buf_put(&pattern, STR("/b"));
        for (int i = 0; i < 1000; i++)
            buf_put(&path, i % 8 == 7 ? STR("a/") : STR("aaa"));
        buf_put(&path, STR("c"));
        struct gitignore *list = gitignore_parse(&arena, buf_str(&pattern), STR("x"));
        uint64_t work = 0;
        ck_assert_ptr_null(gitignore_match(list, buf_str(&path), false, &work));
        ck_assert_uint_le(work, (uint64_t)pattern.n * path.n);
    }
}
END_TEST

START_TEST(hostile_brackets_are_read_in_linear_time)
{
    struct buf pattern = {.a = &arena};
    buf_putc(&pattern, '[');
    for (int i = 0; i < 300000; i++)
        buf_put(&pattern, STR("[:"));
    buf_put(&pattern, STR("a]x"));
    clock_t start = clock();
    struct gitignore *list = gitignore_parse(&arena, buf_str(&pattern), STR("x"));
    ck_assert_double_lt((double)(clock() - start) / CLOCKS_PER_SEC, 5.0); /* quadratic: minutes */
    uint64_t work = 0;
    ck_assert_ptr_nonnull(gitignore_match(list, STR(":x"), false, &work));
}
END_TEST

/* The oracle: trees and patterns made by chance, judged by `git check-ignore`. */

enum { TREES = 12, PATTERN_FILES = 6, PATTERNS = 12, PATHS = 220 };

static uint32_t seed;

static uint32_t chance(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static void put_pick(struct buf *b, const char *const *words, uint32_t n)
{
    buf_put(b, str_from(words[chance(n)]));
}

#define PICK(b, words) put_pick((b), (words), sizeof(words) / sizeof((words)[0]))

static void put_pattern(struct buf *b)
{
    static const char *const pieces[] = {
        "a",    "b",     "ab",      "c",       ".x",    "*",       "*",           "**",     "?",
        "/",    "/",     "[ab]",    "[!a]",    "[a-c]", "[^b-]",   "[]a]",        "[b\\-]", "[[:alpha:]]",
        "\\a",  "\\*",   "\\ ",     "**/",     "/**",   "/**/",    "[[:punct:]]", " ",      "[[:xdigit:]c]",
        "***",  "[a",    "[--b]",   "[[:a]",   "\\",    "[[:z:]]", "#",           "!",      "\\/",
        "a**/", "[c-a]", "[\\a-c]", "[a-\\c]", "\t",    "**\\/",   "[/]",         "é",      "[!]a]"};
    static const char *const ends[] = {"", "", "", "", "/", " ", "\\ ", "\r", "*", "/**"};
    if (chance(4) == 0)
        buf_putc(b, '!');
    if (chance(4) == 0)
        buf_putc(b, '/');
    for (uint32_t n = 1 + chance(5); n > 0; n--)
        PICK(b, pieces);
    PICK(b, ends);
    buf_putc(b, '\n');
}

static void put_path(struct buf *b)
{
    static const char *const names[] = {"a",  "b", "c",  "ab", "ba", "abc", "a b", ".x", "a*",  "a-",
                                        "b]", "é", "a ", "#a", "!b", "aa",  "\\a", "c1", "a\nb"};
    for (uint32_t n = 1 + chance(4);; n--) {
        PICK(b, names);
        if (n == 1)
            return;
        buf_putc(b, '/');
    }
}

struct tree {
    char root[64];
    VEC(struct str) paths;   /* files and directories, relative */
    VEC(struct str) ignores; /* directories that hold a .gitignore; "" is the root */
    VEC(struct gitignore *) lists;
};

static const char *in_tree(const struct tree *t, struct str path)
{
    return str_printf(&arena, "%s/%.*s", t->root, STR_ARG(path)).p;
}

static bool is_directory(const struct tree *t, struct str path)
{
    struct stat st;
    return lstat(in_tree(t, path), &st) == 0 && S_ISDIR(st.st_mode);
}

static void write_file(const char *path, struct str text)
{
    FILE *f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fwrite(text.p, 1, text.n, f);
    fclose(f);
}

/* Makes path with all directories above it; what is in the way as a file stops it. */
static void grow_path(struct tree *t, struct str path)
{
    for (uint32_t i = 0; i < path.n; i++)
        if (path.p[i] == '/' && mkdir(in_tree(t, str_slice(path, 0, i)), 0777) == 0)
            vec_push(&arena, &t->paths, str_slice(path, 0, i));
    struct stat st;
    if (!is_directory(t, path_dir(path)) || lstat(in_tree(t, path), &st) == 0)
        return;
    write_file(in_tree(t, path), STR("x"));
    vec_push(&arena, &t->paths, path);
}

static void add_ignore(struct tree *t, struct str dir, const char *name)
{
    struct buf b = {.a = &arena};
    for (int i = 0; i < PATTERNS; i++)
        put_pattern(&b);
    struct str text = str_dup(&arena, buf_str(&b));
    struct str file = dir.n ? str_printf(&arena, "%.*s/%s", STR_ARG(dir), name) : str_from(name);
    write_file(in_tree(t, file), text);
    vec_push(&arena, &t->ignores, dir);
    vec_push(&arena, &t->lists, gitignore_parse(&arena, text, file));
}

/* The lists stand in the order of their weight: .git/info/exclude, the root, deeper directories. */
static void grow_tree(struct tree *t)
{
    for (int i = 0; i < PATHS; i++) {
        struct buf b = {.a = &arena};
        put_path(&b);
        grow_path(t, str_dup(&arena, buf_str(&b)));
    }
    add_ignore(t, STR(""), ".git/info/exclude");
    add_ignore(t, STR(""), ".gitignore");
    for (uint32_t depth = 0, made = 2; depth < 4; depth++)
        for (uint32_t i = 0; i < t->paths.n && made < PATTERN_FILES; i++) {
            uint32_t slashes = 0;
            for (uint32_t k = 0; k < t->paths.p[i].n; k++)
                slashes += t->paths.p[i].p[k] == '/';
            if (slashes == depth && chance(3) == 0 && is_directory(t, t->paths.p[i]) && ++made)
                add_ignore(t, t->paths.p[i], ".gitignore");
        }
}

struct verdict {
    struct str file;
    const struct gitignore_pattern *pat;
};

/* What decides about one path itself: the deepest list with a pattern that matches. */
static struct verdict judge_part(const struct tree *t, struct str path, bool is_dir)
{
    for (uint32_t i = t->lists.n; i-- > 0;) {
        struct str base = t->ignores.p[i];
        if (base.n && (!path_is_below(path, base) || path.n == base.n))
            continue;
        uint64_t work = 0;
        struct str name = str_slice(path, base.n ? base.n + 1 : 0, path.n);
        const struct gitignore_pattern *pat = gitignore_match(t->lists.p[i], name, is_dir, &work);
        if (pat)
            return (struct verdict){t->lists.p[i]->file, pat};
    }
    return (struct verdict){0};
}

/* As the walk does it: an ignored directory decides for all in it. */
static struct verdict judge(const struct tree *t, struct str path)
{
    for (uint32_t i = 0; i < path.n; i++)
        if (path.p[i] == '/') {
            struct verdict v = judge_part(t, str_slice(path, 0, i), true);
            if (v.pat && !v.pat->negated)
                return v;
        }
    return judge_part(t, path, is_directory(t, path));
}

static struct str read_whole(const char *path)
{
    FILE *f = fopen(path, "r");
    ck_assert_ptr_nonnull(f);
    struct buf b = {.a = &arena};
    for (int c; (c = getc(f)) != EOF;)
        buf_putc(&b, (char)c);
    fclose(f);
    return buf_str(&b);
}

/* Runs git on all paths; its answer: source NUL line NUL pattern NUL path NUL, for each. */
static struct str ask_git(const struct tree *t)
{
    struct buf in = {.a = &arena};
    for (uint32_t i = 0; i < t->paths.n; i++) {
        buf_put(&in, t->paths.p[i]);
        buf_putc(&in, '\0');
    }
    write_file(in_tree(t, STR(".git/in")), buf_str(&in));
    struct str command =
        str_printf(&arena,
                   "cd '%s' && git -c core.excludesFile=/dev/null check-ignore -v -n -z --no-index --stdin "
                   "<.git/in >.git/out 2>.git/err; test $? -le 1",
                   t->root);
    ck_assert_int_eq(system(command.p), 0);
    return read_whole(in_tree(t, STR(".git/out")));
}

static uint32_t compare(const struct tree *t, struct str answer)
{
    uint32_t ignored = 0;
    for (uint32_t i = 0; i < t->paths.n; i++) {
        struct str source = str_cut(&answer, '\0'), line = str_cut(&answer, '\0');
        struct str pattern = str_cut(&answer, '\0'), path = str_cut(&answer, '\0');
        int64_t number = 0;
        num_parse_int(line, &number);
        struct verdict v = judge(t, t->paths.p[i]);
        ck_assert(str_eq(path, t->paths.p[i]));
        ck_assert_msg((v.pat ? v.pat->line : 0) == number && str_eq(v.file, source),
                      "%s: %.*s: git says %.*s:%.*s \"%.*s\", we say %.*s:%u", t->root, STR_ARG(path), STR_ARG(source),
                      STR_ARG(line), STR_ARG(pattern), STR_ARG(v.file), v.pat ? v.pat->line : 0);
        ignored += v.pat && !v.pat->negated;
    }
    return ignored;
}

static void run(const char *format, const char *arg)
{
    struct buf b = {.a = &arena};
    struct str f = str_from(format);
    struct str head = str_cut(&f, '%');
    buf_put(&b, head);
    buf_put(&b, str_from(arg));
    buf_put(&b, f);
    ck_assert_int_eq(system(str_dup(&arena, buf_str(&b)).p), 0);
}

static bool have_git(void)
{
    return system("git --version >/dev/null 2>&1") == 0;
}

START_TEST(git_gives_the_same_answers)
{
    if (!have_git())
        return;
    const char *more = getenv("GITIGNORE_SEED"); /* other trees, to look further by hand */
    seed = (uint32_t)_i * 7919u + (more ? (uint32_t)strtoul(more, NULL, 10) : 0);
    struct tree t = {.root = "/tmp/gitignore_test.XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(t.root));
    run("git -c init.defaultBranch=main init -q '%' && mkdir -p .", t.root);
    grow_tree(&t);
    uint32_t ignored = compare(&t, ask_git(&t));
    ck_assert_uint_gt(t.paths.n, 100);
    ck_assert_uint_gt(ignored, 0); /* or the test tests nothing */
    run("rm -rf '%'", t.root);
}
END_TEST

Suite *gitignore_suite(void)
{
    Suite *s = suite_create("gitignore");
    TCase *c = tcase_create("patterns");
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_loop_test(c, patterns_mean_what_the_manual_says, 0, sizeof(manual_rows) / sizeof(manual_rows[0]));
    tcase_add_test(c, single_patterns_are_numbered);
    tcase_add_test(c, hostile_patterns_take_linear_time);
    tcase_add_test(c, hostile_brackets_are_read_in_linear_time);
    suite_add_tcase(s, c);
    /* The name of the case stands in the TAP line: so it can say that the test was skipped. */
    c = tcase_create(have_git() ? "git" : "git # SKIP git is not installed");
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_loop_test(c, git_gives_the_same_answers, 0, TREES);
    suite_add_tcase(s, c);
    return s;
}
