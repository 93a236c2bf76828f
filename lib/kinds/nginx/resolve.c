#include "kinds/nginx/resolve.h"

#include "base/buf.h"
#include "kinds/nginx/lines.h"
#include "kinds/nginx/setting_value.h"

#include <stdint.h>
#include <string.h>

/* All occurrences of a directive in one block. */
struct index_slot {
    struct index_slot *next; /* of the block: the directives in the order of first mention */
    struct node *first, *last;
    uint32_t name;          /* offset into nginx_word_text */
    struct value *value[2]; /* as seen in the block, as inherited from it; NULL: not asked for yet */
};

/* What stands in a block, made when it is first asked about: of a large config most blocks never are. How many directives a block can have is bounded by
 * the table of words, and by far most have few: a list does. */
struct index_block {
    const struct node *block;
    struct index_slot *first, *last;
};

static struct index_slot *slot_of(const struct index_block *x, uint32_t name)
{
    struct index_slot *slot = x->first;
    while (slot && slot->name != name)
        slot = slot->next;
    return slot;
}

static void index_entry(struct arena *a, struct index_block *x, struct node *e)
{
    uint32_t name = nginx_words[e->word].name;
    struct index_slot *slot = slot_of(x, name);
    if (slot) {
        slot->last = e;
        return;
    }
    slot = arena_new(a, struct index_slot);
    *slot = (struct index_slot){.first = e, .last = e, .name = name};
    if (x->last)
        x->last->next = slot;
    else
        x->first = slot;
    x->last = slot;
}

static struct str block_key(const struct node *const *block)
{
    return (struct str){(const char *)block, sizeof *block};
}

/* Where answers are kept until nginx_forget. The values themselves, and what they point to, are the caller's: they stand in job->a. */
static struct arena *answers(const struct kind_job *job)
{
    return job->scratch ? job->scratch : job->a;
}

void nginx_forget(struct kind_job *job)
{
    struct nginx_state *s = job->state;
    s->index = s->hidden = s->defaults = (struct map){0};
    s->lines = NULL;
}

static struct index_block *index_block(struct kind_job *job, const struct node *block)
{
    struct nginx_state *s = job->state;
    struct index_block *x = map_get(&s->index, block_key(&block));
    if (x)
        return x;
    x = arena_new(answers(job), struct index_block);
    x->block = block;
    struct node_iter it = node_entries((struct node *)(uintptr_t)block);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        if (e->word)
            index_entry(answers(job), x, e);
    s->index.a = answers(job);
    map_put(&s->index, block_key(&x->block), x, NULL);
    return x;
}

/* Most of what is asked about stands nowhere in a config. */
static bool is_anywhere(const struct nginx_state *s, uint32_t row)
{
    uint32_t name = nginx_words[row].name;
    while (nginx_words[row - 1].name == name)
        row--;
    for (; row < nginx_words_n && nginx_words[row].name == name; row++)
        if (nginx_row_is_read(s->read, row))
            return true;
    return false;
}

/* NULL: the directive of a row does not stand in the block. */
static struct index_slot *find(struct kind_job *job, const struct node *block, uint32_t row)
{
    return is_anywhere(job->state, row) ? slot_of(index_block(job, block), nginx_words[row].name) : NULL;
}

struct node *nginx_first(struct kind_job *job, const struct node *block, struct str name)
{
    uint32_t n, row = nginx_word_find(name, &n);
    struct index_slot *slot = n ? find(job, block, row) : NULL;
    return slot ? slot->first : NULL;
}

struct node *nginx_next(struct kind_job *job, struct node *entry)
{
    uint32_t name = nginx_words[entry->word].name;
    struct node *block = node_block(entry);
    struct node_iter it = {block, entry};
    struct node *e = entry == find(job, block, entry->word)->last ? NULL : node_next_entry(&it);
    while (e && (!e->word || nginx_words[e->word].name != name))
        e = node_next_entry(&it);
    return e;
}

uint32_t nginx_context(const struct kind_job *job, const struct node *block)
{
    if (!block->parent) {
        const struct nginx_state *s = job->state;
        return s->context;
    }
    const struct nginx_word *w = &nginx_words[block->word];
    if (!block->word || w->block != NGINX_BLOCK_BLOCK)
        return 0;
    bool two = w->opens & (w->opens - 1);
    return two ? nginx_word_opens(w, nginx_context(job, node_block(block))) : w->opens;
}

