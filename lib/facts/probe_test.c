#include "facts/probe.h"

#include <check.h>
#include <string.h>

/* "2.5 of 8": a number as facts show it, "unknown" for none. */
static const char *shown(struct arena *a, struct value v)
{
    return str_dup(a, value_format(a, v)).p;
}

static const char *origin_text(struct arena *a, struct value v)
{
    return v.origin ? str_dup(a, v.origin->text).p : "";
}

static struct host *probed(struct arena *a, const char *machine)
{
    return probe_system(a, str_printf(a, TESTDATA "/facts/%s", machine));
}

/* One row a made-up machine of testdata/facts. */
/* clang-format off */
static const struct {
    const char *machine, *name, *cpus, *online, *memory, *swap, *nofile, *nofile_hard, *cpus_from, *memory_from;
} machines[] = {
    {"bare",         "bare-1",       "4",   "4",  "15.6GiB", "2GiB",   "1024",      "524288",    "/sys/devices/system/cpu/online", "MemTotal of /proc/meminfo"},
    {"v2-unit",      "web-1",        "1.5", "8",  "2GiB",    "0B",     "1024",      "524288",    "cpu.max of control group /web.slice", "memory.max of control group /web.slice/nginx.service"},
    {"v2-max",       "free-1",       "4",   "4",  "7.77GiB", "1GiB",   "unlimited", "unlimited", "/sys/devices/system/cpu/online", "MemTotal of /proc/meminfo"},
    {"v2-container", "4f1c0de2a7b9", "1.5", "16", "512MiB",  "512MiB", "1024",      "1048576",   "cpu.max of control group /", "memory.max of control group /"},
    {"v1-docker",    "4f1c0de2a7b9", "2.5", "8",  "1GiB",    "1GiB",   "1048576",   "1048576",   "cpu.cfs_quota_us of control group /", "memory.limit_in_bytes of control group /"},
    {"v1-host",      "old-1",        "2",   "8",  "15.6GiB", "0B",     "1024",      "524288",    "cpuset of its control group", "MemTotal of /proc/meminfo"},
    {"hybrid",       "mixed-1",      "0.5", "4",  "3GiB",    "0B",     "1024",      "524288",    "cpu.max of control group /app", "memory.limit_in_bytes of control group /app"},
    {"nested",       "deep-1",       "2",   "32", "4GiB",    "0B",     "1024",      "524288",    "cpu.max of control group /a/b", "memory.max of control group /a/b"},
    {"pinned",       "pin-1",        "2",   "4",  "7.77GiB", "0B",     "1024",      "524288",    "affinity of this process", "MemTotal of /proc/meminfo"},
    {"outside",      "out-1",        "2",   "2",  "1GiB",    "0B",     "1024",      "524288",    "/sys/devices/system/cpu/online", "memory.max of control group /"},
    {"corrupt",      "localhost",    "2",   "2",  "unknown", "unknown", "unknown",  "unknown",   "/proc/stat", ""},
    {"empty",        "localhost",    "unknown", "unknown", "unknown", "unknown", "unknown", "unknown", "", ""},
};
/* clang-format on */

