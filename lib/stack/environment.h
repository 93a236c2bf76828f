/* The environment that a program runs in. */
#ifndef LOADLINE_STACK_ENVIRONMENT_H
#define LOADLINE_STACK_ENVIRONMENT_H

#include "base/str.h"
#include "base/vec.h"
#include "text/span.h"

#include <stdbool.h>

/* A variable of the environment that something runs in. */
struct env_variable {
    struct str name, value;
    struct span at; /* of the value */
    bool known;     /* false: it is set, to something */
};

/* All that a runner sets. Of a name that stands twice the last one holds. */
struct environment {
    VEC(struct env_variable) all;
    bool partial; /* a file of variables is not read: others may be set, too */
};

/* NULL: nothing sets it. */
static inline const struct env_variable *environment_find(const struct environment *e, struct str name)
{
    for (uint32_t i = e ? e->all.n : 0; i-- > 0;)
        if (str_eq(e->all.p[i].name, name))
            return &e->all.p[i];
    return NULL;
}

#endif
