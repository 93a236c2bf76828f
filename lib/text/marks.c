#include "text/marks.h"

#include "base/path.h"
#include "base/vec.h"

#include <string.h>

struct finder {
    struct arena *a;
    struct str text;
    unsigned syntax;
    VEC(struct mark) marks;
    VEC(uint32_t) open; /* indices of OPEN marks without their CLOSE yet */
    bool line_only;     /* a mark was not closed anywhere; see mark_end */
    bool no_comment;    /* no "#}" comes any more */
};

static struct str rest_of(const struct finder *f, uint32_t off)
{
    return str_slice(f->text, off, f->text.n);
}

static uint32_t line_end(struct str text, uint32_t off)
{
    return off + str_find_byte(str_slice(text, off, text.n), '\n');
}

/* ---- where a mark ends ---- */

/* Strings within a mark, so that a delimiter in one of them closes nothing. A quote that is not closed in its line
 * is an apostrophe. */
struct quotes {
    char unclosed[3]; /* quote bytes known to have no partner before line_end */
    uint32_t n, line_end;
};

/* The offset behind the string that starts at i; i + 1 when none does. */
static uint32_t skip_string(struct str s, uint32_t i, struct quotes *q)
{
    char quote = s.p[i];
    if (i >= q->line_end) {
        q->n = 0;
        q->line_end = line_end(s, i);
    }
    for (uint32_t k = 0; k < q->n; k++)
        if (q->unclosed[k] == quote)
            return i + 1;
    for (uint32_t j = i + 1; j < q->line_end; j++) {
        if (s.p[j] == quote)
            return j + 1;
        j += s.p[j] == '\\' && quote != '`';
    }
    q->unclosed[q->n++] = quote;
    return i + 1;
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

/* Offset of close in s from i on, strings stepped over, braces in balance; s.n when it is not there. */
static uint32_t find_close(struct str s, uint32_t i, struct str close)
{
    struct quotes q = {.n = 0};
    bool braces = close.p[0] == '}';
    for (uint32_t depth = 0; i < s.n;) {
        if (depth == 0 && str_starts(str_slice(s, i, s.n), close))
            return i;
        if (is_quote(s.p[i])) {
            i = skip_string(s, i, &q);
            continue;
        }
        depth += braces && s.p[i] == '{';
        depth -= braces && s.p[i] == '}' && depth > 0;
        i++;
    }
    return s.n;
}

/* A comment of Go's may hold anything, apostrophes and the closing delimiter too. */
static uint32_t skip_go_comment(const struct finder *f, uint32_t off)
{
    uint32_t at = off + 2;
    while (at < f->text.n && (ch_is_space(f->text.p[at]) || f->text.p[at] == '-'))
        at++;
    if (!(f->syntax & MARKS_GO) || !str_starts(rest_of(f, at), STR("/*")))
        return off + 2;
    uint32_t end = at + str_find(rest_of(f, at), STR("*/"));
    return end < f->text.n ? end : off + 2;
}

/* The end of the mark that starts at off, behind its delimiter; 0 when it has none. Once one has none, others are
 * looked for in their line only: hostile text would else cost n x n. */
static uint32_t mark_end(struct finder *f, uint32_t off, struct str close, bool strings)
{
    struct str within = f->line_only ? str_slice(f->text, 0, line_end(f->text, off)) : f->text;
    uint32_t at;
    if (strings)
        at = find_close(within, close.p[0] == '}' ? skip_go_comment(f, off) : off + 2, close);
    else
        at = off + 2 + str_find(str_slice(within, off + 2, within.n), close);
    if (at < within.n)
        return at + close.n;
    f->line_only = true;
    return 0;
}

/* ---- what a mark does ---- */

struct keyword {
    struct str word;
    uint8_t kind;
    bool conditional;
};

/* clang-format off */
static const struct keyword jinja_words[] = {
    {STR_INIT("if"),         MARK_OPEN,       true},
    {STR_INIT("for"),        MARK_OPEN,       true},
    {STR_INIT("macro"),      MARK_OPEN,       true},
    {STR_INIT("call"),       MARK_OPEN,       true},
    {STR_INIT("filter"),     MARK_OPEN,       true},
    {STR_INIT("block"),      MARK_OPEN,       false},
    {STR_INIT("with"),       MARK_OPEN,       false},
    {STR_INIT("autoescape"), MARK_OPEN,       false},
    {STR_INIT("raw"),        MARK_OPEN,       false},
    {STR_INIT("else"),       MARK_MID,        false},
    {STR_INIT("elif"),       MARK_MID,        false},
    {STR_INIT("include"),    MARK_EXPRESSION, false},
    {STR_INIT("extends"),    MARK_EXPRESSION, false},
};

static const struct keyword go_words[] = {
    {STR_INIT("if"),     MARK_OPEN,  true},
    {STR_INIT("range"),  MARK_OPEN,  true},
    {STR_INIT("with"),   MARK_OPEN,  true},
    {STR_INIT("define"), MARK_OPEN,  true},
    {STR_INIT("block"),  MARK_OPEN,  false},
    {STR_INIT("else"),   MARK_MID,   false},
    {STR_INIT("end"),    MARK_CLOSE, false},
};

static const struct keyword ruby_words[] = {
    {STR_INIT("if"),     MARK_OPEN,  true},
    {STR_INIT("unless"), MARK_OPEN,  true},
    {STR_INIT("case"),   MARK_OPEN,  true},
    {STR_INIT("while"),  MARK_OPEN,  true},
    {STR_INIT("until"),  MARK_OPEN,  true},
    {STR_INIT("for"),    MARK_OPEN,  true},
    {STR_INIT("begin"),  MARK_OPEN,  false},
    {STR_INIT("else"),   MARK_MID,   false},
    {STR_INIT("elsif"),  MARK_MID,   false},
    {STR_INIT("when"),   MARK_MID,   false},
    {STR_INIT("rescue"), MARK_MID,   false},
    {STR_INIT("ensure"), MARK_MID,   false},
    {STR_INIT("end"),    MARK_CLOSE, false},
};
/* clang-format on */

#define LOOK_UP(table, word) look_up(table, sizeof(table) / sizeof((table)[0]), word)

static const struct keyword *look_up(const struct keyword *table, size_t n, struct str word)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(table[i].word, word))
            return &table[i];
    return NULL;
}

