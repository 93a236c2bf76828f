#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *args_rewrite_suite(void);

/* The first finding of each is nginx's own, in its words and at its line. */
/* clang-format off */
static const struct config_case cases[] = {
    {SERVER("set $a b;"), ""},
    {SERVER("set a b;"), "3@3 [a] invalid variable name \"a\"\n"},
    {SERVER("set \"\" b;"), "3@3 [\"\"] invalid variable name \"\"\n"},
    {SERVER("set $ b;"), "3@3 [$] invalid variable name \"$\"\n"},
    {SERVER("set ${a} b; return 200 $a;"), "3@0 [$a] unknown \"a\" variable\n"},
    {SERVER("set $uri b;"), "3@3 [$uri] the duplicate \"uri\" variable\n"},
    {SERVER("set $HOST b;"), "3@3 [$HOST] the duplicate \"HOST\" variable\n"},
    {SERVER("set $args x; set $limit_rate 1k;"), ""},
    {SERVER("set $http_host b;"), "3@3 [$http_host] the duplicate \"http_host\" variable\n"},
    {SERVER("set $http_anything b;"), ""},
    {SERVER("set $a $b;"), "3@0 [$b] unknown \"b\" variable\n"},
    {SERVER("set $a $1$0;"), "3@0 [$0] unknown \"0\" variable\n"},
    {SERVER("set $a x$;"), "3@3 [$] invalid variable name\n"},
    {SERVER("set $a ${;"), "3@3 [${] invalid variable name\n"},
    {SERVER("set $a ${b;"), "3@3 [${b] the closing bracket in \"b\" variable is missing\n"},
    {SERVER("set $a \"${b c}\";"), "3@3 [${b] the closing bracket in \"b\" variable is missing\n"},
    {SERVER("set $a \"$ b\";"), "3@3 [$] invalid variable name\n"},
    {SERVER("set $a $$b;"), "3@3 [$] invalid variable name\n"},
    {SERVER("set $A b; return 200 $a$A;"), ""},
    {SERVER("return 200 $Unknown;"), "3@0 [$Unknown] unknown \"unknown\" variable\n"},
    {SERVER("return 404;"), ""},
    {SERVER("return 1000;"), "3@3 [1000] invalid return code \"1000\"\n"},
    {SERVER("return 999;"), ""},
    {SERVER("return abc;"), "3@3 [abc] invalid return code \"abc\"\n"},
    {SERVER("return -1;"), "3@3 [-1] invalid return code \"-1\"\n"},
    {SERVER("return \"\";"), "3@3 [\"\"] invalid return code \"\"\n"},
    {SERVER("return http://x/$host;"), ""},
    {SERVER("return HTTP://x/;"), "3@3 [HTTP://x/] invalid return code \"HTTP://x/\"\n"},
    {SERVER("return $scheme://x/;"), ""},
    {SERVER("return ${scheme}://x/;"), "3@3 [${scheme}://x/] invalid return code \"${scheme}://x/\"\n"},
    {SERVER("return https://x/ y;"), "3@3 [https://x/] invalid return code \"https://x/\"\n"},
    {SERVER("return 301 http://x/$y;"), "3@0 [$y] unknown \"y\" variable\n"},
    {SERVER("return 200 $;"), "3@3 [$] invalid variable name\n"},
    {SERVER("return 99999999999999999999;"), "3@3 [99999999999999999999] invalid return code \"99999999999999999999\"\n"},
    {SERVER("return 5 x;"), ""},
    {SERVER("return $host;"), "3@3 [$host] invalid return code \"$host\"\n"},
    {SERVER("rewrite ^/a /b last;"), ""},
    {SERVER("rewrite ^/a /b las;"), "3@3 [las] invalid parameter \"las\"\n"},
    {SERVER("rewrite ^/a \"\" last;"), "3@3 [\"\"] empty replacement\n"},
    {SERVER("rewrite ^/(a /b;"), "3@3 [^/(a] pcre2_compile() failed: missing closing parenthesis in \"^/(a\"\n"},
    {SERVER("rewrite ^/[a /b;"), "3@3 [^/[a] pcre2_compile() failed: missing terminating ] for character class in \"^/[a\"\n"},
    {SERVER("rewrite a) /b;"), "3@3 [a)] pcre2_compile() failed: unmatched closing parenthesis in \"a)\" at \")\"\n"},
    {SERVER("rewrite ^/(?<foo>a) /$foo;"), ""},
    {SERVER("rewrite ^/(?<uri>a) /x;"), "3@3 [uri] the duplicate \"uri\" variable\n"},
    {SERVER("rewrite ^/a /$nothing;"), "3@0 [$nothing] unknown \"nothing\" variable\n"},
    {SERVER("rewrite ^/a /b? permanent;"), ""},
    {SERVER("rewrite ^/a /b$?;"), "3@3 [$] invalid variable name\n"},
    {SERVER("rewrite ^/a ?;"), ""},
    {SERVER("rewrite ^/a /b LAST;"), "3@3 [LAST] invalid parameter \"LAST\"\n"},
    {SERVER("rewrite\n^/(\n/$x\nlst;"), "4@6 [^/(] pcre2_compile() failed: missing closing parenthesis in \"^/(\"\n"},
    {SERVER("if ($host) { }"), ""},
    {SERVER("if ($host = a) { }"), ""},
    {SERVER("if ( $host = a ) { }"), ""},
    {SERVER("if ($host = \"a b\") { }"), ""},
    {SERVER("if ($host != a) { }"), ""},
    {SERVER("if ($host ~ a) { }"), ""},
    {SERVER("if ($host ~* a) { }"), ""},
    {SERVER("if ($host !~ a) { }"), ""},
    {SERVER("if ($host !~* a) { }"), ""},
    {SERVER("if ($host ~ (a) { }"), "3@3 [(a] pcre2_compile() failed: missing closing parenthesis in \"(a\"\n"},
    {SERVER("if ($host ~ \"(a)\") { }"), ""},
    {SERVER("if ($host ~ (?<name>a)) { return 200 $name; }"), ""},
    {SERVER("if ($host ~ ^(a|b)$) { }"), ""},
    {SERVER("if ($host == a) { }"), "3@3 [==] unexpected \"==\" in condition\n"},
    {SERVER("if ($host && $uri) { }"), "3@3 [&&] unexpected \"&&\" in condition\n"},
    {SERVER("if ($host = a && $uri = b) { }"), "3@3 [$host] invalid condition \"$host\"\n"},
    {SERVER("if ($host=\"a\") { }"), "3@0 [$host=\"a\"] unknown \"host=\"a\"\" variable\n"},
    {SERVER("if ($a=\"b\") { }"), "3@0 [$a=\"b\"] unknown \"a=\"b\"\" variable\n"},
    {SERVER("if ($host=a) { }"), "3@0 [$host=a] unknown \"host=a\" variable\n"},
    {SERVER("if (${host}) { }"), "3@0 [${host}] unknown \"{host}\" variable\n"},
    {SERVER("if $host { }"), "3@3 [$host] invalid condition \"$host\"\n"},
    {SERVER("if $host = a { }"), "3@3 [$host] invalid condition \"$host\"\n"},
    {SERVER("if ($host { }"), "3@3 [$host] invalid condition \"$host\"\n"},
    {SERVER("if ($host = a { }"), "3@3 [a] invalid condition \"a\"\n"},
    {SERVER("if $host) { }"), "3@3 [$host)] invalid condition \"$host)\"\n"},
    {SERVER("if () { }"), "3@3 [)] invalid condition \")\"\n"},
    {SERVER("if ( ) { }"), "3@3 [)] invalid condition \")\"\n"},
    {SERVER("if ( { }"), "3@3 [(] invalid condition \"(\"\n"},
    {SERVER("if ) { }"), "3@3 [)] invalid condition \")\"\n"},
    {SERVER("if ($) { }"), "3@3 [$] invalid condition \"$\"\n"},
    {SERVER("if ($host) ($uri) { }"), "3@3 [$host)] invalid condition \"$host)\"\n"},
    {SERVER("if ($host) ) { }"), "3@0 [$host)] unknown \"host)\" variable\n"},
    {SERVER("if (-f $request_filename) { }"), ""},
    {SERVER("if (!-f $request_filename) { }"), ""},
    {SERVER("if ( !-e $request_filename ) { }"), ""},
    {SERVER("if (-z $request_filename) { }"), "3@3 [-z] invalid condition \"-z\"\n"},
    {SERVER("if (!-z $request_filename) { }"), "3@3 [!-z] invalid condition \"!-z\"\n"},
    {SERVER("if (-f) { }"), "3@3 [-f] invalid condition \"-f\"\n"},
    {SERVER("if (-f $x y) { }"), "3@3 [-f] invalid condition \"-f\"\n"},
    {SERVER("if (-f $nothing) { }"), "3@0 [$nothing] unknown \"nothing\" variable\n"},
    {SERVER("if (!f $request_filename) { }"), "3@3 [!f] invalid condition \"!f\"\n"},
    {SERVER("if (-d /x) { }"), ""},
    {SERVER("if (-x \"/a b\") { }"), ""},
    {SERVER("if (abc) { }"), "3@3 [abc] invalid condition \"abc\"\n"},
    {SERVER("if (!$host) { }"), "3@3 [!$host] invalid condition \"!$host\"\n"},
    {SERVER("if (\"$host\" = \"a\") { }"), "3@3 [\"$host\"] invalid condition \"\"$host\"\"\n"},
    {SERVER("if (\"$host\") { }"), "3@3 [\"$host\"] invalid condition \"\"$host\"\"\n"},
    {SERVER("if (\"\" = a) { }"), "3@3 [\"\"] invalid condition \"\"\"\"\n"},
    {SERVER("if (\"\") { }"), "3@3 [\"\"] invalid condition \"\"\"\"\n"},
    {SERVER("if ($host = ) { }"), "3@3 [$host] invalid condition \"$host\"\n"},
    {SERVER("if ($host = $) { }"), "3@3 [$] invalid variable name\n"},
    {SERVER("if ($host = ${a) { }"), "3@3 [${a] the closing bracket in \"a\" variable is missing\n"},
    {SERVER("if ($host = $nope) { }"), "3@0 [$nope] unknown \"nope\" variable\n"},
    {SERVER("if ($host) a { }"), "3@3 [a] invalid condition \"a\"\n"},
    {SERVER("if ($host eq a) { }"), "3@3 [eq] unexpected \"eq\" in condition\n"},
    {SERVER("if ($host ~ a b) { }"), "3@3 [$host] invalid condition \"$host\"\n"},
    {SERVER("if ($nope) { set $nope 1; }"), ""},
    {SERVER("if ($host ~ [) { }"), "3@3 [[] pcre2_compile() failed: missing terminating ] for character class in \"[\"\n"},
    {SERVER("if ($host\n= a\nb)\n{ }"), "3@6 [$host] invalid condition \"$host\"\n"},
    {LOCATION("if ($slow) { set $limit_rate 4k; }"), "3@0 [$slow] unknown \"slow\" variable\n"},
    {STREAM_SERVER("set $a b; return $a;"), ""},
    {STREAM_SERVER("set a b; return x;"), "5@5 [a] invalid variable name \"a\"\n"},
    {STREAM_SERVER("set $remote_addr b; return x;"), "5@5 [$remote_addr] the duplicate \"remote_addr\" variable\n"},
    {STREAM_SERVER("return $nope;"), "5@0 [$nope] unknown \"nope\" variable\n"},
    {STREAM_SERVER("return $;"), "5@5 [$] invalid variable name\n"},
    {STREAM_SERVER("return x; return y;"), "5@5 [return] \"return\" directive is duplicate\n"},
    {STREAM_SERVER("set $host b; return $host;"), ""},
    {SERVER("break; break;"), ""},
    {SERVER("return 200 a; return 300 b;"), ""},
    {SERVER("set $http2 x;"), "3@3 [$http2] the duplicate \"http2\" variable\n"},
    {SERVER("set $ssl_protocol x;"), ""},
    {SERVER("set $arg_x 1; set $cookie_a b; set $sent_http_x c;"), ""},
    {SERVER("return 200 $arg_$cookie_$http_;"), ""},
    {SERVER("return 200 $upstream_http_x$sent_trailer_a$upstream_trailer_x$upstream_cookie_y;"), ""},
    {SERVER("return 200 $request_port;"), "3@0 [$request_port] unknown \"request_port\" variable\n"},
    {SERVER("set $request_port 1;"), ""},
    {HTTP("map $host $x { default 1; } server { return 200 $x; }"), ""},
    {HTTP("server { return 200 $x; } map $host $x { default 1; }"), ""},
    {HTTP("server { location ~ ^/(?<user>a) { } location / { return 200 $user; } }"), ""},
    {HTTP("server { server_name ~^(?<sub>.+)\\.x$; } server { return 200 $sub; }"), ""},
};
/* clang-format on */

