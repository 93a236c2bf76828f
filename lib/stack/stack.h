/* Contributions of configs, and the stack they are joined to. */
#ifndef LOADLINE_STACK_STACK_H
#define LOADLINE_STACK_STACK_H

#include "base/map.h"
#include "base/vec.h"
#include "facts/host.h"
#include "stack/environment.h"
#include "stack/schema.h"

struct listen {
    struct span at;
    struct value field[LISTEN_FIELD_COUNT];
    uint32_t
        front; /* number of the frontend or server block it belongs to, within its service; routes from there have the same */
};

struct placed_service;
struct service;

struct server {
    struct span at;
    struct value field[SERVER_FIELD_COUNT];
    VEC(const struct host *) hosts; /* by the join: those that hold its address, in the order of the facts */
    VEC(const struct placed_service *) services; /* by the join: what listens there on its port or path */
};

struct pool {
    struct span at;
    struct value field[POOL_FIELD_COUNT];
    VEC(struct server *) servers;
    uint32_t index; /* in its service */
    bool overrides; /* of a runner: its size goes before what the program's own config states */
    /* Completes fields that hang on the variables of the service it has become part of; NULL: none do. Called at the join on a copy, before servers look for their hosts. */
    void (*settle)(struct pool *p, const struct service *of, struct arena *a);
    const void *state; /* for settle: the kind's own, alive as long as the job */
};

struct route {
    struct span at;
    struct value field[ROUTE_FIELD_COUNT];
    struct pool *pool; /* what `to` names, when it is a pool of the same config; NULL: not known */
    uint32_t front;    /* see struct listen */
};

/* How a config that is no service of its own adds to those of its program. */
enum supplement {
    SUPPLEMENT_NONE,
    SUPPLEMENT_BASE,  /* php.ini: what no other file says */
    SUPPLEMENT_LATER, /* conf.d/90-site.ini: goes before the base, and before those read earlier */
    SUPPLEMENT_SCALER, /* an autoscaler: how many copies of the services of its workload run at most, whatever these say */
};

/* What one config says of one service, before it is known where that runs. In the arena of the job. */
struct service {
    struct span at; /* what stands for the service as a whole */
    struct value field[SERVICE_FIELD_COUNT];
    VEC(struct listen *) listens;
    VEC(struct pool *) pools;
    VEC(struct route *) routes;
    /* Memory of one process as the facts name it: process_memory.<program>-worker or .<program>. Contributions of one program on one host are joined. */
    struct str program;
    struct str alias; /* another name of it (mariadbd of mysqld): the same to the join; empty: none */
    /* The config may have it listen on more than listens tells: an include is missing, an address is not known. */
    bool more_listens;
    /* The config only says how the program is run (a unit, a container): on a host where one config of the program itself is known, what it says belongs to that one's service. */
    bool runner;
    /* The config is the command line of the program, with its environment: on a host where a config of the program itself is known (config, if the command names one), what the command states
     * goes before what that one states. Without one it stands for the program. */
    bool command;
    struct str
        config; /* of a command: the path that it names, as written; of a runner: of the file that it gives to the program; empty: none */
    /* Of a command: it reads no config, so that none is its. */
    bool alone;
    /* Of a command: it listens where its config does, too. */
    bool adds_listens;
    /* Of a command: what it sets before it reads its config, which holds where that one leaves a default; NULL: nothing. In the arena of the job. */
    const struct service *early;
    /* Of a command: only a part of one is known, such as the variables it takes its flags from. A whole one of the program states before it, and takes it. */
    bool partial;
    /* Of a config: several command lines of its program may be given it. Each then is a service of its own that the config fills, and the config is judged in them. */
    bool shared;
    /* What the program's environment holds: of a runner what it sets, of others by the join. NULL: it is not known. */
    const struct environment *environment;
    /* The program runs all of these at once (pools): configs of its, on one host, that have this set are no alternatives, and a runner of the program is that of all of them. */
    bool one_of_many;
    /* The config is none of a service, but settings that all services of the program on a host share: it fills what these leave unstated, and is not judged itself. */
    enum supplement supplement;
    /* What copies run on is picked by a cluster: they are those of all hosts of the config together, and not so many on each. */
    bool spread;
    /* The name of the workload whose copies an autoscaler may change ("prod/Deployment/api"): the same in the autoscaler's own contribution; empty: none can. */
    struct str workload;
    /* Completes fields that hang on the host (worker_processes auto) or on what a runner says (a limit of files); NULL: none do. Called at the join for each host, on a copy of the service,
     * after runners and facts have filled what they fill. host NULL: nothing is known of it. */
    void (*settle)(struct service *on_host, const struct host *host, struct arena *a);
    /* Of a unit: what its service runs as, where it says so, and the limits that it sets itself, by the names of limits.conf; whether a session is opened for it through PAM, which applies that file. */
    struct value user;
    VEC(struct str) own_limits;
    bool opens_session;
    const void *state; /* for settle: the kind's own, alive as long as the job */
    struct str path;     /* of the root config, as shown */
    struct str deployed; /* of a config that stands within another file: the path by which what runs it names it */
};

