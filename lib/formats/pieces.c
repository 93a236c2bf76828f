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
