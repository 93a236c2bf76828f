/* Checkstyle XML, as Jenkins (warnings-ng), reviewdog and many editors read it: files, and errors in them. */
#include "base/buf.h"
#include "report/columns.h"
#include "report/report.h"
#include "report/xml_out.h"

static struct str level(enum severity severity)
{
    return severity == SEV_NOTE ? STR("info") : severity_name(severity);
}

/* "capacity/workers" as "loadline.capacity.workers": readers take the dots for packages. */
static struct str source_of(struct arena *a, struct str rule)
{
    struct buf b = {.a = a};
    buf_put(&b, STR("loadline."));
    for (uint32_t i = 0; i < rule.n; i++)
        buf_put(&b, rule.p[i] == '/' ? STR(".") : str_slice(rule, i, i + 1));
    return buf_str(&b);
}

static void put_error(struct report_out *o, uint32_t line, uint32_t column, struct str severity, struct str message,
                      struct str source)
{
    out_put(o, STR("    <error"));
    xml_number(o, "line", line);
    xml_number(o, "column", column);
    xml_attribute(o, "severity", severity);
    xml_attribute(o, "message", message);
    xml_attribute(o, "source", source);
    out_put(o, STR("/>\n"));
}

/* Without any place, the directory of the run stands for it: an error outside of a file would be lost. */
static struct str path_or_here(struct str path)
{
    return path.n > 0 ? path : STR(".");
}

/* What is open, and what comes next: a <file> for each run of entries with the same path. */
struct group {
    struct report_out *o;
    struct str path;
    bool open;
};

static void leave(struct group *g)
{
    if (g->open)
        out_put(g->o, STR("  </file>\n"));
    g->open = false;
}

static void enter(struct group *g, struct str path)
{
    if (g->open && str_eq(g->path, path))
        return;
    leave(g);
    g->path = path;
    g->open = true;
    out_put(g->o, STR("  <file"));
    xml_attribute(g->o, "name", path);
    out_put(g->o, STR(">\n"));
}

static void put_finding(struct group *g, struct columns *columns, const struct outcome *r, const struct finding *f)
{
    struct report_place at = report_place_of(r, f->at, f->path);
    uint32_t column = at.file ? columns_of(columns, at.file, at.off) : 1;
    enter(g, path_or_here(at.path));
    struct arena_mark mark = arena_mark(&g->o->scratch);
    put_error(g->o, at.line ? at.line : 1, column, level(f->severity), f->message, source_of(&g->o->scratch, f->rule));
    arena_pop(&g->o->scratch, mark);
}

static void put_not_analysed(struct group *g, const struct outcome_not_analysed *n)
{
    struct arena_mark mark = arena_mark(&g->o->scratch);
    enter(g, path_or_here(n->path));
    struct str why = str_concat(&g->o->scratch, STR("not analysed: "), n->why);
    put_error(g->o, n->line ? n->line : 1, n->line ? n->column : 1, STR("info"), why, STR("loadline.not-analysed"));
    arena_pop(&g->o->scratch, mark);
}

void report_checkstyle(const struct outcome *r, struct report_out *o)
{
    struct arena counted;
    arena_init(&counted, NULL);
    struct columns columns = {.a = &counted};
    struct group g = {.o = o};
    out_put(o, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n"));
    for (uint32_t i = 0; i < r->findings.n; i++)
        if (report_shows(r->findings.p[i]))
            put_finding(&g, &columns, r, r->findings.p[i]);
    for (uint32_t i = 0; i < r->not_analysed.n; i++)
        put_not_analysed(&g, &r->not_analysed.p[i]);
    leave(&g);
    out_put(o, STR("</checkstyle>\n"));
    arena_free(&counted);
}
