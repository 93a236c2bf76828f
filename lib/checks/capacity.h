/* Workers, memory, CPUs and files of a service against its host. Each is the check of the rule capacity/<name>. */
#ifndef LOADLINE_CHECKS_CAPACITY_H
#define LOADLINE_CHECKS_CAPACITY_H

#include "checks/check.h"

check_fn check_workers_exceed_cpus;
check_fn check_workers_exceed_memory;
check_fn check_auto_workers_ignore_quota;
check_fn check_connections_exceed_nofile;

#endif
