/* What libyaml is given to read, and the way from its marks back to bytes. Only for the YAML reader. */
#ifndef LOADLINE_FORMATS_YAML_TEXT_H
#define LOADLINE_FORMATS_YAML_TEXT_H

#include "base/arena.h"
#include "base/str.h"

enum yaml_fault { YAML_TEXT_FINE, YAML_TEXT_UTF16, YAML_TEXT_INVALID, YAML_TEXT_CONTROL };

/* A text without its BOM and cut before the first code point that YAML refuses. libyaml reads ahead in chunks: left
 * to it, a bad byte would hide what stands before. Offsets are those of the whole text. */
struct yaml_text {
    struct str whole;
    uint32_t from, to;     /* the part that is read */
    enum yaml_fault fault; /* why it ends at `to`; FINE: it is the end */
    uint32_t *points;      /* offset of every 64th code point from `from` on; NULL: all of it is ASCII */
    uint32_t n_points;
};

/* Points into text; the table lives in a. */
void yaml_text_init(struct yaml_text *t, struct arena *a, struct str text);

/* The byte offset of a code point, counted from `from` as libyaml's marks do; clamped to `to`. */
uint32_t yaml_text_offset(const struct yaml_text *t, size_t code_point);

/* Length of the line break at off (CR LF counts as one; NEL, LS and PS are breaks too, as in YAML 1.1 and libyaml);
 * 0: none. */
uint32_t yaml_break(struct str text, uint32_t off);

#endif
