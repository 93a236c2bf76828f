#include "kinds/systemd/fixture.h"

Suite *resolve_suite(void);

/* A setting of a section as text, and where it comes from: "2GiB set web.service:3". */
static const char *setting(const char *section, const char *name)
{
    struct value v;
    struct node *block = systemd_section(&fx.job, systemd_section_of(str_from(section)));
    ck_assert_ptr_nonnull(block);
    ck_assert(systemd_setting(&fx.job, block, str_from(name), &v));
    if (!v.origin)
        return str_dup(&fx.a, value_format(&fx.a, v)).p;
    struct place p = source_place(&fx.sources, v.origin->at);
    struct str file = path_base(p.file->path);
    return str_printf(&fx.a, "%.*s %s %.*s:%u", STR_ARG(value_format(&fx.a, v)),
                      v.origin->kind == ORIGIN_SET ? "set" : "default", STR_ARG(file),
                      file_line_column(p.file, p.off).line)
        .p;
}

START_TEST(the_last_assignment_holds)
{
    fixture_read("[Service]\nMemoryMax=1G\nMemoryMax=2G\n[Unit]\n[Service]\nRestart=always\nMemoryMax=3GB\n");
    ck_assert_str_eq(setting("Service", "MemoryMax"), "2GiB set web.service:3");
    ck_assert_str_eq(setting("Service", "Restart"), "always set web.service:6");
}
END_TEST

START_TEST(what_is_not_set_is_the_default_at_the_header)
{
    fixture_read("[Unit]\n[Service]\nExecStart=/bin/true\nMemoryHigh=1G\nMemoryHigh=\n");
    ck_assert_str_eq(setting("Service", "MemoryMax"), "unlimited default web.service:2");
    ck_assert_str_eq(setting("Service", "MemoryHigh"), "unlimited default web.service:2");
    ck_assert_str_eq(setting("Service", "RestartSec"), "100ms default web.service:2");
    ck_assert_str_eq(setting("Service", "User"), "null");
}
END_TEST

START_TEST(lists_grow_until_they_are_cleared)
{
    fixture_read(
        "[Unit]\nAfter=a b\nAfter=c\n[Service]\nExecStart=/bin/a x\nExecStart=\nExecStart=/bin/b 'y z'\nEnvironment=A=1 \"B=2 3\"\n");
    ck_assert_str_eq(setting("Unit", "After"), "a, b, c set web.service:3");
    ck_assert_str_eq(setting("Service", "ExecStart"), "/bin/b, y z set web.service:7");
    ck_assert_str_eq(setting("Service", "Environment"), "A=1, B=2 3 set web.service:8");
}
END_TEST

START_TEST(start_limits_of_both_sections_are_one)
{
    fixture_read("[Service]\nStartLimitInterval=30\nStartLimitBurst=3\n");
    ck_assert_str_eq(setting("Service", "StartLimitInterval"), "30s set web.service:2");
    fixture_read("[Unit]\nStartLimitIntervalSec=1min\nStartLimitBurst=7\n[Service]\nTimeoutSec=5\n");
    ck_assert_str_eq(setting("Service", "StartLimitInterval"), "1m set web.service:2");
    ck_assert_str_eq(setting("Service", "StartLimitBurst"), "7 set web.service:3");
    ck_assert_str_eq(setting("Service", "TimeoutStopSec"), "5s set web.service:5");
}
END_TEST

START_TEST(a_template_leaves_open_what_it_may_set)
{
    fixture_read_as("web.service.j2",
                    STR("[Service]\nMemoryMax={{ max }}\n{% if a %}\nRestart=always\n{% endif %}\n{{ more }}\n"));
    ck_assert_str_eq(setting("Service", "MemoryMax"), "unknown set web.service.j2:2");
    ck_assert_str_eq(setting("Service", "Restart"), "unknown set web.service.j2:4");
    ck_assert_str_eq(setting("Service", "TasksMax"), "unknown");
}
END_TEST

