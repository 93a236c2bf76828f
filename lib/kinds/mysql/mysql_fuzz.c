/* Any bytes as an option file: read, asked for settings, placed. */
#include "base/limits.h"
#include "kinds/mysql/mysql.h"
#include "stack/stack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_mysql;

/* The words of a command line: NULs in the text end them. */
static void as_command(struct file_store *files, struct source_store *sources, struct arena *a, struct str text)
{
    struct sink sink = {.a = a};
    struct contributions said = {.a = a};
    struct embedded e = {.kind = &kind_mysql, .form = EMBEDDED_COMMAND};
    struct kind_job job = {
        .kind = &kind_mysql, .a = a, .sink = &sink, .sources = sources, .files = files, .container = &e};
    job.source = source_add(sources, file_from_bytes(files, STR("compose.yaml"), text), SPAN_NONE);
    job.root = mysql_read(&job);
    mysql_place(&job, &said);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"my.cnf", "conf.d/x.cnf", "my.cnf.j2"};
    struct file_store files;
    struct source_store sources;
    struct arena a;
    struct str text = {(const char *)data, (uint32_t)size};
    file_store_init(&files, STR("/nowhere"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
    struct include_rules rules = {.a = &a};
    mysql_claims(STR("x.cnf"), text);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct sink sink = {.a = &a};
        struct contributions said = {.a = &a};
        struct file *f = file_from_bytes(&files, str_from(paths[i]), text);
        struct kind_job job = {.kind = &kind_mysql,
                               .a = &a,
                               .sink = &sink,
                               .sources = &sources,
                               .files = &files,
                               .includes = &rules,
                               .target = i == 1 ? VERSION(8, 0, 0) : 0,
                               .source = source_add(&sources, f, SPAN_NONE)};
        job.root = mysql_read(&job);
        for (uint32_t k = 0; mysql_setting_name(0, k).n > 0; k++) {
            struct value v;
            struct mysql_state *s = job.state;
            if (mysql_setting(&job, s->server, mysql_setting_name(0, k), &v))
                value_show(&a, v);
        }
        mysql_place(&job, &said);
    }
    as_command(&files, &sources, &a, text);
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
    return 0;
}
