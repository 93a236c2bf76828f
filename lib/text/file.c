#include "text/file.h"

#include "base/map.h"
#include "base/path.h"
#include "text/marks.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *file_fault_text(enum file_fault fault)
{
    static const char *const text[] = {
        [FILE_OK] = "read",
        [FILE_MISSING] = "no such file",
        [FILE_NO_PERMISSION] = "permission denied",
        [FILE_NOT_REGULAR] = "not a regular file",
        [FILE_TOO_LARGE] = "larger than the limit for one file",
        [FILE_UNREADABLE] = "cannot be read",
    };
    return text[fault];
}

void file_store_init(struct file_store *s, struct str base, uint32_t max_bytes, struct mem_budget *budget)
{
    *s = (struct file_store){.max_bytes = max_bytes};
    arena_init(&s->arena, budget);
    s->base = str_dup(&s->arena, base);
    s->by_path = arena_new(&s->arena, struct map);
    s->by_path->a = &s->arena;
    pthread_mutex_init(&s->lock, NULL);
}

void file_store_free(struct file_store *s)
{
    pthread_mutex_destroy(&s->lock);
    arena_free(&s->arena);
}

static enum file_fault fault_of_errno(void)
{
    switch (errno) {
    case ENOENT:
    case ENOTDIR:
        return FILE_MISSING;
    case EACCES:
    case EPERM:
        return FILE_NO_PERMISSION;
    default:
        return FILE_UNREADABLE;
    }
}

static enum file_fault read_all(struct file_store *s, int fd, struct str *ret)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return fault_of_errno();
    if (!S_ISREG(st.st_mode))
        return FILE_NOT_REGULAR;
    if (st.st_size > (off_t)s->max_bytes)
        return FILE_TOO_LARGE;
    uint32_t size = (uint32_t)st.st_size, got = 0;
    char *p = arena_alloc(&s->arena, (size_t)size + 1, 1);
    while (got < size) {
        ssize_t n = read(fd, p + got, size - got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fault_of_errno();
        if (n == 0)
            break;
        got += (uint32_t)n;
    }
    p[got] = '\0';
    *ret = (struct str){p, got};
    return FILE_OK;
}

