/* What holds for the tree of any text, however broken. For *_fuzz.c only: a breach ends the process. */
#ifndef LOADLINE_FORMATS_FUZZ_TREE_H
#define LOADLINE_FORMATS_FUZZ_TREE_H

#include "ast/node.h"
#include "base/limits.h"
#include "diag/sink.h"
#include "text/source.h"
#include "text/span_map.h"

#include <stdio.h>
#include <stdlib.h>

#define MUST(condition)                                                                                                \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                            \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

/* One text in stores of its own. */
struct fuzz {
    struct arena arena;
    struct file_store files;
    struct source_store sources;
    struct sink sink;
    uint32_t source;
    struct str text;
};

static inline void fuzz_start(struct fuzz *f, const char *name, struct str text)
{
    arena_init(&f->arena, NULL);
    file_store_init(&f->files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&f->sources, NULL);
    f->sink = (struct sink){.a = &f->arena};
    f->source = source_add(&f->sources, file_from_bytes(&f->files, str_from(name), text), SPAN_NONE);
    f->text = source_get(&f->sources, f->source)->text;
}

static inline void fuzz_end(struct fuzz *f)
{
    source_store_free(&f->sources);
    file_store_free(&f->files);
    arena_free(&f->arena);
}

static inline void fuzz_span(const struct fuzz *f, struct span s)
{
    MUST(s.src == f->source && s.off <= f->text.n && s.len <= f->text.n - s.off);
}

static inline bool fuzz_within(struct span inner, struct span outer)
{
    return inner.off >= outer.off && span_end(inner) <= span_end(outer);
}

static inline void fuzz_links(const struct node *n)
{
    const struct node *last = NULL;
    for (const struct node *c = n->first; c; c = c->next) {
        MUST(c->parent == n);
        last = c;
    }
    MUST(n->last == last);
}

static inline void fuzz_node(const struct fuzz *f, const struct node *n)
{
    fuzz_links(n);
    fuzz_span(f, n->at);
    str_hash(n->text); /* every byte of it can be read */
    if (n->kind == NODE_ENTRY || n->kind == NODE_WORD) {
        fuzz_span(f, n->name_at);
        MUST(fuzz_within(n->name_at, n->at) || (n->flags & NODE_ANCHORED) || n->kind == NODE_ENTRY);
    }
    /* comments may stand behind the block they belong to, and the last line break of a block scalar behind its
     * place; what an alias brought lies elsewhere */
    bool elsewhere = n->kind == NODE_COMMENT || n->kind == NODE_PIECE || (n->flags & NODE_ANCHORED) ||
                     (n->parent && (n->parent->flags & NODE_ANCHORED));
    if (n->parent && !elsewhere)
        MUST(fuzz_within(n->at, n->parent->at));
}

static inline void fuzz_tree(const struct fuzz *f, struct node *root)
{
    uint32_t n_nodes = 0;
    for (struct node *n = root; n; n = node_walk(root, n)) {
        fuzz_node(f, n);
        MUST(++n_nodes < 100000000);
    }
}

static inline void fuzz_findings(const struct fuzz *f)
{
    for (uint32_t i = 0; i < f->sink.findings.n; i++) {
        const struct finding *found = f->sink.findings.p[i];
        fuzz_span(f, found->at);
        for (uint32_t k = 0; k < found->related.n; k++)
            fuzz_span(f, found->related.p[k].at);
        for (uint32_t k = 0; k < found->message.n; k++)
            MUST((unsigned char)found->message.p[k] >= 0x20);
    }
}

/* A map covers the text it was made for, and what it calls verbatim is. Returns whether it leads to single bytes. */
static inline bool fuzz_map(const struct fuzz *f, const struct span_map *map, struct str cooked)
{
    MUST(map->cooked_len == cooked.n);
    for (uint32_t i = 0; i < map->n; i++) {
        const struct span_run *run = &map->runs[i];
        uint32_t end = i + 1 < map->n ? map->runs[i + 1].cooked : map->cooked_len;
        fuzz_span(f, run->at);
        MUST(run->cooked < end);
        if (run->verbatim)
            MUST(str_eq(str_slice(f->text, run->at.off, span_end(run->at)), str_slice(cooked, run->cooked, end)));
    }
    if (map->n)
        fuzz_span(f, span_map_resolve(map, (struct span){0, 0, cooked.n}));
    return map->n != 1 || map->runs[0].verbatim;
}

#endif