/* What a config sets in the kernel of its host. */
struct kernel_setting {
    struct str key;     /* "net.core.somaxconn" */
    struct value value; /* with its place; null: the key is only exempt from patterns */
    struct span at;     /* of the value, else of the key */
    bool pattern;       /* the key holds * ? or [: it is set where the key itself is not */
    struct str path;    /* of the config, as shown: its name decides the order (stack/kernel.h) */
};

/* What a config limits for sessions of users, not for services: a line of limits.conf. */
struct login_limit {
    struct str domain, item, value; /* "shop", "nofile", "65536" */
    struct span at;                 /* of the value */
};

/* All that the configs of a run say. Each job fills its own; the join reads them in the order of the files. */
struct contributions {
    struct arena *a;
    VEC(struct service *) services;
    VEC(struct kernel_setting) kernel;
    VEC(struct login_limit) logins;
};

/* A server of somebody's pool that leads to a service. */
struct sender {
    const struct placed_service *service;
    const struct pool *pool;
    const struct server *server;
};

/* A setting of a host's kernel that another file, read later, sets to something else. */
struct kernel_clash {
    const struct host *host;
    struct kernel_setting lost, holds;
};

/* A line of limits.conf, on a host that has it. */
struct host_login_limit {
    const struct host *host;
    struct login_limit limit;
};

/* What is placed on one host, in the order of the stack; runners that were joined to another service stand in it, too. */
struct stack_host {
    const struct host *host;
    VEC(const struct placed_service *) services;
};

/* A service on a host: what stack rules judge. */
struct placed_service {
    struct service service;                     /* settled for the host; pools, servers and routes are its own copies */
    const struct host *host;                    /* NULL: none is known */
    const struct stack_host *on;                /* by the join: what else is there; NULL: no host is known */
    uint32_t commands;                          /* by the join: command lines that mean this config */
    VEC(const struct placed_service *) runners; /* units, containers and command lines that were joined to it */
    VEC(struct sender) senders; /* who sends to it, as far as the run's configs and the addresses of facts tell */
    struct placed_service *
        joined; /* a runner that another service has taken (the first of several), a supplement (maybe itself): not judged alone */
};

struct stack {
    struct arena *a;
    VEC(struct placed_service *) services;
    VEC(struct stack_host *) hosts;      /* by the join: those on which something is placed */
    VEC(struct kernel_clash) clashes;    /* by stack_set_kernel */
    VEC(const struct host *) kernels;    /* the same: hosts whose kernel a file sets */
    VEC(struct host_login_limit) logins; /* by whoever places documents, in the order of the files */
};

/* A new service in c, all fields unknown with the reason "service.<field>". Its kind and name are set. */
struct service *contribute_service(struct contributions *c, struct str kind, struct str name, struct span at);

/* A setting of the host's kernel, as a file at path says. */
void contribute_kernel_setting(struct contributions *c, struct str path, struct kernel_setting setting);

/* New parts of a service, in the same arena, all fields unknown with the reason "<scope>.<field>". */
struct listen *service_add_listen(struct arena *a, struct service *s, struct span at);
struct pool *service_add_pool(struct arena *a, struct service *s, struct str name, struct span at);
struct server *pool_add_server(struct arena *a, struct pool *p, struct span at);
/* A server of a pool of connections that a client keeps for itself: the client picks one and probes it, so that nothing is balanced which rules about balance could judge. port 0: not known. */
struct server *pool_add_endpoint(struct arena *a, struct pool *p, struct str host, int64_t port,
                                 const struct origin *origin);
struct route *service_add_route(struct arena *a, struct service *s, struct span at);

/* A copy with servers of its own. */
struct pool *pool_copy(struct arena *a, const struct pool *from);

/* Puts a service on a host; stack_join completes it. host may be NULL: nothing is known of it, and every fact ends as unknown. Pools, servers and routes are copied, for the
 * join writes to them; for the last host of a service there is stack_place_last, which takes the service's own. */
struct placed_service *stack_place(struct stack *s, const struct service *service, const struct host *host);
struct placed_service *stack_place_last(struct stack *s, struct service *service, const struct host *host);

/* Joins what was placed, once, after the last stack_place:
 *  1. On each host a command line is joined to the config of its program that it names, by the longest common end of the paths, or to the only one; and a runner to the service of the command
 *     line that it was found in, else of the config that it gives to its program, else of the only one, or of all where the program runs them at once. A command states before the config, a
 *     partial one behind the whole ones; a supplement and then a runner fill what these leave unstated. Pools of connections that a runner's variables tell of become the service's.
 *     Where no host is known, only what one file says of one program is joined. An autoscaler sets the copies of its workload.
 *  2. Facts fill what no config states: the memory measured of a process, the limit of open files.
 *  3. Each service is settled for its host.
 *  4. Servers find the hosts that hold their address among all hosts of the facts, and the services that listen there; these learn who sends to them. A loopback address or a
 *     socket of the file system means the service's own host.
 *  5. Services get what they need of memory (stack/budget.h).
 *  6. Servers get their shares (stack/shares.h). */
void stack_join(struct stack *s, const struct host *const *hosts, uint32_t n_hosts);

/* A field; unknown carries its reason. */
struct value service_get(const struct service *s, enum service_field f);

/* Whether nobody stated the field: it is unknown for no other reason than that. */
bool service_unstated(const struct service *s, enum service_field f);

#endif
