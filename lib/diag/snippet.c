#include "diag/snippet.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "diag/escape.h"

#include <stdlib.h>

enum {
    COLUMNS = LIMIT_SNIPPET_COLUMNS,
    TAB_COLUMNS = 4,
    CUT_COLUMNS = 3,           /* of "..." */
    BYTES = COLUMNS * 8,       /* of a window: characters without width must not make it endless */
    BEFORE_MARK = COLUMNS / 2, /* how much of a long line is shown left of a mark */
};

/* The part of a line that is shown, in bytes. */
struct window {
    uint32_t from, to;
    bool cut_left, cut_right;
};

/* Appends the character at the start of s as it is shown; returns its columns. */
static uint32_t show_char(struct buf *b, struct str s, uint32_t *ret_len)
{
    if (s.p[0] == '\t') {
        buf_pad(b, ' ', TAB_COLUMNS);
        *ret_len = 1;
        return TAB_COLUMNS;
    }
    size_t before = b->n;
    *ret_len = diag_escape_char(b, s);
    return utf8_columns((struct str){b->p + before, (uint32_t)(b->n - before)});
}

static uint32_t char_columns(struct arena *a, struct str line, uint32_t at, uint32_t *ret_len)
{
    char c = line.p[at];
    if (c >= ' ' && c <= '~' && c != '#') { /* nearly all there is; '#' may start what is escaped */
        *ret_len = 1;
        return 1;
    }
    struct arena_mark mark = arena_mark(a);
    struct buf b = {.a = a};
    uint32_t columns = show_char(&b, str_slice(line, at, line.n), ret_len);
    arena_pop(a, mark);
    return columns;
}

static uint32_t columns_between(struct arena *a, struct str line, uint32_t from, uint32_t to)
{
    uint32_t columns = 0, len;
    for (; from < to; from += len)
        columns += char_columns(a, line, from, &len);
    return columns;
}

/* How far right of from a window of that many columns reaches. */
static uint32_t reach(struct arena *a, struct str line, uint32_t from, uint32_t columns)
{
    uint32_t at = from, len;
    while (at < line.n && at - from < BYTES) {
        uint32_t width = char_columns(a, line, at, &len);
        if (width > columns)
            break;
        columns -= width;
        at += len;
    }
    return at;
}

/* Where the character that ends before at starts. */
static uint32_t char_before(struct str line, uint32_t at)
{
    uint32_t len;
    for (uint32_t n = 4; n > 1; n--)
        if (n <= at && (utf8_decode(str_slice(line, at - n, at), &len), len == n))
            return at - n;
    return at - 1;
}

/* How far left of to a window of that many columns reaches. */
static uint32_t reach_back(struct arena *a, struct str line, uint32_t to, uint32_t columns)
{
    uint32_t at = to, len;
    while (at > 0 && to - at < BYTES / 2) {
        uint32_t before = char_before(line, at), width = char_columns(a, line, before, &len);
        if (width > columns)
            break;
        columns -= width;
        at = before;
    }
    return at;
}

/* The whole line, or its start when the mark is in it, or what stands around the start of the mark. */
static struct window window_around(struct arena *a, struct str line, uint32_t from, uint32_t to)
{
    if (reach(a, line, 0, COLUMNS) == line.n)
        return (struct window){0, line.n, false, false};
    uint32_t end = reach(a, line, 0, COLUMNS - CUT_COLUMNS);
    if (from < end && (to <= end || from <= reach(a, line, 0, BEFORE_MARK)))
        return (struct window){0, end, false, true};
    uint32_t start = reach_back(a, line, from, BEFORE_MARK);
    end = reach(a, line, start, COLUMNS - 2 * CUT_COLUMNS);
    if (end < line.n)
        return (struct window){start, end, true, true};
    uint32_t earlier = reach_back(a, line, line.n, COLUMNS - CUT_COLUMNS);
    return (struct window){earlier < start ? earlier : start, line.n, true, false};
}

static struct str window_text(struct arena *a, struct str line, struct window w)
{
    struct buf b = {.a = a};
    uint32_t len;
    if (w.cut_left)
        buf_put(&b, STR("..."));
    for (uint32_t at = w.from; at < w.to; at += len)
        show_char(&b, str_slice(line, at, line.n), &len);
    if (w.cut_right)
        buf_put(&b, STR("..."));
    return buf_str(&b);
}

