/* Insert-only maps from slices to pointers, iterated in the order of insertion: the same input gives the same output. */
#ifndef LOADLINE_BASE_MAP_H
#define LOADLINE_BASE_MAP_H

#include "base/arena.h"
#include "base/str.h"

struct map_entry {
    struct str key; /* not copied: must live as long as the map */
    void *value;
    uint64_t hash;
};

/* Zero-initialize with the arena set: struct map m = {.a = arena}. Entries 0..n-1 stand in insertion order. */
struct map {
    struct arena *a;
    struct map_entry *entries;
    uint32_t n, cap;
    uint32_t *slots; /* index + 1 into entries, 0 = free; n_slots is a power of two */
    uint32_t n_slots;
};

/* The value of key, or NULL. */
void *map_get(const struct map *m, struct str key);
/* True when key is in the map, even with a NULL value. */
bool map_has(const struct map *m, struct str key);

/* Adds key unless it is there; returns its entry either way. *ret_new (may be NULL) tells which. The pointer is valid
 * until the next insertion. */
struct map_entry *map_put(struct map *m, struct str key, void *value, bool *ret_new);

#endif
