#include "kinds/nginx/place_pools.h"

#include "kinds/nginx/fixture.h"
#include "kinds/nginx/place.h"

/* "backend roundrobin keepalive=16: 10.0.0.1:80 w=3 max=5 backup; ..." */
static void show_server(struct buf *b, const struct server *s)
{
    static const struct {
        enum server_field field;
        const char *sign;
    } parts[] = {{SERVER_ADDRESS, " "},
                 {SERVER_PORT, ":"},
                 {SERVER_PATH, " unix:"},
                 {SERVER_WEIGHT, " w="},
                 {SERVER_MAXCONN, " max="}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct value v = s->field[parts[i].field];
        bool plain = v.origin && v.origin->kind == ORIGIN_DEFAULT;
        if (!plain && (value_is_known(v) || (v.as.reasons && v.as.reasons->n)))
            buf_printf(b, "%s%.*s", parts[i].sign, STR_ARG(value_format(&fx.a, v)));
    }
    buf_printf(b, "%s%s%s;",
               value_is_unknown(s->field[SERVER_BACKUP]) ? " backup?"
               : s->field[SERVER_BACKUP].as.b            ? " backup"
                                                         : "",
               value_is_unknown(s->field[SERVER_DOWN]) ? " down?"
               : s->field[SERVER_DOWN].as.b            ? " down"
                                                       : "",
               s->field[SERVER_CHECK].as.b ? "" : " unwatched");
}

static const char *pools(const struct service *s)
{
    struct buf b = {.a = &fx.a};
    for (uint32_t i = 0; i < s->pools.n; i++) {
        const struct pool *p = s->pools.p[i];
        buf_printf(&b, "%.*s %.*s", STR_ARG(value_format(&fx.a, p->field[POOL_NAME])),
                   STR_ARG(value_format(&fx.a, p->field[POOL_ALGORITHM])));
        if (value_is_known(p->field[POOL_HASH]))
            buf_printf(&b, "(%.*s)", STR_ARG(value_format(&fx.a, p->field[POOL_HASH])));
        buf_printf(&b, " keepalive=%.*s:", STR_ARG(value_format(&fx.a, p->field[POOL_KEEPALIVE])));
        for (uint32_t k = 0; k < p->servers.n; k++)
            show_server(&b, p->servers.p[k]);
        buf_putc(&b, '\n');
    }
    buf_putc(&b, '\0');
    return b.p;
}

/* "site location / -> app tries=1 read=60s", and "(no pool)" where the destination is none. */
static const char *routes(const struct service *s)
{
    struct buf b = {.a = &fx.a};
    for (uint32_t i = 0; i < s->routes.n; i++) {
        const struct route *r = s->routes.p[i];
        static const enum route_field fields[] = {ROUTE_FROM, ROUTE_CONDITION, ROUTE_TO, ROUTE_RETRIES,
                                                  ROUTE_TIMEOUT_READ};
        static const char *const signs[] = {"", " ", " -> ", " retries=", " read="};
        buf_printf(&b, "%u ", r->front);
        for (size_t k = 0; k < 5; k++)
            buf_printf(&b, "%s%.*s", signs[k], STR_ARG(value_format(&fx.a, r->field[fields[k]])));
        buf_printf(&b, "%s\n", r->pool ? "" : " (no pool)");
    }
    buf_putc(&b, '\0');
    return b.p;
}

static const struct service *read_service(const char *text)
{
    struct contributions *said = arena_new(&fx.a, struct contributions);
    said->a = &fx.a;
    fixture_read(text);
    nginx_place(&fx.job, said);
    return said->services.p[0];
}

