/* The rules that ship: what loading cannot see of them one by one. */
#include "checks/check.h"
#include "diag/syntax.h"
#include "ruleset/load.h"

#include <check.h>

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
        c.facts = c.facts || t->host.text.n || t->hosts.text.n;
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
    tcase_add_test(t, every_rule_is_documented);
    tcase_add_test(t, parameters_have_defaults_of_their_type);
    tcase_add_test(t, every_rule_has_tests_of_each_outcome);
    suite_add_tcase(s, t);
    return s;
}
