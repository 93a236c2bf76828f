#include "kinds/nginx/read.h"

#include "base/limits.h"
#include "kinds/nginx/args.h"
#include "kinds/nginx/braces.h"
#include "kinds/nginx/faults.h"
#include "kinds/nginx/lua.h"
#include "kinds/nginx/post.h"
#include "kinds/nginx/repair.h"
#include "kinds/nginx/template.h"

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
    node_add(parent, node_new(r->a, NODE_BAD, nginx_span(r, from, r->lex->pos)));
}

static void read_lua(struct nginx_reader *r, struct node *entry)
{
    struct nginx_lex *l = r->lex;
    uint32_t from = l->pos, end;
    bool closed = nginx_lua_end(l->text, from, &end);
    struct node *raw = node_new(r->a, NODE_RAW, nginx_span(r, from, end));
    raw->text = str_slice(l->text, from, end);
    node_add(entry, raw);
    nginx_lex_seek(l, closed ? end + 1 : end);
    r->line = l->line;
    if (!closed)
        nginx_end_in_block(r, entry);
}

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
        if (!(lines ? nginx_read_lines(r, entry, w) : nginx_read_statements(r, entry)))
            nginx_end_in_block(r, entry);
        nginx_frame_pop(r);
        if (entry->word)
            nginx_post(r, entry, f.context);
    }
    entry->at.len = r->lex->pos - entry->at.off;
    r->frame->closed = entry;
    if (entry->word)
        nginx_check_close(r, entry, w);
}

/* The tokens at hand are a directive that ended in `end`. Returns CLOSE or FILE if its block ended with it, else SEMICOLON. */
static enum nginx_end read_directive(struct nginx_reader *r, struct node *parent, enum nginx_end end, bool sure)
{
    struct nginx_statement s = {.parent = parent, .end = end, .n_tokens = r->lex->tokens.n, .sure = sure};
    struct sink before = *r->sink;
    uint32_t n_faults = r->n_faults;
    nginx_judge_statement(r, &s);
    if (end == NGINX_END_OPEN && nginx_is_quantifier(r->lex->text, r->lex->pos - 1)) {
        nginx_join_quantifier(r, &s, r->n_faults != n_faults);
        nginx_add_comments(r, parent);
    } else if ((r->n_faults != n_faults || end == NGINX_END_CLOSE || end == NGINX_END_FILE) &&
               nginx_repair(r, &s, &before)) {
        return r->reading->closing ? NGINX_END_CLOSE : NGINX_END_SEMICOLON;
    }
    if (s.end == NGINX_END_CLOSE || s.end == NGINX_END_FILE)
        nginx_unterminated(r, &s);
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
        end = nginx_recover(r, &sure);
    nginx_add_comments(r, parent);
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

bool nginx_read_statements(struct nginx_reader *r, struct node *parent)
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
    struct node *e = nginx_make_entry(r, parent, r->lex->tokens.n);
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
            end = nginx_recover(r, &sure);
        nginx_add_comments(r, parent);
        nginx_template_step(r);
        if (end == NGINX_END_INSERT) {
            nginx_template_insert(r, parent);
            continue;
        }
        if (r->lex->tokens.n > 0 && end == NGINX_END_OPEN) {
            struct nginx_statement s = {.parent = parent, .end = end, .n_tokens = r->lex->tokens.n};
            nginx_unexpected(r, r->lex->pos - 1);
            s.entry = nginx_make_entry(r, parent, s.n_tokens);
            if (nginx_step_out(r, &s)) {
                r->reading->closing--;
                return true;
            }
            skip_to_bad(r, parent, r->lex->tokens.p[0].off);
            continue;
        }
        if (r->lex->tokens.n > 0) {
            struct nginx_statement s = {.parent = parent, .end = end, .n_tokens = r->lex->tokens.n};
            if (end != NGINX_END_SEMICOLON)
                nginx_unterminated(r, &s);
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
    struct nginx_lex lex = {.a = r->scratch, .text = s->text, .line = 1}, *outer_lex = r->lex;
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
    while (lines ? nginx_read_lines(r, parent, row) : nginx_read_statements(r, parent))
        nginx_unexpected(r, lex.pos - 1);
    r->frame->context = context;
    r->lex = outer_lex;
    r->src = outer_src;
    r->reading = reading.outer;
    if (outer_lex)
        r->line = outer_lex->line;
}
