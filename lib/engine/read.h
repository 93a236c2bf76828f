/* Reading documents in parallel: one job each. */
#ifndef LOADLINE_ENGINE_READ_H
#define LOADLINE_ENGINE_READ_H

#include "engine/engine.h"

/* Reads the roots among run->documents with all that they include, then the fragments that no root has included. Each document's tree, findings
 * and contributions stand in the document afterwards. */
void read_documents(struct run *run);

#endif
