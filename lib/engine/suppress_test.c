#include "engine/suppress.h"

#include "base/limits.h"
#include "engine/suppress_parts.h"
#include "formats/ini.h"
#include "formats/json.h"
#include "formats/yaml.h"

#include <check.h>
#include <stdlib.h>

/* A run made by hand, for formats whose kinds do not matter here. Check gives a fixture no argument to keep it in. */
static struct run run;
static struct run_options options;

enum { RULES = 4 };

static const struct rule rules[RULES] = {
    {.info = {.id = STR_INIT("a/b"), .ignorable = true}},
    {.info = {.id = STR_INIT("a/c"), .ignorable = true}},
    {.info = {.id = STR_INIT("a/strict")}},
    {.info = {.id = STR_INIT("x/y"), .ignorable = true}},
};

static struct active_rule active[RULES];

static void setup(void)
{
    static const struct check reader = {.scope = CHECK_READER};
    options = (struct run_options){.jobs = 1};
    run = (struct run){.options = &options, .cwd = STR_INIT("/repo")};
    arena_init(&run.arena, NULL);
    file_store_init(&run.files, run.cwd, LIMIT_FILE_BYTES, NULL);
    source_store_init(&run.sources, NULL);
    run.budget.max = SIZE_MAX;
    run.hosts.facts.today = value_timestamp(INT64_C(20000) * 86400, 0); /* 2024-10-04 */
    for (int i = 0; i < RULES; i++)
        active[i] = (struct active_rule){.rule = &rules[i], .enabled = true, .check = i == 3 ? &reader : NULL};
    run.rules = (struct ruleset){.a = &run.arena, .rules = active, .n = RULES};
}

static void teardown(void)
{
    source_store_free(&run.sources);
    file_store_free(&run.files);
    arena_free(&run.arena);
}

/* ---- documents ---- */

static struct node *read_ini(struct kind_job *job)
{
    return ini_read(job->a, job->sources, job->source, &ini_systemd, job->sink);
}

static struct node *read_yaml(struct kind_job *job)
{
    return yaml_read(job->a, job->sources, job->source, job->sink);
}

static struct node *read_js(struct kind_job *job)
{
    return json_read(job->a, job->sources, job->source, JSON_RELAXED, job->sink);
}

static const struct kind ini = {.comment = STR_INIT("; #"), .read = read_ini};
static const struct kind yaml = {.comment = STR_INIT("#"), .read = read_yaml};
static const struct kind js = {.comment = STR_INIT("// /*"), .read = read_js};

static struct document *add_source(struct file *file, const struct kind *kind, uint32_t source)
{
    struct document *d = arena_new(&run.arena, struct document);
    *d = (struct document){
        .path = file->path, .file = file, .kind = kind, .role = DOCUMENT_ROOT, .sink = {.a = &run.arena}};
    d->job =
        (struct kind_job){.kind = kind, .a = &run.arena, .sink = &d->sink, .sources = &run.sources, .source = source};
    d->job.root = kind->read(&d->job);
    vec_push(&run.arena, &run.documents, d);
    return d;
}

static struct document *add_document(const char *name, const struct kind *kind, struct str text)
{
    struct file *file = file_from_bytes(&run.files, str_from(name), text);
    return add_source(file, kind, source_add(&run.sources, file, SPAN_NONE));
}

static void join_info(struct finding *f)
{
    const struct active_rule *r = ruleset_find(&run.rules, f->rule);
    f->info = r ? &r->rule->info : NULL;
}

/* A finding of a rule at the start of a line. */
static void add_finding(const struct document *d, uint32_t line, const char *rule)
{
    struct finding *f = arena_new(&run.arena, struct finding);
    *f = (struct finding){.rule = str_from(rule), .at = {d->job.source, file_line_start(d->file, line), 1}};
    join_info(f);
    vec_push(&run.arena, &run.outcome.findings, f);
}

/* Those of a list such as "2 a/b, 3 x/y", in their order. */
static void add_findings(const struct document *d, const char *list)
{
    struct str rest = str_from(list);
    while (rest.n > 0) {
        struct str one = str_trim(str_cut(&rest, ',')), line = str_cut(&one, ' ');
        add_finding(d, (uint32_t)strtoul(str_dup(&run.arena, line).p, NULL, 10), str_dup(&run.arena, one).p);
    }
}

