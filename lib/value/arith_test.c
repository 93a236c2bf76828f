#include "value/value.h"

#include "base/buf.h"

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

static struct value sized(int64_t bytes, unsigned flags)
{
    struct value v = value_size(bytes);
    v.flags = (uint8_t)flags;
    return v;
}

START_TEST(a_value_has_few_bytes)
{
    ck_assert_uint_le(sizeof(struct value), 24);
}
END_TEST

START_TEST(a_zeroed_value_is_unknown)
{
    struct value v = {0};
    ck_assert(value_is_unknown(v) && !value_is_known(v));
    ck_assert(value_is_unknown(value_add(&a, v, value_int(1))));
    ck_assert(span_is_none(value_at(v)));
}
END_TEST

START_TEST(ints_stay_ints_and_meet_doubles_as_doubles)
{
    struct value v = value_add(&a, value_int(2), value_int(3));
    ck_assert_int_eq(v.type, VALUE_INT);
    ck_assert_int_eq(v.as.i, 5);
    v = value_mul(&a, value_int(-2), value_int(3));
    ck_assert_int_eq(v.as.i, -6);
    v = value_add(&a, value_int(2), value_double(0.5));
    ck_assert_int_eq(v.type, VALUE_DOUBLE);
    ck_assert_double_eq(v.as.d, 2.5);
    v = value_mul(&a, value_double(0.5), value_int(3));
    ck_assert_double_eq(v.as.d, 1.5);
}
END_TEST

START_TEST(the_unit_is_that_of_the_first_that_has_one)
{
    ck_assert_uint_eq(value_mul(&a, value_int(8), value_size(1024)).unit, UNIT_BYTES);
    ck_assert_uint_eq(value_add(&a, value_size(1), value_int(1)).unit, UNIT_BYTES);
    struct value cpus = value_double(2);
    cpus.unit = UNIT_CPUS;
    ck_assert_uint_eq(value_mul(&a, cpus, value_size(1)).unit, UNIT_CPUS);
    ck_assert_uint_eq(value_add(&a, value_int(1), value_int(1)).unit, UNIT_NONE);
}
END_TEST

START_TEST(an_estimate_makes_an_estimate_and_a_measurement_does_not)
{
    ck_assert(value_add(&a, sized(1, VALUE_ESTIMATE), value_size(1)).flags & VALUE_ESTIMATE);
    ck_assert(value_mul(&a, value_int(2), sized(1, VALUE_ESTIMATE)).flags & VALUE_ESTIMATE);
    ck_assert_uint_eq(value_add(&a, sized(1, VALUE_MEASURED), value_size(1)).flags, 0);
}
END_TEST

START_TEST(what_is_no_number_gives_unknown)
{
    struct value s = value_string(STR("x"));
    struct value v = value_add(&a, s, value_int(1));
    ck_assert(value_is_unknown(v));
    ck_assert(str_eq(v.as.reasons->p[0], STR("not a number")));
    ck_assert(value_is_unknown(value_mul(&a, value_bool(true), value_int(1))));
    ck_assert(value_is_unknown(value_min(&a, s, value_int(1))));
    /* a reason goes before that */
    v = value_add(&a, s, value_unknown(&a, STR("host.cpus")));
    ck_assert(str_eq(v.as.reasons->p[0], STR("host.cpus")));
}
END_TEST

static struct value because(const char *reason)
{
    return value_unknown(&a, str_from(reason));
}

static void has_reasons(struct value v, const char *joined)
{
    struct buf b = {.a = &a};
    ck_assert(value_is_unknown(v));
    for (uint32_t i = 0; v.as.reasons && i < v.as.reasons->n; i++)
        buf_printf(&b, "%.*s ", STR_ARG(v.as.reasons->p[i]));
    buf_putc(&b, '\0');
    ck_assert_str_eq(b.p, joined);
}

START_TEST(reasons_are_a_sorted_set)
{
    struct value ab = value_unknown_both(&a, because("b"), because("a"));
    has_reasons(ab, "a b ");
    has_reasons(value_unknown_both(&a, ab, because("b")), "a b ");
    has_reasons(value_unknown_both(&a, ab, value_unknown_both(&a, because("c"), because("a"))), "a b c ");
    has_reasons(value_unknown_both(&a, ab, value_int(1)), "a b ");
    has_reasons(value_unknown_both(&a, value_int(1), ab), "a b ");
    has_reasons(value_unknown_both(&a, ab, ab), "a b ");
    has_reasons(value_unknown_both(&a, (struct value){0}, because("x")), "x ");
    has_reasons(value_unknown_both(&a, because("x"), (struct value){0}), "x ");
    has_reasons(value_unknown_both(&a, (struct value){0}, (struct value){0}), "");
    has_reasons(value_mul(&a, because("y"), because("x")), "x y ");
    has_reasons(value_min(&a, because("y"), value_int(1)), "y ");
    has_reasons(value_max(&a, value_int(1), because("y")), "y ");
}
END_TEST