static bool is_word_byte(char c)
{
    return ch_is_alpha(c) || ch_is_digit(c) || c == '_';
}

static struct str first_word(struct str s)
{
    uint32_t n = 0;
    while (n < s.n && is_word_byte(s.p[n]))
        n++;
    return str_slice(s, 0, n);
}

static struct str last_word(struct str s)
{
    uint32_t from = s.n;
    while (from > 0 && is_word_byte(s.p[from - 1]))
        from--;
    return str_slice(s, from, s.n);
}

static void set_kind(struct mark *m, uint8_t kind, bool conditional)
{
    m->kind = kind;
    m->conditional = conditional;
}

static void judge_jinja(struct mark *m, struct str body)
{
    struct str word = first_word(body);
    const struct keyword *k = LOOK_UP(jinja_words, word);
    if (k)
        set_kind(m, k->kind, k->conditional);
    else if (str_starts(word, STR("end")))
        set_kind(m, MARK_CLOSE, false);
    else if (str_eq(word, STR("set")) && str_find_byte(body, '=') == body.n)
        set_kind(m, MARK_OPEN, true);
    else
        set_kind(m, MARK_STATEMENT, false);
}

/* An opener without an argument is a variable of that name: {{ block }} is Jinja's. */
static void judge_go(struct mark *m, struct str body)
{
    struct str word = first_word(body);
    const struct keyword *k = LOOK_UP(go_words, word);
    if (str_starts(body, STR("/*")))
        set_kind(m, MARK_COMMENT, false);
    else if (k && (k->kind != MARK_OPEN || body.n > word.n))
        set_kind(m, k->kind, k->conditional);
    else if (str_starts(body, STR("$")) && str_find(body, STR("=")) < str_find_byte(body, '"'))
        set_kind(m, MARK_STATEMENT, false);
}

/* Without what a block takes at the end of its first line: "x.each do |y|" is "x.each do". */
static struct str without_parameters(struct str body)
{
    if (body.n == 0 || body.p[body.n - 1] != '|')
        return body;
    uint32_t bar = str_rfind_byte(str_slice(body, 0, body.n - 1), '|');
    return bar < body.n - 1 ? str_trim(str_slice(body, 0, bar)) : body;
}

