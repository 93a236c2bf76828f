/* Statements of a module: what names they bind, and whether surely. */
#include "kinds/gunicorn/python.h"

/* A run of tokens, without its NEWLINE. */
struct run {
    uint32_t from, to;
};

struct reader {
    struct py_module *m;
    bool conditional;
    uint32_t skip_deeper; /* lines indented more than this stand in a function or class; UINT32_MAX: none do */
};

static const struct py_token *token(const struct reader *r, uint32_t i)
{
    return &r->m->text->tokens.p[i];
}

static bool is(const struct reader *r, uint32_t i, const char *text)
{
    return py_is(r->m->text, token(r, i), text);
}

static struct str text_of(const struct reader *r, uint32_t i)
{
    return py_token_text(r->m->text, token(r, i));
}

static bool is_name(const struct reader *r, struct run run, uint32_t i)
{
    return i < run.to && token(r, i)->kind == PY_NAME;
}

static struct span span_of(const struct reader *r, struct run run)
{
    if (run.from >= run.to)
        return SPAN_NONE;
    const struct py_token *first = token(r, run.from), *last = token(r, run.to - 1);
    return (struct span){r->m->text->src, first->off, last->off + last->len - first->off};
}

/* The first token at the level of the run, from i on, that is the text; run.to: none is. */
static uint32_t find(const struct reader *r, struct run run, uint32_t i, const char *text)
{
    uint32_t depth = 0;
    for (; i < run.to; i++) {
        if (depth == 0 && is(r, i, text))
            return i;
        if (is(r, i, "(") || is(r, i, "[") || is(r, i, "{"))
            depth++;
        else if (depth && (is(r, i, ")") || is(r, i, "]") || is(r, i, "}")))
            depth--;
    }
    return run.to;
}

/* ---- binding ---- */

static struct py_binding *bind(struct reader *r, uint32_t i, struct py_value v)
{
    struct py_module *m = r->m;
    struct arena *a = m->text->a;
    struct str name = text_of(r, i);
    struct py_binding b = {.name = name, .name_at = span_of(r, (struct run){i, i + 1}), .conditional = r->conditional};
    b.at = b.name_at;
    if (r->conditional) {
        struct span at = v.at;
        v = py_unknown(a, STR("a condition"));
        v.at = at;
    }
    b.value = v;
    struct py_value *kept = arena_new(a, struct py_value);
    *kept = v;
    map_put(&m->scope, name, NULL, NULL)->value = kept;
    vec_push(a, &m->bindings, b);
    return &m->bindings.p[m->bindings.n - 1];
}

static void bind_unknown(struct reader *r, uint32_t i, const char *why)
{
    bind(r, i, py_unknown(r->m->text->a, str_from(why)));
}

/* From here on, and before, any name may mean something else. */
static void hide(struct reader *r, uint32_t until, struct str by, struct span at)
{
    if (r->m->hidden_until >= until)
        return;
    r->m->hidden_until = until;
    r->m->hidden_by = by;
    r->m->hidden_at = at;
}

/* ---- imports ---- */

/* a.b.c; *i is moved behind it. */
static struct str dotted_name(const struct reader *r, struct run run, uint32_t *i)
{
    uint32_t from = *i;
    while (*i < run.to && (token(r, *i)->kind == PY_NAME || is(r, *i, ".") || is(r, *i, "...")) &&
           !is(r, *i, "import") && !is(r, *i, "as"))
        ++*i;
    struct span at = span_of(r, (struct run){from, *i});
    return str_slice(r->m->text->text, at.off, at.off + at.len);
}

static struct py_value path(struct str s)
{
    return (struct py_value){.kind = PY_PATH, .s = s};
}

/* import os, multiprocessing as mp: the first part of a dotted name is bound. */
static void read_import(struct reader *r, struct run run)
{
    for (uint32_t i = run.from + 1; i < run.to; i++) {
        uint32_t first = i;
        struct str name = dotted_name(r, run, &i);
        bool renamed = i + 1 < run.to && is(r, i, "as");
        if (renamed)
            bind(r, i + 1, path(name));
        else if (is_name(r, run, first))
            bind(r, first, path(text_of(r, first)));
        i += renamed ? 2 : 0;
    }
}

