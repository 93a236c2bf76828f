/* Where findings go while they are made. One sink a job; the engine merges them. */
#ifndef LOADLINE_DIAG_SINK_H
#define LOADLINE_DIAG_SINK_H

#include "diag/escape.h"
#include "diag/finding.h"
#include "diag/syntax.h"

/* Owns nothing but grows in its arena. Zero-initialize with the arena set. */
struct sink {
    struct arena *a;
    VEC(struct finding *) findings;
    VEC(struct not_run *) not_run;
    VEC(struct not_analysed *) not_analysed;
    uint32_t n_dropped;                   /* findings beyond LIMIT_FINDINGS_PER_RULE_FILE of a reader's diagnosis */
    uint32_t n_syntax[SYNTAX_RULE_COUNT]; /* made so far, for that bound */
    struct finding *spare;                /* what is handed out beyond that bound */
};

/* A reader's diagnosis at a place; the message is printf-formatted and must follow CLI.md (stands alone, lower case, no full stop). Returns the
 * finding for more to be said about it; never NULL (beyond the bound, one that is not kept, and nothing said about it takes memory). */
struct finding *diag_syntax(struct sink *d, enum syntax_rule rule, struct span at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* The same for any rule, by id; the id must live as long as the run. */
struct finding *diag_add(struct sink *d, struct str rule, struct span at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Additions to a finding; texts are formatted into the sink's arena. */
void diag_label(struct sink *d, struct finding *f, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void diag_help(struct sink *d, struct finding *f, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void diag_note(struct sink *d, struct finding *f, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void diag_related(struct sink *d, struct finding *f, struct span at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* A fix of one edit, and one more edit of the fix added last. Texts are copied. */
void diag_fix_edit(struct sink *d, struct finding *f, enum applicability applicability, struct edit edit);
void diag_fix_more(struct sink *d, struct finding *f, struct edit edit);
/* A fix that replaces what stands at a place, and one that sets what is not set, in the block whose header is at. */
void diag_fix(struct sink *d, struct finding *f, enum applicability applicability, struct span at, struct str text);
void diag_fix_set(struct sink *d, struct finding *f, enum applicability applicability, struct span at,
                  struct str setting, struct str text);

/* A rule that could not run; missing are copied. */
void diag_not_run(struct sink *d, struct str rule, const struct str *missing, uint32_t n, struct span at,
                  struct str host);

/* Something not analysed: at may be SPAN_NONE, then path says what. path is copied. */
void diag_not_analysed(struct sink *d, struct span at, struct str path, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
