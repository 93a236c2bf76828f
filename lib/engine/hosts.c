#include "engine/hosts.h"

#include "facts/probe.h"

/* A choice in the making. */
struct choosing {
    struct reading *r;
    const struct project *p;
    const struct hosts_request *q;
    struct run_hosts *ret;
};

/* A value of the command line. It stands nowhere, so what is wrong with it is told without a place. */
static void read_given(struct choosing *c, const char *option, struct str text, enum scalar type, const char *what,
                       struct value *to)
{
    struct origin *o = arena_new(c->r->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_FACT, .text = str_from(option), .written = text};
    struct value v;
    if (text.n == 0)
        return;
    if (scalar_parse(text, type, &v))
        *to = value_with_origin(v, o);
    else
        document_fault(c->r, SPAN_NONE, "%s is \"%s\", not %s", option, diag_quote(c->r->a, text).p, what);
}

static void choose_by_hand(struct choosing *c)
{
    struct host *h = arena_new(c->r->a, struct host);
    struct facts *f = &c->ret->facts;
    if (c->q->n_facts > 0 || c->q->n_names > 0)
        document_fault(c->r, SPAN_NONE, "--cpus and --memory describe one nameless host; --%s names others",
                       c->q->n_facts > 0 ? "facts" : "host");
    read_given(c, "--cpus", c->q->cpus, SCALAR_CPUS, "a number of CPUs above 0", &h->cpus);
    read_given(c, "--memory", c->q->memory, SCALAR_SIZE, "a size", &h->memory);
    h->source = STR("command line");
    host_finish(c->r->a, h);
    facts_append(c->r, f, &c->p->facts);
    f->entries.n = 0; /* of loadline.yaml: only what it says of names and certificates holds */
    vec_push(c->r->a, &f->hosts, h);
}

static void add_machine(struct choosing *c)
{
    struct str root = c->q->machine;
    struct host *h = root.n > 0 ? probe_system(c->r->a, root) : probe_machine(c->r->a);
    facts_add_host(c->r, &c->ret->facts, h, FACTS_FILES);
}

/* Whether loadline.yaml tells of hosts. Globs alone don't: they add to hosts named elsewhere. */
static bool project_has_facts(const struct project *p)
{
    for (uint32_t i = 0; i < p->facts.entries.n; i++)
        if (!p->facts.entries.p[i]->glob)
            return true;
    return p->fact_places.n > 0;
}

/* Why this machine's own facts are not used when no others are told; empty: they are. */
static struct str why_not_machine(const struct hosts_request *q)
{
    if (q->hook)
        return STR("in a hook this machine's own facts are not used; give those of hosts in loadline.yaml or with "
                   "--facts (`loadline facts` on the host prints them)");
    if (q->in_ci)
        return STR("CI is set, so this machine's own facts are not used; give a host's facts with --facts "
                   "(`loadline facts` on the host prints them)");
    if (q->compared)
        return STR("others compare with the same findings, so this machine's own facts are not used; give a host's "
                   "facts with --facts (`loadline facts` on the host prints them), or --facts local");
    return (struct str){0};
}

static void gather(struct choosing *c)
{
    struct facts *f = &c->ret->facts;
    for (uint32_t i = 0; i < c->q->n_facts; i++) {
        if (str_eq(c->q->facts[i], STR("local")))
            add_machine(c);
        else
            facts_load(c->r, f, c->q->facts[i], c->r->files->base, SPAN_NONE);
    }
    bool told = c->q->n_facts > 0 || project_has_facts(c->p);
    if (c->q->n_facts == 0)
        project_load_facts(c->r, c->p, f);
    if (!told)
        c->ret->why_none = why_not_machine(c->q);
    c->ret->unasked = !told && c->ret->why_none.n == 0;
    if (c->ret->unasked)
        add_machine(c);
    facts_append(c->r, f, &c->p->facts);
    facts_merge(c->r, f);
}

static void choose_named(struct choosing *c)
{
    for (uint32_t i = 0; i < c->q->n_names; i++) {
        struct str name = c->q->names[i];
        const struct host *h = facts_host(&c->ret->facts, name);
        if (h) {
            vec_push(c->r->a, &c->ret->chosen, h);
            continue;
        }
        if (c->q->earlier)
            continue;
        struct str nearest = facts_nearest_host(&c->ret->facts, name);
        struct finding *f =
            document_fault(c->r, SPAN_NONE, "--host %s: no facts name such a host", diag_quote(c->r->a, name).p);
        if (nearest.n > 0)
            diag_help(c->r->faults, f, "the nearest known host is `%s`", diag_quote(c->r->a, nearest).p);
    }
}

/* --host given twice for one host is one host. */
static void drop_repeats(struct run_hosts *h)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < h->chosen.n; i++) {
        bool seen = false;
        for (uint32_t k = 0; k < n; k++)
            seen |= h->chosen.p[k] == h->chosen.p[i];
        if (!seen)
            h->chosen.p[n++] = h->chosen.p[i];
    }
    h->chosen.n = n;
}

void hosts_choose(struct reading *r, const struct project *p, const struct hosts_request *q, struct run_hosts *ret)
{
    struct choosing c = {r, p, q, ret};
    *ret = (struct run_hosts){.only = NULL};
    if (q->cpus.n > 0 || q->memory.n > 0)
        choose_by_hand(&c);
    else
        gather(&c);
    choose_named(&c);
    drop_repeats(ret);
    for (uint32_t i = 0; q->n_names == 0 && i < ret->facts.hosts.n; i++)
        vec_push(r->a, &ret->chosen, ret->facts.hosts.p[i]);
    if (ret->chosen.n == 1)
        ret->only = ret->chosen.p[0];
    if (ret->chosen.n == 0 && ret->why_none.n == 0)
        ret->why_none = STR("the facts name no host");
}

static bool anybody_lists(const struct run_hosts *h, struct str real)
{
    for (uint32_t i = 0; i < h->facts.hosts.n; i++)
        if (host_lists_file(h->facts.hosts.p[i], real))
            return true;
    return false;
}

uint32_t hosts_for_file(const struct run_hosts *h, struct arena *a, struct str real, const struct host ***ret)
{
    VEC(const struct host *) found = {0};
    for (uint32_t i = 0; i < h->chosen.n; i++)
        if (host_lists_file(h->chosen.p[i], real))
            vec_push(a, &found, h->chosen.p[i]);
    if (found.n == 0 && h->only && !anybody_lists(h, real))
        vec_push(a, &found, h->only);
    *ret = found.p;
    return found.n;
}
