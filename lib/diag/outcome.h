/* What a run comes to: sorted, joined and counted. The engine fills it, every output format is given it. */
#ifndef LOADLINE_DIAG_OUTCOME_H
#define LOADLINE_DIAG_OUTCOME_H

#include "diag/finding.h"
#include "text/source.h"

enum { OUTCOME_EXAMPLES = 3 };

struct outcome_example {
    struct str path;
    struct str host; /* empty: none */
};

/* Outcomes "not run" that share rule and missing facts. */
struct outcome_not_run {
    struct str rule;
    VEC(struct str) missing; /* "host.nofile"; sorted */
    uint32_t count;          /* how often; at least n_examples */
    struct outcome_example examples[OUTCOME_EXAMPLES];
    uint32_t n_examples;
};

/* Something not read or not understood to its end, and where that shows. */
struct outcome_not_analysed {
    struct str path;
    uint32_t line, column; /* from 1; 0: the whole file */
    struct str why;
};

/* A host that files were judged for. */
struct outcome_host {
    struct str name;         /* empty: the one given by --cpus and --memory */
    struct str cpus, memory; /* "4", "2.5"; "8GiB" (shown as "8 GiB"); empty: unknown */
    struct str origin;       /* where the facts came from: a path, "this machine", "command line" */
};

/* Filled by the engine; nothing here is owned. Same content, same bytes out: whoever fills it sorts it. */
struct outcome {
    struct source_store *sources;
    struct file_store *files;

    /* By path, offset, rule; rule_info joined where the rule is known; severity and fingerprint set. Suppressed ones and those of the baseline are among them, for the formats that tell them. */
    VEC(struct finding *) findings;
    uint32_t n_errors, n_warnings, n_notes; /* of those that count: neither suppressed nor in the baseline */
    uint32_t n_dropped;                     /* found beyond a limit and not kept */
    uint32_t n_suppressed;
    bool fixing;          /* fixes were applied before this: the next two are told */
    uint32_t n_fixed;     /* findings that were here */
    uint32_t n_unsafe;    /* findings left whose fix is unsafe, where only safe ones were applied */
    uint32_t n_expiring;  /* suppressed ones whose `until` is the next to come; 0: none has one */
    uint32_t expiry_days; /* days until then; 0: today */
    bool has_baseline;    /* findings were compared with one */
    uint32_t n_baseline;  /* findings in it */
    struct str since;     /* the revision that findings were compared with; empty: none */
    uint32_t n_unchanged; /* findings that were there already, and are left out */

    VEC(struct outcome_not_run) not_run;           /* by rule, then missing */
    VEC(struct outcome_not_analysed) not_analysed; /* by path, line, column */
    VEC(struct str) judged;              /* the files judged, as shown, sorted; their number is the summary's */
    VEC(struct outcome_host) hosts;      /* by name; none: no facts */
    struct str home;                     /* the program's page, for formats that link to it; may be empty */
    VEC(const struct rule_info *) rules; /* of the run, for formats that list rules; any order; may be left empty */
    VEC(struct str) notes;               /* sentences for the summary: "no host facts: run `loadline facts` ..." */
};

#endif
