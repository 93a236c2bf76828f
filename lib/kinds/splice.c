#include "kinds/splice.h"

#include "base/path.h"

static struct node *read_source(struct splice *s, uint32_t source)
{
    struct kind_job *job = s->job;
    struct marks marks = kind_marks(job, source);
    return ini_read_marked(job->a, job->sources, source, s->dialect, &marks, job->sink);
}

static void walk(struct splice *s, struct node *root, const struct file *file)
{
    s->reading[s->depth++] = file;
    s->walk(s->ctx, root);
    s->depth--;
}

struct node *splice_document(struct splice *s)
{
    struct node *root = read_source(s, s->job->source);
    walk(s, root, source_get(s->job->sources, s->job->source)->file);
    return root;
}

static bool unread(struct splice *s, struct node *entry, struct span at, struct str path, const char *why)
{
    entry->flags |= NODE_TAINTED;
    diag_not_analysed(s->job->sink, at, path, "included file: %s", why);
    return false;
}

static bool is_being_read(const struct splice *s, const struct file *file)
{
    for (uint32_t i = 0; i < s->depth; i++)
        if (s->reading[i] == file)
            return true;
    return false;
}

/* Bounds that hold for all files of the document. False, and told once, when one is exceeded. */
static bool within_limits(struct splice *s, struct span at, const struct file *file)
{
    struct kind_job *job = s->job;
    bool deep = s->depth > LIMIT_INCLUDE_DEPTH;
    at = span_is_none(at) ? (struct span){job->source, 0, 0} : at;
    if (!deep && job->included_files < LIMIT_INCLUDED_FILES &&
        job->included_bytes + file->bytes.n <= LIMIT_INCLUDED_BYTES)
        return true;
    if (!s->over_limit && deep)
        diag_syntax(job->sink, META_LIMIT, at, "files include each other more than %d deep", LIMIT_INCLUDE_DEPTH);
    else if (!s->over_limit)
        diag_syntax(job->sink, META_LIMIT, at, "includes add up to more than %d files or %d MiB", LIMIT_INCLUDED_FILES,
                    (int)(LIMIT_INCLUDED_BYTES >> 20));
    s->over_limit = true;
    return false;
}

static bool read_file(struct splice *s, struct node *entry, struct span at, const struct include_file *found)
{
    struct kind_job *job = s->job;
    enum file_fault fault = found->fault;
    struct file *file = found->outcome == INCLUDE_FOUND ? file_open(job->files, found->path, &fault) : NULL;
    if (!file) {
        bool of_system = found->outcome == INCLUDE_FOUND || found->outcome == INCLUDE_FAULT;
        return unread(s, entry, at, found->path,
                      of_system ? file_fault_text(fault) : include_outcome_text(found->outcome));
    }
    if (is_being_read(s, file)) {
        diag_syntax(job->sink, SYNTAX_INCLUDE, at, "\"%.*s\" includes itself", STR_ARG(diag_quote(job->a, file->path)));
        return true;
    }
    if (!within_limits(s, at, file)) {
        entry->flags |= NODE_TAINTED;
        return false;
    }
    vec_push(job->a, &job->included, ((struct included_file){file, at}));
    job->included_files++;
    job->included_bytes += file->bytes.n;
    struct node *root = read_source(s, source_add(job->sources, file, at));
    node_add(entry, root);
    walk(s, root, file);
    return true;
}

/* A pattern without a match: where even its directory is not here, the files may be elsewhere. */
static bool is_elsewhere(struct splice *s, struct str looked_for)
{
    struct include_result at;
    do
        looked_for = path_dir(looked_for);
    while (path_has_glob(looked_for));
    include_find(s->job->includes, s->job->a, STR("/"), looked_for, false, &at);
    return at.outcome != INCLUDE_FOUND;
}

static bool missing(struct splice *s, struct node *entry, struct span at, struct str pattern,
                    const struct include_result *found)
{
    const char *why =
        found->outcome == INCLUDE_FAULT ? file_fault_text(found->fault) : include_outcome_text(found->outcome);
    entry->flags |= NODE_TAINTED;
    diag_not_analysed(s->job->sink, at, (struct str){0}, "%s: %.*s", why, STR_ARG(diag_quote(s->job->a, pattern)));
    return false;
}

bool splice_include(struct splice *s, struct node *entry, struct span at, struct str pattern, bool glob_allowed)
{
    const struct file *from = s->reading[s->depth - 1];
    struct include_result found;
    bool whole = true;
    entry->flags |= NODE_INCLUDE | NODE_BLOCK;
    if (!from || !s->job->includes) {
        diag_not_analysed(s->job->sink, at, (struct str){0}, "include of a file whose place is not known");
        entry->flags |= NODE_TAINTED;
        return false;
    }
    include_find(s->job->includes, s->job->a, path_dir(from->real), pattern, glob_allowed, &found);
    if (found.outcome == INCLUDE_EMPTY_GLOB && is_elsewhere(s, found.looked_for))
        return missing(s, entry, at, pattern, &found);
    if (found.outcome != INCLUDE_FOUND && found.outcome != INCLUDE_EMPTY_GLOB)
        return missing(s, entry, at, pattern, &found);
    for (uint32_t i = 0; i < found.n && !arena_exhausted(s->job->a); i++)
        whole &= read_file(s, entry, at, &found.files[i]);
    if (found.outcome == INCLUDE_FOUND && found.fault != FILE_OK)
        return unread(s, entry, at, found.looked_for, file_fault_text(found.fault));
    return whole;
}
