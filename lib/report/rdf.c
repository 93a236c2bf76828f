#include "report/rdf.h"

#include "report/patch.h"
#include "report/prose.h"

enum { MESSAGE_BYTES = 16 << 10 };

json_t *rdf_source(struct report_out *o)
{
    json_t *source = json_object();
    js_put(o, source, "name", json_string("loadline"));
    return source;
}

static json_t *position(struct report_out *o, uint32_t line, uint32_t column)
{
    json_t *p = json_object();
    js_put(o, p, "line", json_integer(line));
    js_put(o, p, "column", json_integer(column));
    return p;
}

static json_t *range(struct report_out *o, const struct report_place *at)
{
    json_t *both = json_object();
    js_put(o, both, "start", position(o, at->line, at->column));
    js_put(o, both, "end", position(o, at->end_line, at->end_column));
    return both;
}

/* Without a file, the directory of the run: an entry without a path is dropped. A file as a whole has no range. */
static json_t *location(struct report_out *o, const struct report_place *at)
{
    json_t *where = json_object();
    js_put(o, where, "path", js_text(o, at->path.n > 0 ? at->path : STR(".")));
    if (at->file)
        js_put(o, where, "range", range(o, at));
    return where;
}

static json_t *code(struct report_out *o, const struct finding *f)
{
    json_t *c = json_object();
    js_put(o, c, "value", js_text(o, f->rule));
    if (f->info && f->info->url.n > 0)
        js_put(o, c, "url", js_text(o, f->info->url));
    return c;
}

/* The first fix as a suggestion, unless it is only for show: reviewdog offers to commit it. A suggestion is one range of the finding's own file. */
static void put_suggestion(const struct outcome *r, struct report_out *o, json_t *j, const struct finding *f,
                           const struct report_place *at)
{
    struct report_place where;
    struct str text;
    if (f->fixes.n == 0 || f->fixes.p[0].applicability == FIX_DISPLAY || !at->file ||
        !patch_joined(&o->scratch, r, &f->fixes.p[0], at->file, &where, &text) || !js_is_exact(text))
        return;
    json_t *all = json_array(), *one = json_object();
    js_put(o, one, "range", range(o, &where));
    js_put(o, one, "text", js_text(o, text));
    js_push(o, all, one);
    js_put(o, j, "suggestions", all);
}

static void put_related(const struct outcome *r, struct report_out *o, json_t *j, const struct finding *f)
{
    json_t *all = json_array();
    for (uint32_t i = 0; i < f->related.n; i++) {
        struct report_place at = report_place_of(r, f->related.p[i].at, STR(""));
        if (!at.file)
            continue;
        json_t *one = json_object();
        js_put(o, one, "message", js_text(o, f->related.p[i].label));
        js_put(o, one, "location", location(o, &at));
        js_push(o, all, one);
    }
    if (json_array_size(all) > 0)
        js_put(o, j, "related_locations", all);
    else
        json_decref(all);
}

json_t *rdf_finding(const struct outcome *r, struct report_out *o, const struct finding *f)
{
    static const char *const severities[] = {[SEV_NOTE] = "INFO", [SEV_WARNING] = "WARNING", [SEV_ERROR] = "ERROR"};
    struct arena_mark mark = arena_mark(&o->scratch);
    struct report_place at = report_place_of(r, f->at, f->path);
    json_t *j = json_object();
    js_put(o, j, "message", js_text(o, prose_of(&o->scratch, r, f, MESSAGE_BYTES)));
    js_put(o, j, "location", location(o, &at));
    js_put(o, j, "severity", json_string(severities[f->severity]));
    js_put(o, j, "source", rdf_source(o));
    js_put(o, j, "code", code(o, f));
    put_suggestion(r, o, j, f, &at);
    put_related(r, o, j, f);
    arena_pop(&o->scratch, mark);
    return j;
}

json_t *rdf_not_analysed(struct report_out *o, const struct outcome_not_analysed *n)
{
    struct arena_mark mark = arena_mark(&o->scratch);
    json_t *j = json_object(), *where = json_object(), *c = json_object(), *start = json_object();
    js_put(o, j, "message", js_text(o, str_concat(&o->scratch, STR("not analysed: "), n->why)));
    js_put(o, where, "path", js_text(o, n->path.n > 0 ? n->path : STR(".")));
    js_put(o, start, "start", position(o, n->line > 0 ? n->line : 1, n->line > 0 ? n->column : 1));
    js_put(o, where, "range", start);
    js_put(o, j, "location", where);
    js_put(o, j, "severity", json_string("INFO"));
    js_put(o, j, "source", rdf_source(o));
    js_put(o, c, "value", json_string("not-analysed"));
    js_put(o, j, "code", c);
    arena_pop(&o->scratch, mark);
    return j;
}
