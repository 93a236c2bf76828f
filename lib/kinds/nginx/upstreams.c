#include "kinds/nginx/upstreams.h"

#include "kinds/nginx/args.h"

static struct str folded(struct nginx_reader *r, struct str host)
{
    for (uint32_t i = 0; i < host.n; i++)
        if (ch_lower(host.p[i]) != host.p[i]) {
            struct str low = str_dup(r->scratch, host);
            for (uint32_t k = i; k < low.n; k++)
                ((char *)low.p)[k] = ch_lower(low.p[k]);
            return low;
        }
    return host;
}

/* The first mention of a host in the class of the block being read; NULL: none. */
static struct nginx_upstream *first_of(struct nginx_reader *r, struct str host)
{
    if (!r->upstreams)
        r->upstreams = arena_new(r->scratch, struct nginx_upstreams);
    r->upstreams->by_host[r->frame->class].a = r->scratch;
    r->upstreams->by_port[r->frame->class].a = r->scratch;
    return map_get(&r->upstreams->by_host[r->frame->class], host);
}

/* Whether a host with that port is known; else it is from now on. */
static bool has_port_of(struct nginx_reader *r, struct str host, uint32_t port)
{
    const char bytes[2] = {(char)(port >> 8), (char)port};
    bool is_new;
    struct str key = str_concat(r->scratch, host, (struct str){bytes, 2});
    map_put(&r->upstreams->by_port[r->frame->class], key, NULL, &is_new);
    return !is_new;
}

static void add(struct nginx_reader *r, struct str key, const struct nginx_upstream *like)
{
    struct nginx_upstream *u = arena_new(r->scratch, struct nginx_upstream);
    *u = *like;
    map_put(&r->upstreams->by_host[r->frame->class], key, u, NULL);
    vec_push(r->scratch, &r->upstreams->all[r->frame->class], u);
}

static struct span name_of(const struct node *block)
{
    return nginx_word_span(node_word(block, 0));
}

static void duplicate(struct nginx_reader *r, const struct node *entry, const struct nginx_upstream *first)
{
    struct finding *f = nginx_fault(r, SYNTAX_DUPLICATE, name_of(entry), "duplicate upstream \"%s\"",
                                    nginx_quoted(r, node_word(entry, 0)->text));
    diag_related(r->sink, f, name_of(first->block), "the first one");
}

/* The name was given a port before the block. nginx names the line of that. */
static void had_port(struct nginx_reader *r, const struct node *entry, const struct nginx_upstream *u)
{
    uint32_t line = r->line;
    r->line = nginx_entry_line(r, u->first);
    struct finding *f = nginx_fault(r, SYNTAX_CONFLICT, u->port_at, "upstream \"%s\" may not have port %u",
                                    nginx_quoted(r, node_word(entry, 0)->text), u->port);
    diag_related(r->sink, f, name_of(entry), "the upstream");
    r->line = line;
}

void nginx_upstream_declare(struct nginx_reader *r, struct node *entry)
{
    struct str host = node_word(entry, 0)->text, key = folded(r, host);
    struct nginx_upstream *first = first_of(r, key);
    if (!first) {
        struct nginx_upstream u = {.host = host,
                                   .no_port = true,
                                   .first = entry,
                                   .at = name_of(entry),
                                   .block = entry,
                                   .contents = {.unsure = true}};
        has_port_of(r, key, 0);
        add(r, key, &u);
    } else if (first->block) {
        duplicate(r, entry, first);
    } else if (!first->no_port) {
        had_port(r, entry, first);
    } else {
        first->block = entry;
        first->contents.unsure = true;
        first->port = 0;
    }
}

void nginx_upstream_closed(struct nginx_reader *r, const struct node *entry, struct nginx_upstream_contents contents)
{
    const struct node *name = node_word(entry, 0);
    struct nginx_upstream *u = name ? first_of(r, folded(r, name->text)) : NULL;
    if (u && u->block == entry)
        u->contents = contents;
}

static void may_not_have_port(struct nginx_reader *r, const struct nginx_url *url, struct span at,
                              const struct nginx_upstream *u)
{
    struct finding *f = nginx_fault(r, SYNTAX_CONFLICT, at, "upstream \"%s\" may not have port %u",
                                    nginx_quoted(r, url->host), url->port);
    diag_related(r->sink, f, name_of(u->block), "the upstream");
}

/* Whether nginx takes two mentions of a host for one. In http a default port of 0 is as good as any; in stream ports are equal. */
static bool is_known(struct nginx_reader *r, struct str key, const struct nginx_upstream *first,
                     const struct nginx_url *url)
{
    if (first && (first->block || (r->frame->class == NGINX_CLASS_HTTP && (!first->port || !url->port))))
        return true;
    return has_port_of(r, key, url->port);
}

void nginx_upstream_use(struct nginx_reader *r, struct node *entry, const struct node *word, uint32_t from,
                        const struct nginx_url *url)
{
    struct str key = folded(r, url->host);
    const struct nginx_upstream *first = first_of(r, key);
    bool unix_path = url->family == NGINX_FAMILY_UNIX, has_port = !unix_path && !url->no_port;
    uint32_t host = unix_path ? from + 5 : from, port = host + url->host.n + 1;
    struct nginx_upstream use = {.host = url->host,
                                 .port = url->port,
                                 .no_port = url->no_port,
                                 .literal = unix_path || (url->family && url->port),
                                 .first = entry,
                                 .at = nginx_part(word, host, url->host.n)};
    if (has_port)
        use.port_at = nginx_part(word, port, word->text.n - url->uri.n - port);
    if (first && first->block && has_port)
        may_not_have_port(r, url, use.port_at, first);
    else if (!is_known(r, key, first, url))
        add(r, key, &use);
}

void nginx_upstreams_forget(struct nginx_reader *r, uint32_t class)
{
    if (!r->upstreams)
        return;
    r->upstreams->by_host[class] = (struct map){0};
    r->upstreams->by_port[class] = (struct map){0};
    r->upstreams->all[class].n = 0;
}
