/* Any bytes as a baseline: what is read can be written, and reads the same. */
#include "engine/baseline.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What stands in the text, printed; empty when it is refused. */
static struct str printed(struct reading *r, const char *name, struct str text)
{
    struct baseline *b = arena_new(r->a, struct baseline);
    struct buf out = {.a = r->a};
    b->a = b->by_key.a = r->a;
    if (!baseline_read(r, file_from_bytes(r->files, str_from(name), text), b))
        return (struct str){0};
    baseline_print(&out, b);
    return buf_str(&out);
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
    struct str once = printed(&r, "given", (struct str){(const char *)data, (uint32_t)size});
    if (once.n > 0 && !str_eq(once, printed(&r, "again", once)))
        abort();
    source_store_free(&sources);
    file_store_free(&files);
    arena_free(&a);
    return 0;
}
