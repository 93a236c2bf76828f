/* SARIF 2.1.0, as GitHub code scanning takes it in: the required properties of its documentation, and none of its limits overrun. Suppressed findings are left out: GitHub
 * would open alerts for them. */
#include "report/sarif_result.h"

#include <inttypes.h>

enum { RESULTS = 25000 }; /* more, and GitHub refuses the whole log */

/* A tool without a page about it is a warning to validators (SARIF2005). The manual stands wherever the program does: the URI is that of systemd's Documentation=. */
#define MANUAL STR("man:loadline(1)")

static void put_rules(struct sarif *s)
{
    out_put(s->o, STR("\"rules\":["));
    for (uint32_t i = 0; i < s->rules.n; i++) {
        out_put(s->o, i > 0 ? STR(",\n") : STR("\n"));
        js_write(s->o, sarif_rule_json(s->o, &s->rules.p[i]));
    }
    out_put(s->o, STR("]"));
}

/* Results of one severity, as many as there is room for; returns how many were written. */
static uint32_t put_severity(struct sarif *s, enum severity severity, uint32_t before)
{
    uint32_t n = before;
    for (uint32_t i = 0; i < s->r->findings.n && n < RESULTS; i++) {
        const struct finding *f = s->r->findings.p[i];
        if (!report_shows(f) || f->severity != severity)
            continue;
        out_put(s->o, n++ > 0 ? STR(",\n") : STR("\n"));
        js_write(s->o, sarif_result(s, f));
    }
    return n - before;
}

/* The severest first: where the limit cuts, the least of them go. */
static uint32_t put_results(struct sarif *s)
{
    uint32_t n = 0;
    out_put(s->o, STR("\"results\":["));
    n += put_severity(s, SEV_ERROR, n);
    n += put_severity(s, SEV_WARNING, n);
    n += put_severity(s, SEV_NOTE, n);
    out_put(s->o, STR("]"));
    return n;
}

static uint32_t count_shown(const struct outcome *r, bool *ret_failed)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->findings.n; i++) {
        n += report_shows(r->findings.p[i]);
        *ret_failed |= r->findings.p[i]->status == FINDING_FAILED;
    }
    return n;
}

static json_t *left_out(struct sarif *s, uint32_t n)
{
    json_t *j = json_object();
    struct arena_mark mark = arena_mark(&s->o->scratch);
    struct str text = str_printf(&s->o->scratch, "%" PRIu32 " more results are left out", n);
    js_put(s->o, j, "level", json_string("warning"));
    js_put(s->o, j, "message", sarif_message(s->o, text));
    arena_pop(&s->o->scratch, mark);
    return j;
}

static json_t *notifications(struct sarif *s, uint32_t n_left_out)
{
    json_t *array = json_array();
    if (n_left_out > 0)
        js_push(s->o, array, left_out(s, n_left_out));
    for (uint32_t i = 0; i < s->r->not_analysed.n; i++)
        js_push(s->o, array, sarif_not_analysed(s, &s->r->not_analysed.p[i]));
    for (uint32_t i = 0; i < s->r->not_run.n; i++)
        js_push(s->o, array, sarif_not_run(s, &s->r->not_run.p[i]));
    return array;
}

static void put_invocation(struct sarif *s, uint32_t written)
{
    bool failed = false;
    uint32_t n = count_shown(s->r, &failed);
    json_t *j = json_object();
    js_put(s->o, j, "executionSuccessful", json_boolean(!failed));
    js_put(s->o, j, "toolExecutionNotifications", notifications(s, n - written + s->r->n_dropped));
    out_put(s->o, STR("\"invocations\":["));
    js_write(s->o, j);
    out_putc(s->o, ']');
}

/* Up to the end of "tool". */
static void put_driver(struct sarif *s)
{
    out_put(s->o,
            STR("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\n"
                "\"tool\":{\"driver\":{\"name\":\"loadline\",\"semanticVersion\":\"" LOADLINE_VERSION "\",\n"));
    out_put(s->o, STR("\"informationUri\":"));
    js_write(s->o, js_text(s->o, s->r->home.n > 0 ? s->r->home : MANUAL));
    out_put(s->o, STR(",\n"));
    put_rules(s);
    out_put(s->o, STR("}}"));
}

void report_sarif(const struct outcome *r, struct report_out *o)
{
    struct sarif s = {.r = r, .o = o};
    arena_init(&s.kept, NULL);
    s.columns.a = s.line_hashes.a = &s.kept;
    s.rules = sarif_rules_of(&s.kept, r);
    put_driver(&s);
    out_put(o, STR(",\n\"automationDetails\":{\"id\":\"loadline/check/\"},\n"
                   "\"columnKind\":\"utf16CodeUnits\",\n"));
    uint32_t written = put_results(&s);
    out_put(o, STR(",\n"));
    put_invocation(&s, written);
    out_put(o, STR("}]}\n"));
    arena_free(&s.kept);
}
