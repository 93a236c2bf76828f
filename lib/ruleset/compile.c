#include "ruleset/compile.h"

#include "base/limits.h"
#include "ruleset/functions.h"

/* The compiling of one rule. */
struct compiling {
    struct arena *a;
    const struct rule *rule;
    struct sink *sink;
    struct cel_env *env;
    uint32_t n_faults;
    uint32_t n_variables; /* declared so far: an expression sees those that stand before it */
};

/* ---- names: params.x and variables.x ---- */

/* The objects `params` and `variables`: their fields are names of the environment, looked up before any field is; so only faults and has() come here. */
struct names {
    const struct rule *rule;
    const struct compiling *variables; /* NULL: params */
};

static struct str name_at(const void *ctx, uint32_t i)
{
    const struct names *n = ctx;
    if (n->variables)
        return i < n->variables->n_variables ? n->rule->variables[i].name : (struct str){0};
    return i < n->rule->n_params ? n->rule->params[i].name : (struct str){0};
}

static const struct type *name_type(const void *ctx, struct str name)
{
    struct str known;
    for (uint32_t i = 0; (known = name_at(ctx, i)).n > 0; i++)
        if (str_eq(known, name))
            return &type_dyn;
    return NULL;
}

static const struct type *names_type(struct compiling *c, struct str name, const struct compiling *variables)
{
    struct names *n = arena_new(c->a, struct names);
    struct object_fields *fields = arena_new(c->a, struct object_fields);
    *n = (struct names){c->rule, variables};
    *fields = (struct object_fields){name, n, name_type, name_at};
    return type_object(c->a, fields);
}

static bool names_get(const void *object, struct str field, struct arena *a, struct value *ret)
{
    (void)object;
    *ret = value_error(a, SPAN_NONE, "%.*s is reached by its plain name only", STR_ARG(field));
    return true;
}

static bool names_has(const void *object, struct str field, struct value *ret)
{
    (void)object;
    (void)field;
    *ret = value_bool(true);
    return true;
}

static const struct object_class params_class = {STR_INIT("params"), names_get, names_has};
static const struct object_class variables_class = {STR_INIT("variables"), names_get, names_has};

struct value rule_names_object(struct arena *a, const struct rule *rule, bool params)
{
    return value_object(a, params ? &params_class : &variables_class, rule);
}

struct cel_env *rule_functions(struct arena *a)
{
    struct cel_env *env = cel_env_new(a);
    rule_functions_add(env);
    return env;
}

struct cel_env *rule_environment(struct arena *a, const struct cel_env *functions, const struct rule_scope *scope)
{
    struct cel_env *env = cel_env_over(a, functions);
    cel_env_variable(env, STR("self"), scope->self);
    cel_env_variable(env, STR("host"), &scope_host_type);
    return env;
}

/* ---- faults ---- */

/* Beyond the bound of a rule's faults they are only counted. */
static void take_faults(struct compiling *c, const struct cel_faults *faults, const char *what)
{
    for (uint32_t i = 0; i < faults->list.n; i++) {
        const struct cel_fault *f = &faults->list.p[i];
        if (c->n_faults++ >= LIMIT_RULE_FAULTS)
            return;
        struct finding *found =
            diag_add(c->sink, STR("meta/invalid-rule"), f->at, "in %s: %s", what, diag_escape(c->a, f->message).p);
        if (f->help.n)
            diag_help(c->sink, found, "%.*s", STR_ARG(f->help));
    }
}

static const struct cel_program *expression(struct compiling *c, const struct rule_text *text,
                                            struct cel_options options, const char *what)
{
    struct cel_source source = {text->text, text->at, text->map, 0};
    struct cel_faults faults;
    if (text->text.n == 0 || c->n_faults >= LIMIT_RULE_FAULTS)
        return NULL;
    const struct cel_program *p = cel_compile(c->a, c->env, &source, &options, &faults);
    take_faults(c, &faults, what);
    return p;
}

