/* protocol and auth_http of mail (ngx_mail_core_module.c, ngx_mail_auth_http_module.c). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/url.h"

#include "diag/closest.h"

enum { HTTP_PORT = 80, PREFIX_BYTES = 7 };

void nginx_check_mail_protocol(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    static const struct str protocols[] = {STR_INIT("imap"), STR_INIT("pop3"), STR_INIT("smtp")};
    const struct node *w = node_word(entry, 0);
    (void)row;
    for (uint32_t i = 0; i < 3; i++)
        if (!w || !node_is_known(w) || nginx_word_is(w, protocols[i]))
            return;
    struct finding *f =
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(w), "unknown protocol \"%s\"", nginx_quoted(r, w->text));
    struct str near = closest_of(w->text, protocols, 3);
    if (near.n)
        diag_help(r->sink, f, "the nearest protocol is \"%.*s\"", STR_ARG(near));
    else
        diag_help(r->sink, f, "it is imap, pop3 or smtp");
}

/* An address and a URI, with or without "http://"; another scheme is taken for a host. */
void nginx_check_auth_http(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    struct nginx_url url;
    (void)row;
    if (!w || !node_is_known(w))
        return;
    bool prefix = str_starts(w->text, STR("http://"));
    struct str text = str_slice(w->text, prefix ? PREFIX_BYTES : 0, w->text.n);
    if (nginx_url_parse(text, NGINX_URL_URI, HTTP_PORT, &url))
        return;
    uint32_t from = prefix ? PREFIX_BYTES : 0;
    struct span at = url.err_n ? nginx_part(w, from + url.err_off, url.err_n) : nginx_word_span(w);
    nginx_fault(r, SYNTAX_VALUE, at, "%s in auth_http \"%s\"", url.err, nginx_quoted(r, text));
}
