#include "formats/yaml_pieces.h"

#include "formats/pieces.h"
#include "formats/yaml_cook.h"

#include <string.h>

/* The template's expressions put back where letters stand for them: those have the same length. */
static struct str restored(struct arena *a, struct node *word, const struct yaml_masked *masked, uint32_t hole,
                           struct str source, struct span_map *map)
{
    struct str text = str_dup(a, word->text);
    char *p = arena_alloc(a, (size_t)text.n + 1, 1);
    memcpy(p, text.p, text.n);
    for (uint32_t i = hole; i < masked->n && masked->holes[i].off < span_end(word->at); i++) {
        const struct yaml_hole *h = &masked->holes[i];
        uint32_t at = h->use == YAML_HOLE_PIECE ? pieces_offset(map, h->off, h->len) : PIECES_NOWHERE;
        if (at != PIECES_NOWHERE)
            memcpy(p + at, source.p + h->off, h->len);
    }
    return (struct str){p, text.n};
}

static void cut(struct arena *a, struct node *word, const struct yaml_masked *masked, uint32_t hole,
                const struct span_map *map)
{
    uint32_t done = 0;
    for (uint32_t i = hole; i < masked->n && masked->holes[i].off < span_end(word->at); i++) {
        const struct yaml_hole *h = &masked->holes[i];
        uint32_t at = pieces_offset(map, h->off, h->len);
        word->flags |= NODE_UNKNOWN;
        if (at == PIECES_NOWHERE || at < done)
            continue;
        pieces_add(a, word, map, done, at, 0);
        pieces_add(a, word, map, at, at + h->len, NODE_UNKNOWN);
        done = at + h->len;
    }
    if (word->flags & NODE_UNKNOWN)
        pieces_add(a, word, map, done, word->text.n, word->first ? 0 : NODE_UNKNOWN);
}

/* The holes up to end as a list of pieces, for cooking. */
static struct node *hole_pieces(struct arena *a, const struct yaml_masked *masked, uint32_t hole, uint32_t end,
                                uint32_t src)
{
    struct node *list = node_new(a, NODE_WORD, SPAN_NONE);
    for (; hole < masked->n && masked->holes[hole].off < end; hole++) {
        struct span at = {src, masked->holes[hole].off, masked->holes[hole].len};
        struct node *piece = node_new(a, NODE_PIECE, at);
        piece->flags = NODE_UNKNOWN;
        node_add(list, piece);
    }
    return list->first;
}

/* A block scalar is made anew: all marks in it are its text, for the document that it holds. */
static void block(struct arena *a, struct node *word, const struct yaml_masked *masked, uint32_t hole,
                  struct str source)
{
    struct yaml_scalar_text s = {masked->text, word->at, word->name_at, (enum quote)word->quote, word->text, NULL};
    struct span_map map = {.a = a};
    uint32_t indent;
    if (!yaml_block_indent(&s, &indent))
        return;
    s.whole = source;
    s.pieces = hole_pieces(a, masked, hole, span_end(word->at), word->at.src);
    word->text = yaml_cook_block(a, &s, indent, &map);
    cut(a, word, masked, hole, &map);
}

void yaml_add_pieces(struct arena *a, struct node *word, const struct yaml_masked *masked, uint32_t hole, uint32_t stop,
                     struct str source)
{
    if (hole >= masked->n || masked->holes[hole].off >= stop)
        return;
    if (word->quote >= QUOTE_BLOCK_LITERAL) {
        block(a, word, masked, hole, source);
        return;
    }
    struct yaml_scalar_text s = {masked->text, word->at, word->name_at, (enum quote)word->quote, word->text, NULL};
    struct span_map *map = yaml_cook(a, &s);
    word->text = restored(a, word, masked, hole, source, map);
    cut(a, word, masked, hole, map);
}