struct str snippet_show(struct arena *a, struct str line, uint32_t from, uint32_t to)
{
    from = from < line.n ? from : line.n;
    to = to < line.n ? to : line.n;
    return window_text(a, line, window_around(a, line, from, to));
}

/* A mark within its line. */
struct placed {
    const struct mark *mark;
    uint32_t line, from, to;
    bool shown;
};

static struct placed place(struct file *f, const struct mark *m)
{
    uint32_t off = m->off < f->bytes.n ? m->off : f->bytes.n;
    uint32_t line = file_line_column(f, off).line;
    uint32_t width = file_line(f, line).n, from = off - file_line_start(f, line);
    if (from > width)
        from = width;
    uint32_t len = m->len < width - from ? m->len : width - from;
    return (struct placed){m, line, from, from + len, false};
}

/* By line; the primary mark first, so that a long line is cut around it. */
static int by_line(const void *x, const void *y)
{
    const struct placed *p = x, *q = y;
    if (p->line != q->line)
        return p->line < q->line ? -1 : 1;
    if (p->mark->primary != q->mark->primary)
        return p->mark->primary ? -1 : 1;
    if (p->from != q->from)
        return p->from < q->from ? -1 : 1;
    return p->mark < q->mark ? -1 : p->mark > q->mark;
}

static bool in_sight(const struct placed *p, struct window w)
{
    return !p->shown && p->from >= w.from && (p->from < w.to || (p->from == w.to && !w.cut_right));
}

static struct underline underline(struct arena *a, struct str line, struct window w, const struct placed *p)
{
    uint32_t to = p->to < w.to ? p->to : w.to, width = columns_between(a, line, p->from, to);
    return (struct underline){
        .column = (w.cut_left ? CUT_COLUMNS : 0) + columns_between(a, line, w.from, p->from),
        .width = width ? width : 1,
        .label = diag_escape(a, p->mark->label),
        .primary = p->mark->primary,
    };
}

/* Keeps underlines in the order of columns; equal ones in the order they came. */
static void insert(struct arena *a, struct snippet_line *line, struct underline u)
{
    vec_push(a, &line->underlines, u);
    uint32_t i = line->underlines.n - 1;
    for (; i > 0 && line->underlines.p[i - 1].column > u.column; i--)
        line->underlines.p[i] = line->underlines.p[i - 1];
    line->underlines.p[i] = u;
}

/* The line of marks[0], with all of the n marks (of the same line) that are in sight there. */
static struct snippet_line show_line(struct arena *a, struct file *f, struct placed *marks, uint32_t n)
{
    struct str line = file_line(f, marks[0].line);
    struct window w = window_around(a, line, marks[0].from, marks[0].to);
    struct snippet_line shown = {.number = marks[0].line, .text = window_text(a, line, w)};
    for (uint32_t i = 0; i < n; i++)
        if (in_sight(&marks[i], w)) {
            insert(a, &shown, underline(a, line, w, &marks[i]));
            marks[i].shown = true;
        }
    return shown;
}

static uint32_t same_line(const struct placed *marks, uint32_t n)
{
    uint32_t i = 1;
    while (i < n && marks[i].line == marks[0].line)
        i++;
    return i;
}

static void bridge_gap(struct arena *a, struct snippet *s, struct file *f, uint32_t next)
{
    if (s->lines.n == 0 || s->lines.p[s->lines.n - 1].number + 2 != next)
        return;
    struct snippet_line between = {.number = next - 1, .text = snippet_show(a, file_line(f, next - 1), 0, 0)};
    vec_push(a, &s->lines, between);
}

struct snippet snippet_make(struct arena *a, struct file *f, const struct mark *marks, uint32_t n)
{
    struct snippet s = {.lines = {0}};
    struct placed *placed = arena_array(a, struct placed, n);
    for (uint32_t i = 0; i < n; i++)
        placed[i] = place(f, &marks[i]);
    if (n > 0)
        qsort(placed, n, sizeof(*placed), by_line);
    for (uint32_t i = 0; i < n; i++) {
        if (placed[i].shown)
            continue;
        bridge_gap(a, &s, f, placed[i].line);
        struct snippet_line line = show_line(a, f, &placed[i], same_line(&placed[i], n - i));
        vec_push(a, &s.lines, line);
    }
    return s;
}
