#include "kinds/gunicorn/python.h"

#include "base/limits.h"

enum { MAX_RESTARTS = 16, TAB_COLUMNS = 8 };

/* An open bracket. */
struct bracket {
    uint32_t off, first_token;
};

struct lexer {
    struct py_text *t;
    uint32_t i;
    VEC(struct bracket) open;
    VEC(uint32_t) indents; /* of the blocks around */
    uint32_t line_start;   /* index of the line's first token */
    uint32_t indent;
    bool at_line_start;
};

static char byte_at(const struct lexer *x, uint32_t i)
{
    return str_byte(x->t->text, i);
}

static bool is_at_end(const struct lexer *x)
{
    return x->i >= x->t->text.n;
}

static bool is_name_byte(char c)
{
    return ch_is_alpha(c) || ch_is_digit(c) || c == '_' || (unsigned char)c >= 0x80;
}

static struct span here(const struct lexer *x, uint32_t off, uint32_t len)
{
    return (struct span){x->t->src, off, len};
}

static struct py_token *add(struct lexer *x, enum py_token_kind kind, uint32_t off, uint32_t flags)
{
    struct py_token token = {(uint8_t)kind, (uint8_t)flags, off, x->i - off, x->indent};
    vec_push(x->t->a, &x->t->tokens, token);
    return &x->t->tokens.p[x->t->tokens.n - 1];
}

static const struct mark *mark_here(const struct lexer *x, uint32_t i)
{
    return x->t->marks ? marks_at(x->t->marks, i) : NULL;
}

/* ---- strings ---- */

static uint32_t line_end(struct str text, uint32_t i)
{
    while (i < text.n && text.p[i] != '\n' && text.p[i] != '\r')
        i++;
    return i;
}

/* The end of a replacement field that begins at the '{' at i: behind its '}', strings in it passed over (Python 3.12). text.n: it does not end where it may. */
static uint32_t field_end(struct str text, uint32_t i, bool triple)
{
    uint32_t depth = 0;
    char quote = '\0';
    for (; i < text.n; i++) {
        char c = text.p[i];
        if (!triple && (c == '\n' || c == '\r'))
            return text.n;
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '{')
            depth++;
        else if (c == '}' && --depth == 0)
            return i + 1;
    }
    return text.n;
}

/* The offset of the closing quote from i on; text.n when there is none where it may be. fields: those of an f-string may hold quotes. */
static uint32_t closing_quote(const struct lexer *x, uint32_t i, char quote, bool triple, bool fields, bool *ret_mark)
{
    struct str text = x->t->text;
    while (i < text.n) {
        char c = text.p[i];
        const struct mark *m = mark_here(x, i);
        if (m) {
            *ret_mark = true;
            i = m->off + m->len;
        } else if (c == '\\') {
            i += byte_at(x, i + 1) == '\r' && byte_at(x, i + 2) == '\n' ? 3 : 2;
        } else if (fields && c == '{' && byte_at(x, i + 1) == '{') {
            i += 2;
        } else if (fields && c == '{') {
            uint32_t end = field_end(text, i, triple);
            fields = end < text.n; /* one that does not end is not looked for again: the time is linear */
            i = fields ? end : i + 1;
        } else if (!triple && (c == '\n' || c == '\r')) {
            return text.n;
        } else if (c == quote && (!triple || (byte_at(x, i + 1) == quote && byte_at(x, i + 2) == quote))) {
            return i;
        } else {
            i++;
        }
    }
    return text.n;
}

static void lex_string(struct lexer *x, uint32_t from, uint32_t flags)
{
    struct str text = x->t->text;
    char quote = byte_at(x, x->i);
    bool mark = false, triple = byte_at(x, x->i + 1) == quote && byte_at(x, x->i + 2) == quote;
    uint32_t body = x->i + (triple ? 3 : 1), end = closing_quote(x, body, quote, triple, flags & PY_FORMAT, &mark);
    if (end == text.n && (flags & PY_FORMAT)) /* as releases before 3.12 read it */
        end = closing_quote(x, body, quote, triple, false, &mark);
    flags |= (triple ? PY_TRIPLE : 0u) | (mark ? PY_HAS_MARK : 0u);
    if (end < text.n) {
        x->i = end + (triple ? 3 : 1);
        add(x, PY_STRING, from, flags);
        return;
    }
    struct finding *f = diag_syntax(x->t->sink, SYNTAX_UNTERMINATED, here(x, from, body - from),
                                    "string does not end%s", triple ? "" : " with its line");
    diag_label(x->t->sink, f, "opened here");
    x->i = line_end(text, body);
    add(x, PY_STRING, from, flags | PY_OPEN);
}

/* The flags of a name that is a string's prefix: r, b, f, u, t, in any case and pair. UINT32_MAX: none. */
static uint32_t prefix_flags(struct str name)
{
    uint32_t flags = 0;
    if (name.n > 2)
        return UINT32_MAX;
    for (uint32_t i = 0; i < name.n; i++) {
        char c = ch_lower(name.p[i]);
        if (c == 'r')
            flags |= PY_RAW;
        else if (c == 'b')
            flags |= PY_BYTES;
        else if (c == 'f' || c == 't')
            flags |= PY_FORMAT;
        else if (c != 'u')
            return UINT32_MAX;
    }
    return flags;
}

