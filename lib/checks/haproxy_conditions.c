#include "checks/haproxy_conditions.h"

#include "base/buf.h"

#include <stdlib.h>

static bool is_word(const struct node *w, const char *text)
{
    return w->quote == QUOTE_NONE && str_eq(w->text, str_from(text));
}

/* Fetches that give another answer when they are asked again, or change what they look at. */
static bool is_unsteady(struct str word)
{
    static const struct str parts[] = {STR_INIT("rand"),     STR_INIT("_inc_gpc"), STR_INIT("_clr_gpc"),
                                       STR_INIT("set-var("), STR_INIT("lua."),     STR_INIT("date"),
                                       STR_INIT("uuid"),     STR_INIT("nbsrv"),    STR_INIT("_conn"),
                                       STR_INIT("_rate"),    STR_INIT("queue")};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (str_find(word, parts[i]) < word.n)
            return true;
    return false;
}

struct map haproxy_unsteady_acls(struct arena *a, const struct haproxy_state *s)
{
    struct map names = {.a = a};
    for (uint32_t i = 0; i < s->proxies.n; i++) {
        const struct haproxy_proxy *p = s->proxies.p[i];
        for (uint32_t k = 0; k < p->lines.n; k++) {
            const struct node *e = p->lines.p[k];
            for (const struct node *w = line_is(e, "acl") ? line_at(e, 1) : NULL; w && w->kind == NODE_WORD;
                 w = w->next)
                if (is_unsteady(w->text) || !node_is_known(w))
                    map_put(&names, line_word(e, 0), NULL, NULL);
        }
    }
    return names;
}

static int by_text(const void *x, const void *y)
{
    const struct haproxy_term *a = x, *b = y;
    int order = str_cmp(a->text, b->text);
    return order ? order : (int)a->negated - (int)b->negated;
}

static void end_list(struct arena *a, struct haproxy_condition *c, struct haproxy_all *all)
{
    uint32_t n = 0;
    if (all->terms.n == 0)
        return;
    qsort(all->terms.p, all->terms.n, sizeof *all->terms.p, by_text);
    for (uint32_t i = 0; i < all->terms.n; i++)
        if (n == 0 || by_text(&all->terms.p[n - 1], &all->terms.p[i]) != 0)
            all->terms.p[n++] = all->terms.p[i];
    all->terms.n = n;
    vec_push(a, &c->any, *all);
    *all = (struct haproxy_all){0};
}

/* A criterion in braces: its words up to the closing one, which is returned. */
static const struct node *read_braces(struct arena *a, const struct node *w, struct haproxy_condition *c,
                                      struct haproxy_term *t)
{
    struct buf b = {.a = a};
    for (; w->next && w->next->kind == NODE_WORD && !is_word(w, "}"); w = w->next) {
        buf_put(&b, w->text);
        buf_putc(&b, '\0');
        if (is_unsteady(w->text))
            c->when = HAPROXY_WHEN_UNSURE;
    }
    t->text = buf_str(&b);
    t->at = span_join(t->at, w->at);
    return w;
}

static void read_terms(struct arena *a, const struct node *w, const struct map *unsteady, struct haproxy_condition *c)
{
    struct haproxy_all all = {0};
    bool negated = false;
    for (; w && w->kind == NODE_WORD; w = w->next) {
        struct str text = w->text;
        if (!node_is_known(w))
            c->when = HAPROXY_WHEN_UNSURE;
        if (text.n == 0 && node_is_known(w))
            break;
        c->at = span_join(c->at, w->at);
        if (str_eq_nocase(text, STR("or")) || str_eq(text, STR("||"))) {
            end_list(a, c, &all);
            negated = false;
            continue;
        }
        for (; text.n && text.p[0] == '!'; text = str_slice(text, 1, text.n))
            negated = !negated;
        if (text.n == 0)
            continue;
        struct haproxy_term t = {.text = text, .negated = negated, .at = w->at};
        if (map_has(unsteady, text))
            c->when = HAPROXY_WHEN_UNSURE;
        if (str_eq(text, STR("{")) && w->next && w->next->kind == NODE_WORD) {
            w = read_braces(a, w, c, &t);
            c->at = span_join(c->at, w->at);
        }
        vec_push(a, &all.terms, t);
        negated = false;
    }
    end_list(a, c, &all);
}

static struct str key_of(struct arena *a, const struct haproxy_condition *c)
{
    struct buf b = {.a = a};
    buf_putc(&b, c->unless ? 'u' : 'i');
    for (uint32_t i = 0; i < c->any.n; i++) {
        buf_putc(&b, '|');
        for (uint32_t k = 0; k < c->any.p[i].terms.n; k++) {
            buf_putc(&b, c->any.p[i].terms.p[k].negated ? '!' : ' ');
            buf_put(&b, c->any.p[i].terms.p[k].text);
            buf_putc(&b, '\n');
        }
    }
    return buf_str(&b);
}

