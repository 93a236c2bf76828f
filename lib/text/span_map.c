#include "text/span_map.h"

#include "base/vec.h"

static bool continues(const struct span_run *last, uint32_t last_len, struct span at, bool verbatim)
{
    return verbatim && last->verbatim && last->at.src == at.src && last->at.off + last_len == at.off;
}

void span_map_add(struct span_map *m, uint32_t len, struct span at, bool verbatim)
{
    if (len == 0)
        return;
    struct span_run *last = m->n ? &m->runs[m->n - 1] : NULL;
    if (last && continues(last, m->cooked_len - last->cooked, at, verbatim)) {
        last->at.len += len;
    } else {
        struct {
            struct span_run *p;
            uint32_t n, cap;
        } v = {m->runs, m->n, m->cap};
        vec_push(m->a, &v, ((struct span_run){m->cooked_len, at, verbatim}));
        m->runs = v.p;
        m->n = v.n;
        m->cap = v.cap;
    }
    m->cooked_len += len;
}

static const struct span_run *run_of(const struct span_map *m, uint32_t off)
{
    uint32_t lo = 0, hi = m->n;
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (m->runs[mid].cooked <= off)
            lo = mid;
        else
            hi = mid;
    }
    return &m->runs[lo];
}

/* The origin of one cooked byte. */
static struct span byte_origin(const struct span_map *m, uint32_t off)
{
    const struct span_run *r = run_of(m, off);
    return r->verbatim ? span_part(r->at, off - r->cooked, 1) : r->at;
}

struct span span_map_resolve(const struct span_map *m, struct span cooked)
{
    if (m->n == 0)
        return SPAN_NONE;
    uint32_t last = m->cooked_len - 1;
    if (cooked.len == 0) {
        struct span at = byte_origin(m, cooked.off > last ? last : cooked.off);
        return (struct span){at.src, cooked.off > last ? span_end(at) : at.off, 0};
    }
    uint32_t from = cooked.off > last ? last : cooked.off;
    uint32_t to = cooked.len - 1 > last - from ? last : from + cooked.len - 1;
    return span_join(byte_origin(m, from), byte_origin(m, to));
}

/* [off, off + len) within one verbatim run. */
static bool is_verbatim(const struct span_map *m, uint32_t off, uint32_t len, struct span *ret)
{
    const struct span_run *r = run_of(m, off);
    if (!r->verbatim || off - r->cooked > r->at.len || len > r->at.len - (off - r->cooked))
        return false;
    *ret = span_part(r->at, off - r->cooked, len);
    return true;
}

bool span_map_exact(const struct span_map *m, struct span cooked, struct span *ret)
{
    if (m->n == 0 || cooked.off > m->cooked_len)
        return false;
    if (cooked.len > 0)
        return is_verbatim(m, cooked.off, cooked.len, ret);
    struct span byte;
    if (cooked.off > 0 && is_verbatim(m, cooked.off - 1, 1, &byte))
        *ret = (struct span){byte.src, span_end(byte), 0};
    else if (is_verbatim(m, cooked.off, 1, &byte))
        *ret = (struct span){byte.src, byte.off, 0};
    else
        return false;
    return true;
}
