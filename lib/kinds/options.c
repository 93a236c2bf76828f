#include "kinds/options.h"

#include "diag/closest.h"

static bool same(const struct option_table *t, struct str x, struct str y)
{
    return t->same ? t->same(x, y) : str_eq(x, y);
}

static bool holds(const struct option_row *row, version_number target)
{
    return target == 0 || (row->since <= target && (row->until == 0 || target < row->until));
}

const struct option_row *option_find(const struct option_table *t, version_number target, struct str section,
                                     struct str name)
{
    for (uint32_t i = 0; i < t->n; i++) {
        const struct option_row *row = &t->rows[i];
        bool here = row->section.n == 0 || section.n == 0 || str_eq(row->section, section);
        if (here && holds(row, target) && same(t, row->name, name))
            return row;
    }
    return NULL;
}

struct str option_nearest(const struct option_table *t, struct str name)
{
    struct closest c = closest_start(name);
    for (uint32_t i = 0; i < t->n; i++)
        closest_offer(&c, t->rows[i].name, 0);
    return c.best;
}

struct node *option_entry(const struct option_table *t, struct node *block, struct str name)
{
    struct node_iter it = node_entries(block);
    struct node *found = NULL;
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        if (!(e->flags & NODE_BLOCK) && same(t, name, e->text))
            found = e;
    return found;
}

/* ---- values ---- */

static struct value unknown(struct kind_job *job, const struct option_row *row, const char *why)
{
    return value_unknown(job->a, str_printf(job->a, "%.*s (%s)", STR_ARG(row->name), why));
}

static struct value words_of(struct kind_job *job, const struct node *e)
{
    uint32_t n = node_word_count(e), i = 0;
    struct value *items = arena_array(job->a, struct value, n + 1);
    for (const struct node *w = e->first; i < n; w = w->next)
        items[i++] = value_string(w->text);
    return value_list(items, n);
}

/* Why an entry's value cannot be told; NULL: it can. */
static const char *doubt(const struct node *e)
{
    if (e->flags & NODE_FAULTY)
        return "a fault";
    if (e->flags & NODE_CONDITIONAL)
        return "a template's condition";
    for (const struct node *w = e->first; w && w->kind == NODE_WORD; w = w->next)
        if (!node_is_known(w))
            return "an expression";
    return NULL;
}

static struct value read_one(struct kind_job *job, const struct option_table *t, const struct option_row *row,
                             struct str text)
{
    struct value v = value_string(text);
    bool plain = row->type == OPTION_STRING || row->type == OPTION_WORDS;
    return plain || t->read(row, text, job->a, &v) ? v : unknown(job, row, "a fault");
}

static struct value value_of_entry(struct kind_job *job, const struct option_table *t, const struct option_row *row,
                                   const struct node *e)
{
    const char *why = doubt(e);
    const struct node *word = node_word(e, 0);
    if (why)
        return unknown(job, row, why);
    if (row->type == OPTION_WORDS || (row->flags & OPTION_REPEATS))
        return words_of(job, e);
    return read_one(job, t, row, word ? word->text : (struct str){0});
}

static struct value with_place(struct kind_job *job, struct value v, const struct node *e)
{
    const struct node *first = node_word(e, 0);
    struct origin *o = arena_new(job->a, struct origin);
    struct span at = first ? first->at : e->name_at;
    for (const struct node *w = first; w && w->kind == NODE_WORD; w = w->next)
        at = span_join(at, w->at);
    *o = (struct origin){.kind = ORIGIN_SET, .at = at, .written = source_text(job->sources, at)};
    return value_with_origin(v, o);
}

static struct value all_occurrences(struct kind_job *job, const struct option_table *t, struct node *block,
                                    const struct option_row *row)
{
    VEC(struct value) items = {0};
    const struct node *last = NULL;
    struct node_iter it = node_entries(block);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        if ((e->flags & NODE_BLOCK) || !same(t, row->name, e->text))
            continue;
        struct value v = value_of_entry(job, t, row, e);
        if (value_is_unknown(v))
            return with_place(job, v, e);
        vec_push(job->a, &items, v);
        last = e;
    }
    struct value list = value_list(items.p, items.n);
    return last ? with_place(job, list, last) : list;
}

