#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *args_upstream_suite(void);

/* The first finding of each is nginx's own, in its words and at its line. */
static const struct config_case cases[] = {
    /* the block */
    {HTTP("upstream a { server 127.0.0.1; }\nupstream b { server unix:/a; server [::1]:80; }"), ""},
    {HTTP("upstream a {\n}"), "3@4 [a] no servers are inside upstream\n"},
    {HTTP("upstream a { keepalive 5; }"), "3@3 [a] no servers are inside upstream\n"},
    {HTTP("upstream a { server 127.0.0.1; }\nupstream A { server 127.0.0.2; }"), "4@4 [A] duplicate upstream \"A\"\n"},
    {HTTP("upstream a { server 127.0.0.1 backup; }"), "3@3 [a] no servers in upstream \"a\"\n"},
    {HTTP("upstream a { server 127.0.0.1 backup;\nserver 127.0.0.2 down; }"), ""},
    {HTTP("upstream a { sever 127.0.0.1; }"), "3@3 [sever] unknown directive \"sever\"\n"},
    {HTTP("upstream $a { server 127.0.0.1; }"), ""},
    {HTTP("upstream a { server 127.0.0.1; }\n"
          "server { location / { proxy_pass http://a; } location /b { proxy_pass https://A/; } }"),
     ""},
    {HTTP("upstream a { server 127.0.0.1; }\nserver { location / { proxy_pass http://a:80; } }"),
     "4@4 [80] upstream \"a\" may not have port 80\n"},
    {HTTP("server {\nlocation / { proxy_pass http://a:8080/b; }\n}\nupstream a { server 127.0.0.1; }"),
     "4@4 [8080] upstream \"a\" may not have port 8080\n"},
    {HTTP("server { location / { proxy_pass http://a; } }\nupstream a { server 127.0.0.1 backup; }"),
     "4@3 [a] no servers in upstream \"a\"\n"},
    {HTTP("server { location / { fastcgi_pass a; } }\nupstream a { server 127.0.0.1; }"), ""},
    {HTTP("server { location / { proxy_pass http://127.0.0.1; } location /a { fastcgi_pass 127.0.0.1; } }"), ""},
    {HTTP("server { location / { fastcgi_pass 127.0.0.1; } location /a { proxy_pass http://127.0.0.1; } }"),
     "3@3 [127.0.0.1] no port in upstream \"127.0.0.1\"\n"},
    {HTTP("server { location / { fastcgi_pass a; }\nlocation /a { scgi_pass b; }\n}"),
     "3@3 [a] no port in upstream \"a\"\n"
     "4@4 [b] no port in upstream \"b\"\n"},
    {HTTP("upstream a { server 127.0.0.1; }\nserver { location / { uwsgi_pass a:1; } }"),
     "4@4 [1] upstream \"a\" may not have port 1\n"},

    /* servers */
    {HTTP(
         "upstream a { server 127.0.0.1 weight=2 max_conns=0 max_fails=0 fail_timeout=1d; server 127.0.0.2 down; server 127.0.0.3 backup; }"),
     ""},
    {HTTP("upstream a { server 127.0.0.1 weight=0; }"), "3@3 [weight=0] invalid parameter \"weight=0\"\n"},
    {HTTP("upstream a { server 127.0.0.1 weight=a; }"), "3@3 [weight=a] invalid parameter \"weight=a\"\n"},
    {HTTP("upstream a { server 127.0.0.1 weight; }"), "3@3 [weight] invalid parameter \"weight\"\n"},
    {HTTP("upstream a { server 127.0.0.1 max_conns=-1; }"), "3@3 [max_conns=-1] invalid parameter \"max_conns=-1\"\n"},
    {HTTP("upstream a { server 127.0.0.1 max_fails=; }"), "3@3 [max_fails=] invalid parameter \"max_fails=\"\n"},
    {HTTP("upstream a { server 127.0.0.1 fail_timeout=1ms; }"),
     "3@3 [fail_timeout=1ms] invalid parameter \"fail_timeout=1ms\"\n"},
    {HTTP("upstream a { server 127.0.0.1 Backup; }"), "3@3 [Backup] invalid parameter \"Backup\"\n"},
    {HTTP("upstream a { server 127.0.0.1 resolve; }"), "3@3 [resolve] invalid parameter \"resolve\"\n"},
    {HTTP("upstream a { server 127.0.0.1 service=a; }"), "3@3 [service=a] invalid parameter \"service=a\"\n"},
    {HTTP("upstream a { server 127.0.0.1 slow_start=5s; }"),
     "3@3 [slow_start=5s] invalid parameter \"slow_start=5s\"\n"},
    {HTTP("upstream a { server 127.0.0.1 route=a; }"), "3@3 [route=a] invalid parameter \"route=a\"\n"},
    {HTTP("upstream a { server 127.0.0.1:99999 max_fails=x; }"),
     "3@3 [max_fails=x] invalid parameter \"max_fails=x\"\n"},
    {HTTP("upstream a { server 127.0.0.1:0; }"), "3@3 [0] invalid port in upstream \"127.0.0.1:0\"\n"},
    {HTTP("upstream a { server 127.0.0.1:80-81; }"), "3@3 [80-81] invalid port in upstream \"127.0.0.1:80-81\"\n"},
    {HTTP("upstream a { server 127.0.0.1/a; }"), "3@3 [/] invalid host in upstream \"127.0.0.1/a\"\n"},
    {HTTP("upstream a { server http://127.0.0.1; }"), "3@3 [/] invalid host in upstream \"http://127.0.0.1\"\n"},
    {HTTP("upstream a { server [::1; }"), "3@3 [[::1] invalid host in upstream \"[::1\"\n"},
    {HTTP("upstream a { server unix:; }"), "3@3 [unix:] no path in the unix domain socket in upstream \"unix:\"\n"},
    {HTTP("upstream a { server \"\"; }"), "3@3 [\"\"] no host in upstream \"\"\n"},
    {HTTP("upstream a { server :80; }"), "3@3 [:80] no host in upstream \":80\"\n"},
    {HTTP("upstream a { server [:::]; }"), "3@3 [:::] invalid IPv6 address in upstream \"[:::]\"\n"},

    /* methods */
    {HTTP("upstream a { hash $uri consistent; server 127.0.0.1; keepalive 5; }\n"
          "upstream b { ip_hash; server 127.0.0.1; }\n"
          "upstream c { random two least_conn; server 127.0.0.1; }\n"
          "upstream d { least_conn; server 127.0.0.1; server 127.0.0.2 backup; }"),
     ""},
    {HTTP("upstream a { ip_hash; server 127.0.0.1; server 127.0.0.2 backup; }"),
     "3@3 [backup] balancing method does not support parameter \"backup\"\n"},
    {HTTP("upstream a { random; server 127.0.0.1 backup; }"),
     "3@3 [backup] balancing method does not support parameter \"backup\"\n"},
    {HTTP("upstream a { hash $uri; server 127.0.0.1 backup; }"),
     "3@3 [backup] balancing method does not support parameter \"backup\"\n"},
    {HTTP("upstream a { server 127.0.0.1; server 127.0.0.2 backup; hash $uri; }"), ""},
    {HTTP("upstream a { hash $uri; least_conn; server 127.0.0.1; server 127.0.0.2 backup; }"), ""},
    {HTTP("upstream a { least_conn; ip_hash; server 127.0.0.1; server 127.0.0.2 backup; }"),
     "3@3 [backup] balancing method does not support parameter \"backup\"\n"},
    {HTTP("upstream a { hash $; server 127.0.0.1; }"), "3@3 [$] invalid variable name\n"},
    {HTTP("upstream a { hash $uri consistant; server 127.0.0.1; }"),
     "3@3 [consistant] invalid parameter \"consistant\"\n"},
    {HTTP("upstream a { random three; server 127.0.0.1; }"), "3@3 [three] invalid parameter \"three\"\n"},
    {HTTP("upstream a { random two least_time; server 127.0.0.1; }"),
     "3@3 [least_time] invalid parameter \"least_time\"\n"},
    {HTTP("upstream a { server 127.0.0.1; keepalive 0; }"), "3@3 [0] invalid value \"0\" in \"keepalive\" directive\n"},
    {HTTP("upstream a { server 127.0.0.1; keepalive x; }"), "3@3 [x] invalid value \"x\" in \"keepalive\" directive\n"},
    {HTTP("upstream a { server 127.0.0.1; keepalive 5;\nkeepalive 6; }"),
     "4@4 [keepalive] \"keepalive\" directive is duplicate\n"},

    /* zones */
    {HTTP("upstream a { zone a 64k; server 127.0.0.1; }\n"
          "upstream b { zone a; server 127.0.0.1; }\n"
          "upstream c { zone a 64k; server 127.0.0.1; }"),
     ""},
    {HTTP("upstream a { zone a; server 127.0.0.1; }"), "3@0 [a] zero size shared memory zone \"a\"\n"},
    {HTTP("upstream a { zone \"\" 64k; server 127.0.0.1; }"), "3@3 [\"\"] invalid zone name \"\"\n"},
    {HTTP("upstream a { zone a 64x; server 127.0.0.1; }"), "3@3 [64x] invalid zone size \"64x\"\n"},
    {HTTP("upstream a { zone a 31k; server 127.0.0.1; }"), "3@3 [31k] zone \"a\" is too small\n"},
    {HTTP("upstream a { zone a 64k; server 127.0.0.1; }\nupstream b { zone a 65k; server 127.0.0.1; }"),
     "4@4 [a] the size 66560 of shared memory zone \"a\" conflicts with already declared size 65536\n"},
    {"load_module /usr/lib/nginx/modules/ngx_stream_module.so;\n"
     "events { }\n"
     "http { upstream a { zone a 64k; server 127.0.0.1; } }\n"
     "stream { upstream a { zone a 64k; server 127.0.0.1:1; } }",
     "4@4 [a] the shared memory zone \"a\" is already declared for a different use\n"},

    /* stream */
    {STREAM("upstream a { server 127.0.0.1:1 weight=2; server unix:/a; }\n"
            "server { listen 81; proxy_pass a; }\n"
            "server { listen 82; proxy_pass 127.0.0.1:5; }\n"
            "server { listen 83; proxy_pass unix:/a; }\n"
            "server { listen 84; proxy_pass $remote_addr:5; }"),
     ""},
    {STREAM("upstream a { server 127.0.0.1; }"), "4@4 [127.0.0.1] no port in upstream \"127.0.0.1\"\n"},
    {STREAM("upstream a { }"), "4@4 [a] no servers are inside upstream\n"},
    {STREAM("upstream a { server 127.0.0.1:1 backup; }"), "4@4 [a] no servers in upstream \"a\"\n"},
    {STREAM("upstream a { hash $remote_addr; server 127.0.0.1:1; server 127.0.0.1:2 backup; }"),
     "4@4 [backup] balancing method does not support parameter \"backup\"\n"},
    {STREAM("upstream a { server 127.0.0.1:1; }\nupstream a { server 127.0.0.1:1; }"),
     "5@5 [a] duplicate upstream \"a\"\n"},
    {STREAM("upstream a { server 127.0.0.1:1; }\nserver { listen 81; proxy_pass a:5; }"),
     "5@5 [5] upstream \"a\" may not have port 5\n"},
    {STREAM("server { listen 81; proxy_pass a:5; }\nupstream a { server 127.0.0.1:1; }"),
     "4@4 [5] upstream \"a\" may not have port 5\n"},
    {STREAM("server { listen 81; proxy_pass 127.0.0.1; }"), "4@4 [127.0.0.1] no port in upstream \"127.0.0.1\"\n"},
    {STREAM("server { listen 81; proxy_pass 127.0.0.1:x; }"), "4@4 [x] invalid port in upstream \"127.0.0.1:x\"\n"},
    {STREAM("server { listen 81; proxy_pass $; }"), "4@4 [$] invalid variable name\n"},
    {STREAM("server { listen 81; proxy_pass 127.0.0.1:5/a; }"), "4@4 [/] invalid host in upstream \"127.0.0.1:5/a\"\n"},
    {STREAM("server { listen 81; proxy_pass a; }\nupstream a { server 127.0.0.1:1; }"), ""},
};
const struct case_table upstream_cases = {cases, sizeof cases / sizeof *cases};

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

