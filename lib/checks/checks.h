/* The checks, one function each; check.c lists them by name. A file holds those of one subject. */
#ifndef LOADLINE_CHECKS_CHECKS_H
#define LOADLINE_CHECKS_CHECKS_H

#include "checks/check.h"

/* nginx_clients.c: who nginx takes for its client, behind a balancer. */
void check_nginx_limit_key(const struct check_input *in);

/* host_memory.c: services of a host that fit alone and not together. */
void check_services_exceed_memory(const struct check_input *in);

/* pool_ports.c: servers whose host runs what the pool is for, on another port. */
void check_nobody_listens(const struct check_input *in);

#endif
