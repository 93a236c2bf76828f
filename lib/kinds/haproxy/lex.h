/* Lines of a HAProxy configuration cut into words, as parse_line() and readcfgfile() do it (src/tools.c, src/cfgparse.c). */
#ifndef LOADLINE_KINDS_HAPROXY_LEX_H
#define LOADLINE_KINDS_HAPROXY_LEX_H

#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"
#include "text/marks.h"

/* Words of a line; one more is refused (MAX_LINE_ARGS), even the empty one that white space behind the last makes. */
enum { HAPROXY_LINE_WORDS = 64 };

/* A part of a word: literal text, or what is not known before the server runs (an environment variable, a mark of
 * a template, as written). */
struct haproxy_piece {
    struct str text;
    uint32_t off, len;
    bool unknown;
};

/* A word. text is what HAProxy sees; of a word with variables, the literal parts and the defaults of "${V-default}", joined. */
struct haproxy_token {
    struct str text;
    uint32_t off, len;                /* with its quotes, in the file */
    uint8_t quote;                    /* enum quote: of a word that is quoted as a whole */
    bool open;                        /* has parts that are not known */
    bool unknown;                     /* some of them have no default either: nothing can be said of the word */
    bool many;                        /* ${V[*]}: may be any number of words */
    VEC(struct haproxy_piece) pieces; /* only of an open one */
    struct node *node;                /* that the reader made of it; NULL: none yet */
};

enum haproxy_lex_fault {
    HAPROXY_LEX_OK,
    HAPROXY_LEX_QUOTE,    /* unmatched quote */
    HAPROXY_LEX_BRACE,    /* ${ without } */
    HAPROXY_LEX_VARIABLE, /* a variable's name begins with what it cannot */
    HAPROXY_LEX_HEX,      /* \x without two digits */
    HAPROXY_LEX_EXPAND,   /* [ without *] */
    HAPROXY_LEX_WORDS,    /* more than 64 words */
};

/* One line. */
struct haproxy_line {
    VEC(struct haproxy_token) tokens; /* an empty last word, that white space before the end makes, is left out */
    uint32_t off, end;                /* its bytes, without LF and CR */
    uint32_t next;                    /* first byte of the next line */
    bool marked;                      /* a template's mark stands in it, outside of its comment */
    bool inserted;                    /* its first word is nothing but an expression: any lines may come of it */
    bool ended;                       /* by LF */
    uint32_t nul;                     /* place of a NUL byte, or end */
    uint32_t comment;                 /* place of its '#', or end */
    enum haproxy_lex_fault fault;
    uint32_t fault_off, fault_len; /* narrowest place of it */
};

/* Reads the line that begins at off. env has what is known of the environment, name -> struct str; NULL: nothing.
 * *ret is zeroed before the first call; the next one reuses its array of words. Cooked texts live in a. With a fault the words
 * before it are there. Marks of a template (NULL: none) that put something in are unknown pieces of their words, all of an {% if %} to {% endif %} in one line
 * too; the others are nothing. A line goes on where a mark holds its end. */
void haproxy_lex_line(struct arena *a, struct str text, uint32_t off, const struct map *env, const struct marks *marks,
                      struct haproxy_line *ret);

#endif
