#include "engine/discover.h"

#include "base/limits.h"
#include "base/path.h"
#include "engine/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>

/* A directory named on the command line. */
struct named_dir {
    struct str path; /* absolute, as named */
    struct str real;
};

struct search {
    struct walk walk;
    struct include_rules *rules;
    VEC(struct named_dir) dirs;
    VEC(struct walk_file) files;
    VEC(struct discover_fault) faults;
    bool around_left;
};

/* The path as an absolute one. Where the working directory was reached by a link, an absolute path may name it by that link: what lies in
 * the directory of the run is named from there. */
static struct str absolute(struct search *s, struct str path)
{
    struct arena *a = s->walk.a;
    struct str base = s->walk.o->base, full = path_absolute(a, base, path);
    char real[PATH_MAX];
    struct str dir = path_dir(full);
    if (path_is_below(full, base) || !realpath(str_dup(a, dir).p, real) || !path_is_below(str_from(real), base))
        return full;
    return path_join(a, str_dup(a, str_from(real)), path_base(full));
}

/* As shown; empty for the directory of the run. */
static struct str shown(struct search *s, struct str path)
{
    struct str rel = path_relative(s->walk.a, path, s->walk.o->base);
    return str_eq(rel, STR(".")) ? (struct str){0} : rel;
}

/* The repository around dir, if there is one. */
static void add_repository(struct search *s, struct str dir)
{
    struct str root = ignores_root(dir);
    if (root.n)
        within_add_root(s->rules, root);
}

static void name_directory(struct search *s, struct str path)
{
    char real[PATH_MAX];
    struct named_dir d = {.path = path, .real = path};
    if (realpath(path.p, real))
        d.real = str_dup(s->walk.a, str_from(real));
    within_add_root(s->rules, path);
    add_repository(s, d.real);
    vec_push(s->walk.a, &s->dirs, d);
}

static void name_file(struct search *s, struct str path, const struct stat *st)
{
    struct arena *a = s->walk.a;
    struct stat own;
    struct walk_file f = {.dir = AT_FDCWD, .name = path.p, .real = path, .shown = shown(s, path), .named = true};
    f.link = lstat(path.p, &own) == 0 && S_ISLNK(own.st_mode);
    if (!S_ISREG(st->st_mode)) {
        walk_add(&s->walk, (struct discovered){
                               .path = f.shown, .named = true, .left = DISCOVER_NOT_REGULAR, .not_analysed = true});
        return;
    }
    if (!map_has(&s->rules->roots, path_dir(path))) {
        within_add_root(s->rules, path_dir(path));
        add_repository(s, path_dir(path));
    }
    vec_push(a, &s->files, f);
}

/* One PATH of the command line. */
static void name_path(struct search *s, struct str given)
{
    struct stat st;
    struct str path = absolute(s, given);
    struct discover_fault missing = {given, FILE_MISSING};
    if (given.n > 0 && stat(path.p, &st) == 0) {
        if (S_ISDIR(st.st_mode))
            name_directory(s, path);
        else
            name_file(s, path, &st);
    } else if (given.n == 0 || errno == ENOENT || errno == ENOTDIR) {
        vec_push(s->walk.a, &s->faults, missing);
    } else {
        walk_add(&s->walk, (struct discovered){.path = shown(s, path),
                                               .named = true,
                                               .left = DISCOVER_UNREADABLE,
                                               .fault = errno == EACCES ? FILE_NO_PERMISSION : FILE_UNREADABLE,
                                               .not_analysed = true});
    }
}

/* Directories by their own names come before those by a link, and outer ones before inner ones, whatever the order they were named in. */
static int by_weight(const void *x, const void *y)
{
    const struct named_dir *a = x, *b = y;
    int alias = (int)!str_eq(a->path, a->real) - (int)!str_eq(b->path, b->real);
    return alias ? alias : str_cmp(a->path, b->path);
}

/* What was searched before is passed over. With too many names around it nothing is taken: what came first would hang on the names. */
static void search_around(struct search *s)
{
    const struct discover_options *o = s->walk.o;
    uint32_t n = s->walk.files.n;
    bool stopped = s->walk.stopped;
    s->walk.around = true;
    s->walk.max_entries = s->walk.n_entries + o->max_around;
    for (uint32_t i = 0; i < o->n_around && !stopped; i++) {
        within_add_root(s->rules, o->around[i]);
        walk_directory(&s->walk, o->around[i], shown(s, o->around[i]));
    }
    walk_links(&s->walk);
    if (s->walk.stopped && !stopped) {
        s->walk.files.n = n;
        s->around_left = true;
    }
}

static void search_all(struct search *s)
{
    const struct discover_options *o = s->walk.o;
    for (uint32_t i = 0; i < o->n_paths; i++)
        name_path(s, o->paths[i]);
    if (o->n_paths == 0 && o->n_around == 0)
        name_path(s, STR("."));
    if (s->dirs.n > 1)
        qsort(s->dirs.p, s->dirs.n, sizeof(*s->dirs.p), by_weight);
    for (uint32_t i = 0; i < s->files.n; i++)
        walk_file(&s->walk, &s->files.p[i]);
    for (uint32_t i = 0; i < s->dirs.n; i++)
        walk_directory(&s->walk, s->dirs.p[i].real, shown(s, s->dirs.p[i].path));
    walk_links(&s->walk);
    if (o->n_around > 0)
        search_around(s);
}

/* The result. */

