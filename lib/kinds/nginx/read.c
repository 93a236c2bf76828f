#include "kinds/nginx/read.h"

#include "base/limits.h"
#include "kinds/nginx/args.h"
#include "kinds/nginx/braces.h"
#include "kinds/nginx/judge.h"
#include "kinds/nginx/lua.h"
#include "kinds/nginx/post.h"
#include "kinds/nginx/template.h"

enum {
    MAX_SPLITS = 1000,      /* statements taken apart in one document */
    SPLIT_BYTES = 64 << 10, /* longest statement taken apart: it is read again */
};

static struct span span_of(const struct nginx_reader *r, uint32_t from, uint32_t to)
{
    return (struct span){r->src, from, to - from};
}

/* A token with its quotes. */
static struct span token_span(const struct nginx_reader *r, const struct nginx_token *t)
{
    uint32_t quote = t->quote != QUOTE_NONE, end = t->off + t->len;
    bool closed = quote && end < r->lex->text.n && r->lex->text.p[end] == (t->quote == QUOTE_DOUBLE ? '"' : '\'');
    return span_of(r, t->off - quote, end + closed);
}

static struct node *make_word(struct nginx_reader *r, const struct nginx_token *t)
{
    struct node *w = node_new(r->a, NODE_WORD, token_span(r, t));
    w->quote = t->quote;
    w->name_at = span_of(r, t->off, t->off + t->len);
    w->text = nginx_lex_text(r->a, r->lex->text, t);
    if (t->unknown)
        nginx_template_pieces(r, w);
    return w;
}

/* An entry of the first n tokens, with its words; not yet among the children of its block. */
static struct node *make_entry(struct nginx_reader *r, struct node *parent, uint32_t n)
{
    const struct nginx_token *t = r->lex->tokens.p;
    struct node *e = node_new(r->a, NODE_ENTRY, token_span(r, t));
    e->name_at = span_of(r, t->off, t->off + t->len);
    e->quote = t->quote;
    e->text = nginx_lex_text(r->a, r->lex->text, t);
    e->parent = parent;
    if (t->unknown)
        e->flags |= NODE_UNKNOWN;
    if (r->conditional)
        e->flags |= NODE_CONDITIONAL;
    for (uint32_t i = 1; i < n; i++)
        node_add(e, make_word(r, &t[i]));
    struct span last = token_span(r, &t[n - 1]);
    e->at.len = span_end(last) - e->at.off;
    return e;
}

static void add_comments(struct nginx_reader *r, struct node *parent)
{
    for (uint32_t i = 0; i < r->lex->comments.n; i++) {
        struct nginx_comment c = r->lex->comments.p[i];
        if (c.off < r->reading->comments_upto)
            continue;
        r->reading->comments_upto = c.off + c.len;
        struct str text = str_slice(r->lex->text, c.off + 1, c.off + c.len);
        if (text.n && text.p[text.n - 1] == '\r')
            text.n--;
        struct node *n = node_new(r->a, NODE_COMMENT, span_of(r, c.off, c.off + 1 + text.n));
        n->text = text;
        node_add(parent, n);
    }
}

static struct finding *unexpected_byte(struct nginx_reader *r, uint32_t at)
{
    const char *shown = nginx_quoted(r, str_slice(r->lex->text, at, at + 1));
    return nginx_fault(r, SYNTAX_UNEXPECTED_TOKEN, span_of(r, at, at + 1), "unexpected \"%s\"", shown);
}

static void too_long(struct nginx_reader *r)
{
    struct nginx_lex *l = r->lex;
    struct span at = span_of(r, l->fault_at, l->fault_at + 1);
    if (l->fault_quote) {
        nginx_fault(r, SYNTAX_TOO_LONG, at, "too long parameter, probably missing terminating \"%c\" character",
                    l->fault_quote);
        return;
    }
    char first = l->text.p[l->fault_at];
    uint32_t from = l->fault_at + (first == '"' || first == '\'');
    struct finding *f = nginx_fault(r, SYNTAX_TOO_LONG, at, "too long parameter \"%s...\" started",
                                    nginx_quoted(r, str_slice(l->text, from, from + 10)));
    diag_note(r->sink, f, "a word or comment must fit the %d bytes of nginx's buffer", NGINX_CONF_BUFFER);
}

