#include "facts/probe.h"

#include "base/num.h"
#include "facts/cgroup.h"
#include "facts/system_file.h"

/* Settings that rules or people ask for when a server runs short: backlogs, ports, files, processes, memory. */
static const struct str kernel_settings[] = {
    STR_INIT("fs.file-max"),
    STR_INIT("fs.nr_open"),
    STR_INIT("kernel.pid_max"),
    STR_INIT("kernel.threads-max"),
    STR_INIT("net.core.netdev_max_backlog"),
    STR_INIT("net.core.somaxconn"),
    STR_INIT("net.ipv4.ip_local_port_range"),
    STR_INIT("net.ipv4.tcp_fin_timeout"),
    STR_INIT("net.ipv4.tcp_max_syn_backlog"),
    STR_INIT("net.ipv4.tcp_tw_reuse"),
    STR_INIT("net.netfilter.nf_conntrack_max"),
    STR_INIT("vm.max_map_count"),
    STR_INIT("vm.overcommit_memory"),
    STR_INIT("vm.overcommit_ratio"),
    STR_INIT("vm.swappiness"),
};

enum { N_KERNEL_SETTINGS = sizeof(kernel_settings) / sizeof(kernel_settings[0]) };

struct probing {
    struct arena *a;
    struct str root;
    struct cgroup_limits groups;
    struct host *host;
};

static struct value found(struct probing *p, struct value v, struct str from)
{
    return value_with_origin(v, origin_new(p->a, ORIGIN_FACT, SPAN_NONE, from));
}

/* Names travel into messages and YAML keys: what is no host name is not taken over. */
static bool is_host_name(struct str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (!ch_is_alpha(s.p[i]) && !ch_is_digit(s.p[i]) && s.p[i] != '-' && s.p[i] != '.' && s.p[i] != '_')
            return false;
    return s.n > 0;
}

static void probe_name(struct probing *p)
{
    struct str text, path = STR("/proc/sys/kernel/hostname");
    bool named = system_file_read(p->a, p->root, path, &text) && is_host_name(str_trim(text));
    p->host->name = found(p, value_string(named ? str_trim(text) : STR("localhost")), path);
}

/* glibc's sysconf(_SC_NPROCESSORS_ONLN), which nginx's `auto` asks, reads this list, and counts cpu lines of /proc/stat without it. */
static bool read_online(struct probing *p, struct cpu_set *ret, struct str *ret_from)
{
    struct str text;
    *ret_from = STR("/sys/devices/system/cpu/online");
    return system_file_read(p->a, p->root, *ret_from, &text) && cpu_set_parse(text, ret);
}

static bool count_cpu_lines(struct probing *p, int64_t *ret)
{
    struct str text;
    int64_t n = 0;
    if (!system_file_read(p->a, p->root, STR("/proc/stat"), &text))
        return false;
    while (text.n > 0) {
        struct str line = str_cut(&text, '\n');
        n += str_starts(line, STR("cpu")) && line.n > 3 && ch_is_digit(line.p[3]);
    }
    *ret = n;
    return n > 0;
}

/* The mask of allowed CPUs names possible ones too, of which most may be absent. */
static bool read_affinity(struct probing *p, struct cpu_set *ret)
{
    struct str text, list;
    return system_file_read(p->a, p->root, STR("/proc/self/status"), &text) &&
           system_file_line(text, STR("Cpus_allowed_list:"), &list) && cpu_set_parse(list, ret);
}

/* Takes away what set does not allow; *from becomes text when that left fewer. A set that would leave none contradicts the others and is passed over. */
static void restrict_to(struct cpu_set *usable, const struct cpu_set *set, struct str *from, struct str text)
{
    struct cpu_set both = *usable;
    cpu_set_intersect(&both, set);
    uint32_t n = cpu_set_count(&both);
    if (n == 0 || n == cpu_set_count(usable))
        return;
    *usable = both;
    *from = text;
}

static void probe_cpus(struct probing *p)
{
    struct cpu_set usable, affinity;
    struct str from;
    int64_t online;
    bool listed = read_online(p, &usable, &from);
    if (listed) {
        online = cpu_set_count(&usable);
    } else if (count_cpu_lines(p, &online)) {
        from = STR("/proc/stat");
    } else {
        return;
    }
    p->host->cpus_online = found(p, value_int(online), from);
    p->host->cpus_online.unit = UNIT_COUNT;
    if (listed && read_affinity(p, &affinity))
        restrict_to(&usable, &affinity, &from, STR("affinity of this process"));
    if (listed && p->groups.has_cpus)
        restrict_to(&usable, &p->groups.cpus, &from, STR("cpuset of its control group"));
    double cpus = listed ? (double)cpu_set_count(&usable) : (double)online;
    if (p->groups.quota > 0 && p->groups.quota < cpus) {
        cpus = p->groups.quota;
        from = p->groups.quota_from;
    }
    p->host->cpus = found(p, value_double(cpus), from);
    p->host->cpus.unit = UNIT_CPUS;
}

