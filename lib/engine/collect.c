#include "engine/collect.h"

#include "base/limits.h"
#include "diag/fingerprint.h"
#include "engine/fixes.h"
#include "engine/narrow.h"
#include "engine/suppress.h"

#include <stdlib.h>

/* Findings of a rule that is not in the set are kept: hiding them would hide a fault of ours. */
static void join_rule(struct run *run, struct finding *f, bool *ret_enabled)
{
    const struct active_rule *r = ruleset_find(&run->rules, f->rule);
    *ret_enabled = !r || r->enabled;
    if (!r)
        return;
    f->info = &r->rule->info;
    if (!f->severity_set || r->severity != r->rule->info.severity)
        f->severity = r->severity;
}

void collect_sink(struct run *run, const struct sink *sink, bool kept)
{
    struct outcome *outcome = &run->outcome;
    for (uint32_t i = 0; i < sink->findings.n; i++) {
        bool enabled;
        join_rule(run, sink->findings.p[i], &enabled);
        if (!enabled || !narrow_keeps_finding(run, sink->findings.p[i]))
            continue;
        if (outcome->findings.n >= LIMIT_FINDINGS)
            outcome->n_dropped++;
        else
            vec_push(&run->arena, &outcome->findings, sink->findings.p[i]);
    }
    outcome->n_dropped += kept ? sink->n_dropped : 0;
    for (uint32_t i = 0; i < sink->not_run.n; i++)
        vec_push(&run->arena, &run->not_run, sink->not_run.p[i]);
    for (uint32_t i = 0; i < sink->not_analysed.n; i++)
        vec_push(&run->arena, &run->not_analysed, sink->not_analysed.p[i]);
}

/* Sorting keys are resolved once: comparing spans would look them up again and again. */
struct keyed {
    struct finding *f;
    struct str path;
    uint32_t off;
};

static int compare_keyed(const void *x, const void *y)
{
    const struct keyed *a = x, *b = y;
    int c = str_cmp(a->path, b->path);
    if (c == 0)
        c = (a->off > b->off) - (a->off < b->off);
    if (c == 0)
        c = str_cmp(a->f->rule, b->f->rule);
    return c ? c : str_cmp(a->f->message, b->f->message);
}

static struct keyed key_of(struct run *run, struct finding *f)
{
    struct place p = source_place(&run->sources, f->at);
    return (struct keyed){f, p.file ? p.file->path : f->path, p.off};
}

static int compare_str(const void *x, const void *y)
{
    return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

/* Hosts in order, each once. */
static void sort_hosts(struct finding *f)
{
    if (f->hosts.n < 2)
        return;
    qsort(f->hosts.p, f->hosts.n, sizeof(*f->hosts.p), compare_str);
    uint32_t n = 1;
    for (uint32_t i = 1; i < f->hosts.n; i++)
        if (!str_eq(f->hosts.p[i], f->hosts.p[n - 1]))
            f->hosts.p[n++] = f->hosts.p[i];
    f->hosts.n = n;
}

enum { JOINED_EDITS = 256 }; /* of one fix; what is left another pass mends */

static bool at_one_place(struct run *run, const struct edit *x, const struct edit *y)
{
    struct place p = source_place(&run->sources, x->at), q = source_place(&run->sources, y->at);
    return p.file == q.file && p.off == q.off && str_eq(x->setting, y->setting);
}

/* What several blocks take from one place is one finding, and one fix mends all of them. On another host the same place would get something else: that is left. */
static void join_fix(struct run *run, struct finding *into, const struct finding *from)
{
    if (into->fixes.n == 0 || from->fixes.n == 0 || into->fixes.p[0].applicability != from->fixes.p[0].applicability)
        return;
    struct fix *fix = &into->fixes.p[0];
    for (uint32_t i = 0; i < from->fixes.p[0].edits.n && fix->edits.n < JOINED_EDITS; i++) {
        const struct edit *e = &from->fixes.p[0].edits.p[i];
        uint32_t k = 0;
        while (k < fix->edits.n && !at_one_place(run, &fix->edits.p[k], e))
            k++;
        if (k == fix->edits.n)
            vec_push(&run->arena, &fix->edits, *e);
    }
}

/* The same outcome on another host: one finding, the worse severity. */
static void absorb(struct run *run, struct finding *into, const struct finding *from)
{
    into->of_asked |= from->of_asked;
    join_fix(run, into, from);
    for (uint32_t i = 0; i < from->hosts.n; i++)
        vec_push(&run->arena, &into->hosts, from->hosts.p[i]);
    if (from->severity > into->severity)
        into->severity = from->severity;
}

static void merge_findings(struct run *run)
{
    struct outcome *r = &run->outcome;
    struct keyed *keys = arena_array(&run->arena, struct keyed, r->findings.n + 1);
    for (uint32_t i = 0; i < r->findings.n; i++)
        keys[i] = key_of(run, r->findings.p[i]);
    qsort(keys, r->findings.n, sizeof(*keys), compare_keyed);
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->findings.n; i++) {
        if (n > 0 && compare_keyed(&keys[n - 1], &keys[i]) == 0)
            absorb(run, keys[n - 1].f, keys[i].f);
        else
            keys[n++] = keys[i];
    }
    r->findings.n = n;
    for (uint32_t i = 0; i < n; i++) {
        r->findings.p[i] = keys[i].f;
        sort_hosts(keys[i].f);
    }
}