START_TEST(the_smaller_and_the_larger_keep_their_origin)
{
    const struct origin *here = origin_new(&a, ORIGIN_SET, (struct span){1, 2, 3}, STR("x"));
    struct value five = value_with_origin(value_int(5), here), seven = value_double(7.5);
    ck_assert_ptr_eq(value_min(&a, five, seven).origin, here);
    ck_assert_ptr_eq(value_min(&a, seven, five).origin, here);
    ck_assert_double_eq(value_max(&a, five, seven).as.d, 7.5);
    ck_assert_uint_eq(value_at(value_min(&a, five, seven)).off, 2);
    /* of equals the first */
    ck_assert_ptr_eq(value_min(&a, five, value_int(5)).origin, here);
    ck_assert_ptr_eq(value_max(&a, five, value_int(5)).origin, here);
}
END_TEST

START_TEST(unlimited_goes_through_sums_and_products)
{
    struct value u = value_unlimited();
    ck_assert(value_mul(&a, value_int(2), u).flags & VALUE_UNLIMITED);
    ck_assert(value_add(&a, u, u).flags & VALUE_UNLIMITED);
    ck_assert(value_max(&a, value_double(1e18), u).flags & VALUE_UNLIMITED);
    ck_assert(value_is_unknown(value_add(&a, u, because("x"))));
}
END_TEST

START_TEST(numbers_show_in_their_unit)
{
    static const struct {
        struct value v;
        const char *text;
    } rows[] = {
        {{.type = VALUE_INT, .as.i = -5}, "-5"},
        {{.type = VALUE_UINT, .as.u = UINT64_MAX}, "18446744073709551615"},
        {{.type = VALUE_DOUBLE, .as.d = 0.25}, "0.25"},
        {{.type = VALUE_DOUBLE, .unit = UNIT_CPUS, .as.d = 4}, "4"},
        {{.type = VALUE_INT, .unit = UNIT_BYTES, .as.i = 1536}, "1.5KiB"},
        {{.type = VALUE_DOUBLE, .unit = UNIT_BYTES, .as.d = 1536}, "1.5KiB"},
        {{.type = VALUE_INT, .flags = VALUE_UNLIMITED, .unit = UNIT_BYTES, .as.i = INT64_MAX}, "unlimited"},
        {{.type = VALUE_DURATION, .as.i = 1500000000}, "1s500ms"},
        {{.type = VALUE_BOOL, .as.b = true}, "true"},
        {{.type = VALUE_NULL}, "null"},
        {{.type = VALUE_UNKNOWN}, "unknown"},
        {{.type = VALUE_LIST}, ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_msg(str_eq(value_format(&a, rows[i].v), str_from(rows[i].text)), "%s", rows[i].text);
}
END_TEST

START_TEST(doubles_beyond_every_size_show_too)
{
    static const double sizes[] = {1e300, -1e300, INFINITY, -INFINITY, NAN, 9.3e18};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct value v = value_double(sizes[i]);
        v.unit = UNIT_BYTES;
        ck_assert_uint_gt(value_format(&a, v).n, 0);
    }
}
END_TEST

START_TEST(what_is_written_goes_before_what_is_computed_but_for_derived_values)
{
    struct origin set = {.kind = ORIGIN_SET, .written = STR_INIT("4096m")},
                  derived = {.kind = ORIGIN_DERIVED, .written = STR_INIT("4096m")};
    struct value v = value_size(4294967296);
    ck_assert(str_eq(value_show(&a, value_with_origin(v, &set)), STR("4096m")));
    ck_assert(str_eq(value_format(&a, value_with_origin(v, &set)), STR("4GiB")));
    ck_assert(str_eq(value_show(&a, value_with_origin(v, &derived)), STR("4GiB")));
}
END_TEST

Suite *arith_suite(void)
{
    Suite *s = suite_create("arith");
    TCase *c = tcase_create("arith");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, a_value_has_few_bytes);
    tcase_add_test(c, a_zeroed_value_is_unknown);
    tcase_add_test(c, ints_stay_ints_and_meet_doubles_as_doubles);
    tcase_add_test(c, the_unit_is_that_of_the_first_that_has_one);
    tcase_add_test(c, an_estimate_makes_an_estimate_and_a_measurement_does_not);
    tcase_add_test(c, what_is_no_number_gives_unknown);
    tcase_add_test(c, reasons_are_a_sorted_set);
    tcase_add_test(c, the_smaller_and_the_larger_keep_their_origin);
    tcase_add_test(c, unlimited_goes_through_sums_and_products);
    tcase_add_test(c, numbers_show_in_their_unit);
    tcase_add_test(c, doubles_beyond_every_size_show_too);
    tcase_add_test(c, what_is_written_goes_before_what_is_computed_but_for_derived_values);
    suite_add_tcase(s, c);
    return s;
}
