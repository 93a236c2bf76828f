/* Scalars as YAML text that every reader takes for the text it is. */
#ifndef LOADLINE_FORMATS_YAML_WRITE_H
#define LOADLINE_FORMATS_YAML_WRITE_H

#include "base/buf.h"

/* In double quotes, with escapes for what YAML would refuse, fold or skip. s: UTF-8. */
void yaml_put_quoted(struct buf *b, struct str s);

/* Without quotes where it can stand so, else in double quotes. s: UTF-8. */
void yaml_put_word(struct buf *b, struct str s);

#endif