/* Ruby, and Puppet's EPP with its braces. "if x then y end" on one line opens nothing. */
static void judge_erb(struct mark *m, struct str body)
{
    struct str head = without_parameters(body);
    const struct keyword *k = LOOK_UP(ruby_words, first_word(body));
    bool opens = str_eq(last_word(head), STR("do")) || str_ends(head, STR("{"));
    if (str_starts(body, STR("}")))
        set_kind(m, opens ? MARK_MID : MARK_CLOSE, false);
    else if (k && k->kind == MARK_OPEN && str_eq(last_word(body), STR("end")))
        set_kind(m, MARK_STATEMENT, false);
    else if (k)
        set_kind(m, k->kind, k->conditional);
    else
        set_kind(m, opens ? MARK_OPEN : MARK_STATEMENT, opens);
}

struct str mark_body(const struct mark *m, struct str text)
{
    struct str s = str_slice(text, m->off, m->off + m->len);
    if (m->syntax == MARKS_ENV)
        return str_starts(s, STR("${")) ? str_slice(s, 2, s.n - 1) : str_slice(s, 1, s.n);
    s = str_slice(s, 2, m->unterminated || s.n < 4 ? s.n : s.n - 2);
    if (m->syntax == MARKS_ERB && s.n > 0 && (s.p[0] == '=' || s.p[0] == '#'))
        s = str_slice(s, 1, s.n);
    if (s.n > 0 && (s.p[0] == '-' || s.p[0] == '+' || s.p[0] == '~'))
        s = str_slice(s, 1, s.n);
    if (s.n > 0 && (s.p[s.n - 1] == '-' || s.p[s.n - 1] == '+' || s.p[s.n - 1] == '~'))
        s = str_slice(s, 0, s.n - 1);
    return str_trim(s);
}

/* ---- finding them ---- */

static void pair_up(struct finder *f, uint32_t index)
{
    struct mark *m = &f->marks.p[index];
    if (m->kind == MARK_OPEN)
        vec_push(f->a, &f->open, index);
    if (m->kind != MARK_CLOSE || f->open.n == 0)
        return;
    uint32_t open = f->open.p[f->open.n - 1];
    if (f->marks.p[open].syntax != m->syntax)
        return;
    f->open.n--;
    f->marks.p[open].match = index;
    m->match = open;
}

/* Adds a mark that ends at `end` (0: nowhere) and returns where to look on. */
static uint32_t add(struct finder *f, uint32_t off, uint32_t end, enum mark_syntax syntax, enum mark_kind kind)
{
    struct mark m = {.off = off, .match = MARK_NO_MATCH, .kind = (uint8_t)kind, .syntax = (uint8_t)syntax};
    m.unterminated = end == 0;
    end = end ? end : line_end(f->text, off);
    m.len = end - off;
    struct str body = mark_body(&m, f->text);
    if (kind == MARK_STATEMENT && syntax == MARKS_JINJA)
        judge_jinja(&m, body);
    else if (kind == MARK_STATEMENT)
        judge_erb(&m, body);
    else if (kind == MARK_EXPRESSION && syntax != MARKS_ENV && (f->syntax & MARKS_GO))
        judge_go(&m, body);
    vec_push(f->a, &f->marks, m);
    pair_up(f, f->marks.n - 1);
    return end;
}

/* Nothing is a mark until {% endraw %}, unless it is meant for a second renderer. Returns where that starts. */
static uint32_t skip_raw(const struct finder *f, uint32_t from)
{
    const struct mark *m = &f->marks.p[f->marks.n - 1];
    if ((f->syntax & MARKS_GO) || m->kind != MARK_OPEN || m->syntax != MARKS_JINJA ||
        !str_eq(mark_body(m, f->text), STR("raw")))
        return from;
    for (uint32_t at = from; at < f->text.n; at += 2) {
        at += str_find(rest_of(f, at), STR("{%"));
        uint32_t word = at + 2;
        while (word < f->text.n && (ch_is_space(f->text.p[word]) || f->text.p[word] == '-'))
            word++;
        if (str_starts(rest_of(f, word), STR("endraw")))
            return at;
    }
    return f->text.n;
}

