#include "stack/stack.h"

#include <check.h>

static struct arena a;
static struct stack stack;
static struct contributions said;

static void open_stack(void)
{
    arena_init(&a, NULL);
    stack = (struct stack){.a = &a};
    said = (struct contributions){.a = &a};
}

static void close_stack(void)
{
    arena_free(&a);
}

static struct placed_service *placed(const struct service *s, const struct host *h)
{
    struct placed_service *p = stack_place(&stack, s, h);
    stack_join(&stack, &h, h ? 1 : 0);
    return p;
}

/* A kind that does not exist: what the join must serve is the schema, not nginx. */
static struct service *made_up(void)
{
    struct service *s = contribute_service(&said, STR("teapot"), STR("kitchen"), SPAN_NONE);
    s->program = STR("teapot");
    return s;
}

static struct host *host_with(int64_t nofile)
{
    struct host *h = arena_new(&a, struct host);
    h->name = value_string(STR("web-1"));
    h->nofile = nofile ? value_int(nofile) : (struct value){0};
    host_finish(&a, h);
    return h;
}

static void measure(struct host *h, const char *what, int64_t bytes)
{
    struct value_map *m = arena_new(&a, struct value_map);
    struct value *key = arena_new(&a, struct value), *v = arena_new(&a, struct value);
    *key = value_string(str_from(what));
    *v = value_size(bytes);
    *m = (struct value_map){.keys = key, .values = v, .n = 1, .cap = 1};
    h->process_memory = (struct value){.type = VALUE_MAP, .as.map = m};
}

START_TEST(what_a_config_does_not_say_is_unknown_by_its_name)
{
    struct service *s = made_up();
    struct value v = service_get(s, SERVICE_PROCESSES);
    ck_assert(value_is_unknown(v));
    ck_assert_uint_eq(v.as.reasons->n, 1);
    ck_assert(str_eq(v.as.reasons->p[0], STR("service.processes")));
    ck_assert(str_eq(value_format(&a, service_get(s, SERVICE_KIND)), STR("teapot")));
    ck_assert(str_eq(value_format(&a, service_get(s, SERVICE_NAME)), STR("kitchen")));
}
END_TEST

START_TEST(facts_fill_what_no_config_says)
{
    struct host *h = host_with(1024);
    measure(h, "teapot-worker", 100);
    struct placed_service *p = placed(made_up(), h);
    ck_assert_int_eq(service_get(&p->service, SERVICE_FDS_LIMIT).as.i, 1024);
    ck_assert_int_eq(service_get(&p->service, SERVICE_MEMORY_PROCESS).as.i, 100);
}
END_TEST

START_TEST(a_program_may_be_measured_under_its_own_name)
{
    struct host *h = host_with(0);
    measure(h, "teapot", 77);
    struct placed_service *p = placed(made_up(), h);
    ck_assert_int_eq(service_get(&p->service, SERVICE_MEMORY_PROCESS).as.i, 77);
}
END_TEST

START_TEST(what_a_config_says_goes_before_facts)
{
    struct service *s = made_up();
    s->field[SERVICE_FDS_LIMIT] = value_int(4096);
    struct placed_service *p = placed(s, host_with(1024));
    ck_assert_int_eq(service_get(&p->service, SERVICE_FDS_LIMIT).as.i, 4096);
}
END_TEST

START_TEST(a_missing_fact_is_the_reason)
{
    struct placed_service *p = placed(made_up(), host_with(0));
    struct value v = service_get(&p->service, SERVICE_FDS_LIMIT);
    ck_assert(value_is_unknown(v));
    ck_assert(str_eq(v.as.reasons->p[0], STR("host.nofile")));
}
END_TEST

START_TEST(the_limit_of_who_asked_is_not_the_services)
{
    struct host *h = host_with(1024);
    h->nofile.flags |= VALUE_ESTIMATE;
    struct placed_service *p = placed(made_up(), h);
    ck_assert(value_is_unknown(service_get(&p->service, SERVICE_FDS_LIMIT)));
}
END_TEST

static void settle_by_name(struct service *s, const struct host *host, struct arena *arena)
{
    (void)arena;
    s->field[SERVICE_PROCESSES] = value_int(host ? host->name.n : 0);
}

START_TEST(each_host_settles_its_own_copy)
{
    struct service *s = made_up();
    s->settle = settle_by_name;
    struct placed_service *one = stack_place(&stack, s, host_with(1)), *none = stack_place(&stack, s, NULL);
    stack_join(&stack, &one->host, 1);
    ck_assert_int_eq(service_get(&one->service, SERVICE_PROCESSES).as.i, 5);
    ck_assert_int_eq(service_get(&none->service, SERVICE_PROCESSES).as.i, 0);
    ck_assert(value_is_unknown(service_get(s, SERVICE_PROCESSES)));
    ck_assert_uint_eq(stack.services.n, 2);
}
END_TEST

START_TEST(fields_are_found_by_the_names_that_rules_use)
{
    uint32_t n;
    for (int scope = STACK_SERVICE; scope <= STACK_ROUTE; scope++) {
        const struct stack_field *rows = stack_fields((enum stack_scope)scope, &n);
        ck_assert_uint_gt(n, 0);
        for (uint32_t i = 0; i < n; i++) {
            ck_assert_int_eq(stack_field_index((enum stack_scope)scope, rows[i].name), (int)i);
            ck_assert_uint_gt(rows[i].meaning.n, 0);
        }
    }
    ck_assert_int_eq(stack_field_index(STACK_SERVICE, STR("memory_worst")), SERVICE_MEMORY_WORST);
    ck_assert_int_eq(stack_field_index(STACK_POOL, STR("memory_worst")), -1);
}
END_TEST

Suite *stack_suite(void);
Suite *stack_suite(void)
{
    Suite *s = suite_create("stack");
    TCase *t = tcase_create("stack");
    tcase_add_checked_fixture(t, open_stack, close_stack);
    tcase_add_test(t, what_a_config_does_not_say_is_unknown_by_its_name);
    tcase_add_test(t, facts_fill_what_no_config_says);
    tcase_add_test(t, a_program_may_be_measured_under_its_own_name);
    tcase_add_test(t, what_a_config_says_goes_before_facts);
    tcase_add_test(t, a_missing_fact_is_the_reason);
    tcase_add_test(t, the_limit_of_who_asked_is_not_the_services);
    tcase_add_test(t, each_host_settles_its_own_copy);
    tcase_add_test(t, fields_are_found_by_the_names_that_rules_use);
    suite_add_tcase(s, t);
    return s;
}
