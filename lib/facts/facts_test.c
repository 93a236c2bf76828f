#include "facts/facts.h"

#include "base/buf.h"
#include "base/limits.h"

#include <check.h>
#include <string.h>

/* Everything reading needs, for one test. */
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
    file_store_init(&w->files, STR("/run/dir"), LIMIT_FILE_BYTES, NULL);
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

static void read_text(struct world *w, const char *name, const char *text)
{
    struct file *f = file_from_bytes(&w->files, str_from(name), str_from(text));
    facts_read_file(&w->reading, &w->facts, f, STR("/run/dir"));
}

/* "facts.yaml:3:9: unknown key ... (help)", one fault a line. */
static const char *faults_text(struct world *w)
{
    struct buf b = {.a = &w->arena};
    for (uint32_t i = 0; i < w->faults.findings.n; i++) {
        const struct finding *f = w->faults.findings.p[i];
        struct place p = source_place(&w->sources, f->at);
        struct line_column at = p.file ? file_line_column(p.file, p.off) : (struct line_column){0, 0};
        ck_assert_msg(str_eq(f->rule, FAULT_RULE), "a fault of rule %.*s", STR_ARG(f->rule));
        buf_printf(&b, "%s%u:%u: %.*s", i ? "\n" : "", at.line, at.column, STR_ARG(f->message));
        if (f->help.n > 0)
            buf_printf(&b, " (%.*s)", STR_ARG(f->help));
    }
    buf_putc(&b, '\0');
    return b.p;
}

/* A field of a host as messages show it. */
static const char *shown(struct world *w, const char *host, const char *field)
{
    const struct host *h = facts_host(&w->facts, str_from(host));
    struct value v;
    ck_assert_msg(h != NULL, "no host %s", host);
    ck_assert_msg(host_field(h, str_from(field), &v), "no field %s", field);
    return str_dup(&w->arena, value_show(&w->arena, v)).p;
}

static const char *map_shown(struct world *w, const char *host, enum host_field_id field, const char *key)
{
    struct value v = host_map_value(&w->arena, facts_host(&w->facts, str_from(host)), field, str_from(key));
    return str_dup(&w->arena, value_show(&w->arena, v)).p;
}

static const char EVERY_KEY[] = "hosts:\n"
                                "  web-1:\n"
                                "    count: 3\n"
                                "    role: web\n"
                                "    site: north\n"
                                "    cpus: 1.5\n"
                                "    cpus_online: 4\n"
                                "    memory: 8GiB\n"
                                "    swap: 0\n"
                                "    reserve: 512MiB\n"
                                "    nofile: 65536\n"
                                "    nofile_hard: unlimited\n"
                                "    addresses: [10.0.0.11, fd00::1, 10.17.0.0/24, web-1.internal]\n"
                                "    kernel: {net.core.somaxconn: 4096, net.ipv4.ip_local_port_range: [32768, 60999],\n"
                                "             net.ipv4.tcp_mem: \"1 2\\t3\", net.ipv4.tcp_congestion_control: bbr}\n"
                                "    disk: {/var: 40GiB}\n"
                                "    peak_clients: 4000\n"
                                "    peak_rps: 900.5\n"
                                "    process_memory: {nginx-worker: 60MiB}\n"
                                "    configs: [nginx/nginx.conf, systemd/*.service]\n"
                                "    allocatable: {cpus: 3920m, memory: 14Gi}\n"
                                "dns: {db.internal: {dynamic: true, ttl: 30s}, old.internal: {ttl: 60}}\n"
                                "certificates:\n"
                                "  /etc/tls/site.pem: {not_after: 2027-01-20, names: [example.org, www.example.org]}\n"
                                "today: 2026-11-20\n";

