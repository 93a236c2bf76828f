/* Any bytes as loadline.yaml, and hosts chosen by it. Nothing on disk is near: the root doesn't exist. */
#include "engine/hosts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void choose(struct reading *r, const struct project *p)
{
    struct run_hosts hosts;
    struct hosts_request q = {.in_ci = true};
    const struct host **found;
    hosts_choose(r, p, &q, &hosts);
    hosts_for_file(&hosts, r->a, STR("/nowhere/repo/nginx/nginx.conf"), &found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct file_store files;
    struct source_store sources;
    arena_init(&a, NULL);
    file_store_init(&files, STR("/nowhere/repo"), 1 << 20, NULL);
    source_store_init(&sources, NULL);
    struct sink faults = {.a = &a};
    struct reading r = {&a, &files, &sources, &faults};
    struct project p = {.root = STR("/nowhere/repo")};
    struct str text = {(const char *)data, (uint32_t)size};
    project_read_file(&r, &p, file_from_bytes(&files, STR("/nowhere/repo/loadline.yaml"), text));
    choose(&r, &p);
    source_store_free(&sources);
    file_store_free(&files);
    arena_free(&a);
    return 0;
}
