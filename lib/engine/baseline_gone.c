/* Entries of a baseline that no finding matches: mended, or not looked at? */
#include "engine/baseline.h"

#include "base/path.h"
#include "engine/engine.h"
#include "engine/judged.h"

/* ---- whether enough was judged ---- */

static bool judged_all(struct run *run)
{
    const struct baseline *b = run->baseline;
    if (!judged_completely(run) || (run->options->hosts.n > 0 && run->hosts.chosen.n < run->hosts.facts.hosts.n))
        return false;
    for (uint32_t i = 0; i < b->paths.n; i++)
        if (!judged_searched(run, &run->arena, path_absolute(&run->arena, run->project.root, b->paths.p[i])))
            return false;
    return true;
}

/* ---- what can be told of one entry ---- */

/* What is known for it: in which documents each file was read. */
struct telling {
    struct run *run;
    const struct judged *judged;
    struct map documents; /* name of a file -> struct readers */
    struct map own;       /* names of facts files and loadline.yaml */
    bool by_machine;      /* the facts are those of whatever machine this is */
};

struct readers {
    VEC(const struct document *) p;
};

static void add_reader(struct telling *t, struct str path, const struct document *d)
{
    bool first;
    struct map_entry *e = map_put(&t->documents, baseline_name(t->run, path), NULL, &first);
    if (first)
        e->value = arena_new(&t->run->arena, struct readers);
    vec_push(&t->run->arena, &((struct readers *)e->value)->p, d);
}

static void add_own(struct telling *t, struct str path)
{
    map_put(&t->own, baseline_name(t->run, path), NULL, NULL);
}

static struct telling start_telling(struct run *run)
{
    struct telling t = {.run = run, .judged = judged_know(run)};
    t.documents.a = t.own.a = &run->arena;
    for (uint32_t i = 0; i < run->documents.n; i++) {
        const struct document *d = run->documents.p[i];
        if (d->included)
            continue;
        add_reader(&t, d->file->real, d);
        for (uint32_t k = 0; k < d->job.included.n; k++)
            add_reader(&t, d->job.included.p[k].file->real, d);
    }
    for (uint32_t i = 0; i < run->hosts.facts.files.n; i++)
        add_own(&t, run->hosts.facts.files.p[i]);
    for (uint32_t i = 0; i < run->project.read.n; i++)
        add_own(&t, run->project.read.p[i]->real);
    for (uint32_t i = 0; i < run->hosts.chosen.n; i++)
        t.by_machine |= str_eq(run->hosts.chosen.p[i]->source, STR("this machine"));
    return t;
}

static bool asks_host(const struct active_rule *r)
{
    if (r->check)
        return r->check->scope == CHECK_SERVICE || r->check->scope == CHECK_HOST;
    bool of_stack =
        str_find_byte(r->rule->select, ':') == r->rule->select.n && !str_eq(r->rule->select, STR("document"));
    return of_stack || (r->program && r->program->reads_host);
}

static bool was_run(const struct run *run, const struct active_rule *r)
{
    for (uint32_t i = 0; i < run->not_run.n; i++)
        if (str_eq(run->not_run.p[i]->rule, r->rule->info.id))
            return false;
    return r->enabled;
}

static bool exists(struct telling *t, struct str name)
{
    struct run *run = t->run;
    struct within_place place;
    struct str path = path_absolute(&run->arena, run->project.root, name);
    return within_find(&run->includes, &run->arena, path, &place) != WITHIN_MISSING;
}

/* Whether a finding that is not there is gone: everything was judged that could have made it. A file that is there but was not judged tells nothing. */
static bool is_gone(struct telling *t, const struct baseline_entry *e)
{
    const struct active_rule *r = ruleset_find(&t->run->rules, e->rule);
    const struct readers *readers = map_get(&t->documents, e->file);
    if (r && r->rule->info.status == RULE_REMOVED)
        return true;
    if (!r || !r->enabled || (t->by_machine && asks_host(r)))
        return false;
    if (e->file.n == 0 || map_has(&t->own, e->file))
        return was_run(t->run, r);
    for (uint32_t i = 0; readers && i < readers->p.n; i++) {
        const struct document *d = readers->p.p[i];
        bool by_reader = r->check && r->check->scope == CHECK_READER;
        if ((by_reader && d->sink.not_analysed.n > 0) || !judged_rule_ran(t->judged, r, d, d->job.root))
            return false;
    }
    return readers || !exists(t, e->file);
}

static bool has_spare(const struct baseline *b)
{
    for (uint32_t i = 0; i < b->entries.n; i++)
        if (b->entries.p[i]->matched < b->entries.p[i]->count)
            return true;
    return false;
}

void baseline_tell(struct run *run)
{
    struct baseline *b = run->baseline;
    struct telling t;
    run->baseline_part = !judged_all(run);
    if (!has_spare(b))
        return;
    if (!run->baseline_part)
        t = start_telling(run);
    for (uint32_t i = 0; i < b->entries.n; i++) {
        struct baseline_entry *e = b->entries.p[i];
        if (e->matched < e->count && (run->baseline_part || !is_gone(&t, e)))
            e->unjudged = e->count - e->matched;
    }
}
