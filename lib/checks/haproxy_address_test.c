#include "checks/haproxy_address.h"

#include <check.h>

Suite *haproxy_address_suite(void);

/* What each text is read as: family, protocol, ports. */
static const struct {
    const char *text;
    char family;
    bool udp, any, loopback;
    int32_t low, high;
} texts[] = {
    {":80", '4', false, true, false, 80, 80},
    {"*:80-90", '4', false, true, false, 80, 90},
    {"0.0.0.0:80", '4', false, true, false, 80, 80},
    {"127.0.0.2:80", '4', false, false, true, 80, 80},
    {"localhost:80", '4', false, false, true, 80, 80},
    {"10.0.0.1", '4', false, false, false, 0, 0},
    {"10.0.0.1:+1000", '4', false, false, false, 0, 0},
    {":::80", '6', false, true, false, 80, 80},
    {"[::1]:80", '6', false, false, true, 80, 80},
    {"[2001:db8::1]", '6', false, false, false, 0, 0},
    {"ipv6@:443", '6', false, true, false, 443, 443},
    {"quic4@:443", '4', true, true, false, 443, 443},
    {"udp@10.0.0.1:514", '4', true, false, false, 514, 514},
    {"web.internal:80", 'n', false, false, false, 80, 80},
};

START_TEST(addresses_are_taken_apart)
{
    struct haproxy_address a;
    ck_assert_msg(haproxy_address_parse(str_from(texts[_i].text), &a), "%s", texts[_i].text);
    ck_assert_int_eq(a.family, texts[_i].family);
    ck_assert_int_eq(a.udp, texts[_i].udp);
    ck_assert_int_eq(haproxy_address_is_any(&a), texts[_i].any);
    ck_assert_int_eq(haproxy_address_is_loopback(&a), texts[_i].loopback);
    ck_assert_int_eq(a.low, texts[_i].low);
    ck_assert_int_eq(a.high, texts[_i].high);
}
END_TEST

START_TEST(what_is_no_ip_address_is_told_apart)
{
    static const char *const others[] = {"/run/haproxy.sock", "unix@/run/x", "abns@x", "fd@3",
                                         "sockpair@4",        "rhttp@be"};
    struct haproxy_address a;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_msg(!haproxy_address_parse(str_from(others[i]), &a), "%s", others[i]);
}
END_TEST

START_TEST(the_same_address_may_be_written_in_many_ways)
{
    struct haproxy_address a, b;
    haproxy_address_parse(STR(":80"), &a);
    haproxy_address_parse(STR("ipv4@0.0.0.0:81"), &b);
    ck_assert(haproxy_address_same(&a, &b));
    haproxy_address_parse(STR("[::]:80"), &b);
    ck_assert(!haproxy_address_same(&a, &b));
    haproxy_address_parse(STR("[0:0::0]:80"), &a);
    ck_assert(haproxy_address_same(&a, &b));
    haproxy_address_parse(STR("Web:80"), &a);
    haproxy_address_parse(STR("web:80"), &b);
    ck_assert(haproxy_address_same(&a, &b));
}
END_TEST

Suite *haproxy_address_suite(void)
{
    Suite *s = suite_create("haproxy_address");
    TCase *t = tcase_create("haproxy_address");
    tcase_add_loop_test(t, addresses_are_taken_apart, 0, sizeof texts / sizeof *texts);
    tcase_add_test(t, what_is_no_ip_address_is_told_apart);
    tcase_add_test(t, the_same_address_may_be_written_in_many_ways);
    suite_add_tcase(s, t);
    return s;
}
