/* Any bytes as a config and as a command line: read, asked for settings, placed. */
#include "base/limits.h"
#include "kinds/embed.h"
#include "kinds/memcached/memcached.h"
#include "stack/stack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_memcached;

static void ask(struct kind_job *job)
{
    for (uint32_t i = 0; i < memcached_table.n; i++) {
        struct value v;
        if (memcached_setting(job, job->root, memcached_table.rows[i].name, &v))
            value_show(job->a, v);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"memcached.conf", "memcached.conf.j2"};
    struct file_store files;
    struct source_store sources;
    struct arena a;
    struct str text = {(const char *)data, (uint32_t)size};
    file_store_init(&files, STR("/nowhere"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
    struct include_rules rules = {.a = &a};
    struct embedded command = {.kind = &kind_memcached, .form = EMBEDDED_COMMAND};
    memcached_claims(STR("x.conf"), text);
    for (int i = 0; i < 3; i++) {
        struct sink sink = {.a = &a};
        struct contributions said = {.a = &a};
        struct file *f = file_from_bytes(&files, str_from(paths[i % 2]), text);
        struct kind_job job = {.kind = &kind_memcached,
                               .a = &a,
                               .sink = &sink,
                               .sources = &sources,
                               .files = &files,
                               .includes = &rules,
                               .template_marks = i == 1,
                               .container = i == 2 ? &command : NULL,
                               .source = source_add(&sources, f, SPAN_NONE)};
        job.root = memcached_read(&job);
        ask(&job);
        memcached_place(&job, &said);
    }
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
    return 0;
}
