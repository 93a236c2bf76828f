#include "cel/literal.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>

static bool fail(struct literal_fault *f, const char *what, uint32_t off, uint32_t len)
{
    *f = (struct literal_fault){what, off, len};
    return false;
}

static int hex_digit(char c)
{
    if (ch_is_digit(c))
        return c - '0';
    c = ch_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool literal_parse_uint(struct str s, uint64_t *ret)
{
    bool hex = s.n > 2 && s.p[0] == '0' && ch_lower(s.p[1]) == 'x';
    int base = hex ? 16 : 10;
    uint64_t v = 0;
    if (s.n == 0)
        return false;
    for (uint32_t i = hex ? 2 : 0; i < s.n; i++) {
        int d = hex_digit(s.p[i]);
        if (d < 0 || d >= base || __builtin_mul_overflow(v, (uint64_t)base, &v) ||
            __builtin_add_overflow(v, (uint64_t)d, &v))
            return false;
    }
    *ret = v;
    return true;
}

/* digits [. digits] [e [sign] digits], with at least one digit before the exponent. */
static bool is_decimal(struct str s)
{
    uint32_t i = 0, digits = 0;
    for (bool dot = false; i < s.n && (ch_is_digit(s.p[i]) || (s.p[i] == '.' && !dot)); i++) {
        dot |= s.p[i] == '.';
        digits += s.p[i] != '.';
    }
    if (digits == 0 || i == s.n)
        return digits > 0;
    if (ch_lower(s.p[i]) != 'e')
        return false;
    i++;
    i += i < s.n && (s.p[i] == '+' || s.p[i] == '-');
    if (i == s.n)
        return false;
    for (; i < s.n; i++)
        if (!ch_is_digit(s.p[i]))
            return false;
    return true;
}

bool literal_parse_double(struct arena *a, struct str s, double *ret)
{
    bool minus = s.n > 0 && s.p[0] == '-';
    struct str body = str_slice(s, s.n > 0 && (minus || s.p[0] == '+'), s.n);
    double d;
    if (str_eq_nocase(body, STR("nan")))
        d = NAN;
    else if (str_eq_nocase(body, STR("inf")) || str_eq_nocase(body, STR("infinity")))
        d = INFINITY;
    else if (!is_decimal(body) || !isfinite(d = strtod(str_dup(a, body).p, NULL)))
        return false;
    *ret = minus ? -d : d;
    return true;
}

static bool read_int(struct str text, bool minus, struct value *ret, struct literal_fault *f)
{
    uint64_t u;
    if (!literal_parse_uint(text, &u) || u > (uint64_t)INT64_MAX + minus)
        return fail(f, "the number does not fit into an int (64 bits)", 0, text.n);
    *ret = value_int(minus ? (int64_t)(0 - u) : (int64_t)u);
    return true;
}

static bool read_uint(struct str text, struct value *ret, struct literal_fault *f)
{
    uint64_t u;
    if (!literal_parse_uint(str_slice(text, 0, text.n - 1), &u))
        return fail(f, "the number does not fit into a uint (64 bits)", 0, text.n);
    *ret = value_uint(u);
    return true;
}

static bool read_double(struct arena *a, struct str text, bool minus, struct value *ret, struct literal_fault *f)
{
    double d;
    if (!literal_parse_double(a, text, &d))
        return fail(f, "the number does not fit into a double", 0, text.n);
    *ret = value_double(minus ? -d : d);
    return true;
}

/* A string being read: its text without quotes, and where that began. */
struct escape_reader {
    struct buf out;
    struct str text;
    uint32_t base; /* offset of text in the token */
    bool bytes;
    struct literal_fault *fault;
};

static bool put_code_point(struct escape_reader *r, uint32_t cp, uint32_t at, uint32_t len)
{
    char z[4];
    if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
        return fail(r->fault, "not a Unicode code point", r->base + at, len);
    buf_put(&r->out, (struct str){z, utf8_put(cp, z)});
    return true;
}

/* n digits of a base at offset at, or -1. */
static int64_t escape_number(const struct escape_reader *r, uint32_t at, uint32_t n, int base)
{
    int64_t v = 0;
    if (n > r->text.n - at)
        return -1;
    for (uint32_t i = 0; i < n; i++) {
        int d = hex_digit(r->text.p[at + i]);
        if (d < 0 || d >= base)
            return -1;
        v = v * base + d;
    }
    return v;
}

/* \xHH, \OOO, \uHHHH, \UHHHHHHHH; in bytes the first two are octets and the others do not exist. */
static bool read_numeric_escape(struct escape_reader *r, uint32_t at, uint32_t *ret_len)
{
    char c = r->text.p[at + 1];
    bool octal = ch_is_digit(c);
    bool octet = octal || c == 'x' || c == 'X';
    uint32_t from = at + (octal ? 1 : 2), n = octal ? 3 : octet ? 2 : c == 'u' ? 4 : 8;
    int64_t v = escape_number(r, from, n, octal ? 8 : 16);
    *ret_len = from + n - at;
    if (v < 0 || (octet && v > 255))
        return fail(r->fault, "the escape needs \\xHH, \\OOO (up to 377), \\uHHHH or \\UHHHHHHHH", r->base + at, 2);
    if (r->bytes && !octet)
        return fail(r->fault, "bytes have no \\u and \\U", r->base + at, *ret_len);
    if (r->bytes) {
        buf_putc(&r->out, (char)v);
        return true;
    }
    return put_code_point(r, (uint32_t)v, at, *ret_len);
}

static bool read_escape(struct escape_reader *r, uint32_t at, uint32_t *ret_len)
{
    static const struct str letters = STR_INIT("abfnrtv\\?\"'`"), meanings = STR_INIT("\a\b\f\n\r\t\v\\?\"'`");
    char c = (char)(at + 1 < r->text.n ? r->text.p[at + 1] : '\0');
    uint32_t i = str_find_byte(letters, c);
    if (i < letters.n) {
        buf_putc(&r->out, meanings.p[i]);
        *ret_len = 2;
        return true;
    }
    if (ch_is_digit(c) || ch_lower(c) == 'x' || ch_lower(c) == 'u')
        return read_numeric_escape(r, at, ret_len);
    return fail(r->fault, "no such escape; in a raw string (r\"...\") a backslash stands for itself", r->base + at, 2);
}

static bool read_escapes(struct escape_reader *r)
{
    for (uint32_t i = 0; i < r->text.n;) {
        struct str rest = str_slice(r->text, i, r->text.n);
        uint32_t plain = str_find_byte(rest, '\\'), len;
        buf_put(&r->out, str_slice(rest, 0, plain));
        i += plain;
        if (i == r->text.n)
            break;
        if (!read_escape(r, i, &len))
            return false;
        i += len;
    }
    return true;
}

static bool read_string(struct arena *a, struct str token, bool bytes, struct value *ret, struct literal_fault *f)
{
    bool raw = ch_lower(token.p[bytes]) == 'r';
    uint32_t open = (uint32_t)bytes + raw;
    char quote = token.p[open];
    bool triple = token.n >= open + 6 && token.p[open + 1] == quote && token.p[open + 2] == quote;
    uint32_t width = triple ? 3 : 1;
    struct str text = str_slice(token, open + width, token.n - width);
    uint32_t valid = utf8_first_invalid(text);
    if (valid < text.n)
        return fail(f, "not UTF-8", open + width + valid, 1);
    if (!raw && str_find_byte(text, '\\') < text.n) {
        struct escape_reader r = {.out = {.a = a}, .text = text, .base = open + width, .bytes = bytes, .fault = f};
        if (!read_escapes(&r))
            return false;
        text = buf_str(&r.out);
    }
    *ret = bytes ? value_bytes(text) : value_string(text);
    return true;
}

bool literal_read(struct arena *a, enum token_kind kind, struct str text, bool minus, struct value *ret,
                  struct literal_fault *ret_fault)
{
    switch (kind) {
    case TOK_INT:
        return read_int(text, minus, ret, ret_fault);
    case TOK_UINT:
        return read_uint(text, ret, ret_fault);
    case TOK_DOUBLE:
        return read_double(a, text, minus, ret, ret_fault);
    default:
        return read_string(a, text, kind == TOK_BYTES, ret, ret_fault);
    }
}