/* "2 a/b suppressed; 5 meta/suppression-unused (none on line 6)": what became of them, and what was added. */
static const char *outcome(void)
{
    struct buf b = {.a = &run.arena};
    suppress_findings(&run);
    for (uint32_t i = 0; i < run.outcome.findings.n; i++) {
        const struct finding *f = run.outcome.findings.p[i];
        struct place p = source_place(&run.sources, f->at);
        buf_put(&b, i ? STR("; ") : STR(""));
        if (p.file)
            buf_printf(&b, "%u ", file_line_column(p.file, p.off).line);
        buf_put(&b, f->rule);
        if (f->label.n)
            buf_printf(&b, " (%.*s)", STR_ARG(f->label));
        if (f->status == FINDING_SUPPRESSED)
            buf_put(&b, STR(" suppressed"));
    }
    buf_putc(&b, '\0');
    return b.p;
}

/* ---- comments of each format ---- */

#define UNUSED "meta/suppression-unused"

/* clang-format off */
static const struct {
    const struct kind *kind;
    const char *name, *text, *findings, *want;
} cases[] = {
    {&ini, "a.service", "[Service]\n; loadline: ignore[a/b] -- why\nRestart=no\n", "3 a/b", "3 a/b suppressed"},
    {&ini, "a.service", "[Service]\n# loadline: ignore[a/b] -- why\nRestart=no\n", "3 a/b", "3 a/b suppressed"},
    {&ini, "a.service", "[Service]\n# loadline: ignore[a/b] -- why\n; more\n#\nRestart=no\n", "5 a/b", "5 a/b suppressed"},
    {&ini, "a.service", "[Service]\n; # loadline: ignore[a/b] -- why\nRestart=no\n", "3 a/b", "3 a/b"},
    {&ini, "a.service", "[Service]\n; loadline: ignore[a/b] -- why\n\nRestart=no\n", "4 a/b", "4 a/b; 2 " UNUSED " (the line it stands above is blank)"},
    {&ini, "a.service", "\xef\xbb\xbf# loadline: ignore[a/b] -- why\n[Service]\n", "2 a/b", "2 a/b suppressed"},
    {&ini, "a.service", "[Service]\n# loadline: ignore[a/b] -- why", "1 a/b", "1 a/b; 2 " UNUSED " (no line follows)"},
    {&ini, "a.service", "[Service]\n# loadline: ignore-file[a] -- why", "1 a/b, 1 a/c", "1 a/b suppressed; 1 a/c suppressed"},

    {&yaml, "a.yaml", "a:\n  # loadline: ignore[a/b] -- why\n  - b: 1\n    c: 2 # loadline: ignore[a/c] -- why\n", "3 a/b, 4 a/c", "3 a/b suppressed; 4 a/c suppressed"},
    {&yaml, "a.yaml", "# loadline: ignore[a/b] -- why\n---\na: 1\n", "2 a/b, 3 a/b", "2 a/b suppressed; 3 a/b"},
    {&yaml, "a.yaml", "a: |\n  # loadline: ignore[a/b] -- in a text\n  b\n", "3 a/b", "3 a/b"},
    {&yaml, "a.yaml", "a: '# loadline: ignore[a/b] -- in a text'\n", "1 a/b", "1 a/b"},
    {&yaml, "a.yaml", "a: 1 # loadline: ignore[a/b] -- why\r\nb: 2 # loadline: ignore[a/b]\r\n", "1 a/b, 2 a/b", "1 a/b suppressed; 2 a/b; 2 meta/suppression-without-reason (it does not hold)"},
    {&yaml, "a.yaml.j2", "{# loadline: ignore[a/b] -- why #}\na: {{ b }}\n", "2 a/b", "2 a/b suppressed"},

    {&js, "a.js", "module.exports = {\n  // loadline: ignore[a/b] -- why\n  a: 1, // loadline: ignore[a/c] -- why\n};\n", "3 a/b, 3 a/c", "3 a/b suppressed; 3 a/c suppressed"},
    {&js, "a.js", "module.exports = {\n  /* loadline: ignore[a/b] -- why\n     and more */\n  a: 1, /* loadline: ignore[a/c] -- why */\n};\n", "4 a/b, 4 a/c", "4 a/b suppressed; 4 a/c suppressed"},
    {&js, "a.js", "module.exports = {\n  // // loadline: ignore[a/b] -- why\n  a: \"// loadline: ignore[a/b] -- why\",\n};\n", "3 a/b", "3 a/b"},

    /* what can be told of unused ones */
    {&ini, "a.service", "[Service]\n# loadline: ignore[a/b, a/c] -- why\nRestart=no\n", "3 a/b", "3 a/b suppressed; 2 " UNUSED " (none on line 3)"},
    {&ini, "a.service", "# loadline: ignore[a] -- why\n[Service]\n# loadline: ignore-file[x/y, all] -- why\n", "", "1 " UNUSED " (none on line 2); 3 " UNUSED " (none in this file)"},
    {&ini, "a.service", "[Service]\n# loadline: ignore[a/strict] -- why\nRestart=no\n", "3 a/strict", "3 a/strict; 2 meta/suppression-not-allowed"},
    {&ini, "a.service", "[Service]\n# loadline: ignore[all] -- why\nRestart=no\n", "3 a/strict, 3 a/b", "3 a/strict; 3 a/b suppressed"},
    {&ini, "a.service", "[Service]\n# loadline: ignore[a/b] until=2024-10-03 -- why\nRestart=no\n", "3 a/b", "3 a/b; 2 meta/suppression-expired (1 day before today, 2024-10-04)"},
    {&ini, "a.service", "[Service]\n# loadline: ignore[a/b] until=2024-10-04 -- why\nRestart=no\n", "3 a/b", "3 a/b suppressed"},
};
/* clang-format on */

