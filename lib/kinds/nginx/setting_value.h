/* From the words of a directive to a value, by the words table's types. */
#ifndef LOADLINE_KINDS_NGINX_SETTING_VALUE_H
#define LOADLINE_KINDS_NGINX_SETTING_VALUE_H

#include "kinds/nginx/words.h"
#include "value/value.h"

#include "base/arena.h"

/* Whether all occurrences of the directive in a block make its value, not one alone. */
bool nginx_is_list(const struct nginx_word *row);

/* The value of one occurrence, from its words. ok false: the words do not fit the type. A value that hangs on variables or on the host is unknown and ok. */
struct value nginx_value_of(struct arena *a, const struct nginx_word *row, const struct str *words, uint32_t n,
                            bool *ret_ok);

/* The value of all occurrences of a list: parts are theirs, as nginx_value_of made them. */
struct value nginx_value_join(struct arena *a, const struct nginx_word *row, const struct value *parts, uint32_t n);

/* The default of a row, without an origin: null (or the empty list) where there is none. */
struct value nginx_default_of(struct arena *a, const struct nginx_word *row);

#endif
