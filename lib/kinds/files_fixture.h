/* For the tests of kinds that are made of several files: a configuration as text or as files of a directory, read, and
 * what was found in it. FIXTURE_KIND is the kind's table, FIXTURE_NAME the main file's name and FIXTURE_TARGET the version
 * (0: unknown); a test defines them before it includes this. */
#ifndef LOADLINE_KINDS_FILES_FIXTURE_H
#define LOADLINE_KINDS_FILES_FIXTURE_H

#include "ast/dump.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/vec.h"
#include "kinds/kind.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
    struct file_store files;
    struct source_store sources;
    struct include_rules rules;
    struct arena a;
    struct sink sink;
    struct kind_job job;
    char dir[64]; /* of the files of fixture_file; empty: none yet */
};

static struct fixture fx;

extern const struct kind FIXTURE_KIND;

static inline void fixture_open(void)
{
    file_store_init(&fx.files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&fx.sources, NULL);
    arena_init(&fx.a, NULL);
    fx.rules = (struct include_rules){.a = &fx.a};
    fx.sink = (struct sink){.a = &fx.a};
    fx.job = (struct kind_job){.kind = &FIXTURE_KIND,
                               .a = &fx.a,
                               .sink = &fx.sink,
                               .sources = &fx.sources,
                               .files = &fx.files,
                               .includes = &fx.rules,
                               .target = FIXTURE_TARGET};
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

/* Reads text as a file of that name. */
static inline struct node *fixture_read_as(const char *name, struct str text)
{
    struct file *f = file_from_bytes(&fx.files, str_from(name), text);
    fx.sink = (struct sink){.a = &fx.a};
    fx.job.source = source_add(&fx.sources, f, SPAN_NONE);
    fx.job.root = FIXTURE_KIND.read(&fx.job);
    return fx.job.root;
}

static inline struct node *fixture_read(const char *text)
{
    return fixture_read_as(FIXTURE_NAME, str_from(text));
}

/* A file below a directory made for the test, and read from there with fixture_read_file: "sub/x.conf". */
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

static inline struct node *fixture_read_file(const char *name)
{
    char path[512];
    enum file_fault fault;
    snprintf(path, sizeof path, "%s/%s", fx.dir, name);
    struct file *f = file_open(&fx.files, str_from(path), &fault);
    ck_assert_ptr_nonnull(f);
    fx.sink = (struct sink){.a = &fx.a};
    fx.job.source = source_add(&fx.sources, f, SPAN_NONE);
    fx.job.root = FIXTURE_KIND.read(&fx.job);
    return fx.job.root;
}

/* "3 unknown-key [Memroy] message"; of another file than the main one its last part before it. */
static inline void fixture_finding(struct buf *b, const struct finding *f)
{
    struct place p = source_place(&fx.sources, f->at);
    struct line_column at = file_line_column(p.file, p.off);
    struct str text = source_text(&fx.sources, f->at), name = path_base(p.file->path);
    if (!str_eq(name, STR(FIXTURE_NAME)))
        buf_printf(b, "%.*s:", STR_ARG(name));
    buf_printf(b, "%u %.*s [%.*s] %.*s\n", at.line, STR_ARG(f->rule), STR_ARG(text), STR_ARG(f->message));
}

/* Everything found, a line each in the order of the text. */
static inline const char *fixture_found(void)
{
    struct buf b = {.a = &fx.a};
    for (uint32_t i = 0; i < fx.sink.findings.n; i++)
        for (uint32_t k = i; k > 0; k--) {
            struct finding **p = fx.sink.findings.p, *f = p[k];
            if (p[k - 1]->at.src < f->at.src || (p[k - 1]->at.src == f->at.src && p[k - 1]->at.off <= f->at.off))
                break;
            p[k] = p[k - 1];
            p[k - 1] = f;
        }
    for (uint32_t i = 0; i < fx.sink.findings.n; i++)
        fixture_finding(&b, fx.sink.findings.p[i]);
    buf_putc(&b, '\0');
    return b.p;
}

#endif
