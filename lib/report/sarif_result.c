#include "report/sarif_result.h"

#include "base/buf.h"
#include "report/line_hash.h"
#include "report/patch.h"
#include "report/prose.h"

#include <inttypes.h>

enum { MESSAGE_BYTES = 8 << 10, RELATED = 100 };

struct str sarif_uri(struct arena *a, struct str path)
{
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        bool plain = ch_is_alpha(c) || ch_is_digit(c) || c == '/' || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain)
            buf_putc(&b, c);
        else
            buf_printf(&b, "%%%02X", (unsigned char)c);
    }
    return buf_str(&b);
}

/* A result needs a file, or GitHub refuses the log: one without a place stands on the first file judged. */
static struct str path_or_first(const struct sarif *s, struct str path)
{
    if (path.n > 0)
        return path;
    return s->r->judged.n > 0 ? s->r->judged.p[0] : STR("loadline.yaml");
}

static json_t *artifact(struct sarif *s, struct str path)
{
    json_t *where = json_object();
    struct arena_mark mark = arena_mark(&s->o->scratch);
    js_put(s->o, where, "uri", js_text(s->o, sarif_uri(&s->o->scratch, path_or_first(s, path))));
    arena_pop(&s->o->scratch, mark);
    return where;
}

/* Columns in UTF-16 units, the end exclusive. */
static json_t *region(struct sarif *s, const struct report_place *at)
{
    json_t *area = json_object();
    uint32_t start = at->file ? columns_of(&s->columns, at->file, at->off) : 1;
    uint32_t end = at->file ? columns_of(&s->columns, at->file, at->off + at->len) : 1;
    js_put(s->o, area, "startLine", json_integer(at->file ? at->line : 1));
    js_put(s->o, area, "startColumn", json_integer(start));
    js_put(s->o, area, "endLine", json_integer(at->file ? at->end_line : 1));
    js_put(s->o, area, "endColumn", json_integer(end));
    return area;
}

static json_t *physical(struct sarif *s, const struct report_place *at)
{
    json_t *where = json_object();
    js_put(s->o, where, "artifactLocation", artifact(s, at->path));
    js_put(s->o, where, "region", region(s, at));
    return where;
}

static json_t *location(struct sarif *s, const struct report_place *at)
{
    json_t *where = json_object();
    js_put(s->o, where, "physicalLocation", physical(s, at));
    return where;
}

static json_t *only(struct report_out *o, json_t *element)
{
    json_t *array = json_array();
    js_push(o, array, element);
    return array;
}

/* Text of the message format: "[text](target)" would be a link, and the config chooses both. */
static struct str unlinked(struct arena *a, struct str s)
{
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] == ']' && i + 1 < s.n && s.p[i + 1] == '(')
            buf_putc(&b, '\\');
        buf_putc(&b, s.p[i]);
    }
    return buf_str(&b);
}

static json_t *message(struct sarif *s, struct str text)
{
    struct arena_mark mark = arena_mark(&s->o->scratch);
    json_t *m = sarif_message(s->o, unlinked(&s->o->scratch, text));
    arena_pop(&s->o->scratch, mark);
    return m;
}

static json_t *related(struct sarif *s, const struct finding *f)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < f->related.n && i < RELATED; i++) {
        struct report_place at = report_place_of(s->r, f->related.p[i].at, STR(""));
        if (!at.file)
            continue;
        json_t *where = location(s, &at);
        js_put(s->o, where, "id", json_integer(i + 1));
        if (f->related.p[i].label.n > 0)
            js_put(s->o, where, "message", message(s, f->related.p[i].label));
        js_push(s->o, array, where);
    }
    return array;
}

/* The hashes of a file's lines, computed once. */
struct file_hashes {
    const struct file *file;
    struct line_hash *p;
    uint32_t n;
};

static const struct file_hashes *hashes_of(struct sarif *s, const struct file *f)
{
    struct file_hashes *h = map_get(&s->line_hashes, (struct str){(const char *)&f, sizeof(f)});
    if (h)
        return h;
    h = arena_new(&s->kept, struct file_hashes);
    h->file = f;
    h->n = line_hashes(&s->kept, f->bytes, &h->p);
    map_put(&s->line_hashes, (struct str){(const char *)&h->file, sizeof(h->file)}, h, NULL);
    return h;
}

static json_t *fingerprints(struct sarif *s, const struct finding *f, const struct report_place *at)
{
    json_t *j = json_object();
    const struct file_hashes *h = at->file ? hashes_of(s, at->file) : NULL;
    if (h && at->line <= h->n)
        js_put(s->o, j, "primaryLocationLineHash",
               json_sprintf("%llx:%u", (unsigned long long)h->p[at->line - 1].hash, h->p[at->line - 1].count));
    js_put(s->o, j, "loadline/v1", json_sprintf("%016llx", (unsigned long long)f->fingerprint));
    return j;
}

