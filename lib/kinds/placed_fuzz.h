/* For the fuzz targets of kinds whose services take their sizes from the host: any bytes as a file and as a command line,
 * read, asked for settings, placed, joined. */
#ifndef LOADLINE_KINDS_PLACED_FUZZ_H
#define LOADLINE_KINDS_PLACED_FUZZ_H

#include "base/limits.h"
#include "kinds/embed.h"
#include "stack/stack.h"

struct bench {
    const struct kind *kind;
    struct file_store files;
    struct source_store sources;
    struct include_rules rules;
    struct arena a;
    struct sink sink;
};

static inline struct kind_job bench_start(struct bench *b, uint32_t source)
{
    b->sink = (struct sink){.a = &b->a};
    return (struct kind_job){.kind = b->kind,
                             .a = &b->a,
                             .scratch = &b->a,
                             .sink = &b->sink,
                             .sources = &b->sources,
                             .files = &b->files,
                             .includes = &b->rules,
                             .source = source};
}

static inline void bench_ask(struct kind_job *job)
{
    struct str name;
    if (!job->kind->next_block)
        return;
    for (struct node *block = NULL; (block = job->kind->next_block(job, 0, block)) != NULL;)
        for (uint32_t i = 0; (name = job->kind->setting_name(0, i)).n > 0; i++) {
            struct value v;
            if (job->kind->setting(job, block, name, &v))
                value_show(job->a, v);
        }
}

static inline void bench_judge(struct bench *b, struct kind_job *job)
{
    struct contributions c = {.a = &b->a};
    struct stack stack = {.a = &b->a};
    struct host h = {.cpus = value_double(3), .memory = value_size(1 << 30)};
    const struct host *hosts[] = {&h};
    job->root = job->kind->read(job);
    bench_ask(job);
    job->kind->place(job, &c);
    host_finish(&b->a, &h);
    for (uint32_t i = 0; i < c.services.n; i++)
        stack_place(&stack, c.services.p[i], &h);
    stack_join(&stack, hosts, 1);
}

static inline void bench_file(struct bench *b, const char *name, struct str text)
{
    struct file *f = file_from_bytes(&b->files, str_from(name), text);
    struct kind_job job = bench_start(b, source_add(&b->sources, f, SPAN_NONE));
    b->kind->claims(f->path, text);
    bench_judge(b, &job);
}

/* Text as a command line, whose blanks are taken for the ends of words, and as the value of variable. */
static inline void bench_command(struct bench *b, struct str variable, struct str text)
{
    uint32_t container = source_add(&b->sources, file_from_bytes(&b->files, STR("x.service"), text), SPAN_NONE), at = 0;
    struct command_text c = {.text = {.a = &b->a}};
    struct kind_job outer = bench_start(b, container);
    struct str rest = text;
    while (rest.n) {
        struct str word = str_cut(&rest, ' ');
        command_add(&c, word, (struct span){container, at, word.n});
        at += word.n + 1;
    }
    struct embedded *e = command_embed(&outer, &c, b->kind, SPAN_NONE);
    struct env_variable v = {variable, text, {container, 0, text.n}, true};
    vec_push(&b->a, &e->env, v);
    struct kind_job job =
        bench_start(b, source_add_embedded(&b->sources, e->text, e->map, (struct span){container, 0, 0}));
    job.container = e;
    bench_judge(b, &job);
}

static inline void bench_open(struct bench *b, const struct kind *kind)
{
    b->kind = kind;
    file_store_init(&b->files, STR("/nowhere"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&b->sources, NULL);
    arena_init(&b->a, NULL);
    b->rules = (struct include_rules){.a = &b->a};
}

static inline void bench_close(struct bench *b)
{
    arena_free(&b->a);
    source_store_free(&b->sources);
    file_store_free(&b->files);
}

#endif