START_TEST(every_key_is_read)
{
    struct world w;
    world_open(&w);
    read_text(&w, "facts/web-1.yaml", EVERY_KEY);
    facts_merge(&w.reading, &w.facts);
    ck_assert_str_eq(faults_text(&w), "");
    static const struct {
        const char *field, *want;
    } rows[] = {
        {"name", "web-1"},
        {"count", "3"},
        {"role", "web"},
        {"site", "north"},
        {"cpus", "1.5"},
        {"cpus_online", "4"},
        {"memory", "8GiB"},
        {"swap", "0"},
        {"reserve", "512MiB"},
        {"nofile", "65536"},
        {"nofile_hard", "unlimited"},
        {"peak_clients", "4000"},
        {"peak_rps", "900.5"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_msg(strcmp(shown(&w, "web-1", rows[i].field), rows[i].want) == 0, "%s is %s", rows[i].field,
                      shown(&w, "web-1", rows[i].field));
    const struct host *h = facts_host(&w.facts, STR("web-1"));
    ck_assert_double_eq(h->cpus.as.d, 1.5);
    ck_assert_int_eq(h->memory.as.i, 8LL << 30);
    ck_assert(h->nofile_hard.flags & VALUE_UNLIMITED);
    ck_assert_uint_eq(h->addresses.n, 4);
    ck_assert_uint_eq(h->patterns.n, 2);
    ck_assert_str_eq(h->source.p, "facts/web-1.yaml");
    world_close(&w);
}
END_TEST

START_TEST(maps_hold_what_stands_under_their_keys)
{
    struct world w;
    world_open(&w);
    read_text(&w, "facts.yaml", EVERY_KEY);
    facts_merge(&w.reading, &w.facts);
    const struct host *h = facts_host(&w.facts, STR("web-1"));
    ck_assert_int_eq(host_map_value(&w.arena, h, HOST_kernel, STR("net.core.somaxconn")).as.i, 4096);
    ck_assert_uint_eq(host_map_value(&w.arena, h, HOST_kernel, STR("net.ipv4.ip_local_port_range")).n, 2);
    ck_assert_int_eq(host_map_value(&w.arena, h, HOST_kernel, STR("net.ipv4.tcp_mem")).as.items[2].as.i, 3);
    ck_assert_str_eq(map_shown(&w, "web-1", HOST_kernel, "net.ipv4.tcp_congestion_control"), "bbr");
    ck_assert_int_eq(host_map_value(&w.arena, h, HOST_disk, STR("/var")).as.i, 40LL << 30);
    struct value measured = host_map_value(&w.arena, h, HOST_process_memory, STR("nginx-worker"));
    ck_assert_int_eq(measured.as.i, 60 << 20);
    ck_assert(measured.flags & VALUE_MEASURED);
    ck_assert_double_eq(host_map_value(&w.arena, h, HOST_allocatable, STR("cpus")).as.d, 3.92);
    ck_assert_int_eq(host_map_value(&w.arena, h, HOST_allocatable, STR("memory")).as.i, 14LL << 30);
    struct value absent = host_map_value(&w.arena, h, HOST_process_memory, STR("gunicorn-worker"));
    ck_assert(value_is_unknown(absent));
    ck_assert_str_eq(absent.as.reasons->p[0].p, "host.process_memory.gunicorn-worker");
    world_close(&w);
}
END_TEST

START_TEST(names_and_certificates_are_found_by_key)
{
    struct world w;
    world_open(&w);
    read_text(&w, "facts.yaml", EVERY_KEY);
    const struct dns_name *d = facts_dns(&w.facts, STR("db.internal"));
    ck_assert(d && d->dynamic.as.b && d->ttl.as.i == 30LL * 1000000000);
    ck_assert_int_eq(facts_dns(&w.facts, STR("old.internal"))->ttl.as.i, 60LL * 1000000000);
    ck_assert(value_is_unknown(facts_dns(&w.facts, STR("old.internal"))->dynamic));
    ck_assert_ptr_null(facts_dns(&w.facts, STR("new.internal")));
    const struct certificate *c = facts_certificate(&w.facts, STR("/etc/tls/site.pem"));
    ck_assert(c && c->names.n == 2);
    ck_assert_str_eq(str_dup(&w.arena, value_format(&w.arena, c->not_after)).p, "2027-01-20T00:00:00Z");
    ck_assert_str_eq(str_dup(&w.arena, value_format(&w.arena, w.facts.today)).p, "2026-11-20T00:00:00Z");
    world_close(&w);
}
END_TEST

START_TEST(a_fact_knows_where_it_stands)
{
    struct world w;
    world_open(&w);
    read_text(&w, "facts.yaml", "hosts:\n  a: {cpus: 4,\n      memory: \"4 GiB\"}\n");
    facts_merge(&w.reading, &w.facts);
    const struct host *h = facts_host(&w.facts, STR("a"));
    struct place p = source_place(&w.sources, value_at(h->memory));
    struct line_column at = file_line_column(p.file, p.off);
    ck_assert_uint_eq(at.line, 3);
    ck_assert_uint_eq(at.column, 15);
    ck_assert_int_eq(h->memory.origin->kind, ORIGIN_FACT);
    ck_assert_str_eq(shown(&w, "a", "memory"), "4 GiB");
    ck_assert(str_eq(h->memory.origin->text, STR("facts.yaml")));
    ck_assert(str_eq(source_text(&w.sources, value_at(h->name)), STR("a")));
    ck_assert(str_eq(source_text(&w.sources, value_at(h->cpus)), STR("4")));
    world_close(&w);
}
END_TEST

START_TEST(what_nobody_gave_is_unknown_or_a_stated_default)
{
    struct world w;
    world_open(&w);
    read_text(&w, "facts.yaml",
              "hosts:\n  small: {cpus: 2, memory: 2GiB}\n  big: {memory: 64GiB, cpus: 1.5}\n  blank:\n");
    facts_merge(&w.reading, &w.facts);
    ck_assert_str_eq(faults_text(&w), "");
    static const struct {
        const char *host, *field, *want;
        bool has;
    } rows[] = {
        {"small", "reserve", "256MiB", false},    {"big", "reserve", "3.2GiB", false},
        {"blank", "reserve", "unknown", false},   {"small", "count", "1", false},
        {"small", "cpus_online", "2", false},     {"big", "cpus_online", "unknown", false},
        {"small", "memory", "2GiB", true},        {"small", "nofile", "unknown", false},
        {"blank", "cpus", "unknown", false},      {"blank", "name", "blank", true},
        {"small", "addresses", "unknown", false},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct host *h = facts_host(&w.facts, str_from(rows[i].host));
        ck_assert_msg(strcmp(shown(&w, rows[i].host, rows[i].field), rows[i].want) == 0, "%s of %s is %s",
                      rows[i].field, rows[i].host, shown(&w, rows[i].host, rows[i].field));
        ck_assert_msg(host_has(h, str_from(rows[i].field)) == rows[i].has, "has %s of %s", rows[i].field, rows[i].host);
    }
    const struct host *small = facts_host(&w.facts, STR("small"));
    ck_assert_str_eq(small->nofile.as.reasons->p[0].p, "host.nofile");
    ck_assert_int_eq(small->reserve.origin->kind, ORIGIN_DEFAULT);
    world_close(&w);
}
END_TEST

/* One row a facts file and the faults in it. */
/* clang-format off */
static const struct {
    const char *text, *faults;
} broken[] = {
    {"hosts: {a: {memroy: 4GiB}}", "1:13: unknown key \"memroy\" in a host (the nearest known key is `memory`)"},
    {"hosts:\n  a:\n    cpus: 4\n    nofiles: 8\n", "4:5: unknown key \"nofiles\" in a host (the nearest known key is `nofile`)"},
    {"hosts: {a: {name: b}}", "1:13: unknown key \"name\" in a host (known keys: count, role, site, cpus, cpus_online, memory, swap, reserve, nofile, nofile_hard, addresses, kernel, disk, peak_clients, peak_rps, process_memory, configs, allocatable)"},
    {"host: {a: {cpus: 4}}", "1:1: unknown key \"host\" in a facts file (the nearest known key is `hosts`)"},
    {"web-1: {cpus: 4}", "1:1: unknown key \"web-1\" in a facts file (known keys: hosts, dns, certificates, today)"},
    {"hosts: {a: {memory: 4 GiBs}}", "1:21: memory is \"4 GiBs\", not a size (sizes are written as 512k, 64MiB, 8GiB)"},
    {"hosts: {a: {memory: -4GiB}}", "1:21: memory is \"-4GiB\", not a size (sizes are written as 512k, 64MiB, 8GiB)"},
    {"hosts: {a: {memory: 99999999999TiB}}", "1:21: memory is \"99999999999TiB\", not a size (sizes are written as 512k, 64MiB, 8GiB)"},
    {"hosts: {a: {memory: [4GiB]}}", "1:21: memory is a list, not a size"},
    {"hosts: {a: {memory: {max: 4GiB}}}", "1:21: memory is a mapping, not a size"},
    {"hosts:\n  a:\n    memory:\n    cpus: 2\n", "3:5: memory is empty, not a size"},
    {"hosts: {a: {cpus: many}}", "1:19: cpus is \"many\", not a number of CPUs above 0 (CPUs are written as 4, 1.5 or 500m)"},
    {"hosts: {a: {cpus: 0}}", "1:19: cpus is \"0\", not a number of CPUs above 0 (CPUs are written as 4, 1.5 or 500m)"},
    {"hosts: {a: {cpus: -2}}", "1:19: cpus is \"-2\", not a number of CPUs above 0 (CPUs are written as 4, 1.5 or 500m)"},
    {"hosts: {a: {cpus: .nan}}", "1:19: cpus is \".nan\", not a number of CPUs above 0 (CPUs are written as 4, 1.5 or 500m)"},
    {"hosts: {a: {nofile: 65k}}", "1:21: nofile is \"65k\", not a whole number (no limit is written as unlimited)"},
    {"hosts: {a: {nofile: -1}}", "1:21: nofile is \"-1\", not a whole number (no limit is written as unlimited)"},
    {"hosts: {a: {count: 0}}", "1:20: count is \"0\", not a whole number of at least 1"},
    {"hosts: {a: {peak_clients: 1.5}}", "1:27: peak_clients is \"1.5\", not a whole number"},
    {"hosts: {a: {peak_rps: fast}}", "1:23: peak_rps is \"fast\", not a number"},
    {"hosts: {a: {role: [web]}}", "1:19: role is a list, not a text"},
    {"hosts: {a: {addresses: {eth0: 10.0.0.1}}}", "1:24: addresses is a mapping, not a list"},
    {"hosts: {a: {addresses: [10.0.0.256]}}", "1:25: addresses is \"10.0.0.256\", not an address, a network or a name (addresses are written as 10.0.0.11, 10.17.0.0/24, fd00::1)"},
    {"hosts: {a: {addresses: [10.0.0.0/33]}}", "1:25: addresses is \"10.0.0.0/33\", not an address, a network or a name (addresses are written as 10.0.0.11, 10.17.0.0/24, fd00::1)"},
    {"hosts: {a: {addresses: [[10.0.0.1]]}}", "1:25: addresses is a list, not a text"},
    {"hosts: {a: {configs: [{x: y}]}}", "1:23: configs is a mapping, not a text"},
    {"hosts: {a: {kernel: 5}}", "1:21: kernel is a text, not a mapping"},
    {"hosts: {a: {kernel: {net.core.somaxconn: {}}}}", "1:42: net.core.somaxconn is a mapping, not a text"},
    {"hosts: {a: {kernel: {p: [1, x]}}}", "1:29: p holds \"x\", not a whole number"},
    {"hosts: {a: {disk: {/var: big}}}", "1:26: /var is \"big\", not a size (sizes are written as 512k, 64MiB, 8GiB)"},
    {"hosts: {a: {disk: [/var]}}", "1:19: disk is a list, not a mapping"},
    {"hosts: {a: {process_memory: {nginx: 60Mx}}}", "1:37: nginx is \"60Mx\", not a size (sizes are written as 512k, 64MiB, 8GiB)"},
    {"hosts: {a: {allocatable: {cpu: 4}}}", "1:27: unknown key \"cpu\" in allocatable (the nearest known key is `cpus`)"},
    {"hosts: {a: {allocatable: {memory: x}}}", "1:35: memory is \"x\", not a size (sizes are written as 512k, 64MiB, 8GiB)"},
    {"hosts: [web-1, web-2]", "1:8: hosts is a list, not a mapping"},
    {"hosts: {a: 4}", "1:12: a host is a text, not a mapping"},
    {"hosts: {a: {cpus: 1}, a: {cpus: 2}}", "1:23: duplicate key \"a\""},
    {"hosts: {\"\": {cpus: 1}}", "1:9: a host without a name"},
    {"dns: {db: {dynamic: yes}}", "1:21: dynamic is \"yes\", not true or false"},
    {"dns: {db: {ttl: soon}}", "1:17: ttl is \"soon\", not a time (times are written as 500ms, 30s, 5m, 1h30m)"},
    {"dns: {db: {tll: 30s}}", "1:12: unknown key \"tll\" in a name of dns (the nearest known key is `ttl`)"},
    {"certificates: {/x.pem: {not_after: 2027-02-30}}", "1:36: not_after is \"2027-02-30\", not a date (dates are written as 2027-01-31)"},
    {"certificates: {/x.pem: {expires: 2027-02-20}}", "1:25: unknown key \"expires\" in a certificate (known keys: not_after, names)"},
    {"today: tomorrow", "1:8: today is \"tomorrow\", not a date (dates are written as 2027-01-31)"},
    {"- a\n- b\n", "1:1: the file is a list, not a mapping"},
    {"just text", "1:1: the file is a text, not a mapping"},
    {"hosts: {}\n---\nhosts: {}\n", "3:1: a second document in a file that holds one"},
    {"hosts: {a: {memroy: 1}, b: {cpsu: 2}}", "1:13: unknown key \"memroy\" in a host (the nearest known key is `memory`)\n1:29: unknown key \"cpsu\" in a host (the nearest known key is `cpus`)"},
};
/* clang-format on */

START_TEST(a_fault_is_told_with_its_place)
{
    struct world w;
    world_open(&w);
    read_text(&w, "facts.yaml", broken[_i].text);
    const char *got = faults_text(&w);
    ck_assert_msg(strcmp(got, broken[_i].faults) == 0, "\n%s\ngives\n%s\nnot\n%s", broken[_i].text, got,
                  broken[_i].faults);
    world_close(&w);
}
END_TEST

START_TEST(a_file_that_is_no_yaml_is_a_fault)
{
    struct world w;
    world_open(&w);
    read_text(&w, "facts.yaml", "hosts:\n  a: {cpus: 4\n  b: [\n");
    ck_assert_uint_ge(w.faults.findings.n, 1);
    world_close(&w);
}
END_TEST

START_TEST(json_is_told_by_name_or_by_content)
{
    static const struct {
        const char *name, *text, *faults, *role;
    } rows[] = {
        {"a.json", "{\"hosts\": {\"a\": {\"role\": \"\\ud83d\\ude00\"}}}", "", "\U0001F600"},
        {"a", "{\n\t\"hosts\": {\"a\": {\"role\": \"\\ud83d\\ude00\"}}}", "", "\U0001F600"},
        {"a.yaml", "{\"hosts\": {\"a\": {\"role\": \"\\ud83d\\ude00\"}}}", "", "\U0001F600"},
        {"a.yaml", "{\"hosts\": {a: {role: web}}}", "", "web"},
        {"a.yaml", "\xEF\xBB\xBF{\"hosts\": {\"a\": {\"role\": \"web\"}}}", "", "web"},
        {"a.json", "{\"hosts\": {\"a\": {\"rol\": \"web\"}}}",
         "1:19: unknown key \"rol\" in a host (the nearest known key is `role`)", NULL},
        {"a.json", "{\"hosts\": {\"a\": {\"cpus\": null}}}",
         "1:26: cpus is \"null\", not a number of CPUs above 0 (CPUs are written as 4, 1.5 or 500m)", NULL},
        {"a.json", "{\"hosts\": {\"a\": {\"cpus\": 4, \"cpus\": 5}}}", "1:30: duplicate key \"cpus\"", NULL},
        {"a.json", "[]", "1:1: the file is a list, not a mapping", NULL},
        {"a.json", "{}", "", NULL},
        {"a.json", "null", "", NULL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct world w;
        world_open(&w);
        read_text(&w, rows[i].name, rows[i].text);
        facts_merge(&w.reading, &w.facts);
        ck_assert_msg(strcmp(faults_text(&w), rows[i].faults) == 0, "%s gives %s", rows[i].text, faults_text(&w));
        if (rows[i].role)
            ck_assert_str_eq(shown(&w, "a", "role"), rows[i].role);
        world_close(&w);
    }
}
END_TEST

START_TEST(json_that_breaks_off_is_a_fault)
{
    static const char *const texts[] = {"", "{\"hosts\": {\"a\": {\"cpus\": 4}", "{\"hosts\": {a: 1}}", "{'hosts': {}}",
                                        "{}x"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct world w;
        world_open(&w);
        read_text(&w, "a.json", texts[i]);
        ck_assert_msg(w.faults.findings.n > 0, "%s", texts[i]);
        ck_assert_str_ne(faults_text(&w), "");
        world_close(&w);
    }
}
END_TEST

START_TEST(an_empty_file_says_nothing)
{
    static const char *const texts[] = {"", "# only a comment\n", "---\n", "hosts:\n", "hosts: ~\n", "{}"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct world w;
        world_open(&w);
        read_text(&w, "facts.yaml", texts[i]);
        facts_merge(&w.reading, &w.facts);
        ck_assert_msg(w.faults.findings.n == 0, "%s: %s", texts[i], faults_text(&w));
        ck_assert_uint_eq(w.facts.hosts.n, 0);
        world_close(&w);
    }
}
END_TEST

START_TEST(anchors_and_merge_keys_are_followed)
{
    struct world w;
    world_open(&w);
    read_text(
        &w, "facts.yaml",
        "hosts:\n  a: &app {cpus: 8, memory: 32GiB, addresses: [10.0.0.1]}\n  b:\n    <<: *app\n    addresses: [10.0.0.2]\n");
    facts_merge(&w.reading, &w.facts);
    ck_assert_str_eq(faults_text(&w), "");
    ck_assert_str_eq(shown(&w, "b", "cpus"), "8");
    ck_assert_str_eq(shown(&w, "b", "addresses"), "10.0.0.2");
    struct place p = source_place(&w.sources, value_at(facts_host(&w.facts, STR("b"))->cpus));
    ck_assert_uint_eq(file_line_column(p.file, p.off).line, 2);
    world_close(&w);
}
END_TEST

START_TEST(later_files_go_before_earlier_ones)
{
    struct world w;
    world_open(&w);
    read_text(&w, "a.yaml", "hosts: {web: {cpus: 2, memory: 2GiB, kernel: {x: 1, y: 2}}}\ntoday: 2026-01-01");
    read_text(&w, "b.yaml", "hosts: {db: {cpus: 8}, web: {memory: 4GiB, kernel: {y: 3, z: 4}}}\ntoday: 2026-02-02");
    facts_merge(&w.reading, &w.facts);
    ck_assert_uint_eq(w.facts.hosts.n, 2);
    ck_assert_str_eq(shown(&w, "web", "cpus"), "2");
    ck_assert_str_eq(shown(&w, "web", "memory"), "4GiB");
    ck_assert_str_eq(map_shown(&w, "web", HOST_kernel, "x"), "1");
    ck_assert_str_eq(map_shown(&w, "web", HOST_kernel, "y"), "3");
    ck_assert_str_eq(map_shown(&w, "web", HOST_kernel, "z"), "4");
    ck_assert_str_eq(facts_host(&w.facts, STR("web"))->source.p, "a.yaml, b.yaml");
    ck_assert_str_eq(str_dup(&w.arena, w.facts.hosts.p[0]->source).p, "a.yaml, b.yaml");
    ck_assert_int_eq(w.facts.today.as.i, 1769990400);
    world_close(&w);
}
END_TEST

START_TEST(globs_add_to_hosts_that_others_name)
{
    struct world w;
    world_open(&w);
    read_text(&w, "facts.yaml",
              "hosts:\n"
              "  web-1: {cpus: 4, memory: 8GiB, disk: {/: 20GiB}}\n"
              "  web-2: {cpus: 8}\n"
              "  db: {cpus: 16}\n"
              "  \"web-*\": {memory: 4GiB, role: web, disk: {/: 10GiB, /var: 5GiB}}\n"
              "  \"*\": {nofile: 1024}\n"
              "  \"mail-?\": {cpus: 1}\n");
    facts_merge(&w.reading, &w.facts);
    ck_assert_str_eq(faults_text(&w), "");
    ck_assert_uint_eq(w.facts.hosts.n, 3);
    static const struct {
        const char *host, *field, *want;
    } rows[] = {
        {"web-1", "memory", "8GiB"}, {"web-2", "memory", "4GiB"}, {"web-1", "role", "web"},
        {"db", "role", "unknown"},   {"web-1", "nofile", "1024"}, {"db", "nofile", "1024"},
        {"db", "memory", "unknown"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_msg(strcmp(shown(&w, rows[i].host, rows[i].field), rows[i].want) == 0, "%s of %s is %s",
                      rows[i].field, rows[i].host, shown(&w, rows[i].host, rows[i].field));
    ck_assert_str_eq(map_shown(&w, "web-1", HOST_disk, "/"), "20GiB");
    ck_assert_str_eq(map_shown(&w, "web-1", HOST_disk, "/var"), "5GiB");
    world_close(&w);
}
END_TEST

START_TEST(configs_are_paths_directories_and_globs)
{
    struct world w;
    world_open(&w);
    read_text(
        &w, "facts.yaml",
        "hosts: {a: {configs: [nginx/nginx.conf, systemd/*.service, ./etc/haproxy/, ../shared/x.conf, /opt/app/app.conf, deep/**/pool.conf]}, b: {cpus: 1}, all: {configs: [.]}}");
    facts_merge(&w.reading, &w.facts);
    static const struct {
        const char *real;
        bool listed;
    } rows[] = {
        {"/run/dir/nginx/nginx.conf", true},
        {"/run/dir/nginx/other.conf", false},
        {"/run/dir/nginx/nginx.conf.bak", false},
        {"/run/dir/systemd/web.service", true},
        {"/run/dir/systemd/.hidden.service", false},
        {"/run/dir/systemd/web.service.d/limits.conf", false},
        {"/run/dir/etc/haproxy/haproxy.cfg", true},
        {"/run/dir/etc/haproxy/conf.d/10.cfg", true},
        {"/run/dir/etc/haproxy2/haproxy.cfg", false},
        {"/run/shared/x.conf", true},
        {"/run/dir/shared/x.conf", false},
        {"/opt/app/app.conf", true},
        {"/run/dir/deep/a/b/pool.conf", true},
        {"/run/dir", false},
        {"/run/dirx/nginx/nginx.conf", false},
        {"nginx/nginx.conf", false},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_msg(host_lists_file(facts_host(&w.facts, STR("a")), str_from(rows[i].real)) == rows[i].listed, "%s",
                      rows[i].real);
    ck_assert(!host_lists_file(facts_host(&w.facts, STR("b")), STR("/run/dir/nginx/nginx.conf")));
    ck_assert(host_lists_file(facts_host(&w.facts, STR("all")), STR("/run/dir/x/y.conf")));
    world_close(&w);
}
END_TEST

START_TEST(names_of_fields_are_looked_up_and_guessed)
{
    struct value v;
    struct host h = {.source = STR("")};
    ck_assert(!host_field(&h, STR("memroy"), &v));
    ck_assert(host_field(&h, STR("memory"), &v));
    ck_assert(str_eq(host_field_nearest(STR("memroy")), STR("memory")));
    ck_assert(str_eq(host_field_nearest(STR("zzzzzzzzzz")), STR("")));
    ck_assert_int_eq(host_field_find(STR("process_memory")), HOST_process_memory);
    ck_assert(host_class.get(&h, STR("cpus"), NULL, &v) && value_is_unknown(v));
    ck_assert(host_class.has(&h, STR("cpus"), &v) && !v.as.b);
    ck_assert(!host_class.has(&h, STR("cpu"), &v));
}
END_TEST

START_TEST(a_host_is_read_from_its_fields_alone)
{
    struct world w;
    world_open(&w);
    struct file *file = file_from_bytes(&w.files, STR("rule.yaml"), STR("{cpus: 4, memory: 2GiB}"));
    struct facts_reading into = {&w.facts, FACTS_FILES, w.files.base, file->path};
    facts_read_host(&w.reading, &into, document_read(&w.reading, file), value_string(STR("example")));
    facts_merge(&w.reading, &w.facts);
    ck_assert_str_eq(faults_text(&w), "");
    ck_assert_str_eq(shown(&w, "example", "memory"), "2GiB");
    world_close(&w);
}
END_TEST

START_TEST(a_file_of_nothing_but_faults_is_told_to_a_bound)
{
    struct world w;
    world_open(&w);
    struct buf b = {.a = &w.arena};
    buf_put(&b, STR("hosts:\n"));
    for (int i = 0; i < 3000; i++)
        buf_printf(&b, "  h%d: {memroy: 1, cpus: x, kernel: {a: [x]}, disk: [1]}\n", i);
    buf_putc(&b, '\0');
    read_text(&w, "facts.yaml", b.p);
    ck_assert_uint_eq(w.faults.findings.n, LIMIT_FINDINGS_PER_RULE_FILE + 1);
    ck_assert_str_eq(str_dup(&w.arena, w.faults.findings.p[LIMIT_FINDINGS_PER_RULE_FILE]->message).p,
                     "more than 1000 faults: the rest is left out");
    world_close(&w);
}
END_TEST

START_TEST(too_many_hosts_and_globs_are_refused)
{
    struct world w;
    world_open(&w);
    struct buf b = {.a = &w.arena};
    buf_put(&b, STR("hosts:\n"));
    for (int i = 0; i <= LIMIT_HOST_GLOBS; i++)
        buf_printf(&b, "  'x%d*': {cpus: 1}\n", i);
    buf_putc(&b, '\0');
    read_text(&w, "facts.yaml", b.p);
    facts_merge(&w.reading, &w.facts);
    ck_assert_str_eq(faults_text(&w), "502:4: more than 500 globs of host names");
    ck_assert_uint_eq(w.facts.hosts.n, 0);
    world_close(&w);
}
END_TEST

Suite *facts_suite(void)
{
    Suite *s = suite_create("facts");
    TCase *t = tcase_create("facts");
    tcase_add_test(t, every_key_is_read);
    tcase_add_test(t, maps_hold_what_stands_under_their_keys);
    tcase_add_test(t, names_and_certificates_are_found_by_key);
    tcase_add_test(t, a_fact_knows_where_it_stands);
    tcase_add_test(t, what_nobody_gave_is_unknown_or_a_stated_default);
    tcase_add_loop_test(t, a_fault_is_told_with_its_place, 0, (int)(sizeof(broken) / sizeof(broken[0])));
    tcase_add_test(t, a_file_that_is_no_yaml_is_a_fault);
    tcase_add_test(t, json_is_told_by_name_or_by_content);
    tcase_add_test(t, json_that_breaks_off_is_a_fault);
    tcase_add_test(t, an_empty_file_says_nothing);
    tcase_add_test(t, anchors_and_merge_keys_are_followed);
    tcase_add_test(t, later_files_go_before_earlier_ones);
    tcase_add_test(t, globs_add_to_hosts_that_others_name);
    tcase_add_test(t, configs_are_paths_directories_and_globs);
    tcase_add_test(t, names_of_fields_are_looked_up_and_guessed);
    tcase_add_test(t, a_host_is_read_from_its_fields_alone);
    tcase_add_test(t, a_file_of_nothing_but_faults_is_told_to_a_bound);
    tcase_add_test(t, too_many_hosts_and_globs_are_refused);
    suite_add_tcase(s, t);
    return s;
}
