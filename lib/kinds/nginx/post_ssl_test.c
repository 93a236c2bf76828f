#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *post_ssl_suite(void);

/* The first finding of each is nginx's own, in its words and at its line. */
/* clang-format off */
static const struct config_case cases[] = {
    {HTTP("server { listen 8443 ssl; }"), "3@3 [server] no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive\n"},
    {HTTP("server {\n  listen 8443\n   ssl;\n}"), "3@3 [server] no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive\n"},
    {HTTP("# x\nserver\n{\n  listen 8443 ssl;\n}"), "4@5 [server] no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive\n"},
    {HTTP("server { listen 8443 ssl; ssl_certificate $host; ssl_certificate_key $host; }"), ""},
    {HTTP("ssl_certificate $host; ssl_certificate_key $host; server { listen 8443 ssl; }"), ""},
    {HTTP("server { listen 8443 ssl; ssl_certificate $host; }"), "3@0 [$host] no \"ssl_certificate_key\" is defined for certificate \"$host\"\n"},
    {HTTP("server { listen 8443 ssl; ssl_certificate_key $host; }"),
     "3@3 [server] no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive\n"},
    {HTTP("server { listen 8443; ssl_certificate $host; }"), "3@0 [$host] no \"ssl_certificate_key\" is defined for certificate \"$host\"\n"},
    {HTTP("server { ssl_certificate $host; ssl_certificate /x; ssl_certificate_key $host; }"),
     "3@0 [/x] no \"ssl_certificate_key\" is defined for certificate \"/x\"\n"},
    {HTTP("ssl_certificate_key $host; server { ssl_certificate $host; }"), ""},
    {HTTP("ssl_certificate $host; server { ssl_certificate_key $host; }"), ""},
    {HTTP("ssl_certificate $host; ssl_certificate $uri; ssl_certificate_key $host; ssl_certificate_key $uri; server { ssl_certificate_key $host; }"),
     "3@0 [$uri] no \"ssl_certificate_key\" is defined for certificate \"$uri\"\n"},
    {HTTP("ssl_certificate $host; server { } "), "3@0 [$host] no \"ssl_certificate_key\" is defined for certificate \"$host\"\n"},
    {HTTP("ssl_certificate $host;"), ""},
    {HTTP("server { listen 8443 ssl; ssl_certificate $host; ssl_certificate_key $host; }\nserver { listen 8443 ssl; server_name b; }"), ""},
    {HTTP("server { listen 8443 ssl; server_name b; }\nserver { listen 8443 ssl; ssl_certificate $host; ssl_certificate_key $host; }"),
     "3@3 [server] no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive\n"},
    {HTTP("server { listen 8443 ssl; server_name b; }\nserver { listen 8443 default_server; ssl_certificate $host; ssl_certificate_key $host; }"),
     ""},
    {HTTP("server { listen 8443; server_name b; }\nserver { listen 8443 ssl; ssl_certificate $host; ssl_certificate_key $host; }"),
     "3@3 [server] no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive\n"},
    {HTTP("server { listen 8443 ssl; listen [::]:8443 ssl; }"),
     "3@3 [server] no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive\n"},
    {HTTP("server { listen 8443 ssl; ssl_reject_handshake on; }"), ""},
    {HTTP("server { listen 8443 ssl; ssl_reject_handshake off; }"),
     "3@3 [server] no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive\n"},
    {HTTP("server { listen 8443 ssl default_server; ssl_reject_handshake on; }\nserver { listen 8443 ssl; server_name b; }"),
     "4@4 [server] no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive\n"},
    {HTTP("server { listen 8443 ssl default_server; ssl_reject_handshake on; }\nserver { listen 8443 ssl; server_name b; ssl_certificate $host; ssl_certificate_key $host; }"),
     ""},
    {HTTP("ssl_reject_handshake on;\nserver { listen 8443 ssl; }"), ""},
    {SERVER("ssl on;"), "3@3 [ssl] no \"ssl_certificate\" is defined for the \"ssl\" directive\n"},
    {SERVER("ssl\non;"), "3@4 [ssl] no \"ssl_certificate\" is defined for the \"ssl\" directive\n"},
    {SERVER("ssl off;"), ""},
    {SERVER("ssl on; ssl_certificate $host;"), "3@3 [ssl] no \"ssl_certificate_key\" is defined for the \"ssl\" directive\n"},
    {SERVER("ssl on; ssl_certificate $host; ssl_certificate $uri; ssl_certificate_key $host;"),
     "3@3 [$uri] no \"ssl_certificate_key\" is defined for certificate \"$uri\" and the \"ssl\" directive\n"},
    {SERVER("ssl on; ssl_certificate $host; ssl_certificate_key $host;"), ""},
    {SERVER("ssl on; ssl_reject_handshake on;"), ""},
    {HTTP("ssl on;\nserver { }"), "3@3 [ssl] no \"ssl_certificate\" is defined for the \"ssl\" directive\n"},
    {HTTP("ssl on; server { ssl off; }"), ""},
    {SERVER("ssl_certificate $host; ssl_certificate_key $host; ssl_verify_client on;"), "3@0 [on] no ssl_client_certificate for ssl_verify_client\n"},
    {SERVER("ssl_certificate $host; ssl_certificate_key $host; ssl_verify_client optional;"),
     "3@0 [optional] no ssl_client_certificate for ssl_verify_client\n"},
    {SERVER("ssl_certificate $host; ssl_certificate_key $host; ssl_verify_client optional_no_ca;"), ""},
    {SERVER("ssl_certificate $host; ssl_certificate_key $host; ssl_verify_client off;"), ""},
    {SERVER("ssl_verify_client on;"), ""},
    {SERVER("ssl_certificate $host; ssl_certificate_key $host; ssl_verify_client optional_no_ca; ssl_ocsp on;"),
     "3@0 [on] \"ssl_ocsp\" is incompatible with \"ssl_verify_client optional_no_ca\"\n"},
    {SERVER("ssl_certificate $host; ssl_certificate_key $host; ssl_verify_client optional_no_ca; ssl_ocsp off;"), ""},
    {STREAM("server { listen 8443 ssl; return x; }"), "4@4 [listen] no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive\n"},
    {STREAM("ssl; return x; }"),
     "4@4 [ssl] \"ssl\" directive is not allowed here\n"
     "4@4 [return] \"return\" directive is not allowed here\n"
     "5@5 [}] unexpected \"}\"\n"},
    {STREAM("server { listen 8443 ssl; return x; ssl_certificate $remote_addr; }"),
     "4@4 [listen] no \"ssl_certificate_key\" is defined for the \"listen ... ssl\" directive\n"},
    {STREAM("server { listen 8443 ssl; return x; ssl_certificate_key $remote_addr; }"),
     "4@4 [listen] no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive\n"},
    {STREAM("server { listen 8443 ssl; return x; ssl_certificate $remote_addr; ssl_certificate_key $remote_addr; }"), ""},
    {STREAM("server { listen 8443 ssl; return x; ssl_certificate $remote_addr; ssl_certificate $remote_addr; ssl_certificate_key $remote_addr; }"),
     "4@4 [$remote_addr] no \"ssl_certificate_key\" is defined for certificate \"$remote_addr\" and the \"listen ... ssl\" directive\n"},
    {STREAM("ssl_certificate $remote_addr; ssl_certificate_key $remote_addr; server { listen 8443 ssl; return x; }"), ""},
    {STREAM("server { listen 8443; return x; ssl_certificate $remote_addr; }"), ""},
    {STREAM("server { listen 8443 ssl; return x; ssl_certificate $remote_addr; ssl_certificate_key $remote_addr; ssl_verify_client on; }"),
     "4@0 [on] no ssl_client_certificate for ssl_verify_client\n"},
    {MAIL("server { listen 8443 ssl; protocol imap; auth_http 127.0.0.1; }"),
     "4@4 [listen] no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive\n"},
    {MAIL("server {\n listen 8443 ssl; protocol imap; auth_http 127.0.0.1;\n ssl_certificate a;\n}"),
     "5@5 [listen] no \"ssl_certificate_key\" is defined for the \"listen ... ssl\" directive\n"},
    {MAIL("server {\n listen 8443; protocol imap; auth_http 127.0.0.1;\n starttls on;\n}"),
     "6@6 [starttls] no \"ssl_certificate\" is defined for the \"starttls\" directive\n"},
    {MAIL("starttls only;\nserver {\n listen 8443; protocol imap; auth_http 127.0.0.1;\n}"),
     "4@4 [starttls] no \"ssl_certificate\" is defined for the \"starttls\" directive\n"},
    {MAIL("server {\n listen 8443; protocol imap; auth_http 127.0.0.1;\n starttls off;\n}"), ""},
    {MAIL("server {\n listen 8443; protocol imap; auth_http 127.0.0.1;\n starttls off;\n ssl on;\n}"),
     "7@7 [ssl] no \"ssl_certificate\" is defined for the \"ssl\" directive\n"},
    {MAIL("server {\n listen 8443; protocol imap; auth_http 127.0.0.1;\n ssl on;\n}"),
     "6@6 [ssl] no \"ssl_certificate\" is defined for the \"ssl\" directive\n"},
    {MAIL("ssl_certificate a; ssl_certificate b; ssl_certificate_key a;\nserver {\n listen 8443; protocol imap; auth_http 127.0.0.1;\n ssl on;\n}"),
     "4@7 [b] no \"ssl_certificate_key\" is defined for certificate \"b\" and the \"ssl\" directive\n"},
};
/* clang-format on */

