#include "engine/judged.h"

#include "base/map.h"
#include "base/path.h"

/* What is known of one document's judgement. */
struct judged_document {
    bool lost;          /* reading lost part of it: what stands there was not judged */
    bool host_left_out; /* a host runs it that --host does not name */
    bool *not_run;      /* by index of the run's rules */
};

struct judged {
    struct run *run;
    struct map documents; /* path -> struct judged_document */
};

static uint32_t index_of(const struct run *run, const struct active_rule *r)
{
    return (uint32_t)(r - run->rules.rules);
}

bool judged_searched(const struct run *run, struct arena *scratch, struct str path)
{
    if (run->options->paths.n == 0)
        return path_is_below(path, run->cwd);
    for (uint32_t i = 0; i < run->options->paths.n; i++)
        if (path_is_below(path, path_absolute(scratch, run->cwd, run->options->paths.p[i])))
            return true;
    return false;
}

bool judged_loses(struct str rule)
{
    static const enum syntax_rule rules[] = {SYNTAX_NOT_PARSED, SYNTAX_UNEXPECTED_TOKEN, SYNTAX_UNTERMINATED,
                                             SYNTAX_TOO_LONG, META_LIMIT};
    for (uint32_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        if (str_eq(syntax_rule_id(rules[i]), rule))
            return true;
    return false;
}

static bool lost_part(const struct document *d)
{
    for (uint32_t i = 0; i < d->sink.findings.n; i++)
        if (judged_loses(d->sink.findings.p[i]->rule))
            return true;
    return d->sink.n_dropped > 0;
}

static bool is_chosen(const struct run_hosts *hosts, const struct host *h)
{
    for (uint32_t i = 0; i < hosts->chosen.n; i++)
        if (hosts->chosen.p[i] == h)
            return true;
    return false;
}

static bool leaves_host_out(const struct run *run, const struct document *d)
{
    const struct facts *facts = &run->hosts.facts;
    for (uint32_t i = 0; i < facts->hosts.n && run->options->hosts.n > 0; i++)
        if (!is_chosen(&run->hosts, facts->hosts.p[i]) && host_lists_file(facts->hosts.p[i], d->file->real))
            return true;
    return false;
}

/* The document that a place was read with: the file that no include has led to. */
static struct str root_path(struct run *run, struct span at)
{
    struct place p = source_place(&run->sources, at);
    while (!span_is_none(p.via))
        p = source_place(&run->sources, p.via);
    return p.file ? p.file->path : (struct str){0};
}

static struct judged_document *document_at(struct judged *j, struct str path)
{
    bool first;
    struct map_entry *e = map_put(&j->documents, path, NULL, &first);
    if (first) {
        struct judged_document *d = arena_new(&j->run->arena, struct judged_document);
        d->not_run = arena_array(&j->run->arena, bool, j->run->rules.n);
        e->value = d;
    }
    return e->value;
}

/* Outcomes "not run" go to their document; those without a place to all. */
static void mark_not_run(struct judged *j, const struct not_run *n)
{
    const struct active_rule *r = ruleset_find(&j->run->rules, n->rule);
    struct str path = root_path(j->run, n->at);
    if (!r)
        return;
    uint32_t index = index_of(j->run, r);
    if (path.n > 0)
        document_at(j, path)->not_run[index] = true;
    for (uint32_t i = 0; path.n == 0 && i < j->documents.n; i++)
        ((struct judged_document *)j->documents.entries[i].value)->not_run[index] = true;
}

struct judged *judged_know(struct run *run)
{
    struct judged *j = arena_new(&run->arena, struct judged);
    j->run = run;
    j->documents.a = &run->arena;
    for (uint32_t i = 0; i < run->documents.n; i++) {
        const struct document *d = run->documents.p[i];
        struct judged_document *known = document_at(j, d->path);
        known->lost = !d->included && lost_part(d);
        known->host_left_out = leaves_host_out(run, d);
    }
    for (uint32_t i = 0; i < run->not_run.n; i++)
        mark_not_run(j, run->not_run.p[i]);
    return j;
}

static bool is_tainted(const struct node *n)
{
    for (; n; n = n->parent)
        if (n->flags & NODE_TAINTED)
            return true;
    return false;
}

/* Rules that are judged after reading end as not run where something missing may matter. */
bool judged_rule_ran(const struct judged *j, const struct active_rule *r, const struct document *d,
                     const struct node *at)
{
    const struct judged_document *known = map_get(&j->documents, d->path);
    bool by_reader = r->check && r->check->scope == CHECK_READER;
    if (!r->enabled || known->lost || known->not_run[index_of(j->run, r)])
        return false;
    if (by_reader)
        return !is_tainted(at);
    return d->role == DOCUMENT_ROOT && !known->host_left_out;
}

bool judged_completely(const struct run *run)
{
    const struct outcome *o = &run->outcome;
    for (uint32_t i = 0; i < o->findings.n; i++)
        if (str_eq(o->findings.p[i]->rule, STR("meta/rule-failed")))
            return false;
    return !run->options->before && run->options->stands_for.n == 0 && run->options->choices.n == 0 &&
           o->n_dropped == 0;
}
