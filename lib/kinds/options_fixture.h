/* For the tests of kinds that are read from a file or from a command line: a configuration as text, read, and what was
 * found in it. FIXTURE_KIND is the kind's table and FIXTURE_NAME the file's name; a test defines both before it includes
 * this. */
#ifndef LOADLINE_KINDS_OPTIONS_FIXTURE_H
#define LOADLINE_KINDS_OPTIONS_FIXTURE_H

#include "base/limits.h"
#include "kinds/embed.h"
#include "stack/stack.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

struct fixture {
    struct file_store files;
    struct source_store sources;
    struct include_rules rules;
    struct arena a;
    struct sink sink;
    struct kind_job job;
    struct contributions said;
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
    fx.said = (struct contributions){.a = &fx.a};
    fx.job = (struct kind_job){.kind = &FIXTURE_KIND,
                               .a = &fx.a,
                               .sink = &fx.sink,
                               .sources = &fx.sources,
                               .files = &fx.files,
                               .includes = &fx.rules};
}

static inline void fixture_close(void)
{
    arena_free(&fx.a);
    source_store_free(&fx.sources);
    file_store_free(&fx.files);
}

static inline void fixture_read(const char *text)
{
    struct file *f = file_from_bytes(&fx.files, STR(FIXTURE_NAME), str_from(text));
    fx.job.source = source_add(&fx.sources, f, SPAN_NONE);
    fx.job.root = FIXTURE_KIND.read(&fx.job);
}

/* A command line of words with one blank between, as a unit holds it. */
static inline void fixture_read_command(const char *line)
{
    struct file *f = file_from_bytes(&fx.files, STR("x.service"), str_from(line));
    uint32_t src = source_add(&fx.sources, f, SPAN_NONE), off = 0;
    struct kind_job outer = fx.job;
    struct command_text c = {.text = {.a = &fx.a}};
    for (struct str rest = str_from(line); rest.n;) {
        struct str word = str_cut(&rest, ' ');
        command_add(&c, word, (struct span){src, off, word.n});
        off += word.n + 1;
    }
    struct embedded *e = command_embed(&outer, &c, &FIXTURE_KIND, (struct span){src, 0, off});
    fx.job.container = e;
    fx.job.source = source_add_embedded(&fx.sources, e->text, e->map, e->via);
    fx.job.root = FIXTURE_KIND.read(&fx.job);
}

/* A setting as it is in force, computed. */
static inline const char *fixture_get(const char *name)
{
    struct value v = value_null();
    ck_assert(FIXTURE_KIND.setting(&fx.job, fx.job.root, str_from(name), &v));
    return str_dup(&fx.a, value_format(&fx.a, v)).p;
}

static inline const struct service *fixture_place(void)
{
    FIXTURE_KIND.place(&fx.job, &fx.said);
    ck_assert_uint_eq(fx.said.services.n, 1);
    return fx.said.services.p[0];
}

static inline const char *fixture_field(const struct service *s, enum service_field f)
{
    return str_dup(&fx.a, value_format(&fx.a, service_get(s, f))).p;
}

/* "2 syntax/invalid-value [1gbb]", a line for each finding in the order in which they were made. */
static inline const char *fixture_found(void)
{
    struct buf b = {.a = &fx.a};
    for (uint32_t i = 0; i < fx.sink.findings.n; i++) {
        const struct finding *f = fx.sink.findings.p[i];
        struct place p = source_place(&fx.sources, f->at);
        buf_printf(&b, "%u %.*s [%.*s]\n", file_line_column(p.file, p.off).line, STR_ARG(f->rule),
                   STR_ARG(source_text(&fx.sources, f->at)));
    }
    buf_putc(&b, '\0');
    return b.p;
}

#endif
