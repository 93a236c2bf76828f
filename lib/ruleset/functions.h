/* Functions that only rules have, beside those of cel/. */
#ifndef LOADLINE_RULESET_FUNCTIONS_H
#define LOADLINE_RULESET_FUNCTIONS_H

#include "cel/cel.h"

/* Adds to an environment:
 *     plural(n, one, many)   string: one when n is 1 (int or double), else many
 *     title(object)          string: what it is called in messages: "host web-1", "pool backend"; also {object} in a text
 *     derivation(x)          list of strings: the steps by which x was computed; empty for what was not
 *     chosen(x)              bool: whether somebody set a number that x rests on; false for what is computed from defaults alone, or is one */
void rule_functions_add(struct cel_env *env);

#endif
