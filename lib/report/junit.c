/* JUnit XML, by the schema that Jenkins checks against (xunit plugin, junit-10.xsd), with what GitLab reads of it: classname, name, and the text of
 * what failed. A finding is a failed test of its file; a note passes; a suppressed one, one in the baseline and a rule that could not run are skipped; what was not analysed and
 * a rule that failed are errors; a file without any of these is a passed test. */
#include "base/map.h"
#include "report/prose.h"
#include "report/summary.h"
#include "report/xml_out.h"

#include <inttypes.h>

enum { TEXT_BYTES = 16 << 10 };

enum verdict { PASSED, FAILED, ERROR, SKIPPED, N_VERDICTS };

struct suite {
    const struct outcome *r;
    struct report_out *o;
    struct arena a;         /* of what was seen */
    struct map names;       /* classname NUL name: how often */
    struct map files;       /* that have a test */
    uint32_t n[N_VERDICTS]; /* first counted, then written into the head */
};

static enum verdict outcome_of(const struct finding *f)
{
    if (!report_shows(f))
        return SKIPPED;
    if (f->status == FINDING_FAILED)
        return ERROR;
    return f->severity == SEV_NOTE ? PASSED : FAILED;
}

/* name; with " (2)", " (3)" ... when the class had it before: readers drop tests of the same name. */
static struct str unique(struct suite *s, struct str classname, struct str name)
{
    struct str key = str_printf(&s->a, "%.*s%c%.*s", STR_ARG(classname), '\0', STR_ARG(name));
    uint32_t *count = map_get(&s->names, key);
    if (count)
        return str_printf(&s->a, "%.*s (%" PRIu32 ")", STR_ARG(name), ++*count);
    count = arena_new(&s->a, uint32_t);
    *count = 1;
    map_put(&s->names, key, count, NULL);
    return name;
}

static void open_case(struct suite *s, struct str classname, struct str name)
{
    out_put(s->o, STR("    <testcase"));
    xml_attribute(s->o, "classname", classname);
    xml_attribute(s->o, "name", unique(s, classname, name));
    out_putc(s->o, '>');
}

static void close_case(struct suite *s)
{
    out_put(s->o, STR("</testcase>\n"));
}

/* <failure>, <error> or <skipped>, or <system-out> for what passed; the text holds everything, as GitLab reads nothing else. */
static void put_outcome(struct suite *s, enum verdict outcome, struct str type, struct str message, struct str text)
{
    static const char *const tags[] = {"system-out", "failure", "error", "skipped"};
    out_printf(s->o, "<%s", tags[outcome]);
    if (outcome != PASSED) {
        xml_attribute(s->o, "type", type);
        xml_attribute(s->o, "message", message);
    }
    out_putc(s->o, '>');
    xml_text(s->o, text);
    out_printf(s->o, "</%s>", tags[outcome]);
}

static void put_finding(struct suite *s, const struct finding *f)
{
    struct arena_mark mark = arena_mark(&s->o->scratch);
    struct arena *a = &s->o->scratch;
    struct report_place at = report_place_of(s->r, f->at, f->path);
    struct str place = prose_place(a, at), prose = prose_of(a, s->r, f, TEXT_BYTES);
    struct str name = str_printf(&s->a, "%.*s:%" PRIu32 ":%" PRIu32, STR_ARG(f->rule), at.line, at.column);
    open_case(s, at.path.n > 0 ? at.path : STR("loadline"), name);
    const char *between = place.n > 0 ? "\n" : "";
    put_outcome(s, outcome_of(f), severity_name(f->severity), f->message,
                str_printf(a, "%s%s%s", place.p ? place.p : "", between, prose.p));
    close_case(s);
    arena_pop(a, mark);
}

static void put_not_analysed(struct suite *s, const struct outcome_not_analysed *n)
{
    struct str name = STR("not analysed");
    if (n->line > 0)
        name = str_printf(&s->a, "not analysed:%" PRIu32 ":%" PRIu32, n->line, n->column);
    open_case(s, n->path.n > 0 ? n->path : STR("loadline"), name);
    put_outcome(s, ERROR, STR("not analysed"), n->why, n->why);
    close_case(s);
}

static void put_not_run(struct suite *s, const struct summary_gap *gap, struct str rule)
{
    struct str why = str_printf(&s->a, "%.*s unknown", STR_ARG(gap->missing));
    open_case(s, STR("loadline"), rule);
    put_outcome(s, SKIPPED, STR("not run"), why, why);
    close_case(s);
}

static void put_clean(struct suite *s, struct str path)
{
    open_case(s, path, STR("no findings"));
    close_case(s);
}

/* Which files have a test, and how many tests end how. */
static void count(struct suite *s)
{
    for (uint32_t i = 0; i < s->r->findings.n; i++) {
        const struct finding *f = s->r->findings.p[i];
        s->n[outcome_of(f)]++;
        map_put(&s->files, report_place_of(s->r, f->at, f->path).path, NULL, NULL);
    }
    for (uint32_t i = 0; i < s->r->not_analysed.n; i++)
        map_put(&s->files, s->r->not_analysed.p[i].path, NULL, NULL);
    s->n[ERROR] += s->r->not_analysed.n;
    s->n[SKIPPED] += s->r->not_run.n;
    for (uint32_t i = 0; i < s->r->judged.n; i++)
        s->n[PASSED] += !map_has(&s->files, s->r->judged.p[i]);
}

static void put_counts(struct suite *s, bool skipped)
{
    uint64_t tests = 0;
    for (int i = 0; i < N_VERDICTS; i++)
        tests += s->n[i];
    xml_attribute(s->o, "name", STR("loadline"));
    xml_number(s->o, "tests", tests);
    xml_number(s->o, "failures", s->n[FAILED]);
    xml_number(s->o, "errors", s->n[ERROR]);
    if (skipped)
        xml_number(s->o, "skipped", s->n[SKIPPED]);
}

static void put_head(struct suite *s)
{
    out_put(s->o, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"));
    put_counts(s, false);
    out_put(s->o, STR(">\n  <testsuite"));
    put_counts(s, true);
    out_put(s->o, STR(">\n"));
}

static void put_gaps(struct suite *s)
{
    struct summary_gap *gaps;
    uint32_t n = summary_gaps(&s->a, s->r, &gaps);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < gaps[i].rules.n; k++)
            put_not_run(s, &gaps[i], gaps[i].rules.p[k]);
}

static void put_cases(struct suite *s)
{
    for (uint32_t i = 0; i < s->r->findings.n; i++)
        put_finding(s, s->r->findings.p[i]);
    for (uint32_t i = 0; i < s->r->not_analysed.n; i++)
        put_not_analysed(s, &s->r->not_analysed.p[i]);
    put_gaps(s);
    for (uint32_t i = 0; i < s->r->judged.n; i++)
        if (!map_has(&s->files, s->r->judged.p[i]))
            put_clean(s, s->r->judged.p[i]);
}

void report_junit(const struct outcome *r, struct report_out *o)
{
    struct suite s = {.r = r, .o = o};
    arena_init(&s.a, NULL);
    s.names.a = s.files.a = &s.a;
    count(&s);
    put_head(&s);
    put_cases(&s);
    out_put(o, STR("  </testsuite>\n</testsuites>\n"));
    arena_free(&s.a);
}
