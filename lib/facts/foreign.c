#include "facts/foreign.h"

#include "base/num.h"
#include "base/path.h"

enum { MIB = 1 << 20, CLAIM_BYTES = 64 << 10 };

/* Where another tool keeps a field: a path of keys with dots between them, and how many bytes or CPUs one of its units is. The first row of a
 * field that is there holds. */
struct foreign_row {
    enum host_field_id field;
    struct str path;
    enum scalar type;
    int64_t unit;
};

/* Ansible's setup module (ansible/module_utils/facts/hardware/linux.py): nproc honours affinity, memory is in MiB. */
/* clang-format off */
static const struct foreign_row ansible_rows[] = {
    {HOST_cpus,        STR_INIT("processor_nproc"), SCALAR_CPUS,  1},
    {HOST_cpus,        STR_INIT("processor_vcpus"), SCALAR_CPUS,  1},
    {HOST_cpus_online, STR_INIT("processor_vcpus"), SCALAR_COUNT, 1},
    {HOST_memory,      STR_INIT("memtotal_mb"),     SCALAR_COUNT, MIB},
    {HOST_swap,        STR_INIT("swaptotal_mb"),    SCALAR_COUNT, MIB},
};

/* Facter 3 and later (puppet.com/docs/puppet/latest/core_facts.html). */
static const struct foreign_row facter_rows[] = {
    {HOST_cpus,        STR_INIT("processors.count"),          SCALAR_CPUS,  1},
    {HOST_cpus_online, STR_INIT("processors.count"),          SCALAR_COUNT, 1},
    {HOST_memory,      STR_INIT("memory.system.total_bytes"), SCALAR_COUNT, 1},
    {HOST_swap,        STR_INIT("memory.swap.total_bytes"),   SCALAR_COUNT, 1},
};
/* clang-format on */

/* The value at a path of keys; NULL when any of them is absent. */
static struct node *find_path(struct node *top, struct str path)
{
    while (top && path.n > 0) {
        struct str key = str_cut(&path, '.');
        struct node *e = top->kind == NODE_MAP ? node_find(top, key) : NULL;
        top = e ? node_value(e) : NULL;
    }
    return top;
}

static void read_rows(struct reading *r, struct host *h, struct node *top, struct str prefix,
                      const struct foreign_row *rows, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        struct node *value = find_path(top, str_concat(r->a, prefix, rows[i].path));
        struct value *to = host_value(h, rows[i].field), v;
        if (!value || value_is_known(*to) || !scalar_read(r, value, rows[i].type, rows[i].path, &v))
            continue;
        bool size = host_field_info(rows[i].field)->type == FACT_SIZE;
        if (size && !num_mul(v.as.i, rows[i].unit, &v.as.i))
            continue;
        /* "16036" in a cache is MiB: shown in our units, not as written */
        *to =
            size ? value_with_origin(value_size(v.as.i), origin_new(r->a, ORIGIN_FACT, value->at, v.origin->text)) : v;
    }
}

/* What is gathered of one host piece by piece. */
struct gathering {
    struct reading *r;
    VEC(struct value) addresses;
    struct value_map *disk;
};

/* Loopback and link-local addresses reach no other host. */
static void gather_address(struct gathering *g, const struct node *word)
{
    struct value v;
    bool local =
        str_starts(word->text, STR("127.")) || str_starts(word->text, STR("fe80:")) || str_eq(word->text, STR("::1"));
    if (!local && scalar_read(g->r, word, SCALAR_ADDRESS, STR("addresses"), &v))
        vec_push(g->r->a, &g->addresses, v);
}

static void gather_addresses(struct gathering *g, struct node *value)
{
    if (value && value->kind == NODE_WORD)
        gather_address(g, value);
    for (struct node *item = value && value->kind == NODE_LIST ? value->first : NULL; item; item = item->next)
        if (item->kind == NODE_WORD)
            gather_address(g, item);
}

static void gather_disk(struct gathering *g, struct str mount, struct node *bytes)
{
    struct value v;
    if (mount.n == 0 || !bytes || !scalar_read(g->r, bytes, SCALAR_COUNT, mount, &v))
        return;
    const struct origin *o = origin_new(g->r->a, ORIGIN_FACT, bytes->at, v.origin->text);
    value_map_put(g->r->a, g->disk, value_string(mount), value_with_origin(value_size(v.as.i), o));
}

/* mounts: [{mount: /, size_total: 42}] */
static void gather_ansible_disks(struct gathering *g, struct node *mounts)
{
    for (struct node *m = mounts && mounts->kind == NODE_LIST ? mounts->first : NULL; m; m = m->next) {
        struct node *mount = find_path(m, STR("mount"));
        gather_disk(g, mount && mount->kind == NODE_WORD ? mount->text : (struct str){0},
                    find_path(m, STR("size_total")));
    }
}

/* mountpoints: {/: {filesystem: ext4, size_bytes: 42}}; those in memory are no disks. */
static void gather_facter_disks(struct gathering *g, struct node *mounts)
{
    struct node *first = mounts && mounts->kind == NODE_MAP ? mounts->first : NULL;
    for (const struct node *e = next_entry(first); e; e = next_entry(e->next)) {
        struct node *type = find_path(node_value(e), STR("filesystem"));
        bool memory = type && (str_eq(type->text, STR("tmpfs")) || str_eq(type->text, STR("devtmpfs")) ||
                               str_eq(type->text, STR("ramfs")));
        if (!memory)
            gather_disk(g, e->text, find_path(node_value(e), STR("size_bytes")));
    }
}