static void lex_name(struct lexer *x)
{
    uint32_t from = x->i;
    while (!is_at_end(x) && is_name_byte(byte_at(x, x->i)) && !mark_here(x, x->i))
        x->i++;
    uint32_t flags = prefix_flags(str_slice(x->t->text, from, x->i));
    char next = byte_at(x, x->i);
    if ((next == '"' || next == '\'') && flags != UINT32_MAX)
        lex_string(x, from, flags);
    else
        add(x, PY_NAME, from, 0);
}

/* ---- numbers, operators ---- */

static void lex_number(struct lexer *x)
{
    uint32_t from = x->i;
    while (!is_at_end(x)) {
        char c = byte_at(x, x->i), before = x->i > from ? ch_lower(byte_at(x, x->i - 1)) : '\0';
        bool sign = (c == '+' || c == '-') && before == 'e' && ch_lower(byte_at(x, from + 1)) != 'x';
        if (!is_name_byte(c) && c != '.' && !sign)
            break;
        x->i++;
    }
    add(x, PY_NUMBER, from, 0);
}

static char opener_of(char close)
{
    return close == ')' ? '(' : close == ']' ? '[' : '{';
}

/* A closing bracket: ends the innermost open one of its kind. */
static void close_bracket(struct lexer *x)
{
    char c = byte_at(x, x->i), open = opener_of(c);
    uint32_t n = x->open.n;
    while (n > 0 && byte_at(x, x->open.p[n - 1].off) != open)
        n--;
    if (n == 0 || n < x->open.n) {
        struct finding *f =
            diag_syntax(x->t->sink, SYNTAX_UNEXPECTED_TOKEN, here(x, x->i, 1),
                        n == 0 ? "\"%c\" closes no bracket" : "\"%c\" closes no bracket of its kind", c);
        if (x->open.n)
            diag_related(x->t->sink, f, here(x, x->open.p[x->open.n - 1].off, 1), "the last one opened");
    }
    x->open.n = n ? n - 1 : x->open.n;
    x->i++;
    add(x, PY_OP, x->i - 1, 0);
}

static void open_bracket(struct lexer *x)
{
    vec_push(x->t->a, &x->open, ((struct bracket){x->i, x->t->tokens.n}));
    x->i++;
    add(x, PY_OP, x->i - 1, 0);
}

static void lex_operator(struct lexer *x)
{
    static const char *const ops[] = {"**=", "//=", "<<=", ">>=", "...", "**", "//", "<<", ">>", "<=", ">=", "==",
                                      "!=",  "->",  "+=",  "-=",  "*=",  "/=", "%=", "&=", "|=", "^=", "@=", ":="};
    struct str rest = str_slice(x->t->text, x->i, x->t->text.n);
    uint32_t from = x->i;
    for (size_t k = 0; k < sizeof ops / sizeof *ops; k++)
        if (str_starts(rest, str_from(ops[k]))) {
            x->i += (uint32_t)strlen(ops[k]);
            add(x, PY_OP, from, 0);
            return;
        }
    x->i++;
    if (strchr("+-*/%@<>=.,:;&|^~", rest.p[0]) && rest.p[0] != '\0') {
        add(x, PY_OP, from, 0);
        return;
    }
    diag_syntax(x->t->sink, SYNTAX_UNEXPECTED_TOKEN, here(x, from, 1), "\"%s\" begins nothing in Python",
                diag_quote(x->t->a, str_slice(rest, 0, 1)).p);
    add(x, PY_OP, from, PY_OPEN);
}

/* ---- lines ---- */

static void end_line(struct lexer *x)
{
    if (x->t->tokens.n > x->line_start)
        add(x, PY_NEWLINE, x->i, 0);
    x->line_start = x->t->tokens.n;
    x->at_line_start = true;
}

/* The indentation of a line that is not blank: that of a block around it, or more. */
static void begin_line(struct lexer *x, uint32_t columns, uint32_t from)
{
    while (x->indents.n && x->indents.p[x->indents.n - 1] > columns)
        x->indents.n--;
    uint32_t outer = x->indents.n ? x->indents.p[x->indents.n - 1] : 0;
    bool dedent = columns < x->indent;
    if (columns > outer && dedent)
        diag_syntax(x->t->sink, SYNTAX_UNEXPECTED_TOKEN, here(x, from, x->i - from),
                    "indentation of %u columns is that of no block above", columns);
    if (columns > outer)
        vec_push(x->t->a, &x->indents, columns);
    x->indent = columns;
    x->at_line_start = false;
}

