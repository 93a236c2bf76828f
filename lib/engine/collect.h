/* From what jobs found to one outcome: joined, merged, sorted, counted. */
#ifndef LOADLINE_ENGINE_COLLECT_H
#define LOADLINE_ENGINE_COLLECT_H

#include "engine/engine.h"

/* Takes over what a sink holds: findings of rules that are off, and of what nobody asked for (narrow.h), are dropped, severities set. kept: it is about something that was asked for, so what
 * it left out beyond a limit counts. The sink's memory must outlive the run. */
void collect_sink(struct run *run, const struct sink *sink, bool kept);

/* Merges findings equal in rule, file, offset and message (their hosts join), sorts everything, fills run->outcome. */
void collect_finish(struct run *run);

#endif
