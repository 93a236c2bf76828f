#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *args_listen_suite(void);

/* The first finding of each is nginx's own, in its words and at its line. */
static const struct config_case cases[] = {
    /* addresses */
    {SERVER(
         "listen 80; listen 127.0.0.1:8080; listen [::1]:80; listen unix:/tmp/loadline.sock; listen *:81; listen 90-92;"),
     ""},
    {SERVER("listen 0;"), "3@3 [0] invalid port in \"0\" of the \"listen\" directive\n"},
    {SERVER("listen 65536;"), "3@3 [65536] invalid port in \"65536\" of the \"listen\" directive\n"},
    {SERVER("listen 127.0.0.1:;"), "3@3 [127.0.0.1:] invalid port in \"127.0.0.1:\" of the \"listen\" directive\n"},
    {SERVER("listen 127.0.0.1:8a;"), "3@3 [8a] invalid port in \"127.0.0.1:8a\" of the \"listen\" directive\n"},
    {SERVER("listen 127.0.0.1:99999999999999999999;"),
     "3@3 [99999999999999999999] invalid port in \"127.0.0.1:99999999999999999999\" of the \"listen\" directive\n"},
    {SERVER("listen 90-80;"), "3@3 [90-80] invalid port range in \"90-80\" of the \"listen\" directive\n"},
    {SERVER("listen 80-65536;"), "3@3 [65536] invalid port in \"80-65536\" of the \"listen\" directive\n"},
    {SERVER("listen 70000-70001;"), "3@3 [70001] invalid port in \"70000-70001\" of the \"listen\" directive\n"},
    {SERVER("listen 127.0.0.1:8080-8079;"),
     "3@3 [8080-8079] invalid port range in \"127.0.0.1:8080-8079\" of the \"listen\" directive\n"},
    {SERVER("listen 127.0.0.1:8080-;"),
     "3@3 [127.0.0.1:8080-] invalid port in \"127.0.0.1:8080-\" of the \"listen\" directive\n"},
    {SERVER("listen \"\";"), "3@3 [\"\"] no host in \"\" of the \"listen\" directive\n"},
    {SERVER("listen :80;"), "3@3 [:80] no host in \":80\" of the \"listen\" directive\n"},
    {SERVER("listen 127.0.0.1:80/x;"), "3@3 [/] invalid host in \"127.0.0.1:80/x\" of the \"listen\" directive\n"},
    {SERVER("listen 127.0.0.1?a;"), "3@3 [?] invalid host in \"127.0.0.1?a\" of the \"listen\" directive\n"},
    {SERVER("listen http://a;"), "3@3 [/] invalid host in \"http://a\" of the \"listen\" directive\n"},
    {SERVER("listen [::1;"), "3@3 [[::1] invalid host in \"[::1\" of the \"listen\" directive\n"},
    {SERVER("listen [::1]80;"), "3@3 [80] invalid host in \"[::1]80\" of the \"listen\" directive\n"},
    {SERVER("listen []:80;"), "3@3 [[]:80] no host in \"[]:80\" of the \"listen\" directive\n"},
    {SERVER("listen [::1]:0;"), "3@3 [0] invalid port in \"[::1]:0\" of the \"listen\" directive\n"},
    {SERVER("listen [1::2::3]:80;"),
     "3@3 [1::2::3] invalid IPv6 address in \"[1::2::3]:80\" of the \"listen\" directive\n"},
    {SERVER("listen [::g];"), "3@3 [::g] invalid IPv6 address in \"[::g]\" of the \"listen\" directive\n"},
    {SERVER("listen [::1]/x;"), "3@3 [/] invalid host in \"[::1]/x\" of the \"listen\" directive\n"},
    {SERVER("listen unix:;"),
     "3@3 [unix:] no path in the unix domain socket in \"unix:\" of the \"listen\" directive\n"},
    {SERVER("listen UNIX:/tmp/loadline.sock;\nlisten unix:/tmp/loadline.sock;"),
     "4@4 [unix:/tmp/loadline.sock] a duplicate listen UNIX:/tmp/loadline.sock\n"},
    {SERVER("listen ...:80;\nlisten 80;"), "4@4 [80] a duplicate listen 0.0.0.0:80\n"},
    {SERVER("listen [::]:80;\nlisten [0:0::0:0]:80;"), "4@4 [[0:0::0:0]:80] a duplicate listen [::]:80\n"},
    {SERVER("listen [::ffff:1.2.3.4]:80;\nlisten [::ffff:102:304]:80;"),
     "4@4 [[::ffff:102:304]:80] a duplicate listen [::ffff:1.2.3.4]:80\n"},
    {SERVER("listen [1:0:0:2:0:0:0:3]:80;\nlisten [1:0:0:2::3]:80;"),
     "4@4 [[1:0:0:2::3]:80] a duplicate listen [1:0:0:2::3]:80\n"},
    {SERVER("listen [::5]:80;\nlisten [0::5]:80;"), "4@4 [[0::5]:80] a duplicate listen [::5]:80\n"},
    {SERVER("listen [::1:2]:80;\nlisten [::0.1.0.2]:80;"), "4@4 [[::0.1.0.2]:80] a duplicate listen [::0.1.0.2]:80\n"},
    {SERVER("listen [a::]:80;\nlisten [A:0::0]:80;"), "4@4 [[A:0::0]:80] a duplicate listen [a::]:80\n"},

    /* parameters */
    {SERVER(
         "listen 127.0.0.1:80 default_server bind fastopen=3 backlog=10 rcvbuf=8k sndbuf=1M deferred reuseport http2 so_keepalive=on proxy_protocol;"),
     ""},
    {SERVER("listen [::1]:80 default ipv6only=on;"), ""},
    {SERVER("listen [::1]:80 ipv6only=oof;"), "3@3 [oof] invalid ipv6only flags \"oof\"\n"},
    {SERVER("listen [::1]:80 ipv6only=yes;"), "3@3 [ipv6only=yes] invalid parameter \"ipv6only=yes\"\n"},
    {SERVER("listen 80 Default_server;"), "3@3 [Default_server] invalid parameter \"Default_server\"\n"},
    {SERVER("listen 80 backlog=0;"), "3@3 [0] invalid backlog \"backlog=0\"\n"},
    {SERVER("listen 80 backlog=-1;"), "3@3 [-1] invalid backlog \"backlog=-1\"\n"},
    {SERVER("listen 80 backlog=;"), "3@3 [backlog=] invalid backlog \"backlog=\"\n"},
    {SERVER("listen 80 backlog;"), "3@3 [backlog] invalid parameter \"backlog\"\n"},
    {SERVER("listen 80 fastopen=x;"), "3@3 [x] invalid fastopen \"fastopen=x\"\n"},
    {SERVER("listen 80 rcvbuf=1g;"), "3@3 [1g] invalid rcvbuf \"rcvbuf=1g\"\n"},
    {SERVER("listen 80 sndbuf=;"), "3@3 [sndbuf=] invalid sndbuf \"sndbuf=\"\n"},
    {SERVER("listen 80 quic;"), "3@3 [quic] invalid parameter \"quic\"\n"},
    {SERVER("listen 80 multipath;"), "3@3 [multipath] invalid parameter \"multipath\"\n"},
    {SERVER("listen 80 spdy;"), "3@3 [spdy] invalid parameter \"spdy\"\n"},
    {SERVER("listen 80 udp;"), "3@3 [udp] invalid parameter \"udp\"\n"},
    {SERVER("listen 80 proxy_protocol=on;"), "3@3 [proxy_protocol=on] invalid parameter \"proxy_protocol=on\"\n"},
    {SERVER("listen 80 so_keepalive=30m::10;"), ""},
    {SERVER("listen 80 so_keepalive=:1s;"), ""},
    {SERVER("listen 80 so_keepalive=::;"), "3@3 [::] invalid so_keepalive value: \"::\"\n"},
    {SERVER("listen 80 so_keepalive=0;"), "3@3 [0] invalid so_keepalive value: \"0\"\n"},
    {SERVER("listen 80 so_keepalive=1:2:3:4;"), "3@3 [1:2:3:4] invalid so_keepalive value: \"1:2:3:4\"\n"},
    {SERVER("listen 80 so_keepalive=5ms;"), "3@3 [5ms] invalid so_keepalive value: \"5ms\"\n"},
    {SERVER("listen 80 so_keepalive=;"), "3@3 [so_keepalive=] invalid so_keepalive value: \"\"\n"},
    {SERVER("listen 80 so_keepalive=On;"), "3@3 [On] invalid so_keepalive value: \"On\"\n"},
    {SERVER("listen 80 so_keepalive=1m so_keepalive=::;"), ""},

    /* one address, several servers */
    {SERVER("listen 80;\nlisten 80;"), "4@4 [80] a duplicate listen 0.0.0.0:80\n"},
    {SERVER("listen 80;\nlisten *:80;"), "4@4 [*:80] a duplicate listen 0.0.0.0:80\n"},
    {SERVER("listen 80;\nlisten 0.0.0.0 ssl;"), "4@4 [0.0.0.0] a duplicate listen 0.0.0.0:80\n"},
    {SERVER("listen 80-82;\nlisten 81;"), "4@4 [81] a duplicate listen 0.0.0.0:81\n"},
    {SERVER("listen 81;\nlisten 80-82;"), "4@4 [80-82] a duplicate listen 0.0.0.0:81\n"},
    {SERVER("listen unix:/tmp/a.sock;\nlisten unix:/tmp/a.sock;"),
     "4@4 [unix:/tmp/a.sock] a duplicate listen unix:/tmp/a.sock\n"},
    {SERVER("listen 80;\nlisten [::]:80;\nlisten 127.0.0.1:80;"), ""},
    {HTTP("server { listen 80 default_server; }\n"
          "server { listen 80; }\n"
          "server { listen *:80 default_server; }"),
     "5@5 [default_server] a duplicate default server for 0.0.0.0:80\n"},
    {HTTP("server { listen 80; }\n"
          "server { listen 80 default_server; }\n"
          "server { listen 80\n"
          "default_server; }"),
     "6@6 [default_server] a duplicate default server for 0.0.0.0:80\n"},
    {HTTP("server { listen 80 reuseport; }\nserver { listen 80; }\nserver { listen 80 backlog=5; }"),
     "5@5 [backlog=5] duplicate listen options for 0.0.0.0:80\n"},
    {HTTP("server { listen 80 bind; }\nserver { listen 80 bind; }"),
     "4@4 [bind] duplicate listen options for 0.0.0.0:80\n"},
    {HTTP("server { listen 80 bind default_server; }\nserver { listen 80 bind default_server; }"),
     "4@4 [bind] duplicate listen options for 0.0.0.0:80\n"},
    {HTTP("server { listen 80; }\nserver { listen 80 http2; }\nserver { listen 80 proxy_protocol; }"), ""},
    {HTTP("server { listen [::1]:80 ipv6only=on; }\nserver { listen [::1]:80 ipv6only=on; }"),
     "4@4 [ipv6only=on] duplicate listen options for [::1]:80\n"},
    {HTTP("server { listen 80; }\nserver { }\nserver { }"), ""},

    /* stream and mail */
    {STREAM("server { listen 127.0.0.1:81 udp reuseport; return a; }\n"
            "server { listen 127.0.0.1:81; return a; }"),
     ""},
    {STREAM("server { listen 81; return a; }\nserver { listen 81; return b; }"),
     "5@5 [81] duplicate \"0.0.0.0:81\" address and port pair\n"},
    {STREAM("server { listen 81; listen 81; return a; }"), "4@4 [81] duplicate \"0.0.0.0:81\" address and port pair\n"},
    {STREAM("server { listen 81-83; return a; }\nserver { listen 82; return b; }"),
     "5@5 [82] duplicate \"0.0.0.0:82\" address and port pair\n"},
    {STREAM("server { listen 81 default_server; return a; }"),
     "4@4 [default_server] the invalid \"default_server\" parameter\n"},
    {STREAM("server { listen 81 bakclog=5; return a; }"), "4@4 [bakclog=5] the invalid \"bakclog=5\" parameter\n"},
    {STREAM("server { listen 81 setfib=1; return a; }"), "4@4 [setfib=1] the invalid \"setfib=1\" parameter\n"},
    {STREAM("server { listen 81 deferred; return a; }"), "4@4 [deferred] the invalid \"deferred\" parameter\n"},
    {STREAM("server { listen 81 udp backlog=5; return a; }"),
     "4@4 [backlog=5] \"listen\" directive \"backlog\" parameter is incompatible with \"udp\"\n"},
    {STREAM("server { listen 81 ssl udp; return a; }"),
     "4@4 [ssl] \"listen\" directive \"ssl\" parameter is incompatible with \"udp\"\n"},
    {STREAM("server { listen 81 udp so_keepalive=on proxy_protocol; return a; }"),
     "4@4 [so_keepalive=on] \"listen\" directive \"so_keepalive\" parameter is incompatible with \"udp\"\n"},
    {STREAM("server { listen 81 udp proxy_protocol fastopen=5; return a; }"),
     "4@4 [proxy_protocol] \"listen\" directive \"proxy_protocol\" parameter is incompatible with \"udp\"\n"},
    {STREAM("server { listen 81 udp fastopen=5; return a; }"),
     "4@4 [fastopen=5] \"listen\" directive \"fastopen\" parameter is incompatible with \"udp\"\n"},
    {STREAM("server { listen 81 udp ssl backlog=5; return a; }"),
     "4@4 [backlog=5] \"listen\" directive \"backlog\" parameter is incompatible with \"udp\"\n"},
    {STREAM("server { listen 127.0.0.1; return a; }"), ""},
    {STREAM("server { listen 81x/; return a; }"), "4@4 [/] invalid host in \"81x/\" of the \"listen\" directive\n"},
    {MAIL("auth_http 127.0.0.1; server { listen 110 bind; protocol pop3; }\n"
          "server { listen 143 so_keepalive=on proxy_protocol; }\n"
          "auth_http 127.0.0.1;"),
     ""},
    {MAIL("auth_http 127.0.0.1; server { listen 110; }\nserver { listen 110; }"),
     "5@5 [110] duplicate \"0.0.0.0:110\" address and port pair\n"},
    {MAIL("auth_http 127.0.0.1; server { listen 110 reuseport; }"),
     "4@4 [reuseport] the invalid \"reuseport\" parameter\n"},
    {MAIL("auth_http 127.0.0.1; server { listen 110 fastopen=3; }"),
     "4@4 [fastopen=3] the invalid \"fastopen=3\" parameter\n"},
    {MAIL("auth_http 127.0.0.1; server { listen 110 backlog=x; }"), "4@4 [x] invalid backlog \"backlog=x\"\n"},
    {MAIL("auth_http 127.0.0.1; server { listen :110; }"),
     "4@4 [:110] no host in \":110\" of the \"listen\" directive\n"},
};
const struct case_table listen_cases = {cases, sizeof cases / sizeof *cases};

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

