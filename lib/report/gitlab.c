/* GitLab Code Quality: a bare array of entries. GitLab drops all that follows one bad entry and shows one of several with the same fingerprint, so each has a path, a line
 * and a fingerprint of its own. Field names and severities: docs.gitlab.com, "Code Quality report format". */
#include "base/map.h"
#include "diag/escape.h"
#include "report/json_out.h"
#include "report/report.h"

#include <inttypes.h>

/* Info and minor stay below what teams block on; blocker is for what a pipeline itself decides. */
static const char *level(enum severity severity)
{
    static const char *const levels[] = {[SEV_NOTE] = "info", [SEV_WARNING] = "major", [SEV_ERROR] = "critical"};
    return levels[severity];
}

/* One entry while it is written. */
struct entry {
    struct str path;
    uint32_t line;
    struct str rule, message;
    const char *level;
    uint64_t fingerprint;
};

struct list {
    struct report_out *o;
    struct arena a; /* of what was seen */
    struct map seen;
    uint32_t n;
};

/* The fingerprint in hex; with "-1", "-2" ... when it was there before. */
static struct str unique(struct list *l, uint64_t fingerprint)
{
    struct str name = str_printf(&l->a, "%016" PRIx64, fingerprint);
    uint32_t *count = map_get(&l->seen, name);
    if (count)
        return str_printf(&l->a, "%s-%" PRIu32, name.p, ++*count);
    map_put(&l->seen, name, arena_new(&l->a, uint32_t), NULL);
    return name;
}

static json_t *location(struct report_out *o, struct str path, uint32_t line)
{
    json_t *lines = json_object(), *where = json_object();
    js_put(o, lines, "begin", json_integer(line > 0 ? line : 1));
    js_put(o, where, "path", js_text(o, path.n > 0 ? path : STR(".")));
    js_put(o, where, "lines", lines);
    return where;
}

static void put_entry(struct list *l, const struct entry *e)
{
    json_t *j = json_object();
    js_put(l->o, j, "description", js_text(l->o, e->message));
    js_put(l->o, j, "check_name", js_text(l->o, e->rule));
    js_put(l->o, j, "fingerprint", js_text(l->o, unique(l, e->fingerprint)));
    js_put(l->o, j, "severity", json_string(e->level));
    js_put(l->o, j, "location", location(l->o, e->path, e->line));
    out_put(l->o, l->n++ > 0 ? STR(",\n") : STR("\n"));
    js_write(l->o, j);
}

static void put_finding(struct list *l, const struct outcome *r, const struct finding *f)
{
    struct report_place at = report_place_of(r, f->at, f->path);
    struct entry e = {at.path, at.line, f->rule, f->message, level(f->severity), f->fingerprint};
    put_entry(l, &e);
}

/* Left out, a file that was not read would look like a clean one. */
static void put_not_analysed(struct list *l, const struct outcome_not_analysed *n)
{
    struct arena_mark mark = arena_mark(&l->o->scratch);
    struct str message = str_concat(&l->o->scratch, STR("not analysed: "), n->why);
    uint64_t fingerprint = str_hash(str_concat(&l->o->scratch, n->path, message));
    struct entry e = {n->path, n->line, STR("not-analysed"), message, level(SEV_NOTE), fingerprint};
    put_entry(l, &e);
    arena_pop(&l->o->scratch, mark);
}

void report_gitlab(const struct outcome *r, struct report_out *o)
{
    struct list l = {.o = o};
    arena_init(&l.a, NULL);
    l.seen.a = &l.a;
    out_putc(o, '[');
    for (uint32_t i = 0; i < r->findings.n; i++)
        if (report_shows(r->findings.p[i]))
            put_finding(&l, r, r->findings.p[i]);
    for (uint32_t i = 0; i < r->not_analysed.n; i++)
        put_not_analysed(&l, &r->not_analysed.p[i]);
    out_put(o, STR("]\n"));
    arena_free(&l.a);
}
