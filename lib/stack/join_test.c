#include "stack/stack.h"

#include <check.h>

/* Kinds that do not exist: teapots are programs, stoves run them, waiters send to them. What the join serves is the schema. */
static struct arena a;
static struct stack stack;
static struct contributions said;

static void setup(void)
{
    arena_init(&a, NULL);
    stack = (struct stack){.a = &a};
    said = (struct contributions){.a = &a};
}

static void teardown(void)
{
    arena_free(&a);
}

static struct host *host_at(const char *name, const char *address, double cpus)
{
    struct host *h = arena_new(&a, struct host);
    struct value *item = arena_new(&a, struct value);
    *item = value_string(str_from(address));
    h->name = value_string(str_from(name));
    h->addresses = value_list(item, 1);
    h->cpus = value_double(cpus);
    h->nofile = value_int(1024);
    host_finish(&a, h);
    return h;
}

static struct service *teapot(void)
{
    struct service *s = contribute_service(&said, STR("teapot"), STR("tea"), SPAN_NONE);
    s->program = STR("teapot");
    return s;
}

static struct service *stove(int64_t memory_limit)
{
    struct service *s = contribute_service(&said, STR("stove"), STR("tea.stove"), SPAN_NONE);
    s->program = STR("teapot");
    s->runner = true;
    s->field[SERVICE_MEMORY_LIMIT] = value_size(memory_limit);
    s->field[SERVICE_FDS_LIMIT] = value_int(9000);
    return s;
}

static void listen_on(struct service *s, const char *address, int64_t port)
{
    struct listen *l = service_add_listen(&a, s, SPAN_NONE);
    l->field[LISTEN_ADDRESS] = value_string(str_from(address));
    l->field[LISTEN_PORT] = value_int(port);
}

static struct service *waiter(const char *const *addresses, int64_t port)
{
    struct service *s = contribute_service(&said, STR("waiter"), STR("waiter"), SPAN_NONE);
    struct pool *p = service_add_pool(&a, s, STR("tea"), SPAN_NONE);
    p->field[POOL_ALGORITHM] = value_string(STR("roundrobin"));
    service_add_route(&a, s, SPAN_NONE)->pool = p;
    for (; *addresses; addresses++) {
        struct server *x = pool_add_server(&a, p, SPAN_NONE);
        x->field[SERVER_ADDRESS] = value_string(str_from(*addresses));
        x->field[SERVER_PORT] = value_int(port);
        x->field[SERVER_WEIGHT] = value_int(1);
        x->field[SERVER_BACKUP] = x->field[SERVER_DOWN] = value_bool(false);
    }
    return s;
}

static void join(const struct host *const *hosts, uint32_t n)
{
    stack_join(&stack, hosts, n);
}

START_TEST(a_runner_fills_what_its_program_leaves_unstated)
{
    const struct host *h = host_at("kitchen", "10.0.0.1", 4);
    struct service *pot = teapot();
    pot->field[SERVICE_PROCESSES] = value_int(3);
    struct placed_service *p = stack_place(&stack, pot, h), *runner = stack_place(&stack, stove(4096), h);
    join(&h, 1);
    ck_assert(runner->joined && !p->joined);
    ck_assert_uint_eq(p->runners.n, 1);
    ck_assert_int_eq(p->service.field[SERVICE_MEMORY_LIMIT].as.i, 4096);
    ck_assert_int_eq(p->service.field[SERVICE_FDS_LIMIT].as.i, 9000); /* before host.nofile */
    ck_assert_int_eq(p->service.field[SERVICE_PROCESSES].as.i, 3);
    ck_assert(str_eq(value_format(&a, p->service.field[SERVICE_KIND]), STR("teapot")));
}
END_TEST

START_TEST(what_the_program_says_itself_goes_before_its_runner)
{
    const struct host *h = host_at("kitchen", "10.0.0.1", 4);
    struct service *pot = teapot();
    pot->field[SERVICE_FDS_LIMIT] = value_int(50);
    pot->field[SERVICE_MEMORY_LIMIT] = value_unknown(&a, STR("a variable")); /* set, to something */
    struct placed_service *p = stack_place(&stack, pot, h);
    stack_place(&stack, stove(4096), h);
    join(&h, 1);
    ck_assert_int_eq(p->service.field[SERVICE_FDS_LIMIT].as.i, 50);
    ck_assert(value_is_unknown(p->service.field[SERVICE_MEMORY_LIMIT]));
}
END_TEST

