#include "engine/trial.h"

#include "base/limits.h"
#include "engine/open.h"
#include "fix/choose.h"
#include "ruleset/load.h"

#include <stdlib.h>

/* Where the config of a test stands. Nothing is there, so what it includes is not either, on any machine. */
#define TRIAL_DIR STR("/loadline-rules-test")

struct trying {
    struct arena *a;
    struct run *run;
    struct run_options *options;
    const struct rule *rule;
    const struct rule_test *test;
    struct trial *t;
};

static void fault(struct trying *y, struct str text)
{
    if (y->t->fault.n == 0)
        y->t->fault = str_dup(y->a, text);
}

/* ---- the run of a test ---- */

static void set_options(struct trying *y)
{
    struct run_options *o = y->options;
    const struct kind *kind = kind_find(y->test->kind);
    struct run_target target = {.kind = kind};
    *o = (struct run_options){.kind = kind,
                              .stdin_text = y->test->config,
                              .no_config = true,
                              .in_ci = true,
                              .jobs = 1,
                              .max_file_size = LIMIT_FILE_BYTES,
                              .max_memory = LIMIT_RUN_BYTES};
    o->stdin_name = str_printf(y->a, "%s/config", TRIAL_DIR.p);
    vec_push(y->a, &o->paths, STR("-"));
    vec_push(y->a, &o->choices, ((struct rule_choice){y->rule->info.id, true}));
    if (!str_eq(rule_pack(y->rule->info.id), STR("syntax")))
        vec_push(y->a, &o->choices, ((struct rule_choice){STR("syntax"), true}));
    for (uint32_t i = 0; i < y->test->n_files; i++) {
        const struct rule_test_file *f = &y->test->files[i];
        vec_push(y->a, &o->texts, ((struct run_text){f->path, f->config, kind_find(f->kind)}));
    }
    if (!y->test->target.n)
        return;
    if (version_parse(y->test->target, &target.version))
        vec_push(y->a, &o->targets, target);
    else
        fault(y, STR("its target is no version"));
}

/* The facts of one host, or of several by name. */
static void read_facts(struct trying *y, struct reading *r, struct facts *facts, bool several)
{
    struct str text = several ? y->test->hosts.text : y->test->host.text;
    struct file *file = file_from_bytes(&y->run->files, STR("the facts of the test"), text);
    struct facts_reading into = {facts, FACTS_FILES, TRIAL_DIR, STR("the test")};
    struct node *map = document_read(r, file);
    if (map && !several)
        facts_read_host(r, &into, map, value_string(STR("test")));
    for (const struct node *e = map && several ? next_entry(map->first) : NULL; e; e = next_entry(e->next))
        facts_read_host(r, &into, node_value(e), value_string(e->text));
}

static void read_fact(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    facts_read_key(r, into, entry);
}

/* What holds for all hosts: these stand under keys of their own. */
static void read_common_facts(struct trying *y, struct reading *r, struct facts *facts)
{
    static const struct key_row rows[] = {
        {STR_INIT("dns"), read_fact, 0}, {STR_INIT("certificates"), read_fact, 0}, {STR_INIT("today"), read_fact, 0}};
    struct file *file = file_from_bytes(&y->run->files, STR("the facts of the test"), y->test->facts.text);
    struct facts_reading into = {facts, FACTS_FILES, TRIAL_DIR, STR("the test")};
    struct node *map = y->test->facts.text.n ? document_read(r, file) : NULL;
    if (map)
        keys_read(r, map, "the facts of a test", rows, sizeof(rows) / sizeof(rows[0]), &into);
}

/* A single host has no name, like the one of --cpus and --memory. Every host runs the config, unless it says which configs it runs. */
static void set_hosts(struct trying *y)
{
    struct run *run = y->run;
    struct reading r = {&run->arena, &run->files, &run->sources, &run->faults};
    struct facts *facts = &run->hosts.facts;
    bool several = y->test->hosts.text.n > 0;
    read_common_facts(y, &r, facts);
    if (!several && y->test->host.text.n == 0)
        return;
    read_facts(y, &r, facts, several);
    facts_merge(&r, facts);
    for (uint32_t i = 0; i < facts->hosts.n; i++) {
        struct host *h = facts->hosts.p[i];
        if (h->patterns.n == 0)
            host_add_pattern(&run->arena, h, STR("/"), STR("."), SPAN_NONE);
        if (!several)
            h->source = STR("command line");
        vec_push(&run->arena, &run->hosts.chosen, h);
    }
}

