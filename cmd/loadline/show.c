/* loadline show: how a config is read, and what is in force in it. */
#include "commands.h"
#include "run_options.h"
#include "tree_json.h"

#include "base/limits.h"
#include "report/json_out.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { OPT_EFFECTIVE = 1, OPT_HELP };

/* clang-format off */
static const struct option table[] = {
    {OPT_EFFECTIVE, 'e', "effective", NULL, NULL, "the settings in force in each block, and where each comes from"},
    RUN_ROW_KIND, RUN_ROW_TARGET, RUN_ROW_PATH, RUN_ROW_NO_CONFIG,
    {OPT_HELP,      'h', "help",      NULL, NULL, "this text"},
};
/* clang-format on */

enum { N_OPTIONS = sizeof(table) / sizeof(table[0]) };

const struct option_table show_table = {table, N_OPTIONS};

struct show_options {
    struct run_options run;
    bool effective, help;
};

static int usage_fault(struct str message)
{
    fprintf(stderr, "loadline show: %.*s\n", STR_ARG(message));
    return EXIT_USAGE;
}

/* Empty when the option is as it should be. */
static struct str take_option(struct show_options *o, struct arena *a, int id, struct str value)
{
    struct str error = {0};
    if (run_option_take(&o->run, a, id, value, &error))
        return error;
    /* clang-format off */
    switch (id) {
    case OPTION_POSITIONAL: vec_push(a, &o->run.paths, value); break;
    case OPT_EFFECTIVE: o->effective = true; break;
    case OPT_HELP: o->help = true; break;
    default: return value;
    }
    /* clang-format on */
    return error;
}

static int print_document(const struct show_options *o, struct run *run, struct document *d)
{
    static struct report_out out; /* its buffer is large */
    json_t *shown = json_object();
    out_open(&out, STDOUT_FILENO, (struct report_options){0});
    js_put(&out, shown, "version", json_integer(1));
    js_put(&out, shown, "file", js_text(&out, d->path));
    js_put(&out, shown, "kind", js_text(&out, d->kind->name));
    if (o->effective)
        js_put(&out, shown, "blocks", settings_to_json(&out, run, d));
    else
        js_put(&out, shown, "tree", tree_to_json(&out, run, d->job.root, d->file));
    js_write(&out, shown);
    out_putc(&out, '\n');
    int error = out_close(&out);
    if (error)
        fprintf(stderr, "loadline show: cannot write: %s\n", strerror(error));
    return error ? EXIT_INTERNAL : EXIT_CLEAN;
}

static int show(struct show_options *o, struct run *run, struct str cwd)
{
    bool opened = run_open(run, &o->run, cwd) && run_check(run);
    if (!opened && run->faults.findings.n > 0) {
        const struct finding *f = run->faults.findings.p[0];
        return usage_fault(str_printf(&run->arena, "%.*s %.*s", STR_ARG(f->message), STR_ARG(f->path)));
    }
    if (run->documents.n == 1)
        return print_document(o, run, run->documents.p[0]);
    if (run->outcome.not_analysed.n > 0)
        return usage_fault(run->outcome.not_analysed.p[0].why);
    return usage_fault(STR("PATH must be one config"));
}

static int show_here(struct show_options *o)
{
    static struct run run; /* too large for a small stack */
    char cwd[LIMIT_PATH_BYTES];
    if (!getcwd(cwd, sizeof(cwd)))
        return usage_fault(STR("cannot tell the working directory"));
    int code = show(o, &run, str_from(cwd));
    run_close(&run);
    return code;
}

int cmd_show(int argc, char **argv)
{
    struct arena a;
    struct show_options o = {
        .run = {.jobs = 1, .max_file_size = LIMIT_FILE_BYTES, .max_memory = LIMIT_RUN_BYTES, .in_ci = true}};
    struct str error = {0};
    arena_init(&a, NULL);
    struct option_parser p = {.options = table, .n_options = N_OPTIONS, .argc = argc, .argv = argv, .a = &a};
    for (int id; error.n == 0 && (id = option_next(&p)) != OPTION_END;)
        error = take_option(&o, &a, id, p.value);
    int code = EXIT_CLEAN;
    if (error.n) {
        code = usage_fault(error);
    } else if (o.help) {
        puts("usage: loadline show [OPTIONS] PATH\n\nPrints how a config is read, as JSON.\n");
        options_print(&show_table);
    } else if (o.run.paths.n != 1) {
        code = usage_fault(STR("takes one PATH"));
    } else {
        code = show_here(&o);
    }
    arena_free(&a);
    return code;
}
