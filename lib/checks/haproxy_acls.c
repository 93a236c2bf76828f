/* ACLs: never used, never matching, or matched otherwise than they are written. */
#include "checks/checks.h"
#include "checks/haproxy_lines.h"

/* ---- ACLs that nothing asks ---- */

/* What a section's lines ask, those that are passed over included. */
struct asked {
    struct map names;
    const struct node *unknown; /* a line with a word behind its "if" that is not known */
};

static bool is_name_byte(char c)
{
    return ch_is_alpha(c) || ch_is_digit(c) || c == '_' || c == '-' || c == '.' || c == ':';
}

/* Every run of bytes that may be a name: of the fetch acl(name,!name), or of a line that is passed over. */
static void ask_all(struct asked *q, struct str s)
{
    for (uint32_t i = 0; i < s.n;) {
        uint32_t from = i;
        while (i < s.n && is_name_byte(s.p[i]))
            i++;
        if (i > from)
            map_put(&q->names, str_slice(s, from, i), NULL, NULL);
        i += i == from;
    }
}

static void ask_word(struct asked *q, struct str s)
{
    while (s.n && s.p[0] == '!')
        s = str_slice(s, 1, s.n);
    map_put(&q->names, s, NULL, NULL);
}

/* Names stand behind "if" and "unless", outside of braces. */
static void ask_line(struct asked *q, const struct node *e)
{
    bool condition = false, braces = false;
    for (const struct node *w = e->first; w && w->kind == NODE_WORD; w = w->next) {
        bool plain = w->quote == QUOTE_NONE;
        braces |= plain && (str_eq(w->text, STR("{")) || str_eq(w->text, STR("!{")));
        if (condition && !braces)
            ask_word(q, w->text);
        if (str_find(w->text, STR("acl(")) < w->text.n)
            ask_all(q, w->text);
        if (condition && !braces && !node_is_known(w) && !q->unknown)
            q->unknown = e;
        braces &= !(plain && str_eq(w->text, STR("}")));
        condition |= str_eq(w->text, STR("if")) || str_eq(w->text, STR("unless"));
    }
}

static void ask_section(struct asked *q, const struct haproxy_proxy *p)
{
    for (uint32_t i = 0; i < p->lines.n; i++)
        ask_line(q, p->lines.p[i]);
    for (uint32_t i = 0; i < p->unread.n; i++)
        ask_all(q, p->unread.p[i]->text);
}

static void report_unused(const struct check_input *in, const struct node *e, const struct node *section)
{
    const struct node *name = line_at(e, 0);
    struct str of = line_word(section, 0);
    const char *shown = diag_quote(in->a, name->text).p;
    struct finding *f = of.n ? diag_add(in->sink, in->rule, name->at, "no condition of %.*s '%.*s' uses ACL '%s'",
                                        STR_ARG(section->text), STR_ARG(diag_quote(in->a, of)), shown)
                             : diag_add(in->sink, in->rule, name->at, "no condition of this %.*s section uses ACL '%s'",
                                        STR_ARG(section->text), shown);
    diag_label(in->sink, f, "looked for in every line of the section");
    diag_help(in->sink, f, "drop it, or look for the rule that was meant to ask it");
}

/* Lines of one ACL make it together; the first one is reported. */
static void judge_section(const struct check_input *in, struct asked *q, const struct haproxy_proxy *p)
{
    struct map told = {.a = in->a};
    for (uint32_t i = 0; i < p->lines.n; i++) {
        const struct node *e = p->lines.p[i];
        bool fresh, sure = line_is(e, "acl") && !(e->flags & (NODE_FAULTY | NODE_CONDITIONAL)) && line_at(e, 0) &&
                           node_is_known(line_at(e, 0));
        if (!sure || map_has(&q->names, line_word(e, 0)))
            continue;
        if (q->unknown) {
            line_not_run(in, q->unknown);
            return;
        }
        map_put(&told, line_word(e, 0), NULL, &fresh);
        if (fresh)
            report_unused(in, e, p->section);
    }
}

/* Proxies that take their settings from a section. */
struct heirs {
    VEC(const struct haproxy_proxy *) proxies;
};

static struct str section_key(struct node *const *section)
{
    return (struct str){(const char *)section, sizeof *section};
}

