#include "stack/failover.h"

#include "base/vec.h"

#include <check.h>

static struct arena a;
static struct stack stack;
static struct contributions said;
static struct service *kitchen;
static struct pool *cups;
static VEC(const struct host *) hosts;

/* A kind that does not exist, on a host of its own, with one pool: what is worked out must hang on the schema alone. */
static void open_pool(void)
{
    arena_init(&a, NULL);
    stack = (struct stack){.a = &a};
    said = (struct contributions){.a = &a};
    hosts.n = hosts.cap = 0;
    kitchen = contribute_service(&said, STR("teapot"), STR("kitchen"), SPAN_NONE);
    cups = service_add_pool(&a, kitchen, STR("cups"), SPAN_NONE);
    cups->field[POOL_ALGORITHM] = value_string(STR("roundrobin"));
    cups->field[POOL_ALL_BACKUPS] = value_bool(false);
}

static void close_pool(void)
{
    arena_free(&a);
}

static struct host *add_host(struct str name, double cpus, struct str address)
{
    struct host *h = arena_new(&a, struct host);
    struct value *list = arena_new(&a, struct value);
    *list = value_string(address);
    h->name = value_string(name);
    h->cpus = value_double(cpus);
    h->addresses = value_list(list, 1);
    host_finish(&a, h);
    vec_push(&a, &hosts, h);
    return h;
}

static struct server *add_server(struct str address, int64_t weight, int64_t maxconn)
{
    struct server *s = pool_add_server(&a, cups, SPAN_NONE);
    s->field[SERVER_NAME] = s->field[SERVER_ADDRESS] = value_string(address);
    s->field[SERVER_WEIGHT] = value_int(weight);
    s->field[SERVER_MAXCONN] = value_int(maxconn);
    s->field[SERVER_BACKUP] = s->field[SERVER_DOWN] = value_bool(false);
    return s;
}

static void add_backup(struct str address, int64_t weight, int64_t maxconn)
{
    add_server(address, weight, maxconn)->field[SERVER_BACKUP] = value_bool(true);
}

static struct failover made(void)
{
    struct failover f;
    struct placed_service *p = stack_place(&stack, kitchen, add_host(STR("lb"), 2, STR("10.9.9.9")));
    stack_join(&stack, hosts.p, hosts.n);
    failover_make(&f, &a, p, p->service.pools.p[0]);
    return f;
}

static void check_near(struct value v, double want)
{
    ck_assert_msg(value_is_known(v), "unknown, not %g", want);
    ck_assert_double_eq_tol(value_as_double(v), want, 1e-9);
}

static void check_unknown(struct value v, const char *reason)
{
    ck_assert(value_is_unknown(v));
    ck_assert_uint_eq(v.as.reasons->n, 1);
    ck_assert_str_eq(str_dup(&a, v.as.reasons->p[0]).p, reason);
}

/* Three hosts of 4 CPUs, a server on each. */
static void three_servers(int64_t weight_of_first, int64_t maxconn)
{
    add_host(STR("a"), 4, STR("10.0.0.1"));
    add_host(STR("b"), 4, STR("10.0.0.2"));
    add_host(STR("c"), 4, STR("10.0.0.3"));
    add_server(STR("10.0.0.1"), weight_of_first, maxconn);
    add_server(STR("10.0.0.2"), 10, maxconn);
    add_server(STR("10.0.0.3"), 10, maxconn);
}

START_TEST(servers_alike_are_one_group_and_one_state)
{
    three_servers(10, 40);
    struct failover f = made();
    ck_assert_uint_eq(f.groups.n, 1);
    ck_assert_uint_eq(f.groups.p[0]->lines.n, 3);
    ck_assert_uint_eq(f.lost.n, 1);
    check_near(f.all_up.loads[0].share, 1.0 / 3);
    check_near(f.all_up.loads[0].load, 1);
    check_near(f.all_up.full_at, 1);
    check_near(f.lost.p[0]->loads[0].share, 0.5);
    check_near(f.lost.p[0]->loads[0].left, 2);
    check_near(f.lost.p[0]->loads[0].load, 1.5);
    check_near(f.lost.p[0]->full_at, 2.0 / 3);
    check_near(f.all_up.room, 120);
    check_near(f.least_room, 80);
}
END_TEST

