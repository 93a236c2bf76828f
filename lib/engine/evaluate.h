/* Running a rule's program over one object, and making its finding. */
#ifndef LOADLINE_ENGINE_EVALUATE_H
#define LOADLINE_ENGINE_EVALUATE_H

#include "ruleset/compile.h"
#include "ruleset/ruleset.h"

/* What a rule is asked about. */
struct subject {
    struct value self;       /* an object of the rule's scope */
    const struct host *host; /* NULL: none is known, or the rule does not hang on one */
    struct span at;          /* what stands for the object as a whole */
    struct str service;      /* name; empty: none */
};

/* What one thread evaluates a rule with, over one subject after another. */
struct evaluation {
    struct sink *sink;     /* takes findings and what was not run; keeps copies of texts */
    struct arena *scratch; /* after a call it holds no more than before, but for what the rule's first call binds */
    uint32_t n_before;  /* findings in the sink before this rule: its own are bounded by LIMIT_FINDINGS_PER_RULE_FILE */
    struct value *vars; /* of the rule; NULL before its first call */
    const struct host *host; /* that they are bound to */
};

/* Judges one subject by one rule.
 *   `when` false, or `assert` true          nothing
 *   `when` or `assert` unknown              not run, with the reasons
 *   `when` or `assert` an error, or a limit reached: a finding of meta/rule-failed
 *   `assert` false                          the rule's finding: at the origin of what `at` selects, else at the subject. An error in one of its texts is a meta/rule-failed beside it.
 * All programs of a rule share the limits of one evaluation twice: once to decide, once to say. No error rests on an estimate: it becomes a warning. */
void evaluate_rule(struct evaluation *e, const struct rule_program *rule, const struct subject *subject);

/* The values of a rule's bindings before its variables: for evaluating single expressions. vars: RULE_FIRST_VARIABLE of them. */
void evaluate_bind(struct arena *a, const struct rule *rule, const struct subject *subject, struct value *vars);

#endif
