/* For the tests of this folder only: a config or command line as text, read, and what was found in it. */
#ifndef LOADLINE_KINDS_GUNICORN_FIXTURE_H
#define LOADLINE_KINDS_GUNICORN_FIXTURE_H

#include "base/limits.h"
#include "kinds/embed.h"
#include "kinds/gunicorn/gunicorn.h"
#include "stack/stack.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct file_store files;
    struct source_store sources;
    struct include_rules rules;
    struct arena a;
    struct sink sink;
    struct kind_job job;
};

static struct fixture fx;

extern const struct kind kind_gunicorn;

static inline void fixture_open(void)
{
    file_store_init(&fx.files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&fx.sources, NULL);
    arena_init(&fx.a, NULL);
    fx.rules = (struct include_rules){.a = &fx.a};
}

static inline void fixture_close(void)
{
    arena_free(&fx.a);
    source_store_free(&fx.sources);
    file_store_free(&fx.files);
}

static inline void fixture_start(uint32_t source)
{
    fx.sink = (struct sink){.a = &fx.a};
    fx.job = (struct kind_job){.kind = &kind_gunicorn,
                               .a = &fx.a,
                               .scratch = &fx.a,
                               .sink = &fx.sink,
                               .sources = &fx.sources,
                               .files = &fx.files,
                               .includes = &fx.rules,
                               .source = source};
}

static inline struct node *fixture_read_as(const char *name, struct str text)
{
    fixture_start(source_add(&fx.sources, file_from_bytes(&fx.files, str_from(name), text), SPAN_NONE));
    fx.job.template_marks = marks_syntax_of(str_from(name)) != 0;
    fx.job.root = kind_gunicorn.read(&fx.job);
    return fx.job.root;
}

static inline struct node *fixture_read(const char *text)
{
    return fixture_read_as("gunicorn.conf.py", str_from(text));
}

/* A command line, its words separated by single blanks, in a file that holds just it; env: GUNICORN_CMD_ARGS in a second line, or NULL. */
static inline struct node *fixture_command(const char *line, const char *env)
{
    struct str all = str_printf(&fx.a, "%s\n%s", line, env ? env : ""), rest = str_from(line);
    uint32_t container = source_add(&fx.sources, file_from_bytes(&fx.files, STR("app.service"), all), SPAN_NONE),
             at = 0;
    struct command_text c = {.text = {.a = &fx.a}};
    fixture_start(container);
    while (rest.n) {
        struct str word = str_cut(&rest, ' ');
        command_add(&c, word, (struct span){container, at, word.n});
        at += word.n + 1;
    }
    struct embedded *e = command_embed(&fx.job, &c, &kind_gunicorn, SPAN_NONE);
    struct str value = str_from(env);
    struct env_variable v = {STR("GUNICORN_CMD_ARGS"), value, {container, (uint32_t)strlen(line) + 1, value.n}, true};
    if (env)
        vec_push(&fx.a, &e->env, v);
    fixture_start(source_add_embedded(&fx.sources, e->text, e->map, (struct span){container, 0, 0}));
    fx.job.container = e;
    fx.job.root = kind_gunicorn.read(&fx.job);
    return fx.job.root;
}

/* A setting as text: its value, or "unknown: reason". */
static inline const char *fixture_get(const char *name)
{
    struct value v = value_null();
    kind_gunicorn.setting(&fx.job, fx.job.root, str_from(name), &v);
    if (!value_is_unknown(v))
        return str_dup(&fx.a, value_format(&fx.a, v)).p;
    struct str why = v.as.reasons ? v.as.reasons->p[0] : STR("?");
    return str_printf(&fx.a, "unknown: %.*s", STR_ARG(why)).p;
}

/* Everything found, a line each as it was found: "3 [80] message". */
static inline const char *fixture_found(void)
{
    struct buf b = {.a = &fx.a};
    for (uint32_t i = 0; i < fx.sink.findings.n; i++) {
        const struct finding *f = fx.sink.findings.p[i];
        struct place p = source_place(&fx.sources, f->at);
        struct line_column at = file_line_column(p.file, p.off);
        struct str text = str_slice(p.file->bytes, p.off, p.off + p.len);
        buf_printf(&b, "%u [%.*s] %.*s\n", at.line, STR_ARG(text), STR_ARG(f->message));
    }
    buf_putc(&b, '\0');
    return b.p;
}

#endif
