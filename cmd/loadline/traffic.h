/* loadline traffic: what is shown of each pool. */
#ifndef LOADLINE_CMD_TRAFFIC_H
#define LOADLINE_CMD_TRAFFIC_H

#include "engine/engine.h"
#include "report/out.h"
#include "stack/failover.h"

/* A pool, and the hosts on which it comes to the same: one config may run on several balancers. */
struct traffic_pool {
    const struct placed_service *service; /* on the first of these hosts */
    const struct pool *pool;
    struct place at;
    VEC(const struct host *) hosts; /* in the order of the facts; none: nothing is known of the host */
    struct failover failover;
};

/* A file whose reading found errors: what is shown of it may lack what stands there. */
struct traffic_fault {
    struct str path;
    uint32_t errors;
};

struct traffic {
    struct run *run;
    struct arena *a;
    VEC(struct traffic_pool *) pools; /* by file and place */
    VEC(struct traffic_fault) faults; /* by file */
};

/* What a pool or server of the config is called. nginx's servers, which have no name there, by their address. Not escaped. */
struct str traffic_pool_name(const struct pool *p);
struct str traffic_server_name(struct arena *a, const struct server *s);

/* "10.0.0.1:80", "/run/app.sock"; not escaped. Empty when neither is known. */
struct str traffic_server_address(struct arena *a, const struct server *s);

/* Whether a server runs on the host that sends to it: on each of the pool's hosts, when they are several. */
bool traffic_is_own_host(const struct traffic_pool *t, const struct server *s);

/* For people: at most 80 columns wide, in ASCII but for names. */
void traffic_text(const struct traffic *t, struct report_out *o);

/* Version 1 of the JSON, described in loadline(1). */
void traffic_json(const struct traffic *t, struct report_out *o);

#endif