START_TEST(a_left_over_weight_fills_one_server_first)
{
    three_servers(100, 40);
    struct failover f = made();
    ck_assert_uint_eq(f.groups.n, 2);
    ck_assert_uint_eq(f.lost.n, 2);
    check_near(f.all_up.loads[0].share, 100.0 / 120);
    check_near(f.all_up.loads[0].load, 2.5);
    check_near(f.all_up.full_at, 0.4);
    ck_assert_ptr_eq(f.all_up.fullest, f.groups.p[0]);
    check_near(f.lost.p[0]->loads[0].share, 0);
    check_near(f.lost.p[0]->loads[1].share, 0.5);
    check_near(f.lost.p[1]->loads[0].share, 100.0 / 110);
    check_near(f.lost.p[1]->loads[1].share, 10.0 / 110);
    check_near(f.lost.p[1]->loads[1].left, 1);
    ck_assert_ptr_eq(f.least, f.lost.p[1]);
    check_near(f.least->full_at, 1 / (300.0 / 110));
}
END_TEST

START_TEST(arrivals_are_held_against_maxconn)
{
    three_servers(10, 40);
    kitchen->field[SERVICE_ACCEPTS] = value_int(120);
    struct failover f = made();
    check_near(f.arrivals, 120);
    check_near(f.all_up.loads[0].connections, 40);
    ck_assert(!f.all_up.loads[0].over.as.b);
    check_near(f.all_up.waiting, 0);
    check_near(f.lost.p[0]->loads[0].connections, 60);
    ck_assert(f.lost.p[0]->loads[0].over.as.b);
    check_near(f.lost.p[0]->waiting, 40);
}
END_TEST

START_TEST(measured_clients_go_before_what_is_accepted_and_never_above)
{
    struct failover f;
    three_servers(10, 40);
    kitchen->field[SERVICE_ACCEPTS] = value_int(120);
    struct host *h = add_host(STR("lb"), 2, STR("10.9.9.9"));
    h->peak_clients = value_int(90);
    struct placed_service *p = stack_place(&stack, kitchen, h);
    failover_make(&f, &a, p, p->service.pools.p[0]);
    check_near(f.arrivals, 90);
    h->peak_clients = value_int(900);
    failover_make(&f, &a, p, p->service.pools.p[0]);
    check_near(f.arrivals, 120);
}
END_TEST

START_TEST(how_clients_divide_among_pools_is_not_guessed)
{
    three_servers(10, 40);
    kitchen->field[SERVICE_ACCEPTS] = value_int(120);
    pool_add_server(&a, service_add_pool(&a, kitchen, STR("jugs"), SPAN_NONE), SPAN_NONE);
    struct failover f = made();
    check_unknown(f.arrivals, "how clients divide among 2 pools");
    check_unknown(f.lost.p[0]->loads[0].over, "how clients divide among 2 pools");
    check_unknown(f.lost.p[0]->waiting, "how clients divide among 2 pools");
    check_near(f.lost.p[0]->room, 80);
}
END_TEST

START_TEST(a_pool_without_servers_takes_no_clients)
{
    three_servers(10, 40);
    kitchen->field[SERVICE_ACCEPTS] = value_int(120);
    service_add_pool(&a, kitchen, STR("table"), SPAN_NONE);
    check_near(made().arrivals, 120);
}
END_TEST

START_TEST(unlimited_servers_have_room_for_all)
{
    three_servers(10, 40);
    kitchen->field[SERVICE_ACCEPTS] = value_int(1000);
    cups->servers.p[1]->field[SERVER_MAXCONN] = value_unlimited();
    struct failover f = made();
    ck_assert(f.all_up.room.flags & VALUE_UNLIMITED);
    check_near(f.all_up.waiting, 0);
    check_near(f.least_room, 80);
    ck_assert(!f.all_up.loads[1].over.as.b);
    ck_assert(f.all_up.loads[0].over.as.b);
}
END_TEST

