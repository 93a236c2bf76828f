/* --fix and --diff: fixes applied pass after pass, in memory; then the files are written, or the difference is shown. */
#ifndef LOADLINE_CMD_FIX_H
#define LOADLINE_CMD_FIX_H

#include "check_options.h"

#include "base/buf.h"
#include "base/map.h"

/* Opens a run and judges. False: run->faults says what is wrong. */
typedef bool fix_judge_fn(struct check_options *o, struct run *run, struct str cwd);

/* A file that fixes change: what it held when it was first judged, and what it is to hold. */
struct fix_target {
    struct str path; /* as shown */
    struct str real; /* absolute, without links; empty: standard input */
    struct str before, after;
};

/* Zero-initialize, set the first four; fix_free gives back the memory. */
struct fixing {
    struct check_options *o;
    struct run *run;
    struct str cwd;
    fix_judge_fn *judge;

    struct arena a;
    VEC(struct fix_target) targets; /* in order of their paths, after fix_judge */
    struct map barred;              /* fixes that made things worse */
    struct map blocked;             /* files that cannot be written, by their real paths */
    uint32_t n_fixed, n_runs;
};

/* Judges; chooses fixes and judges what the files hold with them; and so on, until no fix is left or a bound is reached. Fixes after which there are findings of a rule in a file where there were less of them are taken
 * back. The run is left open with the last outcome, which tells the number fixed; o->run.stdin_text is what standard input becomes. False: run->faults. */
bool fix_judge(struct fixing *f);

/* Writes the files, after fix_judge. A file that cannot be written is told on standard error, no fix that needs it is applied, and the rest is judged anew. *ret_written: whether all could be. False: run->faults. */
bool fix_write(struct fixing *f, bool *ret_written);

/* Appends what changes, file by file, as a unified diff. */
void fix_diff(const struct fixing *f, struct buf *out);

void fix_free(struct fixing *f);

#endif
