#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"

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

START_TEST(a_vector_grows_and_keeps_its_elements)
{
    VEC(uint64_t) v = {0};
    for (uint64_t i = 0; i < 10000; i++)
        vec_push(&a, &v, i * i);
    ck_assert_uint_eq(v.n, 10000);
    for (uint64_t i = 0; i < 10000; i++)
        ck_assert_uint_eq(v.p[i], i * i);
}
END_TEST

START_TEST(a_map_finds_what_was_put_in_the_order_it_was_put)
{
    struct map m = {.a = &a};
    ck_assert_ptr_null(map_get(&m, STR("none")));
    ck_assert(!map_has(&m, STR("")));
    for (uintptr_t i = 0; i < 5000; i++) {
        bool is_new = false;
        map_put(&m, str_printf(&a, "key%u", (unsigned)i), (void *)(i + 1), &is_new);
        ck_assert(is_new);
    }
    ck_assert_uint_eq(m.n, 5000);
    for (uintptr_t i = 0; i < 5000; i++) {
        struct str key = str_printf(&a, "key%u", (unsigned)i);
        ck_assert_uint_eq((uintptr_t)map_get(&m, key), i + 1);
        ck_assert(str_eq(m.entries[i].key, key));
    }
    ck_assert_ptr_null(map_get(&m, STR("key5000")));
}
END_TEST

START_TEST(a_key_that_is_there_keeps_its_value)
{
    struct map m = {.a = &a};
    int one = 1, two = 2;
    bool is_new = true;
    map_put(&m, STR("k"), &one, NULL);
    struct map_entry *e = map_put(&m, STR("k"), &two, &is_new);
    ck_assert(!is_new);
    ck_assert_ptr_eq(e->value, &one);
    e->value = &two;
    ck_assert_ptr_eq(map_get(&m, STR("k")), &two);
    map_put(&m, STR(""), NULL, &is_new);
    ck_assert(is_new && map_has(&m, STR("")));
    ck_assert_ptr_null(map_get(&m, STR("")));
    ck_assert_uint_eq(m.n, 2);
}
END_TEST

START_TEST(a_buffer_holds_what_was_put_together)
{
    struct buf b = {.a = &a};
    ck_assert_uint_eq(buf_str(&b).n, 0);
    buf_put(&b, (struct str){0});
    buf_put(&b, STR("ab"));
    buf_putc(&b, 'c');
    buf_pad(&b, '.', 3);
    buf_pad(&b, '!', 0);
    buf_printf(&b, "%s%d", "x", 42);
    buf_printf(&b, "%s", "");
    ck_assert(str_eq(buf_str(&b), STR("abc...x42")));
    buf_clear(&b);
    ck_assert_uint_eq(buf_str(&b).n, 0);
    for (int i = 0; i < 1000; i++)
        buf_printf(&b, "%04d", i);
    ck_assert_uint_eq(b.n, 4000);
    ck_assert(str_eq(str_slice(buf_str(&b), 3996, 4000), STR("0999")));
}
END_TEST

START_TEST(a_buffer_takes_pieces_of_any_size)
{
    struct buf b = {.a = &a};
    buf_pad(&b, 'x', 255);
    buf_printf(&b, "%0300d", 7);
    buf_pad(&b, 'y', 100000);
    ck_assert_uint_eq(b.n, 255 + 300 + 100000);
    ck_assert_int_eq(b.p[254], 'x');
    ck_assert_int_eq(b.p[554], '7');
    ck_assert_int_eq(b.p[100554], 'y');
}
END_TEST

Suite *containers_suite(void)
{
    Suite *s = suite_create("containers");
    TCase *c = tcase_create("containers");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, a_vector_grows_and_keeps_its_elements);
    tcase_add_test(c, a_map_finds_what_was_put_in_the_order_it_was_put);
    tcase_add_test(c, a_key_that_is_there_keeps_its_value);
    tcase_add_test(c, a_buffer_holds_what_was_put_together);
    tcase_add_test(c, a_buffer_takes_pieces_of_any_size);
    suite_add_tcase(s, c);
    return s;
}
