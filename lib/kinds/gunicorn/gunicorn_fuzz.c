/* Any bytes as a config, a template of one, and, its blanks taken for the ends of words, a command line; then asked for settings and placed. */
#include "base/limits.h"
#include "kinds/embed.h"
#include "kinds/gunicorn/gunicorn.h"
#include "stack/stack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_gunicorn;

struct bench {
    struct file_store files;
    struct source_store sources;
    struct include_rules rules;
    struct arena a;
    struct sink sink;
};

static struct kind_job start(struct bench *b, uint32_t source)
{
    b->sink = (struct sink){.a = &b->a};
    return (struct kind_job){.kind = &kind_gunicorn,
                             .a = &b->a,
                             .scratch = &b->a,
                             .sink = &b->sink,
                             .sources = &b->sources,
                             .files = &b->files,
                             .includes = &b->rules,
                             .source = source};
}

static void judge(struct bench *b, struct kind_job *job)
{
    struct contributions c = {.a = &b->a};
    struct stack stack = {.a = &b->a};
    struct str name;
    job->root = kind_gunicorn.read(job);
    for (uint32_t i = 0; (name = kind_gunicorn.setting_name(0, i)).n > 0; i++) {
        struct value v;
        if (kind_gunicorn.setting(job, job->root, name, &v))
            value_show(job->a, v);
    }
    kind_gunicorn.place(job, &c);
    struct host h = {.cpus = value_double(3)};
    const struct host *hosts[] = {&h};
    host_finish(&b->a, &h);
    stack_place(&stack, c.services.p[0], &h);
    stack_join(&stack, hosts, 1);
}

static void as_file(struct bench *b, const char *name, struct str text)
{
    struct file *f = file_from_bytes(&b->files, str_from(name), text);
    struct kind_job job = start(b, source_add(&b->sources, f, SPAN_NONE));
    job.template_marks = f->marks != 0;
    judge(b, &job);
}

static void as_command(struct bench *b, struct str text)
{
    uint32_t container = source_add(&b->sources, file_from_bytes(&b->files, STR("x.service"), text), SPAN_NONE), at = 0;
    struct command_text c = {.text = {.a = &b->a}};
    struct kind_job outer = start(b, container);
    struct str rest = text;
    while (rest.n) {
        struct str word = str_cut(&rest, ' ');
        command_add(&c, word, (struct span){container, at, word.n});
        at += word.n + 1;
    }
    struct embedded *e = command_embed(&outer, &c, &kind_gunicorn, SPAN_NONE);
    struct env_variable v = {STR("GUNICORN_CMD_ARGS"), text, {container, 0, text.n}, true};
    vec_push(&b->a, &e->env, v);
    struct kind_job job = start(b, source_add_embedded(&b->sources, e->text, e->map, (struct span){container, 0, 0}));
    job.container = e;
    judge(b, &job);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bench b;
    struct str text = {(const char *)data, (uint32_t)size};
    file_store_init(&b.files, STR("/nowhere"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&b.sources, NULL);
    arena_init(&b.a, NULL);
    b.rules = (struct include_rules){.a = &b.a};
    kind_gunicorn.claims(STR("gunicorn.py"), text);
    as_file(&b, "gunicorn.conf.py", text);
    as_file(&b, "gunicorn.conf.py.j2", text);
    as_command(&b, text);
    arena_free(&b.a);
    source_store_free(&b.sources);
    file_store_free(&b.files);
    return 0;
}
