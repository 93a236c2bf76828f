#include "explain.h"

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

static const struct str tags[] = {STR_INIT("capacity"), STR_INIT("cpu")};
static const struct str aliases[] = {STR_INIT("gixy/W7")};
static const struct str sources[] = {STR_INIT("https://example.org/a_b?x=1&y=2"),
                                     STR_INIT("nginx's manual, *core* module")};
static const struct rule_param params[] = {
    {.name = STR_INIT("per_cpu"), .type = STR_INIT("double"), .default_text = STR_INIT("1.0")},
    {.name = STR_INIT("names"), .type = STR_INIT("list"), .default_text = STR_INIT("[a, b]")},
};
static const struct rule_option options[] = {
    {.name = STR_INIT("per_cpu"), .text = STR_INIT("workers allowed\nfor each CPU")}};

static const struct rule full = {
    .info = {.id = STR_INIT("ops/workers"),
             .title = STR_INIT("more worker_processes than CPUs"),
             .severity = SEV_WARNING,
             .precision = PRECISION_HIGH,
             .status = RULE_STABLE,
             .since = STR_INIT("0.1"),
             .tags = tags,
             .n_tags = 2},
    .aliases = aliases,
    .n_aliases = 1,
    .select = STR_INIT("service"),
    .when = {.text = STR_INIT("self.kind == \"nginx\"")},
    .assertion = {.text = STR_INIT("self.processes\n  <= host.cpus\n")},
    .params = params,
    .n_params = 2,
    .fix = {.replace = {.text = STR_INIT("self.processes")},
            .with = {.text = STR_INIT("\"2\"")},
            .applicability = STR_INIT("unsafe")},
    .docs = {.what = STR_INIT(
                 "A line that is short.\nOne more, which together with the first is longer than eighty columns are.\n\n"
                 "  indented\n# no heading, <b>, a*b and 1_000\n1. no list\n"),
             .why = STR_INIT("Because.\n"),
             .example = STR_INIT("worker_processes 8;\n    # ``` deep\n"),
             .options = options,
             .n_options = 1,
             .sources = sources,
             .n_sources = 2},
};

static const char *written(void (*write)(struct report_out *, const struct rule *), const struct rule *rule)
{
    output_open();
    write(&output, rule);
    return output_close(&arena);
}

START_TEST(text_fills_paragraphs_and_keeps_examples)
{
    ck_assert_str_eq(written(explain_text, &full),
                     "ops/workers: more worker_processes than CPUs\n"
                     "warning, high precision, stable since 0.1, tags capacity cpu, cannot be suppressed\n"
                     "\n"
                     "What\n"
                     "    A line that is short. One more, which together with the first is longer than\n"
                     "    eighty columns are.\n"
                     "\n"
                     "      indented\n"
                     "    # no heading, <b>, a*b and 1_000 1. no list\n"
                     "\n"
                     "Why\n"
                     "    Because.\n"
                     "\n"
                     "Example\n"
                     "    worker_processes 8;\n"
                     "        # ``` deep\n"
                     "\n"
                     "Judged\n"
                     "    each service\n"
                     "\n"
                     "When\n"
                     "    self.kind == \"nginx\"\n"
                     "\n"
                     "Must hold\n"
                     "    self.processes\n"
                     "      <= host.cpus\n"
                     "\n"
                     "Options\n"
                     "    per_cpu (double, default 1.0)\n"
                     "        workers allowed for each CPU\n"
                     "    names (list, default [a, b])\n"
                     "\n"
                     "Fix\n"
                     "    unsafe: likely right, but it changes what the server does\n"
                     "\n"
                     "Sources\n"
                     "    https://example.org/a_b?x=1&y=2\n"
                     "    nginx's manual, *core* module\n");
}
END_TEST

START_TEST(markdown_escapes_what_would_be_markup)
{
    ck_assert_str_eq(written(explain_markdown, &full),
                     "# ops/workers\n"
                     "\n"
                     "more worker_processes than CPUs\n"
                     "\n"
                     "| | |\n"
                     "| --- | --- |\n"
                     "| Severity | warning |\n"
                     "| Precision | high |\n"
                     "| Status | stable |\n"
                     "| Since | 0.1 |\n"
                     "| Tags | capacity, cpu |\n"
                     "| In other tools | gixy/W7 |\n"
                     "| Judged | each service |\n"
                     "| Can be suppressed | no |\n"
                     "\n"
                     "## What\n"
                     "\n"
                     "A line that is short.\n"
                     "One more, which together with the first is longer than eighty columns are.\n"
                     "\n"
                     "indented\n"
                     "\\# no heading, \\<b\\>, a\\*b and 1_000\n"
                     "1\\. no list\n"
                     "\n"
                     "## Why\n"
                     "\n"
                     "Because.\n"
                     "\n"
                     "## Example\n"
                     "\n"
                     "````\n"
                     "worker_processes 8;\n"
                     "    # ``` deep\n"
                     "````\n"
                     "\n"
                     "## When\n"
                     "\n"
                     "```\n"
                     "self.kind == \"nginx\"\n"
                     "```\n"
                     "\n"
                     "## Must hold\n"
                     "\n"
                     "```\n"
                     "self.processes\n"
                     "  <= host.cpus\n"
                     "```\n"
                     "\n"
                     "## Options\n"
                     "\n"
                     "- `per_cpu` (double, default `1.0`): workers allowed for each CPU\n"
                     "- `names` (list, default `[a, b]`)\n"
                     "\n"
                     "## Fix\n"
                     "\n"
                     "unsafe: likely right, but it changes what the server does\n"
                     "\n"
                     "## Sources\n"
                     "\n"
                     "- <https://example.org/a_b?x=1&y=2>\n"
                     "- nginx's manual, \\*core\\* module\n");
}
END_TEST

