/* The tree of an expression: made by parse.c with macros expanded, names bound by resolve.c, types added by check.c,
 * constants folded by fold.c, read by compile.c. */
#ifndef LOADLINE_CEL_SYNTAX_H
#define LOADLINE_CEL_SYNTAX_H

#include "base/vec.h"
#include "cel/cel.h"
#include "value/type.h"

enum cel_op {
#define X(name, function, written) name,
#include "cel/ops.def"
#undef X
    OP_COUNT
};

/* An operator's name in the library ("_+_", empty for other instructions), and as it is written ("+"). */
struct str op_function(enum cel_op op);
struct str op_written(enum cel_op op);

enum node_kind {
    NODE_CONST,
    NODE_NAME,   /* name; until resolved */
    NODE_SELECT, /* kids[0] . name */
    NODE_CALL,   /* op set: an operator on kids; else the function `name`, a member's receiver first */
    NODE_LIST,   /* kids */
    NODE_MAP,    /* kids: key, value, key, value ... */
    NODE_FOLD,   /* kids: range, filter (may be NULL), body; locals */
    NODE_LET,    /* kids: initial value, body; locals[0] */
    NODE_BLOCK,  /* kids: values, the result last; one local for each value */
    /* made by resolve.c: */
    NODE_VAR,     /* variable `index` of the environment */
    NODE_LOCAL,   /* a local */
    NODE_UNBOUND, /* a name or function that is not there: when unchecked, an error to evaluate; name: its message */
};

enum fold_kind { FOLD_ALL, FOLD_EXISTS, FOLD_ONE, FOLD_LIST, FOLD_MAP, FOLD_ENTRY, FOLD_SORT };
enum let_kind { LET_BIND, LET_OPT_MAP, LET_OPT_FLAT_MAP };

/* A variable of a macro. */
struct local {
    struct str name;
    uint32_t off, len;       /* where it is named */
    const struct type *type; /* by check.c */
    uint32_t depth;          /* by fold.c: how many macros are around what binds it, itself counted */
    uint32_t slot;           /* by compile.c */
};

enum node_flag {
    NODE_OPTIONAL = 1, /* select and index: .?f, [?i] */
    NODE_TEST = 2,     /* select: has() */
    NODE_ROOTED = 4,   /* name: written with a leading dot */
    NODE_MEMBER = 8,   /* call: kids[0] is the receiver */
    NODE_QUOTED = 16,  /* select: the field was in backticks, so it is never part of a longer name */
};

struct node {
    uint8_t kind;    /* enum node_kind */
    uint8_t flags;   /* enum node_flag */
    uint8_t op;      /* CALL: enum cel_op when is_op */
    uint8_t variant; /* enum fold_kind, enum let_kind */
    bool is_op;
    uint16_t height; /* 1 + that of the highest kid */
    uint32_t off, len;
    struct str name;
    struct node **kids;
    uint32_t n_kids;
    uint32_t index;
    const uint8_t *optional; /* LIST, MAP: 1 for each item or entry written with '?'; NULL: none */
    struct value constant;
    struct local **locals; /* FOLD, LET, BLOCK: what they bind */
    uint32_t n_locals;
    struct local *local;           /* LOCAL */
    const struct cel_group *group; /* CALL of a function: its overloads, by resolve.c */
    const struct type *type;       /* by check.c */
};

/* What all passes over one expression share. */
struct cel_unit {
    struct arena *a;
    const struct cel_env *env;
    const struct cel_source *source;
    struct cel_options options;
    struct cel_faults *faults;
};

/* The place of a byte range of an expression's text. */
struct span source_span(const struct cel_source *s, uint32_t off, uint32_t len);
struct span unit_span(const struct cel_unit *u, uint32_t off, uint32_t len);
/* Adds a fault; the message is printf-formatted, help may be empty. */
void unit_fault(struct cel_unit *u, uint32_t off, uint32_t len, struct str help, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* parse.c: the tree of the unit's text; NULL with a fault. */
struct node *cel_parse(struct cel_unit *u);

/* macros.c: the call itself, or what it is expanded to. NULL after a fault. */
struct node *macro_expand(struct cel_unit *u, struct node *call);

/* resolve.c: binds names to variables, constants, locals and functions, in place. */
void cel_resolve(struct cel_unit *u, struct node *root);

/* check.c: types for all nodes of a resolved tree; faults where they do not fit. */
void cel_check(struct cel_unit *u, struct node *root);

/* fold.c: replaces what is constant by its value. */
void cel_fold(struct cel_unit *u, struct node *root);

/* compile.c: the program of a resolved tree. */
struct cel_program *cel_emit(struct cel_unit *u, const struct node *root);

/* A new node over a byte range; kids are copied. */
struct node *syntax_node(struct arena *a, enum node_kind kind, uint32_t off, uint32_t len, struct node *const *kids,
                         uint32_t n);

#endif
