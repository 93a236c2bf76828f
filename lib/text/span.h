/* Places in sources. */
#ifndef LOADLINE_TEXT_SPAN_H
#define LOADLINE_TEXT_SPAN_H

#include <stdbool.h>
#include <stdint.h>

/* A byte range of one source (text/source.h). Never owns; valid as long as the run's source store. src 0 means "no place". */
struct span {
    uint32_t src, off, len;
};

#define SPAN_NONE ((struct span){0, 0, 0})

static inline bool span_is_none(struct span s)
{
    return s.src == 0;
}

static inline uint32_t span_end(struct span s)
{
    return s.off + s.len;
}

/* From the start of a to the end of b; both in the same source (else a is returned). */
static inline struct span span_join(struct span a, struct span b)
{
    if (a.src != b.src)
        return a;
    uint32_t off = a.off < b.off ? a.off : b.off;
    uint32_t end = span_end(a) > span_end(b) ? span_end(a) : span_end(b);
    return (struct span){a.src, off, end - off};
}

/* n bytes of s from its byte from on, clamped to s. */
static inline struct span span_part(struct span s, uint32_t from, uint32_t n)
{
    if (from > s.len)
        from = s.len;
    if (n > s.len - from)
        n = s.len - from;
    return (struct span){s.src, s.off + from, n};
}

#endif
