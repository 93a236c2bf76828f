/* Expressions: the precedence of Python's reference, 6.17, folded while they are read. */
#include "kinds/gunicorn/python.h"

#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"

enum { MAX_DEPTH = 100 }; /* of expressions within each other; deeper ones are unknown */

struct parser {
    struct py_module *m;
    uint32_t i, to; /* tokens */
    uint32_t depth;
    bool failed; /* not understood: the whole is unknown */
};

static struct py_value climb(struct parser *p, uint32_t least);
static struct py_value test(struct parser *p);

static struct arena *arena_of(const struct parser *p)
{
    return p->m->text->a;
}

static const struct py_token *token_of(const struct parser *p)
{
    return p->i < p->to ? &p->m->text->tokens.p[p->i] : NULL;
}

static bool is(const struct parser *p, const char *text)
{
    const struct py_token *t = token_of(p);
    return t && py_is(p->m->text, t, text);
}

static bool take(struct parser *p, const char *text)
{
    bool there = is(p, text);
    p->i += there;
    return there;
}

static struct py_value fail(struct parser *p)
{
    p->failed = true;
    return py_unknown(arena_of(p), STR("an expression"));
}

/* ---- text ---- */

/* The value of an escape's digits, at most n of them in the base. Cuts them off. */
static uint32_t take_digits(struct str *s, uint32_t n, uint32_t base)
{
    uint32_t v = 0;
    while (n-- > 0 && s->n) {
        char c = ch_lower(s->p[0]);
        uint32_t d = ch_is_digit(c) ? (uint32_t)(c - '0') : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10 : 99;
        if (d >= base)
            break;
        v = v * base + d;
        *s = str_slice(*s, 1, s->n);
    }
    return v;
}

/* What stands behind a backslash; it is cut off s. One that means nothing stays as it is. */
static void unescape(struct buf *b, struct str *s)
{
    static const char from[] = "abfnrtv\\'\"", to[] = "\a\b\f\n\r\t\v\\'\"";
    char c = str_byte(*s, 0), out[4];
    const char *known = c ? strchr(from, c) : NULL;
    uint32_t code;
    if (c >= '0' && c <= '7') {
        code = take_digits(s, 3, 8);
    } else {
        *s = str_slice(*s, 1, s->n);
        if (known)
            buf_putc(b, to[known - from]);
        else if (c != '\n' && c != 'x' && c != 'u' && c != 'U')
            buf_put(b, (struct str){(char[]){'\\', c}, 2});
        if (c != 'x' && c != 'u' && c != 'U')
            return;
        code = take_digits(s, c == 'x' ? 2 : c == 'u' ? 4 : 8, 16);
    }
    buf_put(b, (struct str){out, utf8_put(code <= 0x10ffff ? code : 0xfffd, out)});
}

/* The bytes within a string's quotes. */
static struct str body_of(const struct py_text *t, const struct py_token *token)
{
    struct str text = py_token_text(t, token);
    uint32_t quotes = token->flags & PY_TRIPLE ? 3 : 1, from = 0;
    while (from < text.n && text.p[from] != '"' && text.p[from] != '\'')
        from++;
    return str_slice(text, from + quotes, text.n - quotes);
}

/* A field of an f-string: {name}. Everything else in it is not folded. Cuts it off *s, from its '{'. */
static bool put_field(struct parser *p, struct buf *b, struct str *s)
{
    struct str name = str_slice(*s, 1, str_find_byte(*s, '}'));
    const struct py_value *bound = map_get(&p->m->scope, str_trim(name));
    struct py_value text = bound ? py_operate(arena_of(p), PY_TO_STR, bound, 1) : (struct py_value){0};
    if (text.kind != PY_STR)
        return false;
    buf_put(b, text.s);
    *s = str_slice(*s, name.n + 2, s->n);
    return true;
}

static bool put_string(struct parser *p, struct buf *b, const struct py_token *t)
{
    struct str s = body_of(p->m->text, t);
    bool format = t->flags & PY_FORMAT;
    while (s.n) {
        char c = s.p[0];
        bool twice = format && (c == '{' || c == '}') && str_byte(s, 1) == c;
        if (format && c == '{' && !twice) {
            if (!put_field(p, b, &s))
                return false;
            continue;
        }
        s = str_slice(s, twice ? 2 : 1, s.n);
        if (c == '\\' && !(t->flags & PY_RAW))
            unescape(b, &s);
        else
            buf_putc(b, c);
    }
    return true;
}

