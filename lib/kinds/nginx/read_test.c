#include "kinds/nginx/cases.h"
#include "kinds/nginx/fixture.h"

Suite *read_suite(void);

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(config_cases[_i].text, config_cases[_i].found);
}
END_TEST

START_TEST(the_tree_holds_every_piece)
{
    struct buf b = {.a = &fx.a};
    fixture_read("# top\r\nhttp { # in\n server { listen 'a\\'b'; } }\n");
    node_dump(&b, fx.job.root, 0);
    buf_putc(&b, '\0');
    ck_assert_str_eq(b.p, "root\n"
                          "  comment \" top\"\n"
                          "  entry \"http\" block\n"
                          "    comment \" in\"\n"
                          "    entry \"server\" block\n"
                          "      entry \"listen\"\n"
                          "        word \"a'b\" single\n");
}
END_TEST

START_TEST(spans_cover_words_and_endings)
{
    struct node *root = fixture_read("events {\n}\nuser \"a b\";");
    struct node *events = node_find(root, STR("events")), *user = node_find(root, STR("user"));
    ck_assert(str_eq(source_text(&fx.sources, events->at), STR("events {\n}")));
    ck_assert(str_eq(source_text(&fx.sources, user->at), STR("user \"a b\";")));
    ck_assert(str_eq(source_text(&fx.sources, user->first->at), STR("\"a b\"")));
    ck_assert(str_eq(source_text(&fx.sources, user->first->name_at), STR("a b")));
    ck_assert_uint_eq(events->word, user->word - user->word + events->word);
    ck_assert(str_eq(nginx_word_str(nginx_words[events->word].name), STR("events")));
}
END_TEST

START_TEST(an_unknown_name_gets_the_nearest_one_that_fits)
{
    static const char *const pairs[][2] = {
        {"http { sever { } }", "a directive with a similar name is valid here: `server`"},
        {"worker_procesess 1;", "a directive with a similar name is valid here: `worker_processes`"},
        {"http { server { lisen 80; } }", "a directive with a similar name is valid here: `listen`"},
        {"qqqqqqqqqq 1;", ""}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        fixture_read(pairs[i][0]);
        ck_assert_msg(str_eq(fx.sink.findings.p[0]->help, str_from(pairs[i][1])), "%s: %.*s", pairs[i][0],
                      STR_ARG(fx.sink.findings.p[0]->help));
    }
}
END_TEST

START_TEST(a_name_of_another_version_says_so)
{
    fixture_read(EVENTS "http { server { http2 on; } }");
    ck_assert(str_eq(fx.sink.findings.p[0]->label, STR("known here from nginx 1.25.1 on")));
    fx.job.target = VERSION(1, 26, 0);
    fixture_expect(SERVER("http2 on;"), "");
    fixture_expect(SERVER("ssl on;"), "3@3 [ssl] unknown directive \"ssl\"\n");
    ck_assert(str_eq(fx.sink.findings.p[0]->label, STR("no longer known here from nginx 1.25.1 on")));
    fx.job.target = 0;
    fixture_expect(SERVER("ssl off; http2 on;"), "");
}
END_TEST

START_TEST(a_misplaced_name_says_where_it_may_stand)
{
    fixture_read(EVENTS "server_name a;");
    ck_assert(str_eq(fx.sink.findings.p[0]->label, STR("this is main; it may stand in server, mail, mail server")));
}
END_TEST

START_TEST(names_of_other_modules_are_known)
{
    fixture_expect(HTTP("brotli on; lua_package_path x; vhost_traffic_status_zone;"), "");
    fixture_expect(EVENTS "stream { server { listen 1; return x; } }", "");
}
END_TEST

START_TEST(stated_modules_leave_the_others_out)
{
    static const struct str modules[] = {STR_INIT("http_brotli_filter")};
    fx.job.modules = modules;
    fx.job.n_modules = 1;
    fixture_expect(HTTP("more_set_headers x;"), "3@3 [more_set_headers] unknown directive \"more_set_headers\"\n");
    fixture_expect(HTTP("gzip on; stub_status_format a;"),
                   "3@3 [stub_status_format] unknown directive \"stub_status_format\"\n");
}
END_TEST

