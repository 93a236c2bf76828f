#include "formats/ini_value.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <string.h>

static bool is_in(const char *set, char c)
{
    return c != '\0' && strchr(set, c);
}

bool ini_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\f' || c == '\v';
}

uint32_t ini_break(struct str text, uint32_t off)
{
    if (off >= text.n)
        return 0;
    if (text.p[off] == '\r' && off + 1 < text.n && text.p[off + 1] == '\n')
        return 2;
    return text.p[off] == '\n';
}

const struct mark *ini_mark(const struct ini_text *t, uint32_t off)
{
    const struct mark *m = t->marks->n ? marks_at(t->marks, off) : NULL;
    return m && m->off == off ? m : NULL;
}

/* ---- where a value ends ---- */

uint32_t ini_joined(const struct ini_text *t, uint32_t off)
{
    uint32_t brk = t->dialect->join != INI_JOIN_NONE ? ini_break(t->text, off + 1) : 0;
    if (!brk)
        return 0;
    off += 1 + brk;
    for (uint32_t i = off; t->dialect->join == INI_JOIN_SPACE && i < t->text.n;) {
        while (ini_is_blank(str_byte(t->text, i)))
            i++;
        if (!is_in(t->dialect->comments, str_byte(t->text, i)))
            break;
        i += str_find_byte(str_slice(t->text, i, t->text.n), '\n');
        off = i = i < t->text.n ? i + 1 : i;
    }
    return off;
}

/* Whether a backslash takes the next byte with it, outside of strings or in one. */
static bool backslash_counts(const struct ini_dialect *d, char quote)
{
    switch (d->escapes) {
    case INI_ESCAPES_NONE:
        return d->join != INI_JOIN_NONE; /* two of them at the end of a line join nothing */
    case INI_ESCAPES_PHP:
    case INI_ESCAPES_DOTENV:
        return quote == '"';
    case INI_ESCAPES_C:
    case INI_ESCAPES_POSTGRES:
        return quote != '\0';
    case INI_ESCAPES_SHELL:
        return quote != '\'';
    default:
        return true;
    }
}

/* Offset of the quote that closes the string opened at off; 0 when it is not closed in reach. */
static uint32_t string_end(struct ini_text *t, uint32_t off)
{
    char quote = t->text.p[off];
    bool lines = (t->dialect->flags & INI_MULTI_LINE) && !t->line_only;
    for (uint32_t i = off + 1; i < t->text.n; i++) {
        const struct mark *m = ini_mark(t, i);
        if (m) {
            i += m->len - 1;
        } else if (t->text.p[i] == '\\' && backslash_counts(t->dialect, quote)) {
            i++;
        } else if (t->text.p[i] == quote) {
            bool doubled = t->dialect->escapes == INI_ESCAPES_POSTGRES && str_byte(t->text, i + 1) == quote;
            if (!doubled)
                return i;
            i++;
        } else if (t->text.p[i] == '\n' && !lines) {
            return 0;
        }
    }
    t->line_only |= lines;
    return 0;
}

static bool ends_value(const struct ini_text *t, uint32_t i, uint32_t from)
{
    char c = t->text.p[i];
    if (ini_break(t->text, i))
        return true;
    if ((t->dialect->flags & INI_WORDS) && ini_is_blank(c))
        return true;
    if (!is_in(t->dialect->inline_comments, c))
        return false;
    return !(t->dialect->flags & INI_INLINE_BLANK) || i == from || ini_is_blank(t->text.p[i - 1]);
}

/* Strings count wherever they start, but in dotenv files, where an apostrophe within a value is one. */
static bool opens_string(const struct ini_text *t, uint32_t i, uint32_t from)
{
    return is_in(t->dialect->quotes, t->text.p[i]) && (i == from || t->dialect->escapes != INI_ESCAPES_DOTENV);
}

/* One step through a value; *ret_close gets the end of a string that it stepped over. */
static uint32_t value_step(struct ini_text *t, uint32_t i, uint32_t from, uint32_t *ret_close)
{
    const struct mark *m = ini_mark(t, i);
    *ret_close = 0;
    if (m)
        return i + m->len;
    if (t->text.p[i] == '\\' && backslash_counts(t->dialect, '\0')) {
        uint32_t joined = ini_joined(t, i);
        return joined ? joined : ini_break(t->text, i + 1) || i + 1 >= t->text.n ? i + 1 : i + 2;
    }
    if (opens_string(t, i, from))
        *ret_close = string_end(t, i);
    return *ret_close ? *ret_close + 1 : i + 1;
}

