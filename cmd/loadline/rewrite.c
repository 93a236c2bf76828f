#include "rewrite.h"
#include "output_file.h"

#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { NAMES_BYTES = 16384, VALUE_BYTES = 65536 }; /* of extended attributes: as large as Linux lets a value be */

static struct str reason_of(struct arena *a, int error)
{
    return str_dup(a, str_from(strerror(error)));
}

static bool is_same_file(const struct stat *x, const struct stat *y)
{
    return x->st_dev == y->st_dev && x->st_ino == y->st_ino && x->st_size == y->st_size &&
           x->st_mtim.tv_sec == y->st_mtim.tv_sec && x->st_mtim.tv_nsec == y->st_mtim.tv_nsec;
}

static bool holds(int fd, struct str bytes)
{
    char chunk[16384];
    uint32_t at = 0;
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof(chunk));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 && at == bytes.n;
        if ((size_t)n > bytes.n - at || memcmp(chunk, bytes.p + at, (size_t)n) != 0)
            return false;
        at += (uint32_t)n;
    }
}

/* Why the file is left alone, whatever may be written beside it. A user who may write anything still means a file without any write bit to stay. */
static struct str objection(const struct rewrite *w, struct arena *a, int fd)
{
    if (!S_ISREG(w->old.st_mode))
        return STR("it is no regular file");
    if (w->old.st_nlink > 1)
        return str_printf(a, "it has %lu hard links, and the others would keep what it holds now",
                          (unsigned long)w->old.st_nlink);
    if ((w->old.st_mode & 0222) == 0)
        return STR("it is read-only");
    if (access(w->path.p, W_OK) != 0)
        return reason_of(a, errno);
    return holds(fd, w->before) ? (struct str){0} : STR("it was changed meanwhile");
}

/* What can't be taken along (another user's labels, a file system without attributes) is left. */
static void copy_attributes(struct arena *a, int from, int to)
{
    char *names = arena_alloc(a, NAMES_BYTES, 1), *value = arena_alloc(a, VALUE_BYTES, 1);
    ssize_t n = flistxattr(from, names, NAMES_BYTES);
    for (const char *name = names; n > 0 && name < names + n; name += strlen(name) + 1) {
        ssize_t size = fgetxattr(from, name, value, VALUE_BYTES);
        if (size >= 0 && fsetxattr(to, name, value, (size_t)size, 0) != 0)
            continue;
    }
}

/* The owner first: a change of it drops bits of the mode. */
static int copy_rights(struct arena *a, const struct rewrite *w, int from, int to)
{
    if (fchown(to, w->old.st_uid, w->old.st_gid) != 0 && fchown(to, (uid_t)-1, w->old.st_gid) != 0 && errno != EPERM)
        return errno;
    copy_attributes(a, from, to);
    return fchmod(to, w->old.st_mode & 07777) == 0 ? 0 : errno;
}

static int write_all(int fd, struct str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno != EINTR)
            return errno;
        bytes = str_slice(bytes, n < 0 ? 0 : (uint32_t)n, bytes.n);
    }
    return output_flush(fd);
}

static int write_part(struct rewrite *w, struct arena *a, int from)
{
    struct str base = str_slice(path_base(w->path), 0, 200);
    struct str part = path_join(a, path_dir(w->path), str_printf(a, ".%.*s.loadline-XXXXXX", STR_ARG(base)));
    int fd = mkostemp((char *)part.p, O_CLOEXEC); /* the arena's own text */
    if (fd < 0)
        return errno;
    w->part = part;
    int error = write_all(fd, w->after);
    if (error == 0)
        error = copy_rights(a, w, from, fd);
    if (close(fd) != 0 && error == 0)
        error = errno;
    return error;
}

struct str rewrite_stage(struct rewrite *w, struct arena *a)
{
    int fd = open(w->path.p, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &w->old) != 0) {
        struct str why = reason_of(a, errno);
        if (fd >= 0)
            close(fd);
        return why;
    }
    struct str why = objection(w, a, fd);
    int error = why.n > 0 ? 0 : write_part(w, a, fd);
    close(fd);
    if (error != 0) {
        rewrite_drop(w);
        why = str_printf(a, "the new one cannot be written beside it: %s", strerror(error));
    }
    return why;
}

/* Best effort: the rename is done, and a directory that can't be flushed makes it no worse. */
static void flush_directory(struct arena *a, struct str path)
{
    int fd = open(str_dup(a, path_dir(path)).p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

struct str rewrite_commit(struct rewrite *w, struct arena *a)
{
    struct stat now;
    struct str why = {0};
    if (lstat(w->path.p, &now) != 0 || !is_same_file(&now, &w->old))
        why = STR("it was changed meanwhile");
    else if (rename(w->part.p, w->path.p) != 0)
        why = reason_of(a, errno);
    if (why.n > 0) {
        rewrite_drop(w);
        return why;
    }
    w->part = (struct str){0};
    flush_directory(a, w->path);
    return why;
}

void rewrite_drop(struct rewrite *w)
{
    if (w->part.n > 0)
        unlink(w->part.p);
    w->part = (struct str){0};
}
