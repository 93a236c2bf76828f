/* loadline traffic: what is shown of each pool. */
#ifndef LOADLINE_CMD_TRAFFIC_H
#define LOADLINE_CMD_TRAFFIC_H

#include "stack/failover.h"
#include "view.h"

/* A pool, and the hosts on which it comes to the same: one config may run on several balancers. */
struct traffic_pool {
    const struct placed_service *service; /* on the first of these hosts */
    const struct pool *pool;
    struct place at;
    VEC(const struct host *) hosts; /* in the order of the facts; none: nothing is known of the host */
    struct failover failover;
};

struct traffic {
    const struct view *view;
    VEC(struct traffic_pool *) pools; /* by file and place */
};

/* What a pool or server of the config is called. nginx's servers, which have no name there, by their address. Not escaped. */
struct str traffic_pool_name(const struct pool *p);
struct str traffic_server_name(struct arena *a, const struct server *s);

/* "10.0.0.1:80", "/run/app.sock"; not escaped. Empty when neither is known. */
struct str traffic_server_address(struct arena *a, const struct server *s);

/* Whether a server runs on the host that sends to it: on each of the pool's hosts, when they are several. */
bool traffic_is_own_host(const struct traffic_pool *t, const struct server *s);

/* What was gathered (view->shown) for people: at most 80 columns wide, in ASCII but for names. */
void traffic_text(const struct view *v, struct report_out *o);

/* Version 1 of the JSON, described in loadline(1). */
void traffic_json(const struct view *v, struct report_out *o);

#endif
