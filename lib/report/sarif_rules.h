/* The rules of a SARIF log: tool.driver.rules, and their numbers there. */
#ifndef LOADLINE_REPORT_SARIF_RULES_H
#define LOADLINE_REPORT_SARIF_RULES_H

#include "report/json_out.h"
#include "report/report.h"

struct sarif_rule {
    struct str id;
    const struct rule_info *info; /* NULL: nothing but the id is known */
};

/* By id, each once. */
struct sarif_rules {
    struct sarif_rule *p;
    uint32_t n;
};

/* The rules of the run and of its findings; in the arena. */
struct sarif_rules sarif_rules_of(struct arena *a, const struct outcome *r);

/* The place of a rule that is among them. */
uint32_t sarif_rule_index(const struct sarif_rules *rules, struct str id);

/* Its reportingDescriptor, with all that GitHub asks for: id, descriptions, help, level, precision, problem.severity, at most 20 tags. New reference. */
json_t *sarif_rule_json(struct report_out *o, const struct sarif_rule *rule);

/* {"text": s}; s must not be empty. New reference. */
json_t *sarif_message(struct report_out *o, struct str s);

#endif
