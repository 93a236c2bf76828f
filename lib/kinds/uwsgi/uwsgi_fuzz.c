/* Any bytes as a config: read, asked for settings, placed. */
#include "base/limits.h"
#include "kinds/uwsgi/uwsgi.h"
#include "stack/stack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_uwsgi;

static void ask(struct kind_job *job)
{
    for (uint32_t i = 0; i < uwsgi_table.n; i++) {
        struct value v;
        if (uwsgi_setting(job, job->root, uwsgi_table.rows[i].name, &v))
            value_show(job->a, v);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"uwsgi.ini", "uwsgi.ini.j2"};
    struct file_store files;
    struct source_store sources;
    struct arena a;
    struct str text = {(const char *)data, (uint32_t)size};
    file_store_init(&files, STR("/nowhere"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
    struct include_rules rules = {.a = &a};
    uwsgi_claims(STR("x.ini"), text);
    for (int i = 0; i < 2; i++) {
        struct sink sink = {.a = &a};
        struct contributions said = {.a = &a};
        struct file *f = file_from_bytes(&files, str_from(paths[i]), text);
        struct kind_job job = {.kind = &kind_uwsgi,
                               .a = &a,
                               .sink = &sink,
                               .sources = &sources,
                               .files = &files,
                               .includes = &rules,
                               .template_marks = i == 1,
                               .source = source_add(&sources, f, SPAN_NONE)};
        job.root = uwsgi_read(&job);
        ask(&job);
        uwsgi_place(&job, &said);
    }
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
    return 0;
}
