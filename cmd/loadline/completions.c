/* loadline completions: a script for a shell. */
#include "completions.h"

#include "diag/closest.h"
#include "diag/escape.h"

#include <stdio.h>
#include <string.h>

enum { OPT_HELP = 1 };

/* clang-format off */
static const struct option table[] = {
    {OPT_HELP, 'h', "help", NULL, NULL, "this text"},
};

static const struct {
    struct str name;
    void (*write)(struct buf *b);
} shells[] = {
    {STR_INIT("bash"), completions_bash},
    {STR_INIT("zsh"),  completions_zsh},
    {STR_INIT("fish"), completions_fish},
};
/* clang-format on */

enum { N_OPTIONS = sizeof(table) / sizeof(table[0]), N_SHELLS = sizeof(shells) / sizeof(shells[0]) };

const struct option_table completions_table = {table, N_OPTIONS};

/* ---- what is offered ---- */

/* Of "FILE|DIR|local" what may be written as it stands. */
static struct str literal_words(struct arena *a, struct str arg)
{
    struct buf b = {.a = a};
    while (arg.n > 0) {
        struct str word = str_cut(&arg, '|');
        if (str_byte(word, 0) >= 'a' && str_byte(word, 0) <= 'z')
            buf_printf(&b, "%s%.*s", b.n ? " " : "", STR_ARG(word));
    }
    return buf_str(&b);
}

struct offer offer_of(struct arena *a, const char *values, const char *arg)
{
    static const struct {
        const char *values;
        enum offer_kind kind;
    } marks[] = {{"FILE", OFFER_FILES},
                 {"DIR", OFFER_DIRS},
                 {OPTION_RULE, OFFER_RULE},
                 {OPTION_RULES, OFFER_RULES},
                 {OPTION_PACKS, OFFER_PACKS}};
    struct option o = {.values = values};
    struct offer offer = {.kind = OFFER_NOTHING, .half = arg && strchr(arg, '=')};
    if (!values)
        return offer;
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (strcmp(values, marks[i].values) == 0)
            offer.kind = marks[i].kind;
    if (offer.kind == OFFER_NOTHING)
        offer = (struct offer){OFFER_WORDS, str_trim(option_values(a, &o)), offer.half};
    else if (offer.kind == OFFER_FILES && arg)
        offer.words = literal_words(a, str_from(arg));
    return offer;
}

void completions_each(struct buf *b, completions_put_fn *put)
{
    for (const struct command *c = commands; c->name; c++) {
        if (c->options)
            put(b, c->name, c);
        for (const struct command *part = c->parts; part && part->name; part++)
            put(b, str_printf(b->a, "%s %s", c->name, part->name).p, part);
    }
}

/* ---- the command ---- */

static int usage_fault(struct str message)
{
    fprintf(stderr, "loadline completions: %.*s\n", STR_ARG(message));
    return EXIT_USAGE;
}

static int write_script(struct arena *a, struct str shell)
{
    struct buf b = {.a = a};
    for (size_t i = 0; i < N_SHELLS; i++)
        if (str_eq(shells[i].name, shell))
            shells[i].write(&b);
    if (b.n == 0)
        return usage_fault(str_printf(a, "takes bash, zsh or fish, not `%s`", diag_quote(a, shell).p));
    fwrite(b.p, 1, b.n, stdout); /* main sees to what can't be written */
    return EXIT_CLEAN;
}

static void print_help(void)
{
    puts("usage: loadline completions bash|zsh|fish\n\n"
         "Prints a script that has the shell complete commands, options, their values and\n"
         "the names of rules. An installation brings it along; else:\n\n"
         "  bash   loadline completions bash > \\\n"
         "             ~/.local/share/bash-completion/completions/loadline\n"
         "  zsh    loadline completions zsh > DIR/_loadline       # DIR is in $fpath\n"
         "  fish   loadline completions fish > ~/.config/fish/completions/loadline.fish\n");
    options_print(&completions_table);
}

static int run(struct arena *a, int argc, char **argv)
{
    struct option_parser p = {.options = table, .n_options = N_OPTIONS, .argc = argc, .argv = argv, .a = a};
    struct str shell = {0};
    bool help = false;
    for (int id; (id = option_next(&p)) != OPTION_END;) {
        if (id == OPTION_ERROR)
            return usage_fault(p.value);
        if (id == OPTION_POSITIONAL && shell.n > 0)
            return usage_fault(STR("takes one shell"));
        if (id == OPTION_POSITIONAL)
            shell = p.value;
        help |= id == OPT_HELP;
    }
    if (!help && shell.n == 0)
        return usage_fault(STR("for which shell? bash, zsh or fish"));
    if (!help)
        return write_script(a, shell);
    print_help();
    return EXIT_CLEAN;
}

int cmd_completions(int argc, char **argv)
{
    struct arena a;
    arena_init(&a, NULL);
    int status = run(&a, argc, argv);
    arena_free(&a);
    return status;
}