static const struct {
    const char *text, *pools;
} pool_cases[] = {
    {"events {} http { upstream app { server 10.0.0.1; server [::1]:81 weight=3 max_conns=5; server unix:/run/a.sock backup; server c:82 down max_fails=0; } }",
     "app roundrobin keepalive=0: 10.0.0.1:80; ::1:81 w=3 max=5; unix:/run/a.sock backup; c:82 down unwatched;\n"},
    {"events {} http { upstream a { ip_hash; server x; } upstream b { hash $uri consistent; server x; } upstream c { least_conn; server x; } upstream d { random two; server x; } }",
     "a hash(source) keepalive=0: x:80;\nb hash($uri) keepalive=0: x:80;\nc leastconn keepalive=0: x:80;\nd random keepalive=0: x:80;\n"},
    /* what no upstream declares is a pool of its own, once for each address and port */
    {"events {} http { server { location / { proxy_pass http://10.0.0.1/x; } location /b { proxy_pass http://10.0.0.1:80; } location /c { proxy_pass https://10.0.0.1; } "
     "location /d { fastcgi_pass unix:/run/php.sock; } } }",
     "10.0.0.1 roundrobin keepalive=0: 10.0.0.1:80;\n10.0.0.1 roundrobin keepalive=0: 10.0.0.1:443;\nunix:/run/php.sock roundrobin keepalive=0: unix:/run/php.sock;\n"},
    /* kept connections: only with HTTP/1.1 and an empty Connection in every location that sends there */
    {"events {} http { proxy_http_version 1.1; proxy_set_header Connection \"\"; upstream app { server x; keepalive 8; } server { location / { proxy_pass http://app; } } }",
     "app roundrobin keepalive=8: x:80;\n"},
    {"events {} http { upstream app { server x; keepalive 8; } server { location / { proxy_pass http://app; } } }",
     "app roundrobin keepalive=0: x:80;\n"},
    {"events {} http { proxy_http_version 1.1; proxy_set_header Connection $c; upstream app { server x; keepalive 8; } server { location / { proxy_pass http://app; } } }",
     "app roundrobin keepalive=unknown: x:80;\n"},
    {"events {} http { upstream app { server x; keepalive 8; } server { fastcgi_keep_conn on; location / { fastcgi_pass app; } location /g { grpc_pass grpc://app; } } }",
     "app roundrobin keepalive=8: x:80;\n"},
    /* names of http and stream are apart */
    {"events {} stream { upstream app { server a:1; } server { listen 9; proxy_pass app; } } http { upstream app { server b:2; } server { location / { proxy_pass http://APP; } } }",
     "app roundrobin keepalive=0: a:1;\napp roundrobin keepalive=0: b:2;\n"},
    /* a variable is no pool */
    {"events {} http { server { location / { proxy_pass http://$up; } } }", ""},
};

START_TEST(upstreams_and_destinations_are_pools)
{
    ck_assert_str_eq(pools(read_service(pool_cases[_i].text)), pool_cases[_i].pools);
}
END_TEST

static const struct {
    const char *text, *routes;
} route_cases[] = {
    {"events {} http { upstream app { server a; server b; server c; } server { listen 80; server_name one two; location / { proxy_pass http://app; } } server { listen 81; location /x { "
     "proxy_read_timeout 5s; proxy_next_upstream_tries 2; proxy_pass http://app; } location /y { proxy_next_upstream off; proxy_pass http://app; } } }",
     "1 one location / -> app retries=2 read=1m\n2 81 location /x -> app retries=1 read=5s\n2 81 location /y -> app retries=0 read=1m\n"},
    {"events {} http { server { location / { proxy_pass http://$up; } if ($a) { proxy_pass http://b; } } }",
     "1 server location / -> http://$up retries=0 read=1m (no pool)\n1 server if ($a) -> b retries=0 read=1m\n"},
    {"events {} stream { server { listen 9; proxy_timeout 7s; proxy_pass a:1; } }",
     "1 9 server -> a:1 retries=0 read=7s\n"},
};

START_TEST(passes_are_routes)
{
    ck_assert_str_eq(routes(read_service(route_cases[_i].text)), route_cases[_i].routes);
}
END_TEST

START_TEST(listens_and_routes_of_a_server_have_one_front)
{
    const struct service *s = read_service(
        "events {} http { server { listen 80; listen [::]:81 ssl backlog=9; } server { listen unix:/s; location / { proxy_pass http://a; } } }");
    ck_assert_uint_eq(s->listens.n, 3);
    ck_assert_uint_eq(s->listens.p[1]->front, 1);
    ck_assert_uint_eq(s->listens.p[2]->front, 2);
    ck_assert_uint_eq(s->routes.p[0]->front, 2);
    ck_assert(s->listens.p[1]->field[LISTEN_TLS].as.b && !s->listens.p[0]->field[LISTEN_TLS].as.b);
    ck_assert_int_eq(s->listens.p[1]->field[LISTEN_BACKLOG].as.i, 9);
    ck_assert_int_eq(s->listens.p[0]->field[LISTEN_BACKLOG].as.i, 511);
    ck_assert(str_eq(value_format(&fx.a, s->listens.p[1]->field[LISTEN_ADDRESS]), STR("*")));
    ck_assert(str_eq(value_format(&fx.a, s->listens.p[2]->field[LISTEN_PATH]), STR("/s")));
}
END_TEST

START_TEST(what_an_include_may_add_leaves_shares_open)
{
    const struct service *s = read_service("events {} http { upstream app { include nowhere.conf; server a; } }");
    ck_assert(value_is_unknown(s->pools.p[0]->field[POOL_ALGORITHM]));
}
END_TEST

Suite *place_pools_suite(void);
Suite *place_pools_suite(void)
{
    Suite *s = suite_create("place_pools");
    TCase *t = tcase_create("place_pools");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, upstreams_and_destinations_are_pools, 0, sizeof pool_cases / sizeof *pool_cases);
    tcase_add_loop_test(t, passes_are_routes, 0, sizeof route_cases / sizeof *route_cases);
    tcase_add_test(t, listens_and_routes_of_a_server_have_one_front);
    tcase_add_test(t, what_an_include_may_add_leaves_shares_open);
    suite_add_tcase(s, t);
    return s;
}
