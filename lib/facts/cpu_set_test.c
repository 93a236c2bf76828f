#include "facts/cpu_set.h"

#include <check.h>

START_TEST(lists_are_read_as_the_kernel_prints_them)
{
    static const struct {
        struct str list;
        int count; /* -1: refused */
    } cases[] = {
        {STR_INIT("0"), 1},        {STR_INIT("0-3\n"), 4},       {STR_INIT("0-3,8"), 5},
        {STR_INIT("0-1,1-2"), 3},  {STR_INIT("8191"), 1},        {STR_INIT("0-8191"), 8192},
        {STR_INIT("8192"), -1},    {STR_INIT("0-99999999"), -1}, {STR_INIT(""), -1},
        {STR_INIT("\n"), -1},      {STR_INIT("3-1"), -1},        {STR_INIT("-1"), -1},
        {STR_INIT("1-"), -1},      {STR_INIT("a"), -1},          {STR_INIT("0,,1"), -1},
        {STR_INIT("0-3:1/2"), -1}, {STR_INIT("1 2"), -1},        {STR_INIT("99999999999999999999"), -1},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct cpu_set set = {{7}};
        bool ok = cpu_set_parse(cases[i].list, &set);
        int count = ok ? (int)cpu_set_count(&set) : -1;
        ck_assert_msg(count == cases[i].count, "%.*s gives %d", STR_ARG(cases[i].list), count);
        ck_assert_msg(ok || set.words[0] == 7, "%.*s was refused and yet changed the set", STR_ARG(cases[i].list));
    }
}
END_TEST

START_TEST(only_what_both_hold_is_left)
{
    struct cpu_set x, y;
    ck_assert(cpu_set_parse(STR("0-3,100"), &x) && cpu_set_parse(STR("2-9,100-200"), &y));
    cpu_set_intersect(&x, &y);
    ck_assert_uint_eq(cpu_set_count(&x), 3);
}
END_TEST

Suite *cpu_set_suite(void)
{
    Suite *s = suite_create("cpu_set");
    TCase *t = tcase_create("cpu_set");
    tcase_add_test(t, lists_are_read_as_the_kernel_prints_them);
    tcase_add_test(t, only_what_both_hold_is_left);
    suite_add_tcase(s, t);
    return s;
}
