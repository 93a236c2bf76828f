#include "diag/fingerprint.h"

#include "base/buf.h"

#include <inttypes.h>
#include <stdlib.h>

enum { LONGEST_LINE = 1024 };

/* Trimmed, each run of white space as one blank. */
static void put_words(struct buf *b, struct str s)
{
    s = str_trim(s);
    for (uint32_t i = 0; i < s.n; i++)
        if (!ch_is_space(s.p[i]))
            buf_putc(b, s.p[i]);
        else if (!ch_is_space(s.p[i - 1]))
            buf_putc(b, ' ');
}

static struct str words_at(struct place p)
{
    struct str line = file_line(p.file, file_line_column(p.file, p.off).line);
    if (line.n <= LONGEST_LINE)
        return line;
    uint32_t len = p.len < LONGEST_LINE ? p.len : LONGEST_LINE;
    return str_slice(str_slice(p.file->bytes, p.off, p.file->bytes.n), 0, len);
}

struct str fingerprint_words(struct arena *a, struct source_store *sources, const struct finding *f)
{
    struct buf b = {.a = a};
    struct place p = source_place(sources, f->at);
    if (p.file)
        put_words(&b, words_at(p));
    return buf_str(&b);
}

uint64_t fingerprint_under(struct arena *scratch, struct source_store *sources, const struct finding *f,
                           struct str path)
{
    struct arena_mark mark = arena_mark(scratch);
    struct buf b = {.a = scratch};
    struct place p = source_place(sources, f->at);
    buf_put(&b, f->rule);
    buf_putc(&b, '\0');
    buf_put(&b, path);
    buf_putc(&b, '\0');
    if (p.file)
        put_words(&b, words_at(p));
    uint64_t h = str_hash(buf_str(&b));
    arena_pop(scratch, mark);
    return h;
}

static uint64_t hash(struct arena *scratch, struct source_store *sources, const struct finding *f)
{
    struct place p = source_place(sources, f->at);
    return fingerprint_under(scratch, sources, f, p.file ? p.file->path : f->path);
}

static uint64_t hash_again(struct arena *scratch, uint64_t h, uint32_t number)
{
    struct arena_mark mark = arena_mark(scratch);
    uint64_t again = str_hash(str_printf(scratch, "%016" PRIx64 "#%" PRIu32, h, number));
    arena_pop(scratch, mark);
    return again;
}

struct entry {
    uint64_t hash;
    uint32_t index;
};

static int by_hash(const void *x, const void *y)
{
    const struct entry *a = x, *b = y;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

void fingerprint_all(struct arena *scratch, struct source_store *sources, struct finding *const *findings, uint32_t n)
{
    struct arena_mark mark = arena_mark(scratch);
    struct entry *entries = arena_array(scratch, struct entry, n);
    for (uint32_t i = 0; i < n; i++)
        entries[i] = (struct entry){hash(scratch, sources, findings[i]), i};
    if (n > 0)
        qsort(entries, n, sizeof(*entries), by_hash);
    for (uint32_t i = 0, number = 0; i < n; i++) {
        uint64_t h = entries[i].hash;
        number = i > 0 && entries[i - 1].hash == h ? number + 1 : 0;
        findings[entries[i].index]->fingerprint = number ? hash_again(scratch, h, number) : h;
    }
    arena_pop(scratch, mark);
}
