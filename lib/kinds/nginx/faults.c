#include "kinds/nginx/faults.h"

#include "kinds/nginx/read.h"

struct finding *nginx_unexpected(struct nginx_reader *r, uint32_t at)
{
    const char *shown = nginx_quoted(r, str_slice(r->lex->text, at, at + 1));
    return nginx_fault(r, SYNTAX_UNEXPECTED_TOKEN, nginx_span(r, at, at + 1), "unexpected \"%s\"", shown);
}

static void too_long(struct nginx_reader *r)
{
    struct nginx_lex *l = r->lex;
    struct span at = nginx_span(r, l->fault_at, l->fault_at + 1);
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
    f->at = nginx_span(r, t->off - 1, t->off);
    diag_label(r->sink, f, "this quote is not closed on its line");
    return f;
}

enum nginx_end nginx_recover(struct nginx_reader *r, bool *ret_sure)
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
        f = nginx_unexpected(r, l->fault_at);
    else if (l->fault == NGINX_FAULT_FILE_END)
        f = nginx_fault(r, SYNTAX_UNTERMINATED, nginx_span(r, l->fault_at, l->fault_at + 1),
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

void nginx_unterminated(struct nginx_reader *r, struct nginx_statement *s)
{
    struct span at = nginx_token_span(r, &r->lex->tokens.p[s->n_tokens - 1]);
    struct finding *f = s->end == NGINX_END_CLOSE ? nginx_fault(r, SYNTAX_UNTERMINATED, at, "unexpected \"}\"")
                                                  : nginx_fault(r, SYNTAX_UNTERMINATED, at,
                                                                "unexpected end of file, expecting \";\" or \"}\"");
    diag_label(r->sink, f, "no \";\" behind this");
    r->reading->ended |= s->end == NGINX_END_FILE;
}

void nginx_end_in_block(struct nginx_reader *r, const struct node *entry)
{
    if (r->reading->ended)
        return;
    r->reading->ended = true;
    struct finding *f = nginx_fault(r, SYNTAX_UNTERMINATED, entry->name_at, "unexpected end of file, expecting \"}\"");
    diag_label(r->sink, f, "this block is not closed");
}
