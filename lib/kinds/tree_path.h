/* Paths into trees of YAML and JSON: server.workers, pools[0].size, upstreams[*].url, "a.b".c. */
#ifndef LOADLINE_KINDS_TREE_PATH_H
#define LOADLINE_KINDS_TREE_PATH_H

#include "ast/node.h"
#include "base/vec.h"

enum tree_step_kind { STEP_KEY, STEP_INDEX, STEP_ALL };

struct tree_step {
    enum tree_step_kind kind;
    struct str key;
    uint32_t index;
};

/* n 0: no path. */
struct tree_path {
    const struct tree_step *steps;
    uint32_t n;
};

/* What a path names. */
struct tree_matches {
    VEC(const struct node *) all; /* values, in the order they stand */
    bool uncertain;               /* part of the text could not be read, or a template decides: there may be others */
};

/* Reads a path: keys with dots between, [n] for an item, [*] or * for each, quotes ("a.b", ['a.b']) around keys that hold what has a meaning here. "$", "$." and "."
 * may stand in front, as in JSONPath and jq. False when it is none: *ret_fault says what is wrong. In a; keys point into text. */
bool tree_path_parse(struct arena *a, struct str text, struct tree_path *ret, const char **ret_fault);

/* All values of the tree under top (a MAP, LIST or WORD) that a path names. A key that stands twice is uncertain and names nothing. */
void tree_path_find(struct arena *a, const struct node *top, const struct tree_path *path, struct tree_matches *ret);

#endif
