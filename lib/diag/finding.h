/* Findings: what was found, where, and all that a report may say about it. */
#ifndef LOADLINE_DIAG_FINDING_H
#define LOADLINE_DIAG_FINDING_H

#include "base/vec.h"
#include "diag/rule_info.h"
#include "text/span.h"

/* Baseline: known and accepted, by a file that counts such findings. Unchanged: there before the change that is judged; never in an outcome. */
enum finding_status { FINDING_FOUND, FINDING_SUPPRESSED, FINDING_BASELINE, FINDING_UNCHANGED, FINDING_FAILED };

/* Another place that explains the finding: the other side of a comparison, the first of two duplicates, the host fact. */
struct related {
    struct span at;
    struct str label;
};

/* Safe: the meaning of the config stays what its author wanted. Unsafe: likely right, changes behaviour. Display: only to be shown. */
enum applicability { FIX_SAFE, FIX_UNSAFE, FIX_DISPLAY };

/* What the text of an edit is before the engine has written it as the file's kind does: sizes are bytes, times milliseconds, flags true or false. */
enum edit_form { EDIT_TEXT, EDIT_SIZE, EDIT_TIME, EDIT_FLAG };

/* Replaces the bytes under at by text; if was is there, only when they are that, perhaps in quotes: a value may come from elsewhere than where it is told. With a setting, which edits of an outcome don't have any more: adds the setting of that name to the block whose header is at. */
struct edit {
    struct span at;
    struct str text;
    struct str setting;
    struct str was;
    enum edit_form form;
};

/* Edits that belong together: all or none. They do not overlap. */
struct fix {
    enum applicability applicability;
    VEC(struct edit) edits;
};

/* Lives in the sink's arena, texts too. Texts hold no control bytes (diag_quote what comes from input). */
struct finding {
    struct str rule;              /* id */
    const struct rule_info *info; /* joined by the engine when it collects; NULL before */
    enum severity severity;       /* the rule's, or as remapped; set when collected, unless severity_set */
    bool severity_set;
    bool of_asked; /* about a service that a file asked for is part of: see engine/narrow.h */
    enum finding_status status;
    struct span at;       /* the cause */
    uint32_t server_line; /* the line the server itself would report; 0: the line of at */
    struct str path;      /* where there is no span: the file it is about */
    struct str label;     /* beside the caret */
    struct str message;   /* stands alone */
    struct str help;      /* how to mend it */
    struct str service;
    VEC(struct str) notes;
    VEC(struct related) related;
    VEC(struct fix) fixes;
    VEC(struct str) hosts; /* hosts with this outcome, in order of name */
    uint64_t fingerprint;
};

/* A rule that could not be judged for lack of knowledge: an outcome of its own, never a pass. */
struct not_run {
    struct str rule;
    VEC(struct str) missing; /* what was not known: "host.nofile" */
    struct span at;          /* what would have been judged */
    struct str host;         /* empty: none */
    bool of_asked;           /* as in struct finding */
};

/* Something that was not read or not understood to its end. */
struct not_analysed {
    struct span at;  /* where the reason stands (an include), or none: then path */
    struct str path; /* what was not analysed */
    struct str why;
};

#endif
