#include "formats/json_lex.h"

#include "base/limits.h"

static char peek(const struct json_lexer *x, uint32_t ahead)
{
    return str_byte(x->text, x->at + ahead);
}

static bool is_name_byte(char c)
{
    return ch_is_alpha(c) || ch_is_digit(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

/* Length of the string, comment or template text that starts at off; *ret_complete tells whether it is closed. A
 * string that is not closed ends with its line, so that the next line is read as what it is. */
static uint32_t string_length(struct str text, uint32_t off, const struct marks *marks, bool *ret_complete)
{
    char quote = text.p[off];
    uint32_t mark = marks->n ? marks_from(marks, off) : 0, i = off + 1;
    *ret_complete = false;
    while (i < text.n && !*ret_complete) {
        if (mark < marks->n && marks->p[mark].off <= i) {
            i = marks->p[mark].off + marks->p[mark].len;
            mark++;
            continue;
        }
        bool line_end = text.p[i] == '\n' && quote != '`';
        if (line_end)
            break;
        *ret_complete = text.p[i] == quote;
        i += text.p[i] != '\\' ? 1 : str_starts(str_slice(text, i + 1, text.n), STR("\r\n")) ? 3 : 2;
    }
    if (!*ret_complete && i > off + 1 && i <= text.n && text.p[i - 1] == '\r')
        i--;
    return (i > text.n ? text.n : i) - off;
}

static bool starts_comment(struct str text, uint32_t off)
{
    struct str s = str_slice(text, off, off + 2);
    return str_eq(s, STR("//")) || str_eq(s, STR("/*"));
}

static uint32_t comment_length(struct str text, uint32_t off, bool *ret_complete)
{
    struct str rest = str_slice(text, off, text.n);
    *ret_complete = true;
    if (text.p[off + 1] == '/') {
        uint32_t n = str_find_byte(rest, '\n');
        return n > 0 && rest.p[n - 1] == '\r' ? n - 1 : n;
    }
    uint32_t n = 2 + str_find(str_slice(rest, 2, rest.n), STR("*/"));
    *ret_complete = n < rest.n;
    return *ret_complete ? n + 2 : rest.n;
}

/* ---- numbers ---- */

static uint32_t digits(struct str s, uint32_t i)
{
    while (i < s.n && ch_is_digit(s.p[i]))
        i++;
    return i;
}

static bool is_radix_number(struct str s)
{
    bool hex = ch_lower(s.p[1]) == 'x';
    for (uint32_t i = 2; i < s.n; i++)
        if (!(hex ? ch_is_digit(s.p[i]) || (ch_lower(s.p[i]) >= 'a' && ch_lower(s.p[i]) <= 'f')
                  : s.p[i] >= '0' && s.p[i] <= '7'))
            return false;
    return s.n > 2 && (s.p[1] == 'x' || s.p[1] == 'o');
}

bool json_is_number(struct str s, bool relaxed)
{
    uint32_t sign = s.n > 0 && (s.p[0] == '-' || (relaxed && s.p[0] == '+'));
    uint32_t whole = digits(s, sign), i = whole, fraction = i;
    if (relaxed && !sign && s.n > 1 && s.p[0] == '0' && ch_is_alpha(s.p[1]) && ch_lower(s.p[1]) != 'e')
        return is_radix_number(s);
    if (whole - sign > 1 && s.p[sign] == '0')
        return false;
    if (i < s.n && s.p[i] == '.')
        fraction = i = digits(s, i + 1);
    bool has_fraction = fraction > whole + 1, bare_point = fraction == whole + 1;
    if ((whole == sign && !(relaxed && has_fraction)) || (bare_point && !relaxed))
        return false;
    if (i < s.n && ch_lower(s.p[i]) == 'e') {
        i += i + 1 < s.n && (s.p[i + 1] == '+' || s.p[i + 1] == '-') ? 2 : 1;
        uint32_t end = digits(s, i);
        if (end == i)
            return false;
        i = end;
    }
    return i == s.n;
}

/* "1e+5" is one number, "1+5" are two and an operator. */
static uint32_t number_length(struct str text, uint32_t off)
{
    uint32_t i = off + 1;
    bool hex = text.p[off] == '0' && i < text.n && ch_lower(text.p[i]) == 'x';
    for (; i < text.n; i++) {
        bool exponent_sign = (text.p[i] == '-' || text.p[i] == '+') && ch_lower(text.p[i - 1]) == 'e' && !hex;
        if (!exponent_sign && text.p[i] != '.' && !is_name_byte(text.p[i]))
            break;
    }
    return i - off;
}

static bool starts_number(const struct json_lexer *x)
{
    char c = peek(x, 0), next = peek(x, 1);
    if (ch_is_digit(c) || (c == '-' && (ch_is_digit(next) || !x->relaxed)))
        return true;
    if (!x->relaxed || (c != '+' && c != '.' && c != '-'))
        return false;
    return ch_is_digit(next) || (c != '.' && next == '.' && ch_is_digit(peek(x, 2)));
}

/* ---- tokens ---- */

static const struct mark *mark_here(const struct json_lexer *x)
{
    const struct mark *m = x->marks->n ? marks_at(x->marks, x->at) : NULL;
    return m && m->off == x->at ? m : NULL;
}

static void skip_space(struct json_lexer *x)
{
    x->new_line = false;
    for (; x->at < x->text.n && !mark_here(x); x->at++) {
        char c = x->text.p[x->at];
        bool wide = x->relaxed && (c == '\v' || c == '\f');
        if (!ch_is_space(c) && !wide)
            return;
        x->new_line |= c == '\n';
    }
}

static uint32_t name_length(struct str text, uint32_t off)
{
    uint32_t i = off;
    while (i < text.n && is_name_byte(text.p[i]))
        i++;
    return i - off;
}

/* Sets kind and length of the token at x->at, which is not the end. */
static void scan(const struct json_lexer *x, struct json_token *t)
{
    struct str text = x->text;
    char c = t->first;
    t->complete = true;
    t->len = 1;
    if (t->mark) {
        t->kind = JSON_MARK;
        t->len = t->mark->len;
    } else if (c == '{' || c == '}' || c == '[' || c == ']' || c == ',' || c == ':') {
        t->kind = JSON_PUNCTUATION;
    } else if (c == '"' || c == '\'' || (c == '`' && x->relaxed)) {
        t->kind = JSON_STRING;
        t->len = string_length(text, t->off, x->marks, &t->complete);
    } else if (starts_comment(text, t->off)) {
        t->kind = JSON_COMMENT;
        t->len = comment_length(text, t->off, &t->complete);
    } else if (starts_number(x)) {
        t->kind = JSON_NUMBER;
        t->len = number_length(text, t->off);
        t->complete = json_is_number(str_slice(text, t->off, t->off + t->len), x->relaxed);
    } else if (is_name_byte(c)) {
        t->kind = JSON_NAME;
        t->len = name_length(text, t->off);
    } else {
        t->kind = JSON_OTHER;
    }
}

struct json_token json_next(struct json_lexer *x)
{
    skip_space(x);
    struct json_token t = {.kind = JSON_END, .off = x->at};
    if (x->at >= x->text.n)
        return t;
    t.first = x->text.p[x->at];
    t.mark = mark_here(x);
    scan(x, &t);
    x->at += t.len;
    return t;
}

/* ---- JavaScript expressions ---- */

/* A stack of open brackets; '`' is the text of a template string. */
struct brackets {
    char open[LIMIT_NESTING];
    uint32_t n;
};

static bool in_template(const struct brackets *b)
{
    return b->n > 0 && b->open[b->n - 1] == '`';
}

/* A '/' after an operand divides, elsewhere it starts a regular expression. */
static bool starts_regex(char last)
{
    return !is_name_byte(last) && last != ')' && last != ']' && last != '}' && last != '"' && last != '\'' &&
           last != '`';
}

static uint32_t regex_end(struct str text, uint32_t off)
{
    bool in_class = false;
    for (uint32_t i = off + 1; i < text.n && text.p[i] != '\n'; i++) {
        if (text.p[i] == '\\')
            i++;
        else if (text.p[i] == '/' && !in_class)
            return i + 1;
        else
            in_class = text.p[i] == '[' || (in_class && text.p[i] != ']');
    }
    return off + 1;
}

static uint32_t template_text(struct str text, uint32_t i, struct brackets *b)
{
    char c = text.p[i], next = str_byte(text, i + 1);
    if (c == '`')
        b->n--;
    else if (c == '$' && next == '{')
        b->open[b->n++] = '{';
    return i + (c == '\\' || (c == '$' && next == '{') ? 2 : 1);
}

/* One step of code; *ret_end is set when the expression ends before i. */
static uint32_t code(struct str text, uint32_t i, char last, struct brackets *b, bool *ret_end)
{
    static const struct marks none = {0};
    char c = text.p[i];
    bool complete;
    if (c == '"' || c == '\'')
        return i + string_length(text, i, &none, &complete);
    if (c == '/' && starts_regex(last))
        return regex_end(text, i);
    if (c == '(' || c == '[' || c == '{' || c == '`') {
        b->open[b->n++] = c;
    } else if (c == ')' || c == ']' || c == '}') {
        *ret_end = b->n == 0;
        b->n -= b->n > 0;
    } else if (c == ',' || c == ';') {
        *ret_end = b->n == 0;
    }
    return i + 1;
}

uint32_t json_expression_end(struct str text, uint32_t off, char last)
{
    struct brackets b = {.n = 0};
    uint32_t i = off, end = off;
    for (bool ended = false; i < text.n && b.n < LIMIT_NESTING;) {
        uint32_t from = i;
        if (!in_template(&b) && starts_comment(text, i)) {
            i += comment_length(text, i, &ended);
            ended = false;
            continue;
        }
        i = in_template(&b) ? template_text(text, i, &b) : code(text, i, last, &b, &ended);
        if (ended)
            break;
        if (!ch_is_space(text.p[from])) {
            end = i < text.n ? i : text.n;
            last = text.p[end - 1];
        }
    }
    return end;
}
