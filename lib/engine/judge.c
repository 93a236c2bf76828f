#include "engine/judge.h"

#include "base/jobs.h"
#include "engine/collect.h"
#include "engine/narrow.h"
#include "engine/subjects.h"
#include "stack/kernel.h"

/* A document of fewer bytes is judged by one thread: to ask it from two takes more than it gives. */
enum { LARGE_DOCUMENT = 1 << 18 };

/* What is asked, with a sink of its own: a placed service with what belongs to it, a document with its blocks, or a host. Documents and services have two, one for rules and one for checks in C: checks
 * may ask a service's document, rules over the stack see what was placed and nothing else. */
struct verdict {
    struct document *document; /* of a service too; NULL: of a host */
    struct kind_job *job;      /* its own, or one that shares its tree */
    const struct placed_service *service;
    bool rules, checks;
    const struct host **hosts;
    uint32_t n_hosts;
    struct sink sink;
    void *shared; /* of its checks in C */
};

struct judging {
    struct run *run;
    VEC(struct verdict *) verdicts;
    VEC(uint32_t) groups; /* index of the first verdict of what one thread judges in a row */
};

/* ---- what there is to judge ---- */

static void begin_group(struct judging *j)
{
    vec_push(&j->run->arena, &j->groups, j->verdicts.n);
}

