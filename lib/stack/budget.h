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
    struct value need; /* bytes that all its processes may take; unknown with BUDGET_UNKNOWN */
};

/* A host and its services. Sums are of what is known; n_unknown says how many rows they lack. */
struct budget {
    const struct host *host;
    VEC(struct budget_row) rows; /* in the order of the stack */
    struct value memory, usable; /* of the host, and less its reserve */
    struct value rest, need;     /* sums over the rows */
    uint32_t n_unknown;
};

/* What all processes of a service may take, and what that rests on. */
struct value budget_need(struct arena *a, const struct service *s, enum budget_basis *ret_basis);

/* Adds up the services on a host, runners that were joined left out. Rows and values live in the arena.
 * A measured process goes before any worst case (data of the same kind of process under load); a hard limit bounds both, because what goes beyond is killed. */
void budget_make(struct arena *a, const struct stack *s, const struct host *host, struct budget *ret);

/* "measured", "limit" ...: for tables and JSON. */
struct str budget_basis_name(enum budget_basis basis);

#endif
