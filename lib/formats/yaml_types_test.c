#include "formats/yaml.h"

#include <check.h>
#include <math.h>

enum { N = YAML_SCALAR_NULL, B = YAML_SCALAR_BOOL, I = YAML_SCALAR_INT, F = YAML_SCALAR_FLOAT, S = YAML_SCALAR_STRING };

/* clang-format off */
static const struct { const char *text; int core, old; } types[] = {
    {"",          N, N}, {"~",        N, N}, {"null",    N, N}, {"NULL",  N, N}, {"nULL",  S, S},
    {"true",      B, B}, {"FALSE",    B, B}, {"yes",     S, B}, {"No",    S, B}, {"ON",    S, B}, {"off", S, B},
    {"y",         S, S}, {"n",        S, S}, {"tRUE",    S, S}, {"yEs",   S, S},
    {"0",         I, I}, {"-12",      I, I}, {"+7",      I, I}, {"007",   I, I}, {"08",    I, S}, {"0o17", I, S}, {"0x1F", I, I},
    {"-0x1F",     S, I}, {"0b101",    S, I}, {"1_000",   S, I}, {"_1",    S, S}, {"-",     S, S}, {"+",   S, S},
    {"22:22",     S, I}, {"1:30:00",  S, I}, {"80:80",   S, S}, {"0:30",  S, S}, {"8080:80", S, S}, {"1:3:", S, S},
    {"1.5",       F, F}, {"-.5",      F, F}, {"1.",      F, F}, {".",     S, S}, {"1e3",   F, S}, {"1e+3", F, S}, {"1.0e+3", F, F}, {"1.0e3", F, S},
    {".inf",      F, F}, {"-.Inf",    F, F}, {".nan",    F, F}, {"-.nan", S, S}, {"inf",   S, S},
    {"1.2.3",     S, S}, {"10.0.0.1", S, S}, {"512m",    S, S}, {"1e",    S, S}, {"0x",    S, S}, {"0o8", S, S},
    {"99999999999999999999", I, I},
};
/* clang-format on */

static struct node word(const char *text)
{
    return (struct node){.kind = NODE_WORD, .flags = NODE_PLAIN, .text = str_from(text)};
}

START_TEST(plain_scalars_have_the_type_of_their_schema)
{
    struct str text = str_from(types[_i].text);
    ck_assert_msg((int)yaml_plain_type(text, YAML_SCHEMA_CORE) == types[_i].core, "%s in core", types[_i].text);
    ck_assert_msg((int)yaml_plain_type(text, YAML_SCHEMA_1_1) == types[_i].old, "%s in 1.1", types[_i].text);
}
END_TEST

static const struct {
    const char *text;
    enum yaml_schema schema;
    int64_t value;
} ints[] = {
    {"12", YAML_SCHEMA_CORE, 12},
    {"-12", YAML_SCHEMA_1_1, -12},
    {"+7", YAML_SCHEMA_CORE, 7},
    {"0755", YAML_SCHEMA_CORE, 755},
    {"0755", YAML_SCHEMA_1_1, 493},
    {"0o755", YAML_SCHEMA_CORE, 493},
    {"0xfF", YAML_SCHEMA_CORE, 255},
    {"-0x10", YAML_SCHEMA_1_1, -16},
    {"0b1_0", YAML_SCHEMA_1_1, 2},
    {"1_000_000", YAML_SCHEMA_1_1, 1000000},
    {"22:22", YAML_SCHEMA_1_1, 1342},
    {"-1:30:00", YAML_SCHEMA_1_1, -5400},
    {"9223372036854775807", YAML_SCHEMA_CORE, INT64_MAX},
    {"-9223372036854775808", YAML_SCHEMA_CORE, INT64_MIN},
};

START_TEST(integers_have_their_value)
{
    struct node w = word(ints[_i].text);
    int64_t v = 0;
    ck_assert(yaml_int(&w, ints[_i].schema, &v));
    ck_assert_int_eq(v, ints[_i].value);
}
END_TEST

START_TEST(what_does_not_fit_has_a_type_and_no_value)
{
    struct node big = word("9223372036854775808");
    int64_t v = 42;
    ck_assert_int_eq(yaml_scalar_type(&big, YAML_SCHEMA_CORE), YAML_SCALAR_INT);
    ck_assert(!yaml_int(&big, YAML_SCHEMA_CORE, &v));
    ck_assert_int_eq(v, 42);
}
END_TEST

START_TEST(booleans_and_floats_have_their_value)
{
    bool b = true;
    double d = 0;
    struct node no = word("no"), yes = word("True"), half = word("-.5"), inf = word("-.inf"), exponent = word("1e3"),
                n = word("7");
    ck_assert(yaml_bool(&no, YAML_SCHEMA_1_1, &b) && !b);
    ck_assert(!yaml_bool(&no, YAML_SCHEMA_CORE, &b));
    ck_assert(yaml_bool(&yes, YAML_SCHEMA_CORE, &b) && b);
    ck_assert(yaml_double(&half, YAML_SCHEMA_CORE, &d) && d == -0.5);
    ck_assert(yaml_double(&inf, YAML_SCHEMA_1_1, &d) && isinf(d) && d < 0);
    ck_assert(yaml_double(&exponent, YAML_SCHEMA_CORE, &d) && d == 1000);
    ck_assert(yaml_double(&n, YAML_SCHEMA_CORE, &d) && d == 7);
    ck_assert(!yaml_double(&no, YAML_SCHEMA_CORE, &d));
}
END_TEST

START_TEST(quoted_and_unknown_words_are_strings)
{
    struct node quoted = word("5"), unknown = word("5");
    int64_t v;
    quoted.flags = 0;
    unknown.flags |= NODE_UNKNOWN;
    ck_assert_int_eq(yaml_scalar_type(&quoted, YAML_SCHEMA_1_1), YAML_SCALAR_STRING);
    ck_assert(!yaml_int(&quoted, YAML_SCHEMA_1_1, &v));
    ck_assert_int_eq(yaml_scalar_type(&unknown, YAML_SCHEMA_1_1), YAML_SCALAR_STRING);
    ck_assert(!yaml_int(&unknown, YAML_SCHEMA_1_1, &v));
}
END_TEST

Suite *yaml_types_suite(void)
{
    Suite *s = suite_create("yaml_types");
    TCase *c = tcase_create("yaml_types");
    tcase_add_loop_test(c, plain_scalars_have_the_type_of_their_schema, 0, sizeof(types) / sizeof(types[0]));
    tcase_add_loop_test(c, integers_have_their_value, 0, sizeof(ints) / sizeof(ints[0]));
    tcase_add_test(c, what_does_not_fit_has_a_type_and_no_value);
    tcase_add_test(c, booleans_and_floats_have_their_value);
    tcase_add_test(c, quoted_and_unknown_words_are_strings);
    suite_add_tcase(s, c);
    return s;
}