/* A fault behind a quote that runs over a line's end: most likely that quote was to end before. The finding goes to where it opens. */
static struct finding *lost_quote(struct nginx_reader *r, struct finding *f, const struct nginx_token *t)
{
    f->at = span_of(r, t->off - 1, t->off);
    diag_label(r->sink, f, "this quote is not closed on its line");
    return f;
}

/* Reports a fault of the tokenizer and reads on to the end of the statement. *ret_sure is false when the words may not be those that were meant. "}" and the
 * text's end behind words are ends here: the directive before them is to blame. */
static enum nginx_end recover(struct nginx_reader *r, bool *ret_sure)
{
    struct nginx_lex *l = r->lex;
    struct nginx_token *last = l->tokens.n ? &l->tokens.p[l->tokens.n - 1] : NULL,
                       quote = last ? *last : (struct nginx_token){0};
    char byte = l->fault_at < l->text.n ? l->text.p[l->fault_at] : 0;
    r->line = l->fault_line;
    if (l->fault == NGINX_FAULT_FILE_END && !l->fault_quote)
        return NGINX_END_FILE;
    if (l->fault == NGINX_FAULT_UNEXPECTED && byte == '}')
        return NGINX_END_CLOSE;
    struct finding *f = NULL;
    if (l->fault == NGINX_FAULT_UNEXPECTED)
        f = unexpected_byte(r, l->fault_at);
    else if (l->fault == NGINX_FAULT_FILE_END)
        f = nginx_fault(r, SYNTAX_UNTERMINATED, span_of(r, l->fault_at, l->fault_at + 1),
                        "unexpected end of file, expecting \";\" or \"}\"");
    else
        too_long(r);
    if (l->fault == NGINX_FAULT_UNEXPECTED && !last)
        return byte == '{' ? NGINX_END_OPEN : NGINX_END_SEMICOLON;
    if (l->fault == NGINX_FAULT_TOO_LONG && !l->fault_quote)
        return nginx_lex_resume(l);
    *ret_sure = false;
    bool reopened = nginx_lex_reopen(l);
    if (reopened && f)
        lost_quote(r, f, &quote);
    else if (!reopened && l->fault == NGINX_FAULT_UNEXPECTED)
        nginx_lex_seek(l, l->fault_at);
    return nginx_lex_resume(l);
}

/* Passes over a block whose '{' has been read, without a tree: too deep, or nobody's. */
static void skip_block(struct nginx_reader *r)
{
    struct nginx_lex *l = r->lex;
    for (uint32_t depth = 1; depth > 0 && l->pos < l->text.n;) {
        enum nginx_end end = nginx_lex_statement(l);
        if (end == NGINX_END_FAULT)
            end = nginx_lex_pass(l);
        depth += end == NGINX_END_OPEN;
        depth -= end == NGINX_END_CLOSE;
    }
    r->line = l->line;
}

static void skip_to_bad(struct nginx_reader *r, struct node *parent, uint32_t from)
{
    skip_block(r);
    node_add(parent, node_new(r->a, NODE_BAD, span_of(r, from, r->lex->pos)));
}

/* The text ended within a block. The innermost one is told, once for a file. */
static void end_in_block(struct nginx_reader *r, const struct node *entry)
{
    if (r->reading->ended)
        return;
    r->reading->ended = true;
    struct finding *f = nginx_fault(r, SYNTAX_UNTERMINATED, entry->name_at, "unexpected end of file, expecting \"}\"");
    diag_label(r->sink, f, "this block is not closed");
}

static void read_lua(struct nginx_reader *r, struct node *entry)
{
    struct nginx_lex *l = r->lex;
    uint32_t from = l->pos, end;
    bool closed = nginx_lua_end(l->text, from, &end);
    struct node *raw = node_new(r->a, NODE_RAW, span_of(r, from, end));
    raw->text = str_slice(l->text, from, end);
    node_add(entry, raw);
    nginx_lex_seek(l, closed ? end + 1 : end);
    r->line = l->line;
    if (!closed)
        end_in_block(r, entry);
}

static bool read_statements(struct nginx_reader *r, struct node *parent);

