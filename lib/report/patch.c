#include "report/patch.h"

#include "base/buf.h"

#include <stdlib.h>

enum { HUNK_BYTES = 64 << 10 };

/* An edit where it stands on disk. */
struct change {
    struct report_place at;
    struct str text;
    uint32_t order;
};

static int by_place(const void *x, const void *y)
{
    const struct change *a = x, *b = y;
    int paths = str_cmp(a->at.path, b->at.path);
    if (paths != 0)
        return paths;
    if (a->at.off != b->at.off)
        return a->at.off < b->at.off ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* The edits that have a place, sorted. Returns how many. */
static uint32_t changes_of(struct arena *a, const struct outcome *r, const struct fix *fix, struct change **ret)
{
    struct change *changes = arena_array(a, struct change, fix->edits.n);
    uint32_t n = 0;
    for (uint32_t i = 0; i < fix->edits.n; i++) {
        struct report_place at = report_place_of(r, fix->edits.p[i].at, STR(""));
        if (at.file)
            changes[n++] = (struct change){at, fix->edits.p[i].text, i};
    }
    if (n > 0)
        qsort(changes, n, sizeof(*changes), by_place);
    *ret = changes;
    return n;
}

/* How many of the n changes touch the lines of the first, or of those that touch them; *ret_last is the last line. */
static uint32_t together(const struct change *changes, uint32_t n, uint32_t *ret_last)
{
    uint32_t last = changes[0].at.end_line, i = 1;
    for (; i < n && changes[i].at.file == changes[0].at.file && changes[i].at.line <= last; i++)
        if (changes[i].at.end_line > last)
            last = changes[i].at.end_line;
    *ret_last = last;
    return i;
}

/* The bytes from..to of the file with the changes made. */
static struct str changed(struct arena *a, struct str bytes, uint32_t from, uint32_t to, const struct change *changes,
                          uint32_t n)
{
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < n; i++) {
        if (changes[i].at.off < from)
            continue;
        buf_put(&b, str_slice(bytes, from, changes[i].at.off));
        buf_put(&b, changes[i].text);
        from = changes[i].at.off + changes[i].at.len;
    }
    buf_put(&b, str_slice(bytes, from, to));
    return buf_str(&b);
}

struct lines {
    struct str *p;
    uint32_t n, cap;
};

static struct lines split(struct arena *a, struct str text)
{
    struct lines lines = {0};
    for (bool more = true; more;) {
        more = str_find_byte(text, '\n') < text.n;
        struct str line = str_cut(&text, '\n');
        if (str_ends(line, STR("\r")))
            line.n--;
        vec_push(a, &lines, line);
    }
    return lines;
}

/* Drops the lines at both ends that stay. Returns how many at the start. */
static uint32_t drop_equal(struct lines *x, struct lines *y)
{
    uint32_t start = 0;
    while (x->n > 0 && y->n > 0 && str_eq(x->p[x->n - 1], y->p[y->n - 1])) {
        x->n--;
        y->n--;
    }
    while (start < x->n && start < y->n && str_eq(x->p[start], y->p[start]))
        start++;
    x->p += start;
    y->p += start;
    x->n -= start;
    y->n -= start;
    return start;
}

/* The hunk of changes that stand together. */
static void add_hunk(struct arena *a, struct patch *patch, const struct change *changes, uint32_t n, uint32_t last)
{
    struct file *file = changes[0].at.file;
    uint32_t from = file_line_start(file, changes[0].at.line);
    uint32_t to = file_line_start(file, last + 1);
    if (to - from > HUNK_BYTES)
        return;
    if (to > from && file->bytes.p[to - 1] == '\n')
        to--;
    struct lines removed = split(a, str_slice(file->bytes, from, to));
    struct lines added = split(a, changed(a, file->bytes, from, to, changes, n));
    uint32_t kept = drop_equal(&removed, &added);
    if (from == file->bytes.n)
        removed.n = 0; /* what follows the last line break is no line that could go */
    struct patch_hunk hunk = {
        .file = file,
        .line = changes[0].at.line + kept,
        .removed = {removed.p, removed.n, removed.n},
        .added = {added.p, added.n, added.n},
    };
    if (removed.n + added.n > 0)
        vec_push(a, &patch->hunks, hunk);
}

struct patch patch_of(struct arena *a, const struct outcome *r, const struct fix *fix)
{
    struct patch patch = {.hunks = {0}};
    struct change *changes;
    uint32_t n = changes_of(a, r, fix, &changes);
    for (uint32_t i = 0, step; i < n; i += step) {
        uint32_t last;
        step = together(&changes[i], n - i, &last);
        add_hunk(a, &patch, &changes[i], step, last);
    }
    return patch;
}

/* The place from the first change to the end of whichever reaches farthest. */
static struct report_place extent(const struct change *changes, uint32_t n)
{
    struct report_place all = changes[0].at;
    for (uint32_t i = 1; i < n; i++) {
        const struct report_place *at = &changes[i].at;
        if (at->off + at->len <= all.off + all.len)
            continue;
        all.len = at->off + at->len - all.off;
        all.end_line = at->end_line;
        all.end_column = at->end_column;
    }
    return all;
}

bool patch_joined(struct arena *a, const struct outcome *r, const struct fix *fix, const struct file *f,
                  struct report_place *ret_at, struct str *ret_text)
{
    struct change *changes;
    uint32_t n = changes_of(a, r, fix, &changes);
    if (n == 0 || n < fix->edits.n || changes[0].at.file != f || changes[n - 1].at.file != f)
        return false;
    struct report_place all = extent(changes, n);
    if (all.len > HUNK_BYTES)
        return false;
    *ret_at = all;
    *ret_text = changed(a, f->bytes, all.off, all.off + all.len, changes, n);
    return true;
}
