/* Reading rule files. */
#ifndef LOADLINE_RULESET_LOAD_H
#define LOADLINE_RULESET_LOAD_H

#include "diag/sink.h"
#include "ruleset/rule.h"
#include "text/source.h"

/* The rule in a file, or NULL when it is not usable; faults (not YAML, unknown key with the nearest one, missing key, wrong type, unknown severity, status, param type,
 * id that does not fit pack and file name) go to the sink as meta/invalid-rule findings with their places. The rule lives in the arena. Expressions are not
 * compiled here. */
struct rule *rule_load(struct arena *a, struct source_store *sources, uint32_t source, struct sink *sink);

#endif