/* What stands between the braces of entry. row tells how it is to be read, 0: not known. */
static void read_block(struct nginx_reader *r, struct node *entry, uint32_t row)
{
    const struct nginx_word *w = row ? &nginx_words[row] : NULL;
    struct nginx_frame f;
    entry->flags |= NODE_BLOCK;
    if (r->depth >= LIMIT_NESTING) {
        diag_syntax(r->sink, META_LIMIT, entry->name_at, "blocks stand more than %d deep in each other", LIMIT_NESTING);
        skip_to_bad(r, entry, r->lex->pos);
    } else if (w && w->block == NGINX_BLOCK_LUA) {
        read_lua(r, entry);
    } else {
        bool lines = w && w->block == NGINX_BLOCK_FREE;
        nginx_frame_push(r, &f, entry, w && w->block == NGINX_BLOCK_BLOCK ? nginx_word_opens(w, r->frame->context) : 0,
                         row);
        if (!(lines ? nginx_read_lines(r, entry, w) : read_statements(r, entry)))
            end_in_block(r, entry);
        nginx_frame_pop(r);
        if (entry->word)
            nginx_post(r, entry, f.context);
    }
    entry->at.len = r->lex->pos - entry->at.off;
    if (entry->word)
        nginx_check_close(r, entry, w);
}

/* The first token from which a new directive seems to begin, because it starts a line and names one that may stand in context. 0: none. */
static uint32_t next_directive(const struct nginx_reader *r, uint32_t context)
{
    const struct nginx_lex *l = r->lex;
    const struct nginx_token *t = l->tokens.p;
    if (l->pos - t[0].off > SPLIT_BYTES || r->n_splits >= MAX_SPLITS)
        return 0;
    for (uint32_t i = 1; i < l->tokens.n; i++)
        if (t[i].line > t[i - 1].line && !t[i].quote && !t[i].unknown &&
            nginx_fits(r, str_slice(l->text, t[i].off, t[i].off + t[i].len), context))
            return i;
    return 0;
}

/* A statement in the making. */
struct statement {
    struct node *parent, *entry;
    enum nginx_end end;
    uint32_t row;
    uint32_t n_tokens;
    bool sure;
};

static void judge(struct nginx_reader *r, struct statement *s)
{
    enum nginx_end end = s->end == NGINX_END_OPEN ? NGINX_END_OPEN : NGINX_END_SEMICOLON;
    s->entry = make_entry(r, s->parent, s->n_tokens);
    s->row = nginx_judge(r, s->entry, end, s->sure);
}

static void lost_end(struct nginx_reader *r, struct statement *s, bool block)
{
    const char *name = nginx_quoted(r, s->entry->text), *sign = block ? "{" : ";";
    struct span at = token_span(r, &r->lex->tokens.p[s->n_tokens - 1]);
    struct finding *f = nginx_fault(
        r, SYNTAX_UNTERMINATED, at,
        block ? "directive \"%s\" has no opening \"{\"" : "directive \"%s\" is not terminated by \";\"", name);
    diag_label(r->sink, f, "no \"%s\" behind this", sign);
    diag_fix(r->sink, f, FIX_UNSAFE, span_of(r, span_end(at), span_end(at)), block ? STR(" {") : STR(";"));
}

/* nginx refuses the statement, and a line of it begins with a directive's name: the ";" or "{" before that was forgotten. Takes
 * the statement to end there and sets the tokenizer back, so that one lost byte is one finding. before: the sink without what was found so far. */
static bool split(struct nginx_reader *r, struct statement *s, const struct sink *before)
{
    const struct nginx_word *w = s->row ? &nginx_words[s->row] : NULL;
    bool block = w && w->block == NGINX_BLOCK_BLOCK;
    uint32_t opens = block ? nginx_word_opens(w, r->frame->context) : 0, at = block ? next_directive(r, opens) : 0;
    if (!at) {
        block = false;
        at = next_directive(r, r->frame->context);
    }
    if (!at)
        return false;
    *r->sink = *before;
    r->n_splits++;
    s->n_tokens = at;
    s->end = block ? NGINX_END_OPEN : NGINX_END_SEMICOLON;
    judge(r, s);
    if (s->entry->word)
        lost_end(r, s, block);
    nginx_lex_seek(r->lex, r->lex->tokens.p[at].off);
    return true;
}

