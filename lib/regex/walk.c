#include "regex/walk.h"

/* Rounds of a counted repeat in a sample. */
enum { SAMPLE_ROUNDS = 64 };

static bool walk(const struct regex_path *path, regex_visit *fn, void *ctx)
{
    if (!fn(ctx, path))
        return false;
    for (const struct regex_node *c = path->node->first; c; c = c->next) {
        struct regex_path below = {c, path};
        if (!walk(&below, fn, ctx))
            return false;
    }
    return true;
}

bool regex_walk(const struct regex_node *root, regex_visit *fn, void *ctx)
{
    struct regex_path path = {root, NULL};
    return walk(&path, fn, ctx);
}

static void sample_all(const struct regex_node *n, struct buf *ret)
{
    for (; n; n = n->next)
        regex_sample(n, ret);
}

void regex_sample(const struct regex_node *n, struct buf *ret)
{
    int b;
    switch (n->kind) {
    case REGEX_SET:
        b = set_example(&n->set);
        if (b >= 0)
            buf_putc(ret, (char)b);
        return;
    case REGEX_CAT:
        sample_all(n->first, ret);
        return;
    case REGEX_REPEAT:
        for (uint32_t i = 0; i < n->min && i < SAMPLE_ROUNDS && ret->n < SAMPLE_ROUNDS * SAMPLE_ROUNDS; i++)
            regex_sample(n->first, ret);
        return;
    case REGEX_ALT:
    case REGEX_GROUP:
    case REGEX_ATOMIC:
        regex_sample(n->first, ret);
        return;
    default:
        return;
    }
}

void regex_sample_before(const struct regex_path *path, struct buf *ret)
{
    if (!path->up)
        return;
    regex_sample_before(path->up, ret);
    if (path->up->node->kind != REGEX_CAT)
        return;
    for (const struct regex_node *c = path->up->node->first; c != path->node; c = c->next)
        regex_sample(c, ret);
}

void regex_sample_after(const struct regex_path *path, struct buf *ret)
{
    for (; path->up; path = path->up) {
        if (path->up->node->kind == REGEX_LOOK)
            return;
        if (path->up->node->kind == REGEX_CAT)
            sample_all(path->node->next, ret);
    }
}

static bool any_may_be_empty(const struct regex_node *n)
{
    for (; n; n = n->next)
        if (regex_may_be_empty(n))
            return true;
    return false;
}

static bool all_may_be_empty(const struct regex_node *n)
{
    for (; n; n = n->next)
        if (!regex_may_be_empty(n))
            return false;
    return true;
}

bool regex_may_be_empty(const struct regex_node *n)
{
    switch (n->kind) {
    case REGEX_EMPTY:
        return true;
    case REGEX_CAT:
    case REGEX_GROUP:
    case REGEX_ATOMIC:
        return all_may_be_empty(n->first);
    case REGEX_ALT:
        return any_may_be_empty(n->first);
    case REGEX_REPEAT:
        return n->min == 0 || regex_may_be_empty(n->first);
    default:
        return false;
    }
}

bool regex_may_come_back(const struct regex_path *path)
{
    for (; path->up; path = path->up) {
        const struct regex_node *around = path->up->node;
        if (around->kind == REGEX_LOOK || around->kind == REGEX_ATOMIC)
            return false;
        if (around->kind == REGEX_CAT && !all_may_be_empty(path->node->next))
            return true;
    }
    return false;
}
