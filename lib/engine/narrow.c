#include "engine/narrow.h"

#include "base/path.h"
#include "engine/discover.h"
#include "engine/ignores.h"
#include "engine/plan.h"

#include <sys/stat.h>

/* ---- before reading: what stands around ---- */

static bool is_file(struct str path)
{
    struct stat st;
    return stat(path.p, &st) == 0 && S_ISREG(st.st_mode);
}

/* A PATH, absolute; empty when it is none of a file. Standard input counts by the name given for it. */
static struct str named_file(struct run *run, struct str path)
{
    struct str name = str_eq(path, STR("-")) ? run->options->stdin_name : path;
    struct str real = path_absolute(&run->arena, run->cwd, name);
    bool named = name.n > 0 && (str_eq(path, STR("-")) || is_file(real));
    return named ? real : (struct str){0};
}

/* A file that its kind calls complete, and that kind tells from fragments: nothing around is needed to read it. */
static bool is_complete(struct run *run, struct str path, struct str file)
{
    enum file_fault fault;
    bool from_stdin = str_eq(path, STR("-"));
    struct file *opened = from_stdin ? NULL : file_open(&run->files, file, &fault);
    if (!from_stdin && !opened)
        return false;
    struct str text = opened ? opened->bytes : run->options->stdin_text;
    const struct kind *kind = plan_kind(run, file, text);
    return kind && kind->role && plan_role(kind, file, text) == DOCUMENT_ROOT;
}

/* The directory of the run is nobody's project: only what is not whole by itself is looked for there. */
static struct str project_around(struct run *run, struct str path, struct str file, bool *ret_bounded)
{
    struct str repository = ignores_root(path_dir(file));
    if (run->project.dir.n && path_is_below(file, run->project.dir))
        return run->project.dir;
    if (repository.n)
        return repository;
    bool below = path_is_below(file, run->cwd) && !is_complete(run, path, file);
    *ret_bounded |= below;
    return below ? run->cwd : (struct str){0};
}

uint32_t narrow_around(struct run *run, const struct str **ret, bool *ret_bounded)
{
    VEC(struct str) around = {0};
    *ret_bounded = false;
    for (uint32_t i = 0; run->options->look_around && i < run->options->paths.n; i++) {
        struct str path = run->options->paths.p[i], file = named_file(run, path);
        struct str dir = file.n ? project_around(run, path, file, ret_bounded) : (struct str){0};
        bool known = dir.n == 0;
        for (uint32_t k = 0; k < around.n; k++)
            known |= str_eq(around.p[k], dir);
        if (!known)
            vec_push(&run->arena, &around, str_dup(&run->arena, dir)); /* path_dir's slice has no NUL */
    }
    *ret = around.p;
    return around.n;
}

/* loadline.yaml and what it extends, facts, rules. */
static bool is_own(const struct run *run, struct str file)
{
    for (uint32_t i = 0; i < run->project.read.n; i++)
        if (str_eq(run->project.read.p[i]->real, file))
            return true;
    for (uint32_t i = 0; i < run->project.packs.n; i++)
        if (path_is_below(file, run->project.packs.p[i].to))
            return true;
    return false;
}

static bool is_facts(struct run *run, struct str file)
{
    for (uint32_t i = 0; i < run->hosts.facts.files.n; i++) {
        struct str facts = path_join(&run->arena, run->cwd, run->hosts.facts.files.p[i]);
        if (str_eq(path_normalize(&run->arena, facts), file))
            return true;
    }
    return false;
}

bool narrow_means_all(struct run *run)
{
    for (uint32_t i = 0; i < run->options->paths.n; i++) {
        struct str file = named_file(run, run->options->paths.p[i]);
        if (file.n && (is_own(run, file) || is_facts(run, file)))
            return true;
    }
    return false;
}

/* ---- after reading: what was asked for ---- */

/* As discovery has it, whichever name led there. */
static struct str judged_name(const struct run *run, struct str path)
{
    return run->discovery ? discover_judged_as(run->discovery, path) : path;
}

static bool is_asked(const struct run *run, struct str path)
{
    return map_has(&run->asked, judged_name(run, path));
}

static void ask(struct run *run, struct str path)
{
    map_put(&run->asked, judged_name(run, path), NULL, NULL);
}

static bool includes_asked(const struct run *run, const struct document *d)
{
    for (uint32_t i = 0; i < d->job.included.n; i++)
        if (is_asked(run, d->job.included.p[i].file->path))
            return true;
    return false;
}

