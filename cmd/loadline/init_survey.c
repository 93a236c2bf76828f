#include "init.h"

#include "base/limits.h"
#include "base/path.h"
#include "engine/discover.h"
#include "engine/engine.h"

#include <stdlib.h>

enum { FACTS_FILE_BYTES = 1 << 20 };

/* A search in progress: one run after the other, each with what those before it have found. */
struct searching {
    struct survey *s;
    struct run_options options;
    struct run run;
    struct str error;
};

typedef void look_fn(struct searching *g);

/* Runs, and has the outcome looked at. Nothing is judged: no rule is selected. */
static bool search(struct searching *g, struct str cwd, look_fn *look)
{
    bool done = run_open(&g->run, &g->options, cwd) && run_check(&g->run);
    if (done)
        look(g);
    else if (g->run.faults.findings.n > 0)
        g->error = str_dup(g->s->a, g->run.faults.findings.p[0]->message);
    run_close(&g->run);
    return done;
}

/* ---- facts ---- */

static bool may_be_facts(const struct discovered *f)
{
    struct str ext = path_ext(f->path);
    return f->left == DISCOVER_NO_KIND && !f->is_dir && !path_has_glob(f->path) &&
           (str_eq(ext, STR(".yaml")) || str_eq(ext, STR(".yml")) || str_eq(ext, STR(".json")));
}

/* Own or foreign, and without a fault: a file that is refused would make every run fail. */
static void read_facts(struct searching *g, struct str path)
{
    struct run *run = &g->run;
    struct sink faults = {.a = &run->arena};
    struct reading r = {&run->arena, &run->files, &run->sources, &faults};
    struct facts facts = {0};
    enum file_fault fault;
    struct file *file = file_open(&run->files, path, &fault);
    if (!file || file->bytes.n > FACTS_FILE_BYTES)
        return;
    facts_read_file(&r, &facts, file, run->cwd);
    bool says_something = facts.entries.n + facts.dns.n + facts.certificates.n > 0;
    if (faults.findings.n > 0 || !says_something)
        return;
    struct survey_facts found = {.path = str_dup(g->s->a, path), .n_hosts = facts.entries.n, .used = true};
    if (facts.entries.n > 0)
        found.host = str_dup(g->s->a, value_format(&run->arena, facts.entries.p[0]->host.name));
    vec_push(g->s->a, &g->s->facts, found);
}

static void look_for_facts(struct searching *g)
{
    for (uint32_t i = 0; i < g->run.discovery->n; i++)
        if (may_be_facts(&g->run.discovery->files[i]))
            read_facts(g, g->run.discovery->files[i].path);
}

/* ---- deployed paths ---- */

static void put_path(struct survey *s, struct str from, struct str to)
{
    for (uint32_t i = 0; i < s->paths.n; i++) {
        struct survey_path *p = &s->paths.p[i];
        if (!str_eq(p->from, from))
            continue;
        p->sure = p->to.n == 0 || to.n == 0 ? p->to.n + to.n > 0 : p->sure && str_eq(p->to, to);
        p->to = p->to.n == 0 ? str_dup(s->a, to) : p->to;
        return;
    }
    vec_push(s->a, &s->paths, ((struct survey_path){str_dup(s->a, from), str_dup(s->a, to), to.n > 0}));
}

/* Whether an include that starts from dir finds files. */
static bool finds(struct searching *g, struct str dir, struct str pattern)
{
    struct include_result found;
    include_find(&g->run.includes, &g->run.arena, dir, pattern, true, &found);
    return found.outcome == INCLUDE_FOUND && found.n > 0;
}

/* Files by a glob alone would be all there are: it is to name a directory, too. */
static bool is_telling(struct str rest)
{
    return rest.n > 0 &&
           (!path_has_glob(rest) || (!path_has_glob(path_dir(rest)) && str_find_byte(rest, '/') < rest.n));
}

/* "/etc/nginx/conf.d/x.conf" in a config of the directory web: with web/conf.d/x.conf there, /etc/nginx is web. The longest end of the path that is found
 * decides. What is told of has two parts at least: nobody keeps all of /etc in the directory of one config. */
static void place_include(struct searching *g, struct str dir, struct str include)
{
    uint32_t first = 1 + str_find_byte(str_slice(include, 1, include.n), '/');
    uint32_t second = first + 1 + str_find_byte(str_slice(include, first + 1, include.n), '/');
    struct str to = path_relative(&g->run.arena, dir, g->run.cwd);
    for (uint32_t at = first; at < include.n && second < include.n; at++) {
        struct str rest = str_slice(include, at + 1, include.n);
        if (include.p[at] != '/' || !is_telling(rest) || !finds(g, dir, rest))
            continue;
        if (at == first)
            put_path(g->s, str_slice(include, 0, second),
                     path_join(&g->run.arena, to, str_slice(include, first + 1, second)));
        else
            put_path(g->s, str_slice(include, 0, at), to);
        return;
    }
    if (second < include.n)
        put_path(g->s, str_slice(include, 0, second), (struct str){0});
}

