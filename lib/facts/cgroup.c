#include "facts/cgroup.h"

#include "base/num.h"
#include "base/path.h"
#include "facts/mounts.h"
#include "facts/system_file.h"

/* v1 has no word for "none": it prints the largest page-aligned number. */
static const int64_t NO_LIMIT = INT64_MAX - (64 << 10);

/* A controller's place: dir is where its group's files are, top the mount point that ends the walk upwards; both below root. */
struct hierarchy {
    struct str dir, top;
    bool v2;
};

struct reading_groups {
    struct arena *a;
    struct str root;
    struct str groups; /* /proc/self/cgroup */
    struct str mounts; /* /proc/self/mountinfo */
};

/* The path of the group for a controller: "4:memory:/x" (v1), else "0::/x". */
static bool group_path(struct str groups, struct str controller, struct str *ret_path, bool *ret_v2)
{
    bool found = false;
    while (groups.n > 0) {
        struct str line = str_cut(&groups, '\n');
        struct str id = str_cut(&line, ':'), names = str_cut(&line, ':');
        bool v2 = str_eq(id, STR("0")) && names.n == 0;
        if (line.n == 0 || (!v2 && !mount_has_option(names, controller)))
            continue;
        if (found && v2)
            continue;
        *ret_path = line;
        *ret_v2 = v2;
        found = true;
        if (!v2)
            break;
    }
    return found;
}

/* The group's directory in a mount that shows the hierarchy from mount.root on. A group outside of what is mounted (another
 * cgroup namespace) leaves the mount point, which is the nearest that can be seen. */
static struct str group_dir(struct arena *a, const struct mount_line *m, struct str path)
{
    struct str root = path_normalize(a, m->root), rest = path_normalize(a, path);
    if (!path_is_below(rest, root) || !path_is_absolute(rest) || str_find(path, STR("/..")) < path.n)
        return m->point;
    rest = str_slice(rest, str_eq(root, STR("/")) ? 1 : root.n + 1, rest.n);
    return rest.n == 0 ? m->point : path_join(a, m->point, rest);
}

static bool find_hierarchy(struct reading_groups *g, struct str controller, struct hierarchy *ret)
{
    struct str path, mounts = g->mounts;
    struct mount_line m;
    bool v2;
    if (!group_path(g->groups, controller, &path, &v2))
        return false;
    while (mount_next(g->a, &mounts, &m)) {
        bool ours = v2 ? str_eq(m.type, STR("cgroup2"))
                       : str_eq(m.type, STR("cgroup")) && mount_has_option(m.super, controller);
        if (!ours)
            continue;
        *ret = (struct hierarchy){path_normalize(g->a, group_dir(g->a, &m, path)), path_normalize(g->a, m.point), v2};
        return true;
    }
    return false;
}

static bool read_group_file(struct reading_groups *g, struct str dir, const char *name, struct str *ret)
{
    if (!system_file_read(g->a, g->root, path_join(g->a, dir, str_from(name)), ret))
        return false;
    *ret = str_trim(*ret);
    return true;
}

/* A number of bytes; "max", what v1 prints for none, and anything malformed are INT64_MAX. */
static int64_t group_bytes(struct reading_groups *g, struct str dir, const char *name)
{
    struct str text;
    int64_t v;
    if (!read_group_file(g, dir, name, &text) || !num_parse_int(text, &v) || v < 0 || v >= NO_LIMIT)
        return INT64_MAX;
    return v;
}

/* "/docker/4f1" as people know it: the part below the mount point. */
static struct str say_from(struct reading_groups *g, const struct hierarchy *h, struct str dir, const char *file)
{
    struct str group = str_slice(dir, h->top.n, dir.n);
    return str_printf(g->a, "%s of control group %.*s", file, STR_ARG(group.n ? group : STR("/")));
}

static void lower(int64_t *limit, struct str *from, int64_t v, struct str text)
{
    if (v < *limit) {
        *limit = v;
        *from = text;
    }
}

