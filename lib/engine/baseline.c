/* The baseline of a run: where it is, what it covers, and what of it is mended. */
#include "engine/baseline.h"

#include "base/limits.h"
#include "base/path.h"
#include "engine/collect.h"
#include "engine/judged.h"

#include <limits.h>
#include <stdlib.h>

enum { ENTRIES_SHOWN = 3 };

static struct baseline *new_baseline(struct run *run)
{
    struct baseline *b = arena_new(&run->arena, struct baseline);
    b->a = b->by_key.a = &run->arena;
    return b;
}

/* ---- where it is ---- */

/* --baseline: wherever the user says. */
static struct str given_path(struct run *run)
{
    char real[PATH_MAX];
    struct str path = path_absolute(&run->arena, run->cwd, run->options->baseline);
    return realpath(path.p, real) ? str_dup(&run->arena, str_from(real)) : path;
}

/* loadline.yaml's: links lead out of the repository no more than the path itself may. Empty with a fault. */
static struct str project_path(struct run *run, struct reading *r)
{
    const struct project_path *from = &run->project.baseline;
    struct include_rules rules = {.a = r->a, .roots = {.a = r->a}};
    struct within_place place;
    within_add_root(&rules, run->project.root);
    switch (within_find(&rules, r->a, from->to, &place)) {
    case WITHIN_FOUND:
        return place.real;
    case WITHIN_MISSING:
        if (!place.ends_in_link)
            return from->to;
        document_fault(r, from->at, "%s is a link to a missing file", diag_quote(r->a, from->from).p);
        break;
    case WITHIN_OUTSIDE:
        document_fault(r, from->at, "%s leads out of the repository", diag_quote(r->a, from->from).p);
        break;
    case WITHIN_FAULT:
        document_fault_path(r, from->to, from->at, file_fault_text(place.fault));
        break;
    }
    return (struct str){0};
}

static void refuse_file(struct run *run, struct reading *r, enum file_fault fault)
{
    struct span at = run->options->baseline.n > 0 ? SPAN_NONE : run->project.baseline.at;
    document_fault_path(r, run->baseline_path, at, file_fault_text(fault));
    if (fault == FILE_MISSING)
        diag_help(r->faults, r->faults->findings.p[r->faults->findings.n - 1],
                  "`loadline check --write-baseline` writes it");
}

/* What is not there yet is empty for who is about to write it, and for an earlier revision. */
static void open_file(struct run *run, struct reading *r)
{
    enum file_fault fault;
    run->baseline = new_baseline(run);
    run->baseline_file = file_open(&run->files, run->baseline_path, &fault);
    if (run->baseline_file)
        baseline_read(r, run->baseline_file, run->baseline);
    else if (fault != FILE_MISSING || (run->options->update != BASELINE_WRITE && run->options->stands_for.n == 0))
        refuse_file(run, r, fault);
}

void baseline_open(struct run *run)
{
    struct reading r = {&run->arena, &run->files, &run->sources, &run->faults};
    if (run->options->baseline.n > 0)
        run->baseline_path = given_path(run);
    else if (run->project.baseline.to.n > 0)
        run->baseline_path = project_path(run, &r);
    if (run->baseline_path.n > 0)
        open_file(run, &r);
    else if (run->options->update != BASELINE_COMPARE && run->faults.findings.n == 0)
        diag_add(&run->faults, FAULT_RULE, SPAN_NONE,
                 "no baseline is named: `baseline: loadline-baseline.yaml` in loadline.yaml does, or --baseline");
}

/* ---- what may be in it ---- */

/* Not what must not be suppressed, and not a file that does not parse: all else that it holds would be accepted with it, unseen. */
static bool may_be_accepted(const struct finding *f)
{
    return f->status == FINDING_FOUND && f->info && f->info->ignorable && !judged_loses(f->rule);
}

/* ---- writing and pruning ---- */

static void add_path(struct run *run, struct baseline *b, struct str path)
{
    for (uint32_t i = 0; i < b->paths.n; i++)
        if (path_is_below(path, b->paths.p[i]) || str_eq(b->paths.p[i], STR(".")))
            return;
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->paths.n; i++)
        if (!path_is_below(b->paths.p[i], path) && !str_eq(path, STR(".")))
            b->paths.p[n++] = b->paths.p[i];
    b->paths.n = n;
    vec_push(&run->arena, &b->paths, path);
}

