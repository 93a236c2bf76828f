/* Command lines as systemd splits them: systemd.service(5), COMMAND LINES; src/basic/extract-word.c, 252. */
#ifndef LOADLINE_KINDS_SYSTEMD_EXEC_H
#define LOADLINE_KINDS_SYSTEMD_EXEC_H

#include "base/str.h"
#include "base/vec.h"

struct exec_word {
    uint32_t off, len; /* in the text, quotes included */
    struct str text;   /* without quotes and escapes */
    bool quoted;       /* some of it was */
};

struct exec_words {
    struct exec_word *p;
    uint32_t n, cap;
};

/* Splits text at white space; quotes hold it together wherever they stand, backslash escapes as in C. An escape that is not known stays as it is. False: a quote is not
 * closed; then the last word goes to the end. Words go to *ret, texts to a or the text. */
bool exec_split(struct arena *a, struct str text, struct exec_words *ret);

/* What stands before the path of a command: "@", "-", ":", "+", "!", "!!", in any order. */
uint32_t exec_prefix(struct str word);

/* Whether a word ends a command and another one follows: ";". */
bool exec_is_separator(const struct exec_word *word);

#endif