static void read_memory(struct reading_groups *g, const struct hierarchy *h, struct str dir, struct cgroup_limits *ret)
{
    const char *max = h->v2 ? "memory.max" : "memory.limit_in_bytes";
    int64_t limit = group_bytes(g, dir, max);
    lower(&ret->memory, &ret->memory_from, limit, say_from(g, h, dir, max));
    if (h->v2) {
        lower(&ret->memory_high, &ret->memory_high_from, group_bytes(g, dir, "memory.high"),
              say_from(g, h, dir, "memory.high"));
        lower(&ret->swap, &ret->swap_from, group_bytes(g, dir, "memory.swap.max"),
              say_from(g, h, dir, "memory.swap.max"));
        return;
    }
    int64_t both = group_bytes(g, dir, "memory.memsw.limit_in_bytes");
    if (both < INT64_MAX && limit <= both)
        lower(&ret->swap, &ret->swap_from, both - limit, say_from(g, h, dir, "memory.memsw.limit_in_bytes"));
}

/* "150000 100000" or "max 100000". */
static double quota_v2(struct reading_groups *g, struct str dir)
{
    struct str text;
    int64_t quota, period = 100000;
    if (!read_group_file(g, dir, "cpu.max", &text))
        return 0;
    struct str first = str_cut(&text, ' ');
    if (!num_parse_int(first, &quota) || (text.n > 0 && !num_parse_int(text, &period)))
        return 0;
    return quota > 0 && period > 0 ? (double)quota / (double)period : 0;
}

static double quota_v1(struct reading_groups *g, struct str dir)
{
    struct str quota_text, period_text;
    int64_t quota, period;
    if (!read_group_file(g, dir, "cpu.cfs_quota_us", &quota_text) ||
        !read_group_file(g, dir, "cpu.cfs_period_us", &period_text))
        return 0;
    if (!num_parse_int(quota_text, &quota) || !num_parse_int(period_text, &period))
        return 0;
    return quota > 0 && period > 0 ? (double)quota / (double)period : 0; /* -1: none */
}

static void read_quota(struct reading_groups *g, const struct hierarchy *h, struct str dir, struct cgroup_limits *ret)
{
    double quota = h->v2 ? quota_v2(g, dir) : quota_v1(g, dir);
    if (quota <= 0 || (ret->quota > 0 && quota >= ret->quota))
        return;
    ret->quota = quota;
    ret->quota_from = say_from(g, h, dir, h->v2 ? "cpu.max" : "cpu.cfs_quota_us");
}

static void read_cpuset(struct reading_groups *g, const struct hierarchy *h, struct str dir, struct cgroup_limits *ret)
{
    struct str text;
    struct cpu_set set;
    bool read = read_group_file(g, dir, h->v2 ? "cpuset.cpus.effective" : "cpuset.effective_cpus", &text);
    if (!read && (h->v2 || !read_group_file(g, dir, "cpuset.cpus", &text)))
        return;
    if (!cpu_set_parse(text, &set))
        return;
    if (ret->has_cpus)
        cpu_set_intersect(&ret->cpus, &set);
    else
        ret->cpus = set;
    ret->has_cpus = true;
}

typedef void group_fn(struct reading_groups *g, const struct hierarchy *h, struct str dir, struct cgroup_limits *ret);

/* The group itself and each above it, up to the mount point. */
static void read_upwards(struct reading_groups *g, struct str controller, group_fn *read, struct cgroup_limits *ret)
{
    struct hierarchy h;
    if (!find_hierarchy(g, controller, &h))
        return;
    struct str dir = h.dir;
    while (path_is_below(dir, h.top)) {
        read(g, &h, dir, ret);
        if (str_eq(dir, STR("/")))
            break;
        dir = path_dir(dir);
    }
}

void cgroup_limits_read(struct arena *a, struct str root, struct cgroup_limits *ret)
{
    struct reading_groups g = {.a = a, .root = root};
    *ret = (struct cgroup_limits){.memory = INT64_MAX, .memory_high = INT64_MAX, .swap = INT64_MAX};
    if (!system_file_read(a, root, STR("/proc/self/cgroup"), &g.groups) ||
        !system_file_read(a, root, STR("/proc/self/mountinfo"), &g.mounts))
        return;
    read_upwards(&g, STR("cpu"), read_quota, ret);
    read_upwards(&g, STR("cpuset"), read_cpuset, ret);
    read_upwards(&g, STR("memory"), read_memory, ret);
}
