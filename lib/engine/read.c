#include "engine/read.h"

#include "base/jobs.h"
#include "base/limits.h"
#include "base/map.h"
#include "engine/discover.h"
#include "engine/plan.h"

/* The documents of one pass. */
struct pass {
    struct run *run;
    VEC(struct document *) documents;
};

static void prepare_job(struct run *run, struct document *d, uint32_t source, uint32_t worker)
{
    struct arena *a = &run->keep[worker];
    d->sink = (struct sink){.a = a};
    d->contributions = (struct contributions){.a = a};
    d->job = (struct kind_job){
        .kind = d->kind,
        .a = a,
        .scratch = &run->scratch[worker],
        .sink = &d->sink,
        .sources = &run->sources,
        .files = &run->files,
        .includes = &run->includes,
        .target = run_target(run, d->kind),
        .modules = run->project.modules.p,
        .n_modules = run->project.modules.n,
        .apps = d->apps.p,
        .n_apps = d->apps.n,
        .env = &run->env,
        .role = d->role,
        .template_marks = d->is_template,
        .source = source,
    };
}

/* An exhausted budget is said once, at the document that went over it. */
static void report_memory(struct document *d)
{
    if (arena_exhausted(d->job.a))
        diag_syntax(&d->sink, META_LIMIT, (struct span){d->job.source, 0, 0},
                    "reading this takes more memory than the run may use (--max-memory)");
}

static void read_document(struct run *run, struct document *d, uint32_t worker, uint32_t depth);

/* What a document holds of other kinds, in the same thread. */
static void read_embedded(struct run *run, struct document *outer, uint32_t worker, uint32_t depth)
{
    for (uint32_t i = 0; i < outer->job.embedded.n && depth < LIMIT_EMBEDDING; i++) {
        const struct embedded *e = outer->job.embedded.p[i];
        struct document *d = arena_new(outer->job.a, struct document);
        enum document_role role = e->form == EMBEDDED_FILE ? plan_role(e->kind, e->path, e->text) : DOCUMENT_ROOT;
        *d = (struct document){
            .path = outer->path, .file = outer->file, .kind = e->kind, .role = role, .around = outer->around};
        d->elsewhere = outer->elsewhere || outer->kind->elsewhere;
        prepare_job(run, d, source_add_embedded(&run->sources, e->text, e->map, e->via), worker);
        d->job.container = e;
        vec_push(outer->job.a, &outer->embedded, d);
        read_document(run, d, worker, depth + 1);
    }
}

static void place(struct document *d)
{
    const struct embedded *in = d->job.container;
    d->kind->place(&d->job, &d->contributions);
    for (uint32_t i = 0; in && in->form == EMBEDDED_FILE && i < d->contributions.services.n; i++)
        d->contributions.services.p[i]->deployed = in->path;
}

static void read_document(struct run *run, struct document *d, uint32_t worker, uint32_t depth)
{
    struct arena *scratch = d->job.scratch;
    struct arena_mark mark = arena_mark(scratch);
    d->job.root = d->kind->read(&d->job);
    report_memory(d);
    if (d->role == DOCUMENT_ROOT && d->kind->place)
        place(d);
    if (d->kind->forget)
        d->kind->forget(&d->job);
    read_embedded(run, d, worker, depth);
    arena_pop(scratch, mark);
    d->job.scratch = NULL;
}

static void read_one(void *ctx, uint32_t worker, uint32_t index)
{
    struct pass *pass = ctx;
    struct document *d = pass->documents.p[index];
    prepare_job(pass->run, d, source_add(&pass->run->sources, d->file, SPAN_NONE), worker);
    read_document(pass->run, d, worker, 0);
    progress_step(pass->run->options->progress);
}

static void read_pass(struct run *run, enum document_role role)
{
    struct pass pass = {.run = run};
    for (uint32_t i = 0; i < run->documents.n; i++) {
        struct document *d = run->documents.p[i];
        if (d->role == role && !d->included)
            vec_push(&run->arena, &pass.documents, d);
    }
    jobs_run(pass.documents.n, run->options->jobs, read_one, &pass);
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

/* Embedded documents stand behind all files, in the order of these. */
static void list_embedded(struct run *run, const struct document *outer)
{
    for (uint32_t i = 0; i < outer->embedded.n; i++) {
        vec_push(&run->arena, &run->documents, outer->embedded.p[i]);
        list_embedded(run, outer->embedded.p[i]);
    }
}

void read_documents(struct run *run)
{
    uint32_t n_files = run->documents.n;
    progress_start(run->options->progress, RUN_READS, n_files);
    read_pass(run, DOCUMENT_ROOT);
    mark_included(run);
    read_pass(run, DOCUMENT_FRAGMENT);
    for (uint32_t i = 0; i < n_files; i++)
        if (!run->documents.p[i]->included)
            list_embedded(run, run->documents.p[i]);
}
