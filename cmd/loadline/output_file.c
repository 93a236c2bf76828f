#include "output_file.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* 0, or the errno of the failure. */
static int write_file(struct str path, int (*write)(const void *ctx, int fd), const void *ctx)
{
    struct arena a;
    arena_init(&a, NULL);
    struct str part = str_printf(&a, "%.*s.part-%ld", STR_ARG(path), (long)getpid());
    struct str whole = str_dup(&a, path);
    int error, fd = open(part.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        error = errno;
    } else {
        error = write(ctx, fd);
        if (close(fd) != 0 && error == 0)
            error = errno;
        if (error == 0 && rename(part.p, whole.p) != 0)
            error = errno;
        if (error != 0)
            unlink(part.p);
    }
    arena_free(&a);
    return error;
}

bool output_write(struct str to, int (*write)(const void *ctx, int fd), const void *ctx)
{
    bool to_stdout = str_eq(to, STR("-"));
    int error = to_stdout ? write(ctx, STDOUT_FILENO) : write_file(to, write, ctx);
    if (error != 0)
        fprintf(stderr, "loadline: cannot write the report to %.*s: %s\n",
                STR_ARG(to_stdout ? STR("standard output") : to), strerror(error));
    return error == 0;
}
