#include "kinds/haproxy/fixture.h"

#include "value/type.h"

Suite *scopes_suite(void);

/* ---- blocks ---- */

static uint32_t scope_of(const char *name)
{
    uint32_t i = 0;
    while (kind_haproxy.scopes[i].name.n && !str_eq(kind_haproxy.scopes[i].name, str_from(name)))
        i++;
    ck_assert_msg(kind_haproxy.scopes[i].name.n > 0, "%s", name);
    return i;
}

/* The titles of a scope's blocks. */
static const char *blocks(const char *scope)
{
    struct buf b = {.a = &fx.a};
    uint32_t i = scope_of(scope);
    for (struct node *n = NULL; (n = kind_haproxy.next_block(&fx.job, i, n)) != NULL;) {
        buf_put(&b, kind_haproxy.block_title(&fx.job, n));
        buf_putc(&b, ';');
    }
    buf_putc(&b, '\0');
    return b.p;
}

static struct node *block(const char *scope, uint32_t i)
{
    struct node *n = kind_haproxy.next_block(&fx.job, scope_of(scope), NULL);
    for (; n && i > 0; i--)
        n = kind_haproxy.next_block(&fx.job, scope_of(scope), n);
    ck_assert_ptr_nonnull(n);
    return n;
}

/* A setting of the i-th block: kind of origin, value; of what is not known the reason. */
static const char *ask(const char *scope, uint32_t i, const char *name)
{
    struct value v;
    if (!kind_haproxy.setting(&fx.job, block(scope, i), str_from(name), &v))
        return "none";
    if (value_is_unknown(v))
        return str_printf(&fx.a, "%.*s", STR_ARG(v.as.reasons->p[0])).p;
    struct str shown = value_format(&fx.a, v);
    return str_printf(&fx.a, "%d %.*s", v.origin ? (int)v.origin->kind : -1, STR_ARG(shown)).p;
}

static const char proxies[] =
    "global\n nbthread 4\n"
    "defaults\n mode http\n timeout connect 5s\n timeout client 5s\n timeout server 5s\n default-server inter 5s\n"
    "frontend f\n bind :80\n bind :443,:444 ssl crt a crt b\n default_backend b\n"
    "listen l\n bind :81\n server z 127.0.0.1:9\n"
    "backend b\n default-server check weight 3\n server a 127.0.0.1:1 fall 1\n"
    " default-server no-check inter 7s\n server b 127.0.0.1:2 maxconn 10k disabled\n"
    " server-template t 2-4 127.0.0.1:3 check no-check\n"
    "userlist u\n user x insecure-password y\n";

START_TEST(a_listen_section_is_a_frontend_and_a_backend)
{
    fixture_read(proxies);
    ck_assert_str_eq(blocks("global"), "global;");
    ck_assert_str_eq(blocks("defaults"), "defaults;");
    ck_assert_str_eq(blocks("frontend"), "frontend f;listen l;");
    ck_assert_str_eq(blocks("backend"), "listen l;backend b;");
    ck_assert_str_eq(blocks("listen"), "listen l;");
    ck_assert_str_eq(blocks("proxy"), "frontend f;listen l;backend b;");
    ck_assert_str_eq(blocks("bind"), "bind :80;bind :443,:444;bind :81;");
    ck_assert_str_eq(blocks("server"), "server z;server a;server b;server-template t;");
    ck_assert_str_eq(blocks("userlist"), "userlist u;");
    ck_assert_str_eq(blocks("cache"), "");
}
END_TEST

