/* Also held against systemd-sysctl of this machine, where it is installed: with a prefix that no key has it reads all lines and sets none. */
#include "kinds/sysctl/sysctl.h"
#include "kinds/text_fixture.h"

Suite *sysctl_suite(void);

extern const struct kind kind_sysctl;

static const char *key_value(const char *name)
{
    struct value v;
    if (!sysctl_setting(&fx.job, fx.job.root, str_from(name), &v))
        return "none";
    return str_dup(&fx.a, value_format(&fx.a, v)).p;
}

/* clang-format off */
static const struct {
    const char *text, *found;
    bool ignored; /* by systemd-sysctl */
} cases[] = {
    {"net.core.somaxconn = 4096\n", "", false},
    {"net/core/somaxconn=4096\n", "", false},
    {"; a comment\n# another\n\n  vm.swappiness = 10  \n", "", false},
    {"-net.ipv4.nosuch = 1\n", "", false},
    {"-net.ipv4.conf.lo.rp_filter\n", "", false},
    {"net.ipv4.tcp_syncookies 1\n",
     "1 [net.ipv4.tcp_syncookies 1] the line is no assignment: it is passed over, and nothing is set\n", true},
    {"[main]\n", "1 [[main]] the line is no assignment: it is passed over, and nothing is set\n", true},
    {"net.core.somaxconn = 4k\n", "1 [4k] net.core.somaxconn is 4k, not a whole number, 0 or more\n", false},
    {"net.core.somaxconn =\n", "1 [net.core.somaxconn] net.core.somaxconn is , not a whole number, 0 or more\n", false},
    {"net.ipv4.ip_local_port_range = 60000 2000\n",
     "1 [60000 2000] net.ipv4.ip_local_port_range is 60000 2000, not a first and a last number from 1 to 65535 with a blank between\n", false},
    {"net.ipv4.ip_local_port_range = 2000-60000\n",
     "1 [2000-60000] net.ipv4.ip_local_port_range is 2000-60000, not a first and a last number from 1 to 65535 with a blank between\n", false},
    {"net.ipv4.ip_local_port_range = 1024 65000\n", "", false},
    {"vm.overcommit_memory = 3\n", "1 [3] vm.overcommit_memory is 3, not a whole number from 0 to 2\n", false},
    {"net.ipv4.tcp_tw_recycle = 1\n", "1 [net.ipv4.tcp_tw_recycle] net.ipv4.tcp_tw_recycle is gone since Linux 4.12: it sets nothing there\n", false},
    {"vm.swappiness = 10\nvm.swappiness = 1\n",
     "1 [10] vm.swappiness is set to 10 here and to 1 further down, which holds\n", false},
    {"vm.swappiness = 10\nvm/swappiness = 10\n", "", false},
    {"kernel.no.such.key = whatever it is\n", "", false},
};
/* clang-format on */

enum { CASES = sizeof cases / sizeof *cases };

START_TEST(what_is_wrong_with_a_line_is_found)
{
    fixture_read(&kind_sysctl, "sysctl.conf", cases[_i].text);
    ck_assert_str_eq(fixture_found(), cases[_i].found);
}
END_TEST

#define PROGRAM "/usr/lib/systemd/systemd-sysctl"

START_TEST(systemd_passes_over_the_same_lines)
{
    char command[256], line[512];
    bool ignored = false;
    fixture_file("x.conf", cases[_i].text);
    snprintf(command, sizeof command, PROGRAM " --prefix=/no/such/key '%s/x.conf' 2>&1", fx.dir);
    FILE *p = popen(command, "r");
    ck_assert_ptr_nonnull(p);
    while (fgets(line, sizeof line, p))
        ignored |= strstr(line, "not an assignment") != NULL;
    pclose(p);
    ck_assert_msg(ignored == cases[_i].ignored, "%s", cases[_i].text);
}
END_TEST

START_TEST(systemd_is_not_here)
{
    printf("# SKIP: no systemd-sysctl on this machine to hold the cases against\n");
}
END_TEST

/* As `sysctl -w` in a network namespace of Linux 6.18 sets them. */
START_TEST(numbers_are_read_as_the_kernel_reads_them)
{
    fixture_read(&kind_sysctl, "sysctl.conf",
                 "net.core.somaxconn = 0x100\nnet.ipv4.tcp_max_syn_backlog = 010\n"
                 "fs.nr_open = 1048576 # of processes\nnet.ipv4.ip_local_port_range=1024\t65000 # more\n"
                 "net.ipv4.tcp_congestion_control = bbr\nnet.ipv4.tcp_rmem = 4096 87380 6291456\n"
                 "net/ipv4/conf/eth0.100/rp_filter = 2\n");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(key_value("net.core.somaxconn"), "256");
    ck_assert_str_eq(key_value("net.ipv4.tcp_max_syn_backlog"), "8");
    ck_assert_str_eq(key_value("fs.nr_open"), "1048576");
    ck_assert_str_eq(key_value("net.ipv4.ip_local_port_range"), "1024, 65000");
    ck_assert_str_eq(key_value("net.ipv4.tcp_congestion_control"), "bbr");
    ck_assert_str_eq(key_value("net.ipv4.tcp_rmem"), "4096, 87380, 6291456");
    ck_assert_str_eq(key_value("net.ipv4.conf.eth0/100.rp_filter"), "2");
    ck_assert_str_eq(key_value("vm.swappiness"), "none");
}
END_TEST

