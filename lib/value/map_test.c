#include "value/value.h"

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

START_TEST(keys_come_back_in_the_order_they_were_put)
{
    struct value_map *m = value_map_new(&a, 0);
    for (int64_t i = 0; i < 1000; i++)
        ck_assert(value_map_put(&a, m, value_int(i * 7919), value_int(i)));
    ck_assert_uint_eq(m->n, 1000);
    for (int64_t i = 0; i < 1000; i++) {
        ck_assert_int_eq(m->keys[i].as.i, i * 7919);
        ck_assert_int_eq(value_map_get(m, value_int(i * 7919))->as.i, i);
    }
    ck_assert_ptr_null(value_map_get(m, value_int(1)));
}
END_TEST

START_TEST(equal_numbers_of_different_types_are_one_key)
{
    /* with few keys and with many: the walk and the hash must agree */
    for (int64_t fill = 0; fill <= 100; fill += 100) {
        struct value_map *m = value_map_new(&a, 2);
        ck_assert(value_map_put(&a, m, value_int(7), value_bool(true)));
        ck_assert(value_map_put(&a, m, value_uint(UINT64_MAX), value_bool(false)));
        ck_assert(value_map_put(&a, m, value_int(700), value_null()));
        for (int64_t i = 0; i < fill; i++)
            ck_assert(value_map_put(&a, m, value_int(-1 - i), value_null()));
        ck_assert(!value_map_put(&a, m, value_uint(7), value_null()));
        ck_assert_ptr_nonnull(value_map_get(m, value_double(7.0)));
        ck_assert_ptr_nonnull(value_map_get(m, value_uint(7)));
        ck_assert_ptr_null(value_map_get(m, value_double(7.5)));
        ck_assert_ptr_null(value_map_get(m, value_double(NAN)));
        ck_assert_ptr_null(value_map_get(m, value_double(INFINITY)));
        ck_assert_ptr_null(value_map_get(m, value_bool(true)));
        ck_assert_ptr_null(value_map_get(m, value_string(STR("7"))));
        ck_assert_ptr_null(value_map_get(m, value_list(NULL, 0)));
        /* keys are exact: 2^64 as a double is above every uint, and -700 is not 700 */
        ck_assert_ptr_null(value_map_get(m, value_double(0x1p64)));
        ck_assert_ptr_null(value_map_get(m, value_int(-700)));
        ck_assert_ptr_null(value_map_get(m, value_double(-700.0)));
    }
}
END_TEST

START_TEST(strings_and_bools_are_keys_of_their_own)
{
    struct value_map *m = value_map_new(&a, 0);
    ck_assert(value_map_put(&a, m, value_string(STR("true")), value_int(1)));
    ck_assert(value_map_put(&a, m, value_bool(true), value_int(2)));
    ck_assert(value_map_put(&a, m, value_bool(false), value_int(3)));
    ck_assert(value_map_put(&a, m, value_string((struct str){0}), value_int(4)));
    ck_assert(!value_map_put(&a, m, value_string(STR("true")), value_null()));
    ck_assert_int_eq(value_map_get(m, value_string(STR("true")))->as.i, 1);
    ck_assert_int_eq(value_map_get(m, value_bool(false))->as.i, 3);
    ck_assert_int_eq(value_map_get(m, value_string(STR("")))->as.i, 4);
    ck_assert(!value_is_key(value_double(1)));
    ck_assert(!value_is_key(value_null()));
}
END_TEST

Suite *map_suite(void)
{
    Suite *s = suite_create("map");
    TCase *tc = tcase_create("map");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, keys_come_back_in_the_order_they_were_put);
    tcase_add_test(tc, equal_numbers_of_different_types_are_one_key);
    tcase_add_test(tc, strings_and_bools_are_keys_of_their_own);
    suite_add_tcase(s, tc);
    return s;
}