/* White space at the start of a line, and marks that put nothing there. */
static void skip_indent(struct lexer *x)
{
    uint32_t columns = 0, from = x->i;
    const struct mark *m;
    for (; !is_at_end(x); x->i++) {
        char c = byte_at(x, x->i);
        if ((m = mark_here(x, x->i)) && m->kind != MARK_EXPRESSION)
            x->i = m->off + m->len - 1;
        else if (c == ' ')
            columns++;
        else if (c == '\t')
            columns = columns / TAB_COLUMNS * TAB_COLUMNS + TAB_COLUMNS;
        else if (c == '\f')
            columns = 0;
        else
            break;
    }
    char c = byte_at(x, x->i);
    if (!is_at_end(x) && c != '\n' && c != '\r' && c != '#')
        begin_line(x, columns, from);
}

static void skip_comment(struct lexer *x)
{
    uint32_t end = line_end(x->t->text, x->i);
    vec_push(x->t->a, &x->t->comments, here(x, x->i, end - x->i));
    x->i = end;
}

/* A backslash joins lines. */
static void lex_backslash(struct lexer *x)
{
    char next = byte_at(x, x->i + 1);
    if (next == '\n' || next == '\r') {
        x->i += next == '\r' && byte_at(x, x->i + 2) == '\n' ? 3 : 2;
        return;
    }
    diag_syntax(x->t->sink, SYNTAX_UNEXPECTED_TOKEN, here(x, x->i, 1), "something follows \"\\\" on its line");
    x->i++;
}

static void lex_mark(struct lexer *x, const struct mark *m)
{
    uint32_t from = x->i;
    x->i = m->off + m->len;
    if (m->kind == MARK_EXPRESSION)
        add(x, PY_MARK, from, 0);
}

static void lex_token(struct lexer *x)
{
    char c = byte_at(x, x->i);
    const struct mark *m = mark_here(x, x->i);
    if (m)
        lex_mark(x, m);
    else if (c == '#')
        skip_comment(x);
    else if (c == '\\')
        lex_backslash(x);
    else if (c == '"' || c == '\'')
        lex_string(x, x->i, 0);
    else if (ch_is_digit(c) || (c == '.' && ch_is_digit(byte_at(x, x->i + 1))))
        lex_number(x);
    else if (is_name_byte(c))
        lex_name(x);
    else if (c == '(' || c == '[' || c == '{')
        open_bracket(x);
    else if (c == ')' || c == ']' || c == '}')
        close_bracket(x);
    else
        lex_operator(x);
}

/* The text ended within a bracket. The outermost one is told, its line ends with its line, and reading goes on with the next: what stands there was most likely meant as
 * lines of their own. */
static bool restart(struct lexer *x)
{
    if (x->open.n == 0)
        return false;
    struct bracket b = x->open.p[0];
    struct finding *f =
        diag_syntax(x->t->sink, SYNTAX_UNTERMINATED, here(x, b.off, 1), "\"%c\" is not closed", byte_at(x, b.off));
    diag_label(x->t->sink, f, "opened here");
    x->open.n = 0;
    if (x->t->n_restarts++ >= MAX_RESTARTS)
        return false;
    x->i = line_end(x->t->text, b.off);
    while (x->t->tokens.n && x->t->tokens.p[x->t->tokens.n - 1].off >= x->i)
        x->t->tokens.n--;
    while (x->t->comments.n && x->t->comments.p[x->t->comments.n - 1].off >= x->i)
        x->t->comments.n--;
    for (uint32_t i = x->line_start < b.first_token ? x->line_start : b.first_token; i < x->t->tokens.n; i++)
        x->t->tokens.p[i].flags |= PY_OPEN;
    return true;
}

static void lex_lines(struct lexer *x)
{
    while (!is_at_end(x)) {
        char c = byte_at(x, x->i);
        if (x->at_line_start)
            skip_indent(x);
        c = byte_at(x, x->i);
        if (is_at_end(x))
            break;
        if (c == '\n' || c == '\r') {
            if (x->open.n == 0)
                end_line(x);
            x->i++;
        } else if ((c == ' ' || c == '\t' || c == '\f') && !mark_here(x, x->i)) {
            x->i++;
        } else {
            lex_token(x);
        }
    }
}

void py_lex(struct py_text *t)
{
    struct lexer x = {.t = t, .at_line_start = true};
    if (str_starts(t->text, STR("\xef\xbb\xbf")))
        x.i = 3;
    uint32_t nul = str_find_byte(t->text, '\0');
    if (nul < t->text.n) {
        diag_syntax(t->sink, SYNTAX_NOT_PARSED, here(&x, nul, 1), "a NUL byte, which Python reads no source with");
        t->text = str_slice(t->text, 0, nul);
    }
    do
        lex_lines(&x);
    while (restart(&x));
    end_line(&x);
    add(&x, PY_NEWLINE, x.i, 0);
}

struct str py_token_text(const struct py_text *t, const struct py_token *token)
{
    return str_slice(t->text, token->off, token->off + token->len);
}

bool py_is(const struct py_text *t, const struct py_token *token, const char *text)
{
    return (token->kind == PY_OP || token->kind == PY_NAME) && str_eq(py_token_text(t, token), str_from(text));
}
