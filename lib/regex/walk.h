/* Where a node of a pattern stands: what comes before and after it. */
#ifndef LOADLINE_REGEX_WALK_H
#define LOADLINE_REGEX_WALK_H

#include "base/buf.h"
#include "regex/tree.h"

/* A node and those around it, from the inside out; up NULL: the root. Lives on the stack of a walk. */
struct regex_path {
    const struct regex_node *node;
    const struct regex_path *up;
};

/* Calls fn for every node, those around others first. fn returns false to end the walk, which then returns false. */
typedef bool regex_visit(void *ctx, const struct regex_path *path);
bool regex_walk(const struct regex_node *root, regex_visit *fn, void *ctx);

/* Appends a short text that the node matches; looks and boundaries are passed over. */
void regex_sample(const struct regex_node *n, struct buf *ret);

/* Appends what a match may have read when it comes to the node, and what it needs to go on behind it. */
void regex_sample_before(const struct regex_path *path, struct buf *ret);
void regex_sample_after(const struct regex_path *path, struct buf *ret);

/* Whether the node can match nothing wherever it stands. */
bool regex_may_be_empty(const struct regex_node *n);

/* Whether the match can fail behind the node in a way that makes the matcher come back into it. */
bool regex_may_come_back(const struct regex_path *path);

#endif