/* What differs between releases. */
static const struct version_case of_versions[] = {
    {VERSION(1, 27, 3),
     {HTTP("upstream a { server a.example resolve; }"),
      "3@3 [a] resolving names at run time requires upstream \"a\" to be in shared memory\n"}},
    {VERSION(1, 27, 3),
     {HTTP("upstream a { zone a 64k; server a.example resolve; }"),
      "3@3 [a] no resolver defined to resolve names at run time in upstream \"a\"\n"}},
    {VERSION(1, 27, 3), {HTTP("resolver 127.0.0.1;\nupstream a { zone a 64k; server a.example resolve; }"), ""}},
    {VERSION(1, 27, 3),
     {HTTP("upstream a { zone a 64k; resolver 127.0.0.1; server a.example service=http resolve; }"), ""}},
    {VERSION(1, 27, 3), {HTTP("upstream a { server 127.0.0.1 resolve; }"), ""}},
    {VERSION(1, 27, 3),
     {HTTP("upstream a { server a.example service=http; }"),
      "3@3 [a.example] service upstream \"a.example\" requires \"resolve\" parameter\n"}},
    {VERSION(1, 27, 3),
     {HTTP("resolver 127.0.0.1;\nupstream a { zone a 64k; server a.example:80 service=http resolve; }"),
      "4@4 [a.example:80] service upstream \"a.example:80\" may not have port\n"}},
    {VERSION(1, 27, 3),
     {HTTP("upstream a { server 127.0.0.1 service=http resolve; }"),
      "3@3 [127.0.0.1] service upstream \"127.0.0.1\" requires domain name\n"}},
    {VERSION(1, 27, 3), {HTTP("upstream a { server a service= resolve; }"), "3@3 [service=] service is empty\n"}},
    {VERSION(1, 29, 5), {HTTP("upstream a { server 127.0.0.1 drain; }"), "3@3 [drain] invalid parameter \"drain\"\n"}},
    {VERSION(1, 29, 6), {HTTP("upstream a { server 127.0.0.1 drain route=a; }"), ""}},
    {VERSION(1, 29, 6), {HTTP("upstream a { server 127.0.0.1 route=; }"), "3@3 [route=] route is empty\n"}},
    {VERSION(1, 29, 6),
     {HTTP("upstream a { server 127.0.0.1 route=aaaaaaaaaabbbbbbbbbbccccccccccddd; }"),
      "3@3 [aaaaaaaaaabbbbbbbbbbccccccccccddd] route is longer than 32\n"}},
    {VERSION(1, 30, 0),
     {STREAM("upstream a { server 127.0.0.1:1 drain; }"), "4@4 [drain] invalid parameter \"drain\"\n"}},
    {0, {HTTP("upstream a { server 127.0.0.1 slow_start=5s; keepalive 0; random two least_time=header; }"), ""}},
    {VERSION(1, 29, 7), {HTTP("upstream a { server 127.0.0.1; keepalive 0; }"), ""}},
    {VERSION(1, 29, 7),
     {HTTP("upstream a { server 127.0.0.1; keepalive 5 locl; }"), "3@3 [locl] invalid parameter \"locl\"\n"}},
    {VERSION(1, 31, 0), {HTTP("upstream a { least_time header inflight; server 127.0.0.1; }"), ""}},
    {VERSION(1, 31, 0),
     {HTTP("upstream a { least_time connect; server 127.0.0.1; }"), "3@3 [connect] invalid value \"connect\"\n"}},
    {VERSION(1, 31, 0),
     {HTTP("upstream a { least_time connect inflght; server 127.0.0.1; }"),
      "3@3 [inflght] invalid parameter \"inflght\"\n"}},
    {VERSION(1, 31, 0),
     {STREAM("upstream a { least_time connect; server 127.0.0.1:1; server 127.0.0.1:2 backup; }"), ""}},
    {VERSION(1, 26, 0), {STREAM("server { listen 1; pass 127.0.0.1:5; }"), ""}},
    {VERSION(1, 26, 0), {STREAM("server { listen 1; pass a:5; }"), "4@4 [a:5] \"pass\" directive has no addresses\n"}},
    {VERSION(1, 26, 0),
     {STREAM("server { listen 1; pass 127.0.0.1; }"), "4@4 [127.0.0.1] \"pass\" directive has no port\n"}},
    {VERSION(1, 26, 0),
     {STREAM("server { listen 1; pass 127.0.0.1:0; }"),
      "4@4 [127.0.0.1:0] invalid port in \"127.0.0.1:0\" of the \"pass\" directive\n"}},

    /* sticky */
    {VERSION(1, 30, 0),
     {HTTP(
          "upstream a { server 127.0.0.1; sticky cookie c expires=1h domain=.a path=/ httponly secure samesite=lax; }\n"
          "upstream b { server 127.0.0.1; sticky route $cookie_a $arg_a; }\n"
          "upstream c { server 127.0.0.1; sticky learn create=$upstream_cookie_a lookup=$cookie_a zone=z:1m timeout=1h "
          "header; }"),
      ""}},
    {VERSION(1, 30, 0),
     {HTTP("upstream a { server 127.0.0.1; sticky cooky c; }"), "3@3 [cooky] unknown parameter \"cooky\"\n"}},
    {VERSION(1, 30, 0),
     {HTTP("upstream a { server 127.0.0.1; sticky cookie \"\"; }"),
      "3@3 [\"\"] \"sticky\" directive empty cookie name\n"}},
    {VERSION(1, 30, 0),
     {HTTP("upstream a { server 127.0.0.1; sticky cookie a secure secure; }"),
      "3@3 [secure] \"sticky\" directive parameter \"secure\" is duplicate\n"}},
    {VERSION(1, 30, 0),
     {HTTP("upstream a { server 127.0.0.1; sticky cookie a path=; }"),
      "3@3 [path=] \"sticky\" directive no value for \"path\"\n"}},
    {VERSION(1, 30, 0),
     {HTTP("upstream a { server 127.0.0.1; sticky cookie a expires=x; }"),
      "3@3 [expires=x] \"sticky\" directive invalid \"expires\" parameter value\n"}},
    {VERSION(1, 30, 0),
     {HTTP("upstream a { server 127.0.0.1; sticky cookie a samesite=no; }"),
      "3@3 [samesite=no] \"sticky\" directive invalid \"samesite\" parameter value\n"}},
    {VERSION(1, 30, 0),
     {HTTP("upstream a { server 127.0.0.1; sticky cookie a domian=b; }"),
      "3@3 [domian=b] unknown parameter \"domian=b\"\n"}},
    {VERSION(1, 30, 0),
     {HTTP("upstream a { server 127.0.0.1; sticky route a; }"), "3@3 [a] invalid variable name \"a\"\n"}},
    {VERSION(1, 30, 0),
     {HTTP("upstream a { server 127.0.0.1; sticky learn create=$a lookup=$b; }"),
      "3@3 [learn] \"sticky\" directive \"zone\" parameter is not specified\n"}},
    {VERSION(1, 30, 0),
     {HTTP("upstream a { server 127.0.0.1; sticky learn create=a lookup=$b zone=z:1m; }"),
      "3@3 [create=a] \"sticky\" directive missing variable in the \"create\" parameter\n"}},
    {VERSION(1, 30, 0),
     {HTTP("upstream a { server 127.0.0.1; sticky learn zone=z:8k; }"),
      "3@3 [zone=z:8k] \"sticky\" directive zone is too small\n"}},
    {VERSION(1, 30, 0),
     {HTTP("upstream a { server 127.0.0.1; sticky learn create=$uri lookup=$uri zone=z:1m; }\n"
           "upstream b { server 127.0.0.1; sticky learn create=$uri lookup=$uri zone=z:1m; }"),
      "4@4 [z] sticky zone \"z\" is already used in upstream \"a\"\n"}},
};

