#include "kinds/docker-compose/fixture.h"
#include "stack/stack.h"

Suite *place_suite(void);

static struct contributions said;

static const struct service *placed(const char *text, uint32_t i)
{
    said = (struct contributions){.a = &fx.a};
    fixture_read(text);
    compose_place(&fx.job, &said);
    ck_assert_uint_gt(said.services.n, i);
    return said.services.p[i];
}

static const char *field(const struct service *s, enum service_field f)
{
    return str_dup(&fx.a, value_format(&fx.a, service_get(s, f))).p;
}

/* On a host that a facts file names, or this machine. */
static const struct service *settled(const struct service *s, bool named)
{
    struct host *h = arena_new(&fx.a, struct host);
    struct service *copy = arena_new(&fx.a, struct service);
    h->nofile = value_int(4096);
    h->nofile.flags |= named ? 0 : VALUE_ESTIMATE;
    *copy = *s;
    copy->settle(copy, h, &fx.a);
    return copy;
}

START_TEST(a_service_says_what_bounds_it)
{
    const struct service *s = placed(
        "services:\n  web:\n    image: nginx:1.26\n    mem_limit: 512m\n    memswap_limit: 768m\n    pids_limit: 100\n"
        "    restart: on-failure:3\n    stop_grace_period: 1m30s\n    ulimits: {nofile: {soft: 1000, hard: 2000}}\n",
        0);
    ck_assert_str_eq(str_dup(&fx.a, s->program).p, "nginx");
    ck_assert_str_eq(field(s, SERVICE_KIND), "docker-compose");
    ck_assert_str_eq(field(s, SERVICE_NAME), "web");
    ck_assert_str_eq(field(s, SERVICE_CONTAINER), "web");
    ck_assert_str_eq(field(s, SERVICE_MEMORY_LIMIT), "512MiB");
    ck_assert_str_eq(field(s, SERVICE_SWAP_LIMIT), "256MiB");
    ck_assert_str_eq(field(s, SERVICE_TASKS_LIMIT), "100");
    ck_assert_str_eq(field(s, SERVICE_RESTART), "on-failure");
    ck_assert_str_eq(field(s, SERVICE_GRACE), "1m30s");
    ck_assert_str_eq(field(s, SERVICE_FDS_LIMIT), "1000");
    ck_assert(s->runner);
}
END_TEST

START_TEST(docker_lets_it_swap_as_much_as_its_memory)
{
    const struct service *s = placed("services:\n  web: {image: x, mem_limit: 1g}\n", 0);
    ck_assert_str_eq(field(s, SERVICE_SWAP_LIMIT), "1GiB");
    ck_assert_int_eq(service_get(s, SERVICE_SWAP_LIMIT).origin->kind, ORIGIN_DEFAULT);
    s = placed("services:\n  web: {image: x, mem_limit: 1g, memswap_limit: -1}\n", 0);
    ck_assert_str_eq(field(s, SERVICE_SWAP_LIMIT), "unlimited");
}
END_TEST

START_TEST(deploy_goes_before_and_counts_containers)
{
    const struct service *s =
        placed("services:\n  web:\n    image: x\n    restart: always\n    deploy:\n      replicas: 3\n"
               "      restart_policy: {condition: none}\n      resources: {limits: {memory: 1G}}\n",
               0);
    ck_assert_str_eq(field(s, SERVICE_MEMORY_LIMIT), "3GiB");
    ck_assert_str_eq(str_dup(&fx.a, service_get(s, SERVICE_MEMORY_LIMIT).origin->text).p, "3 containers x 1G");
    ck_assert_str_eq(field(s, SERVICE_COPIES), "3");
    ck_assert_str_eq(field(s, SERVICE_RESTART), "no");
}
END_TEST

START_TEST(a_missing_guard_counts_where_others_have_it)
{
    const char *text =
        "services:\n  db: {image: postgres}\n  web: {image: x, ports: [\"80:80\"], mem_limit: 1g, restart: always}\n";
    ck_assert_str_eq(field(placed(text, 0), SERVICE_MEMORY_LIMIT), "unlimited");
    ck_assert_str_eq(field(placed(text, 0), SERVICE_RESTART), "no");
    text = "services:\n  db: {image: postgres}\n  web: {image: x}\n";
    ck_assert(service_unstated(placed(text, 0), SERVICE_MEMORY_LIMIT));
    ck_assert(service_unstated(settled(placed(text, 0), false), SERVICE_MEMORY_LIMIT));
    ck_assert_str_eq(field(settled(placed(text, 0), true), SERVICE_MEMORY_LIMIT), "unlimited");
    ck_assert_str_eq(field(settled(placed(text, 0), true), SERVICE_RESTART), "no");
    ck_assert_str_eq(field(settled(placed(text, 0), true), SERVICE_LOG_LIMIT), "unlimited");
    ck_assert(service_unstated(settled(placed(text, 1), true), SERVICE_MEMORY_LIMIT)); /* nothing says that it stays */
}
END_TEST

