#include "engine/renames.h"

#include "base/limits.h"
#include "base/path.h"
#include "base/vec.h"

#include <stdlib.h>

enum { WHOLE = 1000, HALF = 500 };

/* The lines of a file, sorted by hash: how many bytes each takes, its end included. */
struct line {
    uint64_t hash;
    uint32_t len;
};

struct side {
    const struct renamed_file *file;
    struct line *lines; /* made when asked for */
    uint32_t n_lines;
    uint64_t hash; /* of all bytes */
    bool paired;
};

struct pair {
    struct side *went, *came;
    uint32_t alike; /* thousandths */
    bool base_stayed;
};

struct pairing {
    struct arena *a;
    struct side *went, *came;
    uint32_t n_went, n_came;
    VEC(struct pair) pairs;
};

/* ---- how alike two files are ---- */

static int by_hash(const void *x, const void *y)
{
    const struct line *a = x, *b = y;
    return (a->hash > b->hash) - (a->hash < b->hash);
}

static void read_lines(struct arena *a, struct side *s)
{
    VEC(struct line) lines = {0};
    struct str rest = s->file->bytes;
    if (s->lines)
        return;
    while (rest.n > 0) {
        uint32_t end = str_find_byte(rest, '\n');
        struct str text = str_slice(rest, 0, end < rest.n ? end + 1 : end);
        vec_push(a, &lines, ((struct line){str_hash(text), text.n}));
        rest = str_slice(rest, text.n, rest.n);
    }
    if (lines.n == 0)
        return;
    qsort(lines.p, lines.n, sizeof(*lines.p), by_hash);
    s->lines = lines.p;
    s->n_lines = lines.n;
}

/* Thousandths of the larger file that both have. */
static uint32_t compare(struct arena *a, struct side *x, struct side *y)
{
    uint64_t larger = x->file->bytes.n > y->file->bytes.n ? x->file->bytes.n : y->file->bytes.n, both = 0;
    uint64_t smaller = x->file->bytes.n + (uint64_t)y->file->bytes.n - larger;
    if (smaller * WHOLE < larger * HALF)
        return 0;
    read_lines(a, x);
    read_lines(a, y);
    for (uint32_t i = 0, k = 0; i < x->n_lines && k < y->n_lines;) {
        uint64_t hash_x = x->lines[i].hash, hash_y = y->lines[k].hash;
        both += hash_x == hash_y ? x->lines[i].len : 0;
        i += hash_x <= hash_y;
        k += hash_y <= hash_x;
    }
    return larger > 0 ? (uint32_t)(both * WHOLE / larger) : 0;
}

/* ---- pairs ---- */

static void add_pair(struct pairing *p, struct side *went, struct side *came, uint32_t alike)
{
    struct pair pair = {went, came, alike, str_eq(path_base(went->file->name), path_base(came->file->name))};
    vec_push(p->a, &p->pairs, pair);
}

static int best_first(const void *x, const void *y)
{
    const struct pair *a = x, *b = y;
    if (a->alike != b->alike)
        return a->alike > b->alike ? -1 : 1;
    if (a->base_stayed != b->base_stayed)
        return a->base_stayed ? -1 : 1;
    int c = str_cmp(a->came->file->name, b->came->file->name);
    return c ? c : str_cmp(a->went->file->name, b->went->file->name);
}

/* Takes the pairs in their order, each side once, and starts anew. */
static void settle(struct pairing *p, struct map *ret)
{
    if (p->pairs.n > 1)
        qsort(p->pairs.p, p->pairs.n, sizeof(*p->pairs.p), best_first);
    for (uint32_t i = 0; i < p->pairs.n; i++) {
        struct pair *pair = &p->pairs.p[i];
        if (pair->went->paired || pair->came->paired)
            continue;
        pair->went->paired = pair->came->paired = true;
        struct str *name = arena_new(ret->a, struct str);
        *name = pair->went->file->name;
        map_put(ret, pair->came->file->name, name, NULL);
    }
    p->pairs.n = 0;
}

static bool is_equal(const struct side *x, const struct side *y)
{
    return x->hash == y->hash && x->file->bytes.n > 0 && str_eq(x->file->bytes, y->file->bytes);
}

static void pair_equal(struct pairing *p)
{
    for (uint32_t i = 0; i < p->n_went && p->pairs.n < LIMIT_RENAME_PAIRS; i++)
        for (uint32_t k = 0; k < p->n_came; k++)
            if (is_equal(&p->went[i], &p->came[k]))
                add_pair(p, &p->went[i], &p->came[k], WHOLE);
}

static void pair_alike(struct pairing *p)
{
    for (uint32_t i = 0; i < p->n_went; i++)
        for (uint32_t k = 0; k < p->n_came && !p->went[i].paired; k++) {
            if (p->came[k].paired)
                continue;
            uint32_t alike = compare(p->a, &p->went[i], &p->came[k]);
            if (alike >= HALF)
                add_pair(p, &p->went[i], &p->came[k], alike);
        }
}

static struct side *sides_of(struct arena *a, const struct renamed_file *files, uint32_t n)
{
    struct side *sides = arena_array(a, struct side, n + 1);
    for (uint32_t i = 0; i < n; i++)
        sides[i] = (struct side){.file = &files[i], .hash = str_hash(files[i].bytes)};
    return sides;
}

void renames_find(const struct renamed_file *went, uint32_t n_went, const struct renamed_file *came, uint32_t n_came,
                  struct map *ret)
{
    struct arena a;
    arena_init(&a, NULL);
    struct pairing p = {.a = &a,
                        .went = sides_of(&a, went, n_went),
                        .came = sides_of(&a, came, n_came),
                        .n_went = n_went,
                        .n_came = n_came};
    pair_equal(&p);
    settle(&p, ret);
    if ((uint64_t)n_went * n_came <= LIMIT_RENAME_PAIRS)
        pair_alike(&p);
    settle(&p, ret);
    arena_free(&a);
}