START_TEST(upstreams_are_judged_for_the_release)
{
    fx.job.target = of_versions[_i].target;
    fixture_expect(of_versions[_i].c.text, of_versions[_i].c.found);
}
END_TEST

START_TEST(a_block_that_is_not_seen_may_hold_servers)
{
    fixture_expect(HTTP("upstream a { include no/such/file; }"), "");
    fixture_expect(HTTP("upstream a { zone a; include no/such/file; server 127.0.0.1 backup; }"), "");
    fx.job.template_marks = true;
    fixture_expect(HTTP("upstream a {\n{% for s in servers %}\nserver {{ s }};\n{% endfor %}\n}"), "");
    fixture_expect(HTTP("upstream a {\n{{ servers }}\n}"), "");
    fixture_expect(HTTP("upstream a { server {{ a }} {{ options }}; server 127.0.0.1 wieght=2 {{ b }}; }"),
                   "3@3 [wieght=2] invalid parameter \"wieght=2\"\n");
}
END_TEST

START_TEST(other_modules_may_bring_servers)
{
    fixture_expect(HTTP("upstream a { nchan_redis_server redis://127.0.0.1; }"), "");
}
END_TEST

START_TEST(an_upstream_that_is_not_seen_may_have_the_name)
{
    fixture_expect(HTTP("include no/such/file;\nserver { location / { fastcgi_pass php; } }"), "");
    fixture_expect(HTTP("server { include no/such/file; location / { fastcgi_pass php; } }"),
                   "3@3 [php] no port in upstream \"php\"\n");
    fx.job.role = DOCUMENT_FRAGMENT;
    fixture_expect("gzip on; server { location / { fastcgi_pass php; } }\n", "");
    fixture_expect("gzip on; upstream php { server 127.0.0.1; }\nserver { location / { fastcgi_pass php:90; } }\n",
                   "2@2 [90] upstream \"php\" may not have port 90\n");
}
END_TEST

