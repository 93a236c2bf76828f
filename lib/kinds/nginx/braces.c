#include "kinds/nginx/braces.h"

#include "kinds/nginx/lua.h"

static bool opens_lua(const struct nginx_lex *l)
{
    const struct nginx_token *t = l->tokens.p;
    return l->tokens.n && str_ends(str_slice(l->text, t->off, t->off + t->len), STR("_by_lua_block"));
}

int64_t nginx_brace_balance(struct arena *a, struct str text)
{
    struct nginx_lex l = {.a = a, .text = text, .line = 1};
    int64_t balance = 0;
    while (l.pos < text.n) {
        enum nginx_end end = nginx_lex_statement(&l);
        if (end == NGINX_END_FAULT)
            end = nginx_lex_pass(&l);
        if (end == NGINX_END_OPEN && opens_lua(&l)) {
            uint32_t close;
            nginx_lua_end(text, l.pos, &close);
            nginx_lex_seek(&l, close);
        }
        balance += (end == NGINX_END_OPEN) - (end == NGINX_END_CLOSE);
    }
    return balance;
}

bool nginx_is_quantifier(struct str text, uint32_t at)
{
    uint32_t i = at + 1, from = i;
    if (at == 0 || ch_is_space(text.p[at - 1]))
        return false;
    while (i < text.n && (ch_is_digit(text.p[i]) || (text.p[i] == ',' && i > from)))
        i++;
    return i > from && i < text.n && text.p[i] == '}';
}
