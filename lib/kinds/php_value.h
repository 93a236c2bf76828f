/* How PHP writes values, in php.ini and in the php_value[...] of a pool. */
#ifndef LOADLINE_KINDS_PHP_VALUE_H
#define LOADLINE_KINDS_PHP_VALUE_H

#include "ast/node.h"
#include "diag/sink.h"
#include "value/value.h"

/* A size: digits and K, M or G, 1024-based. "-1" where none means that there is no limit, "0" for those where that does (zero_is_none). False for what PHP
 * takes for something else than it says: "128MB" is 128 bytes (zend_ini_parse_quantity, 8.2). */
bool php_size(struct str text, bool zero_is_none, struct value *ret);

/* On and off as the INI scanner of PHP knows them; false for other words. */
bool php_bool(struct str text, bool *ret);

/* Tells a size whose unit PHP does not know, as "128MB", of a setting that is one (memory_limit, post_max_size, upload_max_filesize): php-ini/size-suffix. */
void php_check_size(struct sink *sink, struct str setting, const struct node *word);

#endif
