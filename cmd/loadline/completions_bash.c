#include "completions.h"

#include <string.h>

/* What every version of the script has. bash cuts words at '=': "--format=json" comes as three. Files are offered line by line, so that names with blanks stay whole. */
static const char head[] =
    "# bash completion for loadline; made by `loadline completions bash`.\n"
    "\n"
    "_loadline_words() {\n"
    "    mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$cur\")\n"
    "}\n"
    "\n"
    "_loadline_halves() {\n"
    "    mapfile -t COMPREPLY < <(compgen -S = -W \"$1\" -- \"$cur\")\n"
    "    compopt -o nospace\n"
    "}\n"
    "\n"
    "_loadline_files() {\n"
    "    mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$cur\"; compgen -f -- \"$cur\")\n"
    "    compopt -o filenames\n"
    "}\n"
    "\n"
    "_loadline_dirs() {\n"
    "    mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")\n"
    "    compopt -o filenames\n"
    "}\n"
    "\n"
    "# Rules of the program that is called, those of loadline.yaml's packs among them.\n"
    "_loadline_rule() {\n"
    "    \"$loadline\" rules list 2>/dev/null | cut -d ' ' -f 1\n"
    "}\n"
    "\n"
    "_loadline_packs() {\n"
    "    _loadline_rule | cut -d / -f 1 | uniq\n"
    "}\n"
    "\n"
    "_loadline_rules() {\n"
    "    echo all\n"
    "    _loadline_packs\n"
    "    _loadline_rule\n"
    "}\n"
    "\n"
    "_loadline() {\n"
    "    local loadline=$1 cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=check\n"
    "    COMPREPLY=()\n"
    "    if [[ $cur == = ]]; then\n"
    "        cur=\n"
    "    elif [[ $prev == = ]]; then\n"
    "        prev=${COMP_WORDS[COMP_CWORD-2]}\n"
    "    fi\n";

static void put_names(struct buf *b, const struct command *c)
{
    for (const char *before = ""; c->name; c++, before = " ")
        buf_printf(b, "%s%s", before, c->name);
}

static void put_offer(struct buf *b, struct offer o)
{
    static const char *const lists[] = {[OFFER_RULE] = "rule", [OFFER_RULES] = "rules", [OFFER_PACKS] = "packs"};
    const char *how = o.half ? "halves" : "words";
    switch (o.kind) {
    case OFFER_NOTHING:
        buf_put(b, STR(":"));
        break;
    case OFFER_WORDS:
        buf_printf(b, "_loadline_%s '%.*s'", how, STR_ARG(o.words));
        break;
    case OFFER_FILES:
        buf_printf(b, "_loadline_files '%.*s'", STR_ARG(o.words));
        break;
    case OFFER_DIRS:
        buf_put(b, STR("_loadline_dirs"));
        break;
    case OFFER_RULE:
    case OFFER_RULES:
    case OFFER_PACKS:
        buf_printf(b, "_loadline_%s \"$(_loadline_%s)\"", how, lists[o.kind]);
        break;
    }
}

/* Options whose value is offered, or at least is no option: "check --format". */
static void put_values(struct buf *b, const char *name, const struct command *c)
{
    for (uint32_t i = 0; i < c->options->n; i++) {
        const struct option *o = &c->options->rows[i];
        if (!o->arg)
            continue;
        buf_printf(b, "    '%s --%s'", name, o->name);
        if (o->letter)
            buf_printf(b, " | '%s -%c'", name, o->letter);
        buf_put(b, STR(") "));
        put_offer(b, offer_of(b->a, o->values, o->arg));
        buf_put(b, STR("; return ;;\n"));
    }
}

static void put_options(struct buf *b, const struct option_table *t)
{
    for (uint32_t i = 0; i < t->n; i++)
        buf_printf(b, "%s--%s", i ? " " : "", t->rows[i].name);
}

static void put_words(struct buf *b, const char *name, const struct command *c)
{
    buf_printf(b, "    '%s')\n        if [[ $cur == -* ]]; then _loadline_words '", name);
    put_options(b, c->options);
    buf_put(b, STR("'; else "));
    put_offer(b, offer_of(b->a, c->words, NULL));
    buf_put(b, STR("; fi ;;\n"));
}

/* The command: the first word, unless that is none; with its part. Where one may stand, it is offered. */
static void put_commands(struct buf *b)
{
    buf_put(b, STR("    case ${COMP_WORDS[1]} in\n    "));
    for (const struct command *c = commands; c->name; c++)
        buf_printf(b, "%s%s", c == commands ? "" : " | ", c->name);
    buf_put(b, STR(") [[ $COMP_CWORD -gt 1 ]] && command=${COMP_WORDS[1]} ;;\n    esac\n"));
    for (const struct command *c = commands; c->name; c++) {
        if (!c->parts)
            continue;
        buf_printf(b, "    if [[ $command == %s ]]; then\n        if [[ $COMP_CWORD -eq 2 ]]; then _loadline_words '",
                   c->name);
        put_names(b, c->parts);
        buf_put(b, STR("'; return; fi\n        command+=\" ${COMP_WORDS[2]}\"\n    fi\n"));
    }
    buf_put(b, STR("    if [[ $COMP_CWORD -eq 1 && $cur != -* ]]; then\n        _loadline_files '"));
    put_names(b, commands);
    buf_put(b, STR("'\n        return\n    fi\n    if [[ $COMP_CWORD -eq 1 ]]; then\n        _loadline_words '"));
    put_options(b, &main_table);
    for (uint32_t i = 0; i < commands->options->n; i++)
        buf_printf(b, " --%s", commands->options->rows[i].name);
    buf_put(b, STR("'\n        return\n    fi\n"));
}

void completions_bash(struct buf *b)
{
    buf_put(b, STR(head));
    put_commands(b);
    buf_put(b, STR("    case \"$command $prev\" in\n"));
    completions_each(b, put_values);
    buf_put(b, STR("    esac\n    case $command in\n"));
    completions_each(b, put_words);
    buf_put(b, STR("    esac\n}\n\ncomplete -F _loadline loadline\n"));
}
