/* Messages, labels, notes and help of rules: text with {expressions} in it. A brace of the text itself is written twice. */
#ifndef LOADLINE_RULESET_TEMPLATE_H
#define LOADLINE_RULESET_TEMPLATE_H

#include "cel/cel.h"
#include "ruleset/rule.h"

/* Literal text, or an expression's program. */
struct template_piece {
    struct str text;
    const struct cel_program *program; /* NULL: text */
};

/* Immutable; in the arena it was compiled in. No pieces: the rule has no such text. */
struct template
{
    const struct template_piece *pieces;
    uint32_t n;
};

/* False with at least one fault: an expression that does not compile, a brace that is not closed or opens nothing. */
bool template_compile(struct arena *a, const struct cel_env *env, const struct rule_text *text, struct template *ret,
                      struct cel_faults *ret_faults);

/* How a value stands in a message: as value_show has it, but a double that was computed with one decimal ("4.0"), objects by what they are called, and text from input made fit
 * for messages. */
struct str template_show(struct arena *a, struct value v);

#endif
