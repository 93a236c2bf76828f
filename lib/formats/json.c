#include "formats/json.h"

#include "base/limits.h"
#include "formats/json_lex.h"
#include "formats/keys.h"
#include "formats/pieces.h"

#define TEXT(number) TEXT_(number)
#define TEXT_(number) #number

enum state {
    WANT_VALUE,
    WANT_FIRST, /* a value or key, or the bracket that closes */
    WANT_KEY,
    WANT_COLON,
    AFTER_VALUE, /* a comma or the bracket that closes */
    DONE,
};

struct reader {
    struct arena *a;
    struct arena scratch;
    struct sink *sink;
    uint32_t src;
    struct json_lexer lex;
    struct node *in;    /* the innermost open ROOT, MAP or LIST */
    struct node *entry; /* has its key, waits for its value */
    struct node *last;  /* the value that was read last */
    uint32_t depth;
    uint32_t comma; /* offset of the comma before a closing bracket; UINT32_MAX without one */
    enum state state;
    bool relaxed, template;
    bool gave_up; /* a fault of a template was told */
};

static struct span span_of(const struct reader *r, const struct json_token *t)
{
    return (struct span){r->src, t->off, t->len};
}

static struct str text_of(const struct reader *r, struct span at)
{
    return str_slice(r->lex.text, at.off, span_end(at));
}

static bool is_name(const struct reader *r, const struct json_token *t, struct str name)
{
    return t->kind == JSON_NAME && str_eq(text_of(r, span_of(r, t)), name);
}

/* ---- faults ---- */

/* A fault of a template may vanish when it is rendered. */
static void fault(struct reader *r, enum syntax_rule rule, struct span at, const char *what)
{
    if (!r->template)
        diag_syntax(r->sink, rule, at, "%s", what);
    else if (!r->gave_up)
        diag_not_analysed(r->sink, at, (struct str){0}, "the template is not JSON before it is rendered: %s", what);
    r->gave_up = true;
}

static const char *token_name(struct reader *r, const struct json_token *t)
{
    if (t->kind == JSON_END)
        return "the end of the text";
    struct str shown = diag_quote(r->sink->a, text_of(r, span_of(r, t)));
    return str_printf(r->sink->a, "%s%.*s%s", t->kind == JSON_STRING ? "" : "\"", STR_ARG(shown),
                      t->kind == JSON_STRING ? "" : "\"")
        .p;
}

static void unexpected(struct reader *r, const struct json_token *t, const char *wanted)
{
    struct str what = str_printf(r->sink->a, "expected %s, found %s", wanted, token_name(r, t));
    fault(r, SYNTAX_UNEXPECTED_TOKEN, span_of(r, t), what.p);
}

static const char *closer_name(const struct reader *r)
{
    return r->in->kind == NODE_MAP ? "\",\" or \"}\"" : "\",\" or \"]\"";
}

/* ---- nodes ---- */

static void mark_conditional(const struct reader *r, struct node *n)
{
    if (r->template && marks_is_conditional(r->lex.marks, n->at.off))
        n->flags |= NODE_CONDITIONAL;
}

/* Puts a value where it belongs. */
static void place(struct reader *r, struct node *n)
{
    r->last = n;
    r->comma = UINT32_MAX;
    if (!r->entry)
        mark_conditional(r, n);
    node_add(r->entry ? r->entry : r->in, n);
    if (r->entry)
        r->entry->at = span_join(r->entry->at, n->at);
    r->entry = NULL;
    r->state = r->in->kind == NODE_ROOT ? DONE : AFTER_VALUE;
}

static struct node *word(struct reader *r, struct span at, uint16_t flags)
{
    struct node *n = node_new(r->a, NODE_WORD, at);
    n->name_at = at;
    n->text = text_of(r, at);
    n->flags = flags;
    return n;
}

