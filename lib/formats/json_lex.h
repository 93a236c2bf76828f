/* Tokens of JSON and of JavaScript's literals. Only for the JSON reader. */
#ifndef LOADLINE_FORMATS_JSON_LEX_H
#define LOADLINE_FORMATS_JSON_LEX_H

#include "base/arena.h"
#include "text/marks.h"
#include "text/span_map.h"

enum json_token_kind {
    JSON_END,
    JSON_PUNCTUATION, /* one of { } [ ] , : */
    JSON_STRING,      /* with its quotes */
    JSON_NUMBER,      /* what starts like one, up to the first byte that can't continue it */
    JSON_NAME,        /* true, null, an identifier */
    JSON_COMMENT,     /* // and block comments: the caller tells whether they may stand there */
    JSON_MARK,        /* a template mark outside of strings */
    JSON_OTHER,       /* one character that starts nothing */
};

struct json_token {
    enum json_token_kind kind;
    uint32_t off, len;
    char first;    /* its first byte */
    bool complete; /* string, comment: closed; number, name: well-formed */
    const struct mark *mark;
};

struct json_lexer {
    struct str text;
    uint32_t at; /* next byte */
    bool relaxed;
    const struct marks *marks; /* never NULL */
    bool new_line;             /* a line break stood before the last token */
};

/* The next token; at the end JSON_END again and again. */
struct json_token json_next(struct json_lexer *x);

/* Where the JavaScript expression that goes on at off ends; last is the byte before it that counts, '(' at its
 * start. Before the , ; ) ] or } that is not within its own brackets, strings, comments or regular expressions.
 * Trailing white space left out. */
uint32_t json_expression_end(struct str text, uint32_t off, char last);

/* A fault within a string: what, and where from its start. what is NULL when there is none. */
struct json_string_fault {
    const char *what;
    uint32_t off, len;
};

/* The text that a string stands for: a part of the source when it holds no escape, else in a. at: what stands within
 * its quotes. map (may be NULL) gets the way back. Marks within are left as they are. */
struct str json_cook(struct arena *a, struct str text, struct span at, bool relaxed, const struct marks *marks,
                     struct span_map *map, struct json_string_fault *ret_fault);

/* Whether s is a number of JSON, or one of JavaScript's that keeps its meaning as YAML's core schema reads it (0x1f,
 * .5, 5.). */
bool json_is_number(struct str s, bool relaxed);

#endif
