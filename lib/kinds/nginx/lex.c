#include "kinds/nginx/lex.h"

#include <string.h>

/* What a byte may mean to the scanners; all others are plain. */
enum { BLANK = 1, ENDS = 2, ESCAPE = 4, DOLLAR = 8 };

static const uint8_t special[256] = {
    [' '] = BLANK, ['\t'] = BLANK, ['\r'] = BLANK,  ['\n'] = BLANK,
    [';'] = ENDS,  ['{'] = ENDS,   ['\\'] = ESCAPE, ['$'] = DOLLAR,
};

static uint8_t meaning(const struct nginx_lex *l, uint32_t at)
{
    return special[(unsigned char)l->text.p[at]];
}

static uint32_t count_lines(struct str text, uint32_t from, uint32_t to)
{
    uint32_t n = 0;
    while (from < to) {
        const char *lf = memchr(text.p + from, '\n', to - from);
        if (!lf)
            break;
        n++;
        from = (uint32_t)(lf - text.p) + 1;
    }
    return n;
}

static void step_to(struct nginx_lex *l, uint32_t pos)
{
    l->line += count_lines(l->text, l->pos, pos);
    l->pos = pos;
}

/* Where scanning must stop: at the next mark or the end. */
static uint32_t stop_at(const struct nginx_lex *l)
{
    return l->next_mark < l->marks.n ? l->marks.p[l->next_mark].off : l->text.n;
}

static bool at_mark(const struct nginx_lex *l)
{
    return l->next_mark < l->marks.n && l->marks.p[l->next_mark].off == l->pos;
}

static void take_mark(struct nginx_lex *l)
{
    const struct mark *m = &l->marks.p[l->next_mark++];
    step_to(l, m->off + m->len);
}

/* Marks that begin before pos lie behind; one that reaches beyond moves pos. */
static void pass_marks(struct nginx_lex *l)
{
    while (l->next_mark < l->marks.n && l->marks.p[l->next_mark].off < l->pos) {
        const struct mark *m = &l->marks.p[l->next_mark++];
        if (m->off + m->len > l->pos)
            step_to(l, m->off + m->len);
    }
}

void nginx_lex_seek(struct nginx_lex *l, uint32_t pos)
{
    if (pos >= l->pos) {
        step_to(l, pos);
        pass_marks(l);
        return;
    }
    l->line -= count_lines(l->text, pos, l->pos);
    l->pos = pos;
    while (l->next_mark > 0 && l->marks.p[l->next_mark - 1].off >= pos)
        l->next_mark--;
}

static enum nginx_end fail(struct nginx_lex *l, enum nginx_lex_fault fault, uint32_t at, uint32_t line, char quote)
{
    l->fault = fault;
    l->fault_at = at;
    l->fault_line = line;
    l->fault_quote = quote;
    return NGINX_END_FAULT;
}

/* pos is at '#'. The line's end is not part of it; a mark within it may hold line ends. False: longer than nginx's buffer. */
static bool lex_comment(struct nginx_lex *l)
{
    struct nginx_comment c = {l->pos, 0};
    uint32_t line = l->line;
    for (;;) {
        const char *lf = memchr(l->text.p + l->pos, '\n', l->text.n - l->pos);
        uint32_t end = lf ? (uint32_t)(lf - l->text.p) : l->text.n;
        l->pos = end;
        pass_marks(l);
        if (l->pos == end)
            break;
    }
    c.len = l->pos - c.off;
    vec_push(l->a, &l->comments, c);
    if (c.len < NGINX_CONF_BUFFER || (c.len == NGINX_CONF_BUFFER && l->pos == l->text.n))
        return true;
    fail(l, NGINX_FAULT_TOO_LONG, c.off, line, 0);
    return false;
}

