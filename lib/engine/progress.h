/* How far a run is, for whoever watches it from another thread. */
#ifndef LOADLINE_ENGINE_PROGRESS_H
#define LOADLINE_ENGINE_PROGRESS_H

#include <stdatomic.h>
#include <stdint.h>

enum run_phase { RUN_FINDS, RUN_READS, RUN_JUDGES };

/* Zero-initialized: nothing was done yet. The run writes, others read. */
struct run_progress {
    atomic_int phase;
    atomic_uint done, planned; /* of this phase: files read, groups of services judged; planned 0: not known */
};

/* Both take NULL: then nobody watches. */
static inline void progress_start(struct run_progress *p, enum run_phase phase, uint32_t planned)
{
    if (!p)
        return;
    atomic_store(&p->done, 0);
    atomic_store(&p->planned, planned);
    atomic_store(&p->phase, phase);
}

static inline void progress_step(struct run_progress *p)
{
    if (p)
        atomic_fetch_add_explicit(&p->done, 1, memory_order_relaxed);
}

#endif
