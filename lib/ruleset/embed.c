/* The generator of the built-in rules: reads rule files, prints the C source that holds them. A fault in one of them fails the build.
 *
 * usage: embed OUTPUT RULE-FILE... */
#include "ruleset/embed_print.h"
#include "ruleset/load.h"
#include "base/limits.h"
#include "base/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct embed {
    struct arena arena;
    struct file_store files;
    struct source_store sources;
    struct sink sink;
    const struct rule **rules;
    uint32_t n;
    bool failed;  /* a file could not be read or is no rule */
    bool written; /* the output stands */
};

static void open_all(struct embed *e, uint32_t n_files)
{
    char cwd[LIMIT_PATH_BYTES];
    arena_init(&e->arena, NULL);
    file_store_init(&e->files, str_dup(&e->arena, str_from(getcwd(cwd, sizeof(cwd)))), LIMIT_RULE_BYTES, NULL);
    source_store_init(&e->sources, NULL);
    e->sink.a = &e->arena;
    e->rules = arena_array(&e->arena, const struct rule *, n_files);
}

static void close_all(struct embed *e)
{
    source_store_free(&e->sources);
    file_store_free(&e->files);
    arena_free(&e->arena);
}

/* As compilers write it, so that editors find the place. */
static void print_fault(struct embed *e, const struct finding *f)
{
    struct place p = source_place(&e->sources, f->at);
    struct line_column at = file_line_column(p.file, p.off);
    fprintf(stderr, "%.*s:%u:%u: error: %.*s [%.*s]\n", STR_ARG(p.file->path), at.line, at.column, STR_ARG(f->message),
            STR_ARG(f->rule));
    if (f->help.n)
        fprintf(stderr, "%.*s:%u:%u: note: %.*s\n", STR_ARG(p.file->path), at.line, at.column, STR_ARG(f->help));
}

/* Whether a rule's fires_in names a test that shows it: a file, or a golden case, with the rule's id in what it expects. */
static bool shows_firing(struct embed *e, const struct rule *rule, struct str rule_path)
{
    enum file_fault fault;
    struct str root = path_dir(path_dir(path_dir(rule_path)));
    struct str path = path_join(&e->arena, root, rule->fires_in);
    struct file *file = file_open(&e->files, path, &fault);
    if (!file)
        file = file_open(&e->files, path_join(&e->arena, path, STR("expect.stdout")), &fault);
    return file && str_find(file->bytes, rule->info.id) < file->bytes.n;
}

static void load(struct embed *e, const char *path)
{
    enum file_fault fault;
    struct file *file = file_open(&e->files, str_from(path), &fault);
    if (!file) {
        fprintf(stderr, "%s: error: %s\n", path, file_fault_text(fault));
        e->failed = true;
        return;
    }
    struct rule *rule = rule_load(&e->arena, &e->sources, source_add(&e->sources, file, SPAN_NONE), &e->sink);
    if (rule && rule->fires_in.n && !shows_firing(e, rule, file->real))
        diag_add(&e->sink, rule->info.id, rule->id_at, "fires_in names no test that expects this rule's findings");
    if (rule)
        e->rules[e->n++] = rule;
    else
        e->failed = true;
}

static int by_id(const void *x, const void *y)
{
    const struct rule *const *a = x, *const *b = y;
    return str_cmp((*a)->info.id, (*b)->info.id);
}

static bool write_file(const char *path, struct str text)
{
    FILE *f = fopen(path, "wb");
    if (!f) {
        perror(path);
        return false;
    }
    bool written = fwrite(text.p, 1, text.n, f) == text.n;
    if (fclose(f) != 0 || !written) {
        perror(path);
        return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    struct embed e = {0};
    struct buf out = {.a = &e.arena};
    if (argc < 2) {
        fputs("usage: embed OUTPUT RULE-FILE...\n", stderr);
        return EXIT_FAILURE;
    }
    open_all(&e, (uint32_t)argc);
    for (int i = 2; i < argc; i++)
        load(&e, argv[i]);
    for (uint32_t i = 0; i < e.sink.findings.n; i++)
        print_fault(&e, e.sink.findings.p[i]);
    if (!e.failed && e.sink.findings.n == 0) {
        qsort(e.rules, e.n, sizeof(*e.rules), by_id);
        embed_print(&out, e.rules, e.n);
        e.written = write_file(argv[1], buf_str(&out));
    }
    close_all(&e);
    return !e.written ? EXIT_FAILURE : EXIT_SUCCESS;
}
