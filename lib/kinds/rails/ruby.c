/* Expressions of Ruby, folded. */
#include "base/buf.h"
#include "base/num.h"
#include "kinds/rails/rails.h"

enum {
    MAX_NESTING = 32,
    MAX_NAMES = 64 /* looked up for one expression, in all: each may stand for an expression of names */
};

struct folding {
    const struct ruby_scope *scope;
    struct str text;
    uint32_t at;
    int depth; /* of parentheses and of names that stand for expressions */
    int *names_left;
};

static struct ruby_value expression(struct folding *f);

/* ---- values ---- */

static struct ruby_value unknown(struct str why)
{
    return (struct ruby_value){.type = RUBY_UNKNOWN, .s = why};
}

static struct ruby_value integer(int64_t i, struct span at)
{
    return (struct ruby_value){.type = RUBY_INT, .i = i, .at = at};
}

/* String#to_i: the number at the start, else 0. */
static struct ruby_value to_i(struct ruby_value v)
{
    int64_t n = 0;
    uint32_t end = 0;
    if (v.type != RUBY_STRING)
        return v.type == RUBY_NIL ? integer(0, v.at) : v;
    struct str s = str_trim(v.s);
    while (end < s.n && (ch_is_digit(s.p[end]) || (end == 0 && s.p[0] == '-')))
        end++;
    return num_parse_int(str_slice(s, 0, end), &n) || end == 0 ? integer(n, v.at) : unknown((struct str){0});
}

/* Kernel#Integer refuses what is no number: the program does not start. */
static struct ruby_value to_integer(struct ruby_value v)
{
    int64_t n;
    if (v.type == RUBY_STRING && num_parse_int(str_trim(v.s), &n))
        return integer(n, v.at);
    return v.type == RUBY_INT || v.type == RUBY_UNKNOWN ? v : unknown((struct str){0});
}

static struct ruby_value to_s(struct arena *a, struct ruby_value v)
{
    if (v.type == RUBY_INT)
        v.s = str_printf(a, "%lld", (long long)v.i);
    if (v.type == RUBY_NIL)
        v.s = (struct str){0};
    v.type = v.type == RUBY_UNKNOWN ? RUBY_UNKNOWN : RUBY_STRING;
    return v;
}

static struct ruby_value arithmetic(char op, struct ruby_value x, struct ruby_value y)
{
    int64_t n;
    struct span at = span_is_none(x.at) ? y.at : x.at;
    if (x.type == RUBY_UNKNOWN || y.type == RUBY_UNKNOWN)
        return x.type == RUBY_UNKNOWN ? x : y;
    if (x.type != RUBY_INT || y.type != RUBY_INT)
        return unknown((struct str){0});
    bool over = op == '*'   ? __builtin_mul_overflow(x.i, y.i, &n)
                : op == '+' ? __builtin_add_overflow(x.i, y.i, &n)
                            : __builtin_sub_overflow(x.i, y.i, &n);
    return over ? unknown((struct str){0}) : integer(n, at);
}

/* ---- tokens ---- */

static void skip(struct folding *f)
{
    while (f->at < f->text.n && ch_is_space(f->text.p[f->at]))
        f->at++;
}

static bool take(struct folding *f, const char *token)
{
    skip(f);
    struct str rest = str_slice(f->text, f->at, f->text.n);
    if (!str_starts(rest, str_from(token)))
        return false;
    f->at += (uint32_t)strlen(token);
    return true;
}

static bool is_word(char c)
{
    return ch_is_alpha(c) || ch_is_digit(c) || c == '_';
}

static struct str name(struct folding *f)
{
    uint32_t from = f->at;
    while (f->at < f->text.n && is_word(f->text.p[f->at]))
        f->at++;
    return str_slice(f->text, from, f->at);
}

/* "X" or 'X' without anything that Ruby would fill in. */
static bool string(struct folding *f, struct str *ret)
{
    skip(f);
    char quote = str_byte(f->text, f->at);
    if (quote != '"' && quote != '\'')
        return false;
    struct str rest = str_slice(f->text, f->at + 1, f->text.n);
    *ret = str_slice(rest, 0, str_find_byte(rest, quote));
    bool plain = ret->n < rest.n && str_find(*ret, STR("#{")) == ret->n && str_find_byte(*ret, '\\') == ret->n;
    f->at += ret->n + 2;
    return plain;
}

/* ---- the environment ---- */

static struct ruby_value variable(struct folding *f, struct str of)
{
    const struct environment *e = f->scope->environment;
    const struct env_variable *v = environment_find(e, of);
    const struct str *given = f->scope->given ? map_get(f->scope->given, of) : NULL;
    if (v && v->known)
        return (struct ruby_value){.type = RUBY_STRING, .s = v->value, .at = v->at};
    if (given)
        return (struct ruby_value){.type = RUBY_STRING, .s = *given};
    if (!v && e && !e->partial)
        return (struct ruby_value){.type = RUBY_NIL};
    return unknown(str_printf(f->scope->a, "environment variable %.*s", STR_ARG(of)));
}