static json_t *replacement(struct sarif *s, const struct report_place *at, struct str text)
{
    json_t *j = json_object(), *content = json_object();
    js_put(s->o, content, "text", js_text(s->o, text));
    js_put(s->o, j, "deletedRegion", region(s, at));
    js_put(s->o, j, "insertedContent", content);
    return j;
}

/* The edits of a fix, those of a file together; NULL when one has no place or can't be said. */
static json_t *changes(struct sarif *s, const struct fix *fix)
{
    json_t *array = json_array(), *replacements = NULL;
    struct str path = {0};
    for (uint32_t i = 0; i < fix->edits.n; i++) {
        struct report_place at = report_place_of(s->r, fix->edits.p[i].at, STR(""));
        if (!at.file || !js_is_exact(fix->edits.p[i].text)) {
            json_decref(array);
            return NULL;
        }
        if (!replacements || !str_eq(path, at.path)) {
            json_t *change = json_object();
            replacements = json_array();
            path = at.path;
            js_put(s->o, change, "artifactLocation", artifact(s, path));
            js_put(s->o, change, "replacements", replacements);
            js_push(s->o, array, change);
        }
        js_push(s->o, replacements, replacement(s, &at, fix->edits.p[i].text));
    }
    return array;
}

/* The first fix, unless it is only to be shown: a viewer offers to apply it. */
static void put_fix(struct sarif *s, json_t *result, const struct finding *f)
{
    if (f->fixes.n == 0 || f->fixes.p[0].applicability == FIX_DISPLAY || f->fixes.p[0].edits.n == 0)
        return;
    json_t *all = changes(s, &f->fixes.p[0]);
    if (!all)
        return;
    json_t *fix = json_object();
    js_put(s->o, fix, "description", message(s, f->help.n > 0 ? f->help : STR("this edit")));
    js_put(s->o, fix, "artifactChanges", all);
    js_put(s->o, result, "fixes", only(s->o, fix));
}

json_t *sarif_result(struct sarif *s, const struct finding *f)
{
    struct arena_mark mark = arena_mark(&s->o->scratch);
    struct report_place at = report_place_of(s->r, f->at, f->path);
    json_t *j = json_object(), *near = related(s, f);
    js_put(s->o, j, "ruleId", js_text(s->o, f->rule));
    js_put(s->o, j, "ruleIndex", json_integer(sarif_rule_index(&s->rules, f->rule)));
    js_put(s->o, j, "level", js_text(s->o, severity_name(f->severity)));
    js_put(s->o, j, "message", message(s, prose_of(&s->o->scratch, s->r, f, MESSAGE_BYTES)));
    js_put(s->o, j, "locations", only(s->o, location(s, &at)));
    if (json_array_size(near) > 0)
        js_put(s->o, j, "relatedLocations", near);
    else
        json_decref(near);
    js_put(s->o, j, "partialFingerprints", fingerprints(s, f, &at));
    put_fix(s, j, f);
    arena_pop(&s->o->scratch, mark);
    return j;
}

static json_t *descriptor(struct report_out *o, struct str id)
{
    json_t *j = json_object();
    js_put(o, j, "id", js_text(o, id));
    return j;
}

json_t *sarif_not_analysed(struct sarif *s, const struct outcome_not_analysed *n)
{
    struct arena_mark mark = arena_mark(&s->o->scratch);
    json_t *j = json_object(), *where = json_object(), *place = json_object(), *area = json_object();
    js_put(s->o, j, "level", json_string("warning"));
    js_put(s->o, j, "descriptor", descriptor(s->o, STR("not-analysed")));
    js_put(s->o, j, "message", message(s, str_concat(&s->o->scratch, STR("not analysed: "), n->why)));
    js_put(s->o, area, "startLine", json_integer(n->line > 0 ? n->line : 1));
    js_put(s->o, place, "artifactLocation", artifact(s, n->path));
    js_put(s->o, place, "region", area);
    js_put(s->o, where, "physicalLocation", place);
    js_put(s->o, j, "locations", only(s->o, where));
    arena_pop(&s->o->scratch, mark);
    return j;
}

json_t *sarif_not_run(struct sarif *s, const struct outcome_not_run *n)
{
    struct arena_mark mark = arena_mark(&s->o->scratch);
    struct buf b = {.a = &s->o->scratch};
    buf_put(&b, STR("not run:"));
    for (uint32_t i = 0; i < n->missing.n; i++)
        buf_printf(&b, "%s %.*s", i > 0 ? "," : "", STR_ARG(n->missing.p[i]));
    buf_printf(&b, " unknown, %" PRIu32 " times", n->count);
    json_t *j = json_object();
    js_put(s->o, j, "level", json_string("note"));
    js_put(s->o, j, "descriptor", descriptor(s->o, STR("not-run")));
    js_put(s->o, j, "associatedRule", descriptor(s->o, n->rule));
    js_put(s->o, j, "message", message(s, buf_str(&b)));
    arena_pop(&s->o->scratch, mark);
    return j;
}
