#include "kinds/haproxy/units.h"

#include <check.h>

Suite *units_suite(void);

START_TEST(integers_end_at_what_is_no_digit)
{
    static const struct {
        const char *text;
        int64_t value;
        uint32_t end;
    } cases[] = {{"10k", 10, 2},
                 {"2,000", 2, 1},
                 {"-1", -1, 2},
                 {"abc", 0, 0},
                 {"", 0, 0},
                 {"+7x", 7, 2},
                 {"99999999999999999999", INT64_MAX, 20}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t end;
        ck_assert_int_eq(haproxy_atol(str_from(cases[i].text), &end), cases[i].value);
        ck_assert_uint_eq(end, cases[i].end);
    }
    ck_assert_int_eq(haproxy_atoi(STR("99999999999999999999")), -1);
}
END_TEST

START_TEST(times_have_one_unit)
{
    static const struct {
        const char *text;
        enum haproxy_unit_fault fault;
        int64_t ms;
    } cases[] = {{"5s", HAPROXY_UNIT_OK, 5000},        {"100", HAPROXY_UNIT_OK, 100},
                 {"2m", HAPROXY_UNIT_OK, 120000},      {"3ms", HAPROXY_UNIT_OK, 3},
                 {"24d", HAPROXY_UNIT_OK, 2073600000}, {"25d", HAPROXY_UNIT_OVERFLOW, 0},
                 {"1.5s", HAPROXY_UNIT_CHARACTER, 0},  {"30S", HAPROXY_UNIT_CHARACTER, 0},
                 {"30sec", HAPROXY_UNIT_OK, 30000},    {"99999999999", HAPROXY_UNIT_OVERFLOW, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ns = 0;
        uint32_t off;
        ck_assert_int_eq(haproxy_parse_time(str_from(cases[i].text), 1, &ns, &off), cases[i].fault);
        ck_assert_int_eq(ns, cases[i].ms * 1000000);
    }
}
END_TEST

START_TEST(sizes_are_below_four_gib)
{
    int64_t n;
    uint32_t off;
    ck_assert_int_eq(haproxy_parse_size(STR("2K"), &n, &off), HAPROXY_UNIT_OK);
    ck_assert_int_eq(n, 2048);
    ck_assert_int_eq(haproxy_parse_size(STR("3g"), &n, &off), HAPROXY_UNIT_OK);
    ck_assert_int_eq(haproxy_parse_size(STR("4g"), &n, &off), HAPROXY_UNIT_OVERFLOW);
    ck_assert_int_eq(haproxy_parse_size(STR("1kb"), &n, &off), HAPROXY_UNIT_CHARACTER);
    ck_assert_uint_eq(off, 2);
}
END_TEST

Suite *units_suite(void)
{
    Suite *s = suite_create("units");
    TCase *t = tcase_create("units");
    tcase_add_test(t, integers_end_at_what_is_no_digit);
    tcase_add_test(t, times_have_one_unit);
    tcase_add_test(t, sizes_are_below_four_gib);
    suite_add_tcase(s, t);
    return s;
}