/* What differs between releases. */
static const struct version_case of_versions[] = {
    {VERSION(1, 18, 0), {SERVER("listen 80 spdy;"), ""}},
    {VERSION(1, 19, 7), {SERVER("listen 80 spdy;"), "3@3 [spdy] invalid parameter \"spdy\"\n"}},
    {0, {SERVER("ssl_reject_handshake on; listen 80 spdy; listen 443 quic; listen 81 multipath;"), ""}},
    {VERSION(1, 25, 0), {SERVER("ssl_reject_handshake on; listen 80 quic backlog=5;"), ""}},
    {VERSION(1, 25, 4),
     {SERVER("ssl_reject_handshake on; listen 80 quic backlog=5;"),
      "3@3 [backlog=5] \"listen\" directive \"backlog\" parameter is incompatible with \"quic\"\n"}},
    {VERSION(1, 25, 0),
     {SERVER("listen 80 proxy_protocol quic ssl;"),
      "3@3 [ssl] \"listen\" directive \"ssl\" parameter is incompatible with \"quic\"\n"}},
    {VERSION(1, 28, 0), {SERVER("ssl_reject_handshake on; listen 443 ssl; listen 443 quic;"), ""}},
    {VERSION(1, 28, 0),
     {SERVER("ssl_reject_handshake on; listen 443 quic;\nlisten 443 quic;"),
      "4@4 [443] a duplicate listen 0.0.0.0:443\n"}},
    {VERSION(1, 29, 6), {SERVER("listen 80 multipath;"), "3@3 [multipath] invalid parameter \"multipath\"\n"}},
    {VERSION(1, 29, 7), {SERVER("listen 80 multipath;"), ""}},
    {VERSION(1, 25, 4), {STREAM("server { listen 1 foo; return a; }"), "4@4 [foo] the invalid \"foo\" parameter\n"}},
    {VERSION(1, 25, 5), {STREAM("server { listen 1 foo; return a; }"), "4@4 [foo] invalid parameter \"foo\"\n"}},
    {VERSION(1, 25, 5),
     {STREAM("server { listen 1 default_server deferred; return a; }\nserver { listen 1; return b; }"), ""}},
    {VERSION(1, 25, 5),
     {STREAM("server { listen 1 udp fastopen=1 backlog=1; return a; }"),
      "4@4 [fastopen=1] \"listen\" directive \"fastopen\" parameter is incompatible with \"udp\"\n"}},
    {VERSION(1, 20, 0),
     {STREAM("server { listen 1 fastopen=1; return a; }"), "4@4 [fastopen=1] the invalid \"fastopen=1\" parameter\n"}},
    {0, {STREAM("server { listen 1; return a; }\nserver { listen 1; return b; }"), ""}},
    {0, {STREAM("server { listen 1; listen 1; return a; }"), "4@4 [1] a duplicate listen 0.0.0.0:1\n"}},
};

