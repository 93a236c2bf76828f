#include "engine/baseline.h"

#include "base/limits.h"
#include "engine/engine.h"

#include <check.h>

/* A run made by hand. Check gives a fixture no argument to keep it in. */
static struct run run;
static struct run_options options;
static uint32_t source;
static struct file *file;

static const char text[] = "workers 8\n"
                           "  server a  weight 1\n"
                           "server a weight 1\n"
                           "server a weight 1\n"
                           "other\n";

static void setup(void)
{
    options = (struct run_options){.jobs = 1};
    run = (struct run){.options = &options, .cwd = STR_INIT("/repo"), .project = {.root = STR_INIT("/repo")}};
    arena_init(&run.arena, NULL);
    file_store_init(&run.files, run.cwd, LIMIT_FILE_BYTES, NULL);
    source_store_init(&run.sources, NULL);
    run.faults.a = &run.arena;
    file = file_from_bytes(&run.files, STR("/repo/lb/x.cfg"), str_from(text));
    file->real = STR("/repo/lb/x.cfg");
    source = source_add(&run.sources, file, SPAN_NONE);
}

static void teardown(void)
{
    source_store_free(&run.sources);
    file_store_free(&run.files);
    arena_free(&run.arena);
}

/* ---- reading and printing ---- */

static struct baseline *empty(void)
{
    struct baseline *b = arena_new(&run.arena, struct baseline);
    b->a = b->by_key.a = &run.arena;
    return b;
}

static struct baseline *read_text(const char *bytes)
{
    struct baseline *b = empty();
    struct reading r = {&run.arena, &run.files, &run.sources, &run.faults};
    bool read = baseline_read(&r, file_from_bytes(&run.files, STR("baseline.yaml"), str_from(bytes)), b);
    ck_assert_int_eq(read, run.faults.findings.n == 0);
    return read ? b : NULL;
}

static const char *printed(const struct baseline *b)
{
    struct buf out = {.a = &run.arena};
    baseline_print(&out, b);
    buf_putc(&out, '\0');
    return out.p;
}

static struct baseline_entry *put(struct baseline *b, const char *path, const char *rule, uint64_t fingerprint)
{
    struct baseline_entry *e = baseline_put(b, str_from(path), str_from(rule), fingerprint);
    e->count = 1;
    e->text = STR("x");
    return e;
}

START_TEST(entries_are_printed_one_a_line_in_a_fixed_order)
{
    struct baseline *b = empty();
    put(b, "b", "x/y", 2);
    put(b, "b", "x/y", 1)->count = 7;
    put(b, "a", "x/z", 3)->severity = SEV_ERROR;
    vec_push(&run.arena, &b->paths, STR("web"));
    vec_push(&run.arena, &b->paths, STR("lb"));
    ck_assert_str_eq(
        printed(b),
        "# Findings that loadline accepts as they are. Written by --write-baseline; --prune-baseline removes what is "
        "mended.\n"
        "version: 1\n"
        "paths:\n"
        "- \"lb\"\n"
        "- \"web\"\n"
        "findings:\n"
        "- {\"file\": \"a\", \"rule\": \"x/z\", \"severity\": \"error\", \"count\": 1, \"fingerprint\": "
        "\"0000000000000003\", \"text\": \"x\"}\n"
        "- {\"file\": \"b\", \"rule\": \"x/y\", \"severity\": \"note\", \"count\": 7, \"fingerprint\": "
        "\"0000000000000001\", \"text\": \"x\"}\n"
        "- {\"file\": \"b\", \"rule\": \"x/y\", \"severity\": \"note\", \"count\": 1, \"fingerprint\": "
        "\"0000000000000002\", \"text\": \"x\"}\n");
}
END_TEST

START_TEST(what_is_printed_reads_the_same)
{
    struct baseline *b = empty();
    struct baseline_entry *e = put(b, "a \"b\" \\x1b # {}: [é]", "x/y", UINT64_C(0xfedcba9876543210));
    e->severity = SEV_WARNING;
    e->count = 41;
    e->text = STR("\\u{202e}, \"} - x");
    put(b, "", "x/y", 0)->text = STR("");
    const char *once = printed(b);
    struct baseline *again = read_text(once);
    ck_assert_ptr_nonnull(again);
    ck_assert_str_eq(printed(again), once);
    ck_assert_ptr_nonnull(baseline_find(again, e->file, e->rule, e->fingerprint));
}
END_TEST