/* Strings that follow each other are one. */
static struct py_value strings(struct parser *p)
{
    struct buf b = {.a = arena_of(p)};
    const char *why = NULL;
    for (const struct py_token *t; (t = token_of(p)) && t->kind == PY_STRING; p->i++) {
        if (t->flags & PY_HAS_MARK)
            why = "a template's expression";
        else if (t->flags & (PY_BYTES | PY_OPEN))
            why = "an expression";
        else if (!why && !put_string(p, &b, t))
            why = "an expression";
    }
    return why ? py_unknown(arena_of(p), str_from(why)) : (struct py_value){.kind = PY_STR, .s = buf_str(&b)};
}

/* ---- atoms ---- */

static struct py_value number(struct parser *p)
{
    struct str text = py_token_text(p->m->text, token_of(p));
    struct buf b = {.a = arena_of(p)};
    struct py_value v = {.kind = PY_INT};
    for (uint32_t i = 0; i < text.n; i++)
        if (text.p[i] != '_')
            buf_putc(&b, ch_lower(text.p[i]));
    struct str digits = buf_str(&b);
    char base = digits.n > 2 && digits.p[0] == '0' ? digits.p[1] : '\0';
    uint32_t radix = base == 'x' ? 16 : base == 'o' ? 8 : base == 'b' ? 2 : 0;
    p->i++;
    if (radix && digits.n < 18) {
        struct str rest = str_slice(digits, 2, digits.n);
        v.i = take_digits(&rest, 7, radix);
        return rest.n ? py_unknown(b.a, STR("an expression")) : v;
    }
    if (num_parse_int(digits, &v.i))
        return v;
    v.kind = PY_FLOAT;
    if (digits.n && digits.p[digits.n - 1] == '.')
        digits.n--;
    if (digits.n && digits.p[0] == '.')
        digits = str_concat(b.a, STR("0"), digits);
    return num_parse_double(digits, &v.f) ? v : py_unknown(b.a, STR("an expression"));
}

static bool is_builtin(struct str name)
{
    static const char *const names[] = {"int",   "float", "str",  "min",  "max",  "abs",
                                        "round", "len",   "bool", "list", "tuple"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_from(names[i])))
            return true;
    return false;
}

static struct py_value name(struct parser *p)
{
    static const char *const keywords[] = {"lambda", "await", "yield", "for", "async", "if", "else", "in", "is", "not"};
    struct str text = py_token_text(p->m->text, token_of(p));
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (str_eq(text, str_from(keywords[i])))
            return fail(p);
    p->i++;
    if (str_eq(text, STR("None")))
        return (struct py_value){.kind = PY_NONE};
    if (str_eq(text, STR("True")) || str_eq(text, STR("False")))
        return (struct py_value){.kind = PY_BOOL, .b = text.p[0] == 'T'};
    const struct py_value *bound = map_get(&p->m->scope, text);
    if (bound)
        return *bound;
    if (is_builtin(text))
        return (struct py_value){.kind = PY_PATH, .s = text};
    return py_unknown(arena_of(p), str_printf(arena_of(p), "the name %s", diag_quote(arena_of(p), text).p));
}

/* An item or argument, with its place. */
static struct py_value placed_test(struct parser *p)
{
    uint32_t from = p->i;
    struct py_value v = test(p);
    const struct py_token *t = p->m->text->tokens.p;
    if (p->i > from)
        v.at = (struct span){p->m->text->src, t[from].off, t[p->i - 1].off + t[p->i - 1].len - t[from].off};
    return v;
}

/* Items up to the closing bracket. *ret_comma tells whether a comma was among them. */
static struct py_value items(struct parser *p, const char *close, bool *ret_comma)
{
    VEC(struct py_value) all = {0};
    *ret_comma = false;
    while (!p->failed && !is(p, close)) {
        vec_push(arena_of(p), &all, placed_test(p));
        if (!take(p, ","))
            break;
        *ret_comma = true;
    }
    if (p->failed || !take(p, close))
        return fail(p);
    return (struct py_value){.kind = PY_LIST, .items = all.p, .n = all.n};
}

