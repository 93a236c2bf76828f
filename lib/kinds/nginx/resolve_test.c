#include "kinds/nginx/resolve.h"

#include "kinds/nginx/fixture.h"

Suite *resolve_suite(void);

/* The first block of a context whose title is this; NULL: any. */
static struct node *block_of(uint32_t context, const char *title)
{
    if (context == NGINX_IN_MAIN)
        return fx.job.root;
    struct nginx_blocks it = nginx_blocks(&fx.job, fx.job.root, context);
    for (struct node *b; (b = nginx_next_block(&it)) != NULL;)
        if (!title || str_eq(nginx_block_title(&fx.job, b), str_from(title)))
            return b;
    ck_abort_msg("no such block");
    return NULL;
}

/* "VALUE | set|inherited from X|default TEXT | written", "unknown: REASON", or "-". */
static const char *show(uint32_t context, const char *title, const char *name)
{
    static const char *const kinds[] = {
        [ORIGIN_SET] = "set", [ORIGIN_INHERITED] = "inherited from", [ORIGIN_DEFAULT] = "default"};
    struct value v;
    struct buf b = {.a = &fx.a};
    if (!nginx_setting(&fx.job, block_of(context, title), str_from(name), &v))
        return "-";
    if (value_is_unknown(v)) {
        ck_assert_ptr_nonnull(v.as.reasons);
        buf_printf(&b, "unknown: %.*s", STR_ARG(v.as.reasons->p[0]));
    } else {
        ck_assert_ptr_nonnull(v.origin);
        buf_printf(&b, "%.*s | %s", STR_ARG(value_format(&fx.a, v)), kinds[v.origin->kind]);
        if (v.origin->text.n)
            buf_printf(&b, " %.*s", STR_ARG(v.origin->text));
        buf_printf(&b, " | %.*s", STR_ARG(v.origin->written));
    }
    buf_putc(&b, '\0');
    return b.p;
}

#define HTTP NGINX_IN_HTTP
#define SERVER NGINX_IN_SERVER
#define LOCATION NGINX_IN_LOCATION
#define IF NGINX_IN_IF_IN_LOCATION

static const char config[] = "worker_processes 8;\n"
                             "events { worker_connections 1024; multi_accept on; }\n"
                             "http {\n"
                             "  gzip on; keepalive_timeout 10s 5s; client_max_body_size 10m; proxy_buffers 16 8k;\n"
                             "  add_header A 1; add_header B 2 always; ssl_protocols TLSv1.2 TLSv1.3;\n"
                             "  root /srv; proxy_read_timeout 1m;\n"
                             "  server {\n"
                             "    listen 80; listen 443 ssl;\n"
                             "    location /a { gzip off; add_header C 3; proxy_pass http://b;\n"
                             "      if ($arg_x) { gzip on; } location /a/b { } limit_except GET { deny all; } }\n"
                             "    location /c { alias /x; set $v 1; return 204; }\n"
                             "    location /d { internal; }\n"
                             "  }\n"
                             "  server { ssl_protocols TLSv1.3; }\n"
                             "}\n";

