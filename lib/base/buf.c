#include "base/buf.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Most texts that are put together are names and paths. */
enum { FIRST_CAPACITY = 64 };

static char *reserve(struct buf *b, size_t more)
{
    if (b->cap - b->n < more) {
        size_t cap = b->cap ? b->cap * 2 : FIRST_CAPACITY;
        while (cap - b->n < more)
            cap *= 2;
        if (!arena_extend(b->a, b->p, b->cap, cap)) {
            char *p = arena_alloc(b->a, cap, 1);
            if (b->n)
                memcpy(p, b->p, b->n);
            b->p = p;
        }
        b->cap = cap;
    }
    return b->p + b->n;
}

void buf_put(struct buf *b, struct str s)
{
    if (s.n == 0)
        return;
    memcpy(reserve(b, s.n), s.p, s.n);
    b->n += s.n;
}

void buf_putc(struct buf *b, char c)
{
    *reserve(b, 1) = c;
    b->n++;
}

void buf_pad(struct buf *b, char c, size_t n)
{
    memset(reserve(b, n + 1), c, n);
    b->n += n;
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n > 0) {
        vsnprintf(reserve(b, (size_t)n + 1), (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

struct str buf_str(const struct buf *b)
{
    return (struct str){b->p, b->n > UINT32_MAX ? UINT32_MAX : (uint32_t)b->n};
}

void buf_clear(struct buf *b)
{
    b->n = 0;
}