/* The value of an entry that has none that can be read. */
static void give_up_value(struct reader *r)
{
    if (!r->entry)
        return;
    r->entry->flags |= NODE_FAULTY;
    r->in->flags |= NODE_TAINTED;
    place(r, word(r, (struct span){r->src, span_end(r->entry->at), 0}, NODE_UNKNOWN | NODE_FAULTY));
}

static void comment(struct reader *r, const struct json_token *t)
{
    bool block = text_of(r, span_of(r, t)).p[1] == '*';
    struct node *c = node_new(r->a, NODE_COMMENT, span_of(r, t));
    c->name_at = span_part(c->at, 2, c->at.len - (block && t->complete ? 4 : 2));
    c->text = text_of(r, c->name_at);
    node_add(r->entry ? r->entry : r->in, c);
    if (!r->relaxed)
        fault(r, SYNTAX_UNEXPECTED_TOKEN, c->at, "a comment, which JSON does not have");
    if (!t->complete)
        fault(r, SYNTAX_UNTERMINATED, span_part(c->at, 0, 2), "the comment is never closed");
}

static void template_comment(struct reader *r, const struct json_token *t)
{
    struct node *c = node_new(r->a, NODE_COMMENT, span_of(r, t));
    c->text = mark_body(t->mark, r->lex.text);
    c->name_at = c->at;
    node_add(r->entry ? r->entry : r->in, c);
}

/* The next token that matters; comments go into the tree, statements of a template are stepped over. */
static struct json_token next(struct reader *r)
{
    for (;;) {
        struct json_token t = json_next(&r->lex);
        if (t.kind == JSON_COMMENT)
            comment(r, &t);
        else if (t.kind == JSON_MARK && t.mark->kind == MARK_COMMENT)
            template_comment(r, &t);
        else if (t.kind != JSON_MARK || t.mark->kind == MARK_EXPRESSION)
            return t;
    }
}

/* The next token without taking it. */
static struct json_token look(const struct reader *r)
{
    struct json_lexer ahead = r->lex;
    struct json_token t;
    do
        t = json_next(&ahead);
    while (t.kind == JSON_COMMENT || (t.kind == JSON_MARK && t.mark->kind != MARK_EXPRESSION));
    return t;
}

/* ---- words ---- */

static void string_fault(struct reader *r, const struct json_token *t, const struct json_string_fault *f)
{
    if (!t->complete)
        fault(r, SYNTAX_UNTERMINATED, (struct span){r->src, t->off, 1}, "the string is never closed");
    else if (f->what)
        fault(r, SYNTAX_VALUE, (struct span){r->src, f->off, f->len}, f->what);
    else if (t->first == '\'' && !r->relaxed)
        fault(r, SYNTAX_UNEXPECTED_TOKEN, (struct span){r->src, t->off, 1},
              "a single quote; JSON's strings have double ones");
}

/* Whether a template string has ${...}, which makes it an expression. */
static bool has_substitution(const struct reader *r, const struct json_token *t)
{
    struct str s = text_of(r, span_of(r, t));
    return t->first == '`' && str_find(s, STR("${")) < s.n;
}

static struct node *string(struct reader *r, const struct json_token *t)
{
    struct json_string_fault f;
    struct node *n = word(r, span_of(r, t), 0);
    struct span_map map = {.a = r->a};
    bool has_marks = r->template && marks_from(r->lex.marks, t->off) < marks_from(r->lex.marks, t->off + t->len);
    n->quote = t->first == '\'' ? QUOTE_SINGLE : QUOTE_DOUBLE;
    n->name_at = span_part(n->at, 1, t->len - (t->complete ? 2 : 1));
    n->text = json_cook(r->a, r->lex.text, n->name_at, r->relaxed, r->lex.marks, has_marks ? &map : NULL, &f);
    string_fault(r, t, &f);
    if (!t->complete || f.what)
        n->flags |= NODE_FAULTY;
    if (has_marks)
        pieces_cut(r->a, n, &map, r->lex.marks);
    return n;
}

