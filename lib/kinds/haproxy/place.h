/* What a HAProxy configuration says of its service: its limits, what it listens on, backends as pools, and the ways between them. */
#ifndef LOADLINE_KINDS_HAPROXY_PLACE_H
#define LOADLINE_KINDS_HAPROXY_PLACE_H

#include "kinds/haproxy/capacity.h"
#include "kinds/haproxy/haproxy.h"
#include "stack/stack.h"

/* struct kind's place(). */
void haproxy_place(struct kind_job *job, struct contributions *out);

/* Adds listens, pools, servers and routes. The number of a front is the index of its proxy in the state. What stands in a branch that is not known is left out; a server line in such a
 * branch is there with all its fields unknown. live: see struct haproxy_inventory. */
void haproxy_place_pools(struct kind_job *job, struct service *s, const bool *live);

/* A setting, and whether somebody wrote it: here, or where it is inherited from. False of a default, and where there is no such setting; *ret is then null. */
bool haproxy_stated(struct kind_job *job, struct node *block, const char *name, struct value *ret);

/* A setting that is on or off; whether it is certainly on. */
struct value haproxy_flag(struct kind_job *job, struct node *block, const char *name);
static inline bool haproxy_is_on(struct value v)
{
    return v.type == VALUE_BOOL && v.as.b;
}

/* What the walk over all sections finds for the formulas of capacity.h. */
struct haproxy_inventory {
    struct haproxy_sizing sizing; /* reserved, TLS and splicing */
    struct value unknown;         /* null; else unknown: why the sockets cannot be counted */
    struct value
        tables; /* bytes of all stick tables when they are full, at the size of the largest one; unknown if one's is */
    struct value
        accepts; /* sum of the maxconn of frontends that set one, at the largest; null if none does; unknown if one's is */
    int64_t open_frontends;     /* those that listen and do not set it */
    int64_t cache_bytes;        /* of cache sections */
    struct value unknown_cache; /* null; else unknown: why that is not known */
    bool *
        live; /* of each proxy of the state: whether it certainly runs: it is no defaults section, not disabled, and in no branch that is not known */
};

void haproxy_take_inventory(struct kind_job *job, struct haproxy_inventory *ret);

/* A setting of the global sections, of which there may be several: as haproxy_stated. */
bool haproxy_global(struct kind_job *job, const char *name, struct value *ret);

/* A number as HAProxy reads it, also of a keyword that takes several words; 0 for what is not known. */
int64_t haproxy_number(struct value v);

/* One address of a bind or server word. */
struct haproxy_where {
    struct str host, path; /* one of them; no brackets */
    bool has_port, relative;
    int64_t port, last; /* of a range: first and last; of a relative one what is added to the client's port */
};

/* Takes an address apart. False for file descriptors, socket pairs and what else has no address. */
bool haproxy_where(struct str text, struct haproxy_where *ret);

#endif
