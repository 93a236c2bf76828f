/* reviewdog's rdjsonl: one Diagnostic a line. */
#include "report/rdf.h"

void report_rdjsonl(const struct outcome *r, struct report_out *o)
{
    for (uint32_t i = 0; i < r->findings.n; i++) {
        if (!report_shows(r->findings.p[i]))
            continue;
        js_write(o, rdf_finding(r, o, r->findings.p[i]));
        out_putc(o, '\n');
    }
    for (uint32_t i = 0; i < r->not_analysed.n; i++) {
        js_write(o, rdf_not_analysed(o, &r->not_analysed.p[i]));
        out_putc(o, '\n');
    }
}