/* The three loops that see every byte: what they use stands in locals. */
static void pass_blanks(struct nginx_lex *l, uint32_t stop)
{
    const char *p = l->text.p + l->pos, *end = l->text.p + stop;
    uint32_t line = l->line;
    for (;;) {
        while (p < end && *p == ' ')
            p++;
        if (p == end || special[(unsigned char)*p] != BLANK)
            break;
        line += *p++ == '\n';
        /* Indentation is most of what is blank, and comes by fours. */
        while (end - p >= 4 && memcmp(p, "    ", 4) == 0)
            p += 4;
    }
    l->pos = (uint32_t)(p - l->text.p);
    l->line = line;
}

static uint32_t plain_end(const char *text, uint32_t from, uint32_t stop)
{
    const char *p = text + from, *end = text + stop;
    while (p < end && !special[(unsigned char)*p])
        p++;
    return (uint32_t)(p - text);
}

static void pass_quoted(struct nginx_lex *l, uint32_t stop, char quote)
{
    const char *p = l->text.p + l->pos, *end = l->text.p + stop;
    uint32_t line = l->line;
    for (; p < end && *p != quote && *p != '\\'; p++)
        line += *p == '\n';
    l->pos = (uint32_t)(p - l->text.p);
    l->line = line;
}

/* White space, comments and template statements. False: a comment was too long. */
static bool lex_blank(struct nginx_lex *l)
{
    for (;;) {
        uint32_t stop = stop_at(l);
        pass_blanks(l, stop);
        if (at_mark(l) && l->marks.p[l->next_mark].kind != MARK_EXPRESSION) {
            l->conditional |= l->tokens.n > 0;
            take_mark(l);
        } else if (l->pos < stop && l->text.p[l->pos] == '#') {
            if (!lex_comment(l))
                return false;
        } else {
            return true;
        }
    }
}

/* A backslash protects the byte behind it, a line's end too. */
static void skip_escape(struct nginx_lex *l, uint32_t stop)
{
    l->pos++;
    if (l->pos < stop)
        l->line += l->text.p[l->pos++] == '\n';
}

/* "${" is absorbed, and every "{" behind it: `variable` stays set over them in ngx_conf_read_token. */
static void skip_dollar(struct nginx_lex *l, uint32_t stop)
{
    l->pos++;
    while (l->pos < stop && l->text.p[l->pos] == '{')
        l->pos++;
}

/* The word runs into the file's end: seen as too long when nginx's buffer overflows first. */
static enum nginx_end open_end(struct nginx_lex *l, const struct nginx_token *t, char quote)
{
    if (l->text.n - t->off > NGINX_CONF_BUFFER)
        return fail(l, NGINX_FAULT_TOO_LONG, quote ? t->off - 1 : t->off, t->line, quote);
    return fail(l, NGINX_FAULT_FILE_END, quote ? t->off - 1 : t->off, l->line, quote);
}

/* A word's place in the buffer is given up when the next one begins: a blank behind it must fit as well, unless the text ends there. */
static uint32_t blank_ahead(const struct nginx_lex *l)
{
    return meaning(l, l->pos) == BLANK && l->pos + 1 < l->text.n;
}

/* A word that is one template expression, with nothing else on its line. */
static bool is_insert(const struct nginx_lex *l, const struct nginx_token *t)
{
    const struct mark *m = marks_at(&l->marks, t->off);
    if (!m || m->off != t->off || m->len != t->len)
        return false;
    uint32_t from = t->off, to = t->off + t->len;
    while (from > 0 && l->text.p[from - 1] != '\n' && meaning(l, from - 1) == BLANK)
        from--;
    while (to < l->text.n && l->text.p[to] != '\n' && meaning(l, to) == BLANK)
        to++;
    return (from == 0 || l->text.p[from - 1] == '\n') && (to == l->text.n || l->text.p[to] == '\n');
}

