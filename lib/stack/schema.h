/* The stack's schema: what is known of services, pools and routes, whatever kind of config said it. Rules read these names.
 * One table a scope: field, type, unit, what it means, which kinds fill it. What a kind does not fill is unknown. Hosts have their table in facts/facts.h. */
#ifndef LOADLINE_STACK_SCHEMA_H
#define LOADLINE_STACK_SCHEMA_H

#include "value/value.h"

/* clang-format off */
/*    field             name                 type            unit             meaning; filled by */
#define SERVICE_FIELDS(X)                                                                                                                                                  \
    X(KIND,             "kind",              VALUE_STRING,   UNIT_NONE,       "kind of the config that runs it: nginx; of an app that loadline.yaml maps, its name; every kind") \
    X(NAME,             "name",              VALUE_STRING,   UNIT_NONE,       "name of the unit, container, pool or program; every kind")                                  \
    X(WORKER_MODEL,     "worker_model",      VALUE_STRING,   UNIT_NONE,       "event, thread or process; every kind that serves requests")                                 \
    X(PROCESSES,        "processes",         VALUE_INT,      UNIT_COUNT,      "worker processes on one host; nginx, gunicorn")                                             \
    X(COPIES,           "copies",            VALUE_INT,      UNIT_COUNT,      "copies of it that run at most: on one host, or where they are spread over a cluster in all; docker-compose, kubernetes") \
    X(PROCESSES_PER_CPU, "processes_per_cpu", VALUE_DOUBLE,  UNIT_NONE,       "worker processes for each CPU, beyond which its makers see no gain; nginx")                 \
    X(THREADS,          "threads",           VALUE_INT,      UNIT_COUNT,      "threads of one process that serve requests; haproxy, gunicorn")                             \
    X(SLOTS,            "slots",             VALUE_INT,      UNIT_COUNT,      "connections or requests of all processes at one time; nginx, haproxy, gunicorn")            \
    X(SLOTS_PROCESS,    "slots_process",     VALUE_INT,      UNIT_COUNT,      "connections or requests of one process at one time; nginx, haproxy, gunicorn")              \
    X(CLIENTS,          "clients",           VALUE_INT,      UNIT_COUNT,      "clients connected at one time at most: of proxies half of nginx's slots; nginx, haproxy")   \
    X(ACCEPTS,          "accepts",           VALUE_INT,      UNIT_COUNT,      "connections that its frontends accept together at most; haproxy")                           \
    X(MEMORY_REST,      "memory_rest",       VALUE_INT,      UNIT_BYTES,      "memory of all processes without load; nginx, haproxy")                                      \
    X(MEMORY_WORST,     "memory_worst",      VALUE_INT,      UNIT_BYTES,      "memory of all processes with every slot busy; nginx, haproxy")                              \
    X(MEMORY_TABLES,    "memory_tables",     VALUE_INT,      UNIT_BYTES,      "memory of its tables of clients and sessions when they are full; haproxy")                  \
    X(MEMORY_FORK,      "memory_fork",       VALUE_INT,      UNIT_BYTES,      "memory that a forked copy may take on top while it saves, all pages written to; redis")     \
    X(MEMORY_SLOT,      "memory_slot",       VALUE_INT,      UNIT_BYTES,      "memory that each connection is granted for its work, beside memory_rest; postgresql")       \
    X(EVICTS,           "evicts",            VALUE_BOOL,     UNIT_NONE,       "whether old data makes room for new once memory_rest is full, or writes fail; redis, memcached") \
    X(PERSISTENT,       "persistent",        VALUE_BOOL,     UNIT_NONE,       "whether its data is kept on disk or by replicas; redis, memcached")                            \
    X(MEMORY_PROCESS,   "memory_process",    VALUE_INT,      UNIT_BYTES,      "memory of one process, measured; facts (process_memory)")                                   \
    X(MEMORY_PROCESS_LIMIT, "memory_process_limit", VALUE_INT, UNIT_BYTES,    "memory of one process at which its runtime ends the request; php-fpm, php-ini")           \
    X(MEMORY_NEED,      "memory_need",       VALUE_INT,      UNIT_BYTES,      "memory that all its processes may take: measured, else the worst case, bounded by its limit; the join") \
    X(MEMORY_LIMIT,     "memory_limit",      VALUE_INT,      UNIT_BYTES,      "hard limit on all processes together; systemd, docker-compose, kubernetes")                             \
    X(SWAP_LIMIT,       "swap_limit",        VALUE_INT,      UNIT_BYTES,      "hard limit on swap beside memory_limit")                                                    \
    X(CPUS,             "cpus",              VALUE_DOUBLE,   UNIT_CPUS,       "CPUs that it may use: by the quota of its control group, else those of its host; systemd, docker-compose, kubernetes, facts")          \
    X(FDS_NEED,         "fds_need",          VALUE_INT,      UNIT_COUNT,      "file descriptors one process may hold at once; nginx, haproxy")                             \
    X(FDS_LIMIT,        "fds_limit",         VALUE_INT,      UNIT_COUNT,      "file descriptors one process may open; nginx, haproxy, systemd, facts")                     \
    X(FDS_STRICT,       "fds_strict",        VALUE_BOOL,     UNIT_NONE,       "whether it refuses to start with fewer than fds_need; nginx, haproxy")                      \
    X(TASKS_LIMIT,      "tasks_limit",       VALUE_INT,      UNIT_COUNT,      "processes and threads the service may have; systemd")                                       \
    X(RESTART,          "restart",           VALUE_STRING,   UNIT_NONE,       "restart policy as written; systemd, docker-compose")                                        \
    X(RESTART_DELAY,    "restart_delay",     VALUE_DURATION, UNIT_NONE,       "time from an end of it to the next start; systemd")                                         \
    X(RESIDENT,         "resident",          VALUE_BOOL,     UNIT_NONE,       "whether it is to stay: it serves, is watched, or is started again; docker-compose, kubernetes, systemd")         \
    X(CONTAINER,        "container",         VALUE_STRING,   UNIT_NONE,       "name by which the container that runs it stands in its file; docker-compose, kubernetes")               \
    X(LOG_LIMIT,        "log_limit",         VALUE_INT,      UNIT_BYTES,      "what its log may take of the host's disk at most; docker-compose")                          \
    X(START_LIMIT,      "start_limit",       VALUE_STRING,   UNIT_NONE,       "how many starts in what time are tried; systemd")                                           \
    X(HEAP,             "heap",              VALUE_INT,      UNIT_BYTES,      "heap that one process may grow to (-Xmx, --max-old-space-size); jvm, node")                 \
    X(HEAP_SHARE,       "heap_share",        VALUE_DOUBLE,   UNIT_NONE,       "part of the memory that the process sees which its heap may take, 0..1; jvm")               \
    X(BUFFERS,          "buffers",           VALUE_INT,      UNIT_BYTES,      "what buffers beside the heap of one process may grow to; jvm")                              \
    X(CLASSES,          "classes",           VALUE_INT,      UNIT_BYTES,      "what classes and code beside the heap of one process may grow to; jvm")                     \
    X(STACK,            "stack",             VALUE_INT,      UNIT_BYTES,      "stack of one thread; jvm")                                                                  \
    X(RECYCLING,        "recycling",         VALUE_INT,      UNIT_COUNT,      "requests after which a worker is replaced; 0: never; gunicorn")                             \
    X(RECYCLING_JITTER, "recycling_jitter",  VALUE_INT,      UNIT_COUNT,      "how far apart those requests may lie, so that not all workers go at once; gunicorn, uwsgi") \
    X(RECYCLING_MEMORY, "recycling_memory",  VALUE_INT,      UNIT_BYTES,      "memory of one process at which it is replaced; pm2, uwsgi")                                 \
    X(TIMEOUT_REQUEST,  "timeout_request",   VALUE_DURATION, UNIT_NONE,       "after which a request is ended, or its worker killed; 0: never; gunicorn, uwsgi, php-fpm")  \
    X(TIMEOUT_IDLE,     "timeout_idle",      VALUE_DURATION, UNIT_NONE,       "after which an idle connection of a client is closed; every kind that keeps them")          \
    X(BODY_LIMIT,       "body_limit",        VALUE_INT,      UNIT_BYTES,      "largest request body it takes; php-fpm, php-ini")                                       \
    X(GRACE,            "grace",             VALUE_DURATION, UNIT_NONE,       "time a stopping process gets; nginx, haproxy, systemd, gunicorn, kubernetes")