START_TEST(what_ends_by_itself_needs_no_guard)
{
    const char *text = "services:\n  job: {image: postgres, profiles: [tools]}\n  init: {image: redis}\n"
                       "  web: {image: x, depends_on: {init: {condition: service_completed_successfully}}}\n";
    ck_assert_str_eq(field(placed(text, 0), SERVICE_RESIDENT), "false");
    ck_assert_str_eq(field(placed(text, 1), SERVICE_RESIDENT), "false");
    ck_assert(service_unstated(settled(placed(text, 1), true), SERVICE_LOG_LIMIT));
}
END_TEST

/* Ports as they stand, and where the host listens; "+" for more than that. */
static const struct {
    const char *ports, *listens;
} ports[] = {
    {"[\"80:8080\"]", "*:80"},
    {"[\"127.0.0.1:8000:80/tcp\", \"53:53/udp\"]", "127.0.0.1:8000"},
    {"[\"8000-8002:80-82\"]", "*:8000 *:8001 *:8002"},
    {"[\"[::1]:80:80\"]", "::1:80"},
    {"[\"80\"]", "+"},
    {"[{published: 443, target: 8443, host_ip: 10.0.0.1}, {target: 9}]", "10.0.0.1:443+"},
    {"[\"${PORT}:80\"]", "+"},
    {"[\"1-60000:1-60000\"]", "+"},
};

START_TEST(published_ports_are_the_hosts)
{
    struct buf b = {.a = &fx.a};
    const struct service *s =
        placed(str_printf(&fx.a, "services:\n  a:\n    image: x\n    ports: %s\n", ports[_i].ports).p, 0);
    for (uint32_t i = 0; i < s->listens.n; i++)
        buf_printf(&b, "%s%.*s:%.*s", i ? " " : "",
                   STR_ARG(value_format(&fx.a, s->listens.p[i]->field[LISTEN_ADDRESS])),
                   STR_ARG(value_format(&fx.a, s->listens.p[i]->field[LISTEN_PORT])));
    buf_printf(&b, "%s", s->more_listens ? "+" : "");
    buf_putc(&b, '\0');
    ck_assert_str_eq(b.p, ports[_i].listens);
}
END_TEST

START_TEST(a_mount_tells_the_config)
{
    const struct service *s =
        placed("services:\n  a:\n    image: nginx\n    volumes: [\"./certs:/certs\", "
               "\"./mime.conf:/etc/mime.conf\", \"./proxy/nginx.conf:/etc/nginx/nginx.conf:ro\"]\n",
               0);
    ck_assert_str_eq(str_dup(&fx.a, s->config).p, "./proxy/nginx.conf");
}
END_TEST

START_TEST(part_of_a_stack_places_nothing)
{
    said = (struct contributions){.a = &fx.a};
    fixture_read_as("compose.prod.yaml", STR("services:\n  a: {restart: always}\n"));
    compose_place(&fx.job, &said);
    ck_assert_uint_eq(said.services.n, 0);
}
END_TEST

Suite *place_suite(void)
{
    Suite *s = suite_create("place");
    TCase *t = tcase_create("place");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, a_service_says_what_bounds_it);
    tcase_add_test(t, docker_lets_it_swap_as_much_as_its_memory);
    tcase_add_test(t, deploy_goes_before_and_counts_containers);
    tcase_add_test(t, a_missing_guard_counts_where_others_have_it);
    tcase_add_test(t, what_ends_by_itself_needs_no_guard);
    tcase_add_loop_test(t, published_ports_are_the_hosts, 0, sizeof ports / sizeof *ports);
    tcase_add_test(t, a_mount_tells_the_config);
    tcase_add_test(t, part_of_a_stack_places_nothing);
    suite_add_tcase(s, t);
    return s;
}
