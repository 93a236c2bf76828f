/* Blocks and their settings as rules select them. */
#ifndef LOADLINE_KINDS_NGINX_SCOPES_H
#define LOADLINE_KINDS_NGINX_SCOPES_H

#include "kinds/kind.h"

/* See struct kind. */
extern const struct kind_scope nginx_scopes[];
struct node *nginx_scope_block(struct kind_job *job, uint32_t scope, struct node *after);
const struct type *nginx_setting_type(uint32_t scope, struct str name);
struct str nginx_setting_name(uint32_t scope, uint32_t i);

#endif