/* The directive ended at "}" or at the end of the text. */
static void unterminated(struct nginx_reader *r, struct statement *s)
{
    struct span at = token_span(r, &r->lex->tokens.p[s->n_tokens - 1]);
    struct finding *f = s->end == NGINX_END_CLOSE ? nginx_fault(r, SYNTAX_UNTERMINATED, at, "unexpected \"}\"")
                                                  : nginx_fault(r, SYNTAX_UNTERMINATED, at,
                                                                "unexpected end of file, expecting \";\" or \"}\"");
    diag_label(r->sink, f, "no \";\" behind this");
    r->reading->ended |= s->end == NGINX_END_FILE;
}

/* Blocks left open (positive) or closed too often (negative) in the text at hand. Not told of templates: their marks are not weighed. */
static int64_t balance_of(struct nginx_reader *r)
{
    struct nginx_reading *reading = r->reading;
    if (!reading->weighed && !r->lex->marks.n)
        reading->balance = nginx_brace_balance(r->a, r->lex->text);
    reading->weighed = true;
    return reading->balance;
}

/* Whether a statement that is wrong here would be right, by its name and ending, in a context. */
static bool fits_as(const struct nginx_reader *r, const struct statement *s, uint32_t context)
{
    uint32_t row;
    return context && nginx_word_pick(s->entry->text, context, r->job->target, &row) == NGINX_FIT_OK &&
           (nginx_words[row].block != NGINX_BLOCK_NONE) == (s->end == NGINX_END_OPEN);
}

static void back_to_start(struct nginx_reader *r)
{
    const struct nginx_token *t = r->lex->tokens.p;
    nginx_lex_seek(r->lex, t->off - (t->quote != QUOTE_NONE));
}

/* The text lacks a "}", and the statement would be right in a block further out: that is where it goes, what lies between ends before it. */
static bool step_out(struct nginx_reader *r, const struct statement *s)
{
    uint32_t levels = 0;
    for (const struct nginx_frame *f = r->frame; f->outer && f->src == r->src; f = f->outer) {
        levels++;
        if (balance_of(r) < (int64_t)levels)
            return false;
        if (!fits_as(r, s, f->outer->context))
            continue;
        diag_related(r->sink, r->last_fault, r->frame->block->name_at, "this block is still open");
        r->reading->closing = levels;
        r->reading->balance -= levels;
        back_to_start(r);
        return true;
    }
    return false;
}

/* The text has a "}" too many, and the statement would be right in the block that was closed just before: reads on in that. */
static bool step_back_in(struct nginx_reader *r, struct node *parent, const struct statement *s)
{
    struct node *last = parent->last;
    while (last && last->kind == NODE_COMMENT)
        last = NULL;
    if (!last || !last->word || !(last->flags & NODE_BLOCK) || last->at.src != r->src || balance_of(r) >= 0)
        return false;
    const struct nginx_word *w = &nginx_words[last->word];
    uint32_t opens = w->block == NGINX_BLOCK_BLOCK ? nginx_word_opens(w, r->frame->context) : 0;
    if (!fits_as(r, s, opens))
        return false;
    uint32_t end = span_end(last->at);
    diag_related(r->sink, r->last_fault, span_of(r, end - 1, end), "\"%s\" was closed here",
                 nginx_quoted(r, last->text));
    r->reading->balance++;
    back_to_start(r);
    struct nginx_frame f;
    nginx_frame_push(r, &f, last, opens, last->word);
    if (!read_statements(r, last))
        end_in_block(r, last);
    nginx_frame_pop(r);
    last->at.len = r->lex->pos - last->at.off;
    return true;
}

