#include "engine/judge.h"

#include "base/jobs.h"
#include "engine/collect.h"
#include "engine/subjects.h"
#include "stack/kernel.h"

/* What rules are asked about, with a sink of its own: a placed service with what belongs to it, a document with its blocks, or a host. A service has two: checks in C may
 * ask its document, rules over the stack see what was placed and nothing else. */
struct verdict {
    struct document *document; /* of a service too; NULL: of a host */
    const struct placed_service *service;
    bool of_stack; /* only rules over the stack; else, of a service, only checks */
    const struct host **hosts;
    uint32_t n_hosts;
    struct sink sink;
    void *shared; /* of its checks in C */
};

struct judging {
    struct run *run;
    VEC(struct verdict *) verdicts;
    VEC(uint32_t)
    groups; /* index of the first verdict of each document, of each document's services as the stack has them, and host: what one thread judges in a row */
};

/* ---- what there is to judge ---- */

static struct verdict *add_verdict(struct judging *j, struct document *d)
{
    struct verdict *v = arena_new(&j->run->arena, struct verdict);
    v->document = d;
    vec_push(&j->run->arena, &j->verdicts, v);
    return v;
}

static void place_service(struct judging *j, struct document *d, struct service *s)
{
    const struct host **hosts;
    uint32_t n = document_hosts(j->run, d, &hosts);
    for (uint32_t i = 0; i + 1 < n; i++)
        add_verdict(j, d)->service = stack_place(&j->run->stack, s, hosts[i]);
    add_verdict(j, d)->service = stack_place_last(&j->run->stack, s, n ? hosts[n - 1] : NULL);
}

static void add_document(struct judging *j, struct document *d)
{
    vec_push(&j->run->arena, &j->groups, j->verdicts.n);
    struct verdict *v = add_verdict(j, d);
    v->n_hosts = document_hosts(j->run, d, &v->hosts);
    uint32_t first = j->verdicts.n;
    for (uint32_t k = 0; k < d->contributions.services.n; k++)
        place_service(j, d, d->contributions.services.p[k]);
    uint32_t end = j->verdicts.n;
    if (first < end)
        vec_push(&j->run->arena, &j->groups, end);
    for (uint32_t i = first; i < end; i++) {
        struct verdict *rules = add_verdict(j, d);
        rules->service = j->verdicts.p[i]->service;
        rules->of_stack = true;
    }
}

static void add_host(struct judging *j, const struct host **host)
{
    vec_push(&j->run->arena, &j->groups, j->verdicts.n);
    struct verdict *v = add_verdict(j, NULL);
    v->hosts = host;
    v->n_hosts = 1;
}

/* ---- judging ---- */

/* One rule over the subjects of one verdict. */
struct asking {
    struct evaluation e;
    const struct rule_program *program;
};

static void ask(void *ctx, const struct subject *subject)
{
    struct asking *q = ctx;
    evaluate_rule(&q->e, q->program, subject);
}

/* A rule that does not look at hosts says the same for each. */
static void ask_document(struct asking *q, struct verdict *v)
{
    uint32_t n = q->program->reads_host ? v->n_hosts : 0;
    for (uint32_t i = 0; i < n; i++)
        subjects_of_document(q->e.scratch, &q->program->scope, &v->document->job, v->hosts[i], ask, q);
    if (n == 0)
        subjects_of_document(q->e.scratch, &q->program->scope, &v->document->job, NULL, ask, q);
}

static void run_program(struct verdict *v, struct arena *scratch, const struct rule_program *program)
{
    struct asking q = {{.sink = &v->sink, .scratch = scratch, .n_before = v->sink.findings.n}, program};
    struct arena_mark mark = arena_mark(scratch);
    bool of_host = program->scope.family == SCOPE_STACK && program->scope.stack == STACK_HOST;
    if (!v->document && of_host)
        subjects_of_host(scratch, v->hosts[0], ask, &q);
    else if (v->of_stack && program->scope.family == SCOPE_STACK && !of_host)
        subjects_of_service(scratch, program->scope.stack, v->service, ask, &q);
    else if (v->document && !v->service && program->scope.family != SCOPE_STACK)
        ask_document(&q, v);
    arena_pop(scratch, mark);
}

