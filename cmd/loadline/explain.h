/* One rule as people and programs read it. */
#ifndef LOADLINE_CMD_EXPLAIN_H
#define LOADLINE_CMD_EXPLAIN_H

#include "report/out.h"
#include "ruleset/rule.h"

/* Forms of a rule's documentation: paragraphs filled to 80 columns for terminals, Markdown, and one JSON object on a line. No colours. */
void explain_text(struct report_out *o, const struct rule *rule);
void explain_markdown(struct report_out *o, const struct rule *rule);
void explain_json(struct report_out *o, const struct rule *rule);

/* What happens to a fix of that applicability, in a sentence; "none" for a rule without one. */
struct str explain_fix(const struct rule *rule);
/* Who judges and what is judged: "each service, by a check in C". In o's scratch. */
struct str explain_scope(struct report_out *o, const struct rule *rule);

/* The rule of an id or of an alias among n sorted ones. NULL for none: *ret_nearest is then the id that was most likely meant, or empty. */
const struct rule *explain_find(const struct rule *const *rules, uint32_t n, struct str id, struct str *ret_nearest);

#endif
