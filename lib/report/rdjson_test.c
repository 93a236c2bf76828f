#include "report/fixture.h"

#include <jansson.h>
#include <string.h>

START_TEST(a_finding_is_a_diagnostic_to_the_byte)
{
    static const struct rule_info info = {.id = STR_INIT("capacity/x"), .url = STR_INIT("https://example.net/x")};
    uint32_t conf = source("nginx/a.conf", "x;\n\xe6\xbc\xa2 8;\n"), facts = source("facts.yaml", "cpus: 2\n");
    struct finding *f = found(SEV_WARNING, "capacity/x", at(conf, "8"), "8 worker processes");
    f->info = &info;
    diag_label(&fx.sink, f, "too many");
    diag_related(&fx.sink, f, at(facts, "2"), "the host");
    diag_fix(&fx.sink, f, FIX_UNSAFE, at(conf, "8"), STR("2"));
    const char *one =
        "{\"message\":\"8 worker processes\\ntoo many\\nsee facts.yaml:1:7: the host\","
        "\"location\":{\"path\":\"nginx/a.conf\",\"range\":{\"start\":{\"line\":2,\"column\":5},"
        "\"end\":{\"line\":2,\"column\":6}}},\"severity\":\"WARNING\",\"source\":{\"name\":\"loadline\"},"
        "\"code\":{\"value\":\"capacity/x\",\"url\":\"https://example.net/x\"},"
        "\"suggestions\":[{\"range\":{\"start\":{\"line\":2,\"column\":5},\"end\":{\"line\":2,\"column\":6}},"
        "\"text\":\"2\"}],"
        "\"related_locations\":[{\"message\":\"the host\",\"location\":{\"path\":\"facts.yaml\","
        "\"range\":{\"start\":{\"line\":1,\"column\":7},\"end\":{\"line\":1,\"column\":8}}}}]}";
    ck_assert_str_eq(written("rdjson"),
                     str_printf(&fx.a, "{\"source\":{\"name\":\"loadline\"},\n\"diagnostics\":[\n%s]}\n", one).p);
    ck_assert_str_eq(written("rdjsonl"), str_printf(&fx.a, "%s\n", one).p);
}
END_TEST

START_TEST(nothing_found_is_an_empty_result)
{
    ck_assert_str_eq(written("rdjson"), "{\"source\":{\"name\":\"loadline\"},\n\"diagnostics\":[]}\n");
    ck_assert_str_eq(written("rdjsonl"), "");
}
END_TEST

/* The suggestions of the only finding; NULL for none. Borrowed from *ret_all, which the caller gives back. */
static const json_t *suggestions(json_t **ret_all)
{
    *ret_all = json_loads(written("rdjsonl"), 0, NULL);
    ck_assert_ptr_nonnull(*ret_all);
    return json_object_get(*ret_all, "suggestions");
}

START_TEST(edits_of_a_file_are_joined_into_one_suggestion)
{
    uint32_t conf = source("a.conf", "a b;\nx;\nc d;\n");
    struct finding *f = found(SEV_ERROR, "x/y", at(conf, "a"), "m");
    struct fix fix = {.applicability = FIX_SAFE};
    vec_push(&fx.a, &fix.edits, ((struct edit){.at = at(conf, "c"), .text = STR("C")}));
    vec_push(&fx.a, &fix.edits, ((struct edit){.at = at(conf, "b"), .text = STR("B")}));
    vec_push(&fx.a, &f->fixes, fix);
    json_t *all;
    const json_t *s = json_array_get(suggestions(&all), 0);
    ck_assert_str_eq(json_string_value(json_object_get(s, "text")), "B;\nx;\nC");
    const json_t *end = json_object_get(json_object_get(s, "range"), "end");
    ck_assert_int_eq(json_integer_value(json_object_get(end, "line")), 3);
    ck_assert_int_eq(json_integer_value(json_object_get(end, "column")), 2);
    json_decref(all);
}
END_TEST

