/* A statement on its way from tokens to the tree. */
#ifndef LOADLINE_KINDS_NGINX_STATEMENT_H
#define LOADLINE_KINDS_NGINX_STATEMENT_H

#include "kinds/nginx/reader.h"

/* The tokens at hand (r->lex->tokens), or the first of them, as a directive. */
struct nginx_statement {
    struct node *parent; /* what its entry will be a child of */
    struct node *entry;  /* not yet among parent's children */
    enum nginx_end end;
    uint32_t row;      /* that says how its block is to be read; 0: none */
    uint32_t n_tokens; /* that belong to it, the name included */
    bool sure;         /* the words are those that the author wrote: no quote was lost */
};

/* Bytes [from, to) of the source being read. */
struct span nginx_span(const struct nginx_reader *r, uint32_t from, uint32_t to);

/* A token with its quotes. */
struct span nginx_token_span(const struct nginx_reader *r, const struct nginx_token *t);

/* An entry of the first n tokens, with its words; parent is noted, not changed. Its span ends with the last word. */
struct node *nginx_make_entry(struct nginx_reader *r, struct node *parent, uint32_t n);

/* Makes the statement's entry and judges it in r->frame. */
void nginx_judge_statement(struct nginx_reader *r, struct nginx_statement *s);

/* Adds the comments that stand before and among the tokens at hand, once each. */
void nginx_add_comments(struct nginx_reader *r, struct node *parent);

#endif
