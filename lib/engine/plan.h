/* Which files are judged, as which kind, and why others are left. */
#ifndef LOADLINE_ENGINE_PLAN_H
#define LOADLINE_ENGINE_PLAN_H

#include "engine/engine.h"

/* Fills run->documents from the paths asked for. What cannot be judged goes to run->plan; a PATH that does not exist to run->faults: then false. */
bool plan_documents(struct run *run);

#endif
