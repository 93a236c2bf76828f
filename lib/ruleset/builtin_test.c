/* The rules that ship: what loading cannot see of them one by one. */
#include "checks/check.h"
#include "base/limits.h"
#include "diag/syntax.h"
#include "ruleset/compile.h"
#include "ruleset/load.h"

#include <check.h>
#include <stdlib.h>

#define Z(s) str_dup(&arena, s).p

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, NULL);
}

static void teardown(void)
{
    arena_free(&arena);
}

static bool is_reader_rule(const struct rule *r)
{
    return str_eq(r->check, STR("reader"));
}

START_TEST(ids_are_sorted_and_unique)
{
    ck_assert_uint_gt(rules_builtin_count, 0);
    ck_assert_ptr_null(rules_builtin[rules_builtin_count]);
    for (uint32_t i = 1; i < rules_builtin_count; i++)
        ck_assert_int_lt(str_cmp(rules_builtin[i - 1]->info.id, rules_builtin[i]->info.id), 0);
    for (uint32_t i = 0; i < rules_builtin_count; i++)
        ck_assert_ptr_eq(rule_find(rules_builtin, rules_builtin_count, rules_builtin[i]->info.id), rules_builtin[i]);
    ck_assert_ptr_null(rule_find(rules_builtin, rules_builtin_count, STR("syntax/none")));
}
END_TEST

START_TEST(every_diagnosis_of_a_reader_has_its_rule)
{
    for (int i = 0; i < SYNTAX_RULE_COUNT; i++) {
        struct str id = syntax_rule_id((enum syntax_rule)i);
        const struct rule *r = rule_find(rules_builtin, rules_builtin_count, id);
        ck_assert_msg(r != NULL, "rules/%s.yaml is missing", Z(id));
        ck_assert_msg(is_reader_rule(r), "%s is no `check: reader`", Z(id));
    }
}
END_TEST

START_TEST(every_rule_of_pack_syntax_is_a_diagnosis_of_a_reader)
{
    for (uint32_t i = 0; i < rules_builtin_count; i++) {
        const struct rule *r = rules_builtin[i];
        bool known = false;
        for (int k = 0; k < SYNTAX_RULE_COUNT; k++)
            known = known || str_eq(syntax_rule_id((enum syntax_rule)k), r->info.id);
        if (str_eq(rule_pack(r->info.id), STR("syntax")))
            ck_assert_msg(known, "no reader reports %s", Z(r->info.id));
    }
}
END_TEST

START_TEST(kinds_and_checks_that_rules_name_exist)
{
    struct sink sink = {.a = &arena};
    for (uint32_t i = 0; i < rules_builtin_count; i++)
        if (!rule_check_names(&arena, rules_builtin[i], &sink))
            ck_abort_msg("%s: %s", Z(rules_builtin[i]->info.id), sink.findings.p[0]->message.p);
}
END_TEST

START_TEST(expressions_of_rules_compile)
{
    struct sink sink = {.a = &arena};
    for (uint32_t i = 0; i < rules_builtin_count; i++) {
        const struct rule *r = rules_builtin[i];
        struct value params[LIMIT_RULE_ITEMS];
        for (uint32_t k = 0; k < r->n_params; k++)
            params[k] = rule_param_default(&arena, &r->params[k]);
        if (r->assertion.text.n && !rule_compile(&arena, rule_functions(&arena), r, params, &sink))
            ck_abort_msg("%s: %s", Z(r->info.id), sink.findings.p[0]->message.p);
    }
}
END_TEST

START_TEST(every_rule_is_documented)
{
    for (uint32_t i = 0; i < rules_builtin_count; i++) {
        const struct rule *r = rules_builtin[i];
        ck_assert_msg(r->info.since.n > 0, "%s: since", Z(r->info.id));
        ck_assert_msg(r->info.n_tags > 0, "%s: tags", Z(r->info.id));
        ck_assert_msg(r->docs.what.n > 0 && r->docs.why.n > 0, "%s: docs", Z(r->info.id));
        ck_assert_msg(r->docs.example.n > 0, "%s: docs.example", Z(r->info.id));
        ck_assert_msg(r->docs.n_options == r->n_params, "%s: docs.options does not have every parameter",
                      Z(r->info.id));
    }
}
END_TEST

