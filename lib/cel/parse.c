#include "base/buf.h"
#include "base/limits.h"
#include "cel/literal.h"
#include "cel/syntax.h"

/* The parser of one expression. After a fault the text counts as ended, so that every rule comes back soon and says
 * no more. */
struct parser {
    struct cel_unit *u;
    struct lexer lex;
    struct token tok; /* the next one */
    uint32_t end;     /* of the last token taken */
    uint32_t depth;
    bool failed;
};

static struct node *parse_expr(struct parser *p);

static void stop(struct parser *p)
{
    p->failed = true;
    p->lex.at = p->lex.text.n;
    p->tok = (struct token){.kind = TOK_END, .off = p->lex.text.n};
}

static void fail_at(struct parser *p, uint32_t off, uint32_t len, const char *message)
{
    if (!p->failed)
        unit_fault(p->u, off, len, STR(""), "%s", message);
    stop(p);
}

static void advance(struct parser *p)
{
    p->end = p->tok.off + p->tok.len;
    p->tok = lex_next(&p->lex);
    if (p->tok.kind == TOK_FAULT)
        fail_at(p, p->tok.off, p->tok.len, p->tok.fault);
}

static bool take(struct parser *p, enum token_kind kind)
{
    if (p->tok.kind != kind || p->failed)
        return false;
    advance(p);
    return true;
}

static struct str token_text(const struct parser *p)
{
    return str_slice(p->lex.text, p->tok.off, p->tok.off + p->tok.len);
}

static void fail_expected(struct parser *p, const char *what)
{
    if (!p->failed)
        unit_fault(p->u, p->tok.off, p->tok.len, STR(""), "expected %s, found %s", what, token_name(p->tok.kind));
    stop(p);
}

static void expect(struct parser *p, enum token_kind kind)
{
    if (!take(p, kind))
        fail_expected(p, token_name(kind));
}

/* A node from off to the last token taken. */
static struct node *make(struct parser *p, enum node_kind kind, uint32_t off, struct node *const *kids, uint32_t n)
{
    struct node *node = syntax_node(p->u->a, kind, off, p->end > off ? p->end - off : 0, kids, n);
    if (node->height > LIMIT_CEL_HEIGHT)
        fail_at(p, off, node->len, "the expression is too long a chain");
    return node;
}

static struct node *make_op(struct parser *p, enum cel_op op, uint32_t off, struct node *const *kids, uint32_t n)
{
    struct node *node = make(p, NODE_CALL, off, kids, n);
    node->is_op = true;
    node->op = (uint8_t)op;
    node->name = op_function(op);
    return node;
}

static struct node *make_const(struct parser *p, uint32_t off, struct value v)
{
    struct node *node = make(p, NODE_CONST, off, NULL, 0);
    node->constant = v;
    return node;
}

/* Kept free for languages that embed CEL; fields and receivers' functions may be called so. */
static bool is_reserved(struct str name)
{
    static const struct str words[] = {
        STR_INIT("as"),    STR_INIT("break"),     STR_INIT("const"), STR_INIT("continue"), STR_INIT("else"),
        STR_INIT("for"),   STR_INIT("if"),        STR_INIT("let"),   STR_INIT("function"), STR_INIT("import"),
        STR_INIT("loop"),  STR_INIT("package"),   STR_INIT("var"),   STR_INIT("void"),     STR_INIT("return"),
        STR_INIT("while"), STR_INIT("namespace"),
    };
    for (uint32_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_eq(name, words[i]))
            return true;
    return false;
}

typedef VEC(struct node *) node_list;

/* Expressions between commas up to close, which is taken. A comma may stand before it where trailing is true. marks
 * (may be NULL) takes one byte for each item: whether it began with '?'. */
static void parse_items(struct parser *p, enum token_kind close, node_list *ret, struct buf *marks)
{
    while (p->tok.kind != close && !p->failed) {
        bool optional = marks && take(p, TOK_QUESTION);
        if (marks)
            buf_putc(marks, (char)optional);
        vec_push(p->u->a, ret, parse_expr(p));
        if (!take(p, TOK_COMMA))
            break;
        if (!marks && p->tok.kind == close)
            fail_expected(p, "an argument");
    }
    expect(p, close);
}

/* The marks as the node keeps them: NULL when nothing is optional. */
static const uint8_t *kept_marks(const struct buf *marks)
{
    struct str s = buf_str(marks);
    return str_find_byte(s, 1) < s.n ? (const uint8_t *)s.p : NULL;
}

static struct node *parse_list(struct parser *p)
{
    uint32_t off = p->tok.off;
    node_list items = {0};
    struct buf marks = {.a = p->u->a};
    advance(p);
    parse_items(p, TOK_LIST_CLOSE, &items, &marks);
    struct node *node = make(p, NODE_LIST, off, items.p, items.n);
    node->optional = kept_marks(&marks);
    return node;
}

