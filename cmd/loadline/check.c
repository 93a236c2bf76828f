/* loadline check: find, judge, report. */
#include "baseline_write.h"
#include "check_options.h"
#include "commands.h"
#include "environment.h"
#include "files_list.h"
#include "fix.h"
#include "output_file.h"
#include "since.h"
#include "watch.h"

#include "base/buf.h"
#include "base/limits.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void print_help(void)
{
    puts("usage: loadline check [OPTIONS] [PATH...]\n\n"
         "Finds configurations below each PATH (default: the working directory), judges\n"
         "them, and reports.\n");
    options_print(&check_table);
}

static int usage_fault(struct str message)
{
    fprintf(stderr, "loadline: %.*s\nloadline: `loadline check --help` lists the options\n", STR_ARG(message));
    return EXIT_USAGE;
}

/* A report to be written: for output_write. */
struct writing {
    const struct check_options *options;
    const struct outcome *outcome;
    struct str format;
};

/* 0, or the errno of the failure. */
static int write_report(const void *ctx, int fd)
{
    const struct writing *w = ctx;
    const struct check_options *o = w->options;
    struct report_out out;
    out_open(&out, fd, (struct report_options){env_colors(o->color, fd), o->quiet, o->statistics});
    report_find(w->format)->write(w->outcome, &out);
    return out_close(&out);
}

/* All of them, whatever becomes of one: a reader of standard output that went away must not cost the file. */
static bool write_outputs(const struct check_options *o, const struct outcome *outcome)
{
    bool written = true;
    for (uint32_t i = 0; i < o->outputs.n; i++) {
        struct writing w = {o, outcome, o->outputs.p[i].format};
        bool taken = o->fix && o->reads_stdin && str_eq(o->outputs.p[i].to, STR("-")); /* by the fixed text */
        written &= taken ? write_report(&w, STDERR_FILENO) == 0 : output_write(o->outputs.p[i].to, write_report, &w);
    }
    return written;
}

/* Faults in loadline.yaml, facts and the command line: to stderr, like findings. */
static void print_faults(const struct check_options *o, struct run *run)
{
    struct outcome faults = {.sources = &run->sources, .files = &run->files};
    struct report_out out;
    faults.findings.p = run->faults.findings.p;
    faults.findings.n = run->faults.findings.n;
    for (uint32_t i = 0; i < faults.findings.n; i++)
        faults.findings.p[i]->severity = SEV_ERROR;
    out_open(&out, STDERR_FILENO, (struct report_options){env_colors(o->color, STDERR_FILENO), true, false});
    report_find(STR("text"))->write(&faults, &out);
    out_close(&out);
}

static bool is_required(const struct check_options *o, const struct run *run, struct str rule)
{
    for (uint32_t i = 0; i < o->run.require.n; i++)
        if (str_eq(o->run.require.p[i], rule) || str_eq(o->run.require.p[i], rule_pack(rule)))
            return true;
    for (uint32_t i = 0; i < run->project.require_rules.n; i++)
        if (str_eq(run->project.require_rules.p[i].text, rule) ||
            str_eq(run->project.require_rules.p[i].text, rule_pack(rule)))
            return true;
    return false;
}

static bool is_incomplete(const struct check_options *o, const struct run *run)
{
    const struct outcome *r = &run->outcome;
    if (o->strict && (r->not_analysed.n > 0 || r->judged.n == 0))
        return true;
    for (uint32_t i = 0; i < r->not_run.n; i++)
        if (is_required(o, run, r->not_run.p[i].rule))
            return true;
    return false;
}

/* The level that stops: the command line's, else loadline.yaml's, else error. */
static enum fail_on stop_level(const struct check_options *o, const struct run *run)
{
    static const enum fail_on of_project[] = {
        [PROJECT_FAIL_UNSET] = FAIL_ON_ERROR,     [PROJECT_FAIL_NOTE] = FAIL_ON_NOTE,
        [PROJECT_FAIL_WARNING] = FAIL_ON_WARNING, [PROJECT_FAIL_ERROR] = FAIL_ON_ERROR,
        [PROJECT_FAIL_NEVER] = FAIL_ON_NEVER,
    };
    return o->fail_on_given ? o->fail_on : of_project[run->project.fail_on];
}

static bool stops(const struct outcome *r, enum fail_on level)
{
    switch (level) {
    case FAIL_ON_NEVER:
        return false;
    case FAIL_ON_NOTE:
        return r->n_errors + r->n_warnings + r->n_notes > 0;
    case FAIL_ON_WARNING:
        return r->n_errors + r->n_warnings > 0;
    case FAIL_ON_ERROR:
        break;
    }
    return r->n_errors > 0;
}

static int exit_code(const struct check_options *o, const struct run *run)
{
    if (stops(&run->outcome, stop_level(o, run)))
        return EXIT_FINDINGS;
    return is_incomplete(o, run) ? EXIT_INCOMPLETE : EXIT_CLEAN;
}

