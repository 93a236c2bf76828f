#include "engine/discover.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/path.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;
static char top[64];
static struct discover_options options;
static struct include_rules rules;

static const char *at(const char *path)
{
    return str_printf(&arena, "%s/%s", top, path).p;
}

/* Makes the directories above path. */
static void make_above(const char *path)
{
    for (const char *p = path; (p = strchr(p, '/')); p++)
        mkdir(at(str_printf(&arena, "%.*s", (int)(p - path), path).p), 0777);
}

static void make_bytes(const char *path, struct str bytes)
{
    make_above(path);
    FILE *f = fopen(at(path), "w");
    ck_assert_ptr_nonnull(f);
    fwrite(bytes.p, 1, bytes.n, f);
    fclose(f);
}

static void make(const char *path, const char *text)
{
    make_bytes(path, str_from(text));
}

static void make_dir(const char *path)
{
    make_above(path);
    ck_assert_int_eq(mkdir(at(path), 0777), 0);
}

static void make_link(const char *path, const char *target)
{
    make_above(path);
    ck_assert_int_eq(symlink(target, at(path)), 0);
}

/* nginx.conf is known by its name, files that begin with "#conf" by what is in them, *.maybe by both; *.png is not looked into. */
static struct str kind_of(void *ctx, struct str path, struct str head, int *ret_score)
{
    uint32_t *asked = ctx;
    ++*asked;
    bool named = str_eq(path_base(path), STR("nginx.conf"));
    if (head.n)
        *ret_score = named ? 100 : str_starts(head, STR("#conf")) ? 60 : 0;
    else
        *ret_score = named ? 100 : str_ends(path, STR(".png")) ? -1 : str_ends(path, STR(".maybe")) ? 50 : 0;
    return *ret_score > 0 ? STR("conf") : (struct str){0};
}

static uint32_t n_asked;

