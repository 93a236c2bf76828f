#include "formats/yaml_template.h"

#include "base/vec.h"

#include <string.h>

#define NO_INDENT UINT32_MAX

struct masker {
    struct arena *a;
    struct str text;
    const struct marks *marks;
    char *out;
    VEC(struct yaml_hole) holes;
    uint32_t block;    /* indentation of the line whose block scalar is open; NO_INDENT: none is */
    bool awaits_value; /* the last line with content ends in ':' */
    uint32_t indent;   /* of that line */
};

/* A line as the template has it: a mark that spans lines belongs to the one it starts in. */
struct line {
    uint32_t from, to; /* without its end */
    uint32_t first, n; /* marks that start in it */
};

static uint32_t mark_end(const struct mark *m)
{
    return m->off + m->len;
}

static struct line line_at(const struct masker *m, uint32_t from, uint32_t first)
{
    struct line l = {.from = from, .first = first};
    uint32_t i = first;
    for (l.to = from;;) {
        l.to += str_find_byte(str_slice(m->text, l.to, m->text.n), '\n');
        while (i < m->marks->n && m->marks->p[i].off < l.to)
            i++;
        if (i == first || mark_end(&m->marks->p[i - 1]) <= l.to)
            break;
        l.to = mark_end(&m->marks->p[i - 1]);
    }
    l.n = i - first;
    return l;
}

static uint32_t indent_of(const struct masker *m, struct line l)
{
    uint32_t i = l.from;
    while (i < l.to && m->text.p[i] == ' ')
        i++;
    return i - l.from;
}

static bool is_blank(struct str s)
{
    return str_trim(s).n == 0;
}

/* Whether anything but marks and white space stands on the line. */
static bool only_marks(const struct masker *m, struct line l)
{
    uint32_t at = l.from;
    for (uint32_t i = l.first; i < l.first + l.n; i++) {
        if (!is_blank(str_slice(m->text, at, m->marks->p[i].off)))
            return false;
        at = mark_end(&m->marks->p[i]);
    }
    return is_blank(str_slice(m->text, at, l.to));
}

/* Letters and spaces of the same length; line breaks go too, or a mark over several lines would end a scalar. */
static void cover(struct masker *m, uint32_t off, uint32_t end, enum yaml_hole_use use)
{
    struct yaml_hole h = {off, end - off, (uint8_t)use};
    vec_push(m->a, &m->holes, h);
    memset(m->out + off, use == YAML_HOLE_PIECE ? 'x' : ' ', end - off);
}

/* {{ ansible_managed | comment }} renders to comment lines, whatever their number. */
static bool renders_comment(const struct masker *m, const struct mark *mark)
{
    struct str body = mark_body(mark, m->text);
    return str_find(body, STR("ansible_managed")) < body.n || str_ends(body, STR("comment"));
}

static enum yaml_hole_use use_of(const struct mark *mark, enum yaml_hole_use expression)
{
    if (mark->kind == MARK_COMMENT)
        return YAML_HOLE_COMMENT;
    return mark->kind == MARK_EXPRESSION ? expression : YAML_HOLE_BLANK;
}

/* What stands on the next line that is not empty, against the indentation of this one: an expression alone under a
 * key is its value only when nothing follows it there. */
static bool is_last_of_block(const struct masker *m, struct line l)
{
    uint32_t at = l.to, indent = indent_of(m, l);
    while (at < m->text.n && ch_is_space(m->text.p[at]))
        at++;
    uint32_t start = at;
    while (start > l.to && m->text.p[start - 1] == ' ')
        start--;
    return at == m->text.n || at - start < indent;
}

static void lone_marks(struct masker *m, struct line l)
{
    bool is_value = m->awaits_value && l.n == 1 && indent_of(m, l) > m->indent && is_last_of_block(m, l);
    for (uint32_t i = l.first; i < l.first + l.n; i++) {
        const struct mark *mark = &m->marks->p[i];
        enum yaml_hole_use expression = is_value                   ? YAML_HOLE_PIECE
                                        : renders_comment(m, mark) ? YAML_HOLE_BLANK
                                                                   : YAML_HOLE_INSERT;
        cover(m, mark->off, mark_end(mark), use_of(mark, expression));
    }
}

