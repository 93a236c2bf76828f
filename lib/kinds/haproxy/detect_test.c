#include "kinds/haproxy/haproxy.h"

#include <check.h>

Suite *detect_suite(void);

START_TEST(files_are_told_by_name_and_content)
{
    static const struct {
        const char *path, *head;
        bool ours;
    } cases[] = {
        {"etc/haproxy.cfg", "", true},
        {"etc/haproxy-prod.cfg.j2", "", true},
        {"x.cfg", "global\n daemon\n maxconn 5\nfrontend f\n bind :80\n", true},
        {"x.cfg", "[metadata]\nname = x\n", false},
        {"setup.cfg", "[global]\ndefaults = 1\n", false},
        {"supervisord.conf", "[program:x]\ncommand=/bin/x\nuser=y\n", false},
        {"nginx.conf", "events {}\nhttp { server { listen 80; } }\n", false},
        {"dhcp.conf", "listen on 80\nfoo bar\n", false},
        {"x.txt", "global\n daemon\nfrontend f\n bind :80\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg((haproxy_claims(str_from(cases[i].path), str_from(cases[i].head)) > 0) == cases[i].ours, "%s",
                      cases[i].path);
}
END_TEST

START_TEST(a_text_with_defaults_is_whole)
{
    ck_assert_int_eq(haproxy_role(STR("x.cfg"), STR("defaults\n mode http\n")), DOCUMENT_ROOT);
    ck_assert_int_eq(haproxy_role(STR("conf.d/10-web.cfg"), STR("backend b\n server s :1\n")), DOCUMENT_FRAGMENT);
}
END_TEST

Suite *detect_suite(void)
{
    Suite *s = suite_create("detect");
    TCase *t = tcase_create("detect");
    tcase_add_test(t, files_are_told_by_name_and_content);
    tcase_add_test(t, a_text_with_defaults_is_whole);
    suite_add_tcase(s, t);
    return s;
}
