#include "fix/choose.h"

#include "base/limits.h"
#include "diag/sink.h"

#include <check.h>
#include <stdlib.h>

static struct arena a;
static struct file_store files;
static struct source_store sources;
static struct sink sink;
static struct outcome outcome;
static uint32_t conf;

static void setup(void)
{
    arena_init(&a, NULL);
    file_store_init(&files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    sink = (struct sink){.a = &a};
    outcome = (struct outcome){.sources = &sources, .files = &files};
    conf = source_add(&sources, file_from_bytes(&files, STR("conf"), STR("0123456789")), SPAN_NONE);
}

static void teardown(void)
{
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
}

static struct finding *found(enum severity severity)
{
    struct finding *f = diag_add(&sink, STR("ops/rule"), (struct span){conf, 0, 1}, "wrong");
    f->severity = severity;
    f->fingerprint = outcome.findings.n;
    vec_push(&a, &outcome.findings, f);
    return f;
}

static struct finding *with_fix(enum severity severity, enum applicability how, uint32_t off, uint32_t len,
                                const char *text)
{
    struct finding *f = found(severity);
    diag_fix(&sink, f, how, (struct span){conf, off, len}, str_from(text));
    return f;
}

static struct str by_path(void *ctx, const struct file *file)
{
    const char *kept = ctx;
    return kept && str_eq(file->path, str_from(kept)) ? (struct str){0} : file->path;
}

static struct fix_plan plan_with(struct fix_policy policy)
{
    policy.identity = by_path;
    return fix_choose(&a, &outcome, &policy);
}

/* What conf holds after a plan. */
static const char *text_after(struct fix_policy policy)
{
    struct fix_plan plan = plan_with(policy);
    if (plan.files.n == 0)
        return "0123456789";
    ck_assert_uint_eq(plan.files.n, 1);
    return str_dup(&a, fix_apply(&a, &plan.files.p[0])).p;
}

START_TEST(only_safe_fixes_unless_asked)
{
    with_fix(SEV_NOTE, FIX_SAFE, 1, 1, "a");
    with_fix(SEV_NOTE, FIX_UNSAFE, 2, 1, "b");
    with_fix(SEV_NOTE, FIX_DISPLAY, 3, 1, "c");
    ck_assert_str_eq(text_after((struct fix_policy){.unsafe = false}), "0a23456789");
    ck_assert_str_eq(text_after((struct fix_policy){.unsafe = true}), "0ab3456789");
    ck_assert_uint_eq(plan_with((struct fix_policy){.unsafe = false}).n_unsafe, 1);
    ck_assert_uint_eq(plan_with((struct fix_policy){.unsafe = true}).n_unsafe, 0);
}
END_TEST

START_TEST(suppressed_findings_are_left)
{
    with_fix(SEV_ERROR, FIX_SAFE, 1, 1, "a")->status = FINDING_SUPPRESSED;
    ck_assert_str_eq(text_after((struct fix_policy){.unsafe = true}), "0123456789");
}
END_TEST

/* Two fixes; how many are taken together, and what comes of it. */
static const struct {
    uint32_t off, len;
    const char *text;
    uint32_t off2, len2;
    const char *text2;
    uint32_t taken;
    const char *after;
} pairs[] = {
    {2, 2, "AB", 4, 2, "CD", 2, "01ABCD6789"},  /* side by side */
    {2, 2, "AB", 3, 2, "CD", 1, "01AB456789"},  /* over each other */
    {2, 4, "AB", 3, 1, "C", 1, "01AB6789"},     /* within */
    {3, 1, "C", 2, 4, "AB", 1, "012C456789"},   /* around */
    {2, 2, "AB", 2, 2, "AB", 2, "01AB456789"},  /* the same: once */
    {2, 2, "AB", 2, 2, "XY", 1, "01AB456789"},  /* the same place */
    {2, 0, "A", 2, 0, "A", 2, "01A23456789"},   /* the same insertion: once */
    {2, 0, "A", 2, 0, "B", 1, "01A23456789"},   /* two at one place have no order */
    {2, 0, "A", 2, 2, "BC", 2, "01ABC456789"},  /* before what is replaced */
    {4, 0, "A", 2, 2, "BC", 2, "01BCA456789"},  /* behind it */
    {3, 0, "A", 2, 2, "BC", 1, "012A3456789"},  /* in it */
    {10, 0, "A", 0, 0, "B", 2, "B0123456789A"}, /* at the ends */
};

START_TEST(overlapping_fixes_wait)
{
    with_fix(SEV_NOTE, FIX_SAFE, pairs[_i].off, pairs[_i].len, pairs[_i].text);
    with_fix(SEV_NOTE, FIX_SAFE, pairs[_i].off2, pairs[_i].len2, pairs[_i].text2);
    struct fix_plan plan = plan_with((struct fix_policy){.unsafe = false});
    ck_assert_uint_eq(plan.fixes.n, pairs[_i].taken);
    ck_assert_str_eq(str_dup(&a, fix_apply(&a, &plan.files.p[0])).p, pairs[_i].after);
}
END_TEST

START_TEST(the_worse_finding_goes_first)
{
    with_fix(SEV_NOTE, FIX_SAFE, 2, 2, "note");
    with_fix(SEV_ERROR, FIX_SAFE, 2, 2, "error");
    ck_assert_str_eq(text_after((struct fix_policy){.unsafe = false}), "01error456789");
}
END_TEST

START_TEST(a_fix_is_taken_whole_or_not_at_all)
{
    with_fix(SEV_ERROR, FIX_SAFE, 8, 1, "x");
    struct finding *f = found(SEV_NOTE);
    struct fix fix = {.applicability = FIX_SAFE};
    vec_push(&a, &fix.edits, ((struct edit){.at = {conf, 1, 1}, .text = STR("a")}));
    vec_push(&a, &fix.edits, ((struct edit){.at = {conf, 8, 1}, .text = STR("b")}));
    vec_push(&a, &f->fixes, fix);
    ck_assert_str_eq(text_after((struct fix_policy){.unsafe = false}), "01234567x9");
    f->fixes.p[0].edits.p[1].at = (struct span){conf, 8, 99}; /* beyond the file */
    ck_assert_str_eq(text_after((struct fix_policy){.unsafe = false}), "01234567x9");
}
END_TEST

START_TEST(the_first_fix_that_may_be_taken)
{
    struct finding *f = with_fix(SEV_NOTE, FIX_UNSAFE, 1, 1, "unsafe");
    diag_fix(&sink, f, FIX_SAFE, (struct span){conf, 1, 1}, STR("safe"));
    ck_assert_str_eq(text_after((struct fix_policy){.unsafe = false}), "0safe23456789");
    ck_assert_str_eq(text_after((struct fix_policy){.unsafe = true}), "0unsafe23456789");
}
END_TEST

START_TEST(bounds_and_bars)
{
    struct map barred = {.a = &a};
    struct finding *f = with_fix(SEV_NOTE, FIX_SAFE, 1, 1, "a");
    with_fix(SEV_NOTE, FIX_SAFE, 2, 1, "b");
    ck_assert_str_eq(text_after((struct fix_policy){.most = 1}), "0a23456789");
    map_put(&barred, fix_key(&a, f, &f->fixes.p[0]), NULL, NULL);
    ck_assert_str_eq(text_after((struct fix_policy){.barred = &barred}), "01b3456789");
}
END_TEST

START_TEST(files_that_may_not_be_changed)
{
    uint32_t other = source_add(&sources, file_from_bytes(&files, STR("other"), STR("x")), SPAN_NONE);
    with_fix(SEV_NOTE, FIX_SAFE, 1, 1, "a");
    diag_fix(&sink, found(SEV_NOTE), FIX_SAFE, (struct span){other, 0, 1}, STR("y"));
    ck_assert_uint_eq(plan_with((struct fix_policy){.unsafe = false}).files.n, 2);
    struct fix_plan plan = plan_with((struct fix_policy){.ctx = (char[]){"other"}});
    ck_assert_uint_eq(plan.files.n, 1);
    ck_assert_uint_eq(plan.fixes.n, 1);
}
END_TEST

Suite *choose_suite(void)
{
    Suite *s = suite_create("choose");
    TCase *t = tcase_create("choose");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, only_safe_fixes_unless_asked);
    tcase_add_test(t, suppressed_findings_are_left);
    tcase_add_loop_test(t, overlapping_fixes_wait, 0, (int)(sizeof(pairs) / sizeof(pairs[0])));
    tcase_add_test(t, the_worse_finding_goes_first);
    tcase_add_test(t, a_fix_is_taken_whole_or_not_at_all);
    tcase_add_test(t, the_first_fix_that_may_be_taken);
    tcase_add_test(t, bounds_and_bars);
    tcase_add_test(t, files_that_may_not_be_changed);
    suite_add_tcase(s, t);
    return s;
}
