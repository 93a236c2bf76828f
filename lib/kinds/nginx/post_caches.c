/* Caches whose zone no *_cache_path declares (ngx_http_proxy_merge_loc_conf and its kin). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/post.h"
#include "kinds/nginx/zones.h"

static bool switches_off(struct node *server, struct str cache, struct str store)
{
    struct node_iter it = node_entries(server);
    if (server->flags & NODE_TAINTED)
        return true;
    for (const struct node *e; (e = node_next_entry(&it)) != NULL;)
        if (str_eq(e->text, cache) || str_eq(e->text, store))
            return true;
    return false;
}

/* One that stands in http counts only where a server takes it over. */
static bool is_in_force(struct nginx_reader *r, struct node *http, const struct node *entry)
{
    if (node_block(entry) != http)
        return true;
    struct str prefix = str_slice(entry->text, 0, str_find_byte(entry->text, '_'));
    struct str store = str_concat(r->scratch, prefix, STR("_store"));
    struct node_iter it = node_entries(http);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        if (e->word && (e->flags & NODE_BLOCK) && str_eq(e->text, STR("server")) && !(e->flags & NODE_CONDITIONAL) &&
            !switches_off(e, entry->text, store))
            return true;
    return false;
}

void nginx_post_caches(struct nginx_reader *r, struct node *block)
{
    bool judge = r->zones && !r->zones->unsure && !nginx_may_hide(r, NGINX_IN_HTTP);
    for (uint32_t i = 0; judge && i < r->zones->caches.n; i++) {
        const struct nginx_cache_use *use = &r->zones->caches.p[i];
        if (use->zone->holder || use->zone->told || (use->entry->flags & NODE_CONDITIONAL) ||
            !is_in_force(r, block, use->entry))
            continue;
        use->zone->told = true;
        nginx_fault(r, SYNTAX_UNRESOLVED, nginx_word_span(node_word(use->entry, 0)), "\"%s\" zone \"%s\" is unknown",
                    nginx_quoted(r, use->entry->text), nginx_quoted(r, use->zone->name));
    }
    if (r->zones)
        r->zones->caches.n = 0;
}
