/* Escapes and classes of a pattern as sets of bytes. */
#ifndef LOADLINE_REGEX_ESCAPE_H
#define LOADLINE_REGEX_ESCAPE_H

#include "base/str.h"
#include "regex/set.h"

/* Reads the escape that text begins with: what it matches is added to *set. Returns its length; 0 for one that stands for more or less than a byte of a set (back
 * references, properties, \X ...). in_class: "\b" is a backspace, and "\1" an octal number. */
uint32_t regex_read_escape(struct str text, bool in_class, struct byte_set *set);

/* Reads the class that text begins with, from '[' to ']'. Returns its length; 0 for one that is not analysed. */
uint32_t regex_read_class(struct str text, struct byte_set *set, bool caseless);

#endif
