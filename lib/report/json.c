/* Version 1 of the JSON report (CLI.md): one document, built and written a finding at a time, each on a line of its own.
 * Suppressed ones are among them and say so in their status. */
#include "report/finding_json.h"

static void put_findings(const struct outcome *r, struct report_out *o)
{
    const char *before = "\n";
    for (uint32_t i = 0; i < r->findings.n; i++) {
        out_printf(o, "%s", before);
        js_write(o, finding_json(r, o, r->findings.p[i]));
        before = ",\n";
    }
}

void report_json(const struct outcome *r, struct report_out *o)
{
    out_put(o, STR("{\"version\":1,\n\"findings\":["));
    put_findings(r, o);
    out_put(o, STR("],\n\"notRun\":"));
    js_write(o, not_run_json(r, o));
    out_put(o, STR(",\n\"notAnalysed\":"));
    js_write(o, not_analysed_json(r, o));
    out_put(o, STR(",\n\"summary\":"));
    js_write(o, summary_json(r, o));
    out_put(o, STR("}\n"));
}
