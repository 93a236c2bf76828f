/* Pools of connections to databases that variables of the environment tell of: DB_HOST with DB_POOL_SIZE, DATABASE_URL with its pool=, and those of well-known programs. */
#ifndef LOADLINE_KINDS_POOL_VARIABLES_H
#define LOADLINE_KINDS_POOL_VARIABLES_H

#include "kinds/kind.h"
#include "stack/stack.h"

/* Adds to a service the pools that its environment states, place and size; of a name that stands twice the last one holds. Nothing where either is missing: a size alone leads nowhere.
 * Texts are copied to a. */
void pool_variables_add(struct arena *a, struct service *s, const struct environment *env);

#endif
