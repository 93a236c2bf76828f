/* What is wrong with the bytes of a configuration, whatever they say: told in nginx's words, and read past. */
#ifndef LOADLINE_KINDS_NGINX_FAULTS_H
#define LOADLINE_KINDS_NGINX_FAULTS_H

#include "kinds/nginx/statement.h"

/* unexpected "C", of the byte at an offset. */
struct finding *nginx_unexpected(struct nginx_reader *r, uint32_t at);

/* Reports a fault of the tokenizer and reads on to the end of the statement. *ret_sure is set to false when the words may not be those that were
 * meant. "}" and the text's end behind words are ends here and not told yet: the directive before them is to blame (nginx_unterminated). */
enum nginx_end nginx_recover(struct nginx_reader *r, bool *ret_sure);

/* The statement ended at "}" or at the end of the text. */
void nginx_unterminated(struct nginx_reader *r, struct nginx_statement *s);

/* The text ended within the block of entry. The innermost one is told, once for a file. */
void nginx_end_in_block(struct nginx_reader *r, const struct node *entry);

#endif
