#include "kinds/haproxy/lex.h"

#include "ast/node.h"
#include "base/buf.h"

#include <string.h>

/* The reading of one line. */
struct lexer {
    struct arena *a;
    struct haproxy_line *line;
    const struct map *env;
    const char *p; /* the text */
    uint32_t pos, end;
    const struct marks *marks;
    uint32_t mark;    /* index of the next one */
    uint32_t mark_at; /* where it begins; end: none in the line */
    struct haproxy_token word;
    struct buf cooked;
    uint32_t literal;  /* where the literal piece at hand begins in cooked */
    uint32_t piece_at; /* and in the file */
    bool in_word, plain;
    char quote; /* the open one, or 0 */
    uint32_t quote_at;
};

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_hex(char c)
{
    return ch_is_digit(c) || (ch_lower(c) >= 'a' && ch_lower(c) <= 'f');
}

static uint32_t hex_value(char c)
{
    return ch_is_digit(c) ? (uint32_t)(c - '0') : (uint32_t)(ch_lower(c) - 'a' + 10);
}

static char at(const struct lexer *l, uint32_t off)
{
    return off < l->end ? l->p[off] : '\0';
}

static void begin_word(struct lexer *l)
{
    if (l->in_word)
        return;
    l->in_word = l->plain = true;
    l->word = (struct haproxy_token){.off = l->pos};
    l->cooked = (struct buf){.a = l->a};
    l->literal = 0;
    l->piece_at = l->pos;
}

/* From here on the word is not what stands in the file: copies what came before. */
static void cook(struct lexer *l)
{
    if (l->plain)
        buf_put(&l->cooked, (struct str){l->p + l->word.off, l->pos - l->word.off});
    l->plain = false;
}

static void emit(struct lexer *l, char c)
{
    if (!l->plain)
        buf_putc(&l->cooked, c);
}

static void add_piece(struct lexer *l, struct str text, uint32_t off, uint32_t end, bool unknown)
{
    struct haproxy_piece piece = {text, off, end - off, unknown};
    vec_push(l->a, &l->word.pieces, piece);
}

/* Ends the literal piece before an unknown one, or at the word's end. */
static void end_literal(struct lexer *l)
{
    struct str cooked = buf_str(&l->cooked);
    if (cooked.n > l->literal)
        add_piece(l, str_dup(l->a, str_slice(cooked, l->literal, cooked.n)), l->piece_at, l->pos, false);
    l->literal = cooked.n;
}

static uint8_t quote_of(const struct lexer *l)
{
    char first = l->p[l->word.off];
    bool whole = l->word.len > 1 && l->p[l->word.off + l->word.len - 1] == first;
    return whole && first == '"' ? QUOTE_DOUBLE : whole && first == '\'' ? QUOTE_SINGLE : QUOTE_NONE;
}

static void end_word(struct lexer *l)
{
    if (!l->in_word)
        return;
    l->word.len = l->pos - l->word.off;
    if (l->word.open)
        end_literal(l);
    l->word.text = l->plain ? (struct str){l->p + l->word.off, l->word.len} : buf_str(&l->cooked);
    l->word.quote = l->plain ? (uint8_t)QUOTE_NONE : quote_of(l);
    vec_push(l->a, &l->line->tokens, l->word);
    l->in_word = false;
}

static bool fail(struct lexer *l, enum haproxy_lex_fault fault, uint32_t off, uint32_t len)
{
    l->line->fault = fault;
    l->line->fault_off = off;
    l->line->fault_len = off + len > l->end ? l->end - off : len;
    return false;
}

/* A backslash outside of single quotes. */
static bool read_escape(struct lexer *l)
{
    char next = at(l, l->pos + 1), c = '\\';
    uint32_t n = 2;
    cook(l);
    switch (next) {
    case ' ':
    case '\\':
    case '#':
    case '\'':
    case '"':
        c = next;
        break;
    case 't':
        c = '\t';
        break;
    case 'n':
        c = '\n';
        break;
    case 'r':
        c = '\r';
        break;
    case '$':
        c = l->quote == '"' ? '$' : '\\';
        n = l->quote == '"' ? 2 : 1;
        break;
    case 'x':
        if (!is_hex(at(l, l->pos + 2)) || !is_hex(at(l, l->pos + 3)))
            return fail(l, HAPROXY_LEX_HEX, l->pos, 4);
        c = (char)(hex_value(l->p[l->pos + 2]) << 4 | hex_value(l->p[l->pos + 3]));
        n = 4;
        break;
    default:
        n = 1;
        break;
    }
    buf_putc(&l->cooked, c);
    l->pos += n;
    return true;
}

