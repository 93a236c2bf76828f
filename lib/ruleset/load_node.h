/* The YAML of a rule file, read strictly: mappings of known keys, lists, texts. Only for the rule loader. */
#ifndef LOADLINE_RULESET_LOAD_NODE_H
#define LOADLINE_RULESET_LOAD_NODE_H

#include "ast/node.h"
#include "diag/sink.h"
#include "ruleset/rule.h"
#include "text/source.h"

#define LOAD_FAULT_RULE STR("meta/invalid-rule")

/* The loading of one file. Zero-initialize, set the first three members. What is read lives in a. */
struct load {
    struct arena *a;
    struct source_store *sources;
    struct sink *sink;
    struct sink rest; /* where faults beyond LIMIT_RULE_FAULTS go, to be forgotten */
    uint32_t n_faults;
    uint32_t text_bytes; /* of placed texts so far: aliases could repeat one without end */
};

#define LOAD_COUNT(table) ((uint32_t)(sizeof(table) / sizeof((table)[0])))

/* A fault at a place; returns the finding for more to be said. */
#define load_fault(l, at, ...) diag_add(load_sink(l), LOAD_FAULT_RULE, (at), __VA_ARGS__)
/* Counts a fault and tells where it goes; for load_fault only. */
struct sink *load_sink(struct load *l);

/* Says what the fault just made should have been: the candidate nearest to word, else all of them. */
void load_nearest(struct load *l, struct finding *f, struct str word, const struct str *candidates, uint32_t n);

/* "text" made fit for a message. */
const char *load_quote(struct load *l, struct str text);

/* One known key of a mapping. read fills in the struct that into points at; offset is that of the field for readers of single fields. */
struct load_key {
    struct str name;
    void (*read)(struct load *l, const struct node *value, const struct load_key *key, void *into);
    size_t offset;
    bool required;
};

/* Reads a mapping key by key, in the order they stand. Unknown keys and missing required ones are faults; what names the mapping in these ("a test"). At
 * most 64 rows. A value that is no mapping is a fault, and nothing is read. */
void load_map(struct load *l, const struct node *value, const char *what, const struct load_key *keys, uint32_t n,
              void *into);

/* Where a fault about a mapping as a whole points: its first key. */
struct span load_head(const struct node *map);

/* An array in a with one element of size bytes for each item of a list, filled in by read; its length in *ret_n. A value that is no list, or
 * too long, is a fault and an empty array. */
typedef void load_item_fn(struct load *l, const struct node *value, void *item);
void *load_list(struct load *l, const struct node *value, size_t size, load_item_fn *read, uint32_t *ret_n);

/* The same for a mapping whose keys are free; read gets each ENTRY. Keys that are no texts are faults and left out. */
void *load_entries(struct load *l, const struct node *value, size_t size, load_item_fn *read, uint32_t *ret_n);

/* The text of a value, as cooked. False with a fault when it is a list, a mapping or empty. */
bool load_text(struct load *l, const struct node *value, struct str *ret);
/* The same, on one line and without control characters: what is printed as it is. */
bool load_line(struct load *l, const struct node *value, struct str *ret);
/* The same with its place and its way back to bytes. */
bool load_placed(struct load *l, const struct node *value, struct rule_text *ret);
/* The index of a text in words, n of them; otherwise a fault with the nearest one and false. */
bool load_word(struct load *l, const struct node *value, const struct str *words, uint32_t n, uint32_t *ret);

/* Rows' readers for fields of these types at key->offset. */
void load_text_field(struct load *l, const struct node *value, const struct load_key *key, void *into); /* struct str */
void load_line_field(struct load *l, const struct node *value, const struct load_key *key, void *into); /* struct str */
void load_placed_field(struct load *l, const struct node *value, const struct load_key *key,
                       void *into); /* struct rule_text */
void load_node_field(struct load *l, const struct node *value, const struct load_key *key,
                     void *into); /* const struct node * */

/* Items of lists of these types. */
void load_line_item(struct load *l, const struct node *value, void *item);   /* struct str */
void load_placed_item(struct load *l, const struct node *value, void *item); /* struct rule_text */

/* The field of a row. */
void *load_field(void *into, const struct load_key *key);

/* Where a fault about a value points: the value, or its key when nothing is written there. */
struct span load_place(const struct node *value);

/* True for an absent value, ~ and null. */
bool load_is_empty(const struct node *value);

/* The next ENTRY from n on, faulty ones passed over; NULL at the end. */
const struct node *load_next_entry(const struct node *n);

#endif
