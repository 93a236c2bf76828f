#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *args_access_suite(void);

/* The first finding of each is nginx's own, in its words and at its line. */
/* clang-format off */
static const struct config_case cases[] = {
    {HTTP("allow all; deny all; allow unix:; allow 10.0.0.1; deny 10.0.0.0/8; allow ::1; deny 2001:db8::/32;"), ""},
    {HTTP("allow All;"), "3@3 [All] invalid parameter \"All\"\n"},
    {HTTP("allow localhost;"), "3@3 [localhost] invalid parameter \"localhost\"\n"},
    {HTTP("deny 10.0.0.0/33;"), "3@3 [10.0.0.0/33] invalid parameter \"10.0.0.0/33\"\n"},
    {HTTP("deny 10.0.0;"), "3@3 [10.0.0] invalid parameter \"10.0.0\"\n"},
    {HTTP("deny 10.0.0.1/;"), "3@3 [10.0.0.1/] invalid parameter \"10.0.0.1/\"\n"},
    {HTTP("deny 255.255.255.255;"), "3@3 [255.255.255.255] invalid parameter \"255.255.255.255\"\n"},
    {HTTP("deny 255.255.255.255/32;"), "3@3 [255.255.255.255/32] invalid parameter \"255.255.255.255/32\"\n"},
    {HTTP("deny 0.0.0.0/0;"), ""},
    {HTTP("deny \"\";"), "3@3 [\"\"] invalid parameter \"\"\n"},
    {HTTP("deny unix:/x;"), "3@3 [unix:/x] invalid parameter \"unix:/x\"\n"},
    {HTTP("deny [::1];"), "3@3 [[::1]] invalid parameter \"[::1]\"\n"},
    {HTTP("deny 10.0.0.1/8;"), ""},
    {STREAM("deny x;"), "4@4 [x] invalid parameter \"x\"\n"},
    {HTTP("set_real_ip_from 10.0.0.0/8;"), ""},
    {HTTP("set_real_ip_from unix:;"), ""},
    {HTTP("set_real_ip_from 127.0.0.1;"), ""},
    {HTTP("set_real_ip_from ::/0;"), ""},
    {HTTP("real_ip_header X-Real-IP; real_ip_header proxy_protocol;"), "3@3 [real_ip_header] \"real_ip_header\" directive is duplicate\n"},
    {HTTP("modern_browser msie 5.5; modern_browser gecko 1.0.0; modern_browser Opera 9; modern_browser unlisted;"), ""},
    {HTTP("modern_browser firefox 5;"), "3@3 [firefox] unknown browser name \"firefox\"\n"},
    {HTTP("modern_browser msie 5b;"), "3@3 [5b] invalid browser version \"5b\"\n"},
    {HTTP("modern_browser msie \"\";"), ""},
    {HTTP("ancient_browser \"Mozilla/4\" netscape4;"), ""},
    {SERVER("auth_request_set $a $upstream_http_x; return 200 $a;"), ""},
    {SERVER("auth_request_set a b;"), "3@3 [a] invalid variable name \"a\"\n"},
    {SERVER("auth_request_set $uri b;"), "3@3 [$uri] the duplicate \"uri\" variable\n"},
    {SERVER("auth_request_set $a $nope;"), "3@0 [$nope] unknown \"nope\" variable\n"},
    {SERVER("auth_request_set $a $;"), "3@3 [$] invalid variable name\n"},
    {SERVER("auth_request off; auth_request /a;"), "3@3 [auth_request] \"auth_request\" directive is duplicate\n"},
    {SERVER("auth_basic $nope;"), "3@0 [$nope] unknown \"nope\" variable\n"},
    {SERVER("auth_basic \"x $\"; "), "3@3 [$] invalid variable name\n"},
    {SERVER("auth_basic_user_file /x/$nope;"), "3@0 [$nope] unknown \"nope\" variable\n"},
    {SERVER("auth_basic_user_file /x/${a;"), "3@3 [${a] the closing bracket in \"a\" variable is missing\n"},
    {SERVER("auth_basic_user_file /x; auth_basic_user_file /y;"), "3@3 [auth_basic_user_file] \"auth_basic_user_file\" directive is duplicate\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_perl_module.so; events { } http { server { location / { perl a; perl b; } } }"),
     "1@1 [perl] duplicate perl handler \"b\"\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_perl_module.so; events { } http { perl_set $x a; server { return 200 $x; } }"), ""},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_perl_module.so; events { } http { perl_set x a; }"), "1@1 [x] invalid variable name \"x\"\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_perl_module.so; events { } http { perl_set $uri a; }"),
     "1@1 [$uri] the duplicate \"uri\" variable\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_geoip_module.so; events { } http { geoip_proxy 10.0.0.0/8; geoip_proxy 255.255.255.255; geoip_proxy x; }"),
     "1@1 [x] invalid network \"x\"\n"},
};
/* clang-format on */

const struct case_table access_cases = {cases, sizeof cases / sizeof *cases};

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

START_TEST(what_is_no_address_is_explained)
{
    fixture_expect(HTTP("deny localhost;"), "3@3 [localhost] invalid parameter \"localhost\"\n");
    ck_assert(str_eq(fx.sink.findings.p[0]->help,
                     STR("it takes an address, a network like 10.0.0.0/8, unix: or all; no names")));
    fixture_expect(HTTP("set_real_ip_from 10.0.0.0/33;"),
                   "3@3 [10.0.0.0/33] host not found in set_real_ip_from \"10.0.0.0/33\"\n");
    fixture_expect(HTTP("set_real_ip_from proxy.example.com;"), "");
}
END_TEST

/* nginx stops without a word. */
START_TEST(a_browser_needs_a_version)
{
    fixture_expect(HTTP("modern_browser msie;"), "3@3 [msie] invalid parameter \"msie\"\n");
}
END_TEST

START_TEST(databases_are_judged_by_their_words)
{
    fixture_expect(HTTP("geoip_country /x utf8; geoip_city /y utf-8;"), "3@3 [utf-8] invalid parameter \"utf-8\"\n");
}
END_TEST

START_TEST(addresses_of_a_template_are_not_judged)
{
    fx.job.template_marks = true;
    fixture_expect(HTTP("allow {{ a }}; deny 10.0.0.0/{{ b }}; set_real_ip_from {{ c }}/x; modern_browser {{ n }};\n"
                        "server { auth_request_set ${{ v }} x; return 200 $y; }"),
                   "");
}
END_TEST

Suite *args_access_suite(void)
{
    Suite *s = suite_create("args_access");
    TCase *t = tcase_create("args_access");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, what_is_no_address_is_explained);
    tcase_add_test(t, a_browser_needs_a_version);
    tcase_add_test(t, databases_are_judged_by_their_words);
    tcase_add_test(t, addresses_of_a_template_are_not_judged);
    suite_add_tcase(s, t);
    return s;
}
