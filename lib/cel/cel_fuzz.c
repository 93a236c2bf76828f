/* Any bytes as an expression: compiled with and without the checker, evaluated, and held to three promises: folding
 * changes no value, the checker's type is the value's, and what is evaluated stays within its limits. */
#include "cel/template.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool thing_get(const void *object, struct str field, struct arena *a, struct value *ret)
{
    (void)object;
    if (str_eq(field, STR("n")))
        *ret = value_size(4096);
    else if (str_eq(field, STR("q")))
        *ret = value_unknown(a, STR("thing.q"));
    else
        return false;
    return true;
}

static bool thing_has(const void *object, struct str field, struct value *ret)
{
    (void)object;
    *ret = value_bool(str_eq(field, STR("n")));
    return field.n == 1;
}

static const struct object_class thing_class = {.name = STR_INIT("thing"), .get = thing_get, .has = thing_has};

static const struct type *thing_type_of(const void *ctx, struct str field)
{
    (void)ctx;
    return str_eq(field, STR("n")) || str_eq(field, STR("q")) ? &type_int : NULL;
}

static struct str thing_name_at(const void *ctx, uint32_t i)
{
    (void)ctx;
    return i == 0 ? STR("n") : i == 1 ? STR("q") : (struct str){0};
}

static const struct object_fields thing_fields = {
    .name = STR_INIT("thing"), .type_of = thing_type_of, .name_at = thing_name_at};

enum { N_VARS = 8 };

static struct cel_env *make_env(struct arena *a, struct value vars[N_VARS])
{
    static const struct value items[] = {
        {.type = VALUE_INT, .as.i = 1}, {.type = VALUE_INT, .as.i = 2}, {.type = VALUE_INT, .as.i = 3}};
    struct cel_env *e = cel_env_new(a);
    struct value_map *m = value_map_new(a, 0);
    uint32_t n = 0;
    value_map_put(a, m, value_string(STR("k")), value_string(STR("v")));
#define VAR(name, type, value) vars[n++] = (value), cel_env_variable(e, STR(name), (type))
    VAR("i", &type_int, value_int(7));
    VAR("d", &type_double, value_double(0.5));
    VAR("s", &type_string, value_string(STR("text \xc3\xa9")));
    VAR("l", type_list(a, &type_int), value_list(items, 3));
    VAR("m", type_map(a, &type_string, &type_string), value_map(m));
    VAR("u", &type_bool, value_unknown(a, STR("u")));
    VAR("o", type_object(a, &thing_fields), value_object(a, &thing_class, NULL));
    VAR("x", &type_dyn, value_unlimited());
#undef VAR
    return e;
}

static void promise(bool kept)
{
    if (!kept)
        abort();
}

/* The value's type is what the checker found; null stands where an object or optional may. */
static void types_agree(const struct cel_program *p, struct value v)
{
    const struct type *t = cel_type(p);
    if (value_is_known(v) && v.type != VALUE_NULL && t->kind != TYPE_DYN && t->kind != TYPE_OBJECT)
        promise(type_basic((enum value_type)v.type)->kind == t->kind);
}

static struct value run(struct arena *scratch, const struct cel_program *p, const struct value *vars)
{
    struct value v = cel_eval(p, vars, scratch, NULL);
    value_show(scratch, v);
    return v;
}

/* Evaluates as given, and without folding. */
static void evaluate(const struct cel_env *env, const struct value *vars, const struct cel_source *source,
                     bool unchecked)
{
    struct mem_budget budget = {.max = SIZE_MAX};
    struct arena a, scratch;
    struct cel_faults faults;
    struct cel_trace trace;
    arena_init(&a, NULL);
    arena_init(&scratch, &budget);
    const struct cel_program *p = cel_compile(&a, env, source, &(struct cel_options){.unchecked = unchecked}, &faults);
    const struct cel_program *plain =
        cel_compile(&a, env, source, &(struct cel_options){.unchecked = unchecked, .traced = true}, &faults);
    promise(!p == !plain);
    if (p) {
        struct value v = run(&scratch, p, vars), w = cel_eval_traced(plain, vars, &scratch, NULL, &trace);
        if (!unchecked)
            types_agree(p, v);
        if (v.type != VALUE_ERROR && w.type != VALUE_ERROR)
            promise(v.type == w.type && str_eq(value_format(&a, v), value_format(&a, w)));
        promise(budget.used < (size_t)40 << 20);
    } else {
        promise(faults.list.n > 0);
    }
    arena_free(&scratch);
    arena_free(&a);
}

/* The bytes as a text with expressions in it. */
static void render(const struct cel_env *env, const struct value *vars, const struct cel_source *source)
{
    struct arena a, scratch;
    struct cel_faults faults;
    struct value error;
    struct str text;
    arena_init(&a, NULL);
    arena_init(&scratch, NULL);
    const struct cel_template *t = cel_template_compile(&a, env, source, &faults);
    promise(!t == (faults.list.n > 0));
    if (t)
        cel_template_render(t, vars, &a, &scratch, NULL, &text, &error);
    arena_free(&scratch);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct value vars[N_VARS];
    struct cel_source source = {.text = {(const char *)data, size > 10000 ? 10000 : (uint32_t)size}, .at = {1, 0, 0}};
    arena_init(&a, NULL);
    struct cel_env *env = make_env(&a, vars);
    evaluate(env, vars, &source, false);
    evaluate(env, vars, &source, true);
    render(env, vars, &source);
    arena_free(&a);
    return 0;
}
