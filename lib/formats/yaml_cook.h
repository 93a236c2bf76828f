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
    const struct node
        *pieces; /* first of a list of PIECEs; the unknown ones stand in the cooked text as they are. May be NULL */
};

/* The map of s->cooked to s->whole's bytes, in a. One run for the whole scalar when both do not agree. */
struct span_map *yaml_cook(struct arena *a, const struct yaml_scalar_text *s);

#endif
