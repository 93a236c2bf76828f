/* Words with template expressions, cut into what is known and what is not. */
#ifndef LOADLINE_FORMATS_PIECES_H
#define LOADLINE_FORMATS_PIECES_H

#include "ast/node.h"
#include "text/marks.h"
#include "text/span_map.h"

#define PIECES_NOWHERE UINT32_MAX

/* Where in the cooked text the source bytes [off, off + len) went as they are; PIECES_NOWHERE when they did not. */
uint32_t pieces_offset(const struct span_map *map, uint32_t off, uint32_t len);

/* Appends the cooked bytes [from, to) of word to it as a PIECE; nothing for an empty range. */
void pieces_add(struct arena *a, struct node *word, const struct span_map *map, uint32_t from, uint32_t to,
                uint16_t flags);

/* Cuts word at the marks that stand in it (by word->at) and makes it NODE_UNKNOWN; map leads from its text to the
 * source. A condition that begins and ends within the word is one piece. When cooking took a mark apart, the whole
 * is one unknown piece. A word without marks is left as it is. */
void pieces_cut(struct arena *a, struct node *word, const struct span_map *map, const struct marks *marks);

#endif
