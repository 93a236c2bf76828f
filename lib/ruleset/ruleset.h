/* The rules of a run: which are on, at what severity, with which parameters. */
#ifndef LOADLINE_RULESET_RULESET_H
#define LOADLINE_RULESET_RULESET_H

#include "base/vec.h"
#include "checks/check.h"
#include "ruleset/compile.h"

/* --select and --ignore in the order given: a rule id, a pack, or "all"; later wins. */
struct rule_choice {
    struct str what;
    bool select;
};

/* What loadline.yaml or --severity say of one rule. off wins over severity. */
struct rule_setting {
    struct str id;
    bool off;
    bool has_severity;
    enum severity severity;
    const struct str *param_names;
    const struct value *param_values;
    uint32_t n_params;
};

/* One rule as it runs. */
struct active_rule {
    const struct rule *rule;
    enum severity severity;
    bool enabled;
    const struct check *check;          /* its C check, or NULL */
    const struct rule_program *program; /* of its `assert`, or NULL */
    struct value *params;               /* in the order of rule->params */
};

struct ruleset {
    struct arena *a;
    struct active_rule *rules; /* sorted by id */
    uint32_t n;
};

/* n rules, sorted by id, with settings and choices applied. A preview rule is on only when a choice names it by its id; a removed one never is.
 * *ret_unknown: the first choice or setting that names no rule or pack, or empty. */
void ruleset_make(struct ruleset *s, struct arena *a, const struct rule *const *rules, uint32_t n_rules,
                  const struct rule_setting *settings, uint32_t n_settings, const struct rule_choice *choices,
                  uint32_t n_choices, struct str *ret_unknown);

/* Makes the programs of the rules that are on and that a run needs: needs() tells, by a rule. False with findings in the sink when one of them does not compile. */
bool ruleset_compile(struct ruleset *s, bool (*needs)(const void *ctx, const struct rule *rule), const void *ctx,
                     struct sink *sink);

/* The active rule of that id, or NULL. */
const struct active_rule *ruleset_find(const struct ruleset *s, struct str id);

#endif