struct nginx_blocks nginx_blocks(const struct kind_job *job, struct node *top, uint32_t contexts)
{
    return (struct nginx_blocks){job, top, top, contexts};
}

struct node *nginx_next_block(struct nginx_blocks *it)
{
    while (it->at && (it->at = node_walk(it->top, it->at)) != NULL)
        if (it->at->kind == NODE_ENTRY && (it->at->flags & NODE_BLOCK) &&
            (nginx_context(it->job, it->at) & it->contexts))
            return it->at;
    return NULL;
}

struct str nginx_block_title(struct kind_job *job, const struct node *block)
{
    struct buf b = {.a = job->a};
    if (!block->parent)
        return nginx_context_name(nginx_context(job, block));
    buf_put(&b, block->text);
    for (const struct node *w = block->first; w && w->kind == NODE_WORD; w = w->next) {
        buf_putc(&b, ' ');
        buf_put(&b, w->text);
    }
    return diag_quote(job->a, buf_str(&b));
}

/* Where a span stands on disk: "conf/nginx.conf". */
static struct str path_of(struct kind_job *job, struct span at)
{
    struct place p = source_place(job->sources, at);
    return p.file ? p.file->path : STR("the text");
}

/* "conf/nginx.conf:12", for reasons. In an embedded text the line is that text's. */
static struct str place_of(struct kind_job *job, struct span at)
{
    struct nginx_state *s = job->state;
    uint32_t line = nginx_lines_find(&s->lines, answers(job), job->sources, at.src, at.off);
    return str_printf(job->a, "%.*s:%u", STR_ARG(path_of(job, at)), line);
}

static struct value unknown_at(struct kind_job *job, const char *what, struct span at)
{
    struct str place = place_of(job, at);
    return value_unknown(job->a, str_printf(job->a, "%s at %.*s", what, STR_ARG(place)));
}

static struct span words_at(const struct node *entry)
{
    struct span at = entry->name_at;
    bool any = false;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next) {
        at = any ? span_join(at, w->at) : w->at;
        any = true;
    }
    return at;
}

/* The value of one occurrence, without an origin. */
static struct value occurrence(struct kind_job *job, const struct node *entry)
{
    uint32_t n = node_word_count(entry), i = 0;
    struct str *words = arena_array(job->a, struct str, n + 1);
    bool ok;
    if (entry->flags & NODE_FAULTY)
        return unknown_at(job, "a fault", entry->name_at);
    if (entry->flags & NODE_CONDITIONAL)
        return unknown_at(job, "a template's condition", entry->name_at);
    for (const struct node *w = entry->first; i < n; w = w->next) {
        if (!node_is_known(w))
            return unknown_at(job, "a template's expression", w->at);
        words[i++] = w->text;
    }
    struct value v = nginx_value_of(job->a, &nginx_words[entry->word], words, n, &ok);
    return ok ? v : unknown_at(job, "a fault", entry->name_at);
}

static const struct origin *origin_of(struct kind_job *job, const struct index_slot *slot, bool inherited)
{
    struct origin *o = arena_new(job->a, struct origin);
    struct span at = words_at(slot->first);
    *o = (struct origin){
        .kind = inherited ? ORIGIN_INHERITED : ORIGIN_SET, .at = at, .written = source_text(job->sources, at)};
    if (inherited)
        o->text = nginx_block_title(job, node_block(slot->first));
    return o;
}

static struct value all_occurrences(struct kind_job *job, const struct index_slot *slot)
{
    const struct nginx_word *row = &nginx_words[slot->first->word];
    VEC(struct value) parts = {0};
    for (struct node *e = slot->first; e; e = nginx_next(job, e)) {
        struct value v = occurrence(job, e);
        if (value_is_unknown(v))
            return v;
        vec_push(job->a, &parts, v);
    }
    return nginx_value_join(job->a, row, parts.p, parts.n);
}