START_TEST(a_runner_of_another_host_or_program_stands_alone)
{
    const struct host *hosts[] = {host_at("kitchen", "10.0.0.1", 4), host_at("bar", "10.0.0.2", 4)};
    struct placed_service *p = stack_place(&stack, teapot(), hosts[0]),
                          *runner = stack_place(&stack, stove(1), hosts[1]);
    join(hosts, 2);
    ck_assert(!runner->joined);
    ck_assert(service_unstated(&p->service, SERVICE_MEMORY_LIMIT));
    ck_assert_int_eq(p->service.field[SERVICE_FDS_LIMIT].as.i, 1024);
}
END_TEST

START_TEST(which_of_two_configs_is_run_is_not_guessed)
{
    const struct host *h = host_at("kitchen", "10.0.0.1", 4);
    struct placed_service *p = stack_place(&stack, teapot(), h), *q = stack_place(&stack, teapot(), h);
    struct placed_service *runner = stack_place(&stack, stove(4096), h);
    join(&h, 1);
    ck_assert(!runner->joined);
    ck_assert(value_is_unknown(p->service.field[SERVICE_FDS_LIMIT]) &&
              value_is_unknown(q->service.field[SERVICE_MEMORY_LIMIT]));
    ck_assert(str_eq(p->service.field[SERVICE_FDS_LIMIT].as.reasons->p[0], STR("which config of teapot is run")));
}
END_TEST

/* A pot of several that one teapot keeps at once. */
static struct service *one_pot(void)
{
    struct service *s = teapot();
    s->one_of_many = true;
    return s;
}

START_TEST(a_runner_is_that_of_all_that_run_at_once)
{
    const struct host *h = host_at("kitchen", "10.0.0.1", 4);
    struct placed_service *p = stack_place(&stack, one_pot(), h), *q = stack_place(&stack, one_pot(), h);
    struct placed_service *runner = stack_place(&stack, stove(4096), h);
    join(&h, 1);
    ck_assert_ptr_eq(runner->joined, p);
    ck_assert_int_eq(p->service.field[SERVICE_MEMORY_LIMIT].as.i, 4096);
    ck_assert_int_eq(q->service.field[SERVICE_MEMORY_LIMIT].as.i, 4096);
    ck_assert_uint_eq(q->runners.n, 1);
}
END_TEST

START_TEST(what_a_runner_leaves_unsaid_is_told_of_the_first)
{
    const struct host *h = host_at("kitchen", "10.0.0.1", 4);
    struct placed_service *p = stack_place(&stack, one_pot(), h), *q = stack_place(&stack, one_pot(), h);
    struct service *s = stove(4096);
    const struct origin *absent = origin_new(&a, ORIGIN_DEFAULT, SPAN_NONE, STR("not set"));
    s->field[SERVICE_RESTART] = value_with_origin(value_string(STR("no")), absent);
    s->field[SERVICE_MEMORY_LIMIT] = value_with_origin(value_unlimited(), absent);
    stack_place(&stack, s, h);
    join(&h, 1);
    ck_assert(!service_unstated(&p->service, SERVICE_RESTART) && !service_unstated(&p->service, SERVICE_MEMORY_LIMIT));
    ck_assert(service_unstated(&q->service, SERVICE_RESTART) && service_unstated(&q->service, SERVICE_MEMORY_LIMIT));
    ck_assert_int_eq(q->service.field[SERVICE_FDS_LIMIT].as.i, 9000);
}
END_TEST

START_TEST(which_of_two_runners_runs_which_is_not_guessed)
{
    const struct host *h = host_at("kitchen", "10.0.0.1", 4);
    struct placed_service *p = stack_place(&stack, one_pot(), h);
    stack_place(&stack, one_pot(), h);
    struct placed_service *runner = stack_place(&stack, stove(4096), h);
    stack_place(&stack, stove(1), h);
    join(&h, 1);
    ck_assert(!runner->joined);
    ck_assert(value_is_unknown(p->service.field[SERVICE_MEMORY_LIMIT]));
}
END_TEST

static struct service *recipe(enum supplement supplement, int64_t body, int64_t memory)
{
    struct service *s = contribute_service(&said, STR("recipe"), STR("tea.recipe"), SPAN_NONE);
    s->program = STR("teapot");
    s->supplement = supplement;
    if (body)
        s->field[SERVICE_BODY_LIMIT] = value_int(body);
    if (memory)
        s->field[SERVICE_MEMORY_PROCESS_LIMIT] = value_int(memory);
    return s;
}

