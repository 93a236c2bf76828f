#include "checks/haproxy_lines.h"

enum { MAX_DEPTH = 64 }; /* defaults sections that take their settings from each other */

const struct haproxy_state *haproxy_state_of(const struct check_input *in)
{
    bool ours = in->job && in->job->state && str_eq(in->job->kind->name, STR("haproxy"));
    return ours ? in->job->state : NULL;
}

static bool ends_line(const struct node *w)
{
    return !w || w->kind != NODE_WORD || (w->text.n == 0 && !(w->flags & NODE_UNKNOWN));
}

uint32_t line_words(const struct node *e)
{
    uint32_t n = 0;
    for (const struct node *w = e->first; !ends_line(w); w = w->next)
        n++;
    return n;
}

const struct node *line_at(const struct node *e, uint32_t i)
{
    const struct node *w = e->first;
    for (; i > 0 && !ends_line(w); i--)
        w = w->next;
    return ends_line(w) ? NULL : w;
}

struct str line_word(const struct node *e, uint32_t i)
{
    const struct node *w = line_at(e, i);
    return w ? w->text : (struct str){0};
}

static const struct node *unknown_word(const struct node *e)
{
    for (const struct node *w = e->first; !ends_line(w); w = w->next)
        if (!node_is_known(w))
            return w;
    return NULL;
}

bool line_is_sure(const struct node *e)
{
    return !(e->flags & (NODE_FAULTY | NODE_CONDITIONAL)) && !unknown_word(e);
}

bool word_may_vanish(const struct node *w)
{
    return (w->flags & NODE_UNKNOWN) && w->text.n == 0;
}

bool line_is_whole(const struct node *e)
{
    if (e->flags & (NODE_FAULTY | NODE_CONDITIONAL))
        return false;
    for (const struct node *w = e->first; !ends_line(w); w = w->next)
        if (word_may_vanish(w))
            return false;
    return true;
}

void line_not_run(const struct check_input *in, const struct node *e)
{
    const struct node *w = unknown_word(e), *piece = w ? w->first : NULL;
    struct str missing = e->flags & NODE_CONDITIONAL ? STR("the condition of an .if") : STR("what a fault hides");
    while (piece && !(piece->flags & NODE_UNKNOWN))
        piece = piece->next;
    if (w)
        missing = piece ? diag_quote(in->a, piece->text) : STR("an environment variable");
    diag_not_run(in->sink, in->rule, &missing, 1, w ? w->at : e->name_at, (struct str){0});
}

struct span line_span(const struct node *e)
{
    struct span at = e->name_at;
    for (const struct node *w = e->first; !ends_line(w); w = w->next)
        at = span_join(at, w->at);
    return at;
}

struct line_options line_options(const struct kind_job *job, const struct node *e, uint32_t from,
                                 enum haproxy_class class)
{
    return (struct line_options){.job = job, .class = class, .next = line_at(e, from)};
}

/* Words behind an option: those of its form, or, of "source", as many as belong to it. */
static const struct node *skip_form(const struct node *w, struct str form)
{
    bool source = str_eq(form, STR("@source"));
    while (form.n && !ends_line(w)) {
        str_cut(&form, ' ');
        w = w->next;
    }
    while (source && !ends_line(w) && (str_eq(w->text, STR("usesrc")) || str_eq(w->text, STR("interface"))) &&
           !ends_line(w->next))
        w = w->next->next;
    return w;
}

bool line_next_option(struct line_options *it)
{
    uint32_t row;
    if (ends_line(it->next))
        return false;
    it->word = it->next;
    it->name = it->word->text;
    struct str form = {0};
    row = it->word->word; /* reading found it, or stopped before */
    if (row || haproxy_word_pick(it->name, it->class, 0, it->job->target, &row) == HAPROXY_FIT_OK)
        form = haproxy_word_str(haproxy_words[row].form);
    bool has_value = form.n && !ends_line(it->word->next);
    it->value = has_value ? it->word->next : NULL;
    it->next = skip_form(it->word->next, form);
    return true;
}

bool proxy_counts(const struct haproxy_proxy *p)
{
    return p->context != HAPROXY_IN_DEFAULTS && p->name.n && !(p->section->flags & NODE_FAULTY) && !p->disabled;
}

const char *proxy_title(struct arena *a, const struct haproxy_proxy *p)
{
    return str_printf(a, "%s '%.*s'", haproxy_context_name(p->context), STR_ARG(diag_quote(a, p->name))).p;
}

struct span proxy_at(const struct haproxy_proxy *p)
{
    const struct node *name = line_at(p->section, 0);
    return name ? name->at : p->section->name_at;
}

static bool is_about(const struct node *e, struct str keyword)
{
    struct str text = e->text;
    if (str_starts(text, STR("no ")))
        text = str_slice(text, 3, text.n);
    else if (str_starts(text, STR("default ")))
        text = str_slice(text, 8, text.n);
    return str_eq(text, keyword);
}

const struct node *proxy_line(const struct haproxy_proxy *p, struct str keyword)
{
    if (p->context == HAPROXY_IN_DEFAULTS)
        return map_get(&p->last, keyword);
    for (uint32_t k = p->lines.n; k > 0; k--)
        if (is_about(p->lines.p[k - 1], keyword))
            return p->lines.p[k - 1];
    return NULL;
}

const struct node *proxy_line_inherited(const struct haproxy_proxy *p, struct str keyword)
{
    const struct node *found = NULL;
    for (int depth = 0; p && !found && depth < MAX_DEPTH; depth++, p = p->from)
        found = proxy_line(p, keyword);
    return found;
}

bool line_is_on(const struct node *e)
{
    return e && !str_starts(e->text, STR("no ")) && !str_starts(e->text, STR("default "));
}

static struct str section_key(const struct haproxy_proxy *p)
{
    return (struct str){(const char *)&p->section, sizeof p->section};
}

struct proxy_found proxy_search_in(const struct proxy_search *q, const struct haproxy_proxy *p)
{
    const struct proxy_found *from = p->from ? map_get(&q->defaults, section_key(p->from)) : NULL;
    struct proxy_found found = from ? *from : (struct proxy_found){0};
    bool defaults = p->context == HAPROXY_IN_DEFAULTS;
    for (uint32_t i = 0; i < p->lines.n && !found.sure; i++) {
        const struct node *e = p->lines.p[i];
        if (!q->fits(e, defaults))
            continue;
        found.sure = !(e->flags & NODE_CONDITIONAL);
        found.doubt = e;
    }
    return found;
}

struct proxy_search proxy_search(struct arena *a, const struct haproxy_state *s, line_fits *fits)
{
    struct proxy_search q = {.a = a, .fits = fits, .defaults = {.a = a}};
    for (uint32_t i = 0; i < s->proxies.n; i++) {
        const struct haproxy_proxy *p = s->proxies.p[i];
        if (p->context != HAPROXY_IN_DEFAULTS)
            continue;
        struct proxy_found *found = arena_new(a, struct proxy_found);
        *found = proxy_search_in(&q, p);
        map_put(&q.defaults, section_key(p), found, NULL);
    }
    return q;
}