/* pos is at the first byte of a word without quotes. OK is NGINX_END_SEMICOLON, which the caller does not look at. */
static enum nginx_end lex_bare(struct nginx_lex *l)
{
    struct nginx_token t = {.off = l->pos, .line = l->line};
    for (;;) {
        uint32_t stop = stop_at(l);
        l->pos = plain_end(l->text.p, l->pos, stop);
        if (l->pos == stop) {
            if (!at_mark(l))
                break;
            t.unknown = true;
            take_mark(l);
        } else if (meaning(l, l->pos) == ESCAPE) {
            t.escaped = true;
            skip_escape(l, stop);
        } else if (meaning(l, l->pos) == DOLLAR) {
            skip_dollar(l, stop);
        } else {
            break;
        }
    }
    t.len = l->pos - t.off;
    vec_push(l->a, &l->tokens, t);
    if (l->pos == l->text.n && !(t.unknown && is_insert(l, &t)))
        return open_end(l, &t, 0);
    if (t.len + (l->pos < l->text.n ? blank_ahead(l) : 0) >= NGINX_CONF_BUFFER)
        return fail(l, NGINX_FAULT_TOO_LONG, t.off, t.line, 0);
    return NGINX_END_SEMICOLON;
}

/* pos is behind the opening quote. Stops at the closing one; false at the text's end. */
static bool scan_quoted(struct nginx_lex *l, struct nginx_token *t, char quote)
{
    for (;;) {
        uint32_t stop = stop_at(l);
        pass_quoted(l, stop, quote);
        if (l->pos == stop) {
            if (!at_mark(l))
                return false;
            t->unknown = true;
            take_mark(l);
        } else if (l->text.p[l->pos] == quote) {
            return true;
        } else {
            t->escaped = true;
            skip_escape(l, stop);
        }
    }
}

/* Behind a closing quote only white space, ";", "{" and ")" may stand. A template's expression there leaves the word unknown. */
static enum nginx_end lex_after_quote(struct nginx_lex *l, struct nginx_token *t)
{
    while (at_mark(l)) {
        t->unknown = true;
        take_mark(l);
    }
    if (l->pos == l->text.n)
        return NGINX_END_SEMICOLON;
    char c = l->text.p[l->pos];
    if (t->len + 1 + blank_ahead(l) >= NGINX_CONF_BUFFER)
        return fail(l, NGINX_FAULT_TOO_LONG, t->off - 1, t->line, 0);
    if (t->unknown || c == ')' || (special[(unsigned char)c] & (BLANK | ENDS)))
        return NGINX_END_SEMICOLON;
    l->pos++;
    return fail(l, NGINX_FAULT_UNEXPECTED, l->pos - 1, l->line, 0);
}

static enum nginx_end lex_quoted(struct nginx_lex *l, char quote)
{
    struct nginx_token t = {.off = l->pos + 1, .line = l->line, .quote = quote == '"' ? QUOTE_DOUBLE : QUOTE_SINGLE};
    l->pos++;
    bool closed = scan_quoted(l, &t, quote);
    t.len = l->pos - t.off;
    enum nginx_end end = NGINX_END_SEMICOLON;
    if (!closed)
        end = open_end(l, &t, quote);
    else if (t.len >= NGINX_CONF_BUFFER)
        end = fail(l, NGINX_FAULT_TOO_LONG, t.off - 1, t.line, quote);
    if (closed)
        l->pos++;
    if (end != NGINX_END_FAULT)
        end = lex_after_quote(l, &t);
    vec_push(l->a, &l->tokens, t);
    return end;
}

static enum nginx_end lex_end_of_text(struct nginx_lex *l)
{
    if (l->tokens.n == 0)
        return NGINX_END_FILE;
    return fail(l, NGINX_FAULT_FILE_END, l->tokens.p[l->tokens.n - 1].off, l->line, 0);
}

