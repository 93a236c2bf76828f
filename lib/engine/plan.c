#include "engine/plan.h"

#include "base/limits.h"
#include "base/path.h"
#include "engine/discover.h"
#include "engine/narrow.h"
#include "text/marks.h"

enum { HEAD_BYTES = 65536 };

/* Standard input, when it is among the paths. */
struct plan {
    struct file *stdin_file;
    const struct kind *stdin_kind; /* NULL: it is not, or its kind cannot be told */
    bool stdin_taken;
};

/* period: as for path_match. */
static bool pattern_names(const struct project_pattern *p, struct str absolute, bool period)
{
    uint32_t from = str_eq(p->dir, STR("/")) ? 1 : p->dir.n + 1;
    return path_is_below(absolute, p->dir) && path_match(p->pattern, str_slice(absolute, from, absolute.n), period);
}

static bool names_file(const struct project_app *app, struct str absolute)
{
    for (uint32_t i = 0; i < app->files.n; i++)
        if (pattern_names(&app->files.p[i], absolute, true))
            return true;
    return false;
}

/* Whether loadline.yaml maps the file at path, as shown, onto the stack: what it looks like then does not count. */
static bool is_app(struct run *run, struct str path)
{
    struct arena_mark mark = arena_mark(&run->arena);
    struct str absolute = run->project.apps.n ? path_absolute(&run->arena, run->cwd, path) : path;
    bool found = false;
    for (uint32_t i = 0; i < run->project.apps.n && !found; i++)
        found = names_file(run->project.apps.p[i], absolute);
    arena_pop(&run->arena, mark);
    return found;
}

static const struct kind *detect(struct run *run, struct str path, struct str head, int *ret_score)
{
    if (!is_app(run, path))
        return kind_detect(marks_plain_name(path), head, ret_score);
    if (ret_score)
        *ret_score = 100;
    return kind_find(STR("app"));
}

/* The name without what makes it a template: nginx.conf of nginx.conf.j2. */
static struct str kind_of(void *ctx, struct str path, struct str head, int *ret_score)
{
    const struct kind *k = detect(ctx, path, head, ret_score);
    return k ? k->name : (struct str){0};
}

static bool is_template(const struct run *run, const struct file *file)
{
    if (file->marks != 0)
        return true;
    for (uint32_t i = 0; i < run->project.templates.n; i++)
        if (pattern_names(&run->project.templates.p[i], file->real, false))
            return true;
    return false;
}

const struct kind *plan_kind(struct run *run, struct str name, struct str text)
{
    const struct kind *asked = run->options->kind;
    return asked ? asked : detect(run, name, str_slice(text, 0, HEAD_BYTES), NULL);
}

enum document_role plan_role(const struct kind *kind, struct str path, struct str text)
{
    return kind->role ? kind->role(path, str_slice(text, 0, HEAD_BYTES)) : DOCUMENT_ROOT;
}

/* The entries of `apps` that name a document; one that was given another kind on the command line is that. */
static void map_apps(struct run *run, struct document *d)
{
    for (uint32_t i = 0; i < run->project.apps.n && str_eq(d->kind->name, STR("app")); i++)
        if (names_file(run->project.apps.p[i], d->file->real))
            vec_push(&run->arena, &d->apps, &run->project.apps.p[i]->map);
}

/* Fragments around are read by their roots or not at all. */
static void add_document(struct run *run, struct file *file, const struct kind *kind, bool around)
{
    enum document_role role = plan_role(kind, file->path, file->bytes);
    if (around && role == DOCUMENT_FRAGMENT)
        return;
    struct document *d = arena_new(&run->arena, struct document);
    d->path = file->path;
    d->file = file;
    d->kind = kind;
    d->role = role;
    d->around = around;
    d->is_template = is_template(run, file);
    map_apps(run, d);
    vec_push(&run->arena, &run->documents, d);
}

/* Standard input stands in place of the file that it is named for. */
static void take_stdin(struct run *run, struct plan *plan)
{
    if (plan->stdin_kind && !plan->stdin_taken)
        add_document(run, plan->stdin_file, plan->stdin_kind, false);
    plan->stdin_taken = true;
}

