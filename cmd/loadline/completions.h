/* Scripts that have a shell complete commands, options and their values, made of the tables that the commands parse by. */
#ifndef LOADLINE_CMD_COMPLETIONS_H
#define LOADLINE_CMD_COMPLETIONS_H

#include "commands.h"

#include "base/buf.h"

/* What is offered for a value or a word. */
enum offer_kind {
    OFFER_NOTHING,
    OFFER_WORDS, /* words */
    OFFER_FILES, /* and words */
    OFFER_DIRS,
    OFFER_RULE,  /* the ids of rules */
    OFFER_RULES, /* those, packs, and all */
    OFFER_PACKS,
};

struct offer {
    enum offer_kind kind;
    struct str words; /* divided by blanks */
    bool half;        /* the first half of NAME=VALUE: more is to be written behind it */
};

/* By the values of an option, and its arg (NULL: of a word). */
struct offer offer_of(struct arena *a, const char *values, const char *arg);

/* Calls put for each command: of those with parts for each part, under "rules list". The table is never NULL. */
typedef void completions_put_fn(struct buf *b, const char *name, const struct command *c);
void completions_each(struct buf *b, completions_put_fn *put);

/* The scripts, at the end of b. */
void completions_bash(struct buf *b);
void completions_zsh(struct buf *b);
void completions_fish(struct buf *b);

#endif
