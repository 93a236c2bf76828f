/* Scalars with template marks in them. Only for the YAML reader. */
#ifndef LOADLINE_FORMATS_YAML_PIECES_H
#define LOADLINE_FORMATS_YAML_PIECES_H

#include "ast/node.h"
#include "formats/yaml_template.h"

/* A word that libyaml made of masked text gets its own bytes back and is cut into pieces. hole: the first that may
 * stand in it. stop: where libyaml's scalar ended, which for a block scalar may be behind word->at. A word without
 * holes is left as it is. */
void yaml_add_pieces(struct arena *a, struct node *word, const struct yaml_masked *masked, uint32_t hole, uint32_t stop,
                     struct str source);

#endif