static bool is_literal_name(struct str s)
{
    return str_eq(s, STR("true")) || str_eq(s, STR("false")) || str_eq(s, STR("null"));
}

static struct node *number(struct reader *r, const struct json_token *t)
{
    struct node *n = word(r, span_of(r, t), NODE_PLAIN);
    if (t->complete)
        return n;
    n->flags |= NODE_FAULTY;
    struct str what = str_printf(r->sink->a, "%s is not a number", token_name(r, t));
    fault(r, SYNTAX_VALUE, n->at, what.p);
    return n;
}

static struct node *name(struct reader *r, const struct json_token *t)
{
    struct node *n = word(r, span_of(r, t), NODE_PLAIN);
    if (is_literal_name(n->text))
        return n;
    n->flags |= NODE_FAULTY;
    unexpected(r, t, "a value");
    return n;
}

static struct node *mark(struct reader *r, const struct json_token *t)
{
    struct node *n = word(r, span_of(r, t), NODE_UNKNOWN), *piece = node_new(r->a, NODE_PIECE, n->at);
    piece->name_at = n->at;
    piece->text = n->text;
    piece->flags = NODE_UNKNOWN;
    node_add(n, piece);
    return n;
}

static struct node *scalar(struct reader *r, const struct json_token *t)
{
    switch (t->kind) {
    case JSON_STRING:
        return string(r, t);
    case JSON_NUMBER:
        return number(r, t);
    case JSON_NAME:
        return name(r, t);
    default:
        return mark(r, t);
    }
}

static bool is_scalar(const struct json_token *t)
{
    return t->kind == JSON_STRING || t->kind == JSON_NUMBER || t->kind == JSON_NAME || (t->kind == JSON_MARK);
}

/* ---- maps and lists ---- */

static void leave(struct reader *r, uint32_t end)
{
    struct node *n = r->in, *up = n->parent;
    n->at.len = end - n->at.off;
    if (n->kind == NODE_MAP) {
        struct arena_mark mark = arena_mark(&r->scratch);
        struct map keys = {.a = &r->scratch};
        keys_collect(n, &keys, r->sink);
        arena_pop(&r->scratch, mark);
    }
    if (up->kind == NODE_ENTRY) {
        up->at = span_join(up->at, n->at);
        up = up->parent;
    }
    r->in = up;
    r->last = n;
    r->depth--;
    r->comma = UINT32_MAX;
    r->state = up->kind == NODE_ROOT ? DONE : AFTER_VALUE;
}

/* Reading ends within blocks: each of them may hold more than we saw. */
static void leave_all(struct reader *r, uint32_t end)
{
    give_up_value(r);
    for (; r->in->kind != NODE_ROOT; leave(r, end))
        r->in->flags |= NODE_TAINTED;
    r->in->flags |= NODE_TAINTED;
}

static void stop(struct reader *r, struct span at, const char *what)
{
    diag_syntax(r->sink, META_LIMIT, at, "%s", what);
    leave_all(r, at.off);
    r->lex.at = r->lex.text.n;
    r->state = DONE;
}

static void open_block(struct reader *r, const struct json_token *t)
{
    if (r->depth == LIMIT_NESTING) {
        stop(r, span_of(r, t), "JSON nested more than " TEXT(LIMIT_NESTING) " levels deep");
        return;
    }
    struct node *n = node_new(r->a, t->first == '{' ? NODE_MAP : NODE_LIST, span_of(r, t));
    place(r, n);
    r->depth++;
    r->in = n;
    r->state = WANT_FIRST;
}

static bool closes(const struct reader *r, const struct json_token *t)
{
    return t->kind == JSON_PUNCTUATION && t->first == (r->in->kind == NODE_MAP ? '}' : ']') && r->in->kind != NODE_ROOT;
}

