/* valid_referers (ngx_http_referer_module.c). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/keys.h"
#include "kinds/nginx/post.h"
#include "kinds/nginx/regexes.h"

/* All valid_referers of the block that had one last. */
struct nginx_referers {
    const struct node *block;
    struct nginx_keys keys;  /* hosts */
    const struct node *none; /* "none" or "blocked" */
    bool has_host;           /* also server_names, or one that is not known */
};

static struct nginx_referers *referers_of(struct nginx_reader *r)
{
    if (!r->referers || r->referers->block != r->frame->block) {
        r->referers = arena_new(r->scratch, struct nginx_referers);
        r->referers->block = r->frame->block;
        r->referers->keys.a = r->scratch;
    }
    return r->referers;
}

/* "host" or "host/uri". */
static void check_host(struct nginx_reader *r, const struct node *word)
{
    struct str key = word->text, host = str_cut(&key, '/');
    const struct node *first;
    switch (nginx_keys_add(&referers_of(r)->keys, host, true, word, &key, &first)) {
    case NGINX_KEY_INVALID:
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "invalid hostname or wildcard \"%s\"",
                    nginx_quoted(r, host));
        return;
    case NGINX_KEY_CONFLICT: {
        struct finding *f = nginx_fault(r, SYNTAX_DUPLICATE, nginx_word_span(word), "conflicting parameter \"%s\"",
                                        nginx_quoted(r, key));
        diag_related(r->sink, f, nginx_word_span(first), "the first one");
        return;
    }
    case NGINX_KEY_OK:
        return;
    }
}

/* Groups of these regexes are no variables. */
static void check_word(struct nginx_reader *r, const struct node *word)
{
    struct nginx_referers *all = referers_of(r);
    struct str z = nginx_c_string(word->text);
    bool none = str_eq(z, STR("none")) || str_eq(z, STR("blocked"));
    if (none)
        all->none = word;
    all->has_host |= !none && !str_starts(z, STR("~"));
    if (word->text.n == 0)
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "invalid referer \"\"");
    else if (str_eq(z, STR("~")))
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "empty regex in \"~\"");
    else if (str_starts(z, STR("~")))
        nginx_compile_regex(r, word, 1, true);
    else if (!none && !str_eq(z, STR("server_names")) && !r->conditional)
        check_host(r, word);
}

void nginx_check_valid_referers(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    uint32_t before = r->n_faults;
    (void)row;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD && r->n_faults == before; w = w->next)
        if (node_is_known(w))
            check_word(r, w);
        else
            referers_of(r)->has_host = true;
}

/* ngx_http_referer_merge_conf: requests without a referer are let pass, and no host is. Regexes do not count. */
void nginx_post_referers(struct nginx_reader *r, struct node *block)
{
    const struct nginx_referers *all = r->referers;
    uint32_t line = r->line;
    if (!all || all->block != block || !all->none || all->has_host ||
        (block->flags & (NODE_TAINTED | NODE_CONDITIONAL)))
        return;
    r->line = 0;
    nginx_fault(
        r, SYNTAX_MISSING, nginx_word_span(all->none),
        "the \"none\" or \"blocked\" referers are specified in the \"valid_referers\" directive without any valid "
        "referer");
    r->line = line;
}