static const struct cel_program *condition(struct compiling *c, const struct rule_text *text, const char *what)
{
    return expression(c, text, (struct cel_options){.result = &type_bool}, what);
}

static const struct cel_program *path(struct compiling *c, const struct rule_text *text, const char *what)
{
    return expression(c, text, (struct cel_options){.path = true}, what);
}

/* Whether values of a type can be written into a file. */
static bool is_written(const struct type *t)
{
    return t->kind == TYPE_STRING || t->kind == TYPE_INT || t->kind == TYPE_BOOL || t->kind == TYPE_DURATION ||
           t->kind == TYPE_DYN || (t->kind == TYPE_LIST && is_written(t->param[0]));
}

static const struct cel_program *written(struct compiling *c, const struct rule_text *text, const char *what)
{
    const struct cel_program *p = expression(c, text, (struct cel_options){.result = NULL}, what);
    if (!p || is_written(cel_type(p)))
        return p;
    c->n_faults++;
    diag_add(c->sink, STR("meta/invalid-rule"), text->at, "in %s: a %.*s cannot be written into a file", what,
             STR_ARG(type_show(c->a, cel_type(p))));
    return NULL;
}

static struct template text_of(struct compiling *c, const struct rule_text *text, const char *what)
{
    struct template t;
    struct cel_faults faults;
    if (c->n_faults >= LIMIT_RULE_FAULTS)
        return (struct template){0};
    template_compile(c->a, c->env, text, &t, &faults);
    take_faults(c, &faults, what);
    return t;
}

/* ---- parts ---- */

static void declare_params(struct compiling *c, const struct value *params)
{
    cel_env_variable(c->env, STR("params"), names_type(c, STR("params"), NULL));
    cel_env_variable(c->env, STR("variables"), names_type(c, STR("variables"), c));
    for (uint32_t i = 0; i < c->rule->n_params; i++)
        cel_env_constant(c->env, str_printf(c->a, "params.%.*s", STR_ARG(c->rule->params[i].name)), params[i]);
}

/* Each sees those before it. One that is faulty still has its name, so that it makes no more faults. */
static void compile_variables(struct compiling *c, struct rule_program *p)
{
    const struct cel_program **programs = arena_array(c->a, const struct cel_program *, c->rule->n_variables + 1);
    for (uint32_t i = 0; i < c->rule->n_variables; i++) {
        const struct rule_variable *v = &c->rule->variables[i];
        const char *what = str_printf(c->a, "variable %.*s", STR_ARG(v->name)).p;
        programs[i] = expression(c, &v->expression, (struct cel_options){.result = NULL}, what);
        c->n_variables = i + 1;
        cel_env_variable(c->env, str_printf(c->a, "variables.%.*s", STR_ARG(v->name)),
                         programs[i] ? cel_type(programs[i]) : &type_dyn);
    }
    p->variables = programs;
}

static bool reads(const struct cel_program *p, uint32_t variable)
{
    return p && cel_reads(p, variable);
}

/* What needs each variable first, itself or through variables behind it. */
static void find_uses(struct compiling *c, struct rule_program *p)
{
    uint32_t n = c->rule->n_variables;
    enum variable_use *uses = arena_array(c->a, enum variable_use, n + 1);
    for (uint32_t i = n; i-- > 0;) {
        uint32_t variable = RULE_FIRST_VARIABLE + i;
        uses[i] = reads(p->when, variable)        ? VARIABLE_OF_WHEN
                  : reads(p->assertion, variable) ? VARIABLE_OF_ASSERT
                                                  : VARIABLE_OF_TEXTS;
        for (uint32_t k = i + 1; k < n; k++)
            if (uses[k] > uses[i] && reads(p->variables[k], variable))
                uses[i] = uses[k];
    }
    p->uses = uses;
}

