#include "engine/engine.h"

#include "base/map.h"
#include "base/path.h"
#include "diag/closest.h"
#include "engine/collect.h"
#include "engine/judge.h"
#include "engine/narrow.h"
#include "engine/open.h"
#include "engine/plan.h"
#include "engine/read.h"
#include "engine/suppress.h"
#include "ruleset/load.h"

static struct reading reading_of(struct run *run)
{
    return (struct reading){&run->arena, &run->files, &run->sources, &run->faults};
}

static struct finding *usage_fault(struct run *run, const char *what, struct str value)
{
    struct finding *f = diag_add(&run->faults, FAULT_RULE, SPAN_NONE, "%s", what);
    f->path = value;
    return f;
}

static void load_project(struct run *run)
{
    struct reading r = reading_of(run);
    struct str path;
    bool found = project_find(&run->arena, run->cwd, &path, &run->project.root);
    if (found && !run->options->no_config)
        project_read(&r, &run->project, path);
}

static void load_hosts(struct run *run)
{
    const struct run_options *o = run->options;
    struct reading r = reading_of(run);
    struct hosts_request q = {.facts = o->facts.p,
                              .n_facts = o->facts.n,
                              .names = o->hosts.p,
                              .n_names = o->hosts.n,
                              .cpus = o->cpus,
                              .memory = o->memory,
                              .in_ci = o->in_ci,
                              .earlier = o->stands_for.n > 0,
                              .hook = o->hook,
                              .compared = o->stands_for.n > 0 || o->before || o->update != BASELINE_COMPARE ||
                                          o->baseline.n > 0 || run->project.baseline.to.n > 0};
    hosts_choose(&r, &run->project, &q, &run->hosts);
}

/* Parameters of a rule as loadline.yaml gives them, checked against what the rule declares. */
static void read_params(struct run *run, const struct project_rule *from, const struct rule *rule,
                        struct rule_setting *to)
{
    uint32_t n = 0;
    for (const struct node *e = from->params ? next_entry(from->params->first) : NULL; e; e = next_entry(e->next))
        n++;
    struct str *names = arena_array(&run->arena, struct str, n);
    struct value *values = arena_array(&run->arena, struct value, n);
    for (const struct node *e = n ? next_entry(from->params->first) : NULL; e; e = next_entry(e->next)) {
        const struct rule_param *p = NULL;
        struct closest c = closest_start(e->text);
        for (uint32_t i = 0; i < rule->n_params; i++) {
            closest_offer(&c, rule->params[i].name, 0);
            if (str_eq(rule->params[i].name, e->text))
                p = &rule->params[i];
        }
        const char *shown = diag_quote(&run->arena, e->text).p;
        if (!p) {
            struct finding *f = diag_add(&run->faults, FAULT_RULE, e->name_at, "rule `%.*s` has no parameter `%s`",
                                         STR_ARG(rule->info.id), shown);
            if (c.best.n)
                diag_help(&run->faults, f, "the nearest parameter is `%.*s`", STR_ARG(c.best));
        } else if (!rule_param_read(&run->arena, p->type, node_value(e), &values[to->n_params])) {
            diag_add(&run->faults, FAULT_RULE, value_place(node_value(e)), "parameter `%s` is not of type %.*s", shown,
                     STR_ARG(p->type));
        } else {
            names[to->n_params++] = p->name;
        }
    }
    to->param_names = names;
    to->param_values = values;
}

/* The closest id or pack, for a name that is neither. */
static struct str nearest_rule(const struct run *run, struct str name)
{
    struct closest c = closest_start(name);
    for (uint32_t i = 0; i < run->known.n; i++) {
        closest_offer(&c, run->known.rules[i]->info.id, 0);
        closest_offer(&c, rule_pack(run->known.rules[i]->info.id), 1);
    }
    return c.best;
}

