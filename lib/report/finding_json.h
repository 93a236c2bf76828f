/* The parts of the report as JSON, version 1 of CLI.md: what formats json and ndjson put together. New references. */
#ifndef LOADLINE_REPORT_FINDING_JSON_H
#define LOADLINE_REPORT_FINDING_JSON_H

#include "report/json_out.h"
#include "report/report.h"

/* One finding. What there is not is null. "fix" is the first one; null when an edit's text can't be said in JSON. */
json_t *finding_json(const struct outcome *r, struct report_out *o, const struct finding *f);

json_t *not_run_json(const struct outcome *r, struct report_out *o);
json_t *not_analysed_json(const struct outcome *r, struct report_out *o);
json_t *summary_json(const struct outcome *r, struct report_out *o);

#endif
