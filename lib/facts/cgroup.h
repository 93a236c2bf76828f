/* What the control groups of this process allow it: v1, v2, and both at once. */
#ifndef LOADLINE_FACTS_CGROUP_H
#define LOADLINE_FACTS_CGROUP_H

#include "base/arena.h"
#include "facts/cpu_set.h"

/* The least limit of the process's own group and every group above it that can be seen. INT64_MAX and 0 quota: no limit. */
struct cgroup_limits {
    double quota;        /* CPUs: quota by period; 0: none */
    struct cpu_set cpus; /* cpuset; has_cpus false: none */
    bool has_cpus;
    int64_t memory;        /* memory.max, memory.limit_in_bytes */
    int64_t memory_high;   /* memory.high: not a limit, but allocation above it is throttled */
    int64_t swap;          /* memory.swap.max, or memory.memsw.limit_in_bytes less memory.limit_in_bytes */
    struct str quota_from; /* "cpu.max of control group /docker/4f1": which group says so */
    struct str memory_from, memory_high_from, swap_from;
};

/* Resolved through /proc/self/cgroup and /proc/self/mountinfo below root: a controller is on v1 when it has a hierarchy of its own there, on v2 otherwise. In a
 * container the groups above its own are often hidden: what can't be seen doesn't count. A malformed file counts as no limit.
 * Source: Documentation/admin-guide/cgroup-v2.rst, cgroup-v1/{memory,cpusets}.rst, scheduler/sched-bwc.rst; proc(5), cgroups(7). */
void cgroup_limits_read(struct arena *a, struct str root, struct cgroup_limits *ret);

#endif
