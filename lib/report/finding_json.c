#include "report/finding_json.h"

static json_t *texts(struct report_out *o, const struct str *p, uint32_t n)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < n; i++)
        js_push(o, array, js_text(o, p[i]));
    return array;
}

static json_t *related(const struct outcome *r, struct report_out *o, const struct finding *f)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < f->related.n; i++) {
        struct report_place at = report_place_of(r, f->related.p[i].at, STR(""));
        json_t *one = json_object();
        js_put(o, one, "file", js_text_or_null(o, at.path));
        js_put(o, one, "line", js_number_or_null(at.line));
        js_put(o, one, "column", js_number_or_null(at.column));
        js_put(o, one, "label", js_text_or_null(o, f->related.p[i].label));
        js_push(o, array, one);
    }
    return array;
}

static json_t *edit(struct report_out *o, struct report_place at, struct str text)
{
    json_t *one = json_object();
    js_put(o, one, "file", js_text(o, at.path));
    js_put(o, one, "offset", json_integer(at.off));
    js_put(o, one, "length", json_integer(at.len));
    js_put(o, one, "text", js_text(o, text));
    return one;
}

/* NULL when an edit has no place or can't be said: half a fix is none. */
static json_t *edits(const struct outcome *r, struct report_out *o, const struct fix *fix)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < fix->edits.n; i++) {
        struct report_place at = report_place_of(r, fix->edits.p[i].at, STR(""));
        if (!at.file || !js_is_exact(at.path) || !js_is_exact(fix->edits.p[i].text)) {
            json_decref(array);
            return NULL;
        }
        js_push(o, array, edit(o, at, fix->edits.p[i].text));
    }
    return array;
}

static json_t *fix(const struct outcome *r, struct report_out *o, const struct finding *f)
{
    static const char *const names[] = {[FIX_SAFE] = "safe", [FIX_UNSAFE] = "unsafe", [FIX_DISPLAY] = "display"};
    json_t *all = f->fixes.n > 0 ? edits(r, o, &f->fixes.p[0]) : NULL;
    if (!all)
        return json_null();
    json_t *one = json_object();
    js_put(o, one, "applicability", json_string(names[f->fixes.p[0].applicability]));
    js_put(o, one, "edits", all);
    return one;
}

static void put_rule(struct report_out *o, json_t *j, const struct finding *f)
{
    static const char *const status[] = {[FINDING_FOUND] = "found",
                                         [FINDING_SUPPRESSED] = "suppressed",
                                         [FINDING_BASELINE] = "baseline",
                                         [FINDING_FAILED] = "failed"};
    js_put(o, j, "rule", js_text(o, f->rule));
    js_put(o, j, "severity", js_text(o, severity_name(f->severity)));
    js_put(o, j, "status", json_string(status[f->status]));
    js_put(o, j, "message", js_text(o, f->message));
}

static void put_place(struct report_out *o, json_t *j, const struct report_place *at)
{
    bool placed = at->path.n > 0;
    js_put(o, j, "file", js_text_or_null(o, at->path));
    js_put(o, j, "line", js_number_or_null(at->line));
    js_put(o, j, "column", js_number_or_null(at->column));
    js_put(o, j, "endLine", js_number_or_null(at->end_line));
    js_put(o, j, "endColumn", js_number_or_null(at->end_column));
    js_put(o, j, "offset", placed ? json_integer(at->off) : json_null());
    js_put(o, j, "length", placed ? json_integer(at->len) : json_null());
}

static void put_words(struct report_out *o, json_t *j, const struct finding *f)
{
    js_put(o, j, "hosts", texts(o, f->hosts.p, f->hosts.n));
    js_put(o, j, "service", js_text_or_null(o, f->service));
    js_put(o, j, "label", js_text_or_null(o, f->label));
    js_put(o, j, "notes", texts(o, f->notes.p, f->notes.n));
    js_put(o, j, "help", js_text_or_null(o, f->help));
}

static json_t *fingerprint(uint64_t h)
{
    return json_sprintf("%016llx", (unsigned long long)h);
}

json_t *finding_json(const struct outcome *r, struct report_out *o, const struct finding *f)
{
    json_t *j = json_object();
    struct report_place at = report_place_of(r, f->at, f->path);
    put_rule(o, j, f);
    put_place(o, j, &at);
    js_put(o, j, "serverLine", js_number_or_null(f->server_line == at.line ? 0 : f->server_line));
    put_words(o, j, f);
    js_put(o, j, "related", related(r, o, f));
    js_put(o, j, "fix", fix(r, o, f));
    js_put(o, j, "fingerprint", fingerprint(f->fingerprint));
    js_put(o, j, "docs", f->info ? js_text_or_null(o, f->info->url) : json_null());
    return j;
}

static json_t *examples(struct report_out *o, const struct outcome_not_run *n)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < n->n_examples; i++) {
        json_t *one = json_object();
        js_put(o, one, "file", js_text_or_null(o, n->examples[i].path));
        js_put(o, one, "host", js_text_or_null(o, n->examples[i].host));
        js_push(o, array, one);
    }
    return array;
}

json_t *not_run_json(const struct outcome *r, struct report_out *o)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < r->not_run.n; i++) {
        const struct outcome_not_run *n = &r->not_run.p[i];
        json_t *one = json_object();
        js_put(o, one, "rule", js_text(o, n->rule));
        js_put(o, one, "missing", texts(o, n->missing.p, n->missing.n));
        js_put(o, one, "count", json_integer(n->count));
        js_put(o, one, "examples", examples(o, n));
        js_push(o, array, one);
    }
    return array;
}

json_t *not_analysed_json(const struct outcome *r, struct report_out *o)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < r->not_analysed.n; i++) {
        const struct outcome_not_analysed *n = &r->not_analysed.p[i];
        json_t *one = json_object();
        js_put(o, one, "file", js_text_or_null(o, n->path));
        js_put(o, one, "line", js_number_or_null(n->line));
        js_put(o, one, "column", js_number_or_null(n->line ? n->column : 0));
        js_put(o, one, "why", js_text(o, n->why));
        js_push(o, array, one);
    }
    return array;
}

json_t *summary_json(const struct outcome *r, struct report_out *o)
{
    json_t *j = json_object(), *hosts = json_array();
    for (uint32_t i = 0; i < r->hosts.n; i++)
        js_push(o, hosts, js_text(o, r->hosts.p[i].name));
    js_put(o, j, "files", json_integer(r->judged.n));
    js_put(o, j, "errors", json_integer(r->n_errors));
    js_put(o, j, "warnings", json_integer(r->n_warnings));
    js_put(o, j, "notes", json_integer(r->n_notes));
    js_put(o, j, "suppressed", json_integer(r->n_suppressed));
    if (r->has_baseline)
        js_put(o, j, "baseline", json_integer(r->n_baseline));
    if (r->since.n > 0) {
        js_put(o, j, "since", js_text(o, r->since));
        js_put(o, j, "unchanged", json_integer(r->n_unchanged));
    }
    if (r->fixing)
        js_put(o, j, "fixed", json_integer(r->n_fixed));
    if (r->n_dropped > 0)
        js_put(o, j, "dropped", json_integer(r->n_dropped));
    js_put(o, j, "hosts", hosts);
    return j;
}