START_TEST(what_cannot_be_suggested_is_not)
{
    uint32_t conf = source("a.conf", "a b;\n"), other = source("b.conf", "c;\n");
    struct finding *f = found(SEV_ERROR, "x/y", at(conf, "a"), "m");
    diag_fix(&fx.sink, f, FIX_SAFE, at(conf, "b"), STR("B"));
    json_t *all;
    struct fix *fix = &f->fixes.p[0];
    ck_assert_ptr_nonnull(suggestions(&all));
    json_decref(all);
    fix->applicability = FIX_DISPLAY; /* only to be shown */
    ck_assert_ptr_null(suggestions(&all));
    json_decref(all);
    fix->applicability = FIX_SAFE;
    fix->edits.p[0].text = STR("\xff"); /* not to be said in JSON */
    ck_assert_ptr_null(suggestions(&all));
    json_decref(all);
    fix->edits.p[0].text = STR("B");
    vec_push(&fx.a, &fix->edits, ((struct edit){.at = at(other, "c"), .text = STR("C")})); /* another file */
    ck_assert_ptr_null(suggestions(&all));
    json_decref(all);
    fix->edits.n = 0;
    ck_assert_ptr_null(suggestions(&all));
    json_decref(all);
}
END_TEST

START_TEST(findings_without_a_span_have_no_range)
{
    found(SEV_NOTE, "x/y", SPAN_NONE, "m")->path = STR("a.service");
    found(SEV_ERROR, "x/y", SPAN_NONE, "m");
    found(SEV_ERROR, "x/y", SPAN_NONE, "m")->status = FINDING_SUPPRESSED;
    not_analysed("b.conf", 12, 3, "include matches no file: x");
    not_analysed("c.conf", 0, 0, "permission denied");
    ck_assert_str_eq(
        written("rdjsonl"),
        "{\"message\":\"m\",\"location\":{\"path\":\"a.service\"},\"severity\":\"INFO\",\"source\":{\"name\":\"loadline\"},"
        "\"code\":{\"value\":\"x/y\"}}\n"
        "{\"message\":\"m\",\"location\":{\"path\":\".\"},\"severity\":\"ERROR\",\"source\":{\"name\":\"loadline\"},"
        "\"code\":{\"value\":\"x/y\"}}\n"
        "{\"message\":\"not analysed: include matches no file: x\",\"location\":{\"path\":\"b.conf\","
        "\"range\":{\"start\":{\"line\":12,\"column\":3}}},\"severity\":\"INFO\",\"source\":{\"name\":\"loadline\"},"
        "\"code\":{\"value\":\"not-analysed\"}}\n"
        "{\"message\":\"not analysed: permission denied\",\"location\":{\"path\":\"c.conf\","
        "\"range\":{\"start\":{\"line\":1,\"column\":1}}},\"severity\":\"INFO\",\"source\":{\"name\":\"loadline\"},"
        "\"code\":{\"value\":\"not-analysed\"}}\n");
}
END_TEST

START_TEST(no_bytes_break_the_document)
{
    const char *evil = "\xff\x1b\n\"\\\xe2\x80\xae";
    uint32_t conf = source(evil, evil);
    struct finding *f = found(SEV_ERROR, evil, (struct span){conf, 0, 2}, evil);
    diag_related(&fx.sink, f, (struct span){conf, 1, 1}, "%s", evil);
    diag_fix(&fx.sink, f, FIX_SAFE, (struct span){conf, 1, 1}, STR("ok"));
    not_analysed(evil, 1, 1, evil);
    json_t *all = json_loads(written("rdjson"), 0, NULL);
    ck_assert_uint_eq(json_array_size(json_object_get(all, "diagnostics")), 2);
    json_decref(all);
}
END_TEST

Suite *rdjson_suite(void)
{
    Suite *s = suite_create("rdjson");
    TCase *t = tcase_create("rdjson");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, a_finding_is_a_diagnostic_to_the_byte);
    tcase_add_test(t, nothing_found_is_an_empty_result);
    tcase_add_test(t, edits_of_a_file_are_joined_into_one_suggestion);
    tcase_add_test(t, what_cannot_be_suggested_is_not);
    tcase_add_test(t, findings_without_a_span_have_no_range);
    tcase_add_test(t, no_bytes_break_the_document);
    suite_add_tcase(s, t);
    return s;
}
