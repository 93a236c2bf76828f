/* Finding a word of a kind's table by its name. lib/kinds/words.py makes the tables, so nothing is built at start. */
#ifndef LOADLINE_KINDS_WORD_INDEX_H
#define LOADLINE_KINDS_WORD_INDEX_H

#include "base/str.h"

#include <stdint.h>

/* All rows of one name: rows first .. first + n - 1 of the table. name is an offset into the index's text, len the bytes of it there. */
struct word_slot {
    uint16_t name, len, first, n;
};

/* A perfect hash of the names (hash and displace): a name's seed is seeds[scale(mix(hash(name), 0), n_seeds)], its slot is
 * slots[scale(mix(hash(name), seed), n_slots)]. */
struct word_index {
    const char *text;
    const uint16_t *seeds;
    uint32_t n_seeds;
    const struct word_slot *slots;
    uint32_t n_slots;
};

/* The text at an offset of a table's: the byte before it is its length, but for that at 0, which is empty. */
static inline struct str word_text_at(const char *text, uint16_t offset)
{
    return (struct str){text + offset, offset ? (unsigned char)text[offset - 1] : 0};
}

/* The slot of name, compared bytewise; NULL when the table has no such name. */
const struct word_slot *word_index_find(const struct word_index *index, struct str name);

#endif
