#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *args_headers_suite(void);

/* The first finding of each is nginx's own, in its words and at its line. */
/* clang-format off */
static const struct config_case cases[] = {
    {HTTP("add_header A b;"), ""},
    {HTTP("add_header A b always;"), ""},
    {HTTP("add_header A b alwys;"), "3@3 [alwys] invalid parameter \"alwys\"\n"},
    {HTTP("add_header A b Always;"), "3@3 [Always] invalid parameter \"Always\"\n"},
    {HTTP("add_header A \"\";"), ""},
    {HTTP("add_header \"\" x;"), ""},
    {HTTP("add_header A $nope;"), "3@0 [$nope] unknown \"nope\" variable\n"},
    {HTTP("add_header A $;"), "3@3 [$] invalid variable name\n"},
    {HTTP("add_header A ${b;"), "3@3 [${b] the closing bracket in \"b\" variable is missing\n"},
    {HTTP("add_trailer A b x;"), "3@3 [x] invalid parameter \"x\"\n"},
    {HTTP("add_header A $ always x;"), "3@3 [add_header] invalid number of arguments in \"add_header\" directive\n"},
    {HTTP("expires 24h;"), ""},
    {HTTP("expires modified +24h;"), ""},
    {HTTP("expires @15h30m;"), ""},
    {HTTP("expires 0;"), ""},
    {HTTP("expires -1;"), ""},
    {HTTP("expires epoch;"), ""},
    {HTTP("expires max;"), ""},
    {HTTP("expires off;"), ""},
    {HTTP("expires $expires;"), "3@0 [$expires] unknown \"expires\" variable\n"},
    {HTTP("map $host $e { default 1d; } expires $e;"), ""},
    {HTTP("expires $;"), "3@3 [$] invalid variable name\n"},
    {HTTP("expires Off;"), "3@3 [Off] \"expires\" directive invalid value\n"},
    {HTTP("expires on;"), "3@3 [on] \"expires\" directive invalid value\n"},
    {HTTP("expires \"\";"), "3@3 [\"\"] \"expires\" directive invalid value\n"},
    {HTTP("expires 1ms;"), "3@3 [1ms] \"expires\" directive invalid value\n"},
    {HTTP("expires 1d1y;"), "3@3 [1d1y] \"expires\" directive invalid value\n"},
    {HTTP("expires 1y1d;"), ""},
    {HTTP("expires @25h;"), "3@3 [@25h] \"expires\" directive daily time value must be less than 24 hours\n"},
    {HTTP("expires @24h;"), ""},
    {HTTP("expires @;"), "3@3 [@] \"expires\" directive invalid value\n"},
    {HTTP("expires +;"), "3@3 [+] \"expires\" directive invalid value\n"},
    {HTTP("expires modified @3h;"), "3@3 [@3h] \"expires\" directive daily time cannot be used with \"modified\" parameter\n"},
    {HTTP("expires modified off;"), "3@3 [off] \"expires\" directive invalid value\n"},
    {HTTP("expires modified max;"), "3@3 [max] \"expires\" directive invalid value\n"},
    {HTTP("expires modified epoch;"), "3@3 [epoch] \"expires\" directive invalid value\n"},
    {HTTP("expires access 1d;"), "3@3 [access] \"expires\" directive invalid value\n"},
    {HTTP("expires access plus 1d;"), "3@3 [expires] invalid number of arguments in \"expires\" directive\n"},
    {HTTP("expires modified -1d;"), ""},
    {HTTP("expires 1d; expires 2d;"), "3@3 [expires] \"expires\" directive is duplicate\n"},
    {HTTP("expires -@1h;"), "3@3 [-@1h] \"expires\" directive invalid value\n"},
    {HTTP("userid_expires max;"), ""},
    {HTTP("userid_expires off;"), ""},
    {HTTP("userid_expires 1y;"), ""},
    {HTTP("userid_expires 1x;"), "3@3 [1x] \"userid_expires\" directive invalid value\n"},
    {HTTP("userid_expires MAX;"), "3@3 [MAX] \"userid_expires\" directive invalid value\n"},
    {HTTP("userid_mark off;"), ""},
    {HTTP("userid_mark a;"), ""},
    {HTTP("userid_mark =;"), ""},
    {HTTP("userid_mark ab;"), "3@3 [ab] \"userid_mark\" directive value must be \"off\" or a single letter, digit or \"=\"\n"},
    {HTTP("userid_mark \"\";"), "3@3 [\"\"] \"userid_mark\" directive value must be \"off\" or a single letter, digit or \"=\"\n"},
    {HTTP("userid_mark -;"), "3@3 [-] \"userid_mark\" directive value must be \"off\" or a single letter, digit or \"=\"\n"},
    {HTTP("mirror off;"), ""},
    {HTTP("mirror /a; mirror /b;"), ""},
    {HTTP("mirror off; mirror /a;"), "3@3 [mirror] \"mirror\" directive is duplicate\n"},
    {HTTP("mirror /a; mirror off;"), "3@3 [mirror] \"mirror\" directive is duplicate\n"},
    {HTTP("mirror off; mirror off;"), "3@3 [mirror] \"mirror\" directive is duplicate\n"},
    {HTTP("mirror /a; server { mirror off; }"), ""},
    {HTTP("http2_push off;"), ""},
    {HTTP("http2_push /a; http2_push $host;"), ""},
    {HTTP("http2_push off; http2_push /a;"), "3@3 [http2_push] \"http2_push\" directive URI cannot be used with \"off\" parameter\n"},
    {HTTP("http2_push /a; http2_push off;"), "3@3 [http2_push] \"http2_push\" directive \"off\" parameter cannot be used with URI\n"},
    {HTTP("http2_push off; http2_push off;"), "3@3 [http2_push] \"http2_push\" directive is duplicate\n"},
    {HTTP("http2_push $nope;"), "3@0 [$nope] unknown \"nope\" variable\n"},
    {HTTP("http2_push ${a;"), "3@3 [${a] the closing bracket in \"a\" variable is missing\n"},
};
/* clang-format on */

const struct case_table headers_cases = {cases, sizeof cases / sizeof *cases};

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

START_TEST(pushes_are_judged_while_nginx_has_them)
{
    fx.job.target = VERSION(1, 25, 1);
    fixture_expect(HTTP("http2_push off; http2_push /a;"), "");
}
END_TEST

START_TEST(headers_of_a_template_are_not_judged)
{
    fx.job.template_marks = true;
    fixture_expect(HTTP("add_header A {{ v }} {{ always }};\nadd_header A \"{{ v }}\" {{ w }}; expires {{ t }};\n"
                        "expires \"{{ m }}\" {{ t }}; userid_mark {{ c }}; userid_expires \"{{ e }}\";\n"
                        "{% if m %}\nmirror off;\n{% else %}\nmirror /a;\n{% endif %}"),
                   "5@5 [expires] \"expires\" directive is duplicate\n");
}
END_TEST

Suite *args_headers_suite(void)
{
    Suite *s = suite_create("args_headers");
    TCase *t = tcase_create("args_headers");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, pushes_are_judged_while_nginx_has_them);
    tcase_add_test(t, headers_of_a_template_are_not_judged);
    suite_add_tcase(s, t);
    return s;
}
