/* Programs: what compile.c makes and vm.c runs. */
#ifndef LOADLINE_CEL_PROGRAM_H
#define LOADLINE_CEL_PROGRAM_H

#include "cel/env.h"
#include "cel/syntax.h"

/* One instruction; ops.def says what a and b are. */
struct instruction {
    uint16_t op;
    uint16_t a;
    uint32_t b;
};

/* A function to be called: the overload is chosen by the types of the arguments' values. */
struct call_site {
    struct str name;
    const struct cel_function *const *overloads;
    uint32_t n_overloads;
    enum cel_style style;
    const void *prepared;
};

/* A fold keeps its state in five slots from its base on. The cursor is an int: the index of the next item; its n
 * counts for FOLD_ONE. */
enum fold_slot { SLOT_RANGE, SLOT_CURSOR, SLOT_RESULT, SLOT_FIRST, SLOT_SECOND, FOLD_SLOTS };

/* Where a traced value belongs. */
struct trace_place {
    uint32_t off, len, depth;
};

/* Immutable once compiled; shared by threads. Everything in one arena. */
struct cel_program {
    const struct instruction *code;
    const struct span *spans; /* one for each instruction */
    uint32_t n_code;
    const struct value *constants;
    const struct call_site *calls;
    const struct trace_place *places;
    uint32_t n_slots; /* most values the stack holds */
    uint32_t n_variables;
    const bool *reads; /* by variable */
    const struct type *type;
};

#endif
