/* The one place where an evaluation's cost is counted. */
#ifndef LOADLINE_CEL_METER_H
#define LOADLINE_CEL_METER_H

#include "cel/cel.h"

/* What is left of an evaluation's limits. Whatever limit is hit, no cost is left: the machine looks at nothing else. */
struct regex_matcher;

struct cel_meter {
    uint64_t cost;
    size_t bytes;
    uint32_t steps;
    const char *over;              /* the limit that was hit, in words; NULL: none */
    struct regex_matcher *matcher; /* made by the first match; in the scratch arena */
};

static inline bool meter_stop(struct cel_meter *m, const char *over)
{
    m->cost = 0;
    m->over = over;
    return false;
}

/* Takes cost; false, and over is set, when there is not as much. */
static inline bool meter_spend(struct cel_meter *m, uint64_t cost)
{
    if (cost <= m->cost) {
        m->cost -= cost;
        return true;
    }
    return meter_stop(m, "the expression costs too much to evaluate");
}

/* Takes one step of a comprehension and the cost of what it does for the item. */
static inline bool meter_step(struct cel_meter *m, uint64_t cost)
{
    if (m->steps > 0) {
        m->steps--;
        return meter_spend(m, cost);
    }
    return meter_stop(m, "the macros of the expression walk over too many items");
}

/* Takes bytes. */
static inline bool meter_take(struct cel_meter *m, size_t bytes)
{
    if (bytes <= m->bytes) {
        m->bytes -= bytes;
        return true;
    }
    return meter_stop(m, "the expression needs too much memory");
}

#endif
