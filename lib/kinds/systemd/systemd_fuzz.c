/* Any bytes as a unit and as a drop-in: read, asked for settings, placed. */
#include "base/limits.h"
#include "kinds/systemd/systemd.h"
#include "stack/stack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_systemd;

static void ask(struct kind_job *job)
{
    static const struct str names[] = {STR_INIT("MemoryMax"), STR_INIT("ExecStart"),          STR_INIT("LimitNOFILE"),
                                       STR_INIT("After"),     STR_INIT("StartLimitInterval"), STR_INIT("Environment"),
                                       STR_INIT("OnCalendar")};
    for (uint32_t scope = 0; systemd_scopes[scope].name.n > 0; scope++) {
        struct node *block = systemd_next_block(job, scope, NULL);
        for (size_t i = 0; block && i < sizeof names / sizeof *names; i++) {
            struct value v;
            if (systemd_setting(job, block, names[i], &v))
                value_show(job->a, v);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"web.service", "web.service.d/a.conf", "stdin", "web.service.j2"};
    struct file_store files;
    struct source_store sources;
    struct arena a;
    struct str text = {(const char *)data, (uint32_t)size};
    file_store_init(&files, STR("/nowhere"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
    struct include_rules rules = {.a = &a};
    systemd_claims(STR("x.service"), text);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct sink sink = {.a = &a};
        struct contributions said = {.a = &a};
        struct file *f = file_from_bytes(&files, str_from(paths[i]), text);
        struct kind_job job = {.kind = &kind_systemd,
                               .a = &a,
                               .sink = &sink,
                               .sources = &sources,
                               .files = &files,
                               .includes = &rules,
                               .target = i % 2 ? 0 : VERSION(252, 0, 0),
                               .template_marks = i == 3,
                               .source = source_add(&sources, f, SPAN_NONE)};
        job.root = systemd_read(&job);
        ask(&job);
        systemd_place(&job, &said);
    }
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
    return 0;
}