#define LISTEN_FIELDS(X)                                                                                                                                                   \
    X(ADDRESS,          "address",           VALUE_STRING,   UNIT_NONE,       "address listened on, * for all; nginx, haproxy, gunicorn")                                  \
    X(PORT,             "port",              VALUE_INT,      UNIT_NONE,       "TCP or UDP port; nginx, haproxy, gunicorn")                                                 \
    X(PATH,             "path",              VALUE_STRING,   UNIT_NONE,       "unix socket; nginx, haproxy, gunicorn")                                                     \
    X(BACKLOG,          "backlog",           VALUE_INT,      UNIT_COUNT,      "queue of the socket; nginx, haproxy, gunicorn")                                             \
    X(BACKLOG_STRICT,   "backlog_strict",    VALUE_BOOL,     UNIT_NONE,       "whether it refuses to start where the kernel takes a shorter queue; uwsgi")                 \
    X(MAXCONN,          "maxconn",           VALUE_INT,      UNIT_COUNT,      "connections that its frontend accepts at one time at most; haproxy")                        \
    X(TLS,              "tls",               VALUE_BOOL,     UNIT_NONE,       "whether connections are encrypted; nginx, haproxy, gunicorn")

#define POOL_FIELDS(X)                                                                                                                                                     \
    X(NAME,             "name",              VALUE_STRING,   UNIT_NONE,       "name of the upstream or backend; nginx, haproxy")                                           \
    X(ALGORITHM,        "algorithm",         VALUE_STRING,   UNIT_NONE,       "roundrobin, leastconn, hash, random ...; nginx, haproxy")                                   \
    X(HASH,             "hash",              VALUE_STRING,   UNIT_NONE,       "what is hashed, when the algorithm hashes; nginx, haproxy")                                 \
    X(RETRIES,          "retries",           VALUE_INT,      UNIT_COUNT,      "further tries of a request; nginx, haproxy")                                                \
    X(KEEPALIVE,        "keepalive",         VALUE_INT,      UNIT_COUNT,      "idle connections kept by one process, 0: each request opens one; nginx, haproxy")           \
    X(KEEPALIVE_TIMEOUT, "keepalive_timeout", VALUE_DURATION, UNIT_NONE,      "after which an idle connection that was kept is closed; nginx")                             \
    X(PER_THREAD,       "per_thread",        VALUE_BOOL,     UNIT_NONE,       "whether each thread of the process holds a connection of it while it works; rails")              \
    X(USE,              "use",               VALUE_STRING,   UNIT_NONE,       "what for, where the config says so: cache, sessions; spring-boot")                               \
    X(IDLE,             "idle",              VALUE_DURATION, UNIT_NONE,       "how long a connection may stand idle before the pool closes or probes it; spring-boot")     \
    X(CONNECTIONS,      "connections",       VALUE_INT,      UNIT_COUNT,      "connections that one process opens into it at most; spring-boot, app, variables of containers and units") \
    X(ALL_BACKUPS,      "all_backups",       VALUE_BOOL,     UNIT_NONE,       "whether all backups serve when no other server does, or only the first; nginx, haproxy")    \
    X(SERVING,          "serving",           VALUE_INT,      UNIT_COUNT,      "servers that are sent requests while all are up, alike ones counted; the join")             \
    X(SIZE,             "size",              VALUE_INT,      UNIT_COUNT,      "servers it names, backups and those that are down too, alike ones counted; the join")       \
    X(BACKUPS,          "backups",           VALUE_INT,      UNIT_COUNT,      "backup servers that are not down; the join")                                                \
    X(WATCHED,          "watched",           VALUE_INT,      UNIT_COUNT,      "servers that are not down whose health is watched; the join")                               \
    X(LOCATED,          "located",           VALUE_INT,      UNIT_COUNT,      "servers whose address a host of the facts has; the join")