/* "location ~ ^/a{2}$ {": nginx ends the word at the first brace and takes what follows for directives. Reads the word as it was meant. */
static void lost_quotes(struct nginx_reader *r, struct statement *s, bool told)
{
    struct nginx_lex *l = r->lex;
    uint32_t brace = l->pos - 1;
    enum nginx_end end = NGINX_END_OPEN;
    while (end == NGINX_END_OPEN && nginx_is_quantifier(l->text, l->pos - 1) &&
           l->tokens.p[l->tokens.n - 1].quote == QUOTE_NONE)
        end = nginx_lex_join(l);
    struct nginx_token word = l->tokens.p[s->n_tokens - 1];
    struct str rest = str_slice(l->text, brace + 1, word.off + word.len);
    struct finding *f;
    if (told) {
        f = r->last_fault;
    } else {
        r->line = l->line;
        f = nginx_fault(r, SYNTAX_UNKNOWN, span_of(r, brace, brace + 1), "unknown directive \"%s\"",
                        nginx_quoted(r, rest));
    }
    diag_label(r->sink, f, "this brace begins a block");
    diag_help(r->sink, f, "put a regular expression with braces in quotes");
    s->n_tokens = l->tokens.n;
    s->end = end;
    s->entry = make_entry(r, s->parent, s->n_tokens);
    s->entry->flags |= NODE_FAULTY;
    s->entry->word = s->row;
}

/* The directive is not at fault by itself: it stands where it cannot. */
static bool is_out_of_place(const struct nginx_reader *r, const struct node *entry)
{
    if (!(entry->flags & NODE_FAULTY))
        return false;
    struct str rule = r->last_fault->rule;
    return str_eq(rule, syntax_rule_id(SYNTAX_MISPLACED)) || str_eq(rule, syntax_rule_id(SYNTAX_CONFLICT)) ||
           str_eq(rule, syntax_rule_id(SYNTAX_UNTERMINATED));
}

/* What nginx refuses, taken as it was most likely meant. Returns true when the statement is no directive of this block: it has been read, or will be read again
 * elsewhere. */
static bool repair(struct nginx_reader *r, struct statement *s, const struct sink *before)
{
    if (!s->sure || r->frame->context == 0)
        return false;
    if (split(r, s, before))
        return false;
    return is_out_of_place(r, s->entry) && (step_out(r, s) || step_back_in(r, s->parent, s));
}

/* The tokens at hand are a directive that ended in `end`. Returns CLOSE or FILE if its block ended with it, else SEMICOLON. */
static enum nginx_end read_directive(struct nginx_reader *r, struct node *parent, enum nginx_end end, bool sure)
{
    struct statement s = {.parent = parent, .end = end, .n_tokens = r->lex->tokens.n, .sure = sure};
    struct sink before = *r->sink;
    uint32_t n_faults = r->n_faults;
    judge(r, &s);
    if (end == NGINX_END_OPEN && nginx_is_quantifier(r->lex->text, r->lex->pos - 1))
        lost_quotes(r, &s, r->n_faults != n_faults);
    else if ((r->n_faults != n_faults || end == NGINX_END_CLOSE || end == NGINX_END_FILE) && repair(r, &s, &before))
        return r->reading->closing ? NGINX_END_CLOSE : NGINX_END_SEMICOLON;
    if (s.end == NGINX_END_CLOSE || s.end == NGINX_END_FILE)
        unterminated(r, &s);
    else if (s.n_tokens == r->lex->tokens.n)
        s.entry->at.len = r->lex->pos - s.entry->at.off;
    node_add(parent, s.entry);
    if (s.entry->word)
        nginx_note_seen(r, s.entry);
    if (s.end == NGINX_END_OPEN)
        read_block(r, s.entry, s.row);
    else if (s.entry->word && nginx_words[s.entry->word].type == NGINX_TYPE_INCLUDE)
        nginx_read_include(r, s.entry);
    return s.end == NGINX_END_OPEN ? NGINX_END_SEMICOLON : s.end;
}

/* One statement. Returns CLOSE or FILE at the end of the block, else SEMICOLON. */
static enum nginx_end read_statement(struct nginx_reader *r, struct node *parent)
{
    bool sure = true;
    uint32_t from = r->lex->pos;
    enum nginx_end end = nginx_lex_statement(r->lex);
    r->line = r->lex->line;
    if (end == NGINX_END_FAULT)
        end = recover(r, &sure);
    add_comments(r, parent);
    nginx_template_step(r);
    if (end == NGINX_END_INSERT) {
        nginx_template_insert(r, parent);
        return NGINX_END_SEMICOLON;
    }
    if (r->lex->tokens.n > 0)
        return read_directive(r, parent, end, sure);
    if (end == NGINX_END_OPEN)
        skip_to_bad(r, parent, from);
    return end == NGINX_END_OPEN ? NGINX_END_SEMICOLON : end;
}