static const struct {
    uint32_t context;
    const char *title, *name, *expected;
} cases[] = {
    /* types */
    {NGINX_IN_MAIN, NULL, "worker_processes", "8 | set | 8"},
    {NGINX_IN_EVENTS, NULL, "worker_connections", "1024 | set | 1024"},
    {NGINX_IN_EVENTS, NULL, "multi_accept", "true | set | on"},
    {HTTP, NULL, "keepalive_timeout", "10s | set | 10s 5s"},
    {HTTP, NULL, "client_max_body_size", "10MiB | set | 10m"},
    {HTTP, NULL, "proxy_buffers", "16, 8KiB | set | 16 8k"},
    {HTTP, NULL, "proxy_read_timeout", "1m | set | 1m"},
    {SERVER, NULL, "listen", "80, 443, ssl | set | 80"},
    {LOCATION, "location /c", "alias", "/x | set | /x"},
    {LOCATION, "location /d", "internal", "true | set | internal"},
    {LOCATION, "location /a", "internal", "false | default default of nginx 1.22.1 | "},

    /* inheritance */
    {SERVER, NULL, "gzip", "true | inherited from http | on"},
    {LOCATION, "location /a", "gzip", "false | set | off"},
    {LOCATION, "location /a/b", "gzip", "false | inherited from location /a | off"},
    {IF, NULL, "gzip", "true | set | on"},
    {LOCATION, "location /c", "root", "/srv | inherited from http | /srv"},

    /* all of them or none */
    {HTTP, NULL, "add_header", "A, 1, B, 2, always | set | A 1"},
    {LOCATION, "location /a", "add_header", "C, 3 | set | C 3"},
    {LOCATION, "location /c", "add_header", "A, 1, B, 2, always | inherited from http | A 1"},
    {SERVER, NULL, "ssl_protocols", "TLSv1.2, TLSv1.3 | inherited from http | TLSv1.2 TLSv1.3"},

    /* what goes no further than its block */
    {LOCATION, "location /a/b", "proxy_pass", "null | default default of nginx 1.22.1 | "},
    {IF, NULL, "proxy_pass", "http://b | inherited from location /a | http://b"},
    {NGINX_IN_LIMIT_EXCEPT, NULL, "proxy_pass", "http://b | inherited from location /a | http://b"},
    {LOCATION, "location /a/b", "return", " | default default of nginx 1.22.1 | "},

    /* defaults, and no such setting */
    {HTTP, NULL, "sendfile", "false | default default of nginx 1.22.1 | off"},
    {LOCATION, "location /a", "send_timeout", "1m | default default of nginx 1.22.1 | 60s"},
    {HTTP, NULL, "client_body_buffer_size", "8KiB | default default of nginx 1.22.1 | 8k"},
    {HTTP, NULL, "sendfile_max_chunk", "2MiB | default default of nginx 1.22.1 | 2m"},
    {LOCATION, "location /a", "listen", "-"},
    {HTTP, NULL, "worker_processes", "-"},
    {HTTP, NULL, "nonsense", "-"},
};

START_TEST(settings_are_in_force_as_nginx_has_them)
{
    fixture_read(config);
    const char *got = show(cases[_i].context, cases[_i].title, cases[_i].name);
    ck_assert_msg(strcmp(got, cases[_i].expected) == 0, "%s: %s, not %s", cases[_i].name, got, cases[_i].expected);
}
END_TEST

START_TEST(a_value_points_at_its_words)
{
    struct value v;
    fixture_read(config);
    ck_assert(nginx_setting(&fx.job, block_of(LOCATION, "location /a/b"), STR("proxy_buffers"), &v));
    ck_assert(str_eq(source_text(&fx.sources, value_at(v)), STR("16 8k")));
    ck_assert(nginx_setting(&fx.job, block_of(LOCATION, "location /a/b"), STR("sendfile"), &v));
    ck_assert(str_eq(source_text(&fx.sources, value_at(v)), STR("location")));
}
END_TEST

START_TEST(a_default_that_changed_says_when)
{
    fx.job.target = 0;
    fixture_read("http { }");
    ck_assert_str_eq(show(HTTP, NULL, "sendfile_max_chunk"),
                     "0B | default default of nginx before 1.21.4, from then on 2m | 0");
    ck_assert_str_eq(show(HTTP, NULL, "gzip"), "false | default default of nginx | off");
}
END_TEST

START_TEST(auto_workers_hang_on_the_host)
{
    fixture_read("worker_processes auto;");
    ck_assert_str_eq(show(NGINX_IN_MAIN, NULL, "worker_processes"), "unknown: host.cpus_online");
}
END_TEST

START_TEST(an_include_outside_of_all_that_was_given_hides_the_main_block)
{
    fixture_read("include /nowhere/workers.conf;\nevents {}\n");
    ck_assert_ptr_nonnull(strstr(show(NGINX_IN_MAIN, NULL, "worker_processes"), "unknown: a missing include at "));
}
END_TEST

START_TEST(a_missing_include_makes_unknown_what_it_could_set)
{
    fixture_file("nginx.conf", "worker_processes 2;\nhttp {\n  gzip on;\n  add_header A 1;\n  include gone.conf;\n"
                               "  server { include mime.types; sendfile on; }\n}\n");
    fixture_read_file("nginx.conf");
    ck_assert_str_eq(show(NGINX_IN_MAIN, NULL, "worker_processes"), "2 | set | 2");
    ck_assert_str_eq(show(NGINX_IN_MAIN, NULL, "worker_rlimit_nofile"), "null | default default of nginx 1.22.1 | ");
    /* Once is all: a second one would be refused. Of add_header there may be more. */
    ck_assert_str_eq(show(HTTP, NULL, "gzip"), "true | set | on");
    ck_assert_str_eq(show(SERVER, NULL, "gzip"), "true | inherited from http | on");
    ck_assert_str_eq(show(SERVER, NULL, "sendfile"), "true | set | on");
    ck_assert_ptr_nonnull(strstr(show(HTTP, NULL, "add_header"), "unknown: a missing include at "));
    ck_assert_ptr_nonnull(strstr(show(SERVER, NULL, "tcp_nodelay"), "nginx.conf:5"));
    ck_assert_ptr_nonnull(strstr(show(SERVER, NULL, "types"), "nginx.conf:6"));
}
END_TEST

