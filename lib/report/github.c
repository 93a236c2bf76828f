/* GitHub Actions: the report as text, then workflow commands that annotate the lines of the change.
 * The runner (actions/runner, ActionCommand.cs, IssueCommandExtension) shows 10 annotations of each kind for a step and 4,096 characters of each;
 * what is left out is counted. Nothing from input can start a command: see diag/escape.h, and a command's own line starts with ours. */
#include "base/buf.h"
#include "diag/escape.h"
#include "report/columns.h"
#include "report/prose.h"

#include <inttypes.h>

enum { SHOWN = 10, MESSAGE_BYTES = 4096 };

/* The severest first: when a step has too many, the least of them go. */
static const struct kind {
    enum severity severity;
    const char *command;
} kinds[] = {{SEV_ERROR, "error"}, {SEV_WARNING, "warning"}, {SEV_NOTE, "notice"}};

/* The escapes of a command's data; of a property, also those of what ends it. */
static void put_data(struct report_out *o, struct str s, bool property)
{
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
            out_printf(o, "%%%02X", (unsigned)c);
        else
            out_putc(o, c);
    }
}

static void put_property(struct report_out *o, char before, const char *name, struct str value)
{
    out_printf(o, "%c%s=", before, name);
    put_data(o, diag_escape(&o->scratch, value), true);
}

/* Columns only within a line: the service refuses them otherwise. */
static void put_place(struct report_out *o, struct columns *columns, const struct report_place *at)
{
    if (at->path.n == 0)
        return;
    put_property(o, ' ', "file", at->path);
    out_printf(o, ",line=%" PRIu32 ",endLine=%" PRIu32, at->line, at->end_line);
    if (at->file && at->line == at->end_line)
        out_printf(o, ",col=%" PRIu32 ",endColumn=%" PRIu32, columns_of(columns, at->file, at->off),
                   columns_of(columns, at->file, at->off + at->len));
}

static void put_command(const struct outcome *r, struct report_out *o, struct columns *columns, const char *command,
                        const struct finding *f)
{
    struct arena_mark mark = arena_mark(&o->scratch);
    struct report_place at = report_place_of(r, f->at, f->path);
    out_printf(o, "::%s", command);
    put_place(o, columns, &at);
    put_property(o, at.path.n > 0 ? ',' : ' ', "title", f->rule);
    out_put(o, STR("::"));
    put_data(o, prose_of(&o->scratch, r, f, MESSAGE_BYTES), false);
    out_putc(o, '\n');
    arena_pop(&o->scratch, mark);
}

/* The findings of one severity. Returns how many were left out. */
static uint32_t put_kind(const struct outcome *r, struct report_out *o, struct columns *columns,
                         const struct kind *kind)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->findings.n; i++) {
        const struct finding *f = r->findings.p[i];
        if (report_shows(f) && f->severity == kind->severity && n++ < SHOWN)
            put_command(r, o, columns, kind->command, f);
    }
    return n > SHOWN ? n - SHOWN : 0;
}

void report_github(const struct outcome *r, struct report_out *o)
{
    struct arena counted;
    arena_init(&counted, NULL);
    struct columns columns = {.a = &counted};
    uint32_t left_out = 0;
    report_text(r, o);
    for (uint32_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        left_out += put_kind(r, o, &columns, &kinds[i]);
    if (left_out > 0)
        out_printf(o, "%" PRIu32 " more not annotated\n", left_out);
    arena_free(&counted);
}
