#include "ruleset/load_node.h"

#include "formats/yaml.h"
#include "diag/closest.h"
#include "base/buf.h"
#include "base/limits.h"

struct sink *load_sink(struct load *l)
{
    l->rest.a = l->sink->a;
    return l->n_faults++ < LIMIT_RULE_FAULTS ? l->sink : &l->rest;
}

const char *load_quote(struct load *l, struct str text)
{
    return diag_quote(l->a, text).p;
}

void load_nearest(struct load *l, struct finding *f, struct str word, const struct str *candidates, uint32_t n)
{
    struct buf all = {.a = l->a};
    if (n == 0 || l->n_faults > LIMIT_RULE_FAULTS)
        return;
    struct str nearest = closest_of(word, candidates, n);
    for (uint32_t i = 0; i < n && nearest.n == 0; i++)
        buf_printf(&all, "%s%.*s", i ? ", " : "", STR_ARG(candidates[i]));
    if (nearest.n)
        diag_help(l->sink, f, "the nearest is %s", load_quote(l, nearest));
    else
        diag_help(l->sink, f, "known are %.*s", STR_ARG(buf_str(&all)));
}

/* ---- nodes ---- */

bool load_is_empty(const struct node *value)
{
    return value->kind == NODE_WORD && yaml_scalar_type(value, YAML_SCHEMA_CORE) == YAML_SCALAR_NULL;
}

struct span load_place(const struct node *value)
{
    bool keyed = value->parent && value->parent->kind == NODE_ENTRY;
    return value->at.len == 0 && keyed ? value->parent->name_at : value->at;
}

const struct node *load_next_entry(const struct node *n)
{
    while (n && (n->kind != NODE_ENTRY || (n->flags & NODE_FAULTY)))
        n = n->next;
    return n;
}

/* How a message calls a value: its key, quoted, or "an item" of the list that stands under it. */
static const char *name_of(struct load *l, const struct node *value)
{
    const struct node *list = value->parent;
    if (list && list->kind == NODE_ENTRY)
        return str_printf(l->a, "\"%s\"", load_quote(l, list->text)).p;
    if (list && list->kind == NODE_LIST && list->parent && list->parent->kind == NODE_ENTRY)
        return str_printf(l->a, "an item of \"%s\"", load_quote(l, list->parent->text)).p;
    return "the file";
}

static const char *form_of(const struct node *value)
{
    if (load_is_empty(value) || (value->kind == NODE_WORD && value->text.n == 0))
        return "empty";
    return value->kind == NODE_LIST ? "a list" : value->kind == NODE_MAP ? "a mapping" : "a text";
}

/* The fault of a value that has another form than it must have. */
static struct finding *wrong_form(struct load *l, const struct node *value, const char *want)
{
    return load_fault(l, load_place(value), "%s is %s, not %s", name_of(l, value), form_of(value), want);
}

/* ---- texts ---- */

static void no_group(struct load *l, const struct node *value, const char *want)
{
    if (!(value->flags & NODE_FAULTY))
        wrong_form(l, value, want);
}

/* A text that starts with '{' or '[' and is not quoted is the usual reason for a value that is none. */
static void no_text(struct load *l, const struct node *value)
{
    struct finding *f = wrong_form(l, value, "a text");
    struct str text = source_text(l->sources, value->at);
    if (text.n && (text.p[0] == '{' || text.p[0] == '['))
        diag_help(l->sink, f, "quote a text that starts with %c", text.p[0]);
}

bool load_text(struct load *l, const struct node *value, struct str *ret)
{
    if (value->flags & NODE_FAULTY)
        return false;
    if (value->kind != NODE_WORD || load_is_empty(value) || value->text.n == 0) {
        no_text(l, value);
        return false;
    }
    *ret = value->text;
    return true;
}

static bool is_printable(struct str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
            return false;
    return true;
}

bool load_line(struct load *l, const struct node *value, struct str *ret)
{
    struct str text;
    if (!load_text(l, value, &text))
        return false;
    if (value->quote >= QUOTE_BLOCK_LITERAL)
        text = str_trim(text);
    if (!is_printable(text)) {
        load_fault(l, load_place(value), "%s holds a line break or another control character", name_of(l, value));
        return false;
    }
    *ret = text;
    return true;
}

bool load_placed(struct load *l, const struct node *value, struct rule_text *ret)
{
    struct str text;
    if (!load_text(l, value, &text))
        return false;
    if (text.n > LIMIT_RULE_TEXT_BYTES) {
        load_fault(l, load_place(value), "%s is longer than %d bytes", name_of(l, value), LIMIT_RULE_TEXT_BYTES);
        return false;
    }
    l->text_bytes += text.n;
    if (l->text_bytes > LIMIT_RULE_TEXTS_BYTES) {
        load_fault(l, load_place(value), "expressions and messages of more than %d bytes", LIMIT_RULE_TEXTS_BYTES);
        return false;
    }
    *ret = (struct rule_text){text, value->at, yaml_scalar_map(l->a, l->sources, value)};
    return true;
}

