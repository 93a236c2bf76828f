#include "kinds/nginx/statement.h"

#include "kinds/nginx/judge.h"
#include "kinds/nginx/template.h"

struct span nginx_span(const struct nginx_reader *r, uint32_t from, uint32_t to)
{
    return (struct span){r->src, from, to - from};
}

struct span nginx_token_span(const struct nginx_reader *r, const struct nginx_token *t)
{
    uint32_t quote = t->quote != QUOTE_NONE, end = t->off + t->len;
    bool closed = quote && end < r->lex->text.n && r->lex->text.p[end] == (t->quote == QUOTE_DOUBLE ? '"' : '\'');
    return nginx_span(r, t->off - quote, end + closed);
}

static struct node *make_word(struct nginx_reader *r, const struct nginx_token *t)
{
    struct node *w = node_new(r->a, NODE_WORD, nginx_token_span(r, t));
    w->quote = t->quote;
    w->name_at = nginx_span(r, t->off, t->off + t->len);
    w->text = nginx_lex_text(r->a, r->lex->text, t);
    if (t->unknown)
        nginx_template_pieces(r, w);
    return w;
}

struct node *nginx_make_entry(struct nginx_reader *r, struct node *parent, uint32_t n)
{
    const struct nginx_token *t = r->lex->tokens.p;
    struct node *e = node_new(r->a, NODE_ENTRY, nginx_token_span(r, t));
    e->name_at = nginx_span(r, t->off, t->off + t->len);
    e->quote = t->quote;
    e->text = nginx_lex_text(r->a, r->lex->text, t);
    e->parent = parent;
    if (t->unknown)
        e->flags |= NODE_UNKNOWN;
    if (r->conditional)
        e->flags |= NODE_CONDITIONAL;
    for (uint32_t i = 1; i < n; i++)
        node_add(e, make_word(r, &t[i]));
    struct span last = nginx_token_span(r, &t[n - 1]);
    e->at.len = span_end(last) - e->at.off;
    return e;
}

void nginx_add_comments(struct nginx_reader *r, struct node *parent)
{
    for (uint32_t i = 0; i < r->lex->comments.n; i++) {
        struct nginx_comment c = r->lex->comments.p[i];
        if (c.off < r->reading->comments_upto)
            continue;
        r->reading->comments_upto = c.off + c.len;
        struct str text = str_slice(r->lex->text, c.off + 1, c.off + c.len);
        if (text.n && text.p[text.n - 1] == '\r')
            text.n--;
        struct node *n = node_new(r->a, NODE_COMMENT, nginx_span(r, c.off, c.off + 1 + text.n));
        n->text = text;
        node_add(parent, n);
    }
}

void nginx_judge_statement(struct nginx_reader *r, struct nginx_statement *s)
{
    enum nginx_end end = s->end == NGINX_END_OPEN ? NGINX_END_OPEN : NGINX_END_SEMICOLON;
    s->entry = nginx_make_entry(r, s->parent, s->n_tokens);
    s->row = nginx_judge(r, s->entry, end, s->sure);
}
