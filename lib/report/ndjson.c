/* The JSON report in lines: each finding as in format json, then one line with all the rest of it. */
#include "report/finding_json.h"

static json_t *rest(const struct outcome *r, struct report_out *o)
{
    json_t *j = json_object();
    js_put(o, j, "version", json_integer(1));
    js_put(o, j, "notRun", not_run_json(r, o));
    js_put(o, j, "notAnalysed", not_analysed_json(r, o));
    js_put(o, j, "summary", summary_json(r, o));
    return j;
}

void report_ndjson(const struct outcome *r, struct report_out *o)
{
    for (uint32_t i = 0; i < r->findings.n; i++) {
        js_write(o, finding_json(r, o, r->findings.p[i]));
        out_putc(o, '\n');
    }
    js_write(o, rest(r, o));
    out_putc(o, '\n');
}