START_TEST(a_port_that_may_not_be_shows_the_upstream)
{
    fixture_read(HTTP("server { location / { proxy_pass http://a:81; } }\nupstream a { server 127.0.0.1; }"));
    ck_assert_uint_eq(fx.sink.findings.n, 1);
    ck_assert_uint_eq(fixture_line(fx.sink.findings.p[0]->related.p[0].at), 4);
    ck_assert(str_eq(source_text(&fx.sources, fx.sink.findings.p[0]->related.p[0].at), STR("a")));
}
END_TEST

START_TEST(a_server_with_variables_is_no_server)
{
    fixture_expect(HTTP("upstream a { server $host:80; }"), "3@3 [$host:80] host not found in upstream \"$host:80\"\n");
}
END_TEST

Suite *args_upstream_suite(void)
{
    Suite *s = suite_create("args_upstream");
    TCase *t = tcase_create("args_upstream");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(t, upstreams_are_judged_for_the_release, 0, sizeof of_versions / sizeof *of_versions);
    tcase_add_test(t, a_block_that_is_not_seen_may_hold_servers);
    tcase_add_test(t, other_modules_may_bring_servers);
    tcase_add_test(t, an_upstream_that_is_not_seen_may_have_the_name);
    tcase_add_test(t, a_port_that_may_not_be_shows_the_upstream);
    tcase_add_test(t, a_server_with_variables_is_no_server);
    suite_add_tcase(s, t);
    return s;
}
