/* Aliases, merge keys and equal keys. Only for the YAML reader. */
#ifndef LOADLINE_FORMATS_YAML_ALIAS_H
#define LOADLINE_FORMATS_YAML_ALIAS_H

#include "ast/node.h"
#include "diag/sink.h"

/* A deep copy of from in a, every node NODE_ANCHORED, comments left out. *budget counts down for each node; NULL
 * when it is used up or when the copy would nest deeper than depth. */
struct node *yaml_copy(struct arena *a, const struct node *from, uint32_t depth, uint32_t *budget);

/* Finishes a mapping whose entries are all there: `<<` gives way to the entries it brings, equal keys are reported.
 * scratch is left as it was. */
void yaml_finish_map(struct node *map, struct arena *scratch, struct sink *sink);

#endif
