#include "base/path.h"
#include "kinds/nginx/fixture.h"

Suite *includes_suite(void);

#define MAIN "events { }\nhttp {\n"

static void expect_found(const char *expected)
{
    ck_assert_str_eq(fixture_found(), expected);
}

START_TEST(an_included_file_is_read_where_it_stands)
{
    fixture_file("nginx.conf", MAIN "include sub/a.conf;\nserver { }\n}\n");
    fixture_file("sub/a.conf", "gzip on;\nserver { listen 80; }\n");
    struct node *root = fixture_read_file("nginx.conf"), *http = node_find(root, STR("http"));
    expect_found("");
    ck_assert_str_eq(fixture_not_analysed(), "");
    ck_assert_ptr_nonnull(node_find(http, STR("gzip")));
    ck_assert_ptr_eq(node_block(node_find(http, STR("gzip"))), http);
    ck_assert_uint_eq(fx.job.included.n, 1);
    const struct source *s = source_get(&fx.sources, node_find(http, STR("gzip"))->at.src);
    ck_assert(str_eq(source_text(&fx.sources, s->via), STR("sub/a.conf")));
}
END_TEST

START_TEST(includes_are_relative_to_the_main_file)
{
    fixture_file("nginx.conf", MAIN "include sub/a.conf;\n}\n");
    fixture_file("sub/a.conf", "include b.conf;\ninclude sub/c.conf;\n");
    fixture_file("sub/b.conf", "wrong;\n");
    fixture_file("sub/c.conf", "gzip maybe;\n");
    fixture_file("b.conf", "gzip_types 1;\n");
    struct node *root = fixture_read_file("nginx.conf");
    expect_found("c.conf:1@1 [maybe] invalid value \"maybe\" in \"gzip\" directive, it must be \"on\" or \"off\"\n");
    ck_assert_ptr_nonnull(node_find(node_find(root, STR("http")), STR("gzip_types")));
}
END_TEST

START_TEST(a_glob_names_files_in_order)
{
    fixture_file("nginx.conf", MAIN "include conf.d/*.conf;\ninclude none.d/*.conf;\ninclude conf.d/*.no;\n}\n");
    fixture_file("conf.d/b.conf", "gzip on;");
    fixture_file("conf.d/a.conf", "gzip off;");
    fixture_file("conf.d/.hidden.conf", "wrong;");
    fixture_read_file("nginx.conf");
    expect_found("b.conf:1@1 [gzip] \"gzip\" directive is duplicate\n");
    /* The directory of the second one is not here: its files may be elsewhere. Nothing is wrong with the third. */
    ck_assert_uint_eq(fx.sink.not_analysed.n, 1);
    ck_assert(str_eq(source_text(&fx.sources, fx.sink.not_analysed.p[0]->at), STR("none.d/*.conf")));
}
END_TEST

START_TEST(every_file_balances_its_own_braces)
{
    fixture_file("nginx.conf", MAIN "include a.conf;\ninclude b.conf;\n}\n");
    fixture_file("a.conf", "server {\nlisten 80;\n");
    fixture_file("b.conf", "gzip on;\n}\nsendfile on;\n");
    fixture_read_file("nginx.conf");
    expect_found("a.conf:1@3 [server] unexpected end of file, expecting \"}\"\n"
                 "b.conf:2@2 [}] unexpected \"}\"\n");
}
END_TEST

START_TEST(a_missing_file_is_not_analysed_and_taints_its_block)
{
    fixture_file("nginx.conf", MAIN "include gone.conf;\nserver { include mime.types; }\n}\nwrong;\n");
    struct node *root = fixture_read_file("nginx.conf"), *http = node_find(root, STR("http"));
    expect_found("6@6 [wrong] unknown directive \"wrong\"\n");
    ck_assert_uint_eq(fx.sink.not_analysed.n, 2);
    ck_assert(http->flags & NODE_TAINTED);
    ck_assert(!(root->flags & NODE_TAINTED));
    ck_assert_msg(!(node_find(http, STR("server"))->flags & NODE_TAINTED), "mime.types is known to set types only");
}
END_TEST

