#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *args_ssl_suite(void);

/* The first finding of each is nginx's own, in its words and at its line. */
/* clang-format off */
static const struct config_case cases[] = {
    {HTTP("ssl_session_cache off;"), ""},
    {HTTP("ssl_session_cache none;"), ""},
    {HTTP("ssl_session_cache builtin;"), ""},
    {HTTP("ssl_session_cache builtin:1000 shared:SSL:10m;"), ""},
    {HTTP("ssl_session_cache builtin:;"), "3@3 [builtin:] invalid session cache \"builtin:\"\n"},
    {HTTP("ssl_session_cache builtin:x;"), "3@3 [builtin:x] invalid session cache \"builtin:x\"\n"},
    {HTTP("ssl_session_cache shared:SSL;"), "3@3 [shared:SSL] invalid session cache \"shared:SSL\"\n"},
    {HTTP("ssl_session_cache shared:SSL:;"), "3@3 [shared:SSL:] invalid session cache \"shared:SSL:\"\n"},
    {HTTP("ssl_session_cache shared::10m;"), "3@3 [shared::10m] invalid session cache \"shared::10m\"\n"},
    {HTTP("ssl_session_cache shared:;"), "3@3 [shared:] invalid session cache \"shared:\"\n"},
    {HTTP("ssl_session_cache shared;"), "3@3 [shared] invalid session cache \"shared\"\n"},
    {HTTP("ssl_session_cache shared:SSL:10g;"), "3@3 [shared:SSL:10g] invalid session cache \"shared:SSL:10g\"\n"},
    {HTTP("ssl_session_cache shared:SSL:1k;"), "3@3 [shared:SSL:1k] session cache \"shared:SSL:1k\" is too small\n"},
    {HTTP("ssl_session_cache shared:SSL:32768;"), ""},
    {HTTP("ssl_session_cache Off;"), "3@3 [Off] invalid session cache \"Off\"\n"},
    {HTTP("ssl_session_cache shared:SSL:10m:x;"), "3@3 [shared:SSL:10m:x] invalid session cache \"shared:SSL:10m:x\"\n"},
    {HTTP("ssl_session_cache shared:SSL:10m; server { ssl_session_cache shared:SSL:10m; }"), ""},
    {HTTP("server { ssl_session_cache shared:SSL:10m; } server { listen 81; ssl_session_cache shared:SSL:20m; }"),
     "3@3 [SSL] the size 20971520 of shared memory zone \"SSL\" conflicts with already declared size 10485760\n"},
    {HTTP("ssl_session_cache shared:SSL:10m; limit_req_zone $host zone=SSL:10m;"),
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("ssl_session_cache shared:SSL:10m; ssl_ocsp_cache shared:SSL:10m;"),
     "3@3 [SSL] the shared memory zone \"SSL\" is already declared for a different use\n"},
    {HTTP("ssl_ocsp_cache off;"), ""},
    {HTTP("ssl_ocsp_cache shared:O:10m;"), ""},
    {HTTP("ssl_ocsp_cache shared:O;"), "3@3 [shared:O] invalid OCSP cache \"shared:O\"\n"},
    {HTTP("ssl_ocsp_cache shared:O:1k;"), "3@3 [shared:O:1k] OCSP cache \"shared:O:1k\" is too small\n"},
    {HTTP("ssl_ocsp_cache on;"), "3@3 [on] invalid OCSP cache \"on\"\n"},
    {HTTP("ssl_ocsp_cache shared:;"), "3@3 [shared:] invalid OCSP cache \"shared:\"\n"},
    {HTTP("ssl_ocsp_cache off; ssl_ocsp_cache off;"), "3@3 [ssl_ocsp_cache] \"ssl_ocsp_cache\" directive is duplicate\n"},
    {STREAM("ssl_session_cache shared:SSL:10m;"), ""},
    {STREAM("ssl_session_cache foo;"), "4@4 [foo] invalid session cache \"foo\"\n"},
    {MAIL("ssl_session_cache shared:SSL:1k;"), "4@4 [shared:SSL:1k] session cache \"shared:SSL:1k\" is too small\n"},
    {STREAM_SERVER("ssl_alpn aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; return x;"),
     "5@5 [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa] \"ssl_alpn\" directive protocol too long\n"},
    {STREAM_SERVER("ssl_alpn http/1.1 h2; return x;"), ""},
};
/* clang-format on */

const struct case_table ssl_cases = {cases, sizeof cases / sizeof *cases};

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

START_TEST(caches_of_certificates_are_judged_where_nginx_has_them)
{
    fx.job.target = VERSION(1, 28, 0);
    fixture_expect(HTTP("ssl_certificate_cache max=10 inactive=20s valid=1m; server { ssl_certificate_cache off; }"),
                   "");
    fixture_expect(HTTP("ssl_certificate_cache max=0;"), "3@3 [max=0] invalid parameter \"max=0\"\n");
    fixture_expect(HTTP("ssl_certificate_cache valid=1m;"),
                   "3@3 [ssl_certificate_cache] \"ssl_certificate_cache\" must have the \"max\" parameter\n");
    fixture_expect(HTTP("proxy_ssl_certificate_cache max=1 vald=1m;"), "3@3 [vald=1m] invalid parameter \"vald=1m\"\n");
    ck_assert(str_eq(fx.sink.findings.p[0]->help, STR("the nearest parameter is \"valid=\"")));
}
END_TEST

START_TEST(sessions_of_a_template_are_not_judged)
{
    fx.job.template_marks = true;
    fixture_expect(HTTP("ssl_session_cache shared:{{ name }}:{{ size }} {{ more }};"), "");
}
END_TEST

Suite *args_ssl_suite(void)
{
    Suite *s = suite_create("args_ssl");
    TCase *t = tcase_create("args_ssl");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, caches_of_certificates_are_judged_where_nginx_has_them);
    tcase_add_test(t, sessions_of_a_template_are_not_judged);
    suite_add_tcase(s, t);
    return s;
}
