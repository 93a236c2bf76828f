/* loadline rules test: every rule of a directory, or every built-in one, against its own examples. */
#include "rules_try.h"
#include "commands.h"
#include "faults.h"
#include "options.h"

#include "base/limits.h"
#include "diag/escape.h"
#include "engine/packs.h"
#include "engine/trial.h"
#include "report/out.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { OPT_FORMAT = 1, OPT_RULE, OPT_HELP };

/* clang-format off */
static const struct option table[] = {
    {OPT_FORMAT, 'F', "format", "FMT",  "text tap", "text (default) or tap"},
    {OPT_RULE,   0,   "rule",   "RULE", OPTION_RULE,      "only this rule"},
    {OPT_HELP,   'h', "help",   NULL,   NULL,       "this text"},
};
/* clang-format on */

enum { N_OPTIONS = sizeof(table) / sizeof(table[0]) };

const struct option_table rules_test_table = {table, N_OPTIONS};

/* The command while it runs. */
struct testing {
    struct arena *a;
    struct str dir, only;
    bool tap, help;
    struct report_out out;
    struct source_store sources;
    uint32_t n_points, n_failed, n_rules, n_tests;
};

/* Which outcomes the tests of a rule prove. */
struct coverage {
    bool fires, silent, not_run, facts;
};

static struct coverage coverage_of(const struct rule *rule)
{
    struct coverage c = {.fires = rule->fires_in.n > 0};
    for (uint32_t i = 0; i < rule->n_tests; i++) {
        const struct rule_test *t = &rule->tests[i];
        c.fires |= t->n_expect > 0;
        c.silent |= !t->expect_not_run && t->n_expect == 0;
        c.not_run |= t->expect_not_run;
        c.facts |= t->host.text.n || t->hosts.text.n || t->facts.text.n;
    }
    return c;
}

/* ---- printing ---- */

/* A point of TAP; in text only what failed is told one by one. */
static void point(struct testing *t, bool ok, struct str rule, struct str test)
{
    t->n_points++;
    t->n_failed += !ok;
    if (!t->tap && ok)
        return;
    if (t->tap)
        out_printf(&t->out, "%s %u - ", ok ? "ok" : "not ok", t->n_points);
    else
        out_put(&t->out, STR("FAIL "));
    out_put(&t->out, rule);
    out_put(&t->out, STR(": "));
    out_escaped(&t->out, test);
}

static void start_line(struct testing *t)
{
    out_put(&t->out, t->tap ? STR("\n# ") : STR("\n  "));
}

static void print_place(struct testing *t, struct span at)
{
    struct place p = source_place(&t->sources, at);
    if (p.file) {
        struct line_column lc = file_line_column(p.file, p.off);
        out_printf(&t->out, " (%.*s:%u)", STR_ARG(p.file->path), lc.line);
    }
}

static void print_missing(struct testing *t, const struct trial *r)
{
    start_line(t);
    out_put(&t->out, STR("+ not run: "));
    for (uint32_t i = 0; i < r->missing.n; i++) {
        out_put(&t->out, i ? STR(", ") : STR(""));
        out_escaped(&t->out, r->missing.p[i]);
    }
    out_put(&t->out, STR(" unknown"));
}

/* What was expected and did not come, and what came unexpected. */
static void print_difference(struct testing *t, const struct rule_test *test, const struct trial *r)
{
    if (r->fault.n) {
        start_line(t);
        out_escaped(&t->out, r->fault);
    }
    if (r->unfixed.n) {
        start_line(t);
        out_escaped(&t->out, r->unfixed);
    }
    for (uint32_t i = 0; i < r->absent.n; i++) {
        start_line(t);
        out_printf(&t->out, "- %.*s", STR_ARG(r->absent.p[i]));
    }
    if (test->expect_not_run && !r->not_run) {
        start_line(t);
        out_put(&t->out, STR("- not-run"));
    }
    for (uint32_t i = 0; i < r->found.n; i++) {
        start_line(t);
        out_printf(&t->out, "%s %.*s  ", r->found.p[i].expected ? " " : "+", STR_ARG(r->found.p[i].place));
        out_escaped(&t->out, r->found.p[i].message);
    }
    if (r->not_run && !test->expect_not_run)
        print_missing(t, r);
}

/* ---- testing ---- */

static void run_test(struct testing *t, const struct rule *rule, const struct rule_test *test)
{
    struct place p = source_place(&t->sources, rule->id_at);
    struct arena_mark mark = arena_mark(t->a);
    struct trial r;
    trial_run(t->a, rule, p.file ? p.file->real : (struct str){0}, test, &r);
    t->n_tests++;
    point(t, r.passed, rule->info.id, test->name);
    if (!r.passed) {
        print_place(t, test->at);
        print_difference(t, test, &r);
    }
    if (t->tap || !r.passed)
        out_putc(&t->out, '\n');
    arena_pop(t->a, mark);
}

