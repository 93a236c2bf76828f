/* Includes, for every kind's reader: from a pattern to files, as nginx and glob(3) find them, and never outside of what was given. */
#ifndef LOADLINE_KINDS_INCLUDE_H
#define LOADLINE_KINDS_INCLUDE_H

#include "kinds/within.h"

enum include_outcome {
    INCLUDE_FOUND,      /* at least one match; each has an outcome of its own */
    INCLUDE_EMPTY_GLOB, /* a pattern that matches nothing: servers accept it */
    INCLUDE_MISSING,    /* a name that doesn't exist */
    INCLUDE_OUTSIDE,    /* it leads outside of all roots and no map covers it: not looked at */
    INCLUDE_FAULT,      /* see fault */
    INCLUDE_TOO_MANY,   /* more than LIMIT_GLOB_MATCHES files, or LIMIT_WALK_FILES names to compare: none is given */
};

/* The outcome in words: "include matches no file" ... */
const char *include_outcome_text(enum include_outcome outcome);

/* One file that an include names. */
struct include_file {
    struct str path; /* absolute and normalized, for file_open; links as they stand */
    /* FOUND; of a glob's match that is a link also MISSING, OUTSIDE (a directory too), FAULT. */
    enum include_outcome outcome;
    enum file_fault fault;
};

struct include_result {
    enum include_outcome outcome;
    /* FAULT; with FOUND: a directory could not be listed, so that files may be missing from the list. */
    enum file_fault fault;
    struct str looked_for; /* the pattern as an absolute path in the tree, behind maps: for messages */
    struct include_file *files;
    uint32_t n;
};

/* The files of an include. base_dir: absolute, the directory that a relative pattern starts from, always taken literally. Where glob_allowed, a pattern
 * with * ? or [ names all files that match, in the order of glob(3) in the C locale, a leading dot matched only literally, a
 * backslash protecting the next byte; all kinds of entries, directories too: file_open refuses those. Otherwise one file.
 * An absolute pattern, or one with "..", is followed through the maps first, else as it stands if it stays within a root. */
void include_find(const struct include_rules *rules, struct arena *a, struct str base_dir, struct str pattern,
                  bool glob_allowed, struct include_result *ret);

/* What a file that comes with the server sets: names of directives, ended by an empty one. */
struct include_known {
    struct str file; /* the end of its path: "mime.types", "snippets/snakeoil.conf"; the last part may be a glob */
    struct str sets[8];
};

/* The row for an include as it is written, or NULL. When such a file is missing from the tree, only what it sets is unknown. */
const struct include_known *include_known(struct str path);

#endif
