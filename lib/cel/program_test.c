/* Programs: what is computed once, what they read, traces, functions added from outside, use by many threads. */
#include "base/jobs.h"
#include "cel/test_support.h"

#include <stdatomic.h>
#include <string.h>

static struct bench b;

static void setup(void)
{
    bench_open(&b);
    bench_bind(&b, "x", &type_int, value_int(5));
    bench_bind(&b, "y", &type_int, value_int(7));
    bench_bind(&b, "s", &type_string, value_string(STR("web-1")));
}

static void teardown(void)
{
    bench_close(&b);
}

START_TEST(a_program_knows_what_it_reads)
{
    const struct cel_program *p = bench_compile(&b, "[1].all(y, y < x) && 'a' == 'a'", (struct cel_options){0});
    ck_assert(cel_reads(p, 0));
    ck_assert(!cel_reads(p, 1));
    ck_assert(!cel_reads(p, 2));
    ck_assert(!cel_reads(p, 99));
}
END_TEST

START_TEST(an_environment_may_hold_constants)
{
    cel_env_constant(b.env, STR("GiB"), value_int(INT64_C(1) << 30));
    ck_assert_eval(&b, "2 * GiB", "2147483648");
    ck_assert_ptr_null(bench_compile(&b, "GiB + 'a'", (struct cel_options){0}));
}
END_TEST

START_TEST(a_variable_declared_twice_is_one)
{
    ck_assert_uint_eq(cel_env_variable(b.env, STR("y"), &type_int), 1);
    ck_assert_uint_eq(cel_env_variable(b.env, STR("z"), &type_int), 3);
}
END_TEST

/* Counts how often it is called. */
static atomic_uint calls;

static struct value fn_twice(struct cel_call *c, const struct value *args, uint32_t n)
{
    ck_assert_uint_eq(n, 1);
    atomic_fetch_add(&calls, 1);
    if (args[0].as.i > 1000)
        return cel_fail(c, "%d is too much", (int)args[0].as.i);
    return value_int(args[0].as.i * 2);
}

START_TEST(constants_are_computed_once)
{
    static const struct cel_function pure = {
        .name = STR_INIT("twice"), .call = fn_twice, .result = &type_int, .args = {&type_int}};
    cel_env_function(b.env, &pure);
    const struct cel_program *p =
        bench_compile(&b, "x + twice(twice(10) + 1) + [twice(1)][0]", (struct cel_options){0});
    unsigned when_compiled = atomic_load(&calls);
    ck_assert_uint_eq(when_compiled, 3);
    for (int i = 0; i < 3; i++)
        ck_assert_shown(&b, cel_eval(p, b.vars, &b.scratch, NULL), "49");
    ck_assert_uint_eq(atomic_load(&calls), when_compiled);
}
END_TEST

START_TEST(what_is_not_constant_is_left_to_evaluation)
{
    static const struct cel_function impure = {.name = STR_INIT("count"),
                                               .call = fn_twice,
                                               .result = &type_int,
                                               .args = {&type_int},
                                               .flags = CEL_NOT_CONSTANT};
    cel_env_function(b.env, &impure);
    const struct cel_program *p = bench_compile(&b, "count(4)", (struct cel_options){0});
    unsigned before = atomic_load(&calls);
    cel_eval(p, b.vars, &b.scratch, NULL);
    ck_assert_uint_eq(atomic_load(&calls), before + 1);
}
END_TEST

START_TEST(constant_errors_wait_for_evaluation)
{
    ck_assert_eval(&b, "x > 0 || 1 / 0 == 1", "true");
    ck_assert_eval(&b, "true || duration('never') == duration('1s')", "true");
    ck_assert_eval(&b, "[1 / 0 == 1, true].exists(v, v)", "error: divide by zero");
}
END_TEST

START_TEST(functions_can_be_added_to_names_that_exist)
{
    static const struct cel_function on_string = {
        .name = STR_INIT("size"), .style = CEL_MEMBER, .call = fn_twice, .result = &type_int, .args = {&type_int}};
    static const struct cel_function spaced = {
        .name = STR_INIT("my.twice"), .call = fn_twice, .result = &type_int, .args = {&type_int}};
    cel_env_function(b.env, &on_string);
    cel_env_function(b.env, &spaced);
    ck_assert_eval(&b, "x.size()", "10");
    ck_assert_eval(&b, "s.size()", "5");
    ck_assert_eval(&b, "my.twice(x)", "10");
    ck_assert_eval(&b, "my.twice(5000)", "error: 5000 is too much");
    ck_assert_ptr_null(bench_compile(&b, "my.twice('a')", (struct cel_options){0}));
}
END_TEST

START_TEST(the_standard_functions_can_be_listed)
{
    uint32_t n, found = 0;
    const struct cel_function *f = cel_standard_functions(&n);
    for (uint32_t i = 0; i < n; i++) {
        struct str s = cel_signature(&b.a, &f[i]);
        found += str_eq(s, STR("string.startsWith(string)")) || str_eq(s, STR("math.sqrt(double)")) ||
                 str_eq(s, STR("size(map(A, B))"));
    }
    ck_assert_uint_eq(found, 3);
}
END_TEST