/* "MemTotal:       16308324 kB", in bytes. */
static bool meminfo_bytes(struct str meminfo, struct str key, int64_t *ret)
{
    struct str text;
    int64_t kib;
    if (!system_file_line(meminfo, key, &text) || !str_ends(text, STR(" kB")))
        return false;
    return num_parse_int(str_trim(str_slice(text, 0, text.n - 3)), &kib) && kib >= 0 && num_mul(kib, 1024, ret);
}

static void probe_size(struct probing *p, struct str meminfo, struct str key, int64_t limit, struct str limit_from,
                       struct value *to)
{
    int64_t total;
    if (!meminfo_bytes(meminfo, key, &total))
        return;
    bool limited = limit < total;
    struct str from = limited ? limit_from : str_printf(p->a, "%.*s of /proc/meminfo", (int)key.n - 1, key.p);
    *to = found(p, value_size(limited ? limit : total), from);
}

static void probe_memory(struct probing *p)
{
    struct str meminfo;
    if (!system_file_read(p->a, p->root, STR("/proc/meminfo"), &meminfo))
        return;
    probe_size(p, meminfo, STR("MemTotal:"), p->groups.memory, p->groups.memory_from, &p->host->memory);
    probe_size(p, meminfo, STR("SwapTotal:"), p->groups.swap, p->groups.swap_from, &p->host->swap);
}

static struct value limit_value(struct probing *p, struct str word)
{
    int64_t n;
    struct value v = {0};
    if (str_eq(word, STR("unlimited")))
        v = value_unlimited();
    else if (num_parse_int(word, &n) && n >= 0)
        v = value_int(n);
    else
        return v;
    v.unit = UNIT_COUNT;
    v.flags |= VALUE_ESTIMATE;
    return found(p, v, STR("limit of this process; units and containers set their own"));
}

/* "Max open files            1024                 524288               files     " */
static void probe_nofile(struct probing *p)
{
    struct str text, line;
    if (!system_file_read(p->a, p->root, STR("/proc/self/limits"), &text) ||
        !system_file_line(text, STR("Max open files"), &line))
        return;
    struct str soft = str_cut(&line, ' ');
    line = str_trim(line);
    p->host->nofile = limit_value(p, soft);
    p->host->nofile_hard = limit_value(p, str_cut(&line, ' '));
}

/* "net.core.somaxconn" is /proc/sys/net/core/somaxconn. */
static struct str sysctl_path(struct arena *a, struct str name)
{
    struct str path = str_concat(a, STR("/proc/sys/"), name);
    char *p = (char *)path.p;
    for (uint32_t i = 0; i < path.n; i++)
        if (p[i] == '.')
            p[i] = '/';
    return path;
}

/* One number, or several between blanks. */
static bool parse_numbers(struct arena *a, struct str text, struct value *ret)
{
    VEC(struct value) numbers = {0};
    text = str_trim(text);
    while (text.n > 0) {
        uint32_t n = 0;
        while (n < text.n && !ch_is_space(text.p[n]))
            n++;
        struct value v = value_int(0);
        if (!num_parse_int(str_slice(text, 0, n), &v.as.i))
            return false;
        vec_push(a, &numbers, v);
        text = str_trim(str_slice(text, n, text.n));
    }
    if (numbers.n > 0)
        *ret = numbers.n == 1 ? numbers.p[0] : value_list(numbers.p, numbers.n);
    return numbers.n > 0;
}

static void probe_kernel(struct probing *p)
{
    struct value_map *map = value_map_new(p->a, N_KERNEL_SETTINGS);
    for (uint32_t i = 0; i < N_KERNEL_SETTINGS; i++) {
        struct str text, path = sysctl_path(p->a, kernel_settings[i]);
        struct value v;
        if (system_file_read(p->a, p->root, path, &text) && parse_numbers(p->a, text, &v))
            value_map_put(p->a, map, value_string(kernel_settings[i]), found(p, v, path));
    }
    if (map->n > 0)
        p->host->kernel = found(p, value_map(map), STR("/proc/sys"));
}

struct host *probe_system(struct arena *a, struct str root)
{
    struct probing p = {.a = a, .root = root, .host = arena_new(a, struct host)};
    cgroup_limits_read(a, root, &p.groups);
    p.host->source = STR("this machine");
    probe_name(&p);
    probe_cpus(&p);
    probe_memory(&p);
    probe_nofile(&p);
    probe_kernel(&p);
    return p.host;
}

struct host *probe_machine(struct arena *a)
{
    struct host *h = probe_system(a, (struct str){0});
    probe_addresses(a, h);
    probe_disks(a, (struct str){0}, h);
    return h;
}

struct str *probe_notes(struct arena *a, struct str root, uint32_t *ret_n)
{
    struct cgroup_limits g;
    struct str *notes = arena_array(a, struct str, 1);
    cgroup_limits_read(a, root, &g);
    *ret_n = 0;
    if (g.memory_high < INT64_MAX && g.memory_high < g.memory)
        notes[(*ret_n)++] = str_printf(a, "%.*s is %.*s: allocation above it is throttled", STR_ARG(g.memory_high_from),
                                       STR_ARG(num_format_size(a, g.memory_high)));
    return notes;
}