const struct case_table rewrite_cases = {cases, sizeof cases / sizeof *cases};

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

START_TEST(a_variable_counts_from_its_version_on)
{
    static const char text[] = SERVER("return 200 $request_port;");
    expect_for(VERSION(1, 29, 2), text, "3@0 [$request_port] unknown \"request_port\" variable\n");
    ck_assert(str_eq(fx.sink.findings.p[0]->label, STR("known from nginx 1.29.3 on")));
    expect_for(VERSION(1, 29, 3), text, "");
    expect_for(0, text, "");
    expect_for(VERSION(1, 29, 3), SERVER("set $request_port 1;"),
               "3@3 [$request_port] the duplicate \"request_port\" variable\n");
    expect_for(0, SERVER("set $request_port 1;"), "");
    expect_for(VERSION(1, 29, 5), SERVER("set $proxy_internal_connection 1;"),
               "3@3 [$proxy_internal_connection] the duplicate \"proxy_internal_connection\" variable\n");
    expect_for(VERSION(1, 30, 0), SERVER("set $proxy_internal_connection 1;"), "");
}
END_TEST

START_TEST(a_module_that_may_be_absent_leaves_its_variables_free)
{
    fixture_expect(HTTP("map $host $geoip_country_code { default 1; }"), "");
    fixture_expect(HTTP("map $host $slice_range { default 1; }"),
                   "3@3 [$slice_range] the duplicate \"slice_range\" variable\n");
}
END_TEST

