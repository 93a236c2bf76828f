#include "completions.h"

static const char head[] = "# fish completion for loadline; made by `loadline completions fish`.\n"
                           "\n"
                           "# Rules of the program that is called, those of loadline.yaml's packs among them.\n"
                           "function __loadline_rule\n"
                           "    set -l words (commandline -opc)\n"
                           "    $words[1] rules list 2>/dev/null | string replace -r ' .*' ''\n"
                           "end\n"
                           "\n"
                           "function __loadline_packs\n"
                           "    __loadline_rule | string replace -r '/.*' '' | uniq\n"
                           "end\n"
                           "\n"
                           "function __loadline_rules\n"
                           "    echo all\n"
                           "    __loadline_packs\n"
                           "    __loadline_rule\n"
                           "end\n"
                           "\n"
                           "function __loadline_halves\n"
                           "    printf '%s=\\n' $argv\n"
                           "end\n"
                           "\n";

static void put_quoted(struct buf *b, struct str text)
{
    buf_putc(b, '\'');
    for (uint32_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\'' || text.p[i] == '\\')
            buf_putc(b, '\\');
        buf_putc(b, text.p[i]);
    }
    buf_putc(b, '\'');
}

/* What follows a word, and whether files do. */
static void put_offer(struct buf *b, struct offer o)
{
    static const char *const lists[] = {[OFFER_RULE] = "rule", [OFFER_RULES] = "rules", [OFFER_PACKS] = "packs"};
    switch (o.kind) {
    case OFFER_NOTHING:
        buf_put(b, STR(" -x"));
        break;
    case OFFER_WORDS:
        buf_printf(b, o.half ? " -x -a '(__loadline_halves %.*s)'" : " -x -a '%.*s'", STR_ARG(o.words));
        break;
    case OFFER_FILES:
        buf_put(b, STR(" -r -F"));
        if (o.words.n)
            buf_printf(b, " -a '%.*s'", STR_ARG(o.words));
        break;
    case OFFER_DIRS:
        buf_put(b, STR(" -x -a '(__fish_complete_directories)'"));
        break;
    case OFFER_RULE:
    case OFFER_RULES:
    case OFFER_PACKS:
        buf_printf(b, o.half ? " -x -a '(__loadline_halves (__loadline_%s))'" : " -x -a '(__loadline_%s)'",
                   lists[o.kind]);
        break;
    }
}

static void put_option(struct buf *b, const struct option *o, const char *when)
{
    buf_printf(b, "complete -c loadline -n '%s' -l %s", when, o->name);
    if (o->letter)
        buf_printf(b, " -s %c", o->letter);
    if (o->arg)
        put_offer(b, offer_of(b->a, o->values, o->arg));
    buf_put(b, STR(" -d "));
    put_quoted(b, str_from(o->help));
    buf_putc(b, '\n');
}

static void put_command(struct buf *b, const char *name, const struct command *c)
{
    const char *when = str_printf(b->a, "__loadline_is \"%s\"", name).p;
    for (uint32_t i = 0; i < c->options->n; i++)
        put_option(b, &c->options->rows[i], when);
    struct offer words = offer_of(b->a, c->words, NULL);
    if (words.kind == OFFER_FILES)
        return; /* as fish does by itself */
    buf_printf(b, "complete -c loadline -n '%s'", when);
    if (words.kind == OFFER_NOTHING)
        buf_put(b, STR(" -f"));
    else
        put_offer(b, words);
    buf_putc(b, '\n');
}

static void put_names(struct buf *b, const struct command *c, const char *when, const char *none)
{
    for (; c->name; c++) {
        buf_printf(b, "complete -c loadline -n '%s' %s-a %s -d ", when, none, c->name);
        put_quoted(b, str_from(c->help));
        buf_putc(b, '\n');
    }
}

/* The command of a line so far: its first word, with its part; check where that is none. */
static void put_function(struct buf *b)
{
    buf_put(
        b,
        STR("function __loadline_is\n    set -l words (commandline -opc)\n    set -l command check\n    switch \"$words[2]\"\n        case"));
    for (const struct command *c = commands; c->name; c++)
        buf_printf(b, " %s", c->name);
    buf_put(b, STR("\n            set command $words[2]\n    end\n"));
    for (const struct command *c = commands; c->name; c++)
        if (c->parts)
            buf_printf(b, "    test \"$command\" = %s; and set command (string trim -- \"%s $words[3]\")\n", c->name,
                       c->name);
    buf_put(
        b,
        STR("    test \"$command\" = \"$argv[1]\"\nend\n\n"
            "function __loadline_starts\n    set -l words (commandline -opc)\n    test (count $words) -eq 1\nend\n\n"));
}

void completions_fish(struct buf *b)
{
    buf_put(b, STR(head));
    put_function(b);
    put_names(b, commands, "__loadline_starts", "");
    for (uint32_t i = 0; i < main_table.n; i++)
        put_option(b, &main_table.rows[i], "__loadline_starts");
    for (const struct command *c = commands; c->name; c++)
        if (c->parts)
            put_names(b, c->parts, str_printf(b->a, "__loadline_is \"%s\"", c->name).p, "-f ");
    completions_each(b, put_command);
}
