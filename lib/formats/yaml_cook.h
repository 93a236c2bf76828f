/* Cooking a scalar a second time, to learn where each cooked byte comes from. Only for the YAML reader. */
#ifndef LOADLINE_FORMATS_YAML_COOK_H
#define LOADLINE_FORMATS_YAML_COOK_H

#include "ast/node.h"
#include "text/span_map.h"

/* A scalar as it stands and what libyaml made of it. */
struct yaml_scalar_text {
    struct str whole;    /* the text that was parsed */
    struct span at;      /* with quotes or from '|', '>' on; offsets in whole */
    struct span name_at; /* without */
    enum quote quote;
    struct str cooked;
    /* First of a list of PIECEs; the unknown ones stand in the cooked text as they are. May be NULL. */
    const struct node *pieces;
};

/* The map of s->cooked to s->whole's bytes, in a. One run for the whole scalar when both do not agree. */
struct span_map *yaml_cook(struct arena *a, const struct yaml_scalar_text *s);

/* How deep the lines of a block scalar are indented; false when nothing tells, since they are all empty. */
bool yaml_block_indent(const struct yaml_scalar_text *s, uint32_t *ret);

/* The text of a block scalar of a template, made from s->whole up to the end of s->at: pieces that stand at the
 * start of a line are lines whatever their indentation, which libyaml could not know. s->cooked is not looked at. In
 * a; map gets the way back. */
struct str yaml_cook_block(struct arena *a, const struct yaml_scalar_text *s, uint32_t indent, struct span_map *map);

#endif
