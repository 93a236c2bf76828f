#include "engine/earlier.h"

#include "base/path.h"
#include "engine/engine.h"

#include <sys/stat.h>

static bool counts(const struct finding *f)
{
    return f->status == FINDING_FOUND || f->status == FINDING_FAILED;
}

static bool is_there(struct arena *a, struct str root, struct str name)
{
    struct stat st;
    return lstat(path_join(a, root, name).p, &st) == 0;
}

/* The file of a finding that counts, or NULL; each file once. */
static struct file *next_file(struct run *run, const struct finding *f, struct map *seen)
{
    bool first = false;
    struct file *file = counts(f) ? source_place(&run->sources, f->at).file : NULL;
    if (file && file->on_disk && path_is_below(file->real, run->project.root))
        map_put(seen, file->real, NULL, &first);
    return first ? file : NULL;
}

void earlier_take(struct earlier *e, struct run *run)
{
    struct baseline_view view = {.run = run, .passes = counts};
    struct map seen = {.a = &run->arena};
    baseline_collect(&e->findings, &view);
    for (uint32_t i = 0; i < run->outcome.findings.n; i++) {
        struct file *file = next_file(run, run->outcome.findings.p[i], &seen);
        struct str name = file ? baseline_plain_name(run, file->real) : (struct str){0};
        if (!file || is_there(&run->arena, run->options->stands_for, name))
            continue;
        struct renamed_file went = {str_dup(e->a, name), str_dup(e->a, file->bytes)};
        vec_push(e->a, &e->went, went);
    }
}

/* What each file with findings that came was called: name -> struct str. */
static void find_renames(struct run *run, const struct earlier *e, struct map *ret)
{
    VEC(struct renamed_file) came = {0};
    struct map seen = {.a = &run->arena};
    for (uint32_t i = 0; i < run->outcome.findings.n && e->went.n > 0; i++) {
        struct file *file = next_file(run, run->outcome.findings.p[i], &seen);
        struct str name = file ? baseline_plain_name(run, file->real) : (struct str){0};
        if (file && !map_has(&e->files, name))
            vec_push(&run->arena, &came, ((struct renamed_file){name, file->bytes}));
    }
    renames_find(e->went.p, e->went.n, came.p, came.n, ret);
}

/* A run may be judged more than once, for fixes. */
static void start_counting(struct baseline *b)
{
    for (uint32_t i = 0; i < b->entries.n; i++)
        b->entries.p[i]->matched = 0;
}

void earlier_leave_out(struct run *run)
{
    struct earlier *e = run->options->before;
    struct outcome *o = &run->outcome;
    struct map renamed = {.a = &run->arena};
    struct baseline_view view = {.run = run, .passes = counts, .renamed = &renamed};
    uint32_t n = 0;
    if (!e)
        return;
    find_renames(run, e, &renamed);
    start_counting(&e->findings);
    baseline_match(&e->findings, &view, FINDING_UNCHANGED);
    for (uint32_t i = 0; i < o->findings.n; i++)
        if (o->findings.p[i]->status != FINDING_UNCHANGED)
            o->findings.p[n++] = o->findings.p[i];
    o->since = e->since;
    o->n_unchanged = o->findings.n - n;
    o->findings.n = n;
}
