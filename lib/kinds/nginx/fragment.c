/* Where a fragment may stand, by the names of its outermost directives. */
#include "kinds/nginx/nginx.h"

#include "kinds/nginx/lua.h"

enum { MAX_NAMES = 1000 }; /* of outermost directives looked at */

/* The contexts in the order in which they are tried: how often files are included there. */
static const uint32_t likely[] = {
    NGINX_IN_HTTP,          NGINX_IN_SERVER,           NGINX_IN_LOCATION,
    NGINX_IN_MAIN,          NGINX_IN_UPSTREAM,         NGINX_IN_STREAM,
    NGINX_IN_STREAM_SERVER, NGINX_IN_STREAM_UPSTREAM,  NGINX_IN_IF_IN_LOCATION,
    NGINX_IN_IF_IN_SERVER,  NGINX_IN_LIMIT_EXCEPT,     NGINX_IN_EVENTS,
    NGINX_IN_MAIL,          NGINX_IN_MAIL_SERVER,      NGINX_IN_RTMP,
    NGINX_IN_RTMP_SERVER,   NGINX_IN_RTMP_APPLICATION, NGINX_IN_RTMP_RECORDER,
    NGINX_IN_OIDC_PROVIDER, NGINX_IN_ACME_ISSUER,      NGINX_IN_OTEL_EXPORTER,
    NGINX_IN_MGMT,
};
enum { N_CONTEXTS = sizeof likely / sizeof *likely };

/* The contexts of all rows of a name that hold and end as it does. */
static uint32_t contexts_of(struct str name, bool block, version_number target)
{
    uint32_t n, contexts = 0, first = nginx_word_find(name, &n);
    for (uint32_t i = first; i < first + n; i++)
        if (nginx_word_holds(&nginx_words[i], target) && (nginx_words[i].block != NGINX_BLOCK_NONE) == block)
            contexts |= nginx_words[i].contexts;
    return contexts;
}

/* Behind the block whose '{' was read. */
static void skip_block(struct nginx_lex *l, bool lua)
{
    uint32_t end;
    if (lua) {
        nginx_lua_end(l->text, l->pos, &end);
        nginx_lex_seek(l, end < l->text.n ? end + 1 : end);
        return;
    }
    for (uint32_t depth = 1; depth > 0 && l->pos < l->text.n;) {
        enum nginx_end e = nginx_lex_statement(l);
        if (e == NGINX_END_FAULT)
            e = nginx_lex_pass(l);
        depth += e == NGINX_END_OPEN;
        depth -= e == NGINX_END_CLOSE;
    }
}

/* How many of the outermost directives fit each context. Returns how many were counted. */
static uint32_t count_fits(struct nginx_lex *l, version_number target, uint32_t fits[N_CONTEXTS])
{
    uint32_t names = 0;
    while (names < MAX_NAMES && l->pos < l->text.n) {
        enum nginx_end e = nginx_lex_statement(l);
        if (e == NGINX_END_FAULT)
            e = nginx_lex_pass(l);
        if (l->tokens.n == 0)
            continue;
        struct str name = nginx_lex_text(l->a, l->text, &l->tokens.p[0]);
        uint32_t contexts = contexts_of(name, e == NGINX_END_OPEN, target);
        for (uint32_t i = 0; i < N_CONTEXTS; i++)
            fits[i] += (contexts & likely[i]) != 0;
        names += contexts != 0 && contexts != NGINX_IN_ANY;
        if (e == NGINX_END_OPEN)
            skip_block(l, str_ends(name, STR("_by_lua_block")));
    }
    return names;
}

uint32_t nginx_fragment_contexts(struct arena *a, struct str text, version_number target, uint32_t *ret, uint32_t max)
{
    struct nginx_lex l = {.a = a, .text = text, .line = 1};
    uint32_t fits[N_CONTEXTS] = {0}, best = 0, n = 0;
    count_fits(&l, target, fits);
    for (uint32_t i = 0; i < N_CONTEXTS; i++)
        best = fits[i] > best ? fits[i] : best;
    for (uint32_t i = 0; i < N_CONTEXTS && n < max; i++)
        if (fits[i] == best)
            ret[n++] = likely[i];
    /* Where no name is known, one context tells as much as all. */
    return best ? n : 1;
}
