/* The format for people: each finding drawn into its source lines, then what could not be judged, then the footer. */
#include "report/paint.h"
#include "report/summary.h"
#include "report/tally.h"
#include "report/text_finding.h"

#include <inttypes.h>

enum {
    GAPS = 10, /* lines of what did not run */
    NOT_ANALYSED = 100,
};

static void put_not_analysed(const struct outcome *r, struct report_out *o)
{
    for (uint32_t i = 0; i < r->not_analysed.n && i < NOT_ANALYSED; i++) {
        const struct outcome_not_analysed *n = &r->not_analysed.p[i];
        paint_put(o, PAINT_WARNING, STR("not analysed"));
        out_put(o, STR(": "));
        out_escaped(o, n->path);
        if (n->line > 0)
            out_printf(o, ":%" PRIu32 ":%" PRIu32, n->line, n->column);
        out_put(o, STR(": "));
        out_escaped(o, n->why);
        out_putc(o, '\n');
    }
    if (r->not_analysed.n > NOT_ANALYSED)
        out_printf(o, "not analysed: %" PRIu32 " more\n", r->not_analysed.n - NOT_ANALYSED);
}

static void put_not_run(const struct outcome *r, struct report_out *o)
{
    struct summary_gap *gaps;
    uint32_t n = summary_gaps(&o->scratch, r, &gaps);
    for (uint32_t i = 0; i < n && i < GAPS; i++) {
        paint_put(o, PAINT_STRONG, STR("not run"));
        out_put(o, STR(": "));
        out_put(o, summary_gap_text(&o->scratch, &gaps[i]));
        out_putc(o, '\n');
    }
    if (n > GAPS)
        out_printf(o, "not run: for %" PRIu32 " more reason%s\n", n - GAPS, n - GAPS == 1 ? "" : "s");
}

static void put_notes(const struct outcome *r, struct report_out *o)
{
    for (uint32_t i = 0; i < r->notes.n; i++) {
        paint_put(o, PAINT_NOTE, STR("note"));
        out_put(o, STR(": "));
        out_escaped(o, r->notes.p[i]);
        out_putc(o, '\n');
    }
}

void report_text(const struct outcome *r, struct report_out *o)
{
    for (uint32_t i = 0; i < r->findings.n; i++) {
        if (!report_shows(r->findings.p[i]))
            continue;
        text_finding(r, o, r->findings.p[i]);
        out_putc(o, '\n');
    }
    put_not_analysed(r, o);
    if (o->options.quiet)
        return;
    put_not_run(r, o);
    put_notes(r, o);
    tally_print(r, o);
    out_put(o, summary_footer(&o->scratch, r));
    out_putc(o, '\n');
}
