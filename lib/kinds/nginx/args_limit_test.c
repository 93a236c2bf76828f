#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *args_limit_suite(void);

/* The first finding of each is nginx's own, in its words and at its line. */
/* clang-format off */
static const struct config_case cases[] = {
    {HTTP("limit_req_zone $binary_remote_addr zone=one:10m rate=1r/s;"), ""},
    {HTTP("limit_req_zone $binary_remote_addr zone=one:10m; server { limit_req zone=one; }"),
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req_zone $binary_remote_addr zone=one:10m rate=30r/m; server { limit_req zone=one burst=5 nodelay; location / { limit_req zone=one delay=3 burst=9; } }"),
     ""},
    {HTTP("limit_req_zone $nope zone=one:10m;"), "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req_zone $ zone=one:10m;"), "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req_zone $host zone=one;"), "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req_zone $host zone=one:;"), "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req_zone $host zone=one:x;"), "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req_zone $host zone=one:10g;"), "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req_zone $host zone=one:31k;"), "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req_zone $host zone=one:32k;"), "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req_zone $host zone=:32k;"), "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req_zone $host rate=1r/s zone=one:32k;"), ""},
    {HTTP("limit_req_zone $host rate=1r/s rate=2r/s;"), "3@3 [limit_req_zone] \"limit_req_zone\" must have \"zone\" parameter\n"},
    {HTTP("limit_req_zone $host zone=one:32k rate=1.5r/s;"), "3@3 [rate=1.5r/s] invalid rate \"rate=1.5r/s\"\n"},
    {HTTP("limit_req_zone $host zone=one:32k rate=0r/s;"), "3@3 [rate=0r/s] invalid rate \"rate=0r/s\"\n"},
    {HTTP("limit_req_zone $host zone=one:32k rate=5;"), ""},
    {HTTP("limit_req_zone $host zone=one:32k rate=5r/h;"), "3@3 [rate=5r/h] invalid rate \"rate=5r/h\"\n"},
    {HTTP("limit_req_zone $host zone=one:32k rate=5R/s;"), "3@3 [rate=5R/s] invalid rate \"rate=5R/s\"\n"},
    {HTTP("limit_req_zone $host zone=one:32k rate=r/s;"), "3@3 [rate=r/s] invalid rate \"rate=r/s\"\n"},
    {HTTP("limit_req_zone $host zone=one:32k rate=;"), "3@3 [rate=] invalid rate \"rate=\"\n"},
    {HTTP("limit_req_zone $host zone=one:32k rat=1r/s;"), "3@3 [rat=1r/s] invalid parameter \"rat=1r/s\"\n"},
    {HTTP("limit_req_zone $host zone=one:32k sync;"), "3@3 [sync] invalid parameter \"sync\"\n"},
    {HTTP("limit_req_zone $host zone=one:32k; limit_req_zone $uri zone=one:32k;"),
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req_zone $host zone=one:32k; limit_req_zone $uri zone=one:64k;"),
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req_zone $host zone=one:32k; limit_conn_zone $uri zone=one:32k;"),
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req_zone $host zone=one:32k zone=two:32k; limit_req zone=two;"), ""},
    {HTTP("limit_req_zone $host zone=one:32k zone=two:32k; limit_req zone=one;"), "3@0 [one] zero size shared memory zone \"one\"\n"},
    {HTTP("limit_req zone=one; limit_req_zone $host zone=one:32k;"),
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req zone=one; server { limit_conn one 1; } limit_req_zone $host zone=one:32k;"),
     "3@3 [one] the shared memory zone \"one\" is already declared for a different use\n"
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req burst=5;"), "3@3 [limit_req] \"limit_req\" must have \"zone\" parameter\n"},
    {HTTP("limit_req zone=one burst=0; limit_req_zone $host zone=one:32k;"),
     "3@3 [burst=0] invalid burst value \"burst=0\"\n"
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req zone=one burst=-1; limit_req_zone $host zone=one:32k;"),
     "3@3 [burst=-1] invalid burst value \"burst=-1\"\n"
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req zone=one burst=x; limit_req_zone $host zone=one:32k;"),
     "3@3 [burst=x] invalid burst value \"burst=x\"\n"
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req zone=one delay=0; limit_req_zone $host zone=one:32k;"),
     "3@3 [delay=0] invalid delay value \"delay=0\"\n"
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req zone=one nodelay=1; limit_req_zone $host zone=one:32k;"),
     "3@3 [nodelay=1] invalid parameter \"nodelay=1\"\n"
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req zone=one brust=1; limit_req_zone $host zone=one:32k;"),
     "3@3 [brust=1] invalid parameter \"brust=1\"\n"
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req one; limit_req_zone $host zone=one:32k;"),
     "3@3 [one] invalid parameter \"one\"\n"
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req zone=one; limit_req zone=one; limit_req_zone $host zone=one:32k;"),
     "3@3 [limit_req] \"limit_req\" directive is duplicate\n"
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req zone=one; limit_req zone=two; limit_req_zone $host zone=one:32k; limit_req_zone $host zone=two:32k;"),
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req zone=one; server { limit_req zone=one; location / { limit_req zone=one; } limit_req zone=one; } limit_req_zone $host zone=one:32k;"),
     "3@3 [limit_req] \"limit_req\" directive is duplicate\n"
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("server { limit_req zone=one; } server { listen 81; limit_req zone=one; } limit_req_zone $host zone=one:32k;"),
     "3@3 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
    {HTTP("limit_req zone=nope;"), "3@0 [nope] zero size shared memory zone \"nope\"\n"},
    {HTTP("limit_req zone=;"), "3@0 [zone=] zero size shared memory zone \"\"\n"},
    {HTTP("limit_conn nope 1;"), "3@0 [nope] zero size shared memory zone \"nope\"\n"},
    {HTTP("limit_conn_zone $host zone=one:10m; limit_conn one 10;"), ""},
    {HTTP("limit_conn_zone $host zone=one:10m; limit_conn one 0;"), "3@3 [0] invalid number of connections \"0\"\n"},
    {HTTP("limit_conn_zone $host zone=one:10m; limit_conn one x;"), "3@3 [x] invalid number of connections \"x\"\n"},
    {HTTP("limit_conn_zone $host zone=one:10m; limit_conn one 65535;"), ""},
    {HTTP("limit_conn_zone $host zone=one:10m; limit_conn one 65536;"), "3@3 [65536] connection limit must be less 65536\n"},
    {HTTP("limit_conn_zone $host zone=one:10m; limit_conn one 1; limit_conn one 2;"), "3@3 [limit_conn] \"limit_conn\" directive is duplicate\n"},
    {HTTP("limit_conn_zone $host zone=one:10m; limit_conn one 1; limit_conn one x;"), "3@3 [limit_conn] \"limit_conn\" directive is duplicate\n"},
    {HTTP("limit_conn_zone $host zone=one:10m; limit_conn zone=one 1;"), "3@0 [zone=one] zero size shared memory zone \"zone=one\"\n"},
    {HTTP("limit_conn_zone $host zone=one:10m rate=1r/s;"), "3@3 [limit_conn_zone] invalid number of arguments in \"limit_conn_zone\" directive\n"},
    {HTTP("limit_conn_zone $host zone=one;"), "3@3 [zone=one] invalid zone size \"zone=one\"\n"},
    {HTTP("limit_conn_zone $host zone=a:1k;"), "3@3 [zone=a:1k] zone \"zone=a:1k\" is too small\n"},
    {HTTP("limit_conn_zone $host one:10m;"), "3@3 [one:10m] invalid parameter \"one:10m\"\n"},
    {HTTP("limit_conn_zone $host zone=one:32k; limit_conn_zone $uri zone=one:32k;"),
     "3@3 [one] limit_conn_zone \"one\" is already bound to key \"$host\"\n"},
    {HTTP("limit_req_status 399;"), "3@3 [399] value must be between 400 and 599\n"},
    {HTTP("limit_conn_status 600;"), "3@3 [600] value must be between 400 and 599\n"},
    {STREAM("limit_conn_zone $remote_addr zone=one:10m; server { listen 1; limit_conn one 1; return x; }"), ""},
    {STREAM("limit_conn nope 1;"), "4@0 [nope] zero size shared memory zone \"nope\"\n"},
    {STREAM("limit_conn_zone $remote_addr zone=one:10m rate=1;"),
     "4@4 [limit_conn_zone] invalid number of arguments in \"limit_conn_zone\" directive\n"},
    {STREAM("limit_conn_zone $uri zone=one:10m;"), "4@0 [$uri] unknown \"uri\" variable\n"},
    {HTTP("limit_req_zone $host\n zone=one:32k\n rate=x\n foo;"),
     "3@6 [limit_req_zone] invalid number of arguments in \"limit_req_zone\" directive\n"},
};
/* clang-format on */

const struct case_table limit_cases = {cases, sizeof cases / sizeof *cases};

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

START_TEST(a_zone_may_be_declared_where_nothing_is_seen)
{
    static const char *const texts[] = {
        HTTP("include elsewhere.conf; limit_req zone=one;"),
        "include elsewhere.conf;\n" HTTP("limit_req zone=one;"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        fixture_expect(texts[i], "");
    fixture_expect(HTTP("limit_req_zone $host zone=one:1x rate=1r/s;\nlimit_req zone=one;"),
                   "3@3 [zone=one:1x] invalid zone size \"zone=one:1x\"\n");
    fixture_expect(HTTP("limit_rq_zone $host zone=one:1m rate=1r/s;\nlimit_req zone=one;"),
                   "3@3 [limit_rq_zone] unknown directive \"limit_rq_zone\"\n");
}
END_TEST

START_TEST(limits_of_a_template_are_not_compared)
{
    fx.job.template_marks = true;
    fixture_expect(HTTP("limit_req_zone $host zone={{ z }}:1m; limit_req zone=one; limit_req zone=two;\n"
                        "{% for x in y %}\nlimit_req zone=one; limit_conn one {{ n }};\n{% endfor %}"),
                   "");
    fixture_expect(HTTP("limit_req_zone $host zone=one:1m {{ rate }}; limit_req zone=one {{ burst }};"), "");
}
END_TEST

START_TEST(what_is_near_helps)
{
    fixture_read(HTTP("limit_req zone=one brust=5;"));
    ck_assert(str_eq(fx.sink.findings.p[0]->help, STR("the nearest parameter is \"burst=\"")));
    fixture_read(HTTP("limit_req_zone $host zone=one:1m rat=5r/s;"));
    ck_assert(str_eq(fx.sink.findings.p[0]->help, STR("the nearest parameter is \"rate=\"")));
}
END_TEST

Suite *args_limit_suite(void)
{
    Suite *s = suite_create("args_limit");
    TCase *t = tcase_create("args_limit");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, a_zone_may_be_declared_where_nothing_is_seen);
    tcase_add_test(t, limits_of_a_template_are_not_compared);
    tcase_add_test(t, what_is_near_helps);
    suite_add_tcase(s, t);
    return s;
}
