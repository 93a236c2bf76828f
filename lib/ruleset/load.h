/* Reading rule files. */
#ifndef LOADLINE_RULESET_LOAD_H
#define LOADLINE_RULESET_LOAD_H

#include "ast/node.h"
#include "diag/sink.h"
#include "ruleset/rule.h"
#include "text/source.h"

/* The rule in a file, or NULL when it is not usable; faults (not YAML, unknown key with the nearest one, missing key, wrong type, unknown severity, status, param type,
 * id that does not fit pack and file name) go to the sink as meta/invalid-rule findings with their places. The rule lives in the arena. Expressions are not
 * compiled here, and names of kinds and C checks are left to rule_check_names. */
struct rule *rule_load(struct arena *a, struct source_store *sources, uint32_t source, struct sink *sink);

/* Whether the kinds and the C check that a loaded rule names exist; those that do not are meta/invalid-rule findings with the nearest name. */
bool rule_check_names(struct arena *a, const struct rule *rule, struct sink *sink);

/* The value of a declared parameter from the YAML that sets it, in a rule file or in loadline.yaml. Items of a list are typed as YAML's core schema types them. False when it is
 * none of that type. */
bool rule_param_read(struct arena *a, struct str type, const struct node *value, struct value *ret);

#endif