static struct py_value parenthesis(struct parser *p)
{
    bool comma;
    struct py_value v = items(p, ")", &comma);
    return v.kind == PY_LIST && v.n == 1 && !comma ? v.items[0] : v;
}

/* A dictionary or set: what is in it is not needed. */
static struct py_value braces(struct parser *p)
{
    uint32_t depth = 1;
    for (; depth && p->i < p->to; p->i++)
        depth += is(p, "{") ? 1u : is(p, "}") ? UINT32_MAX : 0u;
    return depth ? fail(p) : (struct py_value){.kind = PY_OBJECT};
}

static struct py_value atom(struct parser *p)
{
    const struct py_token *t = token_of(p);
    bool comma;
    if (!t)
        return fail(p);
    if (t->kind == PY_STRING)
        return strings(p);
    if (t->kind == PY_NUMBER)
        return number(p);
    if (t->kind == PY_NAME)
        return name(p);
    if (t->kind == PY_MARK) {
        p->i++;
        return py_unknown(arena_of(p), STR("a template's expression"));
    }
    if (take(p, "("))
        return parenthesis(p);
    if (take(p, "["))
        return items(p, "]", &comma);
    if (take(p, "{"))
        return braces(p);
    return fail(p);
}

/* ---- calls ---- */

static struct py_value environment(struct parser *p, const struct py_value *args, uint32_t n)
{
    struct arena *a = arena_of(p);
    if (n == 0 || args[0].kind != PY_STR)
        return py_unknown(a, STR("an environment variable"));
    const struct str *known = p->m->text->env ? map_get(p->m->text->env, args[0].s) : NULL;
    if (known)
        return (struct py_value){.kind = PY_STR, .s = *known};
    return py_unknown(a, str_printf(a, "environment variable %s", diag_quote(a, args[0].s).p));
}

static bool is_path(const struct py_value *v, const char *path)
{
    return v->kind == PY_PATH && str_eq(v->s, str_from(path));
}

static struct py_value length(struct parser *p, const struct py_value *v)
{
    if (v->kind == PY_STR || v->kind == PY_LIST)
        return (struct py_value){.kind = PY_INT, .i = v->kind == PY_STR ? utf8_code_points(v->s) : v->n};
    return py_unknown(arena_of(p), STR("an expression"));
}

static struct py_value call(struct parser *p, const struct py_value *f, const struct py_value *args, uint32_t n)
{
    static const struct {
        const char *name;
        enum py_op op;
    } functions[] = {{"int", PY_TO_INT}, {"float", PY_TO_FLOAT}, {"str", PY_TO_STR}, {"min", PY_MIN},
                     {"max", PY_MAX},    {"abs", PY_ABS},        {"round", PY_ROUND}};
    static const char *const environ[] = {"os.environ.get", "os.getenv", "os.environ.setdefault", "os.environ.pop"};
    static const char *const cpus[] = {"multiprocessing.cpu_count", "os.cpu_count"};
    struct arena *a = arena_of(p);
    bool truth;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (is_path(f, functions[i].name))
            return py_operate(a, functions[i].op, args, n);
    for (size_t i = 0; i < sizeof environ / sizeof *environ; i++)
        if (is_path(f, environ[i]))
            return environment(p, args, n);
    for (size_t i = 0; i < sizeof cpus / sizeof *cpus; i++)
        if (is_path(f, cpus[i]) && n == 0)
            return py_operate(a, PY_CPUS, NULL, 0);
    if (is_path(f, "len") && n == 1 && args[0].kind != PY_UNKNOWN)
        return length(p, &args[0]);
    if (is_path(f, "bool") && n == 1 && py_truth(&args[0], &truth))
        return (struct py_value){.kind = PY_BOOL, .b = truth};
    if ((is_path(f, "list") || is_path(f, "tuple")) && n == 1 && args[0].kind == PY_LIST)
        return args[0];
    if ((is_path(f, "len") || is_path(f, "bool")) && n == 1)
        return py_operate(a, PY_OTHER, args, n);
    return py_unknown(a, f->kind == PY_PATH ? str_printf(a, "a call of %s", diag_quote(a, f->s).p) : STR("a call"));
}

