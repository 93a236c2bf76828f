/* TAP 14: a point for each finding, with a YAML block that tells the rest. Notes pass; suppressed findings and rules that could not run are skipped; what was
 * not analysed fails; a file without any of these is a point that passes. Specification: testanything.org, tap-version-14. */
#include "base/map.h"
#include "diag/escape.h"
#include "report/prose.h"
#include "report/summary.h"

#include <inttypes.h>

/* Points are counted before they are written: the plan stands first. */
struct plan {
    const struct outcome *r;
    struct report_out *o;
    struct arena a;
    struct map files; /* that have a point */
    uint32_t n;       /* of the point last written */
};

/* A description: '#' would start a directive, '\' an escape. */
static void put_description(struct report_out *o, struct str s)
{
    s = diag_escape(&o->scratch, s);
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] == '#' || s.p[i] == '\\')
            out_putc(o, '\\');
        out_putc(o, s.p[i]);
    }
}

static void put_point(struct plan *p, bool ok, struct str description, const char *directive)
{
    out_printf(p->o, "%sok %" PRIu32 " - ", ok ? "" : "not ", ++p->n);
    put_description(p->o, description);
    out_printf(p->o, "%s\n", directive);
}

/* A line of a YAML block: a plain key and a double-quoted value. */
static void put_yaml(struct report_out *o, const char *indent, const char *key, struct str value)
{
    value = diag_escape(&o->scratch, value);
    out_printf(o, "  %s%s\"", indent, key);
    for (uint32_t i = 0; i < value.n; i++) {
        if (value.p[i] == '"' || value.p[i] == '\\')
            out_putc(o, '\\');
        out_putc(o, value.p[i]);
    }
    out_put(o, STR("\"\n"));
}

static void put_yaml_if(struct report_out *o, const char *key, struct str value)
{
    if (value.n > 0)
        put_yaml(o, "", key, value);
}

static void put_block(struct plan *p, const struct finding *f, struct report_place at)
{
    out_put(p->o, STR("  ---\n"));
    put_yaml(p->o, "", "severity: ", severity_name(f->severity));
    put_yaml(p->o, "", "rule: ", f->rule);
    put_yaml(p->o, "", "message: ", f->message);
    put_yaml_if(p->o, "at: ", prose_place(&p->o->scratch, at));
    put_yaml_if(p->o, "label: ", f->label);
    if (f->notes.n > 0)
        out_put(p->o, STR("  notes:\n"));
    for (uint32_t i = 0; i < f->notes.n; i++)
        put_yaml(p->o, "  ", "- ", f->notes.p[i]);
    put_yaml_if(p->o, "help: ", f->help);
    out_put(p->o, STR("  ...\n"));
}

static const char *directive_of(const struct finding *f)
{
    if (f->status == FINDING_BASELINE)
        return " # SKIP in the baseline";
    return report_shows(f) ? "" : " # SKIP suppressed";
}

static void put_finding(struct plan *p, const struct finding *f)
{
    struct arena_mark mark = arena_mark(&p->o->scratch);
    struct report_place at = report_place_of(p->r, f->at, f->path);
    struct buf b = {.a = &p->o->scratch};
    buf_put(&b, prose_place(b.a, at));
    buf_printf(&b, "%s%.*s [%.*s]", b.n > 0 ? ": " : "", STR_ARG(f->message), STR_ARG(f->rule));
    bool ok = !report_shows(f) || (f->severity == SEV_NOTE && f->status == FINDING_FOUND);
    put_point(p, ok, buf_str(&b), directive_of(f));
    put_block(p, f, at);
    arena_pop(&p->o->scratch, mark);
}

static void put_not_analysed(struct plan *p, const struct outcome_not_analysed *n)
{
    struct arena_mark mark = arena_mark(&p->o->scratch);
    struct buf b = {.a = &p->o->scratch};
    buf_put(&b, n->path);
    if (n->line > 0)
        buf_printf(&b, ":%" PRIu32 ":%" PRIu32, n->line, n->column);
    buf_printf(&b, ": not analysed: %.*s", STR_ARG(n->why));
    put_point(p, false, buf_str(&b), "");
    arena_pop(&p->o->scratch, mark);
}

/* What is missing stands in the directive, whose text ends with the line. */
static void put_not_run(struct plan *p, const struct summary_gap *gap, struct str rule)
{
    struct arena_mark mark = arena_mark(&p->o->scratch);
    put_point(p, true, rule, str_printf(&p->o->scratch, " # SKIP %.*s unknown", STR_ARG(gap->missing)).p);
    arena_pop(&p->o->scratch, mark);
}

static void put_gaps(struct plan *p)
{
    struct summary_gap *gaps;
    uint32_t n = summary_gaps(&p->a, p->r, &gaps);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < gaps[i].rules.n; k++)
            put_not_run(p, &gaps[i], gaps[i].rules.p[k]);
}

static void put_clean(struct plan *p, struct str path)
{
    struct arena_mark mark = arena_mark(&p->o->scratch);
    put_point(p, true, str_concat(&p->o->scratch, path, STR(": no findings")), "");
    arena_pop(&p->o->scratch, mark);
}

/* How many points there will be; notes which files have one. */
static uint32_t count(struct plan *p)
{
    const struct outcome *r = p->r;
    uint32_t n = r->findings.n + r->not_analysed.n + r->not_run.n;
    for (uint32_t i = 0; i < r->findings.n; i++)
        map_put(&p->files, report_place_of(r, r->findings.p[i]->at, r->findings.p[i]->path).path, NULL, NULL);
    for (uint32_t i = 0; i < r->not_analysed.n; i++)
        map_put(&p->files, r->not_analysed.p[i].path, NULL, NULL);
    for (uint32_t i = 0; i < r->judged.n; i++)
        n += !map_has(&p->files, r->judged.p[i]);
    return n;
}

static void put_points(struct plan *p)
{
    const struct outcome *r = p->r;
    for (uint32_t i = 0; i < r->findings.n; i++)
        put_finding(p, r->findings.p[i]);
    for (uint32_t i = 0; i < r->not_analysed.n; i++)
        put_not_analysed(p, &r->not_analysed.p[i]);
    put_gaps(p);
    for (uint32_t i = 0; i < r->judged.n; i++)
        if (!map_has(&p->files, r->judged.p[i]))
            put_clean(p, r->judged.p[i]);
}

void report_tap(const struct outcome *r, struct report_out *o)
{
    struct plan p = {.r = r, .o = o};
    arena_init(&p.a, NULL);
    p.files.a = &p.a;
    uint32_t n = count(&p);
    out_printf(o, "TAP version 14\n1..%" PRIu32 "%s\n", n, n == 0 ? " # SKIP no files judged" : "");
    put_points(&p);
    arena_free(&p.a);
}
