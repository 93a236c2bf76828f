#include "options.h"

#include "base/buf.h"
#include "diag/closest.h"
#include "diag/sink.h"
#include "kinds/kind.h"

#include <stdio.h>

enum { HELP_COLUMN = 31, HELP_WIDTH = 80 };

static int fail(struct option_parser *p, struct str message)
{
    p->value = message;
    return OPTION_ERROR;
}

static int unknown(struct option_parser *p, struct str name)
{
    struct closest c = closest_start(name);
    for (uint32_t i = 0; i < p->n_options; i++)
        closest_offer(&c, str_from(p->options[i].name), 0);
    struct str shown = diag_quote(p->a, name);
    if (c.best.n == 0)
        return fail(p, str_printf(p->a, "unknown option `--%s`", shown.p));
    return fail(p,
                str_printf(p->a, "unknown option `--%s`; an option with a similar name is `--%s`", shown.p, c.best.p));
}

/* The argument that follows as a word of its own. */
static int take_word(struct option_parser *p, const struct option *o)
{
    if (p->at + 1 >= p->argc)
        return fail(p, str_printf(p->a, "option `--%s` needs %s", o->name, o->arg));
    p->value = str_from(p->argv[++p->at]);
    return o->id;
}

static int long_option(struct option_parser *p, struct str text)
{
    struct str value = text, name = str_cut(&value, '=');
    bool has_value = name.n < text.n;
    for (uint32_t i = 0; i < p->n_options; i++) {
        const struct option *o = &p->options[i];
        if (!str_eq(name, str_from(o->name)))
            continue;
        if (has_value && !o->arg)
            return fail(p, str_printf(p->a, "option `--%s` takes no value", o->name));
        if (o->arg && !has_value)
            return take_word(p, o);
        p->value = value;
        return o->id;
    }
    return unknown(p, name);
}

static int short_option(struct option_parser *p)
{
    char letter = *p->letters++;
    for (uint32_t i = 0; i < p->n_options; i++) {
        const struct option *o = &p->options[i];
        if (o->letter != letter)
            continue;
        const char *rest = p->letters;
        if (!o->arg)
            return o->id;
        p->letters = NULL;
        if (*rest == '\0')
            return take_word(p, o);
        p->value = str_from(rest);
        return o->id;
    }
    return fail(p, str_printf(p->a, "unknown option `-%s`", diag_quote(p->a, (struct str){&letter, 1}).p));
}

int option_next(struct option_parser *p)
{
    if (p->letters && *p->letters)
        return short_option(p);
    p->letters = NULL;
    if (++p->at >= p->argc)
        return OPTION_END;
    struct str word = str_from(p->argv[p->at]);
    if (p->only_words || word.n < 2 || word.p[0] != '-') {
        p->value = word;
        return OPTION_POSITIONAL;
    }
    if (word.p[1] != '-') {
        p->letters = word.p + 1;
        return short_option(p);
    }
    if (word.n == 2) {
        p->only_words = true;
        return option_next(p);
    }
    return long_option(p, str_slice(word, 2, word.n));
}

struct str option_values(struct arena *a, const struct option *o)
{
    struct buf b = {.a = a};
    struct str values = o->values ? str_from(o->values) : STR("");
    if (!str_eq(values, STR(OPTION_KINDS)))
        return values;
    for (uint32_t i = 0; i < kinds_count; i++) {
        buf_put(&b, i ? STR(" ") : STR(""));
        buf_put(&b, kinds_all[i]->name);
    }
    return buf_str(&b);
}

/* Words of help behind a left column, wrapped. */
static void print_help(const char *help)
{
    int at = HELP_COLUMN;
    struct str rest = str_from(help);
    while (rest.n > 0) {
        struct str word = str_cut(&rest, ' ');
        bool first = at == HELP_COLUMN, breaks = !first && at + 1 + (int)word.n > HELP_WIDTH;
        if (breaks)
            printf("\n%*s", HELP_COLUMN, "");
        printf(first || breaks ? "%.*s" : " %.*s", STR_ARG(word));
        at = (breaks ? HELP_COLUMN : at + !first) + (int)word.n;
    }
    putchar('\n');
}

void options_print(const struct option_table *t)
{
    for (uint32_t i = 0; i < t->n; i++) {
        const struct option *o = &t->rows[i];
        char letter[] = {'-', o->letter, ',', ' ', '\0'};
        int n = printf("  %4s--%s%s%s", o->letter ? letter : "", o->name, o->arg ? " " : "", o->arg ? o->arg : "");
        printf(n < HELP_COLUMN ? "%*s" : "\n%*s", n < HELP_COLUMN ? HELP_COLUMN - n : HELP_COLUMN, "");
        print_help(o->help);
    }
}
