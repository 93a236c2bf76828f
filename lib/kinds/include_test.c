#include "kinds/include.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/path.h"

#include <check.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;
static char top[64]; /* a new directory for each test; "in" below it is the root, "out" is not */
static struct include_rules rules;

static const char *at(const char *path)
{
    return str_printf(&arena, "%s/%s", top, path).p;
}

static void make_dir(const char *path)
{
    ck_assert_int_eq(mkdir(at(path), 0777), 0);
}

static void make_file(const char *path)
{
    int fd = open(at(path), O_CREAT | O_WRONLY | O_EXCL, 0666);
    ck_assert_int_ge(fd, 0);
    close(fd);
}

static void make_link(const char *path, const char *target)
{
    ck_assert_int_eq(symlink(target, at(path)), 0);
}

static void set_up(void)
{
    arena_init(&arena, NULL);
    strcpy(top, "/tmp/include_test.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(top));
    make_dir("in");
    make_dir("in/conf.d");
    make_dir("in/sites");
    make_dir("out");
    make_file("in/nginx.conf");
    make_file("in/conf.d/b.conf");
    make_file("in/conf.d/a.conf");
    make_file("in/conf.d/B.conf");
    make_file("in/conf.d/.hidden.conf");
    make_file("in/conf.d/readme");
    make_file("in/sites/one");
    make_file("out/secret.conf");
    rules = (struct include_rules){.a = &arena};
    within_add_root(&rules, str_from(at("in")));
}

static void tear_down(void)
{
    ck_assert_int_eq(system(str_printf(&arena, "chmod -R u+rwx '%s' && rm -rf '%s'", top, top).p), 0);
    arena_free(&arena);
}

/* The files of a result relative to top, joined by blanks; a file that is not simply found has its outcome behind it. */
static const char *names(const struct include_result *r)
{
    static const char *const mark[] = {"", "", "(missing)", "(outside)", "(fault)", ""};
    struct buf b = {.a = &arena};
    for (uint32_t i = 0; i < r->n; i++) {
        struct str dir = str_from(top);
        struct str path =
            path_is_below(r->files[i].path, dir) ? path_relative(&arena, r->files[i].path, dir) : r->files[i].path;
        buf_printf(&b, "%s%.*s%s", i ? " " : "", STR_ARG(path), mark[r->files[i].outcome]);
    }
    return str_dup(&arena, buf_str(&b)).p;
}

static void expect_from(const char *base, const char *pattern, enum include_outcome outcome, const char *files)
{
    struct include_result r;
    include_find(&rules, &arena, str_from(at(base)), str_from(pattern), true, &r);
    ck_assert_str_eq(names(&r), files);
    ck_assert_msg(r.outcome == outcome, "%s: %s", pattern, include_outcome_text(r.outcome));
}

static void expect(const char *pattern, enum include_outcome outcome, const char *files)
{
    expect_from("in", pattern, outcome, files);
}

START_TEST(a_name_is_one_file)
{
    expect("conf.d/a.conf", INCLUDE_FOUND, "in/conf.d/a.conf");
    expect("./conf.d//../conf.d/a.conf", INCLUDE_FOUND, "in/conf.d/a.conf");
    expect("conf.d/c.conf", INCLUDE_MISSING, "");
    expect("nginx.conf/x", INCLUDE_MISSING, "");
    expect(at("in/conf.d/a.conf"), INCLUDE_FOUND, "in/conf.d/a.conf");
    expect("", INCLUDE_FOUND, "in"); /* a directory: refused when it is opened, as nginx does */
    expect("a\\.conf", INCLUDE_MISSING, "");
}
END_TEST

START_TEST(a_glob_is_sorted_by_bytes_and_passes_over_hidden_files)
{
    expect("conf.d/*.conf", INCLUDE_FOUND, "in/conf.d/B.conf in/conf.d/a.conf in/conf.d/b.conf");
    expect("conf.d/.*.conf", INCLUDE_FOUND, "in/conf.d/.hidden.conf");
    expect("conf.d/[a-b].conf", INCLUDE_FOUND, "in/conf.d/a.conf in/conf.d/b.conf");
    expect("*/?.conf", INCLUDE_FOUND, "in/conf.d/B.conf in/conf.d/a.conf in/conf.d/b.conf");
    expect("*/one", INCLUDE_FOUND, "in/sites/one");
    expect("*", INCLUDE_FOUND, "in/conf.d in/nginx.conf in/sites");
}
END_TEST

START_TEST(an_empty_glob_is_no_missing_file)
{
    expect("conf.d/*.cnf", INCLUDE_EMPTY_GLOB, "");
    expect("nowhere/*.conf", INCLUDE_EMPTY_GLOB, "");
    expect("nginx.conf/*", INCLUDE_EMPTY_GLOB, "");
    expect("*/nowhere", INCLUDE_EMPTY_GLOB, "");
    expect("conf.d/*/", INCLUDE_EMPTY_GLOB, "");
}
END_TEST

START_TEST(without_globbing_a_star_is_a_byte)
{
    make_file("in/*.conf");
    struct include_result r;
    include_find(&rules, &arena, str_from(at("in")), STR("*.conf"), false, &r);
    ck_assert_str_eq(names(&r), "in/*.conf");
    include_find(&rules, &arena, str_from(at("in")), STR("?.conf"), false, &r);
    ck_assert_int_eq(r.outcome, INCLUDE_MISSING);
}
END_TEST

START_TEST(a_base_directory_is_literal)
{
    make_dir("in/[ab]*");
    make_file("in/[ab]*/x.conf");
    expect_from("in/[ab]*", "*.conf", INCLUDE_FOUND, "in/[ab]*/x.conf");
    expect("\\[ab]\\*/*.conf", INCLUDE_FOUND, "in/[ab]*/x.conf");
}
END_TEST

START_TEST(nothing_outside_is_followed)
{
    expect("../out/secret.conf", INCLUDE_OUTSIDE, "");
    expect("../out/nowhere.conf", INCLUDE_OUTSIDE, ""); /* whether it exists is not asked */
    expect("../out/*.conf", INCLUDE_OUTSIDE, "");
    expect("conf.d/../../out/secret.conf", INCLUDE_OUTSIDE, "");
    expect(at("out/secret.conf"), INCLUDE_OUTSIDE, "");
    expect("/etc/passwd", INCLUDE_OUTSIDE, "");
    expect("/*", INCLUDE_OUTSIDE, "");
    expect("..", INCLUDE_OUTSIDE, "");
    expect("../in/nginx.conf", INCLUDE_FOUND, "in/nginx.conf"); /* out and in again */
    expect("../inside/nginx.conf", INCLUDE_OUTSIDE, "");        /* a longer name is another directory */
}
END_TEST

START_TEST(links_are_followed_inside_only)
{
    make_link("in/conf.d/l1.conf", "../sites/one");
    make_link("in/conf.d/l2.conf", at("in/sites/one"));
    make_link("in/conf.d/l3.conf", "../../out/secret.conf");
    make_link("in/conf.d/l4.conf", "/etc/passwd");
    make_link("in/conf.d/l5.conf", "nowhere");
    make_link("in/conf.d/l6.conf", "l6.conf");
    expect("conf.d/l1.conf", INCLUDE_FOUND, "in/conf.d/l1.conf");
    expect("conf.d/l2.conf", INCLUDE_FOUND, "in/conf.d/l2.conf");
    expect("conf.d/l3.conf", INCLUDE_OUTSIDE, "");
    expect("conf.d/l4.conf", INCLUDE_OUTSIDE, "");
    expect("conf.d/l5.conf", INCLUDE_MISSING, "");
    expect("conf.d/l6.conf", INCLUDE_FAULT, "");
    expect("conf.d/l?.conf", INCLUDE_FOUND,
           "in/conf.d/l1.conf in/conf.d/l2.conf in/conf.d/l3.conf(outside) in/conf.d/l4.conf(outside) "
           "in/conf.d/l5.conf(missing) in/conf.d/l6.conf(fault)");
}
END_TEST

START_TEST(linked_directories_are_followed_inside_only)
{
    make_dir("in/deep");
    make_dir("in/deep/er");
    make_file("in/deep/x.conf");
    make_link("in/good", "deep/er");
    make_link("in/bad", "../out");
    expect("bad/*.conf", INCLUDE_OUTSIDE, "");
    expect("bad/secret.conf", INCLUDE_OUTSIDE, "");
    expect("bad/../nginx.conf", INCLUDE_OUTSIDE, ""); /* the system goes to out/.. */
    expect("good/../x.conf", INCLUDE_FOUND, "in/deep/x.conf");
    make_file("in/good/y.conf");
    expect("good/*.conf", INCLUDE_FOUND, "in/good/y.conf");
    expect("*/*.conf", INCLUDE_FOUND,
           "in/bad(outside) in/conf.d/B.conf in/conf.d/a.conf in/conf.d/b.conf in/deep/x.conf in/good/y.conf");
}
END_TEST

START_TEST(a_root_may_be_given_by_a_link)
{
    make_link("alias", "in");
    rules = (struct include_rules){.a = &arena};
    within_add_root(&rules, str_from(at("alias")));
    expect_from("alias", "conf.d/a.conf", INCLUDE_FOUND, "alias/conf.d/a.conf");
    expect_from("alias", at("in/nginx.conf"), INCLUDE_FOUND, "in/nginx.conf");
    expect_from("alias", "*/one", INCLUDE_FOUND, "alias/sites/one");
    expect_from("alias", "../out/*", INCLUDE_OUTSIDE, "");
}
END_TEST

START_TEST(maps_lead_from_deployed_paths_into_the_tree)
{
    within_add_map(&rules, STR("/etc/nginx"), str_from(at("in")));
    within_add_map(&rules, STR("/etc/nginx/ssl/"), str_from(at("out")));
    expect("/etc/nginx/nginx.conf", INCLUDE_FOUND, "in/nginx.conf");
    expect("/etc/nginx/conf.d/[ab].conf", INCLUDE_FOUND, "in/conf.d/a.conf in/conf.d/b.conf");
    expect("/etc/nginx/../nginx/./nginx.conf", INCLUDE_FOUND, "in/nginx.conf");
    expect("/etc/nginx/ssl/*.conf", INCLUDE_FOUND, "out/secret.conf"); /* the longest wins */
    expect("/etc/nginx/sslx/*.conf", INCLUDE_EMPTY_GLOB, "");
    expect("/etc/nginx/missing.conf", INCLUDE_MISSING, "");
    expect("/etc/nginx/../passwd", INCLUDE_OUTSIDE, "");
    expect("/etc/nginx2/nginx.conf", INCLUDE_OUTSIDE, "");
}
END_TEST

START_TEST(dots_are_taken_where_the_file_is_deployed)
{
    within_add_map(&rules, STR("/etc/nginx"), str_from(at("in")));
    within_add_map(&rules, STR("/etc/ssl"), str_from(at("out")));
    expect("../ssl/secret.conf", INCLUDE_FOUND, "out/secret.conf");
    expect_from("in/conf.d", "../nginx.conf", INCLUDE_FOUND, "in/nginx.conf");
    expect("../other/x", INCLUDE_OUTSIDE, "");
}
END_TEST

START_TEST(a_link_to_a_deployed_path_leads_through_the_map)
{
    within_add_map(&rules, STR("/etc/nginx"), str_from(at("in")));
    make_dir("in/sites-enabled");
    make_link("in/sites-enabled/one", "/etc/nginx/sites/one");
    expect("sites-enabled/*", INCLUDE_FOUND, "in/sites/one"); /* the link itself could not be opened here */
}
END_TEST

/* Root may read everything: it becomes another user for a while. False when it can't. */
static bool become_ordinary(void)
{
    return geteuid() != 0 || seteuid(65534) == 0;
}

static bool become_oneself(void)
{
    return seteuid(getuid()) == 0;
}

START_TEST(an_unreadable_directory_is_told)
{
    make_dir("in/conf.d/closed");
    make_file("in/conf.d/closed/x.conf");
    ck_assert_int_eq(chmod(at("in/conf.d/closed"), 0), 0);
    ck_assert_int_eq(chmod(top, 0755), 0);
    if (!become_ordinary())
        return;
    struct include_result r;
    include_find(&rules, &arena, str_from(at("in")), STR("conf.d/closed/*.conf"), true, &r);
    ck_assert_int_eq(r.outcome, INCLUDE_FAULT);
    ck_assert_int_eq(r.fault, FILE_NO_PERMISSION);
    include_find(&rules, &arena, str_from(at("in")), STR("conf.d/closed/x.conf"), true, &r);
    ck_assert_int_eq(r.outcome, INCLUDE_FAULT);
    include_find(&rules, &arena, str_from(at("in")), STR("conf.d/*/*.conf"), true, &r);
    ck_assert_int_eq(r.outcome, INCLUDE_FAULT);
    ck_assert(become_oneself());
}
END_TEST

START_TEST(too_many_matches_give_none)
{
    make_dir("in/many");
    make_dir("in/many/x");
    make_link("in/many/x/y", "."); /* each further level doubles what matches */
    make_link("in/many/x/z", ".");
    struct buf b = {.a = &arena};
    buf_put(&b, STR("many/*"));
    for (int i = 0; i < 30; i++)
        buf_put(&b, STR("/*"));
    expect(str_dup(&arena, buf_str(&b)).p, INCLUDE_TOO_MANY, "");
}
END_TEST

START_TEST(long_paths_and_nul_bytes_are_no_files)
{
    struct buf b = {.a = &arena};
    for (int i = 0; i < LIMIT_PATH_BYTES; i++)
        buf_put(&b, STR("a/"));
    expect(str_dup(&arena, buf_str(&b)).p, INCLUDE_FAULT, "");
    struct include_result r;
    include_find(&rules, &arena, str_from(at("in")), STR("nginx.conf\0x"), true, &r);
    ck_assert_int_eq(r.outcome, INCLUDE_MISSING);
    include_find(&rules, &arena, str_from(at("in")), STR("nginx.c*\0x"), true, &r);
    ck_assert_int_eq(r.outcome, INCLUDE_MISSING);
}
END_TEST

START_TEST(odd_names_are_bytes)
{
    make_file("in/sites/two\nlines");
    make_file("in/sites/\xff\xfe");
    expect("sites/*", INCLUDE_FOUND, "in/sites/one in/sites/two\nlines in/sites/\xff\xfe");
}
END_TEST

/* glob(3) itself as the oracle: names and patterns by chance, the same files in the same order. */

static uint32_t seed;

static uint32_t chance(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static void put_pieces(struct buf *b, const char *const *pieces, uint32_t n_pieces, uint32_t n)
{
    while (n-- > 0)
        buf_put(b, str_from(pieces[chance(n_pieces)]));
}

static void fill_by_chance(const char *dir, int depth)
{
    static const char *const pieces[] = {"a", "b", "c", ".", "-", "A", "*", "[", "1", "é", "\\", "]"};
    for (int i = 0; i < 9; i++) {
        struct buf b = {.a = &arena};
        buf_printf(&b, "%s/", dir);
        put_pieces(&b, pieces, 12, 1 + chance(3));
        const char *path = str_dup(&arena, buf_str(&b)).p;
        if (chance(3) == 0 && depth < 3 && mkdir(path, 0777) == 0)
            fill_by_chance(path, depth + 1);
        else if (chance(6) == 0)
            (void)!symlink(chance(2) ? "a" : "nowhere", path);
        else
            close(open(path, O_CREAT | O_RDONLY | O_CLOEXEC, 0666));
    }
}

static const char *pattern_by_chance(void)
{
    static const char *const pieces[] = {"a",     "b",    "*",     "*",   "*",   "?",    "?", "/", "/", ".",
                                         "[a-b]", "[!a]", "[^b1]", "\\a", "\\*", "[]a]", "A", "[", "**"};
    struct buf b = {.a = &arena};
    put_pieces(&b, pieces, 19, 1 + chance(6));
    return str_dup(&arena, buf_str(&b)).p;
}

static bool has_dots(struct str path)
{
    while (path.n > 0) {
        struct str part = str_cut(&path, '/');
        if (str_eq(part, STR(".")) || str_eq(part, STR("..")))
            return true;
    }
    return false;
}

START_TEST(glob_finds_the_same_files_in_the_same_order)
{
    seed = (uint32_t)_i;
    make_dir("in/g");
    fill_by_chance(at("in/g"), 0);
    ck_assert_int_eq(chdir(at("in/g")), 0);
    uint32_t compared = 0;
    for (int i = 0; i < 300; i++) {
        const char *pattern = pattern_by_chance();
        glob_t g;
        struct include_result r;
        if (pattern[0] == '/' || !path_has_glob(str_from(pattern)))
            continue;
        if (strstr(pattern,
                   "*?")) /* glibc 2.36 takes the byte behind "*?" for a leading one: "*?[!b]" does not match "a." */
            continue;
        if (strstr(pattern, "[[.") || str_ends(str_from(pattern), STR("/"))) /* collating symbols; directories alone */
            continue;
        int failed = glob(pattern, 0, NULL, &g);
        include_find(&rules, &arena, str_from(at("in/g")), str_from(pattern), true, &r);
        size_t n = failed ? 0 : g.gl_pathc, k = 0;
        bool dots = false; /* "a/.." has another name here */
        for (; k < n; k++)
            dots |= has_dots(str_from(g.gl_pathv[k]));
        for (k = 0; k < n && !dots; k++, compared++) {
            struct str expected = path_normalize(&arena, str_from(at(str_printf(&arena, "in/g/%s", g.gl_pathv[k]).p)));
            ck_assert_msg(k < r.n && str_eq(r.files[k].path, expected), "%s: %s: glob has %s at %zu, we have %s", top,
                          pattern, g.gl_pathv[k], k, names(&r));
        }
        ck_assert_msg(r.n == n, "%s: %s: %u files, glob finds %zu: %s", top, pattern, r.n, n, names(&r));
        if (!failed)
            globfree(&g);
    }
    ck_assert_uint_gt(compared, 100);
    ck_assert_int_eq(chdir("/"), 0);
}
END_TEST

START_TEST(files_of_distributions_are_known_by_name)
{
    static const struct {
        const char *path, *sets;
    } rows[] = {
        {"mime.types", "types"},
        {"/etc/nginx/mime.types", "types"},
        {"/usr/local/nginx/conf/mime.types", "types"},
        {"fastcgi_params", "fastcgi_param"},
        {"conf/proxy_params", "proxy_set_header"},
        {"/etc/nginx/modules-enabled/*.conf", "load_module"},
        {"/etc/nginx/modules-enabled/50-mod-mail.conf", "load_module"},
        {"/usr/share/nginx/modules/*.conf", "load_module"},
        {"snippets/fastcgi-php.conf", "fastcgi_split_path_info"},
        {"/etc/letsencrypt/options-ssl-nginx.conf", "ssl_session_cache"},
        {"xmime.types", NULL},
        {"mime.types/x", NULL},
        {"snakeoil.conf", NULL},
        {"/etc/nginx/conf.d/*.conf", NULL},
        {"", NULL},
    };
    for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct include_known *k = include_known(str_from(rows[i].path));
        ck_assert_msg((k != NULL) == (rows[i].sets != NULL), "%s", rows[i].path);
        if (k)
            ck_assert(str_eq(k->sets[0], str_from(rows[i].sets)));
    }
}
END_TEST

Suite *include_suite(void)
{
    Suite *s = suite_create("include");
    TCase *c = tcase_create("files");
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, a_name_is_one_file);
    tcase_add_test(c, a_glob_is_sorted_by_bytes_and_passes_over_hidden_files);
    tcase_add_test(c, an_empty_glob_is_no_missing_file);
    tcase_add_test(c, without_globbing_a_star_is_a_byte);
    tcase_add_test(c, a_base_directory_is_literal);
    tcase_add_test(c, nothing_outside_is_followed);
    tcase_add_test(c, links_are_followed_inside_only);
    tcase_add_test(c, linked_directories_are_followed_inside_only);
    tcase_add_test(c, a_root_may_be_given_by_a_link);
    tcase_add_test(c, maps_lead_from_deployed_paths_into_the_tree);
    tcase_add_test(c, dots_are_taken_where_the_file_is_deployed);
    tcase_add_test(c, a_link_to_a_deployed_path_leads_through_the_map);
    tcase_add_test(c, too_many_matches_give_none);
    tcase_add_test(c, long_paths_and_nul_bytes_are_no_files);
    tcase_add_test(c, odd_names_are_bytes);
    tcase_add_loop_test(c, glob_finds_the_same_files_in_the_same_order, 0, 12);
    tcase_add_test(c, files_of_distributions_are_known_by_name);
    suite_add_tcase(s, c);
    /* The name of the case stands in the TAP line: so it can say that the test was skipped. */
    bool ordinary = become_ordinary() && become_oneself();
    c = tcase_create(ordinary ? "rights" : "rights # SKIP root can't become another user here");
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, an_unreadable_directory_is_told);
    suite_add_tcase(s, c);
    return s;
}