/* Of entries for one path the one that says most comes first. */
static int by_path(const void *x, const void *y)
{
    const struct discovered *a = x, *b = y;
    int c = str_cmp(a->path, b->path);
    if (c == 0)
        c = (int)b->named - (int)a->named;
    if (c == 0)
        c = (int)a->around - (int)b->around;
    if (c == 0)
        c = (int)(b->left == DISCOVER_JUDGED) - (int)(a->left == DISCOVER_JUDGED);
    return c ? c : (int)b->not_analysed - (int)a->not_analysed;
}

static uint32_t drop_repeated(struct discovered *files, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (kept == 0 || !str_eq(files[kept - 1].path, files[i].path))
            files[kept++] = files[i];
    return kept;
}

static bool is_enabled(const struct discovered *f)
{
    return f->link && str_ends(path_base(path_dir(f->path)), STR("-enabled"));
}

/* How well a name suits its file: named outright, enabled, its own, any link. */
static int name_rank(const struct discovered *f)
{
    return f->named ? 0 : is_enabled(f) ? 1 : f->link ? 3 : 2;
}

static int by_file(const void *x, const void *y)
{
    const struct discovered *a = *(struct discovered *const *)x, *b = *(struct discovered *const *)y;
    if (a->dev != b->dev)
        return a->dev < b->dev ? -1 : 1;
    if (a->ino != b->ino)
        return a->ino < b->ino ? -1 : 1;
    int rank = name_rank(a) - name_rank(b);
    return rank ? rank : str_cmp(a->path, b->path);
}

/* Entries of one file in the order of their names' rank. Hard links are files of their own. */
static void mark_group(struct discovered *files, struct discovered **group, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (group[i]->link || group[0]->link) {
            group[0]->around &= group[i]->around;
            group[i]->twin = (uint32_t)(group[0] - files) + 1;
            group[i]->by = group[0]->path;
        }
}

static void mark_twins(struct arena *a, struct discovered *files, uint32_t n)
{
    VEC(struct discovered *) judged = {0};
    for (uint32_t i = 0; i < n; i++)
        if (files[i].left == DISCOVER_JUDGED)
            vec_push(a, &judged, &files[i]);
    if (judged.n > 1)
        qsort(judged.p, judged.n, sizeof(*judged.p), by_file);
    for (uint32_t from = 0, to; from < judged.n; from = to) {
        to = from + 1;
        while (to < judged.n && judged.p[to]->dev == judged.p[from]->dev && judged.p[to]->ino == judged.p[from]->ino)
            to++;
        mark_group(files, judged.p + from, to - from);
    }
}

struct discovery discover(struct arena *a, const struct discover_options *options, struct include_rules *rules)
{
    struct search s = {.rules = rules};
    struct discovery ret = {0};
    walk_start(&s.walk, a, options, rules);
    search_all(&s);
    walk_end(&s.walk);
    if (s.walk.files.n > 1)
        qsort(s.walk.files.p, s.walk.files.n, sizeof(*s.walk.files.p), by_path);
    ret.files = s.walk.files.p;
    ret.n = drop_repeated(ret.files, s.walk.files.n);
    mark_twins(a, ret.files, ret.n);
    ret.around_left = s.around_left;
    for (uint32_t i = 0; i < s.faults.n; i++)
        vec_push(a, &ret.faults, s.faults.p[i]);
    return ret;
}

static int path_to_entry(const void *key, const void *entry)
{
    const struct str *path = key;
    const struct discovered *f = entry;
    return str_cmp(*path, f->path);
}

struct str discover_judged_as(const struct discovery *d, struct str path)
{
    const struct discovered *f = d->n ? bsearch(&path, d->files, d->n, sizeof(*d->files), path_to_entry) : NULL;
    return f && f->twin ? d->files[f->twin - 1].path : path;
}

struct str discover_reason(struct arena *a, const struct discovered *f)
{
    static const char *const text[] = {
        [DISCOVER_HIDDEN] = "hidden directory",
        [DISCOVER_NO_KIND] = "of no known kind",
        [DISCOVER_BINARY] = "binary",
        [DISCOVER_NOT_REGULAR] = "not a regular file",
        [DISCOVER_TOO_LARGE] = "larger than the limit for one file",
        [DISCOVER_OUTSIDE] = "link that leads outside of what is checked",
        [DISCOVER_DANGLING] = "link to a missing file",
        [DISCOVER_LOOP] = "link to a directory above it",
    };
    switch (f->left) {
    case DISCOVER_JUDGED:
        return f->twin ? str_printf(a, "%.*s, judged as %.*s", STR_ARG(f->kind), STR_ARG(f->by)) : f->kind;
    case DISCOVER_IGNORED:
        return str_printf(a, "ignored by %.*s:%u", STR_ARG(f->by), f->by_line);
    case DISCOVER_EXCLUDED:
        return f->by.n ? str_printf(a, "excluded by %.*s", STR_ARG(f->by)) : STR("excluded");
    case DISCOVER_OWN:
        return f->by.n ? STR("facts, not a config") : STR("loadline's own configuration");
    case DISCOVER_UNREADABLE:
        return str_from(file_fault_text(f->fault));
    case DISCOVER_OTHER_NAME:
        return str_printf(a, "another name of %.*s", STR_ARG(f->by));
    case DISCOVER_TOO_DEEP:
        return str_printf(a, "more than %d directories deep", LIMIT_WALK_DEPTH);
    case DISCOVER_TOO_MANY:
        return str_printf(a, "search stopped here: more than %d names, or ignore patterns that take too long",
                          LIMIT_WALK_FILES);
    default:
        return str_from(text[f->left]);
    }
}