/* The line's number and the rest are known to the server only; what is judged is that it can be one. */
static bool known_pseudo(struct str name)
{
    return str_eq(name, STR(".LINE")) || str_eq(name, STR(".FILE")) || str_eq(name, STR(".SECTION"));
}

static void find_mark(struct lexer *l)
{
    l->mark_at = l->end;
    while (l->mark < l->marks->n && l->marks->p[l->mark].off < l->pos)
        l->mark++;
    if (l->mark < l->marks->n && l->marks->p[l->mark].off < l->end)
        l->mark_at = l->marks->p[l->mark].off;
}

/* What is not known stands in the word up to end. default_text: what the word has if it is not set. */
static void put_unknown(struct lexer *l, uint32_t end, struct str default_text)
{
    uint32_t from = l->pos;
    cook(l);
    end_literal(l);
    add_piece(l, (struct str){l->p + from, end - from}, from, end, true);
    buf_put(&l->cooked, default_text);
    l->literal = buf_str(&l->cooked).n;
    l->word.open = true;
    l->word.unknown |= default_text.n == 0 || l->word.many;
    l->pos = l->piece_at = end;
}

/* Where what the mark changes ends: behind the end of its block, if that stands in the line. */
static uint32_t end_of_mark(const struct lexer *l, const struct mark *m)
{
    const struct mark *close = m->kind == MARK_OPEN && m->match != MARK_NO_MATCH ? &l->marks->p[m->match] : m;
    m = close->off < l->end ? close : m;
    return m->off + m->len < l->end ? m->off + m->len : l->end;
}

/* The mark at hand. One that begins or ends a block of lines is nothing by itself; see marks_is_conditional. */
static void read_mark(struct lexer *l)
{
    const struct mark *m = &l->marks->p[l->mark];
    uint32_t end = end_of_mark(l, m);
    bool within = end > m->off + m->len || (m->kind == MARK_OPEN && (l->in_word || l->line->tokens.n));
    l->line->marked = true;
    if (m->kind == MARK_EXPRESSION || within) {
        l->line->inserted |= l->line->tokens.n == 0 && !l->in_word;
        begin_word(l);
        put_unknown(l, end, (struct str){0});
    } else {
        if (l->in_word)
            cook(l);
        l->pos = end;
    }
    find_mark(l);
}

/* $NAME, ${NAME}, ${NAME-default}, ${NAME[*]} inside double quotes. */
static bool read_variable(struct lexer *l)
{
    uint32_t from = l->pos, p = l->pos + 1;
    bool brace = at(l, p) == '{';
    p += brace;
    uint32_t name = p;
    if (!ch_is_alpha(at(l, p)) && at(l, p) != '_' && at(l, p) != '.')
        return fail(l, HAPROXY_LEX_VARIABLE, p, 1);
    p += at(l, p) == '.';
    while (ch_is_alpha(at(l, p)) || ch_is_digit(at(l, p)) || at(l, p) == '_')
        p++;
    if (l->p[name] == '.' && !known_pseudo((struct str){l->p + name, p - name}))
        return fail(l, HAPROXY_LEX_VARIABLE, name, p - name);
    if (brace && at(l, p) == '[') {
        if (at(l, p + 1) != '*' || at(l, p + 2) != ']')
            return fail(l, HAPROXY_LEX_EXPAND, p, 1);
        p += 3;
        l->word.many = true;
    }
    struct str named = {l->p + name, p - name};
    uint32_t deflt = p + 1;
    bool defaulted = brace && at(l, p) == '-';
    if (defaulted)
        while (p < l->end && l->p[p] != '}')
            p++;
    struct str value = defaulted ? (struct str){l->p + deflt, p - deflt} : (struct str){0};
    if (brace && at(l, p) != '}')
        return fail(l, HAPROXY_LEX_BRACE, from + 1, 1);
    const struct str *known = l->env && !l->word.many ? map_get(l->env, named) : NULL;
    if (known) {
        cook(l);
        buf_put(&l->cooked, *known);
        l->pos = p + brace;
        return true;
    }
    put_unknown(l, p + brace, value);
    return true;
}