static struct value default_of(struct kind_job *job, const struct option_table *t, const struct node *block,
                               const struct option_row *row)
{
    struct origin *o = arena_new(job->a, struct origin);
    struct span at = block->parent ? block->name_at : (struct span){block->at.src, 0, 0};
    *o = (struct origin){.kind = ORIGIN_DEFAULT, .at = at, .written = row->deflt, .setting = row->name};
    o->text = str_printf(job->a, "default of %.*s", STR_ARG(t->server));
    return value_with_origin(row->deflt.n ? read_one(job, t, row, row->deflt) : value_null(), o);
}

/* Whether an include that was not read may set what an entry sets, because it stands behind it, or nothing is set. Where no include is to blame (a template's expression), anything may. */
static bool may_be_overridden(struct node *block, const struct node *entry)
{
    bool may = true, known_cause = false, passed = false;
    for (struct node *n = node_walk(block, block); n; n = node_walk(block, n)) {
        passed |= n == entry;
        if ((n->flags & (NODE_INCLUDE | NODE_TAINTED)) == (NODE_INCLUDE | NODE_TAINTED))
            known_cause = true;
        else if (n == entry)
            may = false;
        if (passed && known_cause && (n->flags & NODE_INCLUDE) && (n->flags & NODE_TAINTED))
            may = true;
    }
    return may || !known_cause;
}

struct value option_value(struct kind_job *job, const struct option_table *t, struct node *block,
                          const struct option_row *row)
{
    struct node *e = option_entry(t, block, row->name);
    if ((block->flags & NODE_TAINTED) && (!e || (row->flags & OPTION_REPEATS) || may_be_overridden(block, e)))
        return unknown(job, row, "an include is missing");
    if (row->flags & OPTION_REPEATS)
        return all_occurrences(job, t, block, row);
    return e ? with_place(job, value_of_entry(job, t, row, e), e) : default_of(job, t, block, row);
}

struct value option_get(struct kind_job *job, const struct option_table *t, struct node *block, struct str section,
                        const char *name)
{
    const struct option_row *row = option_find(t, job->target, section, str_from(name));
    return row ? option_value(job, t, block, row) : value_null();
}

struct node *option_block(struct arena *a, struct node *root, const struct node *header)
{
    struct node *block = node_new(a, NODE_ENTRY, header ? header->at : root->at);
    block->flags = NODE_BLOCK;
    if (header) {
        block->name_at = header->name_at;
        block->text = header->text;
        block->flags |= header->flags & (NODE_TAINTED | NODE_CONDITIONAL);
        block->parent = root;
    }
    return block;
}

/* A walk over the block must not lead back into the tree. Entries hold words, these pieces: it is never deep. What an include holds stands for itself. */
static struct node *copy_of(struct arena *a, const struct node *n)
{
    struct node *copy = arena_new(a, struct node);
    *copy = *n;
    copy->first = copy->last = copy->next = NULL;
    for (const struct node *c = n->flags & NODE_BLOCK ? NULL : n->first; c; c = c->next)
        node_add(copy, copy_of(a, c));
    return copy;
}

struct node *option_block_add(struct arena *a, struct node *block, const struct node *entry)
{
    struct node *copy = copy_of(a, entry);
    node_add(block, copy);
    return copy;
}

const struct type *option_type_of(const struct option_row *row)
{
    static const struct type occurrences = {.kind = TYPE_LIST, .param = {&type_list_string}};
    static const struct type *const types[] = {
        [OPTION_STRING] = &type_string,     [OPTION_BOOL] = &type_bool,     [OPTION_INT] = &type_int,
        [OPTION_SIZE] = &type_int,          [OPTION_TIME] = &type_duration, [OPTION_DOUBLE] = &type_double,
        [OPTION_WORDS] = &type_list_string,
    };
    return row->flags & OPTION_REPEATS ? &occurrences : types[row->type];
}
