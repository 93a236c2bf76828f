#include "report/sarif_result.h"

#include "base/buf.h"
#include "report/fixture.h"

#include <string.h>

static json_t *parsed(void)
{
    json_error_t error;
    json_t *j = json_loads(written("sarif"), 0, &error);
    ck_assert_msg(j != NULL, "%s", error.text);
    return j;
}

/* What stands at a path like "runs.0.results.0.level"; not NULL. */
static const json_t *in(const json_t *j, const char *path)
{
    struct str rest = str_from(path);
    while (rest.n > 0) {
        struct str key = str_dup(&fx.a, str_cut(&rest, '.'));
        j = json_is_array(j) ? json_array_get(j, strtoul(key.p, NULL, 10)) : json_object_get(j, key.p);
        ck_assert_msg(j != NULL, "no %s of %s", key.p, path);
    }
    return j;
}

static const char *text(const json_t *j, const char *path)
{
    const char *s = json_string_value(in(j, path));
    ck_assert_ptr_nonnull(s);
    return s;
}

static int number(const json_t *j, const char *path)
{
    return (int)json_integer_value(in(j, path));
}

static const struct str tags[] = {STR_INIT("capacity"), STR_INIT("cpu")};
static const struct rule_info workers = {
    .id = STR_INIT("capacity/workers-exceed-cpus"),
    .title = STR_INIT("more worker processes than CPUs"),
    .severity = SEV_WARNING,
    .precision = PRECISION_VERY_HIGH,
    .tags = tags,
    .n_tags = 2,
    .what = STR_INIT("Compares workers with CPUs."),
    .why = STR_INIT("Workers without a CPU wait."),
    .url = STR_INIT("https://example.net/rules#workers"),
};

static void full_finding(void)
{
    uint32_t conf = source("nginx/a b.conf", "worker_processes 8;\nevents { worker_connections 1024; }\n");
    uint32_t facts = source("facts.yaml", "\xf0\x9f\x9a\xa2 cpus: 2\n");
    struct finding *f = found(SEV_WARNING, "capacity/workers-exceed-cpus", at(conf, "8"), "8 worker processes");
    f->info = &workers;
    diag_label(&fx.sink, f, "too many");
    diag_related(&fx.sink, f, at(facts, "2"), "the host");
    diag_help(&fx.sink, f, "use 2");
    diag_fix(&fx.sink, f, FIX_UNSAFE, at(conf, "8"), STR("2"));
    judged("nginx/a b.conf");
}

START_TEST(the_log_has_what_github_requires)
{
    full_finding();
    json_t *log = parsed();
    const json_t *run = in(log, "runs.0"), *rule = in(run, "tool.driver.rules.0"), *result = in(run, "results.0");
    ck_assert_str_eq(text(log, "version"), "2.1.0");
    ck_assert_str_eq(text(log, "$schema"), "https://json.schemastore.org/sarif-2.1.0.json");
    ck_assert_str_eq(text(run, "tool.driver.name"), "loadline");
    ck_assert_str_eq(text(run, "tool.driver.semanticVersion"), LOADLINE_VERSION);
    ck_assert_str_eq(text(run, "tool.driver.informationUri"), "man:loadline(1)");
    ck_assert_str_eq(text(run, "columnKind"), "utf16CodeUnits");
    ck_assert_str_eq(text(run, "automationDetails.id"), "loadline/check/");
    ck_assert(json_is_true(in(run, "invocations.0.executionSuccessful")));

    ck_assert_str_eq(text(rule, "id"), "capacity/workers-exceed-cpus");
    ck_assert_str_eq(text(rule, "name"), "WorkersExceedCpus");
    ck_assert_str_eq(text(rule, "shortDescription.text"), "more worker processes than CPUs");
    ck_assert_str_eq(text(rule, "fullDescription.text"), "Compares workers with CPUs.\n\nWorkers without a CPU wait.");
    ck_assert_str_eq(text(rule, "help.text"), "Compares workers with CPUs.\n\nWorkers without a CPU wait.");
    ck_assert_str_eq(text(rule, "helpUri"), "https://example.net/rules#workers");
    ck_assert_str_eq(text(rule, "defaultConfiguration.level"), "warning");
    ck_assert_str_eq(text(json_object_get(rule, "properties"), "precision"), "very-high");
    ck_assert_str_eq(json_string_value(json_object_get(in(rule, "properties"), "problem.severity")), "warning");
    ck_assert_str_eq(text(rule, "properties.tags.1"), "cpu");

    ck_assert_str_eq(text(result, "ruleId"), "capacity/workers-exceed-cpus");
    ck_assert_int_eq(number(result, "ruleIndex"), 0);
    ck_assert_str_eq(text(result, "level"), "warning");
    ck_assert_str_eq(text(result, "message.text"),
                     "8 worker processes\ntoo many\nsee facts.yaml:1:12: the host\nhelp: use 2");
    ck_assert_str_eq(text(result, "partialFingerprints.primaryLocationLineHash"), "a0babd3d46876625:1");
    ck_assert_str_eq(json_string_value(json_object_get(in(result, "partialFingerprints"), "loadline/v1")),
                     "0123456789abcdef");
    json_decref(log);
}
END_TEST