/* The bracket that closes; the comma before it is JavaScript's. */
static void close_block(struct reader *r, const struct json_token *t)
{
    if (r->comma != UINT32_MAX && !r->relaxed && !r->template)
        fault(r, SYNTAX_UNEXPECTED_TOKEN, (struct span){r->src, r->comma, 1}, "a comma with nothing behind it");
    leave(r, t->off + t->len);
}

/* A bracket that closes an outer block: the inner ones were left open. */
static bool close_outer(struct reader *r, const struct json_token *t)
{
    if (t->kind != JSON_PUNCTUATION || (t->first != '}' && t->first != ']'))
        return false;
    enum node_kind kind = t->first == '}' ? NODE_MAP : NODE_LIST;
    const struct node *outer = r->in->parent;
    while (outer && outer->kind != kind)
        outer = outer->parent;
    if (!outer || closes(r, t))
        return false;
    while (r->in != outer) {
        struct span open = span_part(r->in->at, 0, 1);
        fault(r, SYNTAX_UNTERMINATED, open,
              r->in->kind == NODE_MAP ? "\"{\" is never closed" : "\"[\" is never closed");
        give_up_value(r);
        r->in->flags |= NODE_TAINTED;
        leave(r, t->off);
    }
    leave(r, t->off + t->len);
    return true;
}

static void open_entry(struct reader *r, const struct node *key)
{
    struct node *e = node_new(r->a, NODE_ENTRY, key->at);
    e->name_at = key->name_at;
    e->text = key->text;
    e->quote = key->quote;
    e->flags = key->flags & (NODE_UNKNOWN | NODE_FAULTY);
    if (e->flags & NODE_UNKNOWN)
        r->in->flags |= NODE_TAINTED;
    mark_conditional(r, e);
    node_add(r->in, e);
    r->entry = e;
    r->comma = UINT32_MAX;
    r->state = WANT_COLON;
}

/* ---- recovery ---- */

static void add_bad(struct reader *r, uint32_t from, uint32_t to)
{
    r->in->flags |= NODE_TAINTED;
    if (to <= from)
        return;
    struct node *bad = node_new(r->a, NODE_BAD, (struct span){r->src, from, to - from});
    bad->text = text_of(r, bad->at);
    node_add(r->in, bad);
}

/* Steps over what can't be read, up to the comma or bracket that the block goes on with. */
static void skip(struct reader *r, const struct json_token *from)
{
    uint32_t nested = 0, end = from->off;
    struct json_token t = *from;
    for (;; t = json_next(&r->lex)) {
        bool punctuation = t.kind == JSON_PUNCTUATION;
        bool closing = punctuation && (t.first == '}' || t.first == ']');
        if (t.kind == JSON_END || (nested == 0 && (closing || (punctuation && t.first == ','))))
            break;
        nested += punctuation && (t.first == '{' || t.first == '[');
        nested -= closing;
        end = t.off + t.len;
    }
    r->lex.at = t.off;
    add_bad(r, from->off, end);
}

static void recover(struct reader *r, const struct json_token *t, const char *wanted)
{
    bool stray = t->kind == JSON_PUNCTUATION && (t->first == '}' || t->first == ']') && !closes(r, t);
    unexpected(r, t, wanted);
    give_up_value(r);
    if (stray)
        add_bad(r, t->off, t->off + t->len);
    else
        skip(r, t);
    if (r->in->kind == NODE_ROOT)
        r->lex.at = r->lex.text.n;
    r->state = r->in->kind == NODE_ROOT ? DONE : AFTER_VALUE;
}

/* ---- JavaScript ---- */

/* Whether a token goes on with the value before it; two operands in a row are a missing comma. */
static bool is_operator(const struct reader *r, const struct json_token *t)
{
    static const struct str words[] = {STR_INIT("in"), STR_INIT("instanceof"), STR_INIT("as"), STR_INIT("satisfies")};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (is_name(r, t, words[i]))
            return true;
    if (t->kind == JSON_NUMBER)
        return t->first == '-' || t->first == '+';
    return t->kind == JSON_PUNCTUATION ? t->first == '[' : t->kind == JSON_OTHER && t->first != ';';
}

