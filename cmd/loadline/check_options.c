#include "check_options.h"
#include "output_file.h"
#include "run_options.h"

#include "base/jobs.h"
#include "base/limits.h"
#include "base/num.h"
#include "diag/closest.h"

#include <stdlib.h>

/* clang-format off */
enum {
    OPT_FACTS = 1, OPT_HOST, OPT_CPUS, OPT_MEMORY, OPT_FORMAT, OPT_OUTPUT, OPT_FAIL_ON, OPT_SELECT, OPT_IGNORE, OPT_SEVERITY,
    OPT_KIND, OPT_STDIN_FILENAME, OPT_TARGET, OPT_LIST_FILES, OPT_STRICT, OPT_REQUIRE, OPT_PATH, OPT_RULES, OPT_JOBS, OPT_COLOR, OPT_QUIET,
    OPT_STATISTICS, OPT_NO_CONFIG, OPT_NO_IGNORE, OPT_MAX_FILE_SIZE, OPT_MAX_MEMORY, OPT_FIX, OPT_UNSAFE_FIXES, OPT_DIFF, OPT_HOOK,
    OPT_BASELINE, OPT_WRITE_BASELINE, OPT_PRUNE_BASELINE, OPT_CHANGED_SINCE, OPT_HELP,
};
/* clang-format on */

/* One list of formats: report/report.h. */
#define X(name, about) #name " "
#define FORMAT_NAMES REPORT_FORMATS(X)

/* clang-format off */
static const struct option table[] = {
    {OPT_FACTS,          'f', "facts",          "FILE|DIR|local", "FILE",              "hosts and their facts; repeatable"},
    {OPT_HOST,           0,   "host",           "NAME",           NULL,                "judge for this host of the facts; repeatable"},
    {OPT_CPUS,           0,   "cpus",           "N",              NULL,                "CPUs of one nameless host"},
    {OPT_MEMORY,         0,   "memory",         "SIZE",           NULL,                "memory of one nameless host"},
    {OPT_FORMAT,         'F', "format",         "FMT",            FORMAT_NAMES,        "how to report; repeatable, each with its --output"},
    {OPT_OUTPUT,         'o', "output",         "FILE",           "FILE",              "where the --format just before it goes; '-' is stdout"},
    {OPT_FAIL_ON,        0,   "fail-on",        "LEVEL",          "error warning note never", "exit 1 from this severity on; default error"},
    {OPT_SELECT,         0,   "select",         "RULE",           OPTION_RULES,               "judge by this rule, pack, or all; later wins"},
    {OPT_IGNORE,         0,   "ignore",         "RULE",           OPTION_RULES,               "leave out this rule, pack, or all; later wins"},
    {OPT_SEVERITY,       0,   "severity",       "RULE=LEVEL",     OPTION_RULE,               "another severity for a rule; repeatable"},
    {OPT_KIND,           0,   "kind",           "KIND",           OPTION_KINDS,        "take files named outright, and '-', for this kind"},
    {OPT_STDIN_FILENAME, 0,   "stdin-filename", "NAME",           "FILE",              "what '-' is called"},
    {OPT_TARGET,         0,   "target",         "KIND=VERSION",   OPTION_KINDS,               "judge for that version: nginx=1.22.1"},
    {OPT_BASELINE,       0,   "baseline",       "FILE",           "FILE",              "findings accepted as they are; default: loadline.yaml's"},
    {OPT_WRITE_BASELINE, 0,   "write-baseline", NULL,             NULL,                "accept what is found now: write it to the baseline"},
    {OPT_PRUNE_BASELINE, 0,   "prune-baseline", NULL,             NULL,                "remove what is mended from the baseline"},
    {OPT_CHANGED_SINCE,  0,   "changed-since",  "REV",            NULL,                "only findings that REV of git has not; REV...: where it and HEAD parted"},
    {OPT_LIST_FILES,     0,   "list-files",     NULL,             NULL,                "what was found, as which kind, and why the rest was left"},
    {OPT_STRICT,         0,   "strict",         NULL,             NULL,                "exit 3 when anything was not analysed"},
    {OPT_REQUIRE,        0,   "require",        "RULE|PACK",      OPTION_RULES,               "exit 3 when such a rule could not run; repeatable"},
    {OPT_PATH,           0,   "path",           "FROM=TO",        NULL,                "a deployed path and where it is here; repeatable"},
    {OPT_RULES,          0,   "rules",          "DIR",            "DIR",               "rule packs of your own, <pack>/<name>.yaml; repeatable"},
    {OPT_JOBS,           'j', "jobs",           "N",              NULL,                "threads; default one for each CPU"},
    {OPT_COLOR,          0,   "color",          "WHEN",           "auto always never", "colours in text"},
    {OPT_QUIET,          'q', "quiet",          NULL,             NULL,                "findings only, no footer"},
    {OPT_STATISTICS,     0,   "statistics",     NULL,             NULL,                "findings counted by rule"},
    {OPT_NO_CONFIG,      0,   "no-config",      NULL,             NULL,                "do not look for loadline.yaml"},
    {OPT_NO_IGNORE,      0,   "no-ignore",      NULL,             NULL,                "show suppressed findings too"},
    {OPT_MAX_FILE_SIZE,  0,   "max-file-size",  "SIZE",           NULL,                "larger files are not analysed; default 64MiB"},
    {OPT_MAX_MEMORY,     0,   "max-memory",     "SIZE",           NULL,                "bound on the memory of a run; default 1GiB"},
    {OPT_FIX,            0,   "fix",            NULL,             NULL,                "apply safe fixes to the files, and report what is left"},
    {OPT_UNSAFE_FIXES,   0,   "unsafe-fixes",   NULL,             NULL,                "with --fix or --diff: those that change behaviour, too"},
    {OPT_DIFF,           0,   "diff",           NULL,             NULL,                "only show what --fix would change, as a patch"},
    {OPT_HOOK,           0,   "hook",           NULL,             NULL,                "for commit hooks: judge those of the files named that a search finds"},
    {OPT_HELP,           'h', "help",           NULL,             NULL,                "this text"},
};
/* clang-format on */
#undef X

