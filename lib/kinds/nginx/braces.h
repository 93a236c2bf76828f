/* Looking ahead in a text with lost braces. */
#ifndef LOADLINE_KINDS_NGINX_BRACES_H
#define LOADLINE_KINDS_NGINX_BRACES_H

#include "kinds/nginx/lex.h"

/* How many blocks text opens more than it closes (negative: closes more than it opens). Lua blocks count as closed. */
int64_t nginx_brace_balance(struct arena *a, struct str text);

/* Whether a "{" at `at` is the quantifier of a regex that was to be quoted: "a{2}", "[0-9]{1,3}", with nothing between it and the word before it. */
bool nginx_is_quantifier(struct str text, uint32_t at);

#endif
