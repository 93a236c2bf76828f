/* Unknown as a value: truth tables of every operator and macro. Rows are the left operand, columns the right one, in
 * the order true, false, unknown x, unknown y, error. */
#include "cel/test_support.h"

#include <stdio.h>

static struct bench b;

static void setup(void)
{
    bench_open(&b);
    bench_bind(&b, "t", &type_dyn, value_bool(true));
    bench_bind(&b, "f", &type_dyn, value_bool(false));
    bench_bind(&b, "x", &type_dyn, value_unknown(&b.a, STR("x")));
    bench_bind(&b, "y", &type_dyn, value_unknown(&b.a, STR("y")));
    bench_bind(&b, "zero", &type_dyn, value_int(0));
}

static void teardown(void)
{
    bench_close(&b);
}

/* The five operands; the last one is an error. */
static const char *const operands[] = {"t", "f", "x", "y", "dyn(1 / zero == 1)"};
enum { N = 5 };

/* One letter each: T F, x, y, z for both unknowns, E. */
static const char *letter_text(char c)
{
    switch (c) {
    case 'T':
        return "true";
    case 'F':
        return "false";
    case 'x':
        return "unknown x";
    case 'y':
        return "unknown y";
    case 'z':
        return "unknown x, y";
    case 'o':
        return "error: no such overload";
    default:
        return "error: divide by zero";
    }
}

static void table(const char *fmt, const char *const rows[N])
{
    for (int i = 0; i < N; i++)
        for (int k = 0; k < N; k++) {
            char expr[400];
            snprintf(expr, sizeof(expr), fmt, operands[i], operands[k]);
            struct str shown = bench_shown(&b, bench_eval(&b, expr));
            ck_assert_msg(str_starts(shown, str_from(letter_text(rows[i][k]))), "%s is %.*s", expr, STR_ARG(shown));
        }
}

START_TEST(and_is_settled_by_false_alone)
{
    static const char *const rows[N] = {"TFxyE", "FFFFF", "xFxzx", "yFzyy", "EFxyE"};
    table("%s && %s", rows);
}
END_TEST

START_TEST(or_is_settled_by_true_alone)
{
    static const char *const rows[N] = {"TTTTT", "TFxyE", "Txxzx", "Tyzyy", "TExyE"};
    table("%s || %s", rows);
}
END_TEST

START_TEST(the_condition_decides_which_branch_counts)
{
    static const char *const first[N] = {"TFxyE", "TFxyE", "TFxyE", "TFxyE", "TFxyE"};
    static const char *const rows[N] = {"TTTTT", "FFFFF", "xxxxx", "yyyyy", "EEEEE"};
    static const char *const conditions[N] = {"TTTTT", "FFFFF", "xxxxx", "yyyyy", "EEEEE"};
    table("t ? %s : (%s)", rows);
    table("%s ? t : (%s && f)", conditions);
    table("f ? %s : %s", first);
}
END_TEST

START_TEST(equality_and_order_are_unknown_when_an_operand_is)
{
    static const char *const equal[N] = {"TFxyE", "FTxyE", "xxxzx", "yyzyy", "EExyE"};
    static const char *const less[N] = {"FFxyE", "TFxyE", "xxxzx", "yyzyy", "EExyE"};
    table("%s == %s", equal);
    table("!(%s != %s)", equal);
    table("%s < %s", less);
    table("!(%s >= %s)", less);
}
END_TEST

START_TEST(arithmetic_is_unknown_when_an_operand_is)
{
    /* bools do not add up: what is known is an error */
    static const char *const rows[N] = {"ooxyE", "ooxyE", "xxxzx", "yyzyy", "EExyE"};
    table("%s + %s", rows);
    table("%s - %s", rows);
    table("%s * %s", rows);
    table("%s / %s", rows);
    table("%s %% %s", rows);
}
END_TEST

START_TEST(lists_maps_and_functions_are_strict)
{
    static const char *const rows[N] = {"TTxyE", "TTxyE", "xxxzx", "yyzyy", "EExyE"};
    table("[%s, %s].size() == 2", rows);
    table("{'a': %s, 'b': %s}.size() == 2", rows);
    table("[%s].flatten() + [%s] != []", rows);
    table("cel.bind(a, %s, cel.bind(b, %s, [a, b])).size() == 2", rows);
    table("cel.block([%s, %s], [cel.index(0), cel.index(1)]).size() == 2", rows);
    table("sets.contains([%s, t, f], [%s])", rows);
}
END_TEST

START_TEST(all_is_and_over_the_items)
{
    static const char *const rows[N] = {"TFxyE", "FFFFF", "xFxzx", "yFzyy", "EFxyE"};
    table("[0, 1].all(i, i == 0 ? %s : %s)", rows);
    table("[0, 1].all(i, v, v == 0 ? %s : %s)", rows);
}
END_TEST

START_TEST(exists_is_or_over_the_items)
{
    static const char *const rows[N] = {"TTTTT", "TFxyE", "Txxzx", "Tyzyy", "TExyE"};
    table("[0, 1].exists(i, i == 0 ? %s : %s)", rows);
    table("{0: 0, 1: 1}.exists(k, v, v == 0 ? %s : %s)", rows);
}
END_TEST

START_TEST(exists_one_absorbs_nothing)
{
    static const char *const rows[N] = {"FTxyE", "TFxyE", "xxxzx", "yyzyy", "EExyE"};
    table("[0, 1].exists_one(i, i == 0 ? %s : %s)", rows);
    table("[0, 1].existsOne(i, v, v == 0 ? %s : %s)", rows);
}
END_TEST