static void finish_gathering(struct gathering *g, struct host *h, const struct node *top, struct str source)
{
    const struct origin *o = origin_new(g->r->a, ORIGIN_FACT, (struct span){top->at.src, top->at.off, 0}, source);
    if (g->addresses.n > 0)
        h->addresses = value_with_origin(value_list(g->addresses.p, g->addresses.n), o);
    if (g->disk->n > 0)
        h->disk = value_with_origin(value_map(g->disk), o);
}

/* In a facts file of ours a name with a glob's byte would be a pattern, and no host has such a name. */
static struct host named(struct reading *r, const struct facts_reading *into, const struct node *top, struct str name)
{
    struct host h = {.source = into->source};
    if (path_has_glob(name))
        document_fault(r, ((struct span){top->at.src, top->at.off, 0}), "host name \"%s\" has one of * ? [ in it",
                       diag_quote(r->a, name).p);
    h.name = value_with_origin(value_string(name),
                               origin_new(r->a, ORIGIN_FACT, (struct span){top->at.src, top->at.off, 0}, into->source));
    return h;
}

/* "web1" of facts/web1, facts/web1.json; "web1.example.org" of a name with other dots. */
static struct str name_of_file(struct str path)
{
    struct str base = path_base(path), ext = path_ext(base);
    bool ours = str_eq(ext, STR(".json")) || str_eq(ext, STR(".yaml")) || str_eq(ext, STR(".yml"));
    return ours ? str_slice(base, 0, base.n - ext.n) : base;
}

static void read_ansible(struct reading *r, const struct facts_reading *into, struct node *top, struct str prefix)
{
    struct gathering g = {.r = r, .disk = value_map_new(r->a, 0)};
    struct host h = named(r, into, top, name_of_file(into->source));
    read_rows(r, &h, top, prefix, ansible_rows, sizeof(ansible_rows) / sizeof(ansible_rows[0]));
    gather_addresses(&g, find_path(top, str_concat(r->a, prefix, STR("all_ipv4_addresses"))));
    gather_addresses(&g, find_path(top, str_concat(r->a, prefix, STR("all_ipv6_addresses"))));
    gather_ansible_disks(&g, find_path(top, str_concat(r->a, prefix, STR("mounts"))));
    finish_gathering(&g, &h, top, into->source);
    facts_add_host(r, into->facts, &h, into->layer);
}

/* The first of several places that holds a word. */
static struct str first_text(struct node *top, const struct str *paths, uint32_t n, struct str otherwise)
{
    for (uint32_t i = 0; i < n; i++) {
        struct node *value = find_path(top, paths[i]);
        if (value && value->kind == NODE_WORD && value->text.n > 0)
            return value->text;
    }
    return otherwise;
}

static void read_facter(struct reading *r, const struct facts_reading *into, struct node *top, struct node *values)
{
    static const struct str outer[] = {STR_INIT("name")};
    static const struct str inner[] = {STR_INIT("networking.hostname"), STR_INIT("hostname")};
    struct gathering g = {.r = r, .disk = value_map_new(r->a, 0)};
    struct str name = first_text(values, inner, 2, name_of_file(into->source));
    struct host h = named(r, into, top, values == top ? name : first_text(top, outer, 1, name));
    read_rows(r, &h, values, (struct str){0}, facter_rows, sizeof(facter_rows) / sizeof(facter_rows[0]));
    gather_addresses(&g, find_path(values, STR("networking.ip")));
    gather_addresses(&g, find_path(values, STR("networking.ip6")));
    gather_facter_disks(&g, find_path(values, STR("mountpoints")));
    finish_gathering(&g, &h, top, into->source);
    facts_add_host(r, into->facts, &h, into->layer);
}

static bool has_prefix(const struct node *map, struct str prefix)
{
    for (const struct node *e = next_entry(map->first); e; e = next_entry(e->next))
        if (str_starts(e->text, prefix))
            return true;
    return false;
}

bool foreign_read(struct reading *r, const struct facts_reading *into, struct node *top)
{
    struct node *ansible = find_path(top, STR("ansible_facts")), *values = find_path(top, STR("values"));
    if (ansible && ansible->kind != NODE_MAP)
        ansible = NULL;
    if (ansible || has_prefix(top, STR("ansible_"))) {
        struct node *facts = ansible ? ansible : top;
        read_ansible(r, into, facts, has_prefix(facts, STR("ansible_")) ? STR("ansible_") : (struct str){0});
        return true;
    }
    if (!values)
        values = top;
    if (!find_path(values, STR("processors")) || !find_path(values, STR("memory")))
        return false;
    read_facter(r, into, top, values);
    return true;
}

bool foreign_claims(struct str text)
{
    struct str head = str_slice(text, 0, CLAIM_BYTES);
    return str_starts(str_trim(head), STR("{")) && str_find(head, STR("\"ansible_")) < head.n;
}
