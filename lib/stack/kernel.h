/* The settings of a host's kernel: what was measured, and over it what the files that are to be deployed set. */
#ifndef LOADLINE_STACK_KERNEL_H
#define LOADLINE_STACK_KERNEL_H

#include "stack/stack.h"

/* Puts what all files of a host set over host->kernel, before the join. Files are read as systemd-sysctl and `sysctl --system` do: in the order of their names, whatever
 * their directories, sysctl.conf as 99-sysctl.conf; of two of one name the one in /etc goes before /run, /usr/local/lib, /usr/lib, /lib, and the other one is not
 * read. The last assignment of a key holds, a pattern only where the key itself is not set. Two files of one name and rank that differ: which is deployed is not known, nor is then the value.
 * A file goes before a fact: the fact tells what runs, the file what will. Where both are known and differ the value's derivation says so. What a later file sets otherwise is a clash in s.
 * Source: sysctl.d(5), parse_file and apply_all of systemd 252, src/sysctl/sysctl.c; PreloadSystem of procps 4.0. */
void stack_set_kernel(struct stack *s, struct host *host, const struct kernel_setting *settings, uint32_t n);

/* The key with its dots and slashes changed for each other: a path below /proc/sys of a key with dots, and back. In a. */
struct str kernel_key_swapped(struct arena *a, struct str key);

#endif