static bool includes(const struct run *run, const struct document *d, struct str path)
{
    for (uint32_t i = 0; i < d->job.included.n; i++)
        if (str_eq(judged_name(run, d->job.included.p[i].file->path), path))
            return true;
    return false;
}

/* A document that was asked for, with what it includes: but a drop-in, which reads its unit to be judged, is a part of that. */
static void ask_document(struct run *run, const struct map *around, const struct document *d)
{
    ask(run, d->path);
    for (uint32_t i = 0; !d->included && i < d->job.included.n; i++) {
        struct str path = judged_name(run, d->job.included.p[i].file->path);
        const struct document *other = map_get(around, path);
        if (!other || !includes(run, other, d->path))
            ask(run, path);
    }
}

void narrow_start(struct run *run)
{
    struct map around = {.a = &run->arena};
    run->asked.a = run->concerned.a = &run->arena;
    for (uint32_t i = 0; i < run->documents.n; i++)
        if (run->documents.p[i]->around)
            map_put(&around, run->documents.p[i]->path, run->documents.p[i], NULL);
    run->narrowed = around.n > 0;
    for (uint32_t i = 0; run->narrowed && i < run->documents.n; i++)
        if (!run->documents.p[i]->around)
            ask_document(run, &around, run->documents.p[i]);
    for (uint32_t i = 0; run->narrowed && i < run->documents.n; i++) {
        const struct document *d = run->documents.p[i];
        if (is_asked(run, d->path) || includes_asked(run, d))
            map_put(&run->concerned, d->path, NULL, NULL);
    }
}

/* ---- services ---- */

/* Whether the config of a service was asked for, or includes one that was. */
static bool is_concerned(const struct run *run, const struct service *s)
{
    return map_has(&run->concerned, s->path);
}

bool narrow_keeps_service(const struct run *run, const struct placed_service *p)
{
    bool keeps = !run->narrowed || is_concerned(run, &p->service);
    for (uint32_t i = 0; i < p->runners.n && !keeps; i++)
        keeps = is_concerned(run, &p->runners.p[i]->service);
    for (uint32_t i = 0; p->on && i < p->on->services.n && !keeps; i++) {
        const struct placed_service *other = p->on->services.p[i];
        bool shares =
            other->service.supplement != SUPPLEMENT_NONE && str_eq(other->service.program, p->service.program);
        keeps = (shares || other->joined == p) && is_concerned(run, &other->service);
    }
    return keeps;
}

bool narrow_keeps_document(const struct run *run, const struct document *d)
{
    return !run->narrowed || map_has(&run->concerned, d->path);
}

bool narrow_keeps_host(const struct run *run, const struct host *host)
{
    for (uint32_t i = 0; run->narrowed && i < run->stack.services.n; i++) {
        const struct placed_service *p = run->stack.services.p[i];
        if (p->host == host && narrow_keeps_service(run, p))
            return true;
    }
    return !run->narrowed;
}

/* ---- what is told ---- */

bool narrow_keeps_place(struct run *run, struct span at, struct str path)
{
    struct place place = source_place(&run->sources, at);
    if (!run->narrowed || (!place.file && is_asked(run, path)))
        return true;
    for (; place.file; place = source_place(&run->sources, place.via))
        if (is_asked(run, place.file->path))
            return true;
    return false;
}

bool narrow_keeps_finding(struct run *run, const struct finding *f)
{
    bool keeps = f->of_asked || narrow_keeps_place(run, f->at, f->path);
    for (uint32_t i = 0; i < f->related.n && !keeps; i++)
        keeps = narrow_keeps_place(run, f->related.p[i].at, (struct str){0});
    return keeps;
}

/* Judgements of whole services and hosts stand where the figure does that they are about, which other files had their part in. */
static bool is_of_whole(const struct run *run, struct str rule)
{
    const struct active_rule *r = ruleset_find(&run->rules, rule);
    return r && (str_eq(r->rule->select, STR("service")) || str_eq(r->rule->select, STR("host")) ||
                 (r->check && r->check->scope == CHECK_HOST));
}

void narrow_mark(const struct run *run, struct sink *sink)
{
    for (uint32_t i = 0; i < sink->findings.n; i++)
        sink->findings.p[i]->of_asked = is_of_whole(run, sink->findings.p[i]->rule);
    for (uint32_t i = 0; i < sink->not_run.n; i++)
        sink->not_run.p[i]->of_asked = true;
}