START_TEST(an_empty_baseline_reads_too)
{
    struct baseline *b = read_text(printed(empty()));
    ck_assert_ptr_nonnull(b);
    ck_assert_uint_eq(b->entries.n, 0);
}
END_TEST

START_TEST(of_two_entries_for_one_finding_the_larger_holds)
{
    struct baseline *b =
        read_text("version: 1\nfindings:\n"
                  "- {file: a, rule: x/y, severity: error, count: 1, fingerprint: \"0000000000000001\"}\n"
                  "- {file: a, rule: x/y, severity: note, count: 4, fingerprint: \"0000000000000001\"}\n");
    ck_assert_uint_eq(b->entries.n, 1);
    ck_assert_uint_eq(b->entries.p[0]->count, 4);
    ck_assert_uint_eq(b->entries.p[0]->severity, SEV_ERROR);
}
END_TEST

START_TEST(a_baseline_of_too_many_entries_is_refused)
{
    struct buf b = {.a = &run.arena};
    buf_put(&b, STR("version: 1\nfindings:\n"));
    for (uint32_t i = 0; i <= LIMIT_BASELINE_ENTRIES; i++)
        buf_printf(&b, "- {file: a, rule: x/y, severity: note, count: 1, fingerprint: \"%016x\"}\n", i);
    buf_putc(&b, '\0');
    ck_assert_ptr_null(read_text(b.p));
    ck_assert_str_eq(str_dup(&run.arena, run.faults.findings.p[0]->message).p, "more than 50000 entries in a baseline");
}
END_TEST

/* ---- matching ---- */

static struct finding *find_on(uint32_t line, enum severity severity, const char *host)
{
    struct finding *f = arena_new(&run.arena, struct finding);
    *f = (struct finding){
        .rule = STR("x/y"), .severity = severity, .at = {source, file_line_start(file, line), 1}, .message = STR("m")};
    if (host)
        vec_push(&run.arena, &f->hosts, str_from(host));
    vec_push(&run.arena, &run.outcome.findings, f);
    return f;
}

static bool any(const struct finding *f)
{
    return f->status == FINDING_FOUND;
}

static void match(struct baseline *b)
{
    struct baseline_view view = {.run = &run, .passes = any};
    baseline_match(b, &view, FINDING_BASELINE);
}

/* A baseline of what was found so far, as if read; nothing is found any more. */
static struct baseline *taken(void)
{
    struct baseline *b = empty();
    struct baseline_view view = {.run = &run, .passes = any};
    baseline_collect(b, &view);
    run.outcome.findings.n = 0;
    return b;
}

START_TEST(lines_of_the_same_words_are_one_entry_and_counted)
{
    for (uint32_t line = 2; line <= 4; line++)
        find_on(line, SEV_WARNING, NULL);
    struct baseline *b = taken();
    ck_assert_uint_eq(b->entries.n, 1);
    ck_assert_uint_eq(b->entries.p[0]->count, 3);
    ck_assert_str_eq(str_dup(&run.arena, b->entries.p[0]->text).p, "server a weight 1");
    ck_assert_str_eq(str_dup(&run.arena, b->entries.p[0]->file).p, "lb/x.cfg");
}
END_TEST

START_TEST(more_than_the_count_is_new)
{
    find_on(2, SEV_WARNING, NULL);
    find_on(3, SEV_WARNING, NULL);
    struct baseline *b = taken();
    struct finding *first = find_on(2, SEV_WARNING, NULL), *second = find_on(3, SEV_WARNING, NULL);
    struct finding *third = find_on(4, SEV_WARNING, NULL), *other = find_on(5, SEV_WARNING, NULL);
    match(b);
    ck_assert_int_eq(first->status, FINDING_BASELINE);
    ck_assert_int_eq(second->status, FINDING_BASELINE);
    ck_assert_int_eq(third->status, FINDING_FOUND);
    ck_assert_int_eq(other->status, FINDING_FOUND);
    ck_assert_uint_eq(b->entries.p[0]->matched, 2);
}
END_TEST

