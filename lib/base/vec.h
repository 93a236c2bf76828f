/* Growable arrays in an arena. */
#ifndef LOADLINE_BASE_VEC_H
#define LOADLINE_BASE_VEC_H

#include "base/arena.h"

#include <string.h>

/* struct { T *p; n, cap }: declare with VEC(T), zero-initialize, index with v.p[i]. The memory is the arena's; growing may leave the old
 * array behind: pointers into it then stay readable but are stale. */
#define VEC(T)                                                                                                         \
    struct {                                                                                                           \
        T *p;                                                                                                          \
        uint32_t n, cap;                                                                                               \
    }

/* Appends x (an expression of the element type). */
#define vec_push(a, v, x)                                                                                              \
    do {                                                                                                               \
        if ((v)->n == (v)->cap)                                                                                        \
            (v)->p = vec_grow((a), (v)->p, &(v)->cap, sizeof(*(v)->p));                                                \
        (v)->p[(v)->n++] = (x);                                                                                        \
    } while (0)

/* old with room for twice as many (first size: 4 elements), where it stands or as a copy. Used by vec_push only. */
static inline void *vec_grow(struct arena *a, void *old, uint32_t *cap, size_t elem)
{
    uint32_t n = *cap;
    *cap = n ? n * 2 : 4;
    if (arena_extend(a, old, (size_t)n * elem, (size_t)*cap * elem))
        return old;
    void *p = arena_alloc(a, (size_t)*cap * elem, 16);
    if (old)
        memcpy(p, old, (size_t)n * elem);
    return p;
}

#endif
