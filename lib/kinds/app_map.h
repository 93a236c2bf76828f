/* How loadline.yaml maps an application's own config, any YAML or JSON, onto the stack: what an entry of `apps:` says. */
#ifndef LOADLINE_KINDS_APP_MAP_H
#define LOADLINE_KINDS_APP_MAP_H

#include "kinds/tree_path.h"
#include "value/value.h"

enum app_type {
    APP_COUNT,   /* int >= 0 */
    APP_SIZE,    /* int, bytes; a bare number has the unit that the entry gives it */
    APP_TIME,    /* duration; the same */
    APP_BOOL,    /* true or false */
    APP_TEXT,    /* string */
    APP_ADDRESS, /* places to listen on or to connect to, one or a list of them: kinds/app_address.h */
};

/* The keys of `set`: what a config says of its service. */
/* clang-format off */
#define APP_FIGURES(X)                                        \
    X(COPIES,         "copies",              APP_COUNT)       \
    X(WORKERS,        "workers",             APP_COUNT)       \
    X(THREADS,        "threads",             APP_COUNT)       \
    X(CONNECTIONS,    "connections",         APP_COUNT)       \
    X(MEMORY,         "memory",              APP_SIZE)        \
    X(WORKER_MEMORY,  "worker_memory",       APP_SIZE)        \
    X(HEAP,           "heap",                APP_SIZE)        \
    X(RESTART_MEMORY, "restart_memory",      APP_SIZE)        \
    X(MAX_REQUESTS,   "max_requests",        APP_COUNT)       \
    X(JITTER,         "max_requests_jitter", APP_COUNT)       \
    X(LISTEN,         "listen",              APP_ADDRESS)     \
    X(ADDRESS,        "address",             APP_TEXT)        \
    X(PORT,           "port",                APP_COUNT)       \
    X(BACKLOG,        "backlog",             APP_COUNT)       \
    X(TLS,            "tls",                 APP_BOOL)        \
    X(BODY_LIMIT,     "body_limit",          APP_SIZE)        \
    X(TIMEOUT,        "timeout",             APP_TIME)        \
    X(IDLE_TIMEOUT,   "idle_timeout",        APP_TIME)        \
    X(GRACE,          "grace",               APP_TIME)

/* The keys of an item of `connects`: what it says of its connections to something else. */
#define APP_LINKS(X)                                          \
    X(TO,                "to",                APP_ADDRESS)    \
    X(ADDRESS,           "address",           APP_TEXT)       \
    X(PORT,              "port",              APP_COUNT)      \
    X(POOL,              "pool",              APP_COUNT)      \
    X(KEEPALIVE,         "keepalive",         APP_COUNT)      \
    X(KEEPALIVE_TIMEOUT, "keepalive_timeout", APP_TIME)       \
    X(IDLE_TIMEOUT,      "idle_timeout",      APP_TIME)       \
    X(CONNECT_TIMEOUT,   "connect_timeout",   APP_TIME)       \
    X(TIMEOUT,           "timeout",           APP_TIME)       \
    X(RETRIES,           "retries",           APP_COUNT)
/* clang-format on */

#define X(name, ...) FIGURE_##name,
enum app_figure_id { APP_FIGURES(X) FIGURE_COUNT };
#undef X
#define X(name, ...) LINK_##name,
enum app_link_id { APP_LINKS(X) LINK_COUNT };
#undef X

/* Where one figure stands in a config. */
struct app_figure {
    bool given; /* the entry says something of it */
    enum app_type type;
    struct str written; /* the path as loadline.yaml has it; empty: none, only the default counts */
    struct tree_path path;
    struct span at;     /* of that path, or of what stands for it */
    struct str unit;    /* of a bare number: "ms", "MiB"; empty: none */
    struct value deflt; /* what holds where the config says nothing; null: nobody knows */
};

/* What an app connects to. */
struct app_link {
    struct str name;
    struct span at;
    struct app_figure figure[LINK_COUNT];
};

/* One entry of `apps`. */
struct app_map {
    struct str name; /* of the service */
    /* What units and containers run, what memory was measured of; the name where nothing else is given. */
    struct str program;
    struct str model; /* "process", "thread", "event"; empty: what is mapped tells */
    struct span at;
    struct app_figure figure[FIGURE_COUNT];
    VEC(struct app_link) links;
};

/* The value of a text for a type; unit is what a bare number is counted in. False when it is none: *ret_wanted then says what is wanted ("a whole number").
 * Not for APP_ADDRESS. Has no origin. */
bool app_value(enum app_type type, struct str text, struct str unit, struct value *ret, const char **ret_wanted);

/* Whether a bare number of the type may have that unit. */
bool app_unit(enum app_type type, struct str unit);

#endif