/* Statements up to the "}" that ends the block (true) or the end of the text (false). */
static bool read_statements(struct nginx_reader *r, struct node *parent)
{
    while (!arena_exhausted(r->a)) {
        enum nginx_end end = r->reading->closing ? NGINX_END_CLOSE : read_statement(r, parent);
        if (end != NGINX_END_CLOSE && end != NGINX_END_FILE)
            continue;
        r->reading->closing -= r->reading->closing > 0;
        return end == NGINX_END_CLOSE;
    }
    r->reading->ended = true;
    return false;
}

static void read_line(struct nginx_reader *r, struct node *parent, const struct nginx_word *row, bool sure)
{
    struct node *e = make_entry(r, parent, r->lex->tokens.n);
    e->at.len = r->lex->pos - e->at.off;
    uint32_t before = r->n_faults;
    bool include = str_eq(e->text, STR("include")) && node_word_count(e) == 1 && nginx_may_include(row);
    if (sure && !include && !(e->flags & NODE_UNKNOWN))
        nginx_check_line(r, e, row);
    if (r->n_faults != before)
        e->flags |= NODE_FAULTY;
    node_add(parent, e);
    if (include)
        nginx_read_include(r, e);
}

bool nginx_read_lines(struct nginx_reader *r, struct node *parent, const struct nginx_word *row)
{
    while (!arena_exhausted(r->a)) {
        bool sure = true;
        enum nginx_end end = nginx_lex_statement(r->lex);
        r->line = r->lex->line;
        if (end == NGINX_END_FAULT)
            end = recover(r, &sure);
        add_comments(r, parent);
        nginx_template_step(r);
        if (end == NGINX_END_INSERT) {
            nginx_template_insert(r, parent);
            continue;
        }
        if (r->lex->tokens.n > 0 && end == NGINX_END_OPEN) {
            struct statement s = {.parent = parent, .end = end, .n_tokens = r->lex->tokens.n};
            unexpected_byte(r, r->lex->pos - 1);
            s.entry = make_entry(r, parent, s.n_tokens);
            if (step_out(r, &s)) {
                r->reading->closing--;
                return true;
            }
            skip_to_bad(r, parent, r->lex->tokens.p[0].off);
            continue;
        }
        if (r->lex->tokens.n > 0) {
            struct statement s = {.parent = parent, .end = end, .n_tokens = r->lex->tokens.n};
            if (end != NGINX_END_SEMICOLON)
                unterminated(r, &s);
            read_line(r, parent, row, sure);
        } else if (end == NGINX_END_OPEN) {
            skip_to_bad(r, parent, r->lex->pos - 1);
        }
        if (end == NGINX_END_CLOSE || end == NGINX_END_FILE)
            return end == NGINX_END_CLOSE;
    }
    r->reading->ended = true;
    return false;
}

void nginx_read_source(struct nginx_reader *r, uint32_t src, struct node *parent)
{
    const struct source *s = source_get(r->job->sources, src);
    struct nginx_lex lex = {.a = r->a, .text = s->text, .line = 1}, *outer_lex = r->lex;
    struct nginx_reading reading = {.outer = r->reading, .file = s->file};
    uint32_t outer_src = r->src;
    r->lex = &lex;
    r->src = src;
    r->reading = &reading;
    nginx_template_begin(r);
    uint32_t context = r->frame->context;
    if (reading.unclear)
        r->frame->context = 0;
    const struct nginx_word *row = r->frame->row ? &nginx_words[r->frame->row] : NULL;
    bool lines = row && row->block == NGINX_BLOCK_FREE;
    reading.lines = lines;
    while (lines ? nginx_read_lines(r, parent, row) : read_statements(r, parent))
        unexpected_byte(r, lex.pos - 1);
    r->frame->context = context;
    r->lex = outer_lex;
    r->src = outer_src;
    r->reading = reading.outer;
    if (outer_lex)
        r->line = outer_lex->line;
}