static void unknown_rule(struct run *run, struct finding *f, struct str name)
{
    struct str near = nearest_rule(run, name);
    if (near.n)
        diag_help(&run->faults, f, "a rule with a similar name is `%.*s`", STR_ARG(near));
}

static struct rule_setting setting_of(struct run *run, const struct project_rule *p)
{
    struct rule_setting s = {.id = p->id, .off = p->off, .has_severity = p->has_severity, .severity = p->severity};
    const struct rule *rule = rule_find(run->known.rules, run->known.n, p->id);
    if (rule) {
        read_params(run, p, rule, &s);
        return s;
    }
    struct finding *f =
        diag_add(&run->faults, FAULT_RULE, p->at, "no rule is called `%s`", diag_quote(&run->arena, p->id).p);
    unknown_rule(run, f, p->id);
    return s;
}

/* The packs of loadline.yaml and of --rules. */
static void load_packs(struct run *run)
{
    struct reading r = reading_of(run);
    VEC(struct pack_dir) dirs = {0};
    for (uint32_t i = 0; i < run->project.packs.n; i++)
        vec_push(&run->arena, &dirs, ((struct pack_dir){run->project.packs.p[i].to, run->project.packs.p[i].at}));
    for (uint32_t i = 0; i < run->options->rules.n; i++)
        vec_push(&run->arena, &dirs, ((struct pack_dir){run->options->rules.p[i], SPAN_NONE}));
    packs_load(&r, dirs.p, dirs.n, &run->known);
}

void run_load_rules(struct run *run)
{
    const struct run_options *o = run->options;
    VEC(struct rule_setting) settings = {0};
    struct str unknown;
    for (uint32_t i = 0; i < run->project.rules.n; i++)
        vec_push(&run->arena, &settings, setting_of(run, &run->project.rules.p[i]));
    for (uint32_t i = 0; i < o->severities.n; i++)
        vec_push(&run->arena, &settings, o->severities.p[i]);
    bool sound = run->faults.findings.n == 0;
    ruleset_make(&run->rules, &run->arena, run->known.rules, run->known.n, settings.p, settings.n, o->choices.p,
                 o->choices.n, &unknown);
    if (sound && unknown.n && o->stands_for.n == 0)
        unknown_rule(run, usage_fault(run, "no rule or pack has this name", unknown), unknown);
}

static bool rule_or_pack(const struct run *run, struct str name)
{
    for (uint32_t i = 0; i < run->known.n; i++)
        if (str_eq(name, run->known.rules[i]->info.id) || str_eq(name, rule_pack(run->known.rules[i]->info.id)))
            return true;
    return false;
}

/* A misspelt name in --require or `require-rules:` would demand nothing, and the gate would stand open. */
static void check_required(struct run *run)
{
    const struct run_options *o = run->options;
    if (run->faults.findings.n > 0) /* of a pack that cannot be read, too, whose rules are unknown then */
        return;
    for (uint32_t i = 0; i < o->require.n && o->stands_for.n == 0; i++)
        if (!rule_or_pack(run, o->require.p[i]))
            unknown_rule(run, usage_fault(run, "no rule or pack has this name", o->require.p[i]), o->require.p[i]);
    for (uint32_t i = 0; i < run->project.require_rules.n; i++) {
        const struct project_word *name = &run->project.require_rules.p[i];
        if (!rule_or_pack(run, name->text))
            unknown_rule(run,
                         diag_add(&run->faults, FAULT_RULE, name->at, "no rule or pack is called `%s`",
                                  diag_quote(&run->arena, name->text).p),
                         name->text);
    }
}

static void load_env(struct run *run)
{
    run->env.a = &run->arena;
    for (uint32_t i = 0; i < run->project.env.n; i++)
        map_put(&run->env, run->project.env.p[i].name, NULL, NULL)->value = &run->project.env.p[i].value;
}