/* Whether an expression starts with what was read: `a.b`, `1 + 2`, `"x".repeat(3)`. At the top a line break ends it. */
static bool goes_on(const struct reader *r)
{
    struct json_lexer ahead = r->lex;
    bool new_line = false;
    struct json_token t;
    do {
        t = json_next(&ahead);
        new_line |= ahead.new_line;
    } while (t.kind == JSON_COMMENT);
    return is_operator(r, &t) && !(r->in->kind == NODE_ROOT && new_line);
}

/* The expression that starts at off, as an unknown word. */
static void expression(struct reader *r, uint32_t off)
{
    uint32_t end = json_expression_end(r->lex.text, off, '(');
    if (end == off)
        end = off + (off < r->lex.text.n);
    r->lex.at = end;
    place(r, word(r, (struct span){r->src, off, end - off}, NODE_UNKNOWN));
}

/* Whether a map or list ended just now. */
static bool has_closed(const struct reader *r)
{
    return (r->state == AFTER_VALUE || r->state == DONE) && r->last && r->last->kind != NODE_WORD &&
           span_end(r->last->at) == r->lex.at;
}

/* A map or list that turns out to be the start of an expression. */
static void grow_to_expression(struct reader *r)
{
    struct node *n = r->last;
    uint32_t end = json_expression_end(r->lex.text, r->lex.at, ')');
    n->at.len = (end > r->lex.at ? end : r->lex.at) - n->at.off;
    n->kind = NODE_WORD;
    n->flags = NODE_UNKNOWN | (n->flags & NODE_CONDITIONAL);
    n->first = n->last = NULL;
    n->name_at = n->at;
    n->text = text_of(r, n->at);
    if (n->parent->kind == NODE_ENTRY)
        n->parent->at = span_join(n->parent->at, n->at);
    r->lex.at = span_end(n->at);
}

/* `...more` and `[computed]: x` may set anything. */
static void skip_unknown_member(struct reader *r, const struct json_token *t)
{
    r->in->flags |= NODE_TAINTED;
    uint32_t end = json_expression_end(r->lex.text, t->off, '(');
    r->lex.at = end > t->off ? end : t->off + t->len;
    r->comma = UINT32_MAX;
    r->state = AFTER_VALUE;
}

static bool is_spread(const struct reader *r, const struct json_token *t)
{
    return r->relaxed && t->first == '.' && str_starts(str_slice(r->lex.text, t->off, r->lex.text.n), STR("..."));
}

/* ---- the states ---- */

static void at_value(struct reader *r, const struct json_token *t)
{
    bool opens = t->kind == JSON_PUNCTUATION && (t->first == '{' || t->first == '[');
    bool literal = is_scalar(t) && (t->kind != JSON_NAME || !r->relaxed || is_literal_name(text_of(r, span_of(r, t))));
    if (opens)
        open_block(r, t);
    else if (is_spread(r, t) && r->in->kind == NODE_LIST)
        skip_unknown_member(r, t);
    else if (r->relaxed && t->kind != JSON_END && t->kind != JSON_PUNCTUATION &&
             (!literal || !t->complete || has_substitution(r, t) || goes_on(r)))
        expression(r, t->off);
    else if (literal || is_scalar(t))
        place(r, scalar(r, t));
    else if (closes(r, t) && !r->entry && r->in->kind == NODE_LIST)
        close_block(r, t);
    else if (!close_outer(r, t))
        recover(r, t, "a value");
}

