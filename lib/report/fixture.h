/* For the tests of this folder only: a report put together by hand, and what a format makes of it. */
#ifndef LOADLINE_REPORT_FIXTURE_H
#define LOADLINE_REPORT_FIXTURE_H

#include "base/limits.h"
#include "diag/sink.h"
#include "report/report.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct fixture {
    struct file_store files;
    struct source_store sources;
    struct arena a;
    struct sink sink;
    struct outcome r;
};

static struct fixture fx;

static inline void fixture_open(void)
{
    file_store_init(&fx.files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&fx.sources, NULL);
    arena_init(&fx.a, NULL);
    fx.sink = (struct sink){.a = &fx.a};
    fx.r = (struct outcome){.sources = &fx.sources, .files = &fx.files};
}

static inline void fixture_close(void)
{
    arena_free(&fx.a);
    source_store_free(&fx.sources);
    file_store_free(&fx.files);
}

/* A source of bytes, included through via. */
static inline uint32_t included(struct str path, struct str bytes, struct span via)
{
    return source_add(&fx.sources, file_from_bytes(&fx.files, path, bytes), via);
}

static inline uint32_t source(const char *path, const char *text)
{
    return included(str_from(path), str_from(text), SPAN_NONE);
}

/* The first needle in a source. */
static inline struct span at(uint32_t src, const char *needle)
{
    struct str text = source_get(&fx.sources, src)->text, word = str_from(needle);
    uint32_t off = str_find(text, word);
    ck_assert_msg(off < text.n, "no %s in the source", needle);
    return (struct span){src, off, word.n};
}

/* A finding in the report, counted. */
static inline struct finding *found(enum severity severity, const char *rule, struct span where, const char *message)
{
    struct finding *f = diag_add(&fx.sink, str_from(rule), where, "%s", message);
    f->severity = severity;
    f->fingerprint = 0x0123456789abcdefu;
    vec_push(&fx.a, &fx.r.findings, f);
    fx.r.n_errors += severity == SEV_ERROR;
    fx.r.n_warnings += severity == SEV_WARNING;
    fx.r.n_notes += severity == SEV_NOTE;
    return f;
}

static inline void judged(const char *path)
{
    vec_push(&fx.a, &fx.r.judged, str_from(path));
}

static inline void host(const char *name, const char *cpus, const char *memory, const char *origin)
{
    struct outcome_host h = {str_from(name), str_from(cpus), str_from(memory), str_from(origin)};
    vec_push(&fx.a, &fx.r.hosts, h);
}

static inline void not_analysed(const char *path, uint32_t line, uint32_t column, const char *why)
{
    struct outcome_not_analysed n = {str_from(path), line, column, str_from(why)};
    vec_push(&fx.a, &fx.r.not_analysed, n);
}

/* missing: one fact. */
static inline void not_run(const char *rule, const char *missing, uint32_t count)
{
    struct outcome_not_run n = {.rule = str_from(rule), .count = count, .n_examples = 1};
    n.examples[0] = (struct outcome_example){STR("nginx.conf"), STR("web-1")};
    vec_push(&fx.a, &n.missing, str_from(missing));
    vec_push(&fx.a, &fx.r.not_run, n);
}

/* All that a file holds, NUL-terminated. */
static inline struct str contents(FILE *file)
{
    long size = (fseek(file, 0, SEEK_END), ftell(file));
    ck_assert_int_ge(size, 0);
    rewind(file);
    char *p = arena_alloc(&fx.a, (size_t)size + 1, 1);
    ck_assert_uint_eq(fread(p, 1, (size_t)size, file), (size_t)size);
    return (struct str){p, (uint32_t)size};
}

/* What a format writes of the report. */
static inline struct str written_with(const char *format, struct report_options options)
{
    FILE *file = tmpfile();
    ck_assert_ptr_nonnull(file);
    struct report_out *out = malloc(sizeof(*out));
    ck_assert_ptr_nonnull(out);
    out_open(out, fileno(file), options);
    const struct report_format *f = report_find(str_from(format));
    ck_assert_ptr_nonnull(f);
    f->write(&fx.r, out);
    ck_assert_int_eq(out_close(out), 0);
    free(out);
    struct str text = contents(file);
    fclose(file);
    return text;
}

static inline const char *written(const char *format)
{
    return written_with(format, (struct report_options){.color = false}).p;
}

/* Nothing that acts on a terminal or breaks a line in two: control bytes but LF, bidirectional and invisible characters, invalid UTF-8. */
static inline void assert_harmless(const char *text)
{
    struct str s = str_from(text);
    ck_assert_uint_gt(s.n, 0);
    for (uint32_t i = 0; i < s.n; i++)
        ck_assert_msg((unsigned char)s.p[i] >= 0x20 || s.p[i] == '\n', "byte %d at %u", s.p[i], i);
    struct arena_mark mark = arena_mark(&fx.a);
    struct str line;
    while (s.n > 0) {
        line = str_cut(&s, '\n');
        ck_assert_msg(str_eq(diag_escape(&fx.a, line), line), "%.*s", STR_ARG(line));
    }
    arena_pop(&fx.a, mark);
}

#endif