#define SERVER_FIELDS(X)                                                                                                                                                   \
    X(NAME,             "name",              VALUE_STRING,   UNIT_NONE,       "name of the server in its pool; haproxy; of nginx its address")                             \
    X(ADDRESS,          "address",           VALUE_STRING,   UNIT_NONE,       "host name or address; nginx, haproxy")                                                      \
    X(PORT,             "port",              VALUE_INT,      UNIT_NONE,       "port; nginx, haproxy")                                                                      \
    X(PATH,             "path",              VALUE_STRING,   UNIT_NONE,       "unix socket; nginx, haproxy")                                                               \
    X(COUNT,            "count",             VALUE_INT,      UNIT_COUNT,      "alike servers that its line makes (server-template); 1 otherwise")                          \
    X(WEIGHT,           "weight",            VALUE_INT,      UNIT_NONE,       "weight in force; nginx, haproxy")                                                           \
    X(SHARE,            "share",             VALUE_DOUBLE,   UNIT_NONE,       "part of the pool's requests that one of them is sent while all are up, 0..1; the join")     \
    X(CAPACITY_SHARE,   "capacity_share",    VALUE_DOUBLE,   UNIT_NONE,       "part of the CPUs behind the pool's serving servers that its host has, 0..1; the join")      \
    X(MAXCONN,          "maxconn",           VALUE_INT,      UNIT_COUNT,      "connections it is sent at one time at most; nginx, haproxy")                                \
    X(BACKUP,           "backup",            VALUE_BOOL,     UNIT_NONE,       "used only when the others are down; nginx, haproxy")                                        \
    X(CHECK,            "check",             VALUE_BOOL,     UNIT_NONE,       "whether its health is watched: checks, or failures that are counted; nginx, haproxy")       \
    X(DOWN,             "down",              VALUE_BOOL,     UNIT_NONE,       "switched off in the config; nginx, haproxy")

