#include "kinds/word_index.h"

#include <stddef.h>

/* FNV-1a from another start, as in words.py. */
static uint32_t word_hash(struct str name, uint32_t seed)
{
    uint32_t value = 2166136261u ^ seed;
    for (uint32_t i = 0; i < name.n; i++)
        value = (value ^ (unsigned char)name.p[i]) * 16777619u;
    return value ^ value >> 15;
}

const struct word_slot *word_index_find(const struct word_index *index, struct str name)
{
    uint32_t seed = index->seeds[word_hash(name, 0) % index->n_seeds];
    const struct word_slot *slot = &index->slots[word_hash(name, seed) % index->n_slots];
    return str_eq(str_from(index->text + slot->name), name) ? slot : NULL;
}
