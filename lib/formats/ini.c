#include "formats/ini.h"

#include "base/vec.h"
#include "formats/ini_value.h"
#include "formats/pieces.h"

#include <string.h>

struct reader {
    struct arena *a;
    struct sink *sink;
    uint32_t src;
    struct ini_text t;
    struct node *root;
    struct node *section; /* the open one, or the root */
    uint32_t i;           /* the next byte */
};

static struct span here(const struct reader *r, uint32_t from, uint32_t to)
{
    return (struct span){r->src, from, to - from};
}

static char peek(const struct reader *r)
{
    return str_byte(r->t.text, r->i);
}

static bool is_in(const char *set, char c)
{
    return c != '\0' && strchr(set, c);
}

static bool has(const struct reader *r, enum ini_flag flag)
{
    return r->t.dialect->flags & flag;
}

static bool at_line_end(const struct reader *r)
{
    return r->i >= r->t.text.n || ini_break(r->t.text, r->i);
}

static void skip_blanks(struct reader *r)
{
    while (ini_is_blank(peek(r)) && !ini_mark(&r->t, r->i))
        r->i++;
}

static uint32_t line_end(const struct reader *r, uint32_t off)
{
    while (off < r->t.text.n && !ini_break(r->t.text, off)) {
        const struct mark *m = ini_mark(&r->t, off);
        off += m ? m->len : 1;
    }
    return off;
}

static struct node *add(struct reader *r, struct node *parent, enum node_kind kind, struct span at)
{
    struct node *n = node_new(r->a, kind, at);
    n->name_at = at;
    n->text = str_slice(r->t.text, at.off, span_end(at));
    if (r->t.marks->n && marks_is_conditional(r->t.marks, at.off))
        n->flags |= NODE_CONDITIONAL;
    node_add(parent, n);
    return n;
}

/* A comment from r->i on, after its sign; `from` to `to` is all of it. */
static void add_comment(struct reader *r, struct node *parent, uint32_t from, uint32_t to, uint32_t sign)
{
    struct node *c = add(r, parent, NODE_COMMENT, here(r, from, to));
    c->name_at = span_part(c->at, sign, c->at.len);
    c->text = str_slice(r->t.text, c->name_at.off, to);
    c->flags = 0;
}

static void comment(struct reader *r)
{
    uint32_t to = line_end(r, r->i);
    add_comment(r, r->section, r->i, to, 1);
    r->i = to;
}

static void bad_line(struct reader *r, uint32_t from, const char *why)
{
    uint32_t to = line_end(r, from);
    while (to > from && ini_is_blank(r->t.text.p[to - 1]))
        to--;
    struct node *n = add(r, r->section, NODE_BAD, here(r, from, to));
    diag_syntax(r->sink, SYNTAX_UNEXPECTED_TOKEN, n->at, "%s", why);
    r->i = line_end(r, to);
}

/* ---- template marks between the lines' parts ---- */

/* Takes a mark that is not part of a word. */
static void take_mark(struct reader *r, const struct mark *m)
{
    if (m->kind == MARK_COMMENT) {
        struct node *c = add(r, r->section, NODE_COMMENT, here(r, m->off, m->off + m->len));
        c->text = mark_body(m, r->t.text);
    } else if (m->kind == MARK_EXPRESSION) {
        r->section->flags |= NODE_TAINTED; /* alone on its line: it may render to any number of lines */
    }
    r->i = m->off + m->len;
}

/* Whether an expression is all that stands from r->i to the end of the line. */
static bool is_alone(const struct reader *r, const struct mark *m)
{
    uint32_t i = m->off + m->len;
    while (i < r->t.text.n && ini_is_blank(r->t.text.p[i]))
        i++;
    return i >= r->t.text.n || ini_break(r->t.text, i);
}

/* Takes marks that steer the template, and expressions alone on a line. */
static bool took_mark(struct reader *r)
{
    const struct mark *m = ini_mark(&r->t, r->i);
    if (!m || (m->kind == MARK_EXPRESSION && !is_alone(r, m)))
        return false;
    take_mark(r, m);
    return true;
}

/* ---- words ---- */

static void set_text(struct reader *r, struct node *word)
{
    bool marked = r->t.marks->n && marks_from(r->t.marks, word->at.off) < r->t.marks->n &&
                  r->t.marks->p[marks_from(r->t.marks, word->at.off)].off < span_end(word->at);
    struct span_map map = {.a = r->a};
    word->text = ini_cook(r->a, &r->t, word->name_at, (enum quote)word->quote, marked ? &map : NULL);
    if (marked)
        pieces_cut(r->a, word, &map, r->t.marks);
}

