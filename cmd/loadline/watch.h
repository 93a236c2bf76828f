/* A line on the terminal that says what a long run does; it is gone before anything else is printed. */
#ifndef LOADLINE_CMD_WATCH_H
#define LOADLINE_CMD_WATCH_H

#include "engine/progress.h"

#include <pthread.h>
#include <stdbool.h>

/* Zero-initialize. */
struct watch {
    struct run_progress progress; /* for the run */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t over;
    bool started, ended; /* ended: under the lock */
};

/* From now on shows w->progress on standard error, if the run takes longer than 300 ms. Without threads, nothing is shown. */
void watch_start(struct watch *w);

/* Erases the line and ends. Nothing to do unless it was started. */
void watch_end(struct watch *w);

#endif
