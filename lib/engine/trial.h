/* A rule against its own examples. */
#ifndef LOADLINE_ENGINE_TRIAL_H
#define LOADLINE_ENGINE_TRIAL_H

#include "base/vec.h"
#include "ruleset/rule.h"

/* A finding of the rule under test. */
struct trial_found {
    struct str place; /* "LINE:COLUMN" */
    struct str message;
    bool expected;
};

/* What came of one test. Texts live in the arena that was given. */
struct trial {
    bool passed;
    VEC(struct trial_found) found;
    VEC(struct str) absent;  /* places that were expected and not found */
    VEC(struct str) missing; /* the rule was not run: what was not known */
    bool not_run;
    /* The test cannot be judged: facts that are none, a rule that failed, a config that is no config. */
    struct str fault;
    struct str unfixed; /* its fixes, made on the test's own configs, do not mend them: why */
};

/* Runs a test: the config alone, without a project, for the hosts it states and no other, by that rule and no other; and, where findings have fixes, again with
 * these made. path: absolute, the file of the rule; empty for a built-in one. */
void trial_run(struct arena *a, const struct rule *rule, struct str path, const struct rule_test *test,
               struct trial *ret);

#endif
