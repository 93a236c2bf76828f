/* From cooked text back to the bytes it was cooked from. */
#ifndef LOADLINE_TEXT_SPAN_MAP_H
#define LOADLINE_TEXT_SPAN_MAP_H

#include "base/arena.h"
#include "text/span.h"

/* One run of cooked bytes. Either they stand in the source byte for byte (verbatim), or they all come from the same few bytes (an escape,
 * a folded line break, a variable's value). */
struct span_run {
    uint32_t cooked; /* offset of the run in the cooked text */
    struct span at;  /* where it comes from */
    bool verbatim;
};

/* Runs in the order of the cooked text, the first at 0. Built by appending; the arena owns the array. */
struct span_map {
    struct arena *a;
    struct span_run *runs;
    uint32_t n, cap;
    uint32_t cooked_len;
};

/* Appends len cooked bytes that come from at. verbatim only when at.len == len; runs that continue each other are joined. */
void span_map_add(struct span_map *m, uint32_t len, struct span at, bool verbatim);

/* The place of a cooked byte range (its off and len; src is ignored), from the origin of its first byte to that of its last one. An empty range
 * stands before the byte at its offset, or after the last byte. SPAN_NONE for an empty map. */
struct span span_map_resolve(const struct span_map *m, struct span cooked);

/* The place of a cooked byte range that is verbatim in one piece; of an empty one, that of the byte before it, or of the one behind it. False when there is no such. */
bool span_map_exact(const struct span_map *m, struct span cooked, struct span *ret);

#endif
