#include "report/out.h"

#include "diag/escape.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void out_open(struct report_out *o, int fd, struct report_options options)
{
    o->fd = fd;
    o->error = 0;
    o->options = options;
    o->n = 0;
    arena_init(&o->scratch, NULL);
}

void out_fail(struct report_out *o, int error)
{
    if (!o->error)
        o->error = error;
}

/* One write; a descriptor that another program set to non-blocking is waited for. */
static size_t write_some(struct report_out *o, const char *p, size_t n)
{
    ssize_t done = write(o->fd, p, n);
    if (done >= 0)
        return (size_t)done;
    if (errno == EAGAIN || errno == EWOULDBLOCK)
        poll(&(struct pollfd){.fd = o->fd, .events = POLLOUT}, 1, -1);
    else if (errno != EINTR)
        out_fail(o, errno);
    return 0;
}

static void flush(struct report_out *o)
{
    size_t at = 0;
    while (at < o->n && !o->error)
        at += write_some(o, o->bytes + at, o->n - at);
    o->n = 0;
}

int out_close(struct report_out *o)
{
    flush(o);
    arena_free(&o->scratch);
    return o->error;
}

void out_put(struct report_out *o, struct str s)
{
    while (s.n > 0 && !o->error) {
        size_t room = sizeof(o->bytes) - o->n, part = s.n < room ? s.n : room;
        memcpy(o->bytes + o->n, s.p, part);
        o->n += part;
        s = str_slice(s, (uint32_t)part, s.n);
        if (o->n == sizeof(o->bytes))
            flush(o);
    }
}

void out_putc(struct report_out *o, char c)
{
    out_put(o, (struct str){&c, 1});
}

void out_pad(struct report_out *o, char c, uint32_t n)
{
    while (n-- > 0)
        out_putc(o, c);
}

void out_printf(struct report_out *o, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    char small[256], *p = small;
    int n = vsnprintf(small, sizeof(small), fmt, ap);
    va_end(ap);
    struct arena_mark mark = arena_mark(&o->scratch);
    if (n >= (int)sizeof(small)) {
        p = arena_alloc(&o->scratch, (size_t)n + 1, 1);
        vsnprintf(p, (size_t)n + 1, fmt, again);
    }
    va_end(again);
    out_put(o, (struct str){p, n > 0 ? (uint32_t)n : 0});
    arena_pop(&o->scratch, mark);
}

void out_escaped(struct report_out *o, struct str s)
{
    struct arena_mark mark = arena_mark(&o->scratch);
    out_put(o, diag_escape(&o->scratch, s));
    arena_pop(&o->scratch, mark);
}
