#include "watch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_MS = 300, NEXT_MS = 100 };

/* To the start of the line, and nothing right of it (ECMA-48: EL). */
#define ERASE "\r\x1b[K"

static void show(const char *text)
{
    ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written; /* what can't be shown is not missed */
}

static void show_progress(struct run_progress *p)
{
    static const char *const of_phase[] = {
        [RUN_FINDS] = "finding files", [RUN_READS] = "reading files", [RUN_JUDGES] = "judging"};
    char line[80];
    unsigned done = atomic_load(&p->done), planned = atomic_load(&p->planned);
    const char *what = of_phase[atomic_load(&p->phase)];
    if (planned > 0)
        snprintf(line, sizeof(line), ERASE "loadline: %s: %u of %u", what, done, planned);
    else
        snprintf(line, sizeof(line), ERASE "loadline: %s", what);
    show(line);
}

static struct timespec later(unsigned ms)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += ms / 1000;
    at.tv_nsec += (long)(ms % 1000) * 1000000;
    if (at.tv_nsec >= 1000000000) {
        at.tv_sec++;
        at.tv_nsec -= 1000000000;
    }
    return at;
}

static void *follow(void *ctx)
{
    struct watch *w = ctx;
    bool shown = false;
    pthread_mutex_lock(&w->lock);
    struct timespec next = later(FIRST_MS);
    while (!w->ended) {
        if (pthread_cond_timedwait(&w->over, &w->lock, &next) != ETIMEDOUT)
            continue;
        show_progress(&w->progress);
        shown = true;
        next = later(NEXT_MS);
    }
    pthread_mutex_unlock(&w->lock);
    if (shown)
        show(ERASE);
    return NULL;
}

void watch_start(struct watch *w)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&w->over, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&w->lock, NULL);
    w->started = pthread_create(&w->thread, NULL, follow, w) == 0;
}

void watch_end(struct watch *w)
{
    if (!w->started)
        return;
    pthread_mutex_lock(&w->lock);
    w->ended = true;
    pthread_cond_signal(&w->over);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    w->started = false;
}
