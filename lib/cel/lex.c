#include "cel/lex.h"

#include "base/utf8.h"

const char *token_name(enum token_kind kind)
{
    static const char *const names[] = {
#define X(name, text) text,
        CEL_TOKENS(X)
#undef X
    };
    return names[kind];
}

static char peek(const struct lexer *l, uint32_t ahead)
{
    uint32_t at = l->at + ahead;
    return (char)(at < l->text.n ? l->text.p[at] : '\0');
}

static bool is_name_start(char c)
{
    return ch_is_alpha(c) || c == '_';
}

static bool is_name_part(char c)
{
    return is_name_start(c) || ch_is_digit(c);
}

static bool is_hex(char c)
{
    return ch_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static struct token token_from(const struct lexer *l, enum token_kind kind, uint32_t start)
{
    return (struct token){.kind = kind, .off = start, .len = l->at - start};
}

static struct token fault_from(const struct lexer *l, uint32_t start, const char *fault)
{
    struct token t = token_from(l, TOK_FAULT, start);
    t.fault = fault;
    return t;
}

static void skip_blank(struct lexer *l)
{
    for (; l->at < l->text.n; l->at++) {
        char c = peek(l, 0);
        if (c == '/' && peek(l, 1) == '/')
            l->at += str_find_byte(str_slice(l->text, l->at, l->text.n), '\n');
        else if (!ch_is_space(c) && c != '\f')
            return;
    }
    l->at = l->text.n; /* a comment may end with the text */
}

static void skip_digits(struct lexer *l)
{
    while (ch_is_digit(peek(l, 0)))
        l->at++;
}

/* "e9", "E-9"; nothing is moved when no digit follows: "1e" is the number 1 and a name. */
static bool skip_exponent(struct lexer *l)
{
    if (peek(l, 0) != 'e' && peek(l, 0) != 'E')
        return false;
    uint32_t sign = peek(l, 1) == '+' || peek(l, 1) == '-';
    if (!ch_is_digit(peek(l, 1 + sign)))
        return false;
    l->at += 1 + sign;
    skip_digits(l);
    return true;
}

static struct token lex_number(struct lexer *l)
{
    uint32_t start = l->at;
    bool is_double = false;
    if (peek(l, 0) == '0' && (peek(l, 1) == 'x' || peek(l, 1) == 'X') && is_hex(peek(l, 2))) {
        for (l->at += 2; is_hex(peek(l, 0));)
            l->at++;
    } else {
        skip_digits(l);
        if (peek(l, 0) == '.' && ch_is_digit(peek(l, 1))) {
            is_double = true;
            l->at++;
            skip_digits(l);
        }
        is_double |= skip_exponent(l);
    }
    bool is_uint = !is_double && (peek(l, 0) == 'u' || peek(l, 0) == 'U');
    l->at += is_uint;
    if (is_name_part(peek(l, 0))) {
        while (is_name_part(peek(l, 0)))
            l->at++;
        return fault_from(l, start, "not a number");
    }
    return token_from(l, is_double ? TOK_DOUBLE : is_uint ? TOK_UINT : TOK_INT, start);
}

/* b, r and their uppercase forms before a quote; "br" but not "rb". */
static uint32_t string_prefix(const struct lexer *l, bool *ret_bytes, bool *ret_raw)
{
    uint32_t n = 0;
    *ret_bytes = ch_lower(peek(l, n)) == 'b';
    n += *ret_bytes;
    *ret_raw = ch_lower(peek(l, n)) == 'r';
    n += *ret_raw;
    return n;
}

static bool starts_string(const struct lexer *l)
{
    bool bytes, raw;
    char c = peek(l, string_prefix(l, &bytes, &raw));
    return c == '"' || c == '\'';
}

/* Escapes are only stepped over here: literal.c reads them. */
static struct token lex_string(struct lexer *l)
{
    uint32_t start = l->at;
    bool bytes, raw;
    l->at += string_prefix(l, &bytes, &raw);
    char quote = peek(l, 0);
    bool triple = peek(l, 1) == quote && peek(l, 2) == quote;
    for (l->at += triple ? 3 : 1; l->at < l->text.n; l->at++) {
        char c = peek(l, 0);
        if (c == quote && (!triple || (peek(l, 1) == quote && peek(l, 2) == quote))) {
            l->at += triple ? 3 : 1;
            return token_from(l, bytes ? TOK_BYTES : TOK_STRING, start);
        }
        if (!triple && (c == '\n' || c == '\r'))
            return fault_from(l, start, "the string is not closed on its line");
        if (c == '\\' && !raw)
            l->at++;
    }
    l->at = l->text.n;
    return fault_from(l, start, "the string is not closed");
}

/* `a name that is no identifier`: letters, digits, and _ . - / space. */
static struct token lex_quoted(struct lexer *l)
{
    uint32_t start = l->at++;
    while (is_name_part(peek(l, 0)) || peek(l, 0) == '.' || peek(l, 0) == '-' || peek(l, 0) == '/' || peek(l, 0) == ' ')
        l->at++;
    if (peek(l, 0) != '`')
        return fault_from(l, start,
                          "a quoted name holds letters, digits, '_', '.', '-', '/' and spaces, and ends with '`'");
    l->at++;
    return l->at - start > 2 ? token_from(l, TOK_QUOTED, start) : fault_from(l, start, "the quoted name is empty");
}

static struct token lex_name(struct lexer *l)
{
    static const struct {
        struct str text;
        enum token_kind kind;
    } keywords[] = {
        {STR_INIT("true"), TOK_TRUE},
        {STR_INIT("false"), TOK_FALSE},
        {STR_INIT("null"), TOK_NULL},
        {STR_INIT("in"), TOK_IN},
    };
    uint32_t start = l->at;
    while (is_name_part(peek(l, 0)))
        l->at++;
    struct str text = str_slice(l->text, start, l->at);
    for (uint32_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
        if (str_eq(text, keywords[i].text))
            return token_from(l, keywords[i].kind, start);
    return token_from(l, TOK_NAME, start);
}

/* One or two characters; the longer one first. */
static struct token lex_punctuation(struct lexer *l)
{
    static const struct {
        struct str text;
        enum token_kind kind;
    } table[] = {
        {STR_INIT("<="), TOK_LESS_EQUAL}, {STR_INIT(">="), TOK_GREATER_EQUAL}, {STR_INIT("=="), TOK_EQUAL},
        {STR_INIT("!="), TOK_NOT_EQUAL},  {STR_INIT("&&"), TOK_AND},           {STR_INIT("||"), TOK_OR},
        {STR_INIT("("), TOK_PAREN_OPEN},  {STR_INIT(")"), TOK_PAREN_CLOSE},    {STR_INIT("["), TOK_LIST_OPEN},
        {STR_INIT("]"), TOK_LIST_CLOSE},  {STR_INIT("{"), TOK_MAP_OPEN},       {STR_INIT("}"), TOK_MAP_CLOSE},
        {STR_INIT("."), TOK_DOT},         {STR_INIT(","), TOK_COMMA},          {STR_INIT(":"), TOK_COLON},
        {STR_INIT("?"), TOK_QUESTION},    {STR_INIT("+"), TOK_PLUS},           {STR_INIT("-"), TOK_MINUS},
        {STR_INIT("*"), TOK_STAR},        {STR_INIT("/"), TOK_SLASH},          {STR_INIT("%"), TOK_PERCENT},
        {STR_INIT("!"), TOK_NOT},         {STR_INIT("<"), TOK_LESS},           {STR_INIT(">"), TOK_GREATER},
    };
    struct str rest = str_slice(l->text, l->at, l->text.n);
    uint32_t start = l->at, len;
    for (uint32_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (str_starts(rest, table[i].text)) {
            l->at += table[i].text.n;
            return token_from(l, table[i].kind, start);
        }
    utf8_decode(rest, &len);
    l->at += len;
    switch (rest.p[0]) {
    case '=':
        return fault_from(l, start, "equality is written ==");
    case '&':
        return fault_from(l, start, "and is written &&");
    case '|':
        return fault_from(l, start, "or is written ||");
    default:
        return fault_from(l, start, "no token begins with this character");
    }
}

struct token lex_next(struct lexer *l)
{
    skip_blank(l);
    char c = peek(l, 0);
    if (l->at >= l->text.n)
        return token_from(l, TOK_END, l->at);
    if (ch_is_digit(c) || (c == '.' && ch_is_digit(peek(l, 1))))
        return lex_number(l);
    if (starts_string(l))
        return lex_string(l);
    if (is_name_start(c))
        return lex_name(l);
    return c == '`' ? lex_quoted(l) : lex_punctuation(l);
}