START_TEST(what_stands_around_a_fragment_is_unknown)
{
    fx.job.role = DOCUMENT_FRAGMENT;
    fixture_read("server { gzip on; listen 80; location / { } }");
    ck_assert_str_eq(show(LOCATION, NULL, "gzip"), "true | inherited from server | on");
    ck_assert_str_eq(show(LOCATION, NULL, "sendfile"), "unknown: what stands around nginx.conf");
    ck_assert_str_eq(show(SERVER, NULL, "listen"), "80 | set | 80");
    ck_assert_str_eq(show(LOCATION, NULL, "proxy_pass"), "null | default default of nginx 1.22.1 | ");
}
END_TEST

START_TEST(a_faulty_value_is_unknown)
{
    fixture_read("events { }\nhttp { gzip maybe; sendfile on; sendfile off; }");
    ck_assert_str_eq(show(HTTP, NULL, "gzip"), "unknown: a fault at nginx.conf:2");
    ck_assert_str_eq(show(HTTP, NULL, "sendfile"), "true | set | on");
}
END_TEST

START_TEST(templates_leave_values_unknown)
{
    fx.job.template_marks = true;
    fixture_read_as("nginx.conf.j2", STR("http {\ngzip {{ x }};\n{% if y %}\nsendfile on;\n{% endif %}\n}"));
    ck_assert_str_eq(show(HTTP, NULL, "gzip"), "unknown: a template's expression at nginx.conf.j2:2");
    ck_assert_str_eq(show(HTTP, NULL, "sendfile"), "unknown: a template's condition at nginx.conf.j2:4");
}
END_TEST

START_TEST(blocks_are_walked_in_order)
{
    struct buf b = {.a = &fx.a};
    fixture_read(config);
    struct nginx_blocks it = nginx_blocks(&fx.job, fx.job.root, LOCATION | IF | NGINX_IN_LIMIT_EXCEPT);
    for (struct node *n; (n = nginx_next_block(&it)) != NULL;)
        buf_printf(&b, "%.*s, ", STR_ARG(nginx_block_title(&fx.job, n)));
    buf_putc(&b, '\0');
    ck_assert_str_eq(b.p, "location /a, if ($arg_x), location /a/b, limit_except GET, location /c, location /d, ");
}
END_TEST

START_TEST(occurrences_are_found_in_order)
{
    fixture_read(config);
    struct node *server = block_of(SERVER, NULL), *e = nginx_first(&fx.job, server, STR("listen"));
    ck_assert(str_eq(node_word(e, 0)->text, STR("80")));
    e = nginx_next(&fx.job, e);
    ck_assert(str_eq(node_word(e, 0)->text, STR("443")));
    ck_assert_ptr_null(nginx_next(&fx.job, e));
    ck_assert_ptr_null(nginx_first(&fx.job, server, STR("gzip")));
    ck_assert_ptr_null(nginx_first(&fx.job, server, STR("nonsense")));
}
END_TEST

Suite *resolve_suite(void)
{
    Suite *s = suite_create("resolve");
    TCase *t = tcase_create("resolve");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, settings_are_in_force_as_nginx_has_them, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, a_value_points_at_its_words);
    tcase_add_test(t, a_default_that_changed_says_when);
    tcase_add_test(t, auto_workers_hang_on_the_host);
    tcase_add_test(t, an_include_outside_of_all_that_was_given_hides_the_main_block);
    tcase_add_test(t, a_missing_include_makes_unknown_what_it_could_set);
    tcase_add_test(t, what_stands_around_a_fragment_is_unknown);
    tcase_add_test(t, a_faulty_value_is_unknown);
    tcase_add_test(t, templates_leave_values_unknown);
    tcase_add_test(t, blocks_are_walked_in_order);
    tcase_add_test(t, occurrences_are_found_in_order);
    suite_add_tcase(s, t);
    return s;
}