static void set_up(void)
{
    arena_init(&arena, NULL);
    strcpy(top, "/tmp/discover_test.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(top));
    options = (struct discover_options){
        .base = str_from(top), .kind = kind_of, .ctx = &n_asked, .max_file_size = 1000, .list_all = true};
    rules = (struct include_rules){.a = &arena};
}

static void tear_down(void)
{
    ck_assert_int_eq(system(str_printf(&arena, "chmod -R u+rwx '%s' && rm -rf '%s'", top, top).p), 0);
    arena_free(&arena);
}

/* "path: reason" lines: '~' before what is only around, '/' behind directories, '!' before what is to be reported as not analysed, '+' before what was named outright. */
static const char *listing(const struct discovery *d)
{
    struct buf b = {.a = &arena};
    for (uint32_t i = 0; i < d->n; i++) {
        const struct discovered *f = &d->files[i];
        struct str reason = discover_reason(&arena, f);
        buf_printf(&b, "%s%s%s%.*s%s: %.*s", f->around ? "~" : "", f->not_analysed ? "!" : "", f->named ? "+" : "",
                   STR_ARG(f->path), f->is_dir ? "/" : "", STR_ARG(reason));
        buf_putc(&b, '\n');
    }
    for (uint32_t i = 0; i < d->faults.n; i++)
        buf_printf(&b, "fault %.*s: %s\n", STR_ARG(d->faults.p[i].path), file_fault_text(d->faults.p[i].fault));
    return str_dup(&arena, buf_str(&b)).p;
}

/* What is found with paths given: separated by blanks; NULL: none. */
static const char *found(const char *paths)
{
    VEC(struct str) v = {0};
    for (struct str rest = str_from(paths); rest.n > 0;)
        vec_push(&arena, &v, str_dup(&arena, str_cut(&rest, ' ')));
    options.paths = v.p;
    options.n_paths = v.n;
    struct discovery d = discover(&arena, &options, &rules);
    return listing(&d);
}

START_TEST(files_are_told_by_name_and_by_content)
{
    make("nginx.conf", "anything");
    make("sites/one", "#conf\n");
    make("sites/two", "#!/bin/sh\n");
    make("a.maybe", "no");
    make("b.maybe", "#conf");
    make("x.png", "#conf");
    make("empty", "");
    ck_assert_str_eq(found(NULL), "a.maybe: of no known kind\n"
                                  "b.maybe: conf\n"
                                  "empty: of no known kind\n"
                                  "nginx.conf: conf\n"
                                  "sites/one: conf\n"
                                  "sites/two: of no known kind\n"
                                  "x.png: of no known kind\n");
}
END_TEST

START_TEST(without_list_all_only_what_matters_is_kept)
{
    make("nginx.conf", "");
    make("readme", "");
    make_link("sub/nginx.conf", "/nowhere/at/all");
    options.list_all = false;
    ck_assert_str_eq(found(NULL), "nginx.conf: conf\n!sub/nginx.conf: link that leads outside of what is checked\n");
}
END_TEST

START_TEST(only_what_the_name_leaves_open_is_read)
{
    make("nginx.conf", "");
    make("x.png", "");
    make("other", "text");
    n_asked = 0;
    found(NULL);
    ck_assert_uint_eq(n_asked, 4);
}
END_TEST

START_TEST(binary_large_and_odd_files_are_left)
{
    make_bytes("binary", STR("#conf\0\1"));
    make_bytes("nginx.conf", STR("\0\0"));
    make("large/nginx.conf", "");
    ck_assert_int_eq(truncate(at("large/nginx.conf"), 1 << 30), 0);
    make("large/other", "");
    ck_assert_int_eq(truncate(at("large/other"), 1 << 30), 0);
    make_dir("odd");
    ck_assert_int_eq(mkfifo(at("odd/nginx.conf"), 0666), 0);
    ck_assert_int_eq(mkfifo(at("odd/fifo"), 0666), 0);
    ck_assert_str_eq(found("."),
                     "binary: binary\n"
                     "!large/nginx.conf: larger than the limit for one file\n"
                     "large/other: binary\n"
                     "nginx.conf: conf\n" /* its name says what it is: the reader tells what is wrong in it */
                     "odd/fifo: not a regular file\n"
                     "!odd/nginx.conf: not a regular file\n");
}
END_TEST

START_TEST(a_file_named_outright_is_judged_or_reported)
{
    make(".gitignore", "*\n");
    make("one", "#conf");
    make("two", "?");
    make_bytes("three", STR("\0"));
    make_bytes("four.maybe", STR("\0"));
    make("five.png", "#conf");
    ck_assert_int_eq(mkfifo(at("six"), 0666), 0);
    ck_assert_str_eq(found("one two three four.maybe five.png six"), "+five.png: conf\n"
                                                                     "+four.maybe: conf\n"
                                                                     "+one: conf\n"
                                                                     "!+six: not a regular file\n"
                                                                     "!+three: binary\n"
                                                                     "!+two: of no known kind\n");
    options.named_kind = STR("nginx");
    ck_assert_str_eq(found("two three"), "+three: nginx\n+two: nginx\n");
}
END_TEST

START_TEST(a_path_that_does_not_exist_is_a_fault)
{
    make("nginx.conf", "");
    make_link("dangling", "nowhere");
    ck_assert_str_eq(found("nowhere nginx.conf nginx.conf/x dangling"), "+nginx.conf: conf\n"
                                                                        "fault nowhere: no such file\n"
                                                                        "fault nginx.conf/x: no such file\n"
                                                                        "fault dangling: no such file\n");
    const struct str none = STR_INIT("");
    options.paths = &none;
    options.n_paths = 1;
    ck_assert_uint_eq(discover(&arena, &options, &rules).faults.n, 1);
}
END_TEST

START_TEST(spelling_makes_no_difference)
{
    make("a/b/nginx.conf", "");
    make("a/nginx.conf", "");
    const char *expected = "a/b/nginx.conf: conf\na/nginx.conf: conf\n";
    ck_assert_str_eq(found("a"), expected);
    ck_assert_str_eq(found("./a/"), expected);
    ck_assert_str_eq(found(".//a/./b/.. a/b"), expected);
    ck_assert_str_eq(found("a/b a a"), expected);
    ck_assert_str_eq(found(at("a")), expected);
    ck_assert_str_eq(found(str_printf(&arena, "%s//a/../a", top).p), expected);
    ck_assert_str_eq(found("a a/b/nginx.conf"), "+a/b/nginx.conf: conf\na/nginx.conf: conf\n");
    options.base = str_from(at("a/b"));
    ck_assert_str_eq(found(".. ."), "../nginx.conf: conf\nnginx.conf: conf\n");
    ck_assert_str_eq(found(at("a")), "../nginx.conf: conf\nnginx.conf: conf\n");
    ck_assert_str_eq(found("../.."), "../nginx.conf: conf\nnginx.conf: conf\n");
}
END_TEST

START_TEST(a_link_to_the_directory_of_the_run_makes_no_difference)
{
    char other[] = "/tmp/discover_test.XXXXXX";
    make("a/nginx.conf", "");
    ck_assert_ptr_nonnull(mkdtemp(other));
    const char *link = str_printf(&arena, "%s/link", other).p;
    ck_assert_int_eq(symlink(top, link), 0);
    ck_assert_str_eq(found(str_printf(&arena, "%s/a", link).p), "a/nginx.conf: conf\n");
    ck_assert_str_eq(found(str_printf(&arena, "%s/a/nginx.conf", link).p), "+a/nginx.conf: conf\n");
    unlink(link);
    rmdir(other);
}
END_TEST

START_TEST(ignored_files_and_directories_are_left)
{
    make_dir(".git");
    make(".git/info/exclude", "private.conf\n");
    make(".gitignore", "# mine\nvendor/\n*.bak\n");
    make("conf/.gitignore", "/nginx.conf\n!keep.bak\n");
    make("vendor/nginx.conf", "");
    make("conf/nginx.conf", "");
    make("conf/keep.bak", "#conf");
    make("conf/drop.bak", "#conf");
    make("conf/sub/nginx.conf", "");
    make("conf/sub/vendor", "#conf"); /* a file: the pattern wants a directory */
    make("private.conf", "#conf");
    const char *expected = "conf/.gitignore: of no known kind\n"
                           "conf/drop.bak: ignored by .gitignore:3\n"
                           "conf/keep.bak: conf\n"
                           "conf/nginx.conf: ignored by conf/.gitignore:1\n"
                           "conf/sub/nginx.conf: conf\n"
                           "conf/sub/vendor: conf\n";
    ck_assert_str_eq(found("conf"), expected);
    ck_assert_str_eq(found("."), str_printf(&arena,
                                            ".git/: hidden directory\n"
                                            ".gitignore: of no known kind\n"
                                            "%s"
                                            "private.conf: ignored by .git/info/exclude:1\n"
                                            "vendor/: ignored by .gitignore:2\n",
                                            expected)
                                     .p);
    /* named: searched all the same */
    ck_assert_str_eq(found("vendor"), "vendor/nginx.conf: conf\n");
    options.base = str_from(at("conf/sub"));
    ck_assert_str_eq(found(".."), "../.gitignore: of no known kind\n"
                                  "../drop.bak: ignored by ../../.gitignore:3\n"
                                  "../keep.bak: conf\n"
                                  "../nginx.conf: ignored by ../.gitignore:1\n"
                                  "nginx.conf: conf\n"
                                  "vendor: conf\n");
}
END_TEST

START_TEST(a_repository_within_another_has_its_own_patterns)
{
    make_dir(".git");
    make(".gitignore", "nginx.conf\n");
    make("module/.git", "gitdir: ../.git/modules/module\n");
    make("module/nginx.conf", "");
    make("nginx.conf", "");
    options.list_all = false;
    ck_assert_str_eq(found("."), "module/nginx.conf: conf\n");
    ck_assert_str_eq(found("module"), "module/nginx.conf: conf\n");
}
END_TEST

START_TEST(without_a_repository_patterns_start_at_the_directory_of_the_run)
{
    make(".gitignore", "x/\n");
    make("a/x/nginx.conf", "");
    make("a/.gitignore", "*.conf\n");
    ck_assert_str_eq(found("a"), "a/.gitignore: of no known kind\na/x/: ignored by .gitignore:1\n");
    options.base = str_from(at("a"));
    ck_assert_str_eq(found("."), ".gitignore: of no known kind\nx/nginx.conf: ignored by .gitignore:1\n");
}
END_TEST

START_TEST(a_gitignore_that_says_nothing_is_reported)
{
    make_dir(".git");
    make("nginx.conf", "");
    make("a/rules", "*\n");
    make_link("a/.gitignore", "rules"); /* git reads none that is a link */
    make("a/nginx.conf", "");
    make_bytes("b/.gitignore", STR("*\n"));
    ck_assert_int_eq(truncate(at("b/.gitignore"), LIMIT_IGNORE_BYTES + 1), 0);
    make("b/nginx.conf", "");
    options.list_all = false;
    ck_assert_str_eq(found("."), "a/nginx.conf: conf\n"
                                 "!b/.gitignore: larger than the limit for one file\n"
                                 "b/nginx.conf: conf\n"
                                 "nginx.conf: conf\n");
}
END_TEST

START_TEST(excluded_files_and_directories_are_left)
{
    make("vendor/nginx.conf", "");
    make("sub/vendor/nginx.conf", "");
    make("sub/old.maybe", "#conf");
    make("sub/new.maybe", "#conf");
    make("up.maybe", "#conf");
    const struct discover_exclude exclude[] = {{str_from(top), STR_INIT("/vendor/"), STR_INIT("loadline.yaml:7")},
                                               {str_from(at("sub")), STR_INIT("*.maybe"), STR_INIT("base.yaml:3")},
                                               {str_from(top), STR_INIT("!new.maybe"), STR_INIT("loadline.yaml:8")}};
    options.exclude = exclude;
    options.n_exclude = 3;
    ck_assert_str_eq(found(NULL), "sub/new.maybe: conf\n"
                                  "sub/old.maybe: excluded by base.yaml:3\n"
                                  "sub/vendor/nginx.conf: conf\n"
                                  "up.maybe: conf\n"
                                  "vendor/: excluded by loadline.yaml:7\n");
    ck_assert_str_eq(found("sub/old.maybe"), "+sub/old.maybe: conf\n");
}
END_TEST

START_TEST(facts_and_our_own_configuration_are_left)
{
    make("loadline.yaml", "#conf");
    make("base.yaml", "#conf");
    make("facts/web.yaml", "#conf");
    make("more.maybe", "#conf");
    const struct discover_own own[] = {
        {str_from(at("base.yaml")), false}, {str_from(at("facts")), true}, {str_from(at("more.maybe")), true}};
    options.own = own;
    options.n_own = 3;
    ck_assert_str_eq(found("."), "base.yaml: loadline's own configuration\n"
                                 "facts/: facts, not a config\n"
                                 "loadline.yaml: loadline's own configuration\n"
                                 "more.maybe: facts, not a config\n");
    ck_assert_str_eq(found("facts/web.yaml loadline.yaml"), "+facts/web.yaml: facts, not a config\n"
                                                            "+loadline.yaml: loadline's own configuration\n");
    ck_assert_str_eq(found("facts"), "facts/web.yaml: facts, not a config\n");
}
END_TEST

START_TEST(hidden_directories_are_left_unless_named)
{
    make(".cache/nginx.conf", "");
    make(".hidden.maybe", "#conf");
    make("real/nginx.conf", "");
    make_link(".link", "real");
    ck_assert_str_eq(found("."), ".cache/: hidden directory\n"
                                 ".hidden.maybe: conf\n"
                                 ".link/: hidden directory\n"
                                 "real/nginx.conf: conf\n");
    ck_assert_str_eq(found(".cache"), ".cache/nginx.conf: conf\n");
}
END_TEST

START_TEST(an_enabled_site_is_judged_once_by_its_enabled_name)
{
    make("sites-available/one", "#conf");
    make("sites-available/two", "#conf");
    make_link("sites-enabled/one", "../sites-available/one");
    make_link("sites-enabled/10-one", at("sites-available/one"));
    make("nginx.conf", "");
    make_link("current.maybe", "nginx.conf");
    ck_assert_str_eq(found("."), "current.maybe: conf, judged as nginx.conf\n"
                                 "nginx.conf: conf\n"
                                 "sites-available/one: conf, judged as sites-enabled/10-one\n"
                                 "sites-available/two: conf\n"
                                 "sites-enabled/10-one: conf\n"
                                 "sites-enabled/one: conf, judged as sites-enabled/10-one\n");
    ck_assert_str_eq(found("sites-available/one sites-enabled"),
                     "+sites-available/one: conf\n"
                     "sites-enabled/10-one: conf, judged as sites-available/one\n"
                     "sites-enabled/one: conf, judged as sites-available/one\n");
}
END_TEST

START_TEST(a_link_is_another_name_of_its_file)
{
    make("b.maybe", "#conf");
    make_link("a.maybe", "b.maybe");
    make("c.maybe", "#conf");
    ck_assert_int_eq(link(at("c.maybe"), at("d.maybe")), 0); /* two files that happen to share their bytes */
    ck_assert_str_eq(found("."), "a.maybe: conf, judged as b.maybe\nb.maybe: conf\nc.maybe: conf\nd.maybe: conf\n");
}
END_TEST

START_TEST(a_file_is_known_by_all_its_names)
{
    make("real/one", "#conf");
    make_link("sites-enabled/one", "../real/one");
    make_link("sites-enabled/two", "../real/one");
    struct discovery d = discover(&arena, &options, &rules);
    struct str name = STR("sites-enabled/one");
    ck_assert(str_eq(discover_judged_as(&d, STR("real/one")), name));
    ck_assert(str_eq(discover_judged_as(&d, STR("sites-enabled/two")), name));
    ck_assert(str_eq(discover_judged_as(&d, name), name));
    ck_assert(str_eq(discover_judged_as(&d, STR("other")), STR("other")));
}
END_TEST

START_TEST(links_are_followed_inside_only)
{
    make_dir("in/.git");
    make("in/shared/one", "#conf");
    make("out/nginx.conf", "");
    make_link("in/conf/a", "../shared/one"); /* not in the directory that was named, but in its repository */
    make_link("in/conf/b", "../../out/nginx.conf");
    make_link("in/conf/c", at("out"));
    make_link("in/conf/d", "nowhere");
    make_link("in/conf/e", "e");
    make_link("in/conf/nginx.conf", "/etc/nginx/nginx.conf");
    ck_assert_str_eq(found("in/conf"), "in/conf/a: conf\n"
                                       "in/conf/b: link that leads outside of what is checked\n"
                                       "in/conf/c: link that leads outside of what is checked\n"
                                       "in/conf/d: link to a missing file\n"
                                       "in/conf/e: cannot be read\n"
                                       "!in/conf/nginx.conf: link that leads outside of what is checked\n");
}
END_TEST

START_TEST(a_link_that_only_a_map_follows_is_another_name)
{
    make("conf/sites-available/one", "#conf");
    make_link("conf/sites-enabled/one", "/etc/nginx/sites-available/one");
    within_add_map(&rules, STR("/etc/nginx"), str_from(at("conf")));
    ck_assert_str_eq(found("."), "conf/sites-available/one: conf\n"
                                 "conf/sites-enabled/one: another name of conf/sites-available/one\n");
}
END_TEST

START_TEST(linked_directories_are_searched_once)
{
    make_dir(".git");
    make("conf/real/nginx.conf", "");
    make_link("conf/alias", "real");
    make("shared/nginx.conf", "");
    make_link("conf/one", "../shared");
    make_link("conf/two", "../shared");
    make(".gitignore", "*.maybe\n");
    make("shared/x.maybe", "#conf");
    ck_assert_str_eq(found("conf"), "conf/alias/: another name of conf/real\n"
                                    "conf/one/nginx.conf: conf\n"
                                    "conf/one/x.maybe: ignored by .gitignore:1\n"
                                    "conf/real/nginx.conf: conf\n"
                                    "conf/two/: another name of conf/one\n");
    ck_assert_str_eq(found("conf shared"), "conf/alias/: another name of conf/real\n"
                                           "conf/one/: another name of shared\n"
                                           "conf/real/nginx.conf: conf\n"
                                           "conf/two/: another name of shared\n"
                                           "shared/nginx.conf: conf\n"
                                           "shared/x.maybe: ignored by .gitignore:1\n");
    ck_assert_str_eq(found("conf/alias conf"), found("conf conf/alias"));
}
END_TEST

START_TEST(loops_end)
{
    make("a/b/nginx.conf", "");
    make_link("a/self", ".");
    make_link("a/b/up", "..");
    make_link("a/b/root", top);
    make_link("x/y", "../z");
    make_link("z/x", "../x");
    ck_assert_str_eq(found("."), "a/b/nginx.conf: conf\n"
                                 "!a/b/root/: link to a directory above it\n"
                                 "!a/b/up/: link to a directory above it\n"
                                 "!a/self/: link to a directory above it\n"
                                 "x/y/: another name of z\n"
                                 "z/x/: another name of x\n");
    rules = (struct include_rules){.a = &arena};
    ck_assert_str_eq(found("a"), "a/b/nginx.conf: conf\n"
                                 "a/b/root: link that leads outside of what is checked\n"
                                 "!a/b/up/: link to a directory above it\n"
                                 "!a/self/: link to a directory above it\n");
}
END_TEST

START_TEST(links_that_multiply_are_searched_once_each)
{
    for (int i = 0; i < 30; i++) { /* 2 to the 30th paths */
        make_link(str_printf(&arena, "d%02d/a", i).p, str_printf(&arena, "../d%02d", i + 1).p);
        make_link(str_printf(&arena, "d%02d/b", i).p, str_printf(&arena, "../d%02d", i + 1).p);
    }
    make("d30/nginx.conf", "");
    make_dir(".git");
    options.list_all = false;
    ck_assert_str_eq(found("."), "d30/nginx.conf: conf\n");
    struct buf b = {.a = &arena};
    buf_put(&b, STR("d00"));
    for (int i = 0; i < 30; i++)
        buf_put(&b, STR("/a"));
    ck_assert_str_eq(found("d00"), str_printf(&arena, "%.*s/nginx.conf: conf\n", STR_ARG(buf_str(&b))).p);
}
END_TEST

START_TEST(depth_is_bounded)
{
    struct buf b = {.a = &arena};
    for (int i = 1; i <= LIMIT_WALK_DEPTH; i++)
        buf_put(&b, STR("d/"));
    const char *deepest = str_dup(&arena, buf_str(&b)).p;
    make(str_printf(&arena, "%snginx.conf", deepest).p, "");
    make(str_printf(&arena, "%sd/nginx.conf", deepest).p, "");
    ck_assert_str_eq(found("."), str_printf(&arena, "!%sd/: more than %d directories deep\n%snginx.conf: conf\n",
                                            deepest, LIMIT_WALK_DEPTH, deepest)
                                     .p);
}
END_TEST

static const char *found_around(const char *paths, const char *around, uint32_t max)
{
    struct str dir = str_from(at(around));
    options.around = &dir;
    options.n_around = 1;
    options.max_around = max;
    return found(paths);
}

START_TEST(what_is_around_is_marked_and_nothing_else_of_it_is_kept)
{
    make("p/nginx.conf", "");
    make("p/conf.d/one", "#conf");
    make("p/conf.d/two", "#conf");
    make("p/.gitignore", "three\n");
    make("p/conf.d/three", "#conf");
    make("p/readme", "");
    make_link("p/gone.conf", "/nowhere/nginx.conf");
    make("nginx.conf", "");
    ck_assert_str_eq(found_around("p/conf.d/one", "p", 100), "+p/conf.d/one: conf\n"
                                                             "~p/conf.d/two: conf\n"
                                                             "~p/nginx.conf: conf\n");
}
END_TEST

START_TEST(a_site_asked_for_that_is_enabled_around_is_asked_for_by_that_name)
{
    make("p/sites-available/one", "#conf");
    make_link("p/sites-enabled/one", "../sites-available/one");
    ck_assert_str_eq(found_around("p/sites-available", "p", 100),
                     "p/sites-available/one: conf, judged as p/sites-enabled/one\n"
                     "p/sites-enabled/one: conf\n");
}
END_TEST

START_TEST(with_too_many_names_nothing_around_is_found)
{
    make("a/nginx.conf", "");
    make("b/nginx.conf", "");
    ck_assert_str_eq(found_around("b/nginx.conf", ".", 4), "~a/nginx.conf: conf\n+b/nginx.conf: conf\n");
    ck_assert_str_eq(found_around("b/nginx.conf", ".", 3), "+b/nginx.conf: conf\n");
}
END_TEST

START_TEST(odd_names_are_bytes)
{
    make("two\nlines/nginx.conf", "");
    make("\xff\xfe/nginx.conf", "");
    make("-/nginx.conf", "");
    make("é/nginx.conf", "");
    ck_assert_str_eq(
        found("."), "-/nginx.conf: conf\ntwo\nlines/nginx.conf: conf\né/nginx.conf: conf\n\xff\xfe/nginx.conf: conf\n");
}
END_TEST

START_TEST(five_thousand_files_come_sorted)
{
    for (uint32_t i = 0; i < 50; i++)
        make_dir(str_printf(&arena, "d%u", i).p);
    for (uint32_t i = 0; i < 5000; i++) { /* made in no order */
        uint32_t k = i * 2741 % 5000;
        int fd = open(at(str_printf(&arena, "d%u/f%u.conf", k % 50, k).p), O_CREAT | O_WRONLY, 0666);
        ck_assert_int_eq((int)write(fd, "#conf", 5), 5);
        close(fd);
    }
    struct discovery d = discover(&arena, &options, &rules);
    ck_assert_uint_eq(d.n, 5000);
    for (uint32_t i = 1; i < d.n; i++)
        ck_assert_int_lt(str_cmp(d.files[i - 1].path, d.files[i].path), 0);
}
END_TEST

START_TEST(roots_for_includes_come_with_the_paths)
{
    struct within_place place;
    make_dir("repo/.git");
    make("repo/conf/nginx.conf", "");
    make("repo/shared/x", "");
    make("alone/nginx.conf", "");
    make("beside", "");
    found("repo/conf alone/nginx.conf");
    ck_assert_int_eq(within_find(&rules, &arena, str_from(at("repo/shared/x")), &place), WITHIN_FOUND);
    ck_assert_int_eq(within_find(&rules, &arena, str_from(at("alone/nginx.conf")), &place), WITHIN_FOUND);
    ck_assert_int_eq(within_find(&rules, &arena, str_from(at("beside")), &place), WITHIN_OUTSIDE);
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

START_TEST(what_may_not_be_read_is_reported)
{
    make("closed/nginx.conf", "");
    make("open/nginx.conf", "");
    make("open/other", "#conf");
    make("open/x.png", "");
    make("conf/.gitignore", "*");
    make("nginx.conf", "");
    ck_assert_int_eq(chmod(at("open/nginx.conf"), 0), 0);
    ck_assert_int_eq(chmod(at("open/other"), 0), 0);
    ck_assert_int_eq(chmod(at("open/x.png"), 0), 0);
    ck_assert_int_eq(chmod(at("conf/.gitignore"), 0), 0);
    ck_assert_int_eq(chmod(at("closed"), 0), 0);
    ck_assert_int_eq(chmod(top, 0755), 0);
    if (!become_ordinary())
        return;
    const char *all = found(". closed/nginx.conf");
    ck_assert(become_oneself());
    ck_assert_str_eq(all, "!closed/: permission denied\n"
                          "!+closed/nginx.conf: permission denied\n"
                          "!conf/.gitignore: permission denied\n"
                          "nginx.conf: conf\n"
                          "!open/nginx.conf: permission denied\n"
                          "!open/other: permission denied\n"
                          "open/x.png: of no known kind\n");
}
END_TEST

Suite *discover_suite(void)
{
    Suite *s = suite_create("discover");
    TCase *c = tcase_create("search");
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, files_are_told_by_name_and_by_content);
    tcase_add_test(c, without_list_all_only_what_matters_is_kept);
    tcase_add_test(c, only_what_the_name_leaves_open_is_read);
    tcase_add_test(c, binary_large_and_odd_files_are_left);
    tcase_add_test(c, a_file_named_outright_is_judged_or_reported);
    tcase_add_test(c, a_path_that_does_not_exist_is_a_fault);
    tcase_add_test(c, spelling_makes_no_difference);
    tcase_add_test(c, a_link_to_the_directory_of_the_run_makes_no_difference);
    tcase_add_test(c, ignored_files_and_directories_are_left);
    tcase_add_test(c, a_repository_within_another_has_its_own_patterns);
    tcase_add_test(c, without_a_repository_patterns_start_at_the_directory_of_the_run);
    tcase_add_test(c, a_gitignore_that_says_nothing_is_reported);
    tcase_add_test(c, excluded_files_and_directories_are_left);
    tcase_add_test(c, facts_and_our_own_configuration_are_left);
    tcase_add_test(c, hidden_directories_are_left_unless_named);
    tcase_add_test(c, an_enabled_site_is_judged_once_by_its_enabled_name);
    tcase_add_test(c, a_link_is_another_name_of_its_file);
    tcase_add_test(c, a_file_is_known_by_all_its_names);
    tcase_add_test(c, links_are_followed_inside_only);
    tcase_add_test(c, a_link_that_only_a_map_follows_is_another_name);
    tcase_add_test(c, linked_directories_are_searched_once);
    tcase_add_test(c, loops_end);
    tcase_add_test(c, links_that_multiply_are_searched_once_each);
    tcase_add_test(c, depth_is_bounded);
    tcase_add_test(c, what_is_around_is_marked_and_nothing_else_of_it_is_kept);
    tcase_add_test(c, a_site_asked_for_that_is_enabled_around_is_asked_for_by_that_name);
    tcase_add_test(c, with_too_many_names_nothing_around_is_found);
    tcase_add_test(c, odd_names_are_bytes);
    tcase_add_test(c, five_thousand_files_come_sorted);
    tcase_add_test(c, roots_for_includes_come_with_the_paths);
    suite_add_tcase(s, c);
    /* The name of the case stands in the TAP line: so it can say that the test was skipped. */
    bool ordinary = become_ordinary() && become_oneself();
    c = tcase_create(ordinary ? "rights" : "rights # SKIP root can't become another user here");
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, what_may_not_be_read_is_reported);
    suite_add_tcase(s, c);
    return s;
}