START_TEST(parameters_have_defaults_of_their_type)
{
    for (uint32_t i = 0; i < rules_builtin_count; i++)
        for (uint32_t k = 0; k < rules_builtin[i]->n_params; k++) {
            const struct rule_param *p = &rules_builtin[i]->params[k];
            ck_assert_msg(value_is_known(rule_param_default(&arena, p)), "%s: %s", Z(rules_builtin[i]->info.id),
                          Z(p->name));
        }
}
END_TEST

/* How often a rule's tests expect findings, none, and that it is not run; and whether one of them states facts. */
struct coverage {
    uint32_t fires, silent, not_run;
    bool facts;
};

static struct coverage coverage_of(const struct rule *r)
{
    struct coverage c = {0};
    for (uint32_t i = 0; i < r->n_tests; i++) {
        const struct rule_test *t = &r->tests[i];
        c.not_run += t->expect_not_run;
        c.fires += t->n_expect > 0;
        c.silent += !t->expect_not_run && t->n_expect == 0;
        c.facts = c.facts || t->host.text.n || t->hosts.text.n || t->facts.text.n;
    }
    return c;
}

START_TEST(every_rule_has_tests_of_each_outcome)
{
    for (uint32_t i = 0; i < rules_builtin_count; i++) {
        const struct rule *r = rules_builtin[i];
        struct coverage c = coverage_of(r);
        ck_assert_msg(c.silent > 0, "%s: no test stays silent", Z(r->info.id));
        ck_assert_msg(!c.facts || c.not_run > 0, "%s: needs facts, and no test is without them", Z(r->info.id));
        ck_assert_msg((c.fires > 0) != (r->fires_in.n > 0), "%s: either a test that fires or fires_in", Z(r->info.id));
        ck_assert_msg(r->fires_in.n == 0 || is_reader_rule(r), "%s: only a reader's rule may fire elsewhere",
                      Z(r->info.id));
    }
}
END_TEST

/* ---- what is embedded is what stands in the files ---- */

static bool same_strs(const struct str *a, uint32_t n, const struct str *b, uint32_t m)
{
    for (uint32_t i = 0; i < n && n == m; i++)
        if (!str_eq(a[i], b[i]))
            return false;
    return n == m;
}

static bool same_text(const struct rule_text *a, const struct rule_text *b)
{
    return str_eq(a->text, b->text);
}

static bool same_card(const struct rule *a, const struct rule *b)
{
    const struct rule_info *x = &a->info, *y = &b->info;
    return str_eq(x->id, y->id) && str_eq(x->title, y->title) && x->severity == y->severity &&
           x->precision == y->precision && x->status == y->status && x->ignorable == y->ignorable &&
           str_eq(x->since, y->since) && same_strs(x->tags, x->n_tags, y->tags, y->n_tags) &&
           str_eq(x->what, y->what) && str_eq(x->why, y->why) &&
           same_strs(a->aliases, a->n_aliases, b->aliases, b->n_aliases) && str_eq(a->fires_in, b->fires_in);
}

static bool same_param(const struct rule_param *a, const struct rule_param *b)
{
    struct value x = rule_param_default(&arena, a), y = rule_param_default(&arena, b);
    return str_eq(a->name, b->name) && str_eq(a->type, b->type) && str_eq(a->default_text, b->default_text) &&
           x.type == y.type && str_eq(value_format(&arena, x), value_format(&arena, y));
}

static bool same_judgement(const struct rule *a, const struct rule *b)
{
    bool same = str_eq(a->select, b->select) && str_eq(a->check, b->check) && same_text(&a->when, &b->when) &&
                same_text(&a->assertion, &b->assertion) && same_text(&a->at, &b->at) &&
                same_text(&a->label, &b->label) && same_text(&a->message, &b->message) &&
                same_text(&a->help, &b->help) && same_text(&a->fix.replace, &b->fix.replace) &&
                same_text(&a->fix.with, &b->fix.with) && str_eq(a->fix.applicability, b->fix.applicability) &&
                a->n_params == b->n_params && a->n_variables == b->n_variables && a->n_related == b->n_related &&
                a->n_notes == b->n_notes;
    for (uint32_t i = 0; same && i < a->n_params; i++)
        same = same_param(&a->params[i], &b->params[i]);
    for (uint32_t i = 0; same && i < a->n_variables; i++)
        same = str_eq(a->variables[i].name, b->variables[i].name) &&
               same_text(&a->variables[i].expression, &b->variables[i].expression);
    for (uint32_t i = 0; same && i < a->n_related; i++)
        same = same_text(&a->related[i].at, &b->related[i].at) && same_text(&a->related[i].label, &b->related[i].label);
    for (uint32_t i = 0; same && i < a->n_notes; i++)
        same = same_text(&a->notes[i], &b->notes[i]);
    return same;
}

