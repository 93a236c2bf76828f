#include "output_file.h"
#include "interrupts.h"

#include "base/arena.h"
#include "base/path.h"
#include "report/out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef int write_fn(const void *ctx, int fd);

/* A new file gets what open(2) would have given it; one that is replaced hands on its mode and, where that is allowed, its owner. */
static int set_rights(int fd, const struct stat *old)
{
    mode_t mask = umask(0);
    umask(mask);
    if (old && fchown(fd, old->st_uid, old->st_gid) != 0 && errno != EPERM)
        return errno;
    return fchmod(fd, old ? old->st_mode & 07777 : 0666 & ~mask) == 0 ? 0 : errno;
}

int output_flush(int fd)
{
    return fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
}

/* Writes the file called part, which is open, and moves it to path. */
static int write_part(int fd, const char *part, const char *path, const struct stat *old, write_fn *write,
                      const void *ctx)
{
    int error = set_rights(fd, old);
    if (error == 0)
        error = write(ctx, fd);
    if (error == 0)
        error = output_flush(fd);
    if (close(fd) != 0 && error == 0)
        error = errno;
    if (error == 0 && rename(part, path) != 0)
        error = errno;
    if (error != 0)
        unlink(part);
    return error;
}

/* Signals that ask a program to end wait meanwhile: they would leave the unfinished part behind. */
static int write_regular(struct arena *a, const char *path, const struct stat *old, write_fn *write, const void *ctx)
{
    struct str name = str_printf(a, "%s.part-XXXXXX", path);
    char *part = arena_alloc(a, name.n + 1, 1);
    memcpy(part, name.p, name.n + 1);
    sigset_t before;
    interrupts_hold(&before);
    int fd = mkostemp(part, O_CLOEXEC);
    int error = fd < 0 ? errno : write_part(fd, part, path, old, write, ctx);
    interrupts_release(&before);
    return error;
}

static int write_in_place(const char *path, write_fn *write, const void *ctx)
{
    int fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = write(ctx, fd);
    return close(fd) != 0 && error == 0 ? errno : error;
}

/* 0, or the errno of the failure. */
static int write_file(struct arena *a, const char *path, write_fn *write, const void *ctx)
{
    struct stat old;
    if (stat(path, &old) != 0)
        return errno == ENOENT ? write_regular(a, path, NULL, write, ctx) : errno;
    if (!S_ISREG(old.st_mode))
        return write_in_place(path, write, ctx);
    if (access(path, W_OK) != 0)
        return errno;
    char *real = realpath(path, NULL);
    int error = real ? write_regular(a, real, &old, write, ctx) : errno;
    free(real);
    return error;
}

bool output_write(struct str to, int (*write)(const void *ctx, int fd), const void *ctx)
{
    struct arena a;
    arena_init(&a, NULL);
    bool to_stdout = str_eq(to, STR("-"));
    int error = to_stdout ? write(ctx, STDOUT_FILENO) : write_file(&a, str_dup(&a, to).p, write, ctx);
    arena_free(&a);
    if (error != 0)
        fprintf(stderr, "loadline: cannot write to %.*s: %s\n", STR_ARG(to_stdout ? STR("standard output") : to),
                strerror(error));
    return error == 0;
}

static int write_text(const void *ctx, int fd)
{
    struct report_out out;
    out_open(&out, fd, (struct report_options){0});
    out_put(&out, *(const struct str *)ctx);
    return out_close(&out);
}

bool output_write_text(struct str to, struct str text)
{
    return output_write(to, write_text, &text);
}

/* What stands at an output now. Terminals and /dev/null are no place of their own: several outputs may share them. */
static bool place_now(struct arena *a, struct str to, struct stat *ret)
{
    int missing = str_eq(to, STR("-")) ? fstat(STDOUT_FILENO, ret) : stat(str_dup(a, to).p, ret);
    return missing == 0 && !S_ISCHR(ret->st_mode);
}

/* A path to be, its folder resolved. */
static struct str place_to_be(struct arena *a, struct str to)
{
    char *folder = realpath(str_dup(a, path_dir(to)).p, NULL);
    struct str whole = path_join(a, folder ? str_from(folder) : path_dir(to), path_base(to));
    free(folder);
    return whole;
}

bool output_same(struct str x, struct str y)
{
    struct arena a;
    struct stat at_x, at_y;
    if (str_eq(x, y))
        return !str_eq(x, STR("/dev/null"));
    arena_init(&a, NULL);
    bool x_exists = place_now(&a, x, &at_x), y_exists = place_now(&a, y, &at_y);
    bool same = x_exists && y_exists ? at_x.st_dev == at_y.st_dev && at_x.st_ino == at_y.st_ino
                                     : str_eq(place_to_be(&a, x), place_to_be(&a, y));
    arena_free(&a);
    return same;
}
