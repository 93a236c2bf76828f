#include "checks/haproxy_names.h"

static bool is_name_byte(char c)
{
    return ch_is_alpha(c) || ch_is_digit(c) || c == '_' || c == '-' || c == '.' || c == ':';
}

static void name_one(struct haproxy_names *n, struct str name, bool fallback)
{
    bool fresh;
    struct map_entry *e = map_put(&n->names, name, NULL, &fresh);
    if (fresh)
        e->value = arena_new(n->a, struct haproxy_naming);
    struct haproxy_naming *naming = e->value;
    naming->fallback |= fallback;
    naming->route |= !fallback;
}

/* Every run of bytes that may be a name. */
static void name_all(struct haproxy_names *n, struct str s)
{
    for (uint32_t i = 0; i < s.n;) {
        uint32_t from = i;
        while (i < s.n && is_name_byte(s.p[i]))
            i++;
        if (i > from)
            name_one(n, str_slice(s, from, i), false);
        i += i == from;
    }
}

static void name_route(struct haproxy_names *n, const struct node *e, bool fallback)
{
    const struct node *w = line_at(e, 0);
    if (!w)
        return;
    if (str_find(w->text, STR("%[")) < w->text.n)
        n->dynamic = true;
    else if (!node_is_known(w))
        n->unknown = n->unknown ? n->unknown : e;
    else
        name_one(n, w->text, fallback);
}

static bool is_split(struct str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (s.p[i] == '(' || s.p[i] == '/' || s.p[i] == '@')
            return true;
    return false;
}

/* Other ways to name a backend: arguments of fetches ("nbsrv(web)"), "web/s1", "backend@web", and the words behind "table" and "track". */
static void name_line(struct haproxy_names *n, const struct node *e)
{
    struct str before = {0};
    for (const struct node *w = e->first; w && w->kind == NODE_WORD; before = w->text, w = w->next) {
        if (is_split(w->text) || str_eq(before, STR("table")) || str_eq(before, STR("track")))
            name_all(n, w->text);
    }
    n->spoe |= line_is(e, "filter") && str_eq(line_word(e, 0), STR("spoe"));
}

static void name_proxy(struct haproxy_names *n, const struct haproxy_proxy *p)
{
    bool rules = proxy_line(p, STR("use_backend")) != NULL;
    for (uint32_t i = 0; i < p->lines.n; i++) {
        const struct node *e = p->lines.p[i];
        name_line(n, e);
        if (line_is(e, "use_backend"))
            name_route(n, e, false);
        if (line_is(e, "default_backend"))
            name_route(n, e, rules);
    }
    bool track = p->server_marks & HAPROXY_MARK_TRACK;
    for (uint32_t i = 0; track && i < p->server_lines.n; i++)
        name_line(n, p->server_lines.p[i]);
    for (uint32_t i = 0; i < p->unread.n; i++)
        name_all(n, p->unread.p[i]->text);
}

const struct haproxy_names *haproxy_names_of(const struct check_input *in)
{
    struct haproxy_names *n = *in->shared;
    if (n)
        return n;
    *in->shared = n = arena_new(in->a, struct haproxy_names);
    *n = (struct haproxy_names){.a = in->a, .names = {.a = in->a}};
    struct node_iter sections = node_entries(in->job->root);
    for (struct node *section; (section = node_next_entry(&sections)) != NULL;) {
        const struct haproxy_proxy *p = haproxy_proxy_of(in->job, section);
        if (p)
            name_proxy(n, p);
        struct node_iter lines = node_entries(section);
        for (const struct node *e; !p && (e = node_next_entry(&lines)) != NULL;)
            name_line(n, e);
    }
    return n;
}

const struct haproxy_naming *haproxy_named(const struct haproxy_names *n, struct str backend)
{
    return map_get(&n->names, backend);
}