static void place_includes(struct searching *g, struct document *d)
{
    struct str dir = path_dir(d->file->real);
    for (struct node *n = d->job.root; n; n = node_walk(d->job.root, n)) {
        const struct node *word = n->kind == NODE_ENTRY && (n->flags & NODE_INCLUDE) ? node_word(n, 0) : NULL;
        if (word && node_is_known(word) && path_is_absolute(word->text) && !finds(g, path_dir(dir), word->text))
            place_include(g, dir, path_normalize(&g->run.arena, word->text));
    }
}

static int by_from(const void *x, const void *y)
{
    const struct survey_path *a = x, *b = y;
    return str_cmp(a->from, b->from);
}

static void look_for_paths(struct searching *g)
{
    struct survey *s = g->s;
    for (uint32_t i = 0; i < g->run.documents.n; i++)
        if (!g->run.documents.p[i]->included && !g->run.documents.p[i]->job.container)
            place_includes(g, g->run.documents.p[i]);
    if (s->paths.n > 1)
        qsort(s->paths.p, s->paths.n, sizeof(*s->paths.p), by_from);
}

/* ---- configs ---- */

/* Whether a list of files, as a host's source is one, names path. */
static bool names_file(struct str source, struct str path)
{
    while (source.n > 0)
        if (str_eq(str_trim(str_cut(&source, ',')), path))
            return true;
    return false;
}

static bool lists(const struct host *h, const struct run *run)
{
    for (uint32_t i = 0; i < run->documents.n; i++)
        if (host_lists_file(h, run->documents.p[i]->file->real))
            return true;
    return false;
}

/* Facts of some directory further down name its configs from there: here they would name none. */
static bool is_of_here(const struct survey_facts *f, struct searching *g)
{
    bool names_configs = false, any = false;
    for (uint32_t i = 0; i < g->run.hosts.facts.hosts.n; i++) {
        const struct host *h = g->run.hosts.facts.hosts.p[i];
        if (!names_file(h->source, f->path))
            continue;
        names_configs |= value_is_known(h->configs);
        any |= lists(h, &g->run);
    }
    g->s->has_configs_in_facts |= any;
    return any || !names_configs;
}

static void look_for_configs(struct searching *g)
{
    struct survey *s = g->s;
    for (uint32_t i = 0; i < g->run.documents.n; i++) {
        const struct document *d = g->run.documents.p[i];
        if (d->job.container)
            continue;
        if (d->included || d->role == DOCUMENT_FRAGMENT)
            s->n_parts++;
        else
            vec_push(s->a, &s->configs, ((struct survey_config){d->kind, str_dup(s->a, d->path)}));
    }
    for (uint32_t i = 0; i < s->facts.n; i++)
        s->facts.p[i].used = is_of_here(&s->facts.p[i], g);
}

/* ---- the search ---- */

static void add_facts(struct searching *g)
{
    for (uint32_t i = 0; i < g->s->facts.n; i++)
        vec_push(g->s->a, &g->options.facts, g->s->facts.p[i].path);
}

static void add_paths(struct searching *g)
{
    for (uint32_t i = 0; i < g->s->paths.n; i++) {
        const struct survey_path *p = &g->s->paths.p[i];
        if (p->sure)
            vec_push(g->s->a, &g->options.path_maps,
                     str_printf(g->s->a, "%.*s=%.*s", STR_ARG(p->from), STR_ARG(p->to)));
    }
}

/* Files that are right one by one may not be right together. */
static bool search_with_facts(struct searching *g, struct str cwd)
{
    add_facts(g);
    if (search(g, cwd, look_for_configs))
        return true;
    g->options.facts.n = 0;
    for (uint32_t i = 0; i < g->s->facts.n; i++)
        g->s->facts.p[i].used = false;
    g->s->facts.n = 0;
    return search(g, cwd, look_for_configs);
}

bool survey_make(struct survey *s, struct str cwd, struct str *ret_error)
{
    static struct searching g; /* too large for a small stack */
    struct rule_choice none = {STR("all"), false};
    g = (struct searching){.s = s};
    g.options = (struct run_options){.jobs = 1,
                                     .max_file_size = LIMIT_FILE_BYTES,
                                     .max_memory = LIMIT_RUN_BYTES,
                                     .in_ci = true,
                                     .no_config = true,
                                     .list_files = true};
    vec_push(s->a, &g.options.choices, none);
    bool done = search(&g, cwd, look_for_facts);
    g.options.list_files = false;
    done = done && search(&g, cwd, look_for_paths);
    add_paths(&g);
    done = done && search_with_facts(&g, cwd);
    *ret_error = g.error;
    return done;
}
