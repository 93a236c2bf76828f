#include "report/line_hash.h"

#include "base/utf8.h"
#include "base/vec.h"

#include <stdlib.h>

enum { WINDOW = 100, BASE = 37, END = 0xFFFF };

/* Reads the units that count, one after the other. */
struct units {
    struct str text;
    uint32_t at;
    uint16_t low; /* the second half of a character outside the BMP, still to come */
    bool after_cr;
    bool at_line; /* the next unit starts a line */
    bool ended;
};

/* A unit, and whether a line starts with it. */
struct unit {
    uint16_t c;
    bool starts_line;
};

static uint16_t raw_unit(struct units *u)
{
    if (u->low) {
        uint16_t low = u->low;
        u->low = 0;
        return low;
    }
    uint32_t len, cp = utf8_decode(str_slice(u->text, u->at, u->text.n), &len);
    u->at += len;
    if (cp < 0x10000)
        return (uint16_t)cp;
    u->low = (uint16_t)(0xDC00 | (cp & 0x3FF));
    return (uint16_t)(0xD7C0 + (cp >> 10));
}

static struct unit take(struct units *u, uint16_t c)
{
    struct unit unit = {c, u->at_line};
    u->at_line = c == '\n';
    return unit;
}

static struct unit next(struct units *u)
{
    while (u->low || u->at < u->text.n) {
        uint16_t c = raw_unit(u);
        bool skip = c == ' ' || c == '\t' || (u->after_cr && c == '\n');
        u->after_cr = !skip && c == '\r';
        if (!skip)
            return take(u, c == '\r' ? '\n' : c);
    }
    if (u->ended)
        return (struct unit){0, false};
    u->ended = true;
    return take(u, END);
}

static uint64_t power(uint32_t n)
{
    uint64_t p = 1;
    while (n-- > 0)
        p *= BASE;
    return p;
}

struct hashes {
    struct line_hash *p;
    uint32_t n, cap;
};

/* Slides the window over the text: what enters is read by one reader, what leaves by another. */
static struct hashes slide(struct arena *a, struct str text)
{
    struct units head = {.text = text, .at_line = true}, tail = head;
    struct hashes hashes = {0};
    uint64_t hash = 0, leaving = power(WINDOW);
    for (int i = 0; i < WINDOW; i++)
        hash = hash * BASE + next(&head).c;
    while (!tail.ended) {
        struct unit first = next(&tail);
        if (first.starts_line)
            vec_push(a, &hashes, ((struct line_hash){hash, 0}));
        hash = hash * BASE + next(&head).c - leaving * first.c;
    }
    return hashes;
}

/* By hash, then by line: pointers into the array of lines. */
static int by_hash(const void *x, const void *y)
{
    const struct line_hash *a = *(struct line_hash *const *)x, *b = *(struct line_hash *const *)y;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a < b ? -1 : a > b;
}

static void count_equals(struct arena *a, struct hashes hashes)
{
    struct arena_mark mark = arena_mark(a);
    struct line_hash **sorted = arena_array(a, struct line_hash *, hashes.n);
    for (uint32_t i = 0; i < hashes.n; i++)
        sorted[i] = &hashes.p[i];
    qsort(sorted, hashes.n, sizeof(struct line_hash *), by_hash);
    for (uint32_t i = 0; i < hashes.n; i++)
        sorted[i]->count = i > 0 && sorted[i - 1]->hash == sorted[i]->hash ? sorted[i - 1]->count + 1 : 1;
    arena_pop(a, mark);
}

uint32_t line_hashes(struct arena *a, struct str text, struct line_hash **ret)
{
    struct hashes hashes = slide(a, text); /* never empty: the end starts a line, if nothing else does */
    count_equals(a, hashes);
    *ret = hashes.p;
    return hashes.n;
}