static void count_findings(struct outcome *r)
{
    for (uint32_t i = 0; i < r->findings.n; i++) {
        const struct finding *f = r->findings.p[i];
        if (f->status == FINDING_SUPPRESSED)
            r->n_suppressed++;
        else if (f->status == FINDING_BASELINE)
            r->n_baseline++;
        else if (f->severity == SEV_ERROR)
            r->n_errors++;
        else if (f->severity == SEV_WARNING)
            r->n_warnings++;
        else
            r->n_notes++;
    }
}

static int compare_missing(const struct outcome_not_run *a, const struct outcome_not_run *b)
{
    int c = str_cmp(a->rule, b->rule);
    for (uint32_t i = 0; c == 0 && (i < a->missing.n || i < b->missing.n); i++) {
        struct str x = i < a->missing.n ? a->missing.p[i] : (struct str){0};
        struct str y = i < b->missing.n ? b->missing.p[i] : (struct str){0};
        c = str_cmp(x, y);
    }
    return c;
}

static int compare_not_run(const void *x, const void *y)
{
    const struct outcome_not_run *a = x, *b = y;
    int c = compare_missing(a, b);
    if (c == 0)
        c = str_cmp(a->examples[0].path, b->examples[0].path);
    return c ? c : str_cmp(a->examples[0].host, b->examples[0].host);
}

static struct outcome_not_run group_of(struct run *run, const struct not_run *n)
{
    struct outcome_not_run g = {.rule = n->rule, .count = 1, .n_examples = 1};
    struct place p = source_place(&run->sources, n->at);
    g.missing.p = n->missing.p;
    g.missing.n = g.missing.cap = n->missing.n;
    g.examples[0] = (struct outcome_example){p.file ? p.file->path : (struct str){0}, n->host};
    return g;
}

static bool same_example(struct outcome_example a, struct outcome_example b)
{
    return str_eq(a.path, b.path) && str_eq(a.host, b.host);
}

static void group_not_run(struct run *run)
{
    uint32_t n = 0;
    struct outcome_not_run *all = arena_array(&run->arena, struct outcome_not_run, run->not_run.n + 1);
    for (uint32_t i = 0; i < run->not_run.n; i++) {
        const struct not_run *not_run = run->not_run.p[i];
        if (not_run->of_asked || narrow_keeps_place(run, not_run->at, (struct str){0}))
            all[n++] = group_of(run, not_run);
    }
    qsort(all, n, sizeof(*all), compare_not_run);
    for (uint32_t i = 0; i < n; i++) {
        struct outcome *r = &run->outcome;
        struct outcome_not_run *last = r->not_run.n ? &r->not_run.p[r->not_run.n - 1] : NULL;
        if (!last || compare_missing(last, &all[i]) != 0) {
            vec_push(&run->arena, &r->not_run, all[i]);
            continue;
        }
        last->count++;
        if (last->n_examples < OUTCOME_EXAMPLES &&
            !same_example(last->examples[last->n_examples - 1], all[i].examples[0]))
            last->examples[last->n_examples++] = all[i].examples[0];
    }
}

static int compare_not_analysed(const void *x, const void *y)
{
    const struct outcome_not_analysed *a = x, *b = y;
    int c = str_cmp(a->path, b->path);
    if (c == 0)
        c = (a->line > b->line) - (a->line < b->line);
    if (c == 0)
        c = (a->column > b->column) - (a->column < b->column);
    return c ? c : str_cmp(a->why, b->why);
}

static struct outcome_not_analysed place_not_analysed(struct run *run, const struct not_analysed *n)
{
    struct place p = source_place(&run->sources, n->at);
    if (!p.file)
        return (struct outcome_not_analysed){.path = n->path, .why = n->why};
    struct line_column lc = file_line_column(p.file, p.off);
    return (struct outcome_not_analysed){p.file->path, lc.line, lc.column, n->why};
}

static void list_not_analysed(struct run *run)
{
    struct outcome *r = &run->outcome;
    uint32_t n = 0;
    struct outcome_not_analysed *all = arena_array(&run->arena, struct outcome_not_analysed, run->not_analysed.n + 1);
    for (uint32_t i = 0; i < run->not_analysed.n; i++) {
        const struct not_analysed *not_analysed = run->not_analysed.p[i];
        if (narrow_keeps_place(run, not_analysed->at, not_analysed->path))
            all[n++] = place_not_analysed(run, not_analysed);
    }
    qsort(all, n, sizeof(*all), compare_not_analysed);
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || compare_not_analysed(&all[i - 1], &all[i]) != 0)
            vec_push(&run->arena, &r->not_analysed, all[i]);
}

static int compare_hosts(const void *x, const void *y)
{
    return str_cmp(((const struct outcome_host *)x)->name, ((const struct outcome_host *)y)->name);
}

void collect_finish(struct run *run)
{
    struct outcome *r = &run->outcome;
    merge_findings(run);
    if (suppress_findings(run))
        merge_findings(run);
    if (baseline_apply(run))
        merge_findings(run);
    fixes_settle(run);
    fingerprint_all(&run->arena, &run->sources, r->findings.p, r->findings.n);
    earlier_leave_out(run);
    count_findings(r);
    group_not_run(run);
    list_not_analysed(run);
    if (r->judged.n > 1)
        qsort(r->judged.p, r->judged.n, sizeof(*r->judged.p), compare_str);
    if (r->hosts.n > 1)
        qsort(r->hosts.p, r->hosts.n, sizeof(*r->hosts.p), compare_hosts);
}
