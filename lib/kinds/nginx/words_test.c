#include "kinds/nginx/words.h"

#include <check.h>
#include <string.h>

Suite *words_suite(void);

static const uint32_t V1_18 = NGINX_VERSION(1, 18, 0), V1_22 = NGINX_VERSION(1, 22, 1), V1_30 = NGINX_VERSION(1, 30, 4);

static const struct nginx_word *pick(const char *name, uint32_t context, uint32_t version)
{
    uint32_t row;
    return nginx_word_pick(str_from(name), context, version, &row) == NGINX_FIT_OK ? &nginx_words[row] : NULL;
}

static enum nginx_fit fit(const char *name, uint32_t context, uint32_t version)
{
    uint32_t row;
    return nginx_word_pick(str_from(name), context, version, &row);
}

static bool text_is(uint16_t offset, const char *text)
{
    return str_eq(nginx_word_str(offset), str_from(text));
}

START_TEST(every_name_is_found_with_all_its_rows)
{
    for (uint32_t row = 1; row < nginx_words_n; row++) {
        uint32_t n, first = nginx_word_find(nginx_word_str(nginx_words[row].name), &n);
        ck_assert_uint_le(first, row);
        ck_assert_uint_gt(first + n, row);
    }
}
END_TEST

START_TEST(a_name_that_is_close_is_not_found)
{
    const char *names[] = {"", "Server", "server ", "serve", "serverr", "proxy-pass", "\xff", "listen;"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        uint32_t n, first = nginx_word_find(str_from(names[i]), &n);
        ck_assert_msg(first == 0 && n == 0, "%s", names[i]);
    }
}
END_TEST

START_TEST(every_row_is_whole)
{
    for (uint32_t row = 1; row < nginx_words_n; row++) {
        const struct nginx_word *w = &nginx_words[row];
        const char *name = nginx_word_text + w->name;
        ck_assert_msg(w->name && w->module && w->origin && w->class && w->contexts && w->args, "%s", name);
        ck_assert_msg(w->since < w->until, "%s", name);
        ck_assert_msg((w->block == NGINX_BLOCK_BLOCK) == (w->opens != 0), "%s", name);
        bool listed = w->type == NGINX_TYPE_ENUM || w->type == NGINX_TYPE_BITMASK;
        ck_assert_msg(!listed || w->values, "%s has no values", name);
        ck_assert_msg(!w->values || listed || w->type == NGINX_TYPE_NUM, "%s has values", name);
        ck_assert_msg(!nginx_word_is_builtin(w) || w->type > NGINX_TYPE_OPAQUE, "%s is opaque", name);
    }
}
END_TEST

START_TEST(every_context_that_is_opened_has_a_name_and_words)
{
    for (uint32_t bit = 1; bit < NGINX_IN_ANY; bit <<= 1) {
        ck_assert_uint_gt(nginx_context_name(bit).n, 0);
        bool opened = bit == NGINX_IN_MAIN, used = false;
        for (uint32_t row = 1; row < nginx_words_n; row++) {
            opened |= (nginx_words[row].opens & bit) != 0;
            used |= nginx_words[row].contexts != NGINX_IN_ANY && nginx_words[row].contexts & bit;
        }
        ck_assert_msg(opened && used, "%s", nginx_context_name(bit).p);
    }
}
END_TEST

START_TEST(one_name_means_another_directive_in_another_block)
{
    ck_assert_int_eq(pick("server", NGINX_IN_HTTP, 0)->block, NGINX_BLOCK_BLOCK);
    ck_assert_int_eq(pick("server", NGINX_IN_UPSTREAM, 0)->type, NGINX_TYPE_UPSTREAM_SERVER);
    ck_assert_uint_eq(pick("server", NGINX_IN_STREAM, 0)->opens, NGINX_IN_STREAM_SERVER);
    ck_assert_int_eq(pick("listen", NGINX_IN_MAIL_SERVER, 0)->type, NGINX_TYPE_LISTEN_MAIL);
    ck_assert_int_eq(fit("server", NGINX_IN_SERVER, 0), NGINX_FIT_ELSEWHERE);
    ck_assert_int_eq(fit("serverr", NGINX_IN_HTTP, 0), NGINX_FIT_UNKNOWN);
    ck_assert_ptr_nonnull(pick("include", NGINX_IN_MAIL_SERVER, V1_18));
}
END_TEST