static void open_document(struct run *run, struct plan *plan, const struct discovered *found)
{
    enum file_fault fault;
    struct file *file = file_open(&run->files, found->path, &fault);
    if (file && file == plan->stdin_file)
        take_stdin(run, plan);
    else if (file)
        add_document(run, file, kind_find(found->kind), found->around);
    else if (!found->around)
        diag_not_analysed(&run->plan, SPAN_NONE, found->path, "%s", file_fault_text(fault));
}

static void take_found(struct run *run, struct plan *plan, const struct discovered *found)
{
    if (found->left == DISCOVER_JUDGED && found->twin == 0)
        open_document(run, plan, found);
    else if (found->not_analysed && found->left == DISCOVER_NO_KIND)
        diag_not_analysed(&run->plan, SPAN_NONE, found->path, "its kind cannot be told; --kind names it");
    else if (found->not_analysed)
        diag_not_analysed(&run->plan, SPAN_NONE, found->path, "%s", discover_reason(&run->arena, found).p);
}

/* The directories and files of loadline's own: they are no app configs. */
static void list_own(struct run *run, struct discover_options *o)
{
    VEC(struct discover_own) own = {0};
    for (uint32_t i = 0; i < run->project.read.n; i++)
        vec_push(&run->arena, &own, ((struct discover_own){run->project.read.p[i]->real, false}));
    if (run->baseline_path.n > 0)
        vec_push(&run->arena, &own, ((struct discover_own){run->baseline_path, false}));
    for (uint32_t i = 0; i < run->hosts.facts.files.n; i++) {
        struct str real = path_absolute(&run->arena, run->cwd, run->hosts.facts.files.p[i]);
        vec_push(&run->arena, &own, ((struct discover_own){real, true}));
    }
    o->own = own.p;
    o->n_own = own.n;
}

static void list_excludes(struct run *run, struct discover_options *o)
{
    VEC(struct discover_exclude) exclude = {0};
    for (uint32_t i = 0; i < run->project.exclude.n; i++) {
        const struct project_pattern *p = &run->project.exclude.p[i];
        struct place at = source_place(&run->sources, p->at);
        struct line_column lc = file_line_column(at.file, at.off);
        struct str place = str_printf(&run->arena, "%.*s:%u", STR_ARG(at.file->path), lc.line);
        vec_push(&run->arena, &exclude, ((struct discover_exclude){p->dir, p->pattern, place}));
    }
    o->exclude = exclude.p;
    o->n_exclude = exclude.n;
}

/* PATHs but "-". Where loadline.yaml or facts are among them, all that is around is meant. */
static void list_paths(struct run *run, struct discover_options *o, bool *ret_stdin)
{
    VEC(struct str) paths = {0};
    bool bounded = false, all = narrow_means_all(run);
    o->n_around = run->options->list_files ? 0 : narrow_around(run, &o->around, &bounded);
    o->max_around = bounded ? LIMIT_AROUND_FILES : LIMIT_WALK_FILES;
    for (uint32_t i = 0; all && i < o->n_around; i++)
        vec_push(&run->arena, &paths, o->around[i]);
    o->n_around = all ? 0 : o->n_around;
    for (uint32_t i = 0; i < run->options->paths.n; i++) {
        struct str path = run->options->paths.p[i];
        if (str_eq(path, STR("-")))
            *ret_stdin = true;
        else
            vec_push(&run->arena, &paths, path);
    }
    o->paths = paths.p;
    o->n_paths = paths.n;
}

static bool report_missing(struct run *run)
{
    const struct discovery *found = run->discovery;
    for (uint32_t i = 0; i < found->faults.n; i++) {
        struct finding *f =
            diag_add(&run->faults, FAULT_RULE, SPAN_NONE, "%s", file_fault_text(found->faults.p[i].fault));
        f->path = found->faults.p[i].path;
    }
    return found->faults.n == 0;
}

static bool plan_found(struct run *run, struct plan *plan, struct discover_options *o)
{
    run->discovery = arena_new(&run->arena, struct discovery);
    *run->discovery = discover(&run->arena, o, &run->includes);
    if (!report_missing(run))
        return false;
    for (uint32_t i = 0; i < run->discovery->n; i++)
        take_found(run, plan, &run->discovery->files[i]);
    if (run->discovery->around_left)
        vec_push(&run->arena, &run->outcome.notes,
                 str_printf(&run->arena,
                            "files named were judged without what is around them: more than %d names below "
                            "the working directory; a loadline.yaml says where a project begins",
                            LIMIT_AROUND_FILES));
    return true;
}

