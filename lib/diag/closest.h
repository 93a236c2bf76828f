/* The known word nearest to an unknown one. */
#ifndef LOADLINE_DIAG_CLOSEST_H
#define LOADLINE_DIAG_CLOSEST_H

#include "base/str.h"

/* A search in progress: start it with closest_start, offer candidates, read the best. */
struct closest {
    struct str word;
    struct str best; /* empty while nothing is near enough */
    uint32_t distance;
    uint32_t rank; /* of the best: between equals the lower rank wins, then the earlier offer */
};

/* Edits are insertions, deletions, changes and swaps of neighbours; near enough is at most max(1, length / 3). */
struct closest closest_start(struct str word);
void closest_offer(struct closest *c, struct str candidate, uint32_t rank);

/* closest_start, one offer for each of n words, the best. */
struct str closest_of(struct str word, const struct str *words, uint32_t n);

#endif