START_TEST(listen_is_judged_for_the_release)
{
    fx.job.target = of_versions[_i].target;
    fixture_expect(of_versions[_i].c.text, of_versions[_i].c.found);
}
END_TEST

/* The finding with that message, the first one. */
static const struct finding *finding_of(const char *text, const char *message)
{
    fixture_read(text);
    for (uint32_t i = 0; i < fx.sink.findings.n; i++)
        if (str_eq(fx.sink.findings.p[i]->message, str_from(message)))
            return fx.sink.findings.p[i];
    ck_abort_msg("%s is not found in\n%s", message, text);
    return NULL;
}

START_TEST(a_duplicate_shows_the_first_one)
{
    const struct finding *f =
        finding_of(HTTP("server { listen 80; }\nserver { listen *:80 default_server; }\nserver { listen 0.0.0.0:80 "
                        "default_server; }"),
                   "a duplicate default server for 0.0.0.0:80");
    ck_assert_uint_eq(f->related.n, 1);
    ck_assert_uint_eq(fixture_line(f->related.p[0].at), 4);
    ck_assert(str_eq(source_text(&fx.sources, f->related.p[0].at), STR("default_server")));
    f = finding_of(SERVER("listen 80;\nlisten 80;"), "a duplicate listen 0.0.0.0:80");
    ck_assert_uint_eq(fixture_line(f->related.p[0].at), 3);
}
END_TEST