static void check_coverage(struct testing *t, const struct rule *rule)
{
    struct coverage c = coverage_of(rule);
    const char *lacks = !c.fires ? "no test in which it fires" : !c.silent ? "no test in which it is silent" : NULL;
    point(t, !lacks, rule->info.id, str_from(lacks ? lacks : "covered"));
    if (lacks)
        print_place(t, rule->id_at);
    if (t->tap || lacks)
        out_putc(&t->out, '\n');
    if (t->tap)
        return;
    out_printf(&t->out, "%.*s: %u test%s: %s%s%s\n", STR_ARG(rule->info.id), rule->n_tests,
               rule->n_tests == 1 ? "" : "s", c.fires ? "fires" : "never fires",
               c.silent ? ", silent" : ", never silent",
               c.not_run ? ", not run"
               : c.facts ? ", none without facts"
                         : "");
}

static void test_all(struct testing *t, const struct rule *const *rules, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if ((t->only.n && !str_eq(t->only, rules[i]->info.id)) || rules[i]->info.status == RULE_REMOVED)
            continue;
        t->n_rules++;
        for (uint32_t k = 0; k < rules[i]->n_tests; k++)
            run_test(t, rules[i], &rules[i]->tests[k]);
        check_coverage(t, rules[i]);
    }
    if (t->tap)
        out_printf(&t->out, "1..%u\n", t->n_points);
    else
        out_printf(&t->out, "%u test%s of %u rule%s, %u failed\n", t->n_tests, t->n_tests == 1 ? "" : "s", t->n_rules,
                   t->n_rules == 1 ? "" : "s", t->n_failed);
}

/* ---- the command ---- */

static int usage_fault(struct str message)
{
    fprintf(stderr, "loadline rules: %.*s\n", STR_ARG(message));
    return EXIT_USAGE;
}

static struct str take_option(struct testing *t, int id, struct str value)
{
    if (id == OPTION_ERROR)
        return value;
    if (id == OPTION_POSITIONAL && t->dir.n)
        return str_printf(t->a, "test takes one DIR, not `%s` too", diag_quote(t->a, value).p);
    if (id == OPTION_POSITIONAL)
        t->dir = value;
    if (id == OPT_HELP)
        t->help = true;
    if (id == OPT_RULE)
        t->only = value;
    if (id == OPT_FORMAT && !str_eq(value, STR("tap")) && !str_eq(value, STR("text")))
        return str_printf(t->a, "`--format` takes text or tap, not `%s`", diag_quote(t->a, value).p);
    if (id == OPT_FORMAT)
        t->tap = str_eq(value, STR("tap"));
    return (struct str){0};
}

/* The rules to test: those of DIR, checked, or the built-in ones. */
static bool find_rules(struct testing *t, struct reading *r, struct rule_list *ret)
{
    struct pack_dir dir = {t->dir, SPAN_NONE};
    if (t->dir.n)
        packs_load_own(r, &dir, 1, ret);
    else
        packs_load(r, NULL, 0, ret);
    return r->faults->findings.n == 0;
}

static int run(struct testing *t, struct str cwd)
{
    struct file_store files;
    struct sink faults = {.a = t->a};
    struct rule_list rules;
    int code = EXIT_USAGE;
    file_store_init(&files, cwd, LIMIT_FILE_BYTES, NULL);
    source_store_init(&t->sources, NULL);
    struct reading r = {t->a, &files, &t->sources, &faults};
    out_open(&t->out, STDOUT_FILENO, (struct report_options){0});
    if (find_rules(t, &r, &rules)) {
        test_all(t, rules.rules, rules.n);
        code = t->n_failed ? EXIT_FINDINGS : EXIT_CLEAN;
    } else {
        faults_print(&faults, &files, &t->sources);
    }
    if (out_close(&t->out) != 0)
        code = EXIT_INTERNAL;
    if (code == EXIT_CLEAN && t->n_rules == 0)
        code = usage_fault(STR("no such rule"));
    source_store_free(&t->sources);
    file_store_free(&files);
    return code;
}

int rules_test_command(struct arena *a, int argc, char **argv)
{
    static struct testing t; /* its output buffer is large */
    char cwd[LIMIT_PATH_BYTES];
    struct option_parser p = {.options = table, .n_options = N_OPTIONS, .argc = argc, .argv = argv, .a = a};
    t = (struct testing){.a = a};
    for (int id; (id = option_next(&p)) != OPTION_END;) {
        struct str fault = take_option(&t, id, p.value);
        if (fault.n)
            return usage_fault(fault);
    }
    if (t.help) {
        puts("usage: loadline rules test [OPTIONS] [DIR]\n\n"
             "Tests the rules in DIR (<pack>/<name>.yaml), or the built-in ones, against\ntheir own examples.\n");
        options_print(&rules_test_table);
        return EXIT_CLEAN;
    }
    return getcwd(cwd, sizeof(cwd)) ? run(&t, str_from(cwd)) : usage_fault(STR("cannot tell the working directory"));
}
