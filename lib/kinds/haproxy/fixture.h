/* For the tests of this folder only: a configuration as text, read, and what was found in it. */
#ifndef LOADLINE_KINDS_HAPROXY_FIXTURE_H
#define LOADLINE_KINDS_HAPROXY_FIXTURE_H

#include "ast/dump.h"
#include "base/limits.h"
#include "kinds/haproxy/haproxy.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct file_store files;
    struct source_store sources;
    struct include_rules rules;
    struct arena a, scratch;
    struct sink sink;
    struct kind_job job;
};

static struct fixture fx;

extern const struct kind kind_haproxy;

static inline void fixture_open(void)
{
    file_store_init(&fx.files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&fx.sources, NULL);
    arena_init(&fx.a, NULL);
    arena_init(&fx.scratch, NULL);
    fx.rules = (struct include_rules){.a = &fx.a};
    fx.sink = (struct sink){.a = &fx.a};
    fx.job = (struct kind_job){.kind = &kind_haproxy,
                               .a = &fx.a,
                               .scratch = &fx.scratch,
                               .sink = &fx.sink,
                               .sources = &fx.sources,
                               .files = &fx.files,
                               .includes = &fx.rules,
                               .target = VERSION(2, 6, 12)};
}

static inline void fixture_close(void)
{
    arena_free(&fx.a);
    arena_free(&fx.scratch);
    source_store_free(&fx.sources);
    file_store_free(&fx.files);
}

static inline struct node *fixture_read_bytes(struct str text)
{
    struct file *f = file_from_bytes(&fx.files, STR("haproxy.cfg"), text);
    fx.sink = (struct sink){.a = &fx.a};
    fx.job.source = source_add(&fx.sources, f, SPAN_NONE);
    fx.job.root = kind_haproxy.read(&fx.job);
    return fx.job.root;
}

static inline struct node *fixture_read(const char *text)
{
    return fixture_read_bytes(str_from(text));
}

/* Everything found, a line each as it was found: "3 [80] message"; 0 where HAProxy names no line. */
static inline const char *fixture_found(void)
{
    struct buf b = {.a = &fx.a};
    for (uint32_t i = 0; i < fx.sink.findings.n; i++) {
        const struct finding *f = fx.sink.findings.p[i];
        struct place p = source_place(&fx.sources, f->at);
        struct line_column at = file_line_column(p.file, p.off);
        buf_printf(&b, "%u [%.*s] %.*s\n", at.line, STR_ARG(source_text(&fx.sources, f->at)), STR_ARG(f->message));
    }
    buf_putc(&b, '\0');
    return b.p;
}

#endif