static uint32_t at_brace(struct finder *f, uint32_t off)
{
    char next = str_byte(f->text, off + 1);
    bool jinja = f->syntax & MARKS_JINJA;
    if (next == '{')
        return add(f, off, mark_end(f, off, STR("}}"), true), f->syntax & MARKS_GO ? MARKS_GO : MARKS_JINJA,
                   MARK_EXPRESSION);
    if (next == '%' && jinja)
        return skip_raw(f, add(f, off, mark_end(f, off, STR("%}"), true), MARKS_JINJA, MARK_STATEMENT));
    /* `server {#comment` of a config that only looks like a template stays what it is */
    uint32_t end = next == '#' && jinja && !f->no_comment ? off + 2 + str_find(rest_of(f, off + 2), STR("#}")) : 0;
    f->no_comment |= end == f->text.n;
    return end && end < f->text.n ? add(f, off, end + 2, MARKS_JINJA, MARK_COMMENT) : off + 1;
}

static uint32_t at_angle(struct finder *f, uint32_t off)
{
    struct str s = rest_of(f, off);
    if (!str_starts(s, STR("<%")))
        return off + 1;
    if (str_starts(s, STR("<%%")))
        return off + 3;
    enum mark_kind kind = str_starts(s, STR("<%="))   ? MARK_EXPRESSION
                          : str_starts(s, STR("<%#")) ? MARK_COMMENT
                                                      : MARK_STATEMENT;
    return add(f, off, mark_end(f, off, STR("%>"), false), MARKS_ERB, kind);
}

static bool is_env_byte(char c)
{
    return (c >= 'A' && c <= 'Z') || ch_is_digit(c) || c == '_';
}

/* Capitals only: $uri and ${host} are nginx's own. */
static uint32_t at_dollar(struct finder *f, uint32_t off)
{
    struct str s = f->text;
    uint32_t from = off + 1, to;
    bool braced = from < s.n && s.p[from] == '{';
    from += braced;
    for (to = from; to < s.n && is_env_byte(s.p[to]);)
        to++;
    if (to == from || ch_is_digit(s.p[from]))
        return from;
    if (!braced)
        return add(f, off, to, MARKS_ENV, MARK_EXPRESSION);
    if (to < s.n && s.p[to] == ':') /* a default: ${PORT:-80} */
        while (to < s.n && s.p[to] != '}' && s.p[to] != '\n')
            to++;
    return to < s.n && s.p[to] == '}' ? add(f, off, to + 1, MARKS_ENV, MARK_EXPRESSION) : to;
}

static uint32_t step(struct finder *f, uint32_t off)
{
    char c = f->text.p[off];
    if (c == '{' && (f->syntax & (MARKS_JINJA | MARKS_GO)))
        return at_brace(f, off);
    if (c == '<' && (f->syntax & MARKS_ERB))
        return at_angle(f, off);
    if (c == '$' && (f->syntax & MARKS_ENV))
        return at_dollar(f, off);
    return off + 1;
}

/* The outermost conditional blocks. */
static void find_ranges(const struct finder *f, struct marks *ret)
{
    VEC(struct mark_range) ranges = {0};
    uint32_t done = 0;
    for (uint32_t i = 0; i < f->marks.n; i++) {
        const struct mark *m = &f->marks.p[i];
        if (m->kind != MARK_OPEN || !m->conditional || m->off < done)
            continue;
        const struct mark *close = m->match == MARK_NO_MATCH ? NULL : &f->marks.p[m->match];
        done = close ? close->off + close->len : f->text.n;
        vec_push(f->a, &ranges, ((struct mark_range){m->off, done}));
    }
    ret->conditional = ranges.p;
    ret->n_conditional = ranges.n;
}

struct marks marks_find(struct arena *a, struct str text, unsigned syntax)
{
    struct finder f = {.a = a, .text = text, .syntax = syntax};
    for (uint32_t off = 0; syntax && off < text.n;)
        off = step(&f, off);
    struct marks found = {.p = f.marks.p, .n = f.marks.n};
    find_ranges(&f, &found);
    return found;
}

/* ---- asking ---- */

