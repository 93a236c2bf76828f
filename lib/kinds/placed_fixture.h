/* For the tests of kinds whose services take their sizes from the host: a document as text, read, placed on a host and
 * joined. FIXTURE_KIND is the kind's table; a test defines it before it includes this. */
#ifndef LOADLINE_KINDS_PLACED_FIXTURE_H
#define LOADLINE_KINDS_PLACED_FIXTURE_H

#include "base/buf.h"
#include "base/limits.h"
#include "kinds/embed.h"
#include "stack/stack.h"

#include <check.h>

static struct fixture {
    struct file_store files;
    struct source_store sources;
    struct include_rules rules;
    struct arena a;
    struct sink sink;
    struct kind_job job;
} fx;

extern const struct kind FIXTURE_KIND;

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
    fx.job = (struct kind_job){.kind = &FIXTURE_KIND,
                               .a = &fx.a,
                               .scratch = &fx.a,
                               .sink = &fx.sink,
                               .sources = &fx.sources,
                               .files = &fx.files,
                               .includes = &fx.rules,
                               .source = source};
}

static inline void fixture_read(const char *name, const char *text)
{
    fixture_start(source_add(&fx.sources, file_from_bytes(&fx.files, str_from(name), str_from(text)), SPAN_NONE));
    fx.job.root = FIXTURE_KIND.read(&fx.job);
}

/* A setting of a block as text: "4GiB", "unknown". */
static inline const char *fixture_get(struct node *block, const char *name)
{
    struct value v = value_null();
    ck_assert(FIXTURE_KIND.setting(&fx.job, block, str_from(name), &v));
    return str_dup(&fx.a, value_format(&fx.a, v)).p;
}

/* The i-th service, on a host with 4 CPUs and 8 GiB. */
static inline const struct placed_service *fixture_placed(uint32_t i)
{
    struct contributions *c = arena_new(&fx.a, struct contributions);
    struct stack *stack = arena_new(&fx.a, struct stack);
    struct host *h = arena_new(&fx.a, struct host);
    c->a = stack->a = &fx.a;
    h->cpus = value_double(4);
    h->memory = value_size((int64_t)8 << 30);
    host_finish(&fx.a, h);
    FIXTURE_KIND.place(&fx.job, c);
    for (uint32_t k = 0; k < c->services.n; k++)
        stack_place(stack, c->services.p[k], h);
    const struct host *hosts[] = {h};
    stack_join(stack, hosts, 1);
    return i < stack->services.n ? stack->services.p[i] : NULL;
}

static inline const char *fixture_field(const struct placed_service *p, enum service_field f)
{
    return str_dup(&fx.a, value_format(&fx.a, p->service.field[f])).p;
}

/* What stands at the place of a field: "-Xmx4g". */
static inline const char *fixture_at(const struct placed_service *p, enum service_field f)
{
    struct place at = source_place(&fx.sources, value_at(p->service.field[f]));
    return str_dup(&fx.a, at.file ? str_slice(at.file->bytes, at.off, at.off + at.len) : STR("-")).p;
}

/* Everything found, a line each: "[text] message". */
static inline const char *fixture_found(void)
{
    struct buf b = {.a = &fx.a};
    for (uint32_t i = 0; i < fx.sink.findings.n; i++) {
        const struct finding *f = fx.sink.findings.p[i];
        struct place p = source_place(&fx.sources, f->at);
        buf_printf(&b, "[%.*s] %.*s\n", STR_ARG(str_slice(p.file->bytes, p.off, p.off + p.len)), STR_ARG(f->message));
    }
    buf_putc(&b, '\0');
    return b.p;
}

#endif
