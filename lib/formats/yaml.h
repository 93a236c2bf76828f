/* YAML as the common tree. libyaml finds the tokens; bytes, comments, aliases, merge keys and types are ours. */
#ifndef LOADLINE_FORMATS_YAML_H
#define LOADLINE_FORMATS_YAML_H

#include "ast/node.h"
#include "diag/sink.h"
#include "text/marks.h"
#include "text/source.h"
#include "text/span_map.h"

/* The tree of a source, in a: a ROOT with one WORD, MAP or LIST for each document, and comments where they stand.
 *     MAP     its children are ENTRYs (text: the key, name_at: its bytes within quotes) with one value child each; an
 *             absent value is an empty plain WORD. `at` of an entry goes from its key to the end of its value, of a map
 *             from its first key or '{'.
 *     WORD    text is cooked; at has the quotes, name_at has not; a block scalar's at starts at its '|' or '>', its
 *             name_at at its first line.
 * Anchors and tags stand before `at`; NODE_TAGGED tells of a tag, see yaml_tag. Aliases are replaced by copies
 * (NODE_ANCHORED), `<<` by the entries it merges: what the map itself says wins, then the earlier of several. A key
 * that is itself a map or list has the text that stands there for its name and is NODE_FAULTY. Faults go to the sink
 * and never stop the caller: what libyaml refuses is syntax/not-parsed (the blocks open at that place are
 * NODE_TAINTED, what was read before stays), equal keys are syntax/duplicate (the later one NODE_FAULTY), an alias
 * without anchor is syntax/unresolved-name, too deep or too many nodes is meta/limit-exceeded. Templates (by the
 * file's name, text/marks.h) are read around their marks: a word with an expression is NODE_UNKNOWN and has PIECEs;
 * an entry whose key has one is NODE_UNKNOWN; what stands under a condition or loop is NODE_CONDITIONAL; a map or
 * list that a line of template text may add to is NODE_TAINTED. A template that cannot be read this way is "not
 * analysed", since what it renders may well be YAML. */
struct node *yaml_read(struct arena *a, struct source_store *sources, uint32_t source, struct sink *sink);

/* The same with marks found by the caller (`templates:` names further files); NULL or none: plain YAML. */
struct node *yaml_read_marked(struct arena *a, struct source_store *sources, uint32_t source, const struct marks *marks,
                              struct sink *sink);

/* The i-th document of a ROOT, comments not counted; NULL beyond the last. */
struct node *yaml_document(const struct node *root, uint32_t i);

/* The tag of a value as it stands ("!reset", "!!str", "!<tag:example.org,2024:x>"); empty without one. Points into
 * the source. */
struct str yaml_tag(struct source_store *sources, const struct node *value);

/* From the cooked text of a WORD (or of an ENTRY's key) to the bytes it was cooked from, for documents within
 * scalars. In a; covers all of node->text. Where text and bytes cannot be held together, one run that covers the
 * whole scalar. */
struct span_map *yaml_scalar_map(struct arena *a, struct source_store *sources, const struct node *node);

/* Schemas that give plain scalars their types. 1.1 is what PyYAML, go-yaml 2 and libyaml's users mostly read (`no` is a
 * boolean, 0755 octal, 1:30 base 60); core is 1.2 and, with its words, JSON. */
enum yaml_schema { YAML_SCHEMA_CORE, YAML_SCHEMA_1_1 };
enum yaml_scalar { YAML_SCALAR_NULL, YAML_SCALAR_BOOL, YAML_SCALAR_INT, YAML_SCALAR_FLOAT, YAML_SCALAR_STRING };

/* What a plain scalar of that text is. Sources: yaml.org/spec/1.2.2 chapter 10.3.2;
 * yaml.org/type/{null,bool,int,float}.html, less the one-letter y and n, which no parser in use takes. */
enum yaml_scalar yaml_plain_type(struct str text, enum yaml_schema schema);
/* What a WORD is: STRING unless it is NODE_PLAIN. An unknown word is a STRING too: ask node_is_known first. */
enum yaml_scalar yaml_scalar_type(const struct node *word, enum yaml_schema schema);

/* The value of a word of that type; false when it has another type or does not fit. yaml_double takes integers too. */
bool yaml_bool(const struct node *word, enum yaml_schema schema, bool *ret);
bool yaml_int(const struct node *word, enum yaml_schema schema, int64_t *ret);
bool yaml_double(const struct node *word, enum yaml_schema schema, double *ret);

#endif
