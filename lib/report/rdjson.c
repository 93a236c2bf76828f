/* reviewdog's rdjson: one DiagnosticResult. */
#include "report/rdf.h"

void report_rdjson(const struct outcome *r, struct report_out *o)
{
    const char *before = "\n";
    out_put(o, STR("{\"source\":"));
    js_write(o, rdf_source(o));
    out_put(o, STR(",\n\"diagnostics\":["));
    for (uint32_t i = 0; i < r->findings.n; i++) {
        if (!report_shows(r->findings.p[i]))
            continue;
        out_printf(o, "%s", before);
        js_write(o, rdf_finding(r, o, r->findings.p[i]));
        before = ",\n";
    }
    for (uint32_t i = 0; i < r->not_analysed.n; i++) {
        out_printf(o, "%s", before);
        js_write(o, rdf_not_analysed(o, &r->not_analysed.p[i]));
        before = ",\n";
    }
    out_put(o, STR("]}\n"));
}
