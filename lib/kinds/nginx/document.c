/* The reading of a whole document: a configuration, or a fragment judged in every context where it may stand. */
#include "kinds/nginx/nginx.h"

#include "kinds/nginx/post.h"
#include "kinds/nginx/read.h"

#include <stdlib.h>

enum {
    MAX_CONTEXTS = 22,
    MAX_SEARCHES = 100,         /* for the nearest known name: each looks at the whole table */
    STATEMENT_BYTES = 64 << 10, /* looked back for the start of a statement */
};

/* One reading of the document in a context. Findings go to sink; *searches are left for the nearest names. */
static struct node *read_as(struct kind_job *job, uint32_t context, struct sink *sink, struct nginx_state *state,
                            uint32_t *searches)
{
    struct nginx_reader r = {.job = job,
                             .a = job->a,
                             .scratch = job->scratch,
                             .sink = sink,
                             .fragment = context != NGINX_IN_MAIN || job->role == DOCUMENT_FRAGMENT};
    const struct source *s = source_get(job->sources, job->source);
    struct node *root = node_new(job->a, NODE_ROOT, (struct span){job->source, 0, s->text.n});
    struct nginx_frame frame;
    r.nowhere.a = job->a;
    r.n_searches = *searches;
    r.seen = arena_array(r.scratch, struct node *, nginx_words_n);
    r.read = arena_array(job->a, uint32_t, nginx_words_n / 32 + 1);
    nginx_frame_push(&r, &frame, root, context, 0);
    nginx_read_source(&r, job->source, root);
    r.line = 0;
    r.open |= arena_exhausted(job->a) ? NGINX_IN_ANY : 0;
    if (context)
        nginx_post(&r, root, context);
    nginx_frame_pop(&r);
    *searches = r.n_searches;
    state->context = context;
    state->fragment = r.fragment;
    state->open = r.open;
    state->read = r.read;
    state->gaps.p = r.gaps.p;
    state->gaps.n = r.gaps.n;
    return root;
}

/* Where the statement around a byte begins, told by the endings before it: the same for all its words in every context. */
static uint32_t statement_of(struct str text, uint32_t off)
{
    uint32_t least = off > STATEMENT_BYTES ? off - STATEMENT_BYTES : 0;
    while (off > least && text.p[off - 1] != ';' && text.p[off - 1] != '{' && text.p[off - 1] != '}')
        off--;
    return off;
}

static uint64_t place_key(const struct finding *f, const struct source *fragment, uint32_t src)
{
    bool here = f->at.src == src;
    return (uint64_t)!here << 32 | (here ? statement_of(fragment->text, f->at.off) : f->at.off);
}

static int compare_keys(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Keeps what was found in one context, at statements of the fragment that are wrong in the other too. What is found in files that it includes is compared by
 * offset alone. */
static void keep_common(struct sink *kept, const struct sink *other, const struct source *fragment, uint32_t src)
{
    uint32_t n = 0;
    uint64_t *wrong = arena_array(kept->a, uint64_t, other->findings.n + 1);
    for (uint32_t i = 0; i < other->findings.n; i++)
        wrong[i] = place_key(other->findings.p[i], fragment, src);
    qsort(wrong, other->findings.n, sizeof *wrong, compare_keys);
    for (uint32_t i = 0; i < kept->findings.n; i++) {
        uint64_t key = place_key(kept->findings.p[i], fragment, src);
        if (bsearch(&key, wrong, other->findings.n, sizeof *wrong, compare_keys))
            kept->findings.p[n++] = kept->findings.p[i];
    }
    kept->findings.n = n;
}

static void hand_over(struct sink *to, const struct sink *from)
{
    for (uint32_t i = 0; i < from->findings.n; i++)
        vec_push(to->a, &to->findings, from->findings.p[i]);
    for (uint32_t i = 0; i < from->not_analysed.n; i++)
        vec_push(to->a, &to->not_analysed, from->not_analysed.p[i]);
    for (uint32_t i = 0; i < SYNTAX_RULE_COUNT; i++)
        to->n_syntax[i] += from->n_syntax[i];
    to->n_dropped += from->n_dropped;
}

/* One reading of a fragment as if it stood in a context. */
struct attempt {
    struct sink sink;
    struct nginx_state state;
    struct node *root;
};

/* Directives that the context does not take: the more, the less likely the fragment stands there. */
static uint32_t misfits(const struct attempt *a)
{
    return a->sink.n_syntax[SYNTAX_MISPLACED] + a->sink.n_syntax[SYNTAX_UNKNOWN];
}

/* Reads in each context, the likeliest first, until one has nothing against it. Returns how many were tried. */
static uint32_t try_contexts(struct kind_job *job, const uint32_t *contexts, uint32_t n, struct attempt *attempts)
{
    uint32_t searches = MAX_SEARCHES;
    for (uint32_t i = 0; i < n; i++) {
        struct attempt *a = &attempts[i];
        uint32_t files = job->included_files;
        uint64_t bytes = job->included_bytes;
        a->sink.a = job->sink->a;
        a->root = read_as(job, contexts[i], &a->sink, &a->state, &searches);
        /* The bounds are those of one reading. */
        job->included_files = files;
        job->included_bytes = bytes;
        if (a->sink.findings.n == 0)
            return i + 1;
    }
    return n;
}

/* Told is what is wrong in every context that takes the fragment's directives as well as any does. The tree is that of the context with the
 * fewest findings. */
static struct node *read_fragment(struct kind_job *job, struct nginx_state *state)
{
    uint32_t contexts[MAX_CONTEXTS];
    struct attempt *attempts = arena_array(job->a, struct attempt, MAX_CONTEXTS);
    const struct source *source = source_get(job->sources, job->source);
    uint32_t n = nginx_fragment_contexts(job->a, source->text, job->target, contexts, MAX_CONTEXTS);
    n = try_contexts(job, contexts, n, attempts);
    struct attempt *best = &attempts[0];
    for (uint32_t i = 1; i < n; i++) {
        uint32_t a = misfits(&attempts[i]), b = misfits(best);
        if (a < b || (a == b && attempts[i].sink.findings.n < best->sink.findings.n))
            best = &attempts[i];
    }
    struct sink common = best->sink;
    for (uint32_t i = 0; i < n; i++)
        if (&attempts[i] != best && misfits(&attempts[i]) == misfits(best))
            keep_common(&common, &attempts[i].sink, source, job->source);
    hand_over(job->sink, &common);
    *state = best->state;
    return best->root;
}

struct node *nginx_read(struct kind_job *job)
{
    struct nginx_state *state = arena_new(job->a, struct nginx_state);
    uint32_t searches = MAX_SEARCHES;
    job->state = state;
    if (job->role == DOCUMENT_FRAGMENT)
        return read_fragment(job, state);
    return read_as(job, NGINX_IN_MAIN, job->sink, state, &searches);
}