/* What stands in slot's block, made once for it and once for those that inherit it. */
static struct value set_value(struct kind_job *job, struct index_slot *slot, bool inherited)
{
    if (!slot->value[inherited]) {
        /* Of a directive that stands twice where it may not, nginx refuses the second; of another the last one counts. */
        const struct nginx_word *row = &nginx_words[slot->first->word];
        struct value v = nginx_is_list(row)            ? all_occurrences(job, slot)
                         : row->dup == NGINX_DUP_ERROR ? occurrence(job, slot->first)
                                                       : occurrence(job, slot->last);
        slot->value[inherited] = arena_new(answers(job), struct value);
        *slot->value[inherited] = value_with_origin(v, origin_of(job, slot, inherited));
    }
    return *slot->value[inherited];
}

/* The first include in a block of which something is missing; in what it includes, too. NULL: none. */
static const struct node *missing_include(const struct node *block)
{
    const struct node *found = NULL;
    for (const struct node *n = block->first; n && !found; n = n->next) {
        bool is_include = n->kind == NODE_ENTRY && n->word && nginx_words[n->word].type == NGINX_TYPE_INCLUDE;
        if (is_include && (n->flags & NODE_TAINTED))
            found = n;
        else if (n->kind == NODE_ROOT || (n->flags & NODE_INCLUDE))
            found = missing_include(n);
    }
    return found;
}

/* Why anything may be set in a block without our seeing it. */
static struct value hidden_by(struct kind_job *job, const struct node *block)
{
    const struct nginx_state *s = job->state;
    if (!block->parent && s->fragment)
        return value_unknown(job->a, str_printf(job->a, "what stands around %.*s", STR_ARG(path_of(job, block->at))));
    const struct node *e = missing_include(block);
    return e ? unknown_at(job, "a missing include", e->name_at)
             : unknown_at(job, "what a template inserts in the block", block->parent ? block->name_at : block->at);
}

/* The same, made once a block. */
static struct value hidden_in_block(struct kind_job *job, const struct node *block)
{
    struct nginx_state *s = job->state;
    struct str key = {(const char *)&block, sizeof block};
    struct value *v = map_get(&s->hidden, key);
    if (!v) {
        v = arena_new(answers(job), struct value);
        *v = hidden_by(job, block);
        s->hidden.a = answers(job);
        map_put(&s->hidden, str_dup(answers(job), key), v, NULL);
    }
    return *v;
}

/* Whether a file that is known by name, and missing in the block, sets the directive. */
static const struct nginx_gap *gap_for(const struct kind_job *job, const struct node *block, struct str name)
{
    const struct nginx_state *s = job->state;
    for (uint32_t i = 0; i < s->gaps.n; i++) {
        const struct nginx_gap *g = &s->gaps.p[i];
        for (uint32_t k = 0; g->block == block && k < sizeof g->known->sets / sizeof g->known->sets[0]; k++)
            if (name.n && str_eq(g->known->sets[k], name))
                return g;
    }
    return NULL;
}

/* Why the directive may be set in a block without our seeing it: unknown with a reason; or a known null. */
static struct value hidden_in(struct kind_job *job, const struct node *block, const struct nginx_word *row)
{
    const struct nginx_state *s = job->state;
    if ((block->flags & NODE_TAINTED) || (!block->parent && s->fragment))
        return hidden_in_block(job, block);
    const struct nginx_gap *gap = gap_for(job, block, nginx_word_str(row->name));
    return gap ? unknown_at(job, "a missing include", gap->include->name_at) : value_null();
}

/* The default of a directive, the same in every block. */
struct setting_default {
    const struct nginx_word *row;
    struct value value; /* without an origin */
    struct str text;    /* whose default it is */
};

static struct str text_of_default(struct kind_job *job, uint32_t first, uint32_t n)
{
    for (uint32_t i = first + 1; i < first + n; i++)
        if (nginx_words[i].deflt != nginx_words[first].deflt) {
            struct str now = nginx_word_str(nginx_words[i].deflt);
            return str_printf(job->a, "default of nginx before %.*s, from then on %.*s",
                              STR_ARG(version_show(job->a, nginx_words[i].since)), STR_ARG(now.n ? now : STR("none")));
        }
    return job->target ? str_printf(job->a, "default of nginx %.*s", STR_ARG(version_show(job->a, job->target)))
                       : STR("default of nginx");
}

