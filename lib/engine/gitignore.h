/* Patterns of .gitignore files, judged as git judges them. Nothing here touches the file system.
 * Source: gitignore(5) of git 2.39; what the manual leaves open (classes, "**" beside other text, "\ " at the end of a line) was
 * settled by asking `git check-ignore`, and gitignore_test.c asks it again for generated patterns and trees. */
#ifndef LOADLINE_ENGINE_GITIGNORE_H
#define LOADLINE_ENGINE_GITIGNORE_H

#include "base/arena.h"
#include "base/str.h"

struct gitignore_op;

enum gitignore_shape {
    GITIGNORE_LITERAL, /* no wildcard: equal or not */
    GITIGNORE_SUFFIX,  /* "*.log": a star, then literal text, against the name alone */
    GITIGNORE_GLOB,    /* literal text, then wildcards */
};

/* One line that can match something. Texts point into what was parsed. */
struct gitignore_pattern {
    struct str text; /* as written, without the spaces git drops */
    uint32_t line;   /* from 1 */
    bool negated;    /* "!": what matches is not ignored after all */
    bool dir_only;   /* a '/' at the end */
    /* A '/' elsewhere: compared with the whole path below the list's directory, not with the name alone. */
    bool whole_path;
    enum gitignore_shape shape;
    /* LITERAL: the whole; SUFFIX: what follows the star; GLOB: what stands before the first wildcard. */
    struct str literal;
    struct gitignore_op *ops;
    uint32_t n_ops, min_len; /* GLOB, behind literal; the fewest bytes that the ops take */
};

/* The patterns of one file, in its order. */
struct gitignore {
    struct str file; /* as shown in reasons; empty for patterns that stand in no file of their own */
    struct gitignore_pattern *patterns;
    uint32_t n;
};

/* The patterns of a file's text. Never fails: a line that git could not match with anything is left out. text and file must
 * outlive the result. */
struct gitignore *gitignore_parse(struct arena *a, struct str text, struct str file);

/* The same from single patterns (`exclude` of loadline.yaml); their "lines" are their numbers from 1. */
struct gitignore *gitignore_from_patterns(struct arena *a, const struct str *patterns, uint32_t n, struct str file);

/* The last pattern that matches path, or NULL: then lists of outer directories decide. path is relative to the directory of the list,
 * normalized. A negated pattern says that path is not ignored. What lies in an ignored directory is ignored whatever
 * patterns say: the caller doesn't ask about it. Steps are added to *work: the time is linear in path for each pattern,
 * and a caller with many paths can bound the whole. */
const struct gitignore_pattern *gitignore_match(const struct gitignore *list, struct str path, bool is_dir,
                                                uint64_t *work);

#endif