/* What stands for a variable that is not set: behind a comma, or in a block. */
static struct ruby_value fallback(struct folding *f, bool *ret_any)
{
    struct ruby_value d = unknown((struct str){0});
    *ret_any = take(f, ",");
    if (*ret_any)
        d = expression(f);
    if (!take(f, ")"))
        return unknown((struct str){0});
    if (!*ret_any && take(f, "{")) {
        *ret_any = true;
        d = expression(f);
        if (!take(f, "}"))
            return unknown((struct str){0});
    }
    return d;
}

/* Without a fallback fetch raises, and the program does not start. */
static struct ruby_value environment(struct folding *f)
{
    struct str of;
    bool any;
    if (take(f, "[")) {
        if (!string(f, &of) || !take(f, "]"))
            return unknown((struct str){0});
        return variable(f, of);
    }
    if (!take(f, ".fetch(") || !string(f, &of))
        return unknown((struct str){0});
    struct ruby_value v = variable(f, of), d = fallback(f, &any);
    if (v.type != RUBY_NIL)
        return v;
    return any ? d : unknown(str_printf(f->scope->a, "environment variable %.*s", STR_ARG(of)));
}

/* ---- names ---- */

/* The last assignment before the entry where the expression stands. One in a block may not be reached. */
static struct ruby_value value_of_name(struct folding *f, struct str of)
{
    const struct node *found = NULL, *until = f->scope->before;
    if (*f->names_left == 0)
        return unknown((struct str){0});
    --*f->names_left;
    for (const struct node *e = until && until->parent ? until->parent->first : NULL; e && e != until; e = e->next)
        if (e->word && str_eq(e->text, of))
            found = e;
    if (!found || !found->first || found->flags & NODE_CONDITIONAL)
        return unknown((struct str){0});
    struct ruby_scope scope = *f->scope;
    scope.before = found;
    struct folding inner = {&scope, found->first->text, 0, f->depth, f->names_left};
    struct ruby_value v = expression(&inner);
    skip(&inner);
    return inner.at == inner.text.n ? v : unknown((struct str){0});
}

static struct ruby_value named(struct folding *f)
{
    struct str of = name(f);
    if (str_eq(of, STR("ENV")))
        return environment(f);
    if (str_eq(of, STR("nil")))
        return (struct ruby_value){.type = RUBY_NIL};
    if (str_eq(of, STR("Integer")) && take(f, "(")) {
        struct ruby_value v = to_integer(expression(f));
        return take(f, ")") ? v : unknown((struct str){0});
    }
    return value_of_name(f, of);
}

/* ---- the grammar ---- */

static struct ruby_value primary(struct folding *f)
{
    struct str text;
    int64_t n;
    skip(f);
    char c = str_byte(f->text, f->at);
    if (take(f, "(")) {
        struct ruby_value v = expression(f);
        return take(f, ")") ? v : unknown((struct str){0});
    }
    if (c == '"' || c == '\'')
        return string(f, &text) ? (struct ruby_value){.type = RUBY_STRING, .s = text} : unknown((struct str){0});
    if (ch_is_digit(c))
        return num_parse_int(name(f), &n) ? integer(n, SPAN_NONE) : unknown((struct str){0});
    return ch_is_alpha(c) || c == '_' ? named(f) : unknown((struct str){0});
}

static struct ruby_value with_calls(struct folding *f)
{
    struct ruby_value v = primary(f);
    while (f->at < f->text.n && f->text.p[f->at] == '.') {
        f->at++;
        struct str call = name(f);
        if (str_eq(call, STR("to_i")))
            v = to_i(v);
        else if (str_eq(call, STR("to_s")))
            v = to_s(f->scope->a, v);
        else
            return unknown((struct str){0});
    }
    return v;
}

static struct ruby_value product(struct folding *f)
{
    struct ruby_value v = with_calls(f);
    while (take(f, "*"))
        v = arithmetic('*', v, with_calls(f));
    return v;
}

static struct ruby_value sum(struct folding *f)
{
    struct ruby_value v = product(f);
    for (;;) {
        if (take(f, "+"))
            v = arithmetic('+', v, product(f));
        else if (take(f, "-"))
            v = arithmetic('-', v, product(f));
        else
            return v;
    }
}

static struct ruby_value expression(struct folding *f)
{
    if (++f->depth > MAX_NESTING) {
        f->at = f->text.n;
        return unknown((struct str){0});
    }
    struct ruby_value v = sum(f);
    while (take(f, "||")) {
        struct ruby_value y = sum(f);
        v = v.type == RUBY_NIL ? y : v;
    }
    f->depth--;
    return v;
}

struct ruby_value ruby_fold(const struct ruby_scope *scope, struct str text)
{
    int names_left = MAX_NAMES;
    struct folding f = {scope, text, 0, 0, &names_left};
    struct ruby_value v = expression(&f);
    skip(&f);
    return f.at == text.n ? v : unknown((struct str){0});
}