START_TEST(comments_of_every_format_suppress)
{
    struct document *d = add_document(cases[_i].name, cases[_i].kind, str_from(cases[_i].text));
    add_findings(d, cases[_i].findings);
    ck_assert_str_eq(outcome(), cases[_i].want);
}
END_TEST

START_TEST(a_comment_in_an_embedded_config_holds_where_it_stands)
{
    struct document *d =
        add_document("map.yaml", &yaml,
                     STR("data:\n  x.service: |\n    [Service]\n    # loadline: ignore[a/b] -- why\n    Restart=no\n"));
    struct node *map = node_value(yaml_document(d->job.root, 0)->first);
    struct node *word = node_value(map->first);
    uint32_t src =
        source_add_embedded(&run.sources, word->text, yaml_scalar_map(&run.arena, &run.sources, word), word->at);
    struct document *within = add_source(d->file, &ini, src);
    struct finding *f = arena_new(&run.arena, struct finding);
    *f = (struct finding){.rule = STR("a/b"), .at = {src, str_find(word->text, STR("Restart")), 7}};
    join_info(f);
    vec_push(&run.arena, &run.outcome.findings, f);
    ck_assert_uint_eq(within->sink.findings.n, 0);
    ck_assert_str_eq(outcome(), "5 a/b suppressed");
}
END_TEST

START_TEST(a_finding_without_a_place_is_suppressed_by_its_file_alone)
{
    add_document("a.service", &ini,
                 STR("# loadline: ignore-file[a/b] -- why\n# loadline: ignore[a/c] -- why\n[Service]\n"));
    static const char *const ids[] = {"a/b", "a/c"};
    for (int i = 0; i < 2; i++) {
        struct finding *f = arena_new(&run.arena, struct finding);
        *f = (struct finding){.rule = str_from(ids[i]), .path = STR("a.service")};
        join_info(f);
        vec_push(&run.arena, &run.outcome.findings, f);
    }
    ck_assert_str_eq(outcome(), "a/b suppressed; a/c; 2 " UNUSED " (none on line 3)");
}
END_TEST

