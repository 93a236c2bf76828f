#include "engine/judge.h"

#include "base/jobs.h"
#include "engine/collect.h"

/* One placed service with the document it came from and a sink of its own: what one thread works on at a time. */
struct verdict {
    struct document *document;
    const struct placed_service *service;
    struct arena *arena;
    struct sink sink;
};

struct judging {
    struct run *run;
    VEC(struct verdict *) verdicts;
};

static void add_verdict(struct judging *j, struct document *d, const struct service *s, const struct host *host)
{
    struct verdict *v = arena_new(&j->run->arena, struct verdict);
    v->arena = arena_new(&j->run->arena, struct arena);
    arena_init(v->arena, &j->run->budget);
    vec_push(&j->run->arena, &j->run->arenas, v->arena);
    v->document = d;
    v->service = stack_place(&j->run->stack, s, host);
    v->sink.a = v->arena;
    vec_push(&j->run->arena, &j->verdicts, v);
}

static void place_service(struct judging *j, struct document *d, const struct service *s)
{
    const struct host **hosts;
    uint32_t n = document_hosts(j->run, d, &hosts);
    for (uint32_t i = 0; i < n; i++)
        add_verdict(j, d, s, hosts[i]);
    if (n == 0)
        add_verdict(j, d, s, NULL);
}

static void run_rule(const struct active_rule *r, struct run *run, struct verdict *v)
{
    struct check_input in = {
        .a = v->arena,
        .sink = &v->sink,
        .sources = &run->sources,
        .rule = r->rule->info.id,
        .params = r->params,
        .job = &v->document->job,
        .service = v->service,
        .host = v->service->host,
    };
    r->check->run(&in);
}

static void judge_one(void *ctx, uint32_t worker, uint32_t index)
{
    struct judging *j = ctx;
    struct verdict *v = j->verdicts.p[index];
    (void)worker;
    for (uint32_t i = 0; i < j->run->rules.n; i++) {
        const struct active_rule *r = &j->run->rules.rules[i];
        if (r->enabled && r->check && r->check->scope == CHECK_SERVICE)
            run_rule(r, j->run, v);
    }
}

void judge_stack(struct run *run)
{
    struct judging j = {.run = run};
    run->stack.a = &run->arena;
    for (uint32_t i = 0; i < run->documents.n; i++) {
        struct document *d = run->documents.p[i];
        for (uint32_t k = 0; k < d->contributions.services.n; k++)
            place_service(&j, d, d->contributions.services.p[k]);
    }
    jobs_run(j.verdicts.n, run->options->jobs, judge_one, &j);
    for (uint32_t i = 0; i < j.verdicts.n; i++)
        collect_sink(run, &j.verdicts.p[i]->sink);
}
