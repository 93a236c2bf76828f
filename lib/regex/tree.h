/* A pattern as a tree, for questions about what it can match. PCRE2's syntax, on bytes (no UTF). */
#ifndef LOADLINE_REGEX_TREE_H
#define LOADLINE_REGEX_TREE_H

#include "base/arena.h"
#include "base/str.h"
#include "regex/set.h"

enum regex_node_kind {
    REGEX_EMPTY,    /* matches nothing, always */
    REGEX_SET,      /* one byte of a set */
    REGEX_CAT,      /* children one after another */
    REGEX_ALT,      /* one of its children, tried in order */
    REGEX_REPEAT,   /* its child, min to max times */
    REGEX_GROUP,    /* captures its child */
    REGEX_ATOMIC,   /* (?>...), or what a possessive quantifier stands behind: no way back into it */
    REGEX_LOOK,     /* lookahead or lookbehind: its child, which takes no bytes */
    REGEX_START,    /* ^ \A \G */
    REGEX_END,      /* $ \z \Z */
    REGEX_BOUNDARY, /* \b \B \K: takes no bytes */
};

#define REGEX_FOREVER UINT32_MAX

/* Lives in the arena of its parsing. */
struct regex_node {
    uint8_t kind;        /* enum regex_node_kind */
    bool negative;       /* LOOK */
    uint32_t min, max;   /* REPEAT; max REGEX_FOREVER: without end */
    uint32_t group;      /* GROUP: from 1 */
    uint32_t off, end;   /* REPEAT: its bytes in the pattern */
    struct byte_set set; /* SET */
    const struct regex_node *first, *next;
};

struct regex_tree {
    const struct regex_node *root;
    uint32_t n_groups, n_nodes;
    bool looks; /* has LOOK, ATOMIC or BOUNDARY: what it matches is less than the tree without them says */
};

/* The tree of a pattern; flags as for regex_compile (CASELESS counts). False, and *ret_why says what cannot be analysed: back references, recursion, conditions,
 * verbs, Unicode properties, the options x, n, J and U, a pattern over LIMIT_REGEX_BYTES or nested over LIMIT_NESTING. The pattern must compile. */
bool regex_tree_parse(struct arena *a, struct str pattern, unsigned flags, struct regex_tree *ret, struct str *ret_why);

#endif
