/* What the tests of this module share. */
#ifndef LOADLINE_CEL_TEST_SUPPORT_H
#define LOADLINE_CEL_TEST_SUPPORT_H

#include "cel/cel.h"

#include <check.h>

/* An environment and memory for one test. */
struct bench {
    struct arena a, scratch;
    struct mem_budget scratch_budget; /* counts what the scratch arena holds */
    struct cel_env *env;
    struct value vars[32];
    uint32_t n_vars;
    struct cel_faults faults;
};

static inline void bench_open(struct bench *b)
{
    *b = (struct bench){.scratch_budget = {.max = SIZE_MAX}};
    arena_init(&b->a, NULL);
    arena_init(&b->scratch, &b->scratch_budget);
    b->env = cel_env_new(&b->a);
}

static inline void bench_close(struct bench *b)
{
    arena_free(&b->scratch);
    arena_free(&b->a);
}

static inline void bench_bind(struct bench *b, const char *name, const struct type *type, struct value v)
{
    uint32_t i = cel_env_variable(b->env, str_from(name), type);
    ck_assert_uint_eq(i, b->n_vars);
    b->vars[b->n_vars++] = v;
}

/* NULL when the expression is faulty: see faults. */
static inline const struct cel_program *bench_compile(struct bench *b, const char *expr, struct cel_options options)
{
    struct cel_source source = {.text = str_from(expr), .at = {1, 0, 0}};
    return cel_compile(&b->a, b->env, &source, &options, &b->faults);
}

static inline struct value bench_eval(struct bench *b, const char *expr)
{
    const struct cel_program *p = bench_compile(b, expr, (struct cel_options){0});
    if (!p)
        ck_abort_msg("%s: %.*s", expr, STR_ARG(b->faults.list.p[0].message));
    return cel_eval(p, b->vars, &b->scratch, NULL);
}

/* The outcome as a test's table writes it: "true", "3", "unknown a, b", "error: divide by zero". */
static inline struct str bench_shown(struct bench *b, struct value v)
{
    if (v.type == VALUE_ERROR)
        return str_printf(&b->a, "error: %.*s", STR_ARG(v.as.error->message));
    if (v.type != VALUE_UNKNOWN)
        return value_format(&b->a, v);
    struct str s = STR("unknown");
    for (uint32_t i = 0; v.as.reasons && i < v.as.reasons->n; i++)
        s = str_printf(&b->a, "%.*s%s%.*s", STR_ARG(s), i ? ", " : " ", STR_ARG(v.as.reasons->p[i]));
    return s;
}

#define ck_assert_shown(b, v, text)                                                                                    \
    do {                                                                                                               \
        struct str shown_ = bench_shown(b, v);                                                                         \
        ck_assert_msg(str_eq(shown_, str_from(text)), "'%.*s' is not '%s'", STR_ARG(shown_), text);                    \
    } while (0)

/* Evaluates and compares what is shown. */
#define ck_assert_eval(b, expr, text)                                                                                  \
    do {                                                                                                               \
        struct str shown_ = bench_shown(b, bench_eval(b, expr));                                                       \
        ck_assert_msg(str_eq(shown_, str_from(text)), "%s\n  is '%.*s', not '%s'", expr, STR_ARG(shown_), text);       \
    } while (0)

#endif
