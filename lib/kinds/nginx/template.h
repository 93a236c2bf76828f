/* Templates of nginx configurations: marks in the text, as the grammar meets them. */
#ifndef LOADLINE_KINDS_NGINX_TEMPLATE_H
#define LOADLINE_KINDS_NGINX_TEMPLATE_H

#include "kinds/nginx/read.h"

/* Finds the marks of the source that r->lex is about to read, if it is a template: the document as the job says, what it includes by its name. A source whose conditions open or close blocks, or cut statements in
 * parts, has no structure that holds for all renderings: it is told as not analysed, and nothing in it is judged. */
void nginx_template_begin(struct nginx_reader *r);

/* After each statement: whether it stands in a condition or loop. */
void nginx_template_step(struct nginx_reader *r);

/* The word holds marks: makes it unknown, its pieces its children. */
void nginx_template_pieces(struct nginx_reader *r, struct node *word);

/* The one token at hand is an expression that stands alone: what it puts there is not known. */
void nginx_template_insert(struct nginx_reader *r, struct node *parent);

#endif
