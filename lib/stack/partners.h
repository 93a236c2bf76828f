/* Contributions that speak of one service: a config, the command line that names it, the unit that runs it. Only for join.c. */
#ifndef LOADLINE_STACK_PARTNERS_H
#define LOADLINE_STACK_PARTNERS_H

#include "stack/stack.h"

/* The first step of stack_join. Runners are settled before they are joined. */
void stack_join_partners(struct stack *s);

/* Moves the pools that the variables of a runner tell of to its program's service: of a pool that leads to the same place they give the size, where the config leaves that open or the variable
 * goes before it. */
void stack_take_pools(struct arena *a, struct service *to, struct service *runner);

#endif
