/* What a Java process may take, for all kinds that tell of one: the flags say a part, the application another. */
#ifndef LOADLINE_KINDS_JVM_MEMORY_H
#define LOADLINE_KINDS_JVM_MEMORY_H

#include "stack/stack.h"

/* Completes the memory of a Java service on a host; fits struct service's settle.
 *   heap          from heap_share (MaxRAMPercentage) of the smaller of memory_limit and the host's memory: the JVM reads its cgroup (JDK-8146115, since 10 and 8u191)
 *   memory_worst  heap + buffers + classes + threads x stack, of these what somebody set; what nobody bounds stays out and the derivation says so. Unknown without a heap.
 * Source: docs.oracle.com, "The java Command"; HotSpot gc_globals.hpp, globals.hpp, 17. */
void jvm_settle(struct service *s, const struct host *host, struct arena *a);

#endif
