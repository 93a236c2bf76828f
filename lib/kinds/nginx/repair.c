#include "kinds/nginx/repair.h"

#include "base/limits.h"
#include "kinds/nginx/braces.h"
#include "kinds/nginx/faults.h"
#include "kinds/nginx/judge.h"
#include "kinds/nginx/read.h"

enum {
    MAX_SPLITS = 1000,      /* statements taken apart in one document */
    SPLIT_BYTES = 64 << 10, /* longest statement taken apart: it is read again */
};

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

static void lost_end(struct nginx_reader *r, struct nginx_statement *s, bool block)
{
    const char *name = nginx_quoted(r, s->entry->text), *sign = block ? "{" : ";";
    struct span at = nginx_token_span(r, &r->lex->tokens.p[s->n_tokens - 1]);
    struct finding *f = nginx_fault(
        r, SYNTAX_UNTERMINATED, at,
        block ? "directive \"%s\" has no opening \"{\"" : "directive \"%s\" is not terminated by \";\"", name);
    diag_label(r->sink, f, "no \"%s\" behind this", sign);
    diag_fix(r->sink, f, FIX_UNSAFE, nginx_span(r, span_end(at), span_end(at)), block ? STR(" {") : STR(";"));
}

/* nginx refuses the statement, and a line of it begins with a directive's name: the ";" or "{" before that was forgotten. Takes
 * the statement to end there and sets the tokenizer back, so that one lost byte is one finding. before: the sink without what was found so far. */
static bool split(struct nginx_reader *r, struct nginx_statement *s, const struct sink *before)
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
    nginx_judge_statement(r, s);
    if (s->entry->word)
        lost_end(r, s, block);
    nginx_lex_seek(r->lex, r->lex->tokens.p[at].off);
    return true;
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
static bool fits_as(const struct nginx_reader *r, const struct nginx_statement *s, uint32_t context)
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

bool nginx_step_out(struct nginx_reader *r, const struct nginx_statement *s)
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
static bool step_back_in(struct nginx_reader *r, const struct nginx_statement *s)
{
    struct node *last = r->frame->closed;
    if (!last || !last->word || last->at.src != r->src || r->depth >= LIMIT_NESTING || balance_of(r) >= 0)
        return false;
    const struct nginx_word *w = &nginx_words[last->word];
    uint32_t opens = w->block == NGINX_BLOCK_BLOCK ? nginx_word_opens(w, r->frame->context) : 0;
    if (!fits_as(r, s, opens))
        return false;
    uint32_t end = span_end(last->at);
    diag_related(r->sink, r->last_fault, nginx_span(r, end - 1, end), "\"%s\" was closed here",
                 nginx_quoted(r, last->text));
    r->reading->balance++;
    back_to_start(r);
    struct nginx_frame f;
    nginx_frame_push(r, &f, last, opens, last->word);
    if (!nginx_read_statements(r, last))
        nginx_end_in_block(r, last);
    nginx_frame_pop(r);
    last->at.len = r->lex->pos - last->at.off;
    r->reopened = true;
    return true;
}

void nginx_join_quantifier(struct nginx_reader *r, struct nginx_statement *s, bool told)
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
        f = nginx_fault(r, SYNTAX_UNKNOWN, nginx_span(r, brace, brace + 1), "unknown directive \"%s\"",
                        nginx_quoted(r, rest));
    }
    diag_label(r->sink, f, "this brace begins a block");
    diag_help(r->sink, f, "put a regular expression with braces in quotes");
    s->n_tokens = l->tokens.n;
    s->end = end;
    s->entry = nginx_make_entry(r, s->parent, s->n_tokens);
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

bool nginx_repair(struct nginx_reader *r, struct nginx_statement *s, const struct sink *before)
{
    if (!s->sure || r->frame->context == 0)
        return false;
    if (split(r, s, before))
        return false;
    return is_out_of_place(r, s->entry) && (nginx_step_out(r, s) || step_back_in(r, s));
}
