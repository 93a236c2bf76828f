#include "value/type.h"

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

static void shows(struct value v, const char *text)
{
    struct str s = value_show(&a, v);
    ck_assert_msg(str_eq(s, str_from(text)), "'%.*s' is not '%s'", STR_ARG(s), text);
}

START_TEST(numbers_of_all_types_stand_on_one_line)
{
    static const struct {
        struct value x, y;
        enum value_order order;
    } rows[] = {
        {{.type = VALUE_INT, .as.i = -1}, {.type = VALUE_UINT, .as.u = 0}, VALUE_LESS},
        {{.type = VALUE_INT, .as.i = INT64_MAX}, {.type = VALUE_UINT, .as.u = INT64_MAX}, VALUE_SAME},
        {{.type = VALUE_UINT, .as.u = UINT64_MAX}, {.type = VALUE_INT, .as.i = -1}, VALUE_GREATER},
        {{.type = VALUE_INT, .as.i = 1}, {.type = VALUE_DOUBLE, .as.d = 1.0}, VALUE_SAME},
        {{.type = VALUE_INT, .as.i = 1}, {.type = VALUE_DOUBLE, .as.d = 1.5}, VALUE_LESS},
        {{.type = VALUE_INT, .as.i = -1}, {.type = VALUE_DOUBLE, .as.d = -1.5}, VALUE_GREATER},
        /* as doubles these are equal */
        {{.type = VALUE_INT, .as.i = INT64_MAX}, {.type = VALUE_DOUBLE, .as.d = 0x1p63}, VALUE_SAME},
        {{.type = VALUE_UINT, .as.u = UINT64_MAX}, {.type = VALUE_DOUBLE, .as.d = 0x1p64}, VALUE_SAME},
        {{.type = VALUE_INT, .as.i = INT64_MAX}, {.type = VALUE_UINT, .as.u = (uint64_t)INT64_MAX + 1}, VALUE_LESS},
        {{.type = VALUE_UINT, .as.u = 0}, {.type = VALUE_DOUBLE, .as.d = -0.5}, VALUE_GREATER},
        {{.type = VALUE_UINT, .as.u = 0}, {.type = VALUE_DOUBLE, .as.d = -0.0}, VALUE_SAME},
        {{.type = VALUE_INT, .as.i = INT64_MIN}, {.type = VALUE_DOUBLE, .as.d = -INFINITY}, VALUE_GREATER},
        {{.type = VALUE_INT, .as.i = 1}, {.type = VALUE_DOUBLE, .as.d = NAN}, VALUE_UNORDERED},
        {{.type = VALUE_DOUBLE, .as.d = NAN}, {.type = VALUE_DOUBLE, .as.d = NAN}, VALUE_UNORDERED},
        {{.type = VALUE_DOUBLE, .as.d = 2}, {.type = VALUE_UINT, .as.u = 1}, VALUE_GREATER},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        enum value_order o = rows[i].order;
        ck_assert_int_eq(value_order_numbers(rows[i].x, rows[i].y), o);
        ck_assert_int_eq(value_order_numbers(rows[i].y, rows[i].x), o == VALUE_UNORDERED ? (int)o : -(int)o);
    }
}
END_TEST

START_TEST(unknown_keeps_the_reasons_of_both_operands_sorted)
{
    struct value x = value_unknown(&a, STR("host.memory")), y = value_unknown(&a, STR("host.cpus"));
    struct value both = value_add(&a, value_add(&a, x, y), x);
    ck_assert(value_is_unknown(both));
    ck_assert_uint_eq(both.as.reasons->n, 2);
    ck_assert(str_eq(both.as.reasons->p[0], STR("host.cpus")));
    ck_assert(str_eq(both.as.reasons->p[1], STR("host.memory")));
    ck_assert(value_is_unknown(value_mul(&a, value_int(2), x)));
    ck_assert(value_is_unknown(value_min(&a, x, value_int(0))));
    ck_assert(value_is_unknown((struct value){0}));
}
END_TEST

