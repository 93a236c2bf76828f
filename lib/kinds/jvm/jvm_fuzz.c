/* Any bytes as each form of a document: read, asked for settings, placed, joined. */
#include "base/limits.h"
#include "kinds/embed.h"
#include "stack/stack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_jvm;

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
    return (struct kind_job){.kind = &kind_jvm,
                             .a = &b->a,
                             .scratch = &b->a,
                             .sink = &b->sink,
                             .sources = &b->sources,
                             .files = &b->files,
                             .includes = &b->rules,
                             .source = source};
}

static void ask(struct kind_job *job)
{
    struct str name;
    for (struct node *block = NULL; (block = kind_jvm.next_block(job, 0, block)) != NULL;)
        for (uint32_t i = 0; (name = kind_jvm.setting_name(0, i)).n > 0; i++) {
            struct value v;
            if (kind_jvm.setting(job, block, name, &v))
                value_show(job->a, v);
        }
}

static void judge(struct bench *b, struct kind_job *job)
{
    struct contributions c = {.a = &b->a};
    struct stack stack = {.a = &b->a};
    struct host h = {.cpus = value_double(3), .memory = value_size(1 << 30)};
    const struct host *hosts[] = {&h};
    job->root = kind_jvm.read(job);
    ask(job);
    kind_jvm.place(job, &c);
    host_finish(&b->a, &h);
    for (uint32_t i = 0; i < c.services.n; i++)
        stack_place(&stack, c.services.p[i], &h);
    stack_join(&stack, hosts, 1);
}

static void as_file(struct bench *b, const char *name, struct str text)
{
    struct file *f = file_from_bytes(&b->files, str_from(name), text);
    struct kind_job job = start(b, source_add(&b->sources, f, SPAN_NONE));
    kind_jvm.claims(f->path, text);
    judge(b, &job);
}

/* Its blanks are taken for the ends of words. */
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
    struct embedded *e = command_embed(&outer, &c, &kind_jvm, SPAN_NONE);
    struct env_variable v = {STR("JAVA_TOOL_OPTIONS"), text, {container, 0, text.n}, true};
    vec_push(&b->a, &e->env, v);
    struct kind_job job = start(b, source_add_embedded(&b->sources, e->text, e->map, (struct span){container, 0, 0}));
    job.container = e;
    judge(b, &job);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"jvm.env", "jvm.options"};
    struct bench b;
    struct str text = {(const char *)data, (uint32_t)size};
    file_store_init(&b.files, STR("/nowhere"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&b.sources, NULL);
    arena_init(&b.a, NULL);
    b.rules = (struct include_rules){.a = &b.a};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        as_file(&b, names[i], text);
    as_command(&b, text);
    arena_free(&b.a);
    source_store_free(&b.sources);
    file_store_free(&b.files);
    return 0;
}
