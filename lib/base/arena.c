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
    size_t size; /* of data */
    size_t used;
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
    free(b);
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

/* Memory for a block of at least *size bytes of data; *size is what it has. Large ones ask for huge pages: faulting in a 5 MB config's tree
 * page by page took a fifth of the run. NULL when there is none. */
static struct arena_block *block_alloc(size_t *size)
{
    struct arena_block *b = NULL;
    if (*size > SIZE_MAX - sizeof(*b) - HUGE_PAGE)
        return NULL;
    size_t whole = sizeof(*b) + *size;
    size_t unit = whole >= HUGE_PAGE ? HUGE_PAGE : 64;
    whole = (whole + unit - 1) & ~(unit - 1);
    if (posix_memalign((void **)&b, unit, whole) != 0)
        return NULL;
    if (unit == HUGE_PAGE)
        madvise(b, whole, MADV_HUGEPAGE);
    *size = whole - sizeof(*b);
    return b;
}

static void block_push(struct arena *a, size_t at_least)
{
    size_t size = a->block_size < at_least ? at_least : a->block_size;
    if (a->block_size < LARGEST_BLOCK)
        a->block_size *= 2;
    struct arena_block *b = block_alloc(&size);
    if (!b) {
        fputs("loadline: out of memory\n", stderr);
        abort();
    }
    charge(a, size);
    b->below = a->top;
    b->size = size;
    b->used = 0;
    POISON(b->data, size);
    a->top = b;
}

void *arena_alloc(struct arena *a, size_t size, size_t align)
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
    return memset(b->data + at, 0, size);
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
    POISON(a->top->data + mark.used, a->top->size - mark.used);
    a->top->used = mark.used;
}

bool arena_exhausted(const struct arena *a)
{
    return a->over;
}
