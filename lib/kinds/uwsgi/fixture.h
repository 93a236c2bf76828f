/* What the tests of this folder share: one document, its service and what was found. For *_test.c only. */
#ifndef LOADLINE_KINDS_UWSGI_FIXTURE_H
#define LOADLINE_KINDS_UWSGI_FIXTURE_H

#include "base/limits.h"
#include "kinds/embed.h"
#include "kinds/uwsgi/uwsgi.h"
#include "stack/stack.h"

#include <check.h>
#include <string.h>

extern const struct kind kind_uwsgi;

static struct file_store files;
static struct source_store sources;
static struct arena a;
static struct sink sink;
static struct kind_job job;

static inline void setup(void)
{
    file_store_init(&files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
    sink = (struct sink){.a = &a};
    job = (struct kind_job){.kind = &kind_uwsgi, .a = &a, .sink = &sink, .sources = &sources, .files = &files};
}

static inline void teardown(void)
{
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
}

static inline const struct service *read_as(const char *name, struct str text)
{
    struct contributions said = {.a = &a};
    sink = (struct sink){.a = &a};
    job.source = source_add(&sources, file_from_bytes(&files, str_from(name), text), SPAN_NONE);
    job.root = uwsgi_read(&job);
    uwsgi_place(&job, &said);
    struct service *s = said.services.n ? said.services.p[0] : NULL;
    if (s)
        s->settle(s, NULL, &a);
    return s;
}

/* A command line, its words one blank apart, with variables "A=1 B=2" ("A=" is one that is not known). */
static inline const struct service *read_command(const char *line, const char *env)
{
    struct buf b = {.a = &a};
    struct embedded *e = arena_new(&a, struct embedded);
    struct str rest = str_from(line), variables = str_from(env);
    *e = (struct embedded){.kind = &kind_uwsgi, .form = EMBEDDED_COMMAND, .name = STR_INIT("shop")};
    while (rest.n) {
        buf_put(&b, str_cut(&rest, ' '));
        buf_putc(&b, '\0');
    }
    while (variables.n) {
        struct str value = str_cut(&variables, ' '), name = str_cut(&value, '=');
        struct env_variable v = {.name = name, .value = value, .at = SPAN_NONE, .known = value.n > 0};
        vec_push(&a, &e->env, v);
    }
    job.container = e;
    const struct service *s = read_as("unit", buf_str(&b));
    job.container = NULL;
    return s;
}

static inline const struct service *read_text(const char *text)
{
    return read_as("uwsgi.ini", str_from(text));
}

static inline const char *get(const char *name)
{
    struct value v = value_null();
    ck_assert(uwsgi_setting(&job, job.root, str_from(name), &v));
    return str_dup(&a, value_format(&a, v)).p;
}

static inline const char *field(const struct service *s, enum service_field f)
{
    return str_dup(&a, value_format(&a, service_get(s, f))).p;
}

static inline const char *found(void)
{
    struct buf b = {.a = &a};
    for (uint32_t i = 0; i < sink.findings.n; i++)
        buf_printf(&b, "%.*s [%.*s]\n", STR_ARG(sink.findings.p[i]->rule),
                   STR_ARG(source_text(&sources, sink.findings.p[i]->at)));
    for (uint32_t i = 0; i < sink.not_analysed.n; i++)
        buf_printf(&b, "not analysed [%.*s]\n", STR_ARG(source_text(&sources, sink.not_analysed.p[i]->at)));
    buf_putc(&b, '\0');
    return b.p;
}

/* All that is set, a line each; what is not known ends with '?', what may not hold begins with one. */
static inline const char *set(void)
{
    const struct uwsgi_state *state = job.state;
    struct buf b = {.a = &a};
    for (const struct node *e = state->block->first; e; e = e->next) {
        const struct node *w = node_word(e, 0);
        buf_printf(&b, "%s%.*s = ", e->flags & NODE_CONDITIONAL ? "?" : "", STR_ARG(e->text));
        if (w)
            buf_printf(&b, "%.*s%s", STR_ARG(w->text), node_is_known(w) ? "" : "?");
        buf_putc(&b, '\n');
    }
    buf_putc(&b, '\0');
    return b.p;
}

#endif