bool load_word(struct load *l, const struct node *value, const struct str *words, uint32_t n, uint32_t *ret)
{
    struct str text;
    if (!load_text(l, value, &text))
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(words[i], text)) {
            *ret = i;
            return true;
        }
    struct finding *f =
        load_fault(l, load_place(value), "%s is \"%s\", which is not known", name_of(l, value), load_quote(l, text));
    load_nearest(l, f, text, words, n);
    return false;
}

void *load_field(void *into, const struct load_key *key)
{
    return (char *)into + key->offset;
}

void load_text_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    load_text(l, value, load_field(into, key));
}

void load_line_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    load_line(l, value, load_field(into, key));
}

void load_placed_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    load_placed(l, value, load_field(into, key));
}

void load_node_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    (void)l;
    *(const struct node **)load_field(into, key) = value;
}

void load_line_item(struct load *l, const struct node *value, void *item)
{
    load_line(l, value, item);
}

void load_placed_item(struct load *l, const struct node *value, void *item)
{
    load_placed(l, value, item);
}

/* ---- mappings and lists ---- */

static struct str *names_of(struct load *l, const struct load_key *keys, uint32_t n)
{
    struct str *names = arena_array(l->a, struct str, n);
    for (uint32_t i = 0; i < n; i++)
        names[i] = keys[i].name;
    return names;
}

static uint32_t find_key(const struct load_key *keys, uint32_t n, struct str name)
{
    uint32_t i = 0;
    while (i < n && !str_eq(keys[i].name, name))
        i++;
    return i;
}

static uint64_t read_entries(struct load *l, const struct node *map, const char *what, const struct load_key *keys,
                             uint32_t n, void *into)
{
    uint64_t seen = 0;
    for (const struct node *e = load_next_entry(map->first); e; e = load_next_entry(e->next)) {
        const struct node *value = node_value(e);
        uint32_t i = find_key(keys, n, e->text);
        if (i == n) {
            struct finding *f = load_fault(l, e->name_at, "unknown key \"%s\" in %s", load_quote(l, e->text), what);
            load_nearest(l, f, e->text, names_of(l, keys, n), n);
        } else if (value) {
            seen |= (uint64_t)1 << i;
            keys[i].read(l, value, &keys[i], into);
        }
    }
    return seen;
}

struct span load_head(const struct node *map)
{
    const struct node *first = load_next_entry(map->first);
    return first ? first->name_at : span_part(map->at, 0, 1);
}

void load_map(struct load *l, const struct node *value, const char *what, const struct load_key *keys, uint32_t n,
              void *into)
{
    if (value->kind != NODE_MAP) {
        no_group(l, value, "a mapping");
        return;
    }
    uint64_t seen = read_entries(l, value, what, keys, n, into);
    for (uint32_t i = 0; i < n; i++)
        if (keys[i].required && !(seen & (uint64_t)1 << i))
            load_fault(l, load_head(value), "%s without \"%.*s\"", what, STR_ARG(keys[i].name));
}

/* Room for the children of one kind, their number in *ret_n. NULL with a fault for too many. */
static void *make_array(struct load *l, const struct node *value, uint32_t n, size_t size, uint32_t *ret_n)
{
    *ret_n = 0;
    if (n > LIMIT_RULE_ITEMS) {
        load_fault(l, load_place(value), "%s holds more than %d items", name_of(l, value), LIMIT_RULE_ITEMS);
        return NULL;
    }
    *ret_n = n;
    return arena_alloc(l->a, n * size, 16);
}

void *load_list(struct load *l, const struct node *value, size_t size, load_item_fn *read, uint32_t *ret_n)
{
    uint32_t n = 0;
    *ret_n = 0;
    if (value->kind != NODE_LIST) {
        no_group(l, value, "a list");
        return NULL;
    }
    for (const struct node *item = value->first; item; item = item->next)
        n += item->kind != NODE_COMMENT;
    char *p = make_array(l, value, n, size, ret_n), *at = p;
    for (const struct node *item = value->first; item && p; item = item->next) {
        if (item->kind == NODE_COMMENT)
            continue;
        read(l, item, at);
        at += size;
    }
    return p;
}

void *load_entries(struct load *l, const struct node *value, size_t size, load_item_fn *read, uint32_t *ret_n)
{
    uint32_t n = 0;
    *ret_n = 0;
    if (value->kind != NODE_MAP) {
        no_group(l, value, "a mapping");
        return NULL;
    }
    for (const struct node *e = load_next_entry(value->first); e; e = load_next_entry(e->next))
        n++;
    char *p = make_array(l, value, n, size, ret_n), *at = p;
    for (const struct node *e = load_next_entry(value->first); e && p; e = load_next_entry(e->next)) {
        read(l, e, at);
        at += size;
    }
    return p;
}