START_TEST(errors_stand_where_they_happened)
{
    const char *expr = "true && [1, 2].map(i, i / (x - 5)) == []";
    struct value v = bench_eval(&b, expr);
    ck_assert_shown(&b, v, "error: divide by zero");
    struct str at = str_slice(str_from(expr), v.as.error->at.off, span_end(v.as.error->at));
    ck_assert_msg(str_eq(at, STR("i / (x - 5)")), "'%.*s'", STR_ARG(at));
}
END_TEST

START_TEST(a_trace_has_the_value_of_each_part)
{
    static const struct {
        const char *part, *value;
        uint32_t depth;
    } rows[] = {{"x", "5", 2},
                {"x > 3", "true", 1},
                {"s", "web-1", 2},
                {"s.startsWith('db')", "false", 1},
                {"x > 3 && s.startsWith('db')", "false", 0}};
    const char *expr = "x > 3 && s.startsWith('db')";
    const struct cel_program *p = bench_compile(&b, expr, (struct cel_options){.traced = true});
    struct cel_trace trace;
    ck_assert_shown(&b, cel_eval_traced(p, b.vars, &b.scratch, NULL, &trace), "false");
    ck_assert_uint_eq(trace.steps.n, sizeof(rows) / sizeof(rows[0]));
    for (uint32_t i = 0; i < trace.steps.n; i++) {
        const struct cel_step *step = &trace.steps.p[i];
        struct str part = str_slice(str_from(expr), step->off, step->off + step->len);
        ck_assert_msg(str_eq(part, str_from(rows[i].part)), "'%.*s'", STR_ARG(part));
        ck_assert_shown(&b, step->value, rows[i].value);
        ck_assert_uint_eq(step->depth, rows[i].depth);
    }
    /* what is not evaluated is not in it; what is evaluated often, is so often */
    p = bench_compile(&b, "x < 3 && y == 7", (struct cel_options){.traced = true});
    cel_eval_traced(p, b.vars, &b.scratch, NULL, &trace);
    ck_assert_uint_eq(trace.steps.n, 3);
    p = bench_compile(&b, "lists.range(2000).all(i, i >= 0)", (struct cel_options){.traced = true});
    cel_eval_traced(p, b.vars, &b.scratch, NULL, &trace);
    ck_assert_uint_eq(trace.steps.n, 1000);
    ck_assert_uint_eq(trace.n_dropped, 2000 * 2 + 2 - 1000);
}
END_TEST

START_TEST(the_text_may_go_once_compiled)
{
    char text[] = "s + '-' + 'suffix' == 'web-1-suffix' && s.contains('web')";
    const struct cel_program *p = bench_compile(&b, text, (struct cel_options){0});
    memset(text, 'x', sizeof(text) - 1);
    ck_assert_shown(&b, cel_eval(p, b.vars, &b.scratch, NULL), "true");
}
END_TEST

/* One program, many threads, each with its own scratch. */
struct shared {
    const struct cel_program *p;
    const struct value *vars;
    atomic_uint right;
};

static void evaluate(void *ctx, uint32_t worker, uint32_t index)
{
    struct shared *shared = ctx;
    struct arena scratch;
    (void)worker;
    arena_init(&scratch, NULL);
    struct value vars[] = {value_int(index), shared->vars[1], shared->vars[2]};
    struct value v = cel_eval(shared->p, vars, &scratch, NULL);
    atomic_fetch_add(&shared->right, v.type == VALUE_BOOL && v.as.b == (index % 3 == 0));
    arena_free(&scratch);
}

START_TEST(threads_share_a_program)
{
    struct shared shared = {.vars = b.vars};
    shared.p = bench_compile(
        &b,
        "s.matches('^[a-z]+-[0-9]$') && [0, 3, 6, 9].exists(v, x % 12 == v) && timestamp(x).getHours('Europe/Paris') == 1",
        (struct cel_options){0});
    jobs_run(300, 4, evaluate, &shared);
    ck_assert_uint_eq(atomic_load(&shared.right), 300);
}
END_TEST

Suite *program_suite(void)
{
    Suite *s = suite_create("program");
    TCase *tc = tcase_create("program");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_program_knows_what_it_reads);
    tcase_add_test(tc, an_environment_may_hold_constants);
    tcase_add_test(tc, a_variable_declared_twice_is_one);
    tcase_add_test(tc, constants_are_computed_once);
    tcase_add_test(tc, what_is_not_constant_is_left_to_evaluation);
    tcase_add_test(tc, constant_errors_wait_for_evaluation);
    tcase_add_test(tc, functions_can_be_added_to_names_that_exist);
    tcase_add_test(tc, the_standard_functions_can_be_listed);
    tcase_add_test(tc, errors_stand_where_they_happened);
    tcase_add_test(tc, a_trace_has_the_value_of_each_part);
    tcase_add_test(tc, the_text_may_go_once_compiled);
    tcase_add_test(tc, threads_share_a_program);
    suite_add_tcase(s, tc);
    return s;
}
