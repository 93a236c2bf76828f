/* Rules that are run in another order than they are written, or never. */
#include "checks/checks.h"
#include "checks/haproxy_conditions.h"

/* ---- order (warnif_misplaced_* of src/cfgparse.c) ---- */

/* HAProxy calls all of tcp-request by its first word. */
static const char *rule_name(enum haproxy_list list)
{
    return list <= HAPROXY_LIST_CONTENT ? "tcp-request" : haproxy_list_name(list);
}

struct misplaced {
    struct finding *finding; /* of the first one */
    uint32_t more;
};

struct ordering {
    const struct check_input *in;
    const struct node *first[HAPROXY_LISTS]; /* of the section's rules */
    struct misplaced misplaced[HAPROXY_LISTS][HAPROXY_LISTS];
};

static void misplace(struct ordering *o, const struct node *e, enum haproxy_list list, enum haproxy_list after)
{
    struct misplaced *m = &o->misplaced[list][after];
    if (m->finding) {
        m->more++;
        return;
    }
    const char *an = after == HAPROXY_LIST_REQUEST ? "an" : "a";
    m->finding = diag_add(o->in->sink, o->in->rule, e->name_at,
                          "a '%s' rule placed after %s '%s' rule will still be processed before", rule_name(list), an,
                          haproxy_list_name(after));
    diag_label(o->in->sink, m->finding, "runs before all '%s' rules", haproxy_list_name(after));
    diag_related(o->in->sink, m->finding, o->first[after]->name_at, "the first '%s' rule", haproxy_list_name(after));
    diag_help(o->in->sink, m->finding, "move it before the '%s' rules, where it is run", haproxy_list_name(after));
}

static void order_line(struct ordering *o, const struct node *e)
{
    enum haproxy_list list = haproxy_list_of(e);
    /* "use_backend" and "use-server" HAProxy lets stand behind each other. */
    if (list > HAPROXY_LIST_USE_SERVER || (e->flags & (NODE_FAULTY | NODE_CONDITIONAL)))
        return;
    enum haproxy_list after = (enum haproxy_list)(list + 1);
    while (after <= HAPROXY_LIST_USE_SERVER && !o->first[after])
        after = (enum haproxy_list)(after + 1);
    if (list < HAPROXY_LIST_USE_BACKEND && after <= HAPROXY_LIST_USE_SERVER)
        misplace(o, e, list, after);
    if (!o->first[list])
        o->first[list] = e;
}

static void note_others(struct ordering *o)
{
    for (uint32_t i = 0; i < HAPROXY_LISTS; i++)
        for (uint32_t k = 0; k < HAPROXY_LISTS; k++)
            if (o->misplaced[i][k].more)
                diag_note(o->in->sink, o->misplaced[i][k].finding, "so %s %u more '%s' rule%s of this section",
                          o->misplaced[i][k].more > 1 ? "are" : "is", o->misplaced[i][k].more,
                          rule_name((enum haproxy_list)i), o->misplaced[i][k].more > 1 ? "s" : "");
}

void check_haproxy_rule_order(const struct check_input *in)
{
    const struct haproxy_state *s = haproxy_state_of(in);
    struct ordering *o = arena_new(in->a, struct ordering);
    for (uint32_t i = 0; s && i < s->proxies.n; i++) {
        *o = (struct ordering){.in = in};
        for (uint32_t k = 0; k < s->proxies.p[i]->lines.n; k++) {
            const struct node *e = s->proxies.p[i]->lines.p[k];
            order_line(o, e);
        }
        note_others(o);
    }
}

/* ---- rules that are never run ---- */

struct shadowing {
    const struct check_input *in;
    const struct haproxy_proxy *proxy;
    const struct map *unsteady;
    struct {
        const struct node *final; /* a rule without a condition, after which nothing is run */
        struct finding *finding;  /* about what stands behind it */
        uint32_t more;
        struct map conditions;    /* of final rules -> their lines */
        const struct node *doubt; /* a final rule that may stand or not, or whose condition is not known */
    } lists[HAPROXY_LISTS];
};

/* Rules behind one that is always run and final. */
static void behind_final(struct shadowing *s, const struct node *e, enum haproxy_list list)
{
    const struct check_input *in = s->in;
    const char *name = haproxy_list_name(list);
    if (s->lists[list].finding) {
        s->lists[list].more++;
        return;
    }
    const struct node *final = s->lists[list].final;
    struct finding *f =
        diag_add(in->sink, in->rule, e->name_at, "'%s' rule behind one that is final and has no condition", name);
    s->lists[list].finding = f;
    diag_label(in->sink, f, "never run");
    diag_related(in->sink, f, line_span(final), "ends the '%s' rules", name);
    diag_help(in->sink, f, "give that rule a condition, move it behind the others, or drop what is never run");
}

/* The line that took a condition already, or one of its terms alone, which holds whenever all of them do. */
static const struct node *taken_before(const struct map *taken, struct arena *a, const struct haproxy_condition *c,
                                       bool *ret_same)
{
    const struct node *line = map_get(taken, c->key);
    *ret_same = line != NULL;
    if (line || c->unless || c->any.n != 1 || c->any.p[0].terms.n < 2)
        return line;
    for (uint32_t i = 0; i < c->any.p[0].terms.n && !line; i++) {
        const struct haproxy_term *t = &c->any.p[0].terms.p[i];
        line = map_get(taken, str_printf(a, "i|%c%.*s\n", t->negated ? '!' : ' ', STR_ARG(t->text)));
    }
    return line;
}

