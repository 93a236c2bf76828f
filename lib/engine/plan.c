#include "engine/plan.h"

#include "base/path.h"
#include "text/marks.h"

#include <stdlib.h>

enum { HEAD_BYTES = 65536 };

static struct str head_of(const struct file *f)
{
    return str_slice(f->bytes, 0, HEAD_BYTES);
}

static bool is_template(struct run *run, struct str path)
{
    (void)run;
    return marks_syntax_of(path) != 0;
}

static void add_document(struct run *run, struct file *file, const struct kind *kind)
{
    struct document *d = arena_new(&run->arena, struct document);
    d->path = file->path;
    d->file = file;
    d->kind = kind;
    d->role = kind->role ? kind->role(head_of(file)) : DOCUMENT_ROOT;
    d->is_template = is_template(run, file->path);
    vec_push(&run->arena, &run->documents, d);
}

/* A file that was named: always judged, or said to be of no known kind. */
static void add_named(struct run *run, struct file *file)
{
    const struct kind *kind = run->options->kind;
    if (!kind)
        kind = kind_detect(file->path, head_of(file), NULL);
    if (kind)
        add_document(run, file, kind);
    else
        diag_not_analysed(&run->plan, SPAN_NONE, file->path, "its kind cannot be told; --kind names it");
}

bool plan_documents(struct run *run)
{
    for (uint32_t i = 0; i < run->options->paths.n; i++) {
        struct str path = run->options->paths.p[i];
        enum file_fault fault;
        struct file *file = file_open(&run->files, path, &fault);
        if (file)
            add_named(run, file);
    }
    return true;
}
