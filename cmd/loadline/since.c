#include "since.h"
#include "keeper.h"
#include "revision.h"

#include "base/limits.h"
#include "base/path.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* One revision on its way: root is the repository's, top where the revision is laid out. */
struct since {
    struct arena *a;
    struct str cwd, root, top;
    struct check_options then; /* the options of its run */
};

/* ---- what was asked for, there ---- */

/* Where a path leads there; the same path when it lies outside of the repository. */
static struct str path_then(struct since *s, struct str path)
{
    struct str whole = path_normalize(s->a, path_join(s->a, s->cwd, path));
    if (!path_is_below(whole, s->root))
        return whole;
    return path_normalize(s->a, path_join(s->a, s->top, path_relative(s->a, whole, s->root)));
}

static bool is_there(struct str path)
{
    struct stat st;
    return lstat(path.p, &st) == 0;
}

/* A PATH that is not there has come since, or was renamed: all of the revision tells. */
static void set_paths(struct since *s, const struct run_options *now)
{
    struct run_options *then = &s->then.run;
    bool all_there = true;
    memset(&then->paths, 0, sizeof(then->paths));
    for (uint32_t i = 0; i < now->paths.n; i++) {
        bool from_stdin = str_eq(now->paths.p[i], STR("-"));
        struct str path = path_then(s, from_stdin ? now->stdin_name : now->paths.p[i]);
        all_there &= is_there(path) && !(from_stdin && now->stdin_name.n == 0);
        vec_push(s->a, &then->paths, path);
    }
    if (all_there)
        return;
    then->paths.n = 0;
    vec_push(s->a, &then->paths, s->top);
}

static void set_facts(struct since *s, const struct run_options *now)
{
    struct run_options *then = &s->then.run;
    memset(&then->facts, 0, sizeof(then->facts));
    for (uint32_t i = 0; i < now->facts.n; i++) {
        bool local = str_eq(now->facts.p[i], STR("local"));
        struct str path = local ? now->facts.p[i] : path_then(s, now->facts.p[i]);
        if (local || is_there(path))
            vec_push(s->a, &then->facts, path);
    }
    then->in_ci |= now->facts.n > 0 && then->facts.n == 0; /* none is not this machine's */
}

static void set_rules(struct since *s, const struct run_options *now)
{
    struct run_options *then = &s->then.run;
    memset(&then->rules, 0, sizeof(then->rules));
    for (uint32_t i = 0; i < now->rules.n; i++) {
        struct str path = path_then(s, now->rules.p[i]);
        if (is_there(path))
            vec_push(s->a, &then->rules, path);
    }
}

/* FROM=TO. */
static void set_path_maps(struct since *s, const struct run_options *now)
{
    struct run_options *then = &s->then.run;
    memset(&then->path_maps, 0, sizeof(then->path_maps));
    for (uint32_t i = 0; i < now->path_maps.n; i++) {
        struct str to = now->path_maps.p[i], from = str_cut(&to, '=');
        struct str map =
            to.n > 0 ? str_printf(s->a, "%.*s=%.*s", STR_ARG(from), STR_ARG(path_then(s, to))) : now->path_maps.p[i];
        vec_push(s->a, &then->path_maps, map);
    }
}

static void set_options(struct since *s, const struct check_options *now)
{
    struct run_options *then = &s->then.run;
    s->then = *now;
    then->stands_for = s->root;
    then->before = NULL;
    then->stdin_text = (struct str){0};
    if (then->baseline.n > 0)
        then->baseline = path_then(s, then->baseline);
    set_paths(s, &now->run);
    set_facts(s, &now->run);
    set_rules(s, &now->run);
    set_path_maps(s, &now->run);
}

/* ---- judging it ---- */

/* Its .git makes the root of the copy a repository's; the directory of the run may have come since. */
static bool make_directory(struct since *s, struct str dir)
{
    for (uint32_t i = s->top.n + 1; i <= dir.n; i++) {
        if (i < dir.n && dir.p[i] != '/')
            continue;
        if (mkdir(str_dup(s->a, str_slice(dir, 0, i)).p, 0700) != 0 && errno != EEXIST)
            return false;
    }
    return true;
}

static void say_not_judged(const struct check_options *o, struct arena *a, struct run *run)
{
    const char *revision = diag_quote(a, o->since).p;
    const struct finding *f = run->faults.findings.n > 0 ? run->faults.findings.p[0] : NULL;
    struct place p = f ? source_place(&run->sources, f->at) : (struct place){0};
    fprintf(stderr, "loadline: warning: `%s` could not be judged, so that all findings count as new", revision);
    if (p.file)
        fprintf(stderr, ": %s:%u", diag_escape(a, p.file->path).p, file_line_column(p.file, p.off).line);
    if (f)
        fprintf(stderr, ": %.*s", STR_ARG(f->message));
    fputs("\n", stderr);
}

/* Returns the empty text, or why not. */
static struct str lay_out(struct since *s, const struct check_options *o, struct map *files)
{
    struct revision r = {
        .a = s->a, .root = s->root, .into = s->top, .name = o->since, .max_file_size = o->run.max_file_size};
    struct str why = revision_lay_out(&r, files), cwd = path_then(s, s->cwd);
    if (why.n > 0)
        return why;
    if (!make_directory(s, path_join(s->a, s->top, STR(".git"))) || !make_directory(s, cwd))
        return str_printf(s->a, "cannot lay it out: %s", strerror(errno));
    return why;
}

static bool refuse(struct arena *a, const struct check_options *o, struct str why)
{
    fprintf(stderr, "loadline: --changed-since %s: %.*s\n", diag_quote(a, o->since).p, STR_ARG(why));
    return false;
}

static void start(struct earlier *e, struct arena *a, struct str since)
{
    *e = (struct earlier){.a = a, .since = since};
    e->findings.a = e->findings.by_key.a = e->files.a = a;
}

bool since_judge_revision(struct check_options *o, struct arena *a, struct run *run, struct str cwd, since_judge *judge,
                          struct earlier *ret)
{
    char top[LIMIT_PATH_BYTES];
    struct since s = {.a = a, .cwd = cwd};
    struct str why = revision_root(a, cwd, &s.root);
    start(ret, a, o->since);
    if (why.n > 0)
        return refuse(a, o, why);
    if (!keeper_start(top, sizeof(top)))
        return refuse(a, o, str_printf(a, "no temporary directory: %s", strerror(errno)));
    s.top = str_dup(a, str_from(top));
    why = lay_out(&s, o, &ret->files);
    if (why.n > 0)
        return refuse(a, o, why);
    set_options(&s, o);
    if (judge(&s.then, run, path_then(&s, cwd)))
        earlier_take(ret, run);
    else
        say_not_judged(o, a, run);
    run_close(run);
    revision_remove(top);
    o->run.before = ret;
    return true;
}