const struct option_table check_table = {table, sizeof(table) / sizeof(table[0])};

/* A parse in progress: where faults are put together. */
struct parse {
    struct check_options *o;
    struct arena *a;
    struct str error;
};

static bool refuse(struct parse *p, struct str error)
{
    p->error = error;
    return false;
}

/* With the empty text there is nothing to refuse. */
static bool accept_unless(struct parse *p, struct str error)
{
    return error.n == 0 || refuse(p, error);
}

/* One word of a list of blank-separated ones; its index in *ret. */
static bool word_of(struct parse *p, const char *option, struct str value, struct str words, int *ret)
{
    struct closest c = closest_start(value);
    struct str all = words;
    for (int i = 0; words.n > 0; i++) {
        struct str word = str_cut(&words, ' ');
        if (str_eq(word, value)) {
            *ret = i;
            return true;
        }
        closest_offer(&c, word, 0);
    }
    const char *hint = c.best.n ? str_printf(p->a, "; the nearest is `%.*s`", STR_ARG(c.best)).p : "";
    return refuse(p, str_printf(p->a, "`--%s` takes one of %.*s, not `%s`%s", option, STR_ARG(all),
                                diag_quote(p->a, value).p, hint));
}

/* "NAME=VALUE" cut in two; both must not be empty. */
static bool pair_of(struct parse *p, const char *option, struct str value, struct str *ret_name, struct str *ret_value)
{
    struct str rest = value, name = str_cut(&rest, '=');
    if (name.n == 0 || rest.n == 0)
        return refuse(p, str_printf(p->a, "`--%s` takes NAME=VALUE, not `%s`", option, diag_quote(p->a, value).p));
    *ret_name = name;
    *ret_value = rest;
    return true;
}

static bool size_of(struct parse *p, const char *option, struct str value, int64_t most, int64_t *ret)
{
    if (num_parse_size(value, ret) && *ret > 0 && *ret <= most)
        return true;
    return refuse(p, str_printf(p->a, "`--%s` takes a size such as 8GiB, at most %s, not `%s`", option,
                                num_format_size(p->a, most).p, diag_quote(p->a, value).p));
}

static bool add_severity(struct parse *p, struct str value)
{
    struct rule_setting s = {.has_severity = true};
    struct str level;
    int index;
    if (!pair_of(p, "severity", value, &s.id, &level) ||
        !word_of(p, "severity RULE=", level, STR("note warning error"), &index))
        return false;
    s.severity = (enum severity)index;
    vec_push(p->a, &p->o->run.severities, s);
    return true;
}

static bool add_format(struct parse *p, struct str value)
{
    struct check_output out = {value, STR("-"), false};
    struct closest c = closest_start(value);
    uint32_t n;
    const struct report_format *formats = report_formats(&n);
    for (uint32_t i = 0; i < n; i++)
        closest_offer(&c, str_from(formats[i].name), 0);
    if (report_find(value)) {
        vec_push(p->a, &p->o->outputs, out);
        return true;
    }
    const char *hint = c.best.n ? str_printf(p->a, "; the nearest is `%.*s`", STR_ARG(c.best)).p : "";
    return refuse(p, str_printf(p->a, "no format is called `%s`%s", diag_quote(p->a, value).p, hint));
}