START_TEST(json_states_what_the_file_states)
{
    json_t *j = json_loads(written(explain_json, &full), 0, NULL);
    ck_assert_ptr_nonnull(j);
    ck_assert_str_eq(json_string_value(json_object_get(j, "id")), "ops/workers");
    ck_assert_str_eq(json_string_value(json_object_get(j, "pack")), "ops");
    ck_assert_str_eq(json_string_value(json_object_get(j, "severity")), "warning");
    ck_assert(json_is_false(json_object_get(j, "ignorable")));
    ck_assert_uint_eq(json_array_size(json_object_get(j, "tags")), 2);
    ck_assert_str_eq(json_string_value(json_array_get(json_object_get(j, "aliases"), 0)), "gixy/W7");
    ck_assert_str_eq(json_string_value(json_object_get(j, "assert")), "self.processes\n  <= host.cpus\n");
    ck_assert(json_is_null(json_object_get(j, "check")));
    ck_assert_str_eq(json_string_value(json_object_get(json_object_get(j, "fix"), "applicability")), "unsafe");
    json_t *option = json_array_get(json_object_get(j, "options"), 0);
    ck_assert_str_eq(json_string_value(json_object_get(option, "default")), "1.0");
    ck_assert_str_eq(json_string_value(json_object_get(option, "text")), "workers allowed\nfor each CPU");
    ck_assert(json_is_null(json_object_get(json_array_get(json_object_get(j, "options"), 1), "text")));
    json_decref(j);
}
END_TEST

START_TEST(every_built_in_rule_can_be_explained)
{
    for (uint32_t i = 0; i < rules_builtin_count; i++) {
        const struct rule *r = rules_builtin[i];
        json_t *j = json_loads(written(explain_json, r), 0, NULL);
        ck_assert_ptr_nonnull(j);
        json_decref(j);
        ck_assert(str_starts(str_from(written(explain_text, r)), r->info.id));
        ck_assert(str_starts(str_from(written(explain_markdown, r)), STR("# ")));
    }
}
END_TEST

START_TEST(control_characters_do_not_reach_the_terminal)
{
    struct rule evil = full;
    evil.info.title = STR("a\x1b[31mb");
    evil.docs.what = STR("c\x1b]0;d\a");
    evil.docs.example = STR("e\x9b");
    ck_assert_ptr_null(strpbrk(written(explain_text, &evil), "\x1b\a\x9b"));
    ck_assert_ptr_null(strpbrk(written(explain_markdown, &evil), "\x1b\a\x9b"));
}
END_TEST

START_TEST(a_rule_is_found_by_id_or_alias_else_the_nearest_is_named)
{
    static const struct rule other = {.info = {.id = STR_INIT("syntax/duplicate")}};
    static const struct rule *const rules[] = {&full, &other};
    struct str nearest = {0};
    ck_assert_ptr_eq(explain_find(rules, 2, STR("ops/workers"), &nearest), &full);
    ck_assert_ptr_eq(explain_find(rules, 2, STR("gixy/W7"), &nearest), &full);
    ck_assert_ptr_null(explain_find(rules, 2, STR("syntax/duplicat"), &nearest));
    ck_assert(str_eq(nearest, STR("syntax/duplicate")));
    ck_assert_ptr_null(explain_find(rules, 2, STR("worker"), &nearest));
    ck_assert(str_eq(nearest, STR("ops/workers")));
    ck_assert_ptr_null(explain_find(rules, 2, STR("something-else"), &nearest));
    ck_assert_uint_eq(nearest.n, 0);
}
END_TEST

Suite *explain_suite(void);
Suite *explain_suite(void)
{
    Suite *s = suite_create("explain");
    TCase *t = tcase_create("explain");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, text_fills_paragraphs_and_keeps_examples);
    tcase_add_test(t, markdown_escapes_what_would_be_markup);
    tcase_add_test(t, json_states_what_the_file_states);
    tcase_add_test(t, every_built_in_rule_can_be_explained);
    tcase_add_test(t, control_characters_do_not_reach_the_terminal);
    tcase_add_test(t, a_rule_is_found_by_id_or_alias_else_the_nearest_is_named);
    suite_add_tcase(s, t);
    return s;
}
