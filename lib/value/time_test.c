#include "base/arena.h"
#include "value/time.h"

#include <check.h>

static struct arena a;

static void setup(void)
{
    arena_init(&a, NULL);
}

static void teardown(void)
{
    arena_free(&a);
}

START_TEST(a_moment_reads_back_as_it_was_written)
{
    static const struct {
        const char *text;
        int64_t seconds;
        uint32_t ns;
        const char *shown; /* NULL: as text */
    } rows[] = {
        {"1970-01-01T00:00:00Z", 0, 0, NULL},
        {"2009-02-13T23:31:30Z", 1234567890, 0, NULL},
        {"2009-02-13T23:31:30.5Z", 1234567890, 500000000, NULL},
        {"2009-02-14T00:31:30+01:00", 1234567890, 0, "2009-02-13T23:31:30Z"},
        {"2000-02-29T12:00:00Z", 951825600, 0, NULL},
        {"0001-01-01T00:00:00Z", TIME_FIRST, 0, NULL},
        {"9999-12-31T23:59:59.999999999Z", TIME_LAST, 999999999, NULL},
        {"1969-12-31T23:59:59.0000000019Z", -1, 1, "1969-12-31T23:59:59.000000001Z"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t seconds = 7;
        uint32_t ns = 7;
        ck_assert_msg(time_parse(str_from(rows[i].text), &seconds, &ns), "%s", rows[i].text);
        ck_assert_int_eq(seconds, rows[i].seconds);
        ck_assert_uint_eq(ns, rows[i].ns);
        struct str shown = time_format(&a, seconds, ns);
        ck_assert_msg(str_eq(shown, str_from(rows[i].shown ? rows[i].shown : rows[i].text)), "%.*s", STR_ARG(shown));
    }
}
END_TEST

START_TEST(what_is_no_moment_is_refused)
{
    static const char *const rows[] = {
        "",
        "2009-02-13",
        "2009-02-13 23:31:30Z",
        "2009-02-13T23:31:30",
        "2009-02-13T23:31:30z",
        "2009-02-29T00:00:00Z",
        "2009-13-01T00:00:00Z",
        "2009-00-01T00:00:00Z",
        "2009-04-31T00:00:00Z",
        "2009-02-13T24:00:00Z",
        "2009-02-13T23:60:00Z",
        "2009-02-13T23:59:60Z",
        "2009-02-13T23:31:30.Z",
        "2009-02-13T23:31:30+24:00",
        "2009-02-13T23:31:30Zx",
        "0000-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
    };
    int64_t seconds;
    uint32_t ns;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_msg(!time_parse(str_from(rows[i]), &seconds, &ns), "%s", rows[i]);
}
END_TEST

START_TEST(every_day_of_four_centuries_has_the_calendar_of_its_neighbours)
{
    struct civil before = time_civil(-86400);
    for (int64_t day = 0; day < 146097; day++) {
        struct civil c = time_civil(day * 86400 + 3661);
        ck_assert_int_eq(time_seconds(c), day * 86400 + 3661);
        ck_assert_int_eq(c.weekday, (before.weekday + 1) % 7);
        ck_assert(c.day == before.day + 1 || (c.day == 1 && c.month == (before.month + 1) % 12));
        ck_assert_int_eq(c.yearday, c.month == 0 && c.day == 1 ? 0 : before.yearday + 1);
        before = c;
    }
    ck_assert_int_eq(before.year, 2369);
    ck_assert_int_eq(time_civil(0).weekday, 4);
}
END_TEST

START_TEST(a_duration_is_a_sum_of_numbers_with_units)
{
    static const struct {
        const char *text;
        int64_t ns;
        const char *shown;
    } rows[] = {
        {"0", 0, "0s"},
        {"-0", 0, "0s"},
        {"1h30m", 5400000000000, "5400s"},
        {"-1.5h", -5400000000000, "-5400s"},
        {"+250ms", 250000000, "0.25s"},
        {".5s", 500000000, "0.5s"},
        {"1.s", 1000000000, "1s"},
        {"1h34us", 3600000034000, "3600.000034s"},
        {"3ns2us", 2003, "0.000002003s"},
        {"1\xc2\xb5s", 1000, "0.000001s"},
        {"0.000000001s", 1, "0.000000001s"},
        {"9223372036854775807ns", INT64_MAX, "9223372036.854775807s"},
        {"-9223372036.854775808s", INT64_MIN, "-9223372036.854775808s"},
        {"0.3333333333333333333h", 1199999999999, "1199.999999999s"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t ns = 7;
        ck_assert_msg(duration_parse(str_from(rows[i].text), &ns), "%s", rows[i].text);
        ck_assert_msg(ns == rows[i].ns, "%s is %lld", rows[i].text, (long long)ns);
        struct str shown = duration_format(&a, ns);
        ck_assert_msg(str_eq(shown, str_from(rows[i].shown)), "%.*s", STR_ARG(shown));
    }
}
END_TEST

START_TEST(what_is_no_duration_is_refused)
{
    static const char *const rows[] = {
        "",
        "-",
        "1",
        "s",
        ".s",
        "1d",
        "1 s",
        "1s ",
        "--1s",
        "1h-3m",
        "1.2.3s",
        "9223372036854775808ns",
        "320000000000s",
        "99999999999999999999h",
        "1x",
    };
    int64_t ns;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_msg(!duration_parse(str_from(rows[i]), &ns), "%s", rows[i]);
}
END_TEST

Suite *time_suite(void)
{
    Suite *s = suite_create("time");
    TCase *tc = tcase_create("time");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_moment_reads_back_as_it_was_written);
    tcase_add_test(tc, what_is_no_moment_is_refused);
    tcase_add_test(tc, every_day_of_four_centuries_has_the_calendar_of_its_neighbours);
    tcase_add_test(tc, a_duration_is_a_sum_of_numbers_with_units);
    tcase_add_test(tc, what_is_no_duration_is_refused);
    suite_add_tcase(s, tc);
    return s;
}
