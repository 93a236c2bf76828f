/* What names mean to an expression. */
#ifndef LOADLINE_CEL_ENV_H
#define LOADLINE_CEL_ENV_H

#include "cel/cel.h"

/* All overloads of a function name. */
struct cel_group {
    struct str name;
    VEC(const struct cel_function *) overloads;
};

enum env_kind { ENV_NOTHING, ENV_VARIABLE, ENV_CONSTANT };

struct env_name {
    enum env_kind kind;
    uint32_t index;          /* VARIABLE */
    const struct type *type; /* VARIABLE */
    struct value constant;   /* CONSTANT */
};

/* What a name, qualified or not, stands for; looked up in the container first unless rooted. */
struct env_name env_lookup(const struct cel_env *e, struct arena *a, struct str name, bool rooted);

/* The overloads of a function name with at least one of that style, or NULL. Global names are looked up in the
 * container first. */
const struct cel_group *env_function(const struct cel_env *e, struct arena *a, struct str name, enum cel_style style,
                                     bool rooted);

/* The nearest known name, or empty. */
struct str env_nearest_name(const struct cel_env *e, struct str name);
struct str env_nearest_function(const struct cel_env *e, struct str name, enum cel_style style);

uint32_t env_variable_count(const struct cel_env *e);

/* How many arguments a signature has, the receiver counted. */
uint32_t function_arity(const struct cel_function *f);

/* library.c: the standard functions, operators included. */
extern const struct cel_function cel_library[];
extern const uint32_t cel_library_count;

#endif
