#include "kinds/within.h"

#include "base/limits.h"
#include "base/path.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINKS_MAX = 40 }; /* as Linux has it (path_resolution(7)) */

struct within_root {
    struct str real;
};

/* The rules' maps are filled lazily: a zeroed struct has only its arena. */
static void put_root(struct include_rules *rules, struct str name, struct within_root *root)
{
    rules->roots.a = rules->a;
    map_put(&rules->roots, name, root, NULL);
}

void within_add_root(struct include_rules *rules, struct str dir)
{
    struct str name = path_normalize(rules->a, dir);
    char real[PATH_MAX];
    if (map_has(&rules->roots, name))
        return;
    struct within_root *root = arena_new(rules->a, struct within_root);
    root->real = realpath(name.p, real) ? str_dup(rules->a, str_from(real)) : name;
    put_root(rules, name, root);
    put_root(rules, root->real, root);
}

void within_add_map(struct include_rules *rules, struct str from, struct str to)
{
    struct path_map m = {path_normalize(rules->a, from), path_normalize(rules->a, to)};
    vec_push(rules->a, &rules->maps, m);
    within_add_root(rules, m.to);
}

/* path with the start from replaced by to. */
static struct str rebase(struct arena *a, struct str path, struct str from, struct str to)
{
    uint32_t skip = str_eq(from, STR("/")) ? 1 : from.n + 1;
    struct str rest = str_slice(path, skip, path.n);
    return rest.n ? path_join(a, to, rest) : str_dup(a, to);
}

bool within_map(const struct include_rules *rules, struct arena *a, struct str path, struct str *ret)
{
    const struct path_map *best = NULL;
    for (uint32_t i = 0; i < rules->maps.n; i++) {
        const struct path_map *m = &rules->maps.p[i];
        if (path_is_below(path, m->from) && (!best || m->from.n >= best->from.n))
            best = m;
    }
    if (best)
        *ret = rebase(a, path, best->from, best->to);
    return best != NULL;
}

bool within_deployed(const struct include_rules *rules, struct arena *a, struct str path, struct str *ret)
{
    const struct path_map *best = NULL;
    for (uint32_t i = 0; i < rules->maps.n; i++) {
        const struct path_map *m = &rules->maps.p[i];
        if (path_is_below(path, m->to) && (!best || m->to.n >= best->to.n))
            best = m;
    }
    if (best)
        *ret = rebase(a, path, best->to, best->from);
    return best != NULL;
}

/* A path on its way: what has been walked, free of links, and what is still to go. */
struct walk {
    const struct include_rules *rules;
    struct arena *a;
    char cur[LIMIT_PATH_BYTES + 1]; /* absolute; empty for "/" */
    uint32_t cur_n;
    char todo[LIMIT_PATH_BYTES + 1]; /* filled from its end, so that a link's target can be put in front */
    uint32_t todo_at;
    uint32_t n_links;
    bool inside; /* cur is at or below a root */
    bool linked; /* cur is not what the path says */
    bool mapped; /* a link led through a map: the system itself would not find the way */
    bool ends_in_link;
};

static struct str walked(const struct walk *w)
{
    return w->cur_n ? (struct str){w->cur, w->cur_n} : STR("/");
}

static const struct within_root *root_at(const struct walk *w, struct str path)
{
    return map_get(&w->rules->roots, path);
}

static bool walked_set(struct walk *w, struct str path)
{
    if (path.n > LIMIT_PATH_BYTES)
        return false;
    w->cur_n = str_eq(path, STR("/")) ? 0 : path.n;
    memcpy(w->cur, path.p, w->cur_n);
    w->cur[w->cur_n] = '\0';
    return true;
}

/* s '/' and what was to go before. */
static bool todo_put(struct walk *w, struct str s)
{
    if (s.n >= w->todo_at)
        return false;
    w->todo[--w->todo_at] = '/';
    w->todo_at -= s.n;
    memcpy(w->todo + w->todo_at, s.p, s.n);
    return true;
}

static struct str todo_next(struct walk *w)
{
    struct str rest = {w->todo + w->todo_at, (uint32_t)sizeof(w->todo) - w->todo_at};
    struct str part = str_cut(&rest, '/');
    w->todo_at = (uint32_t)sizeof(w->todo) - rest.n;
    return part;
}

/* One directory up. Above the roots the path is only text until it comes down into one again: a root's real path has no links. */
static void step_up(struct walk *w)
{
    struct str up = path_dir(walked(w));
    walked_set(w, up);
    w->inside = root_at(w, STR("/")) != NULL;
    for (uint32_t i = 1; i <= w->cur_n && !w->inside; i++) {
        struct str at = {w->cur, i};
        const struct within_root *root = i == w->cur_n || w->cur[i] == '/' ? root_at(w, at) : NULL;
        w->inside = root && str_eq(root->real, at);
    }
}

