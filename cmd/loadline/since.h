/* --changed-since: what an earlier revision had already. */
#ifndef LOADLINE_CMD_SINCE_H
#define LOADLINE_CMD_SINCE_H

#include "check_options.h"

#include "engine/earlier.h"

/* How a run is opened and judged: check.c's. */
typedef bool since_judge(struct check_options *o, struct run *run, struct str cwd);

/* Judges the revision o->since and keeps in *ret what was found in it; o->run.before is set to it. run is closed again; texts live in a. A revision that cannot be judged, because its loadline.yaml is wrong,
 * for instance, has no findings, and standard error says so. False when there is no such revision, no repository or no git: standard error says why. May go on in a child process: see keeper.h. */
bool since_judge_revision(struct check_options *o, struct arena *a, struct run *run, struct str cwd, since_judge *judge,
                          struct earlier *ret);

#endif
