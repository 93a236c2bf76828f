/* What becomes of a pool's load when one of its servers is gone: each in turn (N-1), against the limits of those that are left. */
#ifndef LOADLINE_STACK_FAILOVER_H
#define LOADLINE_STACK_FAILOVER_H

#include "stack/stack.h"

/* Servers of a pool that are alike in all that counts here: weight, state, maxconn, CPUs, and the host if several servers share it. Losing one is like losing any other of them, so that
 * pools of thousands of servers have few states. */
struct server_group {
    VEC(const struct server *) lines; /* in the order of the config; at least one */
    VEC(uint32_t) places;             /* of these lines in the pool */
    struct value n;                   /* servers that these lines make together (server-template makes several) */
    struct value cpus;                /* behind one of them */
    struct value maxconn;             /* of one of them */
    uint32_t host;                    /* number of the host that several servers share; UINT32_MAX: a host each */
};

/* What one server of a group is sent in a state, beside what it can take. Unknown carries its reasons; those below share are null when it is not sent anything. */
struct group_load {
    struct value left;        /* int: servers of the group that are up */
    struct value sent;        /* bool: whether it is sent requests; known under algorithms that hang on the load, too */
    struct value share;       /* 0..1 of the pool's requests */
    struct value connections; /* int: of the pool's arrivals at most, rounded up */
    struct value over;        /* bool: connections > maxconn */
    struct value load;        /* requests per CPU of its host, 1 being the pool's average with all servers up */
};

/* The pool with all servers up, or with one gone. */
struct pool_state {
    const struct server_group *lost; /* one server of this group is gone; NULL: none */
    struct group_load *loads;        /* one for each group of the pool, in their order */
    struct value serves;             /* bool: whether any server is sent requests */
    struct value room;               /* int: sum of maxconn of the servers that are sent requests */
    struct value waiting;            /* int: arrivals above room, which the proxy queues or refuses; 0: none */
    /* 0..1: the part of the pool's CPUs (failover.cpus) that is in use when the first server has none left; 0: no server is sent requests. */
    struct value full_at;
    const struct server_group *fullest; /* that server's group; NULL: not known */
};

struct failover {
    struct value arrivals; /* see pool_arrivals */
    struct value cpus;     /* of the hosts of servers that serve while all are up, each host once */
    uint32_t n_hosts;      /* that several servers share */
    VEC(struct server_group *) groups;
    struct pool_state all_up;
    /* One for each group that is sent requests while all are up; none when it is not known which these are. */
    VEC(struct pool_state *) lost;
    uint32_t n_left_out;            /* such groups beyond the bounds, which were not looked at */
    const struct pool_state *least; /* of `lost`, the first one with the lowest full_at; NULL: one is not known */
    struct value least_room;        /* the lowest room of `lost`; unknown if one is */
};

/* Bounds: states of a pool, and of those times groups, for pools whose servers are all different. */
enum { FAILOVER_STATES = 100, FAILOVER_LOADS = 200000 };

/* Works out the states of a pool of a joined stack; everything lives in the arena.
 *
 * Shares are those of pool_shares, with backups taking over as the pool says. From them
 *     connections = arrivals x share
 *     load        = shares of all servers on the host x CPUs of all hosts that serve while all are up / CPUs of the host
 *     full_at     = 1 / highest load, at most 1
 * load and full_at compare requests, taken to cost alike, and servers, taken to be as fast for each CPU; they say nothing of other work on those hosts.
 * maxconn of a server and queueing: HAProxy, configuration.txt 5.2 (maxconn); nginx, ngx_http_upstream_module (max_conns; what is above it is refused). A server over its maxconn is not a server
 * that fails: what it can't take goes to others that have room, under algorithms that look (roundrobin, leastconn, random), and waits when none has. */
void failover_make(struct failover *f, struct arena *a, const struct placed_service *service, const struct pool *pool);

/* The part of the CPUs behind the pool that one server of a group has while all are up, 0..1: those of a host that several share divided among them as requests are, so that
 * share / capacity share is the load. null: it is not sent any. Where shares are not known, the field capacity_share of its first line. */
struct value failover_capacity_share(const struct failover *f, uint32_t group);

/* The number of each server line's group, by the line's place in the pool; ret has room for all. */
void failover_index(const struct failover *f, uint32_t *ret);

/* Connections that arrive at a pool at one time at most: the clients measured on the host (host.peak_clients) if stated, else what the frontends accept (service.accepts), else the clients that the
 * service can have; never above what the frontends accept. How they divide among several pools no config says: unknown. Pools without servers do not count. */
struct value pool_arrivals(struct arena *a, const struct placed_service *service);

#endif
