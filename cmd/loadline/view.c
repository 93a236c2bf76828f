#include "view.h"

#include "commands.h"
#include "environment.h"
#include "faults.h"
#include "output_file.h"
#include "page.h"

#include "base/jobs.h"
#include "base/limits.h"
#include "diag/escape.h"
#include "report/finding_json.h"
#include "report/summary.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

/* A command while it runs. */
struct viewing {
    const struct view_command *command;
    void *own;
    struct arena *a;
    struct run_options options;
    struct view found;
    struct str output;
    bool json, help;
};

static int usage_fault(const struct viewing *v, struct str message)
{
    fprintf(stderr, "loadline %s: %.*s\n", v->command->name, STR_ARG(message));
    return EXIT_USAGE;
}

/* ---- options: these return the empty text, or what is wrong ---- */

static struct str add_path(struct viewing *v, struct str value)
{
    if (str_eq(value, STR("-")))
        return STR("does not read standard input: name a file");
    vec_push(v->a, &v->options.paths, value);
    return (struct str){0};
}

static struct str set_format(struct viewing *v, struct str value)
{
    v->json = str_eq(value, STR("json"));
    return v->json || str_eq(value, STR("text"))
               ? (struct str){0}
               : str_printf(v->a, "`--format` takes text or json, not `%s`", diag_quote(v->a, value).p);
}

static struct str take_option(struct viewing *v, int id, struct str value)
{
    struct str error = {0};
    if (run_option_take(&v->options, v->a, id, value, &error))
        return error;
    /* clang-format off */
    switch (id) {
    case OPTION_ERROR: return value;
    case OPTION_POSITIONAL: return add_path(v, value);
    case VIEW_OPTION_FORMAT: return set_format(v, value);
    case VIEW_OPTION_OUTPUT: v->output = value; break;
    case VIEW_OPTION_HELP: v->help = true; break;
    default: v->command->take(v->own, v->a, id, value);
    }
    /* clang-format on */
    return error;
}

/* ---- the run ---- */

/* Sinks of documents hold what their readers found, whatever is selected. */
static void gather_faults(struct view *v)
{
    for (uint32_t i = 0; i < v->run->documents.n; i++) {
        const struct document *d = v->run->documents.p[i];
        struct view_fault fault = {.path = d->path};
        for (uint32_t k = 0; !d->included && k < d->sink.findings.n; k++)
            fault.errors += d->sink.findings.p[k]->severity == SEV_ERROR;
        if (fault.errors)
            vec_push(v->a, &v->faults, fault);
    }
}

/* 0, or the errno of the failure. */
static int write_view(const void *ctx, int fd)
{
    static struct report_out out; /* its buffer is large */
    const struct viewing *v = ctx;
    out_open(&out, fd, (struct report_options){0});
    if (v->json)
        v->command->json(&v->found, &out);
    else
        v->command->text(&v->found, &out);
    return out_close(&out);
}

static int show(struct viewing *v, struct run *run, struct str cwd)
{
    v->found = (struct view){.run = run, .a = &run->arena};
    if (!run_open(run, &v->options, cwd) || !run_check(run)) {
        faults_print(&run->faults, &run->files, &run->sources);
        return EXIT_USAGE;
    }
    gather_faults(&v->found);
    struct str error = v->command->gather(v->own, &v->found);
    if (error.n)
        return usage_fault(v, error);
    return output_write(v->output, write_view, v) ? EXIT_CLEAN : EXIT_INTERNAL;
}

static int show_here(struct viewing *v)
{
    static struct run run; /* too large for a small stack */
    char cwd[LIMIT_PATH_BYTES];
    struct rule_choice none = {STR("all"), false};
    if (!getcwd(cwd, sizeof(cwd)))
        return usage_fault(v, STR("cannot tell the working directory"));
    vec_push(v->a, &v->options.choices, none); /* nothing is judged */
    v->options.in_ci = env_in_ci();
    int code = show(v, &run, str_from(cwd));
    run_close(&run);
    return code;
}