static enum within_outcome fault_of_errno(struct within_place *ret)
{
    if (errno == ENOENT || errno == ENOTDIR)
        return WITHIN_MISSING;
    ret->fault = errno == EACCES || errno == EPERM ? FILE_NO_PERMISSION : FILE_UNREADABLE;
    return WITHIN_FAULT;
}

static enum within_outcome fault(struct within_place *ret)
{
    ret->fault = FILE_UNREADABLE;
    return WITHIN_FAULT;
}

/* Puts a link's target before what is still to go. */
static enum within_outcome take_link(struct walk *w, struct str target, struct within_place *ret)
{
    struct str mapped;
    w->linked = true;
    w->ends_in_link |= w->todo_at == sizeof(w->todo);
    if (!path_is_absolute(target))
        step_up(w);
    else if (within_map(w->rules, w->a, path_normalize(w->a, target), &mapped)) {
        w->mapped = true;
        target = mapped;
    }
    if (path_is_absolute(target)) {
        w->cur_n = 0;
        w->inside = root_at(w, STR("/")) != NULL;
    }
    return ++w->n_links > LINKS_MAX || !todo_put(w, target) ? fault(ret) : WITHIN_FOUND;
}

/* Looks at cur, which is inside: a link is followed, anything else only has to be there. */
static enum within_outcome look(struct walk *w, struct within_place *ret)
{
    char target[LIMIT_PATH_BYTES];
    ssize_t n = readlink(w->cur_n ? w->cur : "/", target, sizeof(target));
    if (n < 0)
        return errno == EINVAL ? WITHIN_FOUND : fault_of_errno(ret);
    if (n == (ssize_t)sizeof(target))
        return fault(ret);
    return take_link(w, (struct str){target, (uint32_t)n}, ret);
}

/* "." and "..": only of a directory. */
static enum within_outcome step_dots(struct walk *w, bool up, struct within_place *ret)
{
    char here[LIMIT_PATH_BYTES + 3], target[1];
    if (w->inside) {
        snprintf(here, sizeof(here), "%s/.", w->cur);
        if (readlink(here, target, sizeof(target)) < 0 && errno != EINVAL)
            return fault_of_errno(ret);
    }
    if (up)
        step_up(w);
    return WITHIN_FOUND;
}

static enum within_outcome step_down(struct walk *w, struct str part, struct within_place *ret)
{
    if (part.n + 1 > LIMIT_PATH_BYTES - w->cur_n)
        return fault(ret);
    w->cur[w->cur_n++] = '/';
    memcpy(w->cur + w->cur_n, part.p, part.n);
    w->cur_n += part.n;
    w->cur[w->cur_n] = '\0';
    const struct within_root *root = root_at(w, walked(w));
    if (root && !str_eq(root->real, walked(w))) {
        w->linked = w->inside = true;
        return walked_set(w, root->real) ? WITHIN_FOUND : fault(ret);
    }
    w->inside |= root != NULL;
    return w->inside ? look(w, ret) : WITHIN_FOUND;
}

static enum within_outcome follow(struct walk *w, struct within_place *ret)
{
    while (w->todo_at < sizeof(w->todo)) {
        struct str part = todo_next(w);
        enum within_outcome outcome = WITHIN_FOUND;
        bool up = str_eq(part, STR(".."));
        if (up || str_eq(part, STR(".")))
            outcome = step_dots(w, up, ret);
        else if (part.n > 0)
            outcome = step_down(w, part, ret);
        if (outcome != WITHIN_FOUND)
            return outcome;
    }
    return w->inside ? WITHIN_FOUND : WITHIN_OUTSIDE;
}

bool within_goes_up(struct str path)
{
    while (path.n > 0)
        if (str_eq(str_cut(&path, '/'), STR("..")))
            return true;
    return false;
}

enum within_outcome within_find(const struct include_rules *rules, struct arena *a, struct str path,
                                struct within_place *ret_place)
{
    struct walk w = {.rules = rules, .a = a};
    struct within_place place = {.name = path_normalize(a, path)};
    w.todo_at = (uint32_t)sizeof(w.todo);
    w.inside = root_at(&w, STR("/")) != NULL;
    enum within_outcome outcome = todo_put(&w, path) ? follow(&w, &place) : fault(&place);
    place.linked = w.linked;
    place.ends_in_link = w.ends_in_link;
    if (outcome == WITHIN_FOUND) {
        place.real = str_dup(a, walked(&w));
        if (w.mapped || (w.linked && within_goes_up(path))) /* "link/.." is not what its text says */
            place.name = place.real;
    }
    *ret_place = place;
    return outcome;
}
