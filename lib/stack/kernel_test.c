#include "stack/kernel.h"

#include <check.h>

Suite *kernel_suite(void);

static struct arena a;
static struct stack stack;
static struct host host;
static struct kernel_setting settings[8];
static uint32_t n;

static void setup(void)
{
    arena_init(&a, NULL);
    stack = (struct stack){.a = &a};
    host = (struct host){.memory = value_size(1 << 30)};
    n = 0;
}

static void teardown(void)
{
    arena_free(&a);
}

static void fact(const char *key, int64_t i)
{
    struct value_map *m = value_map_new(&a, 1);
    value_map_put(&a, m, value_string(str_from(key)), value_int(i));
    host.kernel = value_map(m);
}

static void add(const char *path, const char *key, struct value v)
{
    bool pattern = str_find_byte(str_from(key), '*') < str_from(key).n;
    settings[n++] = (struct kernel_setting){str_from(key), v, SPAN_NONE, pattern, str_from(path)};
}

static const char *kernel(const char *key)
{
    host_finish(&a, &host);
    stack_set_kernel(&stack, &host, settings, n);
    return str_dup(&a, value_format(&a, host_map_value(&a, &host, HOST_kernel, str_from(key)))).p;
}

START_TEST(the_last_name_holds_whatever_its_directory)
{
    add("usr/lib/sysctl.d/50-a.conf", "k", value_int(1));
    add("etc/sysctl.d/10-b.conf", "k", value_int(2));
    ck_assert_str_eq(kernel("k"), "1");
    ck_assert_uint_eq(stack.clashes.n, 0);
}
END_TEST

START_TEST(sysctl_conf_is_read_as_99)
{
    add("etc/sysctl.conf.j2", "k", value_int(1));
    add("etc/sysctl.d/50-b.conf", "k", value_int(2));
    ck_assert_str_eq(kernel("k"), "1");
    ck_assert_uint_eq(stack.clashes.n, 1);
    ck_assert(str_eq(stack.clashes.p[0].lost.path, STR("etc/sysctl.d/50-b.conf")));
}
END_TEST

START_TEST(a_file_in_etc_masks_one_of_its_name)
{
    add("usr/lib/sysctl.d/50-a.conf", "k", value_int(1));
    add("usr/lib/sysctl.d/50-a.conf", "other", value_int(5));
    add("etc/sysctl.d/50-a.conf", "k", value_int(2));
    ck_assert_str_eq(kernel("k"), "2");
    ck_assert_str_eq(kernel("other"), "unknown");
}
END_TEST

START_TEST(two_files_of_one_name_leave_it_open)
{
    add("web/sysctl.conf", "k", value_int(1));
    add("db/sysctl.conf", "k", value_int(2));
    add("web/sysctl.conf", "same", value_int(3));
    add("db/sysctl.conf", "same", value_int(3));
    ck_assert_str_eq(kernel("k"), "unknown");
    ck_assert_str_eq(kernel("same"), "3");
}
END_TEST

START_TEST(a_file_goes_before_a_fact_and_says_so)
{
    fact("k", 128);
    add("sysctl.conf", "k", value_int(4096));
    ck_assert_str_eq(kernel("k"), "4096");
    struct value v = host_map_value(&a, &host, HOST_kernel, STR("k"));
    ck_assert(str_eq(v.origin->text,
                     STR("k is 128 by the facts of the host and 4096 in the file to be deployed, which counts")));
}
END_TEST

START_TEST(a_pattern_sets_what_no_file_names)
{
    fact("net.ipv4.conf.lo.rp_filter", 0);
    add("10-a.conf", "net.ipv4.conf.*.rp_filter", value_int(2));
    ck_assert_str_eq(kernel("net.ipv4.conf.lo.rp_filter"), "2");
    fact("net.ipv4.conf.lo.rp_filter", 0);
    add("10-a.conf", "net.ipv4.conf.lo.rp_filter", value_null());
    ck_assert_str_eq(kernel("net.ipv4.conf.lo.rp_filter"), "0");
}
END_TEST

Suite *kernel_suite(void)
{
    Suite *s = suite_create("kernel");
    TCase *t = tcase_create("kernel");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, the_last_name_holds_whatever_its_directory);
    tcase_add_test(t, sysctl_conf_is_read_as_99);
    tcase_add_test(t, a_file_in_etc_masks_one_of_its_name);
    tcase_add_test(t, two_files_of_one_name_leave_it_open);
    tcase_add_test(t, a_file_goes_before_a_fact_and_says_so);
    tcase_add_test(t, a_pattern_sets_what_no_file_names);
    suite_add_tcase(s, t);
    return s;
}