/* O_NONBLOCK: opening a FIFO for reading must not wait for a writer. */
static enum file_fault load(struct file_store *s, struct str real, struct str *ret)
{
    int fd = open(real.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return errno == ENXIO ? FILE_NOT_REGULAR : fault_of_errno();
    enum file_fault fault = read_all(s, fd, ret);
    close(fd);
    return fault;
}

/* What the file at real is said to hold, or NULL. */
static const struct str *overlaid(struct file_store *s, struct str real)
{
    char resolved[PATH_MAX];
    return s->overlay && realpath(real.p, resolved) ? map_get(s->overlay, str_from(resolved)) : NULL;
}

void file_store_overlay(struct file_store *s, struct str real, struct str bytes)
{
    if (!s->overlay) {
        s->overlay = arena_new(&s->arena, struct map);
        s->overlay->a = &s->arena;
    }
    struct str *holds = arena_new(&s->arena, struct str);
    *holds = bytes;
    map_put(s->overlay, str_dup(&s->arena, real), NULL, NULL)->value = holds;
}

static struct file *add(struct file_store *s, struct str shown, struct str real, struct str bytes)
{
    struct file *f = arena_new(&s->arena, struct file);
    unsigned marks = marks_syntax_of(shown);
    *f = (struct file){.path = shown, .real = real, .bytes = bytes, .store = s, .id = ++s->n};
    f->marks = (uint8_t)(marks ? marks : marks_syntax_in(bytes));
    return f;
}

struct str file_shown_path(struct file_store *s, struct str path)
{
    struct str real = path_absolute(&s->arena, s->base, path);
    return path_relative(&s->arena, real, s->base);
}

static struct file *open_locked(struct file_store *s, struct str path, enum file_fault *ret_fault)
{
    struct str real = path_absolute(&s->arena, s->base, path);
    struct file *f = map_get(s->by_path, real);
    *ret_fault = FILE_OK;
    if (f)
        return f;
    struct str bytes;
    const struct str *holds = overlaid(s, real);
    struct arena_mark mark = arena_mark(&s->arena);
    *ret_fault = holds ? FILE_OK : load(s, real, &bytes);
    if (*ret_fault != FILE_OK) {
        arena_pop(&s->arena, mark);
        return NULL;
    }
    f = add(s, path_relative(&s->arena, real, s->base), real, holds ? *holds : bytes);
    f->on_disk = true;
    map_put(s->by_path, real, f, NULL);
    return f;
}

struct file *file_open(struct file_store *s, struct str path, enum file_fault *ret_fault)
{
    pthread_mutex_lock(&s->lock);
    struct file *f = open_locked(s, path, ret_fault);
    pthread_mutex_unlock(&s->lock);
    return f;
}

struct file *file_from_bytes(struct file_store *s, struct str name, struct str bytes)
{
    pthread_mutex_lock(&s->lock);
    struct str shown = str_dup(&s->arena, name);
    struct file *f = add(s, shown, shown, str_dup(&s->arena, bytes));
    pthread_mutex_unlock(&s->lock);
    return f;
}

struct file *file_replace(struct file_store *s, struct str path, struct str bytes)
{
    pthread_mutex_lock(&s->lock);
    struct str real = path_absolute(&s->arena, s->base, path);
    struct file *f = add(s, path_relative(&s->arena, real, s->base), real, str_dup(&s->arena, bytes));
    map_put(s->by_path, real, f, NULL);
    pthread_mutex_unlock(&s->lock);
    return f;
}

/* The next line's start behind off, or bytes.n + 1 when there is none. memchr walks many bytes at a time. */
static uint32_t next_line(struct str bytes, uint32_t off)
{
    const char *end = off < bytes.n ? memchr(bytes.p + off, '\n', bytes.n - off) : NULL;
    return end ? (uint32_t)(end - bytes.p) + 1 : bytes.n + 1;
}

static uint32_t count_lines(struct str bytes)
{
    uint32_t n = 0;
    for (uint32_t at = 0; at <= bytes.n; at = next_line(bytes, at))
        n++;
    return n;
}

/* Readers of several threads may ask about one file: the table is made once, under the store's lock, whose arena it stands in. */
static void ensure_lines(struct file *f)
{
    if (__atomic_load_n(&f->line_starts, __ATOMIC_ACQUIRE))
        return;
    pthread_mutex_lock(&f->store->lock);
    if (!f->line_starts) {
        f->n_lines = count_lines(f->bytes);
        uint32_t *starts = arena_array(&f->store->arena, uint32_t, f->n_lines), line = 0;
        for (uint32_t at = 0; at <= f->bytes.n; at = next_line(f->bytes, at))
            starts[line++] = at;
        __atomic_store_n(&f->line_starts, starts, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&f->store->lock);
}

struct line_column file_line_column(struct file *f, uint32_t off)
{
    ensure_lines(f);
    uint32_t lo = 0, hi = f->n_lines;
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (f->line_starts[mid] <= off)
            lo = mid;
        else
            hi = mid;
    }
    return (struct line_column){lo + 1, off - f->line_starts[lo] + 1};
}

uint32_t file_line_start(struct file *f, uint32_t line)
{
    ensure_lines(f);
    return line == 0 ? 0 : line > f->n_lines ? f->bytes.n : f->line_starts[line - 1];
}

struct str file_line(struct file *f, uint32_t line)
{
    uint32_t from = file_line_start(f, line), to = file_line_start(f, line + 1);
    if (to > from && f->bytes.p[to - 1] == '\n')
        to--;
    if (to > from && f->bytes.p[to - 1] == '\r')
        to--;
    return str_slice(f->bytes, from, to);
}
