/* How a pool's algorithm divides requests among its servers. */
#ifndef LOADLINE_STACK_SHARES_H
#define LOADLINE_STACK_SHARES_H

#include "stack/stack.h"

/* The part of the pool's requests that one server of each line is sent (0..1), into ret[0..servers.n). without: a server line that has lost one of its servers (all of them, if it is one);
 * NULL: all are up. A part is unknown when a weight, a state or the algorithm is.
 *
 * Round robin, least connections, random and hashing over many keys all come to weight / sum of weights, over the servers that are neither backup nor down and whose weight is not 0
 * (HAProxy, configuration.txt: balance, weight, backup; nginx, ngx_http_upstream_module). leastconn does so in the long run: it fills in proportion to the weights. When none of those is left,
 * backups take over: all of them or, unless the pool says so (all_backups), the first. `first` fills one server after another up to its maxconn: unknown, it hangs on the load. */
void pool_shares(struct arena *a, const struct pool *p, const struct server *without, struct value *ret);

/* The part of the CPUs behind the serving servers that one server of each line has (0..1). An address that several hosts hold counts with the least of them. Unknown for all when two serving servers share a host, or when a
 * serving server's host, or its CPUs, are not known. */
void pool_capacity_shares(struct arena *a, const struct pool *p, struct value *ret);

/* Fills the pool's counts: size, serving, backups, watched, located. One is unknown when whether a server belongs to it is. Servers have found their hosts. */
void pool_count(struct arena *a, struct pool *p);

/* Whether a server is sent requests while all are up: neither backup nor down nor of weight 0. Unknown if one of these is. */
struct value server_serves(struct arena *a, const struct server *s);

#endif
