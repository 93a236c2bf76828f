/* How much HAProxy can carry, by the arithmetic of its own sources: limits of connections, file descriptors, memory.
 *
 * The formulas are those of src/haproxy.c of 2.6 to 3.0 and src/limits.c since 3.1 (compute_ideal_maxpipes, compute_ideal_maxconn, compute_ideal_maxsock, set_global_maxconn); sizes of
 * structures were measured on x86_64 builds. capacity_oracle_test.c holds them against a HAProxy 2.6 that runs. Nothing here is unknown: who lacks a number must not ask. */
#ifndef LOADLINE_KINDS_HAPROXY_CAPACITY_H
#define LOADLINE_KINDS_HAPROXY_CAPACITY_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* File descriptors that it reserves beside connections: global.maxsock before the limit of connections is added. */
struct haproxy_reserved {
    int64_t listeners; /* sockets of bind, stats socket, peers, log-forward; each port of a range */
    int64_t checks;    /* health checks of servers */
    int64_t agents;    /* agent checks */
    int64_t ports;     /* "port" and "agent-port" count once more for each time that they are written */
    int64_t cli;    /* connections to the stats sockets: 10, or stats maxconn; 0 without a stats socket and a master */
    int64_t peers;  /* 3 for each peer */
    int64_t master; /* 1 under a master process (-W, -Ws, master-worker): the worker's socket to it */
};

/* What a configuration and its surroundings give to the formulas. 0 stands for "not set" wherever the configuration may leave a number out. */
struct haproxy_sizing {
    uint32_t version; /* version_number; 0: not told, then what differs counts as the release that needs most */
    struct haproxy_reserved reserved;
    int64_t threads;
    int64_t nofile;    /* open files when it starts: the larger of the soft and the hard limit */
    int64_t memmax_mb; /* option -m, in units of 2^20 bytes */
    int64_t maxconn, maxsslconn, ulimit_n, fd_hard_limit, maxpipes; /* of global */
    int64_t bufsize;                                                /* tune.bufsize */
    int64_t ssl_cache;                                              /* tune.ssl.cachesize, in blocks */
    int64_t zlib_bytes;                                             /* maxzlibmem */
    int ssl_sides;                                                  /* 1 for TLS to clients, 1 for TLS to servers */
    int64_t splice_frontends;                                       /* sum of the maxconn of frontends that splice */
    int64_t splice_backends; /* sum of the fullconn of backends that splice and set it */
    int64_t splice_default;  /* backends that splice and do not set it */
    bool splice_unlimited;   /* a frontend that splices has no maxconn */
};

/* 10 that are always kept free, and all of r. */
int64_t haproxy_reserved_fds(const struct haproxy_reserved *r);

/* Pipes for splicing when that many connections are the limit (0: it is not known yet; then -1 may come back for half a pipe a connection). compute_ideal_maxpipes(). */
int64_t haproxy_pipes(const struct haproxy_sizing *s, int64_t maxconn);

/* The limit of connections that the number of files allows, at least 100: what global maxconn is when nobody sets it, nor -m. Since 3.1 fd-hard-limit is 1048576 where neither maxconn,
 * ulimit-n, fd-hard-limit nor -m is set. compute_ideal_maxconn(). */
int64_t haproxy_ideal_maxconn(const struct haproxy_sizing *s);

/* The limit of connections in force: what is set, else by -m, else haproxy_ideal_maxconn. 0: it refuses to start, for maxsslconn alone needs more memory than -m gives.
 * set_global_maxconn(). */
int64_t haproxy_maxconn(const struct haproxy_sizing *s);

/* File descriptors it means to open at most: what it sets RLIMIT_NOFILE to without ulimit-n, Maxsock of "show info". compute_ideal_maxsock(). */
int64_t haproxy_maxsock(const struct haproxy_sizing *s, int64_t maxconn);

/* Bytes of one connection with a stream: STREAM_MAX_COST by version and two buffers; with TLS 16KiB for each side and 76KiB for a handshake, which only one side does at a time. */
int64_t haproxy_connection_bytes(const struct haproxy_sizing *s);

/* Bytes that are taken at the start: tables over all file descriptors (64 + 16 + 4 a thread each; init_pollers(), fd_updt), and 200 bytes for each block of the TLS session cache when TLS
 * is used. */
int64_t haproxy_rest_bytes(const struct haproxy_sizing *s, int64_t maxsock);

/* The automatic number of threads on that many usable CPUs: at most 64 before 3.4, where a second group had to be asked for (thread-groups), 1024 since (MAX_THREADS). groups: thread-groups,
 * 0 when not set. */
int64_t haproxy_auto_threads(uint32_t version, int64_t cpus, int64_t groups);

/* Default of fullconn: a tenth of the connections of all frontends that may lead to the backend, at least 1. proxy_adjust_all_maxconn(). */
int64_t haproxy_auto_fullconn(int64_t sum);

/* A stick table: what its line says. */
struct haproxy_table {
    int64_t entries; /* size */
    int64_t
        key_bytes; /* by type: 4 of ip and integer, 16 of ipv6, len (32) of string and binary, and 1 behind a string's */
    int64_t data_bytes; /* of what it stores */
};

/* One word of "type": ip, string ...; len: of "len" behind it, 0 without. False: no such type. */
bool haproxy_table_key_bytes(struct str type, int64_t len, int64_t *ret);

/* Bytes of the list behind "store": "gpc0,http_req_rate(10s),gpt(5)". What is written twice counts once. */
int64_t haproxy_table_data_bytes(struct str list);

/* Bytes of one entry: sizeof(struct stksess) by version, its data rounded to 8, its key; in pools of 2.x rounded to 32 with 8 behind it, since 3.0 to 16. */
int64_t haproxy_table_entry_bytes(uint32_t version, const struct haproxy_table *t);

/* The steps of the same numbers, one a line, for origins. */
struct str haproxy_maxconn_steps(struct arena *a, const struct haproxy_sizing *s);
struct str haproxy_maxsock_steps(struct arena *a, const struct haproxy_sizing *s, int64_t maxconn);
struct str haproxy_connection_steps(struct arena *a, const struct haproxy_sizing *s);

#endif