static bool same_docs(const struct rule_docs *a, const struct rule_docs *b)
{
    bool same = str_eq(a->what, b->what) && str_eq(a->why, b->why) && str_eq(a->example, b->example) &&
                same_strs(a->sources, a->n_sources, b->sources, b->n_sources) && a->n_options == b->n_options;
    for (uint32_t i = 0; same && i < a->n_options; i++)
        same = str_eq(a->options[i].name, b->options[i].name) && str_eq(a->options[i].text, b->options[i].text);
    return same;
}

static bool same_files(const struct rule_test *a, const struct rule_test *b)
{
    bool same = a->n_files == b->n_files;
    for (uint32_t i = 0; same && i < a->n_files; i++)
        same = str_eq(a->files[i].path, b->files[i].path) && str_eq(a->files[i].kind, b->files[i].kind) &&
               str_eq(a->files[i].config, b->files[i].config);
    return same;
}

static bool same_test(const struct rule_test *a, const struct rule_test *b)
{
    return str_eq(a->name, b->name) && str_eq(a->kind, b->kind) && str_eq(a->config, b->config) &&
           str_eq(a->target, b->target) && same_files(a, b) && same_text(&a->host, &b->host) &&
           same_text(&a->hosts, &b->hosts) && same_text(&a->facts, &b->facts) &&
           a->expect_not_run == b->expect_not_run && same_strs(a->expect, a->n_expect, b->expect, b->n_expect);
}

static bool same_tests(const struct rule *a, const struct rule *b)
{
    bool same = a->n_tests == b->n_tests;
    for (uint32_t i = 0; same && i < a->n_tests; i++)
        same = same_test(&a->tests[i], &b->tests[i]);
    return same;
}

static const struct rule *load_file(struct file_store *files, struct source_store *sources, struct str path)
{
    enum file_fault fault;
    struct sink sink = {.a = &arena};
    struct file *file = file_open(files, path, &fault);
    ck_assert_msg(file != NULL, "%s: %s", path.p, file_fault_text(fault));
    const struct rule *rule = rule_load(&arena, sources, source_add(sources, file, SPAN_NONE), &sink);
    ck_assert_msg(rule != NULL, "%s is no rule", path.p);
    return rule;
}

/* Only where the sources are: the build says so in the environment. */
START_TEST(embedded_rules_are_those_of_the_files)
{
    const char *root = getenv("LOADLINE_SOURCE");
    struct file_store files;
    struct source_store sources;
    if (!root)
        return;
    file_store_init(&files, str_from(root), LIMIT_RULE_BYTES, NULL);
    source_store_init(&sources, NULL);
    for (uint32_t i = 0; i < rules_builtin_count; i++) {
        const struct rule *r = rules_builtin[i];
        const struct rule *file =
            load_file(&files, &sources, str_printf(&arena, "%s/rules/%s.yaml", root, Z(r->info.id)));
        ck_assert_msg(same_card(r, file), "%s: card", Z(r->info.id));
        ck_assert_msg(same_judgement(r, file), "%s: judgement", Z(r->info.id));
        ck_assert_msg(same_docs(&r->docs, &file->docs), "%s: docs", Z(r->info.id));
        ck_assert_msg(same_tests(r, file), "%s: tests", Z(r->info.id));
    }
    source_store_free(&sources);
    file_store_free(&files);
}
END_TEST

Suite *builtin_suite(void);
Suite *builtin_suite(void)
{
    Suite *s = suite_create("builtin");
    TCase *t = tcase_create("builtin");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, ids_are_sorted_and_unique);
    tcase_add_test(t, every_diagnosis_of_a_reader_has_its_rule);
    tcase_add_test(t, every_rule_of_pack_syntax_is_a_diagnosis_of_a_reader);
    tcase_add_test(t, kinds_and_checks_that_rules_name_exist);
    tcase_add_test(t, expressions_of_rules_compile);
    tcase_add_test(t, every_rule_is_documented);
    tcase_add_test(t, parameters_have_defaults_of_their_type);
    tcase_add_test(t, every_rule_has_tests_of_each_outcome);
    tcase_add_test(t, embedded_rules_are_those_of_the_files);
    suite_add_tcase(s, t);
    return s;
}
