/* server_name, of http and stream. */
#include "kinds/nginx/args.h"
#include "kinds/nginx/listens.h"
#include "kinds/nginx/regexes.h"

/* ngx_http_core_server_name. */
static bool is_invalid(struct str s)
{
    if (str_starts(s, STR("*")))
        return s.n < 3 || s.p[1] != '.';
    return str_starts(s, STR(".")) && s.n < 2;
}

static void check_name(struct nginx_reader *r, struct node *entry, const struct node *word)
{
    struct str s = word->text;
    bool caseless = false;
    if (is_invalid(s)) {
        struct finding *f =
            nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "server name \"%s\" is invalid", nginx_quoted(r, s));
        diag_help(r->sink, f, "a wildcard is \"*.\" at the start of a name or \".*\" at its end");
        return;
    }
    if (!str_starts(s, STR("~")))
        return;
    if (s.n == 1) {
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "empty regex in server name \"~\"");
        return;
    }
    for (uint32_t i = 1; i < s.n && !caseless; i++)
        caseless = s.p[i] >= 'A' && s.p[i] <= 'Z';
    const struct regex *re = nginx_check_regex(r, entry, word, 1, caseless);
    if (re)
        nginx_server_of(r, r->frame->block)->captures = re->n_groups > 0;
}

void nginx_check_server_name(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next)
        if (node_is_known(w))
            check_name(r, entry, w);
}
