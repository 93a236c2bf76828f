#include "facts/document.h"

#include <check.h>
#include <string.h>

/* One row a text: what it is as that scalar, in the form messages have; NULL: refused. */
/* clang-format off */
static const struct {
    enum scalar type;
    const char *text, *want;
} rows[] = {
    {SCALAR_TEXT, "web", "web"},          {SCALAR_TEXT, "", NULL},
    {SCALAR_BOOL, "true", "true"},        {SCALAR_BOOL, "false", "false"},      {SCALAR_BOOL, "yes", NULL},       {SCALAR_BOOL, "True", NULL},
    {SCALAR_COUNT, "0", "0"},             {SCALAR_COUNT, "9223372036854775807", "9223372036854775807"},
    {SCALAR_COUNT, "9223372036854775808", NULL},  {SCALAR_COUNT, "-1", NULL},   {SCALAR_COUNT, "1e3", NULL},      {SCALAR_COUNT, "1_000", NULL},
    {SCALAR_MACHINES, "1", "1"},          {SCALAR_MACHINES, "0", NULL},
    {SCALAR_LIMIT, "0", "0"},             {SCALAR_LIMIT, "unlimited", "unlimited"}, {SCALAR_LIMIT, "infinity", "unlimited"}, {SCALAR_LIMIT, "none", NULL},
    {SCALAR_CPUS, "4", "4"},              {SCALAR_CPUS, "1.5", "1.5"},          {SCALAR_CPUS, "500m", "0.5"},     {SCALAR_CPUS, "0.25", "0.25"},
    {SCALAR_CPUS, "0", NULL},             {SCALAR_CPUS, "0m", NULL},            {SCALAR_CPUS, "m", NULL},         {SCALAR_CPUS, "-1", NULL},
    {SCALAR_CPUS, "1e300", NULL},         {SCALAR_CPUS, "4 CPUs", NULL},        {SCALAR_CPUS, "inf", NULL},       {SCALAR_CPUS, "1e-323m", NULL},
    {SCALAR_RATE, "900", "900"},          {SCALAR_RATE, "0.5", "0.5"},          {SCALAR_RATE, "0", "0"},          {SCALAR_RATE, "-0.5", NULL},
    {SCALAR_SIZE, "0", "0B"},             {SCALAR_SIZE, "8GiB", "8GiB"},        {SCALAR_SIZE, "512k", "512KiB"},  {SCALAR_SIZE, "1.5 GiB", "1.5GiB"},
    {SCALAR_SIZE, "14Gi", "14GiB"},       {SCALAR_SIZE, "4 GiBs", NULL},        {SCALAR_SIZE, "-4GiB", NULL},     {SCALAR_SIZE, "GiB", NULL},
    {SCALAR_SIZE, "99999999999TiB", NULL},
    {SCALAR_TIME, "60", "1m"},            {SCALAR_TIME, "30s", "30s"},          {SCALAR_TIME, "1h30m", "1h30m"},  {SCALAR_TIME, "500ms", "500ms"},
    {SCALAR_TIME, "0", "0s"},             {SCALAR_TIME, "-5", NULL},            {SCALAR_TIME, "soon", NULL},      {SCALAR_TIME, "9223372036854775807", NULL},
    {SCALAR_DATE, "2026-11-20", "2026-11-20T00:00:00Z"},                        {SCALAR_DATE, "1970-01-01", "1970-01-01T00:00:00Z"},
    {SCALAR_DATE, "2024-02-29", "2024-02-29T00:00:00Z"},                        {SCALAR_DATE, "2000-02-29", "2000-02-29T00:00:00Z"},
    {SCALAR_DATE, "1969-12-31", "1969-12-31T00:00:00Z"},                        {SCALAR_DATE, "2027-01-20T12:30:00Z", "2027-01-20T12:30:00Z"},
    {SCALAR_DATE, "2027-01-20 12:30", "2027-01-20T12:30:00Z"},                  {SCALAR_DATE, "2027-01-20T01:30:15.250+02:00", "2027-01-19T23:30:15Z"},
    {SCALAR_DATE, "2027-01-20t12:30:00-05:30", "2027-01-20T18:00:00Z"},         {SCALAR_DATE, "0001-01-01", "0001-01-01T00:00:00Z"},
    {SCALAR_DATE, "2027-02-29", NULL},    {SCALAR_DATE, "1900-02-29", NULL},    {SCALAR_DATE, "2027-13-01", NULL}, {SCALAR_DATE, "2027-00-10", NULL},
    {SCALAR_DATE, "2027-1-1", NULL},      {SCALAR_DATE, "20270101", NULL},      {SCALAR_DATE, "2027-01-01T", NULL}, {SCALAR_DATE, "2027-01-01T25:00", NULL},
    {SCALAR_DATE, "2027-01-01T10:00:60Z", NULL}, {SCALAR_DATE, "2027-01-01T10:00+2", NULL}, {SCALAR_DATE, "2027-01-01x", NULL}, {SCALAR_DATE, "-027-01-01", NULL},
    {SCALAR_DATE, "0000-01-01", NULL},    {SCALAR_DATE, "2027-01-0-", NULL},    {SCALAR_DATE, "", NULL},
    {SCALAR_ADDRESS, "10.0.0.11", "10.0.0.11"}, {SCALAR_ADDRESS, "10.17.0.0/24", "10.17.0.0/24"}, {SCALAR_ADDRESS, "fd00::1", "fd00::1"},
    {SCALAR_ADDRESS, "fd00::/64", "fd00::/64"}, {SCALAR_ADDRESS, "web-1.internal", "web-1.internal"}, {SCALAR_ADDRESS, "::ffff:10.0.0.1", "::ffff:10.0.0.1"},
    {SCALAR_ADDRESS, "10.0.0.256", NULL}, {SCALAR_ADDRESS, "10.0.0", NULL},     {SCALAR_ADDRESS, "10.0.0.0/33", NULL}, {SCALAR_ADDRESS, "10.0.0.0/", NULL},
    {SCALAR_ADDRESS, "fd00:::1", NULL},   {SCALAR_ADDRESS, "fd00::/129", NULL}, {SCALAR_ADDRESS, "web/24", NULL}, {SCALAR_ADDRESS, "a b", NULL}, {SCALAR_ADDRESS, "", NULL},
    {SCALAR_VERSION, "1.22.1", "1.22.1"}, {SCALAR_VERSION, "8", "8"},           {SCALAR_VERSION, "1.22.1-9+deb12u1", "1.22.1-9+deb12u1"},
    {SCALAR_VERSION, "latest", NULL},     {SCALAR_VERSION, "1.", NULL},         {SCALAR_VERSION, ".1", NULL},     {SCALAR_VERSION, "1..2", NULL},
    {SCALAR_VERSION, "-1", NULL},         {SCALAR_VERSION, "v1", NULL},         {SCALAR_VERSION, "", NULL},
};
/* clang-format on */

