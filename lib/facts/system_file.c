#include "facts/system_file.h"

#include "base/num.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_BYTES = 4096, MOST_BYTES = 1 << 20 };

/* Reads to the end or to cap bytes; the size that stat gives is 0 for most of /proc. */
static bool read_up_to(int fd, char *p, uint32_t cap, uint32_t *ret_n)
{
    uint32_t n = 0;
    while (n < cap) {
        ssize_t got = read(fd, p + n, cap - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        n += (uint32_t)got;
    }
    *ret_n = n;
    return true;
}

/* Once with a small buffer; a file that fills it is read again with the largest one. */
static bool read_whole(struct arena *a, int fd, struct str *ret)
{
    uint32_t n = 0;
    struct stat st;
    struct arena_mark mark = arena_mark(a);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    char *p = arena_alloc(a, FIRST_BYTES + 1, 1);
    if (!read_up_to(fd, p, FIRST_BYTES, &n))
        return false;
    if (n == FIRST_BYTES) {
        arena_pop(a, mark);
        p = arena_alloc(a, MOST_BYTES + 1, 1);
        if (lseek(fd, 0, SEEK_SET) != 0 || !read_up_to(fd, p, MOST_BYTES, &n))
            return false;
    }
    p[n] = '\0';
    *ret = (struct str){p, n};
    return true;
}

bool system_file_read(struct arena *a, struct str root, struct str path, struct str *ret)
{
    int fd = open(str_concat(a, root, path).p, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return false;
    bool ok = read_whole(a, fd, ret);
    close(fd);
    return ok;
}

bool system_file_int(struct arena *a, struct str root, struct str path, int64_t *ret)
{
    struct str text;
    return system_file_read(a, root, path, &text) && num_parse_int(str_trim(str_cut(&text, '\n')), ret);
}

bool system_file_line(struct str text, struct str key, struct str *ret)
{
    while (text.n > 0) {
        struct str line = str_cut(&text, '\n');
        if (str_starts(line, key)) {
            *ret = str_trim(str_slice(line, key.n, line.n));
            return true;
        }
    }
    return false;
}