/* The arguments of a call, its '(' taken. Those by name are read and make it one that is not computed. */
static struct py_value arguments(struct parser *p, const struct py_value *f)
{
    VEC(struct py_value) args = {0};
    bool named = false;
    while (!p->failed && !is(p, ")")) {
        const struct py_token *t = token_of(p), *next = t && p->i + 1 < p->to ? t + 1 : NULL;
        bool by_name = next && t->kind == PY_NAME && py_is(p->m->text, next, "=");
        p->i += by_name ? 2 : 0;
        named |= by_name;
        struct py_value v = test(p);
        if (!by_name)
            vec_push(arena_of(p), &args, v);
        if (!take(p, ","))
            break;
    }
    if (p->failed || !take(p, ")"))
        return fail(p);
    if (named && !str_starts(f->kind == PY_PATH ? f->s : (struct str){0}, STR("os.")))
        return py_unknown(arena_of(p), STR("a call"));
    return call(p, f, args.p, args.n);
}

/* x[i] of a list, and os.environ["X"]. */
static struct py_value subscript(struct parser *p, const struct py_value *v)
{
    struct py_value key = test(p);
    if (p->failed || !take(p, "]"))
        return fail(p);
    if (is_path(v, "os.environ"))
        return environment(p, &key, 1);
    int64_t i = key.kind == PY_INT && key.i < 0 ? key.i + v->n : key.i;
    if (v->kind == PY_LIST && key.kind == PY_INT && i >= 0 && i < v->n)
        return v->items[i];
    return py_unknown(arena_of(p), STR("an expression"));
}

static struct py_value attribute(struct parser *p, const struct py_value *v)
{
    const struct py_token *t = token_of(p);
    struct arena *a = arena_of(p);
    if (!t || t->kind != PY_NAME)
        return fail(p);
    p->i++;
    if (v->kind != PY_PATH)
        return v->kind == PY_UNKNOWN ? *v : py_unknown(a, STR("a call"));
    struct str dotted = str_concat(a, str_concat(a, v->s, STR(".")), py_token_text(p->m->text, t));
    return (struct py_value){.kind = PY_PATH, .s = dotted};
}

static struct py_value primary(struct parser *p)
{
    struct py_value v = atom(p);
    while (!p->failed) {
        if (take(p, "."))
            v = attribute(p, &v);
        else if (take(p, "("))
            v = arguments(p, &v);
        else if (take(p, "["))
            v = subscript(p, &v);
        else
            break;
    }
    return v;
}

/* ---- operators ---- */

enum {
    LEVEL_OR = 1,
    LEVEL_AND,
    LEVEL_NOT,
    LEVEL_COMPARE,
    LEVEL_BITS,
    LEVEL_SUM = 9,
    LEVEL_TERM,
    LEVEL_UNARY,
    LEVEL_POWER
};

static const struct operator
{
    const char *text;
    uint32_t level;
    enum py_op op;
}
operators[] = {
    {"or", LEVEL_OR, PY_OTHER},       {"and", LEVEL_AND, PY_OTHER},     {"in", LEVEL_COMPARE, PY_OTHER},
    {"is", LEVEL_COMPARE, PY_OTHER},  {"not", LEVEL_COMPARE, PY_OTHER}, {"<", LEVEL_COMPARE, PY_OTHER},
    {">", LEVEL_COMPARE, PY_OTHER},   {"==", LEVEL_COMPARE, PY_OTHER},  {">=", LEVEL_COMPARE, PY_OTHER},
    {"<=", LEVEL_COMPARE, PY_OTHER},  {"!=", LEVEL_COMPARE, PY_OTHER},  {"|", LEVEL_BITS, PY_OTHER},
    {"^", LEVEL_BITS + 1, PY_OTHER},  {"&", LEVEL_BITS + 2, PY_OTHER},  {"<<", LEVEL_BITS + 3, PY_OTHER},
    {">>", LEVEL_BITS + 3, PY_OTHER}, {"+", LEVEL_SUM, PY_ADD},         {"-", LEVEL_SUM, PY_SUB},
    {"*", LEVEL_TERM, PY_MUL},        {"/", LEVEL_TERM, PY_DIV},        {"//", LEVEL_TERM, PY_FLOOR},
    {"%", LEVEL_TERM, PY_MOD},        {"@", LEVEL_TERM, PY_OTHER},      {"**", LEVEL_POWER, PY_OTHER},
};

