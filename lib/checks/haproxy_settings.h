/* The checks of HAProxy's configurations that ask what settings come to: each is what its rule in rules/haproxy/ names. */
#ifndef LOADLINE_CHECKS_HAPROXY_SETTINGS_H
#define LOADLINE_CHECKS_HAPROXY_SETTINGS_H

#include "checks/check.h"
#include "kinds/haproxy/haproxy.h"

/* X(function): the name in `check:` is the function's. */
/* clang-format off */
#define HAPROXY_SETTING_CHECKS(X)           \
    X(haproxy_missing_tunnel_timeout)       \
    X(haproxy_retry_non_idempotent)         \
    X(haproxy_reload_keeps_old_workers)     \
    X(haproxy_health_check_too_aggressive)  \
    X(haproxy_certificate_expired)          \
    X(haproxy_name_resolved_once)           \
    X(haproxy_removed_in_next_version)
/* clang-format on */

#define X(function) check_fn function;
HAPROXY_SETTING_CHECKS(X)
#undef X

/* Sections of the document by enum haproxy_context bits, in order: the first after NULL; NULL at the end, and for a document of another kind.
 *     for (struct node *s = NULL; (s = haproxy_next_section(in, HAPROXY_IN_BACKEND, s)) != NULL;) */
struct node *haproxy_next_section(const struct check_input *in, uint32_t contexts, struct node *after);

/* The effective value of a setting in a section or line; null where there is none. */
struct value haproxy_ask(const struct check_input *in, struct node *block, const char *name);

/* The object behind an item of `servers` or `binds` is a line of its section: the lines themselves, in order, after NULL the first. */
struct node *haproxy_next_line(const struct node *section, const char *keyword, struct node *after);

/* A value that is set here or inherited, and known; value_is_unknown tells the other reason. */
bool haproxy_is_set(struct value v);

/* Where a finding about a whole section points: its name, or its keyword. */
struct span haproxy_name_at(const struct node *section);

/* "backend app", for messages. */
const char *haproxy_title(const struct check_input *in, const struct node *block);

#endif
