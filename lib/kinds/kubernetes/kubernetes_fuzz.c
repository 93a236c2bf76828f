/* Any bytes as manifests and as a template of them: read, asked for all settings, placed. */
#include "base/limits.h"
#include "kinds/kubernetes/kubernetes.h"
#include "stack/stack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_kubernetes;

static void ask(struct kind_job *job)
{
    for (struct node *e = NULL; (e = kube_next_block(job, 0, e)) != NULL;) {
        struct str name;
        struct value v;
        for (uint32_t i = 0; (name = kube_setting_name(0, i)).n > 0; i++)
            if (kube_setting(job, e, name, &v))
                value_show(job->a, v);
        kube_block_title(job, e);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"pod.yaml", "pod.yaml.j2"};
    struct file_store files;
    struct source_store sources;
    struct arena a;
    struct str text = {(const char *)data, (uint32_t)size};
    file_store_init(&files, STR("/nowhere"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
    struct include_rules rules = {.a = &a};
    kube_claims(STR("x.yml"), text);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct sink sink = {.a = &a};
        struct contributions said = {.a = &a};
        struct file *f = file_from_bytes(&files, str_from(paths[i]), text);
        struct kind_job job = {.kind = &kind_kubernetes,
                               .a = &a,
                               .sink = &sink,
                               .sources = &sources,
                               .files = &files,
                               .includes = &rules,
                               .template_marks = i == 1,
                               .source = source_add(&sources, f, SPAN_NONE)};
        job.role = kube_role(str_from(paths[i]), text);
        job.root = kube_read(&job);
        ask(&job);
        kube_place(&job, &said);
    }
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
    return 0;
}