/* As Linux 6.18 answered when each was written below /proc/sys. */
START_TEST(bounds_are_those_of_the_kernel)
{
    static const struct {
        const char *line;
        bool taken;
    } rows[] = {
        {"fs.aio-max-nr = -1", false},
        {"fs.aio-max-nr = 18446744073709551615", true},
        {"fs.file-max = -1", false},
        {"fs.file-max = abc", false},
        {"fs.file-max = 18446744073709551615", true}, /* refused since 5.2 */
        {"fs.file-max = 0999", false},
        {"fs.inotify.max_user_instances = -1", false},
        {"fs.inotify.max_user_watches = -1", false},
        {"fs.inotify.max_user_watches = 2147483648", false},
        {"fs.nr_open = 63", false},
        {"fs.nr_open = 2147483585", false},
        {"kernel.pid_max = 300", false},
        {"kernel.pid_max = 4194305", false},
        {"kernel.threads-max = 0", false},
        {"vm.dirty_background_ratio = 101", false},
        {"vm.dirty_background_ratio = -1", false},
        {"vm.dirty_ratio = 101", false},
        {"vm.max_map_count = -1", false},
        {"vm.max_map_count = 2147483648", false},
        {"vm.overcommit_memory = 3", false},
        {"vm.overcommit_memory = -1", false},
        {"vm.overcommit_ratio = abc", false},
        {"vm.swappiness = 201", false},
        {"vm.swappiness = 10abc", false},
        {"vm.swappiness = 10 # x", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fx.sink = (struct sink){.a = &fx.a};
        fixture_read(&kind_sysctl, "sysctl.conf", rows[i].line);
        ck_assert_msg((fx.sink.findings.n == 0) == rows[i].taken, "%s", rows[i].line);
    }
}
END_TEST

START_TEST(what_a_template_decides_is_not_known)
{
    fixture_read(&kind_sysctl, "sysctl.conf.j2",
                 "net.core.somaxconn = {{ backlog }}\n{% if db %}\nvm.overcommit_memory = 2\n{% endif %}\n"
                 "vm.swappiness = 1\n");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(key_value("net.core.somaxconn"), "unknown");
    ck_assert_str_eq(key_value("vm.overcommit_memory"), "unknown");
    ck_assert_str_eq(key_value("vm.swappiness"), "1");
    ck_assert_uint_eq(fx.said.kernel.n, 3);
}
END_TEST

START_TEST(a_kernel_that_has_the_key_is_judged_by_it)
{
    fixture_read(&kind_sysctl, "sysctl.conf", "net.ipv4.tcp_tw_recycle = 1\n");
    fx.sink = (struct sink){.a = &fx.a};
    fx.job.target = VERSION(3, 10, 0xff);
    fx.job.root = sysctl_read(&fx.job);
    ck_assert_str_eq(fixture_found(), "");
}
END_TEST

START_TEST(files_are_told_by_place_or_by_their_keys)
{
    static const struct {
        const char *path, *head;
        bool ours;
    } rows[] = {{"etc/sysctl.conf", "# comments alone\n", true},
                {"etc/sysctl.d/60-app.conf", "net.core.somaxconn=4096\n", true},
                {"roles/web/templates/sysctl.conf.j2", "vm.swappiness = {{ s }}\n", true},
                {"files/99-kubernetes-cri.conf", "net.bridge.bridge-nf-call-iptables = 1\n", true},
                {"files/tuning", "# x\nvm.max_map_count=262144\n", true},
                {"files/app.conf", "vm.max_map_count=262144\nname=x\n", false},
                {"application.properties", "kernel.x=1\n", false},
                {"etc/nginx/sysctl.conf", "server {\n}\n", false},
                {"etc/default/app", "NET=1\n", false},
                {"postgresql.conf", "max_connections = 10\n", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg((sysctl_claims(str_from(rows[i].path), str_from(rows[i].head)) > 0) == rows[i].ours, "%s",
                      rows[i].path);
}
END_TEST

Suite *sysctl_suite(void)
{
    Suite *s = suite_create("sysctl");
    TCase *t = tcase_create("sysctl");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, what_is_wrong_with_a_line_is_found, 0, CASES);
    if (access(PROGRAM, X_OK) == 0)
        tcase_add_loop_test(t, systemd_passes_over_the_same_lines, 0, CASES);
    else
        tcase_add_test(t, systemd_is_not_here);
    tcase_add_test(t, numbers_are_read_as_the_kernel_reads_them);
    tcase_add_test(t, bounds_are_those_of_the_kernel);
    tcase_add_test(t, what_a_template_decides_is_not_known);
    tcase_add_test(t, a_kernel_that_has_the_key_is_judged_by_it);
    tcase_add_test(t, files_are_told_by_place_or_by_their_keys);
    suite_add_tcase(s, t);
    return s;
}
