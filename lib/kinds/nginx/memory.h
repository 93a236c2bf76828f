/* How much memory an nginx worker may come to hold: the buffers of its busiest kind of client. */
#ifndef LOADLINE_KINDS_NGINX_MEMORY_H
#define LOADLINE_KINDS_NGINX_MEMORY_H

#include "kinds/kind.h"

/* The worst client of a config. Lives in the job's arena. */
struct nginx_memory {
    struct value client;    /* bytes that one client and its request may hold; unknown with reasons */
    struct str client_text; /* what they are made of: "128k + 8 x 128k proxy buffers, 4 x 8k request headers, ..." */
    bool chosen;            /* the config itself sets a buffer that counts; else all are defaults */
    bool proxies;           /* that client's request is passed on: half of the connections go to servers */
    struct value zones;     /* bytes of shared zones, once for all workers */
};

/* Looks at every server and location of the http block for the one whose clients can hold most together, with what is inherited:
 *     connection_pool_size + client_header_buffer_size + request_pool_size + large_client_header_buffers + client_body_buffer_size
 *     + the response: <proxy|fastcgi|uwsgi|scgi>_buffer_size + their buffers (buffering off: the first alone), grpc_buffer_size, else output_buffers (not with sendfile alone)
 *     + gzip on: 8208 + 4 x gzip_window + 2 x gzip_hash + gzip_buffers
 *     + a TLS listener: ssl_buffer_size
 * Sources: nginx.org, directives of those names; ngx_http_gzip_filter_module.c (ngx_http_gzip_filter_memory); ngx_http_upstream.c. The same in 1.18 to
 * 1.31. Zones: limit_req_zone, limit_conn_zone, keys_zone of *_cache_path, ssl_session_cache shared, upstream zone. root: the document's tree. */
void nginx_memory_of(struct kind_job *job, struct node *root, struct nginx_memory *ret);

#endif
