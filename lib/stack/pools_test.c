#include "stack/budget.h"

#include <check.h>

/* Pools of connections, and the copies of a service that have them: an ale house pours from barrels. */
static struct arena a;
static struct stack stack;
static struct contributions said;
static const struct host *cellar;

static void setup(void)
{
    struct host *h;
    struct value *item;
    arena_init(&a, NULL);
    stack = (struct stack){.a = &a};
    said = (struct contributions){.a = &a};
    h = arena_new(&a, struct host);
    item = arena_new(&a, struct value);
    *item = value_string(STR("10.0.0.1"));
    h->name = value_string(STR("cellar"));
    h->addresses = value_list(item, 1);
    host_finish(&a, h);
    cellar = h;
}

static void teardown(void)
{
    arena_free(&a);
}

static const struct origin *origin(enum origin_kind kind)
{
    return origin_new(&a, kind, SPAN_NONE, STR("of somebody"));
}

static struct service *house(bool runner)
{
    struct service *s = contribute_service(&said, STR("house"), STR("house"), SPAN_NONE);
    s->program = STR("house");
    s->runner = runner;
    return s;
}

/* size 0: none is stated */
static struct pool *add_pool(struct service *s, const char *host, int64_t port, int64_t size, enum origin_kind kind)
{
    struct pool *p = service_add_pool(&a, s, STR("beer"), SPAN_NONE);
    pool_add_endpoint(&a, p, str_from(host), port, origin(ORIGIN_SET));
    if (size)
        p->field[POOL_CONNECTIONS] = value_with_origin(value_int(size), origin(kind));
    return p;
}

static struct service *barrel(int64_t port)
{
    struct service *s = contribute_service(&said, STR("barrel"), STR("barrel"), SPAN_NONE);
    struct listen *l = service_add_listen(&a, s, SPAN_NONE);
    l->field[LISTEN_ADDRESS] = value_string(STR("*"));
    l->field[LISTEN_PORT] = value_int(port);
    return s;
}

static const struct {
    int64_t own; /* size in the config */
    enum origin_kind kind;
    bool overrides;
    int64_t in_force; /* the variable says 7 */
} sizes[] = {
    {0, ORIGIN_SET, false, 7},
    {10, ORIGIN_DEFAULT, false, 7},
    {10, ORIGIN_SET, false, 10},
    {10, ORIGIN_SET, true, 7},
};

START_TEST(a_variable_fills_the_size_that_a_config_leaves_open)
{
    struct service *own = house(false), *runner = house(true);
    add_pool(own, "db", 5432, sizes[_i].own, sizes[_i].kind);
    add_pool(runner, "db", 5432, 7, ORIGIN_SET)->overrides = sizes[_i].overrides;
    struct placed_service *p = stack_place(&stack, own, cellar);
    stack_place(&stack, runner, cellar);
    stack_join(&stack, &cellar, 1);
    ck_assert_uint_eq(p->service.pools.n, 1);
    ck_assert_int_eq(p->service.pools.p[0]->field[POOL_CONNECTIONS].as.i, sizes[_i].in_force);
}
END_TEST

START_TEST(a_pool_of_a_runner_is_its_programs)
{
    struct service *runner = house(true);
    add_pool(runner, "10.0.0.1", 5432, 7, ORIGIN_SET);
    struct placed_service *p = stack_place(&stack, house(false), cellar), *r = stack_place(&stack, runner, cellar),
                          *db = stack_place(&stack, barrel(5432), cellar);
    stack_join(&stack, &cellar, 1);
    ck_assert_uint_eq(p->service.pools.n, 1);
    ck_assert_uint_eq(r->service.pools.n, 0);
    ck_assert_uint_eq(db->senders.n, 1);
    ck_assert_ptr_eq(db->senders.p[0].service, p);
}
END_TEST

/* Two command lines share a config: each is a service with what the config leaves it, and its own variables. */
START_TEST(a_config_is_shared_by_several_commands)
{
    struct service *config = house(false), *one = house(false), *two = house(false), *runner = house(true);
    config->shared = true;
    config->field[SERVICE_THREADS] = value_with_origin(value_int(9), origin(ORIGIN_SET));
    one->command = two->command = true;
    one->field[SERVICE_THREADS] = value_with_origin(value_int(25), origin(ORIGIN_SET));
    one->field[SERVICE_NAME] = runner->field[SERVICE_NAME] = value_string(STR("one"));
    two->field[SERVICE_NAME] = value_string(STR("two"));
    struct environment *e = arena_new(&a, struct environment);
    runner->environment = e;
    struct placed_service *c = stack_place(&stack, config, cellar), *p = stack_place(&stack, one, cellar),
                          *q = stack_place(&stack, two, cellar), *r = stack_place(&stack, runner, cellar);
    stack_join(&stack, &cellar, 1);
    ck_assert_int_eq(p->service.field[SERVICE_THREADS].as.i, 25);
    ck_assert_int_eq(q->service.field[SERVICE_THREADS].as.i, 9);
    ck_assert(c->joined && !p->joined && !q->joined);
    ck_assert_ptr_eq(r->joined, p);
    ck_assert_ptr_eq(p->service.environment, e);
    ck_assert_ptr_null(q->service.environment);
}
END_TEST

