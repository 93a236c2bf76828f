/* Rules as C source: what the build compiles into the program. Only for the generator. */
#ifndef LOADLINE_RULESET_EMBED_PRINT_H
#define LOADLINE_RULESET_EMBED_PRINT_H

#include "base/buf.h"
#include "ruleset/rule.h"

/* Appends a source that defines rules_builtin and rules_builtin_count. rules: n loaded ones, sorted by id. Places are left out. */
void embed_print(struct buf *b, const struct rule *const *rules, uint32_t n);

/* Appends an initializer of a struct str: {"text", 4}. Whatever bytes it holds, a C11 compiler reads them back. */
void embed_print_str(struct buf *b, struct str s);

#endif