static struct node *parse_map(struct parser *p)
{
    uint32_t off = p->tok.off;
    node_list kids = {0};
    struct buf marks = {.a = p->u->a};
    advance(p);
    while (p->tok.kind != TOK_MAP_CLOSE && !p->failed) {
        buf_putc(&marks, (char)take(p, TOK_QUESTION));
        vec_push(p->u->a, &kids, parse_expr(p));
        expect(p, TOK_COLON);
        vec_push(p->u->a, &kids, parse_expr(p));
        if (!take(p, TOK_COMMA))
            break;
    }
    expect(p, TOK_MAP_CLOSE);
    struct node *node = make(p, NODE_MAP, off, kids.p, kids.n);
    node->optional = kept_marks(&marks);
    return node;
}

/* Behind the name: "(", arguments, ")". receiver NULL: a global function. */
static struct node *parse_call(struct parser *p, struct str name, struct node *receiver, uint32_t off)
{
    node_list args = {0};
    if (receiver)
        vec_push(p->u->a, &args, receiver);
    advance(p);
    parse_items(p, TOK_PAREN_CLOSE, &args, NULL);
    struct node *call = make(p, NODE_CALL, off, args.p, args.n);
    call->name = name;
    call->flags = receiver ? NODE_MEMBER : 0;
    if (p->failed)
        return call;
    struct node *expanded = macro_expand(p->u, call);
    if (!expanded)
        stop(p);
    return expanded ? expanded : call;
}

static struct node *parse_name(struct parser *p)
{
    uint32_t off = p->tok.off;
    bool rooted = take(p, TOK_DOT);
    struct str name = token_text(p);
    if (p->tok.kind != TOK_NAME) {
        fail_expected(p, "a name");
        return make_const(p, off, value_null());
    }
    if (is_reserved(name))
        fail_at(p, p->tok.off, p->tok.len, "the word is reserved");
    advance(p);
    struct node *node;
    if (p->tok.kind == TOK_PAREN_OPEN) {
        node = parse_call(p, name, NULL, off);
    } else {
        node = make(p, NODE_NAME, off, NULL, 0);
        node->name = name;
    }
    if (rooted)
        node->flags |= NODE_ROOTED;
    return node;
}

static struct node *parse_literal(struct parser *p, uint32_t off, bool minus)
{
    struct literal_fault fault;
    struct token t = p->tok;
    struct value v = value_null();
    if (!literal_read(p->u->a, t.kind, token_text(p), minus, &v, &fault))
        fail_at(p, t.off + fault.off, fault.len, fault.what);
    else
        advance(p);
    return make_const(p, off, v);
}

static struct node *parse_word(struct parser *p, struct value v)
{
    uint32_t off = p->tok.off;
    advance(p);
    return make_const(p, off, v);
}

static struct node *parse_primary(struct parser *p)
{
    struct node *node;
    switch (p->tok.kind) {
    case TOK_PAREN_OPEN:
        advance(p);
        node = parse_expr(p);
        expect(p, TOK_PAREN_CLOSE);
        return node;
    case TOK_LIST_OPEN:
        return parse_list(p);
    case TOK_MAP_OPEN:
        return parse_map(p);
    case TOK_DOT:
    case TOK_NAME:
        return parse_name(p);
    case TOK_INT:
    case TOK_UINT:
    case TOK_DOUBLE:
    case TOK_STRING:
    case TOK_BYTES:
        return parse_literal(p, p->tok.off, false);
    case TOK_TRUE:
        return parse_word(p, value_bool(true));
    case TOK_FALSE:
        return parse_word(p, value_bool(false));
    case TOK_NULL:
        return parse_word(p, value_null());
    default:
        fail_expected(p, "a value");
        return make_const(p, p->tok.off, value_null());
    }
}

/* Behind a '.': a field, or a call with what stands before as receiver. */
static struct node *parse_selector(struct parser *p, struct node *of, uint32_t off)
{
    bool optional = take(p, TOK_QUESTION), quoted = p->tok.kind == TOK_QUOTED;
    struct str name = token_text(p);
    if (p->tok.kind != TOK_NAME && !quoted) {
        fail_expected(p, "a field name");
        return of;
    }
    if (quoted)
        name = str_slice(name, 1, name.n - 1);
    advance(p);
    if (p->tok.kind == TOK_PAREN_OPEN && !optional && !quoted)
        return parse_call(p, name, of, off);
    struct node *node = make(p, NODE_SELECT, off, &of, 1);
    node->name = name;
    node->flags = (uint8_t)((optional ? NODE_OPTIONAL : 0) | (quoted ? NODE_QUOTED : 0));
    return node;
}

static struct node *parse_index(struct parser *p, struct node *of, uint32_t off)
{
    bool optional = take(p, TOK_QUESTION);
    struct node *kids[] = {of, parse_expr(p)};
    expect(p, TOK_LIST_CLOSE);
    return make_op(p, optional ? OP_OPT_INDEX : OP_INDEX, off, kids, 2);
}

