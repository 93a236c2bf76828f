#include "files_list.h"

#include <stdio.h>

void files_list_print(struct run *run)
{
    for (uint32_t i = 0; i < run->documents.n; i++) {
        const struct document *d = run->documents.p[i];
        const char *role = d->role == DOCUMENT_ROOT ? "" : " (fragment)";
        printf("%-10.*s %.*s%s\n", STR_ARG(d->kind->name), STR_ARG(d->path), role);
    }
}