START_TEST(a_misspelt_parameter_gets_the_nearest)
{
    const struct finding *f = finding_of(SERVER("listen 80 defualt_server;"), "invalid parameter \"defualt_server\"");
    ck_assert(str_eq(f->help, STR("the nearest parameter is \"default_server\"")));
    f = finding_of(SERVER("listen 80 backlogg=5;"), "invalid parameter \"backlogg=5\"");
    ck_assert(str_eq(f->help, STR("the nearest parameter is \"backlog=\"")));
    f = finding_of(SERVER("listen [::]:80 ipv6only=yes;"), "invalid parameter \"ipv6only=yes\"");
    ck_assert(str_eq(f->help, STR("ipv6only is on or off")));
}
END_TEST

START_TEST(an_address_with_variables_is_no_address)
{
    fixture_expect(SERVER("listen $host:80;\nlisten ${port};"),
                   "3@3 [$host:80] host not found in \"$host:80\" of the \"listen\" directive\n"
                   "4@4 [${port}] host not found in \"${port}\" of the \"listen\" directive\n");
}
END_TEST

START_TEST(names_are_not_resolved_but_compared)
{
    fixture_expect(HTTP("server { listen localhost:80; }\nserver { listen no.such.host.example; }"), "");
    fixture_expect(SERVER("listen LocalHost:80;\nlisten localhost:80;"),
                   "4@4 [localhost:80] a duplicate listen LocalHost:80\n");
}
END_TEST

