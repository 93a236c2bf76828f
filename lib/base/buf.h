/* A byte string that grows: for output and for text put together piece by piece. */
#ifndef LOADLINE_BASE_BUF_H
#define LOADLINE_BASE_BUF_H

#include "base/str.h"

#include <stddef.h>

/* Bytes in an arena, not NUL-terminated. Zero-initialize with the arena set: struct buf b = {.a = arena}. */
struct buf {
    struct arena *a;
    char *p;
    size_t n, cap;
};

void buf_put(struct buf *b, struct str s);
void buf_putc(struct buf *b, char c);
/* c repeated n times. */
void buf_pad(struct buf *b, char c, size_t n);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* What stands in the buffer now; valid until the next append. Cut at 4 GiB. */
struct str buf_str(const struct buf *b);
/* Empties it, keeping the memory. */
void buf_clear(struct buf *b);

#endif
