/* JSON as the common tree, and JavaScript's literals as far as configs use them. Own reader: it keeps bytes,
 * recovers, and takes what people write. */
#ifndef LOADLINE_FORMATS_JSON_H
#define LOADLINE_FORMATS_JSON_H

#include "ast/node.h"
#include "diag/sink.h"
#include "text/marks.h"
#include "text/source.h"
#include "text/span_map.h"

enum json_dialect {
    JSON_STRICT,  /* RFC 8259; a BOM is passed over */
    JSON_RELAXED, /* JavaScript's literals: comments, trailing commas, bare keys, `module.exports = {...};` ... */
};

/* The tree of a source, in a: a ROOT with one value, in the shape of YAML's (formats/yaml.h): MAP, LIST, ENTRY with
 * one value child, WORD. Numbers and the words true, false and null are NODE_PLAIN, so yaml_scalar_type and its kin
 * read them (core schema). Comments are kept. Relaxed: an expression that is no literal becomes a WORD that is
 * NODE_UNKNOWN, its text the expression; what a spread or a computed key may add makes its map or list NODE_TAINTED.
 * Of several statements the value is what is assigned to module.exports or exported as default. Faults go to the
 * sink (syntax/unexpected-token, unterminated, invalid-value, duplicate, not-parsed when there is no value at all)
 * and reading goes on at the next , ] or }: what was skipped is a NODE_BAD, its map or list NODE_TAINTED. Deeper
 * than LIMIT_NESTING is meta/limit-exceeded and ends the reading. Every ENTRY has a value child. Templates (by the
 * file's name): as in YAML; a word with an expression has PIECEs, what stands under a condition is NODE_CONDITIONAL,
 * commas may stand or be missing, and a fault is "not analysed". */
struct node *json_read(struct arena *a, struct source_store *sources, uint32_t source, enum json_dialect dialect,
                       struct sink *sink);

/* The same with marks found by the caller; NULL: none. */
struct node *json_read_marked(struct arena *a, struct source_store *sources, uint32_t source, enum json_dialect dialect,
                              const struct marks *marks, struct sink *sink);

/* From the cooked text of a string (a WORD, or an ENTRY's key) to its bytes. */
struct span_map *json_string_map(struct arena *a, struct source_store *sources, const struct node *node);

#endif
