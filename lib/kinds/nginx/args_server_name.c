/* server_name: the words, and, when all servers are known, what nginx cannot put into its tables of names. */
#include "kinds/nginx/args.h"
#include "kinds/nginx/listens.h"
#include "kinds/nginx/post.h"
#include "kinds/nginx/regexes.h"
#include "kinds/nginx/units.h"

#include <inttypes.h>

/* ngx_http_core_server_name. */
static bool is_invalid(struct str s)
{
    if (str_starts(s, STR("*")))
        return s.n < 3 || s.p[1] != '.';
    return str_starts(s, STR(".")) && s.n < 2;
}

static bool check_name(struct nginx_reader *r, struct node *entry, const struct node *word)
{
    struct str s = word->text;
    if (is_invalid(s)) {
        struct finding *f =
            nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "server name \"%s\" is invalid", nginx_quoted(r, s));
        diag_help(r->sink, f, "a wildcard is \"*.\" at the start of a name or \".*\" at its end");
        return false;
    }
    if (!str_starts(s, STR("~")))
        return true;
    if (s.n == 1) {
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "empty regex in server name \"~\"");
        return false;
    }
    bool caseless = false;
    for (uint32_t i = 1; i < s.n && !caseless; i++)
        caseless = s.p[i] >= 'A' && s.p[i] <= 'Z';
    uint32_t before = r->n_faults;
    nginx_check_regex(r, entry, word, 1, caseless);
    return r->n_faults == before;
}

void nginx_check_server_name(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next)
        if (node_is_known(w) && !check_name(r, entry, w))
            return;
}
