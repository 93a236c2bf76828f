/* Files over each other. Source: compose-spec, 13-merge.md. */
#include "kinds/docker-compose/docker-compose.h"

#include "formats/yaml.h"

/* Lists that are one value, not several. */
static bool is_replaced(struct str key)
{
    return str_eq(key, STR("command")) || str_eq(key, STR("entrypoint")) || str_eq(key, STR("test"));
}

static void remove_entry(struct node *map, struct node *e)
{
    struct node *before = NULL;
    for (struct node *n = map->first; n && n != e; n = n->next)
        before = n;
    if (before)
        before->next = e->next;
    else
        map->first = e->next;
    if (map->last == e)
        map->last = before;
}

/* Hands all children of from to to. */
static void take_children(struct node *to, struct node *from)
{
    struct node *next;
    for (struct node *n = from->first; n; n = next) {
        next = n->next;
        n->next = NULL;
        node_add(to, n);
    }
    from->first = from->last = NULL;
}

/* The entry is what the other file says; a variable list that is a map there and a list here keeps both, the later one behind. */
static void replace(struct node *base, struct node *over)
{
    struct node *old = node_value(base), *value = node_value(over);
    bool both = str_eq(base->text, STR("environment")) && old && value && old->kind != value->kind;
    if (!both) {
        base->first = base->last = NULL;
        base->at = over->at;
        base->name_at = over->name_at;
    }
    take_children(base, over);
}

static void merge_entry(struct kind_job *job, struct node *map, struct node *base, struct node *over)
{
    struct node *old = node_value(base), *value = node_value(over);
    struct str tag = value ? yaml_tag(job->sources, value) : (struct str){0};
    if (str_eq(tag, STR("!reset")))
        remove_entry(map, base);
    else if (old && value && old->kind == NODE_MAP && value->kind == NODE_MAP && !str_eq(tag, STR("!override")))
        compose_merge(job, old, value);
    else if (old && value && old->kind == NODE_LIST && value->kind == NODE_LIST && !is_replaced(base->text) &&
             !str_eq(tag, STR("!override")))
        take_children(old, value);
    else
        replace(base, over);
}

void compose_merge(struct kind_job *job, struct node *base, struct node *over)
{
    struct node *next;
    for (struct node *e = over->first; e; e = next) {
        next = e->next;
        struct node *old = e->kind == NODE_ENTRY ? node_find(base, e->text) : NULL;
        if (old) {
            merge_entry(job, base, old, e);
        } else if (e->kind == NODE_ENTRY) {
            e->next = NULL;
            node_add(base, e);
        }
    }
    base->flags |= over->flags & NODE_TAINTED;
    over->first = over->last = NULL;
}