START_TEST(unlimited_stays_above_every_number)
{
    struct value u = value_unlimited();
    ck_assert(value_add(&a, u, value_int(1)).flags & VALUE_UNLIMITED);
    ck_assert_int_eq(value_min(&a, u, value_int(5)).as.i, 5);
    ck_assert(value_max(&a, u, value_int(5)).flags & VALUE_UNLIMITED);
    shows(u, "unlimited");
}
END_TEST

START_TEST(overflow_is_unknown_and_not_a_number)
{
    ck_assert(value_is_unknown(value_add(&a, value_int(INT64_MAX), value_int(1))));
    ck_assert(value_is_unknown(value_mul(&a, value_int(INT64_MIN), value_int(-1))));
}
END_TEST

START_TEST(values_show_as_a_reader_expects_them)
{
    struct value items[] = {value_int(1), value_string(STR("two")), value_null()};
    struct value_map *m = value_map_new(&a, 0);
    value_map_put(&a, m, value_string(STR("k")), value_duration(90000000000));
    struct value_net ip = {.bytes = {10, 0, 0, 1}, .family = 4, .prefix = 8};
    shows(value_size(4294967296), "4GiB");
    shows(value_list(items, 3), "1, two, null");
    shows(value_map(m), "k: 1m30s");
    shows(value_timestamp(0, 0), "1970-01-01T00:00:00Z");
    shows(value_some(&a, value_int(1)), "1");
    shows(value_none(), "none");
    shows(value_type(&type_list_string), "list");
    shows((struct value){.type = VALUE_IP, .as.net = &ip}, "10.0.0.1");
    shows((struct value){.type = VALUE_CIDR, .as.net = &ip}, "10.0.0.1/8");
    shows(value_error(&a, SPAN_NONE, "no %s", "luck"), "no luck");
    struct origin *o = arena_new(&a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .written = STR("auto")};
    shows(value_with_origin(value_int(8), o), "auto");
}
END_TEST

START_TEST(a_value_that_shares_its_parts_shows_within_bounds)
{
    /* 2^60 items if it were written out */
    struct value v = value_int(1);
    for (int i = 0; i < 60; i++) {
        struct value *two = arena_array(&a, struct value, 2);
        two[0] = two[1] = v;
        v = value_list(two, 2);
    }
    ck_assert_uint_lt(value_show(&a, v).n, 8192);
}
END_TEST

START_TEST(types_are_equal_by_structure)
{
    const struct type *list = type_list(&a, &type_string);
    ck_assert(type_equal(list, &type_list_string));
    ck_assert(!type_equal(list, &type_list_dyn));
    ck_assert(type_same(list, &type_list_dyn));
    ck_assert(!type_same(list, &type_map_dyn));
    ck_assert(!type_equal(type_map(&a, &type_string, list), type_map(&a, &type_string, &type_string)));
    ck_assert(str_eq(type_show(&a, type_map(&a, &type_string, list)), STR("map(string, list(string))")));
    struct object_fields host = {.name = STR("host")}, other = {.name = STR("host")};
    ck_assert(type_equal(type_object(&a, &host), type_object(&a, &host)));
    ck_assert(!type_equal(type_object(&a, &host), type_object(&a, &other)));
    ck_assert(str_eq(type_show(&a, type_object(&a, &host)), STR("host")));
    ck_assert_ptr_eq(type_of_value(&a, value_double(1)), &type_double);
}
END_TEST

Suite *value_suite(void)
{
    Suite *s = suite_create("value");
    TCase *tc = tcase_create("value");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, numbers_of_all_types_stand_on_one_line);
    tcase_add_test(tc, unknown_keeps_the_reasons_of_both_operands_sorted);
    tcase_add_test(tc, unlimited_stays_above_every_number);
    tcase_add_test(tc, overflow_is_unknown_and_not_a_number);
    tcase_add_test(tc, values_show_as_a_reader_expects_them);
    tcase_add_test(tc, a_value_that_shares_its_parts_shows_within_bounds);
    tcase_add_test(tc, types_are_equal_by_structure);
    suite_add_tcase(s, tc);
    return s;
}