START_TEST(what_a_template_decides_is_not_compared)
{
    fx.job.template_marks = true;
    fixture_expect(HTTP("server { listen {{ a }} default_server; }\nserver { listen {{ a }} default_server; }"), "");
    fixture_expect(HTTP("{% for s in sites %}\nserver { listen 80 default_server; }\n{% endfor %}\n"
                        "server { listen 80 default_server; }"),
                   "");
    fixture_expect(SERVER("listen 80 {{ options }};\nlisten 80 backlog={{ n }};\nlisten 80 nonsense {{ x }};"),
                   "5@5 [nonsense] invalid parameter \"nonsense\"\n");
}
END_TEST

START_TEST(a_fragment_is_judged_by_what_it_holds)
{
    fx.job.role = DOCUMENT_FRAGMENT;
    fixture_expect("gzip on;\nserver { listen 80;\nlisten 80; }\n", "3@3 [80] a duplicate listen 0.0.0.0:80\n");
    fixture_expect("listen 80;\nlisten 80 bakclog=5;\nserver_name a;\n",
                   "2@2 [bakclog=5] invalid parameter \"bakclog=5\"\n");
}
END_TEST

START_TEST(ranges_have_a_bound)
{
    struct buf b = {.a = &fx.a};
    buf_put(&b, STR(EVENTS "http {\n"));
    for (int i = 1; i < 8; i++)
        buf_printf(&b, "server { listen 127.0.0.%d:1-65535; }\n", i);
    buf_put(&b, STR("}\n"));
    fixture_read_as("nginx.conf", buf_str(&b));
    ck_assert_uint_eq(fx.sink.findings.n, 1);
    ck_assert(str_eq(fx.sink.findings.p[0]->rule, STR("meta/limit-exceeded")));
}
END_TEST

Suite *args_listen_suite(void)
{
    Suite *s = suite_create("args_listen");
    TCase *t = tcase_create("args_listen");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(t, listen_is_judged_for_the_release, 0, sizeof of_versions / sizeof *of_versions);
    tcase_add_test(t, a_duplicate_shows_the_first_one);
    tcase_add_test(t, a_misspelt_parameter_gets_the_nearest);
    tcase_add_test(t, an_address_with_variables_is_no_address);
    tcase_add_test(t, names_are_not_resolved_but_compared);
    tcase_add_test(t, what_a_template_decides_is_not_compared);
    tcase_add_test(t, a_fragment_is_judged_by_what_it_holds);
    tcase_add_test(t, ranges_have_a_bound);
    suite_add_tcase(s, t);
    return s;
}
