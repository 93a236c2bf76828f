#include "kinds/include.h"

#include "base/limits.h"
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *include_outcome_text(enum include_outcome outcome)
{
    static const char *const text[] = {
        [INCLUDE_FOUND] = "include names files",
        [INCLUDE_EMPTY_GLOB] = "include matches no file",
        [INCLUDE_MISSING] = "include names no file",
        [INCLUDE_OUTSIDE] = "include leads outside of what is checked",
        [INCLUDE_FAULT] = "include cannot be followed",
        [INCLUDE_TOO_MANY] = "include matches more files than the limit",
    };
    return text[outcome];
}

static enum include_outcome outcome_of(enum within_outcome w)
{
    switch (w) {
    case WITHIN_FOUND:
        return INCLUDE_FOUND;
    case WITHIN_MISSING:
        return INCLUDE_MISSING;
    case WITHIN_OUTSIDE:
        return INCLUDE_OUTSIDE;
    default:
        return INCLUDE_FAULT;
    }
}

/* A path that matches so far. */
struct candidate {
    struct str raw;  /* below the literal start, as glob(3) would put it together: what is sorted by */
    struct str path; /* absolute */
    bool settled;    /* not a link, in a directory that was followed: nothing left to look at */
    bool listed;     /* its last part was read from a directory: it exists, if only as a link to nothing */
    bool outside;    /* a directory that is not looked into: kept to be told about */
};

typedef VEC(struct candidate) candidates;

struct globbing {
    const struct include_rules *rules;
    struct arena *a;
    candidates now;
    uint32_t n_names; /* read from directories */
    bool too_many;
    bool only_dirs; /* the pattern ends in '/' */
    bool outside;   /* a directory on the way leads outside */
    enum file_fault fault;
};

static struct str unescape(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, (size_t)s.n + 1, 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\\' && i + 1 < s.n)
            i++;
        p[n++] = s.p[i];
    }
    return (struct str){p, n};
}

static struct str join(struct arena *a, struct str dir, struct str name)
{
    return dir.n ? path_join(a, dir, name) : str_dup(a, name);
}

static void keep(struct globbing *g, candidates *next, struct candidate c)
{
    if (next->n == LIMIT_GLOB_MATCHES)
        g->too_many = true;
    else
        vec_push(g->a, next, c);
}

/* One name of a directory against a part of the pattern. */
static void offer(struct globbing *g, const struct candidate *dir, struct str part, const struct dirent *e,
                  bool only_dirs, candidates *next)
{
    struct str name = str_from(e->d_name);
    bool link = e->d_type == DT_LNK || e->d_type == DT_UNKNOWN;
    bool dots = str_eq(name, STR(".")) || str_eq(name, STR(".."));
    if ((only_dirs && !link && e->d_type != DT_DIR) || !path_match(part, name, true))
        return;
    keep(g, next,
         (struct candidate){.raw = join(g->a, dir->raw, name),
                            .path = path_join(g->a, dir->path, name),
                            .settled = !link && !dots,
                            .listed = true});
}

static void list(struct globbing *g, const struct candidate *c, struct str real, struct str part, bool only_dirs,
                 candidates *next)
{
    DIR *d = opendir(real.p);
    if (!d) {
        if (errno != ENOTDIR && errno != ENOENT)
            g->fault = errno == EACCES ? FILE_NO_PERMISSION : FILE_UNREADABLE;
        return;
    }
    for (struct dirent *e; !g->too_many && (e = readdir(d));) {
        g->too_many = ++g->n_names > LIMIT_WALK_FILES;
        offer(g, c, part, e, only_dirs, next);
    }
    closedir(d);
}

/* All names in a directory that match part. glob(3) passes over what is no directory or can't be listed; the second is remembered. */
static void expand_glob(struct globbing *g, const struct candidate *c, struct str part, bool only_dirs,
                        candidates *next)
{
    struct within_place place;
    switch (within_find(g->rules, g->a, c->path, &place)) {
    case WITHIN_FOUND:
        list(g, &(struct candidate){.raw = c->raw, .path = place.name}, place.real, part, only_dirs, next);
        break;
    case WITHIN_OUTSIDE:
        g->outside = true;
        if (c->raw.n > 0)
            keep(g, next, (struct candidate){.raw = c->raw, .path = c->path, .outside = true});
        break;
    case WITHIN_FAULT:
        g->fault = place.fault;
        break;
    case WITHIN_MISSING:
        break;
    }
}

/* One part of the pattern, for all candidates. */
static void expand(struct globbing *g, struct str part, bool only_dirs)
{
    candidates next = {0};
    if (str_eq(part, STR("**"))) /* glob(3) knows no more than one level */
        part = STR("*");
    struct str literal = unescape(g->a, part);
    for (uint32_t i = 0; i < g->now.n && !g->too_many; i++) {
        struct candidate *c = &g->now.p[i];
        if (c->outside)
            keep(g, &next, *c);
        else if (path_has_glob(part))
            expand_glob(g, c, part, only_dirs, &next);
        else
            keep(g, &next,
                 (struct candidate){.raw = join(g->a, c->raw, literal), .path = path_join(g->a, c->path, literal)});
    }
    g->now = next;
}

