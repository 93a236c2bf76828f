/* Any bytes as a file and as a template of one: claimed, read, placed. */
#include "base/limits.h"
#include "kinds/limits-conf/limits_conf.h"
#include "stack/stack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_limits_conf;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"limits.conf", "limits.d/90-shop.conf.j2"};
    struct str text = {(const char *)data, (uint32_t)size};
    struct file_store files;
    struct source_store sources;
    struct arena a;
    file_store_init(&files, STR("/nowhere"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct file *f = file_from_bytes(&files, str_from(names[i]), text);
        struct sink sink = {.a = &a};
        struct contributions said = {.a = &a};
        struct kind_job job = {.kind = &kind_limits_conf,
                               .a = &a,
                               .sink = &sink,
                               .sources = &sources,
                               .files = &files,
                               .source = source_add(&sources, f, SPAN_NONE)};
        limits_conf_claims(f->path, text);
        job.root = limits_conf_read(&job);
        limits_conf_place(&job, &said);
    }
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
    return 0;
}