START_TEST(a_server_takes_what_stands_above_it)
{
    static const struct {
        uint32_t server;
        const char *name, *shown;
    } cases[] = {
        {0, "inter", "1 5s"},
        {0, "check", "2 false"},
        {1, "check", "1 true"},
        {1, "inter", "1 5s"},
        {1, "weight", "1 3"},
        {1, "fall", "0 1"},
        {1, "rise", "2 2"},
        {2, "check", "1 false"},
        {2, "no-check", "1 true"},
        {2, "inter", "1 7s"},
        {2, "fastinter", "2 7s"},
        {2, "maxconn", "0 10"},
        {2, "disabled", "0 true"},
        {2, "enabled", "0 false"},
        {3, "check", "0 false"},
        {3, "count", "0 3"},
        {3, "address", "0 127.0.0.1:3"},
        {3, "name", "0 t"},
        {1, "count", "2 1"},
        {1, "cookie", "2 null"},
        {1, "no such", "none"},
    };
    fixture_read(proxies);
    ck_assert_str_eq(fixture_found(), "");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(ask("server", cases[i].server, cases[i].name), cases[i].shown);
    ck_assert_str_eq(ask("bind", 1, "crt"), "0 a, b");
    ck_assert_str_eq(ask("bind", 1, "address"), "0 :443,:444");
}
END_TEST

START_TEST(objects_lead_from_a_section_to_its_lines_and_back)
{
    struct value v, name;
    fixture_read(proxies);
    ck_assert(kind_haproxy.setting(&fx.job, block("backend", 1), STR("servers"), &v));
    ck_assert_uint_eq(v.n, 3);
    const struct object_ref *second = v.as.items[1].as.object;
    ck_assert(second->cls->get(second->object, STR("proxy"), &fx.a, &v));
    ck_assert(v.as.object->cls->get(v.as.object->object, STR("name"), &fx.a, &name));
    ck_assert(str_eq(value_format(&fx.a, name), STR("b")));
    ck_assert(second->cls->has(second->object, STR("inter"), &v) && v.as.b);
    ck_assert(second->cls->has(second->object, STR("rise"), &v) && !v.as.b);
}
END_TEST

START_TEST(a_proxy_with_stats_lines_takes_none_of_its_defaults)
{
    fixture_read("defaults\n mode http\n stats uri /s\n stats auth a:b\n"
                 "frontend f\n bind :80\n"
                 "frontend g\n bind :81\n stats refresh 5s\n");
    ck_assert_str_eq(ask("frontend", 0, "stats auth"), "1 a:b");
    ck_assert_str_eq(ask("frontend", 0, "stats uri"), "1 /s");
    ck_assert_str_eq(ask("frontend", 1, "stats auth"), "2 ");
    ck_assert_str_eq(ask("frontend", 1, "stats uri"), "2 null");
}
END_TEST

START_TEST(the_last_health_check_option_counts)
{
    fixture_read("defaults\n option httpchk GET /\n"
                 "backend a\n server s 127.0.0.1:1\n"
                 "backend b\n option tcp-check\n server s 127.0.0.1:1\n");
    ck_assert_str_eq(ask("backend", 0, "option httpchk"), "1 GET, /");
    ck_assert_str_eq(ask("backend", 1, "option httpchk"), "2 null");
    ck_assert_str_eq(ask("backend", 1, "option tcp-check"), "0 true");
    fixture_read("defaults\n timeout client 5s\nfrontend f\n no timeout client \"$T\"\n bind :80\n");
    ck_assert_str_eq(ask("frontend", 0, "timeout client"), "-1 null");
}
END_TEST

START_TEST(rules_are_lists_by_keyword_and_by_action)
{
    fixture_read(
        "frontend f\n mode http\n bind :80\n http-request deny if { path /a }\n http-request set-var(txn.p) path\n http-request deny\n");
    ck_assert_str_eq(ask("frontend", 0, "http-request deny"), "0 if, {, path, /a, }, ");
    struct value v;
    ck_assert(kind_haproxy.setting(&fx.job, block("frontend", 0), STR("http-request"), &v));
    ck_assert_uint_eq(v.n, 3);
    ck_assert(str_eq(value_format(&fx.a, v.as.items[1]), STR("set-var, txn.p, path")));
}
END_TEST