static struct node *parse_suffixes(struct parser *p, struct node *node, uint32_t off)
{
    while (!p->failed) {
        if (take(p, TOK_DOT))
            node = parse_selector(p, node, off);
        else if (take(p, TOK_LIST_OPEN))
            node = parse_index(p, node, off);
        else
            break;
    }
    if (p->tok.kind == TOK_MAP_OPEN && (node->kind == NODE_NAME || node->kind == NODE_SELECT))
        fail_at(p, node->off, node->len, "message types can't be built: there are none");
    return node;
}

static struct node *parse_member(struct parser *p)
{
    uint32_t off = p->tok.off;
    return parse_suffixes(p, parse_primary(p), off);
}

/* A '-' before a number belongs to it: -9223372036854775808 is an int, and 9223372036854775808 is none. */
static struct node *parse_negative(struct parser *p, uint32_t off)
{
    return parse_suffixes(p, parse_literal(p, off, true), off);
}

/* A run of the same operator, as many as there are: 32 must be possible, and no depth is spent on them. */
static struct node *parse_unary(struct parser *p)
{
    enum token_kind kind = p->tok.kind;
    if (kind != TOK_NOT && kind != TOK_MINUS)
        return parse_member(p);
    VEC(uint32_t) offs = {0};
    for (; p->tok.kind == kind; advance(p))
        vec_push(p->u->a, &offs, p->tok.off);
    bool number = kind == TOK_MINUS && (p->tok.kind == TOK_INT || p->tok.kind == TOK_DOUBLE);
    struct node *node = number ? parse_negative(p, offs.p[--offs.n]) : parse_member(p);
    while (offs.n > 0 && !p->failed)
        node = make_op(p, kind == TOK_NOT ? OP_NOT : OP_NEG, offs.p[--offs.n], &node, 1);
    return node;
}

/* How tightly a binary operator binds; 0: no binary operator. */
static int precedence(enum token_kind kind, enum cel_op *ret_op)
{
    /* clang-format off */
    static const struct {
        uint8_t kind, op, precedence;
    } table[] = {
        {TOK_OR,    OP_OR,  1}, {TOK_AND,           OP_AND, 2},
        {TOK_LESS,  OP_LT,  3}, {TOK_LESS_EQUAL,    OP_LE,  3},
        {TOK_GREATER, OP_GT, 3}, {TOK_GREATER_EQUAL, OP_GE,  3},
        {TOK_EQUAL, OP_EQ,  3}, {TOK_NOT_EQUAL,     OP_NE,  3}, {TOK_IN,      OP_IN,  3},
        {TOK_PLUS,  OP_ADD, 4}, {TOK_MINUS,         OP_SUB, 4},
        {TOK_STAR,  OP_MUL, 5}, {TOK_SLASH,         OP_DIV, 5}, {TOK_PERCENT, OP_MOD, 5},
    };
    /* clang-format on */
    for (uint32_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (table[i].kind == kind) {
            *ret_op = (enum cel_op)table[i].op;
            return table[i].precedence;
        }
    return 0;
}

/* Precedence climbing; all binary operators group to the left. The recursion is as deep as there are precedences. */
static struct node *parse_binary(struct parser *p, int lowest)
{
    uint32_t off = p->tok.off;
    struct node *left = parse_unary(p);
    enum cel_op op = OP_COUNT;
    for (int level; (level = precedence(p->tok.kind, &op)) >= lowest && level > 0 && !p->failed;) {
        advance(p);
        struct node *kids[] = {left, parse_binary(p, level + 1)};
        left = make_op(p, op, off, kids, 2);
        op = OP_COUNT;
    }
    return left;
}

static struct node *parse_expr(struct parser *p)
{
    uint32_t off = p->tok.off;
    if (p->depth >= LIMIT_CEL_NESTING) {
        fail_at(p, off, p->tok.len, "the expression nests too deep");
        return make_const(p, off, value_null());
    }
    p->depth++;
    struct node *node = parse_binary(p, 1);
    if (take(p, TOK_QUESTION)) {
        struct node *then = parse_binary(p, 1);
        expect(p, TOK_COLON);
        struct node *kids[] = {node, then, parse_expr(p)};
        node = make_op(p, OP_COND, off, kids, 3);
    }
    p->depth--;
    return node;
}

struct node *cel_parse(struct cel_unit *u)
{
    struct str text = u->source->text;
    struct parser p = {.u = u, .lex = {.text = text}};
    if (text.n > LIMIT_CEL_SOURCE) {
        unit_fault(u, 0, text.n, STR(""), "the expression is longer than %d bytes", LIMIT_CEL_SOURCE);
        return NULL;
    }
    advance(&p);
    struct node *root = parse_expr(&p);
    if (p.tok.kind != TOK_END)
        fail_expected(&p, token_name(TOK_END));
    return p.failed ? NULL : root;
}
