/* Findings that are known and accepted: by comments in configs, and by `ignores:` of loadline.yaml. */
#ifndef LOADLINE_ENGINE_SUPPRESS_H
#define LOADLINE_ENGINE_SUPPRESS_H

#include "engine/engine.h"

/* Marks the findings of run->outcome that are suppressed, counts those whose suppression ends, and adds what is to be said of suppressions themselves: no
 * reason, expired, not allowed, malformed, unused. The findings must be merged and sorted, and everything that was not run be gathered. True when findings were
 * added, which stand at the end. Where no judged file has the word "loadline:" and there are no `ignores:`, this costs a search through
 * the files' bytes. */
bool suppress_findings(struct run *run);

/* Whether every name in `ignores:` is one of a rule or a pack; those that are not become faults of loadline.yaml. The rules must be fixed. */
void suppress_check_project(struct run *run);

#endif