static struct map find_heirs(struct arena *a, const struct haproxy_state *s)
{
    struct map heirs = {.a = a};
    for (uint32_t i = 0; i < s->proxies.n; i++) {
        const struct haproxy_proxy *p = s->proxies.p[i];
        bool fresh;
        if (!p->from)
            continue;
        struct map_entry *e = map_put(&heirs, section_key(&p->from->section), NULL, &fresh);
        if (fresh)
            e->value = arena_new(a, struct heirs);
        struct heirs *h = e->value;
        vec_push(a, &h->proxies, p);
    }
    return heirs;
}

void check_haproxy_unused_acl(const struct check_input *in)
{
    const struct haproxy_state *s = haproxy_state_of(in);
    if (!s)
        return;
    struct map heirs = find_heirs(in->a, s);
    for (uint32_t i = 0; i < s->proxies.n; i++) {
        const struct haproxy_proxy *p = s->proxies.p[i];
        if (!proxy_line(p, STR("acl")))
            continue;
        struct asked q = {.names = {.a = in->a}};
        const struct heirs *h = map_get(&heirs, section_key(&p->section));
        ask_section(&q, p);
        for (uint32_t k = 0; h && k < h->proxies.n; k++)
            ask_section(&q, h->proxies.p[k]);
        judge_section(in, &q, p);
    }
}

/* ---- ACLs that never match ---- */

void check_haproxy_acl_without_pattern(const struct check_input *in)
{
    const struct haproxy_state *s = haproxy_state_of(in);
    for (uint32_t i = 0; s && i < s->bare.n; i++) {
        const struct haproxy_bare *b = &s->bare.p[i];
        bool named = line_is(b->entry, "acl");
        if (b->entry->flags & (NODE_FAULTY | NODE_CONDITIONAL))
            continue;
        const char *keyword = diag_quote(in->a, b->keyword).p;
        struct finding *f =
            named ? diag_add(in->sink, in->rule, b->at, "no pattern to match '%s' against, so ACL '%.*s' never matches",
                             keyword, STR_ARG(diag_quote(in->a, line_word(b->entry, 0))))
                  : diag_add(in->sink, in->rule, b->at,
                             "no pattern to match '%s' against, so this criterion never matches", keyword);
        diag_label(in->sink, f, "nothing stands behind it");
        diag_help(in->sink, f,
                  "use '-m found' to match existence, '-m bool' for an integer as a boolean, '--' if it is meant");
    }
}

/* ---- two ways to match ---- */

static void judge_criterion(const struct check_input *in, const struct node **at)
{
    const struct node *w = *at, *first = NULL, *last = NULL;
    for (w = w ? w->next : NULL;
         w && w->kind == NODE_WORD && w->text.n && w->text.p[0] == '-' && !str_eq(w->text, STR("--")); w = w->next) {
        bool match = str_eq(w->text, STR("-m")),
             two = match || str_eq(w->text, STR("-f")) || str_eq(w->text, STR("-u"));
        if (two && (!w->next || w->next->kind != NODE_WORD))
            break;
        w = two ? w->next : w;
        first = match && !first ? w : first;
        last = match ? w : last;
    }
    *at = w;
    if (first == last || !node_is_known(first) || !node_is_known(last) || str_eq(first->text, last->text))
        return;
    struct finding *f = diag_add(in->sink, in->rule, last->at, "'-m %.*s' takes the place of '-m %.*s'",
                                 STR_ARG(diag_quote(in->a, last->text)), STR_ARG(diag_quote(in->a, first->text)));
    diag_label(in->sink, f, "the last one counts");
    diag_related(in->sink, f, first->at, "without effect");
    diag_help(in->sink, f, "keep one; two ways to match take two lines of one ACL");
}

static void judge_flags(const struct check_input *in, const struct node *e)
{
    const struct node *w = line_is(e, "acl") ? line_at(e, 1) : NULL;
    if (e->flags & (NODE_FAULTY | NODE_CONDITIONAL))
        return;
    if (w) {
        judge_criterion(in, &w);
        return;
    }
    for (w = e->first; w && w->kind == NODE_WORD; w = w ? w->next : NULL)
        if ((str_eq(w->text, STR("{")) || str_eq(w->text, STR("!{"))) && w->quote == QUOTE_NONE && w->next &&
            w->next->kind == NODE_WORD) {
            w = w->next;
            judge_criterion(in, &w);
        }
}

void check_haproxy_two_match_flags(const struct check_input *in)
{
    const struct haproxy_state *s = haproxy_state_of(in);
    for (uint32_t i = 0; s && i < s->proxies.n; i++)
        for (uint32_t k = 0; k < s->proxies.p[i]->lines.n; k++)
            judge_flags(in, s->proxies.p[i]->lines.p[k]);
}
