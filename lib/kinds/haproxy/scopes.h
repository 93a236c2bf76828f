/* Sections and lines as rules select them. */
#ifndef LOADLINE_KINDS_HAPROXY_SCOPES_H
#define LOADLINE_KINDS_HAPROXY_SCOPES_H

#include "kinds/kind.h"

/* See struct kind. */
extern const struct kind_scope haproxy_scopes[];
struct node *haproxy_scope_block(struct kind_job *job, uint32_t scope, struct node *after);
const struct type *haproxy_setting_type(uint32_t scope, struct str name);
struct str haproxy_setting_name(uint32_t scope, uint32_t i);
struct node *haproxy_outer(struct kind_job *job, const struct node *block);

/* What a section or line has beside settings: name, section, servers, binds; address, count, proxy. False: nothing of that name. */
bool haproxy_own_field(struct kind_job *job, struct node *block, struct str name, struct value *ret);

#endif