START_TEST(map_filter_and_transform_are_strict)
{
    static const char *const map[N] = {"TTxyE", "TTxyE", "xxxzx", "yyzyy", "EExyE"};
    table("[0, 1].map(i, i == 0 ? %s : %s).size() == 2", map);
    table("[0, 1].map(i, (i == 0 ? %s : %s) || true, i).size() == 2",
          (const char *const[N]){"TTTTT", "TTTTT", "TTTTT", "TTTTT", "TTTTT"});
    table("[0, 1].filter(i, i == 0 ? %s : %s).size() >= 0", map);
    table("[0, 1].transformList(i, v, i == 0 ? %s : %s).size() == 2", map);
    table("[0, 1].transformMap(i, v, i == 0 ? %s : %s).size() == 2", map);
    table("[0, 1].transformMapEntry(i, v, {i: i == 0 ? %s : %s}).size() == 2", map);
    table("[0, 1].transformList(i, v, i == 0 ? %s : %s, i).size() >= 0", map);
    table("[0, 1].sortBy(i, i == 0 ? %s : %s).size() == 2", map);
}
END_TEST

START_TEST(optionals_are_strict_but_for_the_way_out_not_taken)
{
    ck_assert_eval(&b, "optional.of(x)", "unknown x");
    ck_assert_eval(&b, "optional.of(1).orValue(x)", "1");
    ck_assert_eval(&b, "optional.none().orValue(x)", "unknown x");
    ck_assert_eval(&b, "x.orValue(1)", "unknown x");
    ck_assert_eval(&b, "optional.of(1).or(x).value()", "1");
    ck_assert_eval(&b, "optional.none().or(x)", "unknown x");
    ck_assert_eval(&b, "x.optMap(v, 1)", "unknown x");
    ck_assert_eval(&b, "optional.of(1).optMap(v, x)", "unknown x");
    ck_assert_eval(&b, "optional.none().optMap(v, x)", "none");
    ck_assert_eval(&b, "optional.of(1).optFlatMap(v, x)", "unknown x");
    ck_assert_eval(&b, "[?x, y]", "unknown x, y");
    ck_assert_eval(&b, "{?'a': x}", "unknown x");
    ck_assert_eval(&b, "x.?f", "unknown x");
    ck_assert_eval(&b, "x[?0]", "unknown x");
}
END_TEST

START_TEST(single_operands_pass_unknown_on)
{
    static const char *const rows[] = {"!x",
                                       "-x",
                                       "x.f",
                                       "has(x.f)",
                                       "x[0]",
                                       "[1][x]",
                                       "{'a': 1}[x]",
                                       "size(x)",
                                       "x.all(i, t)",
                                       "x.map(i, i)",
                                       "type(x)",
                                       "dyn(x)",
                                       "string(x)",
                                       "x.startsWith('a')",
                                       "'a'.matches(x)",
                                       "x in [1]",
                                       "1 in x",
                                       "'%s'.format([x])",
                                       "math.greatest(1, x)",
                                       "['a', x].join()",
                                       "[x, 1].sort()",
                                       "x.f.g[1].h"};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_eval(&b, rows[i], "unknown x");
}
END_TEST

START_TEST(an_item_that_decides_settles_membership_in_a_list_that_came_with_unknowns)
{
    struct value items[] = {value_int(1), b.vars[2]};
    bench_bind(&b, "list", &type_dyn, value_list(items, 2));
    ck_assert_eval(&b, "1 in list", "true");
    ck_assert_eval(&b, "2 in list", "unknown x");
    ck_assert_eval(&b, "list == [1, 2]", "unknown x");
    ck_assert_eval(&b, "list == [2, 2]", "false");
    ck_assert_eval(&b, "list == [1]", "false");
    ck_assert_eval(&b, "list.size()", "2");
    ck_assert_eval(&b, "list[0]", "1");
    ck_assert_eval(&b, "list[1]", "unknown x");
    ck_assert_eval(&b, "list.exists(i, i == 1)", "true");
    ck_assert_eval(&b, "list.all(i, i == 1)", "unknown x");
    ck_assert_eval(&b, "list.filter(i, i == 1)", "unknown x");
    ck_assert_eval(&b, "math.least(list)", "unknown x");
    ck_assert_eval(&b, "sets.intersects(list, [1])", "true");
}
END_TEST

START_TEST(reasons_are_a_set)
{
    ck_assert_eval(&b, "x + y + x", "unknown x, y");
    ck_assert_eval(&b, "[y, x, y].size()", "unknown x, y");
    ck_assert_eval(&b, "lists.range(100).map(i, i % 2 == 0 ? x : y)", "unknown x, y");
}
END_TEST

Suite *unknown_suite(void)
{
    Suite *s = suite_create("unknown");
    TCase *tc = tcase_create("unknown");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, and_is_settled_by_false_alone);
    tcase_add_test(tc, or_is_settled_by_true_alone);
    tcase_add_test(tc, the_condition_decides_which_branch_counts);
    tcase_add_test(tc, equality_and_order_are_unknown_when_an_operand_is);
    tcase_add_test(tc, arithmetic_is_unknown_when_an_operand_is);
    tcase_add_test(tc, lists_maps_and_functions_are_strict);
    tcase_add_test(tc, all_is_and_over_the_items);
    tcase_add_test(tc, exists_is_or_over_the_items);
    tcase_add_test(tc, exists_one_absorbs_nothing);
    tcase_add_test(tc, map_filter_and_transform_are_strict);
    tcase_add_test(tc, optionals_are_strict_but_for_the_way_out_not_taken);
    tcase_add_test(tc, single_operands_pass_unknown_on);
    tcase_add_test(tc, an_item_that_decides_settles_membership_in_a_list_that_came_with_unknowns);
    tcase_add_test(tc, reasons_are_a_set);
    suite_add_tcase(s, tc);
    return s;
}
