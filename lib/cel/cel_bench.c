/* cel-bench [MILLISECONDS]: what an evaluation takes, one line for each expression: nanoseconds, a tab, the
 * expression. The best of five rounds. */
#include "cel/cel.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 5, ITEMS = 100 };

static double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* A host with two facts, as rules have it. */
static bool host_get(const void *object, struct str field, struct arena *a, struct value *ret)
{
    (void)object;
    (void)a;
    *ret = str_eq(field, STR("cpus")) ? value_double(8) : value_size(INT64_C(16) << 30);
    return true;
}

static bool host_has(const void *object, struct str field, struct value *ret)
{
    (void)object;
    (void)field;
    *ret = value_bool(true);
    return true;
}

static const struct object_class host_class = {.name = STR_INIT("host"), .get = host_get, .has = host_has};

static double round_ns(const struct cel_program *p, const struct value *vars, struct arena *scratch, double budget_ns)
{
    double start = now_ns(), spent = 0;
    unsigned n = 0;
    while (spent < budget_ns) {
        for (int i = 0; i < 200; i++, n++) {
            struct arena_mark mark = arena_mark(scratch);
            struct value v = cel_eval(p, vars, scratch, NULL);
            if (v.type == VALUE_ERROR) {
                fprintf(stderr, "cel-bench: %.*s\n", STR_ARG(v.as.error->message));
                exit(EXIT_FAILURE);
            }
            arena_pop(scratch, mark);
        }
        spent = now_ns() - start;
    }
    return spent / n;
}

static void bench(struct arena *a, const struct cel_env *env, const struct value *vars, const char *expression,
                  double budget_ns)
{
    struct cel_faults faults;
    struct cel_source source = {.text = str_from(expression)};
    const struct cel_program *p = cel_compile(a, env, &source, NULL, &faults);
    struct arena scratch;
    double best = 1e18;
    if (!p) {
        fprintf(stderr, "cel-bench: %s: %.*s\n", expression, STR_ARG(faults.list.p[0].message));
        exit(EXIT_FAILURE);
    }
    arena_init(&scratch, NULL);
    arena_alloc(&scratch, 1, 1); /* a worker's scratch has its first block from its first rule on */
    for (int i = 0; i < ROUNDS; i++) {
        double ns = round_ns(p, vars, &scratch, budget_ns);
        best = ns < best ? ns : best;
    }
    arena_free(&scratch);
    printf("%.1f\t%s\n", best, expression);
}

static void bench_compile(struct arena *a, const struct cel_env *env, const char *expression)
{
    struct cel_faults faults;
    struct cel_source source = {.text = str_from(expression)};
    double best = 1e18;
    for (int i = 0; i < 200; i++) {
        struct arena_mark mark = arena_mark(a);
        double start = now_ns();
        cel_compile(a, env, &source, NULL, &faults);
        double ns = now_ns() - start;
        best = ns < best ? ns : best;
        arena_pop(a, mark);
    }
    printf("%.1f\tcompile: %s\n", best, expression);
}

int main(int argc, char **argv)
{
    static const char *const expressions[] = {
        "i < 10",
        "i == j",
        "s.startsWith('/var/log')",
        "items.exists(x, x > 99)",
        "items.all(x, x < 100)",
        "items.map(x, x * 2).size() == 100",
        "'c' in ['a', 'b', 'c']",
        "s.matches('^/var/[a-z]+/x')",
        "double(i) <= host.cpus && host.memory > 1024",
    };
    struct arena a;
    arena_init(&a, NULL);
    struct cel_env *env = cel_env_new(&a);
    struct value *items = arena_array(&a, struct value, ITEMS);
    for (int64_t i = 0; i < ITEMS; i++)
        items[i] = value_int(i);
    struct value vars[] = {
        value_int(4),
        value_int(5),
        value_string(STR("/var/log/nginx/access.log")),
        value_list(items, ITEMS),
        value_object(&a, &host_class, NULL),
    };
    cel_env_variable(env, STR("i"), &type_int);
    cel_env_variable(env, STR("j"), &type_int);
    cel_env_variable(env, STR("s"), &type_string);
    cel_env_variable(env, STR("items"), type_list(&a, &type_int));
    cel_env_variable(env, STR("host"), &type_dyn);
    double budget_ns = (argc > 1 ? strtod(argv[1], NULL) : 50) * 1e6 / ROUNDS;
    for (size_t i = 0; i < sizeof(expressions) / sizeof(expressions[0]); i++)
        bench(&a, env, vars, expressions[i], budget_ns);
    bench_compile(&a, env, "double(i) <= host.cpus && items.exists(x, x > 3)");
    arena_free(&a);
}
