#include "tree_json.h"
#include "values_json.h"

#include "base/map.h"
#include "report/json_out.h"

static void put_position(struct report_out *o, json_t *object, struct run *run, struct span at, const struct file *file)
{
    struct place p = source_place(&run->sources, at);
    if (!p.file)
        return;
    struct line_column lc = file_line_column(p.file, p.off);
    if (p.file != file)
        js_put(o, object, "file", js_text(o, p.file->path));
    js_put(o, object, "line", json_integer(lc.line));
    js_put(o, object, "column", json_integer(lc.column));
}

static struct file *file_of(struct run *run, const struct node *n, const struct file *otherwise)
{
    struct place p = source_place(&run->sources, n->at);
    return p.file ? p.file : (struct file *)(uintptr_t)otherwise;
}

static json_t *word_to_json(struct report_out *o, struct run *run, const struct node *n, const struct file *file)
{
    json_t *word = json_object();
    js_put(o, word, "text", js_text(o, n->text));
    put_position(o, word, run, n->at, file);
    if (!node_is_known(n))
        js_put(o, word, "unknown", json_true());
    return word;
}

static json_t *node_to_json(struct report_out *o, struct run *run, const struct node *n, const struct file *file);

/* Words go to one list, what stands in the block to another; an included file is an object of its own. The depth is bounded by the readers
 * (LIMIT_NESTING, LIMIT_INCLUDE_DEPTH). */
static json_t *entry_to_json(struct report_out *o, struct run *run, const struct node *n, const struct file *file)
{
    json_t *entry = json_object(), *words = json_array(), *block = json_array();
    js_put(o, entry, "name", js_text(o, n->text));
    put_position(o, entry, run, n->at, file);
    for (const struct node *c = n->first; c; c = c->next) {
        if (c->kind == NODE_WORD)
            js_push(o, words, word_to_json(o, run, c, file_of(run, n, file)));
        else
            js_push(o, block, node_to_json(o, run, c, file_of(run, n, file)));
    }
    js_put(o, entry, "words", words);
    if (n->flags & (NODE_BLOCK | NODE_INCLUDE))
        js_put(o, entry, n->flags & NODE_INCLUDE ? "files" : "block", block);
    else
        json_decref(block);
    if (n->flags & NODE_CONDITIONAL)
        js_put(o, entry, "conditional", json_true());
    return entry;
}

static json_t *text_to_json(struct report_out *o, struct run *run, const char *key, const struct node *n,
                            const struct file *file)
{
    json_t *object = json_object();
    js_put(o, object, key, js_text(o, n->text));
    put_position(o, object, run, n->at, file);
    return object;
}

static json_t *node_to_json(struct report_out *o, struct run *run, const struct node *n, const struct file *file)
{
    json_t *object;
    switch ((enum node_kind)n->kind) {
    case NODE_ENTRY:
        return entry_to_json(o, run, n, file);
    case NODE_WORD:
    case NODE_PIECE:
        return word_to_json(o, run, n, file);
    case NODE_COMMENT:
        return text_to_json(o, run, "comment", n, file);
    case NODE_RAW:
        return text_to_json(o, run, "raw", n, file);
    case NODE_BAD:
        return text_to_json(o, run, "skipped", n, file);
    case NODE_ROOT:
    case NODE_MAP:
    case NODE_LIST:
        break;
    }
    object = json_object();
    put_position(o, object, run, n->at, file);
    js_put(o, object,
           n->kind == NODE_LIST  ? "list"
           : n->kind == NODE_MAP ? "map"
                                 : "block",
           tree_to_json(o, run, n, file_of(run, n, file)));
    return object;
}

json_t *tree_to_json(struct report_out *o, struct run *run, const struct node *block, const struct file *file)
{
    json_t *list = json_array();
    for (const struct node *c = block->first; c; c = c->next)
        js_push(o, list, node_to_json(o, run, c, file));
    return list;
}

static const char *origin_word(struct value v)
{
    static const char *const words[] = {"set", "inherited", "default", "fact", "derived"};
    return value_is_unknown(v) ? "unknown" : v.origin ? words[v.origin->kind] : "set";
}

