/* Texts with expressions in them: '{self.processes} worker processes'. */
#ifndef LOADLINE_CEL_TEMPLATE_H
#define LOADLINE_CEL_TEMPLATE_H

#include "cel/cel.h"

/* A text whose {expressions} are compiled; immutable, in its arena. {{ and }} stand for braces. */
struct cel_template;

/* NULL with at least one fault when a brace is not closed or an expression is faulty. Offsets of faults count in the
 * whole text. */
const struct cel_template *cel_template_compile(struct arena *a, const struct cel_env *env,
                                                const struct cel_source *source, struct cel_faults *ret_faults);

/* The text with the values in place of their expressions, in a: as written in the file or with units (value_show),
 * doubles with at most two decimals, lists without brackets, "unknown" for what is unknown; control characters
 * escaped and long values cut. False, with the error in *ret_error (its texts in a), when an expression fails. */
bool cel_template_render(const struct cel_template *t, const struct value *vars, struct arena *a, struct arena *scratch,
                         const struct cel_limits *limits, struct str *ret, struct value *ret_error);

/* Whether one of the expressions reads a variable. */
bool cel_template_reads(const struct cel_template *t, uint32_t variable);

#endif