START_TEST(suppressions_that_end_are_counted_by_the_next_day)
{
    struct document *d = add_document("a.service", &ini,
                                      STR("[S]\n"
                                          "A=1\n# loadline: ignore[a/b] until=2024-12-31 -- why\n"
                                          "B=1\n# loadline: ignore[a/b] until=2024-10-14 -- why\n"
                                          "C=1\n# loadline: ignore[a/b] until=2024-10-14 -- why\n"
                                          "D=1\n# loadline: ignore[a/b] -- why\nE=1\n"));
    add_findings(d, "4 a/b, 6 a/b, 8 a/b, 10 a/b");
    ck_assert_str_eq(outcome(), "4 a/b suppressed; 6 a/b suppressed; 8 a/b suppressed; 10 a/b suppressed");
    ck_assert_uint_eq(run.outcome.n_expiring, 2);
    ck_assert_uint_eq(run.outcome.expiry_days, 10);
}
END_TEST

/* ---- when nothing is said of unused ones ---- */

#define SPARE "[Service]\n# loadline: ignore[a/b] -- why\nRestart=no\n"

START_TEST(unused_is_not_said_with_a_selection)
{
    vec_push(&run.arena, &options.choices, ((struct rule_choice){STR("a"), true}));
    add_document("a.service", &ini, STR(SPARE));
    ck_assert_str_eq(outcome(), "");
}
END_TEST

START_TEST(unused_is_not_said_of_a_rule_that_is_off)
{
    active[0].enabled = false;
    add_document("a.service", &ini, STR(SPARE));
    ck_assert_str_eq(outcome(), "");
}
END_TEST

START_TEST(unused_is_not_said_where_the_rule_was_not_run)
{
    struct document *d = add_document("a.service", &ini, STR(SPARE));
    add_document("b.service", &ini, STR(SPARE));
    struct not_run n = {.rule = STR("a/b"), .at = {d->job.source, 0, 1}};
    vec_push(&run.arena, &run.not_run, &n);
    ck_assert_str_eq(outcome(), "2 " UNUSED " (none on line 3)");
    ck_assert(str_eq(source_place(&run.sources, run.outcome.findings.p[0]->at).file->path, STR("b.service")));
}
END_TEST

START_TEST(unused_is_said_nowhere_when_the_rule_was_not_run_without_a_place)
{
    add_document("a.service", &ini, STR(SPARE));
    struct not_run n = {.rule = STR("a/b")};
    vec_push(&run.arena, &run.not_run, &n);
    ck_assert_str_eq(outcome(), "");
}
END_TEST

START_TEST(unused_is_not_said_when_a_rule_failed)
{
    struct document *d = add_document("a.service", &ini, STR(SPARE));
    add_finding(d, 1, "meta/rule-failed");
    ck_assert_str_eq(outcome(), "1 meta/rule-failed");
}
END_TEST

START_TEST(unused_is_said_of_readers_rules_alone_in_a_fragment)
{
    struct document *d = add_document("a.service", &ini, STR(SPARE "# loadline: ignore-file[x/y] -- why\n"));
    d->role = DOCUMENT_FRAGMENT;
    ck_assert_str_eq(outcome(), "4 " UNUSED " (none in this file)");
}
END_TEST

START_TEST(unused_is_not_said_where_reading_lost_something)
{
    struct document *d = add_document("a.service", &ini, STR(SPARE));
    diag_syntax(&d->sink, SYNTAX_UNTERMINATED, (struct span){d->job.source, 0, 1}, "x");
    ck_assert_str_eq(outcome(), "");
}
END_TEST

START_TEST(unused_is_not_said_of_readers_rules_where_something_is_missing)
{
    struct document *d =
        add_document("a.service", &ini, STR("[Service]\n# loadline: ignore[x/y, a/b] -- why\nRestart=no\n"));
    d->job.root->flags |= NODE_TAINTED;
    ck_assert_str_eq(outcome(), "2 " UNUSED " (none on line 3)");
    ck_assert(str_eq(source_text(&run.sources, run.outcome.findings.p[0]->at), STR("a/b")));
}
END_TEST

START_TEST(nothing_is_suppressed_or_unused_with_no_ignore)
{
    options.no_ignore = true;
    struct document *d = add_document("a.service", &ini, STR(SPARE "# loadline: ignore[x/y]\n"));
    add_findings(d, "1 a/b, 3 a/b");
    ck_assert_str_eq(outcome(), "1 a/b; 3 a/b; 4 meta/suppression-without-reason (it does not hold)");
}
END_TEST

