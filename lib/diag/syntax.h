/* The diagnoses that readers make: pack `syntax`, what a server refuses, and meta/limit-exceeded. One list: each row has its rule file
 * rules/<id>.yaml, which carries title, severity and documentation (a test holds the two together). */
#ifndef LOADLINE_DIAG_SYNTAX_H
#define LOADLINE_DIAG_SYNTAX_H

#include "base/str.h"

/* clang-format off */
#define SYNTAX_RULES(X)                                                                              \
    X(SYNTAX_NOT_PARSED,        "syntax/not-parsed")        /* no reading of the text at all       */ \
    X(SYNTAX_UNEXPECTED_TOKEN,  "syntax/unexpected-token")  /* a token where none can stand        */ \
    X(SYNTAX_UNTERMINATED,      "syntax/unterminated")      /* a quote, block, statement left open */ \
    X(SYNTAX_TOO_LONG,          "syntax/too-long")          /* over a limit of the server's own    */ \
    X(SYNTAX_UNKNOWN,           "syntax/unknown-directive")                                           \
    X(SYNTAX_MISPLACED,         "syntax/misplaced-directive")                                         \
    X(SYNTAX_COUNT,             "syntax/wrong-argument-count")                                        \
    X(SYNTAX_VALUE,             "syntax/invalid-value")                                               \
    X(SYNTAX_DUPLICATE,         "syntax/duplicate")                                                   \
    X(SYNTAX_CONFLICT,          "syntax/conflict")          /* settings that exclude each other    */ \
    X(SYNTAX_MISSING,           "syntax/missing-directive") /* a thing the server insists on       */ \
    X(SYNTAX_UNRESOLVED,        "syntax/unresolved-name")   /* variable, zone, format, upstream    */ \
    X(SYNTAX_REGEX,             "syntax/invalid-regex")                                               \
    X(SYNTAX_INCLUDE,           "syntax/invalid-include")   /* itself, too deep, too much          */ \
    X(META_LIMIT,               "meta/limit-exceeded")      /* over a limit of ours                */
/* clang-format on */

enum syntax_rule {
#define X(name, id) name,
    SYNTAX_RULES(X)
#undef X
        SYNTAX_RULE_COUNT
};

/* The id of a diagnosis: "syntax/unknown-directive". */
struct str syntax_rule_id(enum syntax_rule rule);

#endif