/* from multiprocessing import cpu_count as n, ...: a path, as far as it leads to something known; of other modules a name is something. */
static void read_from_import(struct reader *r, struct run run)
{
    struct arena *a = r->m->text->a;
    uint32_t i = run.from + 1;
    struct str module = dotted_name(r, run, &i);
    for (i++; i < run.to; i++) {
        if (is(r, i, "*"))
            hide(r, token(r, i)->off, module, span_of(r, run));
        if (!is_name(r, run, i))
            continue;
        struct str name = text_of(r, i);
        bool known = str_eq(module, STR("os")) || str_eq(module, STR("multiprocessing"));
        bool renamed = i + 2 < run.to && is(r, i + 1, "as");
        struct py_value v = known ? path(str_concat(a, str_concat(a, module, STR(".")), name))
                                  : py_unknown(a, str_printf(a, "an import from %s", diag_quote(a, module).p));
        i += renamed ? 2 : 0;
        bind(r, i, v);
    }
}

/* ---- simple statements ---- */

/* Targets that are no plain name: "a, b", "(a, b)", "*a", "x[i]", "x.y". */
static void bind_targets(struct reader *r, struct run run, const struct py_value *v)
{
    uint32_t n = 0;
    bool plain = true;
    for (uint32_t i = run.from; i < run.to; i++) {
        n += token(r, i)->kind == PY_NAME;
        plain = plain && (token(r, i)->kind == PY_NAME) == ((i - run.from) % 2 == 0) && (n > 0) &&
                (is(r, i, ",") || token(r, i)->kind == PY_NAME);
    }
    plain = plain && v->kind == PY_LIST && v->n == n;
    for (uint32_t i = run.from, k = 0; i < run.to; i++)
        if (token(r, i)->kind == PY_NAME && plain)
            bind(r, i, v->items[k++]);
        else if (token(r, i)->kind == PY_NAME)
            bind_unknown(r, i, "an assignment to several names");
}

/* name[i] = ..., name.x = ..., name.append(...): what the name stands for is changed. */
static void read_mutation(struct reader *r, struct run run)
{
    struct str name = text_of(r, run.from);
    const struct py_value *bound = map_get(&r->m->scope, name);
    bool all = str_eq(name, STR("globals")) || str_eq(name, STR("locals")) || str_eq(name, STR("vars"));
    if (all && is(r, run.from + 1, "("))
        hide(r, UINT32_MAX, str_concat(r->m->text->a, name, STR("()")), span_of(r, run));
    else if (bound && bound->kind != PY_PATH)
        bind_unknown(r, run.from, "a change in place");
}

static bool is_changed(const struct reader *r, struct run run)
{
    return run.from + 1 < run.to && is_name(r, run, run.from) &&
           (is(r, run.from + 1, ".") || is(r, run.from + 1, "[") || is(r, run.from + 1, "("));
}

static void assign(struct reader *r, struct run target, struct run statement, const struct py_value *v)
{
    uint32_t colon = find(r, target, target.from, ":"); /* name: type = value */
    target.to = colon < target.to ? colon : target.to;
    if (target.to == target.from + 1 && token(r, target.from)->kind == PY_NAME) {
        struct py_binding *b = bind(r, target.from, *v);
        b->at = span_of(r, (struct run){target.from, statement.to});
        b->is_assignment = true;
    } else if (is_changed(r, target)) {
        read_mutation(r, target);
    } else {
        bind_targets(r, target, v);
    }
}

static bool is_augmented(const struct reader *r, uint32_t i)
{
    struct str s = text_of(r, i);
    return token(r, i)->kind == PY_OP && s.n >= 2 && s.p[s.n - 1] == '=' && !strchr("=!<>:", s.p[0]);
}

static enum py_op operation_of(struct str s)
{
    return str_eq(s, STR("+="))    ? PY_ADD
           : str_eq(s, STR("-="))  ? PY_SUB
           : str_eq(s, STR("*="))  ? PY_MUL
           : str_eq(s, STR("//=")) ? PY_FLOOR
                                   : PY_OTHER;
}