START_TEST(texts_are_read_as_what_they_are)
{
    struct arena a;
    arena_init(&a, NULL);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct value v;
        bool ok = scalar_parse(str_from(rows[i].text), rows[i].type, &v);
        ck_assert_msg(ok == (rows[i].want != NULL), "row %zu: \"%s\" is %s", i, rows[i].text, ok ? "taken" : "refused");
        if (ok)
            ck_assert_msg(str_eq(value_format(&a, v), str_from(rows[i].want)), "row %zu: \"%s\" is %.*s", i,
                          rows[i].text, STR_ARG(value_format(&a, v)));
    }
    arena_free(&a);
}
END_TEST

START_TEST(numbers_carry_their_units)
{
    struct value v;
    ck_assert(scalar_parse(STR("4"), SCALAR_CPUS, &v) && v.unit == UNIT_CPUS && v.type == VALUE_DOUBLE);
    ck_assert(scalar_parse(STR("4"), SCALAR_SIZE, &v) && v.unit == UNIT_BYTES && v.type == VALUE_INT);
    ck_assert(scalar_parse(STR("4"), SCALAR_RATE, &v) && v.unit == UNIT_PER_SECOND);
    ck_assert(scalar_parse(STR("4"), SCALAR_COUNT, &v) && v.unit == UNIT_COUNT);
    ck_assert(scalar_parse(STR("4"), SCALAR_TIME, &v) && v.type == VALUE_DURATION && v.as.i == 4000000000);
    ck_assert(scalar_parse(STR("unlimited"), SCALAR_LIMIT, &v) && (v.flags & VALUE_UNLIMITED));
}
END_TEST

Suite *scalar_suite(void)
{
    Suite *s = suite_create("scalar");
    TCase *t = tcase_create("scalar");
    tcase_add_test(t, texts_are_read_as_what_they_are);
    tcase_add_test(t, numbers_carry_their_units);
    suite_add_tcase(s, t);
    return s;
}
