/* From bytes to statements, as nginx cuts them (ngx_conf_read_token). */
#ifndef LOADLINE_KINDS_NGINX_LEX_H
#define LOADLINE_KINDS_NGINX_LEX_H

#include "ast/node.h"
#include "base/vec.h"
#include "text/marks.h"

/* nginx reads its files through a buffer of this size, and a token must fit with the byte that ends it. */
enum { NGINX_CONF_BUFFER = 4096 };

/* A word of a statement. off and len leave out the quotes. */
struct nginx_token {
    uint32_t off, len;
    uint32_t line; /* of its first byte */
    uint8_t quote; /* enum quote */
    bool escaped;  /* holds a backslash: nginx_lex_text may differ from its bytes */
    bool unknown;  /* holds a template mark */
};

/* How a statement ended. */
enum nginx_end {
    NGINX_END_SEMICOLON,
    NGINX_END_OPEN,   /* "{" */
    NGINX_END_CLOSE,  /* "}": without words */
    NGINX_END_FILE,   /* without words */
    NGINX_END_INSERT, /* a template's expression alone on its line: whatever it puts there; the only token */
    NGINX_END_FAULT,  /* see nginx_lex.fault; the words before it stand in tokens */
};

enum nginx_lex_fault {
    NGINX_FAULT_UNEXPECTED, /* the byte at fault_at: ";" or "{" without a word, "}" after one, anything behind a closing quote */
    NGINX_FAULT_TOO_LONG, /* the token, quote or comment that starts at fault_at does not fit nginx's buffer */
    NGINX_FAULT_FILE_END, /* the file ends within a statement or a quote */
};

/* A comment: its bytes from '#' to the end of the line, without that. */
struct nginx_comment {
    uint32_t off, len;
};

/* The state of reading one text. Set text and a (and marks), line = 1; all else zero. Tokens and comments are those of the last statement. */
struct nginx_lex {
    struct arena *a;
    struct str text;
    struct marks
        marks; /* of a template: an expression is an unknown piece of its word, all others are white space between words */
    uint32_t next_mark;
    uint32_t pos;  /* the next byte */
    uint32_t line; /* of the last byte read, from 1: what nginx reports */
    VEC(struct nginx_token) tokens;
    VEC(struct nginx_comment) comments; /* before and among the tokens */
    bool conditional; /* a template's statement stands among the tokens: how many there are is not known */
    enum nginx_lex_fault fault;
    uint32_t fault_at;   /* offset */
    uint32_t fault_line; /* what nginx reports */
    char fault_quote;    /* of a quote that is not closed; 0: none */
};

/* Reads up to the end of the next statement. pos then stands behind the byte that ended it; with NGINX_FAULT_UNEXPECTED behind the unexpected byte,
 * with the other faults where the fault was seen. Reading can go on from there; nginx_lex_resume finds a better place after a lost quote. */
enum nginx_end nginx_lex_statement(struct nginx_lex *l);

/* After a fault that a quote left open may explain (the last token runs over a line's end): goes back to the end of the first line
 * of that quote and ends the statement there. False, and nothing changed, when no such quote is there. */
bool nginx_lex_reopen(struct nginx_lex *l);

/* After a statement that ended in "{" directly behind a word without quotes: takes the brace, and what follows up to the next blank or ending, as part of that word, and reads
 * on to the end of the statement. */
enum nginx_end nginx_lex_join(struct nginx_lex *l);

/* After a fault: reads on to the end of the statement, adding what it finds to the tokens. Further faults are passed over. */
enum nginx_end nginx_lex_resume(struct nginx_lex *l);

/* For looking ahead: after a fault, what ended the statement, its rest read over. */
enum nginx_end nginx_lex_pass(struct nginx_lex *l);

/* The value of a token: its bytes, or a copy in the arena with \" \' \\ \t \r \n resolved. */
struct str nginx_lex_text(struct arena *a, struct str text, const struct nginx_token *t);

/* Sets pos, counting lines. */
void nginx_lex_seek(struct nginx_lex *l, uint32_t pos);

#endif
