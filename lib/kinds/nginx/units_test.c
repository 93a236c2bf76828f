#include "kinds/nginx/units.h"

#include <check.h>
#include <inttypes.h>

Suite *units_suite(void);

typedef bool parse(struct str s, int64_t *ret);

enum { FAILS = -1 };

static const struct {
    parse *parse;
    const char *text;
    int64_t value;
} cases[] = {
    {nginx_parse_num, "0", 0},
    {nginx_parse_num, "007", 7},
    {nginx_parse_num, "9223372036854775807", INT64_MAX},
    {nginx_parse_num, "9223372036854775808", FAILS},
    {nginx_parse_num, "", FAILS},
    {nginx_parse_num, "-1", FAILS},
    {nginx_parse_num, "+1", FAILS},
    {nginx_parse_num, "1.5", FAILS},
    {nginx_parse_num, " 1", FAILS},
    {nginx_parse_size, "4096", 4096},
    {nginx_parse_size, "4k", 4096},
    {nginx_parse_size, "4K", 4096},
    {nginx_parse_size, "1m", 1 << 20},
    {nginx_parse_size, "1M", 1 << 20},
    {nginx_parse_size, "1g", FAILS},
    {nginx_parse_size, "1G", FAILS},
    {nginx_parse_size, "k", FAILS},
    {nginx_parse_size, "", FAILS},
    {nginx_parse_size, "1kb", FAILS},
    {nginx_parse_size, "8796093022207m", 9223372036853727232},
    {nginx_parse_size, "8796093022208m", FAILS},
    {nginx_parse_offset, "1g", 1 << 30},
    {nginx_parse_offset, "2G", INT64_C(2) << 30},
    {nginx_parse_offset, "1t", FAILS},
    {nginx_parse_msec, "30", 30000},
    {nginx_parse_msec, "30s", 30000},
    {nginx_parse_msec, "500ms", 500},
    {nginx_parse_msec, "1m", 60000},
    {nginx_parse_msec, "1h30m", 5400000},
    {nginx_parse_msec, "1h 30m", 5400000},
    {nginx_parse_msec, "1h 30m 10", 5410000},
    {nginx_parse_msec, "1d1h1m1s1ms", 90061001},
    {nginx_parse_msec, "1w", 604800000},
    {nginx_parse_msec, "1hm", 3600000},
    {nginx_parse_msec, "10 ", 10000},
    {nginx_parse_msec, "h", FAILS},
    {nginx_parse_msec, "10 20", 30000},
    {nginx_parse_msec, "10 20s", FAILS},
    {nginx_parse_msec, " 10", 10000},
    {nginx_parse_msec, "30m1h", FAILS},
    {nginx_parse_msec, "1s1s", FAILS},
    {nginx_parse_msec, "1ms1ms", FAILS},
    {nginx_parse_msec, "1y", FAILS},
    {nginx_parse_msec, "1M", FAILS},
    {nginx_parse_msec, "1.5s", FAILS},
    {nginx_parse_msec, "", FAILS},
    {nginx_parse_msec, "9223372036854776", FAILS},
    {nginx_parse_sec, "30", 30},
    {nginx_parse_sec, "1y", 31536000},
    {nginx_parse_sec, "1M", 2592000},
    {nginx_parse_sec, "1y1M1w1d1h1m1s", 31536000 + 2592000 + 604800 + 86400 + 3600 + 60 + 1},
    {nginx_parse_sec, "1ms", FAILS},
    {nginx_parse_sec, "1M1y", FAILS},
};

START_TEST(text_is_read_as_nginx_reads_it)
{
    int64_t v = FAILS;
    bool ok = cases[_i].parse(str_from(cases[_i].text), &v);
    ck_assert_msg(ok == (cases[_i].value != FAILS), "%s: %d", cases[_i].text, ok);
    ck_assert_msg(v == cases[_i].value, "%s: %" PRId64, cases[_i].text, v);
}
END_TEST

Suite *units_suite(void)
{
    Suite *s = suite_create("units");
    TCase *t = tcase_create("units");
    tcase_add_loop_test(t, text_is_read_as_nginx_reads_it, 0, sizeof cases / sizeof *cases);
    suite_add_tcase(s, t);
    return s;
}