static void compile_notes(struct compiling *c, struct rule_program *p)
{
    struct template *notes = arena_array(c->a, struct template, c->rule->n_notes + 1);
    for (uint32_t i = 0; i < c->rule->n_notes; i++)
        notes[i] = text_of(c, &c->rule->notes[i], "notes");
    p->notes = notes;
}

static void compile_related(struct compiling *c, struct rule_program *p)
{
    struct related_program *related = arena_array(c->a, struct related_program, c->rule->n_related + 1);
    for (uint32_t i = 0; i < c->rule->n_related; i++)
        related[i] = (struct related_program){path(c, &c->rule->related[i].at, "related at"),
                                              text_of(c, &c->rule->related[i].label, "related label")};
    p->related = related;
}

static bool template_reads(const struct template *t, uint32_t variable)
{
    for (uint32_t i = 0; i < t->n; i++)
        if (t->pieces[i].program && cel_reads(t->pieces[i].program, variable))
            return true;
    return false;
}

/* Whether anything of it differs from host to host. One that does not is judged once a document. */
static bool reads_host(const struct rule_program *p)
{
    bool does = reads(p->when, RULE_HOST) || reads(p->assertion, RULE_HOST) || reads(p->at, RULE_HOST) ||
                reads(p->with, RULE_HOST) || template_reads(&p->message, RULE_HOST) ||
                template_reads(&p->label, RULE_HOST) || template_reads(&p->help, RULE_HOST);
    for (uint32_t i = 0; i < p->rule->n_variables; i++)
        does |= reads(p->variables[i], RULE_HOST);
    for (uint32_t i = 0; i < p->rule->n_notes; i++)
        does |= template_reads(&p->notes[i], RULE_HOST);
    for (uint32_t i = 0; i < p->rule->n_related; i++)
        does |= reads(p->related[i].at, RULE_HOST) || template_reads(&p->related[i].label, RULE_HOST);
    return does;
}

static bool select_scope(struct compiling *c, struct rule_scope *ret)
{
    struct str nearest;
    const struct rule *r = c->rule;
    if (scope_find(c->a, r->select, ret, &nearest))
        return true;
    struct finding *f = diag_add(c->sink, STR("meta/invalid-rule"), r->select_at, "no scope is called \"%s\"",
                                 diag_quote(c->a, r->select).p);
    if (nearest.n)
        diag_help(c->sink, f, "the nearest is %.*s", STR_ARG(nearest));
    return false;
}

static void compile_texts(struct compiling *c, struct rule_program *p)
{
    const struct rule *r = c->rule;
    p->when = condition(c, &r->when, "when");
    p->assertion = condition(c, &r->assertion, "assert");
    p->at = path(c, &r->at, "at");
    p->message = text_of(c, &r->message, "message");
    p->label = text_of(c, &r->label, "label");
    compile_notes(c, p);
    compile_related(c, p);
    p->help = text_of(c, &r->help, "help");
    p->replace = path(c, &r->fix.replace, "fix replace");
    p->set = path(c, &r->fix.set, "fix set");
    p->with = written(c, &r->fix.with, "fix with");
}

const struct rule_program *rule_compile(struct arena *a, const struct cel_env *functions, const struct rule *rule,
                                        const struct value *params, struct sink *sink)
{
    struct rule_program *p = arena_new(a, struct rule_program);
    struct compiling *c = arena_new(a, struct compiling); /* the type of `variables` looks into it while compiling */
    *c = (struct compiling){.a = a, .rule = rule, .sink = sink};
    *p = (struct rule_program){.rule = rule, .params = params};
    if (!select_scope(c, &p->scope))
        return NULL;
    c->env = rule_environment(a, functions, &p->scope);
    declare_params(c, params);
    compile_variables(c, p);
    compile_texts(c, p);
    if (c->n_faults > 0)
        return NULL;
    find_uses(c, p);
    p->reads_host = reads_host(p);
    return p;
}
