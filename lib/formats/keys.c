#include "formats/keys.h"

bool keys_is_merge(const struct node *entry)
{
    return entry->kind == NODE_ENTRY && entry->quote == QUOTE_NONE && str_eq(entry->text, STR("<<"));
}

/* Branches of a template's condition may set the same key; a key with an expression may be any. */
static bool may_repeat(const struct node *entry)
{
    return entry->flags & (NODE_CONDITIONAL | NODE_UNKNOWN);
}

static void report(struct node *entry, const struct node *first, struct sink *sink)
{
    struct str name = diag_quote(sink->a, entry->text);
    struct finding *f = diag_syntax(sink, SYNTAX_DUPLICATE, entry->name_at, "duplicate key \"%.*s\"", STR_ARG(name));
    diag_related(sink, f, first->name_at, "first \"%.*s\"", STR_ARG(name));
    entry->flags |= NODE_FAULTY;
}

void keys_collect(struct node *map, struct map *keys, struct sink *sink)
{
    for (struct node *e = map->first; e; e = e->next) {
        bool is_new;
        if (e->kind != NODE_ENTRY || keys_is_merge(e))
            continue;
        struct map_entry *known = map_put(keys, e->text, e, &is_new);
        if (!is_new && !may_repeat(e) && !may_repeat(known->value))
            report(e, known->value, sink);
    }
}
