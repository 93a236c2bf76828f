/* Files within files. */
#include "kinds/nginx/read.h"

#include "base/limits.h"
#include "base/path.h"

bool nginx_may_include(const struct nginx_word *row)
{
    return row->type == NGINX_TYPE_TYPES || row->type == NGINX_TYPE_MAP || row->type == NGINX_TYPE_GEO ||
           str_eq(nginx_word_str(row->name), STR("num_map"));
}

/* The directory that relative includes start from: that of the main file, whichever file includes. For an embedded text it is that of the file
 * which holds it, a guess. */
static struct str base_directory(struct nginx_reader *r)
{
    const struct source *s = source_get(r->job->sources, r->job->source);
    while (!s->file && !span_is_none(s->via))
        s = source_get(r->job->sources, s->via.src);
    return s->file ? path_dir(s->file->real) : STR(".");
}

/* A configuration that is included in a map, say, is read as the map's lines: that ends. */
static bool is_being_read(const struct nginx_reader *r, const struct file *file)
{
    bool lines = r->frame->row && nginx_words[r->frame->row].block == NGINX_BLOCK_FREE;
    for (const struct nginx_reading *at = r->reading; at; at = at->outer)
        if (at->file == file && at->lines == lines)
            return true;
    return false;
}

static uint32_t include_depth(const struct nginx_reader *r)
{
    uint32_t n = 0;
    for (const struct nginx_reading *at = r->reading->outer; at; at = at->outer)
        n++;
    return n;
}

/* Bounds that hold for all files of the document. False, and told once, when one is exceeded. */
static bool within_limits(struct nginx_reader *r, const struct node *word, const struct file *file)
{
    struct kind_job *job = r->job;
    if (include_depth(r) >= LIMIT_INCLUDE_DEPTH) {
        diag_syntax(r->sink, META_LIMIT, word->at, "files include each other more than %d deep", LIMIT_INCLUDE_DEPTH);
        return false;
    }
    if (job->included_files < LIMIT_INCLUDED_FILES && job->included_bytes + file->bytes.n <= LIMIT_INCLUDED_BYTES)
        return true;
    if (!r->over_limit)
        diag_syntax(r->sink, META_LIMIT, word->at, "includes add up to more than %d files or %d MiB",
                    LIMIT_INCLUDED_FILES, (int)(LIMIT_INCLUDED_BYTES >> 20));
    r->over_limit = true;
    return false;
}

/* What the file would have set is not known: all that may stand here, or, of a file that every distribution ships, its directives. */
static void note_gap(struct nginx_reader *r, struct node *entry)
{
    const struct include_known *known = include_known(node_word(entry, 0)->text);
    struct nginx_gap gap = {r->frame->block, entry, known};
    entry->flags |= NODE_TAINTED;
    if (known)
        vec_push(r->a, &r->gaps, gap);
    else
        nginx_taint(r);
}

static void missing(struct nginx_reader *r, struct node *entry, const struct include_result *found)
{
    const struct node *word = node_word(entry, 0);
    const char *why =
        found->outcome == INCLUDE_FAULT ? file_fault_text(found->fault) : include_outcome_text(found->outcome);
    diag_not_analysed(r->sink, word->at, (struct str){0}, "%s: %s", why, nginx_quoted(r, word->text));
    note_gap(r, entry);
}

static void unreadable(struct nginx_reader *r, struct node *entry, struct str path, const char *why)
{
    const struct node *word = node_word(entry, 0);
    diag_not_analysed(r->sink, word->at, path, "included file: %s", why);
    note_gap(r, entry);
}

static void read_file(struct nginx_reader *r, struct node *entry, const struct include_file *found)
{
    const struct node *word = node_word(entry, 0);
    enum file_fault fault = found->fault;
    struct file *file = found->outcome == INCLUDE_FOUND ? file_open(r->job->files, found->path, &fault) : NULL;
    if (!file) {
        const char *why = found->outcome == INCLUDE_FOUND || found->outcome == INCLUDE_FAULT
                              ? file_fault_text(fault)
                              : include_outcome_text(found->outcome);
        unreadable(r, entry, found->path, why);
        return;
    }
    if (is_being_read(r, file)) {
        struct finding *f =
            nginx_fault(r, SYNTAX_INCLUDE, word->at, "\"%s\" includes itself", nginx_quoted(r, file->path));
        diag_note(r->sink, f, "nginx reads it within itself until it runs out of memory or open files");
        return;
    }
    if (!within_limits(r, word, file)) {
        note_gap(r, entry);
        return;
    }
    struct included_file in = {file, word->at};
    vec_push(r->a, &r->job->included, in);
    r->job->included_files++;
    r->job->included_bytes += file->bytes.n;
    uint32_t src = source_add(r->job->sources, file, word->at);
    struct node *root = node_new(r->a, NODE_ROOT, (struct span){src, 0, file->bytes.n});
    node_add(entry, root);
    nginx_read_source(r, src, root);
}

/* A pattern without a match is no fault for nginx. Where even its directory is not here, the files may be elsewhere. */
static void empty_glob(struct nginx_reader *r, struct node *entry, const struct include_result *found)
{
    struct str dir = found->looked_for;
    struct include_result at;
    do
        dir = path_dir(dir);
    while (path_has_glob(dir));
    include_find(r->job->includes, r->a, STR("/"), dir, false, &at);
    if (at.outcome != INCLUDE_FOUND)
        missing(r, entry, found);
}

void nginx_read_include(struct nginx_reader *r, struct node *entry)
{
    const struct node *word = node_word(entry, 0);
    struct include_result found;
    entry->flags |= NODE_INCLUDE;
    if (!word || (entry->flags & NODE_FAULTY))
        return;
    if (!node_is_known(word) || !r->job->includes) {
        diag_not_analysed(r->sink, word->at, (struct str){0}, "include of a file whose name is not known");
        entry->flags |= NODE_TAINTED;
        nginx_taint(r);
        return;
    }
    include_find(r->job->includes, r->a, base_directory(r), word->text, true, &found);
    if (found.outcome == INCLUDE_EMPTY_GLOB)
        empty_glob(r, entry, &found);
    else if (found.outcome != INCLUDE_FOUND)
        missing(r, entry, &found);
    for (uint32_t i = 0; i < found.n; i++)
        read_file(r, entry, &found.files[i]);
    if (found.outcome == INCLUDE_FOUND && found.fault != FILE_OK)
        unreadable(r, entry, found.looked_for, file_fault_text(found.fault));
}
