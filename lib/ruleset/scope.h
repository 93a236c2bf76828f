/* What the expressions of a rule can see: `self`, an object of the scope that the rule selects, and `host`. Types for the checker, objects for the machine. */
#ifndef LOADLINE_RULESET_SCOPE_H
#define LOADLINE_RULESET_SCOPE_H

#include "kinds/kind.h"
#include "stack/stack.h"
#include "value/type.h"

/* Which of a run's things a rule judges. BLOCK: blocks of a kind's tree. */
enum scope_family { SCOPE_DOCUMENT, SCOPE_STACK, SCOPE_BLOCK };

/* What `select` names. */
struct rule_scope {
    struct str name; /* "service", "nginx:http.server" */
    enum scope_family family;
    enum stack_scope stack;  /* STACK; hosts too */
    const struct kind *kind; /* BLOCK */
    uint32_t index;          /* BLOCK: of kind->scopes */
    const struct type *self;
};

/* The scope of that name; its type may be made in the arena. False for none; then the nearest name in *ret_nearest, or empty. */
bool scope_find(struct arena *a, struct str name, struct rule_scope *ret, struct str *ret_nearest);

/* The i-th scope, those of kinds last; false beyond the end. For lists. */
bool scope_at(struct arena *a, uint32_t i, struct rule_scope *ret);

/* Type and value of `host`. h NULL: nothing is known of the host, every fact is unknown. */
extern const struct type scope_host_type;
struct value scope_host(struct arena *a, const struct host *h);

/* Fields of stack scopes and of host, one by one, for lists: false beyond the last. type is as rules write it ("int", "list(listen)"). */
struct scope_field {
    struct str name, type, meaning;
};
bool scope_field_at(struct arena *a, enum stack_scope scope, uint32_t i, struct scope_field *ret);

/* A thing of the stack as a value. up: what it belongs to (a server's pool, a pool's service), or an object without a table. */
struct scope_object {
    enum stack_scope scope;
    const void *item; /* struct placed_service, listen, pool, server, route */
    const struct scope_object *up;
};
struct value scope_stack_object(struct arena *a, const struct scope_object *object);

/* A block of a tree, as one of its kind's scopes. Values are asked of the kind, which keeps them in the job's memory: one thread at a time. */
struct value scope_block_object(struct arena *a, struct kind_job *job, struct node *block);

/* A document as a whole: self.path, self.kind. */
struct value scope_document_object(struct arena *a, const struct kind_job *job);

/* What an object is called in a message: "host web-1", "the host", "pool backend", "location /api". False: v is no such object. */
bool scope_title(struct arena *a, struct value v, struct str *ret);

/* Whether it is the host that --cpus and --memory describe, which has no name. */
bool scope_is_nameless(const struct host *h);

#endif
