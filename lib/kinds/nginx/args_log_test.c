#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *args_log_suite(void);

/* The first finding of each is nginx's own, in its words and at its line. */
/* clang-format off */
static const struct config_case cases[] = {
    {HTTP("log_format a \"$remote_addr $status\"; access_log x a;"), ""},
    {HTTP("log_format a x; log_format a y;"), "3@3 [a] duplicate \"log_format\" name \"a\"\n"},
    {HTTP("log_format a x; log_format A y;"), ""},
    {HTTP("log_format combined x;"), "3@3 [combined] duplicate \"log_format\" name \"combined\"\n"},
    {HTTP("log_format Combined x;"), ""},
    {HTTP("log_format a escape=json '{\"a\":\"$host\"}';"), ""},
    {HTTP("log_format a escape=none x; log_format b escape=default y; log_format c x escape=foo;"), ""},
    {HTTP("log_format a escape=JSON x;"), "3@3 [escape=JSON] unknown log format escaping \"JSON\"\n"},
    {HTTP("log_format a escape= x;"), "3@3 [escape=] unknown log format escaping \"\"\n"},
    {HTTP("log_format a escape=json;"), ""},
    {HTTP("log_format a $;"), "3@3 [$] invalid parameter \"$\"\n"},
    {HTTP("log_format a \"x $ y\";"), "3@3 [$] invalid parameter \"$ y\"\n"},
    {HTTP("log_format a \"x ${} y\";"), "3@3 [${}] invalid parameter \"${} y\"\n"},
    {HTTP("log_format a \"x ${\";"), "3@3 [${] invalid parameter \"${\"\n"},
    {HTTP("log_format a \"x ${ab y\";"), "3@3 [${ab] the closing bracket in \"ab\" variable is missing\n"},
    {HTTP("log_format a \"x ${ab y}\";"), "3@3 [${ab] the closing bracket in \"ab\" variable is missing\n"},
    {HTTP("log_format a \"x $$host\";"), "3@3 [$] invalid parameter \"$$host\"\n"},
    {HTTP("log_format a \"$1\";"), "3@0 [$1] unknown \"1\" variable\n"},
    {HTTP("log_format a \"$nope\" x;"), "3@0 [$nope] unknown \"nope\" variable\n"},
    {HTTP("log_format a \"$time_local $pipe $msec $request_time $body_bytes_sent $REQUEST ${status}x\";"), ""},
    {HTTP("log_format a x \"y $-\" $nope;"), "3@3 [$] invalid parameter \"$-\"\n"},
    {HTTP("access_log x;"), ""},
    {HTTP("access_log off;"), ""},
    {HTTP("access_log off main;"), "3@3 [main] invalid parameter \"main\"\n"},
    {HTTP("access_log OFF;"), ""},
    {HTTP("access_log x combined;"), ""},
    {HTTP("access_log x COMBINED;"), ""},
    {HTTP("access_log x main;"), "3@3 [main] unknown log format \"main\"\n"},
    {HTTP("access_log x main; log_format main x;"), "3@3 [main] unknown log format \"main\"\n"},
    {HTTP("log_format main x; access_log x Main;"), ""},
    {HTTP("log_format main x; access_log x mian;"), "3@3 [mian] unknown log format \"mian\"\n"},
    {HTTP("access_log x buffer=32k;"), "3@3 [buffer=32k] unknown log format \"buffer=32k\"\n"},
    {HTTP("access_log x combined buffer=32k flush=1s gzip=9 if=$host;"), ""},
    {HTTP("access_log x combined buffer=0;"), "3@3 [buffer=0] invalid buffer size \"0\"\n"},
    {HTTP("access_log x combined buffer=1g;"), "3@3 [buffer=1g] invalid buffer size \"1g\"\n"},
    {HTTP("access_log x combined flush=0 buffer=1k;"), "3@3 [flush=0] invalid flush time \"0\"\n"},
    {HTTP("access_log x combined flush=1s;"), "3@3 [x] no buffer is defined for access_log \"x\"\n"},
    {HTTP("access_log x combined flush=x;"), "3@3 [flush=x] invalid flush time \"x\"\n"},
    {HTTP("access_log x combined gzip;"), ""},
    {HTTP("access_log x combined gzip flush=5m;"), ""},
    {HTTP("access_log x combined gzip=0;"), "3@3 [gzip=0] invalid compression level \"0\"\n"},
    {HTTP("access_log x combined gzip=10;"), "3@3 [gzip=10] invalid compression level \"10\"\n"},
    {HTTP("access_log x combined gzip=;"), "3@3 [gzip=] invalid compression level \"\"\n"},
    {HTTP("access_log x combined gzipp;"), "3@3 [gzipp] invalid parameter \"gzipp\"\n"},
    {HTTP("access_log x combined if=$nope;"), "3@0 [$nope] unknown \"nope\" variable\n"},
    {HTTP("access_log x combined if=$;"), "3@3 [$] invalid variable name\n"},
    {HTTP("access_log x combined if=;"), ""},
    {HTTP("access_log x combined iff=1;"), "3@3 [iff=1] invalid parameter \"iff=1\"\n"},
    {HTTP("access_log $host combined buffer=1k;"), "3@3 [$host] buffered logs cannot have variables in name\n"},
    {HTTP("access_log $host;"), ""},
    {HTTP("access_log $nope;"), "3@0 [$nope] unknown \"nope\" variable\n"},
    {HTTP("access_log $;"), "3@3 [$] invalid variable name\n"},
    {HTTP("access_log syslog:server=127.0.0.1 combined buffer=1k;"), "3@3 [syslog:server=127.0.0.1] logs to syslog cannot be buffered\n"},
    {HTTP("access_log syslog:server=127.0.0.1,facility=local7,tag=nginx,severity=info combined;"), ""},
    {HTTP("access_log syslog:server=127.0.0.1,nohostname;"), ""},
    {HTTP("access_log syslog:;"), "3@3 [syslog:] unknown syslog parameter \"\"\n"},
    {HTTP("access_log syslog:facility=local0;"), "3@3 [syslog:facility=local0] no syslog server specified\n"},
    {HTTP("access_log syslog:server=127.0.0.1,server=127.0.0.2;"), "3@3 [s] duplicate syslog \"server\"\n"},
    {HTTP("access_log syslog:server=127.0.0.1:99999;"), "3@3 [127.0.0.1:99999] invalid port in syslog server \"127.0.0.1:99999\"\n"},
    {HTTP("access_log syslog:server=[::1;"), "3@3 [[::1] invalid host in syslog server \"[::1\"\n"},
    {HTTP("access_log syslog:server=;"), "3@3 [syslog:server=] no host in syslog server \"\"\n"},
    {HTTP("access_log syslog:server=unix:;"), "3@3 [unix:] no path in the unix domain socket in syslog server \"unix:\"\n"},
    {HTTP("access_log syslog:server=unix:/x,tag=a;"), ""},
    {HTTP("access_log syslog:server=[::1]:514,facility=local8;"), "3@3 [local8] unknown syslog facility \"local8\"\n"},
    {HTTP("access_log syslog:server=127.0.0.1,facility=LOCAL1;"), "3@3 [LOCAL1] unknown syslog facility \"LOCAL1\"\n"},
    {HTTP("access_log syslog:facility=user,facility=user,server=127.0.0.1;"), "3@3 [f] duplicate syslog \"facility\"\n"},
    {HTTP("access_log syslog:severity=err,server=127.0.0.1;"), "3@3 [err] unknown syslog severity \"err\"\n"},
    {HTTP("access_log syslog:severity=info,severity=info,server=127.0.0.1;"), "3@3 [s] duplicate syslog \"severity\"\n"},
    {HTTP("access_log syslog:tag=a-b,server=127.0.0.1;"), "3@3 [a-b] syslog \"tag\" only allows alphanumeric characters and underscore\n"},
    {HTTP("access_log syslog:tag=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,server=127.0.0.1;"),
     "3@3 [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa] syslog tag length exceeds 32\n"},
    {HTTP("access_log syslog:tag=a,tag=a,server=127.0.0.1;"), "3@3 [t] duplicate syslog \"tag\"\n"},
    {HTTP("access_log syslog:tag=,server=127.0.0.1;"), ""},
    {HTTP("access_log syslog:server=127.0.0.1,nohostnamex;"), "3@3 [nohostnamex] unknown syslog parameter \"nohostnamex\"\n"},
    {HTTP("access_log syslog:server=127.0.0.1,;"), "3@3 [syslog:server=127.0.0.1,] unknown syslog parameter \"\"\n"},
    {HTTP("access_log syslog:server=127.0.0.1 nope;"), "3@3 [nope] unknown log format \"nope\"\n"},
    {HTTP("access_log SYSLOG:server=127.0.0.1 combined;"), ""},
    {HTTP("access_log x combined buffer=1k; access_log x combined buffer=1k; access_log x;"), ""},
    {HTTP("access_log x combined buffer=1k; access_log x combined buffer=2k;"),
     "3@3 [x] access_log \"x\" already defined with conflicting parameters\n"},
    {HTTP("access_log x combined buffer=1k; server { access_log x combined buffer=1k flush=1s; }"),
     "3@3 [x] access_log \"x\" already defined with conflicting parameters\n"},
    {HTTP("access_log x combined buffer=1k; server { access_log x combined gzip; }"),
     "3@3 [x] access_log \"x\" already defined with conflicting parameters\n"},
    {HTTP("error_log x;"), ""},
    {HTTP("error_log x warn;"), ""},
    {HTTP("error_log x Warn;"), "3@3 [Warn] invalid log level \"Warn\"\n"},
    {HTTP("error_log x warn warn;"), "3@3 [warn] duplicate log level \"warn\"\n"},
    {HTTP("error_log x warn error;"), "3@3 [error] duplicate log level \"error\"\n"},
    {HTTP("error_log x wran;"), "3@3 [wran] invalid log level \"wran\"\n"},
    {HTTP("error_log x debug_http debug_core;"), ""},
    {HTTP("error_log x debug_http debug_http;"), ""},
    {HTTP("error_log x debug_http warn;"), "3@3 [warn] duplicate log level \"warn\"\n"},
    {HTTP("error_log x warn debug_http;"), "3@3 [debug_http] invalid log level \"debug_http\"\n"},
    {HTTP("error_log x debug debug_http;"), "3@3 [debug_http] invalid log level \"debug_http\"\n"},
    {HTTP("error_log x stderr;"), "3@3 [stderr] invalid log level \"stderr\"\n"},
    {HTTP("error_log stderr crit;"), ""},
    {HTTP("error_log syslog:server=127.0.0.1 crit;"), ""},
    {HTTP("error_log syslog:server=127.0.0.1,crit;"), "3@3 [crit] unknown syslog parameter \"crit\"\n"},
    {HTTP("error_log syslog: crit;"), "3@3 [syslog:] unknown syslog parameter \"\"\n"},
    {MAIN("error_log x warn warn;"), "1@1 [warn] duplicate log level \"warn\"\n"},
    {MAIN("error_log x warn; error_log x error;"), ""},
    {MAIN("error_log\nx\nwarning\n;"), "3@4 [warning] invalid log level \"warning\"\n"},
    {STREAM("log_format a \"$remote_addr $protocol\"; access_log x a;"), ""},
    {STREAM("access_log x;"), "4@4 [access_log] log format is not specified\n"},
    {STREAM("access_log x combined;"), "4@4 [combined] unknown log format \"combined\"\n"},
    {STREAM("access_log off;"), ""},
    {STREAM("log_format combined x; log_format combined y;"), "4@4 [combined] duplicate \"log_format\" name \"combined\"\n"},
    {STREAM("log_format a $request;"), "4@0 [$request] unknown \"request\" variable\n"},
    {MAIL("error_log x wrn;"), "4@4 [wrn] invalid log level \"wrn\"\n"},
    {HTTP("open_log_file_cache max=10 inactive=20s min_uses=2 valid=1m;"), ""},
    {HTTP("open_log_file_cache off;"), ""},
    {HTTP("open_log_file_cache off max=x;"), "3@3 [max=x] invalid \"open_log_file_cache\" parameter \"max=x\"\n"},
    {HTTP("open_log_file_cache max=x;"), "3@3 [max=x] invalid \"open_log_file_cache\" parameter \"max=x\"\n"},
    {HTTP("open_log_file_cache max=0;"), "3@3 [open_log_file_cache] \"open_log_file_cache\" must have \"max\" parameter\n"},
    {HTTP("open_log_file_cache inactive=20s;"), "3@3 [open_log_file_cache] \"open_log_file_cache\" must have \"max\" parameter\n"},
    {HTTP("open_log_file_cache max=1 inactive=;"), "3@3 [inactive=] invalid \"open_log_file_cache\" parameter \"inactive=\"\n"},
    {HTTP("open_log_file_cache max=1 inactive=1ms;"), "3@3 [inactive=1ms] invalid \"open_log_file_cache\" parameter \"inactive=1ms\"\n"},
    {HTTP("open_log_file_cache max=1 valid=1x;"), "3@3 [valid=1x] invalid \"open_log_file_cache\" parameter \"valid=1x\"\n"},
    {HTTP("open_log_file_cache max=1 min_uses=-1;"), "3@3 [min_uses=-1] invalid \"open_log_file_cache\" parameter \"min_uses=-1\"\n"},
    {HTTP("open_log_file_cache max=1 foo;"), "3@3 [foo] invalid \"open_log_file_cache\" parameter \"foo\"\n"},
    {HTTP("open_log_file_cache max=1; open_log_file_cache off;"), "3@3 [open_log_file_cache] \"open_log_file_cache\" directive is duplicate\n"},
    {HTTP("open_log_file_cache OFF;"), "3@3 [OFF] invalid \"open_log_file_cache\" parameter \"OFF\"\n"},
    {HTTP("open_file_cache max=10 inactive=20s;"), ""},
    {HTTP("open_file_cache off;"), ""},
    {HTTP("open_file_cache off foo;"), "3@3 [foo] invalid \"open_file_cache\" parameter \"foo\"\n"},
    {HTTP("open_file_cache max=0;"), "3@3 [max=0] invalid \"open_file_cache\" parameter \"max=0\"\n"},
    {HTTP("open_file_cache max=-1;"), "3@3 [max=-1] invalid \"open_file_cache\" parameter \"max=-1\"\n"},
    {HTTP("open_file_cache inactive=20s;"), "3@3 [open_file_cache] \"open_file_cache\" must have the \"max\" parameter\n"},
    {HTTP("open_file_cache max=1 inactive=1x;"), "3@3 [inactive=1x] invalid \"open_file_cache\" parameter \"inactive=1x\"\n"},
    {HTTP("open_file_cache max=1 valid=1s;"), "3@3 [valid=1s] invalid \"open_file_cache\" parameter \"valid=1s\"\n"},
    {HTTP("open_file_cache max=1 inactive=10s off;"), "3@3 [open_file_cache] invalid number of arguments in \"open_file_cache\" directive\n"},
};
/* clang-format on */