START_TEST(what_became_worse_is_shown_and_not_gone)
{
    find_on(1, SEV_WARNING, NULL);
    struct baseline *b = taken();
    struct finding *f = find_on(1, SEV_ERROR, NULL);
    match(b);
    ck_assert_int_eq(f->status, FINDING_FOUND);
    ck_assert_uint_eq(b->entries.p[0]->matched, 1);
}
END_TEST

START_TEST(what_became_worse_takes_no_room_from_what_did_not)
{
    find_on(2, SEV_WARNING, NULL);
    struct baseline *b = taken();
    struct finding *worse = find_on(2, SEV_ERROR, NULL), *same = find_on(3, SEV_WARNING, NULL);
    match(b);
    ck_assert_int_eq(worse->status, FINDING_FOUND);
    ck_assert_int_eq(same->status, FINDING_BASELINE);
}
END_TEST

START_TEST(what_became_better_is_covered)
{
    find_on(1, SEV_ERROR, NULL);
    struct baseline *b = taken();
    struct finding *f = find_on(1, SEV_NOTE, NULL);
    match(b);
    ck_assert_int_eq(f->status, FINDING_BASELINE);
}
END_TEST

START_TEST(what_hosts_make_of_one_place_counts_once)
{
    find_on(1, SEV_WARNING, "web-1")->message = STR("8 workers on 2 CPUs");
    find_on(1, SEV_ERROR, "web-2")->message = STR("8 workers on 1 CPU");
    struct baseline *b = taken();
    ck_assert_uint_eq(b->entries.p[0]->count, 1);
    ck_assert_int_eq(b->entries.p[0]->severity, SEV_ERROR);
    struct finding *f = find_on(1, SEV_WARNING, "web-3");
    match(b);
    ck_assert_int_eq(f->status, FINDING_BASELINE);
}
END_TEST

START_TEST(two_of_one_host_at_one_place_count_twice)
{
    find_on(1, SEV_WARNING, "web-1");
    find_on(1, SEV_WARNING, "web-1");
    ck_assert_uint_eq(taken()->entries.p[0]->count, 2);
}
END_TEST

START_TEST(paths_are_from_the_root_wherever_the_run_is)
{
    run.cwd = STR("/repo/lb");
    ck_assert_str_eq(baseline_name(&run, STR("x.cfg")).p, "lb/x.cfg");
    ck_assert_str_eq(baseline_name(&run, STR("../web/y")).p, "web/y");
    ck_assert_str_eq(baseline_name(&run, STR("/etc/z")).p, "../etc/z");
    ck_assert_uint_eq(baseline_name(&run, STR("")).n, 0);
}
END_TEST

Suite *baseline_suite(void);
Suite *baseline_suite(void)
{
    Suite *s = suite_create("baseline");
    TCase *t = tcase_create("baseline");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, entries_are_printed_one_a_line_in_a_fixed_order);
    tcase_add_test(t, what_is_printed_reads_the_same);
    tcase_add_test(t, an_empty_baseline_reads_too);
    tcase_add_test(t, of_two_entries_for_one_finding_the_larger_holds);
    tcase_add_test(t, a_baseline_of_too_many_entries_is_refused);
    tcase_add_test(t, lines_of_the_same_words_are_one_entry_and_counted);
    tcase_add_test(t, more_than_the_count_is_new);
    tcase_add_test(t, what_became_worse_is_shown_and_not_gone);
    tcase_add_test(t, what_became_worse_takes_no_room_from_what_did_not);
    tcase_add_test(t, what_became_better_is_covered);
    tcase_add_test(t, what_hosts_make_of_one_place_counts_once);
    tcase_add_test(t, two_of_one_host_at_one_place_count_twice);
    tcase_add_test(t, paths_are_from_the_root_wherever_the_run_is);
    suite_add_tcase(s, t);
    return s;
}