START_TEST(drop_ins_come_in_the_order_of_their_names)
{
    fixture_file("web.service", "[Service]\nExecStart=/bin/true\nMemoryMax=1G\nTasksMax=1\n");
    fixture_file("web.service.d/b.conf", "[Service]\nMemoryMax=3G\n");
    fixture_file("web.service.d/a.conf", "[Service]\nMemoryMax=2G\nTasksMax=2\n");
    fixture_file("web.service.d/c.txt", "[Service]\nMemoryMax=4G\n");
    fixture_file("service.d/a.conf", "[Service]\nTasksMax=9\n"); /* of its name there is one nearer to the unit */
    fixture_file("service.d/0.conf", "[Service]\nRestart=always\n");
    fixture_read_file("web.service");
    ck_assert_str_eq(setting("Service", "MemoryMax"), "3GiB set b.conf:2");
    ck_assert_str_eq(setting("Service", "TasksMax"), "2 set a.conf:3");
    ck_assert_str_eq(setting("Service", "Restart"), "always set 0.conf:2");
    ck_assert_uint_eq(fx.job.included.n, 3);
}
END_TEST

START_TEST(drop_ins_lie_in_any_of_systemds_directories)
{
    fixture_file("usr/lib/systemd/system/web-a@.service", "[Service]\nExecStart=/bin/true\n");
    fixture_file("etc/systemd/system/web-a@.service.d/x.conf", "[Service]\nMemoryMax=1G\n");
    fixture_file("usr/lib/systemd/system/web-a@.service.d/x.conf", "[Service]\nMemoryMax=2G\n");
    fixture_file("run/systemd/system/web-.service.d/y.conf", "[Service]\nTasksMax=3\n");
    fixture_read_file("usr/lib/systemd/system/web-a@.service");
    ck_assert_str_eq(setting("Service", "MemoryMax"), "1GiB set x.conf:2");
    ck_assert_str_eq(setting("Service", "TasksMax"), "3 set y.conf:2");
}
END_TEST

START_TEST(the_first_of_several_drop_ins_without_their_unit_stands_for_all)
{
    fixture_file("web.service.d/a.conf", "[Service]\nMemoryMax=1G\n");
    fixture_file("web.service.d/b.conf", "[Service]\nMemoryMax=2G\n");
    fixture_read_file("web.service.d/b.conf");
    ck_assert_uint_eq(fx.job.included.n, 0);
    fx.job.included.n = 0;
    fixture_read_file("web.service.d/a.conf");
    ck_assert_uint_eq(fx.job.included.n, 1);
    ck_assert_str_eq(setting("Service", "MemoryMax"), "2GiB set b.conf:2");
    ck_assert_str_eq(fixture_found(), "");
}
END_TEST

START_TEST(scopes_name_their_settings)
{
    uint32_t n = 0;
    for (uint32_t i = 0; systemd_setting_name(1, i).n > 0; i++, n++)
        ck_assert_ptr_nonnull(systemd_setting_type(1, systemd_setting_name(1, i)));
    ck_assert_uint_gt(n, 300);
    ck_assert_ptr_eq(systemd_setting_type(1, STR("MemoryMax")), &type_int);
    ck_assert_ptr_null(systemd_setting_type(0, STR("MemoryMax")));
}
END_TEST

Suite *resolve_suite(void)
{
    Suite *s = suite_create("resolve");
    TCase *t = tcase_create("resolve");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, the_last_assignment_holds);
    tcase_add_test(t, what_is_not_set_is_the_default_at_the_header);
    tcase_add_test(t, lists_grow_until_they_are_cleared);
    tcase_add_test(t, start_limits_of_both_sections_are_one);
    tcase_add_test(t, a_template_leaves_open_what_it_may_set);
    tcase_add_test(t, drop_ins_come_in_the_order_of_their_names);
    tcase_add_test(t, drop_ins_lie_in_any_of_systemds_directories);
    tcase_add_test(t, the_first_of_several_drop_ins_without_their_unit_stands_for_all);
    tcase_add_test(t, scopes_name_their_settings);
    suite_add_tcase(s, t);
    return s;
}
