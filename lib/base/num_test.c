#include "base/num.h"

#include "base/arena.h"

#include <check.h>
#include <math.h>

static struct arena a;

static void setup(void)
{
    arena_init(&a, NULL);
}

static void teardown(void)
{
    arena_free(&a);
}

#define KIB INT64_C(1024)
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)
static const int64_t MS = 1000000, SECOND = 1000000000, HOUR = 3600 * 1000000000LL;

/* ok false: refused, and the result stays as it was. */
struct row {
    const char *text;
    bool ok;
    int64_t value;
};

static void check_rows(const struct row *rows, size_t n, bool (*parse)(struct str, int64_t *))
{
    for (size_t i = 0; i < n; i++) {
        int64_t v = 4711;
        bool ok = parse(str_from(rows[i].text), &v);
        ck_assert_msg(ok == rows[i].ok, "'%s' is %s", rows[i].text, ok ? "taken" : "refused");
        ck_assert_msg(v == (ok ? rows[i].value : 4711), "'%s' is %lld", rows[i].text, (long long)v);
    }
}

#define CHECK_ROWS(rows, parse) check_rows(rows, sizeof(rows) / sizeof((rows)[0]), parse)

START_TEST(integers_are_read_whole_or_not_at_all)
{
    static const struct row rows[] = {
        {"0", true, 0},
        {"-0", true, 0},
        {"007", true, 7},
        {"-12", true, -12},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"99999999999999999999999", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"--1", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1.0", false, 0},
        {"0x10", false, 0},
        {"12a", false, 0},
    };
    CHECK_ROWS(rows, num_parse_int);
}
END_TEST

START_TEST(sizes_have_units_of_1024)
{
    static const struct row rows[] = {
        {"0", true, 0},
        {"512", true, 512},
        {"512B", true, 512},
        {"512b", true, 512},
        {"1k", true, KIB},
        {"1K", true, KIB},
        {"1KB", true, KIB},
        {"1KiB", true, KIB},
        {"1Ki", true, KIB},
        {"3m", true, 3 * MIB},
        {"3MB", true, 3 * MIB},
        {"3MiB", true, 3 * MIB},
        {"1g", true, GIB},
        {"1 GiB", true, GIB},
        {"2T", true, 2048 * GIB},
        {"1.5GiB", true, 1536 * MIB},
        {"0.5k", true, 512},
        {".5k", true, 512},
        {"8388607TiB", true, 8388607 * (1024 * GIB)},
        {"8388608TiB", false, 0},
        {"9223372036854775807", true, INT64_MAX},
        {"9223372036854775808", false, 0},
        {"99999999.9TiB", false, 0},
        {"-1k", false, 0},
        {"", false, 0},
        {"k", false, 0},
        {"1x", false, 0},
        {"1kk", false, 0},
        {"1kibi", false, 0},
        {"1k 2", false, 0},
        {"1e3", false, 0},
        {"1,5k", false, 0},
    };
    CHECK_ROWS(rows, num_parse_size);
}
END_TEST

START_TEST(times_have_units_and_may_be_sums)
{
    static const struct row rows[] = {
        {"0", true, 0},
        {"0s", true, 0},
        {"1us", true, 1000},
        {"1ms", true, 1000000},
        {"1.5s", true, 1500000000},
        {"30s", true, 30000000000},
        {"1min", true, 60000000000},
        {"1m", true, 60000000000},
        {"1h30m", true, 5400000000000},
        {"1h 30m", true, 5400000000000},
        {"1d", true, 86400000000000},
        {"2w", true, 1209600000000000},
        {"15250w", true, 9223200000000000000},
        {"15251w", false, 0},
        {"15250w2d", false, 0},
        {"5", false, 0},
        {"", false, 0},
        {"s", false, 0},
        {"-5s", false, 0},
        {"5x", false, 0},
        {"5s3", false, 0},
        {"5S", false, 0},
        {"9999999999999999999s", false, 0},
    };
    CHECK_ROWS(rows, num_parse_time);
}
END_TEST

START_TEST(doubles_are_finite_decimals)
{
    static const struct {
        const char *text;
        bool ok;
        double value;
    } rows[] = {
        {"0.5", true, 0.5},  {"-2e3", true, -2000}, {"1E+2", true, 100}, {"1e-2", true, 0.01}, {"7", true, 7},
        {".5", true, .5},    {"5.", true, 5},       {"1e309", false, 0}, {"", false, 0},       {"-", false, 0},
        {".", false, 0},     {"1e", false, 0},      {"1e+", false, 0},   {"inf", false, 0},    {"nan", false, 0},
        {"0x1p3", false, 0}, {"+1", false, 0},      {" 1", false, 0},    {"1 ", false, 0},     {"1,5", false, 0},
        {"1_0", false, 0},   {"--1", false, 0},     {"1.2.3", false, 0},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        double d = 0;
        ck_assert_msg(num_parse_double(str_from(rows[i].text), &d) == rows[i].ok, "%s", rows[i].text);
        if (rows[i].ok)
            ck_assert_double_eq(d, rows[i].value);
    }
}
END_TEST

