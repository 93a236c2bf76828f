#include "formats/pieces.h"

uint32_t pieces_offset(const struct span_map *map, uint32_t off, uint32_t len)
{
    uint32_t lo = 0, hi = map->n;
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (map->runs[mid].at.off <= off)
            lo = mid;
        else
            hi = mid;
    }
    if (map->n == 0)
        return PIECES_NOWHERE;
    const struct span_run *run = &map->runs[lo];
    bool whole = run->verbatim && run->at.off <= off && off + len <= span_end(run->at);
    return whole ? run->cooked + (off - run->at.off) : PIECES_NOWHERE;
}

void pieces_add(struct arena *a, struct node *word, const struct span_map *map, uint32_t from, uint32_t to,
                uint16_t flags)
{
    if (from >= to)
        return;
    struct node *piece = node_new(a, NODE_PIECE, span_map_resolve(map, (struct span){0, from, to - from}));
    piece->text = str_slice(word->text, from, to);
    piece->name_at = piece->at;
    piece->flags = flags;
    node_add(word, piece);
}

/* The index behind the mark at i, or behind the condition that it opens when that ends before end. */
static uint32_t hole_end(const struct marks *marks, uint32_t i, uint32_t end)
{
    const struct mark *m = &marks->p[i];
    bool whole = m->kind == MARK_OPEN && m->match != MARK_NO_MATCH && marks->p[m->match].off < end;
    return whole ? m->match + 1 : i + 1;
}

void pieces_cut(struct arena *a, struct node *word, const struct span_map *map, const struct marks *marks)
{
    uint32_t done = 0, end = span_end(word->at), first = marks->n ? marks_from(marks, word->at.off) : 0;
    if (first == marks->n || marks->p[first].off >= end)
        return;
    word->flags |= NODE_UNKNOWN;
    for (uint32_t i = first, next; i < marks->n && marks->p[i].off < end; i = next) {
        next = hole_end(marks, i, end);
        uint32_t len = marks->p[next - 1].off + marks->p[next - 1].len - marks->p[i].off;
        uint32_t from = pieces_offset(map, marks->p[i].off, len);
        if (from == PIECES_NOWHERE || from < done) {
            word->first = word->last = NULL;
            done = 0;
            break;
        }
        pieces_add(a, word, map, done, from, 0);
        pieces_add(a, word, map, from, from + len, NODE_UNKNOWN);
        done = from + len;
    }
    pieces_add(a, word, map, done, word->text.n, word->first ? 0 : NODE_UNKNOWN);
}