/* --path FROM=TO and loadline.yaml's paths. */
static void load_maps(struct run *run)
{
    for (uint32_t i = 0; i < run->project.paths.n; i++)
        within_add_map(&run->includes, run->project.paths.p[i].from, run->project.paths.p[i].to);
    for (uint32_t i = 0; i < run->options->path_maps.n; i++) {
        struct str to = run->options->path_maps.p[i], from = str_cut(&to, '=');
        if (!path_is_absolute(from) || to.n == 0)
            usage_fault(run, "`--path` takes FROM=TO, FROM an absolute path", run->options->path_maps.p[i]);
        else
            within_add_map(&run->includes, path_normalize(&run->arena, from), path_absolute(&run->arena, run->cwd, to));
    }
}

void run_start(struct run *run, const struct run_options *options, struct str cwd)
{
    *run = (struct run){.options = options, .budget = {.max = options->max_memory}};
    arena_init(&run->arena, &run->budget);
    run->cwd = path_normalize(&run->arena, cwd);
    file_store_init(&run->files, run->cwd, options->max_file_size, &run->budget);
    for (uint32_t i = 0; i < options->overlays.n; i++)
        file_store_overlay(&run->files, options->overlays.p[i].real, options->overlays.p[i].bytes);
    source_store_init(&run->sources, &run->budget);
    run->faults.a = run->plan.a = run->includes.a = &run->arena;
    run->outcome.files = &run->files;
    run->outcome.sources = &run->sources;
}

bool run_open_rules(struct run *run, const struct run_options *options, struct str cwd)
{
    run_start(run, options, cwd);
    load_project(run);
    load_packs(run);
    return run->faults.findings.n == 0;
}

bool run_open(struct run *run, const struct run_options *options, struct str cwd)
{
    run_start(run, options, cwd);
    load_project(run);
    load_hosts(run);
    load_packs(run);
    run_load_rules(run);
    check_required(run);
    suppress_check_project(run);
    load_maps(run);
    load_env(run);
    baseline_open(run);
    return run->faults.findings.n == 0;
}

static struct outcome_host shown_host(struct run *run, const struct host *h)
{
    struct outcome_host shown = {.origin = h->source};
    bool nameless = str_eq(h->source, STR("command line"));
    shown.name = nameless ? (struct str){0} : value_format(&run->arena, h->name);
    shown.cpus = value_is_known(h->cpus) ? value_show(&run->arena, h->cpus) : (struct str){0};
    shown.memory = value_is_known(h->memory) ? value_show(&run->arena, h->memory) : (struct str){0};
    return shown;
}

static bool was_judged_for(const struct run *run, const struct host *h)
{
    for (uint32_t i = 0; i < run->stack.services.n; i++)
        if (run->stack.services.p[i]->host == h && narrow_keeps_service(run, run->stack.services.p[i]))
            return true;
    for (uint32_t i = 0; i < run->stack.kernels.n; i++)
        if (run->stack.kernels.p[i] == h)
            return true;
    return false;
}

/* The hosts that something was judged for. Facts that no judged file belongs to are worth a word: a path in `configs` may be wrong. */
static void name_hosts(struct run *run)
{
    struct outcome *r = &run->outcome;
    for (uint32_t i = 0; i < run->hosts.chosen.n; i++)
        if (was_judged_for(run, run->hosts.chosen.p[i]))
            vec_push(&run->arena, &r->hosts, shown_host(run, run->hosts.chosen.p[i]));
    if (run->hosts.chosen.n == 0 && run->hosts.why_none.n)
        vec_push(&run->arena, &r->notes, run->hosts.why_none);
    if (run->hosts.chosen.n > 0 && r->hosts.n == 0 && run->stack.services.n > 0)
        vec_push(
            &run->arena, &r->notes,
            run->hosts.unasked
                ? STR("what a cluster runs is not judged by this machine's facts; give those of its nodes with --facts")
                : STR("no host of the facts lists a judged file in its configs; --host names one to judge for"));
}

