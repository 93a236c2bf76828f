/* What nginx checks when a whole block or the whole configuration has been read: names that nobody defines, settings that exclude each other, things that are
 * missing.
 *
 * A check is a function over the tree, listed in NGINX_POST_CHECKS for the context whose block it judges, in nginx's order. It runs when that block's "}" has been
 * read (r->line is its line, r->frame the block around it), or, for MAIN, at the end of the configuration, where nginx knows no line (r->line is 0: the place of
 * the finding counts). A document's root of that context, when a fragment is judged, gets the same call: nothing may be called missing
 * or unknown that could stand where nothing is seen: ask nginx_may_hide, and look at NODE_TAINTED of a block. */
#ifndef LOADLINE_KINDS_NGINX_POST_H
#define LOADLINE_KINDS_NGINX_POST_H

#include "kinds/nginx/reader.h"

/* block: the entry (or root) whose entries are judged: node_entries(block). */
typedef void nginx_post_check(struct nginx_reader *r, struct node *block);

/* X(context, function) */
/* clang-format off */
#define NGINX_POST_CHECKS(X)                                                \
    X(NGINX_IN_SERVER, nginx_post_referers)                                 \
    X(NGINX_IN_LOCATION, nginx_post_referers)                               \
    X(NGINX_IN_STREAM_SERVER, nginx_post_stream_server)                     \
    X(NGINX_IN_MAIL_SERVER, nginx_post_mail_server)                         \
    X(NGINX_IN_MAIL, nginx_post_mail)                                       \
    X(NGINX_IN_HTTP, nginx_post_http_tls)                                   \
    X(NGINX_IN_STREAM, nginx_post_stream_tls)                               \
    X(NGINX_IN_MAIL, nginx_post_mail_tls)                                   \
    X(NGINX_IN_HTTP, nginx_post_http_sockets)                               \
    X(NGINX_IN_STREAM, nginx_post_stream_sockets)                           \
    X(NGINX_IN_MAIL, nginx_post_mail_sockets)                               \
    X(NGINX_IN_HTTP, nginx_post_charsets)                                   \
    X(NGINX_IN_HTTP, nginx_post_http_variables)                             \
    X(NGINX_IN_STREAM, nginx_post_stream_variables)                         \
    X(NGINX_IN_MAIN,   nginx_post_events)                                   \
    X(NGINX_IN_MAIN,   nginx_post_connections)                              \
    X(NGINX_IN_MAIN,   nginx_post_thread_pools)                             \
    X(NGINX_IN_MAIN,   nginx_post_zones)                                    \
    X(NGINX_IN_SERVER, nginx_post_locations)                                \
    X(NGINX_IN_LOCATION, nginx_post_locations)                              \
    X(NGINX_IN_SERVER, nginx_post_own_names)                                \
    X(NGINX_IN_STREAM_SERVER, nginx_post_own_names)                         \
    X(NGINX_IN_SERVER, nginx_post_server_listen)                            \
    X(NGINX_IN_HTTP, nginx_post_server_names)                               \
    X(NGINX_IN_STREAM, nginx_post_stream_names)                             \
    X(NGINX_IN_HTTP, nginx_post_upstreams)                                  \
    X(NGINX_IN_STREAM, nginx_post_stream_upstreams)                         \
    X(NGINX_IN_HTTP, nginx_post_caches)                                     \
    X(NGINX_IN_HTTP, nginx_post_buffers)                                    \
    X(NGINX_IN_SERVER, nginx_post_buffers)                                  \
    X(NGINX_IN_LOCATION, nginx_post_buffers)                                \
    X(NGINX_IN_HTTP, nginx_post_header_names)                               \
    X(NGINX_IN_HTTP, nginx_post_merged)
/* clang-format on */

#define X(context, function) extern nginx_post_check function;
NGINX_POST_CHECKS(X)
#undef X

/* Runs the checks of a context over its block. */
void nginx_post(struct nginx_reader *r, struct node *block, uint32_t context);

#endif
