#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *post_servers_suite(void);

/* The first finding of each is nginx's own, in its words and at its line. */
/* clang-format off */
static const struct config_case cases[] = {
    {STREAM("server { return x; }"), "4@4 [server] no \"listen\" is defined for server\n"},
    {STREAM("server { listen 12345; }"), "4@4 [server] no handler for server\n"},
    {STREAM("server\n{\n listen 12345;\n}"), "4@5 [server] no handler for server\n"},
    {STREAM("server { listen 12345; return x; }"), ""},
    {STREAM("server { listen 12345; proxy_pass 127.0.0.1:1; }"), ""},
    {STREAM("server { }"), "4@4 [server] no \"listen\" is defined for server\n"},
    {STREAM("server { listen 12345; return x; } server { listen 12346; proxy_timeout 1s; }"), "4@4 [server] no handler for server\n"},
    {MAIL("server { protocol imap; auth_http 127.0.0.1; }"), "4@4 [server] no \"listen\" is defined for server\n"},
    {MAIL("server { listen 12345; auth_http 127.0.0.1; }"), "4@4 [server] unknown mail protocol for server\n"},
    {MAIL("server { listen 143; auth_http 127.0.0.1; }"), ""},
    {MAIL("server { listen 127.0.0.1:587; auth_http 127.0.0.1; }"), ""},
    {MAIL("server { listen 12345; protocol imap; }"), "4@4 [server] no \"auth_http\" is defined for server\n"},
    {MAIL("server {\n listen 12345; protocol imap; }"), "4@4 [server] no \"auth_http\" is defined for server\n"},
    {MAIL("auth_http 127.0.0.1; server { listen 12345; protocol imap; }"), ""},
    {MAIL("server { listen 12345; protocol imap; } auth_http 127.0.0.1;"), ""},
    {MAIL("server { listen 12345; protocol IMAP; auth_http 127.0.0.1; }"), "4@4 [IMAP] unknown protocol \"IMAP\"\n"},
    {MAIL("server { listen 12345; protocol imp; auth_http 127.0.0.1; }"), "4@4 [imp] unknown protocol \"imp\"\n"},
    {MAIL("server { listen 12345; protocol pop3; auth_http http://127.0.0.1:99999/x; }"),
     "4@4 [99999] invalid port in auth_http \"127.0.0.1:99999/x\"\n"},
    {MAIL("auth_http http://;"), "4@4 [http://] no host in auth_http \"\"\n"},
    {MAIL("auth_http 127.0.0.1:x;"), "4@4 [x] invalid port in auth_http \"127.0.0.1:x\"\n"},
    {MAIL("auth_http https://127.0.0.1/x;"), "4@4 [https://127.0.0.1/x] invalid port in auth_http \"https://127.0.0.1/x\"\n"},
    {MAIL("auth_http [::1]:80/auth;"), ""},
    {MAIL("auth_http [::1/auth;"), "4@4 [[::1/auth] invalid host in auth_http \"[::1/auth\"\n"},
    {MAIL("auth_http unix:/a:/b;"), ""},
    {MAIL("auth_http unix:;"), "4@4 [unix:] no path in the unix domain socket in auth_http \"unix:\"\n"},
    {MAIL("auth_http 127.0.0.1/auth; auth_http 127.0.0.1;"), ""},
    {MAIL("server { listen 12345; protocol imap; auth_http 127.0.0.1; ssl on; starttls on; }"),
     "4@4 [starttls] \"ssl\" directive conflicts with \"starttls\"\n"
     "4@4 [starttls] no \"ssl_certificate\" is defined for the \"ssl\" directive\n"},
    {MAIL("ssl on; }"), "5@5 [}] unexpected \"}\"\n"},
    {MAIL("server { listen 12345; protocol imap; auth_http 127.0.0.1; starttls off; ssl off; }"), ""},
    {MAIL("imap_capabilities A B; pop3_auth plain; smtp_auth loginn;"), "4@4 [loginn] invalid value \"loginn\"\n"},
    {STREAM_SERVER("ssl_preread maybe; return x;"),
     "5@5 [maybe] invalid value \"maybe\" in \"ssl_preread\" directive, it must be \"on\" or \"off\"\n"},
    {STREAM_SERVER("proxy_pass 127.0.0.1:1; proxy_protocol on; proxy_ssl on;"), ""},
};
/* clang-format on */

const struct case_table post_servers_cases = {cases, sizeof cases / sizeof *cases};

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

START_TEST(what_a_server_lacks_may_stand_where_nothing_is_seen)
{
    static const char *const texts[] = {
        EVENTS "stream { server { include elsewhere.conf; } }",
        EVENTS "stream { server { listen 1; include elsewhere.conf; } }",
        EVENTS "stream { server { listen 1; content_by_lua_block { x } } }",
        EVENTS "mail { include elsewhere.conf; server { listen 143; } }",
        EVENTS "mail { server { listen 143; include elsewhere.conf; } }",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        fixture_expect(texts[i], "");
    fixture_expect(EVENTS "stream { server { listn 1; return x; } }", "2@2 [listn] unknown directive \"listn\"\n");
    fx.job.role = DOCUMENT_FRAGMENT;
    fixture_expect("server { proxy_timeout 1s; proxy_connect_timeout 1s; ssl_preread on; }", "");
}
END_TEST

START_TEST(servers_of_a_template_are_not_judged)
{
    fx.job.template_marks = true;
    fixture_expect(EVENTS "stream { server { listen 1;\n{{ x }}\n} {% if a %}\nserver { }\n{% endif %} }", "");
    fixture_expect(
        EVENTS "mail { auth_http {{ a }}; server { listen {{ p }}; } server { listen 1; protocol {{ q }}; } }", "");
}
END_TEST

Suite *post_servers_suite(void)
{
    Suite *s = suite_create("post_servers");
    TCase *t = tcase_create("post_servers");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, what_a_server_lacks_may_stand_where_nothing_is_seen);
    tcase_add_test(t, servers_of_a_template_are_not_judged);
    suite_add_tcase(s, t);
    return s;
}
