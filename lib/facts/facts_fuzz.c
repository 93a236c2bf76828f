/* Any bytes as a facts file: read, merged, asked for. What is written of hosts without a fault must read back without one. */
#include "facts/facts.h"
#include "facts/write.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_WRITTEN = 20 };

static void read_all(struct reading *r, struct facts *f, const char *name, struct str text)
{
    facts_read_file(r, f, file_from_bytes(r->files, str_from(name), text), r->files->base);
    facts_merge(r, f);
}

static void ask(struct reading *r, const struct facts *f)
{
    for (uint32_t i = 0; i < f->hosts.n; i++) {
        struct value v = {0};
        host_field(f->hosts.p[i], STR("reserve"), &v);
        host_lists_file(f->hosts.p[i], STR("/run/etc/nginx/nginx.conf"));
        host_map_value(r->a, f->hosts.p[i], HOST_kernel, STR("net.core.somaxconn"));
        host_summary(r->a, f->hosts.p[i]);
    }
    facts_nearest_host(f, STR("web-1"));
}

static void write_and_read(struct reading *r, const struct facts *f)
{
    for (uint32_t i = 0; i < f->hosts.n && i < MOST_WRITTEN; i++) {
        struct facts again = {.today = {0}};
        facts_write_json(r->a, f->hosts.p[i]);
        read_all(r, &again, "again.yaml", facts_write_yaml(r->a, f->hosts.p[i], NULL, 0));
        if (r->faults->findings.n > 0 || again.hosts.n != 1)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct file_store files;
    struct source_store sources;
    struct facts facts = {.today = {0}};
    arena_init(&a, NULL);
    file_store_init(&files, STR("/run"), 1 << 20, NULL);
    source_store_init(&sources, NULL);
    struct sink faults = {.a = &a};
    struct reading r = {&a, &files, &sources, &faults};
    read_all(&r, &facts, "facts.yaml", (struct str){(const char *)data, (uint32_t)size});
    ask(&r, &facts);
    if (faults.findings.n == 0)
        write_and_read(&r, &facts);
    source_store_free(&sources);
    file_store_free(&files);
    arena_free(&a);
    return 0;
}