static void at_key(struct reader *r, const struct json_token *t)
{
    bool bare = t->kind == JSON_NAME || t->kind == JSON_NUMBER;
    if (closes(r, t))
        close_block(r, t);
    else if (t->kind == JSON_STRING && !has_substitution(r, t))
        open_entry(r, string(r, t));
    else if (t->kind == JSON_MARK)
        open_entry(r, mark(r, t));
    else if (bare && r->relaxed)
        open_entry(r, word(r, span_of(r, t), 0));
    else if (is_spread(r, t) || (r->relaxed && t->first == '['))
        skip_unknown_member(r, t);
    else if (!close_outer(r, t))
        recover(r, t, "a key");
}

/* `{a, b(x) { ... }, get c() { ... }}`: a key without a colon. */
static void member_without_colon(struct reader *r, const struct json_token *t)
{
    if (t->kind == JSON_PUNCTUATION)
        place(r, word(r, r->entry->at, NODE_UNKNOWN));
    else
        expression(r, t->off);
    r->lex.at = t->kind == JSON_PUNCTUATION ? t->off : r->lex.at;
}

static void at_colon(struct reader *r, const struct json_token *t)
{
    bool ends = t->kind == JSON_PUNCTUATION && (t->first == ',' || closes(r, t));
    if (t->kind == JSON_PUNCTUATION && t->first == ':') {
        r->state = WANT_VALUE;
    } else if (r->relaxed && r->entry->quote == QUOTE_NONE && t->kind != JSON_END &&
               (ends || t->kind != JSON_PUNCTUATION)) {
        member_without_colon(r, t);
    } else if (ends || t->kind == JSON_END) {
        unexpected(r, t, "\":\" and a value");
        give_up_value(r);
        r->lex.at = t->off;
    } else {
        unexpected(r, t, "\":\"");
        at_value(r, t);
    }
}

static void after_value(struct reader *r, const struct json_token *t)
{
    bool starts_item = is_scalar(t) || (t->kind == JSON_PUNCTUATION && (t->first == '{' || t->first == '['));
    if (t->kind == JSON_PUNCTUATION && t->first == ',') {
        r->comma = t->off;
        r->state = r->in->kind == NODE_MAP ? WANT_KEY : WANT_VALUE;
    } else if (closes(r, t)) {
        close_block(r, t);
    } else if (close_outer(r, t)) {
        return;
    } else if (starts_item) {
        /* the comma is missing: what follows is read as if it stood there */
        if (!r->template)
            unexpected(r, t, closer_name(r));
        r->lex.at = t->off;
        r->state = r->in->kind == NODE_MAP ? WANT_KEY : WANT_VALUE;
    } else {
        recover(r, t, closer_name(r));
    }
}

static void at_first(struct reader *r, const struct json_token *t)
{
    if (closes(r, t))
        close_block(r, t);
    else if (r->in->kind == NODE_MAP)
        at_key(r, t);
    else
        at_value(r, t);
}

/* The text ends within blocks: told once, at the innermost one. */
static void at_end(struct reader *r)
{
    if (r->in->kind != NODE_ROOT)
        fault(r, SYNTAX_UNTERMINATED, span_part(r->in->at, 0, 1),
              r->in->kind == NODE_MAP ? "\"{\" is never closed" : "\"[\" is never closed");
    leave_all(r, r->lex.text.n);
    r->state = DONE;
}

static void step(struct reader *r, const struct json_token *t)
{
    if (t->kind == JSON_END && (r->in->kind != NODE_ROOT || r->state != WANT_VALUE)) {
        at_end(r);
        return;
    }
    switch (r->state) {
    case WANT_FIRST:
        at_first(r, t);
        break;
    case WANT_KEY:
        at_key(r, t);
        break;
    case WANT_COLON:
        at_colon(r, t);
        break;
    case AFTER_VALUE:
        after_value(r, t);
        break;
    default:
        at_value(r, t);
    }
}

/* ---- the whole text ---- */

