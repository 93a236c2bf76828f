/* Old workers after a reload: how long their last connections keep them. */
#include "checks/nginx.h"

/* A location or stream server whose connections may last. */
struct lasting {
    struct node *entry; /* what says so; NULL: none */
    struct value time;  /* how long one may be silent */
    const char *what;
    bool chosen; /* the time is set, not a default */
};

struct looking {
    const struct check_input *in;
    int64_t least; /* ns: from here on a connection lasts */
    int64_t least_plain;
    struct lasting best;
};

static bool passes_upgrade(const struct looking *l, const struct node *block)
{
    for (; block; block = node_block(block)) {
        struct node *e = nginx_first(l->in->job, block, STR("proxy_set_header"));
        for (struct node *h = e; h; h = nginx_next(l->in->job, h))
            if (nginx_has_word(h, 0, STR("Upgrade")))
                return true;
        if (e)
            return false;
    }
    return false;
}

/* Keeps the connection that may last longest. */
static void consider(struct looking *l, struct node *entry, struct str timeout, const char *what, int64_t least)
{
    struct value v;
    if (!nginx_setting(l->in->job, node_block(entry), timeout, &v) || v.type != VALUE_DURATION || v.as.i < least)
        return;
    bool chosen = !v.origin || v.origin->kind != ORIGIN_DEFAULT;
    if (l->best.entry && (l->best.chosen > chosen || l->best.time.as.i >= v.as.i))
        return;
    l->best = (struct lasting){entry, v, what, chosen};
}

/* UDP has no connections to wait for. */
static bool is_datagram(struct kind_job *job, const struct node *server)
{
    struct node *e = nginx_first(job, server, STR("listen"));
    while (e && !nginx_has_word(e, 1, STR("udp")))
        e = nginx_next(job, e);
    return e != NULL;
}

static void look_at_pass(struct looking *l, struct node *e)
{
    uint32_t context = nginx_context(l->in->job, node_block(e));
    if (context == NGINX_IN_STREAM_SERVER) {
        if (!is_datagram(l->in->job, node_block(e)))
            consider(l, e, STR("proxy_timeout"), "stream connections", l->least);
    } else if (passes_upgrade(l, node_block(e)))
        consider(l, e, STR("proxy_read_timeout"), "upgraded connections (websockets)", l->least);
    else if (context == NGINX_IN_LOCATION)
        consider(l, e, STR("proxy_read_timeout"), "responses", l->least_plain);
}

static void look_around(struct looking *l)
{
    struct nginx_named it = nginx_named(l->in, STR("proxy_pass"));
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;)
        look_at_pass(l, e);
    it = nginx_named(l->in, STR("grpc_pass"));
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;)
        consider(l, e, STR("grpc_read_timeout"), "gRPC streams", l->least);
}

static void report(const struct looking *l)
{
    const struct check_input *in = l->in;
    struct str time = value_show(in->a, l->best.time);
    struct node *processes = nginx_first(in->job, in->job->root, STR("worker_processes"));
    struct span at = processes ? processes->name_at : (struct span){in->job->source, 0, 0};
    struct finding *f =
        diag_add(in->sink, in->rule, at,
                 "no worker_shutdown_timeout: after a reload old workers wait for %s that may be silent for %.*s",
                 l->best.what, STR_ARG(time));
    diag_label(in->sink, f, "each reload leaves all its workers until their last connection ends");
    diag_related(in->sink, f, nginx_words_span(l->best.entry), "these last");
    if (!span_is_none(value_at(l->best.time)) && l->best.chosen)
        diag_related(in->sink, f, value_at(l->best.time), "the time");
    diag_help(in->sink, f, "worker_shutdown_timeout at main level, as long as a client may be made to wait");
    diag_fix_set(in->sink, f, FIX_UNSAFE, (struct span){in->job->source, 0, 0}, STR("worker_shutdown_timeout"),
                 STR("1m"));
    if (!l->best.chosen)
        nginx_lower(f, SEV_NOTE);
}

void check_nginx_shutdown(const struct check_input *in)
{
    struct value v;
    if (!nginx_is_checked(in) || !nginx_setting(in->job, in->job->root, STR("worker_shutdown_timeout"), &v))
        return;
    if (value_is_known(v) && v.type != VALUE_NULL)
        return;
    struct looking l = {.in = in, .least = in->params[0].as.i, .least_plain = in->params[1].as.i};
    look_around(&l);
    if (l.best.entry && check_needs(in, &v, 1, l.best.entry->at))
        report(&l);
}