static void read_augmented(struct reader *r, struct run run, uint32_t at)
{
    struct arena *a = r->m->text->a;
    const struct py_value *bound = map_get(&r->m->scope, text_of(r, run.from));
    if (at != run.from + 1 || token(r, run.from)->kind != PY_NAME)
        return;
    struct py_value pair[2] = {bound ? *bound : py_unknown(a, STR("an expression")),
                               py_expression(r->m, at + 1, run.to)};
    struct py_value v = py_operate(a, operation_of(text_of(r, at)), pair, 2);
    v.at = pair[1].at;
    struct py_binding *b = bind(r, run.from, v);
    b->at = span_of(r, run);
    b->is_assignment = true;
}

/* (name := value), wherever it stands. */
static void read_walrus(struct reader *r, struct run run)
{
    for (uint32_t i = run.from; i + 1 < run.to; i++)
        if (is(r, i + 1, ":=") && token(r, i)->kind == PY_NAME)
            bind_unknown(r, i, "an expression");
}

static void read_assignment(struct reader *r, struct run run, uint32_t equals)
{
    uint32_t last = equals, next;
    while ((next = find(r, run, last + 1, "=")) < run.to)
        last = next;
    struct py_value v = py_expression(r->m, last + 1, run.to);
    if (run.from < run.to && token(r, run.from)->flags & PY_OPEN) {
        struct span at = v.at;
        v = py_unknown(r->m->text->a, STR("a fault"));
        v.at = at;
    }
    for (uint32_t from = run.from; from <= last; from = next + 1) {
        next = find(r, run, from, "=");
        assign(r, (struct run){from, next}, run, &v);
    }
}

static void read_simple(struct reader *r, struct run run)
{
    static const char *const others[] = {"return", "raise", "assert", "pass", "break", "continue", "nonlocal", "type"};
    uint32_t equals = find(r, run, run.from, "="), i = run.from;
    if (run.from >= run.to)
        return;
    if (is(r, i, "import")) {
        read_import(r, run);
        return;
    }
    if (is(r, i, "from")) {
        read_from_import(r, run);
        return;
    }
    read_walrus(r, run);
    for (size_t k = 0; k < sizeof others / sizeof *others; k++)
        if (is(r, i, others[k]) && equals == run.to)
            return;
    while (i < run.to && !is_augmented(r, i))
        i++;
    if (equals < run.to)
        read_assignment(r, run, equals);
    else if (i < run.to)
        read_augmented(r, run, i);
    else if (is(r, run.from, "del") && is_name(r, run, run.from + 1))
        bind_unknown(r, run.from + 1, "del");
    else if (is(r, run.from, "exec") && run.from + 1 < run.to && is(r, run.from + 1, "("))
        hide(r, UINT32_MAX, STR("exec()"), span_of(r, run));
    else if (is_changed(r, run))
        read_mutation(r, run);
}

static void read_simples(struct reader *r, struct run run)
{
    while (run.from < run.to) {
        uint32_t end = find(r, run, run.from, ";");
        read_simple(r, (struct run){run.from, end});
        run.from = end + 1;
    }
}

/* ---- compound statements ---- */

static bool is_one_of(const struct reader *r, uint32_t i, const char *const *words)
{
    for (; *words; words++)
        if (is(r, i, *words))
            return true;
    return false;
}

/* Names that the head of an if, for, with ... binds: for x in, as x. */
static void read_head(struct reader *r, struct run head)
{
    uint32_t in = is(r, head.from, "for") ? find(r, head, head.from, "in") : head.from;
    for (uint32_t i = head.from + 1; i < in; i++)
        if (token(r, i)->kind == PY_NAME)
            bind_unknown(r, i, "a loop");
    for (uint32_t i = head.from; i + 1 < head.to; i++)
        if (is(r, i, "as") && token(r, i + 1)->kind == PY_NAME)
            bind_unknown(r, i + 1, "a condition");
    read_walrus(r, head);
}

