/* Who listens on what: the sockets of a configuration, and the servers on each (ngx_http_add_listen). */
#ifndef LOADLINE_KINDS_NGINX_LISTENS_H
#define LOADLINE_KINDS_NGINX_LISTENS_H

#include "kinds/nginx/reader.h"
#include "kinds/nginx/url.h"

/* One address and port of a class. */
struct nginx_socket {
    struct nginx_url url;
    uint32_t port;
    bool datagram;
    bool bind;           /* options were given: nginx binds it for itself, and puts it before the others of its port */
    struct node *server; /* that came last */
    struct span at;      /* its address there */
    struct span options, dflt;  /* where options, and default_server, stand; SPAN_NONE: nowhere yet */
    VEC(struct node *) servers; /* in order, each once */
};

/* A listen directive whose words are right. */
struct nginx_listen {
    struct nginx_url url;
    struct node *entry, *server; /* server: the block */
    struct span at;              /* of the address */
    struct span options, dflt;   /* SPAN_NONE: none */
    bool datagram;
    bool once; /* an address may stand once in all servers: in mail, and in stream before 1.25.5 */
};

struct nginx_listens {
    struct map sockets[NGINX_NAME_CLASSES]; /* struct nginx_socket, in the order of first mention */
    uint32_t n_ports;                       /* of ranges so far */
};

/* Adds a directive's addresses, in the class of the block being read. Reports the first that another one excludes. */
void nginx_listens_add(struct nginx_reader *r, const struct nginx_listen *l);

#endif