int view_main(const struct view_command *c, void *own, int argc, char **argv)
{
    struct arena a;
    struct str error = {0};
    struct viewing v = {
        .command = c,
        .own = own,
        .a = &a,
        .output = STR("-"),
        .options = {.jobs = jobs_default_workers(), .max_file_size = LIMIT_FILE_BYTES, .max_memory = LIMIT_RUN_BYTES}};
    arena_init(&a, NULL);
    struct option_parser p = {.options = c->options, .n_options = c->n_options, .argc = argc, .argv = argv, .a = &a};
    for (int id; error.n == 0 && (id = option_next(&p)) != OPTION_END;)
        error = take_option(&v, id, p.value);
    int code = EXIT_CLEAN;
    if (error.n) {
        code = usage_fault(&v, error);
    } else if (v.help) {
        puts(c->usage);
        options_print(&(struct option_table){c->options, c->n_options});
    } else {
        code = show_here(&v);
    }
    arena_free(&a);
    return code;
}

/* ---- parts of reports ---- */

void view_key(struct buf *key, struct value v)
{
    buf_put(key, value_is_unknown(v) ? STR("?") : value_format(key->a, v));
    for (uint32_t i = 0; value_is_unknown(v) && v.as.reasons && i < v.as.reasons->n; i++) {
        buf_putc(key, ' ');
        buf_put(key, v.as.reasons->p[i]);
    }
    buf_putc(key, '\n');
}

struct str view_place(struct arena *a, struct place at)
{
    if (!at.file)
        return STR("");
    return str_printf(a, "%s:%" PRIu32, diag_escape(a, at.file->path).p, file_line_column(at.file, at.off).line);
}

void view_gaps(const struct view *v, struct report_out *o)
{
    const struct outcome *r = &v->run->outcome;
    for (uint32_t i = 0; i < v->faults.n; i++) {
        out_printf(o, "not read in full: %s: ", diag_escape(&o->scratch, v->faults.p[i].path).p);
        out_printf(o, "%" PRIu32 " error%s\n", v->faults.p[i].errors, v->faults.p[i].errors == 1 ? "" : "s");
    }
    for (uint32_t i = 0; i < r->not_analysed.n; i++) {
        const struct outcome_not_analysed *n = &r->not_analysed.p[i];
        out_printf(o, "not analysed: %s", diag_escape(&o->scratch, n->path).p);
        if (n->line)
            out_printf(o, ":%" PRIu32 ":%" PRIu32, n->line, n->column);
        out_put(o, STR(": "));
        out_escaped(o, n->why);
        out_putc(o, '\n');
    }
    for (uint32_t i = 0; i < r->notes.n; i++)
        out_printf(o, "note: %s\n", diag_escape(&o->scratch, r->notes.p[i]).p);
}

void view_footer(const struct view *v, struct report_out *o, bool (*shows)(const struct view *v, const struct host *h))
{
    struct buf b = {.a = &o->scratch};
    VEC(struct str) names = {0};
    for (uint32_t i = 0; i < v->run->hosts.chosen.n; i++)
        if (shows(v, v->run->hosts.chosen.p[i]))
            vec_push(&o->scratch, &names, host_summary(&o->scratch, v->run->hosts.chosen.p[i]));
    buf_put(&b, STR(" in "));
    summary_count(&b, v->run->outcome.judged.n, "file");
    if (names.n > 0)
        buf_put(&b, names.n > 1 ? STR(" for hosts ") : STR(" for host "));
    summary_list(&b, names.p, names.n, PAGE_NAMED);
    out_put(o, buf_str(&b));
    out_putc(o, '\n');
}

static json_t *faults_json(const struct view *v, struct report_out *o)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < v->faults.n; i++) {
        json_t *fault = json_object();
        js_put(o, fault, "file", js_text(o, v->faults.p[i].path));
        js_put(o, fault, "errors", json_integer(v->faults.p[i].errors));
        js_push(o, list, fault);
    }
    return list;
}

void view_json(const struct view *v, const struct view_json *parts, struct report_out *o)
{
    out_printf(o, "{\"version\":1,\n\"%s\":[", parts->key);
    for (uint32_t i = 0; i < parts->n; i++) {
        struct arena_mark mark = arena_mark(&o->scratch);
        out_put(o, i ? STR(",\n") : STR("\n"));
        js_write(o, parts->item(v, i, o));
        arena_pop(&o->scratch, mark);
    }
    out_put(o, STR("],\n"));
    if (parts->rest)
        parts->rest(v, o);
    out_put(o, STR("\"notReadInFull\":"));
    js_write(o, faults_json(v, o));
    out_put(o, STR(",\n\"notAnalysed\":"));
    js_write(o, not_analysed_json(&v->run->outcome, o));
    out_put(o, STR("}\n"));
}
