#include "report/text_finding.h"

#include "base/buf.h"
#include "diag/escape.h"
#include "report/patch.h"
#include "report/picture.h"
#include "report/summary.h"

#include <inttypes.h>

enum {
    MARKS = 8,       /* related places shown for a finding */
    NAMED_HOSTS = 4, /* of a finding */
    HUNKS = 4,       /* of a fix */
    HUNK_LINES = 12, /* of those that go, and of those that come */
};

/* A finding while it is written. */
struct view {
    struct report_out *o;
    const struct outcome *r;
    const struct finding *f;
    struct arena *a;
    struct report_place at;
    struct snippet snippet;
    struct patch patch;
    uint32_t width; /* of line numbers */
    enum paint paint;
};

/* The places of the finding that stand in its own file, the cause first. */
static struct snippet snippet_of(struct view *v)
{
    struct mark marks[1 + MARKS] = {{v->at.off, v->at.len, v->f->label, true}};
    uint32_t n = 1;
    for (uint32_t i = 0; i < v->f->related.n && i < MARKS; i++) {
        const struct related *rel = &v->f->related.p[i];
        struct report_place at = report_place_of(v->r, rel->at, STR(""));
        if (at.file == v->at.file)
            marks[n++] = (struct mark){at.off, at.len, rel->label, false};
    }
    return snippet_make(v->a, v->at.file, marks, n);
}

static uint32_t highest_line(const struct view *v)
{
    uint32_t highest = 0;
    for (uint32_t i = 0; i < v->snippet.lines.n; i++)
        if (v->snippet.lines.p[i].number > highest)
            highest = v->snippet.lines.p[i].number;
    for (uint32_t i = 0; i < v->patch.hunks.n; i++) {
        const struct patch_hunk *h = &v->patch.hunks.p[i];
        uint32_t lines = h->removed.n > h->added.n ? h->removed.n : h->added.n;
        if (h->line + lines - 1 > highest)
            highest = h->line + lines - 1;
    }
    return highest;
}

static struct view view_of(const struct outcome *r, struct report_out *o, const struct finding *f)
{
    struct view v = {.o = o, .r = r, .f = f, .a = &o->scratch, .paint = paint_of(f->severity)};
    v.at = report_place_of(r, f->at, f->path);
    if (v.at.file)
        v.snippet = snippet_of(&v);
    if (f->fixes.n > 0)
        v.patch = patch_of(v.a, r, &f->fixes.p[0]);
    v.width = picture_width(highest_line(&v));
    return v;
}

static void put_header(const struct view *v)
{
    struct buf b = {.a = v->a};
    buf_printf(&b, "%s[%s]", severity_name(v->f->severity).p, diag_escape(v->a, v->f->rule).p);
    paint_put(v->o, v->paint, buf_str(&b));
    buf_clear(&b);
    buf_printf(&b, ": %s", diag_escape(v->a, v->f->message).p);
    paint_put(v->o, PAINT_STRONG, buf_str(&b));
    out_putc(v->o, '\n');
}

/* "  --> " and "  ::: ": what follows is a place. */
static void put_arrow(const struct view *v, struct str arrow)
{
    out_pad(v->o, ' ', 1 + v->width);
    paint_put(v->o, PAINT_GUTTER, arrow);
    out_putc(v->o, ' ');
}

static void put_path_line(const struct view *v, struct report_place at)
{
    out_escaped(v->o, at.path);
    if (at.file)
        out_printf(v->o, ":%" PRIu32, at.line);
}

static void put_place(const struct view *v)
{
    if (v->at.path.n == 0)
        return;
    put_arrow(v, STR("-->"));
    put_path_line(v, v->at);
    if (v->at.file)
        out_printf(v->o, ":%" PRIu32, v->at.column);
    out_putc(v->o, '\n');
}

/* How the server gets to the file, the nearest include first. */
static void put_includes(const struct view *v)
{
    struct span via = v->at.via;
    if (span_is_none(via))
        return;
    put_arrow(v, STR(":::"));
    const char *lead = "included from ";
    while (!span_is_none(via)) {
        struct report_place at = report_place_of(v->r, via, STR(""));
        out_printf(v->o, "%s", lead);
        put_path_line(v, at);
        via = at.via;
        lead = ", from ";
    }
    out_putc(v->o, '\n');
}

static void put_bar(const struct view *v)
{
    picture_gutter(v->o, v->width, 0, '|', PAINT_GUTTER, false);
    out_putc(v->o, '\n');
}

static void put_remark(const struct view *v, struct str head, struct str text, const char *suffix)
{
    out_pad(v->o, ' ', 2 + v->width);
    paint_put(v->o, PAINT_GUTTER, STR("="));
    out_putc(v->o, ' ');
    paint_put(v->o, PAINT_STRONG, head);
    out_put(v->o, STR(": "));
    out_escaped(v->o, text);
    out_printf(v->o, "%s\n", suffix);
}

/* Related places that the picture does not hold and that have something to say. */
static bool is_elsewhere(const struct view *v, const struct related *rel, struct report_place at)
{
    return at.file ? at.file != v->at.file : rel->label.n > 0;
}

