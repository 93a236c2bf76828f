/* A rule for terminals. */
#include "explain.h"

#include "base/utf8.h"

enum { WIDTH = 80, INDENT = 4 };

/* ---- words shared with the other forms ---- */

struct str explain_fix(const struct rule *rule)
{
    struct str kind = rule->fix.applicability;
    if (str_eq(kind, STR("safe")))
        return STR("safe: the config keeps the meaning its author wanted");
    if (str_eq(kind, STR("unsafe")))
        return STR("unsafe: likely right, but it changes what the server does");
    if (str_eq(kind, STR("display")))
        return STR("only shown, never applied");
    return STR("none");
}

struct str explain_scope(struct report_out *o, const struct rule *rule)
{
    if (str_eq(rule->check, STR("reader")))
        return STR("while a file is read");
    return str_printf(&o->scratch, "each %.*s%s", STR_ARG(rule->select), rule->check.n ? ", by a check in C" : "");
}

/* ---- filling ---- */

/* A paragraph in progress: column is 0 at the start of a line. */
struct filler {
    struct report_out *o;
    uint32_t indent, column;
};

static void put_word(struct filler *f, struct str word)
{
    uint32_t width = utf8_columns(word);
    if (f->column > 0 && f->column + 1 + width > WIDTH) {
        out_putc(f->o, '\n');
        f->column = 0;
    }
    if (f->column == 0) {
        out_pad(f->o, ' ', f->indent);
        f->column = f->indent;
    } else {
        out_putc(f->o, ' ');
        f->column++;
    }
    out_escaped(f->o, word);
    f->column += width;
}

static void end_line(struct filler *f)
{
    if (f->column > 0)
        out_putc(f->o, '\n');
    f->column = 0;
}

static void put_words(struct filler *f, struct str line)
{
    while (line.n > 0) {
        struct str word = str_cut(&line, ' ');
        if (word.n > 0)
            put_word(f, word);
    }
}

static void put_verbatim(struct report_out *o, struct str line, uint32_t indent)
{
    if (line.n > 0)
        out_pad(o, ' ', indent);
    out_escaped(o, line);
    out_putc(o, '\n');
}

/* Lines that follow each other are one paragraph; an empty one ends it, and one that is indented stands as it is. */
static void put_prose(struct report_out *o, struct str text, uint32_t indent)
{
    struct filler f = {o, indent, 0};
    while (text.n > 0) {
        struct str line = str_cut(&text, '\n');
        if (line.n > 0 && line.p[0] != ' ') {
            put_words(&f, line);
            continue;
        }
        end_line(&f);
        put_verbatim(o, line, indent);
    }
    end_line(&f);
}

/* ---- sections ---- */

static void put_heading(struct report_out *o, const char *heading)
{
    out_printf(o, "\n%s\n", heading);
}

static void put_section(struct report_out *o, const char *heading, struct str text)
{
    text = str_trim(text);
    if (text.n == 0)
        return;
    put_heading(o, heading);
    put_prose(o, text, INDENT);
}

static void put_lines(struct report_out *o, const char *heading, struct str text)
{
    if (text.n == 0)
        return;
    put_heading(o, heading);
    while (text.n > 0)
        put_verbatim(o, str_cut(&text, '\n'), INDENT);
}

static struct str option_text(const struct rule *rule, struct str name)
{
    for (uint32_t i = 0; i < rule->docs.n_options; i++)
        if (str_eq(rule->docs.options[i].name, name))
            return rule->docs.options[i].text;
    return (struct str){0};
}

static void put_options(struct report_out *o, const struct rule *rule)
{
    if (rule->n_params)
        put_heading(o, "Options");
    for (uint32_t i = 0; i < rule->n_params; i++) {
        const struct rule_param *p = &rule->params[i];
        out_pad(o, ' ', INDENT);
        out_escaped(o, p->name);
        out_printf(o, " (%.*s, default ", STR_ARG(p->type));
        out_escaped(o, p->default_text);
        out_put(o, STR(")\n"));
        put_prose(o, str_trim(option_text(rule, p->name)), 2 * INDENT);
    }
}

/* The card below the title: "warning, high precision, stable since 0.1, tags capacity cpu". */
static void put_card(struct report_out *o, const struct rule *rule)
{
    const struct rule_info *info = &rule->info;
    struct str severity = severity_name(info->severity), precision = precision_name(info->precision),
               status = rule_status_name(info->status);
    out_printf(o, "%.*s, %.*s precision, %.*s", STR_ARG(severity), STR_ARG(precision), STR_ARG(status));
    if (info->since.n) {
        out_put(o, STR(" since "));
        out_escaped(o, info->since);
    }
    for (uint32_t i = 0; i < info->n_tags; i++) {
        out_put(o, i ? STR(" ") : STR(", tags "));
        out_escaped(o, info->tags[i]);
    }
    out_put(o, info->ignorable ? STR("\n") : STR(", cannot be suppressed\n"));
}

/* What decides, as the rule's file has it. */
static void put_judgement(struct report_out *o, const struct rule *rule)
{
    put_section(o, "Judged", explain_scope(o, rule));
    put_lines(o, "When", rule->when.text);
    for (uint32_t i = 0; i < rule->n_variables; i++) {
        if (i == 0)
            put_heading(o, "With");
        struct str text = str_printf(&o->scratch, "%.*s = %.*s", STR_ARG(rule->variables[i].name),
                                     STR_ARG(rule->variables[i].expression.text));
        while (text.n > 0)
            put_verbatim(o, str_cut(&text, '\n'), INDENT);
    }
    put_lines(o, "Must hold", rule->assertion.text);
}

void explain_text(struct report_out *o, const struct rule *rule)
{
    out_escaped(o, rule->info.id);
    out_put(o, STR(": "));
    out_escaped(o, rule->info.title);
    out_putc(o, '\n');
    put_card(o, rule);
    put_section(o, "What", rule->docs.what);
    put_section(o, "Why", rule->docs.why);
    put_lines(o, "Example", rule->docs.example);
    put_judgement(o, rule);
    put_options(o, rule);
    put_section(o, "Fix", explain_fix(rule));
    for (uint32_t i = 0; i < rule->docs.n_sources; i++) {
        if (i == 0)
            put_heading(o, "Sources");
        put_verbatim(o, rule->docs.sources[i], INDENT);
    }
}