START_TEST(the_first_backup_takes_over_alone)
{
    add_server(STR("10.0.0.1"), 10, 40);
    add_backup(STR("10.0.0.2"), 10, 40);
    add_backup(STR("10.0.0.3"), 10, 40);
    struct failover f = made();
    ck_assert_uint_eq(f.groups.n, 3);
    ck_assert_uint_eq(f.lost.n, 1);
    check_near(f.all_up.loads[1].share, 0);
    check_near(f.lost.p[0]->loads[0].share, 0);
    check_near(f.lost.p[0]->loads[1].share, 1);
    check_near(f.lost.p[0]->loads[2].share, 0);
    check_near(f.lost.p[0]->room, 40);
}
END_TEST

START_TEST(all_backups_take_over_when_the_pool_says_so)
{
    cups->field[POOL_ALL_BACKUPS] = value_bool(true);
    add_server(STR("10.0.0.1"), 10, 40);
    add_backup(STR("10.0.0.2"), 10, 40);
    add_backup(STR("10.0.0.3"), 10, 40);
    struct failover f = made();
    ck_assert_uint_eq(f.groups.n, 2);
    check_near(f.lost.p[0]->loads[1].share, 0.5);
    check_near(f.lost.p[0]->room, 80);
}
END_TEST

START_TEST(whether_all_backups_serve_is_not_guessed)
{
    cups->field[POOL_ALL_BACKUPS] = value_unknown(&a, STR("pool.all_backups"));
    add_server(STR("10.0.0.1"), 10, 40);
    add_backup(STR("10.0.0.2"), 10, 40);
    add_backup(STR("10.0.0.3"), 10, 40);
    struct failover f = made();
    check_near(f.all_up.loads[0].share, 1);
    check_unknown(f.lost.p[0]->loads[1].share, "pool.all_backups");
    check_unknown(f.lost.p[0]->room, "pool.all_backups");
    check_unknown(f.least_room, "pool.all_backups");
}
END_TEST

START_TEST(with_backups_alone_the_second_follows_the_first)
{
    add_backup(STR("10.0.0.2"), 10, 40);
    add_backup(STR("10.0.0.3"), 10, 40);
    struct failover f = made();
    ck_assert_uint_eq(f.lost.n, 1);
    check_near(f.all_up.loads[0].share, 1);
    check_near(f.lost.p[0]->loads[0].share, 0);
    check_near(f.lost.p[0]->loads[1].share, 1);
}
END_TEST

START_TEST(a_backup_on_a_smaller_host_is_loaded_more)
{
    add_host(STR("a"), 8, STR("10.0.0.1"));
    add_host(STR("b"), 2, STR("10.0.0.2"));
    add_server(STR("10.0.0.1"), 10, 40);
    add_backup(STR("10.0.0.2"), 10, 40);
    struct failover f = made();
    check_near(f.lost.p[0]->loads[1].load, 4);
    check_near(f.lost.p[0]->full_at, 0.25);
}
END_TEST

START_TEST(the_only_server_leaves_nobody)
{
    add_server(STR("10.0.0.1"), 10, 40);
    kitchen->field[SERVICE_ACCEPTS] = value_int(120);
    struct failover f = made();
    ck_assert_uint_eq(f.lost.n, 1);
    ck_assert(!f.lost.p[0]->serves.as.b);
    check_near(f.lost.p[0]->room, 0);
    check_near(f.lost.p[0]->waiting, 120);
    ck_assert_int_eq(f.lost.p[0]->loads[0].load.type, VALUE_NULL);
}
END_TEST

