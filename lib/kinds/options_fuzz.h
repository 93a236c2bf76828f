/* For the fuzz targets of kinds that are a table of options: any bytes as a file and as a command line, read, asked for all
 * settings, placed. */
#ifndef LOADLINE_KINDS_OPTIONS_FUZZ_H
#define LOADLINE_KINDS_OPTIONS_FUZZ_H

#include "base/limits.h"
#include "kinds/embed.h"
#include "kinds/options.h"
#include "stack/stack.h"

#include <string.h>

static inline void options_fuzz_judge(struct kind_job *job, const struct option_table *table)
{
    struct sink sink = {.a = job->a};
    struct contributions said = {.a = job->a};
    job->sink = &sink;
    job->root = job->kind->read(job);
    for (uint32_t i = 0; i < table->n; i++) {
        struct value v;
        if (job->kind->setting(job, job->root, table->rows[i].name, &v))
            value_show(job->a, v);
    }
    job->kind->place(job, &said);
}

/* Text as the file of that name, as a template of it, and as a command line where the kind reads those. */
static inline void options_fuzz(const struct kind *kind, const struct option_table *table, const char *name,
                                bool reads_commands, struct str text)
{
    enum { FILE_FORM, TEMPLATE_FORM, COMMAND_FORM };
    struct file_store files;
    struct source_store sources;
    struct arena a;
    file_store_init(&files, STR("/nowhere"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
    struct include_rules rules = {.a = &a};
    struct embedded command = {.kind = kind, .form = EMBEDDED_COMMAND};
    kind->claims(str_printf(&a, "x%s", strrchr(name, '.')), text); /* a name that alone claims nothing */
    for (int form = FILE_FORM; form <= (reads_commands ? COMMAND_FORM : TEMPLATE_FORM); form++) {
        struct str path = str_printf(&a, "%s%s", name, form == TEMPLATE_FORM ? ".j2" : "");
        struct kind_job job = {.kind = kind,
                               .a = &a,
                               .sources = &sources,
                               .files = &files,
                               .includes = &rules,
                               .template_marks = form == TEMPLATE_FORM,
                               .container = form == COMMAND_FORM ? &command : NULL,
                               .source = source_add(&sources, file_from_bytes(&files, path, text), SPAN_NONE)};
        options_fuzz_judge(&job, table);
    }
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
}

#endif