/* The built-in rules and, read again so that its places are of this run, the one under test. */
static void set_rules(struct trying *y, struct str path)
{
    struct run *run = y->run;
    enum file_fault why;
    struct reading r = {&run->arena, &run->files, &run->sources, &run->faults};
    struct file *file = path.n ? file_open(&run->files, path, &why) : NULL;
    packs_load(&r, NULL, 0, &run->known);
    const struct rule *again =
        file ? rule_load(&run->arena, &run->sources, source_add(&run->sources, file, SPAN_NONE), &run->faults) : NULL;
    uint32_t at = 0;
    if (!again)
        return;
    const struct rule **all = arena_array(&run->arena, const struct rule *, run->known.n + 1);
    for (uint32_t i = 0; i < run->known.n; i++) {
        if (at == i && str_cmp(run->known.rules[i]->info.id, again->info.id) < 0)
            at++;
        all[i + (i >= at)] = run->known.rules[i];
    }
    all[at] = again;
    run->known = (struct rule_list){all, run->known.n + 1};
}

static bool open_run(struct trying *y, struct str path)
{
    run_start(y->run, y->options, TRIAL_DIR);
    y->run->project.root = TRIAL_DIR;
    set_rules(y, path);
    set_hosts(y);
    if (y->run->faults.findings.n == 0)
        run_load_rules(y->run);
    if (y->run->faults.findings.n == 0 && run_check(y->run))
        return true;
    fault(y, y->run->faults.findings.n ? y->run->faults.findings.p[0]->message : STR("the config cannot be read"));
    return false;
}

/* ---- what came of it ---- */

static struct str place_text(struct trying *y, const struct finding *f)
{
    struct place p = source_place(&y->run->sources, f->at);
    if (!p.file)
        return STR("nowhere");
    struct line_column lc = file_line_column(p.file, p.off);
    for (uint32_t i = 0; i < y->test->n_files; i++)
        if (str_eq(p.file->path, y->test->files[i].path))
            return str_printf(y->a, "%.*s:%u:%u", STR_ARG(p.file->path), lc.line, lc.column);
    return str_printf(y->a, "%u:%u", lc.line, lc.column);
}

/* A test proves nothing when its config is misread. A whole config would have its events; a piece of one is judged as it is. What pack meta tells is often about such. */
static bool spoils(const struct trying *y, const struct finding *f)
{
    return str_eq(f->rule, STR("meta/rule-failed")) ||
           (!str_eq(rule_pack(y->rule->info.id), STR("meta")) && str_eq(rule_pack(f->rule), STR("syntax")) &&
            !str_eq(f->rule, STR("syntax/missing-directive")));
}

static void take_findings(struct trying *y)
{
    const struct outcome *o = &y->run->outcome;
    for (uint32_t i = 0; i < o->findings.n; i++) {
        const struct finding *f = o->findings.p[i];
        if (str_eq(f->rule, y->rule->info.id)) {
            struct trial_found found = {place_text(y, f), str_dup(y->a, f->message), false};
            vec_push(y->a, &y->t->found, found);
        } else if (spoils(y, f)) {
            fault(y, str_printf(y->a, "%.*s at %s: %.*s", STR_ARG(f->rule), place_text(y, f).p, STR_ARG(f->message)));
        }
    }
}

static void take_not_run(struct trying *y)
{
    const struct outcome *o = &y->run->outcome;
    for (uint32_t i = 0; i < o->not_run.n; i++) {
        const struct outcome_not_run *n = &o->not_run.p[i];
        if (!str_eq(n->rule, y->rule->info.id))
            continue;
        y->t->not_run = true;
        for (uint32_t k = 0; k < n->missing.n; k++)
            vec_push(y->a, &y->t->missing, str_dup(y->a, n->missing.p[k]));
    }
}

/* ---- its fixes ---- */