/* The name of a function or class at run.from; what it holds is its own. */
static void read_definition(struct reader *r, struct run run)
{
    uint32_t name = run.from + 1 + (is(r, run.from, "async") ? 1 : 0);
    if (is_name(r, run, name)) {
        struct py_binding *b = bind(r, name, (struct py_value){.kind = PY_OBJECT});
        b->at = span_of(r, (struct run){run.from, name + 1});
    }
    r->skip_deeper = token(r, run.from)->indent;
}

/* In a function: `global name` lets it bind the module's. */
static void read_within_function(struct reader *r, struct run run)
{
    bool outer = r->conditional;
    r->conditional = true;
    if (is(r, run.from, "global"))
        for (uint32_t i = run.from + 1; i < run.to; i++)
            if (token(r, i)->kind == PY_NAME)
                bind_unknown(r, i, "a function");
    r->conditional = outer;
}

static void read_line(struct reader *r, struct run run)
{
    static const char *const definitions[] = {"def", "class", NULL};
    static const char *const compounds[] = {"if",      "elif", "else",  "for",   "while", "try", "except",
                                            "finally", "with", "async", "match", "case",  NULL};
    uint32_t indent = token(r, run.from)->indent, colon = find(r, run, run.from, ":");
    if (indent <= r->skip_deeper && r->skip_deeper != UINT32_MAX)
        r->skip_deeper = UINT32_MAX;
    if (r->skip_deeper != UINT32_MAX && indent > r->skip_deeper) {
        read_within_function(r, run);
        return;
    }
    bool in_template = r->m->text->marks && marks_is_conditional(r->m->text->marks, token(r, run.from)->off);
    r->conditional = indent > 0 || in_template;
    bool async_def = is(r, run.from, "async") && run.from + 1 < run.to && is(r, run.from + 1, "def");
    if (is_one_of(r, run.from, definitions) || async_def) {
        read_definition(r, run);
    } else if (is_one_of(r, run.from, compounds) && colon < run.to && find(r, run, run.from, "=") > colon) {
        r->conditional = true;
        read_head(r, (struct run){run.from, colon});
        read_simples(r, (struct run){colon + 1, run.to});
    } else if (!is(r, run.from, "@")) {
        read_simples(r, run);
    }
}

/* ---- names that are read ---- */

/* Runs of name bytes in an f-string may be names. */
static void use_words(struct py_module *m, struct str text)
{
    for (uint32_t i = 0, from = 0; i <= text.n; i++) {
        char c = str_byte(text, i);
        if (i < text.n && (ch_is_alpha(c) || ch_is_digit(c) || c == '_'))
            continue;
        if (i > from)
            map_put(&m->used, str_slice(text, from, i), m, NULL);
        from = i + 1;
    }
}

/* Every name but those that begin an assignment. */
static void note_uses(struct py_module *m)
{
    const struct py_text *t = m->text;
    for (uint32_t i = 0; i + 1 < t->tokens.n; i++) {
        const struct py_token *token = &t->tokens.p[i];
        bool first = i == 0 || token[-1].kind == PY_NEWLINE || py_is(t, &token[-1], ";") || py_is(t, &token[-1], "=");
        bool target = first && (py_is(t, &token[1], "=") || py_is(t, &token[1], ":"));
        if (token->kind == PY_NAME && !target)
            map_put(&m->used, py_token_text(t, token), m, NULL);
        if (token->kind == PY_STRING && token->flags & PY_FORMAT)
            use_words(m, py_token_text(t, token));
    }
}

void py_module_read(struct py_module *m)
{
    struct reader r = {.m = m, .skip_deeper = UINT32_MAX};
    struct py_text *t = m->text;
    m->scope.a = m->used.a = t->a;
    for (uint32_t from = 0, i = 0; i < t->tokens.n; i++) {
        if (t->tokens.p[i].kind != PY_NEWLINE)
            continue;
        if (i > from)
            read_line(&r, (struct run){from, i});
        from = i + 1;
    }
    note_uses(m);
}
