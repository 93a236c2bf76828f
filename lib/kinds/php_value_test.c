#include "kinds/php_value.h"

#include <check.h>

static const struct {
    const char *text;
    bool zero_is_none;
    const char *shown; /* NULL: it is no size */
} sizes[] = {{"128M", false, "128MiB"},  {"96m", false, "96MiB"},     {"1G", false, "1GiB"},
             {"512 K", false, "512KiB"}, {"1024", false, "1KiB"},     {"-1", false, "unlimited"},
             {"0", true, "unlimited"},   {"0", false, "0B"},          {"128MB", false, NULL},
             {"M", false, NULL},         {"", false, NULL},           {"1.5G", false, NULL},
             {"-2M", false, NULL},       {"9999999999G", false, NULL}};

START_TEST(sizes_are_those_of_php)
{
    struct arena a;
    arena_init(&a, NULL);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct value v;
        bool ok = php_size(str_from(sizes[i].text), sizes[i].zero_is_none, &v);
        ck_assert_msg(ok == (sizes[i].shown != NULL), "%s", sizes[i].text);
        if (ok)
            ck_assert_str_eq(str_dup(&a, value_format(&a, v)).p, sizes[i].shown);
    }
    arena_free(&a);
}
END_TEST

START_TEST(flags_are_words)
{
    bool on = false, off = true, other;
    ck_assert(php_bool(STR("Yes"), &on) && on);
    ck_assert(php_bool(STR("off"), &off) && !off);
    ck_assert(!php_bool(STR("maybe"), &other));
}
END_TEST

Suite *php_value_suite(void);
Suite *php_value_suite(void)
{
    Suite *s = suite_create("php_value");
    TCase *t = tcase_create("php_value");
    tcase_add_test(t, sizes_are_those_of_php);
    tcase_add_test(t, flags_are_words);
    suite_add_tcase(s, t);
    return s;
}
