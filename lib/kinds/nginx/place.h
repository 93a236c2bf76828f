/* What an nginx configuration says about a service: its workers, connections, files and memory. */
#ifndef LOADLINE_KINDS_NGINX_PLACE_H
#define LOADLINE_KINDS_NGINX_PLACE_H

#include "kinds/kind.h"
#include "stack/stack.h"

/* Contributes the service of a root. worker_processes auto is settled at the join by host.cpus_online (ngx_posix_init.c: the
 * online CPUs, blind to affinity and cgroups). Slots: workers x worker_connections. Files of one worker: worker_connections, listening sockets,
 * log files (ngx_event.c, ngx_connection.c). Memory at rest: 432 bytes a connection (ngx_event.c: connection, read and write event) and
 * the zones; worst: see nginx/memory.h, half of the connections being clients where the server proxies. */
void nginx_place(struct kind_job *job, struct contributions *out);

#endif
