/* What the tests of this floor share: one text in a store, its tree, and both as strings. For *_test.c only. */
#ifndef LOADLINE_FORMATS_TEST_TEXT_H
#define LOADLINE_FORMATS_TEST_TEXT_H

#include "ast/dump.h"
#include "base/limits.h"
#include "diag/sink.h"
#include "text/source.h"

#include <check.h>
#include <stdlib.h>

/* Test state: Check gives a fixture no argument to keep it in. */
static struct arena arena;
static struct file_store files;
static struct source_store sources;
static struct sink sink;
static uint32_t source;

static inline void setup(void)
{
    arena_init(&arena, NULL);
    file_store_init(&files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    sink = (struct sink){.a = &arena};
}

static inline void teardown(void)
{
    source_store_free(&sources);
    file_store_free(&files);
    arena_free(&arena);
}

/* A new source of that name and text; findings start anew. */
static inline uint32_t put_text(const char *name, struct str text)
{
    source = source_add(&sources, file_from_bytes(&files, str_from(name), text), SPAN_NONE);
    sink = (struct sink){.a = &arena};
    return source;
}

static inline const char *z(struct str s)
{
    return str_dup(&arena, s).p;
}

/* The bytes under a span. */
static inline const char *at(struct span s)
{
    return z(source_text(&sources, s));
}

static inline const char *dump(const struct node *n, unsigned options)
{
    struct buf out = {.a = &arena};
    node_dump(&out, n, options);
    buf_putc(&out, '\0');
    return out.p;
}

/* "rule [bytes]@offset: message", one finding a line. */
static inline const char *findings(void)
{
    struct buf out = {.a = &arena};
    for (uint32_t i = 0; i < sink.findings.n; i++) {
        const struct finding *f = sink.findings.p[i];
        buf_printf(&out, "%s%.*s [%s]@%u: %.*s", i ? "\n" : "", STR_ARG(f->rule), at(f->at), (unsigned)f->at.off,
                   STR_ARG(f->message));
    }
    buf_putc(&out, '\0');
    return out.p;
}

/* The first child of a ROOT that is no comment. */
static inline struct node *first_value(const struct node *root)
{
    return node_value(root);
}

/* The value at a path of keys and list indices below n: "a.0". */
static inline struct node *value_below(struct node *n, const char *path)
{
    struct str rest = str_from(path);
    while (n && rest.n > 0) {
        struct str part = str_cut(&rest, '.');
        if (n->kind == NODE_MAP || n->kind == NODE_ENTRY) {
            struct node *e = node_find(n, part);
            n = e ? node_value(e) : NULL;
            continue;
        }
        struct node *item = n->first;
        for (int i = atoi(z(part)); item && (i > 0 || item->kind == NODE_COMMENT); item = item->next)
            i -= item->kind != NODE_COMMENT;
        n = item;
    }
    ck_assert_msg(n != NULL, "nothing at %s", path);
    return n;
}

#endif
