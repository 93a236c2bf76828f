#include "kinds/systemd/systemd.h"

#include <check.h>

Suite *detect_suite(void);

/* At least 50: claimed. */
static const struct {
    const char *path, *head;
    bool ours;
} cases[] = {
    {"app/web.service", "[Unit]\nDescription=x\n[Service]\nExecStart=/bin/a\n", true},
    {"templates/web.service.j2", "{{ ansible_managed }}\n[Service]\nExecStart={{ a }}\n", true},
    {"etc/systemd/system/nginx.service.d/limits.conf", "[Service]\nMemoryMax=1G\n", true},
    {"nginx.service.d/limits.conf.j2", "[Service]\nMemoryMax={{ m }}\n", true},
    {"web.socket", "[Socket]\nListenStream=80\n", true},
    {"backup.timer", "[Timer]\nOnCalendar=daily\n", true},
    {"var-lib.mount", "[Mount]\nWhat=/dev/sda\n", true},
    {"gunicorn_unit.txt",
     "[Unit]\nDescription=x\n[Service]\nUser=a\nExecStart=/bin/a\n[Install]\nWantedBy=multi-user.target\n", true},
    {"org.freedesktop.x.service", "[D-BUS Service]\nName=x\nExec=/bin/a\n", false},
    {"http.service", "<?xml version=\"1.0\"?>\n<service-group>\n</service-group>\n", false},
    {"pods/web.service", "apiVersion: v1\nkind: Service\n", false},
    {"conf.d/site.conf", "server { listen 80; }\n", false},
    {"php.ini", "[PHP]\nmemory_limit = 1G\n", false},
    {"my.cnf", "[mysqld]\nport=3306\n", false},
    {"eth0.network", "[Match]\nName=eth0\n[Network]\nDHCP=yes\n", false},
    {"journald.conf.d/size.conf", "[Journal]\nSystemMaxUse=1G\n", false},
    {"app.desktop", "[Desktop Entry]\nName=a\n", false},
};

START_TEST(each_file_is_told)
{
    int claim = systemd_claims(str_from(cases[_i].path), str_from(cases[_i].head));
    ck_assert_msg((claim >= 50) == cases[_i].ours, "%s: %d", cases[_i].path, claim);
}
END_TEST

START_TEST(names_alone_tell_units_and_drop_ins)
{
    ck_assert_int_eq(systemd_claims(STR("nginx.service.d/a.conf"), STR("")), 100);
    ck_assert_int_gt(systemd_claims(STR("nginx.service"), STR("")), 0);
    ck_assert_int_eq(systemd_claims(STR("nginx.conf"), STR("")), 0);
    ck_assert_int_eq(systemd_claims(STR("x.path"), STR("")), 0);
}
END_TEST

/* "nginx.service", "+" before a drop-in, "*" before one of several units. */
static const struct {
    const char *path, *unit;
    uint32_t section;
} names[] = {
    {"/etc/systemd/system/nginx.service", "nginx.service", SYSTEMD_IN_SERVICE},
    {"/x/web@1.service.j2", "web@1.service", SYSTEMD_IN_SERVICE},
    {"/x/nginx.service.d/a.conf", "+nginx.service", SYSTEMD_IN_SERVICE},
    {"/x/service.d/a.conf", "*+service", SYSTEMD_IN_SERVICE},
    {"/x/web-.service.d/a.conf", "*+web-.service", SYSTEMD_IN_SERVICE},
    {"/x/a.target", "a.target", SYSTEMD_IN_UNIT},
    {"/x/conf.d/a.conf", "", 0},
    {"/x/a.install", "", 0},
    {"a.conf", "", 0},
};

START_TEST(a_path_names_its_unit)
{
    struct unit_name n = unit_name_of(str_from(names[_i].path));
    const char *expected = names[_i].unit;
    bool several = *expected == '*', drop_in = expected[several] == '+';
    ck_assert(str_eq(n.name, str_from(expected + several + drop_in)));
    ck_assert_uint_eq(n.section, names[_i].section);
    ck_assert_int_eq(n.is_drop_in, drop_in);
    ck_assert_int_eq(n.is_of_several, several);
}
END_TEST

Suite *detect_suite(void)
{
    Suite *s = suite_create("detect");
    TCase *t = tcase_create("detect");
    tcase_add_loop_test(t, each_file_is_told, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, names_alone_tell_units_and_drop_ins);
    tcase_add_loop_test(t, a_path_names_its_unit, 0, sizeof names / sizeof *names);
    suite_add_tcase(s, t);
    return s;
}