/* What was searched, now and when the baseline was written before. */
static void set_paths(struct run *run, struct baseline *b)
{
    for (uint32_t i = 0; i < run->baseline->paths.n; i++)
        add_path(run, b, run->baseline->paths.p[i]);
    for (uint32_t i = 0; i < run->options->paths.n; i++)
        if (!str_eq(run->options->paths.p[i], STR("-")))
            add_path(run, b, baseline_name(run, run->options->paths.p[i]));
    if (run->options->paths.n == 0)
        add_path(run, b, baseline_name(run, STR(".")));
}

static void keep_entry(struct baseline *b, const struct baseline_entry *old, uint32_t count)
{
    struct baseline_entry *e = baseline_put(b, old->file, old->rule, old->fingerprint);
    if (e->count == 0)
        e->text = old->text;
    if (count > e->count) {
        e->count = count;
        e->severity = old->severity > e->severity ? old->severity : e->severity;
    }
}

/* Everything found, and what could not be judged now. */
static void write_anew(struct run *run)
{
    struct baseline *b = run->new_baseline = new_baseline(run);
    struct baseline_view view = {.run = run, .passes = may_be_accepted};
    baseline_collect(b, &view);
    for (uint32_t i = 0; i < run->baseline->entries.n; i++) {
        const struct baseline_entry *old = run->baseline->entries.p[i];
        if (old->unjudged > 0)
            keep_entry(b, old, old->count);
    }
    set_paths(run, b);
    baseline_match(b, &view, FINDING_BASELINE);
}

static void prune(struct run *run)
{
    struct baseline *b = run->new_baseline = new_baseline(run);
    for (uint32_t i = 0; i < run->baseline->entries.n; i++) {
        const struct baseline_entry *old = run->baseline->entries.p[i];
        if (old->matched + old->unjudged > 0)
            keep_entry(b, old, old->matched + old->unjudged);
    }
    b->paths.p = run->baseline->paths.p;
    b->paths.n = b->paths.cap = run->baseline->paths.n;
}

/* ---- what is mended ---- */

static void note_entry(struct sink *sink, struct finding *f, const struct baseline_entry *e)
{
    const char *rule = diag_quote(sink->a, e->rule).p, *file = diag_escape(sink->a, e->file).p;
    uint32_t gone = e->count - e->matched - e->unjudged;
    if (e->count == 1)
        diag_note(sink, f, "%s%s`%s` is gone", e->file.n ? file : "", e->file.n ? ": " : "", rule);
    else
        diag_note(sink, f, "%s%s%u of %u `%s` are gone", e->file.n ? file : "", e->file.n ? ": " : "", gone, e->count,
                  rule);
}

static bool report_unpruned(struct run *run)
{
    struct sink sink = {.a = &run->arena};
    const struct baseline_entry *shown[ENTRIES_SHOWN];
    uint32_t n_entries = 0, n = 0;
    for (uint32_t i = 0; i < run->baseline->entries.n; i++) {
        const struct baseline_entry *e = run->baseline->entries.p[i];
        uint32_t gone = e->count - e->matched - e->unjudged;
        if (gone > 0 && n_entries++ < ENTRIES_SHOWN)
            shown[n_entries - 1] = e;
        n += gone;
    }
    if (n == 0)
        return false;
    struct finding *f =
        diag_add(&sink, BASELINE_UNPRUNED, shown[0]->at, "%u finding%s of the baseline %s not there any more", n,
                 n == 1 ? "" : "s", n == 1 ? "is" : "are");
    for (uint32_t i = 0; i < n_entries && i < ENTRIES_SHOWN; i++)
        note_entry(&sink, f, shown[i]);
    if (n_entries > ENTRIES_SHOWN)
        diag_note(&sink, f, "and %u more entries", n_entries - ENTRIES_SHOWN);
    diag_help(&sink, f, "`loadline check --prune-baseline` removes what is mended, so that it stays so");
    collect_sink(run, &sink, true);
    return true;
}

bool baseline_apply(struct run *run)
{
    struct baseline_view view = {.run = run, .passes = may_be_accepted};
    if (!run->baseline || run->options->no_ignore)
        return false;
    run->outcome.has_baseline = true;
    bool anew = run->options->update == BASELINE_WRITE;
    baseline_match(run->baseline, &view, anew ? FINDING_FOUND : FINDING_BASELINE);
    baseline_tell(run);
    if (run->options->update == BASELINE_COMPARE)
        return report_unpruned(run);
    if (anew)
        write_anew(run);
    else
        prune(run);
    return false;
}
