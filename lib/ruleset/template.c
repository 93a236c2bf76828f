#include "ruleset/template.h"

#include "base/buf.h"
#include "base/num.h"
#include "diag/escape.h"
#include "ruleset/scope.h"
#include "text/span_map.h"

/* Of one value in a message. */
enum { SHOWN_BYTES = 1000 };

/* A text that is being cut into pieces. */
struct cutting {
    struct arena *a;
    const struct cel_env *env;
    const struct rule_text *text;
    uint32_t at;
    struct buf literal; /* gathered so far */
    VEC(struct template_piece) pieces;
    struct cel_faults faults;
};

static void fault_at(struct cutting *c, uint32_t off, uint32_t len, const char *message, struct str help)
{
    const struct rule_text *t = c->text;
    struct span at = t->map ? span_map_resolve(t->map, (struct span){0, off, len}) : span_part(t->at, off, len);
    struct cel_fault f = {at, off, len, str_from(message), help};
    vec_push(c->a, &c->faults.list, f);
}

/* ---- where an expression ends ---- */

/* Behind a string that begins at i: in one quote or three, raw ones without escapes. The end of the text when it is not closed. */
static uint32_t skip_string(struct str s, uint32_t i)
{
    char quote = s.p[i];
    bool raw = i > 0 && (s.p[i - 1] == 'r' || s.p[i - 1] == 'R');
    uint32_t n = i + 2 < s.n && s.p[i + 1] == quote && s.p[i + 2] == quote ? 3 : 1;
    for (uint32_t k = i + n; k < s.n; k++) {
        uint32_t run = 0;
        if (s.p[k] == '\\' && !raw && quote != '`') {
            k++;
            continue;
        }
        while (run < n && k + run < s.n && s.p[k + run] == quote)
            run++;
        if (run == n)
            return k + n;
    }
    return s.n;
}

/* The offset of the brace that closes the one before `from`; s.n when there is none. */
static uint32_t find_close(struct str s, uint32_t from)
{
    uint32_t depth = 0;
    for (uint32_t i = from; i < s.n;) {
        char ch = s.p[i];
        if (ch == '"' || ch == '\'' || ch == '`') {
            i = skip_string(s, i);
            continue;
        }
        if (ch == '}' && depth == 0)
            return i;
        depth += ch == '{';
        depth -= ch == '}';
        i++;
    }
    return s.n;
}

/* ---- pieces ---- */

static void end_literal(struct cutting *c)
{
    if (c->literal.n == 0)
        return;
    struct template_piece p = {str_dup(c->a, buf_str(&c->literal)), NULL};
    vec_push(c->a, &c->pieces, p);
    buf_clear(&c->literal);
}

static void take_faults(struct cutting *c, const struct cel_faults *from)
{
    for (uint32_t i = 0; i < from->list.n; i++)
        vec_push(c->a, &c->faults.list, from->list.p[i]);
}

static void cut_expression(struct cutting *c)
{
    struct str s = c->text->text;
    uint32_t from = c->at + 1, to = find_close(s, from);
    struct cel_options options = {.result = NULL};
    struct cel_faults faults;
    struct cel_source source = {str_slice(s, from, to), span_part(c->text->at, from, to - from), c->text->map, from};
    c->at = to + 1;
    if (to == s.n) {
        c->at = s.n;
        fault_at(c, from - 1, 1, "a \"{\" that is not closed", STR("a brace of the text itself is written {{"));
        return;
    }
    struct template_piece p = {{0}, cel_compile(c->a, c->env, &source, &options, &faults)};
    take_faults(c, &faults);
    vec_push(c->a, &c->pieces, p);
}

static void cut(struct cutting *c)
{
    struct str s = c->text->text;
    while (c->at < s.n) {
        char ch = s.p[c->at];
        bool twice = c->at + 1 < s.n && s.p[c->at + 1] == ch;
        if (ch == '{' && !twice) {
            end_literal(c);
            cut_expression(c);
            continue;
        }
        if (ch == '}' && !twice)
            fault_at(c, c->at, 1, "a \"}\" that closes nothing", STR("a brace of the text itself is written }}"));
        buf_putc(&c->literal, ch);
        c->at += (ch == '{' || ch == '}') && twice ? 2 : 1;
    }
    end_literal(c);
}

bool template_compile(struct arena *a, const struct cel_env *env, const struct rule_text *text, struct template *ret,
                      struct cel_faults *ret_faults)
{
    struct cutting c = {.a = a, .env = env, .text = text, .literal = {.a = a}};
    cut(&c);
    *ret = (struct template){c.pieces.p, c.pieces.n};
    *ret_faults = c.faults;
    return c.faults.list.n == 0;
}

/* ---- printing ---- */

struct str template_show(struct arena *a, struct value v)
{
    struct str title;
    if (scope_title(a, v, &title))
        return diag_escape(a, title);
    if (v.type == VALUE_DOUBLE && !v.origin && v.unit != UNIT_BYTES)
        return num_format_fixed(a, v.as.d, 1);
    if (v.type == VALUE_ERROR)
        return STR("unknown"); /* the failure itself is told apart */
    struct str text = value_show(a, v);
    if (text.n <= SHOWN_BYTES)
        return diag_escape(a, text);
    return str_concat(a, diag_escape(a, str_slice(text, 0, SHOWN_BYTES)), STR("..."));
}