/* A condition that ends in its line is one piece: {% if a %}b{% else %}c{% endif %}. */
static void inline_marks(struct masker *m, struct line l)
{
    for (uint32_t i = l.first, next; i < l.first + l.n; i = next) {
        const struct mark *mark = &m->marks->p[i];
        bool whole = mark->kind == MARK_OPEN && mark->match != MARK_NO_MATCH && mark->match < l.first + l.n;
        next = whole ? mark->match + 1 : i + 1;
        cover(m, mark->off, mark_end(&m->marks->p[next - 1]), whole ? YAML_HOLE_PIECE : use_of(mark, YAML_HOLE_PIECE));
    }
}

/* In a block scalar everything is text. A mark too far left would end it, spaces before its first line would set its
 * indentation: empty lines do neither. The scalar's text is made anew later (yaml_pieces.h). */
static void block_marks(struct masker *m, struct line l)
{
    for (uint32_t i = l.first; i < l.first + l.n; i++) {
        const struct mark *mark = &m->marks->p[i];
        bool outside = i == l.first && indent_of(m, l) <= m->block;
        cover(m, mark->off, mark_end(mark), outside ? use_of(mark, YAML_HOLE_INSERT) : YAML_HOLE_PIECE);
        if (outside)
            memset(m->out + mark->off, '\n', mark->len);
    }
}

static bool ends_in(struct str s, const char *set)
{
    return s.n > 0 && strchr(set, s.p[s.n - 1]) && s.p[s.n - 1] != '\0';
}

/* Whether a line ends in the header of a block scalar: ": |", "- >-2", ": !vault |", perhaps with a comment. */
static bool opens_block(struct str line)
{
    struct str s = str_trim(str_slice(line, 0, str_find(line, STR(" #"))));
    while (ends_in(s, "0123456789+-"))
        s.n--;
    if (!ends_in(s, "|>"))
        return false;
    struct str head = str_slice(s, 0, s.n - 1), before = str_trim(head);
    uint32_t blank = str_rfind_byte(before, ' ');
    struct str word = str_slice(before, blank == before.n ? 0 : blank + 1, before.n);
    bool property = str_starts(word, STR("!")) || str_starts(word, STR("&"));
    return before.n < head.n && (property || ends_in(before, ":-?"));
}

/* The line's own indentation and what it leaves open for the next ones. */
static void remember(struct masker *m, struct line l)
{
    struct str line = str_slice((struct str){m->out, m->text.n}, l.from, l.to), trimmed = str_trim(line);
    if (trimmed.n == 0 || trimmed.p[0] == '#')
        return;
    m->indent = indent_of(m, l);
    m->awaits_value = str_ends(trimmed, STR(":"));
    m->block = opens_block(line) ? m->indent : NO_INDENT;
}

static void mask_line(struct masker *m, struct line l)
{
    bool in_block = m->block != NO_INDENT && indent_of(m, l) > m->block;
    bool lone = l.n > 0 && only_marks(m, l);
    if (in_block || (lone && m->block != NO_INDENT)) {
        block_marks(m, l);
        return;
    }
    if (lone)
        lone_marks(m, l);
    else
        inline_marks(m, l);
    remember(m, l);
}

struct yaml_masked yaml_mask(struct arena *a, struct str text, const struct marks *marks)
{
    struct masker m = {.a = a, .text = text, .marks = marks, .block = NO_INDENT};
    m.out = arena_alloc(a, (size_t)text.n + 1, 1);
    memcpy(m.out, text.p, text.n);
    for (uint32_t from = 0, mark = 0; from < text.n;) {
        struct line l = line_at(&m, from, mark);
        mask_line(&m, l);
        from = l.to + 1;
        mark = l.first + l.n;
    }
    return (struct yaml_masked){{m.out, text.n}, m.holes.p, m.holes.n};
}
