/* Section headers and what HAProxy checks when a section or everything has been read. */
#ifndef LOADLINE_KINDS_HAPROXY_SECTIONS_H
#define LOADLINE_KINDS_HAPROXY_SECTIONS_H

#include "kinds/haproxy/reader.h"

/* Begins a section: x holds the words behind its keyword, x->entry is its entry, context its bit. Sets r->proxy. */
void haproxy_begin_section(struct haproxy_args *x, uint32_t context);

/* The bit of a section by its keyword; 0: no section, or one that is not judged. */
uint32_t haproxy_context_of(struct str keyword);

/* What a section's name is, where it is no proxy's; HAPROXY_NAME_KINDS: it has none. */
enum haproxy_name_kind haproxy_name_kind_of(uint32_t context);

/* The section that was read ends. */
void haproxy_end_section(struct haproxy_reader *r);

/* A keyword line of a proxy was read without a fault. */
void haproxy_note_line(struct haproxy_reader *r, struct str keyword);

/* Everything has been read: names that nobody defines, proxies that do not fit each other. */
void haproxy_check_uses(struct haproxy_reader *r);

#endif