/* ---- fixes ---- */

static const struct {
    const char *text, *left; /* left NULL: no fix is offered */
} removals[] = {
    {"[S]\n  # loadline: ignore[a/b] -- why\nA=1\n", "[S]\nA=1\n"},
    {"[S]\r\n# loadline: ignore[a/b] -- why\r\nA=1\r\n", "[S]\r\nA=1\r\n"},
    {"[S]\n# loadline: ignore[a/b] -- why\n", "[S]\n"},
    {"[S]\n# loadline: ignore[a/b] -- why", "[S]"},
    {"[S]\r\n# loadline: ignore[a/b] -- why\r\n", "[S]\r\n"},
    {"# loadline: ignore[a/b] -- why", ""},
    {"[S]\n# said here too; loadline: ignore[a/b] -- why\nA=1\n", NULL},
};

START_TEST(an_unused_comment_is_removed_with_its_line)
{
    struct document *d = add_document("a.service", &ini, str_from(removals[_i].text));
    suppress_findings(&run);
    ck_assert_uint_eq(run.outcome.findings.n, 1);
    const struct finding *f = run.outcome.findings.p[0];
    ck_assert_uint_eq(f->fixes.n, removals[_i].left ? 1 : 0);
    if (!removals[_i].left)
        return;
    const struct edit *e = &f->fixes.p[0].edits.p[0];
    struct str bytes = d->file->bytes;
    struct str left =
        str_concat(&run.arena, str_slice(bytes, 0, e->at.off), str_slice(bytes, span_end(e->at), bytes.n));
    ck_assert(str_eq(left, str_from(removals[_i].left)));
}
END_TEST

/* ---- bounds ---- */

static struct str many(const char *line, uint32_t n)
{
    struct buf b = {.a = &run.arena};
    for (uint32_t i = 0; i < n; i++)
        buf_put(&b, str_from(line));
    return buf_str(&b);
}

START_TEST(one_block_of_very_many_suppressions_is_heeded_up_to_the_limit)
{
    struct str block = many("# loadline: ignore[a/b] -- why\n", LIMIT_SUPPRESSIONS + 1);
    struct document *d = add_document("a.service", &ini, str_concat(&run.arena, block, STR("[Service]\n")));
    for (int i = 0; i < 1000; i++)
        add_finding(d, LIMIT_SUPPRESSIONS + 2, "a/b");
    suppress_findings(&run);
    ck_assert_uint_eq(run.outcome.findings.n, 1001);
    for (uint32_t i = 0; i < 1000; i++)
        ck_assert_int_eq(run.outcome.findings.p[i]->status, FINDING_SUPPRESSED);
    ck_assert(str_eq(run.outcome.findings.p[1000]->rule, STR("meta/limit-exceeded")));
}
END_TEST

START_TEST(faults_of_one_file_are_told_up_to_the_limit)
{
    add_document("a.service", &ini, many("# loadline: ignore\n# loadline: ignore[zz]\n", 3000));
    const uint32_t most = 2 * LIMIT_FINDINGS_PER_RULE_FILE; /* of reading them, and of what they name */
    suppress_findings(&run);
    ck_assert_uint_le(run.outcome.findings.n, most);
    ck_assert_uint_ge(run.outcome.n_dropped, 6000 - most);
}
END_TEST

START_TEST(findings_that_were_not_kept_do_not_vanish_behind_suppressed_ones)
{
    struct document *d = add_document("a.service", &ini, STR(SPARE));
    add_findings(d, "1 x/y, 3 a/b");
    run.outcome.n_dropped = 5;
    ck_assert_str_eq(outcome(), "1 x/y; 3 a/b suppressed; 3 meta/limit-exceeded");
    ck_assert(str_eq(run.outcome.findings.p[2]->message,
                     STR("5 findings over a limit could not be matched with suppressions")));
}
END_TEST

/* ---- ignores ---- */

