#include "diag/syntax.h"

struct str syntax_rule_id(enum syntax_rule rule)
{
    static const struct str ids[] = {
#define X(name, id) STR_INIT(id),
        SYNTAX_RULES(X)
#undef X
    };
    return ids[rule];
}