/* White space and joined line breaks belong to a value only when something follows. */
static bool is_gap(const struct ini_text *t, uint32_t i, uint32_t next)
{
    if (t->text.p[i] == '\\')
        return ini_break(t->text, i + 1) && next > i + 1 && backslash_counts(t->dialect, '\0');
    return next == i + 1 && ini_is_blank(t->text.p[i]) && !(t->dialect->flags & INI_KEEP_TAIL);
}

struct ini_extent ini_extent(struct ini_text *t, uint32_t from)
{
    struct ini_extent e = {.from = from, .to = from};
    uint32_t i = from, close, first_close = 0;
    while (i < t->text.n && (ini_mark(t, i) || !ends_value(t, i, from))) {
        uint32_t next = value_step(t, i, from, &close);
        e.unclosed |= i == from && !close && opens_string(t, i, from);
        if (i == from)
            first_close = close;
        if (!is_gap(t, i, next))
            e.to = next;
        i = next;
    }
    e.stop = i < t->text.n ? i : t->text.n;
    e.to = e.to < e.stop ? e.to : e.stop;
    e.whole_string = first_close && first_close + 1 == e.to;
    return e;
}

/* ---- what it stands for ---- */

struct cook {
    const struct ini_text *t;
    uint32_t src, i, to;
    char quote; /* of the string that is open */
    struct buf out;
    struct span_map *map;
    bool changed; /* the text is not a slice of the source */
};

static void emit(struct cook *c, struct str bytes, uint32_t len, bool verbatim)
{
    buf_put(&c->out, bytes);
    if (c->map)
        span_map_add(c->map, bytes.n, (struct span){c->src, c->i, len}, verbatim);
    c->changed |= !verbatim;
    c->i += len;
}

static void emit_cp(struct cook *c, uint32_t cp, uint32_t len)
{
    char utf8[4];
    emit(c, (struct str){utf8, utf8_put(cp, utf8)}, len, false);
}

static void emit_byte(struct cook *c, uint32_t value, uint32_t len)
{
    char b = (char)(unsigned char)value;
    emit(c, (struct str){&b, 1}, len, false);
}

static void emit_raw(struct cook *c, uint32_t len)
{
    len = len < c->to - c->i ? len : c->to - c->i;
    emit(c, str_slice(c->t->text, c->i, c->i + len), len, true);
}

static void drop(struct cook *c, uint32_t len)
{
    c->i += len;
    c->changed = true;
}

/* Up to n digits of a base at off: how many there are. */
static uint32_t digits(const struct cook *c, uint32_t off, uint32_t n, uint32_t base, uint32_t *ret)
{
    uint32_t count = 0;
    for (*ret = 0; count < n && off + count < c->to; count++) {
        char d = ch_lower(c->t->text.p[off + count]);
        uint32_t v = ch_is_digit(d) ? (uint32_t)(d - '0') : d >= 'a' && d <= 'f' ? (uint32_t)(d - 'a' + 10) : 99;
        if (v >= base)
            break;
        *ret = *ret * base + v;
    }
    return count;
}

/* \uXXXX, a pair of halves joined. */
static void java_unicode(struct cook *c)
{
    uint32_t high, low;
    if (digits(c, c->i + 2, 4, 16, &high) < 4) {
        emit_raw(c, 2);
        return;
    }
    bool pair = (high & 0xFC00) == 0xD800 && str_starts(str_slice(c->t->text, c->i + 6, c->to), STR("\\u")) &&
                digits(c, c->i + 8, 4, 16, &low) == 4 && (low & 0xFC00) == 0xDC00;
    if (pair)
        emit_cp(c, 0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF)), 12);
    else
        emit_cp(c, (high & 0xF800) == 0xD800 ? 0xFFFD : high, 6);
}

/* Looks a letter up in pairs of letter and meaning; the letter itself when it is not there. */
static char meaning(const char *pairs, char letter)
{
    for (; *pairs; pairs += 2)
        if (pairs[0] == letter)
            return pairs[1];
    return letter;
}