static enum nginx_end lex_rest(struct nginx_lex *l)
{
    for (;;) {
        if (!lex_blank(l))
            return NGINX_END_FAULT;
        if (l->pos == l->text.n)
            return lex_end_of_text(l);
        char c = at_mark(l) ? 0 : l->text.p[l->pos];
        if (c == ';' || c == '{' || c == '}') {
            l->pos++;
            if (c == '}' && l->tokens.n == 0)
                return NGINX_END_CLOSE;
            if ((c == '}') == (l->tokens.n > 0))
                return fail(l, NGINX_FAULT_UNEXPECTED, l->pos - 1, l->line, 0);
            return c == ';' ? NGINX_END_SEMICOLON : NGINX_END_OPEN;
        }
        if ((c == '"' || c == '\'' ? lex_quoted(l, c) : lex_bare(l)) == NGINX_END_FAULT)
            return NGINX_END_FAULT;
        if (l->tokens.n == 1 && l->tokens.p[0].unknown && is_insert(l, &l->tokens.p[0]))
            return NGINX_END_INSERT;
    }
}

enum nginx_end nginx_lex_statement(struct nginx_lex *l)
{
    l->tokens.n = 0;
    l->comments.n = 0;
    l->conditional = false;
    return lex_rest(l);
}

bool nginx_lex_reopen(struct nginx_lex *l)
{
    struct nginx_token *t = l->tokens.n ? &l->tokens.p[l->tokens.n - 1] : NULL;
    const char *lf = t && t->quote ? memchr(l->text.p + t->off, '\n', t->len) : NULL;
    if (!lf)
        return false;
    uint32_t end = (uint32_t)(lf - l->text.p);
    while (end > t->off && meaning(l, end - 1) == BLANK)
        end--;
    if (end > t->off && meaning(l, end - 1) == ENDS)
        end--;
    t->len = end - t->off;
    nginx_lex_seek(l, end);
    return true;
}

enum nginx_end nginx_lex_resume(struct nginx_lex *l)
{
    for (;;) {
        uint32_t before = l->pos;
        enum nginx_end end = lex_rest(l);
        if (end != NGINX_END_FAULT)
            return end;
        if (l->pos == l->text.n && l->fault == NGINX_FAULT_FILE_END)
            return NGINX_END_FILE;
        bool unexpected = l->fault == NGINX_FAULT_UNEXPECTED;
        if (unexpected && l->text.p[l->fault_at] == '}')
            return NGINX_END_CLOSE;
        if (unexpected && l->text.p[l->fault_at] == ';')
            return NGINX_END_SEMICOLON;
        if (l->pos == before)
            l->pos++;
    }
}

enum nginx_end nginx_lex_pass(struct nginx_lex *l)
{
    char byte = l->fault == NGINX_FAULT_UNEXPECTED ? l->text.p[l->fault_at] : 0;
    if (byte == '}')
        return NGINX_END_CLOSE;
    if (byte && l->tokens.n == 0)
        return byte == '{' ? NGINX_END_OPEN : NGINX_END_SEMICOLON;
    if (l->fault == NGINX_FAULT_FILE_END && !l->fault_quote)
        return NGINX_END_FILE;
    nginx_lex_reopen(l);
    return nginx_lex_resume(l);
}

enum nginx_end nginx_lex_join(struct nginx_lex *l)
{
    struct nginx_token *t = &l->tokens.p[l->tokens.n - 1];
    while (l->pos < l->text.n && !(meaning(l, l->pos) & (BLANK | ENDS)))
        l->pos++;
    t->len = l->pos - t->off;
    return nginx_lex_resume(l);
}

static bool unescape(char c, char *ret)
{
    static const char from[] = "\"'\\trn", to[] = "\"'\\\t\r\n";
    const char *p = c ? strchr(from, c) : NULL;
    if (!p)
        return false;
    *ret = to[p - from];
    return true;
}

struct str nginx_lex_text(struct arena *a, struct str text, const struct nginx_token *t)
{
    struct str raw = {text.p + t->off, t->len};
    if (!t->escaped)
        return raw;
    char *p = arena_alloc(a, (size_t)raw.n + 1, 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < raw.n; i++) {
        p[n] = raw.p[i];
        if (raw.p[i] == '\\' && i + 1 < raw.n && unescape(raw.p[i + 1], &p[n]))
            i++;
        n++;
    }
    return (struct str){p, n};
}