/* Another --output for the same format is another copy. */
static bool set_output(struct parse *p, struct str value)
{
    uint32_t n = p->o->outputs.n;
    struct str format = n > 0 ? p->o->outputs.p[n - 1].format : STR("text");
    struct check_output out = {format, value, true};
    if (n > 0 && !p->o->outputs.p[n - 1].placed)
        p->o->outputs.p[n - 1] = out;
    else
        vec_push(p->a, &p->o->outputs, out);
    return true;
}

/* One after the other, no reader could tell them apart; in a file, the last would be all that is left. */
static bool check_outputs(struct parse *p)
{
    const struct check_output *out = p->o->outputs.p;
    for (uint32_t i = 0; i < p->o->outputs.n; i++)
        for (uint32_t k = 0; k < i; k++)
            if (output_same(out[k].to, out[i].to)) {
                struct str to = str_eq(out[i].to, STR("-")) ? STR("standard output") : diag_quote(p->a, out[i].to);
                return refuse(p,
                              str_printf(p->a, "the formats %s and %s both go to %s; give each an --output of its own",
                                         out[k].format.p, out[i].format.p, to.p));
            }
    return true;
}

/* A patch is all that --diff prints. */
static bool check_fixing(struct parse *p)
{
    if (p->o->unsafe_fixes && !p->o->fix && !p->o->diff)
        return refuse(p, STR("`--unsafe-fixes` goes with --fix or --diff"));
    if (p->o->diff && p->o->outputs.n > 0)
        return refuse(p, STR("`--diff` prints a patch and no report; it goes without --format and --output"));
    return true;
}

/* A baseline is written of files as they stand, and of all that is found in them. */
static bool check_baseline(struct parse *p)
{
    const struct check_options *o = p->o;
    const struct {
        bool given;
        const char *name;
    } others[] = {{o->fix, "--fix"},
                  {o->diff, "--diff"},
                  {o->run.list_files, "--list-files"},
                  {o->run.no_ignore, "--no-ignore"},
                  {o->reads_stdin, "standard input"}};
    if (o->write_baseline && o->prune_baseline)
        return refuse(p, STR("`--write-baseline` prunes, too; it goes without --prune-baseline"));
    const char *option = o->write_baseline ? "write-baseline" : "prune-baseline";
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if ((o->write_baseline || o->prune_baseline) && others[i].given)
            return refuse(p, str_printf(p->a, "`--%s` goes without %s", option, others[i].name));
    return true;
}

/* git would take it for an option. */
static bool set_since(struct parse *p, struct str value)
{
    p->o->since = value;
    return (value.n > 0 && value.p[0] != '-') ||
           refuse(p,
                  str_printf(p->a, "`--changed-since` takes a revision of git, not `%s`", diag_quote(p->a, value).p));
}

static bool check_since(struct parse *p)
{
    const struct check_options *o = p->o;
    if (o->since.n > 0 && (o->write_baseline || o->prune_baseline || o->run.list_files))
        return refuse(p, str_printf(p->a, "`--changed-since` goes without %s",
                                    o->write_baseline   ? "--write-baseline"
                                    : o->prune_baseline ? "--prune-baseline"
                                                        : "--list-files"));
    return true;
}

static bool set_fail_on(struct parse *p, struct str value)
{
    static const enum fail_on levels[] = {FAIL_ON_ERROR, FAIL_ON_WARNING, FAIL_ON_NOTE, FAIL_ON_NEVER};
    int index;
    if (!word_of(p, "fail-on", value, STR("error warning note never"), &index))
        return false;
    p->o->fail_on = levels[index];
    p->o->fail_on_given = true;
    return true;
}

static bool set_color(struct parse *p, struct str value)
{
    int index;
    if (!word_of(p, "color", value, STR("auto always never"), &index))
        return false;
    p->o->color = (enum color_when)index;
    return true;
}

static bool set_jobs(struct parse *p, struct str value)
{
    int64_t n;
    if (!num_parse_int(value, &n) || n < 1 || n > 64)
        return refuse(p, str_printf(p->a, "`--jobs` takes a number from 1 to 64, not `%s`", diag_quote(p->a, value).p));
    p->o->run.jobs = (uint32_t)n;
    return true;
}

static bool set_limit(struct parse *p, int id, struct str value)
{
    int64_t bytes;
    bool file = id == OPT_MAX_FILE_SIZE;
    if (!size_of(p, file ? "max-file-size" : "max-memory", value, file ? (int64_t)2 << 30 : (int64_t)1 << 40, &bytes))
        return false;
    if (file)
        p->o->run.max_file_size = (uint32_t)bytes;
    else
        p->o->run.max_memory = (size_t)bytes;
    return true;
}

