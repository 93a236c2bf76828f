/* Memory by lifetime: the run's arena, one for each job, scratch with mark and pop. */
#ifndef LOADLINE_BASE_ARENA_H
#define LOADLINE_BASE_ARENA_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena_block;

/* Bytes that all arenas of a run may hold together (base/limits.h, LIMIT_RUN_BYTES). Shared between threads. */
struct mem_budget {
    size_t max;
    atomic_size_t used;
};

/* A stack of blocks. Not for sharing between threads. Freed memory is poisoned under ASan. */
struct arena {
    struct arena_block *top;
    struct mem_budget *budget; /* may be NULL: unbounded */
    size_t block_size;         /* of the next block; doubles up to 4 MiB */
    bool over;                 /* the budget was exceeded at least once */
};

struct arena_mark {
    struct arena_block *block;
    size_t used;
};

/* An empty arena that charges its blocks to budget (NULL: none). Allocates nothing yet. */
void arena_init(struct arena *a, struct mem_budget *budget);

/* Gives back all memory; the arena is empty and usable again. */
void arena_free(struct arena *a);

/* Zeroed memory, aligned to align (a power of two <= 64). Never NULL: when the system has none, the program
 * ends here, the one place that does so. Going over the budget still succeeds but sets a->over, so that readers can stop
 * at the next safe point and report it. */
void *arena_alloc(struct arena *a, size_t size, size_t align);

/* The same, but what the memory holds is not said: for libraries that want a malloc. */
void *arena_alloc_raw(struct arena *a, size_t size, size_t align);

/* Makes what arena_alloc gave last larger where it stands: p of old bytes becomes one of size bytes, the new ones zero. False, and nothing changed, when something was
 * allocated since, or the block is full. */
bool arena_extend(struct arena *a, void *p, size_t old, size_t size);

#define arena_new(a, T) ((T *)arena_alloc((a), sizeof(T), _Alignof(T)))
#define arena_array(a, T, n) ((T *)arena_alloc((a), sizeof(T) * (size_t)(n), _Alignof(T)))

/* What was allocated after the mark is gone after the pop. Marks nest. */
struct arena_mark arena_mark(struct arena *a);
void arena_pop(struct arena *a, struct arena_mark mark);

/* True once an allocation went over the budget. */
bool arena_exhausted(const struct arena *a);

#endif
