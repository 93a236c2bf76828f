/* CEL, the Common Expression Language, without protocol buffer messages: compile once, evaluate often.
 *
 * The language is google/cel-spec (doc/langdef.md) with the extensions strings, math, lists, sets, bindings, block,
 * encoders, optionals, regex, two-variable comprehensions and network. What differs, and why:
 *   unknown     a value of its own (value/value.h) with reasons. Operators and functions with an unknown operand give
 *               unknown with the reasons of all of them, even beside an error; && || ?: and the macros built on them
 *               may still decide. Unlimited ints stay unlimited in arithmetic.
 *   units       a number of a unit (bytes) keeps it through + - * / % and conversions.
 *   regexes     matches() and regex.*: PCRE2 with UTF, restricted to what RE2 also has: no lookaround, no
 *               backreferences, no possessive quantifiers.
 *   own         scale(duration, double), text(x), origin(x).
 * Evaluation has no side effects and ends within its limits: time and memory of a hostile expression are bounded. The
 * machine does not recurse; comparing and formatting nested values does, to a bound. */
#ifndef LOADLINE_CEL_CEL_H
#define LOADLINE_CEL_CEL_H

#include "base/vec.h"
#include "value/type.h"

struct span_map;

/* ---- what expressions may refer to ---- */

/* Names and their types. Filled once, then only read: may be shared by threads. */
struct cel_env;

/* An environment with the standard functions and types and no variables, in the arena. */
struct cel_env *cel_env_new(struct arena *a);
/* An environment that sees all of base (which is no longer changed, and lives as long) and has names of its own beside it: many expressions share the functions, which take
 * longer to enter than an expression to compile. */
struct cel_env *cel_env_over(struct arena *a, const struct cel_env *base);

/* Declares a variable; returns its index in the bindings of cel_eval. The name may be qualified ("a.b"). Declaring a
 * name twice returns the first index. */
uint32_t cel_env_variable(struct cel_env *e, struct str name, const struct type *type);

/* A name for a value that is known when expressions are compiled. */
void cel_env_constant(struct cel_env *e, struct str name, struct value v);

/* The namespace that names are looked up in first, from the inside out ("a.b": a.b.x, a.x, x). */
void cel_env_container(struct cel_env *e, struct str name);

struct cel_call;

/* What a function does with n arguments of the declared types; a receiver comes first. Arguments are known unless
 * the function says that it CEL_SEES_UNKNOWN. Errors are values (cel_fail). */
typedef struct value cel_fn(struct cel_call *c, const struct value *args, uint32_t n);

enum { CEL_MAX_ARGS = 4 };

enum cel_style { CEL_GLOBAL, CEL_MEMBER };

/* Work done once on an argument that is constant: a regex compiled, a time zone read. Returns what the function
 * finds in cel_call.prepared, or NULL: nothing is prepared, and with *ret_fault set, the expression is faulty. In
 * the program's arena. */
typedef const void *cel_prepare_fn(struct arena *a, struct value arg, struct str *ret_fault);

enum cel_function_flag {
    CEL_SEES_UNKNOWN = 1, /* called with unknown arguments too; errors still go past it */
    CEL_NOT_CONSTANT = 2, /* never computed when compiling, constant as its arguments may be */
};

/* One overload. Its signature must not overlap with another one of that name and style. */
struct cel_function {
    struct str name; /* "size", or with a namespace: "math.abs" */
    enum cel_style style;
    cel_fn *call; /* NULL: an operator, which the machine does itself */
    const struct type *result;
    const struct type *args[CEL_MAX_ARGS]; /* up to the first NULL; a member's receiver first */
    uint8_t flags;
    uint8_t prepared_arg; /* which argument is prepared, from 1; 0: none */
    cel_prepare_fn *prepare;
};

/* Adds an overload, which must live as long as the environment. */
void cel_env_function(struct cel_env *e, const struct cel_function *f);

/* The standard functions; those whose name does not begin with a letter are operators. */
const struct cel_function *cel_standard_functions(uint32_t *ret_n);

/* "string.startsWith(string)", "size(list(A))": how a function is called. Its result's type is in the row. */
struct str cel_signature(struct arena *a, const struct cel_function *f);

