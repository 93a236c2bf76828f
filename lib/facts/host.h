/* A host: what it has, what was measured on it, and which configs it runs. The one list of its fields stands here. */
#ifndef LOADLINE_FACTS_HOST_H
#define LOADLINE_FACTS_HOST_H

#include "base/vec.h"
#include "value/value.h"

/* How a field is written in a facts file and what its value is. */
enum fact_type {
    FACT_NAME,        /* string: the key in `hosts:`, not a key of its own */
    FACT_TEXT,        /* string */
    FACT_COUNT,       /* int >= 0 */
    FACT_MACHINES,    /* int >= 1 */
    FACT_LIMIT,       /* int >= 0, or "unlimited" */
    FACT_CPUS,        /* double > 0; "500m" is half a CPU, as Kubernetes writes it */
    FACT_RATE,        /* double >= 0, per second */
    FACT_SIZE,        /* int, bytes */
    FACT_ADDRESSES,   /* list of strings: addresses, networks ("10.17.0.0/24") or names */
    FACT_PATTERNS,    /* list of strings: paths and globs; base directories in host.patterns */
    FACT_KERNEL,      /* map of sysctl to int, string, or list of ints */
    FACT_SIZES,       /* map of text to size */
    FACT_MEASURED,    /* the same; its values carry VALUE_MEASURED */
    FACT_ALLOCATABLE, /* map with the keys cpus and memory */
};

/* Every field: its name in files, in rules (host.<name>) and in struct host; its type; what it means.
 * CLI.md and the founding incidents' facts name the keys; cpus_online is ours, for containers. */
/* clang-format off */
#define HOST_FIELDS(X)                                                                                                 \
    X(name,           FACT_NAME,        "what the host is called")                                                     \
    X(count,          FACT_MACHINES,    "identical machines behind this entry; default 1")                             \
    X(role,           FACT_TEXT,        "what it is for: web, kubernetes-node, standby ...")                           \
    X(site,           FACT_TEXT,        "where it stands: hosts of one site fail together")                            \
    X(cpus,           FACT_CPUS,        "CPUs it may use: the least of online, affinity, cpuset and quota")            \
    X(cpus_online,    FACT_COUNT,       "CPUs that software counts which ignores quotas (nginx `auto`)")               \
    X(memory,         FACT_SIZE,        "memory it may use: RAM, or the least limit of its control groups")            \
    X(swap,           FACT_SIZE,        "swap it may use beside memory")                                               \
    X(reserve,        FACT_SIZE,        "memory the system keeps; default the larger of 256MiB and 5% of memory")      \
    X(nofile,         FACT_LIMIT,       "open files a service gets when its own unit or container says nothing")       \
    X(nofile_hard,    FACT_LIMIT,       "how far a service may raise that")                                            \
    X(addresses,      FACT_ADDRESSES,   "addresses, networks or names under which others reach it")                    \
    X(kernel,         FACT_KERNEL,      "kernel settings (sysctl)")                                                    \
    X(disk,           FACT_SIZES,       "size of each file system, by mount point")                                    \
    X(peak_clients,   FACT_COUNT,       "most clients connected at once, measured")                                    \
    X(peak_rps,       FACT_RATE,        "most requests in a second, measured")                                         \
    X(process_memory, FACT_MEASURED,    "resident memory of one process, measured, by <program>-worker or program")     \
    X(configs,        FACT_PATTERNS,    "configs that it runs: paths, directories, globs")                             \
    X(allocatable,    FACT_ALLOCATABLE, "what a Kubernetes node leaves to pods: cpus, memory")
/* clang-format on */

/* Where a pattern of `configs` starts from. dir is absolute and normalized, pattern relative to it and without leading "../". */
struct host_pattern {
    struct str dir, pattern;
    struct span at;
};

/* One host. Lives in the run's arena; never changed once facts_merge or host_finish is through with it. A field that nobody gave is unknown
 * with the reason "host.<field>". */
struct host {
#define X(field, type, meaning) struct value field;
    HOST_FIELDS(X)
#undef X
    VEC(struct host_pattern) patterns; /* of configs */
    struct str source; /* where its facts came from: "facts/web-1.yaml", "this machine", "command line" */
};

enum host_field_id {
#define X(field, type, meaning) HOST_##field,
    HOST_FIELDS(X)
#undef X
        HOST_FIELD_COUNT
};

/* A row of the table above. */
struct host_field_info {
    struct str name;
    enum fact_type type;
    struct str meaning;
};

const struct host_field_info *host_field_info(enum host_field_id id);

/* The id of a field by name; HOST_FIELD_COUNT for no field. */
enum host_field_id host_field_find(struct str name);

/* The field nearest to an unknown name; empty when none is near. */
struct str host_field_nearest(struct str name);

/* A field by id, for reading and for filling in. */
struct value *host_value(struct host *h, enum host_field_id id);

/* The value of a field by name; false, *ret untouched, when hosts have no such field. */
bool host_field(const struct host *h, struct str name, struct value *ret);

/* Whether the field was given: a fact, not a default and not unknown. Unknown names were not given. */
bool host_has(const struct host *h, struct str name);

/* Hosts in expressions: host.<field>, has(host.<field>). */
extern const struct object_class host_class;

/* The value under a key of a map field (kernel, disk, process_memory, allocatable); unknown with the reason "host.<field>.<key>" when
 * the map or the key is absent. */
struct value host_map_value(struct arena *a, const struct host *h, enum host_field_id id, struct str key);

/* Fills in what was not given: count 1; cpus_online as many as cpus when those are whole (a fraction is a quota, behind which more are
 * online); reserve the larger of 256 MiB and 5% of memory; name "unnamed"; everything else unknown, with its reason. */
void host_finish(struct arena *a, struct host *h);

/* Whether `configs` names the file: by its path, by a glob, or by a directory above it. real: absolute, normalized (struct file.real). */
bool host_lists_file(const struct host *h, struct str real);

/* Adds a pattern of `configs` written in a file whose relative paths start from dir (absolute, normalized). */
void host_add_pattern(struct arena *a, struct host *h, struct str dir, struct str pattern, struct span at);

/* "web-1 (4 CPUs, 8GiB, facts/web-1.yaml)": for summaries. Unknown parts are named as unknown. */
struct str host_summary(struct arena *a, const struct host *h);

#endif