START_TEST(defaults_of_versions_differ)
{
    static const char text[] = "backend b\n server s 127.0.0.1:1\n";
    fixture_read(text);
    ck_assert_str_eq(ask("backend", 0, "balance"), "2 roundrobin");
    fx.job.target = VERSION(3, 3, 0);
    fixture_read(text);
    ck_assert_str_eq(ask("backend", 0, "balance"), "2 random");
    fx.job.target = VERSION(2, 6, 12);
}
END_TEST

START_TEST(what_hangs_on_an_if_is_not_known)
{
    fixture_read(
        "defaults\n timeout client 5s\n"
        ".if feature(QUIC)\nfrontend f\n bind :80\n.endif\n"
        "frontend g\n bind :81\n .if feature(QUIC)\n timeout client 9s\n bind :82\n .endif\n timeout http-request 3s\n");
    ck_assert_str_eq(ask("frontend", 0, "timeout client"), "an .if that is not known at haproxy.cfg:4");
    ck_assert_str_eq(ask("frontend", 0, "name"), "0 f");
    ck_assert_str_eq(ask("frontend", 1, "timeout client"), "an .if that is not known at haproxy.cfg:10");
    ck_assert_str_eq(ask("frontend", 1, "bind"), "an .if that is not known at haproxy.cfg:11");
    ck_assert_str_eq(ask("frontend", 1, "binds"), "an .if that is not known at haproxy.cfg:11");
    ck_assert_str_eq(ask("frontend", 1, "timeout http-request"), "0 3s");
}
END_TEST

START_TEST(an_environment_variable_hides_what_it_may_be)
{
    fixture_read(
        "backend b\n \"$LINE\"\n retries 2\n server s \"$HOST\":80 check weight \"$W\"\n server t 127.0.0.1:1 \"$OPTIONS\"\n");
    ck_assert_str_eq(ask("backend", 0, "retries"), "0 2");
    ck_assert_str_eq(ask("backend", 0, "balance"), "an environment variable at haproxy.cfg:2");
    ck_assert_str_eq(ask("server", 0, "check"), "0 true");
    ck_assert_str_eq(ask("server", 0, "weight"), "an environment variable at haproxy.cfg:4");
    ck_assert_str_eq(ask("server", 0, "address"), "an environment variable at haproxy.cfg:4");
    ck_assert_str_eq(ask("server", 1, "check"), "an environment variable at haproxy.cfg:5");
}
END_TEST

START_TEST(a_part_of_a_configuration_has_defaults_elsewhere)
{
    static const char text[] = "backend b\n balance source\n server s 127.0.0.1:1 weight 2\n stats uri /\n"
                               "defaults\n mode http\nbackend c\n server t 127.0.0.1:1\n";
    fx.job.role = DOCUMENT_FRAGMENT;
    fixture_read(text);
    ck_assert_str_eq(ask("backend", 0, "balance"), "0 source");
    ck_assert_str_eq(ask("backend", 0, "mode"), "defaults of another file");
    ck_assert_str_eq(ask("backend", 0, "http-request"), "defaults of another file");
    ck_assert_str_eq(ask("backend", 0, "stats auth"), "2 ");
    ck_assert_str_eq(ask("backend", 0, "server"), "0 s, 127.0.0.1:1, weight, 2");
    ck_assert_str_eq(ask("server", 0, "weight"), "0 2");
    ck_assert_str_eq(ask("server", 0, "check"), "defaults of another file");
    ck_assert_str_eq(ask("backend", 1, "mode"), "1 http");
    ck_assert_str_eq(ask("server", 1, "check"), "2 false");
    fx.job.role = DOCUMENT_ROOT;
}
END_TEST