static int by_raw(const void *x, const void *y)
{
    const struct candidate *a = x, *b = y;
    return str_cmp(a->raw, b->raw);
}

static bool is_dir(struct str path)
{
    struct stat st;
    return stat(path.p, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A candidate as a file; false when it turns out not to exist. */
static bool settle(struct globbing *g, const struct candidate *c, struct include_file *ret)
{
    struct within_place place;
    *ret = (struct include_file){.path = c->path, .outcome = c->outside ? INCLUDE_OUTSIDE : INCLUDE_FOUND};
    if (c->settled || c->outside)
        return true;
    ret->outcome = outcome_of(within_find(g->rules, g->a, c->path, &place));
    ret->path = place.name;
    ret->fault = place.fault;
    if (g->only_dirs)
        return ret->outcome == INCLUDE_FOUND && is_dir(place.real);
    if (c->listed || place.ends_in_link || ret->outcome == INCLUDE_FOUND || ret->outcome == INCLUDE_OUTSIDE)
        return true;
    if (ret->outcome == INCLUDE_FAULT)
        g->fault = place.fault;
    return false;
}

static void collect(struct globbing *g, struct include_result *ret)
{
    if (g->now.n > 1)
        qsort(g->now.p, g->now.n, sizeof(*g->now.p), by_raw);
    ret->files = arena_array(g->a, struct include_file, g->now.n);
    for (uint32_t i = 0; i < g->now.n; i++)
        ret->n += settle(g, &g->now.p[i], &ret->files[ret->n]);
}

static enum include_outcome glob_outcome(const struct globbing *g, const struct include_result *ret)
{
    if (g->too_many)
        return INCLUDE_TOO_MANY;
    if (ret->n > 0)
        return INCLUDE_FOUND;
    if (g->outside)
        return INCLUDE_OUTSIDE;
    return g->fault != FILE_OK ? INCLUDE_FAULT : INCLUDE_EMPTY_GLOB;
}

/* pattern below dir, its first part a glob. */
static void find_glob(const struct include_rules *rules, struct arena *a, struct str dir, struct str pattern,
                      struct include_result *ret)
{
    struct globbing g = {.rules = rules, .a = a, .only_dirs = str_ends(pattern, STR("/"))};
    vec_push(a, &g.now, ((struct candidate){.path = dir}));
    for (struct str rest = pattern; rest.n > 0 && !g.too_many;) {
        bool more = str_find_byte(rest, '/') < rest.n;
        struct str part = str_cut(&rest, '/');
        if (part.n > 0)
            expand(&g, part, more);
    }
    if (!g.too_many)
        collect(&g, ret);
    ret->outcome = glob_outcome(&g, ret);
    ret->fault = g.fault;
}

static void find_one(const struct include_rules *rules, struct arena *a, struct str path, struct include_result *ret)
{
    struct within_place place;
    ret->outcome = outcome_of(within_find(rules, a, path, &place));
    ret->fault = place.fault;
    ret->looked_for = place.name;
    if (ret->outcome != INCLUDE_FOUND)
        return;
    ret->files = arena_new(a, struct include_file);
    ret->files[ret->n++] = (struct include_file){.path = place.name, .outcome = INCLUDE_FOUND};
}

/* Where the literal start of a pattern leads, by the maps where they say something. What a relative one with ".." means, only the deployed
 * place of base_dir tells. */
static struct str start_dir(const struct include_rules *rules, struct arena *a, struct str base_dir, struct str start)
{
    struct str mapped, deployed;
    if (path_is_absolute(start))
        return within_map(rules, a, path_normalize(a, start), &mapped) ? mapped : start;
    if (within_goes_up(start) && within_deployed(rules, a, base_dir, &deployed) &&
        within_map(rules, a, path_normalize(a, join(a, deployed, start)), &mapped))
        return mapped;
    return start.n ? path_join(a, base_dir, start) : base_dir;
}

/* Offset of the first part of the pattern that is a glob; its length when none is. */
static uint32_t glob_start(struct str pattern)
{
    uint32_t start = 0;
    for (uint32_t i = 0; i < pattern.n; i++) {
        if (pattern.p[i] == '*' || pattern.p[i] == '?' || pattern.p[i] == '[')
            return start;
        if (pattern.p[i] == '/')
            start = i + 1;
    }
    return pattern.n;
}

void include_find(const struct include_rules *rules, struct arena *a, struct str base_dir, struct str pattern,
                  bool glob_allowed, struct include_result *ret)
{
    *ret = (struct include_result){.outcome = INCLUDE_MISSING, .looked_for = pattern};
    if (str_find_byte(pattern, '\0') < pattern.n)
        return;
    uint32_t glob = glob_allowed ? glob_start(pattern) : pattern.n;
    if (glob == pattern.n) {
        find_one(rules, a, start_dir(rules, a, base_dir, pattern), ret);
        return;
    }
    struct str dir = start_dir(rules, a, base_dir, unescape(a, str_slice(pattern, 0, glob)));
    struct str tail = str_slice(pattern, glob, pattern.n);
    ret->looked_for = path_join(a, path_normalize(a, dir), tail);
    find_glob(rules, a, dir, tail, ret);
}