/* Adds the word at r->i to entry and leaves r->i where it ended. */
static void add_word(struct reader *r, struct node *entry)
{
    struct ini_extent e = ini_extent(&r->t, r->i);
    struct node *word = add(r, entry, NODE_WORD, here(r, e.from, e.to));
    word->flags = NODE_PLAIN;
    if (e.whole_string) {
        word->flags = 0;
        word->quote = r->t.text.p[e.from] == '"' ? QUOTE_DOUBLE : QUOTE_SINGLE;
        word->name_at = span_part(word->at, 1, word->at.len - 2);
    }
    if (e.unclosed) {
        word->flags |= NODE_FAULTY;
        diag_syntax(r->sink, SYNTAX_UNTERMINATED, here(r, e.from, e.from + 1), "the quoted string is never closed");
    }
    set_text(r, word);
    entry->at = span_join(entry->at, word->at);
    r->i = e.stop;
}

/* Comment lines that a continued value passed over. */
static void joined_comments(struct reader *r, struct node *entry)
{
    uint32_t from = entry->at.off, to = span_end(entry->at);
    if (r->t.dialect->join != INI_JOIN_SPACE)
        return;
    for (uint32_t i = from; i < to; i++) {
        i += str_find_byte(str_slice(r->t.text, i, to), '\n');
        uint32_t start = i + 1;
        while (start < to && ini_is_blank(r->t.text.p[start]))
            start++;
        if (start < to && is_in(r->t.dialect->comments, r->t.text.p[start]))
            add_comment(r, entry, start, line_end(r, start), 1);
    }
}

static void values(struct reader *r, struct node *entry)
{
    do {
        skip_blanks(r);
        add_word(r, entry);
        skip_blanks(r);
    } while (has(r, INI_WORDS) && !at_line_end(r) && !is_in(r->t.dialect->inline_comments, peek(r)));
    joined_comments(r, entry);
}

/* ---- entries ---- */

static bool ends_key(const struct reader *r, const char *separators)
{
    char c = peek(r);
    return is_in(separators, c) || (ini_is_blank(c) && is_in(separators, ' ')) ||
           is_in(r->t.dialect->inline_comments, c);
}

/* Steps over a key; returns where it ends, white space behind it left out. */
static uint32_t key_end(struct reader *r, const char *separators)
{
    uint32_t end = r->i;
    while (!at_line_end(r) && !ends_key(r, separators)) {
        const struct mark *m = ini_mark(&r->t, r->i);
        bool escaped = peek(r) == '\\' && r->t.dialect->escapes == INI_ESCAPES_JAVA;
        uint32_t joined = escaped ? ini_joined(&r->t, r->i) : 0;
        if (m || escaped || !ini_is_blank(peek(r)))
            end = m ? m->off + m->len : joined ? joined : r->i + 1 + (escaped && r->i + 1 < r->t.text.n);
        r->i = end > r->i ? end : r->i + 1;
    }
    return end;
}

static void skip_export(struct reader *r)
{
    struct str rest = str_slice(r->t.text, r->i, r->t.text.n);
    if (!has(r, INI_EXPORT) || !str_starts(rest, STR("export")) || rest.n < 8 || !ini_is_blank(rest.p[6]))
        return;
    r->i += 6;
    skip_blanks(r);
}

/* Takes what stands between key and value; false when nothing does. */
static bool separator(struct reader *r, const char *separators)
{
    uint32_t from = r->i;
    skip_blanks(r);
    if (peek(r) != ' ' && is_in(separators, peek(r))) {
        r->i++;
        skip_blanks(r);
        return true;
    }
    return r->i > from && is_in(separators, ' ') && !at_line_end(r) && !is_in(r->t.dialect->inline_comments, peek(r));
}

static void set_key(struct reader *r, struct node *entry)
{
    if (r->t.dialect->escapes == INI_ESCAPES_JAVA)
        entry->text = ini_cook(r->a, &r->t, entry->name_at, QUOTE_NONE, NULL);
    bool marked = r->t.marks->n && marks_from(r->t.marks, entry->at.off) < marks_from(r->t.marks, span_end(entry->at));
    if (!marked)
        return;
    entry->flags |= NODE_UNKNOWN;
    r->section->flags |= NODE_TAINTED;
}

static void entry(struct reader *r)
{
    skip_export(r);
    uint32_t from = r->i;
    const char *separators = has(r, INI_BANG) && peek(r) == '!' ? " " : r->t.dialect->separators;
    uint32_t end = key_end(r, separators);
    if (end == from) {
        bad_line(r, from, "a line without a key");
        return;
    }
    bool separated = separator(r, separators);
    if (!separated && !has(r, INI_BARE_KEYS)) {
        bad_line(r, from, is_in(separators, '=') ? "a line without \"=\"" : "a line without a value");
        return;
    }
    struct node *e = add(r, r->section, NODE_ENTRY, here(r, from, end));
    set_key(r, e);
    if (separated)
        values(r, e);
}

