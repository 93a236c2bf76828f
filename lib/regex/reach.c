#include "regex/reach.h"

#include "base/buf.h"
#include "regex/walk.h"

enum side { AT_START, AT_END };

static const struct regex_node *last_of(const struct regex_node *n)
{
    const struct regex_node *c = n->first;
    while (c && c->next)
        c = c->next;
    return c;
}

static bool anchored(const struct regex_node *n, enum side side)
{
    switch (n->kind) {
    case REGEX_START:
        return side == AT_START;
    case REGEX_END:
        return side == AT_END;
    case REGEX_CAT:
    case REGEX_GROUP:
    case REGEX_ATOMIC:
        return n->first && anchored(side == AT_START ? n->first : last_of(n), side);
    case REGEX_REPEAT:
        return n->min > 0 && anchored(n->first, side);
    case REGEX_ALT:
        for (const struct regex_node *c = n->first; c; c = c->next)
            if (!anchored(c, side))
                return false;
        return true;
    default:
        return false;
    }
}

bool regex_anchored_at_start(const struct regex_tree *t)
{
    return anchored(t->root, AT_START);
}

bool regex_anchored_at_end(const struct regex_tree *t)
{
    return anchored(t->root, AT_END);
}

struct gathering {
    uint32_t group;
    bool runs; /* only what is repeated without end */
    struct byte_set set;
};

static bool is_within(const struct regex_path *path, uint32_t group)
{
    for (; path; path = path->up)
        if (path->node->kind == REGEX_GROUP && path->node->group == group)
            return true;
    return group == 0;
}

static bool takes_bytes(const struct regex_path *path)
{
    for (; path; path = path->up)
        if (path->node->kind == REGEX_LOOK)
            return false;
    return true;
}

/* Repeated without end, within the group. */
static bool is_run(const struct regex_path *path, uint32_t group)
{
    for (; path && !(path->node->kind == REGEX_GROUP && path->node->group == group); path = path->up)
        if (path->node->kind == REGEX_REPEAT && path->node->max == REGEX_FOREVER)
            return true;
    return false;
}

static bool gather(void *ctx, const struct regex_path *path)
{
    struct gathering *g = ctx;
    if (path->node->kind == REGEX_SET && is_within(path, g->group) && takes_bytes(path) &&
        (!g->runs || is_run(path, g->group)))
        set_join(&g->set, &path->node->set);
    return true;
}

struct byte_set regex_group_bytes(const struct regex_tree *t, uint32_t group)
{
    struct gathering g = {.group = group};
    regex_walk(t->root, gather, &g);
    return g.set;
}

struct byte_set regex_group_run_bytes(const struct regex_tree *t, uint32_t group)
{
    struct gathering g = {.group = group, .runs = true};
    regex_walk(t->root, gather, &g);
    return g.set;
}

/* The one text of a node, appended. */
static bool only_text(const struct regex_node *n, struct buf *ret)
{
    switch (n->kind) {
    case REGEX_SET:
        regex_sample(n, ret);
        return set_count(&n->set) == 1;
    case REGEX_REPEAT:
        if (n->min != n->max || n->min > 64 || ret->n > 4096)
            return false;
        for (uint32_t i = 0; i < n->min; i++)
            if (!only_text(n->first, ret))
                return false;
        return true;
    case REGEX_CAT:
    case REGEX_GROUP:
        for (const struct regex_node *c = n->first; c; c = c->next)
            if (!only_text(c, ret))
                return false;
        return true;
    case REGEX_EMPTY:
    case REGEX_START:
    case REGEX_END:
        return true;
    default:
        return false;
    }
}

bool regex_only_text(struct arena *a, const struct regex_tree *t, struct str *ret)
{
    struct buf b = {.a = a};
    if (!regex_anchored_at_start(t) || !regex_anchored_at_end(t) || !only_text(t->root, &b))
        return false;
    *ret = str_dup(a, buf_str(&b));
    return true;
}