START_TEST(supplements_fill_what_services_leave_unstated)
{
    const struct host *h = host_at("kitchen", "10.0.0.1", 4);
    struct service *said_itself = one_pot();
    said_itself->field[SERVICE_BODY_LIMIT] = value_int(5);
    struct placed_service *p = stack_place(&stack, said_itself, h), *q = stack_place(&stack, one_pot(), h);
    struct placed_service *early = stack_place(&stack, recipe(SUPPLEMENT_LATER, 20, 1), h);
    stack_place(&stack, recipe(SUPPLEMENT_LATER, 30, 0), h);
    stack_place(&stack, recipe(SUPPLEMENT_BASE, 40, 2), h);
    join(&h, 1);
    ck_assert_ptr_nonnull(early->joined);
    ck_assert_int_eq(p->service.field[SERVICE_BODY_LIMIT].as.i, 5);
    ck_assert_int_eq(q->service.field[SERVICE_BODY_LIMIT].as.i, 30);
    ck_assert_int_eq(q->service.field[SERVICE_MEMORY_PROCESS_LIMIT].as.i, 1);
    ck_assert_uint_eq(p->runners.n, 0);
}
END_TEST

START_TEST(a_supplement_of_nothing_is_not_judged)
{
    const struct host *h = host_at("kitchen", "10.0.0.1", 4);
    struct placed_service *p = stack_place(&stack, recipe(SUPPLEMENT_BASE, 1, 1), h);
    struct placed_service *nowhere = stack_place(&stack, recipe(SUPPLEMENT_BASE, 1, 1), NULL);
    join(&h, 1);
    ck_assert_ptr_nonnull(p->joined);
    ck_assert_ptr_nonnull(nowhere->joined);
}
END_TEST

START_TEST(a_program_of_two_names_is_one)
{
    const struct host *h = host_at("kitchen", "10.0.0.1", 4);
    struct service *pot = contribute_service(&said, STR("teapot"), STR("tea"), SPAN_NONE);
    pot->program = STR("kettle");
    pot->alias = STR("teapot");
    struct placed_service *p = stack_place(&stack, pot, h);
    stack_place(&stack, stove(4096), h);
    join(&h, 1);
    ck_assert_int_eq(p->service.field[SERVICE_MEMORY_LIMIT].as.i, 4096);
}
END_TEST

static void settle_by_files(struct service *s, const struct host *host, struct arena *arena)
{
    (void)host;
    (void)arena;
    s->field[SERVICE_SLOTS] = value_int(s->field[SERVICE_FDS_LIMIT].as.i / 2);
}

/* "teapot --config CONFIG --processes 7", in the file of a stove. */
static struct service *command(const char *config)
{
    struct service *s = contribute_service(&said, STR("teapot"), STR("tea"), SPAN_NONE);
    s->program = STR("teapot");
    s->command = true;
    s->config = str_from(config);
    s->path = STR("tea.stove");
    s->field[SERVICE_PROCESSES] = value_with_origin(value_int(7), origin_new(&a, ORIGIN_SET, SPAN_NONE, STR("")));
    s->field[SERVICE_THREADS] = value_with_origin(value_int(1), origin_new(&a, ORIGIN_DEFAULT, SPAN_NONE, STR("")));
    return s;
}

static struct service *config_at(const char *path)
{
    struct service *s = teapot();
    s->path = str_from(path);
    s->field[SERVICE_PROCESSES] = value_int(2);
    s->field[SERVICE_THREADS] = value_int(5);
    return s;
}

START_TEST(a_command_goes_before_the_config_that_it_names)
{
    const struct host *h = host_at("kitchen", "10.0.0.1", 4);
    struct service *unit = stove(4096);
    unit->path = STR("tea.stove");
    struct placed_service *mine = stack_place(&stack, config_at("app/tea.conf"), h),
                          *other = stack_place(&stack, config_at("b/tea.conf"), h);
    struct placed_service *c = stack_place(&stack, command("/srv/app/tea.conf"), h),
                          *runner = stack_place(&stack, unit, h);
    join(&h, 1);
    ck_assert_ptr_eq(c->joined, mine);
    ck_assert_ptr_eq(runner->joined, mine); /* by the command line in its file */
    ck_assert_int_eq(mine->service.field[SERVICE_PROCESSES].as.i, 7);
    ck_assert_int_eq(mine->service.field[SERVICE_THREADS].as.i, 5); /* not the command's default */
    ck_assert_int_eq(mine->service.field[SERVICE_MEMORY_LIMIT].as.i, 4096);
    ck_assert_int_eq(other->service.field[SERVICE_PROCESSES].as.i, 2);
    ck_assert(service_unstated(&other->service, SERVICE_MEMORY_LIMIT));
}
END_TEST

