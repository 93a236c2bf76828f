/* Also held against the memcached of this machine, where 1.6 is installed: with -V behind them it takes all options and ends. */
#include "base/limits.h"
#include "kinds/embed.h"
#include "kinds/memcached/memcached.h"
#include "stack/stack.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *memcached_suite(void);

extern const struct kind kind_memcached;

static struct file_store files;
static struct source_store sources;
static struct arena a;
static struct sink sink;
static struct kind_job job;

static void setup(void)
{
    file_store_init(&files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
    sink = (struct sink){.a = &a};
    job = (struct kind_job){.kind = &kind_memcached, .a = &a, .sink = &sink, .sources = &sources, .files = &files};
}

static void teardown(void)
{
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
}

static void read_text(const char *text)
{
    sink = (struct sink){.a = &a};
    job.source = source_add(&sources, file_from_bytes(&files, STR("memcached.conf"), str_from(text)), SPAN_NONE);
    job.root = memcached_read(&job);
}

static const char *get(const char *name)
{
    struct value v = value_null();
    ck_assert(memcached_setting(&job, job.root, str_from(name), &v));
    return str_dup(&a, value_format(&a, v)).p;
}

static const char *field(const struct service *s, enum service_field f)
{
    return str_dup(&a, value_format(&a, service_get(s, f))).p;
}

static const char *found(void)
{
    struct buf b = {.a = &a};
    for (uint32_t i = 0; i < sink.findings.n; i++)
        buf_printf(&b, "%.*s [%.*s]\n", STR_ARG(sink.findings.p[i]->rule),
                   STR_ARG(source_text(&sources, sink.findings.p[i]->at)));
    buf_putc(&b, '\0');
    return b.p;
}

/* clang-format off */
static const struct {
    const char *options, *found;
} cases[] = {
    {"-m 64", ""},
    {"-m64 -vv", ""},
    {"-vvm 64", ""},
    {"--memory-limit=64", ""},
    {"--memory-limit 64", ""},
    {"--memory-lim=64", ""},
    {"--mem=64", "syntax/unknown-directive [--mem]\n"},
    {"-q", "syntax/unknown-directive [-q]\n"},
    {"-vq", "syntax/unknown-directive [q]\n"},
    {"--conn-limits=5", "syntax/unknown-directive [--conn-limits]\n"},
    {"-c 0", "syntax/invalid-value [0]\n"},
    {"-c many", "syntax/invalid-value [many]\n"},
    {"-c 10k", ""},
    {"-t 0", "syntax/invalid-value [0]\n"},
    {"-R 0", "syntax/invalid-value [0]\n"},
    {"-p 11212 -l 127.0.0.1,::1 -U 0", ""},
    {"-o idle_timeout=30", ""},
};
/* clang-format on */

enum { CASES = sizeof cases / sizeof *cases };

START_TEST(what_memcached_refuses_is_found)
{
    read_text(cases[_i].options);
    ck_assert_str_eq(found(), cases[_i].found);
}
END_TEST

START_TEST(memcached_refuses_the_same)
{
    char command[256];
    snprintf(command, sizeof command, "memcached %s -V >/dev/null 2>&1", cases[_i].options);
    ck_assert_msg((system(command) == 0) == (*cases[_i].found == '\0'), "%s", command);
}
END_TEST

START_TEST(memcached_is_not_here)
{
    printf("# SKIP: no memcached 1.6 on this machine to hold the cases against\n");
}
END_TEST

static bool have_oracle(void)
{
    char line[256] = "";
    FILE *p = popen("memcached -V 2>/dev/null", "r");
    bool ok = p && fgets(line, sizeof line, p) && strstr(line, " 1.6.");
    if (p)
        pclose(p);
    return ok;
}

/* `stats settings` of 1.6.18 says the same: atoi, in megabytes. */
START_TEST(sizes_are_in_megabytes_whatever_stands_behind_them)
{
    read_text("-m 2g\n");
    ck_assert_str_eq(get("memory-limit"), "2MiB");
    ck_assert_str_eq(found(), "memcached/size-with-unit [2g]\n");
    read_text("# a comment\n-m 64 # more later\nlogfile /var/log/memcached.log\n-m 128\n");
    ck_assert_str_eq(get("memory-limit"), "128MiB");
    ck_assert_str_eq(get("conn-limit"), "1024");
    ck_assert_str_eq(found(), "");
}
END_TEST

START_TEST(a_file_is_a_service)
{
    struct contributions said = {.a = &a};
    read_text("-m 512\n-c 4096\n-t 8\n-l 10.0.0.1,[::1]:11212\n-o modern,idle_timeout=30\n");
    memcached_place(&job, &said);
    const struct service *s = said.services.p[0];
    ck_assert_str_eq(field(s, SERVICE_MEMORY_WORST), "512MiB");
    ck_assert_str_eq(field(s, SERVICE_SLOTS), "4096");
    ck_assert_str_eq(field(s, SERVICE_THREADS), "8");
    ck_assert_str_eq(field(s, SERVICE_TIMEOUT_IDLE), "30s");
    ck_assert_uint_eq(s->listens.n, 2);
    ck_assert_int_eq(s->listens.p[1]->field[LISTEN_PORT].as.i, 11212);
    ck_assert(!s->command);
}
END_TEST

START_TEST(what_a_variable_adds_is_not_known)
{
    struct str line = STR("memcached\0-m\0"
                          "64\0$OPTIONS\0");
    struct embedded e = {.kind = &kind_memcached, .form = EMBEDDED_COMMAND, .text = line};
    job.container = &e;
    job.source = source_add(&sources, file_from_bytes(&files, STR("x"), line), SPAN_NONE);
    job.root = memcached_read(&job);
    ck_assert_str_eq(get("memory-limit"), "unknown");
    ck_assert_str_eq(get("conn-limit"), "unknown");
}
END_TEST

START_TEST(files_are_told_by_name_and_look)
{
    ck_assert_int_gt(memcached_claims(STR("etc/memcached.conf"), STR("# x\n-d\n-m 64\n")), 0);
    ck_assert_int_gt(memcached_claims(STR("memcached_sessions.conf.j2"), STR("-m {{ size }}\n")), 0);
    ck_assert_int_eq(memcached_claims(STR("conf.d/memcached.conf"), STR("upstream m {\n  server a;\n}\n")), 0);
    ck_assert_int_eq(memcached_claims(STR("cache.conf"), STR("-m 64\n")), 0);
}
END_TEST

Suite *memcached_suite(void)
{
    Suite *s = suite_create("memcached");
    TCase *t = tcase_create("memcached");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, what_memcached_refuses_is_found, 0, CASES);
    if (have_oracle())
        tcase_add_loop_test(t, memcached_refuses_the_same, 0, CASES);
    else
        tcase_add_test(t, memcached_is_not_here);
    tcase_add_test(t, sizes_are_in_megabytes_whatever_stands_behind_them);
    tcase_add_test(t, a_file_is_a_service);
    tcase_add_test(t, what_a_variable_adds_is_not_known);
    tcase_add_test(t, files_are_told_by_name_and_look);
    suite_add_tcase(s, t);
    return s;
}