/* Whether the dialect knows the escape; else backslash and byte both stay. */
static bool is_known(const struct cook *c, char letter)
{
    switch (c->t->dialect->escapes) {
    case INI_ESCAPES_PHP:
        return is_in("\"'\\", letter);
    case INI_ESCAPES_MYSQL:
        return is_in("btnrs\\\"'", letter);
    case INI_ESCAPES_C:
        return c->quote == '"' || letter == '\'';
    case INI_ESCAPES_SHELL:
        return c->quote == '\0' || is_in("$`\"\\", letter);
    case INI_ESCAPES_NONE:
        return false;
    default:
        return true;
    }
}

static void escape(struct cook *c)
{
    static const char *const pairs[] = {
        [INI_ESCAPES_NONE] = "",
        [INI_ESCAPES_PHP] = "",
        [INI_ESCAPES_MYSQL] = "b\bt\tn\nr\rs ",
        [INI_ESCAPES_C] = "n\nr\rt\tb\ba\a",
        [INI_ESCAPES_JAVA] = "t\tn\nr\rf\f",
        [INI_ESCAPES_SHELL] = "",
        [INI_ESCAPES_DOTENV] = "n\nr\rt\t",
        [INI_ESCAPES_POSTGRES] = "b\bf\fn\nr\rt\t",
    };
    enum ini_escapes escapes = c->t->dialect->escapes;
    char letter = str_byte(str_slice(c->t->text, 0, c->to), c->i + 1);
    uint32_t joined = ini_joined(c->t, c->i), value, n;
    if (joined && joined <= c->to && (c->quote != '\'')) {
        emit(c, c->t->dialect->join == INI_JOIN_SPACE ? STR(" ") : (struct str){0}, joined - c->i, false);
        while (c->t->dialect->join == INI_JOIN_TRIM && c->i < c->to && ini_is_blank(c->t->text.p[c->i]))
            drop(c, 1);
    } else if (c->i + 1 >= c->to || !backslash_counts(c->t->dialect, c->quote) || !is_known(c, letter)) {
        emit_raw(c, backslash_counts(c->t->dialect, c->quote) ? 2 : 1);
    } else if (escapes == INI_ESCAPES_JAVA && letter == 'u') {
        java_unicode(c);
    } else if (escapes == INI_ESCAPES_C && letter == 'x' && digits(c, c->i + 2, 2, 16, &value) == 2) {
        emit_byte(c, value, 4);
    } else if (escapes == INI_ESCAPES_POSTGRES && (n = digits(c, c->i + 1, 3, 8, &value)) > 0) {
        emit_byte(c, value & 0xFF, 1 + n);
    } else {
        emit_byte(c, (unsigned char)meaning(pairs[escapes], letter), 2);
    }
}

/* Opens or closes a string of a dialect that unquotes them within a value; its partner must stand before the end. */
static bool toggles(const struct cook *c, char b)
{
    if (!(c->t->dialect->flags & INI_UNQUOTE_PARTS))
        return false;
    if (c->quote)
        return b == c->quote;
    struct ini_text value = *c->t;
    value.text.n = c->to;
    value.line_only = false;
    return is_in(c->t->dialect->quotes, b) && string_end(&value, c->i);
}

static void toggle(struct cook *c, char b)
{
    if (c->quote)
        b = '\0';
    c->quote = b;
}

static void step(struct cook *c)
{
    const struct mark *m = ini_mark(c->t, c->i);
    char b = c->t->text.p[c->i];
    bool doubled = c->t->dialect->escapes == INI_ESCAPES_POSTGRES && c->quote == b && b == '\'' && c->i + 1 < c->to;
    if (m) {
        emit_raw(c, m->len);
    } else if (b == '\\') {
        escape(c);
    } else if (toggles(c, b)) {
        toggle(c, b);
        drop(c, 1);
    } else if (doubled) {
        emit_byte(c, (unsigned char)b, 2);
    } else {
        uint32_t n = 1;
        while (c->i + n < c->to && c->t->text.p[c->i + n] != '\\' && !is_in("\"'{<$", c->t->text.p[c->i + n]))
            n++;
        emit_raw(c, n);
    }
}

struct str ini_cook(struct arena *a, const struct ini_text *t, struct span at, enum quote quote, struct span_map *map)
{
    struct cook c = {.t = t, .src = at.src, .i = at.off, .to = span_end(at), .out = {.a = a}, .map = map};
    if (quote != QUOTE_NONE)
        c.quote = t->text.p[at.off - 1];
    while (c.i < c.to)
        step(&c);
    return c.changed ? buf_str(&c.out) : str_slice(t->text, at.off, span_end(at));
}
