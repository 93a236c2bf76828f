/* Which files are judged, as which kind, and why others are left. */
#ifndef LOADLINE_ENGINE_PLAN_H
#define LOADLINE_ENGINE_PLAN_H

#include "engine/engine.h"

/* Fills run->documents from the paths asked for. What cannot be judged goes to run->plan; a PATH that does not exist to run->faults: then false. */
bool plan_documents(struct run *run);

/* The kind of a text that was named outright: --kind, or `apps` of loadline.yaml, or what name and text tell; NULL: none. */
const struct kind *plan_kind(struct run *run, struct str name, struct str text);

/* Whether a text is complete or a fragment. A kind that does not tell them apart calls all complete. */
enum document_role plan_role(const struct kind *kind, struct str path, struct str text);

#endif