START_TEST(a_machine_has_what_its_files_say)
{
    struct arena a;
    arena_init(&a, NULL);
    const char *machine = machines[_i].machine;
    struct host *h = probed(&a, machine);
    const struct {
        const char *field, *got, *want;
    } rows[] = {
        {"name", shown(&a, h->name), machines[_i].name},
        {"cpus", shown(&a, h->cpus), machines[_i].cpus},
        {"cpus_online", shown(&a, h->cpus_online), machines[_i].online},
        {"memory", shown(&a, h->memory), machines[_i].memory},
        {"swap", shown(&a, h->swap), machines[_i].swap},
        {"nofile", shown(&a, h->nofile), machines[_i].nofile},
        {"nofile_hard", shown(&a, h->nofile_hard), machines[_i].nofile_hard},
        {"where cpus were read", origin_text(&a, h->cpus), machines[_i].cpus_from},
        {"where memory was read", origin_text(&a, h->memory), machines[_i].memory_from},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_msg(strcmp(rows[i].got, rows[i].want) == 0, "%s: %s is %s, not %s", machine, rows[i].field,
                      rows[i].got, rows[i].want);
    ck_assert(str_eq(h->source, STR("this machine")));
    arena_free(&a);
}
END_TEST

START_TEST(memory_is_exact)
{
    struct arena a;
    arena_init(&a, NULL);
    ck_assert_int_eq(probed(&a, "bare")->memory.as.i, 16308324LL * 1024);
    ck_assert_int_eq(probed(&a, "bare")->memory.unit, UNIT_BYTES);
    arena_free(&a);
}
END_TEST

START_TEST(the_limit_of_open_files_is_only_an_estimate)
{
    struct arena a;
    arena_init(&a, NULL);
    ck_assert(probed(&a, "bare")->nofile.flags & VALUE_ESTIMATE);
    ck_assert(!(probed(&a, "bare")->memory.flags & VALUE_ESTIMATE));
    arena_free(&a);
}
END_TEST

START_TEST(kernel_settings_are_numbers_or_lists_of_them)
{
    struct arena a;
    arena_init(&a, NULL);
    struct host *h = probed(&a, "bare");
    ck_assert_int_eq(host_map_value(&a, h, HOST_kernel, STR("net.core.somaxconn")).as.i, 4096);
    struct value range = host_map_value(&a, h, HOST_kernel, STR("net.ipv4.ip_local_port_range"));
    ck_assert_int_eq(range.type, VALUE_LIST);
    ck_assert_uint_eq(range.n, 2);
    ck_assert_int_eq(range.as.items[1].as.i, 60999);
    ck_assert(value_is_unknown(host_map_value(&a, h, HOST_kernel, STR("vm.swappiness"))));
    ck_assert_int_eq(probed(&a, "corrupt")->kernel.type, VALUE_UNKNOWN);
    arena_free(&a);
}
END_TEST

START_TEST(throttled_memory_is_noted)
{
    struct arena a;
    uint32_t n;
    arena_init(&a, NULL);
    struct str *notes = probe_notes(&a, STR(TESTDATA "/facts/v2-unit"), &n);
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(
        notes[0].p,
        "memory.high of control group /web.slice/nginx.service is 1.5GiB: allocation above it is throttled");
    probe_notes(&a, STR(TESTDATA "/facts/v2-max"), &n);
    ck_assert_uint_eq(n, 0);
    arena_free(&a);
}
END_TEST

START_TEST(this_machine_has_cpus_and_memory)
{
    struct arena a;
    arena_init(&a, NULL);
    struct host *h = probe_machine(&a);
    ck_assert_int_eq(h->cpus.type, VALUE_DOUBLE);
    ck_assert(h->cpus.as.d > 0 && h->cpus.as.d <= (double)h->cpus_online.as.i);
    ck_assert_int_eq(h->memory.type, VALUE_INT);
    ck_assert_int_gt(h->memory.as.i, 16 << 20);
    for (uint32_t i = 0; h->addresses.type == VALUE_LIST && i < h->addresses.n; i++)
        ck_assert_str_ne(shown(&a, h->addresses.as.items[i]), "127.0.0.1");
    arena_free(&a);
}
END_TEST

Suite *probe_suite(void)
{
    Suite *s = suite_create("probe");
    TCase *t = tcase_create("probe");
    tcase_add_loop_test(t, a_machine_has_what_its_files_say, 0, (int)(sizeof(machines) / sizeof(machines[0])));
    tcase_add_test(t, memory_is_exact);
    tcase_add_test(t, the_limit_of_open_files_is_only_an_estimate);
    tcase_add_test(t, kernel_settings_are_numbers_or_lists_of_them);
    tcase_add_test(t, throttled_memory_is_noted);
    tcase_add_test(t, this_machine_has_cpus_and_memory);
    suite_add_tcase(s, t);
    return s;
}
