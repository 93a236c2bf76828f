/* A rule as Markdown (CommonMark): for wikis and pull requests. */
#include "explain.h"

#include "base/buf.h"
#include "diag/escape.h"

#include <string.h>

/* ---- text that must not become markup ---- */

static bool is_alnum(char c)
{
    return ch_is_alpha(c) || ch_is_digit(c);
}

/* An underscore within a word starts no emphasis; the other characters do harm everywhere. */
static bool is_markup(struct str s, uint32_t i)
{
    bool within = i > 0 && i + 1 < s.n && is_alnum(s.p[i - 1]) && is_alnum(s.p[i + 1]);
    return s.p[i] == '_' ? !within : strchr("\\`*<>[]|&", s.p[i]) != NULL;
}

/* The byte that makes the line begin a heading, a list, a rule or a block of code; past its end when there is none. */
static uint32_t block_mark(struct str line)
{
    uint32_t digits = 0;
    if (line.n > 0 && strchr("#+-=~", line.p[0]))
        return 0;
    while (digits < line.n && ch_is_digit(line.p[digits]))
        digits++;
    bool stop = digits > 0 && digits < line.n && strchr(".)", line.p[digits]);
    return stop && (digits + 1 == line.n || line.p[digits + 1] == ' ') ? digits : line.n;
}

static void put_line(struct report_out *o, struct str line)
{
    uint32_t mark = block_mark(line);
    for (uint32_t i = 0; i < line.n; i++) {
        if (i == mark || is_markup(line, i))
            out_putc(o, '\\');
        out_putc(o, line.p[i]);
    }
}

/* Escaped first: control characters of a user's rule must not reach the terminal either. */
static void put_text(struct report_out *o, struct str text)
{
    text = str_trim(text);
    while (text.n > 0) {
        put_line(o, diag_escape(&o->scratch, str_trim(str_cut(&text, '\n'))));
        out_putc(o, '\n');
    }
}

/* ---- code ---- */

static uint32_t longest_run(struct str s, char c)
{
    uint32_t longest = 0, run = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        run = s.p[i] == c ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* A fence that nothing in the text can close. */
static void put_code(struct report_out *o, struct str text)
{
    uint32_t fence = longest_run(text, '`') + 1;
    fence = fence < 3 ? 3 : fence;
    out_pad(o, '`', fence);
    out_putc(o, '\n');
    while (text.n > 0) {
        out_escaped(o, str_cut(&text, '\n'));
        out_putc(o, '\n');
    }
    out_pad(o, '`', fence);
    out_putc(o, '\n');
}

static void put_inline_code(struct report_out *o, struct str text)
{
    uint32_t ticks = longest_run(text, '`') + 1;
    bool apart = text.n && (text.p[0] == '`' || text.p[text.n - 1] == '`');
    out_pad(o, '`', ticks);
    out_pad(o, ' ', apart);
    out_escaped(o, text);
    out_pad(o, ' ', apart);
    out_pad(o, '`', ticks);
}

/* ---- sections ---- */

static void put_section(struct report_out *o, const char *heading, struct str text)
{
    if (str_trim(text).n == 0)
        return;
    out_printf(o, "\n## %s\n\n", heading);
    put_text(o, text);
}

static void put_code_section(struct report_out *o, const char *heading, struct str text)
{
    if (text.n == 0)
        return;
    out_printf(o, "\n## %s\n\n", heading);
    put_code(o, text);
}

static void put_row(struct report_out *o, const char *name, struct str value)
{
    if (value.n == 0)
        return;
    out_printf(o, "| %s | ", name);
    put_line(o, diag_escape(&o->scratch, value));
    out_put(o, STR(" |\n"));
}

static struct str joined(struct report_out *o, const struct str *p, uint32_t n)
{
    struct buf b = {.a = &o->scratch};
    for (uint32_t i = 0; i < n; i++)
        buf_printf(&b, "%s%.*s", i ? ", " : "", STR_ARG(p[i]));
    return buf_str(&b);
}

static void put_card(struct report_out *o, const struct rule *rule)
{
    const struct rule_info *info = &rule->info;
    out_put(o, STR("\n| | |\n| --- | --- |\n"));
    put_row(o, "Severity", severity_name(info->severity));
    put_row(o, "Precision", precision_name(info->precision));
    put_row(o, "Status", rule_status_name(info->status));
    put_row(o, "Since", info->since);
    put_row(o, "Tags", joined(o, info->tags, info->n_tags));
    put_row(o, "In other tools", joined(o, rule->aliases, rule->n_aliases));
    put_row(o, "Judged", explain_scope(o, rule));
    put_row(o, "Can be suppressed", info->ignorable ? STR("yes") : STR("no"));
}

/* A text of several lines within a list's item. */
static void put_joined(struct report_out *o, struct str text)
{
    text = str_trim(text);
    while (text.n > 0) {
        put_line(o, diag_escape(&o->scratch, str_trim(str_cut(&text, '\n'))));
        out_put(o, text.n ? STR(" ") : STR(""));
    }
}

static void put_options(struct report_out *o, const struct rule *rule)
{
    if (rule->n_params)
        out_put(o, STR("\n## Options\n\n"));
    for (uint32_t i = 0; i < rule->n_params; i++) {
        const struct rule_param *p = &rule->params[i];
        out_put(o, STR("- "));
        put_inline_code(o, p->name);
        out_printf(o, " (%.*s, default ", STR_ARG(p->type));
        put_inline_code(o, p->default_text);
        out_put(o, STR(")"));
        for (uint32_t k = 0; k < rule->docs.n_options; k++)
            if (str_eq(rule->docs.options[k].name, p->name)) {
                out_put(o, STR(": "));
                put_joined(o, rule->docs.options[k].text);
            }
        out_putc(o, '\n');
    }
}

static bool is_link(struct str s)
{
    bool plain = str_starts(s, STR("https://")) || str_starts(s, STR("http://"));
    for (uint32_t i = 0; i < s.n; i++)
        plain = plain && (unsigned char)s.p[i] > ' ' && s.p[i] != '<' && s.p[i] != '>';
    return plain;
}

static void put_sources(struct report_out *o, const struct rule *rule)
{
    if (rule->docs.n_sources)
        out_put(o, STR("\n## Sources\n\n"));
    for (uint32_t i = 0; i < rule->docs.n_sources; i++) {
        struct str source = rule->docs.sources[i];
        bool link = is_link(source);
        out_put(o, link ? STR("- <") : STR("- "));
        if (link)
            out_escaped(o, source);
        else
            put_line(o, diag_escape(&o->scratch, source));
        out_put(o, link ? STR(">\n") : STR("\n"));
    }
}

void explain_markdown(struct report_out *o, const struct rule *rule)
{
    out_put(o, STR("# "));
    put_line(o, diag_escape(&o->scratch, rule->info.id));
    out_put(o, STR("\n\n"));
    put_text(o, rule->info.title);
    put_card(o, rule);
    put_section(o, "What", rule->docs.what);
    put_section(o, "Why", rule->docs.why);
    put_code_section(o, "Example", rule->docs.example);
    put_code_section(o, "When", rule->when.text);
    put_code_section(o, "Must hold", rule->assertion.text);
    put_options(o, rule);
    put_section(o, "Fix", explain_fix(rule));
    put_sources(o, rule);
}
