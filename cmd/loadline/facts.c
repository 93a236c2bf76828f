/* loadline facts: what this machine has, in the form that --facts reads. */
#include "commands.h"
#include "options.h"

#include "base/path.h"
#include "diag/sink.h"
#include "facts/probe.h"
#include "facts/write.h"

#include <stdio.h>

enum { OPT_FORMAT = 1, OPT_NAME, OPT_HELP };

/* clang-format off */
static const struct option table[] = {
    {OPT_FORMAT, 'F', "format", "FMT",  "yaml json", "yaml (default), with where each fact was read, or json"},
    {OPT_NAME,   0,   "name",   "NAME", NULL,        "what to call the host; default its own name"},
    {OPT_HELP,   'h', "help",   NULL,   NULL,        "this text"},
};
/* clang-format on */

enum { N_OPTIONS = sizeof(table) / sizeof(table[0]) };

const struct option_table facts_table = {table, N_OPTIONS};

struct facts_options {
    bool json, help;
    struct str name; /* empty: the machine's own */
};

static void print_help(void)
{
    puts("usage: loadline facts [--format yaml|json] [--name NAME]\n\n"
         "Prints the facts of this machine (CPUs, memory, limits, kernel settings,\n"
         "addresses, disks) in the form that --facts reads. In a container they are the\n"
         "container's.\n");
    options_print(&facts_table);
}

static int usage_fault(struct str message)
{
    fprintf(stderr, "loadline facts: %.*s\n", STR_ARG(message));
    return EXIT_USAGE;
}

/* A glob would name no host when the file is read back. */
static bool is_usable_name(struct str name)
{
    for (uint32_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] < 0x20 || name.p[i] == 0x7F)
            return false;
    return name.n > 0 && !path_has_glob(name);
}

/* Empty when the option is as it should be. */
static struct str take_option(struct arena *a, struct facts_options *o, int id, struct str value)
{
    if (id == OPTION_ERROR)
        return value;
    if (id == OPTION_POSITIONAL)
        return str_printf(a, "takes no words, not `%s`", diag_quote(a, value).p);
    if (id == OPT_HELP)
        o->help = true;
    if (id == OPT_FORMAT) {
        o->json = str_eq(value, STR("json"));
        if (!o->json && !str_eq(value, STR("yaml")))
            return str_printf(a, "`--format` takes yaml or json, not `%s`", diag_quote(a, value).p);
    }
    if (id == OPT_NAME) {
        o->name = value;
        if (!is_usable_name(value))
            return str_printf(a, "`--name` takes a host name, not `%s`", diag_quote(a, value).p);
    }
    return (struct str){0};
}

static struct str facts_text(struct arena *a, const struct facts_options *o)
{
    uint32_t n_notes;
    struct host *h = probe_machine(a);
    struct str *notes = probe_notes(a, (struct str){0}, &n_notes);
    if (o->name.n > 0)
        h->name = value_string(o->name);
    host_finish(a, h);
    return o->json ? facts_write_json(a, h) : facts_write_yaml(a, h, notes, n_notes);
}

static int run(struct arena *a, int argc, char **argv)
{
    struct facts_options o = {0};
    struct option_parser p = {.options = table, .n_options = N_OPTIONS, .argc = argc, .argv = argv, .a = a};
    for (int id; (id = option_next(&p)) != OPTION_END;) {
        struct str fault = take_option(a, &o, id, p.value);
        if (fault.n > 0)
            return usage_fault(fault);
    }
    if (o.help) {
        print_help();
    } else {
        struct str text = facts_text(a, &o);
        fwrite(text.p, 1, text.n, stdout); /* main sees to what can't be written */
    }
    return EXIT_CLEAN;
}

int cmd_facts(int argc, char **argv)
{
    struct arena a;
    arena_init(&a, NULL);
    int status = run(&a, argc, argv);
    arena_free(&a);
    return status;
}