START_TEST(an_unknown_variable_is_told_once_with_its_places_and_the_nearest_name)
{
    fixture_expect(SERVER("return 200 $remote_adr;\nlocation / { set $x $remote_adr; }"),
                   "3@0 [$remote_adr] unknown \"remote_adr\" variable\n");
    ck_assert(str_eq(fx.sink.findings.p[0]->help, STR("the nearest variable is \"$remote_addr\"")));
    ck_assert_uint_eq(fx.sink.findings.p[0]->related.n, 1);
    fixture_expect(SERVER("set $my_name 1; return 200 $my_nam;"), "3@0 [$my_nam] unknown \"my_nam\" variable\n");
    ck_assert(str_eq(fx.sink.findings.p[0]->help, STR("the nearest variable is \"$my_name\"")));
    fixture_read(SERVER("if ($a=\"b\") { }"));
    ck_assert(str_eq(fx.sink.findings.p[0]->help, STR("put spaces around the operator of a condition")));
}
END_TEST

START_TEST(a_variable_may_be_defined_where_nothing_is_seen)
{
    static const char *const texts[] = {
        HTTP("include elsewhere.conf; server { return 200 $x; }"),
        HTTP("server { include elsewhere.conf; return 200 $x; }"),
        "include elsewhere.conf;\n" SERVER("return 200 $x;"),
        "include /etc/nginx/modules-enabled/*.conf;\n" SERVER("return 200 $x;"),
        "load_module modules/ngx_acme_corp_module.so;\n" SERVER("return 200 $x;"),
        HTTP("geoip2 a.mmdb { $x country; } server { return 200 $x; }"),
        HTTP("vhost_traffic_status_zone; server { return 200 $x; }"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        fixture_expect(texts[i], "");
    fixture_expect("include /etc/nginx/mime.types;\n" SERVER("return 200 $x;"), "4@0 [$x] unknown \"x\" variable\n");
}
END_TEST

START_TEST(what_a_wrong_directive_was_to_define_is_not_called_unknown)
{
    fixture_expect(HTTP("map $host $x y { default 1; }\nserver { return 200 $x; }"),
                   "3@3 [map] invalid number of arguments in \"map\" directive\n");
    fixture_expect(SERVER("sett $x 1;\nreturn 200 $x;"), "3@3 [sett] unknown directive \"sett\"\n");
    fixture_expect(SERVER("rewrite ^/(?<user>[ /x;\nreturn 200 $user;"),
                   "3@3 [^/(?<user>[] pcre2_compile() failed: missing terminating ] for character class in "
                   "\"^/(?<user>[\"\n");
    fixture_expect(SERVER("sett $x 1;\nreturn 200 $y;"), "3@3 [sett] unknown directive \"sett\"\n"
                                                         "4@0 [$y] unknown \"y\" variable\n");
}
END_TEST

START_TEST(what_a_template_makes_is_not_judged)
{
    static const char *const texts[] = {
        SERVER("set ${{ name }} 1; return 200 $x;"),
        SERVER("if ({{ condition }}) { return {{ code }}; } return {{ code }} text;"),
        SERVER("rewrite {{ from }} /x {{ flag }};"),
        HTTP("map $host $x { {% for h in hosts %} {{ h }} 1; a 1; {% endfor %} a 2; default {{ d }}; }"),
        HTTP("{% if a %} map $host $x { default 1; } {% endif %} server { return 200 $x; }"),
        HTTP("geo $x { {{ net }} 1; 10.0.0.0/{{ bits }} 1; }"),
        HTTP("split_clients $host $x { {{ p }}% a; 60% b; }"),
    };
    fx.job.template_marks = true;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        fixture_read_as("nginx.conf.j2", str_from(texts[i]));
        ck_assert_msg(fx.sink.findings.n == 0, "of\n%s\nfound\n%s", texts[i], fixture_found());
    }
}
END_TEST

START_TEST(patterns_that_only_the_older_library_takes_define_what_is_not_known)
{
    expect_for(0, SERVER("location ~ ^/[\\w-.]+(?<x>y) { return 200 $x; }"), "");
}
END_TEST

Suite *args_rewrite_suite(void)
{
    Suite *s = suite_create("args_rewrite");
    TCase *t = tcase_create("args_rewrite");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, a_variable_counts_from_its_version_on);
    tcase_add_test(t, a_module_that_may_be_absent_leaves_its_variables_free);
    tcase_add_test(t, an_unknown_variable_is_told_once_with_its_places_and_the_nearest_name);
    tcase_add_test(t, a_variable_may_be_defined_where_nothing_is_seen);
    tcase_add_test(t, what_a_wrong_directive_was_to_define_is_not_called_unknown);
    tcase_add_test(t, what_a_template_makes_is_not_judged);
    tcase_add_test(t, patterns_that_only_the_older_library_takes_define_what_is_not_known);
    suite_add_tcase(s, t);
    return s;
}
