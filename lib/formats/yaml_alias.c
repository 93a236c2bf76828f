#include "formats/yaml_alias.h"

#include "formats/keys.h"

static struct node *clone(struct arena *a, const struct node *from)
{
    struct node *n = arena_new(a, struct node);
    *n = *from;
    n->flags |= NODE_ANCHORED;
    n->parent = n->first = n->last = n->next = NULL;
    return n;
}

static const struct node *skip_comments(const struct node *n)
{
    while (n && n->kind == NODE_COMMENT)
        n = n->next;
    return n;
}

struct node *yaml_copy(struct arena *a, const struct node *from, uint32_t depth, uint32_t *budget)
{
    const struct node *at = from;
    struct node *top = NULL, *parent = NULL;
    for (uint32_t level = 0;;) {
        if (*budget == 0 || level > depth)
            return NULL;
        --*budget;
        struct node *n = clone(a, at);
        if (parent)
            node_add(parent, n);
        else
            top = n;
        const struct node *child = skip_comments(at->first);
        if (child) {
            level += at->kind != NODE_ENTRY;
            parent = n;
            at = child;
            continue;
        }
        while (at != from && !skip_comments(at->next)) {
            at = at->parent;
            level -= at->kind != NODE_ENTRY;
            parent = parent->parent;
        }
        if (at == from)
            return top;
        at = skip_comments(at->next);
    }
}

/* A map, or a list of maps: what `<<` may bring. Reports anything else. */
static bool can_merge(const struct node *entry, struct sink *sink)
{
    const struct node *value = node_value(entry);
    const struct node *wrong = value;
    if (value && value->kind == NODE_LIST) {
        wrong = value->first;
        while (wrong && (wrong->kind == NODE_MAP || wrong->kind == NODE_COMMENT))
            wrong = wrong->next;
    } else if (value && value->kind == NODE_MAP) {
        wrong = NULL;
    }
    if (wrong && node_is_known(wrong))
        diag_syntax(sink, SYNTAX_VALUE, entry->name_at, "a merge key takes a mapping or a list of mappings");
    return !wrong;
}

/* Puts entry behind *after (NULL: as the first child) and moves *after on. */
static void insert(struct node *map, struct node **after, struct node *entry)
{
    entry->parent = map;
    entry->next = *after ? (*after)->next : map->first;
    if (*after)
        (*after)->next = entry;
    else
        map->first = entry;
    if (map->last == *after)
        map->last = entry;
    *after = entry;
}

/* Moves what of brought is not in keys yet behind *after, with flags added. brought is the map's own: a copy, or
 * written in place. */
static void merge_one(struct node *map, struct node **after, struct node *brought, struct map *keys, uint16_t flags)
{
    for (struct node *e = brought->first, *next; e; e = next) {
        bool is_new = e->kind != NODE_ENTRY;
        next = e->next;
        if (e->kind == NODE_ENTRY)
            map_put(keys, e->text, e, &is_new);
        e->flags |= flags;
        if (is_new)
            insert(map, after, e);
    }
    map->flags |= brought->flags & NODE_TAINTED;
}

/* Replaces the `<<` entry behind prev by what it brings; returns the last node put in its place. */
static struct node *merge(struct node *map, struct node *prev, struct node *entry, struct map *keys)
{
    struct node *value = node_value(entry), *after = entry;
    uint16_t conditional = entry->flags & NODE_CONDITIONAL;
    if (value->kind == NODE_MAP)
        merge_one(map, &after, value, keys, conditional);
    else
        for (struct node *item = value->first; item; item = item->next)
            if (item->kind == NODE_MAP)
                merge_one(map, &after, item, keys, conditional);
    if (prev)
        prev->next = entry->next;
    else
        map->first = entry->next;
    if (map->last == entry)
        map->last = prev;
    return after == entry ? prev : after;
}

static void merge_all(struct node *map, struct map *keys, struct sink *sink)
{
    struct node *prev = NULL;
    for (struct node *e = map->first, *next; e; e = next) {
        next = e->next;
        if (keys_is_merge(e) && can_merge(e, sink))
            prev = merge(map, prev, e, keys);
        else
            prev = e;
    }
}

static bool has_merge(const struct node *map)
{
    const struct node *e = map->first;
    while (e && !keys_is_merge(e))
        e = e->next;
    return e;
}

void yaml_finish_map(struct node *map, struct arena *scratch, struct sink *sink)
{
    struct arena_mark mark = arena_mark(scratch);
    struct map keys = {.a = scratch};
    keys_collect(map, &keys, sink);
    if (has_merge(map))
        merge_all(map, &keys, sink);
    arena_pop(scratch, mark);
}
