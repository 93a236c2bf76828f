/* Any bytes as a file and as a template of one: claimed, read, asked, placed, put over a host's facts. */
#include "base/limits.h"
#include "kinds/sysctl/sysctl.h"
#include "stack/kernel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_sysctl;

static void read_as(struct arena *a, struct file_store *files, struct source_store *sources, const char *name,
                    struct str text)
{
    struct sink sink = {.a = a};
    struct include_rules rules = {.a = a};
    struct contributions said = {.a = a};
    struct stack stack = {.a = a};
    struct host host = {.memory = value_size(1 << 30)};
    struct value v;
    struct kind_job job = {.kind = &kind_sysctl,
                           .a = a,
                           .sink = &sink,
                           .sources = sources,
                           .files = files,
                           .includes = &rules,
                           .source = source_add(sources, file_from_bytes(files, str_from(name), text), SPAN_NONE)};
    job.root = sysctl_read(&job);
    sysctl_setting(&job, job.root, STR("net.core.somaxconn"), &v);
    sysctl_place(&job, &said);
    host_finish(a, &host);
    stack_set_kernel(&stack, &host, said.kernel.p, said.kernel.n);
    value_format(a, host.kernel);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, (uint32_t)size};
    struct file_store files;
    struct source_store sources;
    struct arena a;
    file_store_init(&files, STR("/nowhere"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
    sysctl_claims(STR("etc/tuning.conf"), text);
    read_as(&a, &files, &sources, "sysctl.conf", text);
    read_as(&a, &files, &sources, "sysctl.d/10-net.conf.j2", text);
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
    return 0;
}
