#include "stack/budget.h"

#include <check.h>

static struct arena a;
static struct stack stack;
static struct contributions said;
static struct host *host;

static void setup(void)
{
    arena_init(&a, NULL);
    stack = (struct stack){.a = &a};
    said = (struct contributions){.a = &a};
    host = arena_new(&a, struct host);
    host->name = value_string(STR("box"));
    host->memory = value_size((int64_t)8 << 30);
    host_finish(&a, host);
}

static void teardown(void)
{
    arena_free(&a);
}

struct row_case {
    int64_t processes, measured, worst, limit; /* in MiB; 0: not known; limit -1: unlimited */
    bool defaults;
    int64_t need; /* 0: not known */
    enum budget_basis basis;
};

static const struct row_case cases[] = {
    {4, 100, 0, 0, false, 400, BUDGET_MEASURED},
    {4, 100, 9000, 0, false, 400, BUDGET_MEASURED}, /* measured goes before the worst case */
    {4, 100, 0, 300, false, 300, BUDGET_LIMIT},     /* what goes beyond is killed */
    {4, 100, 0, 900, false, 400, BUDGET_MEASURED},
    {4, 0, 700, 0, false, 700, BUDGET_WORST},
    {4, 0, 700, 0, true, 700, BUDGET_DEFAULTS},
    {4, 0, 700, -1, false, 700, BUDGET_WORST},
    {4, 0, 0, 512, false, 512, BUDGET_LIMIT},
    {4, 0, 0, -1, false, 0, BUDGET_UNKNOWN},
    {0, 100, 0, 0, false, 0, BUDGET_UNKNOWN}, /* how many there are is not known */
};

static struct value mib(int64_t n)
{
    return n ? value_size(n << 20) : (struct value){0};
}

static void place(const struct row_case *c)
{
    struct service *s = contribute_service(&said, STR("teapot"), STR("tea"), SPAN_NONE);
    struct value *f = s->field;
    f[SERVICE_PROCESSES] = c->processes ? value_int(c->processes) : f[SERVICE_PROCESSES];
    f[SERVICE_MEMORY_PROCESS] = c->measured ? mib(c->measured) : f[SERVICE_MEMORY_PROCESS];
    f[SERVICE_MEMORY_WORST] = c->worst ? mib(c->worst) : f[SERVICE_MEMORY_WORST];
    f[SERVICE_MEMORY_WORST].flags |= c->defaults ? VALUE_FROM_DEFAULTS : 0;
    if (c->limit)
        f[SERVICE_MEMORY_LIMIT] = c->limit < 0 ? value_unlimited() : mib(c->limit);
    stack_place(&stack, s, host);
}

START_TEST(a_service_needs_the_surest_that_is_known)
{
    struct budget b;
    place(&cases[_i]);
    budget_make(&a, &stack, host, &b);
    ck_assert_uint_eq(b.rows.n, 1);
    ck_assert_int_eq(b.rows.p[0].basis, cases[_i].basis);
    ck_assert_int_eq(value_is_known(b.rows.p[0].need) ? b.rows.p[0].need.as.i >> 20 : 0, cases[_i].need);
    ck_assert_uint_eq(b.need.n_missing, cases[_i].need == 0);
}
END_TEST

START_TEST(a_host_has_the_sum_of_its_services)
{
    struct budget b;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        place(&cases[i]);
    stack_place(&stack, said.services.p[0], NULL); /* elsewhere */
    stack.services.p[1]->joined = stack.services.p[0];
    budget_make(&a, &stack, host, &b);
    ck_assert_uint_eq(b.rows.n, 9);
    ck_assert_uint_eq(b.need.n_missing, 2);
    ck_assert_int_eq(b.need.sum.as.i >> 20, 400 + 300 + 400 + 700 + 700 + 700 + 512);
    ck_assert_int_eq(b.usable.as.i, ((int64_t)8 << 30) - host->reserve.as.i);
    ck_assert(str_eq(value_format(&a, b.usable), STR("7.6GiB")));
}
END_TEST

START_TEST(what_is_left_may_be_less_than_nothing)
{
    static const struct row_case big = {9, 1024, 0, 0, false, 9216, BUDGET_MEASURED};
    struct budget b;
    place(&big);
    host->reserve = value_size((int64_t)1 << 30);
    budget_make(&a, &stack, host, &b);
    ck_assert_int_eq(b.left.as.i >> 20, -2048);
    host->memory = value_unknown(&a, STR("host.memory"));
    budget_make(&a, &stack, host, &b);
    ck_assert(value_is_unknown(b.left));
    ck_assert_int_eq(b.need.sum.as.i >> 20, 9216);
}
END_TEST

