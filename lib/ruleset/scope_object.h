/* What the parts of scope.h share: one file for the stack, one for hosts, one for blocks and documents. */
#ifndef LOADLINE_RULESET_SCOPE_OBJECT_H
#define LOADLINE_RULESET_SCOPE_OBJECT_H

#include "ruleset/scope.h"

/* A field beside those of the schema: another object, or a list of them. */
struct scope_link {
    struct str name;
    const struct type *type;
    struct str meaning;
    struct value (*get)(const struct scope_object *o, struct arena *a);
};

struct scope_table {
    enum stack_scope scope;
    struct str name;
    const struct scope_link *links;
    uint32_t n_links;
};

const struct type *scope_stack_type(enum stack_scope scope);

/* The type of a kind's blocks; made in the arena. */
const struct type *scope_block_type(struct arena *a, const struct kind *kind, uint32_t index);

extern const struct type scope_document_type;

bool scope_host_field_at(struct arena *a, uint32_t i, struct scope_field *ret);

/* has() of a field: whether it is stated. What is unknown only because nobody states it, in configs (reasons "<scope>.<field>") or facts, is not; what is unknown for another
 * reason may be, and stays unknown. */
struct value scope_has(struct value v, struct str scope);

/* Parts of scope_title: false when v is no such object. */
bool scope_stack_title(struct arena *a, struct value v, struct str *ret);
bool scope_host_title(struct arena *a, struct value v, struct str *ret);
bool scope_block_title(struct arena *a, struct value v, struct str *ret);

#endif
