/* What nginx sends where: its upstreams as pools, its *_pass directives as routes. */
#ifndef LOADLINE_KINDS_NGINX_PLACE_POOLS_H
#define LOADLINE_KINDS_NGINX_PLACE_POOLS_H

#include "base/map.h"
#include "kinds/kind.h"
#include "stack/stack.h"

/* A directive that sends on, and the number of the server block that it stands in (struct route, front). */
struct nginx_pass {
    struct node *entry;
    uint32_t front;
};

/* Directives that nginx_place met while it walked the tree, in the order of the text. */
struct nginx_passes {
    VEC(struct node *) upstreams;  /* upstream blocks of http and stream */
    VEC(struct nginx_pass) passes; /* proxy_pass, fastcgi_pass ... */
    const struct node *server;     /* the block of the last front */
    uint32_t n_fronts;
};

/* The number of the server block that an entry stands in; 0 outside of all. Entries are asked about in the order of the text: everything of one server comes in a row. */
uint32_t nginx_front(struct kind_job *job, struct nginx_passes *p, const struct node *entry);

/* Notes an entry if it is an upstream or a pass. */
void nginx_note_pass(struct kind_job *job, struct nginx_passes *to, struct node *entry);

/* Adds the pools and routes to a service. A destination that no upstream declares is a pool of one server. One that holds a variable is no pool: which server it means is decided
 * for each request. */
void nginx_place_pools(struct kind_job *job, struct service *s, const struct nginx_passes *from);

#endif
