#include "diag/closest.h"

enum { LONGEST = 63 };

static uint32_t min3(uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t m = a < b ? a : b;
    return m < c ? m : c;
}

/* Optimal string alignment distance, three rows. Both at most LONGEST bytes; ASCII case is folded. */
static uint32_t edits(struct str a, struct str b)
{
    uint32_t rows[3][LONGEST + 1];
    uint32_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (uint32_t j = 0; j <= b.n; j++)
        last[j] = j;
    for (uint32_t i = 1; i <= a.n; i++) {
        row[0] = i;
        for (uint32_t j = 1; j <= b.n; j++) {
            char x = ch_lower(a.p[i - 1]), y = ch_lower(b.p[j - 1]);
            row[j] = min3(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == ch_lower(b.p[j - 2]) && ch_lower(a.p[i - 2]) == y && before[j - 2] + 1 < row[j])
                row[j] = before[j - 2] + 1;
        }
        uint32_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b.n];
}

struct closest closest_start(struct str word)
{
    uint32_t limit = word.n / 3 > 1 ? word.n / 3 : 1;
    return (struct closest){.word = word, .distance = limit + 1};
}

void closest_offer(struct closest *c, struct str candidate, uint32_t rank)
{
    uint32_t gap = c->word.n > candidate.n ? c->word.n - candidate.n : candidate.n - c->word.n;
    if (c->word.n > LONGEST || candidate.n > LONGEST || gap > c->distance)
        return;
    uint32_t d = edits(c->word, candidate);
    if (d < c->distance || (d == c->distance && c->best.n > 0 && rank < c->rank)) {
        c->best = candidate;
        c->distance = d;
        c->rank = rank;
    }
}

struct str closest_of(struct str word, const struct str *words, uint32_t n)
{
    struct closest c = closest_start(word);
    for (uint32_t i = 0; i < n; i++)
        closest_offer(&c, words[i], 0);
    return c.best;
}
