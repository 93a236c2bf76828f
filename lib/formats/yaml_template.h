/* Template marks made harmless to a YAML parser. Only for the YAML reader. */
#ifndef LOADLINE_FORMATS_YAML_TEMPLATE_H
#define LOADLINE_FORMATS_YAML_TEMPLATE_H

#include "text/marks.h"

enum yaml_hole_use {
    YAML_HOLE_PIECE,   /* part of a scalar: letters stand in its place */
    YAML_HOLE_BLANK,   /* steers the template: spaces */
    YAML_HOLE_INSERT,  /* alone on its line: may render to any number of lines: spaces */
    YAML_HOLE_COMMENT, /* spaces */
};

/* Bytes that belong to the template: a mark, or a condition that begins and ends within one line. */
struct yaml_hole {
    uint32_t off, len;
    uint8_t use; /* enum yaml_hole_use */
};

/* text has the same length as what it was made of; holes are sorted. Both in an arena. */
struct yaml_masked {
    struct str text;
    const struct yaml_hole *holes;
    uint32_t n;
};

struct yaml_masked yaml_mask(struct arena *a, struct str text, const struct marks *marks);

#endif
