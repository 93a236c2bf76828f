/* The folding rules are those of YAML 1.1 as libyaml 0.2 applies them (chapters 9.1 and 9.2 of the specification): a
 * map that followed other rules would not lead to the bytes. */
#include "formats/yaml_cook.h"

#include "base/buf.h"
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
    uint32_t end;    /* of a block scalar */
    struct buf *out; /* not NULL: the text is made here, there is none to agree with */
};

static char at(const struct cook *c, uint32_t i)
{
    return str_byte(c->s->whole, i);
}

static bool is_blank(char b)
{
    return b == ' ' || b == '\t';
}

/* bytes were made of the raw ones [from, from + len). */
static void emit(struct cook *c, struct str bytes, uint32_t from, uint32_t len)
{
    struct str rest = str_slice(c->s->cooked, c->done, c->s->cooked.n);
    if (c->out)
        buf_put(c->out, bytes);
    else if (!c->agrees || !str_starts(rest, bytes)) {
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

static bool at_piece(struct cook *c)
{
    while (c->piece && (c->piece->kind != NODE_PIECE || !(c->piece->flags & NODE_UNKNOWN) || c->piece->at.off < c->i))
        c->piece = c->piece->next;
    return c->piece && c->piece->at.off == c->i;
}

/* Takes an unknown piece that starts here as it stands. */
static bool take_piece(struct cook *c)
{
    if (!at_piece(c))
        return false;
    emit_raw(c, c->i, span_end(c->piece->at));
    c->i = span_end(c->piece->at);
    c->piece = c->piece->next;
    return true;
}

/* Blanks and breaks within a flow scalar: kept on one line, folded over several. After an escaped line break the
 * first one is gone. */
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
    uint32_t n = utf8_put(cp > 0x10FFFF ? 0xFFFD : cp, utf8);
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

/* ---- block scalars ---- */

/* A line with something on it: where that starts, and how many spaces stand before it. */
struct filled {
    uint32_t off, spaces;
};

/* The first such line of s from off on; false when there is none. */
static bool next_filled(struct str s, uint32_t off, struct filled *ret)
{
    uint32_t spaces = 0;
    for (uint32_t i = off; i < s.n;) {
        uint32_t brk = yaml_break(s, i);
        if (!brk && s.p[i] != ' ') {
            *ret = (struct filled){i, spaces};
            return true;
        }
        spaces = brk ? 0 : spaces + 1;
        i += brk ? brk : 1;
    }
    return false;
}

static uint32_t line_end(struct str s, uint32_t off)
{
    while (off < s.n && !yaml_break(s, off))
        off++;
    return off;
}

/* How deep the block is indented: what its first line has more in the file than in the cooked text. Saves knowing
 * the indentation of the parent, which an explicit `|2` counts from. Lines that begin with a template's mark stand
 * as they please. */
static bool block_indent(const struct cook *c, uint32_t *ret)
{
    struct filled raw, cooked;
    uint32_t i = c->i, k = 0;
    const struct node *piece = c->s->pieces;
    for (;;) {
        if (!next_filled(c->s->whole, i, &raw) || !next_filled(c->s->cooked, k, &cooked))
            return false;
        while (piece && (!(piece->flags & NODE_UNKNOWN) || piece->at.off < raw.off))
            piece = piece->next;
        if (!piece || piece->at.off != raw.off)
            break;
        i = line_end(c->s->whole, span_end(piece->at));
        k = line_end(c->s->cooked, cooked.off + piece->at.len);
    }
    *ret = raw.spaces - cooked.spaces;
    return raw.spaces >= cooked.spaces;
}

/* Steps over empty lines and indentation; tells whether a line of the block stands there. */
static bool at_line(struct cook *c, uint32_t indent)
{
    for (;;) {
        uint32_t spaces = 0;
        for (; spaces < indent && at(c, c->i) == ' '; c->i++)
            spaces++;
        if (c->i >= c->end || at_piece(c))
            return c->i < c->end;
        uint32_t brk = yaml_break(c->s->whole, c->i);
        if (!brk)
            return spaces == indent;
        c->i += brk;
    }
}

static void block_line(struct cook *c)
{
    while (c->i < c->end && !yaml_break(c->s->whole, c->i)) {
        if (take_piece(c))
            continue;
        uint32_t from = c->i++;
        uint32_t stop = c->piece && c->piece->at.off > from && c->piece->at.off < c->end ? c->piece->at.off : c->end;
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

/* What the header says of the line breaks at the end. */
static void block_header(struct cook *c, bool *ret_keep, bool *ret_strip)
{
    *ret_keep = *ret_strip = false;
    for (c->i = c->s->at.off; c->i < c->s->whole.n && !yaml_break(c->s->whole, c->i) && at(c, c->i) != '#'; c->i++) {
        *ret_keep |= at(c, c->i) == '+';
        *ret_strip |= at(c, c->i) == '-';
    }
    c->i = line_end(c->s->whole, c->i);
    c->i += yaml_break(c->s->whole, c->i);
}

static void block(struct cook *c, const uint32_t *known_indent)
{
    bool keep, strip, was_blank = false;
    uint32_t indent, from;
    block_header(c, &keep, &strip);
    if (known_indent)
        indent = *known_indent;
    else if (!block_indent(c, &indent))
        return;
    struct span brk = SPAN_NONE;
    for (from = c->i; at_line(c, indent) && c->agrees; from = span_end(brk)) {
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

bool yaml_block_indent(const struct yaml_scalar_text *s, uint32_t *ret)
{
    bool keep, strip;
    struct cook c = {.s = s};
    block_header(&c, &keep, &strip);
    return block_indent(&c, ret);
}

struct str yaml_cook_block(struct arena *a, const struct yaml_scalar_text *s, uint32_t indent, struct span_map *map)
{
    struct buf out = {.a = a};
    struct cook c = {.s = s, .map = map, .piece = s->pieces, .agrees = true, .out = &out, .end = span_end(s->at)};
    block(&c, &indent);
    return buf_str(&out);
}

struct span_map *yaml_cook(struct arena *a, const struct yaml_scalar_text *s)
{
    struct span_map *map = arena_new(a, struct span_map);
    map->a = a;
    struct cook c = {.s = s, .map = map, .piece = s->pieces, .agrees = true, .end = s->whole.n};
    if (s->quote == QUOTE_BLOCK_LITERAL || s->quote == QUOTE_BLOCK_FOLDED)
        block(&c, NULL);
    else
        flow(&c);
    if (c.agrees && c.done == s->cooked.n)
        return map;
    *map = (struct span_map){.a = a};
    span_map_add(map, s->cooked.n, s->at, false);
    return map;
}
