/* .if, .elif, .else, .endif, and the messages .alert, .warning, .notice, .diag. */
#ifndef LOADLINE_KINDS_HAPROXY_MACROS_H
#define LOADLINE_KINDS_HAPROXY_MACROS_H

#include "kinds/haproxy/reader.h"

/* A line whose first word begins with a dot; seen: how many words HAProxy sees of it. */
void haproxy_macro(struct haproxy_reader *r, struct node *entry, uint32_t seen);

/* Whether HAProxy passes over the line, as it stands in a branch that is not taken; whether that is not known. */
bool haproxy_is_dropped(const struct haproxy_reader *r);
bool haproxy_in_doubt(const struct haproxy_reader *r);

/* The text ends: no block may be open. */
void haproxy_end_macros(struct haproxy_reader *r);

#endif