static const struct operator* operator_here(const struct parser *p)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (is(p, operators[i].text))
            return &operators[i];
    return NULL;
}

static struct py_value negated(struct parser *p, const struct py_value *v)
{
    bool truth;
    if (py_truth(v, &truth))
        return (struct py_value){.kind = PY_BOOL, .b = !truth};
    return py_operate(arena_of(p), PY_OTHER, v, 1);
}

static struct py_value unary(struct parser *p)
{
    struct py_value v;
    if (take(p, "not")) {
        v = climb(p, LEVEL_NOT);
        return negated(p, &v);
    }
    if (take(p, "-")) {
        v = climb(p, LEVEL_UNARY);
        return py_operate(arena_of(p), PY_NEG, &v, 1);
    }
    if (take(p, "+"))
        return climb(p, LEVEL_UNARY);
    if (take(p, "~")) {
        v = climb(p, LEVEL_UNARY);
        return py_operate(arena_of(p), PY_OTHER, &v, 1);
    }
    return primary(p);
}

/* x or y, x and y: one of the two, when it is known which. */
static struct py_value choose(struct parser *p, uint32_t level, const struct py_value pair[2])
{
    bool truth;
    if (py_truth(&pair[0], &truth))
        return pair[truth == (level == LEVEL_AND)];
    /* What a host has CPUs of is not 0. */
    if (pair[0].kind == PY_HOST && pair[0].op == PY_CPUS)
        return pair[level == LEVEL_AND];
    return py_operate(arena_of(p), PY_OTHER, pair, 2);
}

static struct py_value climb(struct parser *p, uint32_t least)
{
    const struct operator* o;
    if (p->depth >= MAX_DEPTH)
        return fail(p);
    p->depth++;
    struct py_value v = unary(p);
    while (!p->failed && (o = operator_here(p)) && o->level >= least) {
        p->i++;
        if (o->level == LEVEL_COMPARE)
            p->i += is(p, "not") || is(p, "in"); /* is not, not in */
        struct py_value pair[2] = {v, climb(p, o->level == LEVEL_POWER ? LEVEL_UNARY : o->level + 1)};
        v = o->level <= LEVEL_AND ? choose(p, o->level, pair) : py_operate(arena_of(p), o->op, pair, 2);
    }
    p->depth--;
    return v;
}

/* x if c else y. */
static struct py_value test(struct parser *p)
{
    bool truth;
    if (p->depth >= MAX_DEPTH)
        return fail(p);
    struct py_value v = climb(p, LEVEL_OR);
    if (p->failed || !take(p, "if"))
        return v;
    struct py_value condition = climb(p, LEVEL_OR);
    if (p->failed || !take(p, "else"))
        return fail(p);
    p->depth++;
    struct py_value otherwise = test(p);
    p->depth--;
    if (py_truth(&condition, &truth))
        return truth ? v : otherwise;
    return py_operate(arena_of(p), PY_OTHER, &condition, 1);
}

/* A tuple needs no parentheses here. */
static struct py_value tests(struct parser *p)
{
    struct py_value v = test(p);
    VEC(struct py_value) all = {0};
    if (p->failed || !is(p, ","))
        return v;
    vec_push(arena_of(p), &all, v);
    while (!p->failed && take(p, ",") && p->i < p->to)
        vec_push(arena_of(p), &all, placed_test(p));
    return (struct py_value){.kind = PY_LIST, .items = all.p, .n = all.n};
}

struct py_value py_expression(struct py_module *m, uint32_t from, uint32_t to)
{
    struct parser p = {.m = m, .i = from, .to = to};
    struct py_value v = from < to ? tests(&p) : fail(&p);
    if (p.failed || p.i < to)
        v = py_unknown(m->text->a, STR("an expression"));
    if (from < to) {
        struct py_token *t = m->text->tokens.p;
        v.at = (struct span){m->text->src, t[from].off, t[to - 1].off + t[to - 1].len - t[from].off};
    }
    return v;
}
