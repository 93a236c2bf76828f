/* Joining what configs say with what hosts have, and judging it. */
#ifndef LOADLINE_ENGINE_JUDGE_H
#define LOADLINE_ENGINE_JUDGE_H

#include "engine/engine.h"

/* Places every service of every document on the hosts that list it (or on none) and runs the rules of the stack's scopes over them, on up to
 * options->jobs threads. Findings go to sinks that collect_sink takes over, in the order of documents and hosts. */
void judge_stack(struct run *run);

#endif
