#include "base/jobs.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { MOST_WORKERS = 64 };

struct pool {
    job_fn *fn;
    void *ctx;
    uint32_t n;
    atomic_uint next;
};

struct worker {
    struct pool *pool;
    uint32_t id;
    pthread_t thread;
};

static void *work(void *arg)
{
    struct worker *w = arg;
    for (;;) {
        uint32_t i = atomic_fetch_add(&w->pool->next, 1);
        if (i >= w->pool->n)
            return NULL;
        w->pool->fn(w->pool->ctx, w->id, i);
    }
}

void jobs_run(uint32_t n, uint32_t n_workers, job_fn *fn, void *ctx)
{
    struct pool pool = {.fn = fn, .ctx = ctx, .n = n};
    struct worker workers[MOST_WORKERS];
    uint32_t wanted = n_workers < n ? n_workers : n;
    if (wanted > MOST_WORKERS)
        wanted = MOST_WORKERS;
    uint32_t started = 1;
    for (; started < wanted; started++) {
        workers[started] = (struct worker){.pool = &pool, .id = started};
        if (pthread_create(&workers[started].thread, NULL, work, &workers[started]) != 0)
            break;
    }
    workers[0] = (struct worker){.pool = &pool};
    work(&workers[0]);
    for (uint32_t i = 1; i < started; i++)
        pthread_join(workers[i].thread, NULL);
}

uint32_t jobs_default_workers(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof(set), &set) != 0)
        return 1;
    int n = CPU_COUNT(&set);
    return n < 1 ? 1 : (uint32_t)n;
}