static void assert_region(const json_t *where, int line, int column, int end_line, int end_column)
{
    ck_assert_int_eq(number(where, "startLine"), line);
    ck_assert_int_eq(number(where, "startColumn"), column);
    ck_assert_int_eq(number(where, "endLine"), end_line);
    ck_assert_int_eq(number(where, "endColumn"), end_column);
}

START_TEST(places_count_in_utf16_units)
{
    full_finding();
    json_t *log = parsed();
    const json_t *result = in(log, "runs.0.results.0");
    const json_t *place = in(result, "locations.0.physicalLocation");
    ck_assert_str_eq(text(place, "artifactLocation.uri"), "nginx/a%20b.conf");
    assert_region(in(place, "region"), 1, 18, 1, 19);
    place = in(result, "relatedLocations.0.physicalLocation");
    ck_assert_str_eq(text(place, "artifactLocation.uri"), "facts.yaml");
    assert_region(in(place, "region"), 1, 10, 1, 11);
    ck_assert_str_eq(text(result, "relatedLocations.0.message.text"), "the host");
    json_decref(log);
}
END_TEST

START_TEST(a_fix_is_offered)
{
    full_finding();
    json_t *log = parsed();
    const json_t *fix = in(log, "runs.0.results.0.fixes.0");
    ck_assert_str_eq(text(fix, "description.text"), "use 2");
    ck_assert_str_eq(text(fix, "artifactChanges.0.artifactLocation.uri"), "nginx/a%20b.conf");
    const json_t *replacement = in(fix, "artifactChanges.0.replacements.0");
    assert_region(in(replacement, "deletedRegion"), 1, 18, 1, 19);
    ck_assert_str_eq(text(replacement, "insertedContent.text"), "2");
    json_decref(log);
    fx.r.findings.p[0]->fixes.p[0].applicability = FIX_DISPLAY;
    log = parsed();
    ck_assert_ptr_null(json_object_get(in(log, "runs.0.results.0"), "fixes"));
    json_decref(log);
}
END_TEST

START_TEST(edits_of_a_file_stand_together)
{
    uint32_t a = source("a.conf", "x y;\n"), b = source("b.conf", "z;\n");
    struct finding *f = found(SEV_ERROR, "x/y", at(a, "x"), "m");
    struct fix fix = {.applicability = FIX_SAFE};
    vec_push(&fx.a, &fix.edits, ((struct edit){.at = at(a, "x"), .text = STR("X")}));
    vec_push(&fx.a, &fix.edits, ((struct edit){.at = at(a, "y"), .text = STR("Y")}));
    vec_push(&fx.a, &fix.edits, ((struct edit){.at = at(b, "z"), .text = STR("Z")}));
    vec_push(&fx.a, &f->fixes, fix);
    json_t *log = parsed();
    const json_t *changes = in(log, "runs.0.results.0.fixes.0.artifactChanges");
    ck_assert_uint_eq(json_array_size(changes), 2);
    ck_assert_uint_eq(json_array_size(in(changes, "0.replacements")), 2);
    ck_assert_str_eq(text(changes, "1.replacements.0.insertedContent.text"), "Z");
    json_decref(log);
    f->fixes.p[0].edits.p[2].text = STR("\xff");
    log = parsed();
    ck_assert_ptr_null(json_object_get(in(log, "runs.0.results.0"), "fixes"));
    json_decref(log);
}
END_TEST

