/* The folding rules are those of YAML 1.1 as libyaml 0.2 applies them (chapters 9.1 and 9.2 of the specification): a map that followed other
 * rules would not lead to the bytes. */
#include "formats/yaml_cook.h"

#include "base/utf8.h"
#include "formats/yaml_text.h"

#include <string.h>

struct cook {
    const struct yaml_scalar_text *s;
    struct span_map *map;
    const struct node *piece; /* the next one */
    uint32_t i;               /* next raw byte */
    uint32_t done;            /* cooked bytes that agree */
    bool agrees;
};

static char at(const struct cook *c, uint32_t i)
{
    return i < c->s->whole.n ? c->s->whole.p[i] : '\0';
}

static bool is_blank(char b)
{
    return b == ' ' || b == '\t';
}

/* bytes were made of the raw ones [from, from + len). */
static void emit(struct cook *c, struct str bytes, uint32_t from, uint32_t len)
{
    struct str rest = str_slice(c->s->cooked, c->done, c->s->cooked.n);
    if (!c->agrees || !str_starts(rest, bytes)) {
        c->agrees = false;
        return;
    }
    bool verbatim = len == bytes.n && str_eq(bytes, str_slice(c->s->whole, from, from + len));
    span_map_add(c->map, bytes.n, (struct span){c->s->at.src, from, len}, verbatim);
    c->done += bytes.n;
}

static void emit_raw(struct cook *c, uint32_t from, uint32_t to)
{
    emit(c, str_slice(c->s->whole, from, to), from, to - from);
}

/* A break reads as LF, but for LS and PS, which stay. */
static void emit_break(struct cook *c, uint32_t off, uint32_t len)
{
    if (len == 3)
        emit_raw(c, off, off + len);
    else if (len > 0)
        emit(c, STR("\n"), off, len);
}

/* All breaks in [from, to), the blanks between them dropped. */
static uint32_t emit_breaks(struct cook *c, uint32_t from, uint32_t to)
{
    uint32_t n = 0;
    while (from < to) {
        uint32_t len = yaml_break(c->s->whole, from);
        emit_break(c, from, len);
        n += len > 0;
        from += len ? len : 1;
    }
    return n;
}

static bool has_break(const struct cook *c, uint32_t from, uint32_t to)
{
    while (from < to && yaml_break(c->s->whole, from) == 0)
        from++;
    return from < to;
}

/* Takes an unknown piece that starts here as it stands. */
static bool take_piece(struct cook *c)
{
    while (c->piece && (c->piece->kind != NODE_PIECE || !(c->piece->flags & NODE_UNKNOWN) || c->piece->at.off < c->i))
        c->piece = c->piece->next;
    if (!c->piece || c->piece->at.off != c->i)
        return false;
    emit_raw(c, c->i, span_end(c->piece->at));
    c->i = span_end(c->piece->at);
    c->piece = c->piece->next;
    return true;
}

/* Blanks and breaks within a flow scalar: kept on one line, folded over several. After an escaped line break the first one is gone. */
static void white(struct cook *c, uint32_t to, bool escaped)
{
    uint32_t from = c->i, first = 0, len = 0;
    while (c->i < to) {
        uint32_t brk = yaml_break(c->s->whole, c->i);
        if (!brk && !is_blank(at(c, c->i)))
            break;
        if (brk && !len && !escaped) {
            first = c->i;
            len = brk;
        }
        c->i += brk ? brk : 1;
    }
    if (escaped)
        emit_breaks(c, from, c->i);
    else if (!len)
        emit_raw(c, from, c->i);
    else if (len == 3)
        emit_breaks(c, first, c->i);
    else if (!has_break(c, first + len, c->i))
        emit(c, STR(" "), first, len);
    else
        emit_breaks(c, first + len, c->i);
}

static uint32_t hex(struct str digits)
{
    uint32_t v = 0;
    for (uint32_t i = 0; i < digits.n; i++) {
        char d = ch_lower(digits.p[i]);
        v = v << 4 | (uint32_t)(ch_is_digit(d) ? d - '0' : d - 'a' + 10);
    }
    return v;
}

/* The code point of the escape whose letter stands at i, and how many raw bytes from the backslash on it takes. */
static uint32_t escaped_char(const struct cook *c, uint32_t i, uint32_t *ret_len)
{
    static const char letters[] = "0abt\tnvfre \"/\\N_LP";
    static const uint16_t meaning[] = {0,  7,   8,   9,   9,    10,   11,   12,     13,
                                       27, ' ', '"', '/', '\\', 0x85, 0xA0, 0x2028, 0x2029};
    char letter = at(c, i);
    uint32_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
    *ret_len = 2 + digits;
    if (digits)
        return hex(str_slice(c->s->whole, i + 1, i + 1 + digits));
    const char *hit = letter ? strchr(letters, letter) : NULL;
    return hit ? meaning[hit - letters] : 0;
}

static void escape(struct cook *c, uint32_t to)
{
    uint32_t brk = yaml_break(c->s->whole, c->i + 1), len;
    if (brk) {
        c->i += 1 + brk;
        white(c, to, true);
        return;
    }
    char utf8[4];
    uint32_t cp = escaped_char(c, c->i + 1, &len);
    uint32_t n = utf8_encode(cp > 0x10FFFF ? 0xFFFD : cp, utf8);
    emit(c, (struct str){utf8, n}, c->i, len);
    c->i += len;
}

