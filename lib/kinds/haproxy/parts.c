#include "kinds/haproxy/parts.h"

#include "base/limits.h"
#include "base/path.h"
#include "kinds/haproxy/haproxy.h"
#include "kinds/haproxy/sections.h"

enum { MOST_FILES = 200, HEAD_BYTES = 65536 };

/* The sections of a file. */
struct outline {
    struct arena *a;
    bool global, listens;
    struct map names[HAPROXY_NAME_KINDS];
};

static void add_name(struct outline *o, enum haproxy_name_kind kind, struct str name)
{
    o->names[kind].a = o->a;
    map_put(&o->names[kind], name, NULL, NULL);
}

static void add_section(struct outline *o, struct str section, struct str name)
{
    uint32_t context = haproxy_context_of(section);
    o->global |= context == HAPROXY_IN_GLOBAL;
    o->listens |= context == HAPROXY_IN_FRONTEND || context == HAPROXY_IN_LISTEN;
    if (name.n == 0)
        return;
    if (context & (HAPROXY_IN_FRONTEND | HAPROXY_IN_LISTEN))
        add_name(o, HAPROXY_NAME_FRONTEND, name);
    if (context & (HAPROXY_IN_BACKEND | HAPROXY_IN_LISTEN))
        add_name(o, HAPROXY_NAME_BACKEND, name);
    if (context == HAPROXY_IN_DEFAULTS)
        add_name(o, HAPROXY_NAME_DEFAULTS, name);
    enum haproxy_name_kind kind = haproxy_name_kind_of(context);
    if (kind != HAPROXY_NAME_KINDS)
        add_name(o, kind, name);
}

/* Adds a text's sections, up to the first one that listens if no more is asked for. */
static void add_outline(struct outline *o, struct str text, bool up_to_listener)
{
    struct haproxy_line line = {0};
    for (uint32_t off = 0; off < text.n && !(up_to_listener && o->listens); off = line.next) {
        haproxy_lex_line(o->a, text, off, NULL, NULL, &line);
        const struct haproxy_token *t = line.tokens.p;
        if (line.tokens.n)
            add_section(o, t[0].text, line.tokens.n > 1 ? t[1].text : (struct str){0});
    }
}

static bool define_same(const struct outline *x, const struct outline *y)
{
    for (int kind = 0; kind < HAPROXY_NAME_KINDS; kind++)
        for (uint32_t i = 0; i < x->names[kind].n; i++)
            if (map_has(&y->names[kind], x->names[kind].entries[i].key))
                return true;
    return false;
}

/* The files of a pattern, relative to the document's directory. False: there is one that cannot be read, or too many. */
static bool find_files(struct kind_job *job, const char *pattern, haproxy_files *ret)
{
    const struct file *own = source_get(job->sources, job->source)->file;
    struct include_result found;
    enum file_fault fault;
    if (own->real.n == 0 || own->real.p[0] != '/')
        return true;
    include_find(job->includes, job->a, path_dir(own->real), str_from(pattern), true, &found);
    if (found.outcome == INCLUDE_TOO_MANY || found.fault != FILE_OK)
        return false;
    for (uint32_t i = 0; i < found.n; i++) {
        struct file *file =
            found.files[i].outcome == INCLUDE_FOUND ? file_open(job->files, found.files[i].path, &fault) : NULL;
        if (!file || ret->n == MOST_FILES)
            return false;
        vec_push(job->a, ret, file);
    }
    return true;
}

/* Whether HAProxy could take all files for one configuration, and the document is the one among them with the "global" section. */
static bool fit_together(struct kind_job *job, const haproxy_files *files, const struct file *own)
{
    struct outline all = {.a = job->a};
    uint64_t bytes = 0;
    bool has_own = false;
    for (uint32_t i = 0; i < files->n; i++) {
        struct outline one = {.a = job->a};
        add_outline(&one, files->p[i]->bytes, false);
        bool is_own = str_eq(files->p[i]->real, own->real);
        if (one.global != is_own || define_same(&one, &all))
            return false;
        has_own |= is_own;
        bytes += files->p[i]->bytes.n;
        add_outline(&all, files->p[i]->bytes, false);
    }
    return has_own && bytes <= LIMIT_INCLUDED_BYTES;
}

static void leave_out_foreign(haproxy_files *files)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < files->n; i++)
        if (haproxy_claims(files->p[i]->real, str_slice(files->p[i]->bytes, 0, HEAD_BYTES)) > 0)
            files->p[n++] = files->p[i];
    files->n = n;
}

void haproxy_parts(struct kind_job *job, haproxy_files *ret)
{
    struct file *own = source_get(job->sources, job->source)->file;
    struct outline outline = {.a = job->a};
    haproxy_files files = {0};
    if (job->role == DOCUMENT_ROOT && str_ends(own->real, STR(".cfg")))
        add_outline(&outline, own->bytes, true);
    bool base = outline.global && !outline.listens && find_files(job, "*.cfg", &files);
    if (base)
        leave_out_foreign(&files);
    if (base && fit_together(job, &files, own))
        *ret = files;
    else
        vec_push(job->a, ret, own);
}

static bool is_read(const struct kind_job *job, const struct file *file)
{
    bool found = str_eq(source_get(job->sources, job->source)->file->real, file->real);
    for (uint32_t i = 0; i < job->included.n; i++)
        found |= job->included.p[i].file == file;
    return found;
}

static void add_nearby(struct haproxy_reader *r, const struct file *file)
{
    struct outline one = {.a = r->a};
    add_outline(&one, file->bytes, false);
    for (int kind = 0; kind < HAPROXY_NAME_KINDS && !(one.global && r->has_global); kind++)
        for (uint32_t i = 0; i < one.names[kind].n; i++) {
            r->nearby[kind].a = r->a;
            map_put(&r->nearby[kind], one.names[kind].entries[i].key, NULL, NULL);
        }
}

static void look_around(struct haproxy_reader *r)
{
    static const char *const patterns[] = {"*.cfg", "*.conf", "*/*.cfg", "*/*.conf", "../*.cfg", "../*.conf"};
    haproxy_files files = {0};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        r->may_be_more |= !find_files(r->job, patterns[i], &files);
    for (uint32_t i = 0; i < files.n; i++)
        if (!is_read(r->job, files.p[i]))
            add_nearby(r, files.p[i]);
}

bool haproxy_is_nearby(struct haproxy_reader *r, enum haproxy_name_kind kind, struct str name)
{
    if (!r->looked_around)
        look_around(r);
    r->looked_around = true;
    return r->may_be_more || map_has(&r->nearby[kind], name);
}
