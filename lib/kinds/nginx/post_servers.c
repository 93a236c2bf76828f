/* What a server of stream or mail must have: something to listen on, and somebody who answers (ngx_stream_core_server, ngx_stream_core_merge_srv_conf, and those of mail). nginx
 * names the line of the server's "{". */
#include "kinds/nginx/args.h"
#include "kinds/nginx/post.h"
#include "kinds/nginx/url.h"

/* Nothing else may stand in the block than what is seen: no include, no name that is misspelt or of a module that nginx itself does not have. */
static bool is_whole(const struct nginx_reader *r, struct node *block)
{
    const uint32_t *n = r->sink->n_syntax;
    struct node_iter it = node_entries(block);
    if (r->fragment || n[SYNTAX_UNTERMINATED] || n[SYNTAX_UNEXPECTED_TOKEN] || n[SYNTAX_TOO_LONG] ||
        (block->flags & (NODE_TAINTED | NODE_CONDITIONAL)))
        return false;
    for (const struct node *e; (e = node_next_entry(&it)) != NULL;)
        if (!e->word || !nginx_word_is_builtin(&nginx_words[e->word]))
            return false;
    return true;
}

static struct finding *missing(struct nginx_reader *r, const struct node *server, const char *format)
{
    uint32_t line = r->line;
    r->line = nginx_entry_line(r, server);
    struct finding *f = nginx_fault(r, SYNTAX_MISSING, server->name_at, "%s", format);
    r->line = line;
    return f;
}

void nginx_post_stream_server(struct nginx_reader *r, struct node *block)
{
    static const struct str handlers[] = {STR_INIT("proxy_pass"), STR_INIT("return"), STR_INIT("pass")};
    if (!is_whole(r, block))
        return;
    if (!node_find(block, STR("listen"))) {
        missing(r, block, "no \"listen\" is defined for server");
        return;
    }
    for (uint32_t i = 0; i < sizeof handlers / sizeof *handlers; i++)
        if (node_find(block, handlers[i]))
            return;
    struct finding *f = missing(r, block, "no handler for server");
    diag_help(r->sink, f, "proxy_pass or return says what is done with a connection");
}

/* nginx guesses the protocol of a server from the port that it listens on. */
static bool has_known_port(struct node *block)
{
    static const uint32_t ports[] = {110, 995, 143, 993, 25, 587, 465};
    struct node_iter it = node_entries(block);
    for (const struct node *e; (e = node_next_entry(&it)) != NULL;) {
        struct nginx_url url;
        struct str address;
        if (!str_eq(e->text, STR("listen")))
            continue;
        if (!nginx_known(e, 0, &address) || !nginx_url_parse(address, NGINX_URL_LISTEN, 0, &url))
            return true;
        for (uint32_t i = 0; i < sizeof ports / sizeof *ports; i++)
            if (url.port == ports[i])
                return true;
    }
    return false;
}

/* "ssl on" and starttls exclude each other where both are set, before 1.25.1. The second is told. */
static void judge_starttls(struct nginx_reader *r, struct node *block)
{
    struct node *ssl = node_find(block, STR("ssl")), *starttls = node_find(block, STR("starttls"));
    struct str on, mode;
    uint32_t line = r->line;
    if (!ssl || !starttls || ((ssl->flags | starttls->flags) & (NODE_FAULTY | NODE_CONDITIONAL)) ||
        !nginx_known(ssl, 0, &on) || !nginx_known(starttls, 0, &mode) || !str_eq_nocase(on, STR("on")) ||
        str_eq_nocase(mode, STR("off")))
        return;
    bool first = ssl->at.src == starttls->at.src && ssl->at.off < starttls->at.off;
    const struct node *second = first ? starttls : ssl;
    r->line = nginx_entry_line(r, second);
    struct finding *f = nginx_fault(r, SYNTAX_CONFLICT, second->name_at, "%s",
                                    first ? "\"ssl\" directive conflicts with \"starttls\""
                                          : "\"starttls\" directive conflicts with \"ssl on\"");
    diag_related(r->sink, f, (first ? ssl : starttls)->name_at, "the other one");
    r->line = line;
}

void nginx_post_mail_server(struct nginx_reader *r, struct node *block)
{
    judge_starttls(r, block);
    if (!is_whole(r, block))
        return;
    if (!node_find(block, STR("listen")))
        missing(r, block, "no \"listen\" is defined for server");
    else if (!node_find(block, STR("protocol")) && !has_known_port(block))
        missing(r, block, "unknown mail protocol for server");
}

static bool is_server(const struct node *e)
{
    return e->word && (e->flags & NODE_BLOCK) && (nginx_words[e->word].opens & NGINX_IN_MAIL_SERVER);
}

/* auth_http stands in mail or in each server. */
void nginx_post_mail(struct nginx_reader *r, struct node *block)
{
    struct node_iter it = node_entries(block);
    judge_starttls(r, block);
    if (node_find(block, STR("auth_http")) || !is_whole(r, block))
        return;
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        if (is_server(e) && is_whole(r, e) && node_find(e, STR("listen")) && !node_find(e, STR("auth_http")))
            missing(r, e, "no \"auth_http\" is defined for server");
}
