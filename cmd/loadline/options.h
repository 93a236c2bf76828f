/* Command lines: one table of options serves parsing, --help, completions and the nearest name for a misspelt one. */
#ifndef LOADLINE_CMD_OPTIONS_H
#define LOADLINE_CMD_OPTIONS_H

#include "base/arena.h"
#include "base/str.h"

/* As an option's values: the names of all kinds. The registry of kinds has the list (option_values). */
#define OPTION_KINDS "KIND"
/* The ids of rules; those, packs and all; packs: what `loadline rules list` knows where completions are asked for. */
#define OPTION_RULE "RULE"
#define OPTION_RULES "RULES"
#define OPTION_PACKS "PACKS"

/* One row. id is what option_next returns; arg is NULL for a flag, else the placeholder shown in --help. values (may be NULL) is what completions offer,
 * separated by blanks, or FILE, DIR, OPTION_KINDS or the like. */
struct option {
    int id;
    char letter; /* 0: none */
    const char *name;
    const char *arg;
    const char *values;
    const char *help;
};

/* The rows of one command. */
struct option_table {
    const struct option *rows;
    uint32_t n;
};

enum {
    OPTION_END = 0,
    OPTION_POSITIONAL = -1, /* value: the word */
    OPTION_ERROR = -2,      /* value: what is wrong, ready to print */
};

/* A parse in progress. Zero-initialize, set the first five members; argv[0] is skipped. Options and positional words may be mixed; after "--" all is positional; "-" is
 * positional. "--name=value", "--name value", "-xvalue", "-x value"; flags of one letter may be joined. */
struct option_parser {
    const struct option *options;
    uint32_t n_options;
    int argc;
    char **argv;
    struct arena *a;
    int at;
    const char *letters; /* rest of a group of joined flags */
    bool only_words;
    struct str value;
};

/* The next option's id (> 0) or one of the above; its argument or word is in p->value. */
int option_next(struct option_parser *p);

/* What may be given for an option: its values, of OPTION_KINDS the names of all kinds. Empty: nothing to choose from. */
struct str option_values(struct arena *a, const struct option *o);

/* Prints the rows in two columns, what to write and what it does, to standard output, in lines of at most 80 columns. */
void options_print(const struct option_table *t);

#endif