/* ---- sections ---- */

static void close_section(struct reader *r)
{
    if (r->section == r->root)
        return;
    for (const struct node *c = r->section->first; c; c = c->next)
        r->section->at = span_join(r->section->at, c->at);
    r->section = r->root;
}

static void section(struct reader *r)
{
    uint32_t from = r->i, end = line_end(r, from);
    uint32_t close = from;
    bool marked = false;
    while (close < end && r->t.text.p[close] != ']') {
        const struct mark *m = ini_mark(&r->t, close);
        marked |= m != NULL;
        close += m ? m->len : 1;
    }
    close_section(r);
    struct node *s = add(r, r->root, NODE_ENTRY, here(r, from, close < end ? close + 1 : close));
    s->name_at = here(r, from + 1, close > from + 1 ? close : from + 1);
    s->text = str_slice(r->t.text, s->name_at.off, span_end(s->name_at));
    s->flags |= NODE_BLOCK | (marked ? NODE_UNKNOWN : 0);
    r->section = s;
    r->i = close < end ? close + 1 : end;
    if (close == end) {
        s->flags |= NODE_FAULTY;
        diag_syntax(r->sink, SYNTAX_UNTERMINATED, here(r, from, from + 1), "the section's name has no \"]\"");
        return;
    }
    skip_blanks(r);
    if (at_line_end(r) || ini_mark(&r->t, r->i) || is_in(r->t.dialect->inline_comments, peek(r)))
        return;
    if (has(r, INI_STRICT_SECTIONS))
        bad_line(r, r->i, "text behind a section's \"]\"");
    r->i = line_end(r, r->i);
}

/* ---- lines ---- */

/* What stands at r->i: the start of a line, or what a line's parts left. */
static void line(struct reader *r)
{
    do
        skip_blanks(r);
    while (took_mark(r));
    if (at_line_end(r))
        r->i += ini_break(r->t.text, r->i);
    else if (is_in(r->t.dialect->comments, peek(r)))
        comment(r);
    else if (peek(r) == '[' && has(r, INI_SECTIONS))
        section(r);
    else
        entry(r);
}

/* What is left of a line behind its entry: a comment, marks, or nothing. */
static void rest_of_line(struct reader *r)
{
    skip_blanks(r);
    while (took_mark(r))
        skip_blanks(r);
    if (at_line_end(r))
        return;
    if (is_in(r->t.dialect->inline_comments, peek(r)) || is_in(r->t.dialect->comments, peek(r)))
        comment(r);
    else
        bad_line(r, r->i, "text that belongs to nothing");
}

struct node *ini_read_marked(struct arena *a, struct source_store *sources, uint32_t source,
                             const struct ini_dialect *dialect, const struct marks *marks, struct sink *sink)
{
    static const struct marks none = {0};
    struct reader r = {.a = a, .sink = sink, .src = source};
    r.t = (struct ini_text){
        .text = source_get(sources, source)->text, .dialect = dialect, .marks = marks ? marks : &none};
    r.root = r.section = node_new(a, NODE_ROOT, here(&r, 0, r.t.text.n));
    r.i = str_starts(r.t.text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    while (r.i < r.t.text.n) {
        uint32_t from = r.i;
        line(&r);
        if (r.i > from && r.t.text.p[r.i - 1] != '\n')
            rest_of_line(&r);
        if (arena_exhausted(a)) {
            diag_syntax(sink, META_LIMIT, here(&r, r.i, r.i), "more memory than the run may use");
            r.section->flags |= NODE_TAINTED;
            r.root->flags |= NODE_TAINTED;
            break;
        }
    }
    close_section(&r);
    return r.root;
}

struct node *ini_read(struct arena *a, struct source_store *sources, uint32_t source, const struct ini_dialect *dialect,
                      struct sink *sink)
{
    const struct source *s = source_get(sources, source);
    struct marks marks = marks_find(a, s->text, s->file->marks);
    return ini_read_marked(a, sources, source, dialect, &marks, sink);
}

struct span_map *ini_word_map(struct arena *a, struct source_store *sources, const struct ini_dialect *dialect,
                              const struct node *word)
{
    const struct source *s = source_get(sources, word->at.src);
    struct marks marks = marks_find(a, (struct str){0}, 0);
    struct ini_text t = {.text = s->text, .dialect = dialect, .marks = &marks};
    struct span_map *map = arena_new(a, struct span_map);
    map->a = a;
    if (str_eq(ini_cook(a, &t, word->name_at, (enum quote)word->quote, map), word->text))
        return map;
    *map = (struct span_map){.a = a};
    span_map_add(map, word->text.n, word->name_at, false);
    return map;
}