START_TEST(a_template_loses_one_of_its_servers)
{
    add_server(STR("10.0.0.1"), 10, 40)->field[SERVER_COUNT] = value_int(5);
    struct failover f = made();
    check_near(f.all_up.loads[0].share, 0.2);
    check_near(f.all_up.room, 200);
    check_near(f.lost.p[0]->loads[0].share, 0.25);
    check_near(f.lost.p[0]->loads[0].left, 4);
    check_near(f.lost.p[0]->room, 160);
}
END_TEST

START_TEST(who_is_sent_nothing_is_not_lost)
{
    add_server(STR("10.0.0.1"), 10, 40);
    add_server(STR("10.0.0.2"), 0, 40);
    add_server(STR("10.0.0.3"), 10, 40)->field[SERVER_DOWN] = value_bool(true);
    struct failover f = made();
    ck_assert_uint_eq(f.groups.n, 3);
    ck_assert_uint_eq(f.lost.n, 1);
    ck_assert_ptr_eq(f.lost.p[0]->lost, f.groups.p[0]);
    check_near(f.all_up.room, 40);
}
END_TEST

START_TEST(an_unknown_weight_leaves_all_unknown)
{
    three_servers(10, 40);
    cups->servers.p[1]->field[SERVER_WEIGHT] = value_unknown(&a, STR("variable in web.cfg:3"));
    struct failover f = made();
    ck_assert_uint_eq(f.lost.n, 0);
    check_unknown(f.all_up.loads[0].share, "variable in web.cfg:3");
    check_unknown(f.all_up.room, "variable in web.cfg:3");
    check_unknown(f.all_up.full_at, "variable in web.cfg:3");
    ck_assert_ptr_null(f.least);
}
END_TEST

START_TEST(an_unknown_number_of_servers_leaves_all_unknown)
{
    three_servers(10, 40);
    cups->servers.p[1]->field[SERVER_COUNT] = value_unknown(&a, STR("N in the environment"));
    check_unknown(made().all_up.loads[0].share, "N in the environment");
}
END_TEST

START_TEST(first_fills_one_after_the_other)
{
    three_servers(10, 40);
    cups->field[POOL_ALGORITHM] = value_string(STR("first"));
    kitchen->field[SERVICE_ACCEPTS] = value_int(100);
    add_backup(STR("10.0.0.4"), 10, 40);
    struct failover f = made();
    check_unknown(f.all_up.loads[0].share, "pool.algorithm (it hangs on the load)");
    check_unknown(f.all_up.loads[0].over, "pool.algorithm (it hangs on the load)");
    check_unknown(f.all_up.full_at, "pool.algorithm (it hangs on the load)");
    check_near(failover_capacity_share(&f, 0), 1.0 / 3);
    check_near(f.all_up.loads[1].share, 0);
    check_near(f.all_up.room, 120);
    ck_assert_uint_eq(f.lost.n, 1);
    check_near(f.lost.p[0]->room, 80);
    check_near(f.lost.p[0]->waiting, 20);
}
END_TEST

START_TEST(first_fills_the_servers_of_a_template_too)
{
    add_server(STR("10.0.0.1"), 10, 40)->field[SERVER_COUNT] = value_int(4);
    cups->field[POOL_ALGORITHM] = value_string(STR("first"));
    check_unknown(made().all_up.loads[0].share, "pool.algorithm (it hangs on the load)");
}
END_TEST

START_TEST(without_hosts_shares_are_known_and_loads_are_not)
{
    add_server(STR("10.0.0.1"), 10, 40);
    add_server(STR("10.0.0.2"), 30, 40);
    struct failover f = made();
    check_near(f.all_up.loads[1].share, 0.75);
    check_unknown(f.all_up.loads[1].load, "host.addresses");
    check_unknown(f.lost.p[0]->full_at, "host.addresses");
    ck_assert_ptr_null(f.least);
    check_near(f.least_room, 40);
}
END_TEST

