/* One line a finding, as compilers write them: file:line:col: warning: message [rule]. */
#include "report/paint.h"
#include "report/summary.h"
#include "report/tally.h"

#include <inttypes.h>

/* GitHub's runner takes a line that starts with "::" for a command, after dropping any white space of Unicode. */
static bool starts_command(struct str path)
{
    uint32_t at = 0;
    while (at < path.n && (path.p[at] == ' ' || (unsigned char)path.p[at] >= 0x80))
        at++;
    return str_starts(str_slice(path, at, path.n), STR("::"));
}

static void put_path(struct report_out *o, struct str path)
{
    if (starts_command(path))
        out_put(o, STR("./"));
    out_escaped(o, path);
}

static void put_place(struct report_out *o, struct str path, uint32_t line, uint32_t column)
{
    if (path.n == 0) {
        out_put(o, STR("loadline: "));
        return;
    }
    put_path(o, path);
    out_printf(o, ":%" PRIu32 ":%" PRIu32 ": ", line, column);
}

static void put_finding(const struct outcome *r, struct report_out *o, const struct finding *f)
{
    struct report_place at = report_place_of(r, f->at, f->path);
    put_place(o, at.path, at.line, at.column);
    paint_put(o, paint_of(f->severity), severity_name(f->severity));
    out_put(o, STR(": "));
    out_escaped(o, f->message);
    out_put(o, STR(" ["));
    out_escaped(o, f->rule);
    out_put(o, STR("]\n"));
}

static void put_not_analysed(struct report_out *o, const struct outcome_not_analysed *n)
{
    put_place(o, n->path, n->line ? n->line : 1, n->line ? n->column : 1);
    paint_put(o, PAINT_NOTE, STR("note"));
    out_put(o, STR(": not analysed: "));
    out_escaped(o, n->why);
    out_putc(o, '\n');
}

void report_short(const struct outcome *r, struct report_out *o)
{
    for (uint32_t i = 0; i < r->findings.n; i++)
        if (report_shows(r->findings.p[i]))
            put_finding(r, o, r->findings.p[i]);
    for (uint32_t i = 0; i < r->not_analysed.n; i++)
        put_not_analysed(o, &r->not_analysed.p[i]);
    if (o->options.quiet)
        return;
    tally_print(r, o);
    out_put(o, summary_footer(&o->scratch, r));
    out_putc(o, '\n');
}