START_TEST(a_supplement_has_pools_for_all_of_the_application)
{
    struct service *one = house(false), *two = house(false), *file = house(false);
    file->supplement = SUPPLEMENT_BASE;
    add_pool(file, "10.0.0.1", 5432, 5, ORIGIN_SET);
    struct placed_service *p = stack_place(&stack, one, cellar), *q = stack_place(&stack, two, cellar),
                          *f = stack_place(&stack, file, cellar), *db = stack_place(&stack, barrel(5432), cellar);
    stack_join(&stack, &cellar, 1);
    ck_assert_uint_eq(p->service.pools.n, 1);
    ck_assert_uint_eq(q->service.pools.n, 1);
    ck_assert_ptr_ne(p->service.pools.p[0], q->service.pools.p[0]);
    ck_assert_uint_eq(f->service.pools.n, 0);
    ck_assert_uint_eq(db->senders.n, 2);
}
END_TEST

/* A place without a port is that of the only database there. */
static const struct {
    int64_t ports[2];
    bool arrives;
} guesses[] = {{{5432, 0}, true}, {{3306, 0}, true}, {{3306, 5432}, false}, {{8080, 0}, false}, {{8080, 3306}, true}};

START_TEST(a_client_without_a_port_means_the_only_database)
{
    struct service *s = house(false);
    uint32_t senders = 0;
    add_pool(s, "10.0.0.1", 0, 7, ORIGIN_SET);
    stack_place(&stack, s, cellar);
    for (int i = 0; i < 2; i++)
        if (guesses[_i].ports[i])
            stack_place(&stack, barrel(guesses[_i].ports[i]), cellar);
    stack_join(&stack, &cellar, 1);
    for (uint32_t i = 1; i < stack.services.n; i++)
        senders += stack.services.p[i]->senders.n;
    ck_assert_uint_eq(senders, guesses[_i].arrives);
}
END_TEST

START_TEST(an_autoscaler_sets_the_copies_of_its_workload)
{
    struct service *one = house(false), *other = house(false), *scaler = house(false);
    one->workload = scaler->workload = STR("prod/Deployment/house");
    other->workload = STR("prod/Deployment/inn");
    one->field[SERVICE_COPIES] = other->field[SERVICE_COPIES] = value_int(3);
    scaler->supplement = SUPPLEMENT_SCALER;
    scaler->field[SERVICE_COPIES] = value_int(15);
    struct placed_service *p = stack_place(&stack, one, cellar), *q = stack_place(&stack, other, cellar),
                          *s = stack_place(&stack, scaler, NULL);
    stack_join(&stack, &cellar, 1);
    ck_assert_int_eq(p->service.field[SERVICE_COPIES].as.i, 15);
    ck_assert_int_eq(q->service.field[SERVICE_COPIES].as.i, 3);
    ck_assert_ptr_eq(s->joined, s); /* is not judged itself */
}
END_TEST

START_TEST(a_runner_tells_the_copies_and_whether_they_are_spread)
{
    struct service *runner = house(true);
    runner->field[SERVICE_COPIES] = value_int(4);
    runner->spread = true;
    runner->workload = STR("prod/Deployment/house");
    struct placed_service *p = stack_place(&stack, house(false), cellar);
    stack_place(&stack, runner, cellar);
    stack_join(&stack, &cellar, 1);
    ck_assert_int_eq(p->service.field[SERVICE_COPIES].as.i, 4);
    ck_assert(p->service.spread);
    ck_assert(str_eq(p->service.workload, runner->workload));
}
END_TEST

START_TEST(copies_on_one_host_take_as_much_each)
{
    enum budget_basis basis;
    struct service *s = house(false);
    s->field[SERVICE_PROCESSES] = value_int(2);
    s->field[SERVICE_MEMORY_PROCESS] = value_size(100);
    s->field[SERVICE_COPIES] = value_int(3);
    ck_assert_int_eq(budget_need(&a, s, &basis).as.i, 600);
    ck_assert_int_eq(budget_processes(&a, s).as.i, 6);
    s->spread = true; /* how many stand on one host is not known */
    ck_assert_int_eq(budget_need(&a, s, &basis).as.i, 200);
}
END_TEST

Suite *pools_suite(void);
Suite *pools_suite(void)
{
    Suite *s = suite_create("pools");
    TCase *t = tcase_create("pools");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, a_variable_fills_the_size_that_a_config_leaves_open, 0, sizeof sizes / sizeof *sizes);
    tcase_add_test(t, a_pool_of_a_runner_is_its_programs);
    tcase_add_test(t, a_config_is_shared_by_several_commands);
    tcase_add_test(t, a_supplement_has_pools_for_all_of_the_application);
    tcase_add_loop_test(t, a_client_without_a_port_means_the_only_database, 0, sizeof guesses / sizeof *guesses);
    tcase_add_test(t, an_autoscaler_sets_the_copies_of_its_workload);
    tcase_add_test(t, a_runner_tells_the_copies_and_whether_they_are_spread);
    tcase_add_test(t, copies_on_one_host_take_as_much_each);
    suite_add_tcase(s, t);
    return s;
}