START_TEST(nothing_found_still_lists_the_rules)
{
    vec_push(&fx.a, &fx.r.rules, &workers);
    fx.r.home = STR("https://example.net/");
    json_t *log = parsed();
    ck_assert_uint_eq(json_array_size(in(log, "runs.0.results")), 0);
    ck_assert_uint_eq(json_array_size(in(log, "runs.0.tool.driver.rules")), 1);
    ck_assert_str_eq(text(log, "runs.0.tool.driver.informationUri"), "https://example.net/");
    json_decref(log);
}
END_TEST

START_TEST(rules_stand_once_and_are_pointed_at)
{
    static const char *const ids[] = {"c/x", "a/x", "b/x", "a/x", "capacity/workers-exceed-cpus"};
    uint32_t conf = source("a.conf", "x;\n");
    for (int i = 0; i < 5; i++)
        found(SEV_ERROR, ids[i], at(conf, "x"), "m");
    fx.r.findings.p[4]->info = &workers;
    vec_push(&fx.a, &fx.r.rules, &workers);
    json_t *log = parsed();
    const json_t *rules = in(log, "runs.0.tool.driver.rules"), *results = in(log, "runs.0.results"), *result;
    ck_assert_uint_eq(json_array_size(rules), 4);
    size_t i;
    json_array_foreach(results, i, result)
    {
        const json_t *rule = json_array_get(rules, (size_t)number(result, "ruleIndex"));
        ck_assert_str_eq(text(rule, "id"), text(result, "ruleId"));
        ck_assert_uint_gt(strlen(text(rule, "shortDescription.text")), 0);
        ck_assert_uint_gt(strlen(text(rule, "fullDescription.text")), 0);
        ck_assert_uint_gt(strlen(text(rule, "help.text")), 0);
    }
    json_decref(log);
}
END_TEST

START_TEST(long_descriptions_are_cut_to_what_github_takes)
{
    static struct rule_info info;
    struct buf b = {.a = &fx.a};
    for (int i = 0; i < 600; i++)
        buf_put(&b, STR("\xc3\xbc"));
    struct str many[30];
    for (int i = 0; i < 30; i++)
        many[i] = STR("tag");
    info = (struct rule_info){.id = STR("x/y"), .title = STR("t"), .what = buf_str(&b), .tags = many, .n_tags = 30};
    vec_push(&fx.a, &fx.r.rules, &info);
    json_t *log = parsed();
    const json_t *rule = in(log, "runs.0.tool.driver.rules.0");
    ck_assert_uint_eq(strlen(text(rule, "fullDescription.text")), 1024);
    ck_assert_uint_eq(strlen(text(rule, "help.text")), 1200);
    ck_assert_uint_eq(json_array_size(in(rule, "properties.tags")), 20);
    json_decref(log);
}
END_TEST

START_TEST(what_was_not_judged_is_notified)
{
    uint32_t conf = source("a.conf", "x;\n");
    found(SEV_ERROR, "meta/rule-failed", at(conf, "x"), "m")->status = FINDING_FAILED;
    not_analysed("b.conf", 12, 3, "include matches no file: x");
    not_analysed("c.conf", 0, 0, "permission denied");
    not_run("capacity/fds", "host.nofile", 3);
    json_t *log = parsed();
    const json_t *run = in(log, "runs.0.invocations.0"), *all = in(run, "toolExecutionNotifications");
    ck_assert(json_is_false(in(run, "executionSuccessful")));
    ck_assert_uint_eq(json_array_size(all), 3);
    ck_assert_str_eq(text(all, "0.level"), "warning");
    ck_assert_str_eq(text(all, "0.message.text"), "not analysed: include matches no file: x");
    ck_assert_int_eq(number(all, "0.locations.0.physicalLocation.region.startLine"), 12);
    ck_assert_int_eq(number(all, "1.locations.0.physicalLocation.region.startLine"), 1);
    ck_assert_str_eq(text(all, "2.associatedRule.id"), "capacity/fds");
    ck_assert_str_eq(text(all, "2.message.text"), "not run: host.nofile unknown, 3 times");
    json_decref(log);
}
END_TEST

