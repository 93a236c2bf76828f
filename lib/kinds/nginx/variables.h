/* Variables within the text of an argument: $name, ${name}, $1 (ngx_http_script_compile). */
#ifndef LOADLINE_KINDS_NGINX_VARIABLES_H
#define LOADLINE_KINDS_NGINX_VARIABLES_H

#include "kinds/nginx/reader.h"

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

/* Notes that entry uses the variable name (without "$") at a place. */
void nginx_use_variable(struct nginx_reader *r, struct node *entry, struct str name, struct span at);

/* Notes that entry defines a variable (name without "$"). */
void nginx_define_variable(struct nginx_reader *r, struct node *entry, struct str name);

#endif
