#include "kinds/nginx/variables.h"

#include "kinds/nginx/args.h"

#include <string.h>

static bool is_name_byte(char c)
{
    return ch_is_alpha(c) || ch_is_digit(c) || c == '_';
}

enum dollar { DOLLAR_VARIABLE, DOLLAR_CAPTURE, DOLLAR_NO_NAME, DOLLAR_NO_BRACKET };

/* text.p[at] is '$'. In *ret the piece; of DOLLAR_NO_BRACKET the name up to where it ends. */
static enum dollar read_dollar(struct str text, uint32_t at, struct nginx_piece *ret)
{
    *ret = (struct nginx_piece){.off = at, .len = 1};
    if (++at == text.n)
        return DOLLAR_NO_NAME;
    if (text.p[at] >= '1' && text.p[at] <= '9') {
        ret->capture = (uint32_t)(text.p[at] - '0');
        ret->len = 2;
        return DOLLAR_CAPTURE;
    }
    bool bracket = text.p[at] == '{';
    uint32_t from = at += bracket;
    while (at < text.n && is_name_byte(text.p[at]))
        at++;
    ret->name = str_slice(text, from, at);
    ret->len = at - ret->off;
    if (bracket && from == text.n)
        return DOLLAR_NO_NAME;
    if (bracket && (at == text.n || text.p[at] != '}'))
        return DOLLAR_NO_BRACKET;
    ret->len += bracket;
    return ret->name.n ? DOLLAR_VARIABLE : DOLLAR_NO_NAME;
}

bool nginx_next_piece(struct str text, uint32_t *at, struct nginx_piece *ret)
{
    if (*at >= text.n)
        return false;
    uint32_t from = *at;
    while (*at < text.n) {
        struct nginx_piece p;
        if (text.p[*at] == '$' && read_dollar(text, *at, &p) <= DOLLAR_CAPTURE) {
            if (*at > from)
                break;
            *at += p.len;
            *ret = p;
            return true;
        }
        ++*at;
    }
    *ret = (struct nginx_piece){.off = from, .len = *at - from};
    return true;
}

bool nginx_has_variables(struct str text)
{
    return text.n && memchr(text.p, '$', text.n) != NULL;
}

void nginx_use_variable(struct nginx_reader *r, struct node *entry, struct str name, struct span at)
{
    nginx_name_use(r, NGINX_NAME_VARIABLE, name, entry, at, 0);
}

void nginx_define_variable(struct nginx_reader *r, struct node *entry, struct str name)
{
    nginx_name_define(r, NGINX_NAME_VARIABLE, name, entry);
}

bool nginx_check_variables(struct nginx_reader *r, struct node *entry, const struct node *word)
{
    struct str text = word->text;
    if (!node_is_known(word))
        return true;
    uint32_t at = 0;
    const char *dollar;
    while (at < text.n && (dollar = memchr(text.p + at, '$', text.n - at)) != NULL) {
        struct nginx_piece p;
        at = (uint32_t)(dollar - text.p);
        enum dollar what = read_dollar(text, at, &p);
        struct span span = nginx_part(word, p.off, p.len);
        if (what == DOLLAR_NO_NAME) {
            nginx_fault(r, SYNTAX_VALUE, span, "invalid variable name");
            return false;
        }
        if (what == DOLLAR_NO_BRACKET) {
            nginx_fault(r, SYNTAX_VALUE, span, "the closing bracket in \"%s\" variable is missing",
                        nginx_quoted(r, p.name));
            return false;
        }
        if (what == DOLLAR_VARIABLE)
            nginx_use_variable(r, entry, p.name, span);
        at += p.len;
    }
    return true;
}
