/* Which hosts a run judges for. Never silently the wrong one: every choice can be told, and none is made without facts. */
#ifndef LOADLINE_ENGINE_HOSTS_H
#define LOADLINE_ENGINE_HOSTS_H

#include "engine/project.h"

/* What the command line and the environment say. */
struct hosts_request {
    const struct str *facts; /* --facts: files, directories, "local" */
    uint32_t n_facts;
    const struct str *names; /* --host */
    uint32_t n_names;
    struct str cpus, memory; /* --cpus, --memory as given; empty: not given */
    bool in_ci;              /* CI is set and not "false" */
    bool earlier;            /* names that no facts have are passed over: they came later */
    bool hook;               /* a commit is judged, not what runs here */
    bool compared;           /* with a baseline or a revision, which others share whose machines differ */
    struct str machine;      /* root of /proc and /sys; empty: this machine. Tests have made-up ones */
};

/* Whom a run judges for. */
struct run_hosts {
    struct facts facts;              /* merged: all hosts that are known, and dns, certificates, today */
    VEC(const struct host *) chosen; /* judged for; none: rules that ask for a host end as not run */
    const struct host *only;         /* also judges files that no host lists; NULL: nobody does */
    bool unasked; /* only is this machine, for lack of other facts: nothing to judge configs by that run elsewhere */
    struct str why_none;             /* chosen is empty: why, and how to change that; for the summary */
};

/* Gathers facts and chooses:
 *  1. --cpus or --memory: one nameless host with just these. Not together with --facts or --host.
 *  2. --facts: those files, and this machine for "local"; entries of loadline.yaml go over them.
 *  3. loadline.yaml: the files of its `facts:`, its `hosts:` over them.
 *  4. neither: this machine as it is; but none where a build machine's facts would pass for the host's (CI is set), in a hook, and where findings
 *     are compared: those of the machine that wrote a baseline would be missed, or be new, on every other.
 * --host names the hosts to judge for; without it all known ones are. An unknown name is a fault with the nearest one. project may be
 * one without a file. Faults go to r->faults; then the choice is not to be used. */
void hosts_choose(struct reading *r, const struct project *p, const struct hosts_request *q, struct run_hosts *ret);

/* The chosen hosts that a file is judged for, in their order: those that list it; or, for a file that no known host lists, the only one (the one known, or the
 * one that --host names). Returns how many, the array in a. real: struct file.real. */
uint32_t hosts_for_file(const struct run_hosts *h, struct arena *a, struct str real, const struct host ***ret);

#endif
