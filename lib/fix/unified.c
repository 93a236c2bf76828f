/* Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): the greedy form, with the furthest points of each step kept for the way back. */
#include "fix/unified.h"

#include "base/map.h"
#include "base/vec.h"

enum {
    CONTEXT = 3,
    MOST_STEPS = 1024, /* 4 MiB of points */
};

/* A text's lines, ends included, and what each says as a number: equal lines, equal numbers. */
struct text {
    VEC(struct str) lines;
    uint32_t *ids;
};

/* Lines [old, old + n_old) become lines [new, new + n_new). */
struct change {
    uint32_t old, n_old, new, n_new;
};

struct comparison {
    struct arena *a;
    struct text x, y;
    VEC(struct change) changes;
};

static void split(struct comparison *c, struct text *t, struct str text, struct map *numbers)
{
    for (uint32_t from = 0; from < text.n;) {
        uint32_t n = str_find_byte(str_slice(text, from, text.n), '\n');
        struct str line = str_slice(text, from, n < text.n - from ? from + n + 1 : text.n);
        vec_push(c->a, &t->lines, line);
        from += line.n;
    }
    t->ids = arena_array(c->a, uint32_t, t->lines.n + 1);
    for (uint32_t i = 0; i < t->lines.n; i++) {
        bool fresh;
        struct map_entry *e = map_put(numbers, t->lines.p[i], NULL, &fresh);
        if (fresh)
            e->value = (void *)(uintptr_t)numbers->n;
        t->ids[i] = (uint32_t)(uintptr_t)e->value;
    }
}

static void add_change(struct comparison *c, uint32_t old, uint32_t n_old, uint32_t new, uint32_t n_new)
{
    vec_push(c->a, &c->changes, ((struct change){old, n_old, new, n_new}));
}

/* The middle that is left when equal lines are cut off at both ends. */
struct middle {
    uint32_t from; /* the same in both */
    int32_t n, m;
    const uint32_t *x, *y;
};

static struct middle middle_of(const struct comparison *c)
{
    struct middle d = {0, (int32_t)c->x.lines.n, (int32_t)c->y.lines.n, c->x.ids, c->y.ids};
    while (d.n > 0 && d.m > 0 && d.x[0] == d.y[0])
        d.x++, d.y++, d.n--, d.m--, d.from++;
    while (d.n > 0 && d.m > 0 && d.x[d.n - 1] == d.y[d.m - 1])
        d.n--, d.m--;
    return d;
}

/* How far one goes down diagonal k in step d: from the better of its neighbours, then along equal lines. v[k] is the furthest x of step d - 1. */
static int32_t furthest(const struct middle *mid, const int32_t *v, int32_t d, int32_t k)
{
    bool down = k == -d || (k != d && v[k - 1] < v[k + 1]);
    int32_t x = down ? v[k + 1] : v[k - 1] + 1;
    while (x < mid->n && x - k < mid->m && mid->x[x] == mid->y[x - k])
        x++;
    return x;
}

/* The points of each step, step d at steps[d], centred on diagonal 0. Returns the number of the last step, -1 when there would be too many. */
static int32_t walk(struct arena *a, const struct middle *mid, int32_t **steps)
{
    int32_t *before = arena_array(a, int32_t, 3);
    for (int32_t d = 0; d <= mid->n + mid->m && d < MOST_STEPS; d++) {
        int32_t *v = arena_array(a, int32_t, 2 * (size_t)d + 5), *centre = v + d + 2;
        const int32_t *last = d == 0 ? before + 1 : steps[d - 1];
        for (int32_t k = -d; k <= d; k += 2) {
            centre[k] = furthest(mid, last, d, k);
            if (centre[k] >= mid->n && centre[k] - k >= mid->m) {
                steps[d] = centre;
                return d;
            }
        }
        steps[d] = centre;
    }
    return -1;
}

/* From the end to the start: a line of each step, last one first. */
static void walk_back(struct comparison *c, const struct middle *mid, int32_t *const *steps, int32_t last)
{
    int32_t x = mid->n, y = mid->m;
    for (int32_t d = last; d > 0; d--) {
        const int32_t *v = steps[d - 1];
        int32_t k = x - y;
        bool down = k == -d || (k != d && v[k - 1] < v[k + 1]);
        int32_t from = down ? v[k + 1] : v[k - 1];
        int32_t line = from - (down ? k + 1 : k - 1);
        x = from;
        y = line;
        add_change(c, mid->from + (uint32_t)x, !down, mid->from + (uint32_t)y, down);
    }
}

