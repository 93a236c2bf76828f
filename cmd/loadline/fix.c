#include "fix.h"
#include "interrupts.h"
#include "rewrite.h"

#include "base/path.h"
#include "fix/choose.h"
#include "fix/unified.h"

#include <stdio.h>
#include <stdlib.h>

/* A pass leaves what overlapped to the next one; runs are more than passes when fixes have to be taken back. */
enum { MOST_RUNS = 64 };

/* ---- what is judged ---- */

/* The files as they are to be, for the run. Its own copy of the list lives as long as it does. */
static void lay_over(struct fixing *f)
{
    struct run_options *o = &f->o->run;
    o->overlays.n = 0;
    for (uint32_t i = 0; i < f->targets.n; i++) {
        const struct fix_target *t = &f->targets.p[i];
        if (t->real.n > 0)
            vec_push(&f->a, &o->overlays, ((struct run_overlay){t->real, t->after}));
        else
            o->stdin_text = t->after;
    }
}

static bool judge(struct fixing *f)
{
    lay_over(f);
    f->n_runs++;
    return f->judge(f->o, f->run, f->cwd);
}

static bool judge_again(struct fixing *f)
{
    run_close(f->run);
    return judge(f);
}

/* ---- choosing ---- */

/* Links are followed only within what was given; standard input has the name that no path has. */
static struct str identity_of(void *ctx, const struct file *file)
{
    struct fixing *f = ctx;
    struct within_place place;
    if (!file->on_disk)
        return STR("-");
    if (within_find(&f->run->includes, &f->a, file->real, &place) != WITHIN_FOUND || map_has(&f->blocked, place.real))
        return (struct str){0};
    return place.real;
}

static struct fix_plan choose(struct fixing *f, struct arena *a, uint32_t most)
{
    struct fix_policy policy = {f->o->unsafe_fixes, most, &f->barred, identity_of, f};
    return fix_choose(a, &f->run->outcome, &policy);
}

static struct fix_target *target_of(struct fixing *f, const struct fix_file *file)
{
    bool on_disk = file->file->on_disk;
    struct str real = on_disk ? file->identity : (struct str){0};
    for (uint32_t i = 0; i < f->targets.n; i++)
        if (str_eq(f->targets.p[i].real, real))
            return &f->targets.p[i];
    struct str before = str_dup(&f->a, file->file->bytes);
    struct fix_target t = {str_dup(&f->a, file->file->path), real, before, before};
    vec_push(&f->a, &f->targets, t);
    return &f->targets.p[f->targets.n - 1];
}

static void change_targets(struct fixing *f, struct arena *a, const struct fix_plan *plan)
{
    for (uint32_t i = 0; i < plan->files.n; i++) {
        struct fix_target *t = target_of(f, &plan->files.p[i]);
        t->after = str_dup(&f->a, fix_apply(a, &plan->files.p[i]));
    }
}

/* ---- is it better? ---- */

static bool is_syntax(struct str rule)
{
    return str_eq(rule_pack(rule), STR("syntax"));
}

/* Findings that count, by file and rule. Once a file can be read, more can be said about it: a fix of syntax is measured by the findings of syntax alone. A suppression whose finding is gone is told as unused,
 * and that is no harm. */
static struct map tally(struct arena *a, const struct outcome *r, bool only_syntax)
{
    struct map counts = {.a = a};
    for (uint32_t i = 0; i < r->findings.n; i++) {
        const struct finding *f = r->findings.p[i];
        if (f->status == FINDING_SUPPRESSED || f->status == FINDING_BASELINE || f->severity < SEV_WARNING ||
            str_eq(f->rule, STR("meta/suppression-unused")) || str_eq(f->rule, BASELINE_UNPRUNED) ||
            (only_syntax && !is_syntax(f->rule)))
            continue;
        struct file *file = source_place(r->sources, f->at).file;
        struct str path = file ? file->path : f->path, rule = only_syntax ? rule_pack(f->rule) : f->rule;
        struct map_entry *e = map_put(&counts, str_printf(a, "%.*s %.*s", STR_ARG(rule), STR_ARG(path)), NULL, NULL);
        e->value = (void *)((uintptr_t)e->value + 1);
    }
    return counts;
}

static bool is_worse(const struct map *before, const struct map *after)
{
    for (uint32_t i = 0; i < after->n; i++)
        if ((uintptr_t)after->entries[i].value > (uintptr_t)map_get(before, after->entries[i].key))
            return true;
    return false;
}

static bool mends_syntax(const struct fix_plan *plan)
{
    bool does = false;
    for (uint32_t i = 0; i < plan->fixes.n; i++)
        does |= is_syntax(plan->fixes.p[i].finding->rule);
    return does;
}

/* ---- passes ---- */

