/* Settings in force: what sections share with their lines. haproxy_setting itself stands in haproxy.h. */
#ifndef LOADLINE_KINDS_HAPROXY_RESOLVE_H
#define LOADLINE_KINDS_HAPROXY_RESOLVE_H

#include "kinds/haproxy/haproxy.h"

/* How a section or a line is called in texts: "backend app", "server web1", "bind :443". In the job's arena. */
struct str haproxy_block_title(struct kind_job *job, const struct node *block);

/* The row of a section's setting; for a rule with its action ("http-request deny") the keyword's, and *ret_action is set. 0: there is none. */
uint32_t haproxy_setting_row(struct str name, uint32_t context, version_number target, bool *ret_action);

/* The class of a section's keywords. */
enum haproxy_class haproxy_keyword_class(uint32_t context);

#endif
