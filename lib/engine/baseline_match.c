/* Findings held against the entries of a baseline. */
#include "engine/baseline.h"

#include "base/path.h"
#include "diag/fingerprint.h"
#include "engine/engine.h"

/* Findings of one rule at one place: from..to of the run's. */
struct group {
    uint32_t from, to;
    struct str file; /* as named; escaped */
    uint64_t fingerprint;
};

/* Findings looked through in their order, place by place. */
struct matching {
    struct baseline *b;
    const struct baseline_view *view;
    struct run *run; /* the view's */
};

/* ---- names ---- */

struct str baseline_plain_name(struct run *run, struct str path)
{
    struct arena *a = &run->arena;
    struct str root = run->project.root, stands_for = run->options->stands_for;
    if (path.n == 0)
        return path;
    path = path_absolute(a, run->cwd, path);
    return path_relative(a, path, stands_for.n > 0 && !path_is_below(path, root) ? stands_for : root);
}

struct str baseline_name(struct run *run, struct str path)
{
    return diag_escape(&run->arena, baseline_plain_name(run, path));
}

/* As the view has it; not escaped. */
static struct str name_in(const struct baseline_view *view, struct str path)
{
    struct str name = baseline_plain_name(view->run, path);
    const struct str *other = view->renamed ? map_get(view->renamed, name) : NULL;
    return other ? *other : name;
}

static struct str path_of(struct run *run, const struct finding *f)
{
    struct place p = source_place(&run->sources, f->at);
    return p.file ? p.file->real : f->path;
}

/* ---- groups ---- */

static bool same_place(struct run *run, const struct finding *x, const struct finding *y)
{
    struct place a = source_place(&run->sources, x->at), b = source_place(&run->sources, y->at);
    if (!str_eq(x->rule, y->rule) || a.file != b.file)
        return false;
    return a.file ? a.off == b.off : str_eq(x->path, y->path);
}

static bool next_group(const struct matching *m, struct group *g)
{
    const struct outcome *o = &m->run->outcome;
    struct arena *a = &m->run->arena;
    g->from = g->to;
    if (g->from >= o->findings.n)
        return false;
    const struct finding *f = o->findings.p[g->from];
    for (g->to = g->from + 1; g->to < o->findings.n && same_place(m->run, f, o->findings.p[g->to]);)
        g->to++;
    struct str name = name_in(m->view, path_of(m->run, f));
    g->file = diag_escape(a, name);
    g->fingerprint = fingerprint_under(a, &m->run->sources, f, name);
    return true;
}

/* How many findings each host has at a place so far; those of no host are as one host's. */
static uint32_t count_for(struct map *counts, struct str host)
{
    bool first;
    struct map_entry *e = map_put(counts, host, NULL, &first);
    if (first)
        e->value = arena_new(counts->a, uint32_t);
    return ++*(uint32_t *)e->value;
}

/* The number of this finding for the host that has most: "9 workers on 2 CPUs" for one host and "9 workers on 4 CPUs" for another are both the first. */
static uint32_t level_of(const struct group *g, struct map *counts, const struct finding *f)
{
    if (g->to - g->from == 1)
        return 1;
    uint32_t level = f->hosts.n == 0 ? count_for(counts, STR("")) : 0;
    for (uint32_t i = 0; i < f->hosts.n; i++) {
        uint32_t n = count_for(counts, f->hosts.p[i]);
        level = n > level ? n : level;
    }
    return level;
}

/* ---- collecting and matching ---- */

static void collect_group(const struct matching *m, const struct group *g)
{
    struct arena *a = &m->run->arena;
    struct map counts = {.a = a};
    uint32_t most = 0;
    enum severity worst = SEV_NOTE;
    const struct finding *first = NULL;
    for (uint32_t i = g->from; i < g->to; i++) {
        const struct finding *f = m->run->outcome.findings.p[i];
        if (!m->view->passes(f))
            continue;
        uint32_t level = level_of(g, &counts, f);
        most = level > most ? level : most;
        worst = f->severity > worst ? f->severity : worst;
        first = first ? first : f;
    }
    if (!first)
        return;
    struct baseline_entry *e = baseline_put(m->b, g->file, first->rule, g->fingerprint);
    if (e->count == 0)
        e->text = str_dup(m->b->a, diag_quote(a, fingerprint_words(a, &m->run->sources, first)));
    e->count += most;
    e->severity = worst > e->severity ? worst : e->severity;
}

/* Findings that have become worse than their entry take its room where no other needs it: they are shown, and what they were is not gone. */
static void match_group(const struct matching *m, const struct group *g, bool worse, enum finding_status status)
{
    struct finding *const *all = m->run->outcome.findings.p;
    struct baseline_entry *e = baseline_find(m->b, g->file, all[g->from]->rule, g->fingerprint);
    struct map counts = {.a = &m->run->arena};
    uint32_t most = 0;
    for (uint32_t i = g->from; e && i < g->to; i++) {
        if (!m->view->passes(all[i]) || (all[i]->severity > e->severity) != worse)
            continue;
        uint32_t level = level_of(g, &counts, all[i]);
        if (e->matched + level > e->count)
            continue;
        if (!worse)
            all[i]->status = status;
        most = level > most ? level : most;
    }
    if (e)
        e->matched += most;
}

void baseline_collect(struct baseline *b, const struct baseline_view *view)
{
    struct matching m = {b, view, view->run};
    struct group g = {0};
    while (next_group(&m, &g))
        collect_group(&m, &g);
}

void baseline_match(struct baseline *b, const struct baseline_view *view, enum finding_status status)
{
    struct matching m = {b, view, view->run};
    for (int worse = 0; worse < 2; worse++) {
        struct group g = {0};
        while (next_group(&m, &g))
            match_group(&m, &g, worse == 1, status);
    }
}
