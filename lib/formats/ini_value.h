/* Where a value of an INI dialect ends, and what it stands for. Only for the INI reader. */
#ifndef LOADLINE_FORMATS_INI_VALUE_H
#define LOADLINE_FORMATS_INI_VALUE_H

#include "formats/ini.h"

/* A text being read. */
struct ini_text {
    struct str text;
    const struct ini_dialect *dialect;
    const struct marks *marks; /* never NULL */
    bool line_only; /* a string that may span lines was never closed: later ones are looked for in their line only */
};

/* A value as it stands. */
struct ini_extent {
    uint32_t from, to; /* trailing white space left out */
    uint32_t stop;     /* what ended it: a line's end, a comment, with INI_WORDS white space; or the end of the text */
    bool whole_string; /* all of it is one string */
    bool unclosed;     /* it starts with a quote that has no partner */
};

bool ini_is_blank(char c);
/* Length of the line break at off: 2, 1 or 0. */
uint32_t ini_break(struct str text, uint32_t off);
/* The mark that starts at off, or NULL. */
const struct mark *ini_mark(const struct ini_text *t, uint32_t off);

/* The value that starts at from. */
struct ini_extent ini_extent(struct ini_text *t, uint32_t from);

/* Offset behind the line break that a backslash at off joins, comment lines passed over; 0 when it joins nothing. */
uint32_t ini_joined(const struct ini_text *t, uint32_t off);

/* The text that at stands for: a part of the source when nothing is cooked, else in a. quoted: at stands within the
 * quote `quote`; QUOTE_NONE: strings are unquoted if the dialect does that. map (may be NULL) gets the way back. */
struct str ini_cook(struct arena *a, const struct ini_text *t, struct span at, enum quote quote, struct span_map *map);

#endif
