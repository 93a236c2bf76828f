#include "diag/sink.h"

#include "base/limits.h"

#include <check.h>

static struct arena a;
static struct sink sink;

static void open_sink(void)
{
    arena_init(&a, NULL);
    sink = (struct sink){.a = &a};
}

static void close_sink(void)
{
    arena_free(&a);
}

static const struct span somewhere = {1, 17, 1};

START_TEST(a_finding_keeps_what_is_said_about_it)
{
    struct finding *f = diag_add(&sink, STR("capacity/x"), somewhere, "%d worker processes", 8);
    diag_label(&sink, f, "%d.0 for each CPU", 4);
    diag_help(&sink, f, "use %s", "auto");
    diag_note(&sink, f, "first");
    diag_note(&sink, f, "second, %d%%", 100);
    diag_related(&sink, f, (struct span){2, 0, 3}, "the %s", "host");
    diag_fix(&sink, f, FIX_UNSAFE, somewhere, STR("2"));

    ck_assert_uint_eq(sink.findings.n, 1);
    ck_assert_ptr_eq(sink.findings.p[0], f);
    ck_assert(str_eq(f->rule, STR("capacity/x")));
    ck_assert(str_eq(f->message, STR("8 worker processes")));
    ck_assert(str_eq(f->label, STR("4.0 for each CPU")));
    ck_assert(str_eq(f->help, STR("use auto")));
    ck_assert_uint_eq(f->notes.n, 2);
    ck_assert(str_eq(f->notes.p[1], STR("second, 100%")));
    ck_assert_uint_eq(f->related.n, 1);
    ck_assert_uint_eq(f->related.p[0].at.src, 2);
    ck_assert(str_eq(f->related.p[0].label, STR("the host")));
    ck_assert_uint_eq(f->fixes.n, 1);
    ck_assert_uint_eq(f->fixes.p[0].applicability, FIX_UNSAFE);
    ck_assert(str_eq(f->fixes.p[0].edits.p[0].text, STR("2")));
}
END_TEST

START_TEST(a_diagnosis_carries_its_rule_id)
{
    struct finding *f = diag_syntax(&sink, SYNTAX_UNKNOWN, somewhere, "unknown directive `%s`", "lisen");
    ck_assert(str_eq(f->rule, STR("syntax/unknown-directive")));
    ck_assert(str_eq(f->message, STR("unknown directive `lisen`")));
}
END_TEST

/* A hostile file must not fill the run with one diagnosis; what is left out is counted and still safe to write to. */
START_TEST(a_diagnosis_is_kept_up_to_its_bound)
{
    struct finding *last = NULL;
    for (int i = 0; i < LIMIT_FINDINGS_PER_RULE_FILE + 5; i++)
        last = diag_syntax(&sink, SYNTAX_UNEXPECTED_TOKEN, somewhere, "unexpected `}`");
    ck_assert_uint_eq(sink.findings.n, LIMIT_FINDINGS_PER_RULE_FILE);
    ck_assert_uint_eq(sink.n_dropped, 5);
    ck_assert_ptr_nonnull(last);
    diag_note(&sink, last, "said to nobody");
    ck_assert_uint_eq(sink.findings.n, LIMIT_FINDINGS_PER_RULE_FILE);
    for (uint32_t i = 0; i < sink.findings.n; i++)
        ck_assert_uint_eq(sink.findings.p[i]->notes.n, 0);
}
END_TEST

/* A file of 64 MiB may hold as many faults as bytes. */
START_TEST(what_is_not_kept_takes_no_memory)
{
    struct mem_budget budget = {.max = LIMIT_RUN_BYTES};
    struct arena bounded;
    arena_init(&bounded, &budget);
    struct sink full = {.a = &bounded};
    for (int i = 0; i < LIMIT_FINDINGS_PER_RULE_FILE + 1; i++)
        diag_syntax(&full, SYNTAX_UNEXPECTED_TOKEN, somewhere, "unexpected `%s`", "}");
    size_t before = budget.used;
    for (int i = 0; i < 100000; i++) {
        struct finding *f = diag_syntax(&full, SYNTAX_UNEXPECTED_TOKEN, somewhere, "unexpected `%s`", "}");
        diag_label(&full, f, "a label of %d", i);
        diag_help(&full, f, "help");
        diag_note(&full, f, "note %d", i);
        diag_related(&full, f, somewhere, "related %d", i);
        diag_fix(&full, f, FIX_SAFE, somewhere, STR("{"));
    }
    ck_assert_uint_eq(budget.used, before);
    ck_assert_uint_eq(full.n_dropped, 100001);
    arena_free(&bounded);
}
END_TEST