START_TEST(an_unknown_module_may_bring_unknown_names)
{
    fixture_expect("load_module modules/ngx_acme_corp_module.so;\n" HTTP("corp on; corp_too on;"), "");
    ck_assert_str_eq(fixture_not_analysed(),
                     "[modules/ngx_acme_corp_module.so] directives of a module that is not known\n");
    fixture_expect("load_module modules/ngx_stream_module.so;\n" HTTP("corp on;"),
                   "4@4 [corp] unknown directive \"corp\"\n");
}
END_TEST

START_TEST(lua_is_raw_to_its_brace)
{
    fixture_expect(LOCATION("content_by_lua_block { local t = { a = '}' } -- }\n s = [[}]] }\n gzip on;"), "");
    struct node *http = node_find(fx.job.root, STR("http"));
    struct node *location = node_find(node_find(http, STR("server")), STR("location"));
    struct node *lua = node_find(location, STR("content_by_lua_block"));
    ck_assert_int_eq(lua->first->kind, NODE_RAW);
    ck_assert_ptr_nonnull(node_find(location, STR("gzip")));
    fixture_expect("http { init_by_lua_block { a = \"}",
                   "1@1 [init_by_lua_block] unexpected end of file, expecting \"}\"\n");
}
END_TEST

START_TEST(free_form_blocks_hold_lines_that_are_no_directives)
{
    fixture_expect(HTTP("types { text/x server; a b c; }\nmap $host $x { listen 1; root 2; }"), "");
    struct node *types = node_find(node_find(fx.job.root, STR("http")), STR("types"));
    ck_assert_uint_eq(node_find(types, STR("text/x"))->word, 0);
}
END_TEST

START_TEST(blocks_are_read_to_a_depth)
{
    struct buf b = {.a = &fx.a};
    buf_put(&b, STR("http{server{"));
    for (int i = 0; i < 10000; i++)
        buf_put(&b, STR("location /{"));
    for (int i = 0; i < 10000; i++)
        buf_put(&b, STR("}"));
    buf_put(&b, STR("}} events{} wrong;"));
    fixture_read_as("nginx.conf", buf_str(&b));
    ck_assert_uint_eq(fx.sink.findings.n, 2);
    ck_assert(str_eq(fx.sink.findings.p[0]->rule, STR("meta/limit-exceeded")));
    ck_assert(str_eq(fx.sink.findings.p[1]->message, STR("unknown directive \"wrong\"")));
}
END_TEST

START_TEST(a_bad_line_hides_no_other)
{
    fixture_expect("wrong;\nevents { worker_connections }\nhttp { gzip x;\n server { sendfile y; } }\nlast;",
                   "1@1 [wrong] unknown directive \"wrong\"\n"
                   "2@2 [worker_connections] invalid number of arguments in \"worker_connections\" directive\n"
                   "2@2 [worker_connections] unexpected \"}\"\n"
                   "3@3 [x] invalid value \"x\" in \"gzip\" directive, it must be \"on\" or \"off\"\n"
                   "4@4 [y] invalid value \"y\" in \"sendfile\" directive, it must be \"on\" or \"off\"\n"
                   "5@5 [last] unknown directive \"last\"\n");
}
END_TEST

Suite *read_suite(void)
{
    Suite *s = suite_create("read");
    TCase *t = tcase_create("read");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, CONFIG_CASES);
    tcase_add_test(t, the_tree_holds_every_piece);
    tcase_add_test(t, spans_cover_words_and_endings);
    tcase_add_test(t, an_unknown_name_gets_the_nearest_one_that_fits);
    tcase_add_test(t, a_name_of_another_version_says_so);
    tcase_add_test(t, a_misplaced_name_says_where_it_may_stand);
    tcase_add_test(t, names_of_other_modules_are_known);
    tcase_add_test(t, stated_modules_leave_the_others_out);
    tcase_add_test(t, an_unknown_module_may_bring_unknown_names);
    tcase_add_test(t, lua_is_raw_to_its_brace);
    tcase_add_test(t, free_form_blocks_hold_lines_that_are_no_directives);
    tcase_add_test(t, blocks_are_read_to_a_depth);
    tcase_add_test(t, a_bad_line_hides_no_other);
    suite_add_tcase(s, t);
    return s;
}