START_TEST(a_file_that_includes_itself_is_an_error)
{
    fixture_file("nginx.conf", MAIN "include a.conf;\n}\n");
    fixture_file("a.conf", "gzip on;\ninclude b.conf;\n");
    fixture_file("b.conf", "include a.conf;\nsendfile on;\n");
    struct node *root = fixture_read_file("nginx.conf");
    ck_assert_uint_eq(fx.sink.findings.n, 1);
    ck_assert(str_eq(fx.sink.findings.p[0]->rule, STR("syntax/invalid-include")));
    ck_assert(str_eq(source_text(&fx.sources, fx.sink.findings.p[0]->at), STR("a.conf")));
    ck_assert_ptr_nonnull(node_find(node_find(root, STR("http")), STR("sendfile")));
}
END_TEST

START_TEST(includes_that_double_are_bounded)
{
    char name[32], text[64];
    fixture_file("nginx.conf", "events { }\ninclude f0;\n");
    for (int i = 0; i < 31; i++) {
        snprintf(name, sizeof name, "f%d", i);
        snprintf(text, sizeof text, "include f%d;\ninclude f%d;\n", i + 1, i + 1);
        fixture_file(name, text);
    }
    fixture_file("f31", "");
    fixture_read_file("nginx.conf");
    ck_assert_uint_eq(fx.sink.findings.n, 1);
    ck_assert(str_eq(fx.sink.findings.p[0]->rule, STR("meta/limit-exceeded")));
    ck_assert_uint_le(fx.job.included.n, LIMIT_INCLUDED_FILES);
}
END_TEST

START_TEST(includes_are_followed_to_a_depth)
{
    char name[32], text[64];
    for (int i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "d%d", i);
        snprintf(text, sizeof text, "include d%d;\n", i + 1);
        fixture_file(name, text);
    }
    fixture_file("d40", "");
    fixture_file("nginx.conf", "events { }\ninclude d0;\n");
    fixture_read_file("nginx.conf");
    ck_assert_uint_eq(fx.sink.findings.n, 1);
    ck_assert(str_eq(fx.sink.findings.p[0]->rule, STR("meta/limit-exceeded")));
}
END_TEST

START_TEST(nothing_outside_is_opened)
{
    fixture_file("nginx.conf", "include /etc/passwd;\ninclude ../../etc/passwd;\n");
    struct node *root = fixture_read_file("nginx.conf");
    ck_assert_uint_eq(fx.sink.findings.n, 0);
    ck_assert_uint_eq(fx.sink.not_analysed.n, 2);
    ck_assert_uint_eq(fx.job.included.n, 0);
    ck_assert(root->flags & NODE_TAINTED);
}
END_TEST

START_TEST(lines_of_a_free_form_block_come_from_files_too)
{
    fixture_file("nginx.conf", MAIN "types { include t; text/b b; }\nmap $host $x { include m; }\n}\n");
    fixture_file("t", "text/a a;\nserver { }\n");
    fixture_file("m", "a b;\n");
    struct node *root = fixture_read_file("nginx.conf");
    expect_found("t:2@2 [{] unexpected \"{\"\n");
    struct node *map = node_find(node_find(root, STR("http")), STR("map"));
    ck_assert_ptr_nonnull(node_find(map, STR("a")));
}
END_TEST

START_TEST(a_pattern_with_variables_is_taken_literally)
{
    fixture_file("nginx.conf", MAIN "include $dir/a.conf;\n}\n");
    fixture_file("$dir/a.conf", "wrong;");
    fixture_read_file("nginx.conf");
    expect_found("a.conf:1@1 [wrong] unknown directive \"wrong\"\n");
}
END_TEST

Suite *includes_suite(void)
{
    Suite *s = suite_create("includes");
    TCase *t = tcase_create("includes");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, an_included_file_is_read_where_it_stands);
    tcase_add_test(t, includes_are_relative_to_the_main_file);
    tcase_add_test(t, a_glob_names_files_in_order);
    tcase_add_test(t, every_file_balances_its_own_braces);
    tcase_add_test(t, a_missing_file_is_not_analysed_and_taints_its_block);
    tcase_add_test(t, a_file_that_includes_itself_is_an_error);
    tcase_add_test(t, includes_that_double_are_bounded);
    tcase_add_test(t, includes_are_followed_to_a_depth);
    tcase_add_test(t, nothing_outside_is_opened);
    tcase_add_test(t, lines_of_a_free_form_block_come_from_files_too);
    tcase_add_test(t, a_pattern_with_variables_is_taken_literally);
    suite_add_tcase(s, t);
    return s;
}