static void run_c_check(struct judging *j, struct verdict *v, const struct active_rule *r)
{
    bool fits = r->check->scope == CHECK_SERVICE ? v->service && !v->of_stack
                : r->check->scope == CHECK_HOST  ? !v->document
                                                 : r->check->scope == CHECK_KIND && v->document && !v->service;
    struct check_input in = {
        .a = v->sink.a,
        .sink = &v->sink,
        .sources = &j->run->sources,
        .rule = r->rule->info.id,
        .params = r->params,
        .job = v->document ? &v->document->job : NULL,
        .service = v->service,
        .host = v->service    ? v->service->host
                : v->document ? NULL
                              : v->hosts[0],
        .facts = &j->run->hosts.facts,
        .stack = &j->run->stack,
        .shared = &v->shared,
    };
    if (fits)
        r->check->run(&in);
}

static void run_rules(struct judging *j, struct verdict *v, struct arena *scratch)
{
    for (uint32_t i = 0; i < j->run->rules.n; i++) {
        const struct active_rule *r = &j->run->rules.rules[i];
        if (r->enabled && r->program)
            run_program(v, scratch, r->program);
        else if (r->enabled && r->check)
            run_c_check(j, v, r);
    }
}

static void judge_verdict(struct judging *j, struct verdict *v, uint32_t worker)
{
    if (v->service && v->service->joined)
        return;
    v->sink.a = &j->run->keep[worker];
    run_rules(j, v, &j->run->scratch[worker]);
}

/* All that may ask a document's job is judged by one thread, and rules over its services, which do not, by another one meanwhile. What the job is asked is answered in an arena of the thread and forgotten
 * then; a kind that forgets nothing answers where it lives until the end. */
static void judge_group(void *ctx, uint32_t worker, uint32_t index)
{
    struct judging *j = ctx;
    uint32_t from = j->groups.p[index], to = index + 1 < j->groups.n ? j->groups.p[index + 1] : j->verdicts.n;
    struct document *d = j->verdicts.p[from]->of_stack ? NULL : j->verdicts.p[from]->document;
    void (*forget)(struct kind_job *) = d ? d->kind->forget : NULL;
    struct arena *answers = &j->run->answers[worker], *keep = &j->run->keep[worker];
    struct arena_mark mark = arena_mark(answers);
    if (d)
        d->job.a = forget ? answers : keep;
    for (uint32_t i = from; i < to; i++)
        judge_verdict(j, j->verdicts.p[i], worker);
    if (forget)
        forget(&d->job);
    if (d)
        d->job.a = keep;
    arena_pop(answers, mark);
    progress_step(j->run->options->progress);
}

static bool is_for(struct run *run, const struct document *d, const struct host *host)
{
    const struct host **hosts;
    uint32_t n = document_hosts(run, d, &hosts);
    for (uint32_t i = 0; i < n; i++)
        if (hosts[i] == host)
            return true;
    return false;
}

/* Facts are what rules and services ask for the kernel's settings; files that are to be deployed change these before anything is judged. */
static void set_kernels(struct run *run)
{
    for (uint32_t h = 0; h < run->hosts.facts.hosts.n; h++) {
        struct host *host = run->hosts.facts.hosts.p[h];
        VEC(struct kernel_setting) all = {0};
        for (uint32_t i = 0; i < run->documents.n; i++) {
            const struct document *d = run->documents.p[i];
            bool ours = d->contributions.kernel.n > 0 && !d->included && is_for(run, d, host);
            for (uint32_t k = 0; ours && k < d->contributions.kernel.n; k++)
                vec_push(&run->arena, &all, d->contributions.kernel.p[k]);
        }
        if (all.n)
            stack_set_kernel(&run->stack, host, all.p, all.n);
    }
}

void judge_stack(struct run *run)
{
    struct judging j = {.run = run};
    run->stack.a = &run->arena;
    set_kernels(run);
    for (uint32_t i = 0; i < run->documents.n; i++)
        if (!run->documents.p[i]->included)
            add_document(&j, run->documents.p[i]);
    stack_join(&run->stack, (const struct host *const *)run->hosts.facts.hosts.p, run->hosts.facts.hosts.n);
    for (uint32_t i = 0; i < run->hosts.chosen.n; i++)
        add_host(&j, &run->hosts.chosen.p[i]);
    progress_start(run->options->progress, RUN_JUDGES, j.groups.n);
    jobs_run(j.groups.n, run->options->jobs, judge_group, &j);
    for (uint32_t i = 0; i < j.verdicts.n; i++)
        collect_sink(run, &j.verdicts.p[i]->sink);
}
