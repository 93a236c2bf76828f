/* Findings that were there in an earlier revision: what a change did not bring. */
#ifndef LOADLINE_ENGINE_EARLIER_H
#define LOADLINE_ENGINE_EARLIER_H

#include "engine/baseline.h"
#include "engine/renames.h"

/* What is kept of the run of an earlier revision. Zero-initialize with the arenas set (a, findings.a, findings.by_key.a, files.a). */
struct earlier {
    struct arena *a;
    struct str since;              /* the revision, as given */
    struct baseline findings;      /* those that counted; no worse than they were */
    struct map files;              /* names of all files of it, from its root */
    VEC(struct renamed_file) went; /* files with findings that are not there any more */
};

/* Takes over what a run found, which judged an earlier revision (options->stands_for is set). The run may be closed afterwards. */
void earlier_take(struct earlier *e, struct run *run);

/* Leaves out of a run with options->before what was there already, by fingerprint and counted, in files that were renamed too. Findings must be merged and sorted. */
void earlier_leave_out(struct run *run);

#endif
