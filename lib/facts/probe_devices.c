/* What the machine has beside CPUs and memory: interfaces and disks. */
#include "facts/probe.h"

#include "base/map.h"
#include "base/num.h"
#include "base/utf8.h"
#include "facts/mounts.h"
#include "facts/system_file.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

static bool is_link_local(const struct in6_addr *address)
{
    return address->s6_addr[0] == 0xFE && (address->s6_addr[1] & 0xC0) == 0x80;
}

/* The address as text; false for families without one and for addresses that reach no other host. */
static bool address_text(const struct ifaddrs *i, char z[INET6_ADDRSTRLEN])
{
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)i->ifa_addr;
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)i->ifa_addr;
    if (!i->ifa_addr || !(i->ifa_flags & IFF_UP) || (i->ifa_flags & IFF_LOOPBACK))
        return false;
    if (i->ifa_addr->sa_family == AF_INET)
        return inet_ntop(AF_INET, &v4->sin_addr, z, INET6_ADDRSTRLEN) != NULL;
    return i->ifa_addr->sa_family == AF_INET6 && !is_link_local(&v6->sin6_addr) &&
           inet_ntop(AF_INET6, &v6->sin6_addr, z, INET6_ADDRSTRLEN);
}

void probe_addresses(struct arena *a, struct host *h)
{
    struct ifaddrs *all = NULL;
    VEC(struct value) addresses = {0};
    const struct origin *o = origin_new(a, ORIGIN_FACT, SPAN_NONE, STR("interfaces that are up"));
    if (getifaddrs(&all) != 0)
        return;
    for (const struct ifaddrs *i = all; i; i = i->ifa_next) {
        char z[INET6_ADDRSTRLEN];
        if (address_text(i, z))
            vec_push(a, &addresses, value_with_origin(value_string(str_dup(a, str_from(z))), o));
    }
    freeifaddrs(all);
    if (addresses.n > 0)
        h->addresses = value_with_origin(value_list(addresses.p, addresses.n), o);
}

/* Types that are no disk although a device stands behind them: images that are full by design. */
static bool is_image(struct str type)
{
    return str_eq(type, STR("squashfs")) || str_eq(type, STR("iso9660")) || str_eq(type, STR("erofs")) ||
           str_eq(type, STR("udf"));
}

/* Whether /proc/filesystems says that a type needs a device ("\text4", against "nodev\ttmpfs"). */
static bool needs_device(struct str filesystems, struct str type)
{
    while (filesystems.n > 0) {
        struct str line = str_cut(&filesystems, '\n');
        if (line.n > 0 && line.p[0] == '\t' && str_eq(str_trim(line), type))
            return true;
    }
    return false;
}

/* "/" of a container is an overlay, of some virtual machines virtiofs; zfs calls itself nodev. fuseblk (ntfs and the like)
 * needs a device, but its server may hang. */
static bool is_disk(struct str filesystems, const struct mount_line *m)
{
    bool network = str_starts(m->type, STR("nfs")) || str_starts(m->type, STR("fuse")) || str_eq(m->type, STR("cifs"));
    if (network || is_image(m->type))
        return false;
    return str_eq(m->point, STR("/")) || str_eq(m->type, STR("zfs")) || needs_device(filesystems, m->type);
}

/* A directory's file system in bytes; files that containers mount one by one (/etc/hosts) are none. */
static bool disk_bytes(struct str path, int64_t *ret)
{
    struct stat st;
    struct statvfs vfs;
    if (stat(path.p, &st) != 0 || !S_ISDIR(st.st_mode) || statvfs(path.p, &vfs) != 0)
        return false;
    return num_mul((int64_t)vfs.f_blocks, (int64_t)vfs.f_frsize, ret) && *ret > 0;
}

void probe_disks(struct arena *a, struct str root, struct host *h)
{
    struct str mounts, filesystems = {0};
    struct mount_line m;
    struct map devices = {.a = a};
    struct value_map *disks = value_map_new(a, 0);
    system_file_read(a, root, STR("/proc/filesystems"), &filesystems);
    if (!system_file_read(a, root, STR("/proc/self/mountinfo"), &mounts))
        return;
    while (mount_next(a, &mounts, &m)) {
        int64_t bytes;
        bool fresh = false;
        if (!is_disk(filesystems, &m) || utf8_first_invalid(m.point) < m.point.n ||
            !disk_bytes(str_concat(a, root, m.point), &bytes))
            continue;
        map_put(&devices, m.device, NULL, &fresh);
        const struct origin *o = origin_new(a, ORIGIN_FACT, SPAN_NONE, str_printf(a, "%.*s", STR_ARG(m.type)));
        if (fresh)
            value_map_put(a, disks, value_string(m.point), value_with_origin(value_size(bytes), o));
    }
    if (disks->n > 0)
        h->disk =
            value_with_origin(value_map(disks), origin_new(a, ORIGIN_FACT, SPAN_NONE, STR("mounted file systems")));
}
