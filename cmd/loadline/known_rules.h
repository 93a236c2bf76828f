/* The rules that commands about rules know: built-in ones, those of loadline.yaml's packs, those of --rules. */
#ifndef LOADLINE_CMD_KNOWN_RULES_H
#define LOADLINE_CMD_KNOWN_RULES_H

#include "engine/packs.h"

/* Calls use with the rules, sorted by id, and returns its exit code; EXIT_USAGE, with the faults told, when a rule file or loadline.yaml is wrong. */
typedef int known_rules_fn(void *ctx, const struct rule_list *rules);
int known_rules(const struct str *dirs, uint32_t n_dirs, known_rules_fn *use, void *ctx);

#endif
