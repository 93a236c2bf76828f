#include "ast/node.h"

struct node *node_new(struct arena *a, enum node_kind kind, struct span at)
{
    struct node *n = arena_new(a, struct node);
    n->kind = (uint8_t)kind;
    n->at = at;
    return n;
}

void node_add(struct node *parent, struct node *child)
{
    child->parent = parent;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
}

struct node *node_word(const struct node *entry, uint32_t i)
{
    for (struct node *c = entry->first; c && c->kind == NODE_WORD; c = c->next)
        if (i-- == 0)
            return c;
    return NULL;
}

uint32_t node_word_count(const struct node *entry)
{
    uint32_t n = 0;
    for (const struct node *c = entry->first; c && c->kind == NODE_WORD; c = c->next)
        n++;
    return n;
}

bool node_is_known(const struct node *word)
{
    return (word->flags & NODE_UNKNOWN) == 0;
}

struct node_iter node_entries(struct node *block)
{
    return (struct node_iter){block, block};
}

/* The node after n without entering it, leaving includes upwards; NULL at the end of top. */
static struct node *step_over(struct node *top, struct node *n)
{
    while (!n->next) {
        n = n->parent;
        if (n == top || !n)
            return NULL;
    }
    return n->next;
}

struct node *node_next_entry(struct node_iter *it)
{
    struct node *n = it->at;
    while (n) {
        bool enter =
            n == it->top || (n->kind == NODE_ENTRY && (n->flags & NODE_INCLUDE)) || (n->kind == NODE_ROOT && n->parent);
        n = enter && n->first ? n->first : n == it->top ? NULL : step_over(it->top, n);
        if (n && n->kind == NODE_ENTRY && !(n->flags & NODE_INCLUDE))
            break;
    }
    it->at = n;
    return n;
}

struct node *node_find(struct node *block, struct str name)
{
    struct node_iter it = node_entries(block);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        if (str_eq(e->text, name))
            return e;
    return NULL;
}

struct node *node_value(const struct node *entry)
{
    struct node *c = entry->first;
    while (c && c->kind == NODE_COMMENT)
        c = c->next;
    return c;
}

struct node *node_block(const struct node *n)
{
    struct node *p = n->parent;
    while (p && p->parent && ((p->flags & NODE_INCLUDE) || p->kind == NODE_ROOT))
        p = p->parent;
    return p;
}

struct node *node_walk(struct node *top, struct node *n)
{
    if (n->first)
        return n->first;
    while (n != top && !n->next)
        n = n->parent;
    return n == top ? NULL : n->next;
}
