/* A tree, and the settings in force in it, as JSON: what `loadline show` prints. */
#ifndef LOADLINE_CMD_TREE_JSON_H
#define LOADLINE_CMD_TREE_JSON_H

#include "engine/engine.h"
#include "report/out.h"

#include <jansson.h>

/* What stands in a block or document: one object an entry, {"name", "line", "column", "words": [...], "block": [...]}, {"comment"} for comments; "file" where
 * it is another than the block's. The caller owns the result. */
json_t *tree_to_json(struct report_out *o, struct run *run, const struct node *block, const struct file *file);

/* The settings in force in each block that the kind knows: {"block", "line", "settings": {name: {"value", "origin", "line", ...}}}. The caller owns the result. */
json_t *settings_to_json(struct report_out *o, struct run *run, struct document *d);

/* A value and where it comes from: {"value", "origin", "file", "line", "column", "text" (as written), "from" (of a derived one its steps, a line each), "missing"}; "file" only
 * where it is another than file (may be NULL). The caller owns the result. */
json_t *setting_to_json(struct report_out *o, struct run *run, struct value v, const struct file *file);

#endif
