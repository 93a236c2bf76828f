/* What every reporter is given: the outcome of a run, sorted and counted, with only its wording left to do. */
#ifndef LOADLINE_REPORT_REPORT_H
#define LOADLINE_REPORT_REPORT_H

#include "diag/finding.h"
#include "report/out.h"
#include "text/source.h"

enum { REPORT_EXAMPLES = 3 };

struct report_example {
    struct str path;
    struct str host; /* empty: none */
};

/* Outcomes "not run" that share rule and missing facts. */
struct report_not_run {
    struct str rule;
    VEC(struct str) missing; /* "host.nofile"; sorted */
    uint32_t count;          /* how often; at least n_examples */
    struct report_example examples[REPORT_EXAMPLES];
    uint32_t n_examples;
};

/* Something not read or not understood to its end, and where that shows. */
struct report_not_analysed {
    struct str path;
    uint32_t line, column; /* from 1; 0: the whole file */
    struct str why;
};

/* A host that files were judged for. */
struct report_host {
    struct str name;         /* empty: the one given by --cpus and --memory */
    struct str cpus, memory; /* "4", "2.5"; "8GiB" (shown as "8 GiB"); empty: unknown */
    struct str origin;       /* where the facts came from: a path, "this machine", "command line" */
};

/* Filled by the engine; nothing here is owned. Same content, same bytes out: whoever fills it sorts it. */
struct report {
    struct source_store *sources;
    struct file_store *files;

    /* By path, offset, rule; rule_info joined where the rule is known; severity and fingerprint set. Suppressed ones are among them, for the formats that tell them. */
    VEC(struct finding *) findings;
    uint32_t n_errors, n_warnings, n_notes; /* of those that are not suppressed */
    uint32_t n_dropped;                     /* found beyond a limit and not kept */
    uint32_t n_suppressed;
    uint32_t n_expiring;  /* suppressed ones whose `until` is the next to come; 0: none has one */
    uint32_t expiry_days; /* days until then; 0: today */

    VEC(struct report_not_run) not_run;           /* by rule, then missing */
    VEC(struct report_not_analysed) not_analysed; /* by path, line, column */
    VEC(struct str) judged;              /* the files judged, as shown, sorted; their number is the summary's */
    VEC(struct report_host) hosts;       /* by name; none: no facts */
    struct str home;                     /* the program's page, for formats that link to it; may be empty */
    VEC(const struct rule_info *) rules; /* of the run, for formats that list rules; any order; may be left empty */
    VEC(struct str) notes;               /* sentences for the summary: "no host facts: run `loadline facts` ..." */
};

typedef void report_fn(const struct report *r, struct report_out *o);

/* The output formats: one file report/<name>.c each, one row here, one line in meson.build. */
/* clang-format off */
#define REPORT_FORMATS(X)                                                 \
    X(text,       "for people: source lines, carets, notes, help")        \
    X(short,      "file:line:col: warning: message [rule], as compilers") \
    X(json,       "version 1, one document")                              \
    X(ndjson,     "the same, one finding a line, then the summary")       \
    X(sarif,      "SARIF 2.1.0, for code scanning")                       \
    X(github,     "text, and annotations for GitHub Actions")             \
    X(gitlab,     "GitLab Code Quality")                                  \
    X(junit,      "XML for test reports")                                 \
    X(checkstyle, "XML for Jenkins and editors")                          \
    X(rdjson,     "reviewdog, one document")                              \
    X(rdjsonl,    "reviewdog, one finding a line")                        \
    X(tap,        "TAP 14")
/* clang-format on */

#define X(name, about) report_fn report_##name;
REPORT_FORMATS(X)
#undef X

struct report_format {
    const char *name;
    const char *about; /* half a line for --help */
    report_fn *write;  /* several may run on the same report */
};

/* The format of that name, or NULL. */
const struct report_format *report_find(struct str name);
/* All formats, in the order of the usage text; n is set. */
const struct report_format *report_formats(uint32_t *ret_n);

/* Whether a finding counts: not suppressed. */
bool report_shows(const struct finding *f);

/* A place as formats print it. Lines and columns count from 1, columns in bytes, the end is exclusive. A file as a whole is at
 * 1:1 with no length; without any place, line and column are 0. */
struct report_place {
    struct str path;   /* empty: no place at all */
    struct file *file; /* NULL: only the path is known */
    uint32_t off, len; /* bytes */
    uint32_t line, column;
    uint32_t end_line, end_column;
    struct span via; /* the include that led there */
};

/* Where a span stands; without a span, the file called path as a whole. Never beyond the file. */
struct report_place report_place_of(const struct report *r, struct span at, struct str path);

#endif
