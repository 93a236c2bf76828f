/* Servers of one address with the same name: nginx warns, and takes the first. */
#include "checks/nginx.h"

/* A server with its sockets: taken apart once, however many names it has. */
struct named_server {
    struct node *node;
    VEC(struct str) sockets;
};

struct naming {
    const struct check_input *in;
    struct map
        sockets; /* socket -> its first server; value NULL once it has a second: nginx compares names only then */
    VEC(struct named_server) servers;
    struct map seen; /* socket, a blank, name -> the node that has it first */
};

/* "0.0.0.0:80", and "udp" for QUIC; false for what is not compared: a range, or a word that is not known. */
static bool socket_of(const struct check_input *in, const struct node *listen, struct str *ret)
{
    struct nginx_url url;
    struct str text;
    if (!nginx_text_of(listen, 0, &text) || !nginx_url_parse(text, NGINX_URL_LISTEN, 80, &url) || url.last_port)
        return false;
    struct str shown = nginx_url_show(in->a, &url, url.port);
    bool datagram = nginx_has_word(listen, 1, STR("quic")) || nginx_has_word(listen, 1, STR("udp"));
    *ret = datagram ? str_concat(in->a, STR("udp "), shown) : shown;
    return true;
}

static const struct node *first_with(struct naming *n, struct str socket, struct str name, struct node *node)
{
    bool is_new;
    struct str key = str_concat(n->in->a, str_concat(n->in->a, socket, STR(" ")), name);
    struct map_entry *e = map_put(&n->seen, key, node, &is_new);
    return is_new ? NULL : e->value;
}

/* The first node with that name on that socket, or NULL and it is noted. ".a" is "a" and "*.a". */
static const struct node *first_of_name(struct naming *n, struct str socket, struct str name, struct node *node)
{
    struct str low = nginx_lower_case(n->in->a, name);
    if (!str_starts(low, STR(".")))
        return first_with(n, socket, low, node);
    const struct node *whole = first_with(n, socket, str_slice(low, 1, low.n), node);
    return whole ? whole : first_with(n, socket, str_concat(n->in->a, STR("*"), low), node);
}

static void report(const struct check_input *in, const struct node *node, const struct node *first, struct str name,
                   struct str socket)
{
    bool is_word = node->kind == NODE_WORD;
    struct finding *f =
        diag_add(in->sink, in->rule, is_word ? node->at : node->name_at,
                 "conflicting server name \"%s\" on %s, ignored", nginx_shown(in, name), nginx_shown(in, socket));
    diag_label(in->sink, f,
               is_word ? "requests for it go to the server that has the name first"
                       : "without server_name, like another server of this address before it");
    diag_related(in->sink, f, first->kind == NODE_WORD ? first->at : first->name_at, "the first one");
}

/* The sockets of a server, one after another: *listen NULL at first. A server without listen has *:80. */
static bool next_socket(const struct naming *n, const struct node *server, struct node **listen, bool *done,
                        struct str *ret)
{
    if (*done)
        return false;
    do {
        *listen = *listen ? nginx_next(n->in->job, *listen) : nginx_first(n->in->job, server, STR("listen"));
        if (!*listen) {
            *done = true;
            *ret = STR("0.0.0.0:80");
            return !nginx_first(n->in->job, server, STR("listen"));
        }
    } while (!socket_of(n->in, *listen, ret));
    return true;
}

static void add_server(struct naming *n, struct node *node)
{
    struct named_server server = {.node = node};
    struct node *listen = NULL;
    struct str socket;
    bool done = false, is_new;
    while (next_socket(n, node, &listen, &done, &socket)) {
        struct map_entry *e = map_put(&n->sockets, socket, node, &is_new);
        if (!is_new && e->value != node)
            e->value = NULL;
        vec_push(n->in->a, &server.sockets, socket);
    }
    vec_push(n->in->a, &n->servers, server);
}

/* One name of a server on all its sockets: told once. */
static void judge_name(struct naming *n, const struct named_server *server, struct str name, struct node *node)
{
    bool told = false;
    for (uint32_t i = 0; i < server->sockets.n; i++) {
        struct str socket = server->sockets.p[i];
        bool alone = map_get(&n->sockets, socket) != NULL;
        const struct node *first = alone ? NULL : first_of_name(n, socket, name, node);
        if (first && !told)
            report(n->in, node, first, name, socket);
        told = told || first;
    }
}

static void judge_server(struct naming *n, const struct named_server *server)
{
    struct node *names = nginx_first(n->in->job, server->node, STR("server_name"));
    if (server->node->flags & (NODE_TAINTED | NODE_CONDITIONAL))
        return;
    if (!names)
        judge_name(n, server, (struct str){0}, server->node);
    for (struct node *e = names; e; e = nginx_next(n->in->job, e))
        for (struct node *w = e->first; w && w->kind == NODE_WORD; w = w->next)
            if (node_is_known(w) && !str_starts(w->text, STR("~")))
                judge_name(n, server, w->text, w);
}

void check_nginx_server_names(const struct check_input *in)
{
    struct naming n = {.in = in, .sockets = {.a = in->a}, .seen = {.a = in->a}};
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, STR("server"));
    for (struct node *b; (b = nginx_next_named(&it)) != NULL;)
        if (nginx_context(in->job, b) == NGINX_IN_SERVER)
            add_server(&n, b);
    for (uint32_t i = 0; i < n.servers.n; i++)
        judge_server(&n, &n.servers.p[i]);
}