const struct case_table post_ssl_cases = {cases, sizeof cases / sizeof *cases};

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

/* What is found in text when it is judged for a version. */
static void expect_for(version_number target, const char *text, const char *expected)
{
    fx.job.target = target;
    fixture_expect(text, expected);
}

START_TEST(a_certificate_that_is_missing_is_shown_with_what_asks_for_it)
{
    fixture_read(HTTP("server { listen 8443; }\nserver { listen 8443 ssl; }"));
    ck_assert(str_eq(fx.sink.findings.p[0]->label, STR("the default server of 0.0.0.0:8443 has none")));
    ck_assert_uint_eq(fixture_line(fx.sink.findings.p[0]->related.p[0].at), 4);
}
END_TEST

START_TEST(certificates_may_be_set_where_nothing_is_seen)
{
    static const char *const texts[] = {
        HTTP("include elsewhere.conf; server { listen 8443 ssl; }"),
        HTTP("server { listen 8443 ssl; include elsewhere.conf; }"),
        HTTP("server { listen 8443 ssl; include snippets/snakeoil.conf; }"),
        HTTP("include snippets/snakeoil.conf; server { listen 8443 ssl; }"),
        EVENTS "stream { server { listen 8443 ssl; return x; include elsewhere.conf; } }",
        EVENTS "mail { server { listen 143 ssl; auth_http 127.0.0.1; include elsewhere.conf; } }",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        fixture_expect(texts[i], "");
    fixture_expect(HTTP("server { listen 8443 ssl; include mime.types; }"),
                   "3@3 [server] no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive\n");
    fixture_expect(
        HTTP("include elsewhere.conf; server { ssl_certificate a; ssl_certificate b; ssl_certificate_key a; }"),
        "3@0 [b] no \"ssl_certificate_key\" is defined for certificate \"b\"\n");
}
END_TEST

START_TEST(what_is_wrong_in_a_server_is_told_alone)
{
    fixture_expect(HTTP("server { listen 8443 ssl; ssl_certificat a; ssl_certificate_key b; }"),
                   "3@3 [ssl_certificat] unknown directive \"ssl_certificat\"\n");
    fixture_expect(HTTP("server { listen 8443 ssl; ssl_certificate a b; ssl_certificate_key b; }"),
                   "3@3 [ssl_certificate] invalid number of arguments in \"ssl_certificate\" directive\n");
    fixture_expect(HTTP("server { listen 8443 ssl defaul; }\nserver { listen 8443 ssl; }"),
                   "3@3 [defaul] invalid parameter \"defaul\"\n");
}
END_TEST

START_TEST(certificates_are_judged_by_version)
{
    static const char quic[] = HTTP("server { listen 8443 quic; ssl_protocols TLSv1.2; ssl_certificate a; "
                                    "ssl_certificate_key b; }\nserver { listen 8444 quic; }");
    static const char clients[] = SERVER("ssl_certificate a; ssl_certificate_key a; ssl_verify_client on;\n"
                                         "ssl_trusted_certificate b;");
    static const char stream[] = EVENTS "stream { server { listen 8443 ssl; return x; ssl_certificate a; }\n"
                                        "server { listen 8444 ssl; return x; } }";
    expect_for(VERSION(1, 28, 0), quic,
               "3@3 [TLSv1.2] \"ssl_protocols\" must enable TLSv1.3 for the \"listen ... quic\" directive\n"
               "4@4 [server] no \"ssl_certificate\" is defined for the \"listen ... quic\" directive\n");
    expect_for(VERSION(1, 26, 0), clients, "3@0 [on] no ssl_client_certificate for ssl_verify_client\n");
    expect_for(VERSION(1, 28, 0), clients, "");
    expect_for(0, clients, "");
    expect_for(VERSION(1, 28, 0), SERVER("ssl_certificate a; ssl_certificate_key a; ssl_verify_client on;"),
               "3@0 [on] no ssl_client_certificate or ssl_trusted_certificate for ssl_verify_client\n");
    expect_for(VERSION(1, 28, 0), stream,
               "2@0 [a] no \"ssl_certificate_key\" is defined for certificate \"a\"\n"
               "3@3 [server] no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive\n");
    expect_for(VERSION(1, 24, 0), stream,
               "2@2 [listen] no \"ssl_certificate_key\" is defined for the \"listen ... ssl\" directive\n"
               "3@3 [listen] no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive\n");
    expect_for(0, stream, "3@3 [server] no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive\n");
    expect_for(0, SERVER("ssl on;"), "3@3 [ssl] no \"ssl_certificate\" is defined for the \"ssl\" directive\n");
}
END_TEST

START_TEST(tls_of_a_template_is_not_judged_where_it_decides)
{
    fx.job.template_marks = true;
    static const char *const texts[] = {
        HTTP("server { listen 8443 ssl; {% if c %}\nssl_certificate a; ssl_certificate_key a;\n{% endif %} }"),
        HTTP("server { listen {{ port }} ssl; }\nserver { listen 8443 ssl; }"),
        HTTP("{% for s in servers %}\nserver { listen 8443 ssl; }\n{% endfor %}"),
        HTTP("server { listen 8443 ssl;\n{{ more }}\n}"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        fixture_expect(texts[i], "");
    fixture_expect(HTTP("server { listen 8443 ssl; ssl_certificate {{ c }}; ssl_certificate_key {{ k }}; }"), "");
}
END_TEST

Suite *post_ssl_suite(void)
{
    Suite *s = suite_create("post_ssl");
    TCase *t = tcase_create("post_ssl");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, a_certificate_that_is_missing_is_shown_with_what_asks_for_it);
    tcase_add_test(t, certificates_may_be_set_where_nothing_is_seen);
    tcase_add_test(t, what_is_wrong_in_a_server_is_told_alone);
    tcase_add_test(t, certificates_are_judged_by_version);
    tcase_add_test(t, tls_of_a_template_is_not_judged_where_it_decides);
    suite_add_tcase(s, t);
    return s;
}