START_TEST(a_sum_says_what_it_lacks_and_what_it_rests_on)
{
    static const struct row_case some[] = {{4, 0, 700, 0, true, 700, BUDGET_DEFAULTS},
                                           {4, 0, 0, 0, false, 0, BUDGET_UNKNOWN},
                                           {4, 0, 100, 0, false, 100, BUDGET_WORST}};
    struct budget b;
    for (size_t i = 0; i < sizeof some / sizeof *some; i++)
        place(&some[i]);
    stack.services.p[2]->service.field[SERVICE_MEMORY_WORST] = value_unlimited(); /* no bound is no sum */
    budget_make(&a, &stack, host, &b);
    ck_assert_int_eq(b.need.sum.as.i >> 20, 700);
    ck_assert_uint_eq(b.need.n_missing, 2);
    ck_assert_uint_eq(b.need.marks, VALUE_FROM_DEFAULTS);
    ck_assert_uint_eq(b.rest.n_missing, 3);
    ck_assert_uint_eq(b.rest.marks, 0);
}
END_TEST

struct thread_case {
    const char *model;
    int64_t processes, threads; /* 0: not stated */
    int64_t all;                /* 0: not known */
};

static const struct thread_case thread_cases[] = {
    {"event", 4, 0, 4},    {"event", 1, 8, 8}, {"process", 5, 0, 5},
    {"thread", 2, 0, 0}, /* how many serve is the point of the model */
    {"thread", 2, 16, 32}, {"event", 0, 8, 0}, {NULL, 4, 0, 0},
};

START_TEST(threads_that_serve_are_those_of_all_processes)
{
    const struct thread_case *c = &thread_cases[_i];
    struct service *s = contribute_service(&said, STR("teapot"), STR("tea"), SPAN_NONE);
    struct value *f = s->field;
    f[SERVICE_WORKER_MODEL] = c->model ? value_string(str_from(c->model)) : f[SERVICE_WORKER_MODEL];
    f[SERVICE_PROCESSES] = c->processes ? value_int(c->processes) : f[SERVICE_PROCESSES];
    f[SERVICE_THREADS] = c->threads ? value_int(c->threads) : f[SERVICE_THREADS];
    struct value all = budget_threads(&a, s);
    ck_assert_int_eq(value_is_known(all) ? all.as.i : 0, c->all);
}
END_TEST

START_TEST(files_are_of_one_process_and_of_all)
{
    static const struct row_case four = {4, 0, 0, 0, false, 0, BUDGET_UNKNOWN};
    struct budget b;
    place(&four);
    struct value *f = stack.services.p[0]->service.field;
    f[SERVICE_FDS_NEED] = value_int(1025);
    budget_make(&a, &stack, host, &b);
    ck_assert_int_eq(b.files.sum.as.i, 4100);
    ck_assert(value_is_unknown(b.rows.p[0].over_fds));
    f[SERVICE_FDS_LIMIT] = value_int(1024);
    budget_make(&a, &stack, host, &b);
    ck_assert(b.rows.p[0].over_fds.as.b);
    f[SERVICE_FDS_LIMIT] = value_int(1025);
    budget_make(&a, &stack, host, &b);
    ck_assert(!b.rows.p[0].over_fds.as.b);
}
END_TEST

START_TEST(services_of_no_known_host_have_their_own_budget)
{
    static const struct row_case four = {4, 100, 0, 0, false, 400, BUDGET_MEASURED};
    struct budget b;
    place(&four);
    stack_place(&stack, said.services.p[0], NULL);
    budget_make(&a, &stack, NULL, &b);
    ck_assert_uint_eq(b.rows.n, 1);
    ck_assert_ptr_null(b.rows.p[0].service->host);
    ck_assert(value_is_unknown(b.usable));
}
END_TEST

/* Two pools of 700 MiB each under one unit of 1000 MiB. */
START_TEST(what_shares_a_limit_needs_no_more_than_that_together)
{
    struct budget b;
    struct placed_service runner = {0};
    for (int i = 0; i < 2; i++) {
        place(&(struct row_case){4, 0, 700, 1000, false, 0, BUDGET_WORST});
        vec_push(&a, &stack.services.p[i]->runners, &runner);
    }
    budget_make(&a, &stack, host, &b);
    ck_assert_int_eq(b.need.sum.as.i, (int64_t)1000 << 20);
    ck_assert_int_eq(b.rows.p[0].need.as.i, (int64_t)700 << 20);
    ck_assert_int_eq(b.rows.p[1].basis, BUDGET_LIMIT);
}
END_TEST

Suite *budget_suite(void);
Suite *budget_suite(void)
{
    Suite *s = suite_create("budget");
    TCase *t = tcase_create("budget");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, a_service_needs_the_surest_that_is_known, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, a_host_has_the_sum_of_its_services);
    tcase_add_test(t, what_is_left_may_be_less_than_nothing);
    tcase_add_test(t, a_sum_says_what_it_lacks_and_what_it_rests_on);
    tcase_add_loop_test(t, threads_that_serve_are_those_of_all_processes, 0,
                        sizeof thread_cases / sizeof *thread_cases);
    tcase_add_test(t, files_are_of_one_process_and_of_all);
    tcase_add_test(t, services_of_no_known_host_have_their_own_budget);
    tcase_add_test(t, what_shares_a_limit_needs_no_more_than_that_together);
    suite_add_tcase(s, t);
    return s;
}
