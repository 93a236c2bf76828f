#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *args_core_suite(void);

/* The first finding of each is nginx's own, in its words and at its line. */
/* clang-format off */
static const struct config_case cases[] = {
    {HTTP("directio 4m;"), ""},
    {HTTP("directio 1g; directio_alignment 4k;"), ""},
    {HTTP("directio off;"), ""},
    {HTTP("directio on;"), "3@3 [on] \"directio\" directive invalid value\n"},
    {HTTP("directio OFF;"), "3@3 [OFF] \"directio\" directive invalid value\n"},
    {HTTP("keepalive_timeout 75s;"), ""},
    {HTTP("keepalive_timeout 75 60;"), ""},
    {HTTP("keepalive_timeout 75x;"), "3@3 [75x] \"keepalive_timeout\" directive invalid value\n"},
    {HTTP("keepalive_timeout 75 60ms;"), "3@3 [60ms] \"keepalive_timeout\" directive invalid value\n"},
    {HTTP("keepalive_timeout 75 x;"), "3@3 [x] \"keepalive_timeout\" directive invalid value\n"},
    {HTTP("keepalive_timeout 1y;"), "3@3 [1y] \"keepalive_timeout\" directive invalid value\n"},
    {HTTP("keepalive_timeout 0;"), ""},
    {HTTP("keepalive_timeout 1s; keepalive_timeout 2s;"), "3@3 [keepalive_timeout] \"keepalive_timeout\" directive is duplicate\n"},
    {HTTP("keepalive_timeout \"1m 30s\";"), ""},
    {HTTP("keepalive_timeout \"\";"), "3@3 [\"\"] \"keepalive_timeout\" directive invalid value\n"},
    {HTTP("keepalive_timeout 30s 1M;"), ""},
    {HTTP("aio off;"), ""},
    {HTTP("aio threads;"), ""},
    {HTTP("aio threads=default;"), ""},
    {HTTP("aio threads=pool;"), "3@3 [pool] unknown thread pool \"pool\"\n"},
    {HTTP("aio threads=;"), "3@3 [threads=] unknown thread pool \"\"\n"},
    {HTTP("aio threads=$nope;"), "3@0 [$nope] unknown \"nope\" variable\n"},
    {HTTP("aio threads=p$host;"), ""},
    {HTTP("aio threadsx;"), "3@3 [threadsx] \"aio\" directive invalid value\n"},
    {HTTP("aio sendfile;"), "3@3 [sendfile] \"aio\" directive invalid value\n"},
    {HTTP("aio On;"), "3@3 [On] \"aio\" directive invalid value\n"},
    {HTTP("aio off; aio off;"), "3@3 [aio] \"aio\" directive is duplicate\n"},
    {RAW("thread_pool pool threads=2; events { } http { aio threads=pool; }"), ""},
    {RAW("events { } http { aio threads=pool; } thread_pool pool threads=2 max_queue=10;"), ""},
    {RAW("http {\nserver { aio threads=a; }\nserver { listen 81; aio threads=b; }\n}"),
     "1@0 [] no \"events\" section in configuration\n"
     "2@2 [a] unknown thread pool \"a\"\n"
     "3@3 [b] unknown thread pool \"b\"\n"},
    {HTTP("disable_symlinks off;"), ""},
    {HTTP("disable_symlinks on;"), ""},
    {HTTP("disable_symlinks if_not_owner from=$document_root;"), ""},
    {HTTP("disable_symlinks from=$document_root if_not_owner;"), ""},
    {HTTP("disable_symlinks on off;"), "3@3 [off] duplicate parameters \"on off\"\n"},
    {HTTP("disable_symlinks off from=/x;"), "3@3 [from=/x] \"from=\" cannot be used with \"off\" parameter\n"},
    {HTTP("disable_symlinks from=/x;"), "3@3 [disable_symlinks] \"disable_symlinks\" must have \"off\", \"on\" or \"if_not_owner\" parameter\n"},
    {HTTP("disable_symlinks from=/x from=/y;"),
     "3@3 [disable_symlinks] \"disable_symlinks\" must have \"off\", \"on\" or \"if_not_owner\" parameter\n"},
    {HTTP("disable_symlinks of;"), "3@3 [of] invalid parameter \"of\"\n"},
    {HTTP("disable_symlinks on from=$nope;"), "3@0 [$nope] unknown \"nope\" variable\n"},
    {HTTP("disable_symlinks on from=$;"), "3@3 [$] invalid variable name\n"},
    {HTTP("disable_symlinks On;"), "3@3 [On] invalid parameter \"On\"\n"},
    {HTTP("resolver 127.0.0.1;"), ""},
    {HTTP("resolver 127.0.0.1:5353 [::1]:53 valid=30s ipv6=off;"), ""},
    {HTTP("resolver valid=30s;"), "3@3 [resolver] no name servers defined\n"},
    {HTTP("resolver valid=30x 127.0.0.1;"), "3@3 [valid=30x] invalid parameter: valid=30x\n"},
    {HTTP("resolver valid= 127.0.0.1;"), "3@3 [valid=] invalid parameter: valid=\n"},
    {HTTP("resolver ipv6=no 127.0.0.1;"), "3@3 [ipv6=no] invalid parameter: ipv6=no\n"},
    {HTTP("resolver ipv6=on;"), "3@3 [resolver] no name servers defined\n"},
    {HTTP("resolver 127.0.0.1:99999;"), "3@3 [127.0.0.1:99999] invalid port in resolver \"127.0.0.1:99999\"\n"},
    {HTTP("resolver 127.0.0.1:x;"), "3@3 [127.0.0.1:x] invalid port in resolver \"127.0.0.1:x\"\n"},
    {HTTP("resolver [::1;"), "3@3 [[::1] invalid host in resolver \"[::1\"\n"},
    {HTTP("resolver [x];"), "3@3 [[x]] invalid IPv6 address in resolver \"[x]\"\n"},
    {HTTP("resolver \"\";"), "3@3 [\"\"] no host in resolver \"\"\n"},
    {HTTP("resolver :53;"), "3@3 [:53] no host in resolver \":53\"\n"},
    {HTTP("resolver http://127.0.0.1;"), "3@3 [http://127.0.0.1] invalid host in resolver \"http://127.0.0.1\"\n"},
    {HTTP("resolver 127.0.0.1/24;"), "3@3 [127.0.0.1/24] invalid host in resolver \"127.0.0.1/24\"\n"},
    {HTTP("resolver unix:;"), "3@3 [unix:] no path in the unix domain socket in resolver \"unix:\"\n"},
    {HTTP("resolver 127.0.0.1; resolver 127.0.0.2;"), "3@3 [resolver] \"resolver\" directive is duplicate\n"},
    {MAIL("resolver off;"), ""},
    {MAIL("resolver valid=x;"), "4@4 [valid=x] invalid parameter: valid=x\n"},
    {HTTP("index a; index /a b;"), ""},
    {HTTP("send_timeout 1; reset_timedout_connection on;"), ""},
};
/* clang-format on */

