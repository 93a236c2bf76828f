#include "base/buf.h"
#include "cel/zone.h"
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

static void put32(struct buf *b, uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_putc(b, (char)(v >> shift));
}

/* A version 2 file with one transition, from an offset of 600 s to 1200 s at second 1000, and a TZ string for what
 * comes after. */
static struct str zone_file(const char *rule)
{
    struct buf b = {.a = &a};
    for (uint32_t part = 0; part < 2; part++) {
        buf_put(&b, STR("TZif2"));
        buf_pad(&b, '\0', 15);
        put32(&b, 0);
        put32(&b, 0);
        put32(&b, 0);
        put32(&b, part);     /* transitions: none in the 32-bit part */
        put32(&b, part + 1); /* types */
        put32(&b, 4);        /* bytes of names */
        if (part == 1) {
            put32(&b, 0);
            put32(&b, 1000);
            buf_putc(&b, 1);
        }
        put32(&b, 600);
        buf_put(&b, (struct str){"\0", 2});
        if (part == 1) {
            put32(&b, 1200);
            buf_put(&b, (struct str){"\0", 2});
        }
        buf_put(&b, (struct str){"ABC", 4});
    }
    buf_printf(&b, "\n%s\n", rule);
    return buf_str(&b);
}

static int64_t at(const char *moment)
{
    int64_t seconds = 0;
    uint32_t ns;
    ck_assert(time_parse(str_from(moment), &seconds, &ns));
    return seconds;
}

START_TEST(the_table_counts_up_to_its_last_transition)
{
    const struct zone *z = zone_parse(&a, zone_file(""));
    ck_assert_ptr_nonnull(z);
    ck_assert_int_eq(zone_offset(z, 999), 600);
    ck_assert_int_eq(zone_offset(z, 1000), 1200);
    ck_assert_int_eq(zone_offset(z, TIME_FIRST), 600);
    ck_assert_int_eq(zone_offset(z, TIME_LAST), 1200);
}
END_TEST

START_TEST(the_rule_counts_beyond)
{
    static const struct {
        const char *rule, *moment;
        int64_t offset;
    } rows[] = {
        {"CET-1CEST,M3.5.0,M10.5.0/3", "2024-03-31T00:59:59Z", 3600},
        {"CET-1CEST,M3.5.0,M10.5.0/3", "2024-03-31T01:00:00Z", 7200},
        {"CET-1CEST,M3.5.0,M10.5.0/3", "2024-10-27T00:59:59Z", 7200},
        {"CET-1CEST,M3.5.0,M10.5.0/3", "2024-10-27T01:00:00Z", 3600},
        {"EST5EDT,M3.2.0,M11.1.0", "2100-07-01T00:00:00Z", -14400},
        {"EST5EDT,M3.2.0,M11.1.0", "2100-12-01T00:00:00Z", -18000},
        /* the south has summer around the new year */
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", "2050-01-01T00:00:00Z", 39600},
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", "2050-07-01T00:00:00Z", 36000},
        {"<+0330>-3:30", "2050-07-01T00:00:00Z", 12600},
        {"LHST-10:30LHDT-11,M10.1.0,M4.1.0", "2050-01-01T00:00:00Z", 39600},
        {"XXX3YYY,J60,J300", "2023-03-01T05:00:00Z", -7200},
        {"XXX3YYY,J60,J300", "2023-02-28T05:00:00Z", -10800},
        {"XXX3YYY,J60,J300", "2024-02-29T12:00:00Z", -10800},
        {"XXX3YYY,59,300", "2024-02-29T05:00:00Z", -7200},
        {"IST-2IDT,M3.4.4/26,M10.5.0", "2024-03-28T23:59:59Z", 7200},
        {"IST-2IDT,M3.4.4/26,M10.5.0", "2024-03-29T00:00:00Z", 10800},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct zone *z = zone_parse(&a, zone_file(rows[i].rule));
        ck_assert_msg(z && zone_offset(z, at(rows[i].moment)) == rows[i].offset, "%s at %s: %lld", rows[i].rule,
                      rows[i].moment, z ? (long long)zone_offset(z, at(rows[i].moment)) : 0);
    }
}
END_TEST

START_TEST(a_rule_that_is_none_leaves_the_table)
{
    static const char *const rows[] = {
        "CET",   "-1", "CET-1CEST", "CET-1CEST,M3.5", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0/3x",
        "<CET-1"};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_int_eq(zone_offset(zone_parse(&a, zone_file(rows[i])), at("2050-07-01T00:00:00Z")), 1200);
}
END_TEST

START_TEST(bytes_that_are_no_zone_are_refused_however_they_are_cut)
{
    struct str whole = zone_file("CET-1CEST,M3.5.0,M10.5.0/3");
    uint32_t footer = whole.n - (uint32_t)sizeof("\nCET-1CEST,M3.5.0,M10.5.0/3\n") + 1;
    for (uint32_t n = 0; n < footer; n++)
        ck_assert_msg(!zone_parse(&a, str_dup(&a, str_slice(whole, 0, n))), "%u bytes", n);
    ck_assert_ptr_null(zone_parse(&a, STR("not a zone file, but long enough for a header of one ....")));
}
END_TEST

START_TEST(offsets_are_names)
{
    static const struct {
        const char *name;
        int64_t offset;
    } rows[] = {{"UTC", 0}, {"+02:00", 7200}, {"-09:30", -34200}, {"02:00", 7200}, {"-00:00", 0}, {"+23:59", 86340}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct zone *z = zone_find(&a, str_from(rows[i].name));
        ck_assert_msg(z && zone_offset(z, 0) == rows[i].offset, "%s", rows[i].name);
    }
}
END_TEST

START_TEST(names_lead_nowhere_else)
{
    static const char *const rows[] = {"",        "/etc/localtime", "../zoneinfo/UTC", "Europe",
                                       "Europe/", "No/Such",        "+24:00",          "+2:00",
                                       "02:60",   "Europe/Par is",  "zone.tab"};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_msg(!zone_find(&a, str_from(rows[i])), "%s", rows[i]);
}
END_TEST

Suite *zone_suite(void)
{
    Suite *s = suite_create("zone");
    TCase *tc = tcase_create("zone");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, the_table_counts_up_to_its_last_transition);
    tcase_add_test(tc, the_rule_counts_beyond);
    tcase_add_test(tc, a_rule_that_is_none_leaves_the_table);
    tcase_add_test(tc, bytes_that_are_no_zone_are_refused_however_they_are_cut);
    tcase_add_test(tc, offsets_are_names);
    tcase_add_test(tc, names_lead_nowhere_else);
    suite_add_tcase(s, tc);
    return s;
}
