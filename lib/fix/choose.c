#include "fix/choose.h"

#include "base/buf.h"

#include <inttypes.h>

/* A choice in progress. */
struct choosing {
    struct arena *a;
    const struct outcome *r;
    const struct fix_policy *policy;
    struct fix_plan plan;
    struct map by_identity; /* -> 1 + index into plan.files, as a pointer: the array moves */
};

struct str fix_key(struct arena *a, const struct finding *f, const struct fix *fix)
{
    struct buf b = {.a = a};
    buf_printf(&b, "%016" PRIx64, f->fingerprint);
    for (uint32_t i = 0; i < fix->edits.n; i++) {
        buf_putc(&b, '\0');
        buf_put(&b, fix->edits.p[i].text);
    }
    return buf_str(&b);
}

/* The file that an edit changes; NULL: none that may be changed. */
static struct fix_file *file_of(struct choosing *c, const struct file *file)
{
    struct str identity = c->policy->identity(c->policy->ctx, file);
    if (identity.n == 0)
        return NULL;
    bool fresh;
    struct map_entry *e = map_put(&c->by_identity, identity, NULL, &fresh);
    if (fresh) {
        vec_push(c->a, &c->plan.files, ((struct fix_file){.identity = identity, .file = file}));
        e->value = (void *)(uintptr_t)c->plan.files.n;
    }
    struct fix_file *f = &c->plan.files.p[(uintptr_t)e->value - 1];
    return str_eq(f->file->bytes, file->bytes) ? f : NULL; /* it changed between two readings: not to be touched */
}

static bool same_edit(const struct fix_edit *x, const struct fix_edit *y)
{
    return x->off == y->off && x->len == y->len && str_eq(x->text, y->text);
}

/* Two insertions at one place have no order that anybody chose: they overlap. */
static bool overlap(const struct fix_edit *x, const struct fix_edit *y)
{
    if (x->off == y->off)
        return (x->len == 0) == (y->len == 0);
    return x->off < y->off ? x->off + x->len > y->off : y->off + y->len > x->off;
}

/* The index of the first edit of f at or behind e. */
static uint32_t edit_index(const struct fix_file *f, const struct fix_edit *e)
{
    uint32_t lo = 0, hi = f->edits.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        const struct fix_edit *m = &f->edits.p[mid];
        if (m->off < e->off || (m->off == e->off && m->len < e->len))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Whether e can stand with what was chosen; *ret_shared: it was chosen. Only neighbours can touch it: what is chosen does not overlap. */
static bool edit_fits(const struct fix_file *f, const struct fix_edit *e, bool *ret_shared)
{
    uint32_t at = edit_index(f, e);
    *ret_shared = at < f->edits.n && same_edit(&f->edits.p[at], e);
    if (*ret_shared)
        return true;
    for (uint32_t i = at > 1 ? at - 2 : 0; i < f->edits.n && i < at + 2; i++)
        if (overlap(&f->edits.p[i], e))
            return false;
    return true;
}

static void add_edit(struct arena *a, struct fix_file *f, struct fix_edit e)
{
    uint32_t at = edit_index(f, &e);
    vec_push(a, &f->edits, e);
    for (uint32_t i = f->edits.n - 1; i > at; i--)
        f->edits.p[i] = f->edits.p[i - 1];
    f->edits.p[at] = e;
}

/* The edit on disk and its file. False: it has none, or one that may not be changed. */
static bool locate(struct choosing *c, const struct edit *edit, struct fix_edit *ret, struct fix_file **ret_file)
{
    struct place p = source_place(c->r->sources, edit->at);
    if (!p.file || p.off > p.file->bytes.n || p.len > p.file->bytes.n - p.off)
        return false;
    *ret = (struct fix_edit){p.off, p.len, edit->text};
    *ret_file = file_of(c, p.file);
    return *ret_file != NULL;
}

static bool fits(struct choosing *c, const struct edit *edit)
{
    struct fix_edit e;
    struct fix_file *f;
    bool shared;
    return locate(c, edit, &e, &f) && edit_fits(f, &e, &shared);
}

/* All edits of a fix, or none. */
static bool take(struct choosing *c, const struct fix *fix)
{
    struct fix_edit e;
    struct fix_file *f;
    bool shared;
    for (uint32_t i = 0; i < fix->edits.n; i++)
        if (!fits(c, &fix->edits.p[i]))
            return false;
    for (uint32_t i = 0; i < fix->edits.n; i++)
        if (locate(c, &fix->edits.p[i], &e, &f) && edit_fits(f, &e, &shared) && !shared)
            add_edit(c->a, f, e);
    return fix->edits.n > 0;
}

static bool is_barred(struct choosing *c, const struct finding *f, const struct fix *fix)
{
    return c->policy->barred && map_has(c->policy->barred, fix_key(c->a, f, fix));
}

static void consider(struct choosing *c, const struct finding *f)
{
    bool has_unsafe = false;
    for (uint32_t i = 0; i < f->fixes.n; i++) {
        const struct fix *fix = &f->fixes.p[i];
        has_unsafe |= fix->applicability == FIX_UNSAFE;
        if (fix->applicability == FIX_DISPLAY || (fix->applicability == FIX_UNSAFE && !c->policy->unsafe))
            continue;
        if ((c->policy->most && c->plan.fixes.n >= c->policy->most) || is_barred(c, f, fix) || !take(c, fix))
            continue;
        vec_push(c->a, &c->plan.fixes, ((struct chosen_fix){f, fix}));
        return;
    }
    c->plan.n_unsafe += has_unsafe && !c->policy->unsafe;
}

/* Files of fixes that were turned down have no edits. */
static void drop_unchanged(struct fix_plan *plan)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < plan->files.n; i++)
        if (plan->files.p[i].edits.n > 0)
            plan->files.p[n++] = plan->files.p[i];
    plan->files.n = n;
}

struct fix_plan fix_choose(struct arena *a, const struct outcome *r, const struct fix_policy *policy)
{
    static const enum severity order[] = {SEV_ERROR, SEV_WARNING, SEV_NOTE};
    struct choosing c = {.a = a, .r = r, .policy = policy, .by_identity = {.a = a}};
    for (uint32_t s = 0; s < sizeof(order) / sizeof(order[0]); s++)
        for (uint32_t i = 0; i < r->findings.n; i++)
            if (r->findings.p[i]->status == FINDING_FOUND && r->findings.p[i]->severity == order[s])
                consider(&c, r->findings.p[i]);
    drop_unchanged(&c.plan);
    return c.plan;
}

struct str fix_apply(struct arena *a, const struct fix_file *f)
{
    struct buf b = {.a = a};
    uint32_t from = 0;
    for (uint32_t i = 0; i < f->edits.n; i++) {
        buf_put(&b, str_slice(f->file->bytes, from, f->edits.p[i].off));
        buf_put(&b, f->edits.p[i].text);
        from = f->edits.p[i].off + f->edits.p[i].len;
    }
    buf_put(&b, str_slice(f->file->bytes, from, f->file->bytes.n));
    return buf_str(&b);
}