START_TEST(servers_on_one_host_share_its_cpus)
{
    add_host(STR("a"), 4, STR("10.0.0.1"));
    add_host(STR("b"), 4, STR("10.0.0.2"));
    add_server(STR("10.0.0.1"), 10, 40);
    add_server(STR("10.0.0.1"), 10, 40);
    add_server(STR("10.0.0.2"), 10, 40);
    struct failover f = made();
    ck_assert_uint_eq(f.groups.n, 2);
    check_near(f.cpus, 8);
    check_near(f.all_up.loads[0].load, 4.0 / 3);
    check_near(f.all_up.loads[1].load, 2.0 / 3);
    check_near(failover_capacity_share(&f, 0), 0.25);
    check_near(failover_capacity_share(&f, 1), 0.5);
    check_near(f.lost.p[0]->loads[0].load, 1);
    check_near(f.lost.p[1]->loads[0].load, 2);
    ck_assert_ptr_eq(f.least, f.lost.p[1]);
}
END_TEST

START_TEST(an_entry_for_several_machines_is_not_one_host)
{
    struct host *h = add_host(STR("a"), 4, STR("10.0.0.0/24"));
    h->count = value_int(2);
    add_server(STR("10.0.0.1"), 10, 40);
    add_server(STR("10.0.0.2"), 10, 40);
    struct failover f = made();
    check_near(f.cpus, 8);
    check_near(f.lost.p[0]->loads[0].load, 2);
}
END_TEST

START_TEST(states_are_bounded)
{
    for (int i = 1; i <= FAILOVER_STATES + 7; i++)
        add_server(STR("10.0.0.1"), i, 40);
    struct failover f = made();
    ck_assert_uint_eq(f.lost.n, FAILOVER_STATES);
    ck_assert_uint_eq(f.n_left_out, 7);
    check_unknown(f.least_room, "servers that were not looked at");
}
END_TEST

START_TEST(an_empty_pool_serves_nobody)
{
    struct failover f = made();
    ck_assert_uint_eq(f.groups.n, 0);
    ck_assert_uint_eq(f.lost.n, 0);
    ck_assert(!f.all_up.serves.as.b);
    check_near(f.all_up.room, 0);
}
END_TEST

Suite *failover_suite(void);
Suite *failover_suite(void)
{
    Suite *s = suite_create("failover");
    TCase *t = tcase_create("failover");
    tcase_add_checked_fixture(t, open_pool, close_pool);
    tcase_add_test(t, servers_alike_are_one_group_and_one_state);
    tcase_add_test(t, a_left_over_weight_fills_one_server_first);
    tcase_add_test(t, arrivals_are_held_against_maxconn);
    tcase_add_test(t, measured_clients_go_before_what_is_accepted_and_never_above);
    tcase_add_test(t, how_clients_divide_among_pools_is_not_guessed);
    tcase_add_test(t, a_pool_without_servers_takes_no_clients);
    tcase_add_test(t, unlimited_servers_have_room_for_all);
    tcase_add_test(t, the_first_backup_takes_over_alone);
    tcase_add_test(t, all_backups_take_over_when_the_pool_says_so);
    tcase_add_test(t, whether_all_backups_serve_is_not_guessed);
    tcase_add_test(t, with_backups_alone_the_second_follows_the_first);
    tcase_add_test(t, a_backup_on_a_smaller_host_is_loaded_more);
    tcase_add_test(t, the_only_server_leaves_nobody);
    tcase_add_test(t, a_template_loses_one_of_its_servers);
    tcase_add_test(t, who_is_sent_nothing_is_not_lost);
    tcase_add_test(t, an_unknown_weight_leaves_all_unknown);
    tcase_add_test(t, an_unknown_number_of_servers_leaves_all_unknown);
    tcase_add_test(t, first_fills_one_after_the_other);
    tcase_add_test(t, first_fills_the_servers_of_a_template_too);
    tcase_add_test(t, without_hosts_shares_are_known_and_loads_are_not);
    tcase_add_test(t, servers_on_one_host_share_its_cpus);
    tcase_add_test(t, an_entry_for_several_machines_is_not_one_host);
    tcase_add_test(t, states_are_bounded);
    tcase_add_test(t, an_empty_pool_serves_nobody);
    suite_add_tcase(s, t);
    return s;
}