static const struct setting_default *default_of(struct kind_job *job, uint32_t row)
{
    struct nginx_state *s = job->state;
    uint32_t n, first = nginx_word_range(row, job->target, &n);
    const struct nginx_word *oldest = &nginx_words[first];
    struct setting_default *d = map_get(&s->defaults, (struct str){(const char *)&oldest, sizeof oldest});
    if (d)
        return d;
    d = arena_new(answers(job), struct setting_default);
    *d = (struct setting_default){oldest, nginx_default_of(job->a, oldest), text_of_default(job, first, n)};
    s->defaults.a = answers(job);
    map_put(&s->defaults, (struct str){(const char *)&d->row, sizeof d->row}, d, NULL);
    return d;
}

static struct value default_value(struct kind_job *job, const struct node *block, uint32_t row)
{
    const struct setting_default *d = default_of(job, row);
    struct span at = block->parent ? block->name_at : (struct span){block->at.src, 0, 0};
    struct origin *o = arena_new(job->a, struct origin);
    bool legal = nginx_context(job, block) & nginx_words[row].contexts;
    *o = (struct origin){ORIGIN_DEFAULT, at, d->text, nginx_word_str(d->row->deflt),
                         legal ? nginx_word_str(d->row->name) : (struct str){0}};
    return value_with_origin(d->value, o);
}

/* Whether a block inherits the directive from the one around it. */
static bool inherits(const struct nginx_word *row, uint32_t context)
{
    switch (row->inherit) {
    case NGINX_INHERIT_YES:
    case NGINX_INHERIT_ALL:
    case NGINX_INHERIT_UNKNOWN:
        return true;
    case NGINX_INHERIT_SPECIAL:
        if (row->type == NGINX_TYPE_ROOT)
            return true;
        /* Content handlers; set, if, rewrite ... run where they stand. */
        return row->dup == NGINX_DUP_ERROR && (context & (NGINX_IN_IF_IN_LOCATION | NGINX_IN_LIMIT_EXCEPT));
    default:
        return false;
    }
}

/* The row of a name for a block: legal there, or in a block around it from which it is inherited. 0: none. */
static uint32_t row_for(struct kind_job *job, const struct node *block, struct str name)
{
    for (const struct node *b = block; b; b = node_block(b)) {
        uint32_t row, context = nginx_context(job, b);
        if (context && nginx_word_pick(name, context, job->target, &row) == NGINX_FIT_OK)
            return b == block || inherits(&nginx_words[row], nginx_context(job, block)) ? row : 0;
    }
    return 0;
}

/* Whether a fragment's surroundings may set the directive for it. */
static bool may_stand_around(const struct kind_job *job, const struct nginx_word *row)
{
    const struct nginx_state *s = job->state;
    return s->fragment && s->context && inherits(row, s->context);
}

/* True when the search for a value ends in this block: with what it sets, or with not knowing. */
static bool settle_in(struct kind_job *job, struct node *block, struct node *asked, const struct nginx_word *row,
                      struct value *ret)
{
    struct index_slot *slot = find(job, block, (uint32_t)(row - nginx_words));
    bool legal = nginx_context(job, block) & row->contexts;
    struct value hidden =
        legal || (!block->parent && may_stand_around(job, row)) ? hidden_in(job, block, row) : value_null();
    /* What is written once, where twice is refused, is all there is. */
    if (slot && (value_is_known(hidden) || (row->dup == NGINX_DUP_ERROR && !nginx_is_list(row)))) {
        *ret = set_value(job, slot, block != asked);
        return true;
    }
    if (value_is_known(hidden))
        return false;
    *ret = hidden;
    return true;
}

bool nginx_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    uint32_t row = row_for(job, block, name);
    if (!row)
        return false;
    const struct nginx_word *w = &nginx_words[row];
    for (struct node *b = block; b; b = node_block(b)) {
        if (settle_in(job, b, block, w, ret))
            return true;
        if (!inherits(w, nginx_context(job, b)))
            break;
    }
    *ret = default_value(job, block, row);
    return true;
}