/* Applies a plan and judges. What makes it worse is taken back: a single fix is barred; of several, fewer are tried next (*ret_most). */
static bool try_plan(struct fixing *f, struct arena *a, const struct fix_plan *plan, uint32_t *ret_most)
{
    uint32_t n = plan->fixes.n, n_targets = f->targets.n;
    bool only_syntax = mends_syntax(plan);
    struct str key = fix_key(&f->a, plan->fixes.p[0].finding, plan->fixes.p[0].fix);
    struct map before = tally(a, &f->run->outcome, only_syntax);
    struct str *old = arena_array(a, struct str, n_targets + 1);
    for (uint32_t i = 0; i < n_targets; i++)
        old[i] = f->targets.p[i].after;
    change_targets(f, a, plan);
    bool sound = judge_again(f);
    struct map after = sound ? tally(a, &f->run->outcome, only_syntax) : before;
    if (sound && !is_worse(&before, &after)) {
        f->n_fixed += n;
        *ret_most = 0;
        return true;
    }
    for (uint32_t i = 0; i < f->targets.n; i++)
        f->targets.p[i].after = i < n_targets ? old[i] : f->targets.p[i].before;
    *ret_most = n / 2;
    if (n == 1)
        map_put(&f->barred, key, NULL, NULL);
    return judge_again(f);
}

/* False: the run could not be judged. *more: whether there was something to apply. */
static bool pass(struct fixing *f, uint32_t *most, bool *ret_more)
{
    struct arena a;
    arena_init(&a, NULL);
    struct fix_plan plan = choose(f, &a, *most);
    bool sound = true;
    *ret_more = plan.fixes.n > 0;
    if (*ret_more)
        sound = try_plan(f, &a, &plan, most);
    arena_free(&a);
    return sound;
}

static int by_path(const void *x, const void *y)
{
    return str_cmp(((const struct fix_target *)x)->path, ((const struct fix_target *)y)->path);
}

/* What the report says of it. */
static void tell(struct fixing *f)
{
    struct arena a;
    struct outcome *r = &f->run->outcome;
    arena_init(&a, NULL);
    r->fixing = true;
    r->n_fixed = f->n_fixed;
    r->n_unsafe = choose(f, &a, 0).n_unsafe;
    arena_free(&a);
}

/* All passes, after a first judgement. */
static bool apply(struct fixing *f)
{
    bool more = true, sound = true;
    for (uint32_t most = 0; sound && more && f->n_runs < MOST_RUNS;)
        sound = pass(f, &most, &more);
    if (!sound)
        return false;
    if (f->targets.n > 0)
        qsort(f->targets.p, f->targets.n, sizeof(*f->targets.p), by_path);
    tell(f);
    return true;
}

bool fix_judge(struct fixing *f)
{
    arena_init(&f->a, NULL);
    f->barred.a = f->blocked.a = &f->a;
    return judge(f) && apply(f);
}

/* ---- writing ---- */

static void tell_unwritten(struct fixing *f, const struct fix_target *t, struct str why)
{
    map_put(&f->blocked, t->real, NULL, NULL);
    fprintf(stderr, "loadline: %s is not changed: %.*s\n", diag_escape(&f->a, t->path).p, STR_ARG(why));
}

/* All new files beside the old ones, or, when one can't be made, none. */
static bool stage_all(struct fixing *f, struct rewrite *files)
{
    bool staged = true;
    for (uint32_t i = 0; i < f->targets.n && !interrupts_wait(); i++) {
        const struct fix_target *t = &f->targets.p[i];
        files[i] = (struct rewrite){.path = t->real, .before = t->before, .after = t->after};
        struct str why =
            t->real.n > 0 && !str_eq(t->before, t->after) ? rewrite_stage(&files[i], &f->a) : (struct str){0};
        if (why.n > 0)
            tell_unwritten(f, t, why);
        staged &= why.n == 0;
    }
    for (uint32_t i = 0; i < f->targets.n && (!staged || interrupts_wait()); i++)
        rewrite_drop(&files[i]);
    return staged;
}

static bool commit_all(struct fixing *f, struct rewrite *files)
{
    bool written = true;
    for (uint32_t i = 0; i < f->targets.n; i++) {
        if (files[i].part.n == 0)
            continue;
        struct str why = rewrite_commit(&files[i], &f->a);
        if (why.n > 0)
            tell_unwritten(f, &f->targets.p[i], why);
        written &= why.n == 0;
    }
    return written;
}

/* Signals that ask a program to end wait until nothing is left behind: before the first file is moved they find all files as they were, later all are moved. */
static bool write_all(struct fixing *f)
{
    sigset_t before;
    struct rewrite *files = arena_array(&f->a, struct rewrite, f->targets.n + 1);
    interrupts_hold(&before);
    bool written = stage_all(f, files) && commit_all(f, files);
    interrupts_release(&before);
    return written;
}

/* From the start, less what is blocked. What was written is what stands there now. */
static bool start_over(struct fixing *f)
{
    for (uint32_t i = 0; i < f->targets.n; i++)
        if (f->targets.p[i].real.n == 0)
            f->o->run.stdin_text = f->targets.p[i].before;
    f->targets.n = f->n_fixed = f->n_runs = 0;
    return judge_again(f) && apply(f);
}

bool fix_write(struct fixing *f, bool *ret_written)
{
    *ret_written = true;
    while (!write_all(f)) {
        *ret_written = false;
        if (!start_over(f))
            return false;
    }
    return true;
}

void fix_diff(const struct fixing *f, struct buf *out)
{
    for (uint32_t i = 0; i < f->targets.n; i++)
        unified_diff(out, f->targets.p[i].path, f->targets.p[i].before, f->targets.p[i].after);
}

void fix_free(struct fixing *f)
{
    arena_free(&f->a);
}
