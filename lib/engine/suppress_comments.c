/* Suppression comments: found in the trees of judged documents, each once, with the line it speaks of. */
#include "engine/suppress_parts.h"

#include "base/limits.h"
#include "base/map.h"

#include <stdlib.h>

/* A comment that mentions the mark, in one document's tree. */
struct spot {
    struct file *file;
    uint32_t off, len;
    struct span at; /* of its text, in the source that was parsed */
    struct str text;
    struct document *document;
    const struct node *node;
    uint32_t order;
};

/* A block of comment lines: found once, however many suppressions stand in it. */
struct comment_block {
    const struct file *file;
    uint32_t from, below; /* lines; below: the first that is none */
};

struct gathering {
    struct suppressing *s;
    struct map mentions; /* path -> whether the mark stands in that file */
    VEC(struct spot) spots;
    struct comment_block block;
};

static bool mentions(struct gathering *g, const struct file *f)
{
    bool first;
    struct map_entry *e = map_put(&g->mentions, f->path, NULL, &first);
    if (first && str_find(f->bytes, SUPPRESS_MARK) < f->bytes.n)
        e->value = e;
    return e->value != NULL;
}

static bool document_mentions(struct gathering *g, const struct document *d)
{
    bool any = mentions(g, d->file);
    for (uint32_t i = 0; i < d->job.included.n && !any; i++)
        any = mentions(g, d->job.included.p[i].file);
    return any;
}

/* Readers take a comment's text out of their source, so its first byte tells its place. */
static struct span text_span(struct run *run, const struct node *n)
{
    struct str whole = source_get(&run->sources, n->at.src)->text;
    uintptr_t from = (uintptr_t)whole.p, at = (uintptr_t)n->text.p;
    if (at < from || at - from > whole.n)
        return n->at;
    return (struct span){n->at.src, (uint32_t)(at - from), n->text.n};
}

static void add_spot(struct gathering *g, struct document *d, const struct node *n)
{
    struct place p = source_place(&g->s->run->sources, n->at);
    struct spot spot = {.file = p.file,
                        .off = p.off,
                        .len = p.len,
                        .at = text_span(g->s->run, n),
                        .text = n->text,
                        .document = d,
                        .node = n,
                        .order = g->spots.n};
    if (p.file)
        vec_push(&g->s->run->arena, &g->spots, spot);
}

static void gather_tree(struct gathering *g, struct document *d)
{
    uint32_t n = 0;
    for (struct node *at = d->job.root; at; at = node_walk(d->job.root, at)) {
        if (at->kind != NODE_COMMENT || str_find(at->text, SUPPRESS_MARK) == at->text.n)
            continue;
        if (n++ < LIMIT_SUPPRESSIONS) {
            add_spot(g, d, at);
            continue;
        }
        diag_add(&g->s->sink, syntax_rule_id(META_LIMIT), at->at,
                 "more than %d comments that may be suppressions in one document", LIMIT_SUPPRESSIONS);
        return;
    }
}

static int compare_spots(const void *x, const void *y)
{
    const struct spot *a = x, *b = y;
    int c = str_cmp(a->file->path, b->file->path);
    if (c == 0)
        c = (a->off > b->off) - (a->off < b->off);
    return c ? c : (a->order > b->order) - (a->order < b->order);
}

static bool stands_alone(const struct spot *spot)
{
    if (str_eq(str_slice(spot->file->bytes, 0, spot->off), STR("\xef\xbb\xbf")))
        return true;
    for (uint32_t i = spot->off; i > 0 && spot->file->bytes.p[i - 1] != '\n'; i--)
        if (!ch_is_space(spot->file->bytes.p[i - 1]))
            return false;
    return true;
}

/* Whether a line behind a comment is one too. No string can be open there, so its first bytes tell. */
static bool is_comment_line(struct file *f, uint32_t line, struct str signs)
{
    struct str text = str_trim(file_line(f, line));
    while (signs.n > 0) {
        struct str sign = str_cut(&signs, ' ');
        if (sign.n > 0 && str_starts(text, sign))
            return true;
    }
    return false;
}

/* The line that a comment alone on its line speaks of: the first behind it that is no comment. */
static uint32_t line_below(struct gathering *g, struct file *f, uint32_t last, struct str signs)
{
    struct comment_block *b = &g->block;
    if (b->file == f && b->from <= last + 1 && last + 1 <= b->below)
        return b->below;
    *b = (struct comment_block){f, last + 1, last + 1};
    while (is_comment_line(f, b->below, signs))
        b->below++;
    return b->below;
}

static uint32_t line_of(struct gathering *g, const struct spot *spot, const struct stated *st)
{
    uint32_t first = file_line_column(spot->file, spot->off).line;
    if (st->s.whole_file)
        return 0;
    if (!st->own_line)
        return first;
    uint32_t end = spot->off + (spot->len ? spot->len - 1 : 0);
    return line_below(g, spot->file, file_line_column(spot->file, end).line, spot->document->kind->comment);
}

/* The comment of n spots, which are one comment in as many trees. */
static void add_comment(struct gathering *g, const struct spot *spots, uint32_t n)
{
    struct suppressing *s = g->s;
    struct suppression read;
    struct stated_site *sites = arena_array(&s->run->arena, struct stated_site, n);
    uint32_t before = s->sink.findings.n;
    if (!suppression_read(&s->sink, spots->text, spots->at, spots->document->kind->comment, &read)) {
        if (s->sink.findings.n > before && suppress_sink(s, spots->file) != &s->sink)
            s->sink.findings.n = before;
        return;
    }
    for (uint32_t i = 0; i < n; i++)
        sites[i] = (struct stated_site){spots[i].document, spots[i].node};
    struct stated *st = arena_new(&s->run->arena, struct stated);
    *st = (struct stated){
        .s = read, .file = spots->file, .off = spots->off, .len = spots->len, .sites = sites, .n_sites = n};
    st->own_line = stands_alone(spots);
    st->line = line_of(g, spots, st);
    vec_push(&s->run->arena, &s->comments, st);
}

static void add_comments(struct gathering *g)
{
    if (g->spots.n > 1)
        qsort(g->spots.p, g->spots.n, sizeof(*g->spots.p), compare_spots);
    for (uint32_t i = 0, n; i < g->spots.n; i += n) {
        const struct spot *first = &g->spots.p[i];
        for (n = 1; i + n < g->spots.n && first[n].file == first->file && first[n].off == first->off;)
            n++;
        add_comment(g, first, n);
    }
}

void suppress_gather_comments(struct suppressing *s)
{
    struct gathering g = {.s = s, .mentions = {.a = &s->run->arena}};
    for (uint32_t i = 0; i < s->run->documents.n; i++) {
        struct document *d = s->run->documents.p[i];
        if (!d->included && d->job.root && document_mentions(&g, d))
            gather_tree(&g, d);
    }
    add_comments(&g);
}
