/* Any bytes as a configuration of PHP-FPM: as its main file and as one of pools, asked for settings, placed. */
#include "base/limits.h"
#include "kinds/php-fpm/php_fpm.h"
#include "stack/stack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_php_fpm;

static void ask(struct kind_job *job)
{
    for (uint32_t scope = 0; fpm_scopes[scope].name.n > 0; scope++)
        for (struct node *b = NULL; (b = fpm_next_block(job, scope, b)) != NULL;)
            for (uint32_t i = 0; fpm_setting_name(scope, i).n > 0; i++) {
                struct value v;
                if (fpm_setting(job, b, fpm_setting_name(scope, i), &v))
                    value_show(job->a, v);
            }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"php-fpm.conf", "pool.d/www.conf", "www.conf.j2"};
    struct file_store files;
    struct source_store sources;
    struct arena a;
    struct str text = {(const char *)data, (uint32_t)size};
    file_store_init(&files, STR("/nowhere"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
    struct include_rules rules = {.a = &a};
    fpm_claims(STR("x.conf"), text);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct sink sink = {.a = &a};
        struct contributions said = {.a = &a};
        struct file *f = file_from_bytes(&files, str_from(paths[i]), text);
        struct kind_job job = {.kind = &kind_php_fpm,
                               .a = &a,
                               .sink = &sink,
                               .sources = &sources,
                               .files = &files,
                               .includes = &rules,
                               .target = i % 2 ? 0 : VERSION(8, 2, 0),
                               .source = source_add(&sources, f, SPAN_NONE)};
        job.root = fpm_read(&job);
        ask(&job);
        fpm_place(&job, &said);
        for (uint32_t k = 0; k < said.services.n; k++)
            said.services.p[k]->settle(said.services.p[k], NULL, &a);
    }
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
    return 0;
}
