/* The common tree: what stands in a config of any kind, every piece with its bytes. */
#ifndef LOADLINE_AST_NODE_H
#define LOADLINE_AST_NODE_H

#include "base/arena.h"
#include "base/str.h"
#include "text/span.h"

/* An ENTRY is a named thing: a directive, a key, a section. Its children are its words in order, then what stands in its block.
 * A mapping's entry has one value child (WORD, MAP or LIST); list items are the LIST's children. */
enum node_kind {
    NODE_ROOT,    /* of a file */
    NODE_ENTRY,   /* text: its name */
    NODE_WORD,    /* text: an argument or a scalar, unescaped */
    NODE_MAP,     /* children: entries */
    NODE_LIST,    /* children: words, maps, lists */
    NODE_RAW,     /* text that has a grammar of its own: a Lua block */
    NODE_COMMENT, /* text: without the comment sign */
    NODE_PIECE, /* part of a WORD that has unknown parts; text: the literal, or the template expression when NODE_UNKNOWN */
    NODE_BAD, /* bytes that were skipped after a fault */
};

enum node_flag {
    NODE_BLOCK = 1,       /* entry: has a block, even an empty one */
    NODE_UNKNOWN = 2,     /* word or piece: a template expression or another value that reading cannot know */
    NODE_CONDITIONAL = 4, /* entry: stands in a template's condition or loop, may be absent or repeated */
    NODE_INCLUDE = 8,     /* entry: its block children come from other sources, spliced where it stands */
    NODE_TAINTED =
        16, /* entry with a block (or root): an include in it is missing, something may be set that we do not see */
    NODE_FAULTY = 32,   /* entry: a reader's diagnosis concerns it; its value is not to be trusted */
    NODE_ANCHORED = 64, /* the node is a copy made for an alias; its spans lead to the anchor's text */
    NODE_PLAIN = 128,   /* scalar without quotes: YAML types it, JSON's numbers and words */
    NODE_TAGGED = 256,  /* YAML value: a tag stands `word` bytes before `at` (formats/yaml.h, yaml_tag) */
};

/* How a word was written: its value does not show it. */
enum quote { QUOTE_NONE, QUOTE_DOUBLE, QUOTE_SINGLE, QUOTE_BLOCK_LITERAL, QUOTE_BLOCK_FOLDED };

/* 80 bytes; lives in the job's arena. text points into the source, or into the arena where escapes changed it. What a walk looks at stands first, most often in one
 * cache line: to walk over a large tree is to wait for memory. */
struct node {
    uint8_t kind;  /* enum node_kind */
    uint8_t quote; /* enum quote */
    uint16_t flags;
    uint32_t word; /* row + 1 in the kind's words table; 0: unknown or none */
    struct node *next, *first, *parent, *last;
    struct str text;
    struct span at;      /* all of it: an entry from its name to its ';' or '}' */
    struct span name_at; /* entry: the name; word: the bytes within its quotes */
};

/* A node without links. */
struct node *node_new(struct arena *a, enum node_kind kind, struct span at);

/* Appends child as the last child of parent. */
void node_add(struct node *parent, struct node *child);

/* The i-th word of an entry (0: the first after the name), or NULL; and how many there are. */
struct node *node_word(const struct node *entry, uint32_t i);
uint32_t node_word_count(const struct node *entry);

/* True when the text of a word is known to its last byte. */
bool node_is_known(const struct node *word);

/* What stands in a block, in the order the server sees it: includes are entered, their own entries are not yielded. Only ENTRY nodes.
 *     struct node_iter it = node_entries(block);
 *     for (struct node *e; (e = node_next_entry(&it)) != NULL;) */
struct node_iter {
    struct node *top;
    struct node *at;
};
struct node_iter node_entries(struct node *block);
struct node *node_next_entry(struct node_iter *it);

/* The first entry of that name in a block or mapping, includes entered; NULL when there is none. Names compare exactly. */
struct node *node_find(struct node *block, struct str name);

/* The value of a mapping's entry: its first child that is no comment; NULL for none. */
struct node *node_value(const struct node *entry);

/* The block an entry stands in: its parent, include entries skipped. NULL for the root. */
struct node *node_block(const struct node *n);

/* The next node of a walk over all of top's descendants in the order they stand: NULL after the last. Start with n == top. No recursion. */
struct node *node_walk(struct node *top, struct node *n);

#endif
