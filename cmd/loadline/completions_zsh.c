#include "completions.h"

#include <string.h>

static const char head[] =
    "#compdef loadline\n"
    "# zsh completion for loadline; made by `loadline completions zsh`.\n"
    "\n"
    "# Rules of the program that is called, those of loadline.yaml's packs among them.\n"
    "_loadline_list() {\n"
    "    ${_loadline_program:-loadline} rules list 2>/dev/null | cut -d ' ' -f 1\n"
    "}\n"
    "\n"
    "_loadline_rule() {\n"
    "    local -a found=(${(f)\"$(_loadline_list)\"})\n"
    "    _wanted rules expl rule compadd \"$@\" -a found\n"
    "}\n"
    "\n"
    "_loadline_packs() {\n"
    "    local -a found=(${(f)\"$(_loadline_list | cut -d / -f 1 | uniq)\"})\n"
    "    _wanted packs expl pack compadd \"$@\" -a found\n"
    "}\n"
    "\n"
    "_loadline_rules() {\n"
    "    local -a found=(all ${(f)\"$(_loadline_list | cut -d / -f 1 | uniq)\"} ${(f)\"$(_loadline_list)\"})\n"
    "    _wanted rules expl 'rule or pack' compadd \"$@\" -a found\n"
    "}\n"
    "\n"
    "# Words of the first argument, and files.\n"
    "_loadline_files() {\n"
    "    local -a words=(${=1})\n"
    "    _alternative 'words:word:compadd -a words' 'files:file:_files'\n"
    "}\n"
    "\n";

/* Within a specification of _arguments, in single quotes: brackets and colons are its own. */
static void put_text(struct buf *b, const char *text)
{
    for (; *text; text++) {
        if (*text == '\'')
            buf_put(b, STR("'\\'"));
        else if (strchr("[]:\\", *text))
            buf_putc(b, '\\');
        buf_putc(b, *text);
    }
}

static void put_action(struct buf *b, struct offer o)
{
    const char *half = o.half ? " -S =" : "";
    switch (o.kind) {
    case OFFER_NOTHING:
        buf_putc(b, ' ');
        break;
    case OFFER_WORDS:
        if (o.half)
            buf_printf(b, "compadd -S = %.*s", STR_ARG(o.words));
        else
            buf_printf(b, "(%.*s)", STR_ARG(o.words));
        break;
    case OFFER_FILES:
        if (o.words.n)
            buf_printf(b, "{_loadline_files \"%.*s\"}", STR_ARG(o.words));
        else
            buf_put(b, STR("_files"));
        break;
    case OFFER_DIRS:
        buf_put(b, STR("_files -/"));
        break;
    case OFFER_RULE:
        buf_printf(b, "_loadline_rule%s", half);
        break;
    case OFFER_RULES:
        buf_printf(b, "_loadline_rules%s", half);
        break;
    case OFFER_PACKS:
        buf_put(b, STR("_loadline_packs"));
        break;
    }
}

/* '*--format=[how to report]:FMT:(text json)' */
static void put_option(struct buf *b, const struct option *o)
{
    struct str help = str_printf(b->a, "%s", o->help);
    for (int spelling = o->letter ? 0 : 1; spelling < 2; spelling++) {
        buf_put(b, STR(" \\\n        '*"));
        if (spelling == 0)
            buf_printf(b, "-%c%s[", o->letter, o->arg ? "+" : "");
        else
            buf_printf(b, "--%s%s[", o->name, o->arg ? "=" : "");
        put_text(b, help.p);
        buf_putc(b, ']');
        if (o->arg) {
            buf_putc(b, ':');
            put_text(b, o->arg);
            buf_putc(b, ':');
            put_action(b, offer_of(b->a, o->values, o->arg));
        }
        buf_putc(b, '\'');
    }
}

static struct str function_of(struct arena *a, const char *name)
{
    char *z = (char *)(uintptr_t)str_printf(a, "%s", name).p; /* the arena's own text */
    for (char *c = z; *c; c++)
        *c = *c == ' ' ? '-' : *c;
    return str_from(z);
}

static void put_command(struct buf *b, const char *name, const struct command *c)
{
    buf_printf(b, "_loadline-%s() {\n    _arguments -s -S", function_of(b->a, name).p);
    for (uint32_t i = 0; i < c->options->n; i++)
        put_option(b, &c->options->rows[i]);
    if (c->words) {
        buf_put(b, STR(" \\\n        '*:"));
        put_text(b, strcmp(c->words, OPTION_RULE) == 0 ? "rule" : c->words);
        buf_putc(b, ':');
        put_action(b, offer_of(b->a, c->words, NULL));
        buf_putc(b, '\'');
    }
    buf_put(b, STR("\n}\n\n"));
}

static void put_list(struct buf *b, const struct command *c)
{
    for (; c->name; c++) {
        buf_printf(b, "        '%s:", c->name);
        put_text(b, c->help);
        buf_put(b, STR("'\n"));
    }
}

static void put_parts(struct buf *b, const struct command *c)
{
    buf_printf(b, "_loadline-%s() {\n    local -a parts=(\n", c->name);
    put_list(b, c->parts);
    buf_printf(
        b,
        "    )\n    if (( CURRENT == 2 )); then\n        _describe -t commands command parts\n    else\n"
        "        local part=$words[2]\n        shift words\n        (( CURRENT-- ))\n        (( $+functions[_loadline-%s-$part] )) && _loadline-%s-$part\n    fi\n}\n\n",
        c->name, c->name);
}

void completions_zsh(struct buf *b)
{
    buf_put(b, STR(head));
    completions_each(b, put_command);
    for (const struct command *c = commands; c->name; c++)
        if (c->parts)
            put_parts(b, c);
    buf_put(b, STR("_loadline() {\n    local _loadline_program=$words[1]\n    local -a names=(\n"));
    put_list(b, commands);
    buf_put(b, STR("    )\n    if (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then\n"
                   "        _describe -t commands command names\n        _files\n"
                   "        return\n    fi\n    case $words[2] in\n    ("));
    for (const struct command *c = commands; c->name; c++)
        buf_printf(b, "%s%s", c == commands ? "" : "|", c->name);
    buf_put(
        b,
        STR(")\n        local command=$words[2]\n        shift words\n        (( CURRENT-- ))\n        _loadline-$command\n        ;;\n"
            "    (*) _loadline-check ;;\n    esac\n}\n\n"
            "# Autoloaded by its name, or sourced.\n"
            "if [[ $funcstack[1] == _loadline ]]; then\n    _loadline \"$@\"\nelse\n    compdef _loadline loadline\nfi\n"));
}
