#include "kinds/nginx/place.h"

#include "kinds/nginx/fixture.h"
#include "kinds/nginx/memory.h"

static struct contributions said;

/* The service of a config, settled for a host with that many online CPUs (0: no host). */
static const struct service *placed(const char *text, int64_t cpus)
{
    struct stack *stack = arena_new(&fx.a, struct stack);
    struct host *h = arena_new(&fx.a, struct host);
    stack->a = &fx.a;
    said = (struct contributions){.a = &fx.a};
    fixture_read(text);
    nginx_place(&fx.job, &said);
    ck_assert_uint_eq(said.services.n, 1);
    if (cpus)
        h->cpus = value_double((double)cpus);
    host_finish(&fx.a, h);
    struct placed_service *p = stack_place(stack, said.services.p[0], cpus ? h : NULL);
    stack_join(stack, (const struct host *const *)&h, cpus ? 1 : 0);
    return &p->service;
}

static int64_t number(const struct service *s, enum service_field f)
{
    ck_assert_msg(value_is_known(service_get(s, f)), "field %d is unknown", f);
    return service_get(s, f).as.i;
}

START_TEST(workers_and_connections_make_slots)
{
    const struct service *s = placed("worker_processes 3;\nevents { worker_connections 100; }\n", 8);
    ck_assert_int_eq(number(s, SERVICE_PROCESSES), 3);
    ck_assert_int_eq(number(s, SERVICE_SLOTS_PROCESS), 100);
    ck_assert_int_eq(number(s, SERVICE_SLOTS), 300);
    ck_assert_int_eq(number(s, SERVICE_MEMORY_REST), 300 * 432);
}
END_TEST

START_TEST(what_is_not_set_is_nginx_own_default)
{
    const struct service *s = placed("events {}\n", 8);
    ck_assert_int_eq(number(s, SERVICE_PROCESSES), 1);
    ck_assert_int_eq(number(s, SERVICE_SLOTS_PROCESS), 512);
    ck_assert_int_eq(service_get(s, SERVICE_PROCESSES).origin->kind, ORIGIN_DEFAULT);
}
END_TEST

START_TEST(auto_hangs_on_the_host)
{
    const char *text = "worker_processes auto;\nevents {}\n";
    ck_assert_int_eq(number(placed(text, 6), SERVICE_PROCESSES), 6);
    struct value v = service_get(placed(text, 0), SERVICE_PROCESSES);
    ck_assert(value_is_unknown(v));
    ck_assert(str_eq(v.as.reasons->p[0], STR("host.cpus_online")));
    ck_assert(str_eq(v.origin->written, STR("auto")));
}
END_TEST

START_TEST(files_are_connections_sockets_and_logs)
{
    const struct service *s =
        placed("error_log e.log;\nworker_rlimit_nofile 2000;\nevents { worker_connections 100; }\n"
               "http {\n access_log a.log;\n server { listen 80; listen 443; access_log a.log; }\n"
               " server { listen 80; access_log off; error_log stderr; } }\n",
               1);
    ck_assert_int_eq(number(s, SERVICE_FDS_NEED), 100 + 2 + 2);
    ck_assert_int_eq(number(s, SERVICE_FDS_LIMIT), 2000);
    ck_assert_uint_eq(s->listens.n, 3);
}
END_TEST

/* Requests hold 4 x 8k + 8k + 512 + 1k + 4k without a response. */
/* gzip_window 32k is wbits 15, gzip_hash 64k memlevel 8 (MAX_MEM_LEVEL - 1): 8192 + 16 + 2^17 + 2^17. */
enum { DEFLATE = 270352 };
enum { REQUEST = 32768 + 8192 + 512 + 1024 + 4096, CONNECTION = 432 };