#define ROUTE_FIELDS(X)                                                                                                                                                    \
    X(FROM,             "from",              VALUE_STRING,   UNIT_NONE,       "name of the frontend or server the requests come through; nginx, haproxy")                  \
    X(CONDITION,        "condition",         VALUE_STRING,   UNIT_NONE,       "which requests: location, ACL; nginx, haproxy")                                             \
    X(TO,               "to",                VALUE_STRING,   UNIT_NONE,       "pool or address they are sent to; nginx, haproxy")                                          \
    X(TIMEOUT_CONNECT,  "timeout_connect",   VALUE_DURATION, UNIT_NONE,       "to establish a connection to the server; nginx, haproxy")                                   \
    X(TIMEOUT_SEND,     "timeout_send",      VALUE_DURATION, UNIT_NONE,       "between two writes to the server; nginx, haproxy")                                          \
    X(TIMEOUT_READ,     "timeout_read",      VALUE_DURATION, UNIT_NONE,       "between two reads from the server; nginx, haproxy")                                         \
    X(TIMEOUT_IDLE,     "timeout_idle",      VALUE_DURATION, UNIT_NONE,       "of an idle kept connection; nginx, haproxy")                                                \
    X(TIMEOUT_QUEUE,    "timeout_queue",     VALUE_DURATION, UNIT_NONE,       "in the proxy's queue; haproxy")                                                             \
    X(TIMEOUT_KILL,     "timeout_kill",      VALUE_DURATION, UNIT_NONE,       "after which the application ends a request")                                                \
    X(RETRIES,          "retries",           VALUE_INT,      UNIT_COUNT,      "further tries of a request; nginx, haproxy")                                                \
    X(BODY_LIMIT,       "body_limit",        VALUE_INT,      UNIT_BYTES,      "largest request body passed on; nginx")
/* clang-format on */

#define X(field, ...) SERVICE_##field,
enum service_field { SERVICE_FIELDS(X) SERVICE_FIELD_COUNT };
#undef X
#define X(field, ...) LISTEN_##field,
enum listen_field { LISTEN_FIELDS(X) LISTEN_FIELD_COUNT };
#undef X
#define X(field, ...) POOL_##field,
enum pool_field { POOL_FIELDS(X) POOL_FIELD_COUNT };
#undef X
#define X(field, ...) SERVER_##field,
enum server_field { SERVER_FIELDS(X) SERVER_FIELD_COUNT };
#undef X
#define X(field, ...) ROUTE_##field,
enum route_field { ROUTE_FIELDS(X) ROUTE_FIELD_COUNT };
#undef X

/* What a rule's `select` can name on the stack. Hosts are facts. */
enum stack_scope { STACK_HOST, STACK_SERVICE, STACK_LISTEN, STACK_POOL, STACK_SERVER, STACK_ROUTE };

/* One row of the tables above. */
struct stack_field {
    struct str name;
    enum value_type type;
    enum value_unit unit;
    struct str meaning;
};

/* The rows of a scope (not STACK_HOST) in their order; *ret_n how many. */
const struct stack_field *stack_fields(enum stack_scope scope, uint32_t *ret_n);

/* Index of a field in its scope's table, or -1. */
int stack_field_index(enum stack_scope scope, struct str name);

#endif