START_TEST(one_full_diagnosis_leaves_room_for_the_others)
{
    for (int i = 0; i < LIMIT_FINDINGS_PER_RULE_FILE + 1; i++)
        diag_syntax(&sink, SYNTAX_VALUE, somewhere, "invalid");
    diag_syntax(&sink, SYNTAX_DUPLICATE, somewhere, "duplicate");
    ck_assert_uint_eq(sink.findings.n, LIMIT_FINDINGS_PER_RULE_FILE + 1);
    ck_assert(str_eq(sink.findings.p[LIMIT_FINDINGS_PER_RULE_FILE]->rule, STR("syntax/duplicate")));
}
END_TEST

START_TEST(a_fix_keeps_its_own_copy_of_the_text)
{
    char text[] = "2";
    struct finding *f = diag_add(&sink, STR("x/y"), somewhere, "m");
    diag_fix(&sink, f, FIX_SAFE, somewhere, (struct str){text, 1});
    text[0] = '9';
    ck_assert(str_eq(f->fixes.p[0].edits.p[0].text, STR("2")));
}
END_TEST

START_TEST(what_could_not_run_names_what_was_missing)
{
    struct str missing[] = {STR("host.cpus"), STR("host.memory")};
    diag_not_run(&sink, STR("capacity/x"), missing, 2, somewhere, STR("web-1"));
    ck_assert_uint_eq(sink.not_run.n, 1);
    struct not_run *r = sink.not_run.p[0];
    ck_assert_uint_eq(r->missing.n, 2);
    ck_assert(str_eq(r->missing.p[1], STR("host.memory")));
    ck_assert(str_eq(r->host, STR("web-1")));
}
END_TEST

START_TEST(what_was_not_analysed_says_why)
{
    diag_not_analysed(&sink, SPAN_NONE, STR("mime.types"), "include matches no file: %s", "mime.types");
    ck_assert_uint_eq(sink.not_analysed.n, 1);
    ck_assert(str_eq(sink.not_analysed.p[0]->path, STR("mime.types")));
    ck_assert(str_eq(sink.not_analysed.p[0]->why, STR("include matches no file: mime.types")));
}
END_TEST

START_TEST(every_diagnosis_has_an_id_of_its_own)
{
    for (int i = 0; i < SYNTAX_RULE_COUNT; i++) {
        struct str id = syntax_rule_id((enum syntax_rule)i);
        ck_assert_uint_lt(str_find_byte(id, '/'), id.n - 1);
        for (int k = 0; k < i; k++)
            ck_assert(!str_eq(id, syntax_rule_id((enum syntax_rule)k)));
    }
}
END_TEST

START_TEST(severities_read_as_they_are_written)
{
    for (int i = SEV_NOTE; i <= SEV_ERROR; i++) {
        enum severity back = SEV_NOTE;
        ck_assert(severity_parse(severity_name((enum severity)i), &back));
        ck_assert_int_eq((int)back, i);
    }
    enum severity untouched = SEV_ERROR;
    ck_assert(!severity_parse(STR("never"), &untouched));
    ck_assert(!severity_parse(STR("Error"), &untouched));
    ck_assert_uint_eq(untouched, SEV_ERROR);
}
END_TEST

START_TEST(the_pack_is_what_stands_before_the_slash)
{
    ck_assert(str_eq(rule_pack(STR("capacity/auto-workers")), STR("capacity")));
    ck_assert(str_eq(rule_pack(STR("capacity")), STR("capacity")));
    ck_assert_uint_eq(rule_pack(STR("")).n, 0);
}
END_TEST

Suite *sink_suite(void)
{
    Suite *s = suite_create("sink");
    TCase *t = tcase_create("sink");
    tcase_add_checked_fixture(t, open_sink, close_sink);
    tcase_add_test(t, a_finding_keeps_what_is_said_about_it);
    tcase_add_test(t, a_diagnosis_carries_its_rule_id);
    tcase_add_test(t, a_diagnosis_is_kept_up_to_its_bound);
    tcase_add_test(t, what_is_not_kept_takes_no_memory);
    tcase_add_test(t, one_full_diagnosis_leaves_room_for_the_others);
    tcase_add_test(t, a_fix_keeps_its_own_copy_of_the_text);
    tcase_add_test(t, what_could_not_run_names_what_was_missing);
    tcase_add_test(t, what_was_not_analysed_says_why);
    tcase_add_test(t, every_diagnosis_has_an_id_of_its_own);
    tcase_add_test(t, severities_read_as_they_are_written);
    tcase_add_test(t, the_pack_is_what_stands_before_the_slash);
    suite_add_tcase(s, t);
    return s;
}
