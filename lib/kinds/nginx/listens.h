/* Who listens on what: the sockets of a configuration, and the servers on each (ngx_http_add_listen). */
#ifndef LOADLINE_KINDS_NGINX_LISTENS_H
#define LOADLINE_KINDS_NGINX_LISTENS_H

#include "kinds/nginx/reader.h"
#include "kinds/nginx/url.h"

/* A server block. */
struct nginx_server {
    struct node *block;
    bool captures;                  /* the last regex among its names has groups */
    bool judged;                    /* for the check of names */
    bool told_tls;                  /* that it has no certificate */
    VEC(const struct node *) names; /* its server_name entries, noted when its "}" was read */
};

/* One address and port of a class. */
struct nginx_socket {
    struct nginx_url url;
    uint32_t port;
    bool datagram;
    bool bind; /* options were given: nginx binds it for itself, and puts it before the others of its port */
    struct nginx_server *last;          /* that came last */
    struct nginx_server *first;         /* the default one */
    struct span at;                     /* its address in the last one */
    struct span options, dflt;          /* where options, and default_server, stand; SPAN_NONE: nowhere yet */
    struct span tls;                    /* where "ssl" or "quic" stands first; SPAN_NONE: nowhere */
    VEC(struct nginx_server *) servers; /* in order, each once */
};

/* A listen directive whose words are right. */
struct nginx_listen {
    struct nginx_url url;
    struct nginx_server *server;
    struct span at;                 /* of the address */
    struct span options, dflt, tls; /* SPAN_NONE: none */
    bool datagram;
    bool once; /* an address may stand once in all servers: in mail, and in stream before 1.25.5 */
};

struct nginx_listens {
    struct map sockets[NGINX_NAME_CLASSES]; /* struct nginx_socket, in the order of first mention */
    struct nginx_server *server;            /* the last one asked for */
    uint32_t n_ports;                       /* of ranges so far */
    uint32_t n_read,
        n_taken; /* directives; one that is wrong, or made by a template, is not taken: which server is default is not sure then */
};

/* The server that is being read, or whose "}" has just been read: one record a block. */
struct nginx_server *nginx_server_of(struct nginx_reader *r, struct node *block);

/* Adds a directive's addresses, in the class of the block being read. Reports the first that another one excludes. */
void nginx_listens_add(struct nginx_reader *r, const struct nginx_listen *l);

#endif
