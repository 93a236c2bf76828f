#include "files_list.h"

#include "engine/discover.h"

#include <stdio.h>

void files_list_print(struct run *run)
{
    struct arena *a = &run->arena;
    for (uint32_t i = 0; run->discovery && i < run->discovery->n; i++) {
        const struct discovered *f = &run->discovery->files[i];
        struct str why = diag_escape(a, discover_reason(a, f)), path = diag_escape(a, f->path);
        printf("%.*s%s: %.*s\n", STR_ARG(path), f->is_dir ? "/" : "", STR_ARG(why));
    }
}
