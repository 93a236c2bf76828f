/* Variables: those within the text of an argument, $name, ${name}, $1 (ngx_http_script_compile), and those that nginx has of its own. */
#ifndef LOADLINE_KINDS_NGINX_VARIABLES_H
#define LOADLINE_KINDS_NGINX_VARIABLES_H

#include "kinds/nginx/reader.h"

/* What a variable's name is made of. */
static inline bool nginx_is_name(char c)
{
    return ch_is_alpha(c) || ch_is_digit(c) || c == '_';
}

/* A piece of a text with variables. */
struct nginx_piece {
    uint32_t off, len; /* within the text, with "$" and braces */
    struct str name;   /* of the variable; empty: literal text, or a capture */
    uint32_t capture;  /* 1 to 9: $1 to $9 of the last regex; else 0 */
};

/* The piece at *at, which moves behind it; false at the end of the text. A "$" without a name, and "${" without "}", are pieces of literal text here:
 * nginx_check_variables reports them. */
bool nginx_next_piece(struct str text, uint32_t *at, struct nginx_piece *ret);

/* True when text has a variable or a capture: nginx then knows its value only while it serves. */
bool nginx_has_variables(struct str text);

/* Checks a word that may hold variables and notes each as used. Reports "invalid variable name" and a closing bracket that is missing; returns
 * false then. A word that is not known is true. */
bool nginx_check_variables(struct nginx_reader *r, struct node *entry, const struct node *word);

/* Notes that entry uses the variable name (without "$") at a place: post_variables.c says of which nobody defines. */
void nginx_use_variable(struct nginx_reader *r, struct node *entry, struct str name, struct span at);

/* Notes that entry, at a place, defines a variable (name without "$"). Reports a name that is empty, or that of a variable of nginx's own which may not be
 * changed; returns false then (ngx_http_add_variable). */
bool nginx_declare_variable(struct nginx_reader *r, struct node *entry, struct str name, struct span at);

/* The same for a word "$name", whose "$" is checked. A word that is not known is true. */
bool nginx_check_declared(struct nginx_reader *r, struct node *entry, const struct node *word);

/* Notes that entry defines a variable, whatever its name. */
void nginx_define_variable(struct nginx_reader *r, struct node *entry, struct str name);

/* One row of variables.tsv, which says where the facts come from. Text fields are offsets into nginx_variable_text. */
enum nginx_variable_flag {
    NGINX_VARIABLE_CHANGEABLE = 1 << 0,
    NGINX_VARIABLE_NOCACHEABLE = 1 << 1,
    NGINX_VARIABLE_NOHASH = 1 << 2,
    NGINX_VARIABLE_PREFIX = 1 << 3,
    NGINX_VARIABLE_DYNAMIC = 1 << 4,
};
struct nginx_variable {
    uint16_t name, module;
    uint8_t class, flags;
    version_number since, until;
};

extern const char nginx_variable_text[];
/* Sorted by name; row 0 is empty. */
extern const struct nginx_variable nginx_variables[];
extern const uint32_t nginx_variables_n;
extern const struct word_index nginx_variable_index;

/* The row that makes name (without "$", in lower case) a variable in a class (enum nginx_class) of a version, 0 for any: its own, or a prefix. NULL for none.
 * ret_other (may be NULL): then the row of another version, if there is one. */
const struct nginx_variable *nginx_variable_find(struct str name, uint32_t class, version_number target,
                                                 const struct nginx_variable **ret_other);

#endif