const struct case_table log_cases = {cases, sizeof cases / sizeof *cases};

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

START_TEST(an_unknown_format_says_where_it_comes_too_late_or_what_is_near)
{
    fixture_read(HTTP("access_log x Main;\nlog_format main x;"));
    ck_assert_uint_eq(fx.sink.findings.p[0]->related.n, 1);
    ck_assert_uint_eq(fixture_line(fx.sink.findings.p[0]->related.p[0].at), 4);
    fixture_read(HTTP("log_format main x;\naccess_log x mian;"));
    ck_assert(str_eq(fx.sink.findings.p[0]->help, STR("the nearest format is \"main\"")));
    fixture_read(HTTP("access_log x buffer=4k;"));
    ck_assert(str_eq(fx.sink.findings.p[0]->help, STR("the name of a format stands before parameters: combined")));
}
END_TEST

START_TEST(a_format_may_be_defined_where_nothing_is_seen)
{
    static const char *const texts[] = {
        HTTP("include elsewhere.conf; access_log x main;"),
        HTTP("log_format main; server { access_log x main; }"),
        HTTP("log_fromat main x; server { access_log x main; }"),
        HTTP("log_format main escape=jsn x; server { access_log x main; }"),
    };
    static const uint32_t found[] = {0, 1, 1, 1};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        fixture_read(texts[i]);
        ck_assert_msg(fx.sink.findings.n == found[i], "of\n%s\nfound\n%s", texts[i], fixture_found());
    }
    fixture_expect(HTTP("access_log x main;\ninclude elsewhere.conf;"), "3@3 [main] unknown log format \"main\"\n");
}
END_TEST

START_TEST(what_a_template_makes_of_a_log_is_not_judged)
{
    fx.job.template_marks = true;
    fixture_expect(HTTP("access_log {{ path }} {{ format }};\naccess_log x {{ format }} buffer={{ size }} flush=1s;\n"
                        "log_format {{ name }} x; access_log y any;\nerror_log {{ e }} {{ level }};\n"
                        "access_log syslog:server={{ s }},facilty=x; access_log z combined {{ flags }} flush=1s;"),
                   "");
    fixture_expect(HTTP("{% if a %}\nlog_format a x;\n{% else %}\nlog_format a y;\n{% endif %}\naccess_log x a;"), "");
    fixture_expect(EVENTS "stream { access_log {{ log }}; }", "");
}
END_TEST

Suite *args_log_suite(void)
{
    Suite *s = suite_create("args_log");
    TCase *t = tcase_create("args_log");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, an_unknown_format_says_where_it_comes_too_late_or_what_is_near);
    tcase_add_test(t, a_format_may_be_defined_where_nothing_is_seen);
    tcase_add_test(t, what_a_template_makes_of_a_log_is_not_judged);
    suite_add_tcase(s, t);
    return s;
}
