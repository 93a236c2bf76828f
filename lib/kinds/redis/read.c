#include "kinds/embed.h"
#include "kinds/redis/redis.h"
#include "kinds/splice.h"

/* What is still open of an include taints the document. */
static void include(struct splice *s, struct node *entry)
{
    const struct node *word = node_word(entry, 0);
    struct node *top = entry;
    while (top->parent)
        top = top->parent;
    if (!node_is_known(word)) {
        diag_not_analysed(s->job->sink, word->at, (struct str){0}, "include of a file whose name is not known");
        entry->flags |= NODE_INCLUDE | NODE_BLOCK | NODE_TAINTED;
    }
    if ((entry->flags & NODE_TAINTED) || !splice_include(s, entry, word->at, word->text, true))
        top->flags |= NODE_TAINTED;
}

static void walk(void *ctx, struct node *root)
{
    struct splice *s = ctx;
    for (struct node *e = root->first; e; e = e->next)
        if (e->kind == NODE_ENTRY && redis_check_entry(s->job, e) && str_eq(e->text, STR("include")))
            include(s, e);
}

/* ---- command lines: redis-server [config] [--name value ...] ---- */

static bool is_option(struct str word)
{
    return str_starts(word, STR("--")) && word.n > 2;
}

static struct node *add(struct kind_job *job, struct node *parent, enum node_kind kind, struct str text, struct span at)
{
    struct node *n = node_new(job->a, kind, at);
    n->name_at = at;
    n->text = text;
    n->flags |= kind == NODE_WORD && str_find_byte(text, '$') < text.n ? NODE_UNKNOWN : 0;
    node_add(parent, n);
    return n;
}

struct node *redis_read_command(struct kind_job *job)
{
    struct str text = source_get(job->sources, job->source)->text, word;
    struct node *root = node_new(job->a, NODE_ROOT, (struct span){job->source, 0, text.n}), *entry = NULL;
    uint32_t i = 0;
    for (uint32_t off = 0, from = 0; command_next(text, &off, &word); from = off, i++) {
        struct span at = {job->source, from, word.n};
        if (is_option(word))
            entry = add(job, root, NODE_ENTRY, str_slice(word, 2, word.n), span_part(at, 2, word.n));
        else if (entry && i > 0)
            add(job, entry, NODE_WORD, word, at);
    }
    for (struct node *e = root->first; e; e = e->next)
        if (e->first && e->last)
            e->at = span_join(e->name_at, e->last->at);
    for (struct node *e = root->first; e; e = e->next)
        redis_check_entry(job, e);
    return root;
}

struct node *redis_read(struct kind_job *job)
{
    if (job->container && job->container->form == EMBEDDED_COMMAND)
        return redis_read_command(job);
    struct splice s = {.job = job, .dialect = &ini_redis, .walk = walk};
    s.ctx = &s;
    return splice_document(&s);
}