static bool is_constant(const struct haproxy_condition *c, const char *name)
{
    return c->any.n == 1 && c->any.p[0].terms.n == 1 && !c->any.p[0].terms.p[0].negated &&
           str_eq(c->any.p[0].terms.p[0].text, str_from(name));
}

struct haproxy_condition haproxy_condition_of(struct arena *a, const struct node *e, const struct map *unsteady)
{
    struct haproxy_condition c = {.when = HAPROXY_WHEN_ALWAYS};
    for (const struct node *w = e->first; w && w->kind == NODE_WORD && !c.word; w = w->next)
        if (is_word(w, "if") || is_word(w, "unless"))
            c.word = w;
    if (!c.word)
        return c;
    c.when = HAPROXY_WHEN_COND;
    c.unless = is_word(c.word, "unless");
    c.at = c.word->at;
    read_terms(a, c.word->next, unsteady, &c);
    if (c.when == HAPROXY_WHEN_COND && is_constant(&c, c.unless ? "FALSE" : "TRUE"))
        c.when = HAPROXY_WHEN_ALWAYS;
    if (c.when == HAPROXY_WHEN_COND && is_constant(&c, c.unless ? "TRUE" : "FALSE"))
        c.when = HAPROXY_WHEN_NEVER;
    c.key = key_of(a, &c);
    return c;
}

const struct haproxy_term *haproxy_contradiction(const struct haproxy_all *all)
{
    for (uint32_t i = 1; i < all->terms.n; i++)
        if (str_eq(all->terms.p[i - 1].text, all->terms.p[i].text))
            return &all->terms.p[i - 1];
    return NULL;
}

/* Rows in the order of enum haproxy_list: the keyword, the actions after which nothing of the list is run, and those of them that answer.
 * After "use-server" the next rule is asked where that server is down. Sources: http_rules.c, http_act.c, tcp_rules.c, http_ana.c, stream.c of v2.6.0. */
static const struct list_row {
    struct str keyword, final, answers;
} rows[HAPROXY_LISTS] = {
    {STR_INIT("tcp-request connection"), STR_INIT("accept reject silent-drop"), STR_INIT("reject silent-drop")},
    {STR_INIT("tcp-request session"), STR_INIT("accept reject silent-drop"), STR_INIT("reject silent-drop")},
    {STR_INIT("tcp-request content"), STR_INIT("accept reject silent-drop use-service"),
     STR_INIT("reject silent-drop use-service")},
    {STR_INIT("monitor fail"), {0}, {0}},
    {STR_INIT("http-request"), STR_INIT("allow deny tarpit auth redirect return reject silent-drop use-service"),
     STR_INIT("deny tarpit auth redirect return reject silent-drop use-service")},
    {STR_INIT("redirect"), STR_INIT("redirect"), STR_INIT("redirect")},
    {STR_INIT("use_backend"), STR_INIT("use_backend"), {0}},
    {STR_INIT("use-server"), {0}, {0}},
    {STR_INIT("tcp-response content"), STR_INIT("accept reject close silent-drop"), {0}},
    {STR_INIT("http-response"), STR_INIT("allow deny redirect return silent-drop"), {0}},
    {STR_INIT("http-after-response"), STR_INIT("allow"), {0}},
};

enum haproxy_list haproxy_list_of(const struct node *e)
{
    for (uint32_t i = 0; i < HAPROXY_LISTS; i++) {
        struct str k = rows[i].keyword;
        if (str_starts(e->text, k) && (e->text.n == k.n || e->text.p[k.n] == ' '))
            return (enum haproxy_list)i;
    }
    return HAPROXY_LISTS;
}

const char *haproxy_list_name(enum haproxy_list list)
{
    return rows[list].keyword.p;
}

struct str haproxy_action_of(const struct node *e)
{
    struct str k = rows[haproxy_list_of(e)].keyword;
    return e->text.n > k.n ? str_slice(e->text, k.n + 1, e->text.n) : e->text;
}

static bool is_among(struct str list, struct str word)
{
    while (list.n)
        if (str_eq(str_cut(&list, ' '), word))
            return true;
    return false;
}

/* "redirect ... ignore-empty" does nothing where its place comes out empty. */
static bool may_pass(const struct node *e)
{
    for (const struct node *w = e->first; w && w->kind == NODE_WORD; w = w->next)
        if (is_word(w, "ignore-empty"))
            return true;
    return false;
}

bool haproxy_is_final(const struct node *e)
{
    enum haproxy_list list = haproxy_list_of(e);
    return list < HAPROXY_LISTS && is_among(rows[list].final, haproxy_action_of(e)) && !may_pass(e);
}

bool haproxy_answers(const struct node *e)
{
    enum haproxy_list list = haproxy_list_of(e);
    return list < HAPROXY_LISTS && is_among(rows[list].answers, haproxy_action_of(e));
}