static struct str identity_of(void *ctx, const struct file *file)
{
    (void)ctx;
    return file->path;
}

/* The test as its files are with the rule's fixes made. Texts live in y->a. */
static void make_fixes(struct trying *y, const struct fix_plan *plan, struct rule_test *ret)
{
    struct rule_test_file *files = arena_array(y->a, struct rule_test_file, ret->n_files + 1);
    for (uint32_t i = 0; i < ret->n_files; i++)
        files[i] = ret->files[i];
    for (uint32_t i = 0; i < plan->files.n; i++) {
        struct str path = plan->files.p[i].file->path, text = str_dup(y->a, fix_apply(y->a, &plan->files.p[i]));
        uint32_t k = 0;
        while (k < ret->n_files && !str_eq(files[k].path, path))
            k++;
        *(k < ret->n_files ? &files[k].config : &ret->config) = text;
    }
    ret->files = files;
}

static uint32_t count_findings(const struct trying *y)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < y->run->outcome.findings.n; i++)
        n += str_eq(y->run->outcome.findings.p[i]->rule, y->rule->info.id);
    return n;
}

/* How many findings have fixes that are made; *ret: the test with them. */
static uint32_t choose_fixes(struct trying *y, struct rule_test *ret)
{
    struct outcome own = y->run->outcome;
    struct fix_policy policy = {.unsafe = true, .identity = identity_of};
    own.findings.n = own.findings.cap = 0;
    own.findings.p = NULL;
    for (uint32_t i = 0; i < y->run->outcome.findings.n; i++)
        if (str_eq(y->run->outcome.findings.p[i]->rule, y->rule->info.id))
            vec_push(y->a, &own.findings, y->run->outcome.findings.p[i]);
    struct fix_plan plan = fix_choose(y->a, &own, &policy);
    *ret = *y->test;
    make_fixes(y, &plan, ret);
    return plan.fixes.n;
}

/* Runs the test again with the fixes made: what had one is gone, and the files can be read as before. */
static void try_fixes(const struct trying *y, struct str path, const struct rule_test *fixed, uint32_t n_fixed,
                      uint32_t n_found)
{
    struct run_options options;
    struct trial t = {.passed = false};
    struct trying again = {y->a, arena_new(y->a, struct run), &options, y->rule, fixed, &t};
    set_options(&again);
    if (open_run(&again, path)) {
        uint32_t n = count_findings(&again);
        take_findings(&again);
        if (n + n_fixed > n_found)
            fault(&again, str_printf(y->a, "%u of %u findings are left", n, n_found));
    }
    if (t.fault.n)
        y->t->unfixed = str_printf(y->a, "with its fix made: %.*s", STR_ARG(t.fault));
    run_close(again.run);
}

/* Each place that was expected takes one finding there. */
static void compare(struct trying *y)
{
    struct trial *t = y->t;
    bool passed = t->not_run == y->test->expect_not_run && t->fault.n == 0 && t->unfixed.n == 0;
    for (uint32_t i = 0; i < y->test->n_expect; i++) {
        uint32_t k = 0;
        while (k < t->found.n && (t->found.p[k].expected || !str_eq(t->found.p[k].place, y->test->expect[i])))
            k++;
        if (k < t->found.n)
            t->found.p[k].expected = true;
        else
            vec_push(y->a, &t->absent, y->test->expect[i]);
    }
    for (uint32_t k = 0; k < t->found.n; k++)
        passed &= t->found.p[k].expected;
    t->passed = passed && t->absent.n == 0;
}

void trial_run(struct arena *a, const struct rule *rule, struct str path, const struct rule_test *test,
               struct trial *ret)
{
    struct run_options options;
    struct rule_test fixed;
    uint32_t n_fixed = 0;
    struct trying y = {a, arena_new(a, struct run), &options, rule, test, ret};
    *ret = (struct trial){.passed = false};
    set_options(&y);
    if (open_run(&y, path)) {
        take_findings(&y);
        take_not_run(&y);
        n_fixed = choose_fixes(&y, &fixed);
    }
    if (n_fixed > 0)
        try_fixes(&y, path, &fixed, n_fixed, count_findings(&y));
    compare(&y);
    run_close(y.run);
}
