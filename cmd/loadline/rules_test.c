#include "rules.h"

#include "test_output.h"

#include <jansson.h>

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, NULL);
}

static void teardown(void)
{
    arena_free(&arena);
}

static const struct rule rows[] = {
    {.info = {.id = STR_INIT("balance/a"), .title = STR_INIT("one"), .severity = SEV_NOTE, .status = RULE_PREVIEW}},
    {.info =
         {.id = STR_INIT("capacity/longer"), .title = STR_INIT("two"), .severity = SEV_WARNING, .status = RULE_STABLE}},
    {.info =
         {.id = STR_INIT("capacity/x"), .title = STR_INIT("three"), .severity = SEV_ERROR, .status = RULE_DEPRECATED}},
};
static const struct rule *const rules[] = {&rows[0], &rows[1], &rows[2]};

START_TEST(text_has_columns)
{
    output_open();
    rules_list_text(&output, rules, 3, STR(""));
    ck_assert_str_eq(output_close(&arena), "balance/a        note     preview     one\n"
                                           "capacity/longer  warning  stable      two\n"
                                           "capacity/x       error    deprecated  three\n");
}
END_TEST

START_TEST(a_pack_is_listed_alone)
{
    output_open();
    rules_list_text(&output, rules, 3, STR("balance"));
    ck_assert_str_eq(output_close(&arena), "balance/a  note  preview  one\n");
    output_open();
    rules_list_json(&output, rules, 3, STR("balance"));
    ck_assert_str_eq(
        output_close(&arena),
        "[\n{\"id\":\"balance/a\",\"pack\":\"balance\",\"severity\":\"note\",\"precision\":\"low\",\"status\":\"preview\",\"since\":null,"
        "\"title\":\"one\",\"tags\":[],\"select\":\"\",\"ignorable\":false}\n]\n");
}
END_TEST

START_TEST(json_is_an_array_of_all_rules)
{
    output_open();
    rules_list_json(&output, rules_builtin, rules_builtin_count, STR(""));
    json_t *j = json_loads(output_close(&arena), 0, NULL);
    ck_assert_ptr_nonnull(j);
    ck_assert_uint_eq(json_array_size(j), rules_builtin_count);
    ck_assert(json_is_string(json_object_get(json_array_get(j, 0), "title")));
    json_decref(j);
    output_open();
    rules_list_json(&output, rules, 0, STR(""));
    ck_assert_str_eq(output_close(&arena), "[]\n");
}
END_TEST

START_TEST(the_nearest_pack_is_named)
{
    struct str nearest = {0};
    ck_assert(rules_have_pack(rules, 3, STR("capacity"), &nearest));
    ck_assert(rules_have_pack(rules, 3, STR(""), &nearest));
    ck_assert(!rules_have_pack(rules, 3, STR("capcity"), &nearest));
    ck_assert(str_eq(nearest, STR("capacity")));
    ck_assert(!rules_have_pack(rules, 3, STR("zzz"), &nearest));
    ck_assert_uint_eq(nearest.n, 0);
}
END_TEST

Suite *rules_suite(void);
Suite *rules_suite(void)
{
    Suite *s = suite_create("rules");
    TCase *t = tcase_create("rules");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, text_has_columns);
    tcase_add_test(t, a_pack_is_listed_alone);
    tcase_add_test(t, json_is_an_array_of_all_rules);
    tcase_add_test(t, the_nearest_pack_is_named);
    suite_add_tcase(s, t);
    return s;
}
