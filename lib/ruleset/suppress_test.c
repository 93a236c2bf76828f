#include "ruleset/suppress.h"

#include "base/buf.h"
#include "base/limits.h"

#include <check.h>

/* Test state: Check gives a fixture no argument to keep it in. */
static struct arena arena;
static struct file_store files;
static struct source_store sources;
static struct sink sink;

static void setup(void)
{
    arena_init(&arena, NULL);
    file_store_init(&files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
}

static void teardown(void)
{
    source_store_free(&sources);
    file_store_free(&files);
    arena_free(&arena);
}

static void put_place(struct buf *out, struct span at)
{
    struct place p = source_place(&sources, at);
    buf_printf(out, "%u-%u", file_line_column(p.file, p.off).column, file_line_column(p.file, p.off + p.len).column);
}

/* "ignore capacity@19-27, balance@29-36 until 2027-01-31@38-54 because canary (2-54)"; columns as in the file. */
static void put_suppression(struct buf *out, const struct suppression *s)
{
    buf_put(out, s->whole_file ? STR("file") : STR("ignore"));
    for (uint32_t i = 0; i < s->names.n; i++) {
        ck_assert(str_eq(source_text(&sources, s->names.p[i].at), s->names.p[i].text));
        buf_printf(out, "%s %.*s@", i ? "," : "", STR_ARG(s->names.p[i].text));
        put_place(out, s->names.p[i].at);
    }
    if (s->until != SUPPRESS_EVER) {
        buf_printf(out, " until %.*s@", STR_ARG(suppress_day_show(&arena, s->until)));
        put_place(out, s->until_at);
    }
    if (s->reason.n)
        buf_printf(out, " because %.*s", STR_ARG(s->reason));
    buf_put(out, STR(" ("));
    put_place(out, s->at);
    buf_putc(out, ')');
}

static void put_faults(struct buf *out)
{
    for (uint32_t i = 0; i < sink.findings.n; i++) {
        const struct finding *f = sink.findings.p[i];
        struct place p = source_place(&sources, f->at);
        struct line_column lc = file_line_column(p.file, p.off);
        ck_assert(str_eq(f->rule, SUPPRESS_INVALID));
        buf_printf(out, "%u:%u: `%.*s`: %.*s", lc.line, lc.column, STR_ARG(source_text(&sources, f->at)),
                   STR_ARG(f->message));
        if (f->help.n)
            buf_printf(out, "; %.*s", STR_ARG(f->help));
    }
}

/* What comes of a comment that begins with a sign of one byte. */
static const char *outcome_as(struct str comment, struct str signs)
{
    struct buf out = {.a = &arena};
    struct suppression s = {.reason = STR_INIT("untouched")};
    sink = (struct sink){.a = &arena};
    struct file *file = file_from_bytes(&files, STR("a.conf"), comment);
    struct span at = {source_add(&sources, file, SPAN_NONE), 1, comment.n - 1};
    bool read = suppression_read(&sink, str_slice(file->bytes, 1, comment.n), at, signs, &s);
    if (read)
        put_suppression(&out, &s);
    else
        ck_assert(str_eq(s.reason, STR("untouched")));
    put_faults(&out);
    buf_putc(&out, '\0');
    return out.p;
}

struct row {
    const char *comment;
    const char *want; /* empty: it is no suppression and no fault */
};

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

/* clang-format off */
static const struct row sound[] = {
    {"# loadline: ignore[balance/skewed-weights] until=2027-01-31 -- canary rollout, OPS-412",
     "ignore balance/skewed-weights@20-42 until 2027-01-31@44-60 because canary rollout, OPS-412 (3-60)"},
    {"# loadline: ignore[capacity/workers-exceed-cpus] -- measured", "ignore capacity/workers-exceed-cpus@20-48 because measured (3-49)"},
    {"# loadline: ignore[capacity, balance] -- x",           "ignore capacity@20-28, balance@30-37 because x (3-38)"},
    {"# loadline: ignore[ capacity , a/b ,all ] -- x",       "ignore capacity@21-29, a/b@32-35, all@37-40 because x (3-42)"},
    {"# loadline: ignore-file[a/b] -- vendored",             "file a/b@25-28 because vendored (3-29)"},
    {"#loadline:ignore[a/b]--x",                             "ignore a/b@18-21 because x (2-22)"},
    {"#\tloadline:\tignore\t[a/b]\tuntil=2000-02-29\t--\tx", "ignore a/b@21-24 until 2000-02-29@26-42 because x (3-42)"},
    {"# loadline: ignore[a/b] -- x\r",                       "ignore a/b@20-23 because x (3-24)"},
    {"# loadline: ignore[a/b] -- x -- y ",                   "ignore a/b@20-23 because x -- y (3-24)"},
    {"# loadline: ignore[a/b] --- x",                        "ignore a/b@20-23 because - x (3-24)"},
    {"# loadline: ignore[a/b] -- sihe TICKET-1, \xe9\x95\xbf", "ignore a/b@20-23 because sihe TICKET-1, \xe9\x95\xbf (3-24)"},
    {"# eight on purpose; loadline: ignore[a/b] -- x",       "ignore a/b@38-41 because x (21-42)"},
    {"# the issue #12 loadline: ignore[a/b] -- x",           "ignore a/b@34-37 because x (17-38)"},
    {"# loadline: is told; loadline: ignore[a/b] -- x",      "ignore a/b@39-42 because x (22-43)"},
    /* without a reason: for the caller to say */
    {"# loadline: ignore[a/b]",                              "ignore a/b@20-23 (3-24)"},
    {"# loadline: ignore[a/b] --",                           "ignore a/b@20-23 (3-24)"},
    {"# loadline: ignore[a/b] -- ... ",                      "ignore a/b@20-23 (3-24)"},
    {"# loadline: ignore[a/b] until=2027-01-31",             "ignore a/b@20-23 until 2027-01-31@25-41 (3-41)"},
};

static const struct row none[] = {
    {"#", ""},
    {"# worker_processes 8", ""},
    {"# loadline:", ""},
    {"# loadline: see the manual", ""},
    {"# loadline: ignored by us since 2024", ""},
    {"# loadline: ignores this", ""},
    {"# loadline: ignoring [sic]", ""},
    {"# loadlines: ignore[a/b] -- x", ""},
    {"# \"loadline: ignore[a/b] -- x\" does it", ""},
    {"# `loadline: ignore[a/b] -- x` does it", ""},
    {"# xloadline: ignore[a/b] -- x", ""},
    {"# loadline : ignore[a/b] -- x", ""},
    {"# Loadline: ignore[a/b] -- x", ""},
    {"# http://loadline: ignore[a/b]", ""},
    /* commented out with its line, or twice */
    {"# # loadline: ignore[a/b] -- x", ""},
    {"## loadline: ignore[a/b] -- x", ""},
    {"# listen 80; # loadline: ignore[a/b] -- x", ""},
    {"#listen 80; #loadline: ignore[a/b] -- x", ""},
};

#define FORM "; a suppression is written as `loadline: ignore[RULE] -- REASON`"
#define DIVIDED "; rules are divided by commas and end with `]`"
#define NAMES "; a suppression names rules, packs, or `all`"
#define DATES "; dates are written as 2027-01-31"
#define BEHIND "; a reason stands behind `--`"
#define ENDS "; its last day is written as `until=2027-01-31`"

static const struct row faulty[] = {
    {"# loadline: ignore",                      "1:13: `ignore`: `ignore` without rules in brackets behind it" FORM},
    {"# loadline: ignore capacity/x -- y",      "1:13: `ignore`: `ignore` without rules in brackets behind it" FORM},
    {"# loadline: ignore(a/b) -- y",            "1:13: `ignore`: `ignore` without rules in brackets behind it" FORM},
    {"# loadline: ignore-file a/b -- y",        "1:13: `ignore-file`: `ignore-file` without rules in brackets behind it" FORM},
    {"# loadline: ingore[a/b] -- y",            "1:13: `ingore`: `loadline: ingore` means nothing; a word with a similar name is valid here: `ignore`"},
    {"# loadline: ignore_file[a/b] -- y",       "1:13: `ignore_file`: `loadline: ignore_file` means nothing; a word with a similar name is valid here: `ignore-file`"},
    {"# loadline: ignored[a/b] -- y",           "1:13: `ignored`: `loadline: ignored` means nothing; a word with a similar name is valid here: `ignore`"},
    {"# loadline: ignore-next-line[a/b] -- y",  "1:13: `ignore-next-line`: `loadline: ignore-next-line` means nothing; `ignore` holds for a line, `ignore-file` for the whole file"},
    {"# loadline: ignore[a/b -- y",             "1:19: `[`: `[` is never closed" FORM},
    {"# loadline: ignore[a/b",                  "1:19: `[`: `[` is never closed" FORM},
    {"# loadline: ignore[",                     "1:19: `[`: `[` is never closed" FORM},
    {"# loadline: ignore[a/b, -- y",            "1:19: `[`: `[` is never closed" FORM},
    {"# loadline: ignore[a/b until=2027-01-31", "1:19: `[`: `[` is never closed" FORM},
    {"# loadline: ignore[a/b c/d] -- y",        "1:24: `c/d`: unexpected `c/d` in a list of rules" DIVIDED},
    {"# loadline: ignore[] -- y",               "1:20: `]`: no rule stands before `]`" NAMES},
    {"# loadline: ignore[a/b,] -- y",           "1:24: `]`: no rule stands before `]`" NAMES},
    {"# loadline: ignore[,a/b] -- y",           "1:20: `,`: no rule stands before `,`" NAMES},
    {"# loadline: ignore[a/b] until=2027-1-31 -- y",  "1:31: `2027-1-31`: `2027-1-31` is no date" DATES},
    {"# loadline: ignore[a/b] until=2027-02-29 -- y", "1:31: `2027-02-29`: `2027-02-29` is no date" DATES},
    {"# loadline: ignore[a/b] until=0000-00-00 -- y", "1:31: `0000-00-00`: `0000-00-00` is no date" DATES},
    {"# loadline: ignore[a/b] until=31.01.2027 -- y", "1:31: `31.01.2027`: `31.01.2027` is no date" DATES},
    {"# loadline: ignore[a/b] until=2027-01-31T00:00:00Z -- y", "1:31: `2027-01-31T00:00:00Z`: `2027-01-31T00:00:00Z` is no date" DATES},
    {"# loadline: ignore[a/b] until=-- y",      "1:31: `--`: `--` is no date" DATES},
    {"# loadline: ignore[a/b] until= -- y",     "1:25: `until=`: `until=` without a date behind it" DATES},
    {"# loadline: ignore[a/b] until=2027-01-31 until=2028-01-31 -- y", "1:42: `until=2028-01-31`: a second `until` in one suppression"},
    {"# loadline: ignore[a/b] until 2027-01-31 -- y", "1:25: `until`: unexpected `until` in a suppression" ENDS},
    {"# loadline: ignore[a/b] until:2027-01-31 -- y", "1:25: `until:2027-01-31`: unexpected `until:2027-01-31` in a suppression" ENDS},
    {"# loadline: ignore[a/b] untl=2027-01-31 -- y",  "1:25: `untl=2027-01-31`: unexpected `untl=2027-01-31` in a suppression" ENDS},
    {"# loadline: ignore[a/b] canary rollout",  "1:25: `canary`: unexpected `canary` in a suppression" BEHIND},
    {"# loadline: ignore[a/b] - y",             "1:25: `-`: unexpected `-` in a suppression" BEHIND},
    {"# loadline: ignore[a/b] \xe2\x80\x94 y",  "1:25: `\xe2\x80\x94`: unexpected `\xe2\x80\x94` in a suppression" BEHIND},
    {"# loadline: ignore[a/b]x -- y",           "1:24: `x`: unexpected `x` in a suppression" BEHIND},
    {"# loadline: ignore[a/b] -- y until=2027-01-31", "1:30: `until=2027-01-31`: `until=` within the reason of a suppression; the last day stands before `--`"},
    {"# see: loadline: ignore[\x01] \x1b[m",    "1:28: `\x1b[m`: unexpected `\\x1b[m` in a suppression" BEHIND},
};
/* clang-format on */

static void compare(const struct row *row)
{
    ck_assert_str_eq(outcome_as(str_from(row->comment), STR("#")), row->want);
}

START_TEST(suppressions_are_read_with_the_place_of_each_part)
{
    compare(&sound[_i]);
}
END_TEST

START_TEST(prose_and_what_was_commented_out_is_left_alone)
{
    compare(&none[_i]);
}
END_TEST

START_TEST(what_means_to_suppress_and_does_not_is_told)
{
    compare(&faulty[_i]);
}
END_TEST

START_TEST(every_sign_of_a_kind_comments_out)
{
    static const char *want = "ignore a/b@21-24 because x (4-25)";
    ck_assert_str_eq(outcome_as(STR("; loadline: ignore[a/b] -- x"), STR("; #")), "ignore a/b@20-23 because x (3-24)");
    ck_assert_str_eq(outcome_as(STR("#; loadline: ignore[a/b] -- x"), STR("; #")), "");
    ck_assert_str_eq(outcome_as(STR("# k = v ; loadline: ignore[a/b] -- x"), STR("; #")), "");
    ck_assert_str_eq(outcome_as(STR("#; loadline: ignore[a/b] -- x"), STR("#")), want);
    ck_assert_str_eq(outcome_as(STR("// // loadline: ignore[a/b] -- x"), STR("//")), "");
}
END_TEST

START_TEST(a_list_of_rules_is_bounded)
{
    struct buf b = {.a = &arena};
    buf_put(&b, STR(" loadline: ignore[a/b"));
    for (uint32_t i = 1; i < LIMIT_SUPPRESSED_RULES; i++)
        buf_put(&b, STR(",c"));
    struct buf over = {.a = &arena};
    buf_put(&over, buf_str(&b));
    buf_put(&b, STR("] -- x"));
    buf_put(&over, STR(",d] -- x"));
    struct suppression s;
    struct sink faults = {.a = &arena};
    struct span at = {1, 0, (uint32_t)b.n};
    ck_assert(suppression_read(&faults, buf_str(&b), at, STR("#"), &s));
    ck_assert_uint_eq(s.names.n, LIMIT_SUPPRESSED_RULES);
    ck_assert(!suppression_read(&faults, buf_str(&over), at, STR("#"), &s));
    ck_assert_uint_eq(faults.findings.n, 1);
    ck_assert(str_eq(faults.findings.p[0]->message, STR("more than 100 rules in one suppression")));
}
END_TEST

/* ---- days ---- */

static const struct {
    const char *text;
    int64_t day;
} days[] = {
    {"1970-01-01", 0},     {"1970-01-02", 1},     {"1969-12-31", -1},
    {"2000-03-01", 11017}, {"2027-01-31", 20849}, {"9999-12-31", 2932896},
};

START_TEST(days_are_counted_from_1970)
{
    int64_t day;
    ck_assert(suppress_day_parse(str_from(days[_i].text), &day));
    ck_assert_int_eq(day, days[_i].day);
    ck_assert(str_eq(suppress_day_show(&arena, day), str_from(days[_i].text)));
}
END_TEST

/* ---- names ---- */

static struct ruleset all_rules(void)
{
    struct ruleset rules;
    struct str unknown;
    ruleset_make(&rules, &arena, rules_builtin, rules_builtin_count, NULL, 0, NULL, 0, &unknown);
    return rules;
}

START_TEST(rules_packs_and_all_are_names)
{
    struct ruleset rules = all_rules();
    const struct active_rule *rule;
    struct str near;
    ck_assert(suppress_name_known(&rules, STR("capacity/workers-exceed-cpus"), &rule, &near));
    ck_assert(str_eq(rule->rule->info.id, STR("capacity/workers-exceed-cpus")));
    ck_assert(suppress_name_known(&rules, STR("capacity"), &rule, &near));
    ck_assert_ptr_null(rule);
    ck_assert(suppress_name_known(&rules, STR("all"), &rule, &near));
    ck_assert_ptr_null(rule);
}
END_TEST

START_TEST(the_nearest_name_is_told_of_an_unknown_one)
{
    struct ruleset rules = all_rules();
    const struct active_rule *rule;
    struct str near;
    ck_assert(!suppress_name_known(&rules, STR("capacity/worker-exceed-cpus"), &rule, &near));
    ck_assert(str_eq(near, STR("capacity/workers-exceed-cpus")));
    ck_assert(!suppress_name_known(&rules, STR("capacty"), &rule, &near));
    ck_assert(str_eq(near, STR("capacity")));
    ck_assert(!suppress_name_known(&rules, STR("SC2086"), &rule, &near));
    ck_assert_uint_eq(near.n, 0);
}
END_TEST

START_TEST(a_name_means_a_rule_its_pack_or_all)
{
    struct str id = STR("a/b");
    ck_assert(suppress_name_means(STR("a/b"), id));
    ck_assert(suppress_name_means(STR("a"), id));
    ck_assert(suppress_name_means(STR("all"), id));
    ck_assert(!suppress_name_means(STR("b"), id));
    ck_assert(!suppress_name_means(STR("a/"), id));
}
END_TEST

Suite *suppress_suite(void);
Suite *suppress_suite(void)
{
    Suite *s = suite_create("suppress");
    TCase *t = tcase_create("suppress");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, suppressions_are_read_with_the_place_of_each_part, 0, COUNT(sound));
    tcase_add_loop_test(t, prose_and_what_was_commented_out_is_left_alone, 0, COUNT(none));
    tcase_add_loop_test(t, what_means_to_suppress_and_does_not_is_told, 0, COUNT(faulty));
    tcase_add_test(t, every_sign_of_a_kind_comments_out);
    tcase_add_test(t, a_list_of_rules_is_bounded);
    tcase_add_loop_test(t, days_are_counted_from_1970, 0, COUNT(days));
    tcase_add_test(t, rules_packs_and_all_are_names);
    tcase_add_test(t, the_nearest_name_is_told_of_an_unknown_one);
    tcase_add_test(t, a_name_means_a_rule_its_pack_or_all);
    suite_add_tcase(s, t);
    return s;
}