static void put_elsewhere(const struct view *v)
{
    for (uint32_t i = 0; i < v->f->related.n && i < MARKS; i++) {
        const struct related *rel = &v->f->related.p[i];
        struct report_place at = report_place_of(v->r, rel->at, STR(""));
        if (!is_elsewhere(v, rel, at))
            continue;
        put_arrow(v, STR(":::"));
        put_path_line(v, at);
        if (at.file && rel->label.n > 0)
            out_put(v->o, STR(": "));
        out_escaped(v->o, rel->label);
        out_putc(v->o, '\n');
    }
    if (v->f->related.n > MARKS)
        put_remark(v, STR("note"), str_printf(v->a, "%" PRIu32 " more places", v->f->related.n - MARKS), "");
}

static bool names_server_line(const struct view *v)
{
    return v->f->server_line > 0 && v->f->server_line != v->at.line;
}

/* With one host, the footer names it. */
static bool names_hosts(const struct view *v)
{
    return v->f->hosts.n > 0 && v->r->hosts.n > 1;
}

static void put_notes(const struct view *v)
{
    const struct finding *f = v->f;
    for (uint32_t i = 0; i < f->notes.n; i++)
        put_remark(v, STR("note"), f->notes.p[i], "");
    if (names_server_line(v))
        put_remark(v, STR("note"), str_printf(v->a, "the server reports line %" PRIu32, f->server_line), "");
    if (names_hosts(v)) {
        struct buf b = {.a = v->a};
        buf_put(&b, f->hosts.n == 1 ? STR("on host ") : STR("on hosts "));
        summary_list(&b, f->hosts.p, f->hosts.n, NAMED_HOSTS);
        put_remark(v, STR("note"), buf_str(&b), "");
    }
}

static void put_help(const struct view *v)
{
    static const char *const suffix[] = {
        [FIX_SAFE] = " (safe fix)", [FIX_UNSAFE] = " (unsafe fix)", [FIX_DISPLAY] = ""};
    const struct finding *f = v->f;
    if (f->help.n == 0 && f->fixes.n == 0)
        return;
    struct str help = f->help.n > 0 ? f->help : STR("this edit");
    put_remark(v, STR("help"), help, f->fixes.n > 0 ? suffix[f->fixes.p[0].applicability] : "");
}

/* How many bytes x and y have in common at their start. */
static uint32_t common_start(struct str x, struct str y)
{
    uint32_t n = 0;
    while (n < x.n && n < y.n && x.p[n] == y.p[n])
        n++;
    return n;
}

/* Lines of one side of a hunk; where a long one differs from its counterpart is kept in sight. */
static void put_side(const struct view *v, const struct patch_hunk *h, bool added)
{
    const struct str *lines = added ? h->added.p : h->removed.p, *others = added ? h->removed.p : h->added.p;
    uint32_t n = added ? h->added.n : h->removed.n, n_others = added ? h->removed.n : h->added.n;
    enum paint paint = added ? PAINT_ADDED : PAINT_REMOVED;
    for (uint32_t i = 0; i < n && i < HUNK_LINES; i++) {
        uint32_t focus = i < n_others ? common_start(lines[i], others[i]) : 0;
        picture_gutter(v->o, v->width, h->line + i, added ? '+' : '-', paint, lines[i].n > 0);
        paint_put(v->o, paint, snippet_show(v->a, lines[i], focus, focus));
        out_putc(v->o, '\n');
    }
    if (n > HUNK_LINES) {
        paint_put(v->o, PAINT_GUTTER, STR("..."));
        out_printf(v->o, " %" PRIu32 " more lines\n", n - HUNK_LINES);
    }
}

static void put_patch(const struct view *v)
{
    const struct file *last = v->at.file;
    for (uint32_t i = 0; i < v->patch.hunks.n && i < HUNKS; i++) {
        const struct patch_hunk *h = &v->patch.hunks.p[i];
        if (h->file != last) {
            put_arrow(v, STR(":::"));
            out_escaped(v->o, h->file->path);
            out_printf(v->o, ":%" PRIu32 "\n", h->line);
        }
        if (i == 0 || h->file != last)
            put_bar(v);
        else {
            paint_put(v->o, PAINT_GUTTER, STR("..."));
            out_putc(v->o, '\n');
        }
        put_side(v, h, false);
        put_side(v, h, true);
        last = h->file;
    }
    if (v->patch.hunks.n > HUNKS)
        put_remark(v, STR("note"), str_printf(v->a, "%" PRIu32 " more edits", v->patch.hunks.n - HUNKS), "");
}

static bool has_elsewhere(const struct view *v)
{
    for (uint32_t i = 0; i < v->f->related.n && i < MARKS; i++)
        if (is_elsewhere(v, &v->f->related.p[i], report_place_of(v->r, v->f->related.p[i].at, STR(""))))
            return true;
    return v->f->related.n > MARKS;
}

/* Whether something follows the picture that is set apart from it by an empty gutter line. */
static bool has_remarks(const struct view *v)
{
    const struct finding *f = v->f;
    return f->notes.n > 0 || f->help.n > 0 || f->fixes.n > 0 || names_server_line(v) || names_hosts(v) ||
           has_elsewhere(v);
}

void text_finding(const struct outcome *r, struct report_out *o, const struct finding *f)
{
    struct arena_mark mark = arena_mark(&o->scratch);
    struct view v = view_of(r, o, f);
    put_header(&v);
    put_place(&v);
    put_includes(&v);
    if (v.at.file) {
        picture_draw(o, &v.snippet, v.width, v.paint);
        if (has_remarks(&v))
            put_bar(&v);
    }
    put_elsewhere(&v);
    put_notes(&v);
    put_help(&v);
    put_patch(&v);
    arena_pop(&o->scratch, mark);
}