static struct verdict *add_verdict(struct judging *j, struct document *d)
{
    struct verdict *v = arena_new(&j->run->arena, struct verdict);
    v->document = d;
    v->job = d ? &d->job : NULL;
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

/* Rules over the blocks of a large document and checks of it ask at the same time, if its kind lets them. */
static struct kind_job *job_of_rules(struct judging *j, struct document *d)
{
    bool worth = j->run->options->jobs > 1 && d->file->bytes.n >= LARGE_DOCUMENT;
    struct kind_job *shared = NULL;
    if (worth && d->kind->share) {
        shared = arena_new(&j->run->arena, struct kind_job);
        *shared = d->job;
        shared->a = &j->run->arena;
        d->kind->share(shared);
    }
    return shared ? shared : &d->job;
}

static void add_document(struct judging *j, struct document *d)
{
    begin_group(j);
    struct verdict *rules = add_verdict(j, d);
    rules->n_hosts = document_hosts(j->run, d, &rules->hosts);
    rules->rules = true;
    rules->job = job_of_rules(j, d);
    if (rules->job != &d->job)
        begin_group(j);
    add_verdict(j, d)->checks = true;
    uint32_t first = j->verdicts.n;
    for (uint32_t k = 0; k < d->contributions.services.n; k++)
        place_service(j, d, d->contributions.services.p[k]);
    uint32_t end = j->verdicts.n;
    if (first < end)
        begin_group(j);
    for (uint32_t i = first; i < end; i++) {
        struct verdict *of_stack = add_verdict(j, d);
        j->verdicts.p[i]->checks = of_stack->rules = true;
        of_stack->service = j->verdicts.p[i]->service;
    }
}

static void add_host(struct judging *j, const struct host **host)
{
    begin_group(j);
    struct verdict *v = add_verdict(j, NULL);
    v->rules = v->checks = true;
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
        subjects_of_document(q->e.scratch, &q->program->scope, v->job, v->hosts[i], ask, q);
    if (n == 0)
        subjects_of_document(q->e.scratch, &q->program->scope, v->job, NULL, ask, q);
}

static void run_program(struct verdict *v, struct arena *scratch, const struct rule_program *program)
{
    struct asking q = {{.sink = &v->sink, .scratch = scratch, .n_before = v->sink.findings.n}, program};
    struct arena_mark mark = arena_mark(scratch);
    bool of_host = program->scope.family == SCOPE_STACK && program->scope.stack == STACK_HOST;
    if (!v->document && of_host)
        subjects_of_host(scratch, v->hosts[0], ask, &q);
    else if (v->service && program->scope.family == SCOPE_STACK && !of_host)
        subjects_of_service(scratch, program->scope.stack, v->service, ask, &q);
    else if (v->document && !v->service && program->scope.family != SCOPE_STACK)
        ask_document(&q, v);
    arena_pop(scratch, mark);
}

static void run_c_check(struct judging *j, struct verdict *v, const struct active_rule *r, struct arena *a)
{
    bool fits = r->check->scope == CHECK_SERVICE ? v->service != NULL
                : r->check->scope == CHECK_HOST  ? !v->document
                                                 : r->check->scope == CHECK_KIND && v->document && !v->service;
    struct check_input in = {
        .a = a,
        .sink = &v->sink,
        .sources = &j->run->sources,
        .rule = r->rule->info.id,
        .params = r->params,
        .job = v->job,
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

static void run_rules(struct judging *j, struct verdict *v, uint32_t worker)
{
    for (uint32_t i = 0; i < j->run->rules.n; i++) {
        const struct active_rule *r = &j->run->rules.rules[i];
        if (r->enabled && r->program && v->rules)
            run_program(v, &j->run->scratch[worker], r->program);
        else if (r->enabled && r->check && v->checks)
            run_c_check(j, v, r, &j->run->answers[worker]);
    }
}

static void judge_verdict(struct judging *j, struct verdict *v, uint32_t worker)
{
    if (v->service && v->service->joined)
        return;
    v->sink.a = &j->run->keep[worker];
    run_rules(j, v, worker);
}

/* All that may ask a job is judged by one thread, and rules over services, which do not, by another one meanwhile. What the job is asked is answered in an arena of the thread, where
 * checks in C work, too, and forgotten then; a kind that forgets nothing answers where it lives until the end. */
static void judge_group(void *ctx, uint32_t worker, uint32_t index)
{
    struct judging *j = ctx;
    uint32_t from = j->groups.p[index], to = index + 1 < j->groups.n ? j->groups.p[index + 1] : j->verdicts.n;
    const struct verdict *first = j->verdicts.p[from];
    struct kind_job *job = first->service ? NULL : first->job;
    void (*forget)(struct kind_job *) = job ? job->kind->forget : NULL;
    struct arena *answers = &j->run->answers[worker], *keep = &j->run->keep[worker];
    struct arena_mark mark = arena_mark(answers);
    if (job)
        job->a = forget ? answers : keep;
    for (uint32_t i = from; i < to; i++)
        judge_verdict(j, j->verdicts.p[i], worker);
    if (forget)
        forget(job);
    if (job)
        job->a = keep;
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

/* Limits of sessions, on each host that has the file. */
static void set_logins(struct run *run)
{
    for (uint32_t i = 0; i < run->documents.n; i++) {
        const struct document *d = run->documents.p[i];
        const struct host **hosts;
        uint32_t n = d->contributions.logins.n ? document_hosts(run, d, &hosts) : 0;
        for (uint32_t h = 0; h < n; h++)
            for (uint32_t k = 0; k < d->contributions.logins.n; k++)
                vec_push(&run->arena, &run->stack.logins,
                         ((struct host_login_limit){hosts[h], d->contributions.logins.p[k]}));
    }
}

static bool is_kept(const struct run *run, const struct verdict *v)
{
    if (v->service)
        return narrow_keeps_service(run, v->service);
    return v->document ? narrow_keeps_document(run, v->document) : narrow_keeps_host(run, v->hosts[0]);
}

static void collect_verdict(struct run *run, struct verdict *v)
{
    bool kept = is_kept(run, v);
    if (run->narrowed && kept)
        narrow_mark(run, &v->sink);
    collect_sink(run, &v->sink, kept);
}

void judge_stack(struct run *run)
{
    struct judging j = {.run = run};
    run->stack.a = &run->arena;
    set_kernels(run);
    set_logins(run);
    for (uint32_t i = 0; i < run->documents.n; i++)
        if (!run->documents.p[i]->included)
            add_document(&j, run->documents.p[i]);
    stack_join(&run->stack, (const struct host *const *)run->hosts.facts.hosts.p, run->hosts.facts.hosts.n);
    for (uint32_t i = 0; i < run->hosts.chosen.n; i++)
        add_host(&j, &run->hosts.chosen.p[i]);
    progress_start(run->options->progress, RUN_JUDGES, j.groups.n);
    jobs_run(j.groups.n, run->options->jobs, judge_group, &j);
    for (uint32_t i = 0; i < j.verdicts.n; i++)
        collect_verdict(run, j.verdicts.p[i]);
}
