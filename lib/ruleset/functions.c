#include "ruleset/functions.h"

#include "ruleset/scope.h"

static struct value fn_plural(struct cel_call *c, const struct value *args, uint32_t n)
{
    bool one = args[0].type == VALUE_INT ? args[0].as.i == 1 : args[0].as.d == 1;
    (void)c;
    (void)n;
    return one ? args[1] : args[2];
}

static struct value fn_title(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct str title;
    (void)n;
    return scope_title(c->a, args[0], &title) ? value_string(title)
                                              : cel_fail(c, "title() is of hosts, services, pools and the like");
}

static struct value fn_derivation(struct cel_call *c, const struct value *args, uint32_t n)
{
    const struct origin *o = args[0].origin;
    struct str text = o && o->kind == ORIGIN_DERIVED ? o->text : (struct str){0};
    uint32_t count = 1, i = 0;
    (void)n;
    for (uint32_t k = 0; k < text.n; k++)
        count += text.p[k] == '\n';
    struct value *steps = cel_alloc(c, sizeof(*steps) * count);
    if (!steps || !cel_spend(c, text.n))
        return cel_over(c);
    while (text.n > 0)
        steps[i++] = value_string(str_cut(&text, '\n'));
    return value_list(steps, i);
}

static struct value fn_chosen(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    bool is_default = args[0].origin && args[0].origin->kind == ORIGIN_DEFAULT;
    return value_bool(!is_default && !(args[0].flags & VALUE_FROM_DEFAULTS));
}

/* What derivation and chosen look at is lost when an operator makes a new value, and constants have none. */
static const struct cel_function functions[] = {
    {.name = STR_INIT("plural"),
     .call = fn_plural,
     .result = &type_string,
     .args = {&type_int, &type_string, &type_string}},
    {.name = STR_INIT("plural"),
     .call = fn_plural,
     .result = &type_string,
     .args = {&type_double, &type_string, &type_string}},
    {.name = STR_INIT("title"), .call = fn_title, .result = &type_string, .args = {&type_dyn}},
    {.name = STR_INIT("derivation"), .call = fn_derivation, .result = &type_list_string, .args = {&type_dyn}},
    {.name = STR_INIT("chosen"), .call = fn_chosen, .result = &type_bool, .args = {&type_dyn}},
};

void rule_functions_add(struct cel_env *env)
{
    for (uint32_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
        cel_env_function(env, &functions[i]);
}
