#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *post_header_names_suite(void);

#define TEN "X234567890"
#define FORTY_SIX TEN TEN TEN TEN "123456"
#define FORTY_SEVEN FORTY_SIX "7"
#define TOO_LONG(hash) "3@0 [" FORTY_SEVEN "] could not build " hash ", you should increase " hash "_bucket_size: 64\n"
#define PROXY TOO_LONG("proxy_headers_hash")

/* Without a line in nginx's message: the table is made when http has been read. */
/* clang-format off */
static const struct config_case cases[] = {
    {LOCATION("proxy_set_header " FORTY_SIX " x;"), ""},
    {LOCATION("proxy_set_header " FORTY_SEVEN " x;"), PROXY},
    {LOCATION("proxy_set_header " FORTY_SEVEN " x; proxy_headers_hash_bucket_size 65;"), ""},
    {LOCATION("proxy_hide_header " FORTY_SEVEN ";"), PROXY},
    {LOCATION("proxy_hide_header " FORTY_SEVEN "; proxy_pass_header " FORTY_SEVEN ";"), ""},
    {LOCATION("proxy_pass_header " FORTY_SEVEN ";"), ""},
    {LOCATION("grpc_set_header " FORTY_SEVEN " x;"), TOO_LONG("grpc_headers_hash")},
    {LOCATION("fastcgi_hide_header " FORTY_SEVEN ";"), TOO_LONG("fastcgi_hide_headers_hash")},
    {LOCATION("fastcgi_param HTTP_" FORTY_SIX " x;"), ""},
    {LOCATION("fastcgi_param " FORTY_SEVEN " x;"), ""},
    {LOCATION("uwsgi_param HTTP_" FORTY_SEVEN " x;"),
     "3@0 [HTTP_" FORTY_SEVEN "] could not build uwsgi_params_hash, you should increase uwsgi_params_hash_bucket_size: 64\n"},
    {LOCATION("add_header " FORTY_SEVEN " x;"), ""},
    {HTTP("proxy_set_header " FORTY_SEVEN " x;"), ""},
    {HTTP("proxy_set_header " FORTY_SEVEN " x; server { }"), PROXY},
    {HTTP("proxy_set_header " FORTY_SEVEN " x; server { proxy_headers_hash_bucket_size 128; } server { listen 81; }"), ""},
    {HTTP("proxy_set_header " FORTY_SEVEN " x; server { } server { listen 81; proxy_headers_hash_bucket_size 128; }"), PROXY},
    {HTTP("proxy_set_header " FORTY_SEVEN " x; server { proxy_set_header a b; }"), ""},
    {HTTP("proxy_headers_hash_bucket_size 128; server { proxy_set_header " FORTY_SEVEN " x; }"), ""},
    {HTTP("proxy_headers_hash_bucket_size 128; server { proxy_set_header " FORTY_SEVEN " x; location / { proxy_headers_hash_bucket_size 64; } }"), ""},
};
/* clang-format on */

const struct case_table post_header_names_cases = {cases, sizeof cases / sizeof *cases};

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

START_TEST(a_size_may_stand_where_nothing_is_seen)
{
    fixture_expect(LOCATION("include elsewhere.conf; proxy_set_header " FORTY_SEVEN " x;"), "");
    fixture_expect(HTTP("include elsewhere.conf; server { proxy_set_header " FORTY_SEVEN " x; }"), "");
    fx.job.role = DOCUMENT_FRAGMENT;
    fixture_expect("location / { proxy_set_header " FORTY_SEVEN " x; }", "");
}
END_TEST

Suite *post_header_names_suite(void)
{
    Suite *s = suite_create("post_header_names");
    TCase *t = tcase_create("post_header_names");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, a_size_may_stand_where_nothing_is_seen);
    suite_add_tcase(s, t);
    return s;
}
