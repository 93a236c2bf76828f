/* What a report shows of a file: lines fit for a terminal, and what is underlined in them. Drawing them is report/picture. */
#ifndef LOADLINE_DIAG_SNIPPET_H
#define LOADLINE_DIAG_SNIPPET_H

#include "base/vec.h"
#include "text/file.h"

/* A place to underline: bytes of the file. One that goes beyond its first line is underlined to the end of that line. */
struct mark {
    uint32_t off, len;
    struct str label;
    bool primary;
};

/* An underlined range: terminal columns of the shown line, from 0. Never empty: a mark of no bytes gets one column. */
struct underline {
    uint32_t column, width;
    struct str label; /* escaped */
    bool primary;
};

/* A line as shown: a tab is four columns, what harms is escaped (diag/escape.h), and it is at most LIMIT_SNIPPET_COLUMNS wide, with "..." on the side where
 * it was cut. Underlines stand in the order of their columns. */
struct snippet_line {
    uint32_t number; /* from 1 */
    struct str text;
    VEC(struct underline) underlines;
};

/* Lines in order. A line stands twice when two of its marks lie too far apart to be seen together. */
struct snippet {
    VEC(struct snippet_line) lines;
};

/* The lines of n marks, and the one between two of them where it is only one. Texts are in the arena. n is for the caller to bound: it looks at each mark for
 * each line shown. Costs nothing for what it does not show, however long the line is. */
struct snippet snippet_make(struct arena *a, struct file *f, const struct mark *marks, uint32_t n);

/* A line that need not stand in a file, as a snippet shows it; when it is cut, the bytes from..to stay in sight. */
struct str snippet_show(struct arena *a, struct str line, uint32_t from, uint32_t to);

#endif