/* One byte or sequence of a word; the word has begun. */
static bool read_part(struct lexer *l)
{
    char c = l->p[l->pos];
    if ((c == '"' || c == '\'') && (!l->quote || l->quote == c)) {
        cook(l);
        l->quote_at = l->pos;
        l->quote = l->quote ? 0 : c;
        l->pos++;
        return true;
    }
    if (c == '\\' && l->quote != '\'')
        return read_escape(l);
    if (c == '$' && l->quote == '"')
        return read_variable(l);
    emit(l, c);
    l->pos++;
    return true;
}

/* Bytes that may be more than a part of their word. A table: three quarters of the lexer's time went into telling them apart. */
static const bool special[256] = {
    [' '] = true, ['\t'] = true, ['\n'] = true, ['\v'] = true, ['\f'] = true, ['\r'] = true,
    ['"'] = true, ['\''] = true, ['\\'] = true, ['$'] = true,  ['#'] = true};

/* Most of a text: read at once what read_part() would take byte by byte. */
static bool read_plain(struct lexer *l)
{
    uint32_t from = l->pos;
    while (l->pos < l->mark_at && !special[(unsigned char)l->p[l->pos]])
        l->pos++;
    if (l->pos > from && !l->plain)
        buf_put(&l->cooked, (struct str){l->p + from, l->pos - from});
    return l->pos > from;
}

static void read_words(struct lexer *l)
{
    while (l->pos < l->end) {
        if (l->pos > l->mark_at)
            find_mark(l);
        if (l->pos == l->mark_at) {
            read_mark(l);
            continue;
        }
        char c = l->p[l->pos];
        if (c == '#' && !l->quote)
            break;
        if (is_blank(c) && !l->quote) {
            end_word(l);
            l->pos++;
            continue;
        }
        if (!l->in_word && l->line->tokens.n == HAPROXY_LINE_WORDS) {
            fail(l, HAPROXY_LEX_WORDS, l->pos, 1);
            return;
        }
        begin_word(l);
        if (!read_plain(l) && !read_part(l))
            return;
    }
    l->line->comment = l->pos;
    bool blank_last = !l->in_word;
    end_word(l);
    /* White space behind the last word begins another, empty one. */
    if (blank_last && l->line->tokens.n == HAPROXY_LINE_WORDS)
        fail(l, HAPROXY_LEX_WORDS, l->pos - 1, 1);
    if (l->quote)
        fail(l, HAPROXY_LEX_QUOTE, l->quote_at, 1);
}

/* The LF that ends the line, or NULL. *ret_from: end of the last mark that holds another one, else off. */
static const char *end_of_line(struct str text, uint32_t off, const struct marks *marks, uint32_t mark,
                               uint32_t *ret_from)
{
    const char *lf = memchr(text.p + off, '\n', text.n - off);
    *ret_from = off;
    for (; lf && mark < marks->n && marks->p[mark].off <= (uint32_t)(lf - text.p); mark++) {
        uint32_t end = marks->p[mark].off + marks->p[mark].len;
        if (end <= (uint32_t)(lf - text.p))
            continue;
        *ret_from = end;
        lf = memchr(text.p + end, '\n', text.n - end);
    }
    return lf;
}

void haproxy_lex_line(struct arena *a, struct str text, uint32_t off, const struct map *env, const struct marks *marks,
                      struct haproxy_line *ret)
{
    static const struct marks none = {0};
    marks = marks ? marks : &none;
    uint32_t mark = marks->n ? marks_from(marks, off) : 0, from;
    const char *lf = end_of_line(text, off, marks, mark, &from);
    uint32_t end = lf ? (uint32_t)(lf - text.p) : text.n;
    struct haproxy_line line = {.off = off, .next = lf ? end + 1 : end, .ended = lf != NULL};
    line.tokens.p = ret->tokens.p;
    line.tokens.cap = ret->tokens.cap;
    *ret = line;
    const char *nul = memchr(text.p + from, '\0', end - from);
    ret->nul = nul ? (uint32_t)(nul - text.p) : end;
    /* parse_line() ends at the first CR. */
    const char *cr = memchr(text.p + from, '\r', ret->nul - from);
    ret->end = cr ? (uint32_t)(cr - text.p) : ret->nul;
    ret->comment = ret->end;
    struct lexer l = {
        .a = a, .line = ret, .env = env, .p = text.p, .pos = off, .end = ret->end, .marks = marks, .mark = mark};
    find_mark(&l);
    read_words(&l);
}