/* What DESIGN calls a template by its name, and what renders it. */
static unsigned syntax_of_ext(struct str ext)
{
    /* clang-format off */
    static const struct { struct str ext; unsigned syntax; } rows[] = {
        {STR_INIT(".j2"),       MARKS_JINJA},               /* Ansible, Salt */
        {STR_INIT(".jinja"),    MARKS_JINJA},
        {STR_INIT(".jinja2"),   MARKS_JINJA},
        {STR_INIT(".erb"),      MARKS_ERB},                 /* Chef, Puppet */
        {STR_INIT(".epp"),      MARKS_ERB},                 /* Puppet */
        {STR_INIT(".tmpl"),     MARKS_JINJA | MARKS_GO},    /* confd, gomplate, docker-gen; also Jinja's */
        {STR_INIT(".ctmpl"),    MARKS_GO},                  /* consul-template */
        {STR_INIT(".tpl"),      MARKS_JINJA | MARKS_GO},    /* Helm, gomplate */
        {STR_INIT(".template"), MARKS_JINJA | MARKS_ENV},   /* envsubst of the official images */
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (str_eq(ext, rows[i].ext))
            return rows[i].syntax;
    return 0;
}

unsigned marks_syntax_of(struct str path)
{
    unsigned all = 0, one;
    while ((one = syntax_of_ext(path_ext(path))) != 0) {
        all |= one;
        path.n -= path_ext(path).n;
    }
    return all;
}

struct str marks_plain_name(struct str path)
{
    while (syntax_of_ext(path_ext(path)))
        path.n -= path_ext(path).n;
    return path;
}

/* Whether only white space stands before off in its line. */
static bool begins_line(struct str text, uint32_t off)
{
    while (off > 0 && (text.p[off - 1] == ' ' || text.p[off - 1] == '\t'))
        off--;
    return off == 0 || text.p[off - 1] == '\n';
}

/* The rest of the line, or the first KiB of it: what is longer is no mark, and a text of openings only is looked through once. */
static struct str line_behind(struct str text, uint32_t off)
{
    struct str line = str_slice(text, off, off + 1024);
    return str_slice(line, 0, str_find_byte(line, '\n'));
}

static bool closes_in_line(struct str text, uint32_t off, struct str close)
{
    struct str line = line_behind(text, off);
    return str_find(line, close) < line.n;
}

/* Whether what follows "{{" is a name with filters, members, calls. A table of Lua and an object of JavaScript hold '=' and ':' there. */
static bool is_expression(struct str line)
{
    struct quotes q = {0};
    uint32_t i = str_byte(line, 0) == '-' || str_byte(line, 0) == '~';
    while (str_byte(line, i) == ' ')
        i++;
    if (!ch_is_alpha(str_byte(line, i)) && str_byte(line, i) != '_')
        return false;
    while (i < line.n && line.p[i] != '}') {
        char c = line.p[i];
        if (!ch_is_alpha(c) && !ch_is_digit(c) && !is_quote(c) && memchr(" _.|()[],+-*/~$", c, 15) == NULL)
            return false;
        i = is_quote(c) ? skip_string(line, i, &q) : i + 1;
    }
    return str_byte(line, i + 1) == '}';
}

/* The marks that begin with the '{' or '<' at off. */
static unsigned syntax_at(struct str text, uint32_t off)
{
    char next = text.p[off + 1];
    if (text.p[off] == '<')
        return next == '%' && (str_byte(text, off + 2) == '=' || begins_line(text, off)) &&
                       closes_in_line(text, off + 2, STR("%>"))
                   ? MARKS_ERB
                   : 0;
    if (next == '%')
        return begins_line(text, off) && closes_in_line(text, off + 2, STR("%}")) ? MARKS_JINJA : 0;
    return next == '{' && is_expression(line_behind(text, off + 2)) ? MARKS_JINJA | MARKS_GO : 0;
}

unsigned marks_syntax_in(struct str text)
{
    enum { HEAD_BYTES = 262144 };
    unsigned found = 0;
    text = str_slice(text, 0, HEAD_BYTES);
    for (uint32_t i = 0; i + 1 < text.n; i++)
        if (text.p[i] == '{' || text.p[i] == '<')
            found |= syntax_at(text, i);
    return found;
}

uint32_t marks_from(const struct marks *m, uint32_t off)
{
    uint32_t lo = 0, hi = m->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (m->p[mid].off + m->p[mid].len <= off)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

const struct mark *marks_at(const struct marks *m, uint32_t off)
{
    uint32_t i = marks_from(m, off);
    return i < m->n && m->p[i].off <= off ? &m->p[i] : NULL;
}

bool marks_is_conditional(const struct marks *m, uint32_t off)
{
    uint32_t lo = 0, hi = m->n_conditional;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (m->conditional[mid].to <= off)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < m->n_conditional && m->conditional[lo].from <= off;
}
