/* What --write-baseline and --prune-baseline leave behind. */
#ifndef LOADLINE_CMD_BASELINE_WRITE_H
#define LOADLINE_CMD_BASELINE_WRITE_H

#include "engine/engine.h"

/* Writes run->new_baseline, if there is one, to its place, in one step, and unless quiet says on standard error what became of it. What holds the same already is not touched. False: it could
 * not be written, and standard error says why. */
bool baseline_write(struct run *run, bool quiet);

#endif