/* What stands behind the value: nothing in JSON; in JavaScript other statements, which do not matter. */
static void finish(struct reader *r)
{
    struct json_token t = next(r);
    if (t.kind == JSON_END || r->relaxed)
        return;
    unexpected(r, &t, "the end of the text");
    add_bad(r, t.off, r->lex.text.n);
}

/* Where the value of a JavaScript module starts: behind `module.exports =` or `export default`, else at `from`. */
static uint32_t exported(const struct reader *r, uint32_t from)
{
    struct json_lexer x = r->lex;
    struct json_token before = {0}, t;
    while ((t = json_next(&x)).kind != JSON_END) {
        if (t.kind == JSON_COMMENT)
            continue;
        bool assigned = t.first == '=' && is_name(r, &before, STR("exports"));
        if (assigned || (is_name(r, &t, STR("default")) && is_name(r, &before, STR("export"))))
            return x.at;
        before = t;
    }
    return from;
}

static void read_value(struct reader *r)
{
    if (r->relaxed && look(r).first != '{' && look(r).first != '[')
        r->lex.at = exported(r, r->lex.at);
    while (r->state != DONE) {
        struct json_token t = next(r);
        step(r, &t);
        if (r->relaxed && has_closed(r) && goes_on(r))
            grow_to_expression(r);
        if (arena_exhausted(r->a) && r->state != DONE)
            stop(r, span_of(r, &t), "more memory than the run may use");
    }
    finish(r);
}

static void read_text(struct reader *r)
{
    struct json_token t = look(r);
    if (t.kind == JSON_END) {
        while (next(r).kind != JSON_END) {
        }
        fault(r, SYNTAX_NOT_PARSED, (struct span){r->src, 0, 0}, "no JSON value");
        return;
    }
    read_value(r);
}

struct node *json_read_marked(struct arena *a, struct source_store *sources, uint32_t source, enum json_dialect dialect,
                              const struct marks *marks, struct sink *sink)
{
    static const struct marks none = {0};
    struct reader r = {.a = a, .sink = sink, .src = source, .relaxed = dialect == JSON_RELAXED, .comma = UINT32_MAX};
    struct str text = source_get(sources, source)->text;
    r.template = marks && marks->n;
    r.lex = (struct json_lexer){.text = text, .relaxed = r.relaxed, .marks = marks ? marks : &none};
    r.lex.at = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    r.in = node_new(a, NODE_ROOT, (struct span){source, 0, text.n});
    struct node *root = r.in;
    arena_init(&r.scratch, NULL);
    arena_alloc(&r.scratch, 1, 1); /* its first block stays, whatever is popped */
    read_text(&r);
    arena_free(&r.scratch);
    return root;
}

struct node *json_read(struct arena *a, struct source_store *sources, uint32_t source, enum json_dialect dialect,
                       struct sink *sink)
{
    const struct source *s = source_get(sources, source);
    struct marks marks = marks_find(a, s->text, s->file->marks);
    return json_read_marked(a, sources, source, dialect, &marks, sink);
}

/* Cooks as one dialect does and tells whether that gives the text of the node. */
static bool map_string(struct str text, const struct node *node, bool relaxed, struct span_map *map)
{
    static const struct marks none = {0};
    struct json_string_fault f;
    struct arena *a = map->a;
    *map = (struct span_map){.a = a};
    return str_eq(json_cook(a, text, node->name_at, relaxed, &none, map, &f), node->text);
}

struct span_map *json_string_map(struct arena *a, struct source_store *sources, const struct node *node)
{
    struct span_map *map = arena_new(a, struct span_map);
    struct str text = source_get(sources, node->at.src)->text;
    map->a = a;
    if (node->quote != QUOTE_NONE && (map_string(text, node, false, map) || map_string(text, node, true, map)))
        return map;
    *map = (struct span_map){.a = a};
    span_map_add(map, node->text.n, node->name_at, str_eq(node->text, source_text(sources, node->name_at)));
    return map;
}
