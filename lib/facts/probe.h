/* This machine's facts, from what the kernel shows. No command is run and nothing is written. */
#ifndef LOADLINE_FACTS_PROBE_H
#define LOADLINE_FACTS_PROBE_H

#include "facts/host.h"

/* What stands in /proc and /sys below root ("" is this machine; tests have made-up trees): name, cpus, cpus_online, memory, swap, nofile, nofile_hard,
 * kernel. In a container these are the container's. Every value has an ORIGIN_FACT without a place whose text says where it was read; what
 * cannot be read is unknown. cpus is the least of online, affinity, cpuset and quota, and may be a fraction; memory the least of
 * MemTotal and the control groups' limits. nofile is this process's own and thereby an estimate (VALUE_ESTIMATE): units and containers set their own.
 * The host is not finished (host_finish), so that more can be added. source is "this machine". */
struct host *probe_system(struct arena *a, struct str root);

/* Adds the addresses of this machine's interfaces that are up, loopback and link-local ones left out. */
void probe_addresses(struct arena *a, struct host *h);

/* Adds the size of each file system that is on a disk: those that /proc/filesystems below root does not call nodev, and whatever is mounted at "/".
 * Network file systems are left out, for one whose server is gone would block; so are read-only images (snaps) and second mounts of one device. */
void probe_disks(struct arena *a, struct str root, struct host *h);

/* All of the above for this machine. */
struct host *probe_machine(struct arena *a);

/* Things worth knowing that no field holds ("memory.high of control group /x is 1GiB: allocation above it is throttled"); n of them, in a. */
struct str *probe_notes(struct arena *a, struct str root, uint32_t *ret_n);

#endif