/* ---- compiling ---- */

/* An expression and where it stands. Cooked text (a YAML block scalar, a message's {...}) comes with a map from its
 * bytes to the file's, and `skip` when text is only a part of what the map covers: the offset of text in it. Without
 * a map, `at` is where the text begins; its len does not matter. */
struct cel_source {
    struct str text;
    struct span at;
    const struct span_map *map;
    uint32_t skip;
};

/* What is wrong with an expression. at: in the file; off and len: in the expression's text. help is empty or a way
 * out ("did you mean 'cpus'?"). */
struct cel_fault {
    struct span at;
    uint32_t off, len;
    struct str message;
    struct str help;
};

struct cel_faults {
    VEC(struct cel_fault) list;
};

struct cel_options {
    const struct type *result; /* what the expression must be; NULL: anything */
    bool path;                 /* it must be a name followed by fields and indices: its value's origin is wanted */
    bool unchecked;            /* no types are checked; a name that is not there is an error when evaluated */
    bool traced;               /* records the value of each subexpression (cel_trace); constants are not folded */
};

struct cel_program;

/* The program of an expression, immutable, in the arena; the text is copied. NULL with at least one fault. Faults'
 * texts are in the arena too. */
const struct cel_program *cel_compile(struct arena *a, const struct cel_env *env, const struct cel_source *source,
                                      const struct cel_options *options, struct cel_faults *ret_faults);

/* The type of the result, as far as it is known. */
const struct type *cel_type(const struct cel_program *p);

/* Whether the program reads a variable. */
bool cel_reads(const struct cel_program *p, uint32_t variable);

/* ---- evaluating ---- */

/* Bounds of one evaluation. */
struct cel_limits {
    uint64_t cost;  /* instructions, and bytes and items that functions work through */
    uint32_t steps; /* of all comprehensions together */
    size_t bytes;   /* taken from the scratch arena */
};

/* The limits of base/limits.h. */
extern const struct cel_limits cel_default_limits;

/* The result, which may be unknown or an error. vars: one value for each variable of the environment, in the order
 * they were declared. Memory of the result is the scratch arena's (and that of vars): mark it before, pop it when
 * the result is done with. limits NULL: cel_default_limits. Going over a limit is an error that nothing absorbs. */
struct value cel_eval(const struct cel_program *p, const struct value *vars, struct arena *scratch,
                      const struct cel_limits *limits);

/* The value that a subexpression had; in a comprehension, one for each time it was evaluated, up to a bound. */
struct cel_step {
    uint32_t off, len; /* in the expression's text */
    struct span at;
    uint32_t depth; /* 0: the whole expression */
    struct value value;
};

struct cel_trace {
    VEC(struct cel_step) steps; /* an expression after its parts */
    uint32_t n_dropped;         /* beyond LIMIT_CEL_TRACE */
};

/* Evaluates a program compiled with `traced`, and records. The trace is in the scratch arena. */
struct value cel_eval_traced(const struct cel_program *p, const struct value *vars, struct arena *scratch,
                             const struct cel_limits *limits, struct cel_trace *ret_trace);

/* ---- for functions ---- */

struct cel_meter;
struct instruction;

/* What a function gets beside its arguments. */
struct cel_call {
    struct arena *a; /* the scratch arena: for small things of fixed size; cel_alloc for what grows with the input */
    struct cel_meter *meter;
    const struct cel_program *program;
    const struct instruction *at; /* of the program: its place in the text is looked up when an error is made */
    const void *prepared;         /* what the function's `prepare` made of its argument; NULL: nothing */
};

/* An error at the call; printf-formatted. */
struct value cel_fail(const struct cel_call *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Charges work on n bytes (or n items of 16 bytes each). False when the budget is spent: return cel_over(c). */
bool cel_spend(struct cel_call *c, uint64_t n);

/* Memory from the scratch arena, charged; NULL over the limit: return cel_over(c). Aligned for values. */
void *cel_alloc(struct cel_call *c, size_t size);

/* The error that ends the evaluation, after cel_spend or cel_alloc refused. */
struct value cel_over(struct cel_call *c);

#endif
