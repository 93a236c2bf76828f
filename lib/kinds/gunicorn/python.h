/* Python as far as a config of settings needs it: tokens, values folded from constants, the names that a module binds. Nothing is run; what cannot be
 * folded is unknown, with its reason. Language reference of Python 3.13; what an older release refuses is not told. */
#ifndef LOADLINE_KINDS_GUNICORN_PYTHON_H
#define LOADLINE_KINDS_GUNICORN_PYTHON_H

#include "base/map.h"
#include "base/vec.h"
#include "diag/sink.h"
#include "text/marks.h"
#include "value/value.h"

/* ---- tokens ---- */

enum py_token_kind { PY_NAME, PY_NUMBER, PY_STRING, PY_OP, PY_MARK, PY_NEWLINE };

enum py_token_flag {
    PY_RAW = 1,
    PY_BYTES = 2,
    PY_FORMAT = 4, /* f"..." and t"..." */
    PY_TRIPLE = 8,
    PY_OPEN = 16,     /* string that does not end, or a line with a bracket that does not */
    PY_HAS_MARK = 32, /* string with a template's expression in it */
};

/* A PY_MARK is a template's expression in place of a value; a PY_NEWLINE ends a logical line, and the last one ends the text. */
struct py_token {
    uint8_t kind, flags;
    uint32_t off, len;
    uint32_t indent; /* of the logical line it is in: columns, a tab to the next multiple of 8 */
};

struct py_text {
    struct arena *a;
    struct str text;
    uint32_t src;
    const struct marks *marks; /* of a template; NULL: none */
    const struct map *env;     /* what is known of the environment, name -> struct str; NULL: nothing */
    struct sink *sink;
    VEC(struct py_token) tokens;
    VEC(struct span) comments; /* from their '#' */
    uint32_t n_restarts;
};

/* Cuts t->text into tokens. What Python's own tokenizer refuses is told: a string or bracket that does not end, a bracket that closes another one or none, a byte that begins
 * nothing, an indentation that no line above has. The text behind the fault is read as if it were mended. */
void py_lex(struct py_text *t);

/* The bytes of a token; whether it is that operator, or that name. */
struct str py_token_text(const struct py_text *t, const struct py_token *token);
bool py_is(const struct py_text *t, const struct py_token *token, const char *text);

/* ---- values ---- */

enum py_kind {
    PY_UNKNOWN,
    PY_NONE,
    PY_BOOL,
    PY_INT,
    PY_FLOAT,
    PY_STR,
    PY_LIST,   /* or tuple */
    PY_OBJECT, /* a function, class, dictionary: something, and none of the above */
    PY_PATH,   /* what an import leads to, or a builtin: "os.environ.get" */
    PY_HOST,   /* hangs on the number of CPUs: an operation on such */
};

enum py_op {
    PY_CPUS, /* no operands: os.cpu_count() */
    PY_ADD,
    PY_SUB,
    PY_MUL,
    PY_DIV,
    PY_FLOOR,
    PY_MOD,
    PY_NEG,
    PY_MIN,
    PY_MAX,
    PY_TO_INT,
    PY_TO_FLOAT,
    PY_TO_STR,
    PY_ABS,
    PY_ROUND,
    PY_OTHER, /* any that is not computed */
};

struct py_value {
    uint8_t kind; /* enum py_kind */
    uint8_t op;   /* HOST */
    bool b;
    uint32_t n;    /* LIST: items; HOST: operands */
    uint32_t size; /* HOST: operations within it */
    int64_t i;
    double f;
    struct str s; /* STR, PATH */
    const struct py_value *items;
    struct value why; /* UNKNOWN */
    struct span at;   /* where it stands */
};

struct py_value py_unknown(struct arena *a, struct str why);

/* An operation on values: computed when all are known, HOST when one hangs on the host, else unknown for the reasons of all. What Python refuses (1 / 0) is unknown. */
struct py_value py_operate(struct arena *a, enum py_op op, const struct py_value *args, uint32_t n);

/* A value on a host with that many CPUs: without HOST in it. */
struct py_value py_settle(struct arena *a, const struct py_value *v, int64_t cpus);

/* Whether it counts as true. False when that is not known. */
bool py_truth(const struct py_value *v, bool *ret);

/* ---- expressions and modules ---- */

/* One binding of a name at the level of the module, in the order of the text. */
struct py_binding {
    struct str name;
    struct span at, name_at; /* the statement, the name */
    struct py_value value;
    bool conditional;   /* within an if, for, try ... */
    bool is_assignment; /* name = value, by itself */
};

struct py_module {
    struct py_text *text;
    VEC(struct py_binding) bindings;
    struct map scope; /* name -> struct py_value, as of now */
    struct map used;  /* names that are read somewhere */
    /* What any name may have been given: by `from x import *` up to that offset, by writing to globals() everywhere. */
    uint32_t hidden_until;
    struct str hidden_by;
    struct span hidden_at;
};

/* The expression of the tokens [from, to); unknown when they are none that is understood. */
struct py_value py_expression(struct py_module *m, uint32_t from, uint32_t to);

/* Reads all statements of m->text, whose tokens are there. */
void py_module_read(struct py_module *m);

#endif