START_TEST(sums_and_products_stop_at_the_limits)
{
    int64_t r = 4711;
    ck_assert(!num_add(INT64_MAX, 1, &r) && r == 4711);
    ck_assert(!num_add(INT64_MIN, -1, &r) && r == 4711);
    ck_assert(!num_mul(INT64_MAX, 2, &r) && r == 4711);
    ck_assert(!num_mul(INT64_MIN, -1, &r) && r == 4711);
    ck_assert(num_add(INT64_MAX, INT64_MIN, &r) && r == -1);
    ck_assert(num_mul(3037000499, 3037000499, &r) && r == 9223372030926249001);
}
END_TEST

static void shows(struct str s, const char *text)
{
    ck_assert_msg(str_eq(s, str_from(text)), "'%.*s' is not '%s'", STR_ARG(s), text);
}

START_TEST(sizes_are_shown_with_three_digits_at_most)
{
    shows(num_format_size(&a, 0), "0B");
    shows(num_format_size(&a, 512), "512B");
    shows(num_format_size(&a, 999), "999B");
    shows(num_format_size(&a, 1023), "1KiB");
    shows(num_format_size(&a, 1536), "1.5KiB");
    shows(num_format_size(&a, 4 * GIB), "4GiB");
    shows(num_format_size(&a, 4 * GIB + 512 * MIB), "4.5GiB");
    shows(num_format_size(&a, 576 * MIB), "576MiB");
    shows(num_format_size(&a, 1500000), "1.43MiB");
    shows(num_format_size(&a, 999 * MIB), "999MiB");
    shows(num_format_size(&a, 1000 * MIB), "0.98GiB");
    shows(num_format_size(&a, 15 * MIB + 300 * KIB), "15.3MiB");
    shows(num_format_size(&a, -2 * KIB), "-2KiB");
    shows(num_format_size(&a, INT64_MAX), "8EiB");
    shows(num_format_size(&a, INT64_MIN), "-8EiB");
}
END_TEST

START_TEST(times_are_shown_in_units_that_leave_no_rest)
{
    shows(num_format_time(&a, 0), "0s");
    shows(num_format_time(&a, 90 * SECOND), "1m30s");
    shows(num_format_time(&a, 1500 * MS), "1s500ms");
    shows(num_format_time(&a, 36 * HOUR), "1d12h");
    shows(num_format_time(&a, 1), "1ns");
    shows(num_format_time(&a, -5 * SECOND), "-5s");
    shows(num_format_time(&a, INT64_MIN), "-106751d23h47m16s854ms775us808ns");
}
END_TEST

START_TEST(what_is_shown_reads_back)
{
    static const int64_t values[] = {1, 1000, 60000000000, 5400000000000, 86400000000000, 1234567000};
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        int64_t back = 0;
        ck_assert(num_parse_time(num_format_time(&a, values[i] * 1000), &back));
        ck_assert_int_eq(back, values[i] * 1000);
    }
}
END_TEST

START_TEST(doubles_are_shown_as_short_as_they_read_back)
{
    shows(num_format_double(&a, 4.0), "4");
    shows(num_format_double(&a, 0.1), "0.1");
    shows(num_format_double(&a, 1.0 / 3), "0.3333333333333333");
    shows(num_format_double(&a, 1e21), "1e+21");
    shows(num_format_double(&a, -2.5), "-2.5");
    shows(num_format_double(&a, NAN), "NaN");
    shows(num_format_double(&a, INFINITY), "+Infinity");
    shows(num_format_double(&a, -INFINITY), "-Infinity");
    shows(num_format_fixed(&a, 0.125, 2), "0.12");
    shows(num_format_fixed(&a, 0.375, 2), "0.38");
    shows(num_format_fixed(&a, 4, 1), "4.0");
}
END_TEST

Suite *num_suite(void)
{
    Suite *s = suite_create("num");
    TCase *c = tcase_create("num");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, integers_are_read_whole_or_not_at_all);
    tcase_add_test(c, sizes_have_units_of_1024);
    tcase_add_test(c, times_have_units_and_may_be_sums);
    tcase_add_test(c, doubles_are_finite_decimals);
    tcase_add_test(c, sums_and_products_stop_at_the_limits);
    tcase_add_test(c, sizes_are_shown_with_three_digits_at_most);
    tcase_add_test(c, times_are_shown_in_units_that_leave_no_rest);
    tcase_add_test(c, what_is_shown_reads_back);
    tcase_add_test(c, doubles_are_shown_as_short_as_they_read_back);
    suite_add_tcase(s, c);
    return s;
}
