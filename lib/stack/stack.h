/* Contributions of configs, and the stack they are joined to. */
#ifndef LOADLINE_STACK_STACK_H
#define LOADLINE_STACK_STACK_H

#include "base/vec.h"
#include "facts/host.h"
#include "stack/schema.h"

struct listen {
    struct span at;
    struct value field[LISTEN_FIELD_COUNT];
};

struct server {
    struct span at;
    struct value field[SERVER_FIELD_COUNT];
};

struct pool {
    struct span at;
    struct value field[POOL_FIELD_COUNT];
    VEC(struct server *) servers;
};

struct route {
    struct span at;
    struct value field[ROUTE_FIELD_COUNT];
    struct pool *pool; /* what `to` names, when it is a pool of the same config */
};

/* What one config says of one service, before it is known where that runs. In the arena of the job. */
struct service {
    struct span at; /* what stands for the service as a whole */
    struct value field[SERVICE_FIELD_COUNT];
    VEC(struct listen *) listens;
    VEC(struct pool *) pools;
    VEC(struct route *) routes;
    /* Memory of one process as the facts name it: process_memory.<program>-worker or .<program>. */
    struct str program;
    /* Completes fields that hang on the host (worker_processes auto); NULL: none do. Called at the join for each host, on a copy of the service. */
    void (*settle)(struct service *on_host, const struct host *host, struct arena *a);
    const void *state; /* for settle: the kind's own, alive as long as the job */
    struct str path;   /* of the root config, as shown */
};

/* All that the configs of a run say. Each job fills its own; the join reads them in the order of the files. */
struct contributions {
    struct arena *a;
    VEC(struct service *) services;
};

/* A service on a host: what stack rules judge. */
struct placed_service {
    struct service service; /* settled for the host */
    const struct host *host;
};

struct stack {
    struct arena *a;
    VEC(struct placed_service *) services;
};

/* A new service in c, all fields unknown with the reason "service.<field>". Its kind and name are set. */
struct service *contribute_service(struct contributions *c, struct str kind, struct str name, struct span at);

/* Puts a service on a host: settles it, takes measured memory and the descriptor limit from the facts where the config has none. host may be
 * NULL: nothing is known of it, and every fact ends as unknown. */
struct placed_service *stack_place(struct stack *s, const struct service *service, const struct host *host);

/* A field; unknown carries its reason. */
struct value service_get(const struct service *s, enum service_field f);

#endif
