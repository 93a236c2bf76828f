/* How `loadline eval` shows a value, what it was made of, and a fault in an expression. */
#ifndef LOADLINE_CMD_EVAL_PRINT_H
#define LOADLINE_CMD_EVAL_PRINT_H

#include "cel/cel.h"
#include "report/out.h"
#include "text/source.h"

/* The value on a line of its own; below it, when it is no true and no plain value, each subexpression with its value and where that stands. */
void eval_print(struct report_out *o, struct source_store *sources, struct str expression, struct value v,
                const struct cel_trace *trace);

/* Each fault with a caret under the place in the expression. */
void eval_print_faults(struct report_out *o, struct str expression, const struct cel_faults *faults);

#endif
