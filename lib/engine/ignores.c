#include "engine/ignores.h"

#include "base/limits.h"
#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* The text of a regular file that is open. */
static enum file_fault read_open(struct arena *a, int fd, struct str *ret)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return FILE_UNREADABLE;
    if (!S_ISREG(st.st_mode))
        return FILE_NOT_REGULAR;
    if (st.st_size > (off_t)LIMIT_IGNORE_BYTES)
        return FILE_TOO_LARGE;
    uint32_t size = (uint32_t)st.st_size, got = 0;
    char *p = arena_alloc(a, (size_t)size + 1, 1);
    while (got < size) {
        ssize_t n = read(fd, p + got, size - got);
        if (n < 0)
            return FILE_UNREADABLE;
        if (n == 0)
            break;
        got += (uint32_t)n;
    }
    *ret = (struct str){p, got};
    return FILE_OK;
}

static enum file_fault read_at(struct arena *a, int dir, const char *name, struct str *ret)
{
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
    if (fd < 0 && (errno == ELOOP || errno == ENOENT || errno == ENOTDIR))
        return FILE_MISSING;
    if (fd < 0)
        return errno == EACCES ? FILE_NO_PERMISSION : FILE_UNREADABLE;
    enum file_fault fault = read_open(a, fd, ret);
    close(fd);
    return fault;
}

static const struct ignores *add(struct arena *a, const struct ignores *up, const struct ignores_dir *d,
                                 struct str text, const char *name)
{
    struct str file = d->shown.n ? path_join(a, d->shown, str_from(name)) : str_from(name);
    struct ignores *in = arena_new(a, struct ignores);
    uint32_t skip = str_eq(d->real, STR("/")) ? 1 : d->real.n + 1;
    *in = (struct ignores){.up = up, .list = gitignore_parse(a, text, file), .skip = skip};
    return in;
}

/* Opened step by step, so that no link is followed. */
static const struct ignores *add_info(struct arena *a, const struct ignores_dir *d)
{
    struct str text;
    const struct ignores *in = NULL;
    int git = openat(d->fd, ".git", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int info = git < 0 ? -1 : openat(git, "info", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (info >= 0 && read_at(a, info, "exclude", &text) == FILE_OK)
        in = add(a, NULL, d, text, ".git/info/exclude");
    if (info >= 0)
        close(info);
    if (git >= 0)
        close(git);
    return in;
}

const struct ignores *ignores_enter(struct arena *a, const struct ignores *up, const struct ignores_dir *d,
                                    enum file_fault *ret_fault)
{
    struct str text;
    *ret_fault = FILE_OK;
    if (d->has_git)
        up = add_info(a, d);
    if (!d->has_gitignore)
        return up;
    enum file_fault fault = read_at(a, d->fd, ".gitignore", &text);
    if (fault == FILE_OK)
        return add(a, up, d, text, ".gitignore");
    if (fault != FILE_MISSING && fault != FILE_NOT_REGULAR)
        *ret_fault = fault;
    return up;
}

static bool has_entry(int dir, const char *name)
{
    struct stat st;
    return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

/* What a directory above the search says. It may well be unreadable: then it says nothing. */
static const struct ignores *enter_path(struct arena *a, const struct ignores *up, struct str dir, struct str base)
{
    struct str path = str_dup(a, dir), shown = path_relative(a, dir, base);
    enum file_fault fault;
    int fd = open(path.p, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return up;
    struct ignores_dir d = {.fd = fd, .real = path, .shown = str_eq(shown, STR(".")) ? (struct str){0} : shown};
    d.has_git = has_entry(fd, ".git");
    d.has_gitignore = has_entry(fd, ".gitignore");
    up = ignores_enter(a, up, &d, &fault);
    close(fd);
    return up;
}

const struct ignores *ignores_above(struct arena *a, struct str top, struct str dir, struct str base)
{
    const struct ignores *in = NULL;
    if (!path_is_below(dir, top) || str_eq(dir, top))
        return NULL;
    in = enter_path(a, in, top, base);
    uint32_t at = str_eq(top, STR("/")) ? 0 : top.n;
    for (at++; at < dir.n; at++)
        if (dir.p[at] == '/')
            in = enter_path(a, in, str_slice(dir, 0, at), base);
    return in;
}

struct str ignores_root(struct str dir)
{
    for (;; dir = path_dir(dir)) {
        char path[LIMIT_PATH_BYTES + 8];
        struct stat st;
        if (dir.n > LIMIT_PATH_BYTES)
            return (struct str){0};
        snprintf(path, sizeof(path), "%.*s/.git", STR_ARG(dir));
        if (lstat(path, &st) == 0)
            return dir;
        if (str_eq(dir, STR("/")))
            return (struct str){0};
    }
}

const struct gitignore_pattern *ignores_match(const struct ignores *in, struct str path, bool is_dir, uint64_t *work,
                                              struct str *ret_file)
{
    for (; in; in = in->up) {
        const struct gitignore_pattern *pat =
            gitignore_match(in->list, str_slice(path, in->skip, path.n), is_dir, work);
        if (!pat)
            continue;
        *ret_file = in->list->file;
        return pat->negated ? NULL : pat;
    }
    return NULL;
}
