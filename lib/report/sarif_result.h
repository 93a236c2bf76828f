/* The results of a SARIF log, and the notifications that stand beside them. */
#ifndef LOADLINE_REPORT_SARIF_RESULT_H
#define LOADLINE_REPORT_SARIF_RESULT_H

#include "report/columns.h"
#include "report/sarif_rules.h"

/* A log while it is written. The arena keeps what is read of files for all results. */
struct sarif {
    const struct outcome *r;
    struct report_out *o;
    struct arena kept;
    struct columns columns;
    struct map line_hashes; /* by file */
    struct sarif_rules rules;
};

/* A finding as a result: rule, level, message, place, related places, fix, fingerprints. New reference. */
json_t *sarif_result(struct sarif *s, const struct finding *f);

/* What was not analysed, and what could not run, as notifications of the tool's run. New references. */
json_t *sarif_not_analysed(struct sarif *s, const struct outcome_not_analysed *n);
json_t *sarif_not_run(struct sarif *s, const struct outcome_not_run *n);

/* path as a relative URI reference: percent-encoded, so that no part of it reads as a scheme. In the arena. */
struct str sarif_uri(struct arena *a, struct str path);

#endif
