/* Regular expressions in arguments (ngx_http_regex_compile). */
#ifndef LOADLINE_KINDS_NGINX_REGEXES_H
#define LOADLINE_KINDS_NGINX_REGEXES_H

#include "kinds/nginx/reader.h"
#include "regex/regex.h"

/* Compiles the pattern that a word holds from byte `from` on. NULL when it is refused, and reported, or not known. Before 1.21.5 nginx has PCRE, not PCRE2, which takes more: what only PCRE2 refuses is then not reported, and neither is it without a target. */
const struct regex *nginx_compile_regex(struct nginx_reader *r, const struct node *word, uint32_t from, bool caseless);

/* The same, and its named groups are variables from then on; of one that is NULL any name may be. */
const struct regex *nginx_check_regex(struct nginx_reader *r, struct node *entry, const struct node *word,
                                      uint32_t from, bool caseless);

#endif