/* Bytes that mean themselves, up to a blank, break, quote, backslash or piece. */
static void literal(struct cook *c, uint32_t to)
{
    uint32_t from = c->i++;
    uint32_t stop = c->piece && c->piece->at.off > from && c->piece->at.off < to ? c->piece->at.off : to;
    while (c->i < stop && !is_blank(at(c, c->i)) && !yaml_break(c->s->whole, c->i) && at(c, c->i) != '\'' &&
           at(c, c->i) != '\\')
        c->i++;
    emit_raw(c, from, c->i);
}

static void flow(struct cook *c)
{
    uint32_t to = span_end(c->s->name_at);
    c->i = c->s->name_at.off;
    while (c->i < to && c->agrees) {
        char b = at(c, c->i);
        if (take_piece(c))
            continue;
        if (is_blank(b) || yaml_break(c->s->whole, c->i)) {
            white(c, to, false);
        } else if (b == '\'' && c->s->quote == QUOTE_SINGLE) {
            emit(c, STR("'"), c->i, 2);
            c->i += 2;
        } else if (b == '\\' && c->s->quote == QUOTE_DOUBLE) {
            escape(c, to);
        } else {
            literal(c, to);
        }
    }
}

/* Leading spaces of the first line of s that has anything but spaces; false when none has. */
static bool first_indent(struct str s, uint32_t *ret)
{
    uint32_t spaces = 0;
    for (uint32_t i = 0; i < s.n;) {
        uint32_t brk = yaml_break(s, i);
        if (!brk && s.p[i] != ' ') {
            *ret = spaces;
            return true;
        }
        spaces = brk ? 0 : spaces + 1;
        i += brk ? brk : 1;
    }
    return false;
}

/* How deep the block is indented: what its first line has more in the file than in the cooked text. Saves knowing the indentation of
 * the parent, which an explicit `|2` counts from. */
static bool block_indent(const struct cook *c, uint32_t *ret)
{
    uint32_t raw, cooked;
    if (!first_indent(str_slice(c->s->whole, c->i, c->s->whole.n), &raw) || !first_indent(c->s->cooked, &cooked) ||
        raw < cooked)
        return false;
    *ret = raw - cooked;
    return true;
}

/* Steps over empty lines and the indentation of the next one; tells how much of that there is. */
static uint32_t indentation(struct cook *c, uint32_t indent)
{
    for (;;) {
        uint32_t spaces = 0;
        while (spaces < indent && at(c, c->i) == ' ') {
            c->i++;
            spaces++;
        }
        uint32_t brk = yaml_break(c->s->whole, c->i);
        if (!brk)
            return spaces;
        c->i += brk;
    }
}

static void block_line(struct cook *c)
{
    while (c->i < c->s->whole.n && !yaml_break(c->s->whole, c->i)) {
        if (take_piece(c))
            continue;
        uint32_t from = c->i++;
        uint32_t stop = c->piece && c->piece->at.off > from ? c->piece->at.off : c->s->whole.n;
        while (c->i < stop && !yaml_break(c->s->whole, c->i))
            c->i++;
        emit_raw(c, from, c->i);
    }
}

/* A line break between two lines of a block, and the empty lines [from, to) behind it. */
static void block_fold(struct cook *c, struct span brk, uint32_t from, uint32_t to, bool fold)
{
    bool folds = fold && brk.len > 0 && brk.len < 3;
    if (!folds)
        emit_break(c, brk.off, brk.len);
    if (emit_breaks(c, from, to) == 0 && folds)
        emit(c, STR(" "), brk.off, brk.len);
}

static void block(struct cook *c)
{
    bool keep = false, strip = false, was_blank = false;
    uint32_t indent, from;
    for (c->i = c->s->at.off; c->i < c->s->whole.n && !yaml_break(c->s->whole, c->i); c->i++) {
        if (at(c, c->i) == '#')
            break;
        keep |= at(c, c->i) == '+';
        strip |= at(c, c->i) == '-';
    }
    while (c->i < c->s->whole.n && !yaml_break(c->s->whole, c->i))
        c->i++;
    c->i += yaml_break(c->s->whole, c->i);
    if (!block_indent(c, &indent))
        return;
    struct span brk = SPAN_NONE;
    for (from = c->i; indentation(c, indent) == indent && c->i < c->s->whole.n && c->agrees; from = span_end(brk)) {
        bool blank = is_blank(at(c, c->i));
        block_fold(c, brk, from, c->i, c->s->quote == QUOTE_BLOCK_FOLDED && !was_blank && !blank);
        was_blank = blank;
        block_line(c);
        brk = (struct span){0, c->i, yaml_break(c->s->whole, c->i)};
        c->i += brk.len;
    }
    if (!strip)
        emit_break(c, brk.off, brk.len);
    if (keep)
        emit_breaks(c, from, c->i);
}

struct span_map *yaml_cook(struct arena *a, const struct yaml_scalar_text *s)
{
    struct span_map *map = arena_new(a, struct span_map);
    map->a = a;
    struct cook c = {.s = s, .map = map, .piece = s->pieces, .agrees = true};
    if (s->quote == QUOTE_BLOCK_LITERAL || s->quote == QUOTE_BLOCK_FOLDED)
        block(&c);
    else
        flow(&c);
    if (c.agrees && c.done == s->cooked.n)
        return map;
    *map = (struct span_map){.a = a};
    span_map_add(map, s->cooked.n, s->at, false);
    return map;
}
