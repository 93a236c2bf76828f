#include "facts/facts.h"

#include "base/limits.h"
#include "base/path.h"
#include "facts/foreign.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

static int by_bytes(const void *x, const void *y)
{
    return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

/* The names in a directory, hidden ones left out, in bytewise order; false when it cannot be read. */
static bool list_directory(struct reading *r, struct str real, struct str **ret_names, uint32_t *ret_n)
{
    VEC(struct str) names = {0};
    DIR *dir = opendir(real.p);
    if (!dir)
        return false;
    for (const struct dirent *e; names.n < LIMIT_GLOB_MATCHES && (e = readdir(dir)) != NULL;)
        if (e->d_name[0] != '.')
            vec_push(r->a, &names, str_dup(r->a, str_from(e->d_name)));
    closedir(dir);
    if (names.n > 1)
        qsort(names.p, names.n, sizeof(names.p[0]), by_bytes);
    *ret_names = names.p;
    *ret_n = names.n;
    return true;
}

static bool is_own_name(struct str name)
{
    struct str ext = path_ext(name);
    return str_eq(ext, STR(".yaml")) || str_eq(ext, STR(".yml")) || str_eq(ext, STR(".json"));
}

static bool is_regular(struct str real)
{
    struct stat st;
    return stat(real.p, &st) == 0 && S_ISREG(st.st_mode);
}

static void load_file(struct reading *r, struct facts *f, struct str path, struct str base, struct span from)
{
    enum file_fault fault;
    struct file *file = file_open(r->files, path, &fault);
    if (file)
        facts_read_file(r, f, file, base);
    else
        document_fault_path(r, path, from, file_fault_text(fault));
}

/* What does not bear our extensions is a fact cache's entry or none of our business. */
static void load_other(struct reading *r, struct facts *f, struct str path, struct str base)
{
    enum file_fault fault;
    struct file *file = is_regular(path) ? file_open(r->files, path, &fault) : NULL;
    if (file && foreign_claims(file->bytes))
        facts_read_file(r, f, file, base);
}

static void load_directory(struct reading *r, struct facts *f, struct str real, struct str base, struct span from)
{
    struct str *names = NULL;
    uint32_t n = 0, before = f->files.n;
    if (!list_directory(r, real, &names, &n)) {
        document_fault_path(r, real, from, file_fault_text(FILE_NO_PERMISSION));
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        struct str path = path_join(r->a, real, names[i]);
        if (!is_own_name(names[i]))
            load_other(r, f, path, base);
        else if (is_regular(path))
            load_file(r, f, path, base, from);
    }
    if (f->files.n == before)
        document_fault_path(r, real, from, "no facts file in this directory");
}

void facts_load(struct reading *r, struct facts *f, struct str path, struct str base, struct span from)
{
    struct stat st;
    struct str real = path_absolute(r->a, r->files->base, path);
    if (stat(real.p, &st) == 0 && S_ISDIR(st.st_mode))
        load_directory(r, f, real, base, from);
    else
        load_file(r, f, path, base, from);
}
