/* The options of `loadline check`: its table, and their way into a run. */
#ifndef LOADLINE_CMD_CHECK_OPTIONS_H
#define LOADLINE_CMD_CHECK_OPTIONS_H

#include "engine/engine.h"
#include "environment.h"
#include "options.h"
#include "report/report.h"

enum fail_on { FAIL_ON_NOTE = SEV_NOTE, FAIL_ON_WARNING = SEV_WARNING, FAIL_ON_ERROR = SEV_ERROR, FAIL_ON_NEVER };

/* One report: its format and where it goes ("-": standard output). */
struct check_output {
    struct str format;
    struct str to;
    bool placed; /* by an --output of its own */
};

struct check_options {
    struct run_options run;
    VEC(struct check_output) outputs; /* at least one after parsing */
    bool fail_on_given;
    enum fail_on fail_on;
    enum color_when color;
    bool strict, quiet, statistics, help;
    bool fix, unsafe_fixes, diff;
    struct str since;                    /* --changed-since; empty: not given */
    bool write_baseline, prune_baseline; /* run.update says which, too */
    bool reads_stdin;                    /* '-' is among the paths */
};

/* Parses argv. On a fault returns false and the message in *ret_error. Texts live in a. */
bool check_options_parse(struct check_options *o, struct arena *a, int argc, char **argv, struct str *ret_error);

#endif