/* Opens the run and lets it judge, watched where someone looks on. */
static bool judge(struct check_options *o, struct run *run, struct str cwd)
{
    struct watch watch = {0};
    if (env_is_watched() && !o->quiet) {
        o->run.progress = &watch.progress;
        watch_start(&watch);
    }
    bool sound = run_open(run, &o->run, cwd) && run_check(run);
    watch_end(&watch);
    o->run.progress = NULL;
    return sound;
}

static void warn_of_nothing(const struct run *run)
{
    if (run->outcome.judged.n == 0)
        fputs("loadline: warning: no configuration of a known kind was found\n", stderr);
}

static int report_run(struct check_options *o, struct run *run)
{
    if (o->run.list_files) {
        files_list_print(run);
        return EXIT_CLEAN;
    }
    if (o->run.hook && run->outcome.judged.n == 0 && run->outcome.not_analysed.n == 0)
        return EXIT_CLEAN;
    warn_of_nothing(run);
    if (!baseline_write(run, o->quiet))
        return EXIT_INTERNAL;
    return write_outputs(o, &run->outcome) ? exit_code(o, run) : EXIT_INTERNAL;
}

static void say_fixes(const struct check_options *o, const struct outcome *r)
{
    if (o->quiet || r->n_fixed + r->n_unsafe == 0)
        return;
    fprintf(stderr, "loadline: %u %s would be fixed", r->n_fixed, r->n_fixed == 1 ? "finding" : "findings");
    if (r->n_unsafe > 0)
        fprintf(stderr, ", %u more with --unsafe-fixes", r->n_unsafe);
    fputs("\n", stderr);
}

/* --diff: what would be changed, and nothing is. */
static int show_fixes(struct fixing *f)
{
    struct buf patch = {.a = &f->a};
    warn_of_nothing(f->run);
    fix_diff(f, &patch);
    struct str text = buf_str(&patch);
    say_fixes(f->o, &f->run->outcome);
    if (!output_write_text(STR("-"), text))
        return EXIT_INTERNAL;
    return text.n > 0 ? EXIT_FINDINGS : EXIT_CLEAN;
}

/* --fix. What standard input becomes goes to standard output, and a report that would go there to standard error. */
static int apply_fixes(struct fixing *f)
{
    bool written;
    if (!fix_write(f, &written)) {
        print_faults(f->o, f->run);
        return EXIT_USAGE;
    }
    struct str text = f->o->run.stdin_text;
    if (f->o->reads_stdin)
        written &= output_write_text(STR("-"), text);
    int code = report_run(f->o, f->run);
    return written ? code : EXIT_INTERNAL;
}

static int fix_in(struct check_options *o, struct run *run, struct str cwd)
{
    struct fixing f = {.o = o, .run = run, .cwd = cwd, .judge = judge};
    int code = EXIT_USAGE;
    if (!fix_judge(&f))
        print_faults(o, run);
    else
        code = o->diff ? show_fixes(&f) : apply_fixes(&f);
    fix_free(&f);
    return code;
}

static int check_in(struct check_options *o, struct run *run, struct str cwd)
{
    if ((o->fix || o->diff) && !o->run.list_files)
        return fix_in(o, run, cwd);
    if (judge(o, run, cwd))
        return report_run(o, run);
    print_faults(o, run);
    return EXIT_USAGE;
}

/* Standard input, when it is among the paths; no more of it than a file may have. False: it cannot be read, or is larger. */
static bool read_stdin(struct check_options *o, struct arena *a)
{
    struct buf text = {.a = a};
    char chunk[16384];
    for (ssize_t n = 1; o->reads_stdin && n > 0;) {
        n = read(STDIN_FILENO, chunk, sizeof(chunk));
        if (n > 0)
            buf_put(&text, (struct str){chunk, (uint32_t)n});
        if ((n < 0 && errno != EINTR) || text.n > o->run.max_file_size)
            return false;
    }
    o->run.stdin_text = buf_str(&text);
    return true;
}

static int check_here(struct check_options *o, struct arena *a)
{
    struct earlier earlier;
    static struct run run; /* too large for a small stack; there is one a process */
    char cwd[LIMIT_PATH_BYTES];
    o->run.in_ci = env_in_ci();
    o->run.look_around = true;
    if (!getcwd(cwd, sizeof(cwd))) {
        fprintf(stderr, "loadline: cannot tell the working directory: %s\n", strerror(errno));
        return EXIT_INTERNAL;
    }
    if (o->since.n > 0 && !since_judge_revision(o, a, &run, str_from(cwd), judge, &earlier))
        return EXIT_USAGE;
    int code = check_in(o, &run, str_from(cwd));
    run_close(&run);
    return code;
}

int cmd_check(int argc, char **argv)
{
    struct arena a;
    struct check_options o;
    struct str error;
    arena_init(&a, NULL);
    int code = EXIT_CLEAN;
    if (!check_options_parse(&o, &a, argc, argv, &error))
        code = usage_fault(error);
    else if (o.help)
        print_help();
    else if (o.run.hook && o.run.paths.n == 0)
        code = EXIT_CLEAN; /* the commit has no files */
    else if (!read_stdin(&o, &a))
        code = usage_fault(STR("standard input cannot be read, or is larger than --max-file-size"));
    else
        code = check_here(&o, &a);
    arena_free(&a);
    return code;
}