START_TEST(a_chain_of_defaults_is_followed_so_far)
{
    struct buf b = {.a = &fx.a};
    buf_printf(&b, "defaults d0\n mode http\n default-server fall 7\n");
    for (int i = 1; i <= 100; i++) {
        buf_printf(&b, "defaults d%d from d%d\n retries %d\n", i, i - 1, i);
        if (i == 50 || i == 100)
            buf_printf(&b, "backend b%d from d%d\n server s 127.0.0.1:1\n", i, i);
    }
    fixture_read_bytes(buf_str(&b));
    ck_assert_str_eq(ask("backend", 0, "mode"), "1 http");
    ck_assert_str_eq(ask("server", 0, "fall"), "1 7");
    ck_assert_str_eq(ask("backend", 1, "retries"), "1 100");
    ck_assert_str_eq(ask("backend", 1, "mode"), "more defaults sections than are followed");
    ck_assert_str_eq(ask("backend", 1, "log"), "more defaults sections than are followed");
    ck_assert_str_eq(ask("server", 1, "fall"), "more defaults sections than are followed");
}
END_TEST

/* Asked in any order: what the last question looked at is kept. */
START_TEST(servers_between_default_servers_take_the_last_one_above)
{
    fixture_read(
        "backend b\n server s0 127.0.0.1:1\n default-server inter 1s\n server s1 127.0.0.1:1\n default-server fall 5\n"
        " server s2 127.0.0.1:1\n default-server inter 2s\n server s3 127.0.0.1:1\n"
        "backend c\n default-server inter 9s\n server s4 127.0.0.1:1\n");
    static const char *const inters[] = {"2 2s", "1 1s", "1 1s", "1 2s", "1 9s"};
    static const uint32_t order[] = {0, 1, 2, 3, 4, 2, 0, 3, 1};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        ck_assert_str_eq(ask("server", order[i], "inter"), inters[order[i]]);
    ck_assert_str_eq(ask("server", 1, "fall"), "2 3");
    ck_assert_str_eq(ask("server", 3, "fall"), "1 5");
}
END_TEST

/* Whatever the version, a value that is there has the type that rules were checked against. */
START_TEST(every_default_has_its_declared_type)
{
    fixture_read(proxies);
    for (uint32_t s = 0; kind_haproxy.scopes[s].name.n; s++) {
        struct node *n = kind_haproxy.next_block(&fx.job, s, NULL);
        for (uint32_t i = 0; n && kind_haproxy.setting_name(s, i).n; i++) {
            struct str name = kind_haproxy.setting_name(s, i);
            struct value v;
            const struct type *t = kind_haproxy.setting_type(s, name);
            ck_assert_msg(t != NULL, "%.*s", STR_ARG(name));
            if (!kind_haproxy.setting(&fx.job, n, name, &v) || v.type == VALUE_NULL || value_is_unknown(v) ||
                v.type == VALUE_OBJECT)
                continue;
            ck_assert_msg(t == &type_dyn || type_same(t, type_of_value(&fx.a, v)), "%.*s in %.*s", STR_ARG(name),
                          STR_ARG(kind_haproxy.scopes[s].name));
        }
    }
}
END_TEST

Suite *scopes_suite(void)
{
    Suite *s = suite_create("scopes");
    TCase *t = tcase_create("scopes");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, a_listen_section_is_a_frontend_and_a_backend);
    tcase_add_test(t, a_server_takes_what_stands_above_it);
    tcase_add_test(t, objects_lead_from_a_section_to_its_lines_and_back);
    tcase_add_test(t, a_proxy_with_stats_lines_takes_none_of_its_defaults);
    tcase_add_test(t, the_last_health_check_option_counts);
    tcase_add_test(t, rules_are_lists_by_keyword_and_by_action);
    tcase_add_test(t, defaults_of_versions_differ);
    tcase_add_test(t, what_hangs_on_an_if_is_not_known);
    tcase_add_test(t, an_environment_variable_hides_what_it_may_be);
    tcase_add_test(t, a_part_of_a_configuration_has_defaults_elsewhere);
    tcase_add_test(t, a_chain_of_defaults_is_followed_so_far);
    tcase_add_test(t, servers_between_default_servers_take_the_last_one_above);
    tcase_add_test(t, every_default_has_its_declared_type);
    suite_add_tcase(s, t);
    return s;
}