START_TEST(a_command_that_states_no_socket_leaves_that_to_the_config)
{
    const struct host *h = host_at("kitchen", "10.0.0.1", 4);
    struct service *pot = config_at("etc/a.conf"), *words = command("/etc/a.conf");
    const struct origin *deflt = origin_new(&a, ORIGIN_DEFAULT, SPAN_NONE, STR(""));
    listen_on(pot, "10.0.0.1", 3000);
    struct listen *l = service_add_listen(&a, words, SPAN_NONE);
    l->field[LISTEN_ADDRESS] = value_with_origin(value_string(STR("*")), deflt);
    l->field[LISTEN_PORT] = value_with_origin(value_int(80), deflt);
    struct placed_service *p = stack_place(&stack, pot, h);
    stack_place(&stack, words, h);
    join(&h, 1);
    ck_assert_uint_eq(p->service.listens.n, 1);
    ck_assert_int_eq(p->service.listens.p[0]->field[LISTEN_PORT].as.i, 3000);
}
END_TEST

START_TEST(a_command_without_its_config_stands_for_the_program)
{
    const struct host *h = host_at("kitchen", "10.0.0.1", 4);
    struct service *unit = stove(4096);
    unit->path = STR("tea.stove");
    struct placed_service *c = stack_place(&stack, command("/etc/elsewhere.conf"), h),
                          *runner = stack_place(&stack, unit, h);
    struct placed_service *config = stack_place(&stack, config_at("app/tea.conf"), h);
    join(&h, 1);
    ck_assert_ptr_null(c->joined);
    ck_assert_ptr_eq(runner->joined, c);
    ck_assert_int_eq(c->service.field[SERVICE_MEMORY_LIMIT].as.i, 4096);
    ck_assert_int_eq(config->service.field[SERVICE_PROCESSES].as.i, 2);
}
END_TEST

START_TEST(a_command_that_names_no_config_means_the_only_one)
{
    const struct host *h = host_at("kitchen", "10.0.0.1", 4);
    struct placed_service *config = stack_place(&stack, config_at("app/tea.conf"), h),
                          *c = stack_place(&stack, command(""), h);
    join(&h, 1);
    ck_assert_ptr_eq(c->joined, config);
    ck_assert_int_eq(config->service.field[SERVICE_PROCESSES].as.i, 7);
}
END_TEST

START_TEST(runners_of_one_file_each_have_their_command)
{
    struct host *h = host_at("a", "10.0.0.1", 1);
    struct placed_service *p[4];
    for (int i = 0; i < 4; i++) {
        struct service *s = i < 2 ? teapot() : stove(i);
        s->field[SERVICE_NAME] = value_string(i % 2 ? STR("green") : STR("black"));
        s->path = STR("kitchen.yaml");
        s->command = i < 2;
        p[i] = stack_place(&stack, s, h);
    }
    stack_join(&stack, (const struct host *const *)&h, 1);
    ck_assert_ptr_eq(p[2]->joined, p[0]);
    ck_assert_ptr_eq(p[3]->joined, p[1]);
    ck_assert_int_eq(service_get(&p[1]->service, SERVICE_MEMORY_LIMIT).as.i, 3);
}
END_TEST

START_TEST(a_runner_is_of_the_config_that_it_gives)
{
    struct host *h = host_at("a", "10.0.0.1", 1);
    struct service *one = teapot(), *other = teapot(), *runner = stove(5);
    one->path = STR("kitchen/one/tea.conf");
    other->path = STR("kitchen/other/tea.conf");
    runner->config = STR("./other/tea.conf");
    stack_place(&stack, one, h);
    struct placed_service *p = stack_place(&stack, other, h), *r = stack_place(&stack, runner, h);
    stack_join(&stack, (const struct host *const *)&h, 1);
    ck_assert_ptr_eq(r->joined, p);
}
END_TEST