const struct case_table core_cases = {cases, sizeof cases / sizeof *cases};

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

START_TEST(resolvers_are_judged_by_version)
{
    fixture_expect(HTTP("resolver 127.0.0.1 ipv4=off;"), "3@3 [ipv4=off] host not found in resolver \"ipv4=off\"\n");
    fx.job.target = VERSION(1, 23, 1);
    fixture_expect(HTTP("resolver 127.0.0.1 ipv4=off;"), "");
    fixture_expect(HTTP("resolver 127.0.0.1 ipv4=off ipv6=off;"),
                   "3@3 [resolver] \"ipv4\" and \"ipv6\" cannot both be \"off\"\n");
    fx.job.target = 0;
    fixture_expect(HTTP("resolver 127.0.0.1 ipv4=off status_zone=x;"), "");
    fixture_expect(HTTP("resolver dns.example.com vald=5s;"), "3@3 [vald=5s] host not found in resolver \"vald=5s\"\n");
    ck_assert(str_eq(fx.sink.findings.p[0]->help, STR("the nearest parameter is \"valid=\"")));
}
END_TEST

START_TEST(aio_is_judged_by_version)
{
    fixture_expect(HTTP("aio sendfile;"), "3@3 [sendfile] \"aio\" directive invalid value\n");
    fx.job.target = VERSION(1, 20, 2);
    fixture_expect(HTTP("aio sendfile;"), "");
    fx.job.target = 0;
    fixture_expect(HTTP("aio sendfile;"), "");
}
END_TEST

START_TEST(a_pool_may_be_defined_where_nothing_is_seen)
{
    fixture_expect("include elsewhere.conf;\n" HTTP("aio threads=a;"), "");
    fixture_expect("thread_pool a;\n" HTTP("aio threads=a;"),
                   "1@1 [thread_pool] invalid number of arguments in \"thread_pool\" directive\n");
    fixture_expect(HTTP("include elsewhere.conf;\naio threads=a;"), "4@4 [a] unknown thread pool \"a\"\n");
}
END_TEST

START_TEST(values_of_a_template_are_not_judged)
{
    fx.job.template_marks = true;
    fixture_expect(HTTP("resolver {{ dns }}; aio threads={{ pool }}; directio {{ d }}; keepalive_timeout {{ k }};\n"
                        "disable_symlinks {{ s }} from=/x; server { resolver valid=5s {{ dns }}; }"),
                   "");
}
END_TEST

Suite *args_core_suite(void)
{
    Suite *s = suite_create("args_core");
    TCase *t = tcase_create("args_core");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, resolvers_are_judged_by_version);
    tcase_add_test(t, aio_is_judged_by_version);
    tcase_add_test(t, a_pool_may_be_defined_where_nothing_is_seen);
    tcase_add_test(t, values_of_a_template_are_not_judged);
    suite_add_tcase(s, t);
    return s;
}
