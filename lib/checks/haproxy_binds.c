/* Listeners: two on one address, frontends without any. */
#include "base/buf.h"
#include "checks/haproxy_address.h"
#include "checks/checks.h"
#include "checks/haproxy_lines.h"

#include <stdlib.h>

/* One address of a "bind" line. */
struct listener {
    const struct node *line, *section;
    struct str text; /* as written */
    struct span at;
    struct haproxy_address address;
    bool both;    /* v4v6 */
    bool threads; /* bound to some threads: several of one address are meant to be */
    uint32_t order;
};

/* All listeners of one address, whatever their ports. */
struct group {
    VEC(struct listener *) listeners;
};

struct collecting {
    const struct check_input *in;
    struct map groups; /* address, protocol, interface and namespace -> struct group */
    struct map any;    /* protocol and port -> struct listener of all IPv4 addresses */
    VEC(struct listener *) all;
    uint32_t n_unknown;
    const struct node *unknown; /* the first line that is not known */
};

/* What makes two sockets of one address different: the kernel gives a connection to the one that is bound closer. */
static struct str options_key(const struct check_input *in, struct listener *l)
{
    struct buf b = {.a = in->a};
    struct line_options it = line_options(in->job, l->line, 1, HAPROXY_CLASS_BIND);
    while (line_next_option(&it)) {
        l->both |= str_eq(it.name, STR("v4v6"));
        l->threads |= str_eq(it.name, STR("thread")) || str_eq(it.name, STR("process"));
        if (it.value && (str_eq(it.name, STR("interface")) || str_eq(it.name, STR("namespace"))))
            buf_printf(&b, "|%.*s=%.*s", STR_ARG(it.name), STR_ARG(it.value->text));
    }
    return buf_str(&b);
}

static struct group *group_of(struct collecting *c, struct str key)
{
    bool fresh;
    c->groups.a = c->in->a;
    struct map_entry *e = map_put(&c->groups, key, NULL, &fresh);
    if (fresh)
        e->value = arena_new(c->in->a, struct group);
    return e->value;
}

static struct str key_of(struct arena *a, const struct haproxy_address *x, struct str options)
{
    struct buf b = {.a = a};
    buf_putc(&b, x->family);
    buf_putc(&b, x->udp ? 'u' : 't');
    if (x->family == 'n')
        buf_put(&b, x->name);
    else
        buf_put(&b, (struct str){(const char *)x->ip, 16});
    buf_put(&b, options);
    return buf_str(&b);
}

static struct str port_key(struct arena *a, const struct haproxy_address *x)
{
    return str_printf(a, "%c%d", x->udp ? 'u' : 't', x->low);
}

static void add_listener(struct collecting *c, const struct node *line, const struct node *section, struct str text,
                         uint32_t off)
{
    const struct node *word = line_at(line, 0);
    struct listener *l = arena_new(c->in->a, struct listener);
    bool plain = word->text.n == word->at.len;
    *l = (struct listener){.line = line, .section = section, .text = text, .order = c->all.n};
    l->at = plain ? span_part(word->at, off, text.n) : word->at;
    if (!haproxy_address_parse(text, &l->address) || l->address.low <= 0)
        return;
    l->address.udp |= line_is(line, "dgram-bind");
    struct str options = options_key(c->in, l);
    struct group *g = group_of(c, key_of(c->in->a, &l->address, options));
    vec_push(c->in->a, &g->listeners, l);
    c->any.a = c->in->a;
    if (l->address.family == '4' && haproxy_address_is_any(&l->address) && !options.n)
        map_put(&c->any, port_key(c->in->a, &l->address), l, NULL);
    vec_push(c->in->a, &c->all, l);
}

static void add_line(struct collecting *c, const struct node *line, const struct node *section)
{
    struct str all = line_word(line, 0);
    if (line->flags & NODE_FAULTY)
        return;
    const struct node *word = line_at(line, 0);
    if (!word || !node_is_known(word)) {
        c->unknown = c->unknown ? c->unknown : line;
        c->n_unknown++;
        return;
    }
    for (struct str rest = all; rest.n;) {
        struct str one = str_cut(&rest, ',');
        if (one.n)
            add_listener(c, line, section, one, (uint32_t)(one.p - all.p));
    }
}

static void collect(struct collecting *c)
{
    struct node_iter sections = node_entries(c->in->job->root);
    for (struct node *s; (s = node_next_entry(&sections)) != NULL;) {
        const struct haproxy_proxy *p = haproxy_proxy_of(c->in->job, s);
        if (p ? !proxy_counts(p) || !(p->caps & HAPROXY_CAP_FE) : !(s->flags & NODE_BLOCK))
            continue;
        for (uint32_t k = 0; p && k < p->lines.n; k++)
            if (line_is(p->lines.p[k], "bind"))
                add_line(c, p->lines.p[k], s);
        struct node_iter lines = node_entries(s);
        for (struct node *e; !p && (e = node_next_entry(&lines)) != NULL;)
            if (line_is(e, "bind") || line_is(e, "dgram-bind") || line_is(e, "stats socket"))
                add_line(c, e, s);
    }
}

