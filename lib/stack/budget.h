/* What a host has beside what its services may take. */
#ifndef LOADLINE_STACK_BUDGET_H
#define LOADLINE_STACK_BUDGET_H

#include "stack/stack.h"

/* What the memory of a service rests on, the surest first. */
enum budget_basis {
    BUDGET_MEASURED, /* processes x memory measured of one (process_memory of the facts) */
    BUDGET_LIMIT, /* a hard limit on all processes, which the measured or worst memory would exceed, or nothing else is known */
    BUDGET_WORST,    /* the worst case of its own settings */
    BUDGET_DEFAULTS, /* the same, of settings that nobody chose */
    BUDGET_UNKNOWN,
};

/* One service of a host. */
struct budget_row {
    const struct placed_service *service;
    enum budget_basis basis;
    struct value need;     /* bytes that all its processes may take; unknown with BUDGET_UNKNOWN */
    struct value threads;  /* that serve requests, of all its processes */
    struct value files;    /* file descriptors that all its processes may hold */
    struct value over_fds; /* whether one process may need more file descriptors than it may open */
};

/* A sum over the rows. What is not known, or has no bound, is not in it; nor are services that a cluster spreads over several hosts. */
struct budget_sum {
    struct value sum;
    uint32_t n_missing; /* rows that it lacks */
    uint8_t marks;      /* VALUE_ESTIMATE, VALUE_FROM_DEFAULTS: some part of it is one */
};

/* A host and its services. */
struct budget {
    const struct host *host;           /* NULL: none is known, and the rows need not run together */
    VEC(struct budget_row) rows;       /* in the order of the stack */
    struct value memory, usable, swap; /* of the host; usable: memory less its reserve */
    struct budget_sum rest, need;      /* bytes */
    struct budget_sum threads, files;
    struct value left; /* usable - need; negative: so much is lacking. Unknown when usable is */
};

/* What all processes of a service may take, and what that rests on. */
struct value budget_need(struct arena *a, const struct service *s, enum budget_basis *ret_basis);

/* Processes of all copies that run on its host. */
struct value budget_processes(struct arena *a, const struct service *s);

/* Threads that serve requests, of all processes. A process whose model is "event" or "process" serves with one thread where its kind states no number. */
struct value budget_threads(struct arena *a, const struct service *s);

/* Adds up the services on a host (NULL: those of which no host is known), runners that were joined left out. Rows and values live in the arena.
 * A measured process goes before any worst case (data of the same kind of process under load); a hard limit bounds both, because what goes beyond is killed. */
void budget_make(struct arena *a, const struct stack *s, const struct host *host, struct budget *ret);

/* Whether the figure was computed from defaults, or is one: nobody chose it. */
bool budget_is_default(struct value v);

/* "measured", "limit" ...: for tables and JSON. */
struct str budget_basis_name(enum budget_basis basis);

#endif
