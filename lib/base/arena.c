#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define HAVE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAVE_ASAN 1
#endif
#endif

#ifdef HAVE_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 4 << 20, HUGE_PAGE = 2 << 20 };

struct arena_block {
    struct arena_block *below;
    void *memory; /* what to free */
    size_t size;  /* of data */
    size_t used;
    size_t dirty; /* data from here on was never handed out and is zero */
    _Alignas(64) char data[];
};

void arena_init(struct arena *a, struct mem_budget *budget)
{
    *a = (struct arena){.budget = budget, .block_size = FIRST_BLOCK};
}

/* The next block is as small as the one that goes: with mark and pop in a loop it would else be the largest each time, fresh from the system. */
static void block_drop(struct arena *a)
{
    struct arena_block *b = a->top;
    if (b->size < a->block_size)
        a->block_size = b->size;
    a->top = b->below;
    if (a->budget)
        atomic_fetch_sub_explicit(&a->budget->used, b->size, memory_order_relaxed);
    UNPOISON(b->data, b->size);
    free(b->memory);
}

void arena_free(struct arena *a)
{
    while (a->top)
        block_drop(a);
    a->block_size = FIRST_BLOCK;
    a->over = false;
}

static void charge(struct arena *a, size_t size)
{
    if (!a->budget)
        return;
    size_t before = atomic_fetch_add_explicit(&a->budget->used, size, memory_order_relaxed);
    if (before + size > a->budget->max)
        a->over = true;
}

/* Memory for a block with size bytes of data, which are not cleared. NULL when there is none. */
static struct arena_block *block_small(size_t size)
{
    struct arena_block *b = NULL;
    if (posix_memalign((void **)&b, 64, sizeof(*b) + size) != 0)
        return NULL;
    *b = (struct arena_block){.memory = b, .size = size, .dirty = size};
    return b;
}

/* The same for a large one, of at least size bytes. It asks for huge pages: faulting in a 5 MB config's tree page by page took a fifth of the
 * run. calloc knows that what comes fresh from the system is zero, so that it is not touched before it is used. */
static struct arena_block *block_large(size_t size)
{
    size_t whole = (sizeof(struct arena_block) + size + HUGE_PAGE - 1) & ~(size_t)(HUGE_PAGE - 1);
    char *memory = calloc(1, whole + HUGE_PAGE);
    if (!memory)
        return NULL;
    struct arena_block *b = (struct arena_block *)(memory + (-(uintptr_t)memory & (HUGE_PAGE - 1)));
    madvise(b, whole, MADV_HUGEPAGE);
    *b = (struct arena_block){.memory = memory, .size = whole - sizeof(*b)};
    return b;
}

static struct arena_block *block_alloc(size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    return sizeof(struct arena_block) + size >= HUGE_PAGE ? block_large(size) : block_small(size);
}

static __attribute__((noinline)) void block_push(struct arena *a, size_t at_least)
{
    size_t size = a->block_size < at_least ? at_least : a->block_size;
    if (a->block_size < LARGEST_BLOCK)
        a->block_size *= 2;
    struct arena_block *b = block_alloc(size);
    if (!b) {
        fputs("loadline: out of memory\n", stderr);
        abort();
    }
    charge(a, b->size);
    b->below = a->top;
    POISON(b->data, b->size);
    a->top = b;
}

/* size bytes of the top block, which is another one afterwards if they did not fit. Millions of times a run: inlined where it is called. */
static inline char *take(struct arena *a, size_t size, size_t align)
{
    struct arena_block *b = a->top;
    size_t at = b ? (b->used + align - 1) & ~(align - 1) : 0;
    if (!b || at > b->size || size > b->size - at) {
        block_push(a, size);
        b = a->top;
        at = 0;
    }
    b->used = at + size;
    UNPOISON(b->data + at, size);
    return b->data + at;
}

void *arena_alloc_raw(struct arena *a, size_t size, size_t align)
{
    return take(a, size, align);
}

/* Makes the top block's data from at on zero, where it is not. */
static inline void clear(struct arena_block *b, size_t at, size_t size)
{
    if (at < b->dirty)
        memset(b->data + at, 0, size < b->dirty - at ? size : b->dirty - at);
}

void *arena_alloc(struct arena *a, size_t size, size_t align)
{
    char *p = take(a, size, align);
    clear(a->top, (size_t)(p - a->top->data), size);
    return p;
}

bool arena_extend(struct arena *a, void *p, size_t old, size_t size)
{
    struct arena_block *b = a->top;
    if (!p || !b || (char *)p + old != b->data + b->used || size - old > b->size - b->used)
        return false;
    UNPOISON(b->data + b->used, size - old);
    clear(b, b->used, size - old);
    b->used += size - old;
    return true;
}

struct arena_mark arena_mark(struct arena *a)
{
    return (struct arena_mark){a->top, a->top ? a->top->used : 0};
}

void arena_pop(struct arena *a, struct arena_mark mark)
{
    while (a->top != mark.block)
        block_drop(a);
    if (!a->top)
        return;
    if (a->top->used > a->top->dirty)
        a->top->dirty = a->top->used;
    POISON(a->top->data + mark.used, a->top->size - mark.used);
    a->top->used = mark.used;
}

bool arena_exhausted(const struct arena *a)
{
    return a->over;
}
