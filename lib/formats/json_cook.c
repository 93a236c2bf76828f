/* The strings of JSON and JavaScript: what they stand for, and where each byte of that comes from. */
#include "base/buf.h"
#include "base/utf8.h"
#include "formats/json_lex.h"

struct cook {
    struct str text;
    uint32_t i, to; /* the next byte, and where the string ends */
    uint32_t src;
    bool relaxed;
    struct buf out;
    struct span_map *map;
    struct json_string_fault fault;
};

/* The first fault is the one that is told. */
static void fault(struct cook *c, uint32_t off, uint32_t len, const char *what)
{
    if (!c->fault.what)
        c->fault = (struct json_string_fault){what, off, len};
}

static void emit(struct cook *c, struct str bytes, uint32_t len, bool verbatim)
{
    buf_put(&c->out, bytes);
    if (c->map)
        span_map_add(c->map, bytes.n, (struct span){c->src, c->i, len}, verbatim);
    c->i += len;
}

static void emit_cp(struct cook *c, uint32_t cp, uint32_t len)
{
    char utf8[4];
    emit(c, (struct str){utf8, utf8_put(cp, utf8)}, len, false);
}

/* n hex digits at off; false when there are not so many. */
static bool hex(const struct cook *c, uint32_t off, uint32_t n, uint32_t *ret)
{
    uint32_t v = 0;
    if (off + n > c->to)
        return false;
    for (uint32_t i = off; i < off + n; i++) {
        char d = ch_lower(c->text.p[i]);
        if (!ch_is_digit(d) && !(d >= 'a' && d <= 'f'))
            return false;
        v = v << 4 | (uint32_t)(ch_is_digit(d) ? d - '0' : d - 'a' + 10);
    }
    *ret = v;
    return true;
}

/* \u{1F600} */
static void braced_escape(struct cook *c)
{
    uint32_t close = c->i + 3, cp = 0;
    while (close < c->to && c->text.p[close] != '}')
        close++;
    uint32_t n = close - (c->i + 3);
    if (close == c->to || n == 0 || n > 6 || !hex(c, c->i + 3, n, &cp) || cp > 0x10FFFF) {
        fault(c, c->i, 3, "not a code point");
        emit_cp(c, 0xFFFD, 3);
        return;
    }
    emit_cp(c, cp, n + 4);
}

/* \uXXXX, with its other half when it is one of a pair. */
static void unicode_escape(struct cook *c)
{
    uint32_t high, low;
    if (c->relaxed && c->i + 2 < c->to && c->text.p[c->i + 2] == '{') {
        braced_escape(c);
        return;
    }
    if (!hex(c, c->i + 2, 4, &high)) {
        fault(c, c->i, 2, "\\u takes four hexadecimal digits");
        emit_cp(c, 0xFFFD, 2);
        return;
    }
    bool pair = (high & 0xFC00) == 0xD800 && c->i + 8 < c->to && c->text.p[c->i + 6] == '\\' &&
                c->text.p[c->i + 7] == 'u' && hex(c, c->i + 8, 4, &low) && (low & 0xFC00) == 0xDC00;
    if (pair) {
        emit_cp(c, 0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF)), 12);
        return;
    }
    bool lone = (high & 0xF800) == 0xD800;
    if (lone)
        fault(c, c->i, 6, "half of a surrogate pair");
    emit_cp(c, lone ? 0xFFFD : high, 6);
}

/* Escapes that JavaScript has and JSON has not. False: it is not one of them. */
static bool script_escape(struct cook *c, char letter)
{
    uint32_t cp;
    if (letter == 'x' && hex(c, c->i + 2, 2, &cp)) {
        emit_cp(c, cp, 4);
    } else if (letter == '\n' || letter == '\r') {
        bool crlf = letter == '\r' && c->i + 2 < c->to && c->text.p[c->i + 2] == '\n';
        c->i += crlf ? 3 : 2;
    } else if (letter == 'v' || letter == '0') {
        emit_cp(c, letter == 'v' ? 11 : 0, 2);
    } else if (letter != 'x' && (unsigned char)letter < 0x80) {
        emit_cp(c, (unsigned char)letter, 2);
    } else {
        return false;
    }
    return true;
}

static void escape(struct cook *c)
{
    static const struct str letters = STR_INIT("\"\\/bfnrt"), meaning = STR_INIT("\"\\/\b\f\n\r\t");
    char letter = str_byte(str_slice(c->text, 0, c->to), c->i + 1);
    uint32_t known = str_find_byte(letters, letter);
    if (letter == 'u') {
        unicode_escape(c);
    } else if (known < letters.n) {
        emit_cp(c, (unsigned char)meaning.p[known], 2);
    } else if (!c->relaxed || c->i + 1 >= c->to || !script_escape(c, letter)) {
        fault(c, c->i, c->i + 1 < c->to ? 2 : 1, "unknown escape");
        emit(c, str_slice(c->text, c->i, c->i + 1), 1, true);
    }
}

/* Bytes that stand for themselves. */
static void plain(struct cook *c, uint32_t stop)
{
    uint32_t i = c->i, len;
    while (i < stop && c->text.p[i] != '\\') {
        unsigned char b = (unsigned char)c->text.p[i];
        uint32_t cp = b < 0x80 ? (len = 1, b) : utf8_decode(str_slice(c->text, i, stop), &len);
        if (cp == 0xFFFD && len == 1)
            fault(c, i, 1, "not valid UTF-8");
        if (b < 0x20 && !c->relaxed)
            fault(c, i, 1, "a control character, which a string must escape");
        i += len;
    }
    emit(c, str_slice(c->text, c->i, i), i - c->i, true);
}

static void cook(struct cook *c, const struct marks *marks)
{
    uint32_t mark = marks->n ? marks_from(marks, c->i) : 0;
    while (c->i < c->to) {
        const struct mark *m = mark < marks->n && marks->p[mark].off < c->to ? &marks->p[mark] : NULL;
        if (m && m->off <= c->i) {
            uint32_t end = m->off + m->len < c->to ? m->off + m->len : c->to;
            emit(c, str_slice(c->text, c->i, end), end - c->i, true);
            mark++;
        } else if (c->text.p[c->i] == '\\') {
            escape(c);
        } else {
            plain(c, m ? m->off : c->to);
        }
    }
}

struct str json_cook(struct arena *a, struct str text, struct span at, bool relaxed, const struct marks *marks,
                     struct span_map *map, struct json_string_fault *ret_fault)
{
    struct cook c = {.text = text, .i = at.off, .to = span_end(at)};
    c.src = at.src;
    c.relaxed = relaxed;
    c.out.a = a;
    c.map = map;
    struct str raw = str_slice(text, at.off, c.to);
    if (str_find_byte(raw, '\\') == raw.n && !map) {
        struct arena_mark mark = arena_mark(a);
        cook(&c, marks);
        arena_pop(a, mark);
        *ret_fault = c.fault;
        return raw;
    }
    cook(&c, marks);
    *ret_fault = c.fault;
    return buf_str(&c.out);
}
