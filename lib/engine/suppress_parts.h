/* What the parts of suppress.c share. Only for suppress*.c. */
#ifndef LOADLINE_ENGINE_SUPPRESS_PARTS_H
#define LOADLINE_ENGINE_SUPPRESS_PARTS_H

#include "engine/engine.h"
#include "engine/gitignore.h"
#include "ruleset/suppress.h"

/* What becomes of one name of a suppression. */
struct stated_name {
    const struct active_rule *rule; /* NULL: a pack, or all */
    bool valid;                     /* it means something that may be suppressed */
    bool used;                      /* a finding was */
};

/* Where a comment stands in a tree: one for each document that was read with it. */
struct stated_site {
    const struct document *document;
    const struct node *comment;
};

/* A suppression of the run: a comment, or an entry of `ignores:`. */
struct stated {
    struct suppression s;
    struct stated_name *names; /* one for each of s.names */
    bool holds;                /* it has a reason, and its day is not past */

    struct file *file; /* of a comment; NULL: of loadline.yaml */
    uint32_t off, len; /* of the comment in its file */
    bool own_line;     /* nothing stands before it */
    uint32_t line;     /* the line it speaks of; 0: all */
    const struct stated_site *sites;
    uint32_t n_sites;

    const struct project_ignore *ignore;
    const struct gitignore *patterns;
};

struct suppressing {
    struct run *run;
    struct sink sink;     /* what is said of suppressions */
    struct sink rest;     /* what goes beyond LIMIT_FINDINGS_PER_RULE_FILE, to be forgotten */
    struct arena scratch; /* of rest, and of one file at a time */
    const struct file *told_of;
    uint32_t n_told;
    int64_t today;                 /* days since 1970 */
    VEC(struct stated *) comments; /* by path, then offset */
    VEC(struct stated *) ignores;  /* in the order of loadline.yaml */
    const struct finding *first;   /* that was suppressed; NULL: none was */
    uint64_t work;                 /* of patterns, at most LIMIT_IGNORE_STEPS */
};

/* Where the next finding about a suppression in that file goes (NULL: loadline.yaml); beyond the limit it is counted and forgotten. */
struct sink *suppress_sink(struct suppressing *s, const struct file *file);

/* "`capacity/x`, `balance` and 2 more": the names of a suppression, for messages. */
const char *suppress_names(struct suppressing *s, const struct suppression *of);

/* Fills s->comments from the trees of all judged documents. */
void suppress_gather_comments(struct suppressing *s);
/* Fills s->ignores from loadline.yaml. */
void suppress_gather_ignores(struct suppressing *s);

/* Whether the patterns of an entry of `ignores:` name a file, as .gitignore would. path: as shown. False once the work is more than is allowed. */
bool suppress_covers(struct suppressing *s, const struct stated *st, struct str path);

/* Says which suppressions no finding needed, as far as the run can tell. */
void suppress_report_unused(struct suppressing *s);

#endif
