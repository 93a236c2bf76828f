/* The output formats: each writes the outcome of a run (diag/outcome.h), with only its wording left to do. */
#ifndef LOADLINE_REPORT_REPORT_H
#define LOADLINE_REPORT_REPORT_H

#include "diag/outcome.h"
#include "report/out.h"

typedef void report_fn(const struct outcome *r, struct report_out *o);

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

/* Whether a finding counts: neither suppressed nor in the baseline. */
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
struct report_place report_place_of(const struct outcome *r, struct span at, struct str path);

#endif