START_TEST(a_target_decides_what_is_legal)
{
    ck_assert_int_eq(fit("http2", NGINX_IN_SERVER, V1_22), NGINX_FIT_NOT_YET);
    ck_assert_int_eq(fit("http2", NGINX_IN_SERVER, V1_30), NGINX_FIT_OK);
    ck_assert_int_eq(fit("http2", NGINX_IN_SERVER, 0), NGINX_FIT_OK);
    ck_assert_int_eq(fit("http2", NGINX_IN_LOCATION, V1_30), NGINX_FIT_ELSEWHERE);
    ck_assert_int_eq(fit("ssl", NGINX_IN_SERVER, V1_22), NGINX_FIT_OK);
    ck_assert_int_eq(fit("ssl", NGINX_IN_SERVER, V1_30), NGINX_FIT_NO_MORE);
    ck_assert_int_eq(fit("spdy_chunk_size", NGINX_IN_SERVER, 0), NGINX_FIT_OK);
    ck_assert_int_eq(fit("spdy_chunk_size", NGINX_IN_SERVER, V1_22), NGINX_FIT_NO_MORE);
    ck_assert_int_eq(fit("resolver", NGINX_IN_UPSTREAM, V1_22), NGINX_FIT_NOT_YET);
}
END_TEST

START_TEST(defaults_follow_the_version)
{
    static const struct {
        const char *name;
        uint32_t context, version;
        const char *deflt;
    } cases[] = {
        {"keepalive_requests", NGINX_IN_HTTP, NGINX_VERSION(1, 18, 0), "100"},
        {"keepalive_requests", NGINX_IN_HTTP, NGINX_VERSION(1, 19, 9), "100"},
        {"keepalive_requests", NGINX_IN_HTTP, NGINX_VERSION(1, 19, 10), "1000"},
        {"keepalive_requests", NGINX_IN_UPSTREAM, NGINX_VERSION(1, 18, 0), "100"},
        {"sendfile_max_chunk", NGINX_IN_HTTP, NGINX_VERSION(1, 20, 2), "0"},
        {"sendfile_max_chunk", NGINX_IN_HTTP, NGINX_VERSION(1, 22, 0), "2m"},
        {"proxy_http_version", NGINX_IN_LOCATION, NGINX_VERSION(1, 28, 0), "1.0"},
        {"proxy_http_version", NGINX_IN_LOCATION, NGINX_VERSION(1, 30, 0), "1.1"},
        {"keepalive", NGINX_IN_UPSTREAM, NGINX_VERSION(1, 28, 0), ""},
        {"keepalive", NGINX_IN_UPSTREAM, NGINX_VERSION(1, 30, 0), "32 local"},
        {"ssl_protocols", NGINX_IN_SERVER, NGINX_VERSION(1, 22, 1), "TLSv1 TLSv1.1 TLSv1.2"},
        {"ssl_protocols", NGINX_IN_SERVER, NGINX_VERSION(1, 26, 3), "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3"},
        {"ssl_protocols", NGINX_IN_SERVER, NGINX_VERSION(1, 28, 0), "TLSv1.2 TLSv1.3"},
        {"client_body_buffer_size", NGINX_IN_HTTP, NGINX_VERSION(1, 22, 1), "8k"},
        {"proxy_buffers", NGINX_IN_HTTP, NGINX_VERSION(1, 22, 1), "8 4k"},
        {"worker_connections", NGINX_IN_EVENTS, NGINX_VERSION(1, 22, 1), "512"},
        {"client_max_body_size", NGINX_IN_HTTP, 0, "1m"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct nginx_word *w = pick(cases[i].name, cases[i].context, cases[i].version);
        ck_assert_msg(w && text_is(w->deflt, cases[i].deflt), "%zu: %s", i, cases[i].name);
    }
}
END_TEST

START_TEST(the_ranges_of_one_directive_are_neighbours)
{
    uint32_t row, n;
    ck_assert_int_eq(nginx_word_pick(STR("ssl_protocols"), NGINX_IN_SERVER, 0, &row), NGINX_FIT_OK);
    ck_assert(text_is(nginx_words[row].deflt, "TLSv1.2 TLSv1.3"));
    uint32_t first = nginx_word_range(row, 0, &n);
    ck_assert_uint_eq(n, 3);
    ck_assert_uint_eq(nginx_words[first].until, nginx_words[first + 1].since);
    first = nginx_word_range(row, V1_22, &n);
    ck_assert_uint_eq(n, 1);
    ck_assert(text_is(nginx_words[first].deflt, "TLSv1 TLSv1.1 TLSv1.2"));
}
END_TEST

START_TEST(arguments_are_counted)
{
    static const struct {
        const char *name;
        uint32_t context, version, n;
        bool right;
    } cases[] = {
        {"proxy_pass", NGINX_IN_LOCATION, 0, 1, true},
        {"proxy_pass", NGINX_IN_LOCATION, 0, 0, false},
        {"proxy_pass", NGINX_IN_LOCATION, 0, 2, false},
        {"server_name", NGINX_IN_SERVER, 0, 0, false},
        {"server_name", NGINX_IN_SERVER, 0, 1000, true},
        {"location", NGINX_IN_SERVER, 0, 2, true},
        {"location", NGINX_IN_SERVER, 0, 3, false},
        {"keepalive", NGINX_IN_UPSTREAM, NGINX_VERSION(1, 28, 0), 2, false},
        {"keepalive", NGINX_IN_UPSTREAM, NGINX_VERSION(1, 30, 0), 2, true},
        {"keepalive", NGINX_IN_UPSTREAM, 0, 2, true},
        {"http", NGINX_IN_MAIN, 0, 0, true},
        {"http", NGINX_IN_MAIN, 0, 1, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t row;
        nginx_word_pick(str_from(cases[i].name), cases[i].context, cases[i].version, &row);
        ck_assert_msg(nginx_word_takes(row, cases[i].version, cases[i].n) == cases[i].right, "%zu: %s", i,
                      cases[i].name);
    }
}
END_TEST

START_TEST(values_follow_the_version_and_ignore_case)
{
    const struct nginx_word *old = pick("proxy_http_version", NGINX_IN_LOCATION, V1_22);
    const struct nginx_word *new = pick("proxy_http_version", NGINX_IN_LOCATION, V1_30);
    ck_assert(!nginx_word_has_value(old, STR("2")));
    ck_assert(nginx_word_has_value(new, STR("2")));
    const struct nginx_word *protocols = pick("ssl_protocols", NGINX_IN_HTTP, 0);
    ck_assert(nginx_word_has_value(protocols, STR("tlsV1.3")));
    ck_assert(!nginx_word_has_value(protocols, STR("TLSv1.")));
    ck_assert(!nginx_word_has_value(protocols, STR("")));
}
END_TEST

START_TEST(numbers_have_the_bounds_of_the_source)
{
    uint64_t min, max;
    ck_assert(nginx_word_bounds(pick("gzip_comp_level", NGINX_IN_HTTP, 0), &min, &max));
    ck_assert(min == 1 && max == 9);
    ck_assert(nginx_word_bounds(pick("limit_req_status", NGINX_IN_HTTP, 0), &min, &max));
    ck_assert(min == 400 && max == 599);
    ck_assert(!nginx_word_bounds(pick("keepalive_requests", NGINX_IN_HTTP, 0), &min, &max));
    ck_assert(!nginx_word_bounds(pick("proxy_http_version", NGINX_IN_HTTP, 0), &min, &max));
}
END_TEST

START_TEST(an_if_opens_what_its_place_says)
{
    const struct nginx_word *word = pick("if", NGINX_IN_SERVER, 0);
    ck_assert_uint_eq(nginx_word_opens(word, NGINX_IN_SERVER), NGINX_IN_IF_IN_SERVER);
    ck_assert_uint_eq(nginx_word_opens(word, NGINX_IN_LOCATION), NGINX_IN_IF_IN_LOCATION);
    ck_assert_uint_eq(nginx_word_opens(pick("location", NGINX_IN_LOCATION, 0), NGINX_IN_LOCATION), NGINX_IN_LOCATION);
    ck_assert_uint_eq(nginx_word_opens(pick("map", NGINX_IN_HTTP, 0), NGINX_IN_HTTP), 0);
}
END_TEST

START_TEST(the_table_knows_words_of_other_modules)
{
    const struct nginx_word *lua = pick("content_by_lua_block", NGINX_IN_LOCATION, V1_22);
    ck_assert(!nginx_word_is_builtin(lua));
    ck_assert(text_is(lua->debian, "libnginx-mod-http-lua"));
    ck_assert_int_eq(lua->block, NGINX_BLOCK_LUA);
    ck_assert(pick("health_check", NGINX_IN_LOCATION, 0)->flags & NGINX_WORD_COMMERCIAL);
    ck_assert(pick("sticky", NGINX_IN_UPSTREAM, V1_30)->flags & NGINX_WORD_COMMERCIAL_BEFORE);
    ck_assert(text_is(pick("stub_status", NGINX_IN_LOCATION, 0)->build, "--with-http_stub_status_module"));
    ck_assert(text_is(pick("live", NGINX_IN_RTMP_APPLICATION, 0)->origin, "arut/nginx-rtmp-module"));
}
END_TEST

START_TEST(versions_are_read)
{
    static const struct {
        const char *text;
        uint32_t version;
    } cases[] = {
        {"1.22.1", NGINX_VERSION(1, 22, 1)},
        {"1.22", NGINX_VERSION(1, 22, 255)},
        {"1.18.0", NGINX_VERSION(1, 18, 0)},
        {"", 0},
        {"1", 0},
        {"1.", 0},
        {"1.2.", 0},
        {"1.2.3.4", 0},
        {"1.256.0", 0},
        {"v1.22", 0},
        {"1..2", 0},
        {"1.22.1-dev", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t version = 0;
        ck_assert_msg(nginx_version_parse(str_from(cases[i].text), &version) == (cases[i].version != 0), "%s",
                      cases[i].text);
        ck_assert_uint_eq(version, cases[i].version);
    }
}
END_TEST

Suite *words_suite(void)
{
    Suite *s = suite_create("nginx words");
    TCase *t = tcase_create("table");
    tcase_add_test(t, every_name_is_found_with_all_its_rows);
    tcase_add_test(t, a_name_that_is_close_is_not_found);
    tcase_add_test(t, every_row_is_whole);
    tcase_add_test(t, every_context_that_is_opened_has_a_name_and_words);
    tcase_add_test(t, one_name_means_another_directive_in_another_block);
    tcase_add_test(t, a_target_decides_what_is_legal);
    tcase_add_test(t, defaults_follow_the_version);
    tcase_add_test(t, the_ranges_of_one_directive_are_neighbours);
    tcase_add_test(t, arguments_are_counted);
    tcase_add_test(t, values_follow_the_version_and_ignore_case);
    tcase_add_test(t, numbers_have_the_bounds_of_the_source);
    tcase_add_test(t, an_if_opens_what_its_place_says);
    tcase_add_test(t, the_table_knows_words_of_other_modules);
    tcase_add_test(t, versions_are_read);
    suite_add_tcase(s, t);
    return s;
}
