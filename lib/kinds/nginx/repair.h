/* Statements that nginx refuses, taken as they were most likely meant: so that one lost byte is one finding, and what follows is still judged. */
#ifndef LOADLINE_KINDS_NGINX_REPAIR_H
#define LOADLINE_KINDS_NGINX_REPAIR_H

#include "kinds/nginx/statement.h"

/* s was refused. A ";" or "{" that was lost ends it earlier (*s changes, and the tokenizer is set back); a "}" that was lost or is too many moves it to
 * another block. True in that case: it is no directive of this block, and has been read or will be read again elsewhere. before: the sink as it was without
 * what was found in s. */
bool nginx_repair(struct nginx_reader *r, struct nginx_statement *s, const struct sink *before);

/* The text lacks a "}", and s would be right in a block further out: that is where it goes, what lies between ends before it (reading->closing). False: no. */
bool nginx_step_out(struct nginx_reader *r, const struct nginx_statement *s);

/* "location ~ ^/a{2}$ {": nginx ends the word at the first brace and takes what follows for directives. Reads the word as it was meant. told: s itself
 * was refused already. */
void nginx_join_quantifier(struct nginx_reader *r, struct nginx_statement *s, bool told);

#endif