START_TEST(what_a_runner_publishes_leads_to_its_program)
{
    static const char *const to[] = {"10.0.0.1", NULL};
    struct host *h = host_at("a", "10.0.0.1", 1);
    struct service *runner = stove(5);
    listen_on(runner, "*", 8080);
    struct placed_service *w = stack_place(&stack, waiter(to, 8080), h), *p = stack_place(&stack, teapot(), h);
    stack_place(&stack, runner, h);
    stack_join(&stack, (const struct host *const *)&h, 1);
    ck_assert_uint_eq(w->service.pools.p[0]->servers.p[0]->services.n, 1);
    ck_assert_ptr_eq(w->service.pools.p[0]->servers.p[0]->services.p[0], p);
}
END_TEST

START_TEST(a_service_is_settled_when_its_runner_has_spoken)
{
    const struct host *h = host_at("kitchen", "10.0.0.1", 4);
    struct service *pot = teapot();
    pot->settle = settle_by_files;
    stack_place(&stack, stove(1), h);
    struct placed_service *p = stack_place(&stack, pot, h);
    join(&h, 1);
    ck_assert_int_eq(p->service.field[SERVICE_SLOTS].as.i, 4500);
}
END_TEST

START_TEST(servers_find_hosts_and_what_listens_there)
{
    const struct host *hosts[] = {host_at("kitchen", "10.0.0.1", 6), host_at("bar", "10.0.0.2", 2),
                                  host_at("door", "10.0.0.3", 1)};
    struct service *pot = teapot();
    listen_on(pot, "*", 8080);
    struct placed_service *in_kitchen = stack_place(&stack, pot, hosts[0]),
                          *in_bar = stack_place(&stack, pot, hosts[1]);
    struct placed_service *w =
        stack_place(&stack, waiter((const char *const[]){"10.0.0.1", "10.0.0.2", NULL}, 8080), hosts[2]);
    join(hosts, 3);
    const struct pool *pool = w->service.pools.p[0];
    ck_assert_uint_eq(pool->servers.p[0]->hosts.n, 1);
    ck_assert_ptr_eq(pool->servers.p[0]->hosts.p[0], hosts[0]);
    ck_assert_ptr_eq(pool->servers.p[0]->services.p[0], in_kitchen);
    ck_assert_ptr_eq(pool->servers.p[1]->services.p[0], in_bar);
    ck_assert_uint_eq(in_bar->senders.n, 1);
    ck_assert_ptr_eq(in_bar->senders.p[0].service, w);
    ck_assert_ptr_eq(in_bar->senders.p[0].server, pool->servers.p[1]);
    ck_assert(pool->servers.p[0]->field[SERVER_CAPACITY_SHARE].as.d == 0.75);
    ck_assert(pool->servers.p[0]->field[SERVER_SHARE].as.d == 0.5);
    ck_assert_ptr_eq(w->service.routes.p[0]->pool, pool);
}
END_TEST

static const struct {
    const char *bound;
    int64_t port;
    const char *to;
    bool arrives;
} arrivals[] = {
    {"*", 80, "10.0.0.1", true},          {"0.0.0.0", 80, "10.0.0.1", true}, {"10.0.0.1", 80, "10.0.0.1", true},
    {"10.0.0.9", 80, "10.0.0.1", false},  {"*", 81, "10.0.0.1", false},      {"127.0.0.1", 80, "10.0.0.1", false},
    {"127.0.0.1", 80, "127.0.0.1", true}, {"*", 80, "127.0.0.1", true},      {"127.0.0.1", 80, "localhost", true},
    {"10.0.0.1", 80, "127.0.0.1", false}, {"*", 80, "10.0.0.2", false},
};

START_TEST(what_is_sent_to_an_address_arrives_at_its_sockets)
{
    const struct host *h = host_at("kitchen", "10.0.0.1", 4);
    struct service *pot = teapot();
    listen_on(pot, arrivals[_i].bound, arrivals[_i].port);
    struct placed_service *p = stack_place(&stack, pot, h);
    stack_place(&stack, waiter((const char *const[]){arrivals[_i].to, NULL}, 80), h);
    join(&h, 1);
    ck_assert_uint_eq(p->senders.n, arrivals[_i].arrives ? 1 : 0);
}
END_TEST

