/* The parts of a rule file that are lists and mappings themselves. Only for the rule loader: each reads the value of one key into the struct rule that
 * `into` points at. */
#ifndef LOADLINE_RULESET_LOAD_PARTS_H
#define LOADLINE_RULESET_LOAD_PARTS_H

#include "ruleset/load_node.h"

void load_params(struct load *l, const struct node *value, const struct load_key *key, void *into);
void load_variables(struct load *l, const struct node *value, const struct load_key *key, void *into);
void load_related(struct load *l, const struct node *value, const struct load_key *key, void *into);
void load_notes(struct load *l, const struct node *value, const struct load_key *key, void *into);
void load_fix(struct load *l, const struct node *value, const struct load_key *key, void *into);
void load_docs(struct load *l, const struct node *value, const struct load_key *key, void *into);
void load_tests(struct load *l, const struct node *value, const struct load_key *key, void *into);

/* A name that an expression can read after a dot: a letter or _, then letters, digits and _, and none of the words that CEL keeps (true, false, null, in).
 * False with a fault at `at`; what names it in the message. */
bool load_identifier(struct load *l, struct str name, struct span at, const char *what);

#endif
