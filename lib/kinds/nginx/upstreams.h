/* The upstreams of a configuration: those that a block declares, and those that a proxy_pass and its kin make by naming a host (ngx_http_upstream_add,
 * ngx_stream_upstream_add). */
#ifndef LOADLINE_KINDS_NGINX_UPSTREAMS_H
#define LOADLINE_KINDS_NGINX_UPSTREAMS_H

#include "kinds/nginx/reader.h"
#include "kinds/nginx/url.h"

/* What stands in an upstream's block, for what must stand there. Told when its "}" has been read. */
struct nginx_upstream_contents {
    bool any, primary; /* a server; one that is no backup */
    bool resolve;      /* one whose name is resolved while nginx runs */
    bool zone, resolver;
    bool unsure; /* something that may add servers, or change what they are; or its end has not been read */
};

struct nginx_upstream {
    struct str host;                         /* as first written */
    uint32_t port;                           /* 0: none */
    bool no_port;                            /* none was given: port is the default of what names it */
    bool literal;                            /* an address and port, or a socket: nothing is resolved */
    struct node *first;                      /* the entry that mentioned it first: nginx names its line */
    struct span at;                          /* of the host there */
    struct span port_at;                     /* of the port there; SPAN_NONE: none */
    struct node *block;                      /* that declares it; NULL: none yet */
    struct nginx_upstream_contents contents; /* of block */
};

/* Of hosts in lower case the first mention: only that one can be a declared one. Further ports of a host are in all. */
struct nginx_upstreams {
    struct map by_host[NGINX_NAME_CLASSES];
    struct map by_port[NGINX_NAME_CLASSES];               /* host and two bytes of the port */
    VEC(struct nginx_upstream *) all[NGINX_NAME_CLASSES]; /* in the order of first mention */
};

/* entry, a directive upstream whose name is its first word, declares one in the class of the block being read. Reports a second one of that name, and a port
 * that another directive gave the name before. */
void nginx_upstream_declare(struct nginx_reader *r, struct node *entry);

/* Of the upstream that entry declares (and that no other declared before it), what it was found to hold. */
void nginx_upstream_closed(struct nginx_reader *r, const struct node *entry, struct nginx_upstream_contents contents);

/* entry sends to what its word holds from byte `from` on, which is url. Reports a port that the upstream of that name may not have. */
void nginx_upstream_use(struct nginx_reader *r, struct node *entry, const struct node *word, uint32_t from,
                        const struct nginx_url *url);

/* What was read of a class is no longer compared: its block has ended. */
void nginx_upstreams_forget(struct nginx_reader *r, uint32_t class);

#endif
