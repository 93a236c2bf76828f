/* For the tests of kinds that are keys and values: a configuration as text, read as any kind, and what was found in it. */
#ifndef LOADLINE_KINDS_TEXT_FIXTURE_H
#define LOADLINE_KINDS_TEXT_FIXTURE_H

#include "base/limits.h"
#include "base/path.h"
#include "kinds/kind.h"
#include "stack/stack.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct text_fixture {
    struct file_store files;
    struct source_store sources;
    struct include_rules rules;
    struct arena a;
    struct sink sink;
    struct kind_job job;
    struct contributions said;
    char dir[64]; /* of the files of fixture_file; empty: none yet */
};

static struct text_fixture fx;

static inline void fixture_open(void)
{
    file_store_init(&fx.files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&fx.sources, NULL);
    arena_init(&fx.a, NULL);
    fx.rules = (struct include_rules){.a = &fx.a};
    fx.dir[0] = '\0';
}

static inline void fixture_close(void)
{
    char command[128];
    arena_free(&fx.a);
    source_store_free(&fx.sources);
    file_store_free(&fx.files);
    if (fx.dir[0]) {
        snprintf(command, sizeof command, "rm -rf '%s'", fx.dir);
        ck_assert_int_eq(system(command), 0);
    }
}

static inline void fixture_read_source(const struct kind *kind, struct file *file)
{
    fx.sink = (struct sink){.a = &fx.a};
    fx.said = (struct contributions){.a = &fx.a};
    fx.job = (struct kind_job){
        .kind = kind, .a = &fx.a, .sink = &fx.sink, .sources = &fx.sources, .files = &fx.files, .includes = &fx.rules};
    fx.job.source = source_add(&fx.sources, file, SPAN_NONE);
    fx.job.root = kind->read(&fx.job);
    kind->place(&fx.job, &fx.said);
}

static inline void fixture_read(const struct kind *kind, const char *name, const char *text)
{
    fixture_read_source(kind, file_from_bytes(&fx.files, str_from(name), str_from(text)));
}

/* A file below a directory made for the test: "sub/x.conf"; for fixture_read_file. */
static inline void fixture_file(const char *name, const char *text)
{
    char path[512];
    if (!fx.dir[0]) {
        snprintf(fx.dir, sizeof fx.dir, "/tmp/loadline-kind-XXXXXX");
        ck_assert_ptr_nonnull(mkdtemp(fx.dir));
        within_add_root(&fx.rules, str_from(fx.dir));
    }
    snprintf(path, sizeof path, "%s/%s", fx.dir, name);
    for (char *slash = strchr(path + strlen(fx.dir) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0777);
        *slash = '/';
    }
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    fclose(f);
}

static inline void fixture_read_file(const struct kind *kind, const char *name)
{
    char path[512];
    enum file_fault fault;
    snprintf(path, sizeof path, "%s/%s", fx.dir, name);
    struct file *f = file_open(&fx.files, str_from(path), &fault);
    ck_assert_ptr_nonnull(f);
    fixture_read_source(kind, f);
}

/* "3 [pm] message", a line each, in the order in which they were found. */
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

/* A setting of the first block of a scope, as computed. */
static inline const char *fixture_get(uint32_t scope, const char *name)
{
    struct value v;
    struct node *block = fx.job.kind->next_block(&fx.job, scope, NULL);
    ck_assert_ptr_nonnull(block);
    if (!fx.job.kind->setting(&fx.job, block, str_from(name), &v))
        return "none";
    return str_dup(&fx.a, value_format(&fx.a, v)).p;
}

/* A field of a service that was contributed, as computed. */
static inline const char *fixture_field(const struct service *s, enum service_field f)
{
    return str_dup(&fx.a, value_format(&fx.a, s->field[f])).p;
}

#endif
