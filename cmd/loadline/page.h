/* Reports for people that are tables and sentences: at most 80 columns wide, in ASCII but for names. */
#ifndef LOADLINE_CMD_PAGE_H
#define LOADLINE_CMD_PAGE_H

#include "base/buf.h"
#include "report/out.h"
#include "value/value.h"

enum {
    PAGE_WIDTH = 80,
    PAGE_NAME = 30,  /* columns of a name within a sentence */
    PAGE_TITLE = 60, /* of one that stands above a table */
    PAGE_NAMED = 3,  /* names one after the other, before "and 7 more" */
};

/* Text of the config, escaped and fit to be shown in so many columns (at least 5): names that differ at their ends still do. */
struct str page_fit(struct arena *a, struct str text, uint32_t columns);

/* "83.3%"; what is more than nothing is not shown as nothing. */
struct str page_percent(struct arena *a, double part);
/* The same without ".0": within a sentence. */
struct str page_percent_short(struct arena *a, double part);

/* Three digits at most before they become idle: "0.25", "2.5", "13.3", "1". */
struct str page_factor(struct arena *a, double d);

/* Text, filled up with blanks to so many columns. */
void page_cell(struct report_out *o, struct str text, uint32_t columns, bool to_the_right);

/* So much of a bar of so many columns as the part is of 1, not more than all of it; what is more than nothing is one column at least. Returns the columns written. */
uint32_t page_bar(struct report_out *o, double part, uint32_t columns);

/* Words, wrapped: the first line indented by so much, those below by four more. */
void page_paragraph(struct report_out *o, uint32_t indent, const struct buf *text);

/* A title, and where it is told of (may be empty). A place is never cut: it goes to a line of its own where both do not fit. */
void page_title(struct report_out *o, struct str title, struct str at);

/* Why a value is not known: "host.cpus, host.memory". */
void page_reasons(struct buf *b, struct value v);

#endif