static void plan_stdin(struct run *run, struct plan *plan)
{
    const struct run_options *o = run->options;
    struct str name = o->stdin_name.n ? o->stdin_name : STR("<stdin>");
    struct str text = o->stdin_text;
    const struct kind *kind = plan_kind(run, name, text);
    if (!kind) {
        diag_not_analysed(&run->plan, SPAN_NONE, name, "its kind cannot be told; --kind or --stdin-filename names it");
        return;
    }
    struct file *file =
        o->stdin_name.n ? file_replace(&run->files, name, text) : file_from_bytes(&run->files, name, text);
    if (o->stdin_name.n == 0)
        file->real = path_absolute(&run->arena, run->cwd, STR("stdin"));
    within_add_root(&run->includes, path_dir(file->real));
    *plan = (struct plan){.stdin_file = file, .stdin_kind = kind};
}

static void plan_text(struct run *run, const struct run_text *t)
{
    struct file *file = file_from_bytes(&run->files, t->path, t->text);
    file->real = path_absolute(&run->arena, run->cwd, t->path);
    add_document(run, file, t->kind, false);
}

/* Whoever wrote them counts on them: silence would read as if they had been judged. */
static void tell_keys_without_effect(struct run *run)
{
    const struct project *p = &run->project;
    for (uint32_t i = 0; i < p->profile.n; i++)
        diag_not_analysed(&run->plan, p->profile.p[i].at, (struct str){0},
                          "profile: the key is read, and this release does not act on it");
}

/* The directory that all files of a pattern lie in. */
static struct str pattern_root(struct run *run, const struct project_pattern *p)
{
    struct str path = path_absolute(&run->arena, p->dir, p->pattern);
    while (path_has_glob(path))
        path = path_dir(path);
    return path;
}

static bool is_searched(struct run *run, const struct discover_options *o, struct str path)
{
    for (uint32_t i = 0; i < o->n_paths; i++)
        if (path_is_below(path, path_absolute(&run->arena, run->cwd, o->paths[i])))
            return true;
    for (uint32_t i = 0; i < o->n_around; i++)
        if (path_is_below(path, o->around[i]))
            return true;
    return o->n_paths == 0 && o->n_around == 0 && path_is_below(path, run->cwd);
}

static bool is_judged_by(const struct run *run, const struct project_pattern *p)
{
    for (uint32_t i = 0; i < run->documents.n; i++)
        if (pattern_names(p, run->documents.p[i]->file->real, true))
            return true;
    return false;
}

/* Of what was searched: a run over one directory says nothing of the others. */
static void tell_unfound_apps(struct run *run, const struct discover_options *o)
{
    for (uint32_t i = 0; i < run->project.apps.n; i++) {
        const struct project_app *app = run->project.apps.p[i];
        for (uint32_t k = 0; k < app->files.n; k++) {
            const struct project_pattern *p = &app->files.p[k];
            if (is_searched(run, o, pattern_root(run, p)) && !is_judged_by(run, p))
                diag_not_analysed(&run->plan, p->at, (struct str){0}, "apps: no file that is judged matches %s",
                                  diag_quote(&run->arena, p->pattern).p);
        }
    }
}

bool plan_documents(struct run *run)
{
    struct discover_options o = {
        .base = run->cwd,
        .kind = kind_of,
        .ctx = run,
        .named_kind = run->options->kind ? run->options->kind->name : (struct str){0},
        .hook = run->options->hook,
        .max_file_size = run->options->max_file_size,
        .list_all = run->options->list_files,
    };
    struct plan plan = {0};
    bool from_stdin = false;
    tell_keys_without_effect(run);
    list_paths(run, &o, &from_stdin);
    list_own(run, &o);
    list_excludes(run, &o);
    if (from_stdin)
        plan_stdin(run, &plan);
    bool sound = (o.n_paths == 0 && o.n_around == 0 && from_stdin) || plan_found(run, &plan, &o);
    take_stdin(run, &plan);
    for (uint32_t i = 0; i < run->options->texts.n; i++)
        plan_text(run, &run->options->texts.p[i]);
    if (!run->options->list_files)
        tell_unfound_apps(run, &o);
    return sound;
}
