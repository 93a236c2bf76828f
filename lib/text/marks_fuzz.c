/* The first byte is the set of syntaxes. */
#include "text/marks.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void check_mark(const struct marks *m, uint32_t i, struct str text)
{
    const struct mark *k = &m->p[i];
    must(k->len > 0 && k->off < text.n && k->len <= text.n - k->off);
    must(i == 0 || k->off >= m->p[i - 1].off + m->p[i - 1].len);
    must(marks_at(m, k->off) == k && marks_at(m, k->off + k->len - 1) == k);
    must(marks_from(m, k->off) == i);
    must(mark_body(k, text).n <= k->len);
    if (k->match == MARK_NO_MATCH)
        return;
    const struct mark *other = &m->p[k->match];
    must(other->match == i && other->syntax == k->syntax);
    must(k->kind == MARK_OPEN ? other->kind == MARK_CLOSE && other->off > k->off : other->kind == MARK_OPEN);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    if (size == 0)
        return 0;
    arena_init(&arena, NULL);
    struct str text = {(const char *)data + 1, (uint32_t)size - 1};
    struct marks m = marks_find(&arena, text, data[0] & 15);
    for (uint32_t i = 0; i < m.n; i++)
        check_mark(&m, i, text);
    for (uint32_t i = 0; i < m.n_conditional; i++) {
        must(m.conditional[i].from < m.conditional[i].to && m.conditional[i].to <= text.n);
        must(i == 0 || m.conditional[i].from >= m.conditional[i - 1].to);
        must(marks_is_conditional(&m, m.conditional[i].from) && marks_is_conditional(&m, m.conditional[i].to - 1));
    }
    arena_free(&arena);
    return 0;
}
