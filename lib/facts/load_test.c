#include "facts/facts.h"
#include "facts/foreign.h"
#include "facts/probe.h"
#include "facts/write.h"

#include "base/limits.h"

#include <check.h>
#include <string.h>

struct world {
    struct arena arena;
    struct file_store files;
    struct source_store sources;
    struct sink faults;
    struct reading reading;
    struct facts facts;
};

static void world_open(struct world *w)
{
    *w = (struct world){.facts = {.today = {0}}};
    arena_init(&w->arena, NULL);
    file_store_init(&w->files, STR(TESTDATA "/facts"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&w->sources, NULL);
    w->faults.a = &w->arena;
    w->reading = (struct reading){&w->arena, &w->files, &w->sources, &w->faults};
}

static void world_close(struct world *w)
{
    file_store_free(&w->files);
    source_store_free(&w->sources);
    arena_free(&w->arena);
}

static void load(struct world *w, const char *path)
{
    facts_load(&w->reading, &w->facts, str_from(path), w->files.base, SPAN_NONE);
    facts_merge(&w->reading, &w->facts);
}

static const char *fault(struct world *w)
{
    return w->faults.findings.n == 0 ? "" : str_dup(&w->arena, w->faults.findings.p[0]->message).p;
}

static const char *shown(struct world *w, const char *host, const char *field)
{
    const struct host *h = facts_host(&w->facts, str_from(host));
    struct value v;
    ck_assert_msg(h != NULL, "no host %s", host);
    ck_assert(host_field(h, str_from(field), &v));
    return str_dup(&w->arena, value_show(&w->arena, v)).p;
}

struct row {
    const char *host, *field, *want;
};

static void check_rows(struct world *w, const struct row *rows, size_t n)
{
    ck_assert_str_eq(fault(w), "");
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(strcmp(shown(w, rows[i].host, rows[i].field), rows[i].want) == 0, "%s of %s is %s, not %s",
                      rows[i].field, rows[i].host, shown(w, rows[i].host, rows[i].field), rows[i].want);
}

#define CHECK_ROWS(w, rows) check_rows((w), (rows), sizeof(rows) / sizeof((rows)[0]))

START_TEST(a_directory_is_read_in_the_order_of_names)
{
    static const struct row rows[] = {
        {"web-1", "cpus", "4"},
        {"web-1", "nofile", "65536"},
        {"db-1", "cpus", "8"},
        {"web-2", "memory", "4GiB"},
    };
    struct world w;
    world_open(&w);
    load(&w, "dir");
    CHECK_ROWS(&w, rows);
    ck_assert_uint_eq(w.facts.hosts.n, 3);
    ck_assert_uint_eq(w.facts.files.n, 3);
    ck_assert_str_eq(w.facts.files.p[0].p, "dir/a.yml");
    ck_assert_str_eq(w.facts.files.p[2].p, "dir/c.json");
    world_close(&w);
}
END_TEST

START_TEST(a_fact_cache_of_ansible_is_a_directory_of_hosts)
{
    static const struct row rows[] = {
        {"web1", "cpus", "2"},
        {"web1", "cpus_online", "4"},
        {"web1", "memory", "7.78GiB"},
        {"web1", "swap", "0B"},
        {"web1", "addresses", "10.0.0.11, 172.17.0.1, 2001:db8::11"},
        {"web1", "nofile", "unknown"},
        {"db1.example.org", "cpus", "8"},
        {"db1.example.org", "memory", "15.7GiB"},
        {"db1.example.org", "swap", "2GiB"},
    };
    struct world w;
    world_open(&w);
    load(&w, "ansible");
    CHECK_ROWS(&w, rows);
    const struct host *h = facts_host(&w.facts, STR("web1"));
    ck_assert_int_eq(h->memory.as.i, 7962LL << 20);
    ck_assert_int_eq(host_map_value(&w.arena, h, HOST_disk, STR("/var/cache")).as.i, 107321753600);
    struct place p = source_place(&w.sources, value_at(h->memory));
    ck_assert_uint_eq(file_line_column(p.file, p.off).line, 5);
    world_close(&w);
}
END_TEST

START_TEST(facter_and_puppet_are_read_by_content)
{
    static const struct row rows[] = {
        {"web2", "cpus", "4"},
        {"web2", "cpus_online", "4"},
        {"web2", "memory", "7.78GiB"},
        {"web2", "swap", "2GiB"},
        {"web2", "addresses", "10.0.0.12"},
        {"db2.example.org", "cpus", "16"},
        {"db2.example.org", "swap", "unknown"},
    };
    struct world w;
    world_open(&w);
    load(&w, "facter");
    CHECK_ROWS(&w, rows);
    const struct host *h = facts_host(&w.facts, STR("web2"));
    ck_assert_uint_eq(h->disk.as.map->n, 1);
    world_close(&w);
}
END_TEST

START_TEST(what_cannot_be_read_is_a_fault_at_its_path)
{
    static const struct {
        const char *path, *fault, *at;
    } rows[] = {
        {"none.yaml", "none.yaml: no such file", "none.yaml"},
        {"bare/sys", "bare/sys: no facts file in this directory", "bare/sys"},
        {"/dev/null", "../../../../../dev/null: not a regular file", NULL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct world w;
        world_open(&w);
        load(&w, rows[i].path);
        ck_assert_uint_eq(w.faults.findings.n, 1);
        if (rows[i].at) {
            ck_assert_str_eq(fault(&w), rows[i].fault);
            ck_assert_str_eq(w.faults.findings.p[0]->path.p, rows[i].at);
        }
        ck_assert(strstr(fault(&w), strchr(rows[i].fault, ':')) != NULL);
        world_close(&w);
    }
}
END_TEST

/* Same type, same text, and for maps and lists the same in all their parts. */
static void same_value(struct world *w, const char *what, struct value x, struct value y)
{
    const char *tx = str_dup(&w->arena, value_format(&w->arena, x)).p,
               *ty = str_dup(&w->arena, value_format(&w->arena, y)).p;
    ck_assert_msg(x.type == y.type && strcmp(tx, ty) == 0, "%s is %s before and %s after", what, tx, ty);
    ck_assert_msg(x.type != VALUE_INT || x.as.i == y.as.i, "%s", what);
    for (uint32_t i = 0; x.type == VALUE_MAP && i < x.as.map->n; i++) {
        same_value(w, what, x.as.map->keys[i], y.as.map->keys[i]);
        same_value(w, what, x.as.map->values[i], y.as.map->values[i]);
    }
    for (uint32_t i = 0; x.type == VALUE_LIST && i < x.n; i++)
        same_value(w, what, x.as.items[i], y.as.items[i]);
}

static void same_host(struct world *w, const struct host *x, const struct host *y)
{
    for (int id = 0; id < HOST_FIELD_COUNT; id++) {
        struct str name = host_field_info((enum host_field_id)id)->name;
        struct value vx, vy;
        ck_assert(host_field(x, name, &vx) && host_field(y, name, &vy));
        same_value(w, name.p, vx, vy);
    }
}

/* What was written of h, read back. */
static const struct host *read_back(struct world *w, const char *name, struct str text)
{
    struct file *f = file_from_bytes(&w->files, str_from(name), text);
    facts_read_file(&w->reading, &w->facts, f, w->files.base);
    facts_merge(&w->reading, &w->facts);
    ck_assert_msg(w->faults.findings.n == 0, "%s in\n%.*s", fault(w), STR_ARG(text));
    ck_assert_uint_eq(w->facts.hosts.n, 1);
    return w->facts.hosts.p[0];
}

static const char *const machines[] = {"bare",   "v2-unit", "v2-max", "v2-container", "v1-docker", "v1-host",
                                       "hybrid", "nested",  "pinned", "outside",      "corrupt",   "empty"};

START_TEST(written_facts_read_back_as_they_were)
{
    struct world w;
    struct str note = STR("a note: [of any kind]");
    for (int json = 0; json < 2; json++) {
        world_open(&w);
        struct host *h = probe_system(&w.arena, str_printf(&w.arena, TESTDATA "/facts/%s", machines[_i]));
        host_finish(&w.arena, h);
        struct str text = json ? facts_write_json(&w.arena, h) : facts_write_yaml(&w.arena, h, &note, 1);
        same_host(&w, h, read_back(&w, json ? "x.json" : "x.yaml", text));
        world_close(&w);
    }
}
END_TEST

START_TEST(the_facts_of_this_machine_read_back_as_they_were)
{
    struct world w;
    for (int json = 0; json < 2; json++) {
        world_open(&w);
        struct host *h = probe_machine(&w.arena);
        host_finish(&w.arena, h);
        struct str text = json ? facts_write_json(&w.arena, h) : facts_write_yaml(&w.arena, h, NULL, 0);
        same_host(&w, h, read_back(&w, json ? "x.json" : "x.yaml", text));
        world_close(&w);
    }
}
END_TEST

START_TEST(odd_names_and_numbers_survive_writing)
{
    static const char *const texts[] = {
        "hosts: {\"1e3\": {role: \"yes\", site: \"a: b # c\", addresses: [\"::1\", 10.0.0.1], disk: {\"/a b\\tc\": 1023, \"/\\\"q\\\\\": 1025KiB}}}",
        "hosts: {\"null\": {cpus: 0.1, nofile: unlimited, memory: 3, swap: 0, process_memory: {\"php-fpm\": 1536}}}",
        "hosts: {\"h\\u00e9\": {peak_rps: 1e21, allocatable: {cpus: 1.25, memory: 1TiB}, configs: [a*, \"-x\"]}}",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        for (int json = 0; json < 2; json++) {
            struct world w;
            world_open(&w);
            const struct host *h = read_back(&w, "a.yaml", str_from(texts[i]));
            struct str text = json ? facts_write_json(&w.arena, h) : facts_write_yaml(&w.arena, h, NULL, 0);
            struct str kept = h->source;
            w.facts = (struct facts){.today = {0}};
            same_host(&w, h, read_back(&w, json ? "b.json" : "b.yaml", text));
            ck_assert_str_eq(kept.p, "a.yaml");
            world_close(&w);
        }
}
END_TEST

START_TEST(the_text_tells_where_each_fact_was_read)
{
    struct world w;
    world_open(&w);
    uint32_t n;
    struct str root = STR(TESTDATA "/facts/v2-unit");
    struct host *h = probe_system(&w.arena, root);
    struct str *notes = probe_notes(&w.arena, root, &n);
    host_finish(&w.arena, h);
    struct str text = str_dup(&w.arena, facts_write_yaml(&w.arena, h, notes, n));
    ck_assert_str_eq(
        text.p, "# Facts of a machine, gathered by loadline " LOADLINE_VERSION "; give this file to --facts.\n"
                "# Of several hosts, each needs to say what it runs: configs: [nginx/nginx.conf, systemd/*.service]\n"
                "# memory.high of control group /web.slice/nginx.service is 1.5GiB: allocation above it is throttled\n"
                "hosts:\n"
                "  web-1:\n"
                "    cpus: 1.5                           # cpu.max of control group /web.slice\n"
                "    cpus_online: 8                      # /sys/devices/system/cpu/online\n"
                "    memory: 2GiB                        # memory.max of control group /web.slice/nginx.service\n"
                "    swap: 0                             # SwapTotal of /proc/meminfo\n"
                "    nofile: 1024                        # limit of this process; units and containers set their own\n"
                "    nofile_hard: 524288                 # limit of this process; units and containers set their own\n"
                "    kernel:\n"
                "      fs.nr_open: 1048576\n"
                "      net.core.somaxconn: 4096\n"
                "      net.ipv4.ip_local_port_range: [32768, 60999]\n"
                "      vm.overcommit_memory: 0\n");
    world_close(&w);
}
END_TEST

Suite *load_suite(void)
{
    Suite *s = suite_create("load");
    TCase *t = tcase_create("load");
    tcase_add_test(t, a_directory_is_read_in_the_order_of_names);
    tcase_add_test(t, a_fact_cache_of_ansible_is_a_directory_of_hosts);
    tcase_add_test(t, facter_and_puppet_are_read_by_content);
    tcase_add_test(t, what_cannot_be_read_is_a_fault_at_its_path);
    tcase_add_loop_test(t, written_facts_read_back_as_they_were, 0, (int)(sizeof(machines) / sizeof(machines[0])));
    tcase_add_test(t, the_facts_of_this_machine_read_back_as_they_were);
    tcase_add_test(t, odd_names_and_numbers_survive_writing);
    tcase_add_test(t, the_text_tells_where_each_fact_was_read);
    suite_add_tcase(s, t);
    return s;
}