/* The document and the files it includes. */
static void list_judged(const struct document *d, struct map *seen)
{
    map_put(seen, d->path, NULL, NULL);
    for (uint32_t i = 0; i < d->job.included.n; i++)
        map_put(seen, d->job.included.p[i].file->path, NULL, NULL);
}

/* Jobs share the arenas of their thread: with one of its own, each of 10,000 small files would hold blocks that it does not fill. */
static void make_arenas(struct run *run)
{
    uint32_t n = run->options->jobs;
    run->keep = arena_array(&run->arena, struct arena, n);
    run->answers = arena_array(&run->arena, struct arena, n);
    run->scratch = arena_array(&run->arena, struct arena, n);
    for (uint32_t i = 0; i < n; i++) {
        arena_init(&run->keep[i], &run->budget);
        arena_init(&run->answers[i], &run->budget);
        arena_init(&run->scratch[i], &run->budget);
    }
}

static void free_arenas(struct run *run)
{
    for (uint32_t i = 0; run->keep && i < run->options->jobs; i++) {
        arena_free(&run->keep[i]);
        arena_free(&run->answers[i]);
        arena_free(&run->scratch[i]);
    }
}

/* What there is to judge, for rules: built-in ones are known to compile, and those of teams were compiled when they were loaded. */
static bool is_needed(const void *ctx, const struct rule *rule)
{
    const struct run *run = ctx;
    struct str rest = rule->select, kind = str_cut(&rest, ':');
    if (kind.n == rule->select.n) /* the stack, hosts, whole documents */
        return run->documents.n > 0 || run->hosts.chosen.n > 0;
    for (uint32_t i = 0; i < run->documents.n; i++)
        if (str_eq(run->documents.p[i]->kind->name, kind))
            return true;
    return false;
}

bool run_check(struct run *run)
{
    if (!plan_documents(run))
        return false;
    if (run->options->list_files)
        return true;
    make_arenas(run);
    read_documents(run);
    narrow_start(run);
    if (!ruleset_compile(&run->rules, is_needed, run, &run->faults))
        return false;
    collect_sink(run, &run->plan, true);
    struct map judged = {.a = &run->arena};
    for (uint32_t i = 0; i < run->documents.n; i++) {
        struct document *d = run->documents.p[i];
        if (d->included)
            continue;
        collect_sink(run, &d->sink, narrow_keeps_document(run, d));
        list_judged(d, &judged);
    }
    for (uint32_t i = 0; i < judged.n; i++)
        if (narrow_keeps_place(run, SPAN_NONE, judged.entries[i].key))
            vec_push(&run->arena, &run->outcome.judged, judged.entries[i].key);
    judge_stack(run);
    for (uint32_t i = 0; i < run->rules.n; i++)
        if (run->rules.rules[i].enabled)
            vec_push(&run->arena, &run->outcome.rules, &run->rules.rules[i].rule->info);
    name_hosts(run);
    collect_finish(run);
    return true;
}

void run_close(struct run *run)
{
    free_arenas(run);
    source_store_free(&run->sources);
    file_store_free(&run->files);
    arena_free(&run->arena);
}

version_number run_target(const struct run *run, const struct kind *kind)
{
    version_number v = 0;
    for (uint32_t i = 0; i < run->project.targets.n; i++)
        if (str_eq(run->project.targets.p[i].kind, kind->name))
            version_parse(run->project.targets.p[i].version, &v);
    for (uint32_t i = 0; i < run->options->targets.n; i++)
        if (run->options->targets.p[i].kind == kind)
            v = run->options->targets.p[i].version;
    return v;
}

uint32_t document_hosts(struct run *run, const struct document *d, const struct host ***ret)
{
    if (run->hosts.unasked && (d->elsewhere || d->kind->elsewhere))
        return 0;
    return hosts_for_file(&run->hosts, &run->arena, d->file->real, ret);
}