START_TEST(a_client_holds_the_buffers_of_its_location)
{
    static const struct {
        const char *http;
        int64_t client;
        bool proxies;
    } cases[] = {
        {"", REQUEST + 2 * 32768, false},
        {"sendfile on;", REQUEST, false},
        {"sendfile on; gzip on;", REQUEST + 2 * 32768 + 32 * 4096 + DEFLATE, false},
        {"server { sendfile on; listen 443 ssl; }", REQUEST + 2 * 32768 + 16384, false},
        {"server { location / { sendfile on; proxy_pass http://127.0.0.1; proxy_buffers 100 8k; } }",
         REQUEST + 4096 + 100 * 8192, true},
        {"sendfile on; proxy_buffers 100 8k; server { location / { proxy_buffering off; proxy_pass http://127.0.0.1; } }",
         REQUEST, false},
        {"sendfile on; fastcgi_buffer_size 64k; fastcgi_buffers 8 64k; server { location / { fastcgi_pass 127.0.0.1:9; } }",
         REQUEST + 9 * 65536, true},
        {"sendfile on; server { proxy_buffers 100 8k; location / { proxy_buffers 200 8k; proxy_pass http://127.0.0.1; } "
         "location /b { proxy_pass http://127.0.0.1; } }",
         REQUEST + 4096 + 200 * 8192, true},
        {"sendfile on; client_body_buffer_size 1m;", REQUEST - 8192 + (1 << 20), false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct nginx_memory m;
        fixture_read(str_printf(&fx.a, "events {}\nhttp { %s }\n", cases[i].http).p);
        nginx_memory_of(&fx.job, fx.job.root, &m);
        ck_assert_msg(value_is_known(m.client), "%s: unknown", cases[i].http);
        ck_assert_msg(m.client.as.i == cases[i].client, "%s: %lld, not %lld", cases[i].http, (long long)m.client.as.i,
                      (long long)cases[i].client);
        ck_assert_msg(m.proxies == cases[i].proxies, "%s", cases[i].http);
    }
}
END_TEST

START_TEST(zones_count_once)
{
    struct nginx_memory m;
    fixture_read("events {}\nhttp { limit_req_zone $uri zone=a:10m rate=1r/s; limit_conn_zone $uri zone=b:2m;\n"
                 "proxy_cache_path /c keys_zone=c:1m; ssl_session_cache shared:T:3m;\n"
                 "upstream u { zone u 64k; server 127.0.0.1; } server { ssl_session_cache shared:T:3m; } }\n");
    nginx_memory_of(&fx.job, fx.job.root, &m);
    ck_assert_int_eq(m.zones.as.i, (16 << 20) + 65536);
}
END_TEST

START_TEST(the_worst_case_is_the_sum_for_the_hosts_workers)
{
    const struct service *s =
        placed("worker_processes auto;\nevents { worker_connections 1000; }\nhttp { sendfile on;\n"
               "proxy_buffer_size 128k; proxy_buffers 8 128k; proxy_busy_buffers_size 256k;\n"
               "server { location / { proxy_pass http://127.0.0.1; } } }\n",
               4);
    int64_t worker = 500 * (REQUEST + 9 * (int64_t)131072) + 1000 * (int64_t)CONNECTION;
    ck_assert_int_eq(number(s, SERVICE_MEMORY_WORST), 4 * worker);
    ck_assert(!(service_get(s, SERVICE_MEMORY_WORST).flags & VALUE_FROM_DEFAULTS));
    ck_assert_int_eq(service_get(s, SERVICE_MEMORY_WORST).origin->kind, ORIGIN_DERIVED);
    struct str steps = service_get(s, SERVICE_MEMORY_WORST).origin->text;
    ck_assert_msg(str_ends(steps, STR("iB")), "a sum of sizes is a size: %.*s", STR_ARG(steps));
}
END_TEST

START_TEST(defaults_alone_are_marked)
{
    const struct service *s = placed("events {}\nhttp { server { location / { proxy_pass http://127.0.0.1; } } }\n", 1);
    ck_assert(service_get(s, SERVICE_MEMORY_WORST).flags & VALUE_FROM_DEFAULTS);
}
END_TEST

START_TEST(what_cannot_be_seen_is_unknown)
{
    static const char *const cases[] = {
        "events {}\nhttp { include nosuch.conf; }\n",
        "include nosuch.conf;\nevents {}\nhttp {}\n",
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        ck_assert_msg(value_is_unknown(service_get(placed(cases[i], 2), SERVICE_MEMORY_WORST)), "%s", cases[i]);
    ck_assert(value_is_unknown(service_get(placed(cases[1], 2), SERVICE_PROCESSES)));
}
END_TEST

START_TEST(numbers_beyond_64_bits_are_unknown_not_wrong)
{
    const struct service *s =
        placed("worker_processes 9000000000000000000;\nevents { worker_connections 4000000000; }\n"
               "http { client_body_buffer_size 9000000000000m; }\n",
               2);
    ck_assert(value_is_unknown(service_get(s, SERVICE_SLOTS)));
    ck_assert(value_is_unknown(service_get(s, SERVICE_MEMORY_WORST)));
}
END_TEST

Suite *place_suite(void);
Suite *place_suite(void)
{
    Suite *s = suite_create("place");
    TCase *t = tcase_create("place");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, workers_and_connections_make_slots);
    tcase_add_test(t, what_is_not_set_is_nginx_own_default);
    tcase_add_test(t, auto_hangs_on_the_host);
    tcase_add_test(t, files_are_connections_sockets_and_logs);
    tcase_add_test(t, a_client_holds_the_buffers_of_its_location);
    tcase_add_test(t, zones_count_once);
    tcase_add_test(t, the_worst_case_is_the_sum_for_the_hosts_workers);
    tcase_add_test(t, defaults_alone_are_marked);
    tcase_add_test(t, what_cannot_be_seen_is_unknown);
    tcase_add_test(t, numbers_beyond_64_bits_are_unknown_not_wrong);
    suite_add_tcase(s, t);
    return s;
}
