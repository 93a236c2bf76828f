#include "report/fixture.h"

#include <jansson.h>
#include <string.h>

START_TEST(entries_are_a_bare_array)
{
    uint32_t conf = source("nginx/a.conf", "x;\nworkers 8;\n");
    found(SEV_WARNING, "capacity/x", at(conf, "8"), "8 worker processes");
    found(SEV_ERROR, "syntax/y", at(conf, "x"), "m")->fingerprint = 1;
    found(SEV_NOTE, "x/z", at(conf, "x"), "n")->fingerprint = 2;
    found(SEV_ERROR, "x/z", at(conf, "x"), "s")->status = FINDING_SUPPRESSED;
    ck_assert_str_eq(
        written("gitlab"),
        "[\n"
        "{\"description\":\"8 worker processes\",\"check_name\":\"capacity/x\",\"fingerprint\":\"0123456789abcdef\","
        "\"severity\":\"major\",\"location\":{\"path\":\"nginx/a.conf\",\"lines\":{\"begin\":2}}},\n"
        "{\"description\":\"m\",\"check_name\":\"syntax/y\",\"fingerprint\":\"0000000000000001\","
        "\"severity\":\"critical\",\"location\":{\"path\":\"nginx/a.conf\",\"lines\":{\"begin\":1}}},\n"
        "{\"description\":\"n\",\"check_name\":\"x/z\",\"fingerprint\":\"0000000000000002\","
        "\"severity\":\"info\",\"location\":{\"path\":\"nginx/a.conf\",\"lines\":{\"begin\":1}}}]\n");
}
END_TEST

START_TEST(nothing_found_is_an_empty_array)
{
    ck_assert_str_eq(written("gitlab"), "[]\n");
}
END_TEST

START_TEST(equal_fingerprints_are_told_apart)
{
    uint32_t conf = source("a.conf", "x;\n");
    for (int i = 0; i < 3; i++)
        found(SEV_ERROR, "x/y", at(conf, "x"), "m");
    const char *text = written("gitlab");
    ck_assert_ptr_nonnull(strstr(text, "\"0123456789abcdef\""));
    ck_assert_ptr_nonnull(strstr(text, "\"0123456789abcdef-1\""));
    ck_assert_ptr_nonnull(strstr(text, "\"0123456789abcdef-2\""));
}
END_TEST

/* Whatever comes in: every entry has all that GitLab asks for. */
START_TEST(no_entry_is_a_bad_one)
{
    uint32_t conf = included(STR("\xff\n\"\x01"), STR("\xff\n"), SPAN_NONE);
    found(SEV_ERROR, "\xff", (struct span){conf, 0, 1}, "\xff\x1b\n");
    found(SEV_ERROR, "x/y", SPAN_NONE, "m");
    found(SEV_ERROR, "x/y", SPAN_NONE, "m")->path = STR("a.service");
    not_analysed("b.conf", 12, 3, "include matches no file: x");
    not_analysed("b.conf", 0, 0, "permission denied");
    not_analysed("", 0, 0, "permission denied");
    json_t *all = json_loads(written("gitlab"), 0, NULL), *e;
    size_t i;
    ck_assert_uint_eq(json_array_size(all), 6);
    json_array_foreach(all, i, e)
    {
        json_t *where = json_object_get(e, "location");
        ck_assert_uint_gt(json_string_length(json_object_get(e, "description")), 0);
        ck_assert_uint_gt(json_string_length(json_object_get(e, "check_name")), 0);
        ck_assert_uint_gt(json_string_length(json_object_get(e, "fingerprint")), 0);
        ck_assert_uint_gt(json_string_length(json_object_get(where, "path")), 0);
        ck_assert_int_ge(json_integer_value(json_object_get(json_object_get(where, "lines"), "begin")), 1);
        for (size_t k = 0; k < i; k++)
            ck_assert(
                !json_equal(json_object_get(e, "fingerprint"), json_object_get(json_array_get(all, k), "fingerprint")));
    }
    json_t *last = json_object_get(json_array_get(all, 3), "description");
    ck_assert_str_eq(json_string_value(last), "not analysed: include matches no file: x");
    json_decref(all);
}
END_TEST

Suite *gitlab_suite(void)
{
    Suite *s = suite_create("gitlab");
    TCase *t = tcase_create("gitlab");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, entries_are_a_bare_array);
    tcase_add_test(t, nothing_found_is_an_empty_array);
    tcase_add_test(t, equal_fingerprints_are_told_apart);
    tcase_add_test(t, no_entry_is_a_bad_one);
    suite_add_tcase(s, t);
    return s;
}
