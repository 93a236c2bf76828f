/* Arguments by the form that the words table gives them.
 *
 * A form is items with single spaces between them, for one word each unless said otherwise:
 *   word      any                               atol, atol:1..9   up to the first byte that is no digit; bounds
 *   whole     an integer to its last byte       number            the same, also 0x and octal
 *   octal     a file's mode
 *   time, time_s, time:1..   HAProxy's times, in ms or s where no unit is written; bounds in that unit
 *   size      a number and k, m or g            {a|b}             one of these words
 *   fmt       a log format of rules             logfmt            the same for the end of a session
 *   expr      a sample expression: one word, and converters in words behind it
 *   regex, net (address/mask), host, addr_port, errcode, int_or_expr
 *   cond      if or unless and a condition, or nothing; cond!: needed
 *   ?         any word, or none                 ...               whatever follows is not looked at
 *   @name     a grammar of its own, see HAPROXY_GRAMMARS
 * An item with ? behind it may be missing. What is left over when the form ends is one word too many, unless the caller takes it. */
#ifndef LOADLINE_KINDS_HAPROXY_FORM_H
#define LOADLINE_KINDS_HAPROXY_FORM_H

#include "kinds/haproxy/reader.h"

/* What a form was read up to. */
enum haproxy_formed {
    HAPROXY_FORM_BAD,  /* reported */
    HAPROXY_FORM_DONE, /* all items; x->pos is at the first word behind them */
    HAPROXY_FORM_OPEN, /* the rest is not looked at */
};

/* Checks words from x->pos on. */
enum haproxy_formed haproxy_form(struct haproxy_args *x, struct str form);

/* The same for the whole of a line: a word that is left over is reported. */
bool haproxy_form_all(struct haproxy_args *x, struct str form);

/* Words that have a grammar of their own: form text "@name". Each reads from x->pos on, reports, and returns false if something was wrong. */
typedef bool haproxy_grammar(struct haproxy_args *x, struct str rest_of_form);

/* X(name, function) */
/* clang-format off */
#define HAPROXY_GRAMMARS(X)                        \
    X(server,             haproxy_read_server)      \
    X(peer,               haproxy_read_peer)        \
    X(bind,               haproxy_read_bind)        \
    X(default_bind,       haproxy_read_default_bind)\
    X(stats_socket,       haproxy_read_stats_socket)\
    X(mux,                haproxy_read_mux)         \
    X(source,             haproxy_read_source)      \
    X(track,              haproxy_read_track)       \
    X(resolvers,          haproxy_read_resolvers)   \
    X(init_addr,          haproxy_read_init_addr)   \
    X(sni,                haproxy_read_sni)         \
    X(mode,               haproxy_read_mode)        \
    X(acl,                haproxy_read_acl)         \
    X(cookie,             haproxy_read_cookie)      \
    X(persist,            haproxy_read_persist)     \
    X(action,             haproxy_read_action)      \
    X(redirect,           haproxy_read_redirect)    \
    X(redirect_action,    haproxy_read_redirect)    \
    X(use_backend,        haproxy_read_use_backend) \
    X(use_server,         haproxy_read_use_server)  \
    X(default_backend,    haproxy_read_default_backend) \
    X(stick_table,        haproxy_read_stick_table) \
    X(stick,              haproxy_read_stick)       \
    X(pairs,              haproxy_read_pairs)       \
    X(httpchk,            haproxy_read_httpchk)     \
    X(smtpchk,            haproxy_read_smtpchk)     \
    X(mysql_check,        haproxy_read_mysql_check) \
    X(balance,            haproxy_read_balance)     \
    X(log,                haproxy_read_log)         \
    X(retry_on,           haproxy_read_retry_on)    \
    X(filter,             haproxy_read_filter)      \
    X(compression_algo,   haproxy_read_compression_algo) \
    X(check_connect,      haproxy_read_check_connect)    \
    X(check_expect,       haproxy_read_check_expect)     \
    X(check_send,         haproxy_read_check_send)  \
    X(comment,            haproxy_read_comment)     \
    X(errorfile,          haproxy_read_errorfile)   \
    X(errorfiles,         haproxy_read_errorfiles)  \
    X(http_error,         haproxy_read_http_error)  \
    X(http_reply,         haproxy_read_http_reply)  \
    X(auth,               haproxy_read_auth)        \
    X(del_header,         haproxy_read_del_header)  \
    X(capture,            haproxy_read_capture)     \
    X(track_sc,           haproxy_read_track_sc)    \
    X(set_status,         haproxy_read_set_status)  \
    X(cache,              haproxy_read_cache)       \
    X(use_service,        haproxy_read_use_service) \
    X(normalize_uri,      haproxy_read_normalize_uri) \
    X(set_timeout,        haproxy_read_set_timeout) \
    X(wait_for_body,      haproxy_read_wait_for_body) \
    X(switch_mode,        haproxy_read_switch_mode) \
    X(declare_capture,    haproxy_read_declare_capture) \
    X(log_stderr,         haproxy_read_log)         \
    X(user,               haproxy_read_user)        \
    X(ssl_bind_options,   haproxy_read_ssl_bind_options) \
    X(ssl_server_options, haproxy_read_ssl_server_options)
/* clang-format on */

#define X(name, function) extern haproxy_grammar function;
HAPROXY_GRAMMARS(X)
#undef X

/* if or unless and a condition at x->pos, which may be missing unless it is needed. Reads to the end of the line. */
bool haproxy_read_condition(struct haproxy_args *x, bool needed);

/* An ACL from its criterion on, up to x->n. */
bool haproxy_read_criterion(struct haproxy_args *x);

/* A sample expression at x->pos: one word, and converters in further words. *ret_type (may be NULL): the type it gives. */
bool haproxy_read_expression(struct haproxy_args *x, const char **ret_type);

/* An expression within a word: text[from ...] up to the first byte that is none of it, which *ret_end tells. Words behind are not taken. */
bool haproxy_read_expression_in(struct haproxy_args *x, struct str text, uint32_t from, uint32_t *ret_end,
                                const char **ret_type, uint64_t *ret_reach);

/* Whether HAProxy turns a sample of one type into another; names as the words table has them. */
bool haproxy_casts(struct str from, struct str to);

/* The word at hand as a log format. */
bool haproxy_read_format(struct haproxy_args *x);

/* The word at hand as a regular expression; what PCRE refuses is reported. */
bool haproxy_read_regex(struct haproxy_args *x, uint32_t i);

/* An address at x->pos + i. */
enum haproxy_address {
    HAPROXY_PORT_OK = 1, /* may have a port */
    HAPROXY_PORT_NEEDED = 2,
    HAPROXY_PORT_RANGE = 4,
    HAPROXY_PORT_OFFSET = 8,    /* +N, -N */
    HAPROXY_ADDR_RESOLVED = 16, /* the name's address is needed at once */
};
bool haproxy_read_address(struct haproxy_args *x, uint32_t i, struct str text, unsigned options);

/* Cuts off what stands before an address ("ipv4@") and says of which family it is: 'i' IP, 'u' a unix socket, 'f' a file descriptor, 'p' a socket pair, 'x' others. */
char haproxy_take_family(struct str *address);

#endif
