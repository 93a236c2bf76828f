/* Sets of CPUs as the kernel lists them: "0-3,8". */
#ifndef LOADLINE_FACTS_CPU_SET_H
#define LOADLINE_FACTS_CPU_SET_H

#include "base/str.h"

enum { CPU_SET_BITS = 8192 }; /* the most that any architecture's NR_CPUS can be set to */

struct cpu_set {
    uint64_t words[CPU_SET_BITS / 64];
};

/* A list in the kernel's form, a line end allowed; false, *ret untouched, when it is empty, malformed, or names a CPU beyond CPU_SET_BITS. */
bool cpu_set_parse(struct str list, struct cpu_set *ret);

void cpu_set_intersect(struct cpu_set *x, const struct cpu_set *y);
uint32_t cpu_set_count(const struct cpu_set *x);

#endif
