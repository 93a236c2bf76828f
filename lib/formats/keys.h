/* The keys of a mapping: equal ones are reported. */
#ifndef LOADLINE_FORMATS_KEYS_H
#define LOADLINE_FORMATS_KEYS_H

#include "ast/node.h"
#include "base/map.h"
#include "diag/sink.h"

/* YAML's merge key: an unquoted `<<`. */
bool keys_is_merge(const struct node *entry);

/* Puts every key of map but merge keys into keys (its entry as the value). A key that was there before is
 * syntax/duplicate, related to the first, and its entry NODE_FAULTY; conditional and unknown keys may repeat. */
void keys_collect(struct node *map, struct map *keys, struct sink *sink);

#endif