/* Every result has the place that GitHub insists on. */
START_TEST(results_without_a_span_have_a_place)
{
    judged("first.conf");
    found(SEV_ERROR, "x/y", SPAN_NONE, "m")->path = STR("a.service");
    found(SEV_ERROR, "x/y", SPAN_NONE, "m");
    found(SEV_ERROR, "x/y", SPAN_NONE, "m")->status = FINDING_SUPPRESSED;
    json_t *log = parsed();
    const json_t *results = in(log, "runs.0.results");
    ck_assert_uint_eq(json_array_size(results), 2);
    ck_assert_str_eq(text(results, "0.locations.0.physicalLocation.artifactLocation.uri"), "a.service");
    assert_region(in(results, "0.locations.0.physicalLocation.region"), 1, 1, 1, 1);
    ck_assert_str_eq(text(results, "1.locations.0.physicalLocation.artifactLocation.uri"), "first.conf");
    json_decref(log);
}
END_TEST

START_TEST(above_the_limit_the_least_severe_are_left_out)
{
    uint32_t conf = source("a.conf", "x;\n");
    struct span where = at(conf, "x");
    for (int i = 0; i < 25010; i++)
        found(i < 24000 ? SEV_NOTE : SEV_ERROR, "x/y", where, "m");
    json_t *log = parsed();
    const json_t *results = in(log, "runs.0.results");
    ck_assert_uint_eq(json_array_size(results), 25000);
    ck_assert_str_eq(text(results, "1009.level"), "error");
    ck_assert_str_eq(text(results, "1010.level"), "note");
    ck_assert_str_eq(text(log, "runs.0.invocations.0.toolExecutionNotifications.0.message.text"),
                     "10 more results are left out");
    json_decref(log);
}
END_TEST

struct uri {
    const char *path, *uri;
};

/* clang-format off */
static const struct uri uris[] = {
    {"nginx/nginx.conf",    "nginx/nginx.conf"},
    {"a b#c?d%e.conf",      "a%20b%23c%3Fd%25e.conf"},
    {"javascript:alert(1)", "javascript%3Aalert%281%29"},
    {"\xc3\xbc\xff\n",      "%C3%BC%FF%0A"},
    {"../x/~y_z-1",         "../x/~y_z-1"},
    {"",                    ""},
};
/* clang-format on */

START_TEST(paths_become_uris)
{
    ck_assert(str_eq(sarif_uri(&fx.a, str_from(uris[_i].path)), str_from(uris[_i].uri)));
}
END_TEST

START_TEST(no_input_becomes_a_link)
{
    uint32_t conf = source("a.conf", "x;\n");
    found(SEV_ERROR, "x/y", at(conf, "x"), "see [docs](https://evil.example) and [1](1) or [plain]");
    json_t *log = parsed();
    ck_assert_str_eq(text(log, "runs.0.results.0.message.text"),
                     "see [docs\\](https://evil.example) and [1\\](1) or [plain]");
    json_decref(log);
}
END_TEST

START_TEST(no_bytes_break_the_log)
{
    const char *evil = "\xff\x1b\n\"\\\xe2\x80\xae/";
    uint32_t conf = source(evil, evil);
    struct finding *f = found(SEV_ERROR, evil, (struct span){conf, 0, 2}, evil);
    diag_related(&fx.sink, f, (struct span){conf, 1, 1}, "%s", evil);
    not_analysed(evil, 1, 1, evil);
    not_run(evil, evil, 1);
    json_t *log = parsed();
    ck_assert_uint_eq(json_array_size(in(log, "runs.0.results")), 1);
    json_decref(log);
    assert_harmless(written("sarif"));
}
END_TEST

Suite *sarif_suite(void)
{
    Suite *s = suite_create("sarif");
    TCase *t = tcase_create("sarif");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, the_log_has_what_github_requires);
    tcase_add_test(t, places_count_in_utf16_units);
    tcase_add_test(t, a_fix_is_offered);
    tcase_add_test(t, edits_of_a_file_stand_together);
    tcase_add_test(t, nothing_found_still_lists_the_rules);
    tcase_add_test(t, rules_stand_once_and_are_pointed_at);
    tcase_add_test(t, long_descriptions_are_cut_to_what_github_takes);
    tcase_add_test(t, what_was_not_judged_is_notified);
    tcase_add_test(t, results_without_a_span_have_a_place);
    tcase_add_test(t, above_the_limit_the_least_severe_are_left_out);
    tcase_add_loop_test(t, paths_become_uris, 0, (int)(sizeof(uris) / sizeof(uris[0])));
    tcase_add_test(t, no_input_becomes_a_link);
    tcase_add_test(t, no_bytes_break_the_log);
    suite_add_tcase(s, t);
    return s;
}