static void same_condition(struct shadowing *s, const struct node *e, const struct haproxy_condition *c,
                           const struct node *first, bool same)
{
    const struct check_input *in = s->in;
    struct haproxy_condition other = haproxy_condition_of(in->a, first, s->unsteady);
    struct finding *f = diag_add(in->sink, in->rule, c->at, "'%.*s' rule with %s", STR_ARG(diag_quote(in->a, e->text)),
                                 same ? "the condition of an earlier one" : "a condition that an earlier one takes");
    diag_label(in->sink, f, "never run: whenever this holds, the earlier rule was taken");
    diag_related(in->sink, f, other.at, same ? "the same condition" : "holds whenever all of that does");
    diag_help(in->sink, f, "drop one of the two, or mend its condition");
}

/* An ACL's name, or a criterion, as it is written. */
static const char *term_text(const struct check_input *in, const struct haproxy_term *t)
{
    struct str text = source_text(in->sources, t->at);
    while (text.n && text.p[0] == '!')
        text = str_slice(text, 1, text.n);
    return diag_quote(in->a, text).p;
}

/* True when the condition never holds. */
static bool contradicts(struct shadowing *s, const struct node *e, const struct haproxy_condition *c)
{
    const struct haproxy_term *t = NULL;
    if (c->when != HAPROXY_WHEN_COND || c->unless)
        return false;
    for (uint32_t i = 0; i < c->any.n; i++)
        if (!(t = haproxy_contradiction(&c->any.p[i])))
            return false;
    if (!t)
        return false;
    const struct haproxy_term *other = t + 1;
    struct finding *f = diag_add(s->in->sink, s->in->rule, c->at, "'%.*s' rule with a condition that never holds",
                                 STR_ARG(diag_quote(s->in->a, e->text)));
    diag_label(s->in->sink, f, "never run: '%s' and its negation", term_text(s->in, t));
    diag_related(s->in->sink, f, t->negated ? t->at : other->at, "the negation");
    diag_help(s->in->sink, f, "write 'or' between them, or drop one");
    return true;
}

static void note_final(struct shadowing *s, const struct node *e, const struct haproxy_condition *c,
                       enum haproxy_list list)
{
    s->lists[list].conditions.a = s->in->a;
    if (c->when == HAPROXY_WHEN_ALWAYS)
        s->lists[list].final = e;
    else if (c->when == HAPROXY_WHEN_COND)
        map_put(&s->lists[list].conditions, c->key, (void *)(uintptr_t)e, NULL);
}

/* A rule that changes what later conditions look at: what was asked before it proves nothing behind it. */
static void forget(struct shadowing *s, enum haproxy_list list)
{
    s->lists[list].conditions = (struct map){0};
}

static void shadow_line(struct shadowing *s, const struct node *e)
{
    enum haproxy_list list = haproxy_list_of(e);
    bool same;
    if (list == HAPROXY_LISTS || list == HAPROXY_LIST_MONITOR || (e->flags & NODE_FAULTY))
        return;
    if (s->lists[list].final) {
        behind_final(s, e, list);
        return;
    }
    if (s->lists[list].doubt) {
        line_not_run(s->in, s->lists[list].doubt);
        s->lists[list].doubt = NULL;
    }
    bool final = haproxy_is_final(e);
    struct haproxy_condition c = haproxy_condition_of(s->in->a, e, s->unsteady);
    if (e->flags & NODE_CONDITIONAL) {
        if (final && c.when == HAPROXY_WHEN_ALWAYS)
            s->lists[list].doubt = e;
        if (!final)
            forget(s, list);
        return;
    }
    if (contradicts(s, e, &c))
        return;
    const struct node *first =
        c.when == HAPROXY_WHEN_COND ? taken_before(&s->lists[list].conditions, s->in->a, &c, &same) : NULL;
    if (first)
        same_condition(s, e, &c, first, same);
    else if (final)
        note_final(s, e, &c, list);
    else
        forget(s, list);
}

/* An unconditional "use_backend" of a name that is written out leaves nothing to default_backend. */
static void shadow_default(struct shadowing *s)
{
    const struct node *final = s->lists[HAPROXY_LIST_USE_BACKEND].final,
                      *e = proxy_line(s->proxy, STR("default_backend"));
    const struct node *target = final ? line_at(final, 0) : NULL;
    if (!target || !e || (e->flags & (NODE_FAULTY | NODE_CONDITIONAL)) || !node_is_known(target) ||
        str_find(target->text, STR("%[")) < target->text.n)
        return;
    struct finding *f = diag_add(s->in->sink, s->in->rule, e->name_at,
                                 "'default_backend' beside a 'use_backend' rule without a condition");
    diag_label(s->in->sink, f, "never used");
    diag_related(s->in->sink, f, line_span(final), "takes everything");
    diag_help(s->in->sink, f, "give the 'use_backend' rule a condition, or drop one of the two");
}

static void note_more(struct shadowing *s)
{
    for (uint32_t i = 0; i < HAPROXY_LISTS; i++)
        if (s->lists[i].more)
            diag_note(s->in->sink, s->lists[i].finding, "so %s %u more '%s' rule%s behind it",
                      s->lists[i].more > 1 ? "are" : "is", s->lists[i].more, haproxy_list_name((enum haproxy_list)i),
                      s->lists[i].more > 1 ? "s" : "");
}

void check_haproxy_shadowed_rule(const struct check_input *in)
{
    const struct haproxy_state *state = haproxy_state_of(in);
    if (!state)
        return;
    struct map unsteady = haproxy_unsteady_acls(in->a, state);
    struct shadowing *s = arena_new(in->a, struct shadowing);
    for (uint32_t i = 0; i < state->proxies.n; i++) {
        *s = (struct shadowing){.in = in, .proxy = state->proxies.p[i], .unsteady = &unsteady};
        for (uint32_t k = 0; k < s->proxy->lines.n; k++)
            shadow_line(s, s->proxy->lines.p[k]);
        shadow_default(s);
        note_more(s);
    }
}
