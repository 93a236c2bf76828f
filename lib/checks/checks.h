/* The checks, one function each; check.c lists them by name. A file holds those of one subject. */
#ifndef LOADLINE_CHECKS_CHECKS_H
#define LOADLINE_CHECKS_CHECKS_H

#include "checks/check.h"

/* nginx_clients.c: who nginx takes for its client, behind a balancer. */
void check_nginx_limit_key(const struct check_input *in);

/* host_memory.c: services of a host that fit alone and not together. */
void check_services_exceed_memory(const struct check_input *in);

/* host_kernel.c: settings of a host's kernel that a file read later sets otherwise. */
void check_kernel_setting_overridden(const struct check_input *in);

/* host_logins.c: limits of sessions that were meant for a service. */
void check_limits_not_for_services(const struct check_input *in);

/* timeouts.c: proxies that give up on an answer before the application does. */
void check_timeout_order(const struct check_input *in);

/* pool_ports.c: servers whose host runs what the pool is for, on another port. */
void check_nobody_listens(const struct check_input *in);

/* pool_idle.c: pools that keep connections for longer than what they lead through. */
void check_pool_idle(const struct check_input *in);

/* pool_connections.c: services that are sent more connections than they take. */
void check_pool_connections(const struct check_input *in);

/* haproxy_*.c: what needs the order and the text of HAProxy's lines. X(name in `check:`, function) */
/* clang-format off */
#define HAPROXY_CHECKS(X)                                                          \
    X("haproxy-truncated-number",          check_haproxy_truncated_number)         \
    X("haproxy-duplicate-bind",            check_haproxy_duplicate_bind)           \
    X("haproxy-no-bind",                   check_haproxy_no_bind)                  \
    X("haproxy-ignored-directive",         check_haproxy_ignored_directive)        \
    X("haproxy-log-without-address",       check_haproxy_log_without_address)      \
    X("haproxy-rule-order",                check_haproxy_rule_order)               \
    X("haproxy-shadowed-rule",             check_haproxy_shadowed_rule)            \
    X("haproxy-empty-argument",            check_haproxy_empty_argument)           \
    X("haproxy-unused-acl",                check_haproxy_unused_acl)               \
    X("haproxy-acl-without-pattern",       check_haproxy_acl_without_pattern)      \
    X("haproxy-two-match-flags",           check_haproxy_two_match_flags)          \
    X("haproxy-unused-backend",            check_haproxy_unused_backend)           \
    X("haproxy-frontend-without-backend",  check_haproxy_frontend_without_backend) \
    X("haproxy-no-server",                 check_haproxy_no_server)                \
    X("haproxy-all-weights-zero",          check_haproxy_all_weights_zero)         \
    X("haproxy-only-backups",              check_haproxy_only_backups)             \
    X("haproxy-fast-check",                check_haproxy_fast_check)               \
    X("haproxy-server-is-own-frontend",    check_haproxy_server_is_own_frontend)
/* clang-format on */

#define X(name, function) check_fn function;
HAPROXY_CHECKS(X)
#undef X

#endif
