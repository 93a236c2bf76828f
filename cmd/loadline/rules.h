/* Lists of rules. */
#ifndef LOADLINE_CMD_RULES_H
#define LOADLINE_CMD_RULES_H

#include "report/out.h"
#include "ruleset/rule.h"

/* Those of n rules that are in a pack (empty: all): a line each with id, severity, status and title in columns, or a JSON array with an object on each line. */
void rules_list_text(struct report_out *o, const struct rule *const *rules, uint32_t n, struct str pack);
void rules_list_json(struct report_out *o, const struct rule *const *rules, uint32_t n, struct str pack);

/* Whether any of n rules is in that pack; if not, *ret_nearest is the name of the nearest pack, or empty. */
bool rules_have_pack(const struct rule *const *rules, uint32_t n, struct str pack, struct str *ret_nearest);

#endif