json_t *setting_to_json(struct report_out *o, struct run *run, struct value v, const struct file *file)
{
    json_t *setting = json_object(), *reasons = json_array();
    js_put(o, setting, "value", value_json(o, v));
    js_put(o, setting, "origin", js_text(o, str_from(origin_word(v))));
    if (v.origin) {
        put_position(o, setting, run, v.origin->at, file);
        js_put(o, setting, "text", js_text_or_null(o, v.origin->written));
        js_put(o, setting, "from", js_text_or_null(o, v.origin->text));
    }
    for (uint32_t i = 0; value_is_unknown(v) && v.as.reasons && i < v.as.reasons->n; i++)
        js_push(o, reasons, js_text(o, v.as.reasons->p[i]));
    if (json_array_size(reasons) > 0)
        js_put(o, setting, "missing", reasons);
    else
        json_decref(reasons);
    return setting;
}

/* The block that a block takes settings from. */
static struct node *outer_block(struct document *d, const struct node *block)
{
    return d->kind->outer ? d->kind->outer(&d->job, block) : node_block(block);
}

/* The names that are set in the block or in those that it takes settings from: each may be in force here. */
static void names_in_force(struct map *names, struct document *d, struct node *block)
{
    for (struct node *b = block; b; b = outer_block(d, b)) {
        struct node_iter it = node_entries(b);
        for (struct node *e; (e = node_next_entry(&it)) != NULL;)
            if (!(e->flags & NODE_BLOCK))
                map_put(names, e->text, NULL, NULL);
    }
}

static json_t *block_settings(struct report_out *o, struct run *run, struct document *d, struct node *block)
{
    struct map names = {.a = &o->scratch};
    json_t *settings = json_object();
    names_in_force(&names, d, block);
    for (uint32_t i = 0; i < names.n; i++) {
        struct value v;
        struct str key = str_dup(&o->scratch, names.entries[i].key);
        if (js_is_exact(key) && d->kind->setting(&d->job, block, names.entries[i].key, &v))
            js_put(o, settings, key.p, setting_to_json(o, run, v, d->file));
    }
    return settings;
}

static json_t *block_to_json(struct report_out *o, struct run *run, struct document *d, struct node *block)
{
    json_t *object = json_object(), *words = json_array();
    struct str name = block->kind == NODE_ROOT  ? STR("main")
                      : block->kind == NODE_MAP ? d->kind->block_title(&d->job, block)
                                                : block->text;
    js_put(o, object, "block", js_text(o, name));
    for (uint32_t i = 0; node_word(block, i); i++)
        js_push(o, words, js_text(o, node_word(block, i)->text));
    js_put(o, object, "words", words);
    put_position(o, object, run, block->at, d->file);
    js_put(o, object, "settings", block_settings(o, run, d, block));
    return object;
}

static bool is_in_tree(const struct node *n)
{
    const struct node *c = n->parent ? n->parent->first : NULL;
    while (c && c != n)
        c = c->next;
    return c != NULL;
}

/* Kinds whose blocks are no entries of the tree: maps, or settings gathered from all over a file. */
static bool has_own_blocks(struct document *d)
{
    const struct node *first = d->kind->next_block ? d->kind->next_block(&d->job, 0, NULL) : NULL;
    return first && first != d->job.root && (first->kind == NODE_MAP || !is_in_tree(first));
}

json_t *settings_to_json(struct report_out *o, struct run *run, struct document *d)
{
    json_t *list = json_array();
    if (has_own_blocks(d)) {
        for (struct node *b = NULL; (b = d->kind->next_block(&d->job, 0, b)) != NULL;)
            js_push(o, list, block_to_json(o, run, d, b));
        return list;
    }
    for (struct node *n = d->job.root; n; n = node_walk(d->job.root, n)) {
        bool block = n == d->job.root || (n->kind == NODE_ENTRY && (n->flags & NODE_BLOCK) && n->word != 0);
        struct arena_mark mark = arena_mark(&o->scratch);
        if (block)
            js_push(o, list, block_to_json(o, run, d, n));
        arena_pop(&o->scratch, mark);
    }
    return list;
}
