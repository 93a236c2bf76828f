#include "traffic.h"

#include "test_view.h"

/* Pools of a kind that does not exist, shown on made-up hosts. */
static struct contributions said;
static struct service *kitchen;
static struct pool *cups;
static struct traffic traffic;

static void open_traffic(void)
{
    view_open();
    said = (struct contributions){.a = &run.arena};
    kitchen = contribute_service(&said, STR("teapot"), STR("kitchen"), SPAN_NONE);
    cups = service_add_pool(&run.arena, kitchen, STR("cups"), SPAN_NONE);
    cups->field[POOL_ALGORITHM] = value_string(STR("roundrobin"));
    cups->field[POOL_ALL_BACKUPS] = value_bool(false);
    traffic = (struct traffic){.view = &view};
}

static struct server *add_server(struct str name, int64_t weight)
{
    struct server *s = pool_add_server(&run.arena, cups, SPAN_NONE);
    s->field[SERVER_NAME] = value_string(name);
    s->field[SERVER_ADDRESS] = value_string(name);
    s->field[SERVER_WEIGHT] = value_int(weight);
    s->field[SERVER_MAXCONN] = value_int(40);
    s->field[SERVER_BACKUP] = s->field[SERVER_DOWN] = value_bool(false);
    return s;
}

/* A host with an address of the same name. */
static void add_host(struct str name, double cpus)
{
    struct host *h = view_add_host(name, cpus);
    struct value *address = arena_new(&run.arena, struct value);
    *address = value_string(name);
    h->addresses = value_list(address, 1);
}

static const char *shown(void (*show)(const struct view *, struct report_out *))
{
    struct placed_service *p = stack_place(&run.stack, kitchen, NULL);
    struct traffic_pool *t = arena_new(&run.arena, struct traffic_pool);
    view_join();
    *t = (struct traffic_pool){.service = p, .pool = p->service.pools.p[0]};
    failover_make(&t->failover, &run.arena, p, t->pool);
    vec_push(&run.arena, &traffic.pools, t);
    return view_shown(&traffic, show);
}

START_TEST(bars_stand_side_by_side_and_what_is_off_is_marked)
{
    add_host(STR("a"), 4);
    add_host(STR("b"), 4);
    add_server(STR("a"), 30);
    add_server(STR("b"), 10);
    const char *text = shown(traffic_text);
    check_shows(text, "  a           30  a      75.0% ########     50.0% #####       1.5 !\n");
    check_shows(text, "  b           10  b      25.0% ###          50.0% #####       0.5\n");
    check_shows(text, "  without a: b 100% (load 2); at most 40 connections\n");
    check_shows(text, "  all up: at most 80 connections; a is full when 66.7% of the pool's CPUs are\n      busy\n");
}
END_TEST

START_TEST(a_template_is_one_row)
{
    add_server(STR("web"), 10)->field[SERVER_COUNT] = value_int(4);
    const char *text = shown(traffic_text);
    check_shows(text, "  web x4      10  ?      25.0% ###");
    check_shows(text, "  without one of web x4: the others 33.3% each; at most 120 connections\n");
}
END_TEST

START_TEST(backups_say_so)
{
    add_server(STR("a"), 10);
    add_server(STR("b"), 10)->field[SERVER_BACKUP] = value_bool(true);
    add_server(STR("c"), 10)->field[SERVER_DOWN] = value_bool(true);
    const char *text = shown(traffic_text);
    check_shows(text, "  0.0%                  -             backup\n");
    check_shows(text, "  0.0%                  -             down\n");
    check_shows(text, "  without a: backup b 100%; at most 40 connections\n");
    check_shows(text, "  not known: capacity (no host is known); ");
}
END_TEST

START_TEST(a_loss_of_which_nothing_is_known_says_so)
{
    cups->field[POOL_ALL_BACKUPS] = value_unknown(&run.arena, STR("pool.all_backups"));
    add_server(STR("a"), 10);
    add_server(STR("b"), 10)->field[SERVER_BACKUP] = value_bool(true);
    add_server(STR("c"), 10)->field[SERVER_BACKUP] = value_bool(true);
    check_shows(shown(traffic_text), "  without a: not known (pool.all_backups)\n");
}
END_TEST