static const struct {
    const char *pattern, *path;
    bool covers;
} paths[] = {
    {"ops/a.conf", "ops/a.conf", true}, {"ops/a.conf", "a.conf", false},  {"a.conf", "ops/deep/a.conf", true},
    {"ops/", "ops/deep/a.conf", true},  {"ops", "ops/deep/a.conf", true}, {"*.conf", "ops/a.conf", true},
    {"/a.conf", "ops/a.conf", false},   {"/a.conf", "a.conf", true},      {"ops/**/a.conf", "ops/x/y/a.conf", true},
    {"a.conf", "../a.conf", false},     {"**", "a.conf", true},           {"a.conf", "b.conf", false},
    {"a.conf/", "a.conf", false},
};

static struct project_ignore *ignore_of(const char *pattern, const char *dir)
{
    struct project_ignore *i = arena_new(&run.arena, struct project_ignore);
    *i = (struct project_ignore){.reason = STR("why")};
    vec_push(&run.arena, &i->paths, ((struct project_pattern){str_from(dir), str_from(pattern), SPAN_NONE}));
    vec_push(&run.arena, &i->rules, ((struct project_word){STR("a/b"), SPAN_NONE}));
    return i;
}

static bool covers(const char *pattern, const char *dir, const char *path)
{
    struct suppressing s = {.run = &run};
    arena_init(&s.scratch, NULL);
    run.project.ignores.n = 0;
    vec_push(&run.arena, &run.project.ignores, *ignore_of(pattern, dir));
    suppress_gather_ignores(&s);
    bool yes = suppress_covers(&s, s.ignores.p[0], str_from(path));
    arena_free(&s.scratch);
    return yes;
}

START_TEST(paths_are_meant_as_in_gitignore)
{
    ck_assert_msg(covers(paths[_i].pattern, "/repo", paths[_i].path) == paths[_i].covers, "%s %s", paths[_i].pattern,
                  paths[_i].path);
}
END_TEST

START_TEST(paths_start_from_the_file_that_names_them)
{
    ck_assert(covers("ops/a.conf", "/", "../ops/a.conf"));
    ck_assert(covers("/a.conf", "/repo/ops", "ops/a.conf"));
    ck_assert(!covers("/a.conf", "/repo/ops", "a.conf"));
    ck_assert(!covers("*", "/repo/ops", "ops-2/a.conf"));
}
END_TEST

Suite *suppress_suite(void);
Suite *suppress_suite(void)
{
    Suite *s = suite_create("suppress");
    TCase *t = tcase_create("suppress");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, comments_of_every_format_suppress, 0, (int)(sizeof(cases) / sizeof(cases[0])));
    tcase_add_test(t, a_comment_in_an_embedded_config_holds_where_it_stands);
    tcase_add_test(t, a_finding_without_a_place_is_suppressed_by_its_file_alone);
    tcase_add_test(t, suppressions_that_end_are_counted_by_the_next_day);
    tcase_add_test(t, unused_is_not_said_with_a_selection);
    tcase_add_test(t, unused_is_not_said_of_a_rule_that_is_off);
    tcase_add_test(t, unused_is_not_said_where_the_rule_was_not_run);
    tcase_add_test(t, unused_is_said_nowhere_when_the_rule_was_not_run_without_a_place);
    tcase_add_test(t, unused_is_not_said_when_a_rule_failed);
    tcase_add_test(t, unused_is_said_of_readers_rules_alone_in_a_fragment);
    tcase_add_test(t, unused_is_not_said_where_reading_lost_something);
    tcase_add_test(t, unused_is_not_said_of_readers_rules_where_something_is_missing);
    tcase_add_test(t, nothing_is_suppressed_or_unused_with_no_ignore);
    tcase_add_loop_test(t, an_unused_comment_is_removed_with_its_line, 0,
                        (int)(sizeof(removals) / sizeof(removals[0])));
    tcase_add_test(t, one_block_of_very_many_suppressions_is_heeded_up_to_the_limit);
    tcase_add_test(t, faults_of_one_file_are_told_up_to_the_limit);
    tcase_add_test(t, findings_that_were_not_kept_do_not_vanish_behind_suppressed_ones);
    tcase_add_loop_test(t, paths_are_meant_as_in_gitignore, 0, (int)(sizeof(paths) / sizeof(paths[0])));
    tcase_add_test(t, paths_start_from_the_file_that_names_them);
    suite_add_tcase(s, t);
    return s;
}