/* Changes that stand together as one, first one first. */
static void join_changes(struct comparison *c)
{
    uint32_t n = 0, all = c->changes.n;
    struct change *p = c->changes.p;
    for (uint32_t i = 0; i < all / 2; i++) {
        struct change t = p[i];
        p[i] = p[all - 1 - i];
        p[all - 1 - i] = t;
    }
    for (uint32_t i = 0; i < all; i++) {
        struct change *last = n ? &p[n - 1] : NULL;
        if (last && last->old + last->n_old == p[i].old && last->new + last->n_new == p[i].new) {
            last->n_old += p[i].n_old;
            last->n_new += p[i].n_new;
        } else
            p[n++] = p[i];
    }
    c->changes.n = n;
}

static void compare(struct comparison *c)
{
    struct middle mid = middle_of(c);
    if (mid.n == 0 && mid.m == 0)
        return;
    int32_t **steps = arena_array(c->a, int32_t *, MOST_STEPS);
    int32_t last = walk(c->a, &mid, steps);
    if (last < 0)
        add_change(c, mid.from, (uint32_t)mid.n, mid.from, (uint32_t)mid.m);
    else
        walk_back(c, &mid, steps, last);
    join_changes(c);
}

/* ---- printing ---- */

static void put_line(struct buf *out, char sign, struct str line)
{
    buf_putc(out, sign);
    buf_put(out, line);
    if (!str_ends(line, STR("\n")))
        buf_put(out, STR("\n\\ No newline at end of file\n"));
}

static void put_lines(struct buf *out, char sign, const struct text *t, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        put_line(out, sign, t->lines.p[i]);
}

/* "12,3"; an empty range is named by the line before it. */
static void put_range(struct buf *out, char sign, uint32_t from, uint32_t n)
{
    buf_printf(out, "%c%u", sign, n ? from + 1 : from);
    if (n != 1)
        buf_printf(out, ",%u", n);
}

/* The changes [i, end) in one hunk. */
static void put_hunk(struct buf *out, const struct comparison *c, uint32_t i, uint32_t end)
{
    const struct change *p = c->changes.p, *last = &p[end - 1];
    uint32_t before = p[i].old < CONTEXT ? p[i].old : CONTEXT;
    uint32_t rest = c->x.lines.n - last->old - last->n_old, after = rest < CONTEXT ? rest : CONTEXT;
    uint32_t old = p[i].old - before, new = p[i].new - before;
    buf_put(out, STR("@@ "));
    put_range(out, '-', old, last->old + last->n_old + after - old);
    buf_putc(out, ' ');
    put_range(out, '+', new, last->new + last->n_new + after - new);
    buf_put(out, STR(" @@\n"));
    for (uint32_t at = old; i < end; i++) {
        put_lines(out, ' ', &c->x, at, p[i].old);
        put_lines(out, '-', &c->x, p[i].old, p[i].old + p[i].n_old);
        put_lines(out, '+', &c->y, p[i].new, p[i].new + p[i].n_new);
        at = p[i].old + p[i].n_old;
    }
    put_lines(out, ' ', &c->x, last->old + last->n_old, last->old + last->n_old + after);
}

/* Git's form for names that a header cannot hold as they are: C's escapes, other bytes in octal. */
static void put_name(struct buf *out, const char *side, struct str path)
{
    bool plain = true;
    for (uint32_t i = 0; i < path.n; i++)
        plain = plain && (unsigned char)path.p[i] >= 0x20 && path.p[i] != '"' && path.p[i] != '\\' && path.p[i] != 0x7f;
    buf_printf(out, "%s%s/", plain ? "" : "\"", side);
    for (uint32_t i = 0; i < path.n; i++) {
        unsigned char ch = (unsigned char)path.p[i];
        if (ch == '"' || ch == '\\')
            buf_printf(out, "\\%c", ch);
        else if (ch < 0x20 || ch == 0x7f)
            buf_printf(out, "\\%03o", ch);
        else
            buf_putc(out, (char)ch);
    }
    /* A tab ends the name for GNU patch, which otherwise takes what follows a blank for a date. */
    buf_put(out, !plain ? STR("\"\n") : str_find_byte(path, ' ') < path.n ? STR("\t\n") : STR("\n"));
}

void unified_diff(struct buf *out, struct str path, struct str before, struct str after)
{
    struct comparison c = {.a = out->a};
    struct map numbers = {.a = out->a};
    split(&c, &c.x, before, &numbers);
    split(&c, &c.y, after, &numbers);
    compare(&c);
    if (c.changes.n == 0)
        return;
    buf_put(out, STR("--- "));
    put_name(out, "a", path);
    buf_put(out, STR("+++ "));
    put_name(out, "b", path);
    for (uint32_t i = 0, end; i < c.changes.n; i = end) {
        for (end = i + 1; end < c.changes.n; end++)
            if (c.changes.p[end].old - c.changes.p[end - 1].old - c.changes.p[end - 1].n_old > 2 * CONTEXT)
                break;
        put_hunk(out, &c, i, end);
    }
}
