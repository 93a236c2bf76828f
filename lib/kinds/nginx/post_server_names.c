/* The names of servers that share an address (ngx_http_server_names, ngx_stream_server_names): what nginx cannot put into its tables. Names that two servers have are
 * no faults: nginx warns and keeps the first. */
#include "kinds/nginx/args.h"
#include "kinds/nginx/hashes.h"
#include "kinds/nginx/keys.h"
#include "kinds/nginx/listens.h"
#include "kinds/nginx/post.h"
#include "kinds/nginx/units.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A server of http without listen has *:80 (as root; 8000 for others). */
void nginx_post_server_listen(struct nginx_reader *r, struct node *block)
{
    if ((block->flags & (NODE_TAINTED | NODE_CONDITIONAL)) || !block->parent || node_find(block, STR("listen")))
        return;
    struct nginx_listen l = {.url = {.family = NGINX_FAMILY_INET4, .port = 80, .wildcard = true},
                             .server = nginx_server_of(r, block),
                             .at = block->name_at};
    nginx_listens_add(r, &l);
}

static void note_names(struct nginx_reader *r, struct nginx_server *server)
{
    struct node_iter it = node_entries(server->block);
    server->names.n = 0;
    for (const struct node *e; (e = node_next_entry(&it)) != NULL;)
        if (e->word && nginx_words[e->word].type == NGINX_TYPE_SERVER_NAME &&
            !(e->flags & (NODE_FAULTY | NODE_CONDITIONAL)))
            vec_push(r->scratch, &server->names, e);
}

/* While the server's entries are at hand: when http has ended, those of thousands of servers are far away in memory. */
void nginx_post_own_names(struct nginx_reader *r, struct node *block)
{
    if (block->parent)
        note_names(r, nginx_server_of(r, block));
}

/* The judging of one class. */
struct names {
    struct nginx_reader *r;
    uint32_t bucket; /* server_names_hash_bucket_size; 0: not known, or a name was found too long for it */
};

static void too_long(struct names *n, const struct node *word, uint32_t need)
{
    struct finding *f = nginx_fault(n->r, SYNTAX_CONFLICT, nginx_word_span(word),
                                    "could not build server_names_hash, you should increase "
                                    "server_names_hash_bucket_size: %u",
                                    n->bucket);
    uint32_t enough = NGINX_CACHE_LINE;
    while (enough < need)
        enough *= 2;
    diag_label(n->r->sink, f, "this name needs buckets of %u bytes", need);
    diag_help(n->r->sink, f, "server_names_hash_bucket_size %u;", enough);
    n->bucket = 0;
}

static struct str lower(struct arena *a, struct str s)
{
    struct str low = str_dup(a, s);
    for (uint32_t i = 0; i < low.n; i++)
        ((char *)low.p)[i] = ch_lower(low.p[i]);
    return low;
}

static void judge_name(struct names *n, const struct node *word, const struct nginx_socket *socket)
{
    struct nginx_reader *r = n->r;
    struct str s = word->text;
    if (!node_is_known(word) || str_starts(s, STR("~")) || str_eq_nocase(s, STR("$hostname")))
        return;
    if (!nginx_key_is_valid(s)) {
        struct str address = nginx_url_show(r->a, &socket->url, socket->port);
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "invalid server name or wildcard \"%s\" on %s",
                    nginx_quoted(r, lower(r->a, s)), nginx_quoted(r, address));
        return;
    }
    /* No part of a name is longer than all of it. */
    if (!n->bucket || n->bucket >= nginx_hash_bucket(s.n))
        return;
    uint32_t need = nginx_hash_bucket(nginx_key_longest(s, true));
    if (n->bucket < need)
        too_long(n, word, need);
}

/* A server is judged at the first of its addresses that has such a table: what is wrong with its names is told once. */
static void judge_server(struct names *n, struct nginx_server *server, const struct nginx_socket *socket)
{
    if (server->judged)
        return;
    server->judged = true;
    if (n->r->reopened)
        note_names(n->r, server);
    for (uint32_t i = 0; i < server->names.n; i++)
        for (const struct node *w = server->names.p[i]->first; w && w->kind == NODE_WORD; w = w->next)
            judge_name(n, w, socket);
}

/* Where a socket comes in nginx's order: by port as first mentioned, then those bound for themselves, then others, then the wildcard. */
struct ranked {
    const struct nginx_socket *socket;
    uint32_t port, rank, index;
};

static int compare(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    if (a->port != b->port)
        return a->port < b->port ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* Numbers the ports in the order in which they are mentioned. */
static uint32_t port_number(struct nginx_reader *r, struct map *ports, const struct nginx_socket *s)
{
    uint32_t key[3] = {s->url.family, s->port, s->datagram};
    bool is_new;
    struct str bytes = str_dup(r->scratch, (struct str){(const char *)key, sizeof key});
    struct map_entry *e = map_put(ports, bytes, NULL, &is_new);
    return (uint32_t)(e - ports->entries);
}

static struct ranked *rank_sockets(struct nginx_reader *r, const struct map *sockets)
{
    struct ranked *all = arena_array(r->scratch, struct ranked, sockets->n);
    struct map ports = {.a = r->scratch};
    for (uint32_t i = 0; i < sockets->n; i++) {
        const struct nginx_socket *s = sockets->entries[i].value;
        all[i] = (struct ranked){s, port_number(r, &ports, s), s->url.wildcard ? 2 : !s->bind, i};
    }
    qsort(all, sockets->n, sizeof *all, compare);
    return all;
}

/* Of http or stream. 0: a missing include may set it. */
static uint32_t bucket_size(const struct nginx_reader *r, struct node *block, uint32_t context)
{
    struct node *e = node_find(block, STR("server_names_hash_bucket_size"));
    int64_t n = NGINX_CACHE_LINE;
    struct str s;
    if (!e && nginx_may_hide(r, context))
        return 0;
    if (e && ((e->flags & (NODE_FAULTY | NODE_CONDITIONAL)) || !nginx_known(e, 0, &s) || !nginx_parse_num(s, &n)))
        return 0;
    return n > UINT16_MAX ? 0 : (uint32_t)(n + NGINX_CACHE_LINE - 1) / NGINX_CACHE_LINE * NGINX_CACHE_LINE;
}

static void judge_sockets(struct nginx_reader *r, struct names *n, const struct map *sockets)
{
    struct ranked *all = rank_sockets(r, sockets);
    for (uint32_t i = 0; i < sockets->n; i++) {
        const struct nginx_socket *s = all[i].socket;
        if (s->servers.n < 2 && !s->first->captures)
            continue;
        for (uint32_t k = 0; k < s->servers.n; k++)
            judge_server(n, s->servers.p[k], s);
    }
}

static void judge_names(struct nginx_reader *r, struct node *block, uint32_t class, uint32_t context)
{
    struct names n = {r, bucket_size(r, block, context)};
    uint32_t line = r->line;
    if (!r->listens)
        return;
    r->line = 0;
    judge_sockets(r, &n, &r->listens->sockets[class]);
    r->line = line;
    /* The block has ended: what was read is no longer compared. */
    r->listens->sockets[class] = (struct map){0};
}

void nginx_post_server_names(struct nginx_reader *r, struct node *block)
{
    judge_names(r, block, NGINX_CLASS_HTTP, NGINX_IN_HTTP);
}

void nginx_post_stream_names(struct nginx_reader *r, struct node *block)
{
    judge_names(r, block, NGINX_CLASS_STREAM, NGINX_IN_STREAM);
}