static bool add_choice(struct parse *p, struct str value, bool select)
{
    while (value.n > 0) {
        struct rule_choice c = {str_cut(&value, ','), select};
        vec_push(p->a, &p->o->run.choices, c);
    }
    return true;
}

static bool set_flag(struct check_options *o, int id)
{
    bool *flags[] = {[OPT_LIST_FILES] = &o->run.list_files,
                     [OPT_STRICT] = &o->strict,
                     [OPT_QUIET] = &o->quiet,
                     [OPT_STATISTICS] = &o->statistics,
                     [OPT_NO_CONFIG] = &o->run.no_config,
                     [OPT_NO_IGNORE] = &o->run.no_ignore,
                     [OPT_FIX] = &o->fix,
                     [OPT_UNSAFE_FIXES] = &o->unsafe_fixes,
                     [OPT_DIFF] = &o->diff,
                     [OPT_HOOK] = &o->run.hook,
                     [OPT_WRITE_BASELINE] = &o->write_baseline,
                     [OPT_PRUNE_BASELINE] = &o->prune_baseline,
                     [OPT_HELP] = &o->help};
    *flags[id] = true;
    return true;
}

static bool add_path(struct check_options *o, struct arena *a, struct str path)
{
    vec_push(a, &o->run.paths, path);
    o->reads_stdin |= str_eq(path, STR("-"));
    return true;
}

static bool apply(struct parse *p, int id, struct str value)
{
    struct run_options *run = &p->o->run;
    /* clang-format off */
    switch (id) {
    case OPTION_POSITIONAL: return add_path(p->o, p->a, value);
    case OPT_FACTS: vec_push(p->a, &run->facts, value); return true;
    case OPT_HOST: vec_push(p->a, &run->hosts, value); return true;
    case OPT_REQUIRE: vec_push(p->a, &run->require, value); return true;
    case OPT_RULES: vec_push(p->a, &run->rules, value); return true;
    case OPT_PATH: vec_push(p->a, &run->path_maps, value); return true;
    case OPT_BASELINE: run->baseline = value; return true;
    case OPT_CHANGED_SINCE: return set_since(p, value);
    case OPT_CPUS: run->cpus = value; return true;
    case OPT_MEMORY: run->memory = value; return true;
    case OPT_STDIN_FILENAME: run->stdin_name = value; return true;
    case OPT_FORMAT: return add_format(p, value);
    case OPT_OUTPUT: return set_output(p, value);
    case OPT_FAIL_ON: return set_fail_on(p, value);
    case OPT_SELECT: return add_choice(p, value, true);
    case OPT_IGNORE: return add_choice(p, value, false);
    case OPT_SEVERITY: return add_severity(p, value);
    case OPT_KIND: return accept_unless(p, run_option_kind(p->a, value, &run->kind));
    case OPT_TARGET: return accept_unless(p, run_option_target(run, p->a, value));
    case OPT_JOBS: return set_jobs(p, value);
    case OPT_COLOR: return set_color(p, value);
    case OPT_MAX_FILE_SIZE:
    case OPT_MAX_MEMORY: return set_limit(p, id, value);
    default: return set_flag(p->o, id);
    }
    /* clang-format on */
}

bool check_options_parse(struct check_options *o, struct arena *a, int argc, char **argv, struct str *ret_error)
{
    struct option_parser parser = {
        .options = check_table.rows, .n_options = check_table.n, .argc = argc, .argv = argv, .a = a};
    struct parse p = {.o = o, .a = a};
    *o = (struct check_options){
        .fail_on = FAIL_ON_ERROR,
        .run = {.jobs = jobs_default_workers(), .max_file_size = LIMIT_FILE_BYTES, .max_memory = LIMIT_RUN_BYTES}};
    for (int id; (id = option_next(&parser)) != OPTION_END;) {
        if (id == OPTION_ERROR)
            p.error = parser.value;
        if (id == OPTION_ERROR || !apply(&p, id, parser.value)) {
            *ret_error = p.error;
            return false;
        }
    }
    bool fits = check_fixing(&p) && check_baseline(&p) && check_since(&p);
    o->run.update = o->write_baseline ? BASELINE_WRITE : o->prune_baseline ? BASELINE_PRUNE : BASELINE_COMPARE;
    if (o->outputs.n == 0)
        add_format(&p, env_annotates() ? STR("github") : STR("text"));
    if (!fits || !check_outputs(&p)) {
        *ret_error = p.error;
        return false;
    }
    return true;
}