START_TEST(what_is_unknown_is_named)
{
    add_host(STR("a"), 4);
    add_server(STR("a"), 10);
    add_server(STR("b"), 10);
    check_shows(shown(traffic_text), "  not known: capacity (no host of the facts holds b); arrivals\n");
    traffic.pools.n = 0;
    cups->field[POOL_ALGORITHM] = value_string(STR("first"));
    check_shows(shown(traffic_text), "  not known: shares (pool.algorithm (it hangs on the load)); ");
}
END_TEST

START_TEST(one_server_is_one_line)
{
    add_host(STR("a"), 4);
    add_server(STR("a"), 10);
    const char *text = shown(traffic_text);
    check_shows(text, "  one server: a on a, at most 40 connections; without it no server is left\n");
    ck_assert_ptr_null(strstr(text, "load:"));
}
END_TEST

/* Names of any length, with wide characters and with bytes that would steer a terminal. */
START_TEST(no_line_is_wider_than_a_terminal)
{
    static const char *const letters[] = {"x", "\xe6\xbc\xa2", "\x1b[2J", "\xff"};
    for (uint32_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        for (uint32_t n = 1; n < 70; n += 7) {
            struct buf name = {.a = &run.arena};
            for (uint32_t k = 0; k < n; k++)
                buf_put(&name, str_from(letters[i]));
            add_host(buf_str(&name), 4);
            add_server(buf_str(&name), n);
        }
        cups->field[POOL_NAME] = cups->servers.p[cups->servers.n - 1]->field[SERVER_NAME];
        const char *text = shown(traffic_text);
        check_width(text);
        ck_assert_ptr_null(strchr(text, '\x1b'));
        traffic.pools.n = cups->servers.n = 0;
    }
}
END_TEST

START_TEST(names_that_differ_at_their_ends_still_do)
{
    add_server(STR("application-server-of-the-shop-in-frankfurt-01"), 10);
    add_server(STR("application-server-of-the-shop-in-frankfurt-02"), 10);
    const char *text = shown(traffic_text);
    check_shows(text, "furt-01 ");
    check_shows(text, "furt-02 ");
}
END_TEST

START_TEST(json_tells_the_same_and_null_what_is_not_known)
{
    add_server(STR("a"), 30);
    add_server(STR("b"), 10)->field[SERVER_MAXCONN] = value_unlimited();
    json_t *pools, *root = view_read_json(shown(traffic_json), "pools", &pools);
    json_t *pool = json_array_get(pools, 0);
    json_t *b = json_array_get(json_object_get(pool, "servers"), 1);
    ck_assert_double_eq_tol(json_real_value(json_object_get(b, "share")), 0.25, 1e-9);
    ck_assert_str_eq(json_string_value(json_object_get(b, "maxconn")), "unlimited");
    ck_assert(json_is_null(json_object_get(b, "capacityShare")));
    ck_assert(json_is_null(json_object_get(pool, "arrivals")));
    json_t *missing = json_object_get(json_object_get(pool, "unknown"), "capacityShare");
    ck_assert_str_eq(json_string_value(json_array_get(missing, 0)), "host.addresses");
    json_t *gone = json_array_get(json_object_get(pool, "oneGone"), 0);
    ck_assert_str_eq(json_string_value(json_array_get(json_object_get(gone, "without"), 0)), "a");
    ck_assert_str_eq(json_string_value(json_object_get(gone, "connectionsAtMost")), "unlimited");
    json_decref(root);
}
END_TEST

Suite *traffic_suite(void);
Suite *traffic_suite(void)
{
    Suite *s = suite_create("traffic");
    TCase *t = tcase_create("traffic");
    tcase_add_checked_fixture(t, open_traffic, view_close);
    tcase_add_test(t, bars_stand_side_by_side_and_what_is_off_is_marked);
    tcase_add_test(t, a_template_is_one_row);
    tcase_add_test(t, backups_say_so);
    tcase_add_test(t, a_loss_of_which_nothing_is_known_says_so);
    tcase_add_test(t, what_is_unknown_is_named);
    tcase_add_test(t, one_server_is_one_line);
    tcase_add_test(t, no_line_is_wider_than_a_terminal);
    tcase_add_test(t, names_that_differ_at_their_ends_still_do);
    tcase_add_test(t, json_tells_the_same_and_null_what_is_not_known);
    suite_add_tcase(s, t);
    return s;
}