static const char *section_title(const struct check_input *in, const struct node *s)
{
    struct str name = line_word(s, 0);
    return name.n ? str_printf(in->a, "%.*s '%.*s'", STR_ARG(s->text), STR_ARG(diag_quote(in->a, name))).p
                  : str_printf(in->a, "section %.*s", STR_ARG(s->text)).p;
}

static void report_pair(const struct check_input *in, const struct listener *first, const struct listener *second)
{
    const char *text = diag_quote(in->a, second->text).p, *title = section_title(in, second->section);
    bool same = first->section == second->section;
    if ((first->line->flags | second->line->flags) & NODE_CONDITIONAL) {
        line_not_run(in, first->line->flags & NODE_CONDITIONAL ? first->line : second->line);
        return;
    }
    if (same && (first->threads || second->threads))
        return;
    struct finding *f = same ? diag_add(in->sink, in->rule, second->at, "%s binds '%s' twice", title, text)
                             : diag_add(in->sink, in->rule, second->at, "%s binds '%s', which %s binds too", title,
                                        text, section_title(in, first->section));
    diag_label(in->sink, f,
               same ? "the kernel deals connections out to two sockets of one section"
                    : "the kernel deals connections out to both");
    diag_related(in->sink, f, first->at, "the other bind");
    diag_note(in->sink, f, "HAProxy sets SO_REUSEPORT, so both start without a word");
    diag_help(in->sink, f,
              same ? "drop one of the two; for several sockets on purpose, say so with 'shards' (from 2.5)"
                   : "give each section its own address or port, or make one section of the two");
}

static int by_port(const void *x, const void *y)
{
    const struct listener *a = *(struct listener *const *)x, *b = *(struct listener *const *)y;
    if (a->address.low != b->address.low)
        return a->address.low < b->address.low ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Ranges of ports that meet: each is held against the one that reaches farthest among those that begin no later. */
static void judge_group(const struct check_input *in, struct group *g)
{
    struct listener *reach = NULL;
    qsort(g->listeners.p, g->listeners.n, sizeof *g->listeners.p, by_port);
    for (uint32_t i = 0; i < g->listeners.n; i++) {
        struct listener *l = g->listeners.p[i];
        if (reach && l->address.low <= reach->address.high) {
            bool later = l->order > reach->order;
            report_pair(in, later ? reach : l, later ? l : reach);
        }
        if (!reach || l->address.high > reach->address.high)
            reach = l;
    }
}

/* "[::]:80 v4v6" takes no IPv4 connection where another section binds all IPv4 addresses (tried on Linux: the kernel prefers the IPv4 socket). */
static void judge_both(struct collecting *c, const struct listener *l)
{
    bool all = l->both && l->address.family == '6' && haproxy_address_is_any(&l->address);
    const struct listener *o = all ? map_get(&c->any, port_key(c->in->a, &l->address)) : NULL;
    if (!o || o->section == l->section || ((l->line->flags | o->line->flags) & NODE_CONDITIONAL))
        return;
    struct finding *f =
        diag_add(c->in->sink, c->in->rule, l->at, "%s binds '%s' for IPv4 too, but %s has that",
                 section_title(c->in, l->section), diag_quote(c->in->a, l->text).p, section_title(c->in, o->section));
    diag_label(c->in->sink, f, "gets connections of IPv6 only");
    diag_related(c->in->sink, f, o->at, "gets all of IPv4");
    diag_help(c->in->sink, f, "write v6only in place of v4v6, or drop the other bind");
}

void check_haproxy_duplicate_bind(const struct check_input *in)
{
    struct collecting c = {.in = in};
    if (!haproxy_state_of(in))
        return;
    collect(&c);
    if (c.unknown && c.all.n + c.n_unknown > 1)
        line_not_run(in, c.unknown);
    for (uint32_t i = 0; i < c.groups.n; i++)
        judge_group(in, c.groups.entries[i].value);
    for (uint32_t i = 0; i < c.all.n; i++)
        judge_both(&c, c.all.p[i]);
}

/* Whether nothing is bound; *ret_doubt is a line that may bind something. */
static bool is_bound(const struct haproxy_proxy *p, const struct node **ret_doubt)
{
    for (uint32_t k = 0; k < p->lines.n; k++) {
        const struct node *e = p->lines.p[k];
        if (!line_is(e, "bind"))
            continue;
        if (!(e->flags & NODE_CONDITIONAL))
            return true;
        *ret_doubt = e;
    }
    return false;
}

void check_haproxy_no_bind(const struct check_input *in)
{
    const struct haproxy_state *s = haproxy_state_of(in);
    for (uint32_t i = 0; s && i < s->proxies.n; i++) {
        const struct haproxy_proxy *p = s->proxies.p[i];
        const struct node *doubt = p->section->flags & NODE_CONDITIONAL ? p->section : NULL;
        if (!proxy_counts(p) || !(p->caps & HAPROXY_CAP_FE) || is_bound(p, &doubt))
            continue;
        if (doubt) {
            line_not_run(in, doubt);
            continue;
        }
        const char *title = proxy_title(in->a, p);
        struct finding *f = diag_add(in->sink, in->rule, proxy_at(p), "%s has no 'bind' directive", title);
        diag_label(in->sink, f, "no connection gets here");
        diag_help(in->sink, f, "bind an address, or declare it as a backend if this was intended");
    }
}
