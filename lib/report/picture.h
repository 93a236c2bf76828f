/* Drawing snippets: the gutter, source lines, carets and labels. */
#ifndef LOADLINE_REPORT_PICTURE_H
#define LOADLINE_REPORT_PICTURE_H

#include "diag/snippet.h"
#include "report/paint.h"

/* Columns that the highest of n line numbers needs; at least 1. */
uint32_t picture_width(uint32_t number);

/* The lines of s, each with its underlines and labels below, between an empty gutter line and the last of them. width: of the line numbers; primary: the
 * colour of what marks the cause. */
void picture_draw(struct report_out *o, const struct snippet *s, uint32_t width, enum paint primary);

/* The gutter of a line: " 12 | " with a number, "    | " without (0), with the given sign in place of the bar. A line that holds nothing
 * more ends at the sign: rest is false. */
void picture_gutter(struct report_out *o, uint32_t width, uint32_t number, char sign, enum paint paint, bool rest);

#endif
