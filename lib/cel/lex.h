/* Tokens of an expression. */
#ifndef LOADLINE_CEL_LEX_H
#define LOADLINE_CEL_LEX_H

#include "base/str.h"

/* clang-format off */
/*    token             as a message names it */
#define CEL_TOKENS(X)                              \
    X(TOK_END,          "end of expression")       \
    X(TOK_FAULT,        "fault")                   \
    X(TOK_NAME,         "name")                    \
    X(TOK_QUOTED,       "quoted name")             \
    X(TOK_INT,          "number")                  \
    X(TOK_UINT,         "number")                  \
    X(TOK_DOUBLE,       "number")                  \
    X(TOK_STRING,       "string")                  \
    X(TOK_BYTES,        "bytes")                   \
    X(TOK_TRUE,         "'true'")                  \
    X(TOK_FALSE,        "'false'")                 \
    X(TOK_NULL,         "'null'")                  \
    X(TOK_IN,           "'in'")                    \
    X(TOK_PAREN_OPEN,   "'('")                     \
    X(TOK_PAREN_CLOSE,  "')'")                     \
    X(TOK_LIST_OPEN,    "'['")                     \
    X(TOK_LIST_CLOSE,   "']'")                     \
    X(TOK_MAP_OPEN,     "'{'")                     \
    X(TOK_MAP_CLOSE,    "'}'")                     \
    X(TOK_DOT,          "'.'")                     \
    X(TOK_COMMA,        "','")                     \
    X(TOK_COLON,        "':'")                     \
    X(TOK_QUESTION,     "'?'")                     \
    X(TOK_PLUS,         "'+'")                     \
    X(TOK_MINUS,        "'-'")                     \
    X(TOK_STAR,         "'*'")                     \
    X(TOK_SLASH,        "'/'")                     \
    X(TOK_PERCENT,      "'%'")                     \
    X(TOK_NOT,          "'!'")                     \
    X(TOK_LESS,         "'<'")                     \
    X(TOK_LESS_EQUAL,   "'<='")                    \
    X(TOK_GREATER,      "'>'")                     \
    X(TOK_GREATER_EQUAL, "'>='")                   \
    X(TOK_EQUAL,        "'=='")                    \
    X(TOK_NOT_EQUAL,    "'!='")                    \
    X(TOK_AND,          "'&&'")                    \
    X(TOK_OR,           "'||'")
/* clang-format on */

enum token_kind {
#define X(name, text) name,
    CEL_TOKENS(X)
#undef X
        TOK_COUNT
};

/* What a message calls a token: "')'", "end of expression". */
const char *token_name(enum token_kind kind);

/* A window on the text: off and len count its bytes, quotes and prefixes included. */
struct token {
    enum token_kind kind;
    uint32_t off, len;
    const char *fault; /* TOK_FAULT: what is wrong, a constant */
};

struct lexer {
    struct str text;
    uint32_t at;
};

/* The next token; TOK_END at the end, again and again. After TOK_FAULT the lexer stands behind the faulty bytes. */
struct token lex_next(struct lexer *l);

#endif
