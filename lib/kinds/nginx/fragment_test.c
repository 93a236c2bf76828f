#include "kinds/nginx/fixture.h"

Suite *fragment_suite(void);

static void setup(void)
{
    fixture_open();
    fx.job.role = DOCUMENT_FRAGMENT;
}

static uint32_t context_of(const char *text)
{
    uint32_t contexts[22];
    return nginx_fragment_contexts(&fx.a, str_from(text), fx.job.target, contexts, 22) ? contexts[0] : 0;
}

static const struct {
    const char *text;
    uint32_t context;
} contexts[] = {
    {"server { listen 80; }", NGINX_IN_HTTP},
    {"upstream a { server b; }\nserver { listen 80; }", NGINX_IN_HTTP},
    {"listen 80;\nserver_name a;\nlocation / { }", NGINX_IN_SERVER},
    {"location / { proxy_pass http://a; }", NGINX_IN_SERVER},
    {"proxy_pass http://a;\nproxy_set_header A b;", NGINX_IN_LOCATION},
    {"ssl_protocols TLSv1.2;", NGINX_IN_HTTP},
    {"events { }\nhttp { }", NGINX_IN_MAIN},
    {"load_module x.so;", NGINX_IN_MAIN},
    {"server 10.0.0.1;\nkeepalive 3;", NGINX_IN_UPSTREAM},
    {"log_format a b;\nmap $a $b { default c; }", NGINX_IN_HTTP},
    {"preread_buffer_size 4k;", NGINX_IN_STREAM},
};

START_TEST(the_likeliest_context_is_first)
{
    ck_assert_uint_eq(context_of(contexts[_i].text), contexts[_i].context);
}
END_TEST

static const struct {
    const char *text, *found;
} cases[] = {
    {"", ""},
    {"# nothing\n", ""},
    {"server { listen 80; location / { root /x; } }", ""},
    {"server { listen 80; proxy_pass a:1; }", ""}, /* stream */
    {"server { listen 80; sever_name a; }", "1@1 [sever_name] unknown directive \"sever_name\"\n"},
    {"server { gzip maybe; }",
     "1@1 [maybe] invalid value \"maybe\" in \"gzip\" directive, it must be \"on\" or \"off\"\n"},
    {"gzip on;\nworker_processes 1;", ""}, /* one is wrong in http, the other in main */
    {"location / { root /a; root /b; }", "1@1 [root] \"root\" directive is duplicate\n"},
    {"location / { limit_req zone=elsewhere; access_log /x elsewhere; proxy_cache gone; }", ""},
    {"server { listen 80; \n", "1@2 [server] unexpected end of file, expecting \"}\"\n"},
    {"}\n", "1@1 [}] unexpected \"}\"\n"},
    {"http { server { } }", ""}, /* of a main file: no events are missed */
};

START_TEST(only_what_is_wrong_everywhere_is_told)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

START_TEST(a_fragment_is_tainted_by_what_it_includes)
{
    fixture_read("include snippets/gone.conf;\nserver { listen 80; }");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_uint_eq(fx.sink.not_analysed.n, 1);
}
END_TEST

Suite *fragment_suite(void)
{
    Suite *s = suite_create("fragment");
    TCase *t = tcase_create("fragment");
    tcase_add_checked_fixture(t, setup, fixture_close);
    tcase_add_loop_test(t, the_likeliest_context_is_first, 0, sizeof contexts / sizeof *contexts);
    tcase_add_loop_test(t, only_what_is_wrong_everywhere_is_told, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, a_fragment_is_tainted_by_what_it_includes);
    suite_add_tcase(s, t);
    return s;
}
