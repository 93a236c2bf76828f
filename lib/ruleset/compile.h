/* From the texts of a rule to programs: parsed, typed by the scope it selects, folded. What is wrong in them is found here, not when a config is judged. */
#ifndef LOADLINE_RULESET_COMPILE_H
#define LOADLINE_RULESET_COMPILE_H

#include "diag/sink.h"
#include "ruleset/scope.h"
#include "ruleset/template.h"

/* What the expressions of a rule are bound to: the index of each in the array for cel_eval. Variables of the rule follow in their order. */
enum rule_binding { RULE_SELF, RULE_HOST, RULE_PARAMS, RULE_VARIABLES, RULE_FIRST_VARIABLE };

/* What is the first to need a variable: it is computed then, so that what a rule leaves alone, or finds sound, costs no more than it must. */
enum variable_use { VARIABLE_OF_TEXTS, VARIABLE_OF_ASSERT, VARIABLE_OF_WHEN };

struct related_program {
    const struct cel_program *at;
    struct template label;
};

/* A rule with `assert` that can run. Immutable, shared by threads. */
struct rule_program {
    const struct rule *rule;
    struct rule_scope scope;
    const struct value *params;     /* in the order of the rule's file */
    const struct cel_program *when; /* NULL: always */
    const struct cel_program *assertion;
    const struct cel_program *const *variables; /* rule->n_variables */
    const enum variable_use *uses;              /* of variables */
    const struct cel_program *at;
    const struct cel_program *replace, *set, *with; /* NULL: no fix, or one of the first two */
    struct template message, label, help;
    const struct template *notes;          /* rule->n_notes */
    const struct related_program *related; /* rule->n_related */
    bool reads_host;
};

/* What every expression of a rule can call: made once for many rules. */
struct cel_env *rule_functions(struct arena *a);

/* The program of a rule that has an `assert`, with the values of its parameters, which are kept. NULL when something is wrong: then there is at least one
 * meta/invalid-rule finding in the sink, at its byte in the rule file (nowhere for a built-in rule). In the arena. */
const struct rule_program *rule_compile(struct arena *a, const struct cel_env *functions, const struct rule *rule,
                                        const struct value *params, struct sink *sink);

/* The names that expressions see in a scope, without those of a rule: for `loadline eval`. */
struct cel_env *rule_environment(struct arena *a, const struct cel_env *functions, const struct rule_scope *scope);

/* The value of RULE_PARAMS and RULE_VARIABLES: they are reached by their fields, which have bindings of their own; has() asks the object. */
struct value rule_names_object(struct arena *a, const struct rule *rule, bool params);

#endif
