#include "checks/checks.h"
#include "kinds/nginx/resolve.h"
#include "kinds/nginx/url.h"

/* A zone that counts by address. */
struct zone {
    const struct node *entry; /* limit_req_zone or limit_conn_zone */
    struct str name;
    bool told;
};

struct looking {
    const struct check_input *in;
    VEC(struct zone) zones;
};

/* "zone=NAME:SIZE" or "zone=NAME" -> NAME; empty for another word. */
static struct str zone_name(struct str word)
{
    struct str sign = STR("zone=");
    if (!str_starts(word, sign))
        return (struct str){0};
    struct str rest = str_slice(word, sign.n, word.n);
    return str_cut(&rest, ':');
}

static bool counts_by_address(struct str key)
{
    return str_find(key, STR("$binary_remote_addr")) < key.n || str_find(key, STR("$remote_addr")) < key.n;
}

static void note_zone(struct looking *l, const struct node *e)
{
    const struct node *key = node_word(e, 0), *zone = node_word(e, 1);
    if (key && zone && node_is_known(key) && node_is_known(zone) && counts_by_address(key->text))
        vec_push(l->in->a, &l->zones, ((struct zone){e, zone_name(zone->text), false}));
}

/* The zone that a limit_req or limit_conn uses, if it is one of these. */
static struct zone *zone_of(struct looking *l, const struct node *e)
{
    for (const struct node *w = e->first; w && w->kind == NODE_WORD; w = w->next)
        for (uint32_t i = 0; i < l->zones.n; i++) {
            bool conn = str_eq(e->text, STR("limit_conn"));
            if (str_eq(l->zones.p[i].name, conn ? w->text : zone_name(w->text)))
                return &l->zones.p[i];
        }
    return NULL;
}

/* The senders' server whose port a server block listens on; above all servers any of them. */
static const struct sender *sender_to(const struct looking *l, struct node *block)
{
    const struct placed_service *s = l->in->service;
    struct nginx_url u;
    while (block && !str_eq(block->text, STR("server")))
        block = node_block(block);
    if (!block)
        return &s->senders.p[0];
    for (struct node *e = nginx_first(l->in->job, block, STR("listen")); e; e = nginx_next(l->in->job, e)) {
        const struct node *word = node_word(e, 0);
        if (!word || !nginx_url_parse(word->text, NGINX_URL_LISTEN, 80, &u))
            continue;
        for (uint32_t i = 0; i < s->senders.n; i++) {
            struct value port = s->senders.p[i].server->field[SERVER_PORT];
            if (port.type == VALUE_INT && port.as.i == (int64_t)u.port)
                return &s->senders.p[i];
        }
    }
    return NULL;
}

static void tell(struct looking *l, struct zone *zone, const struct node *use, const struct sender *from)
{
    struct sink *sink = l->in->sink;
    const struct node *key = node_word(zone->entry, 0);
    struct str shown = diag_quote(l->in->a, key->text),
               name = value_format(l->in->a, from->service->service.field[SERVICE_NAME]);
    struct str host = from->service->host ? value_format(l->in->a, from->service->host->name) : STR("another host");
    struct finding *f = diag_add(
        sink, l->in->rule, key->at,
        "%.*s counts by %.*s, which here is the address of a balancer: %.*s on %.*s sends the requests, and no set_real_ip_from is in force",
        STR_ARG(zone->entry->text), STR_ARG(shown), STR_ARG(name), STR_ARG(host));
    diag_label(sink, f, "all clients behind a balancer share one count");
    diag_related(sink, f, use->name_at, "used here, without set_real_ip_from");
    diag_related(sink, f, from->server->at, "sends here");
    diag_help(
        sink, f,
        "trust the balancers' addresses with set_real_ip_from, and take the client's from real_ip_header X-Forwarded-For or proxy_protocol");
    if (l->in->host)
        vec_push(sink->a, &f->hosts, str_dup(sink->a, value_format(l->in->a, l->in->host->name)));
    zone->told = true;
}

static void judge_use(struct looking *l, const struct node *e)
{
    struct zone *zone = zone_of(l, e);
    struct node *block = node_block(e);
    const struct sender *from = zone && !zone->told ? sender_to(l, block) : NULL;
    struct value trusted;
    if (!from || !nginx_setting(l->in->job, block, STR("set_real_ip_from"), &trusted))
        return;
    if (check_needs(l->in, &trusted, 1, e->name_at) && !(trusted.type == VALUE_LIST && trusted.n > 0))
        tell(l, zone, e, from);
}

void check_nginx_limit_key(const struct check_input *in)
{
    struct looking l = {.in = in};
    struct node *root = in->job ? in->job->root : NULL;
    if (!root || !str_eq(in->job->kind->name, STR("nginx")) || in->service->senders.n == 0)
        return;
    for (struct node *n = root; n; n = node_walk(root, n))
        if (n->kind == NODE_ENTRY &&
            (str_eq(n->text, STR("limit_req_zone")) || str_eq(n->text, STR("limit_conn_zone"))))
            note_zone(&l, n);
    for (struct node *n = root; l.zones.n && n; n = node_walk(root, n))
        if (n->kind == NODE_ENTRY && (str_eq(n->text, STR("limit_req")) || str_eq(n->text, STR("limit_conn"))))
            judge_use(&l, n);
}
