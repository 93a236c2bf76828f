#include "kinds/nginx/listens.h"

#include "kinds/nginx/post.h"

#include <string.h>

/* Ports of all ranges together: a socket is kept for each. */
enum { MAX_RANGE_PORTS = 200000, KEY_BYTES = 512 };

struct nginx_server *nginx_server_of(struct nginx_reader *r, struct node *block)
{
    if (!r->listens)
        r->listens = arena_new(r->scratch, struct nginx_listens);
    if (!r->listens->server || r->listens->server->block != block) {
        r->listens->server = arena_new(r->scratch, struct nginx_server);
        r->listens->server->block = block;
    }
    return r->listens->server;
}

/* What tells sockets apart, as bytes: family, kind, port, address. A name stands for itself, in lower case. */
static struct str socket_key(const struct nginx_listen *l, uint32_t port, char buf[KEY_BYTES])
{
    uint32_t n = 0;
    buf[n++] = (char)('0' + l->url.family);
    buf[n++] = l->datagram ? 'u' : 't';
    buf[n++] = (char)(port >> 8);
    buf[n++] = (char)port;
    if (l->url.family == NGINX_FAMILY_INET4 || l->url.family == NGINX_FAMILY_INET6) {
        memcpy(buf + n, l->url.addr, 16);
        return (struct str){buf, n + 16};
    }
    for (uint32_t i = 0; i < l->url.host.n && n < KEY_BYTES; i++)
        buf[n++] = l->url.family == NGINX_FAMILY_NAME ? ch_lower(l->url.host.p[i]) : l->url.host.p[i];
    return (struct str){buf, n};
}

static struct finding *refuse(struct nginx_reader *r, enum syntax_rule rule, struct span at, const char *format,
                              const struct nginx_socket *s, struct span first)
{
    const char *address = nginx_quoted(r, nginx_url_show(r->a, &s->url, s->port));
    struct finding *f = nginx_fault(r, rule, at, format, address);
    diag_related(r->sink, f, first, "the first one");
    return f;
}

/* A server joins those that listen on a socket already. */
static bool join(struct nginx_reader *r, const struct nginx_listen *l, struct nginx_socket *s)
{
    struct finding *f;
    if (l->once)
        return !refuse(r, SYNTAX_DUPLICATE, l->at, "duplicate \"%s\" address and port pair", s, s->at);
    if (s->last == l->server)
        return !refuse(r, SYNTAX_DUPLICATE, l->at, "a duplicate listen %s", s, s->at);
    if (!span_is_none(l->options) && !span_is_none(s->options)) {
        f = refuse(r, SYNTAX_CONFLICT, l->options, "duplicate listen options for %s", s, s->options);
        diag_help(r->sink, f, "options of a socket stand in one listen directive; the others name its address alone");
        return false;
    }
    if (!span_is_none(l->dflt) && !span_is_none(s->dflt))
        return !refuse(r, SYNTAX_DUPLICATE, l->dflt, "a duplicate default server for %s", s, s->dflt);
    return true;
}

static bool add_socket(struct nginx_reader *r, const struct nginx_listen *l, uint32_t port)
{
    char buf[KEY_BYTES];
    struct map *sockets = &r->listens->sockets[r->frame->class];
    struct str key = socket_key(l, port, buf);
    struct nginx_socket *s = map_get(sockets, key);
    if (s && !join(r, l, s))
        return false;
    if (!s) {
        s = arena_new(r->scratch, struct nginx_socket);
        *s = (struct nginx_socket){
            .url = l->url, .port = port, .datagram = l->datagram, .first = l->server, .tls = SPAN_NONE};
        sockets->a = r->scratch;
        map_put(sockets, str_dup(r->scratch, key), s, NULL);
    }
    s->last = l->server;
    s->at = l->at;
    if (!span_is_none(l->options)) {
        s->options = l->options;
        s->bind = true;
    }
    if (!span_is_none(l->dflt)) {
        s->dflt = l->dflt;
        s->first = l->server;
    }
    if (span_is_none(s->tls))
        s->tls = l->tls;
    vec_push(r->scratch, &s->servers, l->server);
    return true;
}

/* A range may name 65,535 ports, and a file may hold many: beyond a bound they are not compared. */
static bool too_many(struct nginx_reader *r, const struct nginx_listen *l, uint32_t n)
{
    struct nginx_listens *all = r->listens;
    if (all->n_ports > MAX_RANGE_PORTS)
        return true;
    all->n_ports += n;
    if (all->n_ports <= MAX_RANGE_PORTS)
        return false;
    diag_syntax(r->sink, META_LIMIT, l->at, "ranges of ports name more than %d ports", MAX_RANGE_PORTS);
    return true;
}

void nginx_listens_add(struct nginx_reader *r, const struct nginx_listen *l)
{
    uint32_t last = l->url.last_port ? l->url.last_port : l->url.port;
    if (last > l->url.port && too_many(r, l, last - l->url.port))
        return;
    for (uint32_t port = l->url.port; port <= last; port++)
        if (!add_socket(r, l, port))
            return;
}
