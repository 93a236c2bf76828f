#include "engine/read.h"

#include "base/jobs.h"
#include "base/map.h"
#include "engine/discover.h"

/* The documents of one pass. */
struct pass {
    struct run *run;
    struct arena *scratch; /* one for each worker */
    VEC(struct document *) documents;
};

static void prepare_job(struct run *run, struct document *d, struct arena *scratch)
{
    arena_init(&d->arena, &run->budget);
    d->sink = (struct sink){.a = &d->arena};
    d->contributions = (struct contributions){.a = &d->arena};
    d->job = (struct kind_job){
        .kind = d->kind,
        .a = &d->arena,
        .scratch = scratch,
        .sink = &d->sink,
        .sources = &run->sources,
        .files = &run->files,
        .includes = &run->includes,
        .target = run_target(run, d->kind),
        .modules = run->project.modules.p,
        .n_modules = run->project.modules.n,
        .role = d->role,
        .template_marks = d->is_template,
        .source = source_add(&run->sources, d->file, SPAN_NONE),
    };
}

/* An exhausted budget is said once, at the document that went over it. */
static void report_memory(struct document *d)
{
    if (arena_exhausted(&d->arena))
        diag_syntax(&d->sink, META_LIMIT, (struct span){d->job.source, 0, 0},
                    "reading this takes more memory than the run may use (--max-memory)");
}

static void read_one(void *ctx, uint32_t worker, uint32_t index)
{
    struct pass *pass = ctx;
    struct document *d = pass->documents.p[index];
    struct arena *scratch = &pass->scratch[worker];
    struct arena_mark mark = arena_mark(scratch);
    prepare_job(pass->run, d, scratch);
    d->job.root = d->kind->read(&d->job);
    report_memory(d);
    if (d->role == DOCUMENT_ROOT && d->kind->place)
        d->kind->place(&d->job, &d->contributions);
    arena_pop(scratch, mark);
    d->job.scratch = NULL;
}

static void read_pass(struct run *run, enum document_role role)
{
    struct pass pass = {.run = run};
    for (uint32_t i = 0; i < run->documents.n; i++) {
        struct document *d = run->documents.p[i];
        if (d->role == role && !d->included)
            vec_push(&run->arena, &pass.documents, d);
    }
    pass.scratch = arena_array(&run->arena, struct arena, run->options->jobs);
    for (uint32_t i = 0; i < run->options->jobs; i++)
        arena_init(&pass.scratch[i], &run->budget);
    jobs_run(pass.documents.n, run->options->jobs, read_one, &pass);
    for (uint32_t i = 0; i < run->options->jobs; i++)
        arena_free(&pass.scratch[i]);
}

/* What a file that was included is judged as, when it was found under another name too (sites-enabled and sites-available). */
static struct str found_name(const struct run *run, const struct file *file)
{
    return run->discovery ? discover_judged_as(run->discovery, file->path) : file->path;
}

static bool includes(const struct run *run, const struct document *d, const struct document *other)
{
    for (uint32_t i = 0; i < d->job.included.n; i++)
        if (str_eq(found_name(run, d->job.included.p[i].file), other->path))
            return true;
    return false;
}

/* A file that a root has included was judged there, one that was named outright, too: its root is in reach. Even a whole http block may
 * stand in a file that is included. Of two that include each other neither is let off. */
static void mark_included(struct run *run)
{
    struct map includers = {.a = &run->arena};
    for (uint32_t i = 0; i < run->documents.n; i++) {
        struct document *d = run->documents.p[i];
        for (uint32_t k = 0; d->role == DOCUMENT_ROOT && k < d->job.included.n; k++)
            map_put(&includers, found_name(run, d->job.included.p[k].file), d, NULL);
    }
    for (uint32_t i = 0; i < run->documents.n; i++) {
        struct document *d = run->documents.p[i];
        const struct document *includer = map_get(&includers, d->path);
        d->included = includer && includer != d && !includes(run, d, includer);
    }
}

void read_documents(struct run *run)
{
    read_pass(run, DOCUMENT_ROOT);
    mark_included(run);
    read_pass(run, DOCUMENT_FRAGMENT);
}
