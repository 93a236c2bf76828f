/* Colours of the formats for people: one small table, off unless asked for. */
#ifndef LOADLINE_REPORT_PAINT_H
#define LOADLINE_REPORT_PAINT_H

#include "diag/rule_info.h"
#include "report/out.h"

enum paint {
    PAINT_PLAIN,
    PAINT_STRONG, /* the message, the head of a note */
    PAINT_ERROR,
    PAINT_WARNING,
    PAINT_NOTE,
    PAINT_GUTTER, /* line numbers, arrows, what is underlined beside the cause */
    PAINT_REMOVED,
    PAINT_ADDED,
};

enum paint paint_of(enum severity severity);

/* s in that colour when the output has colours. Not escaped. */
void paint_put(struct report_out *o, enum paint paint, struct str s);

#endif
