#include "kinds/kind.h"

#include <check.h>

START_TEST(versions_are_read_as_people_write_them)
{
    static const struct {
        const char *text, *shown;
        version_number version;
    } cases[] = {
        {"1.22.1", "1.22.1", VERSION(1, 22, 1)}, {"v2.6", "2.6", VERSION(2, 6, 0xff)},
        {"1.22", "1.22", VERSION(1, 22, 0xff)},  {"1.22.1-9+deb12u1", "1.22.1", VERSION(1, 22, 1)},
        {"16", "16", VERSION(16, 0xff, 0xff)},   {"3.5-dev5", "3.5", VERSION(3, 5, 0xff)},
    };
    struct arena a;
    arena_init(&a, NULL);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        version_number v = 0;
        ck_assert_msg(version_parse(str_from(cases[i].text), &v), "%s", cases[i].text);
        ck_assert_msg(v == cases[i].version, "%s: %#x", cases[i].text, v);
        ck_assert_str_eq(version_show(&a, v).p, cases[i].shown);
    }
    arena_free(&a);
}
END_TEST

START_TEST(what_is_no_version_is_refused)
{
    static const char *const cases[] = {"",    "v",       "latest", ".1",    "1.",
                                        "1.x", "32768.1", "1.256",  "1.999", "99999999999999999999"};
    version_number v = 7;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        ck_assert_msg(!version_parse(str_from(cases[i]), &v) && v == 7, "%s", cases[i]);
}
END_TEST

START_TEST(a_branch_reaches_to_its_last_release)
{
    version_number branch, patch;
    ck_assert(version_parse(STR("1.22"), &branch) && version_parse(STR("1.22.1"), &patch));
    ck_assert_uint_gt(branch, patch);
    ck_assert_uint_lt(branch, VERSION(1, 23, 0));
}
END_TEST

START_TEST(kinds_are_found_by_name)
{
    ck_assert_ptr_nonnull(kind_find(STR("nginx")));
    ck_assert_ptr_null(kind_find(STR("nginxx")));
    for (uint32_t i = 0; i < kinds_count; i++)
        ck_assert_ptr_eq(kind_find(kinds_all[i]->name), kinds_all[i]);
}
END_TEST

START_TEST(a_file_goes_to_the_kind_that_claims_it_most_surely)
{
    int score = -1;
    ck_assert_ptr_eq(kind_detect(STR("web/nginx.conf"), STR(""), &score), kind_find(STR("nginx")));
    ck_assert_int_eq(score, 100);
    ck_assert_ptr_null(kind_detect(STR("readme.md"), STR("# events {}\n"), &score));
    ck_assert_int_eq(score, 0);
}
END_TEST

Suite *kind_suite(void);
Suite *kind_suite(void)
{
    Suite *s = suite_create("kind");
    TCase *t = tcase_create("kind");
    tcase_add_test(t, versions_are_read_as_people_write_them);
    tcase_add_test(t, what_is_no_version_is_refused);
    tcase_add_test(t, a_branch_reaches_to_its_last_release);
    tcase_add_test(t, kinds_are_found_by_name);
    tcase_add_test(t, a_file_goes_to_the_kind_that_claims_it_most_surely);
    suite_add_tcase(s, t);
    return s;
}
