/* Work spread over threads. */
#ifndef LOADLINE_BASE_JOBS_H
#define LOADLINE_BASE_JOBS_H

#include <stdint.h>

/* Called once for each index; worker is 0..n_workers-1 and tells whose scratch memory may be used. */
typedef void job_fn(void *ctx, uint32_t worker, uint32_t index);

/* Runs fn for the indices 0..n-1, each once, on up to n_workers threads (at least 1; the caller's thread is worker 0), and returns
 * when all are done. With one worker, or when threads cannot be had, everything runs in order in the caller's thread. */
void jobs_run(uint32_t n, uint32_t n_workers, job_fn *fn, void *ctx);

/* CPUs this process may run on (affinity), at least 1. */
uint32_t jobs_default_workers(void);

#endif