START_TEST(a_loopback_address_is_each_hosts_own)
{
    const struct host *hosts[] = {host_at("kitchen", "10.0.0.1", 4), host_at("bar", "10.0.0.2", 4)};
    struct service *pot = teapot(), *w = waiter((const char *const[]){"127.0.0.1", NULL}, 8080);
    listen_on(pot, "127.0.0.1", 8080);
    struct placed_service *pots[2], *waiters[2];
    for (int i = 0; i < 2; i++) {
        pots[i] = stack_place(&stack, pot, hosts[i]);
        waiters[i] = stack_place(&stack, w, hosts[i]);
    }
    join(hosts, 2);
    for (int i = 0; i < 2; i++) {
        ck_assert_uint_eq(pots[i]->senders.n, 1);
        ck_assert_ptr_eq(pots[i]->senders.p[0].service, waiters[i]);
        ck_assert_ptr_eq(waiters[i]->service.pools.p[0]->servers.p[0]->hosts.p[0], hosts[i]);
    }
    ck_assert_uint_eq(w->pools.p[0]->servers.p[0]->hosts.n, 0); /* the config's own record is as it was */
}
END_TEST

START_TEST(sockets_of_the_file_system_are_reached_on_their_host)
{
    const struct host *h = host_at("kitchen", "10.0.0.1", 4);
    struct service *pot = teapot(), *w = waiter((const char *const[]){"", NULL}, 0);
    service_add_listen(&a, pot, SPAN_NONE)->field[LISTEN_PATH] = value_string(STR("/run/tea.sock"));
    w->pools.p[0]->servers.p[0]->field[SERVER_PATH] = value_string(STR("/run/tea.sock"));
    w->pools.p[0]->servers.p[0]->field[SERVER_PORT] = (struct value){0};
    struct placed_service *p = stack_place(&stack, pot, h);
    stack_place(&stack, w, h);
    join(&h, 1);
    ck_assert_uint_eq(p->senders.n, 1);
}
END_TEST

START_TEST(without_a_host_nothing_is_joined)
{
    struct service *pot = teapot();
    listen_on(pot, "*", 80);
    struct placed_service *p = stack_place(&stack, pot, NULL), *runner = stack_place(&stack, stove(1), NULL);
    stack_place(&stack, waiter((const char *const[]){"127.0.0.1", "10.0.0.1", NULL}, 80), NULL);
    join(NULL, 0);
    ck_assert(!runner->joined);
    ck_assert_uint_eq(p->senders.n, 0);
    ck_assert(str_eq(p->service.field[SERVICE_FDS_LIMIT].as.reasons->p[0], STR("host.nofile")));
}
END_TEST

Suite *join_suite(void);
Suite *join_suite(void)
{
    Suite *s = suite_create("join");
    TCase *t = tcase_create("join");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_runner_fills_what_its_program_leaves_unstated);
    tcase_add_test(t, what_the_program_says_itself_goes_before_its_runner);
    tcase_add_test(t, a_runner_of_another_host_or_program_stands_alone);
    tcase_add_test(t, which_of_two_configs_is_run_is_not_guessed);
    tcase_add_test(t, a_runner_is_that_of_all_that_run_at_once);
    tcase_add_test(t, what_a_runner_leaves_unsaid_is_told_of_the_first);
    tcase_add_test(t, which_of_two_runners_runs_which_is_not_guessed);
    tcase_add_test(t, supplements_fill_what_services_leave_unstated);
    tcase_add_test(t, a_supplement_of_nothing_is_not_judged);
    tcase_add_test(t, a_program_of_two_names_is_one);
    tcase_add_test(t, a_command_goes_before_the_config_that_it_names);
    tcase_add_test(t, a_command_that_states_no_socket_leaves_that_to_the_config);
    tcase_add_test(t, a_command_without_its_config_stands_for_the_program);
    tcase_add_test(t, a_command_that_names_no_config_means_the_only_one);
    tcase_add_test(t, runners_of_one_file_each_have_their_command);
    tcase_add_test(t, a_runner_is_of_the_config_that_it_gives);
    tcase_add_test(t, what_a_runner_publishes_leads_to_its_program);
    tcase_add_test(t, a_service_is_settled_when_its_runner_has_spoken);
    tcase_add_test(t, servers_find_hosts_and_what_listens_there);
    tcase_add_loop_test(t, what_is_sent_to_an_address_arrives_at_its_sockets, 0, sizeof arrivals / sizeof *arrivals);
    tcase_add_test(t, a_loopback_address_is_each_hosts_own);
    tcase_add_test(t, sockets_of_the_file_system_are_reached_on_their_host);
    tcase_add_test(t, without_a_host_nothing_is_joined);
    suite_add_tcase(s, t);
    return s;
}
