/* Any bytes as a php.ini: read, asked for settings, placed. */
#include "base/limits.h"
#include "kinds/php-ini/php_ini.h"
#include "stack/stack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_php_ini;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct file_store files;
    struct source_store sources;
    struct arena a;
    struct str text = {(const char *)data, (uint32_t)size};
    file_store_init(&files, STR("/nowhere"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
    php_ini_claims(STR("x.ini"), text);
    struct sink sink = {.a = &a};
    struct contributions said = {.a = &a};
    struct file *f = file_from_bytes(&files, STR("conf.d/x.ini.j2"), text);
    struct kind_job job = {.kind = &kind_php_ini,
                           .a = &a,
                           .sink = &sink,
                           .sources = &sources,
                           .files = &files,
                           .source = source_add(&sources, f, SPAN_NONE)};
    job.root = php_ini_read(&job);
    for (uint32_t i = 0; kind_php_ini.setting_name(0, i).n > 0; i++) {
        struct value v;
        if (kind_php_ini.setting(&job, kind_php_ini.next_block(&job, 0, NULL), kind_php_ini.setting_name(0, i), &v))
            value_show(&a, v);
    }
    php_ini_place(&job, &said);
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
    return 0;
}
