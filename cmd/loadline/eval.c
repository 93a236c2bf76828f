/* loadline eval: an expression, as rules have them, on the objects of a scope. */
#include "commands.h"
#include "eval_print.h"
#include "faults.h"
#include "run_options.h"

#include "base/limits.h"
#include "diag/escape.h"
#include "engine/subjects.h"
#include "engine/engine.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { OPT_ON = 1, OPT_SELECT, OPT_HELP };

/* clang-format off */
static const struct option table[] = {
    {OPT_ON,     0,   "on",     "PATH",  "FILE", "the config, or a directory of them; repeatable"},
    {OPT_SELECT, 0,   "select", "SCOPE", NULL,   "what `self` is (default service): host, pool, nginx:http.server ..."},
    RUN_ROW_FACTS, RUN_ROW_HOST, RUN_ROW_CPUS, RUN_ROW_MEMORY, RUN_ROW_KIND, RUN_ROW_NO_CONFIG,
    {OPT_HELP,   'h', "help",   NULL,    NULL,   "this text"},
};
/* clang-format on */

enum { N_OPTIONS = sizeof(table) / sizeof(table[0]) };

const struct option_table eval_table = {table, N_OPTIONS};

/* The command while it runs. */
struct evaluating {
    struct run_options options;
    struct str expression, select;
    bool help;
    struct run run;
    struct report_out out;
    struct arena scratch;
    struct rule_scope scope;
    const struct cel_program *program;
    uint32_t n; /* subjects so far */
};

static int usage_fault(struct str message)
{
    fprintf(stderr, "loadline eval: %.*s\n", STR_ARG(message));
    return EXIT_USAGE;
}

/* Empty when the option is as it should be. */
static struct str take_option(struct evaluating *e, struct arena *a, int id, struct str value)
{
    struct str error = {0};
    if (run_option_take(&e->options, a, id, value, &error))
        return error;
    if (id == OPTION_POSITIONAL && e->expression.n)
        return STR("takes one expression; in the shell it stands in quotes");
    /* clang-format off */
    switch (id) {
    case OPTION_POSITIONAL: e->expression = value; break;
    case OPT_ON: vec_push(a, &e->options.paths, value); break;
    case OPT_SELECT: e->select = value; break;
    case OPT_HELP: e->help = true; break;
    default: return value;
    }
    /* clang-format on */
    return error;
}

/* ---- evaluating ---- */

static void print_subject(struct evaluating *e, const struct subject *s)
{
    struct str title;
    struct place p = source_place(&e->run.sources, s->at);
    out_put(&e->out, e->n++ ? STR("\n") : STR(""));
    if (scope_title(&e->scratch, s->self, &title))
        out_escaped(&e->out, title);
    if (p.file) {
        out_put(&e->out, STR("  "));
        out_escaped(&e->out, p.file->path);
        out_printf(&e->out, ":%u", file_line_column(p.file, p.off).line);
    }
    if (s->host && e->scope.self != &scope_host_type &&
        scope_title(&e->scratch, scope_host(&e->scratch, s->host), &title)) {
        out_put(&e->out, STR("  on "));
        out_escaped(&e->out, title);
    }
    out_putc(&e->out, '\n');
}

static void evaluate(void *ctx, const struct subject *s)
{
    struct evaluating *e = ctx;
    struct arena_mark mark = arena_mark(&e->scratch);
    struct value vars[] = {[RULE_SELF] = s->self, [RULE_HOST] = scope_host(&e->scratch, s->host)};
    struct cel_trace trace;
    print_subject(e, s);
    struct value v = cel_eval_traced(e->program, vars, &e->scratch, NULL, &trace);
    eval_print(&e->out, &e->run.sources, e->expression, v, &trace);
    arena_pop(&e->scratch, mark);
}

static void evaluate_document(struct evaluating *e, struct document *d)
{
    const struct host **hosts;
    uint32_t n = d->included ? 0 : document_hosts(&e->run, d, &hosts);
    for (uint32_t i = 0; i < n; i++)
        subjects_of_document(&e->scratch, &e->scope, &d->job, hosts[i], evaluate, e);
    if (n == 0 && !d->included)
        subjects_of_document(&e->scratch, &e->scope, &d->job, NULL, evaluate, e);
}

static void evaluate_all(struct evaluating *e)
{
    bool of_host = e->scope.family == SCOPE_STACK && e->scope.stack == STACK_HOST;
    for (uint32_t i = 0; of_host && i < e->run.hosts.chosen.n; i++)
        subjects_of_host(&e->scratch, e->run.hosts.chosen.p[i], evaluate, e);
    for (uint32_t i = 0; !of_host && e->scope.family == SCOPE_STACK && i < e->run.stack.services.n; i++)
        subjects_of_service(&e->scratch, e->scope.stack, e->run.stack.services.p[i], evaluate, e);
    for (uint32_t i = 0; e->scope.family != SCOPE_STACK && i < e->run.documents.n; i++)
        evaluate_document(e, e->run.documents.p[i]);
}

/* ---- the command ---- */

static int unknown_scope(struct evaluating *e, struct arena *a, struct str nearest)
{
    const char *hint = nearest.n ? str_printf(a, "; the nearest is `%s`", nearest.p).p : "";
    return usage_fault(str_printf(a, "no scope is called `%s`%s", diag_quote(a, e->select).p, hint));
}

static bool compile(struct evaluating *e, struct arena *a)
{
    struct cel_source source = {.text = e->expression};
    struct cel_options options = {.traced = true};
    struct cel_faults faults;
    e->program = cel_compile(a, rule_environment(a, rule_functions(a), &e->scope), &source, &options, &faults);
    if (e->program)
        return true;
    static struct report_out errors; /* its buffer is large */
    out_open(&errors, STDERR_FILENO, (struct report_options){0});
    eval_print_faults(&errors, e->expression, &faults);
    out_close(&errors);
    return false;
}

static int run_on(struct evaluating *e, struct str cwd)
{
    if (!run_open(&e->run, &e->options, cwd) || !run_check(&e->run)) {
        faults_print(&e->run.faults, &e->run.files, &e->run.sources);
        return EXIT_USAGE;
    }
    out_open(&e->out, STDOUT_FILENO, (struct report_options){0});
    evaluate_all(e);
    if (out_close(&e->out) != 0)
        return EXIT_INTERNAL;
    if (e->n == 0)
        return usage_fault(STR("nothing of this scope is there: --on names a config, --facts hosts"));
    return EXIT_CLEAN;
}

static int eval(struct evaluating *e, struct arena *a)
{
    char cwd[LIMIT_PATH_BYTES];
    struct str nearest;
    struct rule_choice none = {STR("all"), false};
    if (!scope_find(a, e->select, &e->scope, &nearest))
        return unknown_scope(e, a, nearest);
    if (!compile(e, a))
        return EXIT_USAGE;
    if (!getcwd(cwd, sizeof(cwd)))
        return usage_fault(STR("cannot tell the working directory"));
    vec_push(a, &e->options.choices, none); /* nothing is judged */
    arena_init(&e->scratch, NULL);
    int code = run_on(e, str_from(cwd));
    run_close(&e->run);
    arena_free(&e->scratch);
    return code;
}

int cmd_eval(int argc, char **argv)
{
    static struct evaluating e; /* too large for a small stack */
    struct arena a;
    struct str error = {0};
    arena_init(&a, NULL);
    e = (struct evaluating){.select = STR("service")};
    e.options = (struct run_options){.jobs = 1, .max_file_size = LIMIT_FILE_BYTES, .max_memory = LIMIT_RUN_BYTES};
    struct option_parser p = {.options = table, .n_options = N_OPTIONS, .argc = argc, .argv = argv, .a = &a};
    for (int id; error.n == 0 && (id = option_next(&p)) != OPTION_END;)
        error = take_option(&e, &a, id, p.value);
    int code = EXIT_CLEAN;
    if (error.n) {
        code = usage_fault(error);
    } else if (e.help) {
        puts(
            "usage: loadline eval [OPTIONS] EXPRESSION\n\nThe value of an expression, as rules have them, on each object of a scope; of\neach part when it is false.\n");
        options_print(&eval_table);
    } else if (e.expression.n == 0) {
        code = usage_fault(STR("which expression? like 'self.processes <= 4'"));
    } else {
        code = eval(&e, &a);
    }
    arena_free(&a);
    return code;
}
